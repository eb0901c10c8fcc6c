/* Parts of header values. Which header they come from is not known here. */
#include "decode/sip/field.h"

#include <string.h>

/* Past the quoted string that begins at p[i] (a '"'); n when it never ends. */
static size_t skip_quoted(const char *p, size_t i, size_t n)
{
    for (i++; i < n; i++) {
        if (p[i] == '\\')
            i++;
        else if (p[i] == '"')
            return i + 1;
    }
    return n;
}

size_t sip_value_length(struct slice v)
{
    bool angle = false;
    if (!v.n || !memchr(v.p, ',', v.n)) /* nearly always */
        return v.n;
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];
        if (c == '"' && !angle)
            i = skip_quoted(v.p, i, v.n) - 1;
        else if (c == '<')
            angle = true;
        else if (c == '>')
            angle = false;
        else if (c == ',' && !angle)
            return i;
    }
    return v.n;
}

bool sip_value_next(struct slice list, size_t *at, struct slice *out)
{
    if (*at >= list.n)
        return false;
    struct slice rest = slice_sub(list, *at, list.n);
    size_t n = sip_value_length(rest);
    *out = slice_trim(slice_sub(rest, 0, n));
    *at += n + 1;
    return true;
}

/* The end of the parameter that goes on at p[i]. */
static size_t param_end(struct slice params, size_t i, bool quotes)
{
    if (!quotes)
        return i + slice_index(slice_sub(params, i, params.n), ';');
    while (i < params.n && params.p[i] != ';')
        i = params.p[i] == '"' ? skip_quoted(params.p, i, params.n) : i + 1;
    return i;
}

