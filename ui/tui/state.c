/* A file of lines, each a word and a text: "filter code >= 400". */
#include "ui/tui/state.h"

#include <errno.h>
#include <stdio.h>

#include "base/file.h"
#include "ui/option/conf.h"

static const char *const words[HISTORIES] = {
    [HISTORY_SEARCH] = "search",
    [HISTORY_COMMAND] = "command",
    [HISTORY_FILTER] = "filter",
};

static const char columns_word[] = "columns";

static void take_line(struct app *app, struct slice line)
{
    char text[PROMPT_MAX];
    struct err err;
    size_t n = slice_index(line, ' ');
    struct slice word = slice_sub(line, 0, n), rest = slice_sub(line, n + 1, line.n);
    if (!rest.n || rest.n >= sizeof(text))
        return;
    snprintf(text, sizeof(text), "%.*s", (int)rest.n, rest.p);
    for (int i = 0; i < HISTORIES; i++)
        if (slice_eq(word, slice_of(words[i])))
            history_add(&app->history[i], text);
    if (slice_eq(word, slice_of(columns_word)) && !app->options->columns)
        option_set(app->options, OPTION_columns, rest, "", &err);
}

void state_load(struct app *app, const char *path)
{
    struct buf b;
    struct err err;
    buf_init(&b, 2 * CONF_MAX);
    file_load(&b, path, CONF_MAX, &err);
    for (struct slice rest = buf_slice(&b); rest.n;) {
        size_t n = slice_index(rest, '\n');
        take_line(app, slice_sub(rest, 0, n));
        rest = slice_sub(rest, n + 1, rest.n);
    }
    buf_fini(&b);
}

int state_save(const struct app *app, const char *path, struct err *err)
{
    struct buf b;
    buf_init(&b, CONF_MAX);
    for (int i = 0; i < HISTORIES; i++)
        for (unsigned k = 0; k < app->history[i].n; k++)
            buf_printf(&b, "%s %s\n", words[i], app->history[i].line[k]);
    if (app->options->columns)
        buf_printf(&b, "%s %s\n", columns_word, app->options->columns);
    file_make_folders(path);
    int r = b.failed ? err_set(err, -ENOMEM, "There is not enough memory for the history.")
                     : file_write(path, buf_slice(&b), 0600, err);
    buf_fini(&b);
    return r;
}
