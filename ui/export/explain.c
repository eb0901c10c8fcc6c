/* Findings drawn. Which ones is the command's choice. */
#include "ui/export/explain.h"

#include "decode/session/link.h"
#include "ui/export/canvas.h"
#include "ui/export/cells.h"
#include "ui/export/render.h"

enum {
    TEXT_AT = 4,     /* cells before a text */
    ID_CELLS = 24,   /* room of the longest id in the sum */
    COUNT_CELLS = 8, /* of a number there */
    TEXT_BYTES = 16384
};

static enum ink ink_of(enum finding_severity s)
{
    return s == FINDING_ERROR ? INK_FAILURE : s == FINDING_WARNING ? INK_REDIRECT : INK_PROVISIONAL;
}

static const char *sign_of(enum finding_severity s, bool ascii)
{
    static const char *const sign[2][FINDING_ERROR + 1] = { { "i", "▲", "✗" }, { "i", "!", "x" } };
    return sign[ascii][s];
}

static unsigned width_of(const struct explain_options *o)
{
    unsigned width = o->width ? o->width : RENDER_WIDTH;
    return width < 2 * TEXT_AT + ID_CELLS ? 2 * TEXT_AT + ID_CELLS : width;
}

/* Text from cell `at` on, in as many lines as it needs. */
static void wrap(struct buf *out, const struct explain_options *o, unsigned at, struct slice text,
                 enum ink ink)
{
    struct canvas c;
    unsigned width = width_of(o);
    if (canvas_init(&c, width, o->ascii, o->color) < 0)
        return;
    while (text.n) {
        canvas_text(&c, at, cells_line(&text, width - at, o->ascii), width - at, ink);
        canvas_end_line(&c, out);
    }
    canvas_fini(&c);
}

void explain_add_head(struct buf *out, const struct column_row *r)
{
    if (r->call)
        buf_printf(out, "Call %u · ", r->call);
    else
        buf_printf(out, "%s · ", column_kind(r));
    column_add_party(out, &r->from);
    buf_adds(out, " → ");
    column_add_party(out, &r->to);
    if (r->call)
        buf_printf(out, " · %s", call_state_words(r->state));
    if (r->code)
        buf_printf(out, " (%u)", r->code);
}

uint32_t explain_next(struct explain_walk *w, const struct store *s)
{
    for (;;) {
        if (w->leg == s->legs.n) {
            if (w->others)
                return 0;
            *w = (struct explain_walk){ .others = true };
            continue;
        }
        const struct leg *l = store_leg(s, ++w->leg);
        const struct call *call = store_call(s, l->call);
        if ((call == NULL) == w->others && (!call || call->leg == w->leg) && !leg_is_gone(l))
            return w->leg;
    }
}

void explain_call(struct buf *out, const struct explain_options *o, struct column_row *r,
                  struct verdict *v)
{
    struct buf head;
    buf_init(&head, TEXT_BYTES);
    explain_add_head(&head, r);
    if (out->n)
        buf_addc(out, '\n');
    wrap(out, o, 0, buf_slice(&head), INK_NAME);
    buf_fini(&head);
    for (unsigned i = 0; i < v->lines; i++)
        wrap(out, o, TEXT_AT, verdict_line(v, i), INK_DIM);
}

void explain_capture(struct buf *out, const struct explain_options *o)
{
    if (out->n)
        buf_addc(out, '\n');
    wrap(out, o, 0, SLICE("In the capture as a whole"), INK_NAME);
}

void explain_add_proof(struct buf *b, struct trace *t, bool files, const struct finding *f)
{
    const struct store *s = trace_store(t);
    uint16_t before = UINT16_MAX;
    for (unsigned i = 0; i < f->messages; i++) {
        const struct message *m = store_message(s, f->message[i]);
        uint16_t file = trace_segment(t, m);
        buf_printf(b, "%s%u", i ? ", " : f->messages > 1 ? "packets " : "packet ", m->packet);
        if (files && file != before)
            buf_printf(b, " of %s", trace_file(t, file));
        before = file;
    }
    if (ascii_is_digit(finding_rfc(f->id)[0])) /* "-": it rests on none */
        buf_printf(b, "%sRFC %s", f->messages ? " · " : "", finding_rfc(f->id));
}

