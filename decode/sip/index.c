/* The linear index of a SIP message. What the values mean is left to field.c and those who ask. */
#include "decode/sip/index.h"

#include <endian.h>
#include <string.h>

#include "decode/sip/field.h"
#include "decode/sip/place_list.h"
#include "decode/sip/quick.h"
#include "decode/sip/scan.h"

_Static_assert(SIP_HEADER_COUNT <= 64, "sip_index.present has a bit for each");

enum { METHOD_MAX = 128, NAME_MAX_LOOKED_AT = 32 };

/* Where a header is found by the first and last letter and the length of its name. The rows never
 * collide: the compiler would say so. */
#define NAME_SLOTS 512
#define NAME_SLOT(first, last, len)                                                                \
    ((((unsigned)(first)&31) ^ (((unsigned)(last)&31) * 7) ^ ((unsigned)(len)*33)) &               \
     (NAME_SLOTS - 1))

static const uint8_t name_slot[NAME_SLOTS] = {
#define X(id, lower, first, last, compact, name, help)                                             \
    [NAME_SLOT(first, last, sizeof(lower) - 1)] = SIP_##id + 1,
    SIP_HEADER_LIST(X)
#undef X
};

struct name_row {
    char lower[24]; /* zero-padded */
    const char *name, *help;
    uint8_t len;
    char compact;
};

static const struct name_row name_row[SIP_HEADER_COUNT] = {
#define X(id, low, first, last, comp, text, what)                                                  \
    [SIP_##id] = {                                                                                 \
        .lower = low, .name = text, .help = what, .len = sizeof(low) - 1, .compact = comp          \
    },
    SIP_HEADER_LIST(X)
#undef X
};

static const struct {
    char name[15]; /* zero-padded */
    uint8_t len;
} method_row[SIP_METHOD_COUNT] = {
#define X(method, rfc, help) [SIP_METHOD_##method] = { #method, sizeof(#method) - 1 },
    SIP_METHOD_LIST(X)
#undef X
};

const char *sip_header_name(enum sip_header h)
{
    return name_row[h].name;
}

const char *sip_header_help(enum sip_header h)
{
    return name_row[h].help;
}

char sip_header_compact(enum sip_header h)
{
    return name_row[h].compact;
}

const char *sip_method_name(enum sip_method m)
{
    return m < SIP_METHOD_COUNT ? method_row[m].name : "OTHER";
}

/* As sip_method_id of p[0, n); eight bytes behind the end must be readable. */
static inline enum sip_method method_of(const char *p, size_t n)
{
    uint64_t word = quick_word(p);
    if (n < 8)
        word &= htole64((UINT64_C(1) << (8 * n)) - 1);
    for (int i = 0; i < SIP_METHOD_COUNT; i++)
        if (word == quick_word(method_row[i].name) && n == method_row[i].len &&
            (n <= 8 || !memcmp(p + 8, method_row[i].name + 8, n - 8)))
            return (enum sip_method)i;
    return SIP_METHOD_OTHER;
}

enum sip_method sip_method_id(struct slice t)
{
    char name[32] = { 0 };
    if (t.n >= sizeof(method_row[0].name))
        return SIP_METHOD_OTHER;
    for (size_t i = 0; i < t.n; i++)
        name[i] = t.p[i];
    return method_of(name, t.n);
}

static int compact_id(char c)
{
    int lower_case = ascii_lower(c);
    switch (lower_case) {
#define X(id, lower, first, last, compact, name, help)                                             \
    case compact ? compact:                                                                        \
        128 + SIP_##id : /* no compact form: a value that no char has */                           \
                         return SIP_##id;
        SIP_HEADER_LIST(X)
#undef X
    default:
        return -1;
    }
}

/* Eight bytes of a name in lower case; '-' stays as it is. */
static inline uint64_t lower8(const char *p)
{
    uint64_t w;
    memcpy(&w, p, 8);
    return w | UINT64_C(0x2020202020202020);
}

