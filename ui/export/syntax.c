/* Lines of messages to spans. What is no valid SIP is taken as far as it goes. */
#include "ui/export/syntax.h"

struct spans {
    struct syntax_span *out;
    unsigned n;
    size_t at; /* up to where the line has its spans */
};

static enum syntax_part status_part(unsigned code)
{
    return code == 401 || code == 407 ? PART_CHALLENGE
           : code < 200               ? PART_PROVISIONAL
           : code < 300               ? PART_SUCCESS
           : code < 400               ? PART_REDIRECT
                                      : PART_FAILURE;
}

/* One place is kept for what ends the line. */
static void span(struct spans *s, size_t end, enum syntax_part part)
{
    if (end <= s->at || s->n == SYNTAX_SPANS - 1)
        return;
    s->out[s->n++] = (struct syntax_span){ (uint32_t)end, part };
    s->at = end;
}

/* Bytes [from, end) of this part, what stands before them of the other. */
static void mark(struct spans *s, size_t from, size_t end, enum syntax_part part,
                 enum syntax_part before)
{
    if (end <= from)
        return;
    span(s, from, before);
    span(s, end, part);
}

static bool begins(struct slice line, size_t at, struct slice word)
{
    return slice_istarts(slice_sub(line, at, line.n), word);
}

static bool ends_value(char c)
{
    return ascii_is_lws(c) || c == ';' || c == ',' || c == '>' || c == '"' || c == '?';
}

static size_t value_end(struct slice line, size_t at)
{
    while (at < line.n && !ends_value(line.p[at]))
        at++;
    return at;
}

/* The end of the user that begins at a place of a URI; the same place: it has none. */
static size_t user_end(struct slice line, size_t at, bool telephone)
{
    size_t i = at;
    if (telephone)
        return value_end(line, at);
    while (i < line.n && line.p[i] != '@' && line.p[i] != '>' && line.p[i] != ',' &&
           !ascii_is_lws(line.p[i]))
        i++;
    return i < line.n && line.p[i] == '@' ? i : at;
}

/* Behind the scheme of a URI that begins at a place; the same place: none begins there. */
static size_t scheme_end(struct slice line, size_t at, bool *telephone)
{
    *telephone = begins(line, at, SLICE("tel:"));
    return at + (begins(line, at, SLICE("sips:"))                ? 5
                 : *telephone || begins(line, at, SLICE("sip:")) ? 4
                                                                 : 0);
}

static size_t quote_end(struct slice line, size_t at)
{
    for (at++; at < line.n && line.p[at] != '"'; at++)
        at += line.p[at] == '\\';
    return at < line.n ? at + 1 : line.n;
}

/* Users, tags and branches from a place on; all else is of one kind. */
static void value_spans(struct spans *s, struct slice line, size_t at, enum syntax_part plain)
{
    bool telephone;
    while (at < line.n) {
        char c = ascii_lower(line.p[at]);
        size_t from = at, end = at;
        if (c == '"') {
            at = quote_end(line, at);
            continue;
        }
        if (c == 's' || c == 't') {
            from = scheme_end(line, at, &telephone);
            end = from > at ? user_end(line, from, telephone) : from;
            mark(s, from, end, PART_USER, plain);
        } else if (c == ';' && begins(line, at, SLICE(";tag="))) {
            from = at + 5;
            end = value_end(line, from);
            mark(s, from, end, PART_TAG, plain);
        } else if (c == ';' && begins(line, at, SLICE(";branch="))) {
            from = at + 8;
            end = value_end(line, from);
            mark(s, from, end, PART_BRANCH, plain);
        }
        at = end > at ? end : at + 1;
    }
}

static void start_spans(struct spans *s, const struct sip_index *x, struct slice line)
{
    size_t first = slice_index(line, ' ');
    span(s, first, x->request ? PART_REQUEST : PART_DIM);
    if (x->request)
        value_spans(s, line, first, PART_STRONG);
    span(s, line.n, x->request ? PART_STRONG : status_part(x->status));
}

static void header_spans(struct spans *s, struct slice line)
{
    size_t colon = slice_index(line, ':');
    struct slice name = slice_trim(slice_sub(line, 0, colon));
    if (colon < line.n)
        span(s, colon + 1, PART_FIELD);
    if (slice_ieq(name, SLICE("call-id")) || slice_ieq(name, SLICE("i")))
        span(s, line.n, PART_TAG);
    else
        value_spans(s, line, colon, PART_TEXT);
}

/* Of a session description: the lines of media say most, then where it goes and in which
 * direction. */
static void body_spans(struct spans *s, struct slice line)
{
    static const struct slice directions[] = {
        { "a=sendrecv", 10 }, { "a=sendonly", 10 }, { "a=recvonly", 10 }, { "a=inactive", 10 }
    };
    if (line.n < 2 || line.p[1] != '=' || ascii_lower(line.p[0]) < 'a' ||
        ascii_lower(line.p[0]) > 'z')
        return;
    bool told = line.p[0] == 'm' || line.p[0] == 'c';
    for (size_t i = 0; i < sizeof(directions) / sizeof(directions[0]); i++)
        told = told || slice_eq(line, directions[i]);
    span(s, 2, PART_FIELD);
    if (told) {
        span(s, line.n, PART_BODY);
    } else if (begins(line, 0, SLICE("a=rtpmap:"))) {
        size_t blank = slice_index(line, ' ');
        mark(s, blank, line.n, PART_BODY, PART_TEXT);
    }
}

unsigned syntax_spans(const struct sip_index *x, enum syntax_line kind, struct slice line,
                      struct syntax_span out[SYNTAX_SPANS])
{
    struct spans s = { .out = out };
    struct slice seen = slice_sub(line, 0, SYNTAX_BYTES);
    switch (kind) {
    case SYNTAX_START:
        start_spans(&s, x, seen);
        break;
    case SYNTAX_HEADER:
        header_spans(&s, seen);
        break;
    case SYNTAX_FOLDED:
        value_spans(&s, seen, 0, PART_TEXT);
        break;
    case SYNTAX_BODY:
        body_spans(&s, seen);
        break;
    }
    out[s.n++] = (struct syntax_span){ (uint32_t)line.n, PART_TEXT };
    return s.n;
}

static enum syntax_line kind_of(const struct sip_index *x, size_t from, struct slice line)
{
    if (from >= x->head.n)
        return SYNTAX_BODY;
    if (!from)
        return SYNTAX_START;
    bool folded = slice_index(line, ':') == line.n || ascii_is_lws(line.p[0]);
    return folded ? SYNTAX_FOLDED : SYNTAX_HEADER;
}

bool syntax_next(const struct sip_index *x, size_t *at, struct slice *line, enum syntax_line *kind)
{
    struct slice rest = slice_sub(x->message, *at, x->message.n);
    if (!rest.n)
        return false;
    size_t feed = slice_index(rest, '\n'), end = feed;
    if (end && rest.p[end - 1] == '\r')
        end--;
    *line = slice_sub(rest, 0, end);
    *kind = kind_of(x, *at, *line);
    *at += feed + 1;
    return true;
}
