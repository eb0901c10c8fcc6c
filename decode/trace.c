/* Ties the engine to the model. How things look is left to the layers above. */
#include "decode/trace.h"

#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/budget.h"
#include "decode/call.h"
#include "decode/model.h"
#include "decode/notice.h"
#include "decode/sift.h"
#include "decode/sip/framer.h"

enum { MESSAGE_BYTES_MAX = 4 << 20 };

struct trace {
    struct store store;
    struct model *model;
    struct engine *engine;
    const struct leg_rules *rules; /* or NULL */
    bool read;                     /* nothing more will come */
    bool over;
    bool quick;
    struct budget budget;
};

static bool on_sift(const void *ctx, const struct payload *p, void *out)
{
    const struct trace *t = ctx;
    return t->quick ? sift_quick(&t->store.key, p, out) : sift(&t->store.key, p, out);
}

static void on_take(void *ctx, const struct payload *p, const void *sifted)
{
    struct trace *t = ctx;
    model_take(t->model, p, sifted);
}

static void on_prefetch(const void *ctx, const void *sifted, unsigned stage)
{
    const struct trace *t = ctx;
    model_prefetch(t->model, sifted, stage);
}

static bool on_sift_quote(const void *ctx, const struct payload *quote, void *out)
{
    const struct trace *t = ctx;
    return sift_quote(&t->store.key, quote, out);
}

static void on_take_quote(void *ctx, const struct payload *quote, const struct icmp_error *error,
                          const void *sifted)
{
    struct trace *t = ctx;
    notice_see(&t->store, quote, error, sifted);
}

/* ---- memory has an end */

void trace_pin(struct trace *t, bool (*pinned)(const void *ctx, uint32_t leg), const void *ctx)
{
    t->budget.pinned = pinned;
    t->budget.ctx = ctx;
}

int trace_forget(struct trace *t, enum forget_class most)
{
    return budget_forget(&t->budget, &t->store, t->model, most, trace_end(t));
}

uint64_t trace_forgot(const struct trace *t)
{
    return t->budget.times;
}

/* ---- opening */

int trace_open(struct trace **out, const char *const *path, unsigned n,
               const struct trace_options *o, struct err *err)
{
    struct trace *t = mem_new(1, sizeof(*t));
    if (!t || store_init(&t->store) < 0) {
        mem_free(t);
        return err_set(err, -ENOMEM, "There is not enough memory to begin.");
    }
    struct engine_ops ops = { .sift_size = sizeof(struct brief),
                              .sift = on_sift,
                              .take = on_take,
                              .prefetch = on_prefetch,
                              .frame = sip_frame,
                              .ctx = t,
                              .sift_quote = on_sift_quote,
                              .take_quote = on_take_quote };
    struct engine_options eo = { .threads = o->threads,
                                 .bpf = o->bpf,
                                 .spool = o->spool,
                                 .title = o->title,
                                 .devices = o->devices,
                                 .live = o->live,
                                 .follow = o->follow,
                                 .keep_all = o->keep_all,
                                 .key = t->store.key };
    t->model = model_new(&t->store);
    if (t->model)
        model_set(t->model, o->legs);
    if (t->model && o->quick)
        model_be_quick(t->model);
    t->quick = o->quick;
    t->budget.rows = o->rows;
    t->rules = o->legs;
    int r = t->model ? engine_open(&t->engine, path, n, &eo, &ops, err)
                     : err_set(err, -ENOMEM, "There is not enough memory to begin.");
    if (r < 0) {
        trace_close(t);
        return r;
    }
    *out = t;
    return 0;
}

void trace_close(struct trace *t)
{
    if (!t)
        return;
    engine_close(t->engine);
    model_free(t->model);
    store_fini(&t->store);
    mem_free(t);
}

/* True: all is done. */
static bool finish(struct trace *t, int64_t budget_ns)
{
    enum { LEGS_AT_ONCE = 256 };
    int64_t until = clock_monotonic() + budget_ns;
    while (model_finish(t->model, LEGS_AT_ONCE))
        if (clock_monotonic() >= until)
            return false;
    return true;
}

