/* Start lines, headers and bodies of messages. */
#include "decode/redact/header_list.h"
#include "decode/redact/part.h"
#include "decode/sip/index.h"
#include "decode/sip/status.h"

enum how {
    STAYS,
    TOKEN,
    VALUE,
    PARAMETERS,
    CSEQ,
    ID,
    VIA,
    AUTH,
    AGENT,
    PHRASE,
    NUMBERS,
    WARNING,
    IDENTITY
};

/* Headers whose values are looked up by name: the media type says what the body is. */
struct part {
    struct slice type, boundary;
    bool encoded; /* compressed, say */
};

static enum how how_of(struct slice name)
{
    static const struct redact_row headers[] = {
#define X(name, how) { name, how },
        REDACT_HEADER_LIST(X)
#undef X
    };
    const struct redact_row *row = redact_find(headers, REDACT_COUNT(headers), name);
    return row ? (enum how)row->rule : VALUE;
}

/* ---- values */

/* Where the value ends behind which a comma stands, in front of that. */
static size_t value_end(struct slice s, size_t at, bool *open)
{
    bool bracket = false;
    while (at < s.n) {
        char c = s.p[at];
        if (c == ',' && !bracket)
            break;
        if (c == '<' || c == '>')
            bracket = c == '<';
        at = c == '"' ? redact_quote_end(s, at, open) : at + 1;
    }
    return at;
}

/* How much stays in front of a value. */
static size_t token_length(struct slice v)
{
    return slice_index(v, ';');
}

/* "SIP / 2.0", which a transport follows. */
static size_t via_length(struct slice v)
{
    struct slice all = slice_trim(v);
    size_t at = all.p ? (size_t)(all.p - v.p) + 3 : 0;
    if (!slice_istarts(all, SLICE("SIP")))
        return 0;
    while (at < v.n && (ascii_is_lws(v.p[at]) || v.p[at] == '/'))
        at++;
    while (at < v.n && (ascii_is_digit(v.p[at]) || v.p[at] == '.'))
        at++;
    return at;
}

/* " 399 ". */
static size_t code_length(struct slice v)
{
    size_t at = 0, digits = 0;
    while (at < v.n && ascii_is_lws(v.p[at]))
        at++;
    for (; at < v.n && ascii_is_digit(v.p[at]) && digits < 3; at++)
        digits++;
    return digits == 3 ? at : 0;
}

/* A method is told by its name; what only looks like one could be anything. */
static void mask_method(struct redaction *r, char *s, size_t n)
{
    enum { LONGEST = 16 };
    for (size_t i = 0; i < n; i++)
        if (n > LONGEST || !((s[i] >= 'A' && s[i] <= 'Z') || s[i] == '_' || s[i] == '-')) {
            redact_words(r, s, n, REDACT_PLAIN);
            return;
        }
}

/* "4711 INVITE", and of RAck "1 4711 INVITE". */
static void mask_cseq(struct redaction *r, char *s, size_t n)
{
    size_t at = 0, end;
    while (at < n && (ascii_is_digit(s[at]) || ascii_is_lws(s[at])))
        at++;
    for (end = at; end < n && !ascii_is_lws(s[end]);)
        end++;
    mask_method(r, s + at, end - at);
    redact_words(r, s + end, n - end, REDACT_PLAIN);
}

static void mask_values(struct redaction *r, char *s, size_t n, size_t (*head)(struct slice v),
                        unsigned how)
{
    bool open = false;
    for (size_t at = 0, end; at < n; at = end + 1) {
        end = value_end(slice_make(s, n), at, &open);
        size_t stays = head(slice_make(s + at, end - at));
        redact_value(r, s + at + stays, end - at - stays, how);
    }
}

/* A hardware address at the front of s: twelve digits, or six pairs. 0: none. */
static size_t mac_length(struct slice s)
{
    bool pairs = s.n > 2 && (s.p[2] == ':' || s.p[2] == '-');
    size_t n = pairs ? 17 : 12;
    if (s.n < n || (s.n > n && ascii_is_alnum(s.p[n])))
        return 0;
    for (size_t i = 0; i < n; i++)
        if (pairs && i % 3 == 2 ? s.p[i] != s.p[2] : !redact_is_hex(s.p[i]))
            return 0;
    return n;
}

