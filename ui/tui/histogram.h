/* How the listed calls, and those of them that failed, are spread over time: two lines of bars. */
#ifndef UI_TUI_HISTOGRAM_H
#define UI_TUI_HISTOGRAM_H

#include "decode/trace.h"
#include "ui/tui/grid.h"
#include "ui/tui/view.h"

#define HISTOGRAM_BINS 8192 /* that the time is parted into; the screen has fewer */
#define HISTOGRAM_LINES 2

/* Counts, of what was listed when they were made. */
struct histogram_count {
    uint32_t calls[HISTOGRAM_BINS], failed[HISTOGRAM_BINS];
    int64_t origin_ns;         /* where the first bin begins */
    unsigned shift;            /* a bin has 1 << shift nanoseconds */
    int64_t first_ns, last_ns; /* of the calls that were counted */
    uint32_t all, all_failed;
    uint32_t at; /* rows of the list that were counted */
};

struct histogram;

/* Owned; histogram_free. NULL: no memory. Borrows both. */
struct histogram *histogram_new(struct trace *t, const struct view *v);
void histogram_free(struct histogram *h);

/* Counts on, up to a time of the monotonic clock; true: there is more to do. */
bool histogram_work(struct histogram *h, int64_t until_ns);

/* Draws it onto the first HISTOGRAM_LINES rows of the area; the bar of this time is lit. */
void histogram_draw(struct histogram *h, const struct area *a, int64_t here_ns);

/* The time at which the bar at x begins, as it was drawn last; false: there is none. */
bool histogram_time(const struct histogram *h, int x, int64_t *out);

/* When a leg began. */
int64_t histogram_start(const struct trace *t, uint32_t leg);

#endif
