/* Takes rows away. Whether a row proves something is told by peer.c and registration.c. */
#include "decode/flood.h"

#include "decode/peer.h"
#include "decode/registration.h"

enum {
    FLOOD_LOOKS = 4,  /* legs looked at for each that begins */
    TRIM_LOOKS = 128, /* messages looked at for each transaction */
    TRIM_MOST = 8,    /* and taken away */
};

static bool is_needed(const struct store *s, uint32_t message, const struct message *m)
{
    return peer_needs(s, message, m) || registration_needs(s, message, m);
}

/* Did anything happen to it beyond what every keep-alive is? */
static bool is_plain(const struct leg *leg)
{
    return (leg->kind == LEG_OTHER || leg->kind == LEG_REGISTRATION) && !leg->call &&
           !leg->dialog && !leg->session && !leg->mate && !leg->kin && !leg->link && !leg->turn &&
           !leg->look;
}

/* Nothing but OPTIONS and REGISTER, and nothing that proves anything. */
static bool may_go(const struct store *s, const struct leg *leg)
{
    const struct message *m;
    if (!is_plain(leg))
        return false;
    for (uint32_t row = leg->first; (m = store_message(s, row)); row = m->next)
        if ((message_is_request(m) && m->code != SIP_METHOD_OPTIONS &&
             m->code != SIP_METHOD_REGISTER) ||
            is_needed(s, row, m))
            return false;
    return true;
}

static void take_message(struct store *s, uint32_t row)
{
    pool_drop(&s->messages, row);
    s->counters.v[COUNTER_FLOOD]++;
}

static void take_leg(struct store *s, uint32_t row)
{
    struct leg *leg = store_leg(s, row);
    for (uint32_t m = leg->first, next; m; m = next) {
        next = store_message(s, m)->next;
        take_message(s, m);
    }
    index_remove(&s->leg_index, leg->key, row);
    pool_drop(&s->legs, row);
}

static void append(struct store *s, struct flood *f, uint32_t leg)
{
    store_leg(s, leg)->later = 0;
    *(f->tail ? &store_leg(s, f->tail)->later : &f->head) = leg;
    f->tail = leg;
    f->n++;
}

static uint32_t take_head(struct store *s, struct flood *f)
{
    uint32_t leg = f->head;
    f->head = store_leg(s, leg)->later;
    f->tail = f->head ? f->tail : 0;
    f->n--;
    return leg;
}

void flood_begin(struct store *s, struct flood *f, uint32_t max, uint32_t leg, int64_t now_ns)
{
    append(s, f, leg);
    for (int i = 0; i < FLOOD_LOOKS && f->n > max; i++) {
        const struct leg *oldest = store_leg(s, f->head);
        if (now_ns - store_message(s, oldest->last)->time_ns < FLOOD_AGE_NS)
            return;
        bool go = may_go(s, oldest);
        uint32_t row = take_head(s, f);
        if (go)
            take_leg(s, row);
        else
            append(s, f, row); /* its turn comes again, when it may prove nothing any more */
    }
}

/* The first message stays: it names the leg. */
void flood_go_on(struct store *s, uint32_t leg_row, int64_t now_ns)
{
    struct leg *leg = store_leg(s, leg_row);
    if (leg->messages <= FLOOD_MESSAGES || !is_plain(leg))
        return;
    uint32_t before = leg->first, row = store_message(s, before)->next;
    unsigned taken = 0;
    for (int i = 0; i < TRIM_LOOKS && taken < TRIM_MOST && row != leg->last; i++) {
        const struct message *m = store_message(s, row);
        uint32_t next = m->next;
        if (now_ns - m->time_ns < FLOOD_AGE_NS)
            return;
        if (is_needed(s, row, m)) {
            before = row;
        } else {
            store_message(s, before)->next = next;
            take_message(s, row);
            leg->messages--;
            taken++;
        }
        row = next;
    }
}

void flood_forget(struct store *s, struct flood *f)
{
    uint32_t next = f->head;
    *f = (struct flood){ 0 };
    for (uint32_t leg; (leg = next);) {
        next = store_leg(s, leg)->later;
        if (!leg_goes(s, leg))
            append(s, f, leg);
    }
}
