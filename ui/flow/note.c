/* Notes under arrows, and where transfers end. The words are told by note_list.h, findings by
 * mark.c. */
#include "ui/flow/note.h"

#include <errno.h>

#include "decode/notice.h"
#include "decode/session/link.h"
#include "decode/sip/status.h"
#include "ui/flow/draft.h"
#include "ui/flow/narrate.h"

/* A B2BUA only carries on what another leg of the call said. */
static bool is_carried_on(const struct draft *d, const struct flow_row *row, const struct fact *f)
{
    const struct call *call = f->bits & FACT(MIDDLE) ? call_find(d->store, row->call) : NULL;
    return call && call->legs > 1;
}

static void add(struct draft *d, struct narrator *n, uint32_t step)
{
    const struct flow *f = &d->drawn->flow;
    const struct facts *x = d->drawn->facts;
    const struct flow_row *row = &f->row[step - 1];
    struct strings *s = &d->drawn->strings;
    buf_clear(&d->text);
    narrator_note(n, step, &d->text);
    if (!d->text.n)
        return;
    struct flow_row *note = aside_new(&d->asides, f, step, FLOW_NOTE);
    if (!note)
        return;
    note->from = row->from;
    note->to = facts_row(x, x->fact[step - 1].end)->to;
    note->text = strings_get(s, strings_add(s, buf_slice(&d->text)));
}

/* ---- transfers */

static enum transfer_outcome outcome_of(const struct draft *d, const struct transferred_row *x,
                                        unsigned *code)
{
    return transfer_outcome(d->store, transfer_find(d->store, x->transfer), trace_end(d->trace),
                            trace_is_over(d->trace), code);
}

/* "transfer failed: 486 Busy Here", where that was decided. */
static void add_outcome(struct draft *d, const struct transferred_row *x)
{
    static const char *const words[TRANSFER_OUTCOME_COUNT] = {
        [TRANSFER_ACCEPTED] = "transfer accepted; the call that it leads to is not in the capture",
        [TRANSFER_COMPLETED] = "transfer completed",
        [TRANSFER_FAILED] = "transfer failed",
        [TRANSFER_REFUSED] = "transfer refused"
    };
    const struct facts *facts = d->drawn->facts;
    struct strings *s = &d->drawn->strings;
    unsigned code;
    enum transfer_outcome outcome = outcome_of(d, x, &code);
    bool bad = outcome == TRANSFER_FAILED || outcome == TRANSFER_REFUSED;
    if (!x->decided || !words[outcome] || (bad && marks_warn(d, x->decided)))
        return;
    uint32_t end = facts->fact[x->decided - 1].end;
    const struct flow_row *above = facts_row(facts, end);
    struct flow_row *note = aside_new(&d->asides, &d->drawn->flow, end, FLOW_NOTE);
    if (!note)
        return;
    buf_clear(&d->text);
    buf_adds(&d->text, words[outcome]);
    if (code)
        buf_printf(&d->text, ": %u %s", code, sip_status_reason(code));
    note->from = above->from;
    note->to = above->to;
    note->text = strings_get(s, strings_add(s, slice_trim(buf_slice(&d->text))));
}

/* "Blind transfer · User B transfers User A to User C · completed" */
static void tell_story(struct draft *d, struct narrator *n, const struct transferred_row *x)
{
    unsigned code;
    struct buf *b = &d->text;
    buf_clear(b);
    bool handed = transfer_is_handover(transfer_find(d->store, x->transfer));
    narrator_words(n, x->asked,
                   handed
                       ? "{kind} transfer \xc2\xb7 {src} hands {target} over to {callee} \xc2\xb7 "
                       : "{kind} transfer \xc2\xb7 {src} transfers {callee} to {target} \xc2\xb7 ",
                   b);
    if (!b->n)
        return;
    b->p[0] = (char)(b->p[0] - 'a' + 'A'); /* the words for kinds are ours */
    buf_adds(b, transfer_outcome_word(outcome_of(d, x, &code)));
    if (code)
        buf_printf(b, " (%u)", code);
    d->story = strings_add(&d->drawn->strings, buf_slice(b));
}

static void add_transfers(struct draft *d, struct narrator *n)
{
    const struct transferred *x = &d->drawn->facts->transferred;
    for (uint32_t i = 1; i <= x->rows.n; i++) {
        const struct transferred_row *row = pool_at(&x->rows, i);
        if (row->asked && !(d->drawn->facts->fact[row->asked - 1].bits & FACT(TRANSFER)))
            continue; /* outside of any call nothing is transferred */
        add_outcome(d, row);
        if (x->rows.n == 1 && row->asked &&
            d->drawn->facts->fact[row->asked - 1].method == SIP_METHOD_REFER)
            tell_story(d, n, row);
    }
}

