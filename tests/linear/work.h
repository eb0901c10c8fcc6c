/* What was done since the last reset. */
#ifndef TESTS_LINEAR_WORK_H
#define TESTS_LINEAR_WORK_H

#include <stdint.h>

struct work {
    uint64_t blocks;      /* basic blocks that ran */
    uint64_t bytes;       /* moved or looked at by libc on behalf of the code */
    uint64_t allocations; /* asked for */
};

void work_reset(void);
struct work work_done(void);

#endif
