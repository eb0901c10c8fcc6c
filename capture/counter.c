/* Names of the counters. */
#include "capture/counter.h"

const char *counter_name(enum counter c)
{
    static const char *const name[COUNTER_COUNT] = {
#define X(id, text, help) [COUNTER_##id] = text,
        COUNTER_LIST(X)
#undef X
    };
    return name[c];
}

const char *counter_help(enum counter c)
{
    static const char *const help_text[COUNTER_COUNT] = {
#define X(id, text, help) [COUNTER_##id] = help,
        COUNTER_LIST(X)
#undef X
    };
    return help_text[c];
}

void counters_add(struct counters *into, const struct counters *from)
{
    for (int i = 0; i < COUNTER_COUNT; i++)
        into->v[i] += from->v[i];
}
