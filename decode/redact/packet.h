/* Packets in which nobody can be recognised: addresses become pseudonyms, and what is no SIP goes,
 * as far as nothing needs it. Lengths, ports, numbers and times stay, and so does what is decoded.
 */
#ifndef DECODE_REDACT_PACKET_H
#define DECODE_REDACT_PACKET_H

#include <stddef.h>
#include <stdint.h>

#include "decode/redact/redact.h"

/* The bytes [from, to) of a packet. */
struct redact_cover {
    uint32_t from, to;
};

struct redact_packet {
    uint16_t link;      /* LINKTYPE_ number */
    const uint8_t *was; /* n captured bytes */
    uint8_t *is;        /* a copy of them in which the covered ones are replaced already;
                         * BLOCK_PADDING bytes behind it must be readable */
    size_t n;
    uint32_t len; /* bytes it had on the wire */
    /* Bytes of messages, replaced by who knows the whole message: ascending, apart, in a payload.
     */
    const struct redact_cover *cover;
    uint32_t covers;
    /* What changed in the other fragments of the datagram that this is the first one of: the sum of
     * their redact_change. */
    uint32_t elsewhere;
};

/* Rewrites r->is, of the same length. Addresses get pseudonyms, messages outside of the covers are
 * masked as text, media keep their headers (RFC 3550, 3611, 4585), and all that is not understood
 * becomes zero. Checksums that were right are so afterwards, others stay wrong or absent. A first
 * fragment that no cover covers gets none, since the change of the others is not known.
 * With names.back addresses and text become what they were; what is gone stays so.
 * Any bytes will do as a packet. Linear in n and covers; nothing allocated. */
void redact_packet(struct redaction *x, struct redact_packet *r);

/* What a checksum over these n bytes must add when they change, as RFC 1624 has it; below 65,536.
 * They begin at an even place of what is summed; sums of such parts may be added. */
uint32_t redact_change(const uint8_t *was, const uint8_t *is, size_t n);

#endif
