/* Transfers (3515, 3891, 3892, 5589): what a REFER asks for, who takes part and what becomes of it.
 *
 * A struct transfer is a row of the store, named by number from 1. There is one for each REFER that
 * asks for a call, however many proxies it passes and whether or not it is challenged, and one for
 * an INVITE with Replaces whose REFER is not in the capture. No text is kept: a row names messages,
 * and who shows it loads them. Kind, outcome and parties are worked out when asked, so a transfer
 * in a half-read file has them too. Which INVITE answers which REFER is told by transfer_wait.h. */
#ifndef DECODE_SESSION_TRANSFER_H
#define DECODE_SESSION_TRANSFER_H

#include <stdbool.h>

#include "decode/session/transfer_list.h"
#include "decode/sip/index.h"
#include "decode/store.h"

enum transfer_kind {
#define X(id, word, help) TRANSFER_##id,
    TRANSFER_KIND_LIST(X)
#undef X
        TRANSFER_KIND_COUNT
};

enum transfer_outcome {
#define X(id, word, help) TRANSFER_##id,
    TRANSFER_OUTCOME_LIST(X)
#undef X
        TRANSFER_OUTCOME_COUNT
};

enum transfer_flag {
    TRANSFER_REPLACES = 1, /* Refer-To has Replaces (or the INVITE, where there is no REFER) */
    TRANSFER_REPLACES_FOUND = 2, /* and the dialog that it names was in the capture then */
    TRANSFER_CONSULTED = 4,      /* the transferor's call to the target rang, and was given up */
    TRANSFER_QUIET = 8,          /* no NOTIFY was wanted (norefersub, 4488; nosub, 7614) */
    TRANSFER_REPORTED_ALL = 16,  /* the last NOTIFY ended the subscription */
    TRANSFER_CHALLENGED = 32,    /* its answer asks for credentials; it is to come again */
    TRANSFER_EARLY = 64,         /* the dialog that Replaces names was early then */
};

/* Fields that begin with m_ name messages; 0: none in the capture. */
struct transfer {
    uint32_t m_refer;   /* REFER on its first hop; 0: only the INVITE with Replaces was seen */
    uint32_t m_asked;   /* REFER on its last hop, to the transferee */
    uint32_t m_decided; /* final answer to that (a proxy's own 202 nearer the transferor is none) */
    uint32_t m_notify;  /* newest NOTIFY with a status, on its first hop */
    uint32_t m_invite;  /* INVITE to the target, on its first hop */
    uint32_t leg;       /* of the REFER */
    uint32_t subject;   /* leg of the call that is to be transferred, 0: not in the capture */
    uint32_t consultation; /* leg of the call that Replaces names, or that was given up for this */
    uint32_t target;       /* leg of m_invite */
    uint32_t older;        /* the transfer before it that was asked for in the same leg */
    uint32_t elder;        /* the transfer before it with the same subject */
    uint32_t cseq, from_tag; /* of the REFER */
    uint32_t because;        /* signs that tie REFER and INVITE, bits of enum session_reason */
    uint16_t vias;           /* of m_asked */
    uint16_t answer;         /* code of m_decided */
    uint16_t answer_vias;    /* of m_decided */
    uint16_t sipfrag;        /* status in m_notify */
    uint8_t confidence;      /* that m_invite is what was asked for, percent */
    uint8_t flags;           /* enum transfer_flag */
};

/* Takes away the transfers asked for in legs that go (leg_goes), and what happened to such legs;
 * what others know of them is forgotten. */
void transfers_forget(struct store *s);

/* The row of this number, NULL for 0. Their count is s->transfers.n. */
static inline struct transfer *transfer_find(const struct store *s, uint32_t number)
{
    return pool_find(&s->transfers, number);
}

/* The transfer of a leg, of a call (call number, any of its legs): its newest one that led to an
 * INVITE, else its newest; 0: none. One whose subject is 0 stands on its consultation. */
uint32_t transfer_of_leg(const struct store *s, uint32_t leg);
uint32_t transfer_of_call(const struct store *s, uint32_t call);

/* The newest transfer that led to this leg: the one that its INVITE was made for; 0: none. */
uint32_t transfer_to_leg(const struct store *s, uint32_t leg);

/* Blind, attended or semi-attended (3515, 5589 6, 7, 7.6). */
enum transfer_kind transfer_kind(const struct transfer *x);

/* What became of it by end_ns; the code that goes with it (failed, refused) into *code, else 0. */
enum transfer_outcome transfer_outcome(const struct store *s, const struct transfer *x,
                                       int64_t end_ns, bool over, unsigned *code);

/* Completed or accepted. */
bool transfer_succeeded(const struct store *s, const struct transfer *x);

/* The message that decided it: refusal, report, or answer to the INVITE; 0: nothing has yet. Asked
 * for at the time of m_refer (m_invite where that is 0). */
uint32_t transfer_deciding(const struct store *s, const struct transfer *x);

/* "blind", "attended", "semi-attended"; "completed", … as the JSON contract has them, a code being
 * added by who prints ("failed (486)"). */
const char *transfer_kind_word(enum transfer_kind k);
const char *transfer_outcome_word(enum transfer_outcome o);

/* Who takes part: where each is named, and at which end of that message each sits. */
enum transfer_role {
    TRANSFER_TRANSFEROR, /* who sends the REFER */
    TRANSFER_TRANSFEREE, /* who is to make the new call */
    TRANSFER_TARGET,     /* whom it is to reach */
};

enum transfer_end {
    TRANSFER_NOWHERE, /* at neither: only named */
    TRANSFER_SENDER,
    TRANSFER_RECEIVER,
};

struct transfer_party {
    uint32_t message;       /* 0: not known */
    enum sip_header header; /* that names the person in it */
    enum transfer_end end;
};

/* Does the REFER ask somebody who is in no call with its sender to take over the sender's call with
 * Refer-To? Then that one is the transferee, and who is asked the target; as in 5359 2.13, Call
 * Park. */
bool transfer_is_handover(const struct transfer *x);

/* Best found by the column of the ladder that message and end give; else by the name in the
 * header, which for a transferee or target mostly is a user part only. Looks at up to
 * TRANSFER_HOPS messages of the target's leg. */
#define TRANSFER_HOPS 64
struct transfer_party transfer_party(const struct store *s, const struct transfer *x,
                                     enum transfer_role role);

/* The person in this header of a loaded message, as text: display name, else user, else host.
 * Borrowed; absent where the header is. */
struct slice transfer_person(const struct sip_index *i, enum sip_header header);

#endif
