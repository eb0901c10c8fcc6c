/* The words that sentences about messages are made with. Internal to ui/flow. */
#ifndef UI_FLOW_WORD_H
#define UI_FLOW_WORD_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/flow/facts.h"
#include "ui/flow/word_list.h"

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

/* Each word of its own; the bytes of the message must be there. */
#define X(id, help) void word_##id(struct buf *b, struct speech *s);
WORD_LIST(X)
#undef X

/* The words for a word of the network, by a table that ends with NULL; NULL: not in it. */
const char *word_translate(const char *const (*table)[2], struct slice word);

#endif