/* Do the first n (at most 8) bytes at p, in lower case, equal those at lower? */
static inline bool same8(const char *p, const char *lower, size_t n)
{
    uint64_t want;
    memcpy(&want, lower, 8);
    return n >= 8 ? lower8(p) == want : !((lower8(p) ^ want) << (8 * (8 - n)));
}

int sip_header_id(struct slice name)
{
    const char *p = name.p;
    size_t n = name.n;
    if (n == 1)
        return compact_id(p[0]);
    if (n < 2 || n > sizeof(name_row[0].lower))
        return -1;
    unsigned slot = name_slot[NAME_SLOT(p[0], p[n - 1], n)];
    const struct name_row *row = &name_row[slot - !!slot];
    if (!slot || row->len != n || !same8(p, row->lower, n) ||
        (n > 8 && !same8(p + 8, row->lower + 8, n - 8)) ||
        (n > 16 && !same8(p + 16, row->lower + 16, n - 16)))
        return -1;
    return (int)slot - 1;
}

static size_t token_length(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && scan_is_token((uint8_t)p[i]))
        i++;
    return i;
}

/* "SIP/" and a version at p; its length, else 0. */
static size_t version_length(const char *p, size_t n)
{
    if (n < 5 || ascii_lower(p[0]) != 's' || ascii_lower(p[1]) != 'i' || ascii_lower(p[2]) != 'p' ||
        p[3] != '/' || !ascii_is_digit(p[4]))
        return 0;
    size_t i = 5;
    while (i < n && (ascii_is_digit(p[i]) || p[i] == '.'))
        i++;
    return i;
}

static size_t skip_blank(const char *p, size_t from, size_t n)
{
    while (from < n && (p[from] == ' ' || p[from] == '\t'))
        from++;
    return from;
}

/* SIP/2.0 SP 3DIGIT SP Reason-Phrase (3261 7.2), with tolerance for blanks and absurd numbers. */
static bool status_line(struct sip_index *x, struct slice line)
{
    size_t v = version_length(line.p, line.n), at = skip_blank(line.p, v, line.n), digits;
    if (!v || at == v)
        return false;
    uint64_t code = slice_number(slice_sub(line, at, line.n), UINT16_MAX, &digits);
    if (!digits ||
        (at + digits < line.n && line.p[at + digits] != ' ' && line.p[at + digits] != '\t'))
        return false;
    x->request = false;
    x->status = (uint16_t)code;
    x->method = SIP_METHOD_OTHER;
    x->method_name = x->uri = (struct slice){ NULL, 0 };
    x->reason = slice_trim(slice_sub(line, at + digits, line.n));
    if (digits != 3 || code < 100 || code > 699 || at != v + 1 || at + digits >= line.n ||
        !slice_eq(slice_sub(line, 0, v), SLICE("SIP/2.0")))
        x->faults |= SIP_FAULT_START_LINE;
    return true;
}

/* Method SP Request-URI SP SIP-Version (3261 7.1); what stands between is the Request-URI. */
static bool request_line(struct sip_index *x, struct slice line)
{
    size_t m = token_length(line.p, line.n < METHOD_MAX ? line.n : METHOD_MAX);
    if (!m || m >= line.n || (line.p[m] != ' ' && line.p[m] != '\t'))
        return false;
    size_t end = line.n;
    while (end > m && (line.p[end - 1] == ' ' || line.p[end - 1] == '\t'))
        end--;
    size_t v = end;
    while (v > m && line.p[v - 1] != ' ' && line.p[v - 1] != '\t')
        v--;
    if (v <= m + 1 || version_length(line.p + v, end - v) != end - v)
        return false;
    x->request = true;
    x->status = 0;
    x->method_name = slice_sub(line, 0, m);
    x->method = (uint8_t)sip_method_id(x->method_name);
    x->uri = slice_trim(slice_sub(line, m, v));
    x->reason = (struct slice){ NULL, 0 };
    if (!x->uri.n || end != line.n || x->uri.n + m + 2 != v || memchr(x->uri.p, ' ', x->uri.n) ||
        !slice_eq(slice_sub(line, v, end), SLICE("SIP/2.0")))
        x->faults |= SIP_FAULT_START_LINE;
    return x->uri.n > 0;
}

