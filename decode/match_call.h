/* The values of a call that need more than the row of its leg: media, transfer, links, findings.
 * Private to match.c. */
#ifndef DECODE_MATCH_CALL_H
#define DECODE_MATCH_CALL_H

#include "decode/finding/finding.h"
#include "decode/media/leg.h"
#include "decode/query/query.h"
#include "decode/trace.h"

/* What was worked out for one call, kept until another is asked about. Embedded; match_call_init,
 * match_call_fini. */
struct match_call {
    struct trace *trace;
    struct findings *findings;
    struct offers *offers;
    struct loaded loaded;
    uint32_t media_leg; /* that `media` is of, 0: none */
    bool has_media;
    struct offer_state media;
    uint32_t found_leg, found_messages; /* that `found` is of, and of how much */
    unsigned found;
    const struct finding *finding;
};

void match_call_init(struct match_call *c, struct trace *t);
void match_call_fini(struct match_call *c);

/* The ith value of a field of the call whose first leg this is; false: there are no more, or the
 * field is none of these. */
bool match_call_value(struct match_call *c, uint32_t leg, enum query_field field, unsigned i,
                      struct query_value *out);

#endif
