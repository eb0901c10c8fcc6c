/* What a rule may look at and how it says what it found. Private to this folder.
 *
 * A rule is a function `void finding_NAME(struct inquiry *q)` in a file of its own and a row in
 * finding_list.h. It is called for each call (or other leg) that has one of its marks, or once for
 * the capture. It reads messages by number, in order of time, and ends with
 *
 *     struct finding *f = inquiry_find(q);
 *     inquiry_prove(f, row);
 *     inquiry_say(q, f, "%s answered", who);
 */
#ifndef DECODE_FINDING_INQUIRY_H
#define DECODE_FINDING_INQUIRY_H

#include "base/buf.h"
#include "decode/finding/finding.h"
#include "decode/media/offer.h"
#include "decode/sip/sdp.h"

/* Messages of a call that are looked at: of more the first three quarters and the last quarter. */
#define INQUIRY_MESSAGES 2048
#define INQUIRY_WAIT_NS (INT64_C(32) * 1000000000)  /* 64*T1: nothing is missing before that */
#define INQUIRY_BEGIN_NS (INT64_C(35) * 1000000000) /* an orphan before that began before us */

struct desk;

/* A message of the call. */
struct exhibit {
    uint32_t row; /* in the store */
    const struct message *message;
    const struct leg *leg;
};

struct inquiry {
    struct trace *trace;
    const struct store *store;
    int64_t first_ns, end_ns; /* first message, and until when the capture looked */
    bool over;                /* nothing more will come */
    bool words;               /* texts are wanted */
    uint32_t leg;             /* of a call the one nearest the caller; 0: the whole capture */
    const struct leg *row;    /* of it */
    uint32_t call;            /* number, 0: no call */
    uint32_t marks;           /* of all legs of the call */
    enum call_state state;    /* of a call */
    unsigned code;            /* its final code, 0: none */
    struct desk *desk;        /* finding.c's own */
};

/* How many messages the call has (at most INQUIRY_MESSAGES), retransmissions included, in order of
 * time; those seen twice at a NAT left out. The first question of a rule that reads costs the
 * reading of the call once for all rules. */
unsigned inquiry_messages(struct inquiry *q);

/* The ith of them, i < inquiry_messages. */
const struct exhibit *inquiry_message(struct inquiry *q, unsigned i);

/* Its index, NULL when its bytes cannot be read again. Borrowed until the rule returns. */
const struct sip_index *inquiry_index(struct inquiry *q, unsigned i);

/* Its session description: false when there is none. The slices live until the rule returns. */
bool inquiry_sdp(struct inquiry *q, unsigned i, struct sdp *out);

/* What message i is in the exchange of offers and answers (decode/media/offer.h); `from` and `to`
 * there are its two addresses. Borrowed until the rule asks for another. */
const struct offer_event *inquiry_offer(struct inquiry *q, unsigned i);

/* enum sip_method of a request, of a response that of its CSeq (needs the bytes);
 * SIP_METHOD_OTHER when they are not there. */
unsigned inquiry_method(struct inquiry *q, unsigned i);

/* The number of the next message from `i` on (i itself included) that is a request of this method,
 * or a response to one with a code in [low, high]; inquiry_messages(q) when there is none. */
unsigned inquiry_request(struct inquiry *q, unsigned i, enum sip_method method);
unsigned inquiry_response(struct inquiry *q, unsigned i, enum sip_method method, unsigned low,
                          unsigned high);

/* The request that response i answers on its hop (same leg, CSeq, branch), the latest one before
 * it; inquiry_messages(q) when it is not there. */
unsigned inquiry_request_of(struct inquiry *q, unsigned i);

/* The position of a store row among the messages, or inquiry_messages(q). */
unsigned inquiry_place(struct inquiry *q, uint32_t row);

/* A message of any leg of the capture, by row, for rules that look at all; NULL when its bytes are
 * not there. Borrowed until the next call. */
const struct sip_index *inquiry_load(struct inquiry *q, uint32_t row);

/* Is there a message to this host, from this host, anywhere in the capture? Who seems to get
 * nothing from anybody may be captured in one direction only. */
bool inquiry_hears(struct inquiry *q, const struct addr *a);
bool inquiry_speaks(struct inquiry *q, const struct addr *a);

/* Do messages have to be repeated too often between any two ends (path_is_lossy)? */
bool inquiry_has_loss(struct inquiry *q);

/* A new finding of the rule that is asked; NULL when there are too many or no memory, which all
 * functions below take. It has the severity of its row. A rule of the capture sets leg and call
 * itself where one leg is meant. */
struct finding *inquiry_find(struct inquiry *q);

/* Adds a message that proves it; once each, in order of time. 0 adds none. */
void inquiry_prove(struct inquiry *q, struct finding *f, uint32_t row);

/* Appends to its text (nothing unless q->words). Format arguments come from us, never from the
 * network; what the network sent goes through inquiry_quote. */
void inquiry_say(struct inquiry *q, struct finding *f, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void inquiry_quote(struct inquiry *q, struct finding *f, struct slice text);

/* Appends who it is, in words that begin no sentence by themselves: the person of From (caller) or
 * To (callee) of the call's first INVITE or first request: display name, else user, else host. */
void inquiry_say_caller(struct inquiry *q, struct finding *f);
void inquiry_say_callee(struct inquiry *q, struct finding *f);

/* Appends the person in an address ("User B" <sip:1002@…>): display name, else how the user calls
 * himself in this call, else user or host. */
void inquiry_say_person(struct inquiry *q, struct finding *f, struct slice address);

/* Appends the person of From, who asks, or of To, who answers, in message i: on whatever hop, and
 * in the answer as well. */
void inquiry_say_asker(struct inquiry *q, struct finding *f, unsigned i);
void inquiry_say_answerer(struct inquiry *q, struct finding *f, unsigned i);

/* Appends who sent or got message i: the caller or callee by name where the message is on the hop
 * next to them and goes from or to them, else the address ("10.1.1.9"). */
void inquiry_say_sender(struct inquiry *q, struct finding *f, unsigned i);
void inquiry_say_receiver(struct inquiry *q, struct finding *f, unsigned i);

/* "10.1.1.9" or "10.1.1.9:5062". */
void inquiry_say_address(struct inquiry *q, struct finding *f, const struct addr *a);
void inquiry_say_endpoint(struct inquiry *q, struct finding *f, const struct endpoint *e);

/* "480 ms", "3.20 s" (clock_duration). */
void inquiry_say_time(struct inquiry *q, struct finding *f, int64_t ns);

#define X(name, id, severity, rfc, scope, marks, help) void finding_##name(struct inquiry *q);
FINDING_LIST(X)
#undef X

#endif