/* "SIP/2.0 200 OK", the usual form. False: look again with tolerance. */
static inline bool plain_status_line(struct sip_index *x, struct slice line)
{
    if (line.n < 13 || memcmp(line.p, "SIP/2.0 ", 8) || line.p[11] != ' ' || line.p[8] < '1' ||
        line.p[8] > '6' || !ascii_is_digit(line.p[9]) || !ascii_is_digit(line.p[10]))
        return false;
    x->request = false;
    x->status = (uint16_t)((line.p[8] - '0') * 100 + (line.p[9] - '0') * 10 + (line.p[10] - '0'));
    x->method = SIP_METHOD_OTHER;
    x->method_name = x->uri = (struct slice){ NULL, 0 };
    x->reason = slice_trim(slice_sub(line, 12, line.n));
    return true;
}

/* "INVITE sip:… SIP/2.0", the usual form. False: look again with tolerance. */
static inline bool plain_request_line(struct sip_index *x, struct slice line)
{
    size_t m = scan_byte16(line.p, line.n < METHOD_MAX ? line.n : METHOD_MAX, ' ');
    if (!m || m + 12 > line.n || line.p[m] != ' ' ||
        quick_word(line.p + line.n - 8) != quick_word(" SIP/2.0"))
        return false;
    enum sip_method method = method_of(line.p, m);
    if (method == SIP_METHOD_OTHER && token_length(line.p, m) != m)
        return false;
    struct slice uri = slice_sub(line, m + 1, line.n - 8);
    if (scan_has_any(uri.p, uri.n, ' ', '\t', '\r'))
        return false;
    x->request = true;
    x->status = 0;
    x->method_name = slice_make(line.p, m);
    x->method = (uint8_t)method;
    x->uri = uri;
    x->reason = (struct slice){ NULL, 0 };
    return true;
}

/* Out of the way: nearly no message comes here. */
static __attribute__((noinline)) bool odd_start_line(struct sip_index *x, struct slice line)
{
    return (line.p[0] | 0x20) == 's' && version_length(line.p, line.n) ? status_line(x, line)
                                                                       : request_line(x, line);
}

static inline __attribute__((always_inline)) bool start_line(struct sip_index *x, struct slice line)
{
    return (line.p[0] == 'S' ? plain_status_line(x, line) : plain_request_line(x, line)) ||
           odd_start_line(x, line);
}

/* Is the first byte worth a look at the line? Most media and binary protocols end here. */
static inline bool first_byte_fits(const char *p, size_t n)
{
    return n >= 8 && scan_is_token((uint8_t)p[0]) && scan_is_token((uint8_t)p[1]);
}

static size_t skip_empty_lines(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && (p[i] == '\r' || p[i] == '\n'))
        i++;
    return i;
}

/* The first line without its end; *next is where the second begins. */
static inline struct slice first_line(const char *p, size_t n, size_t *next)
{
    size_t end = scan_near(p, n, '\n');
    *next = end + (end < n);
    if (end && p[end - 1] == '\r')
        end--;
    return slice_make(p, end);
}

bool sip_is_start(const char *p, size_t n)
{
    struct sip_index x; /* of which the first line fills what it asks for */
    size_t skip = skip_empty_lines(p, n), next;
    x.faults = 0;
    if (!first_byte_fits(p + skip, n - skip))
        return false;
    struct slice line = first_line(p + skip, n - skip, &next);
    return line.n >= 8 && start_line(&x, line);
}

/* How many values a Via line holds, and the first of them. */
static void count_vias(struct sip_index *x, struct slice *value)
{
    x->vias++;
    if (scan_near(value->p, value->n, ',') == value->n)
        return;
    struct slice first = { NULL, 0 }, v;
    for (size_t at = 0; sip_value_next(*value, &at, &v);) {
        if (!first.p)
            first = v;
        else
            x->vias++;
    }
    if (first.p)
        *value = first;
}

