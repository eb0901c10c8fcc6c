/* A grid as an SVG picture, for the pages that show the viewer. */
#ifndef TESTS_TUI_PICTURE_H
#define TESTS_TUI_PICTURE_H

#include "base/buf.h"
#include "ui/tui/grid.h"

/* Appends the picture. Lines and blocks are drawn, not written, so that they meet in every font. */
void picture_add(struct buf *out, const struct grid *g, enum theme theme);

#endif
