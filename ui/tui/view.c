/* The list behind the list of calls. */
#include "ui/tui/view.h"

#include <errno.h>

#include "base/clock.h"
#include "base/mem.h"

enum { CHUNK = 32, CHUNK_CHEAP = 4096 }; /* rows between two looks at the clock */

#define REGROUP_NS (2 * NS_PER_S) /* between two looks for calls that were joined meanwhile */

void view_init(struct view *v, struct trace *t, struct column_row *row)
{
    *v = (struct view){ .trace = t, .row = row, .order = column_get(COLUMN_number) };
}

static void drop_groups(struct view_groups *g)
{
    mem_free(g->count);
    mem_free(g->first);
    mem_free(g->last);
    mem_free(g->next);
    *g = (struct view_groups){ 0 };
}

static void drop_job(struct view *v)
{
    mem_free(v->key);
    mem_free(v->spare);
    v->key = v->spare = NULL;
    drop_groups(&v->groups);
    v->next.n = 0;
    v->phase = VIEW_IDLE;
}

void view_fini(struct view *v)
{
    drop_job(v);
    mem_free(v->base.leg);
    mem_free(v->shown.leg);
    mem_free(v->next.leg);
    mem_free(v->filter);
    bits_fini(&v->folded);
    match_close(v->match);
}

