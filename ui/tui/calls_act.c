/* What the user does with the list of calls. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/session/link.h"
#include "ui/tui/calls.h"
#include "ui/tui/yank.h"
#include "ui/tui/filters.h"

/* --- the place -------------------------------------------------------------------------------- */

void calls_remember(struct calls *c)
{
    c->here = calls_entry(c, c->scroll.at);
}

/* The row itself; or where it is folded away the headline. */
bool calls_find(struct calls *c, uint32_t from)
{
    const struct store *s = trace_store(c->app->trace);
    const struct leg *here = store_leg(s, view_leg(c->here));
    const struct view_list *l = &c->view.shown;
    uint32_t head = l->n;
    c->scroll.n = l->n;
    for (uint32_t i = from; i < l->n && here; i++) {
        if (l->leg[i] == c->here) {
            scroll_to(&c->scroll, i);
            return true;
        }
        if (here->session && view_is_head(l->leg[i]) &&
            store_leg(s, view_leg(l->leg[i]))->session == here->session)
            head = i;
    }
    if (head < l->n)
        scroll_to(&c->scroll, head);
    return head < l->n;
}

void calls_begin(struct calls *c)
{
    c->scroll.n = c->view.shown.n;
    c->scroll.top = 0;
    c->scroll.at = view_is_head(calls_entry(c, 0)) && c->scroll.n > 1;
}

void calls_return(struct calls *c)
{
    if (!calls_find(c, 0))
        calls_begin(c);
}

/* Another list, which fills from its beginning. */
static void leave_place(struct calls *c)
{
    c->scroll.at = c->scroll.top = 0;
    c->scroll.n = c->view.shown.n;
    table_forget(&c->table);
}

/* --- ladders ---------------------------------------------------------------------------------- */

/* Adds the legs of a call. */
static uint32_t add_legs(const struct store *s, uint32_t first, uint32_t *out, uint32_t n,
                         uint32_t max)
{
    for (uint32_t leg = first; leg && n < max; leg = call_next(s, leg, first))
        out[n++] = leg;
    return n;
}

static int in_order(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Those of the call here, or of all that are marked. */
static uint32_t gather(const struct calls *c, uint32_t *out, uint32_t max, bool marked)
{
    const struct store *s = trace_store(c->app->trace);
    uint32_t n = marked ? 0 : add_legs(s, view_leg(c->here), out, 0, max), found = 0;
    for (uint32_t leg = 1; marked && leg <= s->legs.n && found < c->marks.n; leg++)
        if (bits_has(&c->marks, leg)) {
            n = add_legs(s, leg, out, n, max);
            found++;
        }
    qsort(out, n, sizeof(*out), in_order);
    return n;
}

unsigned calls_legs(struct app *app, void *self, uint32_t *out, unsigned max)
{
    struct calls *c = self;
    const struct store *s = trace_store(app->trace);
    calls_remember(c);
    if (!c->here && !c->marks.n)
        return 0;
    if (c->marks.n || !view_is_head(c->here))
        return gather(c, out, max, c->marks.n != 0);
    uint32_t story = session_of(s, view_leg(c->here)), n = 0;
    for (uint32_t leg = 1; leg <= s->legs.n && n < max; leg++)
        if (session_of(s, leg) == story)
            out[n++] = leg;
    return n;
}

/* A headline stands for its session. */
static void open_ladder(struct calls *c, bool related)
{
    bool marked = c->marks.n && !related;
    calls_remember(c);
    if (!c->here && !marked)
        return;
    uint32_t *leg = mem_new(LADDER_LEGS_MAX, sizeof(*leg));
    if (!leg)
        return;
    uint32_t n = gather(c, leg, LADDER_LEGS_MAX, marked);
    struct ladder_arg arg = { .leg = leg,
                              .legs = n,
                              .related = related || (!marked && view_is_head(c->here)) };
    app_push(c->app, PANEL_LADDER, &arg);
    mem_free(leg);
}

/* A panel that stands on the ladder. */
static void open_through_ladder(struct calls *c, enum action action)
{
    unsigned depth = c->app->depth;
    open_ladder(c, false);
    if (c->app->depth > depth)
        app_through(c->app, action);
}

/* --- marks ------------------------------------------------------------------------------------ */

/* A call; or with a headline all of its session that is listed, until all of them are marked. */
static void mark_here(struct calls *c)
{
    const struct store *s = trace_store(c->app->trace);
    uint32_t leg = view_leg(c->here), session = leg ? store_leg(s, leg)->session : 0;
    bool all = true;
    if (!view_is_head(c->here)) {
        if (leg)
            bits_set(&c->marks, leg, !bits_has(&c->marks, leg));
        return;
    }
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < c->view.base.n; i++) {
            uint32_t each = c->view.base.leg[i];
            if (store_leg(s, each)->session != session)
                continue;
            if (pass)
                bits_set(&c->marks, each, !all);
            else
                all = all && bits_has(&c->marks, each);
        }
}

