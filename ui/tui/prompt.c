/* Editing of one line, with the keys that shells have. */
#include "ui/tui/prompt.h"

#include <stdio.h>
#include <utf8proc.h>

#include "ui/tui/stroke.h"

enum {
    CTRL_A = 1,
    CTRL_C = 3,
    CTRL_E = 5,
    CTRL_K = 11,
    CTRL_N = 14,
    CTRL_P = 16,
    CTRL_U = 21,
    CTRL_W = 23
};

static void set_text(struct prompt *p, const char *text)
{
    size_t n = strlen(text);
    n = n < sizeof(p->text) ? n : sizeof(p->text) - 1;
    memmove(p->text, text, n); /* it may be its own */
    p->text[n] = '\0';
    p->n = p->at = n;
}

void prompt_open(struct prompt *p, const char *label, const char *text)
{
    set_text(p, text);
    snprintf(p->label, sizeof(p->label), "%s", label);
    p->hint[0] = '\0';
    p->complete = NULL;
    p->history = NULL;
    p->back = 0;
}

static void cut(struct prompt *p, size_t from, size_t to)
{
    memmove(p->text + from, p->text + to, p->n - to + 1);
    p->n -= to - from;
    p->at = from;
}

static void insert(struct prompt *p, const char *text, size_t n)
{
    if (p->n + n >= sizeof(p->text))
        return;
    memmove(p->text + p->at + n, p->text + p->at, p->n - p->at + 1);
    memcpy(p->text + p->at, text, n);
    p->n += n;
    p->at += n;
}

static bool inside(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static size_t before(const struct prompt *p)
{
    size_t i = p->at;
    while (i > 0 && inside(p->text[--i]))
        ;
    return i;
}

static size_t after(const struct prompt *p)
{
    size_t i = p->at;
    while (i < p->n && inside(p->text[++i]))
        ;
    return i;
}

static size_t word_before(const struct prompt *p)
{
    size_t i = p->at;
    while (i > 0 && p->text[i - 1] == ' ')
        i--;
    while (i > 0 && p->text[i - 1] != ' ')
        i--;
    return i;
}

/* Of one proposal what it means, where that is said anywhere, else the first ones. */
static void hint(struct prompt *p, const struct query_completion *found, size_t n)
{
    size_t used = 0;
    if (n == 1 && found[0].help && found[0].help[0]) {
        snprintf(p->hint, sizeof(p->hint), "%.*s: %s", (int)found[0].text.n, found[0].text.p,
                 found[0].help);
        return;
    }
    for (size_t i = 0; i < n && used < sizeof(p->hint) - 1; i++)
        used += (size_t)snprintf(p->hint + used, sizeof(p->hint) - used, "%s%.*s", i ? "  " : "",
                                 (int)found[i].text.n, found[i].text.p);
}

/* As far as all proposals agree. */
static void complete(struct prompt *p)
{
    struct query_completion found[COMPLETE_MAX];
    size_t n = p->complete ? p->complete(p->app, p->text, p->at, found) : 0;
    if (!n)
        return;
    hint(p, found, n);
    size_t common = found[0].text.n;
    for (size_t i = 1; i < n; i++) {
        size_t k = 0;
        if (found[i].from != found[0].from)
            return;
        while (k < common && k < found[i].text.n && found[i].text.p[k] == found[0].text.p[k])
            k++;
        common = k;
    }
    if (found[0].from <= p->at && common > p->at - found[0].from) {
        cut(p, found[0].from, p->at);
        insert(p, found[0].text.p, common);
    }
}

/* To a line that was typed before, or back to the one that is being typed. */
static void recall(struct prompt *p, int step)
{
    unsigned n = p->history ? p->history->n : 0, to = p->back + (unsigned)step;
    if (step < 0 ? !p->back : to > n)
        return;
    if (!p->back)
        memcpy(p->typed, p->text, p->n + 1);
    p->back = to;
    set_text(p, to ? p->history->line[n - to] : p->typed);
}

static void type(struct prompt *p, int stroke)
{
    char text[4];
    if (stroke >= 0x110000 || !utf8proc_codepoint_valid(stroke) ||
        utf8proc_category(stroke) == UTF8PROC_CATEGORY_CC)
        return;
    insert(p, text, (size_t)utf8proc_encode_char(stroke, (utf8proc_uint8_t *)text));
}

enum prompt_result prompt_key(struct prompt *p, int stroke)
{
    p->hint[0] = '\0';
    switch (stroke) {
    case STROKE_ENTER:
        return PROMPT_DONE;
    case STROKE_ESC:
    case CTRL_C:
        return PROMPT_GIVEN_UP;
    case STROKE_BACKSPACE:
        if (!p->n)
            return PROMPT_GIVEN_UP;
        cut(p, before(p), p->at);
        break;
    case STROKE_DELETE:
        cut(p, p->at, after(p));
        break;
    case STROKE_LEFT:
        p->at = before(p);
        break;
    case STROKE_RIGHT:
        p->at = after(p);
        break;
    case STROKE_HOME:
    case CTRL_A:
        p->at = 0;
        break;
    case STROKE_END:
    case CTRL_E:
        p->at = p->n;
        break;
    case CTRL_U:
        cut(p, 0, p->at);
        break;
    case CTRL_K:
        cut(p, p->at, p->n);
        break;
    case CTRL_W:
        cut(p, word_before(p), p->at);
        break;
    case STROKE_TAB:
        complete(p);
        break;
    case STROKE_UP:
    case CTRL_P:
        recall(p, 1);
        break;
    case STROKE_DOWN:
    case CTRL_N:
        recall(p, -1);
        break;
    default:
        type(p, stroke);
    }
    return PROMPT_GOES_ON;
}

void prompt_draw(const struct prompt *p, const struct area *a, int y)
{
    int x = 1 + area_puts(a, 1, y, STYLE_KEY, p->label) + 1;
    struct area field = area_part(a, x, y, a->w - x - 1, 1);
    int cursor = text_width(a->grid, slice_make(p->text, p->at));
    int shift = cursor >= field.w ? cursor - field.w + 1 : 0;
    area_text(&field, -shift, 0, STYLE_TEXT, slice_make(p->text, p->n));
    area_back(a, x + cursor - shift, y, 1, BACK_CURSOR);
}
