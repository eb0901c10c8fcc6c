/* What belongs to calls besides the packets that made up their messages, found in the capture
 * again. Internal to the saving. */
#ifndef UI_EXPORT_SAVE_LOOK_H
#define UI_EXPORT_SAVE_LOOK_H

#include "capture/record_set.h"
#include "ui/export/save.h"

/* Media so long after the last message of their leg still belong to it. */
#define SAVE_MEDIA_TAIL_NS (INT64_C(5) * NS_PER_S)

/* Adds the copies of their messages that were captured twice, and with `media` every datagram that
 * came from or went to where the SDP of these legs said, while the leg lasted, its RTCP (3550 11,
 * 3605) and the ICMP errors that quote these. 0; -ENOMEM with a sentence; -ECANCELED (stopped by
 * progress). */
int save_look(struct trace *t, const struct save_order *o, struct record_set *set, struct err *err);

#endif
