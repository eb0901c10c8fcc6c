/* Formats of what is no ladder: lists, and rung stats. */
#ifndef UI_EXPORT_LIST_FORMAT_H
#define UI_EXPORT_LIST_FORMAT_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/export/list_format_list.h"

enum list_format {
#define X(ID, name, extensions, LISTS, help) LIST_##ID,
    LIST_FORMAT_LIST(X)
#undef X
        LIST_FORMAT_COUNT
};

/* By name; by the ending of a file's name. `rows`: each line is about one thing.
 * LIST_FORMAT_COUNT: there is none. */
enum list_format list_format_find(const char *name, bool rows);
enum list_format list_format_by_path(const char *path, bool rows);

/* Appends "text, ascii, json or csv". */
void list_format_names(struct buf *out, bool rows);

#endif
