/* The bytes of one TCP direction in their order: what is framed where it lies, what waits for more
 * of its message, and what waits behind a hole. Which connection it is, is the matter of tcp.c. */
#include "capture/net/tcp_stream.h"

#include <string.h>

#include "base/mem.h"

enum {
    PIECES_MAX = 4096,       /* in one message */
    SPARE_BYTES = 16 * 1024, /* a spare stream keeps no larger buffer */
    FIRST_BYTES = 512,
    FIRST_ITEMS = 8,
};

/* Items [head, head + n) of an array that is filled behind and emptied in front. */
struct queue {
    void *p;
    uint32_t head, n, cap;
};

/* Where the bytes from sequence number `seq` on lie, up to extent.len. */
struct piece {
    struct extent extent;
    uint32_t seq;
};

/* Bytes that came before their turn; a copy. */
struct ahead {
    struct run run;
    uint8_t data[];
};

/* What a direction holds: the front of a message that is not whole yet, up to direction.next, and
 * what lies behind a hole there. */
struct stream {
    struct direction *d;
    struct stream *prev, *next;           /* in streams.all, or the next spare */
    struct stream *wait_prev, *wait_next; /* in streams.waiting */
    int64_t since;                        /* the hole in front is waited for */
    bool waits;
    struct queue bytes;  /* uint8_t, BLOCK_PADDING behind cap */
    struct queue pieces; /* struct piece: of bytes, by seq */
    struct queue ahead;  /* struct ahead *: by seq, no two overlap */
    uint32_t ahead_bytes;
};

static bool seq_before(uint32_t a, uint32_t b)
{
    return (int32_t)(a - b) < 0;
}

/* ---- lists of streams */

static void all_push(struct streams *ss, struct stream *s)
{
    s->prev = ss->all.last;
    s->next = NULL;
    if (s->prev)
        s->prev->next = s;
    else
        ss->all.first = s;
    ss->all.last = s;
}

static void all_take(struct streams *ss, struct stream *s)
{
    if (s->prev)
        s->prev->next = s->next;
    else
        ss->all.first = s->next;
    if (s->next)
        s->next->prev = s->prev;
    else
        ss->all.last = s->prev;
}

static void wait_stop(struct streams *ss, struct stream *s)
{
    if (!s->waits)
        return;
    if (s->wait_prev)
        s->wait_prev->wait_next = s->wait_next;
    else
        ss->waiting.first = s->wait_next;
    if (s->wait_next)
        s->wait_next->wait_prev = s->wait_prev;
    else
        ss->waiting.last = s->wait_prev;
    s->waits = false;
}

static void wait_start(struct streams *ss, struct stream *s)
{
    wait_stop(ss, s);
    s->waits = true;
    s->since = ss->now;
    s->wait_prev = ss->waiting.last;
    s->wait_next = NULL;
    if (s->wait_prev)
        s->wait_prev->wait_next = s;
    else
        ss->waiting.first = s;
    ss->waiting.last = s;
}

/* ---- queues */

/* Room for `more` items of `size` bytes behind the last, and for pad bytes behind those. Moves what
 * there is only when as much has been taken out in front, so an item is moved once on average. */
static bool queue_reserve(struct streams *ss, struct queue *q, uint32_t more, uint32_t size,
                          uint32_t pad)
{
    if (q->cap - q->head - q->n >= more && q->cap)
        return true;
    uint8_t *p = q->p;
    if (q->head && q->head >= q->n && q->cap - q->n >= more) {
        memmove(p, p + (size_t)q->head * size, (size_t)q->n * size);
        ss->work += q->n;
        q->head = 0;
        return true;
    }
    uint64_t need = (uint64_t)q->head + q->n + more;
    uint64_t cap = q->cap ? q->cap : size == 1 ? FIRST_BYTES : FIRST_ITEMS;
    while (cap < need)
        cap *= 2;
    if (cap > UINT32_MAX || !(p = mem_resize(q->p, cap * size + pad, 1)))
        return false;
    ss->held += (cap - q->cap) * size;
    q->p = p;
    q->cap = (uint32_t)cap;
    return true;
}

