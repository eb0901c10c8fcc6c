/* Subscriptions from SUBSCRIBE, REFER and NOTIFY. Their dialogs are counted by dialog.c. */
#include "decode/subscription.h"

#include <errno.h>

#include "base/mem.h"
#include "decode/sip/field.h"
#include "decode/sip/pick.h"

#define S_NS INT64_C(1000000000)

struct subscriptions {
    struct pool rows;
    struct index index; /* leg -> its first */
};

struct subscriptions *subscriptions_new(void)
{
    struct subscriptions *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    pool_init(&x->rows, sizeof(struct subscription));
    if (index_init(&x->index))
        return x;
    subscriptions_free(x);
    return NULL;
}

void subscriptions_free(struct subscriptions *x)
{
    if (!x)
        return;
    pool_fini(&x->rows);
    index_fini(&x->index);
    mem_free(x);
}

uint32_t subscription_count(const struct store *s)
{
    return s->subscriptions ? s->subscriptions->rows.n : 0;
}

static struct subscription *row_at(const struct store *s, uint32_t row)
{
    return pool_find(&s->subscriptions->rows, row);
}

const struct subscription *subscription_get(const struct store *s, uint32_t number)
{
    return s->subscriptions ? row_at(s, number) : NULL;
}

/* ---- rows */

static bool same_leg(const void *ctx, uint32_t row, const void *key)
{
    return ((const struct subscription *)pool_at(ctx, row))->leg == *(const uint32_t *)key;
}

static uint64_t leg_hash(const struct store *s, uint32_t leg)
{
    return hash_mix(s->key.k0, leg);
}

uint32_t subscription_of_leg(const struct store *s, uint32_t leg)
{
    struct subscriptions *x = s->subscriptions;
    return x ? index_find(&x->index, leg_hash(s, leg), same_leg, &x->rows, &leg) : 0;
}

/* What a message says. */
struct said {
    const struct brief *brief;
    int64_t time_ns;
    uint32_t message, leg;
    uint64_t event, subscriber_tag, notifier_tag;
    uint32_t id;     /* of Event: refer */
    uint8_t package; /* enum subscription_package */
    bool refused;    /* Refer-Sub: false (4488) */
    uint32_t expires_s;
    struct slice state; /* Subscription-State */
};

/* An empty row of a leg, the second of its chain: the first stays that. NULL: no memory. */
static struct subscription *row_place(const struct store *s, struct subscriptions *all,
                                      uint32_t leg)
{
    uint64_t hash = leg_hash(s, leg);
    struct subscription *head =
        pool_find(&all->rows, index_find(&all->index, hash, same_leg, &all->rows, &leg));
    uint32_t row = pool_new(&all->rows);
    if (row && !head && !index_add(&all->index, hash, row)) {
        pool_give(&all->rows, row);
        row = 0;
    }
    struct subscription *y = pool_find(&all->rows, row);
    if (y && head) {
        y->next = head->next;
        head->next = row;
    }
    return y;
}

/* A new row of the leg. NULL: no room. */
static struct subscription *row_add(struct store *s, const struct said *x)
{
    struct subscriptions *all = s->subscriptions;
    uint32_t head = subscription_of_leg(s, x->leg);
    unsigned n = 0;
    for (struct subscription *y = row_at(s, head); y && n < SUBSCRIPTION_LEG;
         y = row_at(s, y->next))
        n++;
    struct subscription *y =
        n < SUBSCRIPTION_LEG && all->rows.n < SUBSCRIPTION_MAX ? row_place(s, all, x->leg) : NULL;
    if (!y) {
        s->counters.v[COUNTER_SUBSCRIPTIONS_FULL]++;
        return NULL;
    }
    uint32_t next = y->next;
    *y = (struct subscription){ .event = x->event,
                                .subscriber_tag = x->subscriber_tag,
                                .notifier_tag = x->notifier_tag,
                                .leg = x->leg,
                                .asked_s = SUBSCRIPTION_UNSAID,
                                .granted_s = SUBSCRIPTION_UNSAID,
                                .m_first = x->message,
                                .package = x->package,
                                .next = next };
    return y;
}

