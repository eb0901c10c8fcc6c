/* Times to text. */
#include "base/clock.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

/* Seconds and the non-negative rest, also for times before the epoch. */
static void split(int64_t ns, time_t *s, long *rest)
{
    *s = (time_t)(ns / NS_PER_S);
    *rest = (long)(ns % NS_PER_S);
    if (*rest < 0) {
        *rest += (long)NS_PER_S;
        *s -= 1;
    }
}

size_t clock_rfc3339(char buf[CLOCK_TEXT], int64_t ns)
{
    time_t s;
    long rest;
    struct tm tm;
    split(ns, &s, &rest);
    if (!gmtime_r(&s, &tm))
        memset(&tm, 0, sizeof(tm));
    size_t n = strftime(buf, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
    return n + (size_t)snprintf(buf + n, CLOCK_TEXT - n, ".%06ldZ", rest / 1000);
}

size_t clock_time_of_day(char buf[CLOCK_TEXT], int64_t ns, int digits)
{
    static const long unit[10] = { 1000000000, 100000000, 10000000, 1000000, 100000,
                                   10000,      1000,      100,      10,      1 };
    time_t s;
    long rest;
    struct tm tm;
    split(ns, &s, &rest);
    if (!localtime_r(&s, &tm))
        memset(&tm, 0, sizeof(tm));
    size_t n = strftime(buf, CLOCK_TEXT, "%H:%M:%S", &tm);
    if (digits > 0 && digits <= 9)
        n += (size_t)snprintf(buf + n, CLOCK_TEXT - n, ".%0*ld", digits, rest / unit[digits]);
    return n;
}

size_t clock_date(char buf[CLOCK_TEXT], int64_t ns)
{
    time_t s;
    long rest;
    struct tm tm;
    split(ns, &s, &rest);
    if (!localtime_r(&s, &tm))
        memset(&tm, 0, sizeof(tm));
    return strftime(buf, CLOCK_TEXT, "%Y-%m-%d", &tm);
}

/* To the nearest multiple of `unit`, counted in it. */
static uint64_t rounded(uint64_t ns, uint64_t unit)
{
    return ns / unit + (ns % unit >= unit - unit / 2);
}

/* A row holds while what is shown, rounded, stays below its end: nothing becomes "1000 ms". */
size_t clock_duration(char buf[CLOCK_TEXT], int64_t ns)
{
    static const struct {
        uint64_t unit, end; /* ns of the smallest step that is shown; steps up to the next row */
        uint64_t whole;     /* steps in one of the first number */
        const char *format;
    } row[] = {
        { UINT64_C(1000), 1000, 1, "%s%llu µs" },
        { UINT64_C(100000), 100, 10, "%s%llu.%llu ms" },
        { UINT64_C(1000000), 1000, 1, "%s%llu ms" },
        { UINT64_C(10000000), 1000, 100, "%s%llu.%02llu s" },
        { UINT64_C(100000000), 600, 10, "%s%llu.%llu s" },
        { UINT64_C(1000000000), 3600, 60, "%s%llu m %02llu s" },
        { UINT64_C(60000000000), UINT64_MAX, 60, "%s%llu h %02llu m" },
    };
    uint64_t u = ns < 0 ? (uint64_t) - (ns + 1) + 1 : (uint64_t)ns, n;
    size_t i = 0;
    while ((n = rounded(u, row[i].unit)) >= row[i].end)
        i++;
    return (size_t)snprintf(buf, CLOCK_TEXT, row[i].format, ns < 0 && n ? "-" : "",
                            (unsigned long long)(n / row[i].whole),
                            (unsigned long long)(n % row[i].whole));
}

int64_t clock_monotonic(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}