/* ---- ICMP */

static uint64_t key_of(uint64_t a, uint64_t b)
{
    return hash_mix(hash_mix(UINT64_C(0x9e3779b97f4a7c15), a), b);
}

int notices_init(struct notices_seen *n)
{
    pool_init(&n->numbers, sizeof(uint32_t));
    return map_init(&n->messages);
}

void notices_fini(struct notices_seen *n)
{
    map_fini(&n->messages);
    pool_fini(&n->numbers);
}

void notices_expect(struct draft *d, uint32_t leg)
{
    const struct notice *n;
    for (uint32_t i = notice_of_leg(d->store, leg); i; i = n->next) {
        n = notice_get(d->store, i);
        const struct message *m = store_message(d->store, n->message);
        if (!m || m->leg != leg || m->time_ns > n->time_ns)
            continue; /* taken away since */
        uint32_t row = pool_new(&d->notices.numbers);
        if (row)
            *(uint32_t *)pool_at(&d->notices.numbers, row) = i;
        map_get(&d->notices.messages, key_of(n->message, 0));
    }
}

void notices_see(struct draft *d, uint32_t message, uint32_t step)
{
    struct map *m = &d->notices.messages;
    struct map_entry *e = m->rows.n ? map_find(m, key_of(message, 0)) : NULL;
    if (e)
        e->a = step;
}

/* "User B (10.1.1.32) answers ICMP port unreachable, 7 times" */
static void add_notice(struct draft *d, const struct notice *n, uint32_t step, uint32_t times)
{
    const struct flow_row *above = &d->drawn->flow.row[step - 1];
    const struct flow_participant *to = &d->drawn->flow.participant[above->to];
    const struct endpoint *dst = message_dst(d->store, store_message(d->store, n->message));
    struct flow_row *note = aside_new(&d->asides, &d->drawn->flow, step, FLOW_NOTE);
    struct strings *s = &d->drawn->strings;
    char from[ADDR_TEXT];
    if (!note)
        return;
    addr_format(from, &n->error.from);
    buf_clear(&d->text);
    if (!addr_eq(&n->error.from, &dst->addr))
        buf_printf(&d->text, "%s, on the way to %s,", from, to->name);
    else if (slice_eq(slice_of(to->name), slice_of(from)))
        buf_adds(&d->text, from);
    else
        buf_printf(&d->text, "%s (%s)", to->name, from);
    buf_printf(&d->text, " answers ICMP %s", icmp_reason_words(n->error.reason));
    if (n->error.mtu)
        buf_printf(&d->text, ": packets of at most %u bytes", n->error.mtu);
    if (times > 1)
        buf_printf(&d->text, ", %u times", times);
    note->from = above->from;
    note->to = above->to;
    note->text = strings_get(s, strings_add(s, buf_slice(&d->text)));
}

/* The same about the same arrow once. */
static int add_notices(struct draft *d)
{
    struct map same; /* step, sender and reason: a = first of them, b = how many */
    int r = map_init(&same);
    const struct pool *numbers = &d->notices.numbers;
    for (uint32_t i = 1; i <= numbers->n && !r; i++) {
        uint32_t number = *(const uint32_t *)pool_at(numbers, i);
        const struct notice *n = notice_get(d->store, number);
        const struct map_entry *at = map_find(&d->notices.messages, key_of(n->message, 0));
        uint64_t who = hash_addr(&d->store->key, &n->error.from);
        struct map_entry *e =
            at && at->a ? map_get(&same, key_of(hash_mix(who, at->a), n->error.reason)) : NULL;
        if (e && !e->b++)
            e->a = number;
    }
    for (uint32_t i = 1; i <= same.rows.n && !r; i++) {
        const struct map_entry *e = pool_at(&same.rows, i);
        const struct notice *n = notice_get(d->store, e->a);
        add_notice(d, n, map_find(&d->notices.messages, key_of(n->message, 0))->a, e->b);
    }
    map_fini(&same);
    return r;
}

int notes_add(struct draft *d)
{
    const struct flow *f = &d->drawn->flow;
    struct narrator *n = narrator_new(f);
    if (!n)
        return -ENOMEM;
    for (uint32_t step = 1; step <= f->steps; step++) {
        const struct fact *fact = &d->drawn->facts->fact[step - 1];
        if (narrator_has_note(n, step) && !is_carried_on(d, &f->row[step - 1], fact))
            add(d, n, step);
    }
    add_transfers(d, n);
    narrator_free(n);
    int r = add_notices(d);
    return d->asides.failed ? -ENOMEM : r;
}
