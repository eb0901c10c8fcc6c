/* What ICMP errors say of messages: that one did not arrive, and why. They are evidence beside the
 * messages and count as none. */
#ifndef DECODE_NOTICE_H
#define DECODE_NOTICE_H

#include "capture/net/icmp.h"
#include "decode/sift.h"
#include "decode/store.h"

#define NOTICE_MAX 65536 /* kept; further ones only count */
#define NOTICE_LOOK 256  /* messages that are looked at to find the one that is quoted */
#define NOTICE_DUPLICATE_NS (INT64_C(2) * 1000000) /* the same again sooner: captured twice */

struct notice {
    int64_t time_ns;
    struct icmp_error error;
    struct extent quote; /* what is quoted, in the packet of the error */
    uint32_t message;    /* of which copy it speaks; may have been taken away since */
    uint32_t leg;        /* of it */
    uint32_t next;       /* of the same leg, later */
    uint32_t last;       /* of a leg's first: its last */
};

struct notices;

/* NULL: no memory. Owned; notices_free. */
struct notices *notices_new(void);
void notices_free(struct notices *x);

/* Takes note of an error that quotes a datagram: `b` by sift_quote. The message is looked for in
 * the leg of its Call-ID, else among the newest on its path; its leg gets MARK(UNREACHABLE). One
 * that quotes SIP counts in COUNTER_ICMP_QUOTES also where the message is not there, other
 * datagrams in COUNTER_IP_OTHER. */
void notice_see(struct store *s, const struct payload *quote, const struct icmp_error *error,
                const struct brief *b);

/* Takes away those about legs that go (leg_goes). */
void notices_forget(struct store *s);

/* The highest number; those that were taken away have leg 0. */
uint32_t notice_count(const struct store *s);
const struct notice *notice_get(const struct store *s, uint32_t number);

/* The bytes that it quotes lie elsewhere now. */
void notice_move(struct store *s, uint32_t number, uint64_t offset);

/* The first one about a message of the leg, then by its next; 0: none. */
uint32_t notice_of_leg(const struct store *s, uint32_t leg);

#endif