#define ONCE                                                                                       \
    (UINT64_C(1) << SIP_FROM | UINT64_C(1) << SIP_TO | UINT64_C(1) << SIP_CALL_ID |                \
     UINT64_C(1) << SIP_CSEQ | UINT64_C(1) << SIP_MAX_FORWARDS |                                   \
     UINT64_C(1) << SIP_CONTENT_LENGTH)

/* Takes the value of a header, which lies between two places. */
static inline void header_value(struct sip_index *x, enum sip_header id, const char *from,
                                const char *end)
{
    uint64_t bit = UINT64_C(1) << id;
    struct slice value;
    if (end - from > 1 && from[0] == ' ' && (unsigned char)from[1] > ' ' &&
        (unsigned char)end[-1] > ' ') /* nearly always: one blank before it */
        value = slice_make(from + 1, (size_t)(end - from) - 1);
    else
        value = slice_trim(slice_make(from, (size_t)(end - from)));
    if (id == SIP_VIA)
        count_vias(x, &value);
    if (x->present & bit) {
        x->faults |= bit & ONCE ? SIP_FAULT_REPEATED : 0;
        return;
    }
    x->present |= bit;
    x->header[id] = value;
}

/* One header line, folds included, without its line end. */
static void header_line(struct sip_index *x, const char *p, const char *end)
{
    size_t n = (size_t)(end - p), colon = scan_byte16(p, n, ':');
    if (colon >= n) {
        x->faults |= SIP_FAULT_HEADER_LINE;
        return;
    }
    size_t name = colon;
    while (name && ascii_is_lws(p[name - 1]))
        name--;
    int id = sip_header_id(slice_make(p, name));
    if (id >= 0)
        header_value(x, (enum sip_header)id, p + colon + 1, end);
}

/* Four characters as one number, in lower case; '-', ':' and ' ' stay as they are. */
#define WORD(a, b, c, d)                                                                           \
    ((uint32_t)(a) | (uint32_t)(b) << 8 | (uint32_t)(c) << 16 | (uint32_t)(d) << 24)

static inline uint32_t word_at(const char *p)
{
    uint32_t w;
    memcpy(&w, p, 4);
    return le32toh(w) | 0x20202020;
}

/* What the first four characters of a line tell (place_list.h). */
enum place {
    PLACE_UNKNOWN,
    PLACE_NOTHING, /* a header that is not wanted */
    PLACE_LOOK,    /* perhaps one that is, but seldom there */
    PLACE_CONTENT, /* Contact or Content- */
    PLACE_CALL,    /* Call-ID or Call-Info */
    PLACE_SESSION, /* Session-Expires or Session-ID */
    PLACE_HEADER,  /* this and all that follow: the header is the number less PLACE_HEADER */
};

/* The rows never collide: the compiler would say so. */
#define PLACE_SLOT(w) (((w)*UINT32_C(0x13f16c2d)) >> 26)

static const struct {
    uint32_t word;
    uint8_t place;
    uint8_t colon; /* where it stands when the four characters are the name, or begin with it */
} place_row[64] = {
#define X(a, b, c, d, place)                                                                       \
    [PLACE_SLOT(WORD(a, b, c, d))] = { WORD(a, b, c, d), place,                                    \
                                       (c) == ':'   ? 2                                            \
                                       : (d) == ':' ? 3                                            \
                                                    : 4 },
    PLACE_LIST(X)
#undef X
};

/* The header of a line that begins with "cont", "call" or "sess", its colon at *colon. -1: none
 * that is wanted, or seldom there, or written oddly. */
