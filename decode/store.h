/* What was read: rows for messages, paths, legs, calls and dialogs, named by number. The bytes stay
 * where they are; whoever needs them loads them by extent. */
#ifndef DECODE_STORE_H
#define DECODE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/hash.h"
#include "base/pool.h"
#include "capture/counter.h"
#include "capture/packet.h"
#include "decode/sip/index.h"
#include "decode/state_list.h"

enum message_flag {
    MESSAGE_REQUEST = 1,
    MESSAGE_SDP = 2,
    MESSAGE_MANY = 4,      /* its bytes lie in several extents */
    MESSAGE_REPEAT = 8,    /* a retransmission of an earlier message of the same leg */
    MESSAGE_SAME_HOP = 16, /* an earlier message seen on the other side of a NAT */
    MESSAGE_FAULTY = 32,
    MESSAGE_SNAPPED = 64, /* the capture cut it short */
    MESSAGE_INVITE = 128, /* INVITE or an answer to one, by its CSeq */
};

#define MESSAGE_LENGTH_MAX ((1u << 22) - 1)

/* One SIP message, 40 bytes. */
struct message {
    int64_t time_ns;
    uint64_t where;  /* offset of its record (48 bits) and segment (16); MANY: first extent row
                        (32 bits) and how many */
    uint32_t packet; /* that completes it, in its file */
    uint32_t len : 22;
    uint32_t flags : 10; /* enum message_flag */
    uint32_t leg;
    uint32_t next;  /* of the same leg, 0 at the end */
    uint32_t path;  /* row * 2, + 1 when sent from the path's second end */
    uint16_t delta; /* from the record to the first byte; unused with MANY */
    uint16_t code;  /* request: number of the method; response: status */
};

/* Two ends and the transport between them. */
struct path {
    struct endpoint end[2]; /* in path_order */
    uint8_t transport;
    uint8_t ways;               /* bits: a message was sent from the first end, from the second */
    uint32_t peer[2];           /* of requests from that end, see peer.h; 0: not known yet */
    uint32_t messages, repeats; /* the latter without copies of 1xx and OPTIONS */
    uint32_t first_repeat;      /* the first of these, a message by row; 0: none */
};

enum leg_kind {
    LEG_OTHER,
    LEG_CALL,
    LEG_REGISTRATION,
    LEG_SUBSCRIPTION,
};

enum leg_flag {
    LEG_HAS_CALL_ID = 1,
    LEG_TRYING = 2,
    LEG_PROGRESS = 4,       /* 181, 182, 183 seen by the caller */
    LEG_RANG = 8,           /* 180 seen by the caller */
    LEG_DEEP_RANG = 16,     /* 180 seen on a later hop only */
    LEG_CANCEL_OK = 32,     /* CANCEL was answered 2xx */
    LEG_ELSEWHERE = 64,     /* cancelled with Reason cause=200 */
    LEG_EXPIRED = 128,      /* BYE when the session timer was due */
    LEG_DEEP_ANSWER = 256,  /* 2xx seen on a later hop only */
    LEG_CHALLENGED = 512,   /* the last attempt ended with 401 or 407 */
    LEG_HALF_ID = 1024,     /* the other half of its Session-ID is not known yet (7989) */
    LEG_SPLIT = 2048,       /* the user wants it to be a call of its own */
    LEG_CALLER_LEFT = 4096, /* m_bye is the caller's, by its tag */
    LEG_CALLEE_LEFT = 8192, /* the same of who answered */
    LEG_PRACKED = 16384,    /* a PRACK was seen */
    LEG_GOES = 32768,       /* is being forgotten (decode/forget.h) */
};

