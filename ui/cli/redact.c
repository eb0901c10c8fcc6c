/* What a command would select is selected here, of the originals: filters know nothing of
 * pseudonyms. */
#include "ui/cli/redact.h"

#include <errno.h>
#include <stdio.h>

#include "base/mem.h"
#include "decode/redact/key.h"
#include "ui/cli/paper.h"
#include "ui/cli/select.h"
#include "ui/export/redact.h"

struct chosen {
    uint32_t *leg, *message;
    unsigned legs, messages, cap;
    bool failed;
};

bool redact_is_asked(const struct options *c)
{
    return c->redact || c->restore;
}

static bool add_message(void *ctx, uint32_t message)
{
    struct chosen *s = ctx;
    if (s->messages == s->cap) {
        unsigned cap = s->cap ? 2 * s->cap : 256;
        uint32_t *more = mem_resize(s->message, cap, sizeof(*more));
        s->failed = !more;
        if (!more)
            return false;
        s->message = more;
        s->cap = cap;
    }
    s->message[s->messages++] = message;
    return true;
}

static bool draws(cmd_fn *run)
{
    return run == cmd_flow || run == cmd_steps;
}

static int choose(struct trace *t, const struct options *c, cmd_fn *run, struct chosen *out)
{
    if (run == cmd_show || run == cmd_messages || c->packet) {
        int status = select_messages(t, c, add_message, out);
        if (out->failed)
            fprintf(stderr, "rung: there is not enough memory to select messages.\n");
        return out->failed ? EXIT_NOTHING : status;
    }
    bool all = select_is_empty(c) && (!draws(run) || c->each);
    return all ? select_all_legs(t, !draws(run) || c->all, &out->leg, &out->legs)
               : select_legs(t, c, &out->leg, &out->legs);
}

/* The options of a command for which all that there is was selected. */
static struct options rest_of(const struct options *c, cmd_fn *run)
{
    struct options rest = *c;
    bool takes_all = draws(run) || run == cmd_save;
    rest.filter = takes_all || !select_is_empty(c) ? "" : NULL;
    rest.all = c->all || takes_all;
    rest.call = rest.session = rest.packet = 0;
    rest.call_id = NULL;
    rest.bpf = NULL;  /* it held for the originals */
    rest.alias.n = 0; /* they name who it was */
    return rest;
}

int redact_run(struct trace *t, const struct options *c, cmd_fn *run)
{
    struct chosen chosen = { .failed = false };
    struct redacted *redacted = NULL;
    struct hash_key key;
    struct err err;
    if (c->restore && !c->redact_key) {
        fprintf(stderr, "rung: --restore wants --redact-key FILE, the key of the redaction.\n");
        return EXIT_USAGE;
    }
    if (c->redact_key && redact_key_load(&key, c->redact_key, c->restore, &err) < 0)
        return paper_fail(&err, EXIT_USAGE);
    int status = choose(t, c, run, &chosen);
    const struct redact_order order = { .leg = chosen.leg,
                                        .legs = chosen.legs,
                                        .message = chosen.message,
                                        .messages = chosen.messages,
                                        .key = c->redact_key ? &key : NULL,
                                        .agents = c->redact_agents,
                                        .restore = c->restore,
                                        .media = c->media && !chosen.messages,
                                        .bpf = c->bpf,
                                        .spool_dir = c->spool_dir,
                                        .threads = (unsigned)c->threads };
    int r = status == EXIT_DONE ? redact_open(&redacted, t, &order, &err) : 0;
    if (r < 0)
        status = paper_fail(&err, r == -ENODATA ? EXIT_NOTHING : EXIT_OUTPUT);
    if (redacted) {
        const struct options rest = rest_of(c, run);
        status = run(redact_trace(redacted), &rest);
    }
    redact_close(redacted);
    mem_free(chosen.leg);
    mem_free(chosen.message);
    return status;
}