static inline int place_long(const char *p, enum place place, size_t *colon)
{
    uint32_t second = word_at(p + 4), third = word_at(p + 8);
    *colon = 7;
    if (place == PLACE_CALL)
        return second == WORD('-', 'i', 'd', ':') ? SIP_CALL_ID : -1;
    if (second == WORD('a', 'c', 't', ':') && place == PLACE_CONTENT)
        return SIP_CONTACT;
    uint32_t last = word_at(p + 11);
    *colon = 15;
    if (place == PLACE_SESSION)
        return second == WORD('i', 'o', 'n', '-') && third == WORD('e', 'x', 'p', 'i') &&
                       last == WORD('i', 'r', 'e', 's')
                   ? SIP_SESSION_EXPIRES
                   : -1;
    *colon = third == WORD('t', 'y', 'p', 'e') ? 12 : 14;
    if (second != WORD('e', 'n', 't', '-'))
        return -1;
    if (third == WORD('l', 'e', 'n', 'g') && last == WORD('g', 't', 'h', ':'))
        return SIP_CONTENT_LENGTH;
    return third == WORD('t', 'y', 'p', 'e') ? SIP_CONTENT_TYPE : -1;
}

/* Do the first four characters have a colon or a blank behind the first? Then it is a compact form,
 * or a short name that stands alone. */
static inline bool is_short(const char *p)
{
    return (unsigned char)p[1] <= ' ' || p[1] == ':' || (unsigned char)p[2] <= ' ' || p[2] == ':' ||
           (unsigned char)p[3] <= ' ';
}

/* The headers that place a message, as nearly everybody writes them: a name that is followed by its
 * colon at once. Anything odd goes the general way; what cannot be one of them goes none. The line
 * between p and stop has an end, so what is compared before it is seen are characters of the
 * message. */
static inline void place_line(struct sip_index *x, const char *p, const char *stop)
{
    uint32_t w = word_at(p), slot = PLACE_SLOT(w);
    unsigned place = place_row[slot].word == w ? place_row[slot].place : PLACE_UNKNOWN;
    size_t colon = place_row[slot].colon;
    int id = (int)place - PLACE_HEADER;
    if (place == PLACE_NOTHING || (place == PLACE_UNKNOWN && !is_short(p)))
        return;
    if (id < 0 && place >= PLACE_CONTENT)
        id = place_long(p, place, &colon);
    if (id >= 0 && p[colon] == ':')
        header_value(x, (enum sip_header)id, p + colon + 1, stop);
    else
        header_line(x, p, stop);
}

/* Bytes of the empty line at p, or 0: it is none. */
static inline size_t empty_line(const char *p, const char *end)
{
    if (p < end && p[0] == '\n')
        return 1;
    return p + 1 < end && p[0] == '\r' && p[1] == '\n' ? 2 : 0;
}

/* Walks the header lines, of which the first begins at `second`; returns where the body begins.
 * Folded lines and the empty one begin with white space: no other has to ask whether it is one. */
static inline __attribute__((always_inline)) size_t
header_lines(struct sip_index *x, const char *p, size_t n, size_t second, bool place)
{
    const char *line = p + second, *end = p + n;
    size_t empty = empty_line(line, end);
    if (empty)
        return second + empty;
    for (const char *base = line; base < end; base += 64)
        for (uint64_t mask = scan_newlines64(base); mask; mask &= mask - 1) {
            const char *nl = base + __builtin_ctzll(mask), *stop = nl - 1;
            if (nl >= end)
                break;
            if (*stop != '\r') {
                stop = nl;
                x->faults |= SIP_FAULT_LINE_FEED;
            }
            bool odd = (unsigned char)nl[1] <= ' ';
            if (odd && (nl[1] == ' ' || nl[1] == '\t') && nl + 1 < end)
                continue; /* folded: the line goes on */
            if (place)
                place_line(x, line, stop);
            else
                header_line(x, line, stop);
            line = nl + 1;
            if (odd && (empty = empty_line(line, end)) != 0)
                return (size_t)(line - p) + empty;
        }
    x->faults |= SIP_FAULT_UNFINISHED;
    if (line < end)
        header_line(x, line, end);
    return n;
}