/* ---- what a message says */

static uint32_t seconds(struct slice text)
{
    size_t digits;
    uint64_t v = slice_number(slice_trim(text), SUBSCRIPTION_UNSAID - 1, &digits);
    return digits ? (uint32_t)v : SUBSCRIPTION_UNSAID;
}

static uint8_t package_of(struct slice name)
{
    for (int i = 0; i < SUBSCRIPTION_PACKAGE_COUNT; i++)
        if (slice_ieq(name, slice_of(subscription_package_name((enum subscription_package)i))))
            return (uint8_t)i;
    return SUBSCRIPTION_PACKAGE_OTHER;
}

static void read_event(const struct store *s, struct said *x, struct slice value)
{
    size_t semi = slice_index(value, ';');
    struct slice name = slice_trim(slice_sub(value, 0, semi));
    struct slice id = sip_param_find(slice_sub(value, semi, value.n), SLICE("id"));
    x->package = package_of(name);
    if (x->package == SUBSCRIPTION_PACKAGE_REFER)
        x->id = (uint32_t)slice_number(id, UINT32_MAX, NULL);
    else
        x->event = hash_mix(hash_sip(&s->key, name.p ? name.p : "", name.n),
                            hash_sip(&s->key, id.p ? id.p : "", id.n));
}

static void read_message(const struct store *s, struct said *x, const struct payload *p,
                         const struct brief *b, uint32_t message)
{
    bool told = b->method == SIP_METHOD_NOTIFY; /* who sends it is the notifier */
    uint32_t letters = PICK('e') | PICK('o') | (told ? PICK('s') : PICK('r'));
    struct sip_pick line;
    *x = (struct said){ .brief = b,
                        .time_ns = p->time_ns,
                        .message = message,
                        .leg = store_message(s, message)->leg,
                        .subscriber_tag = told ? b->to_tag : b->from_tag,
                        .notifier_tag = told ? b->from_tag : b->to_tag,
                        .expires_s = SUBSCRIPTION_UNSAID };
    for (size_t at = 0; sip_pick_next((const char *)p->data, p->len, &at, letters, &line);)
        if (sip_pick_is(&line, "event", 'o'))
            read_event(s, x, line.value);
        else if (sip_pick_is(&line, "expires", 0))
            x->expires_s = seconds(line.value);
        else if (sip_pick_is(&line, "subscription-state", 0))
            x->state = line.value;
        else if (sip_pick_is(&line, "refer-sub", 0))
            x->refused = slice_istarts(line.value, SLICE("false"));
}

/* ---- SUBSCRIBE */

/* The one that a SUBSCRIBE is about. Before it is answered the From-tag may change with each
 * attempt. */
static struct subscription *subscribed(const struct store *s, const struct said *x)
{
    struct subscription *y = row_at(s, subscription_of_leg(s, x->leg));
    for (; y; y = row_at(s, y->next)) {
        if (y->flags & SUBSCRIPTION_IMPLICIT || y->event != x->event)
            continue;
        if (x->notifier_tag
                ? y->notifier_tag == x->notifier_tag && y->subscriber_tag == x->subscriber_tag
                : !y->notifier_tag ||
                      (y->cseq == x->brief->cseq && y->subscriber_tag == x->subscriber_tag))
            return y;
    }
    return NULL;
}

static void see_subscribe(struct store *s, const struct said *x)
{
    struct subscription *y = subscribed(s, x);
    if (y && y->m_request && y->cseq == x->brief->cseq)
        return; /* on another hop */
    if (!y && !(y = row_add(s, x)))
        return;
    uint32_t asked = x->expires_s;
    if (!asked && !y->m_request && !x->notifier_tag)
        y->flags |= SUBSCRIPTION_FETCH;
    y->flags &= (uint8_t) ~(SUBSCRIPTION_ENDING | SUBSCRIPTION_ANSWERED);
    y->flags |= asked ? 0 : SUBSCRIPTION_ENDING;
    y->subscriber_tag = x->subscriber_tag;
    y->cseq = x->brief->cseq;
    y->asked_s = asked;
    y->m_request = x->message;
    y->last_ns = x->time_ns;
}

