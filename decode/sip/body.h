/* Bodies, and the parts of those that have several (RFC 2046 5.1). */
#ifndef DECODE_SIP_BODY_H
#define DECODE_SIP_BODY_H

#include <stdbool.h>

#include "base/slice.h"
#include "decode/sip/index.h"

/* The body, or the first part of a multipart body, of this media type ("application/sdp", any
 * case); p == NULL: there is none. What is for early media alone (early-session, 3959) is passed
 * over: it is no offer and no answer of the call. Borrowed from the message. Linear; parts in parts
 * in parts are looked into, no deeper. */
struct slice sip_body_find(const struct sip_index *x, struct slice type);

/* The value of the first line "name: value" of a body of such lines (3842, 6910), any case; absent:
 * p == NULL. Linear. */
struct slice sip_body_line(struct slice body, struct slice name);

/* "application/sdp" of a Content-Type value: without its parameters. */
struct slice sip_media_type(struct slice content_type);

#endif
