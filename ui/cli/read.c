/* The loop of all commands. */
#include "ui/cli/read.h"

#include <signal.h>

#include "base/clock.h"

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

void read_all(struct trace *t, const struct options *c, bool (*each)(void *ctx), void *ctx)
{
    struct sigaction a = { .sa_handler = on_interrupt, .sa_flags = (int)SA_RESETHAND };
    sigaction(SIGINT, &a, NULL);
    sigaction(SIGTERM, &a, NULL);
    int64_t until = INT64_MAX;
    if (c->duration && c->duration < (uint64_t)(INT64_MAX / NS_PER_S / 2))
        until = clock_monotonic() + (int64_t)c->duration * NS_PER_S;
    bool go = true;
    while (go && trace_step(t, (each ? READ_STEP_MS : 2 * READ_STEP_MS) * NS_PER_MS)) {
        go = !each || each(ctx);
        if (!interrupted && clock_monotonic() < until)
            continue;
        if (!c->device.n)
            break;
        trace_stop(t);
    }
    if (each && go)
        each(ctx);
}
