/* Notes: what a reader should know of the arrow above. Internal to ui/flow. */
#ifndef UI_FLOW_NOTE_H
#define UI_FLOW_NOTE_H

#include "ui/flow/map.h"

struct draft;

/* What ICMP errors say of messages (decode/notice.h). Embedded: notices_init, notices_fini. */
struct notices_seen {
    struct map messages; /* that they quote: a = step */
    struct pool numbers; /* of the errors: uint32_t */
};

/* -ENOMEM. */
int notices_init(struct notices_seen *n);
void notices_fini(struct notices_seen *n);

/* This leg will be drawn; this message of it is in this step. */
void notices_expect(struct draft *d, uint32_t leg);
void notices_see(struct draft *d, uint32_t message, uint32_t step);

/* Adds the notes of note_list.h, what became of transfers, and what ICMP says. -ENOMEM. Linear. */
int notes_add(struct draft *d);

#endif
