/* The offers and answers of a ladder (3264, 6337): who offers what in which message, what the other
 * side takes of it, and how the call stands then. What is an offer and what an answer is told by
 * decode/media. */
#ifndef UI_FLOW_NEGOTIATION_H
#define UI_FLOW_NEGOTIATION_H

#include "base/buf.h"
#include "decode/media/media.h"
#include "ui/flow/flow.h"

/* An offer and what became of it. Steps name arrows; 0: there is none. */
struct negotiation {
    uint32_t offer, answer;
    uint32_t early;   /* the 1xx that showed the answer before, without being it (6337 3.1.1) */
    uint32_t refused; /* the answer 3xx to 6xx with which all stays as it was */
    uint32_t rewritten[2]; /* the first hop on which a node in between changed the SDP of the offer,
                              of the answer */
    bool branch;           /* the offer has an answer before this: it was forked */
    unsigned from, to;     /* participants: who offers, who answers or should have */
};

/* Embedded: negotiations_init, negotiations_fini. */
struct negotiations {
    const struct flow *flow;
    struct negotiation *of; /* in order of their offers, then answers */
    uint32_t n, cap;
};

/* -ENOMEM. Borrows the flow. Linear in its arrows; reads no message. */
int negotiations_init(struct negotiations *x, const struct flow *f);
void negotiations_fini(struct negotiations *x);

/* The arrow of a step. */
const struct flow_row *negotiation_row(const struct negotiations *x, uint32_t step);

/* The negotiation at this step: the last one that began before; NULL: none did. */
const struct negotiation *negotiation_at(const struct negotiations *x, uint32_t step);

/* The SDP of a message, read again. Embedded: negotiation_side_init, negotiation_side_fini. */
struct negotiation_side {
    struct loaded loaded;
    struct media media;
    struct sdp sdp; /* borrowed from loaded */
    bool there;
};

void negotiation_side_init(struct negotiation_side *d);
void negotiation_side_fini(struct negotiation_side *d);

/* False, and nothing there: no step, or its SDP cannot be read again. */
bool negotiation_side_read(struct negotiation_side *d, const struct flow *f, uint32_t step);

/* Words, appended; what the network sent as it is: who draws makes it harmless.
 *
 * "10.1.1.31:4000  sendrecv  20 ms  RTP/AVP"; "refused (port 0)". */
void negotiation_side_add_stream(struct buf *b, const struct negotiation_side *d, unsigned stream,
                                 bool answer);

/* "0 PCMU/8000, 8 PCMA/8000, 101 telephone-event/8000 (0-16)": payload type, codec, fmtp. */
void negotiation_side_add_codecs(struct buf *b, const struct negotiation_side *d, unsigned stream);

/* How the call stands after this step: "on hold by User B", "two-way audio · PCMU"; nothing where
 * nothing stands. */
void negotiation_add_state(struct buf *b, const struct negotiations *x, uint32_t step);

/* Does the call stand after this step as one should think: nobody is cut off that is not on hold?
 */
bool negotiation_is_fine(const struct negotiations *x, uint32_t step);

/* What the offer or answer changes, in a word or two: "hold", "other codecs"; "" of the first. */
const char *negotiation_change(const struct negotiations *x, uint32_t step);

/* "DTMF as telephone-event (101)", "no SRTP": how tones travel in the stream that people
 * mean, and what protects it. True: the two sides do not fit. Nothing without a stream that both
 * have. */
bool negotiation_add_dtmf(struct buf *b, const struct negotiation_side *offer,
                          const struct negotiation_side *answer, const char *const name[2]);
bool negotiation_add_security(struct buf *b, const struct negotiation_side *offer,
                              const struct negotiation_side *answer, const char *const name[2]);

#endif
