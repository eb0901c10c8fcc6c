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
    p->spans = p->paragraphs = p->lines = p->wrapped = 0;
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
}

void page_add(struct page *p, enum style style, struct slice text)
{
    if (!p->paragraphs)
        page_paragraph(p, 0, 0, 0);
    if (!text.n || !p->paragraphs ||
        !grow((void **)&p->span, p->spans, &p->spans_cap, sizeof(*p->span)))
        return;
    if (p->wrapped == p->paragraphs) /* it has lines already */
        p->width = 0;
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

void page_append(struct page *p, const struct page *other)
{
    for (uint32_t i = 0; i < other->paragraphs; i++) {
        const struct page_paragraph *from = &other->paragraph[i];
        bool last = i + 1 == other->paragraphs;
        uint32_t end = last ? other->spans : from[1].span;
        page_paragraph(p, from->indent, from->hang, from->tag);
        for (uint32_t s = from->span; s < end; s++) {
            size_t to = s + 1 < other->spans ? other->span[s + 1].at : other->text.n;
            page_add(p, other->span[s].style,
                     slice_sub(buf_slice(&other->text), other->span[s].at, to));
        }
    }
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

/* Only what was added, unless the width is another one. */
static void wrap(struct page *p, int w, bool ascii)
{
    if (p->width != w || p->ascii != ascii)
        p->lines = p->wrapped = 0;
    p->width = w;
    p->ascii = ascii;
    for (; p->wrapped < p->paragraphs; p->wrapped++)
        wrap_paragraph(p, p->wrapped, w);
}

/* Are these neighbours of one place of the cursor? */
static bool is_one(const struct page *p, uint32_t a, uint32_t b)
{
    uint32_t x = p->line[a].paragraph, y = p->line[b].paragraph;
    return x == y || (p->paragraph[x].tag && p->paragraph[x].tag == p->paragraph[y].tag);
}

static uint32_t first_of_place(const struct page *p, uint32_t line)
{
    while (line && is_one(p, line - 1, line))
        line--;
    return line;
}

static uint32_t last_of_place(const struct page *p, uint32_t line)
{
    while (line + 1 < p->lines && is_one(p, line, line + 1))
        line++;
    return line;
}

/* Brings all of the cursor's place into view, as far as it fits. */
static void show_place(struct page *p)
{
    uint32_t last = last_of_place(p, p->scroll.at);
    if (last - p->scroll.top >= p->scroll.page)
        p->scroll.top = last - p->scroll.page + 1;
    if (p->scroll.top > p->scroll.at)
        p->scroll.top = p->scroll.at;
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
    struct area text = area_part(a, PAGE_BESIDE / 2, 0, a->w - PAGE_BESIDE, a->h);
    wrap(p, p->widest && p->widest < text.w ? p->widest : text.w, a->grid->ascii);
    scroll_fit(&p->scroll, p->lines, text.h);
    if (p->sought && page_find(p, p->sought)) {
        p->sought = 0;
        show_place(p);
    }
    uint32_t from = first_of_place(p, p->scroll.at), last = last_of_place(p, p->scroll.at);
    for (int y = 0; y < text.h && p->scroll.top + (uint32_t)y < p->lines; y++) {
        uint32_t i = p->scroll.top + (uint32_t)y;
        draw_line(p, &text, y, i);
        if (p->cursor && i >= from && i <= last)
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
            p->found = i;
            return true;
        }
    return false;
}

void page_seek(struct page *p, uint32_t tag)
{
    p->sought = tag;
}

/* A step of the cursor goes over the lines of its place, and over empty ones. */
static bool step(struct page *p, int by)
{
    uint32_t at = p->scroll.at;
    if (!p->cursor || at >= p->lines)
        return false;
    uint32_t first = first_of_place(p, at), last = last_of_place(p, at);
    do {
        if (by > 0 ? at + 1 == p->lines : !at)
            return true; /* nothing but empty lines: it stays */
        at += (uint32_t)by;
    } while ((at >= first && at <= last) || !p->line[at].n);
    p->scroll.at = first_of_place(p, at);
    show_place(p);
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
