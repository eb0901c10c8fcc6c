/* Proposals for what is being typed. */
#include "ui/tui/complete.h"

#include "ui/export/save.h"
#include "ui/export/steps.h"
#include "ui/flow/columns.h"
#include "ui/tui/app.h"
#include "ui/tui/filters.h"
#include "ui/tui/ladder_panel.h"

complete_fn *complete_for(enum argument a)
{
    static complete_fn *const functions[] = {
#define X(id, placeholder, complete) complete,
        ARGUMENT_LIST(X)
#undef X
    };
    return functions[a];
}

size_t complete_nothing(const struct app *app, const char *text, size_t at,
                        struct query_completion *out)
{
    (void)app;
    (void)text;
    (void)at;
    (void)out;
    return 0;
}

/* "@NAME": the user's, then those that are always there. */
static size_t filter_names(const struct options *o, struct slice begun,
                           struct query_completion *out)
{
    const char *name, *text;
    size_t n = 0;
    for (unsigned i = 0; i < o->named_filter.n && n < COMPLETE_MAX; i++) {
        struct slice have = option_name_of(slice_of(o->named_filter.v[i]));
        if (slice_istarts(have, begun))
            out[n++] = (struct query_completion){ have, "a filter that was kept", 1 };
    }
    for (unsigned i = 0; filters_builtin(i, &name, &text) && n < COMPLETE_MAX; i++)
        if (slice_istarts(slice_of(name), begun))
            out[n++] = (struct query_completion){ slice_of(name), text, 1 };
    return n;
}

size_t complete_filter(const struct app *app, const char *text, size_t at,
                       struct query_completion *out)
{
    if (at && text[0] == '@')
        return filter_names(app->options, slice_make(text + 1, at - 1), out);
    return query_complete(text, at, out, COMPLETE_MAX);
}

/* Those of some words, with | between, that begin so. */
static size_t words(const char *all, const char *help, struct slice begun, size_t from,
                    struct query_completion *out)
{
    struct slice rest = slice_of(all), word;
    size_t n = 0;
    for (; rest.n && n < COMPLETE_MAX; rest = slice_sub(rest, word.n + 1, rest.n)) {
        word = slice_sub(rest, 0, slice_index(rest, '|'));
        if (slice_istarts(word, begun))
            out[n++] = (struct query_completion){ word, help, from };
    }
    return n;
}

size_t complete_marks(const struct app *app, const char *text, size_t at,
                      struct query_completion *out)
{
    (void)app;
    return words("all|none|others", "", slice_make(text, at), 0, out);
}

size_t complete_folds(const struct app *app, const char *text, size_t at,
                      struct query_completion *out)
{
    (void)app;
    return words("all", "", slice_make(text, at), 0, out);
}

/* Columns of the table, then fields of filters; the last of several with commas between. */
size_t complete_column(const struct app *app, const char *text, size_t at,
                       struct query_completion *out)
{
    size_t from = at, n = 0;
    (void)app;
    while (from && text[from - 1] != ',' && text[from - 1] != ' ')
        from--;
    struct slice begun = slice_make(text + from, at - from);
    for (int i = 0; i < COLUMN_COUNT && n < COMPLETE_MAX; i++) {
        const struct column *c = column_get((enum column_id)i);
        if (slice_istarts(slice_of(c->id), begun))
            out[n++] = (struct query_completion){ slice_of(c->id), c->help, from };
    }
    for (int i = 0; i < QUERY_FIELD_COUNT && n < COMPLETE_MAX; i++) {
        struct slice name = query_field_name((enum query_field)i);
        if (slice_istarts(name, begun) && !column_find(name))
            out[n++] =
                (struct query_completion){ name, query_field_get((enum query_field)i)->help, from };
    }
    return n;
}

/* The words that a setting can have. */
static size_t setting_values(enum option_id id, struct slice begun, size_t from,
                             struct query_completion *out)
{
    const struct option_info *row = option_get(id);
    if (row->kind == OPTION_MANY)
        return 0;
    return words(row->kind == OPTION_FLAG ? "yes|no" : row->values, row->help, begun, from, out);
}

