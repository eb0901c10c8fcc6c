/* Marks: one bit for each remarkable thing, found while messages pass by, so that what looks for
 * faults afterwards need not read every message again. */
#ifndef DECODE_MARK_H
#define DECODE_MARK_H

#include <stdint.h>

#include "capture/payload.h"
#include "decode/mark_list.h"
#include "decode/sip/index.h"

enum mark_number {
#define X(id, help) MARK_NUMBER_##id,
    MARK_LIST(X)
#undef X
        MARK_COUNT
};

#define MARK(id) (UINT32_C(1) << MARK_NUMBER_##id)

#define MARK_LARGE_BYTES 1300 /* an MTU of 1500 less 200 (3261 18.1.1) */

/* The marks of one message by itself; of an index made by sip_index_place. Any thread. */
uint32_t marks_of(const struct sip_index *x, const struct payload *p);

#endif