/* One Call-ID. The fields from m_invite on belong to its INVITE usage and name messages. */
struct leg {
    uint64_t key; /* hash of the Call-ID */
    uint32_t first, last;
    uint32_t messages;       /* in the chain, retransmissions included */
    uint32_t call;           /* number of the call it belongs to, 0: none */
    uint32_t dialog;         /* the one used last */
    uint32_t recent[2];      /* rows of its newest transactions */
    uint32_t from_tag;       /* of the first INVITE */
    uint32_t caller, callee; /* users of its From and To, as trait_user says (session/trait.h) */
    uint32_t cseq;           /* of the current attempt */
    uint32_t top_path;       /* path of the first INVITE on the hop nearest the caller */
    uint32_t answer_dialog;
    uint32_t session_s; /* session timer agreed, seconds, 0: none */
    uint32_t m_invite, m_ring, m_answer, m_ack, m_final, m_cancel, m_bye, m_end, m_refresh;
    uint16_t final; /* answer to the current attempt at the hop nearest the caller, 0: none; of a
                       leg that is no call the latest final answer to any request */
    uint16_t deep_final;    /* the same seen on a later hop only */
    uint16_t flags;         /* enum leg_flag */
    uint16_t vias;          /* of the nearest hop */
    uint8_t kind : 2;       /* enum leg_kind */
    uint8_t orphans : 6;    /* answers whose request has not come; up to 63 */
    uint8_t answers;        /* how often the 2xx was sent to the nearest hop, up to 255 */
    uint8_t repeats;        /* retransmissions; up to 255 */
    uint8_t challenges : 4; /* 401 and 407; up to 15 */
    uint8_t silent : 4;     /* transactions whose request was sent again and that have no
                               answer yet; from 15 on no longer counted */
    uint32_t challenged;    /* CSeq of a request that was challenged and not retried, or 0 */
    uint32_t answered;      /* digest of CSeq and To-tag of the 2xx seen last */
    uint32_t marks;         /* MARK(...) of all its messages (decode/mark.h) */
    uint32_t hidden;        /* private addresses of MARK(NAT), as marks_of says */
    uint32_t mate;          /* next leg of the same call, in a ring; 0: it is alone */
    uint32_t kin;           /* next leg of the same session, in a ring; 0: it is alone */
    uint32_t session;       /* row of its session, 0: it is alone in it; see session_of */
    uint32_t link;          /* newest link that names it as child, 0: none */
    uint32_t turn;          /* what else happened to it (decode/session/turn.h), 0: nothing */
    uint32_t look;          /* its place in view, while it has one (session/rule_score.h) */
    uint32_t user;          /* of a registration: the newest (decode/registration.h) */
    uint32_t later;         /* the next that began as it did (decode/flood.h) */
};

/* Legs joined across proxies and B2BUAs (decode/session/link.h). */
struct call {
    uint32_t leg;  /* the one nearest the caller */
    uint32_t legs; /* 0: it was joined to another call */
    uint32_t into; /* that call */
};

/* Legs joined into one story. */
struct session {
    uint32_t leg; /* stands for all: the oldest call, or the oldest leg */
    uint32_t legs;
};

/* Why two legs belong together. */
struct link {
    uint32_t parent, child; /* legs; the child follows from the parent */
    uint32_t next;          /* older link of the same child */
    uint32_t because;       /* bit 1 << enum session_reason for each */
    uint8_t kind;           /* enum link_kind */
    uint8_t confidence;     /* percent */
};

enum dialog_state {
    DIALOG_EARLY,
    DIALOG_CONFIRMED,
};

struct dialog {
    uint64_t key; /* Call-ID and both tags, unordered */
    uint32_t leg;
    uint8_t state; /* enum dialog_state */
};

enum call_state {
#define X(id, words, help) CALL_##id,
    CALL_STATE_LIST(X)
#undef X
        CALL_STATE_COUNT
};

#define METHOD_NAME_MAX 64 /* bytes of an unknown method's name that are kept */
#define METHOD_OTHERS 64   /* unknown methods told apart */

