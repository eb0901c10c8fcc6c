/* What the parts of a line of a message are, to colour it. */
#ifndef UI_TUI_SYNTAX_H
#define UI_TUI_SYNTAX_H

#include "decode/sip/index.h"
#include "ui/tui/theme.h"

#define SYNTAX_SPANS 48   /* of a line that are told apart; the rest is plain */
#define SYNTAX_BYTES 4096 /* of a line that are looked at */

enum syntax_line { SYNTAX_START, SYNTAX_HEADER, SYNTAX_FOLDED, SYNTAX_BODY };

/* Up to this byte of the line it is of this style. */
struct syntax_span {
    uint32_t end;
    enum style style;
};

/* Takes a whole line of a message apart: its spans in order, the last one to the end of the line.
 * Returns how many. Linear. */
unsigned syntax_spans(const struct sip_index *x, enum syntax_line kind, struct slice line,
                      struct syntax_span out[SYNTAX_SPANS]);

/* How an answer with this code looks. */
enum style syntax_status(unsigned code);

#endif
