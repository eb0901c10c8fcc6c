/* From the options to legs and messages. What is done with them is the commands' business. */
#include "ui/cli/select.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "decode/match.h"
#include "decode/session/session.h"
#include "ui/cli/paper.h"

int select_filter(struct match **out, struct trace *t, const struct options *c)
{
    struct query_error e = { 0, "There is not enough memory for the filter." };
    if (match_open(out, t, c->filter, QUERY_TEXT, &e) == 0)
        return EXIT_DONE;
    paper_complain(e.text);
    if (c->filter)
        fprintf(stderr, "  %s\n  %*s^\n", c->filter, (int)e.pos, "");
    return EXIT_USAGE;
}

/* The hash tells which leg it is; its first message is asked all the same. */
uint32_t select_call_id(struct trace *t, const char *call_id)
{
    const struct store *s = trace_store(t);
    uint32_t row = trace_leg_find(t, hash_sip(&s->key, call_id, strlen(call_id)));
    struct loaded l;
    loaded_init(&l);
    bool found = row && trace_load(t, store_leg(s, row)->first, &l) &&
                 slice_eq(l.index.call_id, slice_of(call_id));
    loaded_fini(&l);
    return found ? row : 0;
}

static int nothing(const char *what, const char *value)
{
    fprintf(stderr, "rung: no %s %s in what was read; rung list --all shows what there is.\n", what,
            value);
    return EXIT_NOTHING;
}

/* --session names a call that is not the first one of its session. */
static void belongs(uint64_t call, uint32_t session)
{
    fprintf(stderr,
            "rung: call %" PRIu64 " belongs to session %" PRIu32 "; --session %" PRIu32
            " shows it.\n",
            call, session, session);
}

/* The leg that --call, --session or --call-id names (of a session: that of its first call): 1
 * found, 0 none of them given, -1 said that it does not exist. */
static int named_leg(struct trace *t, const struct options *c, uint32_t *leg)
{
    const struct store *s = trace_store(t);
    uint64_t number = c->call ? c->call : c->session;
    char text[24];
    if (c->call_id) {
        *leg = select_call_id(t, c->call_id);
        return *leg ? 1 : (nothing("Call-ID", c->call_id), -1);
    }
    if (!number)
        return 0;
    const struct call *call = number <= UINT32_MAX ? call_find(s, (uint32_t)number) : NULL;
    snprintf(text, sizeof(text), "%" PRIu64, number);
    if (call && !c->call && session_number(s, call->leg) != number)
        return belongs(number, session_number(s, call->leg)), -1;
    if (!call)
        return nothing(c->call ? "call" : "session", text), -1;
    *leg = call->leg;
    return 1;
}

bool select_exists(struct trace *t, const struct options *c)
{
    uint32_t leg = 0;
    return named_leg(t, c, &leg) >= 0;
}

/* The leg that stands for the session with the most messages; calls before what is none. */
static uint32_t largest_session(const struct store *s)
{
    uint64_t *messages = mem_new(s->legs.n + 1, sizeof(*messages)), most = 0;
    uint32_t best = 0;
    for (uint32_t i = 1; messages && i <= s->legs.n; i++)
        messages[session_of(s, i)] += store_leg(s, i)->messages;
    for (uint32_t i = 1; messages && i <= s->legs.n; i++) {
        uint64_t rank = messages[i] << 1;
        if (store_leg(s, i)->call)
            rank |= UINT64_C(1) << 63;
        if (rank > most) {
            most = rank;
            best = i;
        }
    }
    mem_free(messages);
    return best;
}

static int filtered_legs(struct trace *t, const struct options *c, uint32_t *legs, unsigned *n)
{
    const struct store *s = trace_store(t);
    struct match *m;
    int status = select_filter(&m, t, c);
    if (status != EXIT_DONE)
        return status;
    for (uint32_t i = 1; i <= s->legs.n; i++)
        if ((c->all || store_leg(s, i)->call) && !leg_is_gone(store_leg(s, i)) && match_leg(m, i))
            legs[(*n)++] = i;
    match_close(m);
    return *n ? EXIT_DONE : nothing("call that fits", c->filter);
}

