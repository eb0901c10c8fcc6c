/* One message at a time into the store. What a message means for its transaction, dialog and call
 * is told by transaction.c, dialog.c and call.c. */
#include "decode/model.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/call.h"
#include "decode/dialog.h"
#include "decode/forgotten.h"
#include "decode/peer.h"
#include "decode/registration.h"
#include "decode/mark.h"
#include "decode/session/session.h"
#include "decode/subscription.h"
#include "decode/transaction.h"

struct model {
    struct store *store;
    struct txns txns;
    struct sessions *sessions;
    bool quick;       /* see model_be_quick */
    int64_t now_ns;   /* clock of the transactions, from 0 */
    int64_t heard_ns; /* time of the message that moved it last */
};

struct model *model_new(struct store *s)
{
    struct model *m = mem_new(1, sizeof(*m));
    if (!m)
        return NULL;
    m->store = s;
    m->heard_ns = CLOCK_MIN_NS;
    m->sessions = sessions_new(s);
    if (!txns_init(&m->txns) && m->sessions)
        return m;
    model_free(m);
    return NULL;
}

void model_free(struct model *m)
{
    if (!m)
        return;
    txns_fini(&m->txns);
    sessions_free(m->sessions);
    mem_free(m);
}

/* What a message will need that its leg names. */
static void prefetch_of_leg(const struct model *m, const struct leg *leg, const struct brief *b)
{
    const struct store *s = m->store;
    if (!leg)
        return;
    pool_prefetch(&s->messages, leg->last);
    if (leg->dialog)
        pool_prefetch(&s->dialogs, leg->dialog);
    else if (b->from_tag && b->to_tag)
        index_prefetch(&s->dialog_index, dialog_key(b));
    if (index_guess(&m->txns.index, b->transaction))
        return;
    pool_prefetch(&m->txns.rows, leg->recent[0]); /* a new transaction is compared with these */
    pool_prefetch(&m->txns.rows, leg->recent[1]);
}

/* The same that its path names. */
static void prefetch_of_path(const struct model *m, const struct path *path, const struct brief *b)
{
    bool matters = b->flags & BRIEF_REQUEST ? !b->to_tag : b->code >= 200;
    if (path && matters && PEER_METHODS >> b->method & 1 && !m->quick)
        peer_prefetch(m->store,
                      path->peer[!!(b->flags & BRIEF_REVERSED) ^ !(b->flags & BRIEF_REQUEST)]);
}

void model_be_quick(struct model *m)
{
    m->quick = true;
}

void model_set(struct model *m, const struct leg_rules *user)
{
    sessions_set(m->sessions, user);
}

void model_forget(struct model *m)
{
    txns_forget(&m->txns, m->store);
    sessions_forget(m->sessions);
}

bool model_finish(struct model *m, unsigned n)
{
    txns_drop(&m->txns); /* no message will ask for them; what comes now may need the memory */
    return sessions_finish(m->sessions, n);
}

void model_prefetch(const struct model *m, const struct brief *b, unsigned stage)
{
    const struct store *s = m->store;
    switch (stage) {
    case 0:
        pool_prefetch_new(&s->messages, 12);
        index_prefetch(&s->leg_index, b->call_hash);
        index_prefetch(&s->path_index, b->path_hash);
        index_prefetch(&m->txns.index, b->transaction);
        break;
    case 1:
        pool_prefetch(&s->legs, index_guess(&s->leg_index, b->call_hash));
        pool_prefetch(&s->paths, index_guess(&s->path_index, b->path_hash));
        pool_prefetch(&m->txns.rows, index_guess(&m->txns.index, b->transaction));
        break;
    default:
        prefetch_of_leg(m, store_leg(s, index_guess(&s->leg_index, b->call_hash)), b);
        prefetch_of_path(m, store_path(s, index_guess(&s->path_index, b->path_hash)), b);
    }
}

/* What path_matches compares with. */
struct path_key {
    const struct endpoint *first, *second;
    uint8_t transport;
};

static bool path_matches(const void *ctx, uint32_t row, const void *key)
{
    const struct path_key *k = key;
    const struct path *have = pool_at(ctx, row);
    return endpoint_eq(&have->end[0], k->first) && endpoint_eq(&have->end[1], k->second) &&
           have->transport == k->transport;
}

static uint32_t path_get(struct store *s, const struct payload *p, const struct brief *b)
{
    bool reversed = b->flags & BRIEF_REVERSED;
    struct path_key k = { .first = reversed ? &p->dst : &p->src,
                          .second = reversed ? &p->src : &p->dst,
                          .transport = p->transport };
    uint32_t row = index_find(&s->path_index, b->path_hash, path_matches, &s->paths, &k);
    if (row)
        return row;
    row = pool_new(&s->paths);
    if (!row)
        return 0;
    if (!index_add(&s->path_index, b->path_hash, row)) {
        pool_give(&s->paths, row);
        return 0;
    }
    *store_path(s, row) =
        (struct path){ .end = { *k.first, *k.second }, .transport = p->transport };
    return row;
}

