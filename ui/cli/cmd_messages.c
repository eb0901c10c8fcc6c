/* rung messages: the SIP messages, a row each, or a line of JSON with ECS names each. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/canvas.h"
#include "ui/export/json.h"

enum {
    CALL_ID_CELLS = 36,
    START_CELLS = 44,  /* of the start line, before the Call-ID gets room */
    START_MIN = 30,    /* for less the ports, the transport and the microseconds go */
    LINE_CELLS = 2048, /* where nobody says how much room there is */
    PATHS_MEASURED = 1000,
};

struct messages {
    struct trace *trace;
    const struct config *config;
    struct paper paper;
    struct out out;
    struct loaded loaded;
    struct canvas line;
    unsigned packet_cells, end_cells;
    bool narrow; /* there is little room */
    bool files;  /* there are several: say which */
    int64_t first_ns, last_ns;
};

/* ---- JSON */

static void add_end(struct json *j, const char *ip, const char *port, const struct endpoint *e)
{
    char text[ADDR_TEXT];
    addr_format(text, &e->addr);
    json_text(j, ip, text);
    json_uint(j, port, e->port);
}

static void add_slice(struct json *j, const char *key, struct slice s)
{
    if (s.p)
        json_slice(j, key, s);
}

static void add_index(struct json *j, const struct sip_index *x)
{
    add_slice(j, "sip.call_id", x->call_id);
    if (x->cseq_method.p) {
        json_uint(j, "sip.cseq.code", x->cseq);
        json_slice(j, "sip.cseq.method", x->cseq_method);
    }
    add_slice(j, "sip.from.tag", x->from_tag);
    add_slice(j, "sip.to.tag", x->to_tag);
    add_slice(j, "sip.user_agent.original", sip_header_find(x, SIP_USER_AGENT));
}

static void add_json(struct messages *ms, const struct message *m, bool loaded)
{
    const struct store *s = trace_store(ms->trace);
    struct json j = json_to(&ms->out.buf);
    char when[CLOCK_TEXT];
    clock_rfc3339(when, m->time_ns);
    json_open(&j, NULL, '{');
    json_text(&j, "@timestamp", when);
    json_int(&j, "time_ns", m->time_ns);
    add_end(&j, "source.ip", "source.port", message_src(s, m));
    add_end(&j, "destination.ip", "destination.port", message_dst(s, m));
    json_text(&j, "network.transport", transport_name(message_transport(s, m)));
    json_text(&j, "sip.type", message_is_request(m) ? "request" : "response");
    if (message_is_request(m))
        json_text(&j, "sip.method", store_method_name(s, m->code));
    else
        json_uint(&j, "sip.status", m->code);
    if (loaded)
        add_index(&j, &ms->loaded.index);
    json_bool(&j, "retransmission", m->flags & MESSAGE_REPEAT);
    json_uint(&j, "packet", m->packet);
    if (ms->files)
        json_text(&j, "file", trace_file(ms->trace, trace_segment(ms->trace, m)));
    json_close(&j, '}');
    json_end_line(&j);
}

/* ---- text */

static void time_text(const struct messages *ms, int64_t ns, char text[CLOCK_TEXT + 1])
{
    if (ms->paper.time == RENDER_TIME_SINCE) {
        snprintf(text, CLOCK_TEXT, "%.6f", (double)(ns - ms->first_ns) / (double)NS_PER_S);
    } else if (ms->paper.time == RENDER_TIME_DELTA) {
        text[0] = '+';
        clock_duration(text + (ns >= ms->last_ns), ns - ms->last_ns);
    } else {
        clock_time_of_day(text, ns, ms->narrow ? 3 : 6);
    }
}

static enum ink ink_of(const struct message *m)
{
    if (message_is_request(m))
        return INK_REQUEST;
    switch (m->code / 100) {
    case 1:
        return INK_PROVISIONAL;
    case 2:
        return INK_SUCCESS;
    case 3:
        return INK_REDIRECT;
    default:
        return m->code == 401 || m->code == 407 ? INK_REDIRECT : INK_FAILURE;
    }
}

/* Paints in a column of at least so many cells; returns where the next one begins. */
static unsigned paint(struct canvas *c, unsigned x, const char *text, unsigned cells, enum ink ink)
{
    unsigned used = canvas_text(c, x, slice_of(text), c->width, ink);
    return x + (used > cells ? used : cells) + 2;
}

static void end_text(const struct messages *ms, const struct endpoint *e, char text[ENDPOINT_TEXT])
{
    if (ms->narrow)
        addr_format(text, &e->addr);
    else
        endpoint_format(text, e);
}

