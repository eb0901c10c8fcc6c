/* Texts from the network made fit for people's screens. */
#ifndef UI_FLOW_TEXT_H
#define UI_FLOW_TEXT_H

#include "base/buf.h"
#include "base/slice.h"

#define TEXT_MAX 1024 /* bytes of a text that are kept; what is longer ends with "…" */

/* Appends `text` as UTF-8 that no terminal obeys: runs of blanks, tabs and line ends become one
 * space; control characters (C0, DEL, C1), those that turn the direction of writing (UAX 9) and
 * bytes that are no UTF-8 become U+FFFD. At most TEXT_MAX bytes, cut between characters. */
void text_add(struct buf *b, struct slice text);

/* Length of the UTF-8 character that s begins with, its code point in *cp; 0: none there. */
size_t text_char(struct slice s, uint32_t *cp);

#endif
