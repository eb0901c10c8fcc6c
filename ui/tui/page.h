/* A page of paragraphs in several styles, wrapped to the width of its panel: what most panels show.
 * A panel whose struct begins with a struct page can take page_rows, page_row, page_go and page_has
 * as its own operations. */
#ifndef UI_TUI_PAGE_H
#define UI_TUI_PAGE_H

#include "base/buf.h"
#include "ui/tui/app.h"
#include "ui/tui/scroll.h"

#define PAGE_BESIDE 4 /* columns of a panel that are not for its text */

/* From here on the text has this style. */
struct page_span {
    uint32_t at;
    enum style style;
};

struct page_paragraph {
    uint32_t at, span; /* where its text and its spans begin */
    uint32_t tag;      /* what it is about, the panel's matter; those that follow each other with
                          the same one are one place of the cursor */
    int indent, hang;  /* cells before the first line, and before the others */
};

struct page_line {
    uint32_t at, n; /* bytes of the text */
    uint32_t paragraph;
    int indent;
};

/* Embedded: page_init, page_fini. */
struct page {
    struct buf text;
    struct page_span *span;
    struct page_paragraph *paragraph;
    struct page_line *line;
    uint32_t spans, spans_cap, paragraphs, paragraphs_cap, lines, lines_cap;
    uint32_t wrapped;     /* paragraphs that the lines are of */
    uint32_t sought;      /* tag to go to when it is drawn, 0: none */
    struct scroll scroll; /* over the lines */
    uint32_t found;
    int widest;  /* cells of a line, however wide the panel is; 0: all */
    int width;   /* the lines were made for, 0: none */
    bool cursor; /* one goes from line to line, and something can be done there */
    bool ascii;
};

void page_init(struct page *p, bool cursor);
void page_fini(struct page *p);

/* Writing it anew; the place stays. Where memory runs out the page ends. */
void page_clear(struct page *p);

/* Begins a paragraph; indent and hang in cells. */
void page_paragraph(struct page *p, int indent, int hang, uint32_t tag);

/* Appends to the paragraph. What the network sent need not be made harmless before. */
void page_add(struct page *p, enum style style, struct slice text);
void page_puts(struct page *p, enum style style, const char *text);
void page_printf(struct page *p, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Appends blanks up to this column of the paragraph, at least one where text stands already. */
void page_tab(struct page *p, int column, bool ascii);

/* A headline, with an empty line above it unless it is the first. */
void page_head(struct page *p, const char *text);

/* Draws it onto all of the area, with a bar at the right when it is longer. */
void page_draw(struct page *p, const struct area *a);

/* The tag of the cursor's line, 0: none. To the first line with a tag: false, there is none. */
uint32_t page_tag(const struct page *p);
bool page_find(struct page *p, uint32_t tag);

/* The same when it is drawn next, of a page that is just written; until then it stays where it is.
 */
void page_seek(struct page *p, uint32_t tag);

/* Appends all paragraphs of another page. */
void page_append(struct page *p, const struct page *other);

/* Moves as the action says; false: it is none that moves. */
bool page_act(struct page *p, enum action action);

/* A press goes to the line; false when it is none of the page, or the mouse did something else. */
bool page_mouse(struct page *p, const struct mouse *m);

/* Operations of a panel that begins with a struct page. */
uint32_t page_rows(void *self);
uint32_t page_row(void *self);
void page_go(struct app *app, void *self, uint32_t row);
bool page_has(struct app *app, void *self, uint32_t row, struct slice text);

#endif