/* Answers that end a subscription that had begun (5057 5.1, 6665 4.1.2.2). */
static bool ends_usage(unsigned code)
{
    switch (code) {
    case 404:
    case 405:
    case 410:
    case 416:
    case 480:
    case 481:
    case 482:
    case 483:
    case 484:
    case 485:
    case 489:
    case 501:
    case 604:
        return true;
    default:
        return false;
    }
}

static void note_refused(struct subscription *y, unsigned code)
{
    if (code == 401 || code == 407)
        return;
    if (y->state == SUBSCRIPTION_TRYING || y->state == SUBSCRIPTION_ACCEPTED)
        y->state = SUBSCRIPTION_FAILED;
    else if (ends_usage(code))
        y->state = SUBSCRIPTION_TERMINATED;
}

static void note_accepted(struct subscription *y, const struct said *x)
{
    if (!y->notifier_tag)
        y->notifier_tag = x->notifier_tag;
    if (x->expires_s != SUBSCRIPTION_UNSAID) {
        y->granted_s = x->expires_s;
        y->granted_ns = x->time_ns;
    }
    if (y->state == SUBSCRIPTION_TRYING)
        y->state = SUBSCRIPTION_ACCEPTED;
    else if (y->flags & SUBSCRIPTION_ENDING)
        y->state = SUBSCRIPTION_TERMINATED;
}

/* The answer does not name the event; the CSeq tells which it is. */
static void see_subscribe_answer(struct store *s, const struct said *x)
{
    struct subscription *y = row_at(s, subscription_of_leg(s, x->leg));
    while (y && (y->flags & SUBSCRIPTION_IMPLICIT || !y->m_request || y->cseq != x->brief->cseq ||
                 y->subscriber_tag != x->subscriber_tag))
        y = row_at(s, y->next);
    if (!y || (y->flags & SUBSCRIPTION_ANSWERED && y->code == x->brief->code))
        return;
    y->flags |= SUBSCRIPTION_ANSWERED;
    y->code = x->brief->code;
    y->m_final = x->message;
    y->last_ns = x->time_ns;
    if (x->brief->code / 100 == 2)
        note_accepted(y, x);
    else
        note_refused(y, x->brief->code);
}

/* ---- REFER */

/* By the CSeq of the REFER; the first one of a dialog need not be named by its NOTIFYs (3515
 * 2.4.6). 0: any. */
static struct subscription *referred(const struct store *s, const struct said *x, uint32_t cseq)
{
    struct subscription *y = row_at(s, subscription_of_leg(s, x->leg)), *oldest = NULL;
    for (; y; y = row_at(s, y->next)) {
        bool dialog = !y->notifier_tag || y->notifier_tag == x->notifier_tag;
        if (!(y->flags & SUBSCRIPTION_IMPLICIT) || !dialog ||
            y->subscriber_tag != x->subscriber_tag)
            continue;
        if (cseq && (y->cseq == cseq || !y->cseq))
            return y;
        if (!cseq && (!oldest || y->cseq < oldest->cseq))
            oldest = y;
    }
    return oldest;
}

/* Only an accepted REFER makes one, and not with Refer-Sub: false (4488). */
static void see_refer_answer(struct store *s, struct said *x, uint32_t request)
{
    if (x->brief->code / 100 != 2 || x->refused)
        return;
    x->package = SUBSCRIPTION_PACKAGE_REFER;
    x->event = 0;
    struct subscription *y = referred(s, x, x->brief->cseq);
    if (!y && !(y = row_add(s, x)))
        return;
    if (y->flags & SUBSCRIPTION_ANSWERED)
        return; /* on another hop */
    y->flags |= SUBSCRIPTION_IMPLICIT | SUBSCRIPTION_ANSWERED;
    y->cseq = x->brief->cseq;
    y->notifier_tag = x->notifier_tag;
    y->m_request = request;
    y->m_first = request ? request : y->m_first;
    y->m_final = x->message;
    y->code = x->brief->code;
    y->last_ns = x->time_ns;
    if (y->state == SUBSCRIPTION_TRYING)
        y->state = SUBSCRIPTION_ACCEPTED;
}