static struct slice tag_of(struct slice value)
{
    if (!value.p)
        return value;
    const char *gt = memrchr(value.p, '>', value.n), *end = value.p + value.n;
    if (gt && end - gt > 6 && !memcmp(gt + 1, ";tag=", 5)) { /* nearly always */
        struct slice tag = slice_make(gt + 6, (size_t)(end - gt) - 6);
        if (!scan_has_any(tag.p, tag.n, ';', '"', ' '))
            return tag;
    }
    if (gt && !memchr(gt, '"', (size_t)(end - gt))) /* the usual: <uri>;tag=x */
        return sip_param_find(slice_sub(value, (size_t)(gt + 1 - value.p), value.n), SLICE("tag"));
    return sip_param_find(sip_address_parse(value).params, SLICE("tag"));
}

static void read_via(struct sip_index *x)
{
    struct sip_via via = sip_via_parse(sip_header_find(x, SIP_VIA));
    x->via_sent_by = via.sent_by;
    x->via_branch = sip_param_find(via.params, SLICE("branch"));
}

/* "7 INVITE", of a request with the method of its start line. False: look again with tolerance. */
static inline bool plain_cseq(struct sip_index *x, struct slice v)
{
    size_t blank = scan_near(v.p, v.n < 16 ? v.n : 16, ' ');
    if (blank + 1 >= v.n || v.p[blank] != ' ' || !quick_number(slice_make(v.p, blank), &x->cseq))
        return false;
    v = slice_make(v.p + blank + 1, v.n - blank - 1);
    enum sip_method method = method_of(v.p, v.n);
    if (method == SIP_METHOD_OTHER || (x->request && x->method != method))
        return false;
    x->cseq_method = v;
    x->method = (uint8_t)method;
    return true;
}

static void read_cseq(struct sip_index *x)
{
    struct slice v = sip_header_find(x, SIP_CSEQ);
    size_t digits;
    x->cseq = (uint32_t)slice_number(v, UINT32_MAX, &digits);
    while (digits < v.n && ascii_is_lws(v.p[digits]))
        digits++;
    v = slice_sub(v, digits, v.n);
    if (x->request && v.n == x->method_name.n && v.n && !memcmp(v.p, x->method_name.p, v.n)) {
        x->cseq_method = v;
        return;
    }
    x->cseq_method = slice_sub(v, 0, token_length(v.p, v.n));
    if (!x->request)
        x->method = (uint8_t)sip_method_id(x->cseq_method);
    else if (v.p && !slice_eq(x->cseq_method, x->method_name))
        x->faults |= SIP_FAULT_CSEQ_METHOD;
}

/* Cuts head and body. Behind the body of a datagram nothing counts (3261 18.3). */
static void read_length(struct sip_index *x, size_t body_at)
{
    struct slice v = sip_header_find(x, SIP_CONTENT_LENGTH), m = x->message;
    size_t digits = 0;
    uint32_t small = 0;
    uint64_t length = 0;
    if (quick_number(v, &small))
        digits = v.n, length = small;
    else
        length = slice_number(v, INT64_MAX, &digits);
    x->content_length = digits && digits == v.n ? (int64_t)length : -1;
    x->head = slice_make(m.p, body_at);
    x->body = slice_make(m.p + body_at, m.n - body_at);
    if (v.p && x->content_length < 0)
        x->faults |= SIP_FAULT_LENGTH;
    if (x->content_length < 0)
        return;
    if (length > x->body.n)
        x->faults |= SIP_FAULT_LENGTH;
    else if (length < x->body.n) {
        x->faults |= SIP_FAULT_TRAILING;
        x->body.n = (size_t)length;
    }
}

/* What the headers say that name the dialog and the transaction. */
static void parts(struct sip_index *x)
{
    x->from_tag = tag_of(sip_header_find(x, SIP_FROM));
    x->to_tag = tag_of(sip_header_find(x, SIP_TO));
    read_via(x);
    read_cseq(x);
}

