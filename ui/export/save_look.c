/* Where the SDP of some legs wants media, and the packets that went there; copies of messages. */
#include "ui/export/save_look.h"

#include <errno.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/sift.h"
#include "decode/sip/body.h"
#include "decode/sip/sdp.h"

/* Media may come and go here. */
struct place {
    struct endpoint end;
    int64_t from_ns, until_ns;
};

struct places {
    struct hash_key key; /* of addresses */
    struct place *place; /* by end, then by time, none overlapping another */
    unsigned n, cap;
    uint32_t *slot; /* first place of an end, and one; 0: none */
    uint32_t mask;
    bool failed;
};

struct look {
    struct places places;
    struct trace *trace;
    const struct hash_key *key; /* of the store, so that Call-IDs are told as there */
    uint64_t *leg;              /* bits: which are meant */
    struct record_set *set;
};

/* ---- gathering */

static void add(struct places *p, struct slice address, uint32_t port, const struct place *when)
{
    struct place one = *when;
    if (!port || port > UINT16_MAX || !addr_parse(&one.end.addr, address) ||
        sdp_is_nowhere(address))
        return;
    one.end.port = (uint16_t)port;
    if (p->n == p->cap) {
        unsigned cap = p->cap ? 2 * p->cap : 64;
        struct place *more = mem_resize(p->place, cap, sizeof(*more));
        p->failed = p->failed || !more;
        if (!more)
            return;
        p->place = more;
        p->cap = cap;
    }
    p->place[p->n++] = one;
}

/* The next word, without the blanks around it. */
static struct slice word(struct slice *rest)
{
    *rest = slice_trim(*rest);
    size_t n = slice_index(*rest, ' ');
    struct slice w = slice_sub(*rest, 0, n);
    *rest = slice_sub(*rest, n, rest->n);
    return w;
}

static uint32_t number(struct slice s)
{
    size_t digits;
    return (uint32_t)slice_number(s, UINT16_MAX, &digits);
}

/* What the attributes of a stream add: where its RTCP goes (3605), and ICE candidates (8839). */
static void add_attributes(struct places *p, const struct sdp_media *m, const struct place *when)
{
    struct slice name, value;
    for (size_t at = 0; sdp_attribute_next(m->lines, &at, &name, &value);) {
        if (slice_ieq(name, slice_of("rtcp"))) {
            struct slice port = word(&value), address = m->address;
            word(&value); /* IN */
            word(&value); /* IP4 */
            struct slice other = word(&value);
            add(p, other.n ? other : address, number(port), when);
        } else if (slice_ieq(name, slice_of("candidate"))) {
            for (int i = 0; i < 4; i++) /* foundation, component, transport, priority */
                word(&value);
            struct slice address = word(&value);
            add(p, address, number(word(&value)), when);
        }
    }
}

static void add_message(struct places *p, const struct sip_index *x, const struct place *when)
{
    struct sdp sdp;
    struct slice body = sip_body_find(x, slice_of("application/sdp"));
    if (!body.p || !sdp_parse(&sdp, body))
        return;
    for (unsigned i = 0; i < sdp.medias && i < SDP_MEDIA_MAX; i++) {
        const struct sdp_media *m = &sdp.media[i];
        add(p, m->address, m->port, when);
        if (sdp_is_rtp(m))
            add(p, m->address, m->port + 1u, when);
        add_attributes(p, m, when);
    }
}

static void add_leg(struct places *p, struct trace *t, uint32_t row, struct loaded *l)
{
    const struct store *s = trace_store(t);
    const struct leg *leg = store_leg(s, row);
    const struct message *first = store_message(s, leg->first), *last = store_message(s, leg->last);
    if (!first || !last)
        return;
    struct place when = { .from_ns = first->time_ns, .until_ns = last->time_ns };
    bool over = leg->m_end || leg->m_bye || (leg->m_final && !leg->m_answer);
    when.until_ns = over ? last->time_ns + SAVE_MEDIA_TAIL_NS : INT64_MAX;
    for (uint32_t m = leg->first; m; m = store_message(s, m)->next)
        if (store_message(s, m)->flags & MESSAGE_SDP && trace_load(t, m, l))
            add_message(p, &l->index, &when);
}