int trace_step(struct trace *t, int64_t budget_ns)
{
    if (t->over)
        return 0;
    if (t->read) {
        t->over = finish(t, budget_ns);
        return !t->over;
    }
    if (t->budget.rows && budget_ns > BUDGET_STEP_NS)
        budget_ns = BUDGET_STEP_NS;
    t->read = !engine_step(t->engine, budget_ns);
    budget_keep(&t->budget, &t->store, t->model, engine_segments(t->engine), trace_end(t));
    return 1;
}

void trace_stop(struct trace *t)
{
    engine_stop(t->engine);
}

void trace_run(struct trace *t)
{
    while (trace_step(t, INT64_C(1000000000)))
        ;
}

bool trace_is_over(const struct trace *t)
{
    return t->over;
}

const struct leg_rules *trace_rules(const struct trace *t)
{
    return t->rules;
}

bool trace_is_quick(const struct trace *t)
{
    return t->quick;
}

const struct store *trace_store(const struct trace *t)
{
    return &t->store;
}

void trace_counters(const struct trace *t, struct counters *out)
{
    *out = *engine_counters(t->engine);
    counters_add(out, &t->store.counters);
}

void trace_totals(const struct trace *t, struct engine_totals *out)
{
    engine_totals(t->engine, out);
}

int64_t trace_end(const struct trace *t)
{
    struct engine_totals e;
    engine_totals(t->engine, &e);
    return e.until_ns > e.last_ns ? e.until_ns : e.last_ns;
}

const char *trace_error(const struct trace *t, unsigned i)
{
    return engine_error(t->engine, i);
}

const char *trace_file(const struct trace *t, uint16_t segment)
{
    return engine_file(t->engine, segment);
}

unsigned trace_files(const struct trace *t)
{
    return engine_files(t->engine);
}

bool trace_reopen(struct trace *t, uint16_t segment, char path[SEGMENT_PATH])
{
    return segments_path(engine_segments(t->engine), segment, path);
}

void loaded_init(struct loaded *l)
{
    *l = (struct loaded){ .message = 0 };
}

void loaded_fini(struct loaded *l)
{
    mem_free(l->bytes);
    loaded_init(l);
}

static bool reserve(struct loaded *l, size_t n)
{
    if (n + BLOCK_PADDING <= l->cap)
        return true;
    size_t cap = n + n / 2 + 2048 + BLOCK_PADDING;
    char *p = mem_resize(l->bytes, cap, 1);
    if (!p)
        return false;
    l->bytes = p;
    l->cap = cap;
    return true;
}

bool trace_load(struct trace *t, uint32_t message, struct loaded *l)
{
    const struct message *m = store_message(&t->store, message);
    struct segments *segments = engine_segments(t->engine);
    struct extent e;
    l->n = 0;
    l->message = 0;
    if (!m)
        return false;
    for (unsigned i = 0; message_extent(&t->store, m, i, &e); i++) {
        if (l->n + e.len > MESSAGE_BYTES_MAX || !reserve(l, l->n + e.len))
            return false;
        size_t got = segments_read(segments, e.segment, e.offset + e.delta, l->bytes + l->n, e.len);
        l->n += got;
        if (got < e.len)
            return false;
    }
    if (!reserve(l, l->n))
        return false;
    memset(l->bytes + l->n, 0, BLOCK_PADDING);
    l->message = message;
    return sip_index(&l->index, l->bytes, l->n);
}

uint16_t trace_segment(const struct trace *t, const struct message *m)
{
    struct extent e = { .segment = 0 };
    for (unsigned i = 0; message_extent(&t->store, m, i, &e); i++)
        ;
    return e.segment;
}

enum call_state trace_call_state(const struct trace *t, const struct leg *leg, unsigned *code)
{
    return call_state(&t->store, leg, trace_end(t), t->over, code);
}

uint32_t trace_leg_find(struct trace *t, uint64_t key)
{
    return store_leg_find(&t->store, key);
}
