/* What the lines of a message and their parts are, to colour them. */
#ifndef UI_EXPORT_SYNTAX_H
#define UI_EXPORT_SYNTAX_H

#include "decode/sip/index.h"

#define SYNTAX_SPANS 48   /* of a line that are told apart; the rest is plain */
#define SYNTAX_BYTES 4096 /* of a line that are looked at */

enum syntax_line { SYNTAX_START, SYNTAX_HEADER, SYNTAX_FOLDED, SYNTAX_BODY };

/* What a part of a line is; what it looks like is up to who draws it. */
enum syntax_part {
    PART_TEXT, /* plain */
    PART_DIM,
    PART_STRONG,
    PART_REQUEST, /* a method, or an answer by its class */
    PART_PROVISIONAL,
    PART_SUCCESS,
    PART_REDIRECT,
    PART_CHALLENGE,
    PART_FAILURE,
    PART_FIELD, /* the name of a header */
    PART_BODY,  /* of a line of a body that says more than others */
    PART_USER,
    PART_TAG,
    PART_BRANCH,
    PART_COUNT
};

/* Up to this byte of the line it is this. */
struct syntax_span {
    uint32_t end;
    enum syntax_part part;
};

/* Takes a whole line of a message apart: its spans in order, the last one to the end of the line.
 * Returns how many. Linear. */
unsigned syntax_spans(const struct sip_index *x, enum syntax_line kind, struct slice line,
                      struct syntax_span out[SYNTAX_SPANS]);

/* Takes the next line of the message from byte *at on, which moves behind its end: the line without
 * that, and its kind. False: no more. */
bool syntax_next(const struct sip_index *x, size_t *at, struct slice *line, enum syntax_line *kind);

#endif
