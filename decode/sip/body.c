/* Finds a body of a type. What stands in it is left to others. */
#include "decode/sip/body.h"

#include "decode/sip/field.h"

enum { DEPTH_MAX = 3 };

struct slice sip_media_type(struct slice content_type)
{
    return slice_trim(slice_sub(content_type, 0, slice_index(content_type, ';')));
}

/* The next line without its end; false: no more. */
static bool line_next(struct slice text, size_t *at, struct slice *line)
{
    if (*at >= text.n)
        return false;
    struct slice rest = slice_sub(text, *at, text.n);
    size_t n = slice_index(rest, '\n');
    *at += n + 1;
    if (n && rest.p[n - 1] == '\r')
        n--;
    *line = slice_sub(rest, 0, n);
    return true;
}

/* 1: this line begins a part, 2: it ends the last one, 0: neither. */
static int delimiter(struct slice line, struct slice boundary)
{
    if (line.n < boundary.n + 2 || line.p[0] != '-' || line.p[1] != '-' ||
        !slice_eq(slice_sub(line, 2, 2 + boundary.n), boundary))
        return 0;
    struct slice rest = slice_sub(line, 2 + boundary.n, line.n);
    if (rest.n >= 2 && rest.p[0] == '-' && rest.p[1] == '-')
        return 2;
    return !slice_trim(rest).n;
}

/* Splits a part at its empty line; its Content-Type, absent when it has none. */
static struct slice part_type(struct slice part, struct slice *body)
{
    struct slice type = { NULL, 0 }, line;
    size_t at = 0;
    while (line_next(part, &at, &line) && line.n) {
        size_t colon = slice_index(line, ':');
        if (colon < line.n &&
            slice_ieq(slice_trim(slice_sub(line, 0, colon)), SLICE("content-type")))
            type = slice_trim(slice_sub(line, colon + 1, line.n));
    }
    *body = slice_sub(part, at, part.n);
    return type;
}

static struct slice find(struct slice content_type, struct slice body, struct slice want, int depth)
{
    struct slice none = { NULL, 0 }, line;
    if (slice_ieq(sip_media_type(content_type), want))
        return body;
    if (!depth || !slice_istarts(content_type, SLICE("multipart/")))
        return none;
    struct slice params = slice_sub(content_type, slice_index(content_type, ';'), content_type.n);
    struct slice boundary = sip_param_find(params, SLICE("boundary"));
    size_t at = 0, from = 0, line_at = 0;
    bool inside = false;
    if (!boundary.n)
        return none;
    for (;;) {
        bool more = line_next(body, &at, &line);
        int d = more ? delimiter(line, boundary) : 2;
        if (d && inside) {
            struct slice part_body, part = slice_sub(body, from, line_at);
            struct slice type = part_type(part, &part_body);
            struct slice found = find(type, part_body, want, depth - 1);
            if (found.p)
                return found;
        }
        if (d == 2)
            return none;
        if (d) {
            inside = true;
            from = at;
        }
        line_at = at;
    }
}

struct slice sip_body_find(const struct sip_index *x, struct slice type)
{
    if (!x->body.n)
        return (struct slice){ NULL, 0 };
    return find(sip_header_find(x, SIP_CONTENT_TYPE), x->body, type, DEPTH_MAX);
}
