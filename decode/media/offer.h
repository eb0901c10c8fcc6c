/* Offer and answer (3264, 6337): which description offers, which answers, what the two agree on,
 * who holds whom. Fed with messages in order of time; the sightings of one message on several hops
 * are one offer. Knows nothing of files and rows. */
#ifndef DECODE_MEDIA_OFFER_H
#define DECODE_MEDIA_OFFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "decode/media/media.h"
#include "decode/sip/index.h"

#define OFFER_DIALOGS 1024 /* remembered at once; the longest silent goes first */
#define OFFER_MEDIA 4096   /* descriptions kept at once, the same */
#define OFFER_EXCHANGES 6  /* offers of a dialog that are remembered */

enum offer_role {
    OFFER_NONE, /* no SDP, or none that negotiates (OPTIONS, a failed answer) */
    OFFER_OFFER,
    OFFER_ANSWER,
    OFFER_PREVIEW, /* SDP of an unreliable 1xx: the answer follows in the 2xx (6337 3.1.1) */
};

/* How the offer travels; the answer of it has the same. */
enum offer_pattern {
    OFFER_BY_NOTHING,
    OFFER_BY_INVITE,   /* INVITE, answered in a 2xx or a reliable 1xx */
    OFFER_BY_RELIABLE, /* reliable 1xx to an INVITE without SDP, answered in the PRACK */
    OFFER_BY_2XX,      /* 2xx to an INVITE without SDP, answered in the ACK */
    OFFER_BY_PRACK,    /* PRACK, answered in its 2xx */
    OFFER_BY_UPDATE,   /* UPDATE, answered in its 2xx */
};

/* What a description changes beside the last one of the same side that was agreed on. */
enum offer_change {
    OFFER_HOLD = 1,         /* the sender holds from now on */
    OFFER_RESUME = 2,       /* it held and does so no longer */
    OFFER_FAX = 4,          /* fax, and there was none */
    OFFER_FAX_END = 8,      /* there was fax */
    OFFER_MOVE = 16,        /* another address or port */
    OFFER_CODECS = 32,      /* other codecs, or another order of them */
    OFFER_ADDED = 64,       /* a stream more */
    OFFER_REMOVED = 128,    /* a stream less */
    OFFER_REFUSED = 256,    /* answer: a stream that was offered gets port 0 */
    OFFER_DIRECTION = 512,  /* another direction that is neither hold nor resume */
    OFFER_TRANSPORT = 1024, /* another profile: RTP/AVP to RTP/SAVP, … */
    OFFER_REFRESH = 2048,   /* nothing of this: the same again */
    OFFER_FIRST = 4096,     /* the first description of this side */
};

enum media_mode {
    MEDIA_NONE, /* nothing agreed, all refused, or nobody sends */
    MEDIA_TWO_WAY,
    MEDIA_ONE_WAY, /* see offer_state.sends */
    MEDIA_ON_HOLD, /* see offer_state.holds */
    MEDIA_FAXING,
};

enum offer_dtmf {
    OFFER_DTMF_EVENT = 1, /* this side lists telephone-event */
    OFFER_DTMF_INFO = 2,  /* this side sent keys in INFO */
};

/* A side of a dialog: 0 is who sent its first request, 1 the other. */
struct offer_side {
    uint64_t tag;              /* keyed hash */
    uint32_t who;              /* offer_input.from of its own messages, 0: not known */
    const struct media *media; /* agreed, its own; NULL: none yet. Borrowed until the next feed */
    unsigned dtmf;             /* enum offer_dtmf */
    bool holds;
    bool sends; /* as both descriptions say */
};

/* How a dialog stands. Pointers are borrowed until the next offers_feed. */
struct offer_state {
    enum media_mode mode;
    bool early;        /* no 2xx to the INVITE yet; with a mode: early media */
    bool over;         /* ended by BYE or a failed INVITE; mode is MEDIA_NONE, the rest as it was */
    uint32_t since;    /* message that brought mode and holders */
    uint32_t answered; /* the 2xx to the first INVITE, 0: none seen */
    uint32_t offerer;  /* side of the last agreed offer */
    uint32_t offer, answer; /* messages of the last agreement, 0: none */
    struct offer_side side[2];
    struct media_agreed agreed; /* of the main stream; by side, n == 0: none */
};

struct offer_input {
    const struct sip_index *x;
    uint32_t leg;      /* Call-IDs are told apart by it */
    uint32_t message;  /* any number but 0; comes back in events and states */
    uint32_t from, to; /* who sent and who gets it on this hop: any numbers but 0, 0: not known */
    bool repeat;       /* known as a retransmission: changes nothing */
    bool cut; /* the capture has not all of it: what is missing is taken as it was before */
};

struct offer_event {
    enum offer_role role;
    enum offer_pattern pattern;
    bool again;         /* seen before: on a hop before this, or a retransmission */
    unsigned rewritten; /* again, but a node in the middle changed this of its SDP (offer_change) */
    bool stray;         /* SDP where 3264 has no place for it: taken for what it most likely is */
    bool refused;       /* a failed answer to an offer: all stays as it was (3264 4, 3261 14.1) */
    bool turned;        /* mode or holders changed with this message */
    unsigned change;  /* enum offer_change: of this SDP; with role ANSWER of the answerer's side */
    unsigned granted; /* answer: what the offer changed, as far as this answer takes it */
    uint32_t first;   /* again: the message where it was seen first */
    uint32_t offer;   /* answer, preview, refused: message of the offer */
    unsigned side;    /* of the sender */
    const struct media *media;  /* this SDP; NULL: none */
    const struct media *peer;   /* answer, preview, refused: the offer, as it came on this hop */
    struct media_agreed agreed; /* answer, preview: of the main stream on this hop, offerer first */
    struct offer_state state;   /* of the dialog, after this message */
};

struct offers;

/* NULL: no memory. The key is copied. Owned; offers_free. */
struct offers *offers_new(const struct hash_key *key);
void offers_free(struct offers *o);

/* Forgets all, keeps the memory. */
void offers_clear(struct offers *o);

/* Takes one message and tells what it means. Constant work beside reading the SDP; memory grows to
 * OFFER_DIALOGS dialogs. What cannot be remembered has role OFFER_NONE. */
void offers_feed(struct offers *o, const struct offer_input *in, struct offer_event *out);

/* How the call of a leg stands: its dialog that was answered last, or else the early one that spoke
 * last. False: no dialog of it is known. */
bool offers_call(const struct offers *o, uint32_t leg, struct offer_state *out);

/* Are there offers that wait for an answer, or INVITEs that wait for an offer? */
bool offers_is_waiting(const struct offers *o);

/* Dialogs forgotten for others. */
uint64_t offers_lost(const struct offers *o);

/* The change that says most, of several; 0: none. */
enum offer_change offer_change_main(unsigned change);

/* "two-way audio", "one-way audio", "on hold", "fax", "no media"; of an early dialog "early media".
 */
const char *offer_mode_words(const struct offer_state *s);

#endif
