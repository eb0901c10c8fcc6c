/* Datagrams that no message is known in: RTP, RTCP, STUN, keep-alives, and what nobody knows. */
#ifndef DECODE_REDACT_MEDIA_H
#define DECODE_REDACT_MEDIA_H

#include <stdint.h>

#include "capture/net/net.h"
#include "decode/redact/redact.h"

/* Redacts the payload of a UDP datagram in place: u->len bytes at `data`, behind which
 * BLOCK_PADDING bytes must be readable; u->data is not looked at. SIP is masked, RTP (RFC 3550),
 * RTCP (RFC 3550, 3611, 4585, told apart as RFC 5761 does) and STUN (RFC 8489) keep their headers,
 * empty lines and a single byte stay, all else becomes zero. */
void redact_datagram(struct redaction *x, const struct udp *u, uint8_t *data);

#endif