/* All that is listed, or nothing when all of that is marked; "all", "none" and "others" as said. */
static void mark_listed(struct calls *c, struct slice word)
{
    const struct view_list *l = &c->view.base;
    bool others = slice_ieq(word, SLICE("others")), all = true;
    if (word.n && !others && !slice_ieq(word, SLICE("all")) && !slice_ieq(word, SLICE("none"))) {
        app_note(c->app, STYLE_WARNING, "What is to be marked is all, none or others.");
        return;
    }
    for (uint32_t i = 0; i < l->n && all; i++)
        all = bits_has(&c->marks, l->leg[i]);
    bool on = !slice_ieq(word, SLICE("none")) && (word.n || !all);
    for (uint32_t i = 0; i < l->n; i++)
        bits_set(&c->marks, l->leg[i], others ? !bits_has(&c->marks, l->leg[i]) : on);
    app_note(c->app, STYLE_TEXT, "%u call%s marked; Esc forgets that.", c->marks.n,
             c->marks.n == 1 ? " is" : "s are");
}

/* --- what is listed, and how ------------------------------------------------------------------ */

static void sort_by(struct calls *c, const struct column *column, bool reverse)
{
    calls_remember(c);
    view_sort(&c->view, column, reverse);
}

/* By a column of those that are there, or any other; again: the other way round. */
static void sort_by_name(struct calls *c, const char *name)
{
    struct slice id = slice_trim(slice_of(name));
    const struct column *found = column_find(id);
    for (unsigned i = 0; i < c->table.n && !found; i++)
        if (slice_ieq(slice_of(c->table.column[i]->id), id))
            found = c->table.column[i];
    if (found)
        sort_by(c, found, found == c->view.order && !c->view.reverse);
    else
        app_note(c->app, STYLE_WARNING,
                 "There is no column \"%.*s\" to sort by; t shows which there are.", (int)id.n,
                 id.p);
}

/* What a panel holds stays. */
static void forget_finished(struct calls *c)
{
    uint32_t before = pool_live(&trace_store(c->app->trace)->legs);
    int r = trace_forget(c->app->trace, FORGET_FINISHED);
    app_forget(c->app);
    uint32_t gone = before - pool_live(&trace_store(c->app->trace)->legs);
    if (r < 0)
        app_note(c->app, STYLE_WARNING, "There is not enough memory to forget anything.");
    else if (gone)
        app_note(c->app, STYLE_DIM, "Forgot %u Call-IDs.", gone);
    else
        app_note(c->app, STYLE_DIM, "There is nothing to forget.");
}

static void list_all(struct calls *c)
{
    const struct store *s = trace_store(c->app->trace);
    if (!s->legs.n && !c->app->loading)
        app_note(c->app, STYLE_DIM, "This capture has no SIP at all.");
    else if (!s->calls.n && c->view.all)
        app_note(c->app, STYLE_DIM, "There are no calls; all that there is of SIP is listed.");
    else
        app_note(c->app, STYLE_DIM, "%s",
                 c->view.all ? "Calls only." : "Registrations and all else too.");
    if (!s->calls.n && c->view.all)
        return;
    calls_remember(c);
    view_all(&c->view, !c->view.all);
    leave_place(c);
}