/* Widths of columns by what is there. */
static void measure(struct messages *ms)
{
    const struct store *s = trace_store(ms->trace);
    struct engine_totals in;
    trace_totals(ms->trace, &in);
    for (ms->packet_cells = 1; in.packets >= 10; in.packets /= 10)
        ms->packet_cells++;
    for (int pass = 0; pass < 2; pass++) {
        unsigned widest = 0;
        for (uint32_t i = 1; i <= s->paths.n && i <= PATHS_MEASURED; i++)
            for (int k = 0; k < 2; k++) {
                char text[ENDPOINT_TEXT];
                end_text(ms, &store_path(s, i)->end[k], text);
                unsigned n = (unsigned)strlen(text);
                widest = n > widest ? n : widest;
            }
        ms->end_cells = widest;
        unsigned left = ms->packet_cells + 15 + 2 * widest + 16;
        if (!ms->paper.width || left + START_MIN <= ms->paper.width)
            break;
        ms->narrow = true;
    }
}

/* The start line and, where there is room, the Call-ID, from cell x on. */
static void add_words(struct messages *ms, const struct message *m, bool loaded, unsigned x)
{
    struct canvas *c = &ms->line;
    struct slice start =
        loaded ? ms->loaded.index.start_line : SLICE("(its bytes are not available)");
    unsigned room = c->width > x ? c->width - x : 0;
    bool wide = !ms->paper.width, both = loaded && room >= START_CELLS + 2 + CALL_ID_CELLS;
    unsigned least = both && !wide ? room - CALL_ID_CELLS - 2 : START_CELLS;
    unsigned used = canvas_text(c, x, start, both && !wide ? least : room, ink_of(m));
    x += (used > least ? used : least) + 2;
    if (both)
        canvas_text(c, x, ms->loaded.index.call_id, wide ? room : CALL_ID_CELLS, INK_DIM);
}

static void add_text(struct messages *ms, const struct message *m, bool loaded)
{
    const struct store *s = trace_store(ms->trace);
    char time[CLOCK_TEXT + 1], src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT], packet[16];
    struct canvas *c = &ms->line;
    time_text(ms, m->time_ns, time);
    end_text(ms, message_src(s, m), src);
    end_text(ms, message_dst(s, m), dst);
    snprintf(packet, sizeof(packet), "%*u", (int)ms->packet_cells, m->packet);
    unsigned x = paint(c, 1, packet, ms->packet_cells, INK_DIM);
    x = paint(c, x, time, ms->narrow ? 12 : 15, INK_DIM);
    x = paint(c, x, src, ms->end_cells, INK_PLAIN) - 1;
    x = paint(c, x, "→", ms->paper.ascii ? 2 : 1, INK_PLAIN) - 1;
    x = paint(c, x, dst, ms->end_cells, INK_PLAIN);
    if (!ms->narrow)
        x = paint(c, x, transport_name(message_transport(s, m)), 3, INK_DIM);
    add_words(ms, m, loaded, x);
    canvas_end_line(c, &ms->out.buf);
}

static bool add(void *ctx, uint32_t row)
{
    struct messages *ms = ctx;
    const struct message *m = store_message(trace_store(ms->trace), row);
    bool loaded = trace_load(ms->trace, row, &ms->loaded);
    if (!ms->first_ns)
        ms->first_ns = ms->last_ns = m->time_ns;
    if (ms->config->json)
        add_json(ms, m, loaded);
    else
        add_text(ms, m, loaded);
    ms->last_ns = m->time_ns;
    return out_flush(&ms->out, false);
}

int cmd_messages(struct trace *t, const struct config *c)
{
    struct messages ms = { .trace = t, .config = c };
    struct engine_totals in;
    struct err err;
    if (paper_init(&ms.paper, c, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    if (out_open(&ms.out, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    trace_totals(t, &in);
    ms.files = in.files > 1;
    measure(&ms);
    if (canvas_init(&ms.line, ms.paper.width ? ms.paper.width : LINE_CELLS, ms.paper.ascii,
                    ms.paper.color) < 0) {
        out_close(&ms.out);
        err_set(&err, 0, "There is not enough memory for a line.");
        return paper_fail(&err, EXIT_OUTPUT);
    }
    loaded_init(&ms.loaded);
    int status = select_messages(t, c, add, &ms);
    loaded_fini(&ms.loaded);
    canvas_fini(&ms.line);
    int closed = out_close(&ms.out);
    return closed ? closed : status;
}
