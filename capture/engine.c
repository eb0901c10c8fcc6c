/* Inputs, workers and order. What packets mean is left to batch.c below and to the layer above. */
#include "capture/engine.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "capture/batch.h"
#include "capture/net/defrag.h"
#include "capture/net/tcp.h"
#include "capture/source/reader.h"

enum {
    RING_ALONE = 1, /* batches on their way without workers: one, whose memory stays in the cache */
    RING = 4,       /* the same with workers, one input */
    RING_MANY = 2,  /* the same where several files are open at once */
    KEEP_OPEN = 8,  /* more files than this are opened again when their time has come */
    THREADS_MAX = 16,
    INPUTS_MAX = UINT16_MAX,
};

/* A capture that says it looked on for longer than this after its last packet is not believed. */
#define LOOKED_ON_NS (INT64_C(100) * 365 * 24 * 3600 * NS_PER_S)

/* Where bytes are that were not kept: behind the end of any file. Their place in the stream would
 * be that of other bytes in the spool. */
#define NOWHERE (UINT64_C(1) << 47)

enum input_state {
    INPUT_WAITING, /* its first packet is later than all that was taken */
    INPUT_ACTIVE,
    INPUT_DONE,
};

struct input {
    char *path;
    struct reader *reader; /* NULL while waiting, with many files */
    enum input_state state;
    uint16_t segment;
    bool seekable, spooled, devices;
    int64_t first_ns, key_ns; /* first packet; time in force of the item taken last */
    int64_t last_ns;          /* of the block before */
    bool begun;
    struct batch_edge edge; /* the end of it */
    struct err err;
    bool failed;
    /* Under the engine's lock: */
    struct batch ring[RING];
    unsigned head, tail; /* batches taken, batches begun */
    bool reading, ended;
};

struct engine {
    struct engine_ops ops;
    struct hash_key key;
    struct bpf *filter;
    struct segments *segments;
    struct defrag *defrag;
    struct tcp *tcp;
    struct counters counters;
    struct engine_totals totals;
    struct input *input;
    unsigned inputs, depth;
    unsigned failures;           /* calls of note_failure, and notes; read without the lock */
    struct err note[LIVE_NOTES]; /* what happened to devices */
    unsigned notes;              /* read without the lock */
    size_t stride;
    uint8_t *sifted; /* for what the model thread sifts itself */
    pthread_t thread[THREADS_MAX];
    unsigned threads;  /* workers besides the caller */
    const char *title; /* or NULL */
    bool live, keep_all, flushed;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool stop;
};

/* --- errors ----------------------------------------------------------------------------------- */

static void note_failure(struct engine *e, struct input *in, const struct err *err)
{
    in->err = *err;
    __atomic_store_n(&in->failed, true, __ATOMIC_RELEASE); /* read without the lock */
    __atomic_fetch_add(&e->failures, 1, __ATOMIC_RELAXED);
}

/* Keeps what there is to say about devices. By the thread that reads them, one at a time. */
static void note_devices(struct engine *e, struct input *in)
{
    struct live *l = reader_live(in->reader);
    struct err err;
    while (l && live_note(l, &err)) {
        unsigned n = __atomic_load_n(&e->notes, __ATOMIC_RELAXED);
        if (n < LIVE_NOTES) {
            e->note[n] = err;
            __atomic_store_n(&e->notes, n + 1, __ATOMIC_RELEASE);
        }
        __atomic_fetch_add(&e->failures, 1, __ATOMIC_RELAXED);
    }
}

/* The ith input that failed, or NULL. */
static const struct input *failed_input(const struct engine *e, unsigned i)
{
    for (unsigned k = 0; k < e->inputs; k++)
        if (__atomic_load_n(&e->input[k].failed, __ATOMIC_ACQUIRE) && !i--)
            return &e->input[k];
    return NULL;
}

const char *engine_error(const struct engine *e, unsigned i)
{
    unsigned notes = __atomic_load_n(&e->notes, __ATOMIC_ACQUIRE);
    if (i < notes)
        return e->note[i].text;
    const struct input *in = failed_input(e, i - notes);
    return in ? in->err.text : NULL;
}

/* --- workers ---------------------------------------------------------------------------------- */

