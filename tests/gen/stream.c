/* TCP between two nodes: handshake, segments, acknowledgements, end; no losses. */
#include "tests/gen/stream.h"

enum { TRIP_US = 140, NEXT_US = 45, ACK_US = 95 };

void stream_fini(struct stream *st)
{
    for (unsigned i = 0; i < st->n; i++) {
        buf_fini(&st->connection[i].held[0]);
        buf_fini(&st->connection[i].held[1]);
    }
}

static struct connection *find(struct stream *st, unsigned x, unsigned y)
{
    for (unsigned i = 0; i < st->n; i++) {
        struct connection *c = &st->connection[i];
        if (c->open && ((c->a == x && c->b == y) || (c->a == y && c->b == x)))
            return c;
    }
    return NULL;
}

/* One segment; side 0 is the one that opened. */
static void segment(struct connection *c, struct scene *sc, struct wire *w, int side, uint8_t flags,
                    struct slice data)
{
    struct endpoint a = { scene_addr(sc, c->a), c->port_a },
                    b = { scene_addr(sc, c->b), c->port_b };
    struct wire_path path = { side ? b : a, side ? a : b, 0 };
    struct wire_tcp tcp = { c->seq[side], flags & WIRE_ACK ? c->seq[!side] : 0, flags };
    wire_tcp(w, sc->now, &path, &tcp, data);
    c->seq[side] += (uint32_t)data.n + (flags & (WIRE_SYN | WIRE_FIN) ? 1 : 0);
}

static struct connection *dial(struct stream *st, struct scene *sc, struct wire *w, unsigned a,
                               unsigned b)
{
    if (st->n == STREAM_CONNECTIONS)
        return NULL;
    struct connection *c = &st->connection[st->n++];
    uint64_t h = scene_hash(sc, "tcp", a, st->n);
    *c = (struct connection){ .a = a, .b = b, .open = true };
    c->port_a = (uint16_t)(49152 + h % 16000);
    c->port_b = sc->script->node[b].port;
    c->seq[0] = (uint32_t)(h >> 20);
    c->seq[1] = (uint32_t)(h >> 32);
    buf_init(&c->held[0], STREAM_HOLD);
    buf_init(&c->held[1], STREAM_HOLD);
    segment(c, sc, w, 0, WIRE_SYN, (struct slice){ 0 });
    sc->now += TRIP_US;
    segment(c, sc, w, 1, WIRE_SYN | WIRE_ACK, (struct slice){ 0 });
    sc->now += TRIP_US;
    segment(c, sc, w, 0, WIRE_ACK, (struct slice){ 0 });
    sc->now += NEXT_US;
    return c;
}

uint16_t stream_port(struct stream *st, struct scene *sc, struct wire *w, unsigned from,
                     unsigned to)
{
    struct connection *c = find(st, from, to);
    if (!c)
        c = dial(st, sc, w, from, to);
    if (!c)
        return 0;
    return c->a == from ? c->port_a : c->port_b;
}

void stream_send(struct stream *st, struct scene *sc, struct wire *w, const struct step *step,
                 struct slice data)
{
    struct connection *c = find(st, step->from, step->to);
    if (!c)
        return;
    int side = c->a != step->from;
    struct buf *held = &c->held[side];
    if (step->flags & STEP_UNSEEN) { /* the capture shows a gap in the sequence numbers */
        c->seq[side] += (uint32_t)data.n;
        return;
    }
    buf_add(held, data.p, data.n);
    if (step->flags & STEP_JOINED)
        return;
    struct slice all = buf_slice(held);
    size_t room = w->mtu - 60, at = 0; /* the MSS that wire_tcp announces */
    size_t pieces = step->segments ? step->segments : 1, size = (all.n + pieces - 1) / pieces;
    if (size > room)
        size = room;
    for (unsigned number = 1; at < all.n; number++) {
        struct slice part = slice_sub(all, at, at + size);
        at += part.n;
        if (number == step->missing)
            c->seq[side] += (uint32_t)part.n;
        else
            segment(c, sc, w, side, WIRE_ACK | (at == all.n ? WIRE_PSH : 0), part);
        sc->now += at < all.n ? NEXT_US : ACK_US;
    }
    segment(c, sc, w, !side, WIRE_ACK, (struct slice){ 0 });
    if (held->failed)
        w->bytes.failed = true;
    buf_clear(held);
}

bool stream_waits(const struct stream *st)
{
    for (unsigned i = 0; i < st->n; i++)
        if (st->connection[i].held[0].n || st->connection[i].held[1].n)
            return true;
    return false;
}

bool stream_shut(struct stream *st, struct scene *sc, struct wire *w, unsigned from, unsigned to)
{
    struct connection *c = find(st, from, to);
    if (!c)
        return false;
    int side = c->a != from;
    segment(c, sc, w, side, WIRE_FIN | WIRE_ACK, (struct slice){ 0 });
    sc->now += TRIP_US;
    segment(c, sc, w, !side, WIRE_FIN | WIRE_ACK, (struct slice){ 0 });
    sc->now += TRIP_US;
    segment(c, sc, w, side, WIRE_ACK, (struct slice){ 0 });
    c->open = false;
    return true;
}

void stream_reset(struct stream *st, struct scene *sc, struct wire *w, unsigned from, unsigned to)
{
    struct connection *c = find(st, from, to);
    if (!c)
        return;
    segment(c, sc, w, c->a != from, WIRE_RST | WIRE_ACK, (struct slice){ 0 });
    c->open = false;
}