size_t complete_setting(const struct app *app, const char *text, size_t at,
                        struct query_completion *out)
{
    struct slice typed = slice_make(text, at);
    size_t end = slice_index(typed, ' '), n = 0;
    struct slice name = slice_sub(typed, 0, end);
    if (end < at) {
        enum option_id id = option_find(name);
        while (end < at && text[end] == ' ')
            end++;
        if (id == OPTION_columns)
            return complete_column(app, text, at, out);
        return id == OPTION_COUNT ? 0 : setting_values(id, slice_sub(typed, end, at), end, out);
    }
    for (int i = 0; i < OPTION_COUNT && n < COMPLETE_MAX; i++) {
        const struct option_info *row = option_get((enum option_id)i);
        if (row->kept && slice_istarts(slice_of(row->name), name))
            out[n++] = (struct query_completion){ slice_of(row->name), row->help, 0 };
    }
    return n;
}

size_t complete_view(const struct app *app, const char *text, size_t at,
                     struct query_completion *out)
{
    (void)app;
    return setting_values(OPTION_message_view, slice_make(text, at), 0, out);
}

static size_t endings(enum render_what what, struct slice begun, size_t from, size_t n,
                      struct query_completion *out)
{
    const struct render *r;
    for (unsigned i = 0; (r = render_get(what, i)) && n < COMPLETE_MAX; i++) {
        struct slice word = slice_of(r->extensions);
        word = slice_sub(word, 0, slice_index(word, ' '));
        bool known = false;
        for (size_t k = 0; k < n; k++)
            known = known || slice_eq(out[k].text, word);
        if (!known && slice_istarts(word, begun))
            out[n++] = (struct query_completion){ word, r->help, from };
    }
    return n;
}

size_t complete_lane(const struct app *app, const char *text, size_t at,
                     struct query_completion *out)
{
    const struct panel *top = &app->panel[app->depth - 1];
    size_t n = 0;
    if (top->id != PANEL_LADDER)
        return 0;
    const struct flow *f = ((const struct ladder_panel *)top->self)->flow;
    for (unsigned i = 0; i < f->participants && n < COMPLETE_MAX; i++) {
        struct slice name = slice_of(f->participant[i].name);
        if (slice_istarts(name, slice_make(text, at)))
            out[n++] = (struct query_completion){ name, f->participant[i].address, 0 };
    }
    return n;
}

/* Where the ending of a file's name begins; 0: there is none. */
static size_t ending_of(const char *text, size_t at)
{
    size_t dot = at;
    while (dot && text[dot - 1] != '.' && text[dot - 1] != '/')
        dot--;
    return dot && text[dot - 1] == '.' ? dot : 0;
}

size_t complete_capture(const struct app *app, const char *text, size_t at,
                        struct query_completion *out)
{
    size_t dot = ending_of(text, at), n = 0;
    struct slice begun = slice_make(text + dot, at - dot);
    struct save_format f;
    (void)app;
    for (unsigned i = 0; dot && save_get(&f, i) && n < COMPLETE_MAX; i++) {
        struct slice word = slice_of(f.extensions);
        word = slice_sub(word, 0, slice_index(word, ' '));
        if (slice_istarts(word, begun))
            out[n++] = (struct query_completion){ word, f.help, dot };
    }
    return n;
}

size_t complete_ending(const struct app *app, const char *text, size_t at,
                       struct query_completion *out)
{
    size_t dot = ending_of(text, at);
    struct slice begun = slice_make(text + dot, at - dot);
    (void)app;
    if (!dot)
        return 0;
    size_t n = endings(RENDER_LADDER, begun, dot, 0, out);
    return endings(RENDER_STEPS, begun, dot, n, out);
}

static size_t command_names(enum panel_id panel, struct slice begun, size_t from,
                            struct query_completion *out)
{
    size_t n = 0;
    for (int i = 0; i < ACTION_COUNT && n < COMPLETE_MAX; i++) {
        const struct action_info *info = action_get((enum action)i);
        struct slice name = slice_of(info->command);
        if (action_is_in((enum action)i, panel) && slice_istarts(name, begun))
            out[n++] = (struct query_completion){ name, info->help, from };
    }
    return n;
}

size_t complete_command(const struct app *app, const char *text, size_t at,
                        struct query_completion *out)
{
    enum panel_id panel = app->panel[app->depth - 1].id;
    size_t begin = 0;
    while (begin < at && text[begin] == ' ')
        begin++;
    size_t end = begin + slice_index(slice_make(text + begin, at - begin), ' ');
    struct slice word = slice_make(text + begin, end - begin);
    if (end >= at)
        return command_names(panel, word, begin, out);
    enum action action = action_find(panel, word);
    if (action == ACTION_NONE)
        return 0;
    while (end < at && text[end] == ' ')
        end++;
    size_t n = complete_for(action_get(action)->argument)(app, text + end, at - end, out);
    for (size_t i = 0; i < n; i++)
        out[i].from += end;
    return n;
}
