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

struct slice sip_body_line(struct slice body, struct slice name)
{
    struct slice line;
    for (size_t at = 0; line_next(body, &at, &line);) {
        size_t colon = slice_index(line, ':');
        if (colon < line.n && slice_ieq(slice_trim(slice_sub(line, 0, colon)), name))
            return slice_trim(slice_sub(line, colon + 1, line.n));
    }
    return (struct slice){ NULL, 0 };
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

/* What the headers of a part say of it; absent: not told. */
struct part {
    struct slice type, disposition, body;
};

static void part_header(struct part *p, struct slice line)
{
    size_t colon = slice_index(line, ':');
    struct slice name = slice_trim(slice_sub(line, 0, colon));
    struct slice value = slice_trim(slice_sub(line, colon + 1, line.n));
    if (slice_ieq(name, SLICE("content-type")))
        p->type = value;
    else if (slice_ieq(name, SLICE("content-disposition")))
        p->disposition = value;
}

/* Splits a part at its empty line. A header goes on in lines that begin with a blank. */
static struct part read_part(struct slice text)
{
    struct part p = { .type = { NULL, 0 } };
    struct slice line, header = { NULL, 0 };
    size_t at = 0;
    while (line_next(text, &at, &line) && line.n) {
        if (header.p && ascii_is_lws(line.p[0])) {
            header.n = (size_t)(line.p - header.p) + line.n;
            continue;
        }
        part_header(&p, header);
        header = line;
    }
    part_header(&p, header);
    p.body = slice_sub(text, at, text.n);
    return p;
}

/* Is it for early media alone (3959)? */
static bool is_early_session(const struct part *p)
{
    return slice_ieq(sip_media_type(p->disposition), SLICE("early-session"));
}

static struct slice find(const struct part *p, struct slice want, int depth)
{
    struct slice none = { NULL, 0 }, body = p->body, line;
    if (slice_ieq(sip_media_type(p->type), want))
        return is_early_session(p) ? none : body;
    if (!depth || !slice_istarts(p->type, SLICE("multipart/")))
        return none;
    struct slice params = slice_sub(p->type, slice_index(p->type, ';'), p->type.n);
    struct slice boundary = sip_param_find(params, SLICE("boundary"));
    size_t at = 0, from = 0, line_at = 0;
    bool inside = false;
    if (!boundary.n)
        return none;
    for (;;) {
        bool more = line_next(body, &at, &line);
        int d = more ? delimiter(line, boundary) : 2;
        if (d && inside) {
            struct part part = read_part(slice_sub(body, from, line_at));
            struct slice found = find(&part, want, depth - 1);
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
    struct part all = { .type = sip_header_find(x, SIP_CONTENT_TYPE), .body = x->body };
    if (!x->body.n)
        return (struct slice){ NULL, 0 };
    if (!sip_header_by_name(x, SLICE("Content-Disposition"), 0, &all.disposition))
        all.disposition = (struct slice){ NULL, 0 };
    return find(&all, type, DEPTH_MAX);
}
