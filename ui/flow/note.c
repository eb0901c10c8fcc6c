/* Notes under arrows, and where transfers end. The words are told by note_list.h, findings by
 * mark.c. */
#include "ui/flow/note.h"

#include <errno.h>

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
    narrator_words(n, x->asked,
                   "{kind} transfer \xc2\xb7 {src} transfers {callee} to {target} \xc2\xb7 ", b);
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
    return d->asides.failed ? -ENOMEM : 0;
}
