/* Delays, durations and ratios over all calls (RFC 6076, and our own). */
#ifndef DECODE_MEASURE_H
#define DECODE_MEASURE_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/measure_list.h"
#include "decode/store.h"

/* Times in classes that are 3 % wide, from 1 us to a year: what a quantile costs is one fixed
 * table. Embedded, zeroed. */
#define HISTOGRAM_PARTS 32 /* classes from a power of two to the next */
#define HISTOGRAM_CLASSES (HISTOGRAM_PARTS * 41)
struct histogram {
    uint64_t n;
    int64_t min_ns, max_ns;
    double sum_ns;
    uint32_t seen[HISTOGRAM_CLASSES];
};

void histogram_add(struct histogram *h, int64_t ns);
double histogram_mean(const struct histogram *h);

/* Below which the part q (0 to 1) of all lies, to 2 %; never outside min and max. 0 when empty. */
int64_t histogram_quantile(const struct histogram *h, double q);

/* How often something came within a minute, in steps of 10 s. Embedded, zeroed. */
#define RATE_STEPS 6
struct rate {
    int64_t step;              /* the newest, in steps since the epoch */
    uint16_t seen[RATE_STEPS]; /* by step modulo RATE_STEPS */
};

/* Counts one more; how many in the minute up to then, at most 65,535. */
unsigned rate_add(struct rate *r, int64_t time_ns);

enum measure {
#define X(id, name, words, help) MEASURE_##id,
    MEASURE_LIST(X)
#undef X
        MEASURE_COUNT
};

enum measure_ratio {
#define X(id, name, words, help) MEASURE_RATIO_##id,
    MEASURE_RATIO_LIST(X)
#undef X
        MEASURE_RATIO_COUNT
};

struct measure_part {
    uint64_t n, of;
};

struct measures {
    struct histogram time[MEASURE_COUNT];
    struct measure_part ratio[MEASURE_RATIO_COUNT];
};

/* What is known without looking at calls, to begin with. Large: not on the stack. */
void measures_begin(struct measures *m, const struct store *s);

/* Adds the calls [from, end) by number, as seen up to end_ns; `over` as for call_state. */
void measures_add(struct measures *m, const struct store *s, uint32_t from, uint32_t end,
                  int64_t end_ns, bool over);

const char *measure_name(enum measure m); /* as in JSON */
const char *measure_words(enum measure m);
const char *measure_help(enum measure m);
const char *measure_ratio_name(enum measure_ratio r);
const char *measure_ratio_words(enum measure_ratio r);
const char *measure_ratio_help(enum measure_ratio r);

#endif
