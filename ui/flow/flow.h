/* The ladder, independent of who draws it: participants, and rows between them. If it is right as
 * text, the viewer is only a cursor and a scroll position over it. */
#ifndef UI_FLOW_FLOW_H
#define UI_FLOW_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "decode/trace.h"

/* A column: one host, or one port of it where the host talks to itself. Texts are the flow's. */
struct flow_participant {
    const char *name;    /* for people, UTF-8 without control characters: "User A", "Proxy" */
    const char *role;    /* "Proxy", "Registrar", or "" */
    const char *address; /* small print: "10.1.1.11", or with the port where it is split by port */
    const char **endpoint; /* every "10.1.1.11:5060" that was seen, in order of appearance */
    unsigned endpoints;
    struct addr addr;
};

enum flow_row_kind {
    FLOW_MESSAGE, /* an arrow */
    FLOW_BAND,    /* a state that lasts, over the lanes from..to */
    FLOW_NOTE,    /* something that a reader should know here */
    FLOW_CALL,    /* a rule over all lanes: here another call begins */
    FLOW_GAP,     /* time passes; only where an arrangement asks for it (arrange.h) */
};

/* What a band says; told by shape as well as by words. */
enum flow_band {
    FLOW_TWO_WAY,
    FLOW_ONE_WAY, /* media go from `from` to `to` */
    FLOW_HOLD,    /* nobody hears the other, or only music */
    FLOW_FAX,
};

/* How bad it is what a note says. */
enum flow_severity {
    FLOW_PLAIN, /* not at all */
    FLOW_INFO,
    FLOW_WARNING,
    FLOW_ERROR,
};

/* What an arrow is; told by shape as well as by colour. */
enum flow_class {
    FLOW_REQUEST,
    FLOW_PROVISIONAL, /* 1xx */
    FLOW_SUCCESS,     /* 2xx */
    FLOW_REDIRECT,    /* 3xx */
    FLOW_CHALLENGE,   /* 401, 407: no failure */
    FLOW_FAILURE,     /* other >= 300 */
};

struct flow_row {
    enum flow_row_kind kind;
    enum flow_class cls;
    enum flow_band band;         /* of a band */
    enum flow_severity severity; /* of a note; of an arrow the worst of its findings */
    unsigned step;               /* 1.. for arrows ("F1"), else 0 */
    unsigned from, to;           /* participants; equal: to itself */
    unsigned from_end, to_end;   /* of an arrow: which of the endpoints of these */
    int64_t time_ns;             /* since the epoch */
    int64_t delta_ns;            /* since the arrow above; 0 for the first */
    uint32_t message;            /* row in the store */
    uint32_t packet;             /* that completes it, in its file */
    uint32_t leg;                /* row in the store */
    uint32_t call;               /* its number in the list; 0: no call */
    uint32_t transaction;        /* the same number: the same transaction on the same hop; 1.. */
    unsigned repeats;            /* retransmissions folded into this row, or 0 */
    int64_t repeat_ns;           /* from it to the last of them */
    bool repeat;                 /* this row itself is one (only when unfolded) */
    unsigned until;              /* of a band: the arrow with which it ends; 0: it lasts */
    unsigned challenge;          /* the 401 or 407 folded into this row, by step; 0: none */
    bool sdp, faulty, snapped;
    uint16_t file;      /* segment of the packet */
    const char *text;   /* "INVITE", "180 Ringing" */
    const char *detail; /* "SDP: PCMU, PCMA", "→ 1003 (Refer-To)", or "" */
    const char *call_id;
    const char *description;    /* one sentence in words, or "" */
    const char *const *finding; /* ids of the findings that name it: "ACK-MISSING" */
    unsigned findings;
};

/* A message that proves a finding. */
struct flow_mark {
    uint32_t message; /* row in the store */
    const char *id;   /* "ACK-MISSING" */
    enum flow_severity severity;
    const char *text; /* what was found, in words; the same pointer for all its messages */
};

/* What a Call-ID of the ladder is. */
struct flow_call {
    uint32_t number;    /* in the list, as flow_row.call */
    const char *people; /* "1001 → 1002" */
    const char *state;  /* "completed", "registration" */
    const char *call_id;
};

#define FLOW_CALLS_MAX 12 /* so many Call-IDs are told apart */
#define FLOW_NO_ROW UINT32_MAX

struct flow {
    const char *title; /* "1001 → 1002 · completed" */
    const char *story; /* the title, where a transfer makes it; else "" */
    struct flow_participant *participant;
    struct flow_row *row;
    uint32_t *arrow;          /* by step - 1: index of its row, or FLOW_NO_ROW in an arrangement */
    const struct flow *whole; /* that this is an arrangement of; NULL: of none */
    unsigned participants, rows;
    unsigned steps;                        /* arrows */
    unsigned calls, legs;                  /* calls, and Call-IDs, in it */
    struct flow_call call[FLOW_CALLS_MAX]; /* the first of these, as they appear */
    unsigned told;                         /* so many stand there */
    int64_t first_ns, last_ns;             /* of the messages, those folded into a row included */
};

struct flow_options {
    bool unfold;          /* a row for each retransmission */
    const uint32_t *open; /* or for each of these messages (rows in the store), in order */
    unsigned opens;
    const char *const *alias; /* "ADDR=NAME" */
    unsigned aliases;
    const struct flow_mark *mark; /* findings of these messages; others are passed over */
    unsigned marks;
};

/* Draws the messages of these legs (rows in the store), in order of time, and between them what
 * they amount to. -ENODATA: none of their messages can be read; -ENOMEM; both with a sentence.
 * Owned; flow_free. Borrows the trace for its life. Linear in the messages, but for the order of
 * the columns. */
int flow_new(struct flow **out, struct trace *t, const uint32_t *leg, unsigned legs,
             const struct flow_options *o, struct err *err);
void flow_free(struct flow *f);

#endif
