/* A list of calls as CSV: the columns of the table, with values that other programs can reckon with
 * where the table rounds. */
#include "base/clock.h"
#include "ui/export/csv.h"
#include "ui/export/list.h"

static const char nothing[] = "\xe2\x80\x93"; /* what the table shows for no value */

static bool is_duration(const struct column *c)
{
    return c == column_get(COLUMN_pdd) || c == column_get(COLUMN_setup) ||
           c == column_get(COLUMN_talk) ||
           (!c->add && query_field_get(c->field)->type == QUERY_TYPE_DURATION);
}

static bool is_time(const struct column *c)
{
    return c == column_get(COLUMN_start) ||
           (!c->add && query_field_get(c->field)->type == QUERY_TYPE_TIME);
}

/* False: there is none. */
static bool nanoseconds(const struct column *c, struct column_row *r, int64_t *ns)
{
    struct query_value v;
    if (!c->add) {
        bool known = columns_field_value(c, r, &v);
        *ns = known ? v.num : 0;
        return known;
    }
    *ns = c == column_get(COLUMN_start)   ? r->start_ns
          : c == column_get(COLUMN_pdd)   ? r->pdd_ns
          : c == column_get(COLUMN_setup) ? r->setup_ns
                                          : r->talk_ns;
    return c == column_get(COLUMN_start) || *ns >= 0;
}

void list_csv_titles(struct csv *csv, const struct list *l)
{
    for (unsigned i = 0; i < l->n; i++) {
        struct buf title;
        buf_init(&title, 1024);
        buf_printf(&title, "%s%s", l->column[i]->title, is_duration(l->column[i]) ? " ms" : "");
        csv_slice(csv, buf_slice(&title));
        buf_fini(&title);
    }
    csv_end_line(csv);
}

static void add_value(struct csv *csv, struct list *l, const struct column *c, struct column_row *r)
{
    int64_t ns;
    buf_clear(&l->cell);
    if (is_duration(c)) {
        bool known = nanoseconds(c, r, &ns);
        csv_add_ms(&l->cell, ns, known);
        csv_plain(csv, buf_slice(&l->cell));
        return;
    }
    if (is_time(c)) {
        if (nanoseconds(c, r, &ns))
            csv_time(csv, ns);
        else
            csv_none(csv);
        return;
    }
    column_add(c, &l->cell, r);
    if (slice_eq(buf_slice(&l->cell), slice_of(nothing)))
        csv_none(csv);
    else
        csv_slice(csv, buf_slice(&l->cell));
}

void list_csv(struct csv *csv, struct list *l, struct column_row *r)
{
    for (unsigned i = 0; i < l->n; i++)
        add_value(csv, l, l->column[i], r);
    csv_end_line(csv);
}
