/* Tests of decode/forget.c: whatever else is forgotten, at whatever time, a session that stays is
 * seen as if nothing had been. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glob.h>
#include <stdlib.h>
#include <string.h>

#include "decode/session/link.h"
#include "ui/flow/column.h"
#include "ui/flow/flow.h"

enum { FILES_MAX = 512, LEGS_MAX = 20000, ID_MAX = 120, TEXT_MAX = 1 << 20 };

/* A leg of the trace that forgets nothing. */
struct known {
    char id[ID_MAX];
    uint32_t leg, story;
};

struct pair {
    struct trace *whole, *part;
    struct known *known;
    uint32_t n;
    uint32_t seed, share; /* one of so many sessions stays */
    uint8_t *kept;        /* by leg of the part: 1 it stays, 2 it does not, 0 not asked yet */
    struct loaded loaded;
};

static bool id_of(struct trace *t, uint32_t leg, struct loaded *l, char out[ID_MAX])
{
    const struct leg *x = store_leg(trace_store(t), leg);
    if (!x || leg_is_gone(x) || !trace_load(t, x->first, l) || !l->index.call_id.n)
        return false;
    snprintf(out, ID_MAX, "%.*s", (int)l->index.call_id.n, l->index.call_id.p);
    return true;
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct known *)a)->id, ((const struct known *)b)->id);
}

static const struct known *known_find(const struct pair *p, const char *id)
{
    struct known key;
    snprintf(key.id, sizeof(key.id), "%s", id);
    return bsearch(&key, p->known, p->n, sizeof(key), by_id);
}

static bool stays(const struct pair *p, const struct known *k)
{
    return k && (k->story * 2654435761U ^ p->seed) / 7 % p->share == 0;
}

/* Of the part: is the leg of a session that is to stay? */
static bool is_pinned(const void *ctx, uint32_t leg)
{
    struct pair *p = (struct pair *)(uintptr_t)ctx;
    char id[ID_MAX];
    assert_true(leg < LEGS_MAX);
    if (!p->kept[leg])
        p->kept[leg] = id_of(p->part, leg, &p->loaded, id) && stays(p, known_find(p, id)) ? 1 : 2;
    return p->kept[leg] == 1;
}

static void learn(struct pair *p)
{
    const struct store *s = trace_store(p->whole);
    for (uint32_t leg = 1; leg <= s->legs.n; leg++) {
        struct known *k = &p->known[p->n];
        uint32_t story = session_of(s, leg);
        if (id_of(p->whole, leg, &p->loaded, k->id)) {
            k->leg = leg;
            k->story = story ? story : leg + LEGS_MAX;
            p->n++;
        }
    }
    qsort(p->known, p->n, sizeof(*p->known), by_id);
}

/* ---- what is seen of a call */

static void describe_ladder(struct buf *b, struct trace *t, uint32_t leg)
{
    const struct store *s = trace_store(t);
    uint32_t legs[256];
    unsigned n = 0;
    struct flow *f;
    struct err err;
    for (uint32_t l = leg; l && n < 256; l = call_next(s, l, leg))
        legs[n++] = l;
    assert_int_equal(flow_new(&f, t, legs, n, &(struct flow_options){ .marks = 0 }, &err), 0);
    buf_printf(b, "%s\n", f->title);
    for (unsigned i = 0; i < f->participants; i++)
        buf_printf(b, "%s %s %s\n", f->participant[i].name, f->participant[i].role,
                   f->participant[i].address);
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *r = &f->row[i];
        buf_printf(b, "%d %u %u->%u %lld %u %u x%u %s %s %s\n", r->kind, r->step, r->from, r->to,
                   (long long)r->time_ns, r->packet, r->transaction, r->repeats, r->text,
                   r->kind == FLOW_CALL ? "" : r->detail, r->call_id);
    }
    flow_free(f);
}

