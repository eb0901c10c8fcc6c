/* The table of list formats. */
#include "ui/export/list_format.h"

#include <strings.h>

#include "base/file.h"

enum { ALL, ROWS };

static const struct {
    const char *name, *extensions;
    bool rows; /* of lists only */
} formats[] = {
#define X(ID, word, files, LISTS, help) { #word, files, LISTS },
    LIST_FORMAT_LIST(X)
#undef X
};

enum list_format list_format_find(const char *name, bool rows)
{
    for (int i = 0; i < LIST_FORMAT_COUNT; i++)
        if ((rows || !formats[i].rows) && !strcasecmp(formats[i].name, name))
            return (enum list_format)i;
    return LIST_FORMAT_COUNT;
}

enum list_format list_format_by_path(const char *path, bool rows)
{
    for (int i = 0; i < LIST_FORMAT_COUNT; i++)
        if ((rows || !formats[i].rows) && file_ends_in(path, formats[i].extensions))
            return (enum list_format)i;
    return LIST_FORMAT_COUNT;
}

void list_format_names(struct buf *out, bool rows)
{
    int n = 0, k = 0;
    for (int i = 0; i < LIST_FORMAT_COUNT; i++)
        n += rows || !formats[i].rows;
    for (int i = 0; i < LIST_FORMAT_COUNT; i++)
        if (rows || !formats[i].rows) {
            buf_printf(out, "%s%s", !k ? "" : k + 1 < n ? ", " : " or ", formats[i].name);
            k++;
        }
}
