/* The words at an arrow. Internal to ui/flow. */
#ifndef UI_FLOW_DETAIL_H
#define UI_FLOW_DETAIL_H

#include "base/buf.h"
#include "decode/media/offer.h"
#include "decode/sip/index.h"

/* Appends what is worth a glance besides the start line: SDP, the target of a REFER or redirection,
 * an event, a reason. `e`: what offers_feed said of the message. Nothing appended: nothing worth
 * it. Not cleaned yet. */
void detail_format(struct buf *b, const struct sip_index *x, const struct offer_event *e);

/* Appends the user part of a URI, its escapes (%2B) undone, without parameters of a telephone
 * number
 * (;phone-context=…). Not cleaned. */
void detail_add_user(struct buf *b, struct slice user);

#endif