/* The active input that has the fewest batches under way and room for one more. Under the lock. */
static struct input *hungry(struct engine *e, bool may_block)
{
    struct input *best = NULL;
    for (unsigned i = 0; i < e->inputs; i++) {
        struct input *in = &e->input[i];
        if (in->state != INPUT_ACTIVE || in->reading || in->ended ||
            in->tail - in->head >= e->depth || (!may_block && !in->seekable))
            continue;
        if (!best || in->tail - in->head < best->tail - best->head)
            best = in;
    }
    return best;
}

/* Reads and decodes one block of some input. False: there is nothing to do now. */
static bool work_once(struct engine *e, bool may_block)
{
    pthread_mutex_lock(&e->lock);
    struct input *in = e->stop ? NULL : hungry(e, may_block);
    if (!in) {
        pthread_mutex_unlock(&e->lock);
        return false;
    }
    struct batch *b = &in->ring[in->tail++ % e->depth];
    in->reading = true;
    b->state = BATCH_BUSY;
    b->n = b->next = 0;
    pthread_mutex_unlock(&e->lock);

    /* A pipe may never say anything again: whoever closes must be able to end the wait. */
    if (!in->seekable)
        pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
    int r = reader_next(in->reader, &b->block);
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    note_devices(e, in);
    bool none = r <= 0 || !b->block.packets;
    pthread_mutex_lock(&e->lock);
    in->reading = false;
    if (none) {
        in->ended = r <= 0;
        in->tail--;
        b->state = BATCH_FREE;
        if (r < 0)
            note_failure(e, in, reader_error(in->reader));
    }
    pthread_cond_broadcast(&e->change);
    pthread_mutex_unlock(&e->lock);
    if (none)
        return true;

    batch_decode(b, &e->ops, e->filter);
    pthread_mutex_lock(&e->lock);
    b->state = BATCH_READY;
    pthread_cond_broadcast(&e->change);
    pthread_mutex_unlock(&e->lock);
    return true;
}

static void *worker(void *arg)
{
    struct engine *e = arg;
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
    pthread_mutex_lock(&e->lock);
    while (!e->stop) {
        if (!hungry(e, true)) {
            pthread_cond_wait(&e->change, &e->lock);
            continue;
        }
        pthread_mutex_unlock(&e->lock);
        work_once(e, true);
        pthread_mutex_lock(&e->lock);
    }
    pthread_mutex_unlock(&e->lock);
    return NULL;
}

/* A second thread costs CPU that others on the machine may want; below this size of the inputs it
 * saves less than a person notices. */
#define WORKERS_WORTH (UINT64_C(1) << 30)

/* --- opening ---------------------------------------------------------------------------------- */

static int open_reader(struct engine *e, struct input *in, const struct engine_options *o)
{
    struct err err;
    int r = in->devices ? reader_open_live(&in->reader, o->devices, in->segment, &err)
            : o && o->follow && strcmp(in->path, "-") != 0
                ? reader_open_follow(&in->reader, in->path, in->segment, &err)
                : reader_open(&in->reader, in->path, in->segment, &err);
    if (r < 0)
        note_failure(e, in, &err);
    return r;
}

/* Opens an input and learns when it begins. */
static void open_input(struct engine *e, struct input *in, const struct engine_options *o,
                       unsigned n)
{
    struct err err;
    in->state = INPUT_DONE;
    if (open_reader(e, in, o) < 0)
        return;
    in->seekable = reader_is_seekable(in->reader);
    in->spooled = !in->seekable;
    e->totals.files++;
    if (in->seekable) {
        if (segments_add_file(e->segments, in->segment, reader_fd(in->reader)) < 0)
            e->counters.v[COUNTER_SPOOL_FULL]++;
    } else if (segments_add_spool(e->segments, in->segment, &o->spool, &err) < 0) {
        note_failure(e, in, &err);
    }
    e->totals.size += in->seekable ? reader_size(in->reader) : 0;
    in->state = INPUT_WAITING;
    in->first_ns = INT64_MIN;
    if (n > 1 && in->seekable && reader_first_time(in->reader, &in->first_ns) && n > KEEP_OPEN) {
        reader_close(in->reader);
        in->reader = NULL;
    }
}

static void on_tcp_message(void *ctx, const struct payload *p);