int select_legs(struct trace *t, const struct options *c, uint32_t **legs, unsigned *n)
{
    const struct store *s = trace_store(t);
    uint32_t one = 0;
    *n = 0;
    *legs = mem_new(s->legs.n, sizeof(**legs));
    if (!*legs) {
        fprintf(stderr, "rung: there is not enough memory to select calls.\n");
        return EXIT_NOTHING;
    }
    int named = named_leg(t, c, &one);
    if (named < 0)
        return EXIT_NOTHING;
    if (!named && c->filter)
        return filtered_legs(t, c, *legs, n);
    if (!named)
        one = largest_session(s);
    if (!one) {
        fprintf(stderr, "rung: there is no SIP in what was read.\n");
        return EXIT_NOTHING;
    }
    if (c->call_id)
        (*legs)[(*n)++] = one;
    else if (c->call)
        for (uint32_t i = one; i; i = call_next(s, i, one))
            (*legs)[(*n)++] = i;
    else
        for (uint32_t i = session_of(s, one), top = i; i; i = session_next(s, i, top))
            (*legs)[(*n)++] = i;
    return EXIT_DONE;
}

bool select_is_empty(const struct options *c)
{
    return !c->call && !c->session && !c->call_id && !c->filter && !c->packet;
}

int select_all_legs(struct trace *t, bool others, uint32_t **legs, unsigned *n)
{
    const struct store *s = trace_store(t);
    *n = 0;
    *legs = mem_new(s->legs.n + 1, sizeof(**legs));
    if (!*legs) {
        fprintf(stderr, "rung: there is not enough memory to select calls.\n");
        return EXIT_NOTHING;
    }
    for (uint32_t i = 1; i <= s->legs.n; i++)
        if (!leg_is_gone(store_leg(s, i)) && (others || store_leg(s, i)->call))
            (*legs)[(*n)++] = i;
    if (!*n)
        fprintf(stderr, others ? "rung: there is no SIP in what was read.\n"
                               : "rung: there is no call in what was read.\n");
    return *n ? EXIT_DONE : EXIT_NOTHING;
}

static void no_message(const struct trace *t, const struct options *c, bool selected)
{
    struct engine_totals in;
    char packets[PAPER_NUMBER];
    trace_totals(t, &in);
    paper_number(packets, in.packets);
    if (c->packet && !selected)
        fprintf(stderr,
                "rung: packet %" PRIu64 " completes no SIP message; the file%s %s packet%s.\n",
                c->packet, in.files == 1 ? " has" : "s have together", packets,
                in.packets == 1 ? "" : "s");
    else if (!trace_store(t)->messages.n)
        fprintf(stderr, "rung: there is no SIP in what was read.\n");
    else
        fprintf(stderr, "rung: no message fits what was asked for.\n");
}

int select_messages(struct trace *t, const struct options *c,
                    bool (*fn)(void *ctx, uint32_t message), void *ctx)
{
    const struct store *s = trace_store(t);
    struct match *m = NULL;
    uint32_t leg = 0;
    uint64_t shown = 0;
    int named = named_leg(t, c, &leg);
    if (named < 0)
        return EXIT_NOTHING;
    int status = select_filter(&m, t, c);
    if (status != EXIT_DONE)
        return status;
    for (uint32_t i = 1; i <= s->messages.n; i++) {
        const struct message *row = store_message(s, i);
        if (message_is_gone(row))
            continue;
        bool in = c->call_id ? row->leg == leg
                  : c->call  ? store_leg(s, row->leg)->call == store_leg(s, leg)->call
                             : session_of(s, row->leg) == session_of(s, leg);
        if ((named && !in) || (c->packet && row->packet != c->packet) ||
            row->flags & MESSAGE_SAME_HOP || !match_message(m, i))
            continue;
        shown++;
        if (!fn(ctx, i))
            break;
    }
    match_close(m);
    if (!shown)
        no_message(t, c, named || c->filter);
    return shown ? EXIT_DONE : EXIT_NOTHING;
}
