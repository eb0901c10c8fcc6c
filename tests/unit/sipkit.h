/* For the tests of the model: a few words per message become SIP text, which goes through the
 * sifter into a model of its own, as the engine would hand it on. */
#ifndef TESTS_UNIT_SIPKIT_H
#define TESTS_UNIT_SIPKIT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "capture/payload.h"
#include "decode/call.h"
#include "decode/model.h"
#include "decode/sift.h"
#include "decode/store.h"

#define KIT_EPOCH_NS (INT64_C(1700000000) * 1000000000)

struct sipkit {
    struct store store;
    struct model *model;
    int64_t now_ns; /* of the message said last */
    uint32_t packets;
    uint16_t ip_id;
    int transport;
};

/* False: no memory. */
bool sipkit_init(struct sipkit *k);
void sipkit_fini(struct sipkit *k);

/* Takes one line: "MS FROM>TO WHAT [KEY=VALUE...]".
 *
 * MS is the time since KIT_EPOCH_NS in ms; FROM and TO are letters, each a host of its own; WHAT is
 * a method, a status (of an INVITE), or STATUS/METHOD. Keys: id Call-ID (call), seq CSeq (1), f and
 * t tags (f; t for what has one, "-" for none), br the branch, by who it is of (its sender), via
 * how many (1 beside A, else 2), to the port of the receiver, se Session-Expires, reason cause of a
 * Reason, rseq, body a body, uri the Request-URI, cseq the CSeq's method, id6 1 for IPv6, copy 1
 * for the packet before seen again, u the users of From and To (caller,callee), h, h2 and h3
 * further headers (Name:value, no blanks), frag the status in a body of message/sipfrag. Left alone
 * the branch follows from hop, number and method; "br=invite" is that of the INVITE of this hop, as
 * in a CANCEL or the ACK to a refusal. */
void sipkit_say(struct sipkit *k, const char *line);

/* Says every line of a text, lines of white space and "#" passed over. */
void sipkit_play(struct sipkit *k, const char *script);

/* The text of a line, and its payload, whose data is that text and valid until buf_fini. Padded. */
void sipkit_write(struct sipkit *k, const char *line, struct buf *text, struct payload *p,
                  struct extent *extent);

/* Sifts and takes a payload as it is. False: it is no SIP. */
bool sipkit_take(struct sipkit *k, const struct payload *p);

/* State of the leg (by its row), so many ms after KIT_EPOCH_NS. */
enum call_state sipkit_state(const struct sipkit *k, uint32_t leg, int64_t end_ms, bool over,
                             unsigned *code);

#endif
