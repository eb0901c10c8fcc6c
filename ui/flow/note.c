/* Notes under arrows, and where transfers end. The words are told by note_list.h, findings by
 * mark.c. */
#include "ui/flow/note.h"

#include <errno.h>

#include "decode/session/link.h"
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

int notes_add(struct draft *d)
{
    const struct flow *f = &d->drawn->flow;
    struct narrator *n = narrator_new(f);
    if (!n)
        return -ENOMEM;
    for (uint32_t step = 1; step <= f->steps; step++) {
        const struct fact *fact = &d->drawn->facts->fact[step - 1];
        if (!(fact->bits & FACT(PASSED)) && narrator_has_note(n, step) &&
            !is_carried_on(d, &f->row[step - 1], fact))
            add(d, n, step);
    }
    narrator_free(n);
    return d->asides.failed ? -ENOMEM : 0;
}
