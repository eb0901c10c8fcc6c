/* Bodies by their media types. */
#include "decode/redact/body_list.h"
#include "decode/redact/part.h"

enum kind { SDP, MESSAGE, LINES, MULTIPART, MARKUP, TEXT, BLANK };

/* Does the type fit the pattern, in which a * stands for anything? There is one at most. */
static bool fits(struct slice type, const char *pattern)
{
    struct slice p = slice_of(pattern);
    size_t star = slice_index(p, '*');
    if (star == p.n)
        return slice_ieq(type, p);
    struct slice front = slice_sub(p, 0, star), back = slice_sub(p, star + 1, p.n);
    return type.n >= front.n + back.n && slice_istarts(type, front) &&
           slice_ieq(slice_sub(type, type.n - back.n, type.n), back);
}

static enum kind kind_of(struct slice type, struct slice body)
{
    static const struct {
        const char *pattern;
        enum kind kind;
    } rows[] = {
#define X(pattern, kind) { pattern, kind },
        REDACT_BODY_LIST(X)
#undef X
    };
    if (!type.n) /* 3261 20.15 wants one; those who leave it out mean this */
        return slice_istarts(body, SLICE("v=0")) ? SDP : TEXT;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (fits(type, rows[i].pattern))
            return rows[i].kind;
    return BLANK;
}

/* Is the line that begins at `at` one between parts (2046 5.1.1)? The boundary was replaced where
 * it was said; here it is not yet. */
static bool is_boundary(struct redaction *r, char *s, size_t at, size_t end, struct slice boundary)
{
    enum { LONGEST = 70 };
    char text[LONGEST];
    size_t n = boundary.n;
    if (n > LONGEST || end - at < n + 2 || s[at] != '-' || s[at + 1] != '-')
        return false;
    memcpy(text, s + at + 2, n);
    redact_words(r, text, n, REDACT_PORTS);
    if (memcmp(text, boundary.p, n) != 0)
        return false;
    memcpy(s + at + 2, text, n);
    return true;
}

/* The line end in front of a boundary belongs to it. */
static size_t part_end(const char *s, size_t from, size_t at)
{
    at -= at > from && s[at - 1] == '\n';
    return at - (at > from && s[at - 1] == '\r');
}

static void multipart(struct redaction *r, char *s, size_t n, struct slice boundary, unsigned depth)
{
    struct slice all = { s, n };
    size_t part = n;
    for (size_t at = 0, end; at < n; at = end) {
        end = redact_line_end(all, at);
        if (!is_boundary(r, s, at, end, boundary)) {
            if (part == n) /* what stands in front of the first */
                redact_words(r, s + at, end - at, REDACT_PLAIN);
            continue;
        }
        if (part < at)
            redact_part(r, s + part, part_end(s, part, at) - part, depth);
        part = end;
    }
    if (part < n)
        redact_part(r, s + part, n - part, depth);
}

static bool is_name(char c)
{
    return ascii_is_alnum(c) || c == '-' || c == '_' || c == '.' || c == ':';
}

/* What begins with < may be the name of an element; <sip:alice> is none. 0: it is text. */
static size_t element_name(struct slice s)
{
    static const char *const schemes[] = { "sip:", "sips:", "tel:", "mailto:", "http:", "https:" };
    size_t at = 1;
    while (at < s.n && (s.p[at] == '/' || s.p[at] == '?'))
        at++;
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (slice_istarts(slice_sub(s, at, s.n), slice_of(schemes[i])))
            return 0;
    size_t end = at;
    while (end < s.n && is_name(s.p[end]))
        end++;
    bool ends = end < s.n && (ascii_is_lws(s.p[end]) || strchr("/>?", s.p[end]));
    return s.n && s.p[0] == '<' && end > at && !ascii_is_digit(s.p[at]) && ends ? end : 0;
}

/* A quoted value that begins at `at`, behind its quote; where it ends. Names of standards stay. */
static size_t markup_value(struct redaction *r, char *s, size_t at, size_t n, bool stays)
{
    char quote = s[at - 1];
    size_t end = at;
    while (end < n && s[end] != quote && s[end] != '<')
        end++;
    if (!stays && !slice_istarts(slice_make(s + at, end - at), SLICE("urn:ietf:params:")))
        redact_words(r, s + at, end - at, REDACT_PORTS);
    return end < n && s[end] == quote ? end + 1 : end;
}

/* The rest of an element whose name ends at `at`: names of attributes stay. */
static size_t markup_element(struct redaction *r, char *s, size_t at, size_t n, bool declares)
{
    while (at < n && s[at] != '>') {
        size_t end = at;
        while (end < n && is_name(s[end]))
            end++;
        if (end > at && (end == n || s[end] != '='))
            redact_words(r, s + at, end - at, REDACT_PORTS);
        if (end > at)
            at = end;
        else if (s[at] == '"' || s[at] == '\'')
            at = markup_value(r, s, at + 1, n, declares);
        else
            at++;
    }
    return at;
}

static void markup(struct redaction *r, char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t name = element_name(slice_make(s + at, n - at));
        if (name) {
            bool declares = slice_istarts(slice_make(s + at, name), SLICE("<?xml"));
            at = markup_element(r, s, at + name, n, declares);
            continue;
        }
        size_t end = at + 1;
        while (end < n && s[end] != '<')
            end++;
        redact_words(r, s + at, end - at, REDACT_PORTS);
        at = end;
    }
}

void redact_body(struct redaction *r, char *s, size_t n, struct slice type, struct slice boundary,
                 unsigned depth)
{
    enum kind kind = kind_of(type, slice_make(s, n));
    if (depth >= REDACT_DEPTH && (kind == MULTIPART || kind == LINES || kind == MESSAGE))
        kind = BLANK;
    switch (kind) {
    case SDP:
        redact_sdp(r, s, n);
        break;
    case MESSAGE:
        redact_message(r, s, n, depth + 1);
        break;
    case LINES:
        redact_part(r, s, n, depth + 1);
        break;
    case MULTIPART:
        if (boundary.n)
            multipart(r, s, n, boundary, depth + 1);
        else
            redact_blank(r, s, n);
        break;
    case MARKUP:
        markup(r, s, n);
        break;
    case TEXT:
        redact_words(r, s, n, REDACT_PLAIN);
        break;
    case BLANK:
        redact_blank(r, s, n);
        break;
    }
}
