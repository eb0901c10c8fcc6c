/* What was sent so far, and the questions that the next message asks of it. */
#ifndef GEN_JOURNAL_H
#define GEN_JOURNAL_H

#include "tests/gen/message.h"

struct entry {
    const struct message *m; /* as it was sent */
    struct slice bytes;
    const struct step *step;
    unsigned from, to;
    uint16_t port;  /* it was sent from */
    bool delivered; /* the receiver got it */
};

/* Embedded, all zero: empty; journal_fini. All questions look at one call, the latest entry first;
 * an absent method means any. */
struct journal {
    struct entry *entry;
    size_t n, cap;
};

void journal_fini(struct journal *j);
void journal_add(struct journal *j, const struct entry *e);

/* The request that `from` sent to `to`. NULL: none. */
const struct entry *journal_sent(const struct journal *j, unsigned call, unsigned from, unsigned to,
                                 struct slice method);

/* The INVITE of `from` that an ACK to `to` is now for: the latest with a final answer not yet
 * acknowledged hop by hop, or with a 2xx from another hop, or else the latest. NULL: none. */
const struct entry *journal_to_ack(const struct journal *j, unsigned call, unsigned from,
                                   unsigned to);

/* The message with SDP that the node got. NULL: none. */
const struct entry *journal_sdp(const struct journal *j, unsigned call, unsigned node);

/* The request that `node` got from somebody else than `but`. NULL: none. */
const struct entry *journal_got(const struct journal *j, unsigned call, unsigned node, unsigned but,
                                struct slice method);

/* The request from `from` to `to` that arrived and is still without final answer; with a method
 * given also one that has its answer. NULL: none. */
const struct entry *journal_open(const struct journal *j, unsigned call, unsigned from, unsigned to,
                                 struct slice method);

/* The final answer to this request that its sender got. NULL: none. */
const struct entry *journal_final(const struct journal *j, const struct entry *request);

/* The answer with this code that the node got for what it passed on of this request. NULL: none. */
const struct entry *journal_upstream(const struct journal *j, const struct entry *request,
                                     unsigned code);

/* The same message that the step sends again. NULL: there is none. */
const struct entry *journal_same(const struct journal *j, const struct step *step);

#endif
