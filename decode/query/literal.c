/* The values that a filter compares with: numbers, durations, addresses and telephone numbers.
 * Times are in time.c, text is taken as it stands by parse.c. */
#include "base/clock.h"
#include "decode/query/node.h"

#define LONGEST (INT64_C(36500) * 86400 * NS_PER_S) /* a duration */

/* 486, -1, and 4xx for 400..499. */
static const char *number_parse(struct query_item *out, struct slice text)
{
    static const char *const expected = "A number is expected here.";
    bool minus = text.n && text.p[0] == '-';
    struct slice rest = slice_sub(text, minus, text.n);
    size_t digits;
    uint64_t v = slice_number(rest, UINT64_C(1) << 62, &digits);
    if (v >= UINT64_C(1) << 62)
        return "This number is too large.";
    if (digits && digits == rest.n) {
        out->lo = out->hi = minus ? -(int64_t)v : (int64_t)v;
        return NULL;
    }
    if (minus || digits != 1 || !slice_ieq(slice_sub(rest, 1, rest.n), SLICE("xx")))
        return expected;
    out->lo = (int64_t)v * 100;
    out->hi = out->lo + 99;
    out->vague = true;
    return NULL;
}

/* The unit at the beginning of text and its length; 0 when there is none. */
static int64_t unit_parse(struct slice text, size_t *length)
{
    static const struct {
        const char *name;
        int64_t ns;
    } units[] = {
        { "ns", 1 },
        { "us", NS_PER_US },
        { "µs", NS_PER_US },
        { "ms", NS_PER_MS },
        { "s", NS_PER_S },
        { "min", 60 * NS_PER_S },
        { "m", 60 * NS_PER_S },
        { "h", 3600 * NS_PER_S },
        { "d", 86400 * NS_PER_S },
    };
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (slice_istarts(text, slice_of(units[i].name))) {
            *length = strlen(units[i].name);
            return units[i].ns;
        }
    return 0;
}

/* 200ms, 1.5s, 1m30s: from there to where the last written digit would change. */
const char *query_duration_parse(struct query_item *out, struct slice text)
{
    static const char *const expected =
        "A duration is a number with its unit, as in 200ms, 1.5s, 2m or 1h.";
    int64_t sum = 0, step = 1;
    if (!text.n)
        return expected;
    while (text.n) {
        size_t whole, frac = 0, length;
        uint64_t v = slice_number(text, UINT64_C(1) << 58, &whole), f = 0;
        text = slice_sub(text, whole, text.n);
        if (whole && text.n && text.p[0] == '.') {
            f = slice_number(slice_sub(text, 1, text.n), 1000000000, &frac);
            text = slice_sub(text, 1 + frac, text.n);
            if (!frac || frac > 9)
                return expected;
        }
        int64_t unit = unit_parse(text, &length);
        if (!whole || !unit)
            return expected;
        text = slice_sub(text, length, text.n);
        if (v > (uint64_t)(LONGEST / unit) || sum > LONGEST)
            return "This duration is too long.";
        for (step = unit; frac; frac--) {
            /* f / 10^frac of a unit, digit by digit so that nothing overflows */
            static const uint64_t pow10[] = { 1,      10,      100,      1000,     10000,
                                              100000, 1000000, 10000000, 100000000 };
            step /= 10;
            sum += (int64_t)(f / pow10[frac - 1]) * step;
            f %= pow10[frac - 1];
        }
        sum += (int64_t)v * unit;
    }
    out->lo = sum;
    out->hi = sum + (step > 1 ? step - 1 : 0);
    return NULL;
}

/* Sets the bits of an address behind the first `bits`. */
static void set_host_bits(struct addr *a, unsigned bits, bool ones)
{
    for (unsigned i = bits; i < 128; i++) {
        uint8_t mask = (uint8_t)(0x80 >> (i & 7));
        a->ip[i >> 3] = (uint8_t)(ones ? a->ip[i >> 3] | mask : a->ip[i >> 3] & ~mask);
    }
}

