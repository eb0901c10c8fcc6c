/* Lists of calls: as a table that fits the room, as JSON and as CSV. */
#ifndef UI_EXPORT_LIST_H
#define UI_EXPORT_LIST_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "ui/export/csv.h"
#include "ui/export/json.h"
#include "ui/flow/columns.h"

struct list_options {
    unsigned width; /* cells; 0: RENDER_WIDTH, and more where texts need it */
    bool color, ascii;
    bool kinds;          /* there are rows that are no calls: say what each is */
    bool days;           /* they do not all lie on one day: say on which */
    const char *columns; /* as columns_parse takes them */
    uint32_t highest;    /* number of the last call */
};

/* A table. Its columns become as wide as the first rows need, so these are kept until there are
 * enough of them. Embedded; list_init, list_fini. */
struct list {
    struct buf *out;
    struct list_options options;
    unsigned n;           /* columns */
    struct columns asked; /* none: as the room has them */
    const struct column *column[COLUMNS_MAX];
    unsigned width[COLUMNS_MAX];
    bool hidden[COLUMNS_MAX]; /* there is no room for it */
    struct buf sample;        /* rows that wait, as text */
    struct buf cell;
    unsigned sampled;
    bool laid_out; /* the widths are known and the titles written */
};

/* As columns_parse. */
int list_init(struct list *l, struct buf *out, const struct list_options *o, struct err *err);
void list_fini(struct list *l);

/* Appends a row (sooner or later). */
void list_add(struct list *l, struct column_row *r);

/* Appends what waits. */
void list_end(struct list *l);

/* A row of schema rung.call/1, as a line. */
void list_json(struct json *j, struct column_row *r);

/* The same as CSV: the titles, and a row, as a line; columns are those of list_init. */
void list_csv_titles(struct csv *csv, const struct list *l);
void list_csv(struct csv *csv, struct list *l, struct column_row *r);

#endif
