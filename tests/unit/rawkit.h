/* Messages with headers of one's own, for tests of what stands in them: goes on where sipkit.h
 * ends. */
#ifndef TESTS_UNIT_RAWKIT_H
#define TESTS_UNIT_RAWKIT_H

#include "tests/unit/sipkit.h"

/* A message; NULL and 0 are filled in. */
struct raw {
    int64_t ms;         /* since KIT_EPOCH_NS */
    const char *way;    /* "A>P": hosts as in sipkit.h, or numbers: "7>P" */
    const char *method; /* of the request or, with code, of what is answered */
    unsigned code;
    const char *id;                /* Call-ID, "call" */
    unsigned cseq;                 /* 1 */
    const char *user;              /* in From and To, "bob" */
    const char *from_tag, *to_tag; /* "f"; of an answer "t", else none. "-": none */
    unsigned vias;                 /* 1 */
    const char *more;              /* header lines, each with its end */
};

void rawkit_say(struct sipkit *k, struct raw r);

#define SAY(k, ...) rawkit_say(k, (struct raw){ __VA_ARGS__ })

#endif
