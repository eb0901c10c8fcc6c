/* Times: nanoseconds since the epoch, and how they are written. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_MS INT64_C(1000000)
#define NS_PER_US INT64_C(1000)

/* Times of packets lie between these (1933, 2116), whatever a capture says, so that the difference
 * of any two is a number, with years to add. */
#define CLOCK_MIN_NS (-(INT64_C(1) << 60))
#define CLOCK_MAX_NS (INT64_C(1) << 62)

static inline int64_t clock_bound(int64_t ns)
{
    return ns < CLOCK_MIN_NS ? CLOCK_MIN_NS : ns > CLOCK_MAX_NS ? CLOCK_MAX_NS : ns;
}

#define CLOCK_TEXT 40 /* fits every text below with its NUL */

/* RFC 3339 in UTC with microseconds: "2023-11-14T22:13:20.086547Z". Returns the length. */
size_t clock_rfc3339(char buf[CLOCK_TEXT], int64_t ns);

/* Time of day in the local zone (TZ) with `digits` (0 to 9) of fraction: "12:00:00.086". */
size_t clock_time_of_day(char buf[CLOCK_TEXT], int64_t ns, int digits);

/* The day in the local zone: "2023-11-14". Returns the length. */
size_t clock_date(char buf[CLOCK_TEXT], int64_t ns);

/* A duration for people, rounded: "86 µs", "1.9 ms", "131 ms", "2.90 s", "31.6 s", "1 m 05 s",
 * "2 h 03 m"; a "+" is the caller's. */
size_t clock_duration(char buf[CLOCK_TEXT], int64_t ns);

/* The monotonic clock, for progress and slices of work; never shown as a time of the capture. */
int64_t clock_monotonic(void);

#endif