/* As the address becomes in packets. */
static void mask_mac(struct redaction *r, char *s, size_t n)
{
    static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";
    const char *digits = lower;
    uint8_t mac[6] = { 0 };
    unsigned nth = 0;
    for (size_t i = 0; i < n; i++) {
        if (!redact_is_hex(s[i]))
            continue;
        mac[nth / 2] = (uint8_t)(mac[nth / 2] * 16U + redact_hex(s[i]));
        nth++;
        if (s[i] >= 'A' && s[i] <= 'F')
            digits = upper;
    }
    if (!r->names.back)
        pseudonym_mac(&r->names, mac);
    nth = 0;
    for (size_t i = 0; i < n; i++)
        if (redact_is_hex(s[i])) {
            s[i] = digits[mac[nth / 2] >> (nth % 2 ? 0 : 4) & 15];
            nth++;
        }
}

/* Software stays, but devices tell which one they are. */
static void mask_devices(struct redaction *r, char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t mac = mac_length(slice_make(s + at, n - at));
        mask_mac(r, s + at, mac);
        at += mac;
        while (at < n && ascii_is_alnum(s[at]))
            at++;
        while (at < n && !ascii_is_alnum(s[at]))
            at++;
    }
}

static void mask_header(struct redaction *r, enum how how, char *s, size_t n)
{
    switch (how) {
    case STAYS:
        break;
    case TOKEN:
        mask_values(r, s, n, token_length, REDACT_PORTS);
        break;
    case VALUE:
        redact_value(r, s, n, REDACT_PORTS);
        break;
    case PARAMETERS:
        redact_value(r, s, n, REDACT_PORTS | REDACT_PARAMETERS);
        break;
    case CSEQ:
        mask_cseq(r, s, n);
        break;
    case ID:
        redact_words(r, s, n, REDACT_PLAIN);
        break;
    case VIA:
        mask_values(r, s, n, via_length, REDACT_PORTS);
        break;
    case AUTH:
        redact_credentials(r, s, n);
        break;
    case AGENT:
        if (r->agents)
            redact_words(r, s, n, REDACT_PLAIN);
        else
            mask_devices(r, s, n);
        break;
    case PHRASE:
        redact_value(r, s, n, REDACT_PHRASE);
        break;
    case NUMBERS:
        redact_value(r, s, n, REDACT_PHRASE | REDACT_NUMBERS);
        break;
    case WARNING:
        mask_values(r, s, n, code_length, REDACT_PHRASE | REDACT_PORTS);
        break;
    case IDENTITY:
        redact_identity(r, s, n);
        break;
    }
}

/* ---- lines */

/* Where the line at `at` ends, with those that carry it on. */
static size_t header_end(struct slice s, size_t at)
{
    do
        at = redact_line_end(s, at);
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t'));
    return at;
}

static struct slice text_of(const char *s, size_t n)
{
    return slice_trim(slice_make(s, n));
}

/* "boundary" of a Content-Type, without quotes. */
static struct slice boundary_of(struct slice value)
{
    struct slice name = SLICE("boundary");
    for (size_t at = slice_index(value, ';'); at < value.n;) {
        struct slice rest = slice_trim(slice_sub(value, at + 1, value.n));
        if (slice_istarts(rest, name)) {
            rest = slice_trim(slice_sub(rest, slice_index(rest, '=') + 1, rest.n));
            bool quoted = rest.n && rest.p[0] == '"';
            rest = slice_sub(rest, quoted, rest.n);
            return slice_trim(slice_sub(rest, 0, slice_index(rest, quoted ? '"' : ';')));
        }
        at += 1 + slice_index(slice_sub(value, at + 1, value.n), ';');
    }
    return (struct slice){ NULL, 0 };
}

