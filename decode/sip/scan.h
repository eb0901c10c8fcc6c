/* Wide scans over text: SSE2 where the machine has it, plain C elsewhere, the same answers. They
 * may read up to 64 bytes past the end of what they are given. */
#ifndef DECODE_SIP_SCAN_H
#define DECODE_SIP_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* RFC 3261 25.1: alphanum and - . ! % * _ + ` ' ~ */
static inline bool scan_is_token(uint8_t c)
{
    static const uint64_t set[2] = { UINT64_C(0x03ff6ca200000000), UINT64_C(0x47ffffff87fffffe) };
    return c < 128 && (set[c >> 6] >> (c & 63) & 1);
}

/* Bit i is set where p[i] == '\n', i in [0, 64). */
static inline uint64_t scan_newlines64(const char *p)
{
#ifdef __SSE2__
    const __m128i nl = _mm_set1_epi8('\n');
#define SCAN_MASK(at)                                                                              \
    (uint64_t)(uint32_t) _mm_movemask_epi8(                                                        \
        _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)(p + (at))), nl))
    return SCAN_MASK(0) | SCAN_MASK(16) << 16 | SCAN_MASK(32) << 32 | SCAN_MASK(48) << 48;
#undef SCAN_MASK
#else
    uint64_t mask = 0;
    for (int i = 0; i < 64; i++)
        mask |= (uint64_t)(p[i] == '\n') << i;
    return mask;
#endif
}

/* Index of the first c in p[0, n), or n; quick where it is near. */
static inline size_t scan_byte16(const char *p, size_t n, char c)
{
#ifdef __SSE2__
    const __m128i want = _mm_set1_epi8(c);
    for (size_t at = 0; at < n && at < 32; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want));
        if (mask) {
            size_t i = at + (size_t)__builtin_ctz(mask);
            return i < n ? i : n;
        }
    }
    if (n <= 32)
        return n;
#endif
    const char *q = memchr(p, c, n);
    return q ? (size_t)(q - p) : n;
}

/* Index of the first byte of p[0, n) that is c, or n. */
static inline size_t scan_near(const char *p, size_t n, char c)
{
    size_t at = 0;
#ifdef __SSE2__
    const __m128i want = _mm_set1_epi8(c);
    for (; at < n; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        unsigned mask = (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(v, want));
        if (mask) {
            at += (size_t)__builtin_ctz(mask);
            break;
        }
    }
#else
    while (at < n && p[at] != c)
        at++;
#endif
    return at < n ? at : n;
}

/* Index of the first byte of p[0, n) that is ';', '"', a blank or a control character, or n. */
static inline size_t scan_odd(const char *p, size_t n)
{
    size_t at = 0;
#ifdef __SSE2__
    const __m128i semi = _mm_set1_epi8(';'), quote = _mm_set1_epi8('"'), blank = _mm_set1_epi8(' ');
    for (; at < n; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, semi), _mm_cmpeq_epi8(v, quote));
        hit = _mm_or_si128(hit, _mm_cmpeq_epi8(v, _mm_min_epu8(v, blank)));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask) {
            at += (size_t)__builtin_ctz(mask);
            break;
        }
    }
#else
    while (at < n && p[at] != ';' && p[at] != '"' && (unsigned char)p[at] > ' ')
        at++;
#endif
    return at < n ? at : n;
}

/* Index of the last byte of p[0, n) that is ';', '"', '>' or a blank; n when there is none, or it
 * is one of the first 15. Reads nothing outside. */
static inline size_t scan_last_special(const char *p, size_t n)
{
#ifdef __SSE2__
    const __m128i semi = _mm_set1_epi8(';'), quote = _mm_set1_epi8('"'), gt = _mm_set1_epi8('>'),
                  blank = _mm_set1_epi8(' ');
    for (size_t end = n; end >= 16; end -= 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + end - 16));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, semi), _mm_cmpeq_epi8(v, quote));
        hit = _mm_or_si128(hit, _mm_or_si128(_mm_cmpeq_epi8(v, gt), _mm_cmpeq_epi8(v, blank)));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (mask)
            return end - 16 + (31 - (size_t)__builtin_clz(mask));
    }
#else
    for (size_t i = n; i > 15; i--)
        if (p[i - 1] == ';' || p[i - 1] == '"' || p[i - 1] == '>' || p[i - 1] == ' ')
            return i - 1;
#endif
    return n;
}

/* Is one of three characters in p[0, n)? */
static inline bool scan_has_any(const char *p, size_t n, char a, char b, char c)
{
#ifdef __SSE2__
    const __m128i va = _mm_set1_epi8(a), vb = _mm_set1_epi8(b), vc = _mm_set1_epi8(c);
    for (size_t at = 0; at < n; at += 16) {
        __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
        __m128i hit = _mm_or_si128(_mm_cmpeq_epi8(v, va),
                                   _mm_or_si128(_mm_cmpeq_epi8(v, vb), _mm_cmpeq_epi8(v, vc)));
        unsigned mask = (unsigned)_mm_movemask_epi8(hit);
        if (n - at < 16)
            mask &= (1u << (n - at)) - 1;
        if (mask)
            return true;
    }
    return false;
#else
    for (size_t i = 0; i < n; i++)
        if (p[i] == a || p[i] == b || p[i] == c)
            return true;
    return false;
#endif
}

#endif