/* Makes the list anew, from the first leg on. */
static void start_job(struct view *v)
{
    drop_job(v);
    v->phase = VIEW_FILTERS;
    v->at = 0;
    v->whole = trace_is_over(v->trace) && !v->paused;
    if (v->fills)
        v->shown.n = v->base.n = 0;
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

void view_sort(struct view *v, const struct column *order, bool reverse)
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

void view_pause(struct view *v, bool paused)
{
    v->paused = paused;
    v->limit = trace_store(v->trace)->legs.n;
}

/* Legs that can be listed. */
static uint32_t end_of(const struct view *v)
{
    return v->paused ? v->limit : trace_store(v->trace)->legs.n;
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
    uint32_t end = end_of(v);
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

static void read_keys(struct view *v, int64_t until_ns)
{
    for (unsigned i = 1; v->at < v->next.n; i++) {
        struct view_key *k = &v->key[v->at];
        k->leg = v->next.leg[v->at++];
        if (column_row_find(v->row, k->leg))
            column_key(v->order, v->row, k->key);
        if (i % CHUNK == 0 && clock_monotonic() > until_ns)
            return;
    }
}

/* Two runs of `width` become one of twice that; equal rows keep their order. */
static void begin_merge(struct view *v, uint32_t from)
{
    uint32_t n = v->next.n, w = v->width;
    struct view_merge *m = &v->merge;
    m->out = m->a = from;
    m->b = m->mid = n - from > w ? from + w : n;
    m->end = n - from > w && n - m->mid > w ? m->mid + w : n;
}

/* A merge sort, pass after pass, until all is one run or the time is up. */
static void merge(struct view *v, int64_t until_ns)
{
    struct view_merge *m = &v->merge;
    for (unsigned i = 1; v->width < v->next.n; i++) {
        if (m->out == m->end && m->end == v->next.n) {
            struct view_key *k = v->key;
            v->key = v->spare;
            v->spare = k;
            v->width *= 2;
            begin_merge(v, 0);
            continue;
        }
        if (m->out == m->end)
            begin_merge(v, m->end);
        int c = m->a == m->mid   ? 1
                : m->b == m->end ? -1
                                 : memcmp(v->key[m->a].key, v->key[m->b].key, COLUMN_KEY);
        if (v->reverse && m->a < m->mid && m->b < m->end)
            c = -c;
        v->spare[m->out++] = c <= 0 ? v->key[m->a++] : v->key[m->b++];
        if (i % CHUNK_CHEAP == 0 && clock_monotonic() > until_ns)
            return;
    }
}

/* As the store has them is no work. */
static bool is_sorted(const struct view *v)
{
    return v->order != column_get(COLUMN_number) || v->reverse;
}

/* --- groups ----------------------------------------------------------------------------------- */

/* The session of a listed row that there is a chain for; 0: none. */
static uint32_t session_at(const struct view *v, uint32_t leg)
{
    uint32_t session = store_leg(trace_store(v->trace), leg)->session;
    return session < v->groups.sessions ? session : 0;
}

static bool groups_init(struct view_groups *g, uint32_t sessions, uint32_t rows)
{
    *g = (struct view_groups){ .sessions = sessions + 1 };
    g->count = mem_new(g->sessions, sizeof(*g->count));
    g->first = mem_new(g->sessions, sizeof(*g->first));
    g->last = mem_new(g->sessions, sizeof(*g->last));
    g->next = mem_new(rows + 1, sizeof(*g->next));
    return g->count && g->first && g->last && g->next;
}

/* Makes shown of base. */
static void begin_groups(struct view *v)
{
    const struct store *s = trace_store(v->trace);
    v->links = s->links.n;
    v->grouped_ns = clock_monotonic();
    drop_job(v);
    v->phase = VIEW_GROUPS;
    v->at = 0;
    if (v->tree && s->sessions.n && !groups_init(&v->groups, s->sessions.n, v->base.n)) {
        v->failed = true;
        drop_groups(&v->groups);
    }
    v->groups.emits = !v->groups.sessions;
}

/* Places in a chain are kept from 1. */
static void chain(struct view *v, uint32_t place)
{
    struct view_groups *g = &v->groups;
    uint32_t session = session_at(v, v->base.leg[place]);
    if (!session)
        return;
    if (g->count[session]++)
        g->next[g->last[session] - 1] = place + 1;
    else
        g->first[session] = place + 1;
    g->last[session] = place + 1;
}

/* A call that stands alone, or all of its session at the place of the first. */
static void emit(struct view *v, uint32_t place)
{
    struct view_groups *g = &v->groups;
    uint32_t leg = v->base.leg[place], session = g->sessions ? session_at(v, leg) : 0;
    if (!session || g->count[session] < 2) {
        add(v, &v->next, leg);
        return;
    }
    if (g->first[session] != place + 1)
        return;
    add(v, &v->next, leg | VIEW_HEAD);
    if (view_is_folded(v, leg))
        return;
    for (uint32_t i = place + 1; i; i = g->next[i - 1])
        add(v, &v->next, v->base.leg[i - 1]);
}

static void group(struct view *v, int64_t until_ns)
{
    for (unsigned i = 1; v->at < v->base.n; i++) {
        if (v->groups.emits)
            emit(v, v->at++);
        else
            chain(v, v->at++);
        if (i % CHUNK_CHEAP == 0 && clock_monotonic() > until_ns)
            return;
    }
    if (!v->groups.emits) {
        v->groups.emits = true;
        v->at = 0;
        return;
    }
    struct view_list old = v->shown;
    v->shown = v->next;
    v->next = old;
    v->made++;
    v->fills = false;
    drop_job(v);
}

void view_group(struct view *v, bool tree)
{
    if (v->tree == tree)
        return;
    v->tree = tree;
    if (v->phase == VIEW_IDLE || v->phase == VIEW_GROUPS)
        begin_groups(v);
}

bool view_is_folded(const struct view *v, uint32_t leg)
{
    const struct leg *l = store_leg(trace_store(v->trace), leg);
    return l && bits_has(&v->folded, l->session) != v->fold;
}

void view_fold(struct view *v, uint32_t leg, bool folded)
{
    const struct leg *l = store_leg(trace_store(v->trace), leg);
    if (!l || view_is_folded(v, leg) == folded)
        return;
    bits_set(&v->folded, l->session, folded != v->fold);
    if (v->phase == VIEW_IDLE || v->phase == VIEW_GROUPS)
        begin_groups(v);
}

void view_fold_all(struct view *v, bool folded)
{
    bits_clear(&v->folded);
    v->fold = folded;
    if (v->phase == VIEW_IDLE || v->phase == VIEW_GROUPS)
        begin_groups(v);
}

/* Were calls joined since, that should stand together? Not asked all the time. */
static bool should_group(const struct view *v)
{
    return v->tree && !v->paused && v->links != trace_store(v->trace)->links.n &&
           clock_monotonic() - v->grouped_ns > REGROUP_NS;
}

/* --- the job ---------------------------------------------------------------------------------- */

static void end_list(struct view *v)
{
    if (v->key)
        for (uint32_t i = 0; i < v->next.n; i++)
            v->next.leg[i] = v->key[i].leg;
    struct view_list old = v->base;
    v->base = v->next;
    v->next = old;
    v->listed++;
    begin_groups(v);
}

static void begin_keys(struct view *v)
{
    v->seen = v->at;
    if (!is_sorted(v)) {
        end_list(v);
        return;
    }
    v->key = mem_new(v->next.n + 1, sizeof(*v->key));
    v->spare = mem_new(v->next.n + 1, sizeof(*v->spare));
    if (!v->key || !v->spare) {
        v->failed = true;
        mem_free(v->key);
        v->key = NULL;
        end_list(v);
        return;
    }
    v->phase = VIEW_READS_KEYS;
    v->at = 0;
}

/* What has come since goes to the end. */
static void take_new(struct view *v, int64_t until_ns)
{
    uint32_t n = v->base.n;
    take(v, &v->base, &v->seen, until_ns);
    for (; n < v->base.n; n++)
        add(v, &v->shown, v->base.leg[n]);
}

static void work_once(struct view *v, int64_t until_ns)
{
    switch (v->phase) {
    case VIEW_FILTERS:
        take(v, &v->next, &v->at, until_ns);
        show_so_far(v);
        if (v->at >= end_of(v))
            begin_keys(v);
        break;
    case VIEW_READS_KEYS:
        read_keys(v, until_ns);
        if (v->at >= v->next.n) {
            v->phase = VIEW_SORTS;
            v->width = 1;
            begin_merge(v, 0);
        }
        break;
    case VIEW_SORTS:
        merge(v, until_ns);
        if (v->width >= v->next.n)
            end_list(v);
        break;
    case VIEW_GROUPS:
        group(v, until_ns);
        break;
    case VIEW_IDLE:
        if (should_group(v))
            begin_groups(v);
        else
            take_new(v, until_ns);
        break;
    }
}

static void sweep(const struct view *v, struct view_list *l)
{
    const struct store *s = trace_store(v->trace);
    uint32_t n = 0;
    for (uint32_t i = 0; i < l->n; i++)
        if (!leg_is_gone(store_leg(s, view_leg(l->leg[i]))))
            l->leg[n++] = l->leg[i];
    l->n = n;
}

/* A list in the making begins anew. */
void view_drop_gone(struct view *v)
{
    bool made = v->phase == VIEW_IDLE;
    sweep(v, &v->base);
    sweep(v, &v->shown);
    v->made++;
    v->listed++;
    if (!made)
        start_job(v);
}

/* Was the list made before the last packet? What came later can change what a leg is and whether it
 * passes. */
static bool is_stale(const struct view *v)
{
    return !v->whole && !v->paused && trace_is_over(v->trace);
}

bool view_work(struct view *v, int64_t until_ns)
{
    for (;;) {
        if (v->phase == VIEW_IDLE && is_stale(v))
            start_job(v);
        if (v->phase == VIEW_IDLE && v->seen >= end_of(v) && !should_group(v))
            return false;
        work_once(v, until_ns);
        if (clock_monotonic() > until_ns)
            return v->phase != VIEW_IDLE || v->seen < end_of(v);
    }
}

unsigned view_progress(const struct view *v)
{
    uint64_t done = v->at;
    switch (v->phase) {
    case VIEW_FILTERS:
        return (unsigned)(done * (is_sorted(v) ? 50 : 95) / (end_of(v) + 1));
    case VIEW_READS_KEYS:
        return 50 + (unsigned)(done * 40 / (v->next.n + 1));
    case VIEW_SORTS:
        return 90;
    case VIEW_GROUPS:
        return 95;
    default:
        return 100;
    }
}
