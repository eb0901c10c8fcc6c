/* Times as a person writes them in a filter: of the day, dates, RFC 3339, seconds since the epoch.
 * Without an offset they are in the local zone, as the lists show them. */
#include <time.h>

#include "base/clock.h"
#include "decode/query/node.h"

#define DAY_NS (86400 * NS_PER_S)

static const char *const expected =
    "A time is written \"12:00\", \"12:00:05.250\", \"2023-11-14\", \"2023-11-14 22:13\", "
    "\"2023-11-14T22:13:20Z\" or as seconds since 1970.";

/* Takes exactly `digits` digits with a value from min to max off the text. */
static bool take_number(struct slice *text, size_t digits, unsigned min, unsigned max, int *out)
{
    size_t found;
    uint64_t v = slice_number(slice_sub(*text, 0, digits), 10000, &found);
    if (found != digits || v < min || v > max)
        return false;
    *text = slice_sub(*text, digits, text->n);
    *out = (int)v;
    return true;
}

static bool take_char(struct slice *text, char c)
{
    if (!text->n || ascii_lower(text->p[0]) != c)
        return false;
    *text = slice_sub(*text, 1, text->n);
    return true;
}

/* Takes up to nine digits of a fraction: its ns, and in *step what its last digit stands for. */
static bool take_fraction(struct slice *text, int64_t *ns, int64_t *step)
{
    size_t digits;
    uint64_t v = slice_number(*text, 1000000000, &digits);
    if (!digits || digits > 9)
        return false;
    *step = NS_PER_S;
    for (size_t i = 0; i < digits; i++)
        *step /= 10;
    *ns = (int64_t)v * *step;
    *text = slice_sub(*text, digits, text->n);
    return true;
}

/* HH:MM[:SS[.fraction]] into tm and ns. */
static bool take_clock(struct slice *text, struct tm *tm, int64_t *ns, int64_t *step)
{
    *ns = 0;
    *step = 60 * NS_PER_S;
    if (!take_number(text, 2, 0, 23, &tm->tm_hour) || !take_char(text, ':') ||
        !take_number(text, 2, 0, 59, &tm->tm_min))
        return false;
    if (!take_char(text, ':'))
        return true;
    *step = NS_PER_S;
    if (!take_number(text, 2, 0, 60, &tm->tm_sec))
        return false;
    return !take_char(text, '.') || take_fraction(text, ns, step);
}

static bool take_date(struct slice *text, struct tm *tm)
{
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    int year, month;
    if (!take_number(text, 4, 1970, 2200, &year) || !take_char(text, '-') ||
        !take_number(text, 2, 1, 12, &month) || !take_char(text, '-') ||
        !take_number(text, 2, 1, (unsigned)days[month - 1], &tm->tm_mday))
        return false;
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    tm->tm_year = year - 1900;
    tm->tm_mon = month - 1;
    return leap || month != 2 || tm->tm_mday < 29;
}

/* Z or +HH:MM (the colon may be missing), in seconds. */
static bool take_offset(struct slice *text, int *seconds)
{
    int hours, minutes, sign = take_char(text, '-') ? -1 : 1;
    *seconds = 0;
    if (sign > 0 && take_char(text, 'z'))
        return true;
    if (sign > 0 && !take_char(text, '+'))
        return false;
    if (!take_number(text, 2, 0, 23, &hours))
        return false;
    take_char(text, ':');
    if (!take_number(text, 2, 0, 59, &minutes))
        return false;
    *seconds = sign * (hours * 3600 + minutes * 60);
    return true;
}

static const char *date_parse(struct query_item *out, struct slice text)
{
    struct tm tm = { .tm_isdst = -1 };
    int64_t ns = 0, step = 86400 * NS_PER_S;
    int offset = 0;
    bool zone = false;
    if (!take_date(&text, &tm))
        return expected;
    if (text.n) {
        if (!take_char(&text, ' ') && !take_char(&text, 't'))
            return expected;
        if (!take_clock(&text, &tm, &ns, &step))
            return expected;
        zone = text.n > 0;
        if (zone && (!take_offset(&text, &offset) || text.n))
            return expected;
    }
    time_t seconds = zone ? timegm(&tm) - offset : mktime(&tm);
    out->lo = (int64_t)seconds * NS_PER_S + ns;
    out->hi = out->lo + step - 1;
    return NULL;
}

static const char *epoch_parse(struct query_item *out, struct slice text)
{
    size_t digits;
    int64_t ns = 0, step = NS_PER_S;
    uint64_t seconds = slice_number(text, UINT64_C(8000000000), &digits);
    text = slice_sub(text, digits, text.n);
    if (digits < 9 || digits > 10 || seconds >= UINT64_C(8000000000))
        return expected;
    if (take_char(&text, '.') && !take_fraction(&text, &ns, &step))
        return expected;
    if (text.n)
        return expected;
    out->lo = (int64_t)seconds * NS_PER_S + ns;
    out->hi = out->lo + step - 1;
    return NULL;
}

const char *query_time_parse(struct query_item *out, struct slice text)
{
    size_t digits;
    slice_number(text, 1, &digits);
    if (digits == 4 && text.n > 4 && text.p[4] == '-')
        return date_parse(out, text);
    if (digits != 2)
        return epoch_parse(out, text);

    struct tm tm = { 0 };
    int64_t ns, step;
    if (!take_clock(&text, &tm, &ns, &step) || text.n)
        return expected;
    out->lo = (tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec) * NS_PER_S + ns;
    out->hi = out->lo + step - 1;
    out->day = true;
    return NULL;
}

int64_t query_time_of_day(int64_t ns)
{
    int64_t rest = ns % NS_PER_S;
    if (rest < 0)
        rest += NS_PER_S;
    time_t seconds = (time_t)((ns - rest) / NS_PER_S);
    struct tm tm;
    if (!localtime_r(&seconds, &tm))
        return rest;
    return (tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec) * NS_PER_S + rest;
}

const char *query_instant(struct slice text, int64_t first_ns, int64_t last_ns, int64_t *out)
{
    struct query_item item = { 0 };
    const char *why = query_time_parse(&item, text);
    if (why)
        return why;
    int64_t midnight = item.day ? first_ns - query_time_of_day(first_ns) : 0;
    bool next_day =
        item.day && midnight + item.hi < first_ns && midnight + item.lo + DAY_NS <= last_ns;
    *out = clock_bound(midnight + item.lo + (next_day ? DAY_NS : 0));
    return NULL;
}
