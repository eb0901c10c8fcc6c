/* The words that sentences about messages are made with. Internal to ui/flow. */
#ifndef UI_FLOW_WORD_H
#define UI_FLOW_WORD_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/flow/facts.h"

/* The message that is spoken of. */
struct speech {
    struct facts *facts;
    const struct flow_row *row;
    const struct fact *fact;
    const struct sip_index *x; /* NULL: its bytes cannot be read */
    struct loaded *other;      /* for words that need another message */
};

/* Appends the word of this name (word_list.h), made harmless; nothing where it has nothing to say.
 * False: there is no such word. */
bool word_add(struct buf *b, struct speech *s, struct slice name);

#endif
