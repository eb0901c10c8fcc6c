/* One offer and its answer in a message that is being fed. Internal to decode/media. */
#ifndef DECODE_MEDIA_EXCHANGE_H
#define DECODE_MEDIA_EXCHANGE_H

#include "decode/media/talk.h"

/* A message on its way through the model. */
struct feed {
    struct talks *t;
    const struct offer_input *in;
    const struct sip_index *x;
    struct offer_event *out;
    struct talk *k;
    unsigned side; /* of its sender */
    uint64_t own, other;
    const struct media *media; /* its SDP, NULL: none */
};

/* Works out anew how the dialog stands by what was agreed. */
void exchange_set_mode(struct feed *f);

/* The INVITE of the dialog was answered: what was agreed on early counts from now on. */
void exchange_confirm(struct feed *f);

/* The SDP is an offer where `x` had none. */
void exchange_offer(struct feed *f, struct talk_exchange *x, enum offer_pattern pattern);

/* It is that of the offer again, on another hop or repeated. */
void exchange_offer_again(struct feed *f, struct talk_exchange *x);

/* It answers the offer of `x`: both sides go by it from now on. */
void exchange_answer(struct feed *f, struct talk_exchange *x);

/* There is an answer already: this is the same on another hop, or a second one. */
void exchange_answer_again(struct feed *f, struct talk_exchange *x);

/* It says in an unreliable 1xx what the answer will be. */
void exchange_preview(struct feed *f, struct talk_exchange *x);

/* The 2xx has no SDP: what was said in the 1xx has to do. */
void exchange_take_preview(struct feed *f, struct talk_exchange *x);

/* The 2xx was taken for an answer since its INVITE is not in the capture. Now comes the answer: so
 * it was the offer. */
void exchange_turn(struct feed *f, struct talk_exchange *x);

/* The offer was refused: nothing changes (3264 4, 3261 14.1). */
void exchange_refuse(struct feed *f, struct talk_exchange *x);

#endif
