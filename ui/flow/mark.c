/* Findings at their arrows. What is found, and by which messages, is told by whoever asks for the
 * ladder. */
#include "ui/flow/mark.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/flow/draft.h"

static uint64_t message_key(uint32_t message)
{
    return hash_mix(UINT64_C(0x9e3779b97f4a7c15), message);
}

int marks_init(struct marks *m, const struct flow_options *o)
{
    *m = (struct marks){ .n = o->marks };
    m->next = mem_new((size_t)m->n + 1, sizeof(*m->next));
    m->step = mem_new((size_t)m->n + 1, sizeof(*m->step));
    if (map_init(&m->messages) < 0 || !m->next || !m->step)
        return -ENOMEM;
    for (unsigned i = 0; i < m->n; i++) {
        struct map_entry *e = map_get(&m->messages, message_key(o->mark[i].message));
        if (!e)
            return -ENOMEM;
        m->next[i] = e->a;
        e->a = i + 1;
    }
    return 0;
}

void marks_fini(struct marks *m)
{
    map_fini(&m->messages);
    mem_free(m->next);
    mem_free(m->step);
}

void marks_see(struct marks *m, uint32_t message, uint32_t step)
{
    const struct map_entry *e = m->n ? map_find(&m->messages, message_key(message)) : NULL;
    for (uint32_t i = e ? e->a : 0; i; i = m->next[i - 1])
        m->step[i - 1] = step;
}

bool marks_warn(const struct draft *d, uint32_t step)
{
    for (unsigned i = 0; i < d->marks.n; i++)
        if (d->marks.step[i] == step && d->options->mark[i].severity >= FLOW_WARNING)
            return true;
    return false;
}

/* ---- what the rows get */

/* A mark whose message is in the ladder. */
struct told {
    const char *finding; /* text as it was given: one for each finding */
    uint32_t id, text;   /* numbers of strings */
    uint32_t step;
    enum flow_severity severity;
};

static int by_step(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    if (x->severity != y->severity)
        return x->severity > y->severity ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int by_finding(const void *a, const void *b)
{
    const struct told *x = a, *y = b;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    if (x->finding != y->finding)
        return (uintptr_t)x->finding < (uintptr_t)y->finding ? -1 : 1;
    return x->step < y->step ? -1 : x->step > y->step;
}

static unsigned gather(struct draft *d, struct told *told)
{
    struct strings *s = &d->drawn->strings;
    const struct flow_mark *mark = d->options->mark;
    unsigned n = 0;
    for (unsigned i = 0; i < d->marks.n; i++) {
        uint32_t step = d->marks.step[i];
        if (!step || !mark[i].id)
            continue;
        struct slice words = slice_trim(slice_of(mark[i].text));
        if (words.n && words.p[words.n - 1] == '.') /* it is no sentence of a text */
            words.n--;
        told[n++] = (struct told){ .finding = mark[i].text,
                                   .id = strings_add_clean(s, slice_of(mark[i].id)),
                                   .text = strings_add_clean(s, words),
                                   .step = step,
                                   .severity = mark[i].severity };
    }
    return n;
}

/* The ids beside each arrow, the worst first. */
static void mark_rows(struct draft *d, struct told *told, unsigned n)
{
    struct flow *f = &d->drawn->flow;
    const char **next = d->drawn->findings;
    qsort(told, n, sizeof(*told), by_step);
    for (unsigned i = 0; i < n; i++) {
        struct flow_row *row = &f->row[told[i].step - 1];
        if (i && told[i].step == told[i - 1].step && told[i].id == told[i - 1].id)
            continue;
        if (!row->findings) {
            row->finding = next;
            row->severity = told[i].severity;
        }
        row->findings++;
        *next++ = strings_get(&d->drawn->strings, told[i].id);
    }
}

/* What was found, under the last arrow that proves it. */
static void add_notes(struct draft *d, struct told *told, unsigned n)
{
    const struct flow *f = &d->drawn->flow;
    const struct strings *s = &d->drawn->strings;
    const char **next = d->drawn->findings + n;
    qsort(told, n, sizeof(*told), by_finding);
    for (unsigned i = 0; i < n; i++) {
        const struct told *t = &told[i];
        if (i + 1 < n && t[1].id == t->id && t[1].finding == t->finding)
            continue;
        struct flow_row *note = aside_new(&d->asides, f, t->step, FLOW_NOTE);
        if (!note)
            return;
        note->from = f->row[t->step - 1].from;
        note->to = f->row[t->step - 1].to;
        note->severity = t->severity;
        note->text = strings_get(s, t->text);
        note->finding = next;
        note->findings = 1;
        *next++ = strings_get(s, t->id);
    }
}

int marks_set(struct draft *d)
{
    struct told *told = mem_new((size_t)d->marks.n + 1, sizeof(*told));
    d->drawn->findings = mem_new(2 * (size_t)d->marks.n + 1, sizeof(*d->drawn->findings));
    if (told && d->drawn->findings) {
        unsigned n = gather(d, told);
        mark_rows(d, told, n);
        add_notes(d, told, n);
    }
    bool ok = told && d->drawn->findings;
    mem_free(told);
    return ok ? 0 : -ENOMEM;
}
