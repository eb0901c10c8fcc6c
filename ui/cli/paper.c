/* Options and terminal into what the renderers ask for. */
#include "ui/cli/paper.h"

#include <errno.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ui/export/canvas.h"

/* The word's place in a list that ends with NULL; -1: it is not there. */
static int place(const char *const *words, const char *word)
{
    for (int i = 0; words[i]; i++)
        if (!strcmp(words[i], word))
            return i;
    return -1;
}

static unsigned terminal_width(void)
{
    struct winsize w;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0 ? w.ws_col : 0;
}

int paper_init(struct paper *p, const struct config *c, struct err *err)
{
    static const char *const colors[] = { "auto", "always", "never", NULL };
    static const char *const times[] = { "auto", "abs", "delta", "since", NULL };
    int color = c->color ? place(colors, c->color) : 0, time = c->time ? place(times, c->time) : 0;
    if (color < 0)
        return err_set(err, -EINVAL, "--color is auto, always or never, not \"%s\".", c->color);
    if (time < 0)
        return err_set(err, -EINVAL, "--time is abs, delta or since, not \"%s\".", c->time);
    bool to_file = c->output && strcmp(c->output, "-") != 0;
    bool terminal = !to_file && isatty(STDOUT_FILENO);
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    bool plain = (no_color && *no_color) || (term && !strcmp(term, "dumb"));
    *p = (struct paper){ .time = (enum render_time)time };
    p->color = color == 1 || (color == 0 && terminal && !plain);
    p->ascii = c->ascii || (terminal && strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
    if (c->width)
        p->width = c->width < CANVAS_MAX ? (unsigned)c->width : CANVAS_MAX;
    else if (terminal)
        p->width = terminal_width();
    return 0;
}

int paper_fail(const struct err *err, int status)
{
    fprintf(stderr, "rung: %s\n", err->text);
    return status;
}
