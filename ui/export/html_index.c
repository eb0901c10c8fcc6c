/* The table of calls as a page: the columns that everybody asks for, the page behind each number.
 */
#include "ui/export/html_index.h"

#include "ui/export/html_part.h"
#include "ui/export/html_text.h"

static const enum column_id columns[] = { COLUMN_start, COLUMN_from, COLUMN_to,      COLUMN_state,
                                          COLUMN_why,   COLUMN_talk, COLUMN_findings };

enum { COLUMNS = sizeof(columns) / sizeof(columns[0]), CELL_BYTES = 4096 };

void html_index_begin(struct buf *out, const char *file, unsigned files)
{
    struct buf title;
    buf_init(&title, CELL_BYTES);
    buf_printf(&title, files > 1 ? "Calls of %s and %u more" : "Calls of %s", file, files - 1);
    html_add_head(out, buf_slice(&title));
    buf_adds(out, "<header><h1>");
    html_add_isolated(out, buf_slice(&title));
    buf_adds(out,
             "</h1></header>\n<main class=\"index\">\n<table>\n<thead><tr><th scope=\"col\">Call"
             "</th>");
    for (unsigned i = 0; i < COLUMNS; i++)
        buf_printf(out, "<th scope=\"col\">%s</th>", column_get(columns[i])->title);
    buf_adds(out, "</tr></thead>\n<tbody>\n");
    buf_fini(&title);
}

void html_index_add(struct buf *out, const char *name, struct column_row *r)
{
    struct buf cell;
    buf_init(&cell, CELL_BYTES);
    buf_adds(out, "<tr><th scope=\"row\"><a href=\"");
    html_add_value(out, slice_of(name));
    if (r->call)
        buf_printf(out, "\">%u</a></th>", r->call);
    else
        buf_printf(out, "\">%s</a></th>", column_kind(r));
    for (unsigned i = 0; i < COLUMNS; i++) {
        buf_clear(&cell);
        column_add(column_get(columns[i]), &cell, r);
        buf_adds(out, "<td>");
        html_add_isolated(out, buf_slice(&cell));
        buf_adds(out, "</td>");
    }
    buf_adds(out, "</tr>\n");
    buf_fini(&cell);
}

void html_index_end(struct buf *out)
{
    buf_adds(out, "</tbody>\n</table>\n</main>\n</body>\n</html>\n");
}
