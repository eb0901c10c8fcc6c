/* Small texts that every drawing of a ladder has. */
#ifndef UI_EXPORT_LABEL_H
#define UI_EXPORT_LABEL_H

#include "base/buf.h"
#include "base/clock.h"
#include "ui/flow/flow.h"

/* "+150 ms"; seconds since the first arrow, "0.150". */
void label_delta(char text[CLOCK_TEXT + 1], int64_t ns);
void label_since(char text[CLOCK_TEXT + 1], int64_t ns);

/* "14 steps · 1 call · 5.90 s"; what has no INVITE is no call. */
void label_stats(struct buf *b, const struct flow *f);

#endif