static void describe(struct buf *b, struct trace *t, uint32_t leg)
{
    struct column_row row;
    column_row_init(&row, t);
    assert_true(column_row_read(&row, leg));
    for (int i = 0; i < COLUMN_COUNT; i++) {
        if (i == COLUMN_number || i == COLUMN_session || i == COLUMN_severity || i == COLUMN_why ||
            i == COLUMN_findings)
            continue; /* numbers, and what may be said once for the whole capture */
        column_add(column_get((enum column_id)i), b, &row);
        buf_addc(b, '|');
    }
    buf_addc(b, '\n');
    column_row_fini(&row);
    describe_ladder(b, t, leg);
}

/* The leg that a call is listed by; of what is no call itself. */
static uint32_t listed(const struct store *s, uint32_t leg)
{
    const struct call *c = store_call(s, store_leg(s, leg)->call);
    return c ? c->leg : leg;
}

/* Is each session that was to stay as it is in the whole trace? How many legs there are. */
static uint32_t compare(struct pair *p, const char *what)
{
    const struct store *s = trace_store(p->part), *w = trace_store(p->whole);
    uint32_t n = 0;
    struct buf have, want;
    buf_init(&have, TEXT_MAX);
    buf_init(&want, TEXT_MAX);
    for (uint32_t leg = 1; leg <= s->legs.n; leg++) {
        char id[ID_MAX];
        if (!id_of(p->part, leg, &p->loaded, id))
            continue;
        const struct known *k = known_find(p, id);
        if (!stays(p, k))
            continue;
        n++;
        buf_clear(&have);
        buf_clear(&want);
        describe(&have, p->part, listed(s, leg));
        describe(&want, p->whole, listed(w, k->leg));
        if (have.n != want.n || memcmp(have.p, want.p, have.n) != 0)
            fail_msg("%s, %s:\n%s\n--- is not\n%s", what, id, have.p, want.p);
    }
    buf_fini(&have);
    buf_fini(&want);
    return n;
}

static uint32_t count_kept(const struct pair *p)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < p->n; i++)
        n += stays(p, &p->known[i]);
    return n;
}

/* ---- the test */

static void run(const char *const *file, unsigned n, uint32_t share, unsigned every,
                enum forget_class most)
{
    struct trace_options o = { .threads = 1 };
    struct pair p = { .seed = share * 31 + every, .share = share };
    struct err err;
    p.known = calloc(LEGS_MAX, sizeof(*p.known));
    p.kept = calloc(LEGS_MAX, 1);
    loaded_init(&p.loaded);
    assert_int_equal(trace_open(&p.whole, file, n, &o, &err), 0);
    trace_run(p.whole);
    learn(&p);
    assert_int_equal(trace_open(&p.part, file, n, &o, &err), 0);
    trace_pin(p.part, is_pinned, &p);
    unsigned steps = 0, forgot = 0;
    while (trace_step(p.part, 1))
        if (++steps % every == 0)
            forgot += trace_forget(p.part, most) == 0;
    assert_int_equal(trace_forget(p.part, most), 0);
    assert_int_equal(compare(&p, file[0]), count_kept(&p));
    if (n > 1)
        assert_true(forgot > 20);
    trace_close(p.whole);
    trace_close(p.part);
    loaded_fini(&p.loaded);
    free(p.known);
    free(p.kept);
}

static void test_samples(void **state)
{
    (void)state;
    glob_t g;
    assert_int_equal(glob("samples/*.pcap", 0, NULL, &g), 0);
    const char *const *files = (const char *const *)g.gl_pathv;
    for (uint32_t share = 1; share <= 4; share++)
        for (unsigned every = 1; every <= 7; every += 3)
            run(files, (unsigned)g.gl_pathc, share, every, FORGET_ACTIVE);
    run(files, (unsigned)g.gl_pathc, 2, 1, FORGET_FINISHED);
    globfree(&g);
}

static void test_flows(void **state)
{
    (void)state;
    glob_t g;
    if (glob("../shared/flows/*/*.pcap", 0, NULL, &g) != 0)
        skip();
    for (size_t i = 0; i < g.gl_pathc; i++) {
        const char *file = g.gl_pathv[i];
        for (uint32_t share = 1; share <= 3; share++)
            run(&file, 1, share, 1, FORGET_ACTIVE);
    }
    globfree(&g);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_flows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
