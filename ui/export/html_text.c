/* Text for pages, character by character. */
#include "ui/export/html_text.h"

#include <utf8proc.h>

#include "ui/flow/text.h"

/* Does it have no shape of its own, or one that acts on others? */
static bool is_hidden(uint32_t cp)
{
    if (cp < 0x20 || cp == 0x7f)
        return cp != '\t';
    if (cp < 0x7f)
        return false;
    switch (utf8proc_category((utf8proc_int32_t)cp)) {
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
        return true;
    default:
        return false;
    }
}

/* What a character of markup is written as; NULL: as it is. */
static const char *entity(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void add_hidden(struct buf *b, uint32_t cp, bool spans)
{
    buf_adds(b, spans ? "<span class=\"c\">" : "");
    buf_printf(b, cp < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)cp);
    buf_adds(b, spans ? "</span>" : "");
}

/* How many bytes from the front are plain ASCII without a meaning. */
static size_t plain(struct slice s)
{
    size_t n = 0;
    while (n < s.n && ((s.p[n] >= ' ' && s.p[n] < 0x7f) || s.p[n] == '\t') && !entity(s.p[n]))
        n++;
    return n;
}

static void add(struct buf *b, struct slice s, bool spans)
{
    for (size_t at = 0; at < s.n;) {
        struct slice rest = slice_sub(s, at, s.n);
        size_t n = plain(rest);
        uint32_t cp = 0;
        buf_add(b, rest.p, n);
        at += n;
        rest = slice_sub(s, at, s.n);
        if (!rest.n)
            break;
        n = text_char(rest, &cp);
        if (!n)
            buf_adds(b, "\xef\xbf\xbd");
        else if (entity(*rest.p))
            buf_adds(b, entity(*rest.p));
        else if (is_hidden(cp))
            add_hidden(b, cp, spans);
        else
            buf_add(b, rest.p, n);
        at += n ? n : 1;
    }
}

void html_add_text(struct buf *b, struct slice s)
{
    add(b, s, true);
}

void html_add_value(struct buf *b, struct slice s)
{
    add(b, s, false);
}

void html_add_isolated(struct buf *b, struct slice s)
{
    buf_adds(b, "<bdi>");
    add(b, s, true);
    buf_adds(b, "</bdi>");
}

bool html_is_binary(struct slice s)
{
    for (size_t at = 0; at < s.n;) {
        uint32_t cp = (unsigned char)s.p[at];
        size_t n = cp < 0x80 ? 1 : text_char(slice_sub(s, at, s.n), &cp);
        if (!n || (cp < ' ' && cp != '\t' && cp != '\r' && cp != '\n') || cp == 0x7f)
            return true;
        at += n;
    }
    return false;
}