/* ---- looking up */

static int by_end(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int c = memcmp(&x->end.addr, &y->end.addr, sizeof(x->end.addr));
    if (!c)
        c = (x->end.port > y->end.port) - (x->end.port < y->end.port);
    return c ? c : (x->from_ns > y->from_ns) - (x->from_ns < y->from_ns);
}

/* Sorts and makes one of those that overlap. */
static void join(struct places *p)
{
    unsigned n = 0;
    if (p->n)
        qsort(p->place, p->n, sizeof(*p->place), by_end);
    for (unsigned i = 0; i < p->n; i++) {
        struct place *last = n ? &p->place[n - 1] : NULL, *one = &p->place[i];
        if (!last || !endpoint_eq(&last->end, &one->end) || one->from_ns > last->until_ns)
            p->place[n++] = *one;
        else if (one->until_ns > last->until_ns)
            last->until_ns = one->until_ns;
    }
    p->n = n;
}

static uint32_t slot_of(const struct places *p, const struct endpoint *e)
{
    uint32_t i = (uint32_t)hash_mix(hash_addr(&p->key, &e->addr), e->port) & p->mask;
    while (p->slot[i] && !endpoint_eq(&p->place[p->slot[i] - 1].end, e))
        i = (i + 1) & p->mask;
    return i;
}

static bool make_slots(struct places *p)
{
    uint32_t slots = 64;
    while (slots < 2 * p->n)
        slots *= 2;
    p->slot = mem_new(slots, sizeof(*p->slot));
    p->mask = slots - 1;
    for (unsigned i = 0; p->slot && i < p->n; i++)
        if (!i || !endpoint_eq(&p->place[i].end, &p->place[i - 1].end))
            p->slot[slot_of(p, &p->place[i].end)] = i + 1;
    return p->slot;
}

/* Is this end, at this time, one of media? The last place that begins by then is looked for. */
static bool is_place(const struct places *p, const struct endpoint *e, int64_t ns)
{
    uint32_t at = p->slot[slot_of(p, e)];
    if (!at)
        return false;
    unsigned low = at - 1, high = low + 1, step = 1;
    while (high < p->n && endpoint_eq(&p->place[high].end, e) && p->place[high].from_ns <= ns) {
        low = high;
        step *= 2;
        high = p->n - low > step ? low + step : p->n;
    }
    while (high - low > 1) {
        unsigned middle = low + (high - low) / 2;
        bool before = endpoint_eq(&p->place[middle].end, e) && p->place[middle].from_ns <= ns;
        low = before ? middle : low;
        high = before ? high : middle;
    }
    return p->place[low].from_ns <= ns && ns <= p->place[low].until_ns;
}

/* ---- the packets */

static bool is_media(const struct places *p, const struct payload *d)
{
    return d->transport == TRANSPORT_UDP &&
           (is_place(p, &d->src, d->time_ns) || is_place(p, &d->dst, d->time_ns));
}

/* *out is the Call-ID of a message, 0: media. Signalling goes where media go only by a lie. */
static bool on_sift(const void *ctx, const struct payload *d, void *out)
{
    const struct look *l = ctx;
    uint64_t *call = out;
    struct brief b;
    bool sip = sift_quick(l->key, d, &b);
    *call = sip ? b.call_hash : 0;
    return sip ? b.flags & BRIEF_CALL_ID : is_media(&l->places, d);
}

static bool on_sift_quote(const void *ctx, const struct payload *d, void *out)
{
    (void)out;
    return is_media(&((const struct look *)ctx)->places, d);
}

