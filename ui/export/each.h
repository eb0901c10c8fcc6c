/* Many calls, a file for each. */
#ifndef UI_EXPORT_EACH_H
#define UI_EXPORT_EACH_H

#include "ui/export/draw.h"

#define EACH_USER 24 /* bytes of a user that stand in a file's name */

/* Draws every call that one of these legs belongs to (rows in the store), and every leg that is no
 * call, into a file of the folder, which is made where it is missing: "call-07-1001-1002.svg". The
 * names have nothing but letters, digits, "+", "-", "_" and the dot before their ending. Of pages
 * of HTML an index.html lists all. Files that are there are replaced. `order` says how; its legs
 * are not looked at. *files: how many were written. -errno with a sentence. */
int each_draw(struct trace *t, const struct draw_order *order, const uint32_t *leg, unsigned legs,
              const char *folder, unsigned *files, struct err *err);

#endif
