/* A message as SIPp is to send it: what names this call, this host or this dialog becomes a keyword
 * of SIPp, the rest stands there as it was captured. Internal to ui/export/sipp*.c. */
#ifndef UI_EXPORT_SIPP_MESSAGE_H
#define UI_EXPORT_SIPP_MESSAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/clock.h"
#include "decode/sip/index.h"

#define SIPP_PAUSE_NS INT64_C(4000000000) /* of a pause in a scenario; longer ones are cut */
#define SIPP_INVITES 64 /* newest messages in which the INVITE of an ACK is looked for */

struct sipp_message {
    const struct sip_index *index;
    bool caller;        /* that the side which sends it began */
    bool in_dialog;     /* a request within a dialog: both sides know tags and targets */
    bool target_known;  /* the Contact of the other side was seen */
    bool authenticated; /* there is a challenge to answer */
    unsigned branch;    /* so many elements ago is the one whose branch it takes; 0: its own */
    unsigned saved;     /* an answer: the request's headers are in variables of this number; 0: it
                           came last */
    bool tagless;       /* an answer: the request had no To tag */
};

/* Appends text of the network as SIPp takes it literally: no keyword, no markup, one line. */
void sipp_literal(struct buf *out, struct slice text);

/* Appends request or answer, headers and body, for a CDATA section. */
void sipp_message_add(struct buf *out, const struct sipp_message *m);

#endif
