/* The list behind the list of calls. */
#include "ui/tui/view.h"

#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/call.h"

enum { CHUNK = 32, CHUNK_CHEAP = 4096 }; /* rows between two looks at the clock */

void view_init(struct view *v, struct trace *t, struct rows *rows)
{
    *v = (struct view){ .trace = t, .rows = rows };
}

static void drop_job(struct view *v)
{
    mem_free(v->key);
    mem_free(v->spare);
    v->key = v->spare = NULL;
    v->next.n = 0;
    v->phase = VIEW_IDLE;
}

void view_fini(struct view *v)
{
    drop_job(v);
    mem_free(v->shown.leg);
    mem_free(v->next.leg);
    mem_free(v->filter);
    match_close(v->match);
}

/* Makes the list anew, from the first leg on. */
static void start_job(struct view *v)
{
    drop_job(v);
    v->phase = VIEW_FILTERS;
    v->at = 0;
    v->whole = trace_is_over(v->trace);
    if (v->fills)
        v->shown.n = 0;
}

/* The same when other legs are to be listed than before: none of the old ones is seen meanwhile. */
static void start_filling(struct view *v)
{
    v->fills = true;
    start_job(v);
}

int view_filter(struct view *v, const char *text, struct query_error *error)
{
    struct match *match = NULL;
    char *copy = NULL;
    if (text && slice_trim(slice_of(text)).n) {
        int r = match_open(&match, v->trace, text, QUERY_TEXT, error);
        if (r < 0)
            return r;
        copy = mem_new(strlen(text) + 1, 1);
        if (!copy) {
            match_close(match);
            return -ENOMEM;
        }
        memcpy(copy, text, strlen(text) + 1);
    }
    match_close(v->match);
    mem_free(v->filter);
    v->match = match;
    v->filter = copy;
    start_filling(v);
    return 0;
}

void view_sort(struct view *v, enum view_order order, bool reverse)
{
    v->order = order;
    v->reverse = reverse;
    start_job(v);
}

void view_all(struct view *v, bool all)
{
    v->all = all;
    start_filling(v);
}

static bool passes(struct view *v, uint32_t row)
{
    const struct store *s = trace_store(v->trace);
    const struct leg *leg = store_leg(s, row);
    if (leg->call) {
        if (store_call(s, leg->call)->leg != row) /* a call is listed once */
            return false;
        return !v->match || match_call(v->match, leg->call);
    }
    return v->all && !leg_is_gone(leg) && (!v->match || match_leg(v->match, row));
}

static void add(struct view *v, struct view_list *l, uint32_t leg)
{
    if (l->n == l->cap) {
        uint32_t cap = l->cap ? l->cap * 2 : 1024;
        uint32_t *p = mem_resize(l->leg, cap, sizeof(*p));
        if (!p) {
            v->failed = true;
            return;
        }
        l->leg = p;
        l->cap = cap;
    }
    l->leg[l->n++] = leg;
}

/* Takes legs [*at, end) into a list as far as the time goes. */
static void take(struct view *v, struct view_list *l, uint32_t *at, int64_t until_ns)
{
    uint32_t end = trace_store(v->trace)->legs.n;
    unsigned chunk = v->match ? CHUNK : CHUNK_CHEAP;
    for (unsigned i = 1; *at < end; i++) {
        ++*at;
        if (passes(v, *at))
            add(v, l, *at);
        if (i % chunk == 0 && clock_monotonic() > until_ns)
            return;
    }
}

/* What passed so far, to be seen until it is sorted. */
static void show_so_far(struct view *v)
{
    while (v->fills && v->shown.n < v->next.n && !v->failed)
        add(v, &v->shown, v->next.leg[v->shown.n]);
}

static void key_number(unsigned char key[VIEW_KEY], int64_t n)
{
    uint64_t u = (uint64_t)n ^ UINT64_C(0x8000000000000000);
    for (int i = 0; i < 8; i++)
        key[i] = (unsigned char)(u >> (56 - 8 * i));
}

static void key_text(unsigned char key[VIEW_KEY], const char *text)
{
    for (int i = 0; i < VIEW_KEY && text[i]; i++)
        key[i] = (unsigned char)ascii_lower(text[i]);
}

static void make_key(struct view *v, struct view_key *k)
{
    const struct store *s = trace_store(v->trace);
    const struct leg *leg = store_leg(s, k->leg);
    struct row_state state;
    switch (v->order) {
    case VIEW_BY_FROM:
        key_text(k->key, rows_get(v->rows, k->leg)->from);
        break;
    case VIEW_BY_TO:
        key_text(k->key, rows_get(v->rows, k->leg)->to);
        break;
    case VIEW_BY_STATE:
        rows_state(v->trace, leg, &state);
        key_text(k->key, state.words);
        break;
    case VIEW_BY_MESSAGES:
        key_number(k->key, leg->messages);
        break;
    case VIEW_BY_PDD:
        key_number(k->key, call_pdd(s, leg));
        break;
    case VIEW_BY_TALK:
        key_number(k->key, call_talk(s, leg));
        break;
    default:
        key_number(k->key, k->leg);
    }
}