/* Does it belong to a call that was forgotten while it went on? An INVITE outside of a dialog
 * begins one anew. */
static bool is_late(const struct store *s, const struct brief *b)
{
    bool begins = b->method == SIP_METHOD_INVITE && b->flags & BRIEF_REQUEST && !b->to_tag;
    return s->closed || (!begins && forgotten_has(s->forgotten, b->call_hash));
}

/* 0: no memory, or too late. */
static uint32_t leg_get(struct store *s, const struct brief *b)
{
    uint32_t row = store_leg_find(s, b->call_hash);
    if (row || is_late(s, b))
        return row;
    row = pool_new(&s->legs);
    if (!row)
        return 0;
    if (!index_add(&s->leg_index, b->call_hash, row)) {
        pool_give(&s->legs, row);
        return 0;
    }
    struct leg *leg = store_leg(s, row);
    leg->key = b->call_hash;
    if (b->flags & BRIEF_CALL_ID) {
        leg->flags |= LEG_HAS_CALL_ID;
        s->counts.call_ids++;
    }
    return row;
}

/* The extents of a message into its row. */
static bool keep_extents(struct store *s, struct message *m, const struct payload *p)
{
    const struct extent *e = p->extent;
    if (p->extents == 1 && e->delta <= UINT16_MAX && e->offset >> 48 == 0) {
        m->where = (uint64_t)e->segment << 48 | e->offset;
        m->delta = (uint16_t)e->delta;
        return true;
    }
    uint32_t first = s->extents.n + 1;
    for (uint32_t i = 0; i < p->extents; i++) {
        uint32_t row = pool_new(&s->extents);
        if (!row)
            return false;
        *(struct extent *)pool_at(&s->extents, row) = e[i];
    }
    m->where = (uint64_t)p->extents << 32 | first;
    m->flags |= MESSAGE_MANY;
    return true;
}

static uint16_t code_of(struct store *s, const struct payload *p, const struct brief *b)
{
    if (!(b->flags & BRIEF_REQUEST))
        return b->code;
    if (b->method != SIP_METHOD_OTHER)
        return b->method;
    const char *text = (const char *)p->data;
    size_t skip = 0, n = 0;
    while (skip < p->len && (text[skip] == '\r' || text[skip] == '\n'))
        skip++;
    while (skip + n < p->len && text[skip + n] != ' ' && text[skip + n] != '\t')
        n++;
    return (uint16_t)store_method_number(s, slice_make(text + skip, n));
}

static uint32_t message_add(struct store *s, uint32_t leg_row, struct leg *leg, uint32_t path,
                            const struct payload *p, const struct brief *b,
                            enum txn_verdict verdict)
{
    uint32_t row = pool_new(&s->messages);
    if (!row)
        return 0;
    struct message *m = store_message(s, row);
    m->time_ns = p->time_ns;
    m->packet = p->packet;
    m->len = (p->len < MESSAGE_LENGTH_MAX ? p->len : MESSAGE_LENGTH_MAX) & MESSAGE_LENGTH_MAX;
    m->leg = leg_row;
    m->path = path;
    m->code = code_of(s, p, b);
    m->flags = (b->flags & BRIEF_REQUEST ? MESSAGE_REQUEST : 0U) |
               (b->flags & BRIEF_SDP ? MESSAGE_SDP : 0U) |
               (b->flags & BRIEF_FAULTY ? MESSAGE_FAULTY : 0U) |
               (verdict == TXN_REPEAT ? MESSAGE_REPEAT : 0U) |
               (verdict == TXN_SAME_HOP ? MESSAGE_SAME_HOP : 0U) |
               (p->full_len > p->len ? MESSAGE_SNAPPED : 0U) |
               (b->method == SIP_METHOD_INVITE ? MESSAGE_INVITE : 0U);
    if (!keep_extents(s, m, p)) {
        pool_give(&s->messages, row);
        return 0;
    }
    if (leg->last)
        store_message(s, leg->last)->next = row;
    else
        leg->first = row;
    leg->last = row;
    leg->messages++;
    return row;
}

/* What a path carries. A ringing phone may say so often, and keep-alives to a host that is away are
 * always repeated. */
