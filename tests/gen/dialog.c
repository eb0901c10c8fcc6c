/* The dialog state of each participant, updated by each message at both of its ends. */
#include "tests/gen/dialog.h"

#include "tests/gen/build.h"

const struct message *dialog_stamp(struct scene *sc, const struct message *m, uint16_t port)
{
    struct message *copy = keep_new(&sc->keep, sizeof(*copy));
    *copy = *m;
    if (!m->code && m->via[0].asks_rport) {
        copy->via[0].stamped = true;
        copy->via[0].rport = port;
    }
    return copy;
}

/* The same hops, last first. */
static struct hops backwards(const struct hops *h)
{
    struct hops out = { .n = h->n };
    for (unsigned i = 0; i < h->n; i++)
        out.node[i] = h->node[h->n - 1 - i];
    return out;
}

void dialog_sent(struct scene *sc, const struct message *m, unsigned node)
{
    struct party *p = &sc->party[m->call][node];
    if (sc->script->node[node].role == ROLE_PROXY)
        return;
    if (build_makes_dialog(m->method) && m->code >= 200 && m->code < 300)
        p->confirmed = true;
    if (!m->code && m->cseq > p->cseq)
        p->cseq = m->cseq;
}

/* A request that may begin a dialog at its receiver. */
static void got_request(struct scene *sc, const struct message *m, unsigned node)
{
    struct party *p = &sc->party[m->call][node];
    if (m->contact >= 0 && build_makes_dialog(m->method))
        p->target = m->contact;
    if (m->to_tag)
        return;
    if (!p->local_tag)
        p->local_tag = scene_hash(sc, "tag", m->call, node);
    p->remote_tag = m->from_tag;
    p->local = m->to;
    p->remote = m->from;
    p->route = m->record_route;
}

static void got_response(struct scene *sc, const struct message *m, unsigned node)
{
    struct party *p = &sc->party[m->call][node];
    if (m->code == 401 || m->code == 407) {
        p->challenge = m->code;
        p->challenged = m->method;
        p->nonce = m->nonce;
        p->nonce_uses = 0;
    }
    if (!build_makes_dialog(m->method))
        return;
    if (m->code >= 300 && !p->confirmed)
        p->remote_tag = 0;
    if (m->code <= 100 || m->code >= 300 || !m->to_tag)
        return;
    p->fork[m->author] = (struct fork){ m->to_tag, backwards(&m->record_route), m->contact };
    if (p->confirmed && m->to_tag != p->remote_tag)
        return;
    if (m->contact >= 0)
        p->target = m->contact;
    if (p->confirmed)
        return;
    p->remote_tag = m->to_tag;
    p->route = backwards(&m->record_route);
    p->confirmed = m->code >= 200;
}

void dialog_got(struct scene *sc, const struct message *m, unsigned node)
{
    if (sc->script->node[node].role == ROLE_PROXY)
        return;
    if (m->uuid[0])
        memcpy(sc->party[m->call][node].remote_uuid, m->uuid, sizeof(m->uuid));
    if (m->code)
        got_response(sc, m, node);
    else
        got_request(sc, m, node);
}
