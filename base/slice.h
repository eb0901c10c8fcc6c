/* Slices: bytes that somebody else owns. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Borrowed bytes, not NUL-terminated. An absent value has p == NULL; an empty one has n == 0. */
struct slice {
    const char *p;
    size_t n;
};

#define SLICE(literal) ((struct slice){ "" literal, sizeof(literal) - 1 })

static inline struct slice slice_of(const char *cstr)
{
    return (struct slice){ cstr, cstr ? strlen(cstr) : 0 };
}

static inline struct slice slice_make(const void *p, size_t n)
{
    return (struct slice){ p, n };
}

/* Bytes [from, to) of s; out-of-range ends are pulled in. */
static inline struct slice slice_sub(struct slice s, size_t from, size_t to)
{
    if (to > s.n)
        to = s.n;
    if (from > to)
        from = to;
    return (struct slice){ s.p ? s.p + from : NULL, to - from };
}

static inline char ascii_lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static inline bool ascii_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ascii_is_alnum(char c)
{
    char lower = ascii_lower(c);
    return ascii_is_digit(c) || (lower >= 'a' && lower <= 'z');
}

/* The linear white space of SIP: SP, HTAB and the CR and LF of a folded line. */
static inline bool ascii_is_lws(char c)
{
    return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
}

static inline bool slice_eq(struct slice a, struct slice b)
{
    return a.n == b.n && (!a.n || !memcmp(a.p, b.p, a.n));
}

/* Equal without regard to ASCII case. */
static inline bool slice_ieq(struct slice a, struct slice b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
            return false;
    return true;
}

static inline bool slice_istarts(struct slice s, struct slice prefix)
{
    return s.n >= prefix.n && slice_ieq(slice_sub(s, 0, prefix.n), prefix);
}

static inline struct slice slice_trim(struct slice s)
{
    while (s.n && ascii_is_lws(s.p[0]))
        s.p++, s.n--;
    while (s.n && ascii_is_lws(s.p[s.n - 1]))
        s.n--;
    return s;
}

/* Index of the first c, or s.n. */
static inline size_t slice_index(struct slice s, char c)
{
    const char *q = s.n ? memchr(s.p, c, s.n) : NULL;
    return q ? (size_t)(q - s.p) : s.n;
}

/* The leading decimal number, at most max (below 2^64 - 9); *digits (may be NULL) gets how many
 * digits it has. */
static inline uint64_t slice_number(struct slice s, uint64_t max, size_t *digits)
{
    uint64_t v = 0;
    size_t i = 0;
    for (; i < s.n && ascii_is_digit(s.p[i]); i++) {
        v = v > max / 10 ? max : v * 10 + (uint64_t)(s.p[i] - '0');
        v = v > max ? max : v;
    }
    if (digits)
        *digits = i;
    return v;
}

#endif
