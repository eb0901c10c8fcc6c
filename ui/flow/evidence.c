/* From findings to marks. What a finding is, the rules say. */
#include "ui/flow/evidence.h"

#include "base/mem.h"
#include "decode/session/link.h"

void evidence_init(struct evidence *m)
{
    *m = (struct evidence){ .n = 0 };
    buf_init(&m->text, (size_t)EVIDENCE_MAX * FINDING_TEXT);
}

void evidence_fini(struct evidence *m)
{
    mem_free(m->mark);
    mem_free(m->said);
    buf_fini(&m->text);
    evidence_init(m);
}

static bool reserve(struct evidence *m, unsigned more)
{
    if (m->n + more <= m->cap)
        return true;
    unsigned cap = (m->n + more) * 2;
    struct flow_mark *mark = mem_resize(m->mark, cap, sizeof(*mark));
    m->mark = mark ? mark : m->mark;
    uint32_t *said = mem_resize(m->said, cap, sizeof(*said));
    m->said = said ? said : m->said;
    if (!mark || !said)
        return false;
    m->cap = cap;
    return true;
}

static enum flow_severity severity_of(const struct finding *f)
{
    return f->severity == FINDING_ERROR     ? FLOW_ERROR
           : f->severity == FINDING_WARNING ? FLOW_WARNING
                                            : FLOW_INFO;
}

static void add(struct evidence *m, const struct finding *f)
{
    if (m->n + f->messages > EVIDENCE_MAX || !reserve(m, f->messages))
        return;
    uint32_t at = (uint32_t)m->text.n;
    buf_add(&m->text, f->text.p, f->text.n);
    buf_addc(&m->text, 0);
    if (m->text.failed)
        return;
    for (unsigned i = 0; i < f->messages; i++) {
        m->said[m->n] = at;
        m->mark[m->n++] = (struct flow_mark){ .message = f->message[i],
                                              .id = finding_name(f->id),
                                              .severity = severity_of(f) };
    }
}

/* Is this leg the first one of its call among those that are drawn? */
static bool is_first(const struct store *s, const uint32_t *leg, unsigned i)
{
    const struct leg *l = store_leg(s, leg[i]);
    for (unsigned k = 0; l->call && k < i; k++)
        if (store_leg(s, leg[k])->call == l->call)
            return false;
    return true;
}

void evidence_read(struct evidence *m, struct findings *f, struct trace *t, const uint32_t *leg,
                   unsigned legs)
{
    enum { CALLS_COMPARED = 4096 }; /* of more, each leg by itself */
    const struct store *s = trace_store(t);
    m->n = 0;
    buf_clear(&m->text);
    for (unsigned i = 0; i < legs && m->n < EVIDENCE_MAX; i++) {
        const struct finding *found;
        if (!store_leg(s, leg[i]) || (legs <= CALLS_COMPARED && !is_first(s, leg, i)))
            continue;
        unsigned n = findings_of(f, leg[i], true, &found);
        for (unsigned k = 0; k < n; k++)
            add(m, &found[k]);
    }
    for (unsigned i = 0; i < m->n; i++)
        m->mark[i].text = m->text.p + m->said[i];
}
