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

size_t clock_duration(char buf[CLOCK_TEXT], int64_t ns)
{
    const char *sign = ns < 0 ? "-" : "";
    uint64_t u = ns < 0 ? (uint64_t) - (ns + 1) + 1 : (uint64_t)ns;
    int n;
    if (u < 1000000)
        n = snprintf(buf, CLOCK_TEXT, "%s%llu µs", sign, (unsigned long long)(u / 1000));
    else if (u < 1000000000)
        n = snprintf(buf, CLOCK_TEXT, "%s%llu ms", sign, (unsigned long long)(u / 1000000));
    else if (u < UINT64_C(60000000000))
        n = snprintf(buf, CLOCK_TEXT, "%s%.2f s", sign, (double)u / 1e9);
    else if (u < UINT64_C(3600000000000))
        n = snprintf(buf, CLOCK_TEXT, "%s%llu m %02llu s", sign,
                     (unsigned long long)(u / UINT64_C(60000000000)),
                     (unsigned long long)(u / 1000000000 % 60));
    else
        n = snprintf(buf, CLOCK_TEXT, "%s%llu h %02llu m", sign,
                     (unsigned long long)(u / UINT64_C(3600000000000)),
                     (unsigned long long)(u / UINT64_C(60000000000) % 60));
    return (size_t)n;
}

int64_t clock_monotonic(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}