static void count_on_path(struct store *s, const struct message *m, uint32_t row,
                          enum txn_verdict verdict)
{
    struct path *p = store_path(s, m->path >> 1);
    p->messages++;
    p->ways |= (uint8_t)(1 + (m->path & 1));
    if (verdict != TXN_REPEAT ||
        (message_is_request(m) ? m->code == SIP_METHOD_OPTIONS : m->code < 200))
        return;
    p->repeats++;
    p->first_repeat = p->first_repeat ? p->first_repeat : row;
}

static void count(struct store *s, const struct payload *p, const struct message *m,
                  enum txn_verdict verdict)
{
    struct store_counts *c = &s->counts;
    c->messages++;
    if (message_is_request(m))
        c->request[m->code]++;
    else
        c->response[m->code < 1000 ? m->code : 999]++;
    c->transport[p->transport]++;
    c->retransmissions += verdict == TXN_REPEAT;
    c->malformed += !!(m->flags & MESSAGE_FAULTY);
    s->counters.v[COUNTER_SNAPPED] += !!(m->flags & MESSAGE_SNAPPED);
    if (c->messages == 1 || p->time_ns < s->first_ns)
        s->first_ns = p->time_ns;
    if (c->messages == 1 || p->time_ns > s->last_ns)
        s->last_ns = p->time_ns;
}

/* Moves the clock of the transactions on to a message's time. It stands still for messages that are
 * a little late. Where the clock of the capture was set back, or one packet had a time of its own,
 * it goes on from there: else all that follows would be over as soon as it begins. A step counts no
 * more than the longest wait, and the end is never reached. */
static void move_clock(struct model *m, int64_t time_ns)
{
    int64_t step = time_ns - m->heard_ns;
    if (step <= 0 && step >= -TXN_LINGER_NS)
        return;
    m->heard_ns = time_ns;
    if (step > 0 && m->now_ns < INT64_MAX / 2)
        m->now_ns += step < 2 * TXN_PROCEEDING_NS ? step : 2 * TXN_PROCEEDING_NS;
}

/* What the bits of a leg hold. */
#define ORPHANS_MAX 63u
#define SILENT_MAX 15u
#define CHALLENGES_MAX 15u

static void add_one(uint8_t *n)
{
    *n = (uint8_t)(*n + (*n < UINT8_MAX));
}

/* A request was sent again: is it without any answer so far? */
static void mark_silence(struct leg *leg, struct txn *x)
{
    if (x->flags & (TXN_ANSWERED | TXN_SILENT) || x->method == SIP_METHOD_ACK)
        return;
    x->flags |= TXN_SILENT;
    leg->silent = (leg->silent + (leg->silent < SILENT_MAX ? 1U : 0)) & SILENT_MAX;
}

static void break_silence(struct leg *leg, struct txn *x)
{
    if (x->flags & TXN_SILENT && leg->silent < SILENT_MAX)
        leg->silent = (leg->silent - 1U) & SILENT_MAX;
    x->flags = (uint8_t)((x->flags | TXN_ANSWERED) & ~TXN_SILENT);
}

/* What a request marks. One that comes behind its answers takes their mark away again. */
static void mark_request(struct leg *leg, const struct brief *b, const struct txn *x,
                         enum txn_event event)
{
    leg->challenged = b->cseq > leg->challenged ? 0 : leg->challenged;
    leg->flags |= b->method == SIP_METHOD_PRACK ? LEG_PRACKED : 0;
    unsigned n = leg->orphans, came = event == TXN_BEGINS ? x->seen - 1U : 0;
    leg->orphans = (n < came ? 0U : n - came) & ORPHANS_MAX;
}

static uint32_t mark_response(struct leg *leg, const struct brief *b, const struct txn *x,
                              uint32_t dialog)
{
    uint32_t marks = 0;
    if (b->marks & MARK(CHALLENGED)) {
        leg->challenges =
            (leg->challenges + (leg->challenges < CHALLENGES_MAX ? 1U : 0)) & CHALLENGES_MAX;
        marks |= leg->challenges >= 3 ? MARK(CHALLENGED_OFTEN) : 0;
        leg->challenged = b->cseq;
    }
    if (x && (!(x->flags & TXN_REQUEST_SEEN) || x->branch != (uint32_t)b->branch)) {
        unsigned n = leg->orphans;
        leg->orphans = (n + (n < ORPHANS_MAX)) & ORPHANS_MAX;
        marks |= MARK(ORPHAN);
    }
    if (b->method == SIP_METHOD_INVITE && b->code / 100 == 2 && b->cseq == leg->cseq &&
        leg->answer_dialog && dialog && dialog != leg->answer_dialog)
        marks |= MARK(FORKED);
    return marks;
}

/* Is it a 2xx that was seen on the hop before, so that another wrote it? */
static bool is_passed_on(struct leg *leg, const struct brief *b)
{
    uint32_t digest = (uint32_t)hash_mix(b->to_tag, b->cseq), before = leg->answered;
    leg->answered = digest;
    return digest == before;
}

