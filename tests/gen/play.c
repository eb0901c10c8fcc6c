/* Goes through a script's steps: time, messages, keep-alives, RTP, ends of connections. */
#include "tests/gen/play.h"

#include <errno.h>

#include "tests/gen/audio.h"
#include "tests/gen/build.h"
#include "tests/gen/dialog.h"
#include "tests/gen/stream.h"

enum { DSCP_AF31 = 26 };

struct play {
    struct scene *sc;
    struct wire *wire;
    struct err *err;
    struct journal journal;
    struct stream stream;
};

/* How long the sender thinks: a proxy less than a phone, a timer that fires hardly. */
static void think(struct play *p, const struct step *st, size_t number)
{
    bool proxy = p->sc->script->node[st->from].role == ROLE_PROXY;
    uint64_t h = scene_hash(p->sc, "think", number, st->from);
    if (st->flags & STEP_AGAIN)
        p->sc->now += 250 + (int64_t)(h % 400);
    else
        p->sc->now += proxy ? 350 + (int64_t)(h % 600) : 3500 + (int64_t)(h % 11000);
}

/* The port it comes from; on TCP the connection is opened if there is none. 0: too many. */
static uint16_t source_port(struct play *p, const struct step *st)
{
    if (!p->sc->tcp)
        return p->sc->script->node[st->from].port;
    return stream_port(&p->stream, p->sc, p->wire, st->from, st->to);
}

static void transmit(struct play *p, const struct step *st, uint16_t port, struct slice data)
{
    struct scene *sc = p->sc;
    if (sc->tcp) {
        stream_send(&p->stream, sc, p->wire, st, data);
        return;
    }
    if (st->flags & STEP_UNSEEN)
        return;
    struct wire_path path = {
        { scene_addr(sc, st->from), port },
        { scene_addr(sc, st->to), sc->script->node[st->to].port },
        DSCP_AF31,
    };
    if (st->flags & STEP_ASTRAY)
        path.to.addr = scene_own_addr(sc, st->to);
    struct wire_order order = { st->flags & STEP_REVERSED, st->missing };
    wire_udp(p->wire, sc->now, &path, data, order);
}

/* The step's message as an entry of the journal: made anew, or found there to be sent again. */
static int prepare(struct play *p, const struct step *st, struct entry *out)
{
    struct builder b = { p->sc, &p->journal, st, p->err };
    if (st->flags & STEP_AGAIN) {
        const struct entry *same = journal_same(&p->journal, st);
        if (!same)
            return build_fail(&b, "nothing like this was sent before that could be sent again.");
        *out = *same;
        return 0;
    }
    struct message *m;
    struct buf text;
    int rc = build_message(&b, &m);
    if (rc)
        return rc;
    buf_init(&text, 1 << 20);
    rc = message_format(p->sc, m, &text, p->err);
    *out = (struct entry){ .m = m, .bytes = keep_bytes(&p->sc->keep, text.p, text.n) };
    buf_fini(&text);
    return rc;
}

static int play_message(struct play *p, const struct step *st)
{
    struct builder b = { p->sc, &p->journal, st, p->err };
    struct entry e;
    think(p, st, p->journal.n);
    uint16_t port = source_port(p, st);
    if (!port)
        return build_fail(&b, "there are at most %d TCP connections.", STREAM_CONNECTIONS);
    int rc = prepare(p, st, &e);
    if (rc)
        return rc;
    e.step = st;
    e.from = st->from;
    e.to = st->to;
    e.port = port;
    e.delivered = !(st->flags & STEP_LOST);
    transmit(p, st, port, e.bytes);
    journal_add(&p->journal, &e);
    dialog_sent(p->sc, e.m, st->from);
    if (e.delivered)
        dialog_got(p->sc, e.m, st->to);
    return 0;
}

static int play_keepalive(struct play *p, const struct step *st)
{
    struct builder b = { p->sc, &p->journal, st, p->err };
    think(p, st, p->journal.n);
    uint16_t port = source_port(p, st);
    if (!port)
        return build_fail(&b, "there are at most %d TCP connections.", STREAM_CONNECTIONS);
    transmit(p, st, port, st->kind == STEP_PING ? SLICE("\r\n\r\n") : SLICE("\r\n"));
    return 0;
}

static int play_unreachable(struct play *p, const struct step *st)
{
    struct builder b = { p->sc, &p->journal, st, p->err };
    struct wire_path path = { { scene_addr(p->sc, st->from), 0 },
                              { scene_addr(p->sc, st->to), 0 },
                              0 };
    p->sc->now += 180; /* the network's answer, not a phone's */
    if (p->sc->tcp) {
        stream_reset(&p->stream, p->sc, p->wire, st->from, st->to);
        return 0;
    }
    if (!wire_unreachable(p->wire, p->sc->now, &path))
        return build_fail(&b, "there is no packet from %.*s that could be refused.",
                          BUILD_FMT(p->sc->script->node[st->to].name));
    return 0;
}

static int play_close(struct play *p, const struct step *st)
{
    struct builder b = { p->sc, &p->journal, st, p->err };
    think(p, st, p->journal.n);
    if (p->sc->tcp && !stream_shut(&p->stream, p->sc, p->wire, st->from, st->to))
        return build_fail(&b, "there is no connection between the two to close.");
    return 0;
}

static int play_step(struct play *p, const struct step *st)
{
    switch (st->kind) {
    case STEP_MESSAGE:
        return play_message(p, st);
    case STEP_PING:
    case STEP_PONG:
        return play_keepalive(p, st);
    case STEP_UNREACHABLE:
        return play_unreachable(p, st);
    case STEP_RTP:
        audio_play(p->sc, p->wire, st);
        return 0;
    case STEP_WAIT:
        p->sc->now += st->us;
        return 0;
    case STEP_CLOSE:
        return play_close(p, st);
    }
    return 0;
}

int play_script(struct scene *sc, struct wire *w, struct err *err)
{
    struct play p = { .sc = sc, .wire = w, .err = err };
    int rc = 0;
    for (size_t i = 0; i < sc->script->steps && !rc; i++)
        rc = play_step(&p, &sc->script->step[i]);
    if (!rc && stream_waits(&p.stream))
        rc = err_set(err, -EINVAL, "%s: a message `with-next` has no next one the same way.",
                     sc->script->path);
    stream_fini(&p.stream);
    journal_fini(&p.journal);
    return rc;
}
