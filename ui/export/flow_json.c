/* The ladder as one JSON object, schema rung.flow/1. */
#include <errno.h>
#include <stdio.h>

#include "ui/export/json.h"
#include "ui/export/render.h"

enum { DESCRIPTION_BYTES = 1 << 14 };

static const char *const kind_name[] = {
    [FLOW_MESSAGE] = "message",
    [FLOW_BAND] = "band",
    [FLOW_NOTE] = "note",
    [FLOW_CALL] = "call",
};

static const char *const severity_name[] = {
    [FLOW_PLAIN] = "",
    [FLOW_INFO] = "info",
    [FLOW_WARNING] = "warning",
    [FLOW_ERROR] = "error",
};

static void add_participants(struct json *j, const struct flow *f)
{
    json_open(j, "participants", '[');
    for (unsigned i = 0; i < f->participants; i++) {
        const struct flow_participant *p = &f->participant[i];
        json_open(j, NULL, '{');
        json_text(j, "name", p->name);
        json_text(j, "role", p->role);
        json_open(j, "addresses", '[');
        for (unsigned k = 0; k < p->endpoints; k++)
            json_text(j, NULL, p->endpoint[k]);
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static void add_row(struct json *j, const struct flow_row *row, const char *file,
                    struct slice description)
{
    char step[16];
    bool message = row->kind == FLOW_MESSAGE;
    json_open(j, NULL, '{');
    if (message) {
        snprintf(step, sizeof(step), "F%u", row->step);
        json_text(j, "step", step);
    }
    json_text(j, "kind", kind_name[row->kind]);
    json_uint(j, "from", row->from);
    json_uint(j, "to", row->to);
    if (row->time_ns)
        json_int(j, "time_ns", row->time_ns);
    if (message)
        json_uint(j, "packet", row->packet);
    if (message && file)
        json_text(j, "file", file);
    json_text(j, "text", row->text);
    json_text(j, "detail", row->detail);
    if (row->call)
        json_uint(j, "call", row->call);
    else
        json_null(j, "call");
    if (message) {
        json_text(j, "call_id", row->call_id);
        json_uint(j, "repeats", row->repeats);
        json_ms(j, "repeat_ms", row->repeat_ns);
    }
    json_slice(j, "description", description);
    json_open(j, "findings", '[');
    for (unsigned i = 0; i < row->findings; i++)
        json_text(j, NULL, row->finding[i]);
    json_close(j, ']');
    if (row->findings)
        json_text(j, "severity", severity_name[row->severity]);
    json_close(j, '}');
}

int render_json(struct buf *out, const struct flow *f, const struct render_options *o)
{
    struct json j = json_to(out);
    struct buf words;
    struct engine_totals in = { .files = 1 };
    int r = 0;
    buf_init(&words, DESCRIPTION_BYTES);
    if (o->trace)
        trace_totals(o->trace, &in);
    json_open(&j, NULL, '{');
    json_text(&j, "schema", "rung.flow/1");
    json_text(&j, "title", f->title);
    add_participants(&j, f);
    json_open(&j, "rows", '[');
    for (unsigned i = 0; i < f->rows && !r; i++) {
        const struct flow_row *row = &f->row[i];
        bool named = in.files > 1 && row->kind == FLOW_MESSAGE;
        buf_clear(&words);
        if (o->narrator)
            narrator_row(o->narrator, i, &words);
        add_row(&j, row, named ? trace_file(o->trace, row->file) : NULL,
                o->narrator ? buf_slice(&words) : slice_of(row->description));
        if (o->flush && !o->flush(o->ctx))
            r = -EPIPE;
    }
    buf_fini(&words);
    if (r)
        return r;
    json_close(&j, ']');
    json_close(&j, '}');
    json_end_line(&j);
    return out->failed ? -ENOMEM : 0;
}