/* What marks a leg beside what its messages say by themselves (decode/mark_list.h). */
static void mark_leg(struct leg *leg, const struct brief *b, struct txn *x, enum txn_event event,
                     bool repeat, uint32_t dialog)
{
    uint32_t marks = b->marks;
    bool request = b->flags & BRIEF_REQUEST;
    if (repeat) {
        add_one(&leg->repeats);
        marks |= leg->repeats >= 3 ? MARK(REPEATED_OFTEN) : 0;
        marks |= request                                                ? MARK(REQUEST_REPEATED)
                 : b->method == SIP_METHOD_INVITE && b->code / 100 == 2 ? MARK(ANSWER_REPEATED)
                                                                        : 0;
    }
    if (!request && (b->code / 100 != 2 || is_passed_on(leg, b)))
        marks &= ~MARK(NAT);
    if (marks & MARK(NAT))
        leg->hidden = mark_hidden_both(leg->hidden, b->hidden);
    if (x && !request)
        break_silence(leg, x);
    else if (x && repeat)
        mark_silence(leg, x);
    if (request)
        mark_request(leg, b, x, event);
    else
        marks |= mark_response(leg, b, x, dialog);
    leg->marks |= marks;
}

/* Methods whose requests and final answers mean something beyond their call. */
#define WATCHED                                                                                    \
    (1u << SIP_METHOD_INVITE | 1u << SIP_METHOD_REGISTER | 1u << SIP_METHOD_OPTIONS |              \
     1u << SIP_METHOD_SUBSCRIBE | 1u << SIP_METHOD_NOTIFY | 1u << SIP_METHOD_REFER)

/* The beginning or end of a transaction of such a method. `row` is the message's. */
static void objects_see(struct store *s, const struct txn *x, const struct payload *p,
                        const struct brief *b, uint32_t row)
{
    bool user = b->method == SIP_METHOD_REGISTER && registration_see(s, p, b, row);
    const struct message *request = store_message(s, x->message[0]);
    switch (b->method) {
    case SIP_METHOD_INVITE:
        if (x->flags & TXN_INITIAL)
            peer_see(s, p, b, row, false);
        break;
    case SIP_METHOD_REGISTER:
    case SIP_METHOD_OPTIONS:
        if (x->flags & TXN_REQUEST_SEEN)
            peer_see(s, p, b, row, user);
        break;
    default:
        subscription_see(s, p, b, row, request && message_is_request(request) ? x->message[0] : 0);
    }
}

void model_take(struct model *m, const struct payload *p, const struct brief *b)
{
    struct store *s = m->store;
    move_clock(m, p->time_ns);
    txns_expire(&m->txns, m->now_ns);
    if (!m->quick)
        sessions_tick(m->sessions, m->now_ns);

    uint32_t path = path_get(s, p, b), leg_row = leg_get(s, b);
    struct leg *leg = store_leg(s, leg_row);
    if (!path || !leg) {
        s->counters.v[path && is_late(s, b) ? COUNTER_FORGOT_LATE : COUNTER_NO_MEMORY]++;
        return;
    }
    path = path << 1 | !!(b->flags & BRIEF_REVERSED);
    struct txn *x = txns_get(&m->txns, s, leg_row, leg, b, path, m->now_ns);
    enum txn_verdict verdict = x ? txn_judge(x, s, b, p, path) : TXN_NEW;
    if (verdict == TXN_DUPLICATE) {
        s->counters.v[COUNTER_DUPLICATE]++;
        return;
    }
    uint32_t row = message_add(s, leg_row, leg, path, p, b, verdict);
    if (!row) {
        s->counters.v[COUNTER_NO_MEMORY]++;
        return;
    }
    enum txn_event event = x ? txn_note(x, s, b, p, row, m->now_ns) : TXN_GOES_ON;
    if (verdict == TXN_SAME_HOP) {
        s->counters.v[COUNTER_SAME_HOP]++;
        return;
    }
    count(s, p, store_message(s, row), verdict);
    count_on_path(s, store_message(s, row), row, verdict);
    if (event && WATCHED >> b->method & 1 && !m->quick)
        objects_see(s, x, p, b, row);
    uint32_t dialog = dialog_see(s, leg_row, leg, b);
    call_see(s, leg, b, row, dialog, verdict == TXN_REPEAT);
    if (m->quick)
        return;
    mark_leg(leg, b, x, event, verdict == TXN_REPEAT, dialog);
    if (sessions_may_want(b))
        sessions_see(m->sessions, p, b, row, leg_row, verdict == TXN_REPEAT);
}