static int make_parts(struct engine *e, const struct engine_options *o, struct err *err)
{
    struct tcp_ops tcp_ops = { .frame = e->ops.frame, .message = on_tcp_message, .ctx = e };
    if (o->bpf) {
        int r = bpf_new(&e->filter, o->bpf, err);
        if (r < 0)
            return r;
    }
    e->segments = segments_new();
    e->defrag = defrag_new(&e->key, &e->counters);
    e->tcp = tcp_new(&e->key, &tcp_ops, &e->counters);
    e->sifted = mem_new(1, e->ops.sift_size);
    if (e->segments && e->defrag && e->tcp && e->sifted)
        return 0;
    return err_set(err, -ENOMEM, "There is not enough memory to begin.");
}

static void start_workers(struct engine *e, const struct engine_options *o)
{
    unsigned want = o->threads;
    if (!want && e->totals.size < WORKERS_WORTH)
        want = 1;
    if (!want) {
        long n = sysconf(_SC_NPROCESSORS_ONLN);
        want = n < 1 ? 1 : n > 4 ? 4 : (unsigned)n;
    }
    if (o->live && want < 2)
        want = 2;
    if (want > THREADS_MAX)
        want = THREADS_MAX;
    e->depth = want == 1 ? RING_ALONE : e->inputs > 1 ? RING_MANY : RING;
    while (e->threads + 1 < want && !pthread_create(&e->thread[e->threads], NULL, worker, e))
        e->threads++;
}

int engine_open(struct engine **out, const char *const *path, unsigned n,
                const struct engine_options *o, const struct engine_ops *ops, struct err *err)
{
    unsigned files = n;
    n += o->devices != NULL;
    if (n > INPUTS_MAX)
        return err_set(err, -EINVAL, "%u files are too many at once: %d is the limit.", n,
                       INPUTS_MAX);
    struct engine *e = mem_new(1, sizeof(*e));
    if (!e)
        return err_set(err, -ENOMEM, "There is not enough memory to begin.");
    e->ops = *ops;
    e->key = o->key;
    e->title = o->title;
    e->live = o->live;
    e->keep_all = o->keep_all;
    e->stride = batch_stride(ops);
    pthread_mutex_init(&e->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&e->change, &attr);
    pthread_condattr_destroy(&attr);
    int r = make_parts(e, o, err);
    if (r < 0) {
        engine_close(e);
        return r;
    }
    e->input = mem_new(n, sizeof(*e->input));
    for (unsigned i = 0; i < n && e->input; i++) {
        struct input *in = &e->input[i];
        in->segment = (uint16_t)i;
        in->devices = i == files;
        const char *name = in->devices ? o->devices->devices : path[i];
        in->path = mem_text(name, strlen(name));
        if (!in->path)
            break;
        e->inputs++;
        open_input(e, in, o, n);
    }
    if (e->inputs < n) {
        engine_close(e);
        return err_set(err, -ENOMEM, "There is not enough memory to open %u files.", n);
    }
    start_workers(e, o);
    *out = e;
    return 0;
}

void engine_close(struct engine *e)
{
    if (!e)
        return;
    pthread_mutex_lock(&e->lock);
    e->stop = true;
    pthread_cond_broadcast(&e->change);
    pthread_mutex_unlock(&e->lock);
    for (unsigned i = 0; i < e->threads; i++) {
        pthread_cancel(e->thread[i]); /* which only waits for a pipe heed */
        pthread_join(e->thread[i], NULL);
    }
    for (unsigned i = 0; i < e->inputs; i++) {
        reader_close(e->input[i].reader);
        for (unsigned k = 0; k < RING; k++)
            batch_fini(&e->input[i].ring[k]);
        mem_free(e->input[i].path);
    }
    mem_free(e->input);
    mem_free(e->sifted);
    tcp_free(e->tcp);
    defrag_free(e->defrag);
    segments_free(e->segments);
    bpf_free(e->filter);
    pthread_cond_destroy(&e->change);
    pthread_mutex_destroy(&e->lock);
    mem_free(e);
}

/* --- the model's side ------------------------------------------------------------------------- */

static void sift_and_take(struct engine *e, const struct payload *p)
{
    if (e->ops.sift(e->ops.ctx, p, e->sifted))
        e->ops.take(e->ops.ctx, p, e->sifted);
}

static void on_tcp_message(void *ctx, const struct payload *p)
{
    sift_and_take(ctx, p);
}

