/* rung show: messages as sent, with their headers explained. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "decode/sip/osip.h"
#include "ui/cli/cmd.h"
#include "ui/cli/select.h"
#include "ui/export/cells.h"
#include "ui/export/json.h"

struct show {
    struct trace *trace;
    struct out out;
    struct loaded loaded;
    bool json, files; /* several files: say which */
};

/* --- text ------------------------------------------------------------------------------------- */

/* What libosip2 found, a line of text per header. */
struct parts {
    struct buf line[SIP_HEADER_COUNT + 1]; /* the last one: the Request-URI */
};

static void collect_part(void *ctx, const char *header, const char *part, const char *value)
{
    struct parts *p = ctx;
    char padded[64 + BLOCK_PADDING] = { 0 };
    snprintf(padded, 64, "%s", header);
    int id = sip_header_id(slice_of(padded));
    struct buf *b = &p->line[id < 0 ? SIP_HEADER_COUNT : id];
    bool another = b->n && (!strcmp(part, "version") || !strcmp(part, "display name"));
    buf_printf(b, "%s%s%s", another ? "\n" : b->n ? " · " : "", part, *value ? " " : "");
    cells_add(b, slice_of(value), false);
}

static void text_parts(struct buf *b, const char *name, const char *help, const struct buf *line)
{
    buf_printf(b, "    %-20s %s\n", name, help);
    for (struct slice rest = buf_slice(line); rest.n;) { /* a line for each value */
        size_t nl = slice_index(rest, '\n');
        buf_printf(b, "    %-20s   %.*s\n", "", (int)nl, rest.p);
        rest = slice_sub(rest, nl + 1, rest.n);
    }
}

static void text_explained(struct buf *b, const struct sip_index *x)
{
    struct parts parts;
    uint64_t shown = 0;
    struct sip_line line;
    for (int i = 0; i <= SIP_HEADER_COUNT; i++)
        buf_init(&parts.line[i], 64 << 10);
    const char *words = osip_verdict_words(osip_explain(x, collect_part, &parts));
    if (parts.line[SIP_HEADER_COUNT].n)
        text_parts(b, "Request-URI", "whom or what this is for", &parts.line[SIP_HEADER_COUNT]);
    for (size_t at = 0; sip_line_next(x, &at, &line);) {
        if (line.id < 0 || shown >> line.id & 1)
            continue;
        shown |= UINT64_C(1) << line.id;
        text_parts(b, sip_header_name((enum sip_header)line.id),
                   sip_header_help((enum sip_header)line.id), &parts.line[line.id]);
    }
    if (*words)
        buf_printf(b, "    ! %s\n", words);
    for (int i = 0; i <= SIP_HEADER_COUNT; i++)
        buf_fini(&parts.line[i]);
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

static void text_faults(struct buf *b, uint32_t faults)
{
    static const struct {
        uint32_t bit;
        const char *words;
    } row[] = {
        { SIP_FAULT_START_LINE, "the start line is not as RFC 3261 25 wants it" },
        { SIP_FAULT_MISSING, "a header that must be there is missing (RFC 3261 8.1.1)" },
        { SIP_FAULT_CSEQ_METHOD, "CSeq names another method than the start line" },
        { SIP_FAULT_LENGTH, "Content-Length does not fit the body" },
        { SIP_FAULT_HEADER_LINE, "a header line has no colon" },
        { SIP_FAULT_UNFINISHED, "no empty line ends the headers" },
        { SIP_FAULT_LINE_FEED, "lines end with LF alone" },
        { SIP_FAULT_REPEATED, "a header that must stand once stands twice" },
        { SIP_FAULT_TRAILING, "there are bytes behind the body" },
    };
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
        if (faults & row[i].bit)
            buf_printf(b, "    ! %s\n", row[i].words);
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
    text_faults(b, x->faults);
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
