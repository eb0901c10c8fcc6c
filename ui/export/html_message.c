/* Messages for pages, line by line. */
#include "ui/export/html_message.h"

#include "ui/export/html_text.h"
#include "ui/export/syntax.h"

enum { HEX_BYTES = 16 }; /* on a line */

/* The class of a part; NULL: it has none. */
static const char *const part_class[PART_COUNT] = {
    [PART_DIM] = "dim",
    [PART_STRONG] = "strong",
    [PART_REQUEST] = "request",
    [PART_PROVISIONAL] = "provisional",
    [PART_SUCCESS] = "success",
    [PART_REDIRECT] = "redirect",
    [PART_CHALLENGE] = "challenge",
    [PART_FAILURE] = "failure",
    [PART_FIELD] = "field",
    [PART_BODY] = "body",
    [PART_USER] = "user",
    [PART_TAG] = "tag",
    [PART_BRANCH] = "branch",
};

static void add_line(struct buf *b, const struct sip_index *x, enum syntax_line kind,
                     struct slice line)
{
    struct syntax_span span[SYNTAX_SPANS];
    unsigned n = syntax_spans(x, kind, line, span);
    size_t at = 0;
    buf_adds(b, "<bdi>");
    for (unsigned i = 0; i < n; i++) {
        const char *name = part_class[span[i].part];
        struct slice part = slice_sub(line, at, span[i].end);
        at = span[i].end;
        if (!part.n)
            continue;
        if (name)
            buf_printf(b, "<b class=\"p-%s\">", name);
        html_add_text(b, part);
        buf_adds(b, name ? "</b>" : "");
    }
    buf_adds(b, "</bdi>\n");
}

static void add_hex_line(struct buf *b, size_t offset, struct slice s)
{
    buf_printf(b, "<b class=\"p-dim\">%08zx</b> ", offset);
    for (size_t i = 0; i < HEX_BYTES; i++) {
        if (i < s.n)
            buf_printf(b, " %02x", (unsigned)(unsigned char)s.p[i]);
        else
            buf_adds(b, "   ");
    }
    buf_adds(b, "  ");
    for (size_t i = 0; i < s.n; i++) {
        bool shown = s.p[i] >= ' ' && s.p[i] < 0x7f;
        html_add_text(b, shown ? slice_sub(s, i, i + 1) : SLICE("."));
    }
    buf_addc(b, '\n');
}

/* Bytes of the message from `from` on. */
static void add_hex(struct buf *b, size_t from, struct slice s)
{
    for (size_t i = 0; i < s.n; i += HEX_BYTES)
        add_hex_line(b, from + i, slice_sub(s, i, i + HEX_BYTES));
}

size_t html_add_message(struct buf *b, const struct sip_index *x, size_t most)
{
    size_t at = 0, start, binary = 0; /* [binary, start) is no text, and not written yet */
    struct slice line;
    enum syntax_line kind;
    size_t end = x->message.n < most ? x->message.n : most;
    for (start = 0; start < end && syntax_next(x, &at, &line, &kind); start = at) {
        bool is_text = kind != SYNTAX_BODY || !html_is_binary(line);
        if (is_text) {
            add_hex(b, binary, slice_sub(x->message, binary, start));
            add_line(b, x, kind, slice_sub(line, 0, end - start));
            binary = at;
        }
    }
    if (binary < end)
        add_hex(b, binary, slice_sub(x->message, binary, end));
    return end;
}