static void take_datagram(struct engine *e, const struct packet *pkt, const struct datagram *d)
{
    struct net whole = d->net, *net = &whole;
    if (e->filter && !bpf_match_whole(e->filter, pkt, net, net->l4, net->l4_len)) {
        e->counters.v[COUNTER_FILTERED] += d->extents;
        return;
    }
    if (!net_resume(net, &e->counters))
        return;
    if (net->proto == NET_TCP) {
        struct tcp_header h;
        if (tcp_parse(net->l4, net->l4_len, net->l4_full, &h, &e->counters))
            tcp_feed_datagram(e->tcp, pkt, d, &h);
        return;
    }
    struct udp u;
    if (!udp_parse(net->l4, net->l4_len, net->l4_full, &u, &e->counters))
        return;
    struct payload p = { .data = u.data,
                         .len = u.len,
                         .full_len = u.full,
                         .src = { net->src, u.sport },
                         .dst = { net->dst, u.dport },
                         .transport = TRANSPORT_UDP,
                         .has_ip_id = net->has_id,
                         .ip_id = (uint16_t)net->id,
                         .time_ns = pkt->time_ns,
                         .packet = pkt->number };
    struct extent own[DEFRAG_EXTENTS];
    uint32_t skip = (uint32_t)(u.data - d->net.l4), left = u.len;
    for (uint32_t i = 0; i < d->extents && left; i++) { /* the payload's part of each */
        struct extent x = d->extent[i];
        uint32_t cut = skip < x.len ? skip : x.len;
        skip -= cut;
        x.delta += cut;
        x.len -= cut;
        x.len = x.len < left ? x.len : left;
        left -= x.len;
        if (x.len)
            own[p.extents++] = x;
    }
    p.extent = own;
    sift_and_take(e, &p);
}

/* Where the bytes of an item's payload lie. */
static void place_payload(struct payload *p, const struct packet *pkt)
{
    p->packet = pkt->number;
    p->one = (struct extent){
        .offset = pkt->offset,
        .packet = pkt->number,
        .delta = pkt->delta + (uint32_t)(p->data - pkt->data),
        .len = p->len,
        .segment = pkt->segment,
    };
    p->extent = &p->one;
    p->extents = 1;
}

static void take_quote(struct engine *e, const struct packet *pkt, struct item *it)
{
    struct counters ignored = { { 0 } };
    struct net net;
    struct icmp_error error;
    struct payload again;
    place_payload(&it->payload, pkt);
    if (net_peel(pkt, &net, &ignored) && icmp_parse(&net, &error, &again))
        e->ops.take_quote(e->ops.ctx, &it->payload, &error, it + 1);
}

/* A packet whose bytes cannot be read where they came from. */
static void keep(struct engine *e, struct packet *pkt)
{
    if (segments_keep(e->segments, pkt))
        return;
    e->counters.v[COUNTER_SPOOL_FULL]++;
    pkt->offset = NOWHERE;
}

static void take_item(struct engine *e, struct input *in, struct batch *b, struct item *it)
{
    struct packet pkt = b->block.packet[it->packet];
    if (in->spooled && !e->keep_all)
        keep(e, &pkt);
    struct datagram d;
    switch ((enum item_kind)it->kind) {
    case ITEM_PAYLOAD:
        place_payload(&it->payload, &pkt);
        e->ops.take(e->ops.ctx, &it->payload, it + 1);
        break;
    case ITEM_FRAGMENT:
        if (defrag_feed(e->defrag, &pkt, &it->fragment, &d))
            take_datagram(e, &pkt, &d);
        break;
    case ITEM_SEGMENT:
        tcp_feed(e->tcp, &pkt, &it->segment.net, &it->segment.tcp);
        break;
    case ITEM_QUOTE:
        take_quote(e, &pkt, it);
        break;
    }
}

/* A batch is there: its share of the totals. */
static void begin_batch(struct engine *e, struct input *in, struct batch *b)
{
    struct engine_totals *t = &e->totals;
    batch_join(&in->edge, b);
    counters_add(&e->counters, &b->counters);
    e->counters.v[COUNTER_TIME_BACKWARDS] += in->begun && b->first_ns < in->last_ns;
    in->last_ns = b->last_ns;
    in->begun = true;
    for (uint32_t i = 0; in->spooled && e->keep_all && i < b->block.packets; i++)
        keep(e, &b->block.packet[i]);
    if (!t->packets || b->min_ns < t->first_ns)
        t->first_ns = b->min_ns;
    if (!t->packets || b->max_ns > t->last_ns)
        t->last_ns = b->max_ns;
    t->packets += b->block.packets;
    t->bytes += b->bytes;
    t->done += b->block.n;
}