static void read_keys(struct view *v, int64_t until_ns)
{
    for (unsigned i = 1; v->at < v->next.n; i++) {
        struct view_key *k = &v->key[v->at];
        k->leg = v->next.leg[v->at++];
        make_key(v, k);
        if (i % CHUNK == 0 && clock_monotonic() > until_ns)
            return;
    }
}

/* One pass of a merge sort: runs of `width` become runs of twice that; equal rows keep their
 * order. */
static void merge_pass(struct view *v)
{
    uint32_t n = v->next.n, w = v->width;
    for (uint32_t from = 0; from < n; from += 2 * w) {
        uint32_t mid = n - from > w ? from + w : n, end = n - from > 2 * w ? from + 2 * w : n;
        for (uint32_t a = from, b = mid, out = from; out < end; out++) {
            int c = a == mid ? 1 : b == end ? -1 : memcmp(v->key[a].key, v->key[b].key, VIEW_KEY);
            if (v->reverse && a < mid && b < end)
                c = -c;
            v->spare[out] = c <= 0 ? v->key[a++] : v->key[b++];
        }
        if (n - from <= 2 * w)
            break;
    }
    struct view_key *k = v->key;
    v->key = v->spare;
    v->spare = k;
    v->width = 2 * w;
}

static void end_job(struct view *v)
{
    if (v->key)
        for (uint32_t i = 0; i < v->next.n; i++)
            v->next.leg[i] = v->key[i].leg;
    struct view_list old = v->shown;
    v->shown = v->next;
    v->next = old;
    v->made++;
    v->fills = false;
    drop_job(v);
}

/* As the store has them is no work. */
static bool is_sorted(const struct view *v)
{
    return v->order != VIEW_BY_NUMBER || v->reverse;
}

static void begin_keys(struct view *v)
{
    v->seen = v->at;
    if (!is_sorted(v)) {
        end_job(v);
        return;
    }
    v->key = mem_new(v->next.n + 1, sizeof(*v->key));
    v->spare = mem_new(v->next.n + 1, sizeof(*v->spare));
    if (!v->key || !v->spare) {
        v->failed = true;
        mem_free(v->key);
        v->key = NULL;
        end_job(v);
        return;
    }
    v->phase = VIEW_READS_KEYS;
    v->at = 0;
}

static void work_once(struct view *v, int64_t until_ns)
{
    uint32_t legs = trace_store(v->trace)->legs.n;
    switch (v->phase) {
    case VIEW_FILTERS:
        take(v, &v->next, &v->at, until_ns);
        show_so_far(v);
        if (v->at >= legs)
            begin_keys(v);
        break;
    case VIEW_READS_KEYS:
        read_keys(v, until_ns);
        if (v->at >= v->next.n) {
            v->phase = VIEW_SORTS;
            v->width = 1;
        }
        break;
    case VIEW_SORTS:
        if (v->width >= v->next.n)
            end_job(v);
        else
            merge_pass(v);
        break;
    case VIEW_IDLE: /* what has come since goes to the end */
        take(v, &v->shown, &v->seen, until_ns);
        break;
    }
}

/* Was the list made before the last packet? What came later can change what a leg is and whether it
 * passes. */
static bool is_stale(const struct view *v)
{
    return !v->whole && trace_is_over(v->trace);
}

bool view_work(struct view *v, int64_t until_ns)
{
    for (;;) {
        if (v->phase == VIEW_IDLE && is_stale(v))
            start_job(v);
        if (v->phase == VIEW_IDLE && v->seen >= trace_store(v->trace)->legs.n)
            return false;
        work_once(v, until_ns);
        if (clock_monotonic() > until_ns)
            return v->phase != VIEW_IDLE || v->seen < trace_store(v->trace)->legs.n;
    }
}

unsigned view_progress(const struct view *v)
{
    uint32_t legs = trace_store(v->trace)->legs.n;
    uint64_t done = v->at;
    switch (v->phase) {
    case VIEW_FILTERS:
        return (unsigned)(done * (is_sorted(v) ? 50 : 100) / (legs + 1));
    case VIEW_READS_KEYS:
        return 50 + (unsigned)(done * 40 / (v->next.n + 1));
    case VIEW_SORTS:
        return 90;
    default:
        return 100;
    }
}
