/* Named counters of what was seen and not decoded, or dropped. */
#ifndef CAPTURE_COUNTER_H
#define CAPTURE_COUNTER_H

#include <stdint.h>

#include "capture/counter_list.h"

enum counter {
#define X(id, name, kind, help) COUNTER_##id,
    COUNTER_LIST(X)
#undef X
        COUNTER_COUNT
};

enum counter_kind { COUNTER_IS_ODD, COUNTER_IS_UNDECODED, COUNTER_IS_LOST, COUNTER_IS_COPY };

struct counters {
    uint64_t v[COUNTER_COUNT];
};

const char *counter_name(enum counter c);
const char *counter_help(enum counter c);

/* The sum of all of a kind. */
uint64_t counters_sum(const struct counters *c, enum counter_kind kind);

/* into += from. */
void counters_add(struct counters *into, const struct counters *from);

#endif
