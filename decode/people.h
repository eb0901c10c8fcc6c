/* What the people of a session call themselves: user parts, and the display names that
 * go with them wherever these users send a request. */
#ifndef DECODE_PEOPLE_H
#define DECODE_PEOPLE_H

#include "base/buf.h"
#include "decode/trace.h"

enum {
    PEOPLE_MAX = 32,     /* of one session */
    PEOPLE_LEGS = 64,    /* of it that are read */
    PEOPLE_MESSAGES = 64 /* of each leg */
};

/* Embedded; people_init, people_fini. */
struct people {
    struct trace *trace;
    uint32_t session;  /* leg that stands for what was read, 0: nothing was */
    uint32_t messages; /* of the store then */
    struct buf text;
    struct loaded loaded;
    unsigned n;
    struct {
        uint32_t user, user_n, name, name_n; /* places in text */
    } person[PEOPLE_MAX];
};

void people_init(struct people *p, struct trace *t);
void people_fini(struct people *p);

/* Reads the session of a leg, unless it is the one that was read last. */
void people_read(struct people *p, uint32_t leg);

/* The display name of a user, or the user itself where none is known. Borrowed until people_read.
 * An escaped user part is to be given as sent. */
struct slice people_name(const struct people *p, struct slice user);

/* Of the person in an address: its display name, else the name of its user, else its host. */
struct slice people_in(const struct people *p, struct slice address);

#endif
