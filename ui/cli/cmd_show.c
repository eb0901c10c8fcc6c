/* rung show: messages as sent, with their headers explained. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "decode/sip/osip.h"
#include "ui/cli/cmd.h"
#include "ui/cli/select.h"
#include "ui/export/cells.h"
#include "ui/export/headers.h"
#include "ui/export/json.h"

struct show {
    struct trace *trace;
    struct out out;
    struct loaded loaded;
    bool json, files; /* several files: say which */
};

/* --- text ------------------------------------------------------------------------------------- */

static void text_header(struct buf *b, const struct headers *h, unsigned header)
{
    buf_printf(b, "    %-20s %s\n",
               header == HEADERS_URI ? "Request-URI" : sip_header_name((enum sip_header)header),
               headers_help(header));
    for (struct slice rest = buf_slice(&h->part[header]); rest.n;) { /* a line for each value */
        size_t nl = slice_index(rest, '\n');
        buf_printf(b, "    %-20s   %.*s\n", "", (int)nl, rest.p);
        rest = slice_sub(rest, nl + 1, rest.n);
    }
}

static void text_explained(struct buf *b, const struct sip_index *x)
{
    struct headers h;
    uint64_t shown = 0;
    struct sip_line line;
    headers_init(&h);
    headers_explain(&h, x);
    if (h.part[HEADERS_URI].n)
        text_header(b, &h, HEADERS_URI);
    for (size_t at = 0; sip_line_next(x, &at, &line);) {
        if (line.id < 0 || shown >> line.id & 1)
            continue;
        shown |= UINT64_C(1) << line.id;
        text_header(b, &h, (unsigned)line.id);
    }
    if (*h.verdict)
        buf_printf(b, "    ! %s\n", h.verdict);
    const char *fault;
    for (unsigned i = 0; (fault = headers_fault(x->faults, i)); i++)
        buf_printf(b, "    ! %s\n", fault);
    headers_fini(&h);
}

/* As sent, line by line. */
static void text_lines(struct buf *b, struct slice text)
{
    while (text.n && (text.p[text.n - 1] == '\n' || text.p[text.n - 1] == '\r'))
        text.n--;
    while (text.n) {
        size_t nl = slice_index(text, '\n'), end = nl;
        if (end && text.p[end - 1] == '\r')
            end--;
        buf_adds(b, "  ");
        cells_add(b, slice_sub(text, 0, end), false);
        buf_addc(b, '\n');
        text = slice_sub(text, nl + 1, text.n);
    }
}

static void show_text(struct show *sh, const struct message *m)
{
    const struct store *s = trace_store(sh->trace);
    const struct sip_index *x = &sh->loaded.index;
    struct buf *b = &sh->out.buf;
    char day[CLOCK_TEXT], when[CLOCK_TEXT], src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT];
    clock_date(day, m->time_ns);
    clock_time_of_day(when, m->time_ns, 6);
    endpoint_format(src, message_src(s, m));
    endpoint_format(dst, message_dst(s, m));
    buf_printf(b, "packet %" PRIu32, m->packet);
    if (sh->files)
        buf_printf(b, " of %s", trace_file(sh->trace, trace_segment(sh->trace, m)));
    buf_printf(b, "  %s %s  %s → %s  %s  %zu bytes%s\n\n", day, when, src, dst,
               transport_name(message_transport(s, m)), sh->loaded.n,
               m->flags & MESSAGE_REPEAT ? "  (retransmission)" : "");
    text_lines(b, x->message);
    buf_adds(b, "\n  explained\n");
    text_explained(b, x);
    buf_addc(b, '\n');
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void json_part(void *ctx, const char *header, const char *part, const char *value)
{
    struct json *j = ctx;
    json_open(j, NULL, '{');
    json_text(j, "header", header);
    json_text(j, "part", part);
    json_text(j, "value", value);
    json_close(j, '}');
}

static void show_json(struct show *sh, const struct message *m)
{
    const struct store *s = trace_store(sh->trace);
    const struct sip_index *x = &sh->loaded.index;
    struct json j = json_to(&sh->out.buf);
    char src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT];
    endpoint_format(src, message_src(s, m));
    endpoint_format(dst, message_dst(s, m));
    json_open(&j, NULL, '{');
    json_text(&j, "schema", "rung.message/1");
    json_uint(&j, "packet", m->packet);
    if (sh->files)
        json_text(&j, "file", trace_file(sh->trace, trace_segment(sh->trace, m)));
    json_time(&j, "time", m->time_ns);
    json_text(&j, "source", src);
    json_text(&j, "destination", dst);
    json_text(&j, "transport", transport_name(message_transport(s, m)));
    json_bool(&j, "retransmission", m->flags & MESSAGE_REPEAT);
    json_slice(&j, "start_line", x->start_line);
    json_open(&j, "headers", '[');
    struct sip_line line;
    for (size_t at = 0; sip_line_next(x, &at, &line);) {
        json_open(&j, NULL, '{');
        json_slice(&j, "name", line.name);
        json_slice(&j, "value", line.value);
        if (line.id >= 0)
            json_text(&j, "help", sip_header_help((enum sip_header)line.id));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_slice(&j, "body", x->body);
    json_open(&j, "parts", '[');
    enum osip_verdict v = osip_explain(x, json_part, &j);
    json_close(&j, ']');
    json_bool(&j, "parsed", v == OSIP_PARSED);
    json_close(&j, '}');
    json_end_line(&j);
}

/* --- selection -------------------------------------------------------------------------------- */

static bool show_message(void *ctx, uint32_t row)
{
    struct show *sh = ctx;
    const struct message *m = store_message(trace_store(sh->trace), row);
    if (!trace_load(sh->trace, row, &sh->loaded))
        fprintf(stderr, "rung: the bytes of packet %" PRIu32 " are not available any more.\n",
                m->packet);
    else if (sh->json)
        show_json(sh, m);
    else
        show_text(sh, m);
    return out_flush(&sh->out, false);
}

int cmd_show(struct trace *t, const struct options *c)
{
    struct show sh = { .trace = t, .json = c->json, .files = c->files.n > 1 };
    struct err err;
    if (out_open(&sh.out, c, &err) < 0) {
        fprintf(stderr, "rung: %s\n", err.text);
        return EXIT_OUTPUT;
    }
    loaded_init(&sh.loaded);
    int status = select_messages(t, c, show_message, &sh);
    loaded_fini(&sh.loaded);
    int closed = out_close(&sh.out);
    return closed ? closed : status;
}
