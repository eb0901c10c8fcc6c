/* Values of headers: addresses, URIs in them, and parameters behind semicolons, also in the escaped
 * headers of a URI (3261 19.1.1). */
#include <strings.h>

#include "decode/redact/parameter_list.h"
#include "decode/redact/part.h"
#include "decode/sip/header_list.h"

enum rule { STAYS, WORDS, SECRET, BRANCH, PHRASE };

static const struct redact_row parameters[] = {
#define X(name, rule) { name, rule },
    PARAMETER_LIST(X)
#undef X
};

/* Headers stand in a URI by their names. */
static bool is_header(struct slice name)
{
    static const char *const names[] = {
#define X(id, lower, first, last, compact, name, help) lower,
        SIP_HEADER_LIST(X)
#undef X
    };
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (slice_ieq(name, slice_of(names[i])))
            return true;
    return false;
}

/* ---- the characters of a value, some of which are written as %3B */

struct scan {
    struct redaction *r;
    char *s;
    size_t n;
    unsigned how;
    bool open; /* a quote that does not end was met */
};

/* What stands at `at`, and how long it is written. Only what divides parameters is of interest. */
static char mark_at(const struct scan *v, size_t at, size_t *length)
{
    static const struct {
        const char *escape;
        char is;
    } escapes[] = {
        { "%3b", ';' }, { "%3d", '=' }, { "%3f", '?' }, { "%26", '&' }, { "%2c", ',' }
    };
    *length = 1;
    if (v->s[at] != '%' || v->n - at < 3)
        return v->s[at];
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++)
        if (!strncasecmp(v->s + at, escapes[i].escape, 3)) {
            *length = 3;
            return escapes[i].is;
        }
    return '%';
}

static size_t skip_blanks(const struct scan *v, size_t at)
{
    while (at < v->n && ascii_is_lws(v->s[at]))
        at++;
    return at;
}

/* Where a name or a value of a parameter ends that begins at `at`. */
static size_t token_end(const struct scan *v, size_t at)
{
    for (size_t length; at < v->n; at += length) {
        char c = mark_at(v, at, &length);
        if (!c || strchr(";,=?&<>@\" \t\r\n", c))
            break;
    }
    return at;
}

static void mask(const struct scan *v, size_t at, size_t end, enum rule rule)
{
    static const char cookie[] = "z9hG4bK"; /* 3261 8.1.1.7 */
    enum { COOKIE = sizeof(cookie) - 1 };
    switch (rule) {
    case STAYS:
        break;
    case SECRET:
        redact_secret(v->r, v->s + at, end - at);
        break;
    case BRANCH:
        if (end - at >= COOKIE && !memcmp(v->s + at, cookie, COOKIE))
            at += COOKIE;
        redact_words(v->r, v->s + at, end - at, v->how);
        break;
    case PHRASE:
        redact_words(v->r, v->s + at, end - at, v->how | REDACT_PHRASE);
        break;
    case WORDS:
        redact_words(v->r, v->s + at, end - at, v->how);
        break;
    }
}

/* The parameter whose name begins at `at`; where it ends. */
static size_t parameter(struct scan *v, size_t at)
{
    size_t from = skip_blanks(v, at), end = token_end(v, from), length;
    struct slice name = slice_make(v->s + from, end - from);
    const struct redact_row *known = redact_find(parameters, REDACT_COUNT(parameters), name);
    bool named = known || (name.n && name.p[0] == '+') || is_header(name);
    enum rule rule = known ? (enum rule)known->rule : WORDS;
    at = skip_blanks(v, end);
    bool equals = at < v->n && mark_at(v, at, &length) == '=';
    if (!named) /* nor may it be known afterwards, or the value would not be told as it was */
        do
            redact_words(v->r, v->s + from, end - from, v->how);
        while (redact_find(parameters, REDACT_COUNT(parameters), name) || is_header(name));
    if (!equals)
        return end;
    at = skip_blanks(v, at + length);
    if (at < v->n && v->s[at] == '"') {
        end = redact_quote_end(slice_make(v->s, v->n), at, &v->open);
        if (!v->open) {
            mask(v, at + 1, end - 1, rule);
            return end;
        }
        at++;
    }
    end = token_end(v, at);
    mask(v, at, end, rule);
    return end;
}

void redact_value(struct redaction *r, char *s, size_t n, unsigned how)
{
    struct scan v = { r, s, n, how, false };
    size_t plain = how & REDACT_PARAMETERS ? parameter(&v, 0) : 0, length;
    for (size_t at = plain; at < n;) {
        char c = mark_at(&v, at, &length);
        if (c == '"') {
            at = redact_quote_end(slice_make(s, n), at, &v.open);
            continue;
        }
        at += length;
        if (c != ';' && c != '?' && c != '&')
            continue;
        redact_words(r, s + plain, at - plain, how);
        at = plain = parameter(&v, at);
    }
    redact_words(r, s + plain, n - plain, how);
}

void redact_credentials(struct redaction *r, char *s, size_t n)
{
    struct scan v = { r, s, n, REDACT_PORTS, false };
    size_t at = token_end(&v, skip_blanks(&v, 0)); /* the scheme */
    while (at < n) {
        size_t end = parameter(&v, at), next = skip_blanks(&v, end);
        if (next < n && s[next] == ',') {
            at = next + 1;
        } else if (next > at) { /* a comma is missing */
            at = next;
        } else {
            redact_words(r, s + at, 1, REDACT_PLAIN);
            at++;
        }
    }
}