static void queue_skip(struct queue *q, uint32_t n)
{
    q->n -= n;
    q->head = q->n ? q->head + n : 0;
}

static uint8_t *front_bytes(const struct stream *s)
{
    return (uint8_t *)s->bytes.p + s->bytes.head;
}

static struct piece *piece_at(const struct stream *s, uint32_t i)
{
    return (struct piece *)s->pieces.p + s->pieces.head + i;
}

static struct ahead **ahead_slot(const struct stream *s, uint32_t i)
{
    return (struct ahead **)s->ahead.p + s->ahead.head + i;
}

static struct run *ahead_at(const struct stream *s, uint32_t i)
{
    return &(*ahead_slot(s, i))->run;
}

static uint32_t run_end(const struct run *r)
{
    return r->seq + r->len;
}

static void run_skip(struct run *r, uint32_t n)
{
    r->data += n;
    r->len -= n;
    r->seq += n;
    r->at.delta += n;
}

/* ---- a stream comes and goes */

static size_t queues_size(const struct stream *s)
{
    return sizeof(*s) + s->bytes.cap + s->pieces.cap * sizeof(struct piece) +
           s->ahead.cap * sizeof(struct ahead *);
}

static struct stream *stream_get(struct streams *ss, struct direction *d)
{
    struct stream *s = d->stream;
    if (s) {
        all_take(ss, s);
    } else if (ss->spare) {
        s = ss->spare;
        ss->spare = s->next;
        ss->spares--;
        ss->held += queues_size(s);
    } else {
        s = mem_new(1, sizeof(*s));
        if (!s)
            return NULL;
        ss->held += sizeof(*s);
    }
    s->d = d;
    d->stream = s;
    all_push(ss, s);
    return s;
}

static void stream_destroy(struct stream *s)
{
    mem_free(s->bytes.p);
    mem_free(s->pieces.p);
    mem_free(s->ahead.p);
    mem_free(s);
}

static void ahead_free(struct streams *ss, struct ahead *a)
{
    ss->held -= sizeof(*a) + a->run.len + BLOCK_PADDING;
    mem_free(a);
}

/* Drops the stream and what it holds; the direction goes on without. */
static void stream_release(struct streams *ss, struct direction *d)
{
    struct stream *s = d->stream;
    if (!s)
        return;
    for (uint32_t i = 0; i < s->ahead.n; i++)
        ahead_free(ss, *ahead_slot(s, i));
    wait_stop(ss, s);
    all_take(ss, s);
    d->stream = NULL;
    ss->held -= queues_size(s);
    if (ss->spares >= STREAM_SPARES || queues_size(s) > SPARE_BYTES) {
        stream_destroy(s);
        return;
    }
    s->bytes.head = s->bytes.n = s->pieces.head = s->pieces.n = s->ahead.head = s->ahead.n = 0;
    s->ahead_bytes = 0;
    s->next = ss->spare;
    ss->spare = s;
    ss->spares++;
}

static void stream_settle(struct streams *ss, struct direction *d)
{
    if (d->stream && !d->stream->bytes.n && !d->stream->ahead.n)
        stream_release(ss, d);
}

/* ---- messages */

static bool is_blank(const uint8_t *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] != '\r' && p[i] != '\n')
            return false;
    return true;
}

/* Counts bytes that belong to no message. Line ends are the keep-alives of RFC 5626 4.4.1. */
static void skipped(struct streams *ss, struct direction *d, const uint8_t *p, size_t n)
{
    ss->work += n;
    if (is_blank(p, n))
        return;
    ss->c->v[COUNTER_TCP_SKIPPED] += n;
    d->skipped += n;
}

