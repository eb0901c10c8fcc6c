/* Where an inquiry is held: the messages on the desk, and what was written down. Private to
 * finding.c and inquiry.c. */
#ifndef DECODE_FINDING_DESK_H
#define DECODE_FINDING_DESK_H

#include "base/buf.h"
#include "decode/finding/heard.h"
#include "decode/finding/inquiry.h"
#include "decode/people.h"

struct exchanges; /* exchange.c */

/* Where a finding's text stands in desk.text. */
struct said {
    uint32_t at, n;
};

struct desk {
    struct inquiry q;
    enum finding_id asked; /* the rule whose turn it is */
    enum finding_severity severity;
    struct exhibit *exhibit; /* INQUIRY_MESSAGES */
    struct loaded **loaded;  /* by exhibit; NULL: not needed yet */
    unsigned exhibits;
    bool gathered;
    struct loaded other; /* inquiry_load */
    struct people people;
    struct offers *offers;
    struct offer_event event;
    unsigned offered; /* exhibits that the offers were fed with */
    struct exchanges *exchanges;
    struct heard *heard;
    struct finding *finding;
    struct said *said;
    unsigned found, most;
    struct buf text;
    uint32_t person; /* exhibit + 1 of who names caller and callee; 0: not looked for */
};

/* Owned; exchanges_free. NULL: no memory. Cleared for each call. */
struct exchanges *exchanges_new(void);
void exchanges_free(struct exchanges *x);
void exchanges_clear(struct exchanges *x);

bool desk_init(struct desk *d, struct trace *t, unsigned most);
void desk_fini(struct desk *d);

/* A new inquiry: into the call of this leg (0: the capture). */
void desk_begin(struct desk *d, uint32_t leg, bool words);

/* The texts get their place. */
void desk_settle(struct desk *d);

#endif