static void add_extents(const struct look *l, const struct payload *d)
{
    for (uint32_t i = 0; i < d->extents; i++)
        record_set_add(l->set, d->extent[i].segment, d->extent[i].offset);
}

static void on_take(void *ctx, const struct payload *d, const void *sifted)
{
    const struct look *l = ctx;
    const uint64_t *call = sifted;
    uint32_t leg = *call ? trace_leg_find(l->trace, *call) : 0;
    if (!*call || (leg && l->leg[leg / 64] >> leg % 64 & 1))
        add_extents(l, d);
}

static void on_take_quote(void *ctx, const struct payload *quote, const struct icmp_error *error,
                          const void *sifted)
{
    (void)error, (void)sifted;
    add_extents(ctx, quote);
}

static void on_prefetch(const void *ctx, const void *sifted, unsigned stage)
{
    (void)ctx, (void)sifted, (void)stage;
}

/* Neither media over TCP is looked for, nor segments that came twice. */
static struct frame on_frame(struct framer *f, const uint8_t *p, size_t n)
{
    (void)f, (void)p;
    return (struct frame){ FRAME_FOREIGN, n };
}

static int look(struct look *l, struct trace *t, const struct save_order *o, struct err *err)
{
    const struct engine_ops ops = { .sift_size = sizeof(uint64_t),
                                    .sift = on_sift,
                                    .take = on_take,
                                    .prefetch = on_prefetch,
                                    .frame = on_frame,
                                    .ctx = l,
                                    .sift_quote = on_sift_quote,
                                    .take_quote = on_take_quote };
    const struct engine_options options = { .threads = o->threads, .bpf = o->bpf, .key = *l->key };
    unsigned files = trace_files(t);
    char(*name)[SEGMENT_PATH] = mem_new(files, sizeof(*name));
    const char **path = mem_new(files, sizeof(*path));
    struct engine *e = NULL;
    int r = name && path ? 0 : err_set(err, -ENOMEM, "There is not enough memory to read again.");
    for (unsigned i = 0; r == 0 && i < files; i++)
        /* what is gone keeps its number: no file can have the name that stands for it */
        path[i] = trace_reopen(t, (uint16_t)i, name[i]) ? name[i] : "/dev/null/";
    if (r == 0)
        r = engine_open(&e, path, files, &options, &ops, err);
    while (r == 0 && engine_step(e, 50 * NS_PER_MS)) {
        struct engine_totals totals;
        engine_totals(e, &totals);
        if (o->progress && !o->progress(o->ctx, totals.done / 2, totals.size))
            r = -ECANCELED;
    }
    if (e)
        engine_close(e);
    mem_free(name);
    mem_free(path);
    return r;
}

/* Were packets captured twice? */
static bool has_copies(struct trace *t)
{
    struct counters c;
    trace_counters(t, &c);
    return c.v[COUNTER_DUPLICATE];
}

int save_look(struct trace *t, const struct save_order *o, struct record_set *set, struct err *err)
{
    const struct store *s = trace_store(t);
    struct look l = { .trace = t, .key = &s->key, .set = set };
    struct loaded loaded;
    int r = 0;
    hash_key_random(&l.places.key);
    l.leg = mem_new(s->legs.n / 64 + 1, sizeof(*l.leg));
    loaded_init(&loaded);
    for (unsigned i = 0; l.leg && i < o->legs; i++) {
        l.leg[o->leg[i] / 64] |= UINT64_C(1) << o->leg[i] % 64;
        if (o->media)
            add_leg(&l.places, t, o->leg[i], &loaded);
    }
    loaded_fini(&loaded);
    join(&l.places);
    if (!l.leg || l.places.failed || !make_slots(&l.places))
        r = err_set(err, -ENOMEM, "There is not enough memory for where the media go.");
    else if (l.places.n || has_copies(t))
        r = look(&l, t, o, err);
    mem_free(l.leg);
    mem_free(l.places.place);
    mem_free(l.places.slot);
    return r;
}
