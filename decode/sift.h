/* What the model needs to know of a message, worked out by the workers without shared state. */
#ifndef DECODE_SIFT_H
#define DECODE_SIFT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/slice.h"
#include "capture/payload.h"

enum brief_flag {
    BRIEF_REQUEST = 1,
    BRIEF_SDP = 2,       /* the body is or holds a session description */
    BRIEF_COOKIE = 4,    /* top Via branch begins with z9hG4bK (3261 8.1.1.7) */
    BRIEF_REVERSED = 8,  /* sent from the path's second end to its first */
    BRIEF_FAULTY = 16,   /* something a standard forbids, that a reader should see */
    BRIEF_CALL_ID = 32,  /* it has a Call-ID */
    BRIEF_ELSEWHERE = 64 /* Reason: SIP;cause=200: answered elsewhere (3326) */
};

enum brief_more {
    BRIEF_REPLACES = 1,   /* it has a Replaces header (3891) */
    BRIEF_JOIN = 2,       /* it has a Join header (3911) */
    BRIEF_FOCUS = 4,      /* INVITE, or an answer: the Contact is a conference (isfocus, 4579) */
    BRIEF_COMPLETION = 8, /* SUBSCRIBE with the event call-completion (6910) */
};

/* Hashes are keyed and stand for the strings: two strings of one process with the same 64 bits do
 * not happen. The Call-ID is SipHash; what only refines it or is compared besides is a cheaper
 * keyed digest. 0: absent. */
struct brief {
    uint64_t path_hash; /* both ends and the transport, whichever way */
    uint64_t call_hash; /* Call-ID */
    uint64_t branch; /* top Via: branch and sent-by; without the cookie what 17.2.3 names instead */
    uint64_t transaction; /* branch, method and the two hosts of the hop; never 0 */
    uint64_t from_tag, to_tag;
    uint32_t signature; /* start line, To-tag, RSeq and body: equal in a retransmission */
    uint32_t cseq;
    uint32_t session_s; /* Session-Expires, seconds */
    uint16_t code;      /* status of a response */
    uint16_t vias;
    uint8_t method;  /* enum sip_method; of a response by its CSeq */
    uint8_t flags;   /* enum brief_flag */
    uint8_t more;    /* enum brief_more */
    uint32_t marks;  /* MARK(...) of the message (decode/mark.h) */
    uint32_t hidden; /* the private address of MARK(NAT), as marks_of says */
};

/* Is the payload SIP? Then fills *out. Any thread. */
bool sift(const struct hash_key *key, const struct payload *p, struct brief *out);

/* The same with `more`, `marks` and `hidden` 0: they are a tenth of the work, and a model that is
 * quick asks for none of them. */
bool sift_quick(const struct hash_key *key, const struct payload *p, struct brief *out);

/* The same for what an ICMP error quotes: only its whole lines are believed, so that a Call-ID
 * which is cut counts as absent. True also where less is quoted than its first line and it may have
 * been SIP; *out then has only path_hash and BRIEF_REVERSED, all else 0. */
bool sift_quote(const struct hash_key *key, const struct payload *quote, struct brief *out);

/* path_hash of a brief, from both ends of its path in either order and the transport. */
uint64_t sift_path_hash(const struct hash_key *key, const struct endpoint *a,
                        const struct endpoint *b, uint8_t transport);

/* call_hash and the tags of a brief, from text found elsewhere (Replaces, Refer-To). */
uint64_t sift_call_hash(const struct hash_key *key, struct slice call_id);
uint64_t sift_tag_hash(const struct hash_key *key, struct slice tag);

/* The two ends of a payload's path in their one order (network order of address and port), so that
 * both directions name the same path. True when the payload goes from second to first. */
bool path_order(const struct payload *p, const struct endpoint **first,
                const struct endpoint **second);

#endif