void explain_finding(struct buf *out, const struct explain_options *o, const struct finding *f)
{
    struct canvas c;
    struct buf proof;
    struct slice text = f->text;
    unsigned width = width_of(o);
    if (canvas_init(&c, width, o->ascii, o->color) < 0)
        return;
    const char *id = finding_name(f->id);
    enum ink ink = ink_of(f->severity);
    canvas_put(&c, 2, sign_of(f->severity, o->ascii), ink);
    unsigned at = TEXT_AT + canvas_text(&c, TEXT_AT, slice_of(id), ID_CELLS, ink) + 2;
    canvas_text(&c, at, cells_line(&text, width - at, o->ascii), width - at, INK_PLAIN);
    canvas_end_line(&c, out);
    canvas_fini(&c);
    wrap(out, o, TEXT_AT, text, INK_PLAIN);
    buf_init(&proof, TEXT_BYTES);
    explain_add_proof(&proof, o->trace, o->files, f);
    wrap(out, o, TEXT_AT, buf_slice(&proof), INK_DIM);
    buf_fini(&proof);
}

void explain_sum(struct buf *out, const struct explain_options *o,
                 const uint64_t count[FINDING_COUNT][FINDING_ERROR + 1])
{
    struct canvas c;
    char text[32];
    bool any = false;
    unsigned width = width_of(o), at;
    if (canvas_init(&c, width, o->ascii, o->color) < 0)
        return;
    for (int severity = FINDING_ERROR; severity >= FINDING_INFO; severity--)
        for (int i = 0; i < FINDING_COUNT; i++) {
            uint64_t n = count[i][severity];
            if (!n)
                continue;
            enum ink ink = ink_of((enum finding_severity)severity);
            if (!any && out->n)
                buf_addc(out, '\n');
            any = true;
            int digits = snprintf(text, sizeof(text), "%llu", (unsigned long long)n);
            at = COUNT_CELLS > digits ? COUNT_CELLS - (unsigned)digits : 0;
            canvas_text(&c, at, slice_of(text), COUNT_CELLS, INK_PLAIN);
            canvas_put(&c, COUNT_CELLS + 2, sign_of((enum finding_severity)severity, o->ascii),
                       ink);
            canvas_text(&c, COUNT_CELLS + 4, slice_of(finding_name((enum finding_id)i)), ID_CELLS,
                        ink);
            at = COUNT_CELLS + 4 + ID_CELLS;
            canvas_text(&c, at, slice_of(finding_help((enum finding_id)i)),
                        width > at ? width - at : 0, INK_DIM);
            canvas_end_line(&c, out);
        }
    canvas_fini(&c);
}

void explain_json(struct json *j, struct trace *t, bool files, const struct finding *f)
{
    const struct store *s = trace_store(t);
    json_open(j, NULL, '{');
    json_text(j, "schema", "rung.finding/1");
    json_text(j, "id", finding_name(f->id));
    json_text(j, "severity", finding_severity_word(f->severity));
    if (f->call)
        json_uint(j, "call", f->call);
    else
        json_null(j, "call");
    json_slice(j, "text", f->text);
    json_text(j, "rfc", finding_rfc(f->id));
    json_open(j, "packets", '[');
    for (unsigned i = 0; i < f->messages; i++)
        json_uint(j, NULL, store_message(s, f->message[i])->packet);
    json_close(j, ']');
    if (files) {
        json_open(j, "files", '[');
        for (unsigned i = 0; i < f->messages; i++)
            json_text(j, NULL, trace_file(t, trace_segment(t, store_message(s, f->message[i]))));
        json_close(j, ']');
    }
    json_close(j, '}');
    json_end_line(j);
}

void explain_csv_titles(struct csv *c, bool files)
{
    static const char *const title[] = { "Finding", "Severity", "Call", "Text", "RFC", "Packets" };
    for (size_t i = 0; i < sizeof(title) / sizeof(title[0]); i++)
        csv_text(c, title[i]);
    if (files)
        csv_text(c, "Files");
    csv_end_line(c);
}

void explain_csv(struct csv *c, struct trace *t, bool files, const struct finding *f)
{
    const struct store *s = trace_store(t);
    struct buf packets, names;
    buf_init(&packets, TEXT_BYTES);
    buf_init(&names, TEXT_BYTES);
    for (unsigned i = 0; i < f->messages; i++) {
        const struct message *m = store_message(s, f->message[i]);
        buf_printf(&packets, "%s%u", i ? " " : "", m->packet);
        buf_printf(&names, "%s%s", i ? " " : "", trace_file(t, trace_segment(t, m)));
    }
    csv_text(c, finding_name(f->id));
    csv_text(c, finding_severity_word(f->severity));
    if (f->call)
        csv_uint(c, f->call);
    else
        csv_none(c);
    csv_slice(c, f->text);
    csv_text(c, finding_rfc(f->id));
    csv_plain(c, buf_slice(&packets));
    if (files)
        csv_slice(c, buf_slice(&names));
    csv_end_line(c);
    buf_fini(&packets);
    buf_fini(&names);
}
