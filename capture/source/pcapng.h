/* What other layers ask of a pcapng block. */
#ifndef CAPTURE_SOURCE_PCAPNG_H
#define CAPTURE_SOURCE_PCAPNG_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Appends the options of a packet (comments, flags, …) as ng_option writes them; its block
 * begins the n bytes at block. Of one in the other byte order those are left out whose content
 * nobody knows. Nothing is appended where there are none, and from damage on. */
void pcapng_options(struct buf *out, const uint8_t *block, size_t n);

#endif
