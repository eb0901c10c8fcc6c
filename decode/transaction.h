/* Transactions while they live: what belongs to a request, and whether a message was seen before
 * (3261 17.1.3, 17.2.3, 6026). Forgotten a while after they ended; what they led to stays in the
 * store. */
#ifndef DECODE_TRANSACTION_H
#define DECODE_TRANSACTION_H

#include "decode/sift.h"
#include "decode/store.h"

#define TXN_T1_NS (INT64_C(500) * 1000000)            /* 3261 17.1.1.1 */
#define TXN_LINGER_NS (80 * TXN_T1_NS)                /* after the last message: 64*T1 and some */
#define TXN_LATE_NS (INT64_C(1) * 1000000000)         /* when it is looked at, behind that */
#define TXN_PROCEEDING_NS (600 * INT64_C(1000000000)) /* an INVITE that has no final answer yet */
#define TXN_DUPLICATE_NS (INT64_C(2) * 1000000)       /* a copy of a packet comes sooner */
#define TXN_SAME_HOP_NS (INT64_C(50) * 1000000)       /* both sides of a NAT */
#define TXN_SEEN 4 /* different messages remembered for comparison */

enum txn_flag {
    TXN_REQUEST_SEEN = 1,
    TXN_PROCEEDING = 2, /* an INVITE without a final answer */
    TXN_INITIAL = 4,    /* its request is in no dialog */
    TXN_ANSWERED = 8,   /* anything came back */
    TXN_SILENT = 16,    /* its request was sent again, and nothing came back; counts in its leg */
};

struct txn {
    uint64_t key, alias;        /* alias: its key on the other side of a NAT, 0: none */
    int64_t last_ns, queued_ns; /* last message; when it was put at the end of the queue */
    uint32_t leg, cseq, from_tag, branch;
    uint32_t path; /* of the request, or what a response tells of it */
    uint16_t vias, final;
    uint8_t method, flags, seen;
    uint16_t ip_id[TXN_SEEN];
    uint32_t signature[TXN_SEEN], message[TXN_SEEN];
};

#define TXN_RUN 63 /* rows in a run of the queue */

/* A part of the queue. Rows that stand together can be asked for before their turn. */
struct txn_run {
    uint32_t next; /* run, 0: the last */
    uint32_t row[TXN_RUN];
};

struct txns {
    struct pool rows;
    struct index index;
    struct pool runs;     /* queue of those to be looked at for expiry, by queued_ns */
    uint32_t first, last; /* runs */
    uint32_t head, tail;  /* next row in the first, free place in the last */
    int64_t due_ns;       /* when the head is to be looked at */
    uint32_t live;
};

enum txn_verdict {
    TXN_NEW,       /* not seen before */
    TXN_REPEAT,    /* a retransmission */
    TXN_DUPLICATE, /* the same packet captured twice */
    TXN_SAME_HOP,  /* the same message on the other side of a NAT */
};

/* What a message is to its transaction. */
enum txn_event {
    TXN_GOES_ON,
    TXN_BEGINS, /* its request */
    TXN_ENDS,   /* its final answer */
};

int txns_init(struct txns *t);
void txns_fini(struct txns *t);

/* Forgets all of them; it may be used again if there is memory. */
void txns_drop(struct txns *t);

/* Forgets what is over by now. Here and below now_ns is of a clock that never goes back, whatever
 * the times of the messages do. */
void txns_expire(struct txns *t, int64_t now_ns);

/* Finds or makes the transaction of a message: NULL when memory has run out. `path` as in struct
 * message. */
struct txn *txns_get(struct txns *t, const struct store *s, uint32_t leg_row, struct leg *leg,
                     const struct brief *b, uint32_t path, int64_t now_ns);

/* Has it been seen before? Compares with what was noted. */
enum txn_verdict txn_judge(const struct txn *x, const struct store *s, const struct brief *b,
                           const struct payload *p, uint32_t path);

/* Notes that `message` belongs to it; call once for each message that is kept. With its request a
 * transaction counts in *s, hop by hop; ACK is none. The request and the final answer are told
 * once, when they are first seen. */
enum txn_event txn_note(struct txn *x, struct store *s, const struct brief *b,
                        const struct payload *p, uint32_t message, int64_t now_ns);

/* Nothing more belongs to transactions of legs that go (leg_goes). */
void txns_forget(struct txns *t, const struct store *s);

#endif
