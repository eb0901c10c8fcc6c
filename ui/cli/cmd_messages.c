/* rung messages: the SIP messages, a row each, a line of JSON with ECS names each, or as CSV. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "decode/match.h"
#include "ui/cli/cmd.h"
#include "ui/cli/paper.h"
#include "ui/cli/read.h"
#include "ui/cli/select.h"
#include "ui/export/canvas.h"
#include "ui/export/csv.h"
#include "ui/export/json.h"

enum {
    CALL_ID_CELLS = 36,
    START_CELLS = 44, /* of the start line, before the Call-ID gets room */
    START_MIN = 30,   /* for less first the ports, the transport and the microseconds go, then the
                         addresses */
    PACKET_CELLS = 3, /* at least, as its title */
    FILE_CELLS = 16,
    DATE_CELLS = 11,
    LINE_CELLS = 2048, /* where nobody says how much room there is */
    PATHS_MEASURED = 1000,
};

struct messages {
    struct trace *trace;
    const struct options *config;
    struct paper paper;
    struct out out;
    struct loaded loaded;
    struct canvas line;
    unsigned file_cells, packet_cells, time_cells, end_cells; /* 0: not shown */
    enum list_format format;
    bool narrow;         /* there is little room */
    bool files;          /* there are several: say which */
    bool dates;          /* they lie on several days */
    bool begun;          /* the titles are written */
    uint32_t seen;       /* with --follow: rows of the store that were looked at, */
    struct match *match; /* and what has to fit */
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

/* ---- CSV */

static void add_csv_titles(struct messages *ms)
{
    static const char *const title[] = { "Packet",  "Time", "Source", "Destination",    "Transport",
                                         "Message", "CSeq", "Method", "Retransmission", "Call-ID" };
    struct csv c = csv_to(&ms->out.buf);
    if (ms->files)
        csv_text(&c, "File");
    for (size_t i = 0; i < sizeof(title) / sizeof(title[0]); i++)
        csv_text(&c, title[i]);
    csv_end_line(&c);
}

static void add_csv(struct messages *ms, const struct message *m, bool loaded)
{
    const struct store *s = trace_store(ms->trace);
    const struct sip_index *x = &ms->loaded.index;
    struct csv c = csv_to(&ms->out.buf);
    char src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT];
    endpoint_format(src, message_src(s, m));
    endpoint_format(dst, message_dst(s, m));
    if (ms->files)
        csv_text(&c, trace_file(ms->trace, trace_segment(ms->trace, m)));
    csv_uint(&c, m->packet);
    csv_time(&c, m->time_ns);
    csv_text(&c, src);
    csv_text(&c, dst);
    csv_text(&c, transport_name(message_transport(s, m)));
    csv_slice(&c, loaded ? x->start_line : SLICE(""));
    if (loaded && x->cseq_method.p)
        csv_uint(&c, x->cseq);
    else
        csv_none(&c);
    csv_slice(&c, loaded ? x->cseq_method : SLICE(""));
    csv_text(&c, m->flags & MESSAGE_REPEAT ? "yes" : "no");
    csv_slice(&c, loaded ? x->call_id : SLICE(""));
    csv_end_line(&c);
}

/* ---- text */

enum { TIME_TEXT = 2 * CLOCK_TEXT };

static void time_text(const struct messages *ms, int64_t ns, char text[TIME_TEXT])
{
    if (ms->paper.time == RENDER_TIME_SINCE) {
        snprintf(text, TIME_TEXT, "%.6f", (double)(ns - ms->first_ns) / (double)NS_PER_S);
    } else if (ms->paper.time == RENDER_TIME_DELTA) {
        text[0] = '+';
        clock_duration(text + (ns >= ms->last_ns), ns - ms->last_ns);
    } else {
        size_t n = ms->dates ? clock_date(text, ns) : 0;
        if (n)
            text[n++] = ' ';
        clock_time_of_day(text + n, ns, ms->narrow ? 3 : 6);
    }
}

/* The name of a file without its folders and ending; of a long one the end, where those of a
 * rotated capture differ. */