/* What "@NAME" stands for; false with a note: there is no such name. */
static bool resolve(struct calls *c, const char *text, char out[PROMPT_MAX])
{
    struct slice name = slice_trim(slice_of(text));
    if (!name.n || name.p[0] != '@') {
        snprintf(out, PROMPT_MAX, "%s", text);
        return true;
    }
    name = slice_trim(slice_sub(name, 1, name.n));
    struct slice found = filters_find(c->app->options, name);
    if (!found.p) {
        app_note(c->app, STYLE_WARNING, "There is no filter \"%.*s\"; F shows which there are.",
                 (int)name.n, name.p);
        return false;
    }
    snprintf(out, PROMPT_MAX, "%.*s", (int)found.n, found.p);
    return true;
}

/* One that is wrong is asked for again, with the cursor at the place. */
static void filter(struct calls *c, const char *typed)
{
    struct app *app = c->app;
    struct query_error error;
    char text[PROMPT_MAX];
    if (!resolve(c, typed, text))
        return;
    calls_remember(c);
    int r = view_filter(&c->view, text, &error);
    if (r == 0) {
        leave_place(c);
        return;
    }
    app_ask(app, ACTION_FILTER, "filter:", text);
    if (r == -EINVAL) {
        app->prompt.at = error.pos < app->prompt.n ? error.pos : app->prompt.n;
        app_note(app, STYLE_WARNING, "%s", error.text);
    } else {
        app_note(app, STYLE_WARNING, "There is not enough memory for this filter.");
    }
}

static void ask_filter(struct calls *c, const char *arg)
{
    if (arg)
        filter(c, arg);
    else
        app_ask(c->app, ACTION_FILTER, "filter:", c->view.filter ? c->view.filter : "");
}

static void save_filter(struct calls *c, const char *arg)
{
    struct slice name = slice_trim(slice_of(arg));
    char text[PROMPT_MAX + FILTER_NAME];
    if (!c->view.filter) {
        app_note(c->app, STYLE_DIM, "There is no filter to be kept; F7 asks for one.");
        return;
    }
    if (!arg) {
        app_ask(c->app, ACTION_SAVE_FILTER, "name of the filter:", "");
        return;
    }
    if (!name.n || name.n >= FILTER_NAME || slice_index(name, '=') < name.n || name.p[0] == '@') {
        app_note(c->app, STYLE_WARNING, "A filter needs a name without = and @.");
        return;
    }
    snprintf(text, sizeof(text), "%.*s=%s", (int)name.n, name.p, c->view.filter);
    if (app_set(c->app, OPTION_named_filter, slice_of(text)))
        app_note(c->app, STYLE_TEXT,
                 "The filter is kept as @%.*s; :save-settings writes it into rung.conf.",
                 (int)name.n, name.p);
}

static void choose_columns(struct calls *c, const char *arg)
{
    struct columns seen = { 0 };
    if (arg) {
        app_set(c->app, OPTION_columns, slice_trim(slice_of(arg)));
        return;
    }
    for (unsigned i = 0; i < c->table.n; i++)
        if (c->table.w[i] && c->table.column[i]->add)
            seen.v[seen.n++] = c->table.column[i];
    app_push(c->app, PANEL_COLUMNS, &seen);
}

static void unfilter(struct calls *c)
{
    if (c->view.filter)
        filter(c, "");
    else
        app_note(c->app, STYLE_DIM, "All calls are listed: there is no filter.");
}

/* Left and right: at a headline and below it. What cannot be folded further goes to the headline.
 */
