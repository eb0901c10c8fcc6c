/* The story of a session in a line. The words are those of its ladder's title. */
#include "ui/tui/headline.h"

#include <stdio.h>

#include "base/mem.h"
#include "decode/session/link.h"
#include "decode/session/transfer.h"
#include "ui/flow/flow.h"

enum { SLOTS = 512, CALLS_MAX = 10000 };

struct headline {
    uint32_t leg;      /* that stands for the session, 0: nothing here */
    uint32_t messages; /* of its legs when it was read */
    bool over;         /* all was read then */
    char text[HEADLINE_TEXT];
};

struct headlines {
    struct trace *trace;
    const struct options *options;
    struct headline slot[SLOTS];
    char word[HEADLINE_TEXT];
};

struct headlines *headlines_new(struct trace *t, const struct options *o)
{
    struct headlines *h = mem_new(1, sizeof(*h));
    if (!h)
        return NULL;
    h->trace = t;
    h->options = o;
    return h;
}

void headlines_free(struct headlines *h)
{
    mem_free(h);
}

/* The legs of a session up to HEADLINE_LEGS, and its messages; 0: there are more. */
static unsigned legs_of(const struct store *s, uint32_t first, uint32_t leg[HEADLINE_LEGS],
                        uint32_t *messages)
{
    unsigned n = 0;
    *messages = 0;
    for (uint32_t i = first; i; i = session_next(s, i, first)) {
        if (n == HEADLINE_LEGS)
            return 0;
        *messages += store_leg(s, i)->messages;
        leg[n++] = i;
    }
    return *messages <= HEADLINE_MESSAGES ? n : 0;
}

static bool has_transfer(const struct store *s, const uint32_t *leg, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (store_leg(s, leg[i])->call && transfer_of_call(s, store_leg(s, leg[i])->call))
            return true;
    return false;
}

/* The first kind of link between calls of the session: "Retry". */
static void write_kind(struct headlines *h, uint32_t first)
{
    const struct store *s = trace_store(h->trace);
    const char *word = link_kind_word(LINK_SAME_SESSION);
    unsigned looked = 0;
    for (uint32_t i = first; i && looked++ < HEADLINE_LEGS; i = session_next(s, i, first))
        for (const struct link *x = store_link(s, store_leg(s, i)->link); x;
             x = store_link(s, x->next))
            if (x->kind > LINK_SAME_SESSION)
                word = link_kind_word((enum link_kind)x->kind);
    snprintf(h->word, sizeof(h->word), "%s", word);
    h->word[0] = (char)(h->word[0] - 'a' + 'A'); /* the words are ours */
}

static struct headline *slot(struct headlines *h, uint32_t first)
{
    return &h->slot[first % SLOTS];
}

const char *headline_get(struct headlines *h, uint32_t leg)
{
    uint32_t first = session_of(trace_store(h->trace), leg);
    const struct headline *x = slot(h, first);
    if (x->leg == first && x->text[0])
        return x->text;
    write_kind(h, first);
    return h->word;
}

static void tell(struct headlines *h, const uint32_t *leg, unsigned n, char out[HEADLINE_TEXT])
{
    const struct texts *alias = &h->options->alias;
    struct flow_options o = { .alias = alias->v, .aliases = alias->n };
    struct flow *f;
    struct err err;
    if (flow_new(&f, h->trace, leg, n, &o, &err) < 0)
        return;
    snprintf(out, HEADLINE_TEXT, "%s", f->story);
    flow_free(f);
}

void headline_read(struct headlines *h, uint32_t any)
{
    const struct store *s = trace_store(h->trace);
    uint32_t first = session_of(s, any), leg[HEADLINE_LEGS], messages;
    struct headline *x = slot(h, first);
    unsigned n = legs_of(s, first, leg, &messages);
    bool over = trace_is_over(h->trace);
    if (x->leg == first && x->messages == messages && x->over == over)
        return;
    *x = (struct headline){ .leg = first, .messages = messages, .over = over };
    if (n && has_transfer(s, leg, n))
        tell(h, leg, n, x->text);
}

unsigned headline_calls(const struct headlines *h, uint32_t leg)
{
    const struct store *s = trace_store(h->trace);
    uint32_t first = session_of(s, leg);
    unsigned n = 0, looked = 0;
    for (uint32_t i = first; i && looked++ < CALLS_MAX; i = session_next(s, i, first)) {
        const struct call *call = store_call(s, store_leg(s, i)->call);
        n += call && call->leg == i;
    }
    return n;
}