static void end_batch(struct engine *e, struct input *in)
{
    pthread_mutex_lock(&e->lock);
    in->ring[in->head++ % e->depth].state = BATCH_FREE;
    pthread_cond_broadcast(&e->change);
    pthread_mutex_unlock(&e->lock);
}

enum got { GOT_BATCH, GOT_END, GOT_NOTHING };

/* The next batch of an input, when it is ready; works itself rather than waits. Waits no longer
 * than `until` for an input that must not block. */
static enum got next_batch(struct engine *e, struct input *in, int64_t until, struct batch **out)
{
    struct timespec ts = { until / NS_PER_S, until % NS_PER_S };
    pthread_mutex_lock(&e->lock);
    for (;;) {
        struct batch *b = &in->ring[in->head % e->depth];
        if (in->head != in->tail && b->state == BATCH_READY) {
            *out = b;
            pthread_mutex_unlock(&e->lock);
            return GOT_BATCH;
        }
        if (in->ended && in->head == in->tail) {
            pthread_mutex_unlock(&e->lock);
            return GOT_END;
        }
        if (hungry(e, !e->threads)) {
            pthread_mutex_unlock(&e->lock);
            work_once(e, !e->threads);
            pthread_mutex_lock(&e->lock);
        } else if (!e->live) {
            pthread_cond_wait(&e->change, &e->lock);
        } else if (pthread_cond_timedwait(&e->change, &e->lock, &ts) == ETIMEDOUT) {
            pthread_mutex_unlock(&e->lock);
            return GOT_NOTHING;
        }
    }
}

static void activate(struct engine *e, struct input *in)
{
    bool ok = in->reader || open_reader(e, in, NULL) == 0; /* devices are never closed before */
    pthread_mutex_lock(&e->lock);
    in->state = ok ? INPUT_ACTIVE : INPUT_DONE;
    in->key_ns = in->first_ns;
    pthread_cond_broadcast(&e->change);
    pthread_mutex_unlock(&e->lock);
}

/* The counts of what the devices lost, as they are now. */
static void count_losses(struct engine *e)
{
    for (unsigned i = 0; i < e->inputs; i++) {
        struct live *l =
            e->input[i].devices && e->input[i].reader ? reader_live(e->input[i].reader) : NULL;
        struct live_losses lost;
        if (!l)
            continue;
        live_losses(l, &lost);
        e->counters.v[COUNTER_LIVE_KERNEL] = lost.kernel;
        e->counters.v[COUNTER_LIVE_RING] = lost.ring;
        e->counters.v[COUNTER_LIVE_AWAY] = lost.away;
    }
}

static void finish(struct engine *e, struct input *in)
{
    count_losses(e);
    pthread_mutex_lock(&e->lock);
    in->state = INPUT_DONE;
    pthread_mutex_unlock(&e->lock);
    for (unsigned k = 0; k < RING; k++)
        batch_fini(&in->ring[k]);
    int64_t until = in->reader ? reader_until(in->reader) : 0;
    if (until - e->totals.last_ns <= LOOKED_ON_NS && until > e->totals.until_ns)
        e->totals.until_ns = until;
    reader_close(in->reader); /* what is wanted again is read through the segment */
    in->reader = NULL;
}

/* The waiting input that begins first, or NULL. */
static struct input *first_waiting(struct engine *e)
{
    struct input *first = NULL;
    for (unsigned i = 0; i < e->inputs; i++) {
        struct input *in = &e->input[i];
        if (in->state == INPUT_WAITING && (!first || in->first_ns < first->first_ns))
            first = in;
    }
    return first;
}

/* Makes an active input show its next item, passing over batches that have none. GOT_END: it is
 * done now. */
static enum got show_next(struct engine *e, struct input *in, int64_t until, struct item **out)
{
    for (;;) {
        struct batch *b;
        enum got g = next_batch(e, in, until, &b);
        if (g == GOT_END)
            finish(e, in);
        if (g != GOT_BATCH)
            return g;
        if (!b->begun)
            begin_batch(e, in, b);
        b->begun = true;
        if (b->next < b->n) {
            *out = batch_item(b, e->stride, b->next);
            return GOT_BATCH;
        }
        end_batch(e, in);
    }
}

/* A packet earlier than the one before it in its file keeps its place there. */
static int64_t key_of(const struct input *in, const struct item *it)
{
    return it->time_ns > in->key_ns ? it->time_ns : in->key_ns;
}

