/* Named counters of what was seen and not decoded, or dropped. */
#ifndef CAPTURE_COUNTER_H
#define CAPTURE_COUNTER_H

#include <stdint.h>

#include "capture/counter_list.h"

enum counter {
#define X(id, name, help) COUNTER_##id,
    COUNTER_LIST(X)
#undef X
        COUNTER_COUNT
};

struct counters {
    uint64_t v[COUNTER_COUNT];
};

const char *counter_name(enum counter c);
const char *counter_help(enum counter c);

/* into += from. */
void counters_add(struct counters *into, const struct counters *from);

#endif
