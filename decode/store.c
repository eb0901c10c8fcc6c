/* The rows and how they are named. Who makes them is the model's business. */
#include "decode/store.h"

#include <errno.h>
#include <string.h>

#include "decode/forgotten.h"
#include "decode/notice.h"
#include "decode/peer.h"
#include "decode/registration.h"
#include "decode/subscription.h"

#include "decode/session/transfer.h"
#include "decode/session/turn.h"

int store_init(struct store *s)
{
    memset(s, 0, sizeof(*s));
    pool_init(&s->messages, sizeof(struct message));
    pool_init(&s->extents, sizeof(struct extent));
    pool_init(&s->paths, sizeof(struct path));
    pool_init(&s->legs, sizeof(struct leg));
    pool_init(&s->calls, sizeof(struct call));
    pool_init(&s->dialogs, sizeof(struct dialog));
    pool_init(&s->sessions, sizeof(struct session));
    pool_init(&s->links, sizeof(struct link));
    pool_init(&s->turns, sizeof(struct turn));
    pool_init(&s->transfers, sizeof(struct transfer));
    hash_key_random(&s->key);
    s->registrations = registrations_new();
    s->subscriptions = subscriptions_new();
    s->peers = peers_new();
    s->notices = notices_new();
    if (s->registrations && s->subscriptions && s->peers && s->notices &&
        index_init(&s->path_index) && index_init(&s->leg_index) && index_init(&s->dialog_index))
        return 0;
    store_fini(s);
    return -ENOMEM;
}

void store_fini(struct store *s)
{
    pool_fini(&s->messages);
    pool_fini(&s->extents);
    pool_fini(&s->paths);
    pool_fini(&s->legs);
    pool_fini(&s->calls);
    pool_fini(&s->dialogs);
    pool_fini(&s->sessions);
    pool_fini(&s->links);
    pool_fini(&s->turns);
    pool_fini(&s->transfers);
    index_fini(&s->path_index);
    index_fini(&s->leg_index);
    index_fini(&s->dialog_index);
    registrations_free(s->registrations);
    subscriptions_free(s->subscriptions);
    peers_free(s->peers);
    notices_free(s->notices);
    forgotten_free(s->forgotten);
}

static bool leg_matches(const void *ctx, uint32_t row, const void *key)
{
    return store_leg(ctx, row)->key == *(const uint64_t *)key;
}

uint32_t store_leg_find(struct store *s, uint64_t key)
{
    return index_find(&s->leg_index, key, leg_matches, s, &key);
}

const struct endpoint *message_src(const struct store *s, const struct message *m)
{
    return &store_path(s, m->path >> 1)->end[m->path & 1];
}

const struct endpoint *message_dst(const struct store *s, const struct message *m)
{
    return &store_path(s, m->path >> 1)->end[!(m->path & 1)];
}

enum transport message_transport(const struct store *s, const struct message *m)
{
    return (enum transport)store_path(s, m->path >> 1)->transport;
}

bool message_extent(const struct store *s, const struct message *m, unsigned i, struct extent *out)
{
    if (m->flags & MESSAGE_MANY) {
        if (i >= m->where >> 32)
            return false;
        *out = *(struct extent *)pool_at(&s->extents, (uint32_t)m->where + i);
        return true;
    }
    if (i)
        return false;
    *out = (struct extent){ .offset = m->where & ((UINT64_C(1) << 48) - 1),
                            .packet = m->packet,
                            .delta = m->delta,
                            .len = m->len,
                            .segment = (uint16_t)(m->where >> 48) };
    return true;
}

const char *store_method_name(const struct store *s, unsigned number)
{
    if (number < SIP_METHOD_COUNT)
        return sip_method_name((enum sip_method)number);
    number -= SIP_METHOD_COUNT;
    return number < s->others ? s->other[number] : "OTHER";
}

unsigned store_method_number(struct store *s, struct slice token)
{
    unsigned known = sip_method_id(token);
    if (known != SIP_METHOD_OTHER)
        return known;
    token = slice_sub(token, 0, METHOD_NAME_MAX);
    for (unsigned i = 0; i < s->others; i++)
        if (slice_eq(token, slice_of(s->other[i])))
            return SIP_METHOD_COUNT + i;
    if (s->others == METHOD_OTHERS) {
        s->counters.v[COUNTER_METHODS_FULL]++;
        return SIP_METHOD_COUNT + METHOD_OTHERS;
    }
    memcpy(s->other[s->others], token.p, token.n);
    s->other[s->others][token.n] = 0;
    return SIP_METHOD_COUNT + s->others++;
}

bool call_state_is_open(enum call_state state)
{
    return state == CALL_TRYING || state == CALL_PROCEEDING || state == CALL_RINGING ||
           state == CALL_IN_CALL;
}

const char *call_state_words(enum call_state state)
{
    static const char *const words_of[CALL_STATE_COUNT] = {
#define X(id, words, help) [CALL_##id] = words,
        CALL_STATE_LIST(X)
#undef X
    };
    return words_of[state];
}

const char *call_state_help(enum call_state state)
{
    static const char *const help_of[CALL_STATE_COUNT] = {
#define X(id, words, help) [CALL_##id] = help,
        CALL_STATE_LIST(X)
#undef X
    };
    return help_of[state];
}
