/* Notes: what a reader should know of the arrow above. Internal to ui/flow. */
#ifndef UI_FLOW_NOTE_H
#define UI_FLOW_NOTE_H

struct draft;

/* Adds the notes of note_list.h, and what became of transfers. -ENOMEM. Linear. */
int notes_add(struct draft *d);

#endif
