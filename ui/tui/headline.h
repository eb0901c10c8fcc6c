/* What the calls of one session are together, for the line above them in the list. */
#ifndef UI_TUI_HEADLINE_H
#define UI_TUI_HEADLINE_H

#include "decode/trace.h"
#include "ui/option/option.h"

#define HEADLINE_TEXT 256     /* bytes of one */
#define HEADLINE_LEGS 16      /* Call-IDs of a session whose story is told; more are only counted */
#define HEADLINE_MESSAGES 300 /* the same of its messages */

struct headlines;

/* Owned; headlines_free. NULL: no memory. Borrows both. */
struct headlines *headlines_new(struct trace *t, const struct options *o);
void headlines_free(struct headlines *h);

/* The line of a leg's session: "Blind transfer · …", as it was read; until then, and where no story
 * is known, in one word how its calls hang together. Valid until the next call. */
const char *headline_get(struct headlines *h, uint32_t leg);

/* Reads the story, unless it is as of now. */
void headline_read(struct headlines *h, uint32_t leg);

/* How many calls the session has. */
unsigned headline_calls(const struct headlines *h, uint32_t leg);

#endif