static void fold(struct calls *c, bool folded, const char *arg)
{
    uint32_t leg = view_leg(c->here);
    if (arg) {
        view_fold_all(&c->view, folded);
        return;
    }
    const struct leg *l = store_leg(trace_store(c->app->trace), leg);
    if (!c->view.tree || !l || !l->session)
        app_note(c->app, STYLE_DIM, "This call stands alone: there is nothing to fold.");
    else
        view_fold(&c->view, leg, folded);
}

static void pause(struct calls *c)
{
    view_pause(&c->view, !c->view.paused);
    app_note(c->app, STYLE_TEXT, "%s",
             c->view.paused ? "The list stays as it is; what comes in is read all the same."
                            : "The list goes on.");
}

static void follow(struct calls *c)
{
    c->follows = !c->follows;
    if (c->follows)
        scroll_act(&c->scroll, ACTION_LAST, true);
    app_note(c->app, STYLE_TEXT, "%s",
             c->follows ? "The cursor stays at the newest call." : "The cursor stays where it is.");
}

/* --- time ------------------------------------------------------------------------------------- */

/* To the listed call that begins first at or after this time. */
static void go_to_time(struct calls *c, int64_t ns)
{
    const struct view_list *l = &c->view.base;
    int64_t best = INT64_MAX;
    uint32_t found = 0;
    for (uint32_t i = 0; i < l->n; i++) {
        int64_t start = histogram_start(c->app->trace, l->leg[i]);
        if (start >= ns && start < best) {
            best = start;
            found = l->leg[i];
        }
    }
    if (!found) {
        app_note(c->app, STYLE_DIM, "No call that is listed begins at that time or later.");
        return;
    }
    c->follows = false;
    c->here = found;
    calls_find(c, 0);
}

/* "+90": seconds since the first message. */
static const char *read_time(const struct store *s, struct slice text, int64_t *out)
{
    size_t digits;
    if (!text.n || text.p[0] != '+')
        return query_instant(text, s->first_ns, s->last_ns, out);
    uint64_t seconds = slice_number(slice_sub(text, 1, text.n), UINT32_MAX, &digits);
    *out = clock_bound(s->first_ns + (int64_t)seconds * NS_PER_S);
    return digits && digits + 1 == text.n ? NULL : "Behind + stand seconds since the beginning.";
}

static void ask_time(struct calls *c, const char *arg)
{
    int64_t ns;
    const char *why =
        arg ? read_time(trace_store(c->app->trace), slice_trim(slice_of(arg)), &ns) : NULL;
    if (!arg)
        app_ask(c->app, ACTION_TIME, "time:", "");
    else if (why)
        app_note(c->app, STYLE_WARNING, "%s", why);
    else
        go_to_time(c, ns);
}

/* --- all of it -------------------------------------------------------------------------------- */

static void clear(struct calls *c)
{
    if (c->app->needle[0])
        c->app->needle[0] = '\0';
    else if (c->marks.n)
        bits_clear(&c->marks);
    else
        app_note(c->app, STYLE_DIM, "q leaves rung.");
}

static void mark(struct calls *c, const char *arg)
{
    if (arg) {
        mark_listed(c, slice_trim(slice_of(arg)));
        return;
    }
    mark_here(c);
    scroll_act(&c->scroll, ACTION_DOWN, true);
}

static void yank(struct calls *c, enum action action)
{
    calls_remember(c);
    const struct leg *leg = store_leg(trace_store(c->app->trace), view_leg(c->here));
    if (!leg)
        app_note(c->app, STYLE_DIM, "There is nothing to copy.");
    else if (action == ACTION_YANK_CALL)
        yank_call_id(c->app, leg->first);
    else
        yank_filter(c->app, view_leg(c->here));
}

