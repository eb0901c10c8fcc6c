/* Paragraphs to lines to cells. */
#include "ui/tui/page.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"

enum { TEXT_BYTES = 8 << 20, LEAST = 8 /* cells of a line, however narrow the panel is */ };

void page_init(struct page *p, bool cursor)
{
    *p = (struct page){ .cursor = cursor };
    buf_init(&p->text, TEXT_BYTES);
}

void page_fini(struct page *p)
{
    buf_fini(&p->text);
    mem_free(p->span);
    mem_free(p->paragraph);
    mem_free(p->line);
}

void page_clear(struct page *p)
{
    buf_clear(&p->text);
    p->spans = p->paragraphs = p->lines = 0;
    p->width = 0;
}

/* Room for one more; false: no memory. */
static bool grow(void **v, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return true;
    uint32_t more = *cap ? *cap * 2 : 64;
    void *to = mem_resize(*v, more, size);
    if (!to)
        return false;
    *v = to;
    *cap = more;
    return true;
}

/* --- writing ---------------------------------------------------------------------------------- */

void page_paragraph(struct page *p, int indent, int hang, uint32_t tag)
{
    if (!grow((void **)&p->paragraph, p->paragraphs, &p->paragraphs_cap, sizeof(*p->paragraph)))
        return;
    p->paragraph[p->paragraphs++] = (struct page_paragraph){
        .at = (uint32_t)p->text.n, .span = p->spans, .tag = tag, .indent = indent, .hang = hang
    };
    p->width = 0;
}

void page_add(struct page *p, enum style style, struct slice text)
{
    if (!p->paragraphs)
        page_paragraph(p, 0, 0, 0);
    if (!text.n || !p->paragraphs ||
        !grow((void **)&p->span, p->spans, &p->spans_cap, sizeof(*p->span)))
        return;
    p->span[p->spans++] = (struct page_span){ (uint32_t)p->text.n, style };
    buf_add(&p->text, text.p, text.n);
}

void page_puts(struct page *p, enum style style, const char *text)
{
    page_add(p, style, slice_of(text));
}

void page_printf(struct page *p, enum style style, const char *fmt, ...)
{
    char text[2048];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    page_puts(p, style, text);
}

static struct slice paragraph_text(const struct page *p, uint32_t i)
{
    size_t end = i + 1 < p->paragraphs ? p->paragraph[i + 1].at : p->text.n;
    return slice_sub(buf_slice(&p->text), p->paragraph[i].at, end);
}

void page_tab(struct page *p, int column, bool ascii)
{
    static const char blanks[] = "                                                            ";
    if (!p->paragraphs)
        return;
    struct slice text = paragraph_text(p, p->paragraphs - 1);
    int w = (int)cells_width(text, ascii), n = column > w ? column - w : w ? 1 : 0;
    for (; n > 0; n -= (int)sizeof(blanks) - 1)
        page_add(p, STYLE_TEXT, slice_sub(slice_of(blanks), 0, (size_t)n));
}

void page_head(struct page *p, const char *text)
{
    if (p->paragraphs)
        page_paragraph(p, 0, 0, 0);
    page_paragraph(p, 0, 0, 0);
    page_puts(p, STYLE_STRONG, text);
}

/* --- lines ------------------------------------------------------------------------------------ */

static void add_line(struct page *p, uint32_t paragraph, size_t from, size_t n, int indent)
{
    if (grow((void **)&p->line, p->lines, &p->lines_cap, sizeof(*p->line)))
        p->line[p->lines++] = (struct page_line){ p->paragraph[paragraph].at + (uint32_t)from,
                                                  (uint32_t)n, paragraph, indent };
}

static void wrap_paragraph(struct page *p, uint32_t i, int w)
{
    struct slice text = paragraph_text(p, i), rest = text;
    int indent = p->paragraph[i].indent;
    do {
        int room = w - indent > LEAST ? w - indent : LEAST;
        struct slice line = cells_line(&rest, (unsigned)room, p->ascii);
        add_line(p, i, line.n ? (size_t)(line.p - text.p) : 0, line.n, indent);
        indent = p->paragraph[i].hang;
    } while (rest.n);
}

static void wrap(struct page *p, int w, bool ascii)
{
    if (p->width == w && p->ascii == ascii)
        return;
    p->width = w;
    p->ascii = ascii;
    p->lines = 0;
    for (uint32_t i = 0; i < p->paragraphs; i++)
        wrap_paragraph(p, i, w);
}