/* What no message may lack (8.1.1). */
#define MUST                                                                                       \
    (UINT64_C(1) << SIP_VIA | UINT64_C(1) << SIP_FROM | UINT64_C(1) << SIP_TO |                    \
     UINT64_C(1) << SIP_CALL_ID | UINT64_C(1) << SIP_CSEQ)

/* The same of a message that lacks nothing; what is usual in few steps. */
static inline void place_parts(struct sip_index *x)
{
    if (!quick_tag(x->header[SIP_FROM], &x->from_tag))
        x->from_tag = tag_of(x->header[SIP_FROM]);
    if (!quick_tag(x->header[SIP_TO], &x->to_tag))
        x->to_tag = tag_of(x->header[SIP_TO]);
    if (!quick_via(x->header[SIP_VIA], &x->via_sent_by, &x->via_branch))
        read_via(x);
    if (!plain_cseq(x, x->header[SIP_CSEQ]))
        read_cseq(x);
}

static inline __attribute__((always_inline)) bool index_message(struct sip_index *x, const char *p,
                                                                size_t n, bool place)
{
    size_t skip = skip_empty_lines(p, n), second;
    p += skip;
    n -= skip;
    if (!first_byte_fits(p, n))
        return false;
    struct slice line = first_line(p, n, &second);
    x->faults = 0;
    x->present = 0;
    x->vias = 0;
    if (line.n < 8 || !start_line(x, line))
        return false;
    x->message = slice_make(p, n);
    x->start_line = line;
    size_t body_at = header_lines(x, p, n, second, place);

    x->call_id = sip_header_find(x, SIP_CALL_ID);
    read_length(x, body_at);
    bool whole = (x->present & MUST) == MUST;
    if (!whole)
        x->faults |= SIP_FAULT_MISSING;
    if (place && whole)
        place_parts(x);
    else
        parts(x);
    return true;
}

bool sip_index(struct sip_index *x, const char *p, size_t n)
{
    return index_message(x, p, n, false);
}

bool sip_index_place(struct sip_index *x, const char *p, size_t n)
{
    return index_message(x, p, n, true);
}

bool sip_line_next(const struct sip_index *x, size_t *at, struct sip_line *out)
{
    struct slice head = x->head;
    size_t from = *at ? *at : x->start_line.n;
    if (!*at) { /* past the end of the start line */
        size_t nl = slice_index(slice_sub(head, from, head.n), '\n');
        from += nl + 1;
    }
    if (from >= head.n)
        return false;
    size_t end = from;
    for (;;) {
        size_t nl = end + slice_index(slice_sub(head, end, head.n), '\n');
        end = nl + 1;
        if (end >= head.n || (head.p[end] != ' ' && head.p[end] != '\t'))
            break;
    }
    struct slice line = slice_trim(slice_sub(head, from, end));
    if (!line.n)
        return false;
    size_t colon = slice_index(line, ':');
    out->name = slice_trim(slice_sub(line, 0, colon));
    out->value = slice_trim(slice_sub(line, colon < line.n ? colon + 1 : line.n, line.n));
    out->id = sip_header_id(out->name);
    *at = end;
    return true;
}

bool sip_header_next(const struct sip_index *x, struct slice name, size_t *at, struct slice *value)
{
    char padded[NAME_MAX_LOOKED_AT + 64] = { 0 };
    int id = -1;
    if (name.n <= NAME_MAX_LOOKED_AT) {
        memcpy(padded, name.p, name.n);
        id = sip_header_id(slice_make(padded, name.n));
    }
    struct sip_line line;
    while (sip_line_next(x, at, &line))
        if (id >= 0 ? line.id == id : slice_ieq(line.name, name)) {
            *value = line.value;
            return true;
        }
    return false;
}

bool sip_header_by_name(const struct sip_index *x, struct slice name, unsigned nth,
                        struct slice *value)
{
    size_t at = 0;
    do {
        if (!sip_header_next(x, name, &at, value))
            return false;
    } while (nth--);
    return true;
}
