/* Options and terminal into what the renderers ask for. */
#include "ui/cli/paper.h"

#include <errno.h>
#include <inttypes.h>
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

void paper_init(struct paper *p, const struct options *c)
{
    bool to_file = c->output && strcmp(c->output, "-") != 0;
    bool terminal = !to_file && isatty(STDOUT_FILENO);
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    bool plain = (no_color && *no_color) || (term && !strcmp(term, "dumb"));
    *p = (struct paper){ .time = (enum render_time)c->time };
    p->color = c->color == COLOR_ALWAYS || (c->color == COLOR_AUTO && terminal && !plain);
    p->ascii = c->ascii || (terminal && strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
    if (c->width)
        p->width = c->width < CANVAS_MAX ? (unsigned)c->width : CANVAS_MAX;
    else if (terminal)
        p->width = terminal_width();
}

/* The ending of a file's name, or "". */
static const char *ending(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    return dot ? dot + 1 : "";
}

const char *paper_unwritten(const struct options *c)
{
    static const char *const endings[] = { "svg",  "html",     "htm", "pdf",      "png",  "mmd",
                                           "puml", "plantuml", "md",  "markdown", "csv",  "pcap",
                                           "msc",  "mscgen",   "dot", "pcapng",   "json", NULL };
    const char *word = c->output ? ending(c->output) : "";
    char lower[16];
    size_t n = strlen(word);
    for (size_t i = 0; i <= n && n < sizeof(lower); i++)
        lower[i] = ascii_lower(word[i]);
    return n && n < sizeof(lower) && place(endings, lower) >= 0 ? word : NULL;
}

int paper_lists(struct paper *p, const struct options *c, const char *command, bool rows,
                enum list_format *format, struct err *err)
{
    const char *word = c->format ? NULL : paper_unwritten(c);
    struct buf names;
    int r = 0;
    paper_init(p, c);
    *format = c->json             ? LIST_JSON
              : c->format         ? list_format_find(c->format, rows)
              : word || c->output ? list_format_by_path(c->output, rows)
                                  : LIST_TEXT;
    if (*format == LIST_FORMAT_COUNT && !c->format && !word)
        *format = LIST_TEXT; /* an ending that says nothing */
    p->ascii = p->ascii || *format == LIST_ASCII;
    if (*format != LIST_FORMAT_COUNT)
        return 0;
    buf_init(&names, 256);
    list_format_names(&names, rows);
    if (c->format)
        r = err_set(err, -EINVAL, "--format of %s is %.*s, not \"%s\".", command, (int)names.n,
                    names.n ? names.p : "", c->format);
    else
        r = err_set(err, -EINVAL, "%s writes %.*s, no .%s; --format text insists.", command,
                    (int)names.n, names.n ? names.p : "", word);
    buf_fini(&names);
    return r;
}

void paper_complain(const char *sentence)
{
    size_t n = strlen(sentence);
    char first = sentence[0];
    /* our own sentences begin with a word; a name in capitals stays as it is */
    if (first >= 'A' && first <= 'Z' &&
        (sentence[1] == ' ' || (sentence[1] >= 'a' && sentence[1] <= 'z')))
        first = ascii_lower(first);
    fprintf(stderr, "rung: %c%s%s\n", first, n ? sentence + 1 : "",
            n && strchr(".?", sentence[n - 1]) ? "" : ".");
}

int paper_fail(const struct err *err, int status)
{
    paper_complain(err->text);
    return status;
}

const char *paper_number(char out[PAPER_NUMBER], uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof(digits), "%" PRIu64, n), k = 0;
    for (int i = 0; i < len; i++) {
        if (i && (len - i) % 3 == 0)
            out[k++] = ',';
        out[k++] = digits[i];
    }
    out[k] = '\0';
    return out;
}

const char *paper_span(char out[CLOCK_TEXT], int64_t ns)
{
    int64_t hours = ns / NS_PER_S / 3600;
    if (hours < 48)
        clock_duration(out, ns);
    else if (hours < 240)
        snprintf(out, CLOCK_TEXT, "%" PRId64 " d %02" PRId64 " h", hours / 24, hours % 24);
    else
        snprintf(out, CLOCK_TEXT, "%" PRId64 " d", hours / 24);
    return out;
}

bool paper_same_day(int64_t a, int64_t b)
{
    char day[2][CLOCK_TEXT];
    clock_date(day[0], a);
    clock_date(day[1], b);
    return !strcmp(day[0], day[1]);
}
