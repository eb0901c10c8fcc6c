/* How two messages differ: line by line, headers by their names, and word by word. */
#ifndef UI_FLOW_DIFFERENCE_H
#define UI_FLOW_DIFFERENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

#define DIFFERENCE_LINES_MAX 4000 /* of a message; what is behind them is not compared */
#define DIFFERENCE_WORDS_MAX                                                                       \
    256 /* of a line, behind and before what is equal; of more, all differ */
#define DIFFERENCE_WORK                                                                            \
    2000000 /* pairs of words looked at in all; later lines differ as a whole                      \
             */

enum difference_kind {
    DIFFERENCE_NONE,
    DIFFERENCE_WORDS,  /* both have the line, with other words */
    DIFFERENCE_FIRST,  /* only the first message has it */
    DIFFERENCE_SECOND, /* only the second */
};

/* Bytes of a line that the other message does not have there. */
struct difference_span {
    uint32_t at, n;
};

struct difference_line {
    enum difference_kind kind;
    struct slice text[2];        /* of the messages, without the line end; p == NULL: none */
    uint32_t first[2], spans[2]; /* of DIFFERENCE_WORDS: its spans, by message */
};

struct difference {
    struct difference_line *line;
    struct difference_span *span;
    uint32_t lines, spans, spans_cap;
    uint32_t count[DIFFERENCE_SECOND + 1]; /* lines of each kind */
    bool cut;                              /* there were more lines */
};

/* Compares two messages, which are borrowed for its life. The lines are in the order of the first
 * message; those of the second alone stand where they are there. Headers with one name are paired
 * where they are equal, the others as they stand from below; lines of the body that begin alike
 * from above.
 * -ENOMEM. Embedded; difference_fini. Linear but for sorts and the bounded work on words. */
int difference_make(struct difference *d, struct slice first, struct slice second);
void difference_fini(struct difference *d);

#endif