static const char *address_parse(struct query_item *out, struct slice text)
{
    static const char *const expected =
        "An IPv4 or IPv6 address is expected here, as in 10.1.1.2, 10.0.0.0/8 or 2001:db8::/32.";
    size_t slash = slice_index(text, '/'), digits;
    struct addr a;
    if (!addr_parse(&a, slice_sub(text, 0, slash)))
        return expected;
    out->address_v4 = addr_is_v4(&a);
    out->addr_lo = out->addr_hi = a;
    if (slash == text.n)
        return NULL;
    struct slice length = slice_sub(text, slash + 1, text.n);
    unsigned bits = (unsigned)slice_number(length, 1000, &digits),
             most = out->address_v4 ? 32 : 128;
    if (!digits || digits != length.n || bits > most)
        return out->address_v4 ? "The length of an IPv4 prefix is a number from 0 to 32."
                               : "The length of an IPv6 prefix is a number from 0 to 128.";
    set_host_bits(&out->addr_lo, 128 - most + bits, false);
    set_host_bits(&out->addr_hi, 128 - most + bits, true);
    out->vague = true;
    return NULL;
}

static const char *bool_parse(struct query_item *out, struct slice text)
{
    bool yes = slice_ieq(text, SLICE("true")) || slice_ieq(text, SLICE("yes")) ||
               slice_eq(text, SLICE("1"));
    if (!yes && !slice_ieq(text, SLICE("false")) && !slice_ieq(text, SLICE("no")) &&
        !slice_eq(text, SLICE("0")))
        return "This field is true or false.";
    out->lo = out->hi = yes;
    return NULL;
}

/* The visual separators of RFC 3966 5.1.1, and blanks and slashes that people write. */
static bool is_separator(char c)
{
    return c && strchr("-.() /", c);
}

size_t query_digits_normalise(char *p, size_t n)
{
    bool plus = n && p[0] == '+';
    size_t out = 0;
    for (size_t i = plus; i < n; i++)
        if (ascii_is_digit(p[i]))
            p[out++] = p[i];
        else if (!is_separator(p[i]))
            return 0;
    if (plus || out <= 2 || p[0] != '0' || p[1] != '0')
        return out;
    memmove(p, p + 2, out - 2);
    return out - 2;
}

bool query_digits_end(struct slice user, struct slice digits)
{
    size_t left = digits.n, end = 0;
    while (end < user.n && user.p[end] != ';' && user.p[end] != ':' && user.p[end] != '@')
        end++;
    user.n = end;
    if (slice_istarts(user, SLICE("%2B")))
        user = slice_sub(user, 3, user.n);
    else if (user.n && user.p[0] == '+')
        user = slice_sub(user, 1, user.n);
    for (size_t i = user.n; i--;) {
        if (is_separator(user.p[i]))
            continue;
        if (!ascii_is_digit(user.p[i]))
            return false; /* a name, not a number */
        if (left && user.p[i] != digits.p[--left])
            return false;
    }
    return !left;
}

const char *query_item_parse(struct query_item *out, enum query_type type, struct slice text)
{
    *out = (struct query_item){ .text = text };
    switch (type) {
    case QUERY_TYPE_NUMBER:
        return number_parse(out, text);
    case QUERY_TYPE_DURATION:
        return query_duration_parse(out, text);
    case QUERY_TYPE_TIME:
        return query_time_parse(out, text);
    case QUERY_TYPE_ADDR:
        return address_parse(out, text);
    case QUERY_TYPE_BOOL:
        return bool_parse(out, text);
    case QUERY_TYPE_DIGITS:
        return text.n < 3 ? "A telephone number is expected here, of three digits at least." : NULL;
    default:
        return NULL;
    }
}

const char *query_item_range(struct query_item *from, const struct query_item *to,
                             enum query_type type)
{
    static const char *const empty = "This range is empty: the smaller value comes first.";
    if (type == QUERY_TYPE_TEXT || type == QUERY_TYPE_ID || type == QUERY_TYPE_DIGITS)
        return "A range goes with numbers, durations, times and addresses only.";
    if (from->vague || to->vague)
        return "A range goes from one value to another; this names several.";
    if (type == QUERY_TYPE_ADDR) {
        if (from->address_v4 != to->address_v4)
            return "Both ends of a range are IPv4 addresses, or both are IPv6 addresses.";
        if (memcmp(from->addr_lo.ip, to->addr_lo.ip, sizeof(to->addr_lo.ip)) > 0)
            return empty;
        from->addr_hi = to->addr_lo;
        return NULL;
    }
    if (from->day != to->day)
        return "Both ends of a range have a date, or neither has one.";
    if (from->lo > to->lo && !from->day)
        return empty;
    from->hi = to->lo;
    return NULL;
}

void query_quote(struct buf *b, struct slice text)
{
    buf_addc(b, '"');
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c < ' ' || c == 127)
            buf_printf(b, "\\x%02x", c);
        else
            buf_addc(b, (char)c);
    }
    buf_addc(b, '"');
}
