/* The table of steps as CSV. */
#include <errno.h>
#include <stdio.h>

#include "ui/export/csv.h"
#include "ui/export/steps.h"

enum { TEXT_BYTES = 1 << 14 };

static void add_titles(struct csv *c)
{
    static const char *const title[] = { "Step",    "Time",    "From",       "To",
                                         "Action",  "Detail",  "Call",       "Packet",
                                         "Call-ID", "Finding", "Description" };
    for (size_t i = 0; i < sizeof(title) / sizeof(title[0]); i++)
        csv_text(c, title[i]);
    csv_end_line(c);
}

/* What stands between the arrows has no step, no time and no packet. */
static void add_row(struct csv *c, const struct flow *f, const struct flow_row *row)
{
    bool message = row->kind == FLOW_MESSAGE;
    char step[16] = "";
    if (message)
        snprintf(step, sizeof(step), "F%u", row->step);
    csv_text(c, step);
    if (message)
        csv_time(c, row->time_ns);
    else
        csv_none(c);
    csv_text(c, f->participant[row->from].name);
    csv_text(c, f->participant[row->to].name);
    csv_text(c, row->text);
    csv_text(c, row->detail);
    if (row->call)
        csv_uint(c, row->call);
    else
        csv_none(c);
    if (message)
        csv_uint(c, row->packet);
    else
        csv_none(c);
    csv_text(c, message ? row->call_id : "");
    csv_text(c, row->findings ? row->finding[0] : "");
}

int steps_csv(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct csv c = csv_to(out);
    struct buf text;
    int r = 0;
    buf_init(&text, TEXT_BYTES);
    add_titles(&c);
    for (unsigned i = 0; i < f->rows && !r; i++) {
        if (!steps_tells(&f->row[i]))
            continue;
        add_row(&c, f, &f->row[i]);
        buf_clear(&text);
        steps_add_description(&text, f, i, o->narrator);
        csv_slice(&c, buf_slice(&text));
        csv_end_line(&c);
        if (o->flush && !o->flush(o->ctx))
            r = -EPIPE;
    }
    buf_fini(&text);
    return r ? r : out->failed ? -ENOMEM : 0;
}