/* The direction carries something else, also in what was skipped so far. */
static void set_foreign(struct streams *ss, struct direction *d)
{
    d->foreign = true;
    ss->c->v[COUNTER_TCP_FOREIGN]++;
    ss->c->v[COUNTER_TCP_SKIPPED] -= d->skipped;
}

/* The front is not continued: what is there of a message is lost, and the next start is to be
 * found. */
static void lose_front(struct streams *ss, struct direction *d)
{
    struct stream *s = d->stream;
    if (s && s->bytes.n) {
        if (d->framer.lost)
            skipped(ss, d, front_bytes(s), s->bytes.n);
        else if (!is_blank(front_bytes(s), s->bytes.n))
            ss->c->v[COUNTER_TCP_CUT]++;
        queue_skip(&s->bytes, s->bytes.n);
        queue_skip(&s->pieces, s->pieces.n);
    }
    d->framer = (struct framer){ .known = d->framer.known, .lost = true };
}

/* Writes where the n bytes from seq on lie into ss->extent; how many, or 0 and a counter. */
static uint32_t list_extents(struct streams *ss, const struct stream *s, uint32_t seq, uint32_t n)
{
    uint32_t count = 0, done = 0;
    if (ss->extent_cap < s->pieces.n) {
        struct extent *e = mem_resize(ss->extent, s->pieces.cap, sizeof(*e));
        if (!e) {
            ss->c->v[COUNTER_NO_MEMORY]++;
            return 0;
        }
        ss->extent = e;
        ss->extent_cap = s->pieces.cap;
    }
    for (uint32_t i = 0; i < s->pieces.n && done < n; i++) {
        const struct piece *q = piece_at(s, i);
        uint32_t skip = seq + done - q->seq;
        if (skip >= q->extent.len) /* there is no more, or it was not noted (PIECES_MAX) */
            break;
        struct extent *e = &ss->extent[count++];
        *e = q->extent;
        e->delta += skip;
        e->len -= skip;
        if (e->len > n - done)
            e->len = n - done;
        done += e->len;
    }
    ss->work += count;
    if (!count)
        ss->c->v[COUNTER_TCP_CAP] += n;
    return count;
}

/* Hands out a message of n bytes at p that lies in `r`, or else has the extents listed. */
static void hand_out(struct streams *ss, const struct direction *d, const uint8_t *p, uint32_t n,
                     const struct run *r, uint32_t extents)
{
    struct payload out = {
        .data = p,
        .len = n,
        .full_len = n,
        .src = d->end[d->side],
        .dst = d->end[!d->side],
        .transport = TRANSPORT_TCP,
        .has_ip_id = ss->stamp.has_ip_id,
        .ip_id = ss->stamp.ip_id,
        .time_ns = ss->stamp.time_ns,
        .packet = ss->stamp.packet,
        .extents = r ? 1 : extents,
    };
    if (r) {
        out.one = r->at;
        out.one.delta += (uint32_t)(p - r->data);
        out.one.len = n;
    } else if (extents == 1) {
        out.one = ss->extent[0];
    }
    out.extent = out.extents == 1 ? &out.one : ss->extent;
    ss->ops.message(ss->ops.ctx, &out);
}

/* Asks the framer about the front; true when its first *n bytes are done with. */
static bool frame_next(struct streams *ss, struct direction *d, const uint8_t *p, uint32_t left,
                       uint32_t *n, bool *message)
{
    struct frame f = ss->ops.frame(&d->framer, p, left);
    if (f.verdict == FRAME_FOREIGN) {
        set_foreign(ss, d);
        return false;
    }
    if (f.verdict == FRAME_MORE || !f.n || f.n > left)
        return false;
    *n = (uint32_t)f.n;
    *message = f.verdict == FRAME_MESSAGE;
    if (*message)
        return true;
    skipped(ss, d, p, f.n);
    if (!d->framer.known &&
        d->skipped > TCP_MESSAGE_BYTES) /* in mid-stream, and none began since */
        set_foreign(ss, d);
    return !d->foreign;
}