/* ---- NOTIFY */

static uint8_t reason_of(struct slice word)
{
    if (!word.n)
        return SUBSCRIPTION_REASON_NONE;
    for (int i = 1; i < SUBSCRIPTION_REASON_COUNT; i++)
        if (slice_ieq(word, slice_of(subscription_reason_word((enum subscription_reason)i))))
            return (uint8_t)i;
    return SUBSCRIPTION_REASON_OTHER;
}

/* The one that a NOTIFY belongs to; a fork of it gets one of its own (6665 4.4.1). */
static struct subscription *notified(struct store *s, const struct said *x)
{
    struct subscription *parent = NULL, *y;
    if (x->package == SUBSCRIPTION_PACKAGE_REFER) {
        y = referred(s, x, x->id);
        if (!y && (y = row_add(s, x))) {
            y->flags |= SUBSCRIPTION_IMPLICIT;
            y->cseq = x->id;
        }
        return y;
    }
    for (y = row_at(s, subscription_of_leg(s, x->leg)); y; y = row_at(s, y->next)) {
        if (y->flags & SUBSCRIPTION_IMPLICIT || y->event != x->event ||
            y->subscriber_tag != x->subscriber_tag)
            continue;
        if (!y->notifier_tag || y->notifier_tag == x->notifier_tag)
            return y;
        parent = y;
    }
    y = row_add(s, x);
    if (y && parent) {
        y->cseq = parent->cseq;
        y->asked_s = parent->asked_s;
        y->m_first = parent->m_first;
    }
    return y;
}

static void note_state(struct subscription *y, const struct said *x)
{
    struct slice value = x->state;
    size_t semi = slice_index(value, ';');
    struct slice word = slice_trim(slice_sub(value, 0, semi));
    struct slice params = slice_sub(value, semi, value.n);
    uint32_t given = seconds(sip_param_find(params, SLICE("expires")));
    uint8_t before = y->state;
    y->state = slice_ieq(word, SLICE("terminated")) ? SUBSCRIPTION_TERMINATED
               : slice_ieq(word, SLICE("pending"))  ? SUBSCRIPTION_PENDING
                                                    : SUBSCRIPTION_ACTIVE;
    y->reason = y->state == SUBSCRIPTION_TERMINATED
                    ? reason_of(sip_param_find(params, SLICE("reason")))
                    : SUBSCRIPTION_REASON_NONE;
    if (y->state != before || !y->m_state)
        y->m_state = x->message;
    if (given != SUBSCRIPTION_UNSAID) {
        y->granted_s = given;
        y->granted_ns = x->time_ns;
    }
}

static void see_notify(struct store *s, const struct said *x)
{
    struct subscription *y = x->subscriber_tag ? notified(s, x) : NULL;
    if (!y || (y->notifies && y->notify_cseq == x->brief->cseq))
        return; /* nobody asked for it; or on another hop */
    y->notifier_tag = x->notifier_tag;
    y->notifies++;
    y->notify_cseq = x->brief->cseq;
    y->m_notify = y->m_notify ? y->m_notify : x->message;
    y->m_last = x->message;
    y->last_ns = x->time_ns;
    note_state(y, x);
}

void subscription_see(struct store *s, const struct payload *p, const struct brief *b,
                      uint32_t message, uint32_t request)
{
    bool asks = b->flags & BRIEF_REQUEST;
    struct said x;
    read_message(s, &x, p, b, message);
    if (b->method == SIP_METHOD_SUBSCRIBE && asks)
        see_subscribe(s, &x);
    else if (b->method == SIP_METHOD_SUBSCRIBE)
        see_subscribe_answer(s, &x);
    else if (b->method == SIP_METHOD_NOTIFY && asks)
        see_notify(s, &x);
    else if (b->method == SIP_METHOD_REFER && !asks)
        see_refer_answer(s, &x, request);
}

