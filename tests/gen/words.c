/* Cutting a script's line into words, and reading numbers, durations and times from them. */
#include "tests/gen/words.h"

#include <time.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

bool words_next(struct words *w, struct slice *word)
{
    struct slice s = w->rest;
    while (s.n && is_blank(s.p[0]))
        s.p++, s.n--;
    w->rest = s;
    if (!s.n || s.p[0] == '#')
        return false;
    size_t n = 0;
    if (s.p[0] == '"') {
        struct slice inner = slice_sub(s, 1, s.n);
        n = slice_index(inner, '"');
        *word = slice_sub(inner, 0, n);
        w->rest = slice_sub(inner, n + 1, inner.n);
        return true;
    }
    while (n < s.n && !is_blank(s.p[n]))
        n++;
    *word = slice_sub(s, 0, n);
    w->rest = slice_sub(s, n, s.n);
    return true;
}

bool words_number(struct slice word, uint64_t max, unsigned *value)
{
    size_t digits;
    uint64_t v = slice_number(word, max + 1, &digits);
    if (!digits || digits != word.n || v > max)
        return false;
    *value = (unsigned)v;
    return true;
}

bool words_duration(struct slice word, int64_t *us)
{
    static const struct {
        struct slice unit;
        int64_t us;
    } units[] = { { { "us", 2 }, 1 }, { { "ms", 2 }, 1000 }, { { "s", 1 }, 1000000 } };
    size_t digits, i = 0;
    uint64_t whole = slice_number(word, 86400000, &digits);
    if (!digits)
        return false;
    struct slice rest = slice_sub(word, digits, word.n);
    int64_t fraction = 0, scale = 1;
    if (rest.n && rest.p[0] == '.')
        for (i = 1; i < rest.n && ascii_is_digit(rest.p[i]) && scale < 1000000; i++) {
            fraction = fraction * 10 + (rest.p[i] - '0');
            scale *= 10;
        }
    rest = slice_sub(rest, i, rest.n);
    for (size_t u = 0; u < sizeof(units) / sizeof(units[0]); u++)
        if (slice_eq(rest, units[u].unit)) {
            *us = (int64_t)whole * units[u].us + fraction * units[u].us / scale;
            return true;
        }
    return false;
}

/* Numbers of the given widths with the separator between them. */
static bool fields(struct slice s, const size_t width[3], char separator, unsigned value[3])
{
    size_t at = 0;
    for (int i = 0; i < 3; i++) {
        if (i && (at >= s.n || s.p[at++] != separator))
            return false;
        if (!words_number(slice_sub(s, at, at + width[i]), 9999, &value[i]))
            return false;
        at += width[i];
    }
    return at == s.n;
}

bool words_time(struct slice date, struct slice time, int64_t *us)
{
    static const size_t date_width[3] = { 4, 2, 2 }, time_width[3] = { 2, 2, 2 };
    unsigned d[3], t[3];
    if (!fields(date, date_width, '-', d) || !fields(time, time_width, ':', t))
        return false;
    if (d[0] < 1970 || d[1] < 1 || d[1] > 12 || d[2] < 1 || d[2] > 31 || t[0] > 23 || t[1] > 59 ||
        t[2] > 59)
        return false;
    struct tm tm = { .tm_year = (int)d[0] - 1900,
                     .tm_mon = (int)d[1] - 1,
                     .tm_mday = (int)d[2],
                     .tm_hour = (int)t[0],
                     .tm_min = (int)t[1],
                     .tm_sec = (int)t[2] };
    *us = (int64_t)timegm(&tm) * 1000000;
    return true;
}
