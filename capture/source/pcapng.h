/* What other layers ask of a pcapng block. */
#ifndef CAPTURE_SOURCE_PCAPNG_H
#define CAPTURE_SOURCE_PCAPNG_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* The first comment on a packet: n bytes at block are its whole block (packet.offset, and as long
 * as the four bytes behind its type say). Borrowed from block; absent when there is none or the
 * block is damaged. UTF-8 by the format's rule, not checked. */
struct slice pcapng_comment(const uint8_t *block, size_t n);

/* How long the block is that begins with these eight bytes, in its own byte order as far as its
 * type tells (a packet's does): what to read for pcapng_comment. 0: not a packet's block. */
uint32_t pcapng_block_length(const uint8_t head[8]);

#endif