/* ---- what it amounts to */

int64_t subscription_expires(const struct subscription *x)
{
    if (!x->granted_ns || x->granted_s == SUBSCRIPTION_UNSAID)
        return 0;
    return x->granted_ns + (int64_t)x->granted_s * S_NS;
}

enum subscription_state subscription_state(const struct subscription *x, int64_t end_ns)
{
    int64_t runs_out = subscription_expires(x);
    switch (x->state) {
    case SUBSCRIPTION_TRYING:
        return end_ns - x->last_ns >= SUBSCRIPTION_WAIT_NS ? SUBSCRIPTION_FAILED
                                                           : SUBSCRIPTION_TRYING;
    case SUBSCRIPTION_ACCEPTED:
    case SUBSCRIPTION_PENDING:
    case SUBSCRIPTION_ACTIVE:
        return runs_out && end_ns > runs_out && !(x->flags & SUBSCRIPTION_FETCH)
                   ? SUBSCRIPTION_EXPIRED
                   : (enum subscription_state)x->state;
    default:
        return (enum subscription_state)x->state;
    }
}

const char *subscription_state_words(enum subscription_state state)
{
    static const char *const words_of[SUBSCRIPTION_STATE_COUNT] = {
#define X(id, words, help) [SUBSCRIPTION_##id] = words,
        SUBSCRIPTION_STATE_LIST(X)
#undef X
    };
    return words_of[state];
}

const char *subscription_state_help(enum subscription_state state)
{
    static const char *const help_of[SUBSCRIPTION_STATE_COUNT] = {
#define X(id, words, help) [SUBSCRIPTION_##id] = help,
        SUBSCRIPTION_STATE_LIST(X)
#undef X
    };
    return help_of[state];
}

const char *subscription_reason_word(enum subscription_reason reason)
{
    static const char *const word_of[SUBSCRIPTION_REASON_COUNT] = {
#define X(id, word) [SUBSCRIPTION_REASON_##id] = word,
        SUBSCRIPTION_REASON_LIST(X)
#undef X
    };
    return word_of[reason];
}

const char *subscription_package_name(enum subscription_package package)
{
    static const char *const name_of[SUBSCRIPTION_PACKAGE_COUNT] = {
#define X(id, name) [SUBSCRIPTION_PACKAGE_##id] = name,
        SUBSCRIPTION_PACKAGE_LIST(X)
#undef X
    };
    return name_of[package];
}

/* ---- what goes with its leg */

/* What stays moves into a new table, in its order. */
int subscriptions_forget(struct store *s)
{
    struct subscriptions *old = s->subscriptions, *all = subscriptions_new();
    for (uint32_t row = 1; all && row <= old->rows.n; row++) {
        const struct subscription *x = row_at(s, row);
        if (leg_goes(s, x->leg))
            continue;
        struct subscription *y = row_place(s, all, x->leg);
        if (!y) {
            subscriptions_free(all);
            return -ENOMEM;
        }
        uint32_t next = y->next;
        *y = *x;
        y->next = next;
    }
    if (!all)
        return -ENOMEM;
    s->subscriptions = all;
    subscriptions_free(old);
    return 0;
}

bool subscription_holds(const struct store *s, uint32_t leg, int64_t now_ns)
{
    const struct subscription *x = row_at(s, subscription_of_leg(s, leg));
    for (unsigned n = 0; x && n < SUBSCRIPTION_LEG; n++, x = row_at(s, x->next))
        if (subscription_state(x, now_ns) <= SUBSCRIPTION_ACTIVE)
            return true;
    return false;
}

bool subscription_needs(const struct store *s, uint32_t leg, uint32_t message)
{
    const struct subscription *x = row_at(s, subscription_of_leg(s, leg));
    for (unsigned n = 0; x && n < SUBSCRIPTION_LEG; n++, x = row_at(s, x->next))
        if (x->m_first == message || x->m_request == message || x->m_final == message ||
            x->m_notify == message || x->m_state == message || x->m_last == message)
            return true;
    return false;
}