/* What a header that was replaced already says about the body behind. */
static void note(struct part *part, struct slice name, struct slice value)
{
    bool compact = name.n == 1;
    char c = compact ? ascii_lower(name.p[0]) : 0;
    if (c == 'c' || slice_ieq(name, SLICE("content-type"))) {
        part->type = slice_trim(slice_sub(value, 0, slice_index(value, ';')));
        part->boundary = boundary_of(value);
    } else if (c == 'e' || slice_ieq(name, SLICE("content-encoding"))) {
        part->encoded = value.n && !slice_ieq(value, SLICE("identity"));
    }
}

static bool is_name(struct slice s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!ascii_is_alnum(s.p[i]) && !(s.p[i] && strchr("-_.!%*+`'~", s.p[i])))
            return false;
    return s.n > 0;
}

/* One header, folded as it may be. */
static void mask_line(struct redaction *r, struct part *part, char *s, size_t n)
{
    size_t colon = slice_index(slice_make(s, n), ':');
    struct slice name = text_of(s, colon);
    if (colon == n || !is_name(name)) {
        redact_words(r, s, n, REDACT_PLAIN);
        return;
    }
    enum how how = how_of(name);
    mask_header(r, how, s + colon + 1, n - colon - 1);
    note(part, name, text_of(s + colon + 1, n - colon - 1));
}

void redact_part(struct redaction *r, char *s, size_t n, unsigned depth)
{
    struct part part = { { NULL, 0 }, { NULL, 0 }, false };
    struct slice all = { s, n };
    size_t at = 0, end;
    for (; at < n; at = end) {
        end = header_end(all, at);
        bool empty = s[at] == '\n' || (s[at] == '\r' && at + 1 < n && s[at + 1] == '\n');
        if (empty) { /* a blank line may be folded onto it: it ends here all the same */
            at = redact_line_end(all, at);
            break;
        }
        mask_line(r, &part, s + at, end - at);
    }
    if (part.encoded)
        redact_blank(r, s + at, n - at);
    else
        redact_body(r, s + at, n - at, part.type, part.boundary, depth);
}

/* ---- the start line */

static void mask_reason(struct redaction *r, char *s, size_t n, struct slice code)
{
    size_t digits;
    unsigned status = (unsigned)slice_number(code, 999, &digits);
    if (!slice_ieq(text_of(s, n), slice_of(sip_status_reason(status))))
        redact_words(r, s, n, REDACT_PHRASE);
}

/* "SIP/2.0". */
static bool is_version(struct slice word)
{
    bool is = slice_istarts(word, SLICE("SIP/"));
    for (size_t i = 4; is && i < word.n; i++)
        is = ascii_is_digit(word.p[i]) || word.p[i] == '.';
    return is;
}

/* "SIP/2.0 180 Ringing" or "INVITE sip:... SIP/2.0", without what ends the line. */
static void mask_start(struct redaction *r, char *s, size_t n)
{
    struct slice line = { s, n };
    size_t first = slice_index(line, ' ');
    if (is_version(slice_sub(line, 0, first))) {
        size_t code = first;
        while (code < n && (s[code] == ' ' || ascii_is_digit(s[code])))
            code++;
        mask_reason(r, s + code, n - code, slice_trim(slice_sub(line, first, code)));
        return;
    }
    mask_method(r, s, first);
    size_t end = n;
    while (end > first && s[end - 1] != ' ')
        end--;
    bool version = end > first && is_version(slice_sub(line, end, n));
    redact_value(r, s + first, (version ? end : n) - first, REDACT_PORTS);
}

void redact_message(struct redaction *r, char *s, size_t n, unsigned depth)
{
    struct slice all = { s, n };
    size_t at = 0;
    while (at < n && (s[at] == '\r' || s[at] == '\n'))
        at++;
    size_t end = at < n ? redact_line_end(all, at) : n, text = end;
    while (text > at && ascii_is_lws(s[text - 1]))
        text--;
    mask_start(r, s + at, text - at);
    redact_part(r, s + end, n - end, depth);
}