/* Counts over all messages that crossed the wire. */
struct store_counts {
    uint64_t messages;
    uint64_t request[SIP_METHOD_COUNT + METHOD_OTHERS + 1]; /* by method number */
    uint64_t response[1000];                                /* by status; 999 also for larger */
    uint64_t transport[TRANSPORT_COUNT];
    uint64_t call_ids, transactions, retransmissions, malformed;
    uint64_t dialogs[2]; /* by enum dialog_state */
    uint64_t calls;      /* those joined to another not counted */
};

struct store {
    struct pool messages, extents, paths, legs, calls, dialogs, sessions, links, turns, transfers;
    struct index path_index, leg_index, dialog_index;
    struct hash_key key;
    struct store_counts counts;
    struct counters counters;
    int64_t first_ns, last_ns;   /* of the SIP messages */
    bool closed;                 /* there is no room for more (decode/budget.h) */
    struct forgotten *forgotten; /* calls that went while they went on (decode/forget.h) */
    struct registrations *registrations;
    struct subscriptions *subscriptions;
    struct peers *peers;
    struct notices *notices;
    unsigned others; /* unknown methods with a name */
    char other[METHOD_OTHERS][METHOD_NAME_MAX + 1];
};

/* -ENOMEM. Embedded; store_fini. */
int store_init(struct store *s);
void store_fini(struct store *s);

static inline struct message *store_message(const struct store *s, uint32_t row)
{
    return pool_find(&s->messages, row);
}

static inline struct path *store_path(const struct store *s, uint32_t row)
{
    return pool_find(&s->paths, row);
}

static inline struct leg *store_leg(const struct store *s, uint32_t row)
{
    return pool_find(&s->legs, row);
}

/* The leg with this key (struct leg), or 0. */
uint32_t store_leg_find(struct store *s, uint64_t key);

static inline struct call *store_call(const struct store *s, uint32_t number)
{
    return pool_find(&s->calls, number);
}

static inline struct link *store_link(const struct store *s, uint32_t row)
{
    return pool_find(&s->links, row);
}

static inline struct dialog *store_dialog(const struct store *s, uint32_t row)
{
    return pool_find(&s->dialogs, row);
}

/* Was it taken away (decode/flood.h, decode/forget.h)? A row that was reads as zero. */
static inline bool leg_is_gone(const struct leg *leg)
{
    return !leg->first;
}

/* Is it being forgotten, or was it taken away? 0 does not: it is none. */
static inline bool leg_goes(const struct store *s, uint32_t row)
{
    const struct leg *leg = store_leg(s, row);
    return leg && (leg_is_gone(leg) || leg->flags & LEG_GOES);
}

static inline bool message_is_gone(const struct message *m)
{
    return !m->leg;
}

/* The number of a message, 0 when it was taken away. */
static inline uint32_t message_if_there(const struct store *s, uint32_t row)
{
    const struct message *m = store_message(s, row);
    return m && !message_is_gone(m) ? row : 0;
}

static inline bool message_is_request(const struct message *m)
{
    return m->flags & MESSAGE_REQUEST;
}

/* Where it came from and went to. */
const struct endpoint *message_src(const struct store *s, const struct message *m);
const struct endpoint *message_dst(const struct store *s, const struct message *m);
enum transport message_transport(const struct store *s, const struct message *m);

/* The extents of a message: the ith into *out; false after the last. */
bool message_extent(const struct store *s, const struct message *m, unsigned i, struct extent *out);

/* "INVITE", …, or an unknown one as it was written (cut at METHOD_NAME_MAX). */
const char *store_method_name(const struct store *s, unsigned number);

/* Number of a method token, giving it a name if it is new; METHOD_OTHERS exhausted:
 * SIP_METHOD_COUNT
 * + METHOD_OTHERS, named "OTHER". */
unsigned store_method_number(struct store *s, struct slice token);

/* Is the call not over in this state? */
bool call_state_is_open(enum call_state state);

const char *call_state_words(enum call_state state);
const char *call_state_help(enum call_state state);

#endif
