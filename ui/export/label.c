/* Words and numbers of the head and the margin of a ladder. */
#include "ui/export/label.h"

#include <stdio.h>
#include <stdlib.h>

void label_delta(char text[CLOCK_TEXT + 1], int64_t ns)
{
    text[0] = '+';
    clock_duration(text + (ns >= 0), ns);
}

void label_since(char text[CLOCK_TEXT + 1], int64_t ns)
{
    int64_t ms = (ns < 0 ? ns - NS_PER_MS / 2 : ns + NS_PER_MS / 2) / NS_PER_MS;
    snprintf(text, CLOCK_TEXT, "%s%lld.%03lld", ms < 0 ? "-" : "", llabs(ms / 1000),
             llabs(ms % 1000));
}

void label_stats(struct buf *b, const struct flow *f)
{
    char text[CLOCK_TEXT];
    clock_duration(text, f->last_ns - f->first_ns);
    buf_printf(b, "%u step%s · ", f->steps, f->steps == 1 ? "" : "s");
    if (f->calls)
        buf_printf(b, "%u call%s · ", f->calls, f->calls == 1 ? "" : "s");
    buf_adds(b, text);
}
