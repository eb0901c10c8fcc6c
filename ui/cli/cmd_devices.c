/* rung devices: what can be captured from. */
#include <string.h>

#include "capture/live/device.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/export/canvas.h"
#include "ui/export/cells.h"
#include "ui/export/csv.h"
#include "ui/export/json.h"

enum {
    NAME_CELLS = 16, /* as long as Linux has them */
    STATE_CELLS = 8,
    LINE_CELLS = 2048, /* where nobody says how much room there is */
};

struct devices {
    struct out out;
    struct canvas line;
    enum list_format format;
    unsigned found;
};

static const char *state_of(const struct device *d)
{
    return !d->up ? "down" : d->loopback ? "loopback" : "up";
}

static void add_json(struct devices *ds, const struct device *d)
{
    struct json j = json_to(&ds->out.buf);
    char text[ADDR_TEXT];
    json_open(&j, NULL, '{');
    json_text(&j, "device", d->name);
    json_text(&j, "description", d->description);
    json_bool(&j, "up", d->up);
    json_bool(&j, "loopback", d->loopback);
    json_open(&j, "addresses", '[');
    for (unsigned i = 0; i < d->addresses; i++) {
        addr_format(text, &d->address[i]);
        json_text(&j, NULL, text);
    }
    json_close(&j, ']');
    json_close(&j, '}');
    json_end_line(&j);
}

/* The addresses, with this between them. */
static void list_addresses(struct buf *b, const struct device *d, const char *between)
{
    char text[ADDR_TEXT];
    for (unsigned i = 0; i < d->addresses; i++) {
        buf_adds(b, i ? between : "");
        buf_add(b, text, addr_format(text, &d->address[i]));
    }
}

static void add_csv(struct devices *ds, const struct device *d)
{
    struct csv c = csv_to(&ds->out.buf);
    struct buf b;
    buf_init(&b, DEVICE_ADDRESSES * (ADDR_TEXT + 2));
    list_addresses(&b, d, " ");
    csv_text(&c, d->name);
    csv_text(&c, state_of(d));
    csv_slice(&c, buf_slice(&b));
    csv_text(&c, d->description);
    csv_end_line(&c);
    buf_fini(&b);
}

/* Paints in a column of at least so many cells; returns where the next one begins. */
static unsigned paint(struct canvas *c, unsigned x, struct slice text, unsigned cells, enum ink ink)
{
    unsigned used = x < c->width ? canvas_text(c, x, text, c->width - x, ink) : 0;
    return x + (used > cells ? used : cells) + 2;
}

static void add_text(struct devices *ds, const struct device *d)
{
    struct canvas *c = &ds->line;
    struct buf b;
    buf_init(&b, DEVICE_ADDRESSES * (ADDR_TEXT + 2) + 1024);
    list_addresses(&b, d, ", ");
    if (*d->description)
        buf_printf(&b, "%s(%s)", b.n ? "  " : "", d->description);
    unsigned x = paint(c, 1, slice_of(d->name), NAME_CELLS, INK_NAME);
    x = paint(c, x, slice_of(state_of(d)), STATE_CELLS, d->up ? INK_SUCCESS : INK_DIM);
    paint(c, x, buf_slice(&b), 0, INK_PLAIN);
    canvas_end_line(c, &ds->out.buf);
    buf_fini(&b);
}

static void add_titles(struct devices *ds)
{
    struct canvas *c = &ds->line;
    if (ds->format == LIST_CSV) {
        buf_adds(&ds->out.buf, "Device,State,Addresses,Description\r\n");
    } else if (ds->format != LIST_JSON) {
        unsigned x = paint(c, 1, SLICE("Device"), NAME_CELLS, INK_NAME);
        x = paint(c, x, SLICE("State"), STATE_CELLS, INK_NAME);
        paint(c, x, SLICE("Addresses"), 0, INK_NAME);
        canvas_end_line(c, &ds->out.buf);
    }
}

static bool add(void *ctx, const struct device *d)
{
    struct devices *ds = ctx;
    if (!ds->found++)
        add_titles(ds);
    if (ds->format == LIST_JSON)
        add_json(ds, d);
    else if (ds->format == LIST_CSV)
        add_csv(ds, d);
    else
        add_text(ds, d);
    return out_flush(&ds->out, false);
}

int cmd_devices(struct trace *t, const struct options *c)
{
    (void)t; /* there is none: nothing is read */
    struct devices ds = { 0 };
    struct paper paper;
    struct err err;
    if (paper_lists(&paper, c, "devices", true, &ds.format, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    if (out_open(&ds.out, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    int r = canvas_init(&ds.line, paper.width ? paper.width : LINE_CELLS, paper.ascii, paper.color);
    if (r == 0)
        r = device_each(add, &ds, &err);
    else
        err_set(&err, r, "there is not enough memory for a line");
    canvas_fini(&ds.line);
    int closed = out_close(&ds.out);
    if (r < 0)
        return paper_fail(&err, EXIT_INPUT);
    return closed ? closed : ds.found ? EXIT_DONE : EXIT_NOTHING;
}
