/* SIP messages out of a byte stream (3261 18.3). */
#ifndef DECODE_SIP_FRAMER_H
#define DECODE_SIP_FRAMER_H

#include "capture/payload.h"

#define SIP_HEAD_MAX (256u << 10) /* start line and headers on a stream */
#define SIP_STREAM_MAX (1u << 20) /* a whole message on a stream */

/* Framed by Content-Length (absent: no body); CRLF keep-alives are skipped; when lost, the next
 * plausible start line at the beginning of a line is looked for. */
frame_fn sip_frame;

#endif
