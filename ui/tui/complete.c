/* Proposals for what is being typed. */
#include "ui/tui/complete.h"

#include "ui/tui/app.h"

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

size_t complete_filter(const struct app *app, const char *text, size_t at,
                       struct query_completion *out)
{
    (void)app;
    return query_complete(text, at, out, COMPLETE_MAX);
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