/* Frames what is whole in a run, in its place; leaves in it what is not. */
static void frame_run(struct streams *ss, struct direction *d, struct run *r)
{
    uint32_t n;
    bool message;
    while (r->len && frame_next(ss, d, r->data, r->len, &n, &message)) {
        if (message)
            hand_out(ss, d, r->data, n, r, 1);
        run_skip(r, n);
    }
}

/* Frames what is whole in the stream's buffer. */
static void frame_front(struct streams *ss, struct direction *d)
{
    struct stream *s = d->stream;
    uint32_t n;
    bool message;
    while (s->bytes.n && frame_next(ss, d, front_bytes(s), s->bytes.n, &n, &message)) {
        uint32_t seq = d->next - s->bytes.n, pass = 0;
        if (message) {
            uint32_t extents = list_extents(ss, s, seq, n);
            if (extents)
                hand_out(ss, d, front_bytes(s), n, NULL, extents);
        }
        queue_skip(&s->bytes, n);
        seq += n;
        while (pass < s->pieces.n &&
               !seq_before(seq, piece_at(s, pass)->seq + piece_at(s, pass)->extent.len))
            pass++;
        queue_skip(&s->pieces, pass);
    }
    if (s->bytes.n >= TCP_MESSAGE_BYTES) {
        ss->c->v[COUNTER_TCP_CAP] += s->bytes.n;
        queue_skip(&s->bytes, s->bytes.n);
        lose_front(ss, d);
        queue_skip(&s->pieces, s->pieces.n);
    }
}

/* Notes where the run lies whose bytes end the buffer. Past PIECES_MAX the last is written over,
 * and the message keeps the extents of its beginning only. */
static bool add_piece(struct streams *ss, struct stream *s, const struct run *r)
{
    struct piece *last = s->pieces.n ? piece_at(s, s->pieces.n - 1) : NULL;
    if (last && last->extent.packet == r->at.packet && last->extent.segment == r->at.segment &&
        last->extent.offset == r->at.offset && last->seq + last->extent.len == r->seq &&
        last->extent.delta + last->extent.len == r->at.delta) {
        last->extent.len += r->len;
        return true;
    }
    if (s->pieces.n >= PIECES_MAX) {
        s->pieces.n--;
    } else if (!queue_reserve(ss, &s->pieces, 1, sizeof(struct piece), 0)) {
        return false;
    }
    struct piece *q = piece_at(s, s->pieces.n++);
    q->extent = r->at;
    q->extent.len = r->len;
    q->seq = r->seq;
    return true;
}

/* Puts a run behind the front. */
static bool append(struct streams *ss, struct direction *d, const struct run *r)
{
    struct stream *s = stream_get(ss, d);
    if (!s || !queue_reserve(ss, &s->bytes, r->len, 1, BLOCK_PADDING) || !add_piece(ss, s, r)) {
        ss->c->v[COUNTER_NO_MEMORY]++;
        lose_front(ss, d);
        return false;
    }
    memcpy(front_bytes(s) + s->bytes.n, r->data, r->len);
    s->bytes.n += r->len;
    ss->work += r->len;
    return true;
}

/* Takes a run that begins at d->next. */
static void take(struct streams *ss, struct direction *d, struct run r)
{
    if (r.stamp.order > ss->stamp.order)
        ss->stamp = r.stamp;
    d->next += r.len;
    if (!d->stream || !d->stream->bytes.n) {
        frame_run(ss, d, &r);
        if (r.len && !d->foreign && append(ss, d, &r) && r.len >= TCP_MESSAGE_BYTES)
            frame_front(ss, d);
    } else if (append(ss, d, &r)) {
        frame_front(ss, d);
    }
    if (d->foreign)
        stream_release(ss, d);
}

/* ---- holes */