/* What goes on; false: it is none of these, but moves. */
static bool arrange(struct calls *c, enum action action, const char *arg)
{
    const struct view *v = &c->view;
    switch (action) {
    case ACTION_FILTER:
        ask_filter(c, arg);
        return true;
    case ACTION_FILTERS:
        filters_open(c->app, view_leg(c->here));
        return true;
    case ACTION_SAVE_FILTER:
        save_filter(c, arg);
        return true;
    case ACTION_COLUMNS:
        choose_columns(c, arg);
        return true;
    case ACTION_WHY_HERE:
        open_through_ladder(c, ACTION_WHY);
        return true;
    case ACTION_STEPS:
        open_through_ladder(c, ACTION_STEPS);
        return true;
    case ACTION_MEDIA_HERE:
        open_through_ladder(c, ACTION_MEDIA);
        return true;
    case ACTION_YANK_CALL:
    case ACTION_YANK_FILTER:
        yank(c, action);
        return true;
    case ACTION_UNFILTER:
        unfilter(c);
        return true;
    case ACTION_ALL:
        if (!arg || !c->view.all) /* another panel wants all, whatever there was before */
            list_all(c);
        return true;
    case ACTION_SORT:
        if (arg)
            sort_by_name(c, arg);
        else
            app_ask(c->app, ACTION_SORT, "sort by:", "");
        return true;
    case ACTION_SORT_BEFORE:
    case ACTION_SORT_AFTER:
        sort_by(c, table_neighbour(&c->table, v->order, action == ACTION_SORT_BEFORE ? -1 : 1),
                v->reverse);
        return true;
    case ACTION_REVERSE:
        sort_by(c, v->order, !v->reverse);
        return true;
    case ACTION_SHUT:
    case ACTION_UNSHUT:
        fold(c, action == ACTION_SHUT, arg);
        return true;
    case ACTION_SHUT_ALL:
        view_fold_all(&c->view, !v->fold);
        return true;
    case ACTION_FORGET:
        forget_finished(c);
        return true;
    case ACTION_PAUSE:
        pause(c);
        return true;
    case ACTION_FOLLOW:
        follow(c);
        return true;
    case ACTION_TIME:
        ask_time(c, arg);
        return true;
    default:
        return false;
    }
}

void calls_act(struct app *app, void *self, enum action action, const char *arg)
{
    struct calls *c = self;
    calls_remember(c);
    (void)app;
    switch (action) {
    case ACTION_OPEN:
    case ACTION_RELATED:
        open_ladder(c, action == ACTION_RELATED);
        break;
    case ACTION_MARK:
        mark(c, arg);
        break;
    case ACTION_MARK_ALL:
        mark_listed(c, SLICE(""));
        break;
    case ACTION_CLEAR:
        clear(c);
        break;
    default:
        if (arrange(c, action, arg))
            return;
        c->follows = c->follows && action == ACTION_LAST;
        scroll_act(&c->scroll, action, true);
    }
    calls_remember(c);
}

/* A press goes to the row, a second one opens it; on a head it sorts, on a bar it goes there. */
bool calls_mouse(struct app *app, void *self, const struct mouse *m)
{
    struct calls *c = self;
    int y = m->y - c->head;
    uint32_t row = c->scroll.top + (uint32_t)(y > 0 ? y : 0);
    int64_t ns;
    if (m->kind != MOUSE_PRESS && m->kind != MOUSE_DOUBLE)
        return false;
    const struct column *column = y == -1 ? table_column_at(&c->table, m->x) : NULL;
    if (column && m->kind == MOUSE_PRESS) {
        sort_by(c, column, column == c->view.order && !c->view.reverse);
        return true;
    }
    if (y < -1 && m->y >= 0 && c->bars && histogram_time(c->histogram, m->x, &ns)) {
        go_to_time(c, ns);
        return true;
    }
    if (y < 0 || y >= (int)c->scroll.page || row >= c->view.shown.n)
        return false;
    scroll_to(&c->scroll, row);
    c->follows = false;
    calls_remember(c);
    if (view_is_head(c->here) && m->x < TABLE_X && m->kind == MOUSE_PRESS)
        fold(c, !view_is_folded(&c->view, view_leg(c->here)), NULL);
    else if (m->kind == MOUSE_DOUBLE)
        app_act(app, ACTION_OPEN, NULL);
    return true;
}
