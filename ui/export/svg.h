/* The ladder as SVG, for those who put it into something else. What it looks like is
 * ui/export/plate.c's. */
#ifndef UI_EXPORT_SVG_H
#define UI_EXPORT_SVG_H

#include "ui/export/render.h"

/* The ladder as two <svg> elements for a page that brings svg_css() itself: the heads of the lanes,
 * and the rows below them, in the same scale so that they line up. No <style>, no style attribute,
 * no script. 0 or -ENOMEM. Linear in the rows.
 *
 * An arrow is <a href="#step-12" id="arrow-12" class="arrow request"> (or provisional, success,
 * redirect, challenge, failure; "found" besides where findings name it) with a <title>; a note
 * <g class="note warning"> (plain, info, warning, error), a band <g class="band hold"> (two-way,
 * one-way, hold, fax), the rule where a call begins <g class="call">, a lifeline <path
 * class="life">.
 */
int svg_inline(struct buf *heads, struct buf *rows, const struct flow *f,
               const struct render_options *o);

/* What draws these classes, the asset svg.css; its digest is in svg.css.sha256.inc. Colours are
 * custom properties of :root, dark by the media query unless the root has the class "light", and
 * with the class "dark" in any case. */
const char *svg_css(void);

#endif
