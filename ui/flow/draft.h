/* A ladder while it is made. Internal to ui/flow. */
#ifndef UI_FLOW_DRAFT_H
#define UI_FLOW_DRAFT_H

#include "decode/trace.h"
#include "ui/flow/aside.h"
#include "ui/flow/cast.h"
#include "ui/flow/facts.h"
#include "ui/flow/flow.h"
#include "ui/flow/map.h"
#include "ui/flow/mark.h"
#include "ui/flow/note.h"
#include "ui/flow/strings.h"

/* What flow_new hands out; what it points to lives beside it. */
struct drawn {
    struct flow flow;
    struct strings strings;
    struct facts *facts;
    const char **endpoints;
    const char **findings;
};

struct moment {
    int64_t time_ns;
    uint32_t message;
};

/* Embedded in flow_new. */
struct draft {
    struct trace *trace;
    const struct store *store;
    const struct flow_options *options;
    struct drawn *drawn;
    struct moment *moment;
    size_t moments;
    struct loaded loaded;
    struct buf text;
    struct cast cast;
    struct marks marks;
    struct asides asides;
    struct notices_seen notices;
    struct map held; /* leg: a = string, who holds its call in the end */
    struct offers *offers;
    struct offer_event event; /* of the message at hand */
    struct media_fact *media; /* by step - 1; the sides are nodes yet */
    struct map first_copies;  /* on its path: a = row + 1, b = the row is itself a repeat */
    struct map any_path;      /* same message on any path: a, b = its nodes */
    struct map transactions;  /* on its hop: a = number */
    struct map requests;      /* on any hop: a = number */
    uint32_t numbers;         /* transactions numbered */
    uint64_t first_invite;    /* which request the first INVITE is */
    uint32_t caller;          /* node; 0: none yet */
    uint32_t caller_vias;
    uint32_t story; /* string: what the ladder tells as a whole, 0: nothing special */
    unsigned kinds[LEG_SUBSCRIPTION + 1];
    unsigned read; /* messages whose bytes could be read */
    bool again;    /* the message at hand is a row of its own though it was sent before */
};

/* What is known of the rows of a ladder, or of the one that it is an arrangement of. */
static inline struct facts *flow_facts(const struct flow *f)
{
    return ((const struct drawn *)(f->whole ? f->whole : f))->facts;
}

/* Title and legend of the ladder, once its rows are there. */
void title_make(struct draft *d);

/* "User A → User B" of the leg of this row; where nobody is named, the method. The text is the
 * ladder's. */
const char *title_people(struct draft *d, const struct flow_row *row);

#endif