static void file_text(const struct messages *ms, const char *path, char text[CLOCK_TEXT])
{
    const char *slash = strrchr(path, '/');
    struct slice name = slice_of(slash ? slash + 1 : path);
    size_t dot = name.n;
    while (dot > 1 && name.p[dot - 1] != '.')
        dot--;
    if (dot > 1)
        name.n = dot - 1;
    bool cut = name.n > FILE_CELLS;
    if (cut)
        name = slice_sub(name, name.n - FILE_CELLS + 2, name.n);
    while (cut && name.n && ((unsigned char)name.p[0] & 0xc0) == 0x80)
        name = slice_sub(name, 1, name.n); /* not from the midst of a character on */
    snprintf(text, CLOCK_TEXT, "%s%.*s",
             !cut              ? ""
             : ms->paper.ascii ? ".."
                               : "…",
             (int)name.n, name.p);
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

static unsigned widest_end(const struct messages *ms)
{
    const struct store *s = trace_store(ms->trace);
    unsigned widest = 0;
    for (uint32_t i = 1; i <= s->paths.n && i <= PATHS_MEASURED; i++)
        for (int k = 0; k < 2; k++) {
            char text[ENDPOINT_TEXT];
            end_text(ms, &store_path(s, i)->end[k], text);
            unsigned n = (unsigned)strlen(text);
            widest = n > widest ? n : widest;
        }
    return widest;
}

static unsigned words_at(const struct messages *ms)
{
    unsigned x = 1 + ms->packet_cells + 2 + ms->time_cells + 2;
    if (ms->file_cells)
        x += ms->file_cells + 2;
    if (ms->end_cells)
        x += 2 * ms->end_cells + (ms->paper.ascii ? 4 : 3) + 2 + (ms->narrow ? 0 : 7);
    return x;
}

/* Widths of columns by what is there. */
static void measure(struct messages *ms)
{
    struct engine_totals in;
    bool abs = ms->paper.time == RENDER_TIME_AUTO || ms->paper.time == RENDER_TIME_ABS;
    trace_totals(ms->trace, &in);
    ms->files = in.files > 1;
    ms->dates =
        abs && !paper_same_day(trace_store(ms->trace)->first_ns, trace_store(ms->trace)->last_ns);
    ms->file_cells = ms->files ? FILE_CELLS : 0;
    for (ms->packet_cells = 1; in.packets >= 10; in.packets /= 10)
        ms->packet_cells++;
    if (ms->packet_cells < PACKET_CELLS)
        ms->packet_cells = PACKET_CELLS;
    for (int pass = 0; pass < 2; pass++) {
        ms->narrow = pass;
        ms->time_cells = (ms->narrow ? 12u : 15u) + (ms->dates ? DATE_CELLS : 0u);
        ms->end_cells = widest_end(ms);
        if (!ms->paper.width || words_at(ms) + START_MIN <= ms->paper.width)
            return;
    }
    ms->end_cells = 0;
}

/* How the room from cell x on is shared by start line and Call-ID. */
struct shares {
    unsigned start, call_id; /* cells; 0: no Call-ID */
};

static struct shares share(const struct messages *ms, unsigned x)
{
    unsigned room = ms->line.width > x ? ms->line.width - x : 0;
    bool both = room >= START_CELLS + 2 + CALL_ID_CELLS;
    if (!both)
        return (struct shares){ room, 0 };
    if (!ms->paper.width)
        return (struct shares){ START_CELLS, room };
    return (struct shares){ room - CALL_ID_CELLS - 2, CALL_ID_CELLS };
}

/* The start line, whether it was sent before, and the Call-ID where there is room. */
static void add_words(struct messages *ms, const struct message *m, bool loaded, unsigned x)
{
    static const struct slice again = { " (again)", 8 };
    struct canvas *c = &ms->line;
    struct slice start =
        loaded ? ms->loaded.index.start_line : SLICE("(its bytes are not available)");
    struct shares cells = share(ms, x);
    bool repeat = m->flags & MESSAGE_REPEAT && cells.start > again.n;
    unsigned room = ms->paper.width || !cells.call_id ? cells.start : c->width - x;
    unsigned used = canvas_text(c, x, start, room - (repeat ? (unsigned)again.n : 0), ink_of(m));
    if (repeat)
        used += canvas_text(c, x + used, again, (unsigned)again.n, INK_DIM);
    x += (used > cells.start ? used : cells.start) + 2;
    if (loaded && cells.call_id)
        canvas_text(c, x, ms->loaded.index.call_id, cells.call_id, INK_DIM);
}

static void add_titles(struct messages *ms)
{
    static const char *const time[] = {
        [RENDER_TIME_AUTO] = "Time",
        [RENDER_TIME_ABS] = "Time",
        [RENDER_TIME_DELTA] = "Since last",
        [RENDER_TIME_SINCE] = "Since start",
    };
    struct canvas *c = &ms->line;
    char packet[16];
    unsigned x = 1;
    snprintf(packet, sizeof(packet), "%*s", (int)ms->packet_cells, "Pkt");
    if (ms->file_cells)
        x = paint(c, x, "File", ms->file_cells, INK_NAME);
    x = paint(c, x, packet, ms->packet_cells, INK_NAME);
    x = paint(c, x, time[ms->paper.time], ms->time_cells, INK_NAME);
    if (ms->end_cells) {
        x = paint(c, x, "From", ms->end_cells + (ms->paper.ascii ? 2 : 1), INK_NAME);
        x = paint(c, x, "To", ms->end_cells, INK_NAME);
    }
    if (ms->end_cells && !ms->narrow)
        x = paint(c, x, "Proto", 5, INK_NAME);
    struct shares cells = share(ms, x);
    paint(c, x, "Message", cells.start, INK_NAME);
    if (cells.call_id)
        paint(c, x + cells.start + 2, "Call-ID", 0, INK_NAME);
    canvas_end_line(c, &ms->out.buf);
}

static void add_text(struct messages *ms, const struct message *m, bool loaded)
{
    const struct store *s = trace_store(ms->trace);
    char time[TIME_TEXT], src[ENDPOINT_TEXT], dst[ENDPOINT_TEXT], packet[16], file[CLOCK_TEXT];
    struct canvas *c = &ms->line;
    unsigned x = 1;
    if (!ms->begun)
        add_titles(ms);
    ms->begun = true;
    time_text(ms, m->time_ns, time);
    snprintf(packet, sizeof(packet), "%*u", (int)ms->packet_cells, m->packet);
    if (ms->file_cells) {
        file_text(ms, trace_file(ms->trace, trace_segment(ms->trace, m)), file);
        x = paint(c, x, file, ms->file_cells, INK_DIM);
    }
    x = paint(c, x, packet, ms->packet_cells, INK_DIM);
    x = paint(c, x, time, ms->time_cells, INK_DIM);
    if (ms->end_cells) {
        end_text(ms, message_src(s, m), src);
        end_text(ms, message_dst(s, m), dst);
        x = paint(c, x, src, ms->end_cells, INK_PLAIN) - 1;
        x = paint(c, x, "→", ms->paper.ascii ? 2 : 1, INK_PLAIN) - 1;
        x = paint(c, x, dst, ms->end_cells, INK_PLAIN);
    }
    if (ms->end_cells && !ms->narrow)
        x = paint(c, x, transport_name(message_transport(s, m)), 5, INK_DIM);
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
    if (ms->format == LIST_JSON)
        add_json(ms, m, loaded);
    else if (ms->format == LIST_CSV)
        add_csv(ms, m, loaded);
    else
        add_text(ms, m, loaded);
    ms->last_ns = m->time_ns;
    return out_flush(&ms->out, false);
}

/* Prints what came since, when it fits; a message is judged as its call is at that time. */
static bool add_new(void *ctx)
{
    struct messages *ms = ctx;
    const struct store *s = trace_store(ms->trace);
    while (ms->seen < s->messages.n) {
        uint32_t row = ++ms->seen;
        const struct message *m = store_message(s, row);
        if (message_is_gone(m) || m->flags & MESSAGE_SAME_HOP || !match_message(ms->match, row))
            continue;
        if (!ms->begun)
            measure(ms);
        if (!add(ms, row))
            return false;
    }
    return out_flush(&ms->out, true);
}

static int follow(struct messages *ms)
{
    int status = select_filter(&ms->match, ms->trace, ms->config);
    if (status == EXIT_DONE)
        read_all(ms->trace, ms->config, add_new, ms);
    match_close(ms->match);
    return status;
}

int cmd_messages(struct trace *t, const struct options *c)
{
    struct messages ms = { .trace = t, .config = c };
    struct err err;
    if (paper_lists(&ms.paper, c, "messages", true, &ms.format, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    if (out_open(&ms.out, c, &err) < 0)
        return paper_fail(&err, EXIT_OUTPUT);
    measure(&ms);
    if (canvas_init(&ms.line, ms.paper.width ? ms.paper.width : LINE_CELLS, ms.paper.ascii,
                    ms.paper.color) < 0) {
        out_close(&ms.out);
        err_set(&err, 0, "there is not enough memory for a line");
        return paper_fail(&err, EXIT_OUTPUT);
    }
    if (ms.format == LIST_CSV)
        add_csv_titles(&ms);
    loaded_init(&ms.loaded);
    int status = c->follow ? follow(&ms) : select_messages(t, c, add, &ms);
    loaded_fini(&ms.loaded);
    canvas_fini(&ms.line);
    int closed = out_close(&ms.out);
    return closed ? closed : status;
}
