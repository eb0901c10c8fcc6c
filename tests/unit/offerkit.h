/* For the tests of decode/media: a few words per message become SIP text that is fed to the model,
 * and what the model says becomes text. */
#ifndef TESTS_UNIT_OFFERKIT_H
#define TESTS_UNIT_OFFERKIT_H

#include "base/buf.h"
#include "decode/media/words.h"

extern const struct hash_key offerkit_key;

/* "FROM>TO WHAT CSEQ [METHOD]": hosts are letters; WHAT is a method, or a status ("183r": reliable)
 * of METHOD. The tags are those of `tags`: the requester's, the other's ("-": none). */
struct step {
    const char *line, *tags;
    const char *sdp;  /* see offerkit_sdp; NULL: none */
    const char *want; /* see offerkit_tell; NULL: does not matter */
};

#define AB "a b"

/* An INVITE, its 200 and ACK: PCMU and PCMA between A and B. */
#define CALL                                                                                       \
    { "A>B INVITE 1", "a -", "audio:4000:0,8",                                                     \
      "offer INVITE first: PCMU, PCMA | (early) no media" },                                       \
        { "B>A 200 1 INVITE", AB, "audio:5000:0,8",                                                \
          "answer INVITE first grants first: PCMU, PCMA | *two-way audio" },                       \
    {                                                                                              \
        "A>B ACK 1", AB, NULL, "none -:  | two-way audio"                                          \
    }

#define HOLD_BY_A                                                                                  \
    { "A>B INVITE 2", AB, "o=2 audio:4000:0,8:sendonly",                                           \
      "offer INVITE hold: sendonly (hold) | two-way audio" },                                      \
    {                                                                                              \
        "B>A 200 2 INVITE", AB, "o=2 audio:5000:0,8:recvonly",                                     \
            "answer INVITE direction grants hold: recvonly (on hold) | *on hold A"                 \
    }

/* "TYPE:PORT:FORMATS[:ATTRIBUTE]...", and "c=ADDRESS", "o=VERSION", "p=PROFILE" before it, apart by
 * blanks; "raw" and the text itself behind it. */
void offerkit_sdp(struct buf *b, const char *text, char who);

/* The message of a step with this body. */
void offerkit_write(struct buf *b, const struct step *s, struct slice sdp);

/* "ROLE PATTERN [again] [stray] [refused] CHANGES [grants CHANGES]: WORDS | [*]MODE [of WHOM]"; the
 * star marks what this message brought. */
void offerkit_tell(struct buf *b, const struct offer_event *e);

/* Feeds a step with this body, or with its own; what the model says of it into *told. */
void offerkit_feed(struct offers *o, const struct step *s, struct slice sdp, uint32_t message,
                   struct buf *told);
void offerkit_step(struct offers *o, const struct step *s, uint32_t message, struct buf *told);

/* Feeds steps, numbered from 1. */
void offerkit_play(struct offers *o, const struct step *steps, unsigned n);

#endif