static struct slice line_text(const struct page *p, uint32_t line)
{
    return slice_sub(buf_slice(&p->text), p->line[line].at, p->line[line].at + p->line[line].n);
}

/* The line's spans one after the other. */
static void draw_line(const struct page *p, const struct area *a, int y, uint32_t line)
{
    const struct page_line *l = &p->line[line];
    uint32_t s = p->paragraph[l->paragraph].span, end = l->at + l->n;
    int x = l->indent;
    for (uint32_t at = l->at; at < end;) {
        while (s + 1 < p->spans && p->span[s + 1].at <= at)
            s++;
        uint32_t to = s + 1 < p->spans && p->span[s + 1].at < end ? p->span[s + 1].at : end;
        x += area_text(a, x, y, p->span[s].style, slice_sub(buf_slice(&p->text), at, to));
        at = to;
    }
}

void page_draw(struct page *p, const struct area *a)
{
    struct area text = area_part(a, 2, 0, a->w - 4, a->h);
    wrap(p, text.w, a->grid->ascii);
    scroll_fit(&p->scroll, p->lines, text.h);
    uint32_t here = p->cursor && p->lines ? p->line[p->scroll.at].paragraph : UINT32_MAX;
    for (int y = 0; y < text.h && p->scroll.top + (uint32_t)y < p->lines; y++) {
        uint32_t i = p->scroll.top + (uint32_t)y;
        draw_line(p, &text, y, i);
        if (p->line[i].paragraph == here)
            area_back(a, 0, y, a->w - 1, BACK_CURSOR);
    }
    scroll_draw(&p->scroll, a, 0, text.h);
}

/* --- moving ----------------------------------------------------------------------------------- */

uint32_t page_tag(const struct page *p)
{
    return p->scroll.at < p->lines ? p->paragraph[p->line[p->scroll.at].paragraph].tag : 0;
}

bool page_find(struct page *p, uint32_t tag)
{
    for (uint32_t i = 0; i < p->lines; i++)
        if (p->paragraph[p->line[i].paragraph].tag == tag) {
            scroll_to(&p->scroll, i);
            return true;
        }
    return false;
}

/* A step of the cursor goes over the lines of its paragraph. */
static bool step(struct page *p, int by)
{
    uint32_t at = p->scroll.at;
    if (!p->cursor || at >= p->lines)
        return false;
    uint32_t here = p->line[at].paragraph, last = p->lines - 1;
    while (by > 0 ? at < last && p->line[at].paragraph == here
                  : at > 0 && p->line[at].paragraph == here)
        at += (uint32_t)by;
    while (by < 0 && at > 0 && p->line[at - 1].paragraph == p->line[at].paragraph)
        at--;
    p->scroll.at = at;
    scroll_fit(&p->scroll, p->lines, (int)p->scroll.page);
    return true;
}

bool page_act(struct page *p, enum action action)
{
    bool steps = action == ACTION_UP || action == ACTION_DOWN;
    if ((steps && step(p, action == ACTION_UP ? -1 : 1)) ||
        scroll_act(&p->scroll, action, p->cursor)) {
        p->found = p->cursor ? p->scroll.at : p->scroll.top;
        return true;
    }
    return false;
}

bool page_mouse(struct page *p, const struct mouse *m)
{
    uint32_t line = p->scroll.top + (uint32_t)(m->y > 0 ? m->y : 0);
    if (!p->cursor || (m->kind != MOUSE_PRESS && m->kind != MOUSE_DOUBLE) || m->y < 0 ||
        line >= p->lines)
        return false;
    p->scroll.at = p->found = line;
    return true;
}

uint32_t page_rows(void *self)
{
    const struct page *p = self;
    return p->lines;
}

uint32_t page_row(void *self)
{
    const struct page *p = self;
    return p->found;
}

void page_go(struct app *app, void *self, uint32_t row)
{
    struct page *p = self;
    (void)app;
    p->found = row;
    scroll_to(&p->scroll, row);
}

bool page_has(struct app *app, void *self, uint32_t row, struct slice text)
{
    const struct page *p = self;
    (void)app;
    return row < p->lines && text_contains(line_text(p, row), text);
}