/* Gives up the bytes from d->next to `to`. */
static void give_up(struct streams *ss, struct direction *d, uint32_t to)
{
    ss->c->v[COUNTER_TCP_GAP]++;
    ss->c->v[COUNTER_TCP_GAP_BYTES] += to - d->next;
    lose_front(ss, d);
    d->next = to;
}

/* Takes what waits at d->next, and gives up the bytes before `want`, which are known not to come.
 */
static void drain(struct streams *ss, struct direction *d, uint32_t want)
{
    uint32_t had = d->next;
    struct stream *s;
    while (!d->foreign) {
        s = d->stream;
        struct run *r = s && s->ahead.n ? ahead_at(s, 0) : NULL;
        if (r && r->seq == d->next) {
            struct ahead *a = *ahead_slot(s, 0);
            queue_skip(&s->ahead, 1);
            s->ahead_bytes -= r->len;
            if (r->missing && seq_before(want, run_end(r) + r->missing))
                want = run_end(r) + r->missing;
            take(ss, d, *r);
            ahead_free(ss, a);
        } else if (seq_before(d->next, want)) {
            give_up(ss, d, r && seq_before(r->seq, want) ? r->seq : want);
        } else {
            break;
        }
    }
    s = d->stream;
    if (s && s->waits && (!s->ahead.n || had != d->next)) {
        wait_stop(ss, s);
        if (s->ahead.n)
            wait_start(ss, s);
    }
}

/* Gives up the hole in front of what waits, and takes what is behind it. */
static void give_up_hole(struct streams *ss, struct direction *d)
{
    const struct run *r = ahead_at(d->stream, 0);
    ss->stamp = r->stamp;
    drain(ss, d, r->seq);
}

/* The first run ahead that ends behind seq, or their number. */
static uint32_t ahead_find(struct streams *ss, const struct stream *s, uint32_t seq)
{
    uint32_t from = 0, to = s ? s->ahead.n : 0;
    while (from < to) {
        uint32_t mid = (from + to) / 2;
        ss->work++;
        if (seq_before(seq, run_end(ahead_at(s, mid))))
            to = mid;
        else
            from = mid + 1;
    }
    return from;
}

/* Keeps a copy of the run's first n bytes as number i of those ahead. */
static bool ahead_insert(struct streams *ss, struct direction *d, uint32_t i, const struct run *r,
                         uint32_t n)
{
    struct stream *s = stream_get(ss, d);
    struct ahead *a = NULL;
    if (!s || !queue_reserve(ss, &s->ahead, 1, sizeof(struct ahead *), 0) ||
        !(a = mem_resize(NULL, sizeof(*a) + n + BLOCK_PADDING, 1))) {
        ss->c->v[COUNTER_NO_MEMORY]++;
        return false;
    }
    ss->held += sizeof(*a) + n + BLOCK_PADDING;
    ss->work += n;
    a->run = *r;
    a->run.data = a->data;
    a->run.len = n;
    a->run.missing = 0;
    memcpy(a->data, r->data, n);
    struct ahead **slot = ahead_slot(s, i);
    memmove(slot + 1, slot, (s->ahead.n - i) * sizeof(struct ahead *));
    *slot = a;
    s->ahead.n++;
    s->ahead_bytes += n;
    if (!s->waits)
        wait_start(ss, s);
    return true;
}

/* The bytes behind a run that is placed will not come. */
static void note_missing(struct streams *ss, struct direction *d, const struct run *r)
{
    if (!seq_before(d->next, r->seq)) {
        drain(ss, d, r->seq + r->missing);
        return;
    }
    uint32_t i = ahead_find(ss, d->stream, r->seq - 1);
    if (d->stream && i < d->stream->ahead.n && run_end(ahead_at(d->stream, i)) == r->seq)
        ahead_at(d->stream, i)->missing = r->missing;
}

