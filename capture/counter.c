/* Names of the counters. */
#include "capture/counter.h"

const char *counter_name(enum counter c)
{
    static const char *const name[COUNTER_COUNT] = {
#define X(id, text, kind, help) [COUNTER_##id] = text,
        COUNTER_LIST(X)
#undef X
    };
    return name[c];
}

const char *counter_help(enum counter c)
{
    static const char *const help_text[COUNTER_COUNT] = {
#define X(id, text, kind, help) [COUNTER_##id] = help,
        COUNTER_LIST(X)
#undef X
    };
    return help_text[c];
}

uint64_t counters_sum(const struct counters *c, enum counter_kind kind)
{
    static const enum counter_kind kinds[COUNTER_COUNT] = {
#define X(id, text, kind, help) [COUNTER_##id] = COUNTER_IS_##kind,
        COUNTER_LIST(X)
#undef X
    };
    uint64_t n = 0;
    for (int i = 0; i < COUNTER_COUNT; i++)
        n += kinds[i] == kind ? c->v[i] : 0;
    return n;
}

void counters_add(struct counters *into, const struct counters *from)
{
    for (int i = 0; i < COUNTER_COUNT; i++)
        into->v[i] += from->v[i];
}
