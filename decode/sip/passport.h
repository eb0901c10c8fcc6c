/* PASSporT (8225): who signed which caller number, out of an Identity header (8224). What it says
 * is shown, never that it is valid: that takes a certificate which the user trusts. */
#ifndef DECODE_SIP_PASSPORT_H
#define DECODE_SIP_PASSPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "decode/sip/index.h"

enum {
    PASSPORT_BYTES = 16384, /* of an Identity value that is looked at */
    PASSPORT_TEXT = 128,    /* bytes of one claim that are kept */
    PASSPORT_DEPTH = 16,    /* arrays and objects in each other */
};

struct passport_text {
    char p[PASSPORT_TEXT];
    uint8_t n; /* bytes; what is longer is cut */
};

/* Texts are as sent. */
struct passport {
    bool compact; /* header and claims were left out (8224 7); only From, To and Date tell them */
    char attest;  /* 'A', 'B', 'C' of SHAKEN (8588), 0: none */
    struct passport_text alg, ppt,
        info; /* ES256; shaken, div, rcd, rph; where the certificate is */
    struct passport_text orig, dest, div,
        name; /* number or URI; div: who diverted; name: rcd's nam */
    struct passport_text origid;
    int64_t iat; /* issued at, s since the epoch; 0: not told */
};

/* The next Identity header of a message that can be read, *at being 0 for the first; `x` is of
 * sip_index. False: no more. Linear. */
bool passport_next(struct passport *out, const struct sip_index *x, size_t *at);

/* Appends it in words: "attest A (the caller may use this number), from 12155551212 to 12355551212,
 * issued 2 s before, info https://…". age_s: seconds from iat to the packet. */
void passport_words(struct buf *b, const struct passport *p, int64_t age_s);

/* "the caller may use this number", …; "" for another letter. */
const char *passport_attest_words(char attest);

/* Do two numbers or URIs mean the same? By their digits where both have seven or more, else as text
 * without regard to case (8224 8.3, simplified). */
bool passport_same(struct slice a, struct slice b);

static inline struct slice passport_slice(const struct passport_text *t)
{
    return (struct slice){ t->p, t->n };
}

#endif
