/* A page that lists the pages of many calls. */
#ifndef UI_EXPORT_HTML_INDEX_H
#define UI_EXPORT_HTML_INDEX_H

#include "base/buf.h"
#include "ui/flow/column.h"

/* Begins it; `file` is the first of so many inputs. */
void html_index_begin(struct buf *out, const char *file, unsigned files);

/* A row of it, for a call whose page is `name`, in the same folder. */
void html_index_add(struct buf *out, const char *name, struct column_row *r);

void html_index_end(struct buf *out);

#endif