/* The active input whose next item is the earliest, and until when its items come before those of
 * all others. GOT_NOTHING: one of them has nothing yet; GOT_END: none is active. */
static enum got earliest(struct engine *e, int64_t until, struct input **out, int64_t *limit_ns)
{
    struct input *best = NULL;
    int64_t best_key = INT64_MAX, second = INT64_MAX;
    for (unsigned i = 0; i < e->inputs; i++) {
        struct input *in = &e->input[i];
        struct item *it = NULL;
        if (in->state != INPUT_ACTIVE)
            continue;
        enum got g = show_next(e, in, until, &it);
        if (g == GOT_NOTHING)
            return g;
        if (g == GOT_END)
            continue;
        int64_t key = key_of(in, it);
        if (!best || key < best_key) {
            second = best ? best_key : second;
            best_key = key;
            best = in;
        } else if (key < second) {
            second = key;
        }
    }
    *out = best;
    *limit_ns = second;
    return best ? GOT_BATCH : GOT_END;
}

static void prefetch(const struct engine *e, const struct batch *b, uint32_t distance,
                     unsigned stage)
{
    if (b->next + distance >= b->n)
        return;
    const struct item *it = batch_item(b, e->stride, b->next + distance);
    if (it->kind == ITEM_PAYLOAD)
        e->ops.prefetch(e->ops.ctx, it + 1, stage);
}

/* Takes items of one input up to limit_ns, at most to the end of its batch. */
static void take_run(struct engine *e, struct input *in, int64_t limit_ns)
{
    static const uint32_t ahead[] = { 12, 7, 3 }; /* items, by stage of prefetching */
    struct batch *b = &in->ring[in->head % e->depth];
    while (b->next < b->n) {
        struct item *it = batch_item(b, e->stride, b->next);
        int64_t key = key_of(in, it);
        if (key > limit_ns)
            return;
        in->key_ns = key;
        for (unsigned stage = 0; stage < sizeof(ahead) / sizeof(ahead[0]); stage++)
            prefetch(e, b, ahead[stage], stage);
        b->next++;
        take_item(e, in, b, it);
    }
    end_batch(e, in);
}

/* One run of items. */
static enum got step_once(struct engine *e, int64_t until)
{
    struct input *in, *waiting = first_waiting(e);
    int64_t limit_ns;
    enum got g = earliest(e, until, &in, &limit_ns);
    if (g == GOT_NOTHING)
        return g;
    if (waiting && (g == GOT_END || waiting->first_ns <= limit_ns)) {
        struct item *it = NULL;
        bool due = g == GOT_END || (show_next(e, in, until, &it) == GOT_BATCH &&
                                    waiting->first_ns <= key_of(in, it));
        if (due) {
            activate(e, waiting);
            return GOT_BATCH;
        }
        limit_ns = waiting->first_ns;
    }
    if (g == GOT_BATCH)
        take_run(e, in, limit_ns);
    return g;
}

void engine_stop(struct engine *e)
{
    for (unsigned i = 0; i < e->inputs; i++)
        if (e->input[i].devices && e->input[i].reader)
            live_stop(reader_live(e->input[i].reader));
}

int engine_step(struct engine *e, int64_t budget_ns)
{
    int64_t until = clock_monotonic() + budget_ns;
    uint16_t full;
    count_losses(e);
    do {
        enum got g = step_once(e, until);
        if (g == GOT_NOTHING)
            return 1;
        if (g == GOT_END) {
            if (!e->flushed) {
                defrag_flush(e->defrag);
                tcp_flush(e->tcp);
            }
            e->flushed = true;
            return 0;
        }
    } while (clock_monotonic() < until && !segments_too_full(e->segments, 0, &full));
    return 1;
}

void engine_totals(const struct engine *e, struct engine_totals *out)
{
    *out = e->totals;
    out->truncated = __atomic_load_n(&e->failures, __ATOMIC_RELAXED) != 0;
}

const struct counters *engine_counters(const struct engine *e)
{
    return &e->counters;
}

struct segments *engine_segments(struct engine *e)
{
    return e->segments;
}

const char *engine_file(const struct engine *e, uint16_t segment)
{
    return segment >= e->inputs ? "" : e->title ? e->title : e->input[segment].path;
}

unsigned engine_files(const struct engine *e)
{
    return e->inputs;
}