/* Places the part of the run up to what is already there; false when that was its end. */
static bool place_part(struct streams *ss, struct direction *d, struct run *r, unsigned *done)
{
    struct stream *s = d->stream;
    if (seq_before(r->seq, d->next)) {
        uint32_t old = d->next - r->seq;
        run_skip(r, old < r->len ? old : r->len);
        return r->len;
    }
    uint32_t i = ahead_find(ss, s, r->seq), n = r->len;
    if (s && i < s->ahead.n) {
        const struct run *next = ahead_at(s, i);
        if (!seq_before(r->seq, next->seq)) {
            uint32_t old = run_end(next) - r->seq;
            run_skip(r, old < r->len ? old : r->len);
            return r->len;
        }
        if (next->seq - r->seq < n)
            n = next->seq - r->seq;
    }
    *done |= STREAM_NEW;
    if (r->seq == d->next) {
        struct run part = *r;
        part.len = n;
        take(ss, d, part);
        drain(ss, d, d->next);
    } else {
        *done |= STREAM_AHEAD;
        if (!ahead_insert(ss, d, i, r, n))
            return false;
        while (d->stream && (d->stream->ahead.n > TCP_AHEAD_SEGMENTS ||
                             d->stream->ahead_bytes > TCP_AHEAD_BYTES))
            give_up_hole(ss, d);
    }
    run_skip(r, n);
    return r->len && !d->foreign;
}

unsigned stream_place(struct streams *ss, struct direction *d, struct run r)
{
    unsigned done = 0;
    while (r.len && place_part(ss, d, &r, &done))
        ;
    if (r.missing && !d->foreign && seq_before(d->next, r.seq + r.missing)) {
        done |= STREAM_NEW;
        note_missing(ss, d, &r);
    }
    stream_settle(ss, d);
    return done;
}

void stream_end(struct streams *ss, struct direction *d)
{
    while (d->stream && d->stream->ahead.n)
        give_up_hole(ss, d);
    if (d->fin && !d->foreign && seq_before(d->next, d->fin_at))
        give_up(ss, d, d->fin_at);
    lose_front(ss, d);
    stream_release(ss, d);
    d->ended = true;
}

void stream_check_fin(struct streams *ss, struct direction *d)
{
    if (!d->fin || d->ended || (!d->foreign && seq_before(d->next, d->fin_at)))
        return;
    stream_end(ss, d);
    d->next = d->fin_at + 1;
}

/* Has something waited too long since then? `since` is never after now. */
static bool is_late(const struct streams *ss, int64_t since)
{
    return (uint64_t)ss->now - (uint64_t)since >= TCP_AHEAD_NS;
}

void streams_expire(struct streams *ss)
{
    struct stream *s;
    while ((s = ss->waiting.first) && is_late(ss, s->since)) {
        struct direction *d = s->d;
        do
            give_up_hole(ss, d);
        while (d->stream && d->stream->ahead.n &&
               is_late(ss, ahead_at(d->stream, 0)->stamp.time_ns));
        stream_settle(ss, d);
        stream_check_fin(ss, d);
    }
}

void streams_trim(struct streams *ss)
{
    while (ss->held > TCP_TOTAL_BYTES && ss->all.first) {
        struct stream *s = ss->all.first;
        struct direction *d = s->d;
        ss->c->v[COUNTER_TCP_CAP] += s->bytes.n + s->ahead_bytes;
        if (s->ahead.n)
            d->next = run_end(ahead_at(s, s->ahead.n - 1));
        stream_release(ss, d);
        lose_front(ss, d);
        stream_check_fin(ss, d);
    }
}

void streams_init(struct streams *ss, const struct tcp_ops *ops, struct counters *c)
{
    *ss = (struct streams){ .ops = *ops, .c = c, .now = INT64_MIN };
}

void streams_fini(struct streams *ss)
{
    while (ss->all.first)
        stream_release(ss, ss->all.first->d);
    while (ss->spare) {
        struct stream *s = ss->spare;
        ss->spare = s->next;
        stream_destroy(s);
    }
    mem_free(ss->extent);
}
