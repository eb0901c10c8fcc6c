/* What the network sent, as text of a page: nothing of it is markup, and nothing of it moves what
 * stands beside it. */
#ifndef UI_EXPORT_HTML_TEXT_H
#define UI_EXPORT_HTML_TEXT_H

#include <stdbool.h>

#include "base/buf.h"

/* Appends it as the content of an element: markup is escaped, a byte that is no UTF-8 becomes
 * U+FFFD, and a character without a shape (controls, NUL, those that turn the direction of writing,
 * joiners, line separators) is written out, "\x00" or "\u202e", in a <span class="c">. Tabs stay.
 * Linear. */
void html_add_text(struct buf *b, struct slice s);

/* The same as the value of an attribute between double quotes, or as a title: without the span. */
void html_add_value(struct buf *b, struct slice s);

/* The same as text whose direction of writing does not reach beyond it: in a <bdi>. */
void html_add_isolated(struct buf *b, struct slice s);

/* Is it no text: has it controls other than tabs and line ends, or bytes that are no UTF-8? */
bool html_is_binary(struct slice s);

#endif
