/* Searches in what was sent so far, by plain scans: a scenario has tens of messages. */
#include "tests/gen/journal.h"

#include "base/mem.h"

void journal_fini(struct journal *j)
{
    mem_free(j->entry);
    *j = (struct journal){ 0 };
}

void journal_add(struct journal *j, const struct entry *e)
{
    j->entry = keep_grow(j->entry, j->n, &j->cap, sizeof(*j->entry));
    j->entry[j->n++] = *e;
}

static bool is_request(const struct entry *e, unsigned call, struct slice method)
{
    return !e->m->code && e->m->call == call && (!method.n || slice_eq(e->m->method, method));
}

/* Does this response belong to the request, as seen on the request's hop? */
static bool answers(const struct entry *e, const struct entry *request)
{
    return e->m->code && e->from == request->to && e->to == request->from && e->m->vias &&
           e->m->via[0].branch == request->m->via[0].branch &&
           slice_eq(e->m->method, request->m->method);
}

const struct entry *journal_sent(const struct journal *j, unsigned call, unsigned from, unsigned to,
                                 struct slice method)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct entry *e = &j->entry[i];
        if (is_request(e, call, method) && e->from == from && e->to == to)
            return e;
    }
    return NULL;
}

/* Has an ACK with the branch of this INVITE been sent? */
static bool is_acked(const struct journal *j, const struct entry *invite)
{
    for (size_t i = 0; i < j->n; i++) {
        const struct entry *e = &j->entry[i];
        if (is_request(e, invite->m->call, SLICE("ACK")) && e->from == invite->from &&
            e->to == invite->to && e->m->via[0].branch == invite->m->via[0].branch)
            return true;
    }
    return false;
}

const struct entry *journal_to_ack(const struct journal *j, unsigned call, unsigned from,
                                   unsigned to)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct entry *e = &j->entry[i];
        const struct entry *final = NULL;
        if (is_request(e, call, SLICE("INVITE")) && e->from == from)
            final = journal_final(j, e);
        if (final && (e->to == to ? !is_acked(j, e) : final->m->code < 300))
            return e;
    }
    return journal_sent(j, call, from, to, SLICE("INVITE"));
}

const struct entry *journal_sdp(const struct journal *j, unsigned call, unsigned node)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct entry *e = &j->entry[i];
        if (e->m->call == call && e->to == node && e->delivered && e->m->sdp.present)
            return e;
    }
    return NULL;
}

const struct entry *journal_got(const struct journal *j, unsigned call, unsigned node, unsigned but,
                                struct slice method)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct entry *e = &j->entry[i];
        if (is_request(e, call, method) && e->to == node && e->from != but && e->delivered)
            return e;
    }
    return NULL;
}

static bool has_final(const struct journal *j, const struct entry *request)
{
    for (size_t i = 0; i < j->n; i++)
        if (j->entry[i].m->code >= 200 && answers(&j->entry[i], request))
            return true;
    return false;
}

const struct entry *journal_open(const struct journal *j, unsigned call, unsigned from, unsigned to,
                                 struct slice method)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct entry *e = &j->entry[i];
        if (!is_request(e, call, method) || e->from != from || e->to != to || !e->delivered ||
            slice_eq(e->m->method, SLICE("ACK")))
            continue;
        if (method.n || !has_final(j, e))
            return e;
    }
    return NULL;
}

const struct entry *journal_final(const struct journal *j, const struct entry *request)
{
    for (size_t i = j->n; i-- > 0;)
        if (j->entry[i].m->code >= 200 && j->entry[i].delivered && answers(&j->entry[i], request))
            return &j->entry[i];
    return NULL;
}

const struct entry *journal_upstream(const struct journal *j, const struct entry *request,
                                     unsigned code)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct entry *e = &j->entry[i];
        const struct message *m = e->m;
        if (m->code == code && e->to == request->to && e->delivered && m->vias > 1 &&
            m->via[1].branch == request->m->via[0].branch &&
            slice_eq(m->method, request->m->method))
            return e;
    }
    return NULL;
}

const struct entry *journal_same(const struct journal *j, const struct step *step)
{
    for (size_t i = j->n; i-- > 0;) {
        const struct entry *e = &j->entry[i];
        if (e->m->call == step->call && e->from == step->from && e->to == step->to &&
            e->m->code == step->code && (!step->method.n || slice_eq(e->m->method, step->method)))
            return e;
    }
    return NULL;
}
