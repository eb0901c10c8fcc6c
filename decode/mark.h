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

#define MARK_HIDDEN_MANY 1 /* no address in network order that is private */

/* The marks of one message by itself; of an index made by sip_index_place. Any thread. *hidden is
 * the private IPv4 address (network order) that MARK(NAT) is for, MARK_HIDDEN_MANY for several or
 * for one of IPv6, 0 without that mark. */
uint32_t marks_of(const struct sip_index *x, const struct payload *p, uint32_t *hidden);

/* Two such addresses as one. */
static inline uint32_t mark_hidden_both(uint32_t a, uint32_t b)
{
    return !a || a == b ? b : !b ? a : MARK_HIDDEN_MANY;
}

#endif