struct slice sip_param_find(struct slice params, struct slice name)
{
    bool quotes = params.n && memchr(params.p, '"', params.n);
    for (size_t i = 0; i < params.n;) {
        i += params.p[i] == ';';
        while (i < params.n && ascii_is_lws(params.p[i]))
            i++;
        size_t at = i + name.n;
        bool ours = i < params.n && (params.p[i] | 0x20) == (name.p[0] | 0x20) &&
                    slice_istarts(slice_sub(params, i, params.n), name);
        while (ours && at < params.n && ascii_is_lws(params.p[at]))
            at++;
        i = param_end(params, i, quotes);
        if (!ours || (at < i && params.p[at] != '='))
            continue;
        struct slice v = slice_trim(slice_sub(params, at < i ? at + 1 : i, i));
        if (v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"')
            v = slice_sub(v, 1, v.n - 1);
        return v;
    }
    return (struct slice){ NULL, 0 };
}

struct sip_address sip_address_parse(struct slice value)
{
    struct sip_address a = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
    struct slice v = slice_trim(slice_sub(value, 0, sip_value_length(value)));
    size_t i = slice_index(v, '<'), quote = slice_index(slice_sub(v, 0, i), '"');
    if (quote < i) /* there may be one inside of the quotes */
        for (i = quote; i < v.n && v.p[i] != '<';)
            i = v.p[i] == '"' ? skip_quoted(v.p, i, v.n) : i + 1;
    if (i < v.n) {
        a.display = slice_trim(slice_sub(v, 0, i));
        if (a.display.n >= 2 && a.display.p[0] == '"' && a.display.p[a.display.n - 1] == '"')
            a.display = slice_sub(a.display, 1, a.display.n - 1);
        size_t gt = i + slice_index(slice_sub(v, i, v.n), '>');
        a.uri = slice_trim(slice_sub(v, i + 1, gt));
        a.params = slice_trim(slice_sub(v, gt + 1, v.n));
    } else { /* addr-spec: what follows the first ';' belongs to the header (20.10) */
        size_t semi = slice_index(v, ';');
        a.uri = slice_trim(slice_sub(v, 0, semi));
        a.params = slice_sub(v, semi, v.n);
    }
    return a;
}

/* host, [IPv6] or either with :port, up to ';' or '?'. Returns its length. */
static size_t host_port(struct slice s, struct slice *host, uint16_t *port)
{
    size_t i = 0;
    if (s.n && s.p[0] == '[')
        i = slice_index(s, ']');
    while (i < s.n && s.p[i] != ':' && s.p[i] != ';' && s.p[i] != '?')
        i++;
    *host = slice_trim(slice_sub(s, 0, i));
    if (i < s.n && s.p[i] == ':') {
        size_t digits;
        *port = (uint16_t)slice_number(slice_sub(s, i + 1, s.n), UINT16_MAX, &digits);
        while (i < s.n && s.p[i] != ';' && s.p[i] != '?')
            i++;
    }
    return i;
}

struct sip_uri sip_uri_parse(struct slice uri)
{
    struct sip_uri u = { .port = 0 };
    struct slice rest = uri;
    size_t colon = 0;
    while (colon < uri.n &&
           (ascii_is_digit(uri.p[colon]) || uri.p[colon] == '+' || uri.p[colon] == '-' ||
            uri.p[colon] == '.' ||
            (ascii_lower(uri.p[colon]) >= 'a' && ascii_lower(uri.p[colon]) <= 'z')))
        colon++;
    bool sip = false;
    if (colon && colon < uri.n && uri.p[colon] == ':') {
        struct slice scheme = slice_sub(uri, 0, colon);
        sip = slice_ieq(scheme, SLICE("sip")) || slice_ieq(scheme, SLICE("sips"));
        bool tel = slice_ieq(scheme, SLICE("tel"));
        if (sip || tel || memchr(uri.p, '@', uri.n) ||
            !ascii_is_digit(uri.p[colon + 1 < uri.n ? colon + 1 : colon])) {
            u.scheme = scheme;
            rest = slice_sub(uri, colon + 1, uri.n);
        }
        if (tel) {
            size_t semi = slice_index(rest, ';');
            u.user = slice_trim(slice_sub(rest, 0, semi));
            u.params = slice_sub(rest, semi, rest.n);
            return u;
        }
        if (u.scheme.p && !sip && !memchr(rest.p, '@', rest.n)) {
            u.host = rest;
            return u;
        }
    }
    /* The user part may hold ';' and '?' (19.1.1), so the '@' decides where it ends. */
    size_t at = slice_index(rest, '@');
    if (at < rest.n) {
        struct slice info = slice_sub(rest, 0, at);
        u.user = slice_trim(slice_sub(info, 0, slice_index(info, ':')));
        rest = slice_sub(rest, at + 1, rest.n);
    }
    size_t end = host_port(rest, &u.host, &u.port);
    struct slice tail = slice_sub(rest, end, rest.n);
    size_t q = slice_index(tail, '?');
    u.params = slice_sub(tail, 0, q);
    u.headers = slice_sub(tail, q + 1, tail.n);
    return u;
}

struct slice sip_uri_user(struct slice uri)
{
    if (uri.n > 4 && !memcmp(uri.p, "sip:", 4)) {
        size_t i = 4;
        while (i < uri.n && uri.p[i] != '@' && uri.p[i] != ':' && uri.p[i] != ';' &&
               uri.p[i] != '?')
            i++;
        if (i < uri.n && uri.p[i] == '@')
            return slice_trim(slice_sub(uri, 4, i));
    }
    return sip_uri_parse(uri).user;
}

struct sip_via sip_via_parse(struct slice value)
{
    struct sip_via via = { { NULL, 0 }, { NULL, 0 }, { NULL, 0 } };
    if (value.n > 12 && !memcmp(value.p, "SIP/2.0/", 8) && value.p[11] == ' ' &&
        (unsigned char)value.p[12] > ' ') { /* SIP/2.0/UDP host:port;params, the usual form */
        size_t semi = 12 + slice_index(slice_sub(value, 12, value.n), ';');
        via.transport = slice_sub(value, 8, 11);
        via.sent_by = slice_trim(slice_sub(value, 12, semi));
        via.params = slice_sub(value, semi, value.n);
        return via;
    }
    /* sent-protocol is three tokens by slashes, blanks around them allowed (20.42) */
    size_t slash = slice_index(value, '/');
    size_t second = slash + 1 + slice_index(slice_sub(value, slash + 1, value.n), '/');
    if (second >= value.n)
        return via;
    size_t from = second + 1;
    while (from < value.n && ascii_is_lws(value.p[from]))
        from++;
    size_t end = from;
    while (end < value.n && !ascii_is_lws(value.p[end]))
        end++;
    via.transport = slice_sub(value, from, end);
    struct slice rest = slice_sub(value, end, value.n);
    size_t semi = slice_index(rest, ';');
    via.sent_by = slice_trim(slice_sub(rest, 0, semi));
    via.params = slice_sub(rest, semi, rest.n);
    return via;
}

size_t sip_digits(struct slice user, char *out, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < user.n && k < n && user.p[i] != ';'; i++)
        if (ascii_is_digit(user.p[i]))
            out[k++] = user.p[i];
    return k;
}
