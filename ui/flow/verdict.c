/* From the rows of a call to sentences about it. */
#include "ui/flow/verdict.h"

#include "base/clock.h"
#include "decode/call.h"
#include "decode/mark.h"
#include "decode/sip/cause.h"
#include "decode/sip/field.h"
#include "decode/sip/passport.h"
#include "decode/sip/status.h"
#include "decode/sip/warning.h"

enum { CAUSE_MAX = 127 };

void verdict_init(struct verdict *v)
{
    v->lines = 0;
    buf_init(&v->text, VERDICT_BYTES);
    loaded_init(&v->loaded);
}

void verdict_fini(struct verdict *v)
{
    buf_fini(&v->text);
    loaded_fini(&v->loaded);
}

/* Ends a sentence that began at `at`. */
static void add_line(struct verdict *v, size_t at, uint32_t message)
{
    if (v->lines == VERDICT_LINES || v->text.n == at)
        return;
    v->line[v->lines].at = (uint32_t)at;
    v->line[v->lines].n = (uint32_t)(v->text.n - at);
    v->line[v->lines++].message = message;
}

static void add_party(struct buf *b, const struct column_party *p)
{
    if (p->name.n)
        column_add_name(b, p);
    else if (p->user.n || p->host.n)
        buf_add(b, p->user.n ? p->user.p : p->host.p, p->user.n ? p->user.n : p->host.n);
    else
        buf_adds(b, "somebody");
}

static void add_address(struct buf *b, const struct endpoint *e)
{
    char text[ENDPOINT_TEXT];
    endpoint_format(text, e);
    buf_adds(b, text);
}

/* Reason: Q.850;cause=17;text="User busy", in words (3326, Q.850). */
static void add_reason_header(struct buf *b, const struct sip_index *x)
{
    struct slice list = sip_header_find(x, SIP_REASON), value;
    for (size_t at = 0; sip_value_next(list, &at, &value);) {
        size_t semi = slice_index(value, ';');
        struct slice params = slice_sub(value, semi, value.n);
        struct slice cause = sip_param_find(params, SLICE("cause"));
        struct slice text = sip_param_find(params, SLICE("text"));
        uint64_t number = slice_number(cause, 1000, NULL);
        bool isdn = slice_istarts(value, SLICE("Q.850"));
        const char *words = isdn && number <= CAUSE_MAX ? sip_cause_words((unsigned)number) : "";
        buf_adds(b, "; Reason: ");
        buf_add(b, value.p, semi);
        if (cause.n)
            buf_printf(b, " %.*s", (int)(cause.n < 8 ? cause.n : 8), cause.p);
        if (*words)
            buf_printf(b, " (%s)", words);
        if (text.n) {
            buf_adds(b, " \"");
            buf_add(b, text.p, text.n);
            buf_addc(b, '"');
        }
    }
}

static void add_warning(struct buf *b, const struct sip_index *x)
{
    struct slice warning = sip_header_find(x, SIP_WARNING);
    if (!warning.n)
        return;
    const char *words = sip_warning_words((unsigned)slice_number(warning, 1000, NULL));
    buf_adds(b, "; Warning");
    if (*words)
        buf_printf(b, " (%s)", words);
    buf_adds(b, ": ");
    buf_add(b, warning.p, warning.n);
}

/* The first hop of the INVITE that has an Identity header: often a proxy signs. 0: none has. */
static uint32_t signed_invite(struct verdict *v, const struct column_row *r)
{
    enum { HOPS = 8 };
    const struct store *s = trace_store(r->trace);
    const struct message *m;
    unsigned n = 0;
    for (uint32_t row = r->leg->m_invite; n < HOPS && (m = store_message(s, row)); row = m->next) {
        if (!message_is_request(m) || m->code != SIP_METHOD_INVITE || m->flags & MESSAGE_REPEAT)
            continue;
        n++;
        if (trace_load(r->trace, row, &v->loaded) &&
            sip_header_find(&v->loaded.index, SIP_IDENTITY).p)
            return row;
    }
    return 0;
}

/* Identity headers in words, one line each (8224, 8225). */
static void say_identity(struct verdict *v, struct column_row *r)
{
    enum { IDENTITIES = 2 };
    struct passport p;
    uint32_t row = r->call && r->leg->marks & MARK(IDENTITY) ? signed_invite(v, r) : 0;
    if (!row)
        return;
    int64_t sent = store_message(trace_store(r->trace), row)->time_ns / NS_PER_S;
    size_t next = 0;
    for (unsigned i = 0; i < IDENTITIES && passport_next(&p, &v->loaded.index, &next); i++) {
        size_t at = v->text.n;
        buf_adds(&v->text, "Identity: ");
        passport_words(&v->text, &p, sent - p.iat);
        buf_adds(&v->text, ". The signature itself was not checked.");
        add_line(v, at, row);
    }
}

static void say_refusal(struct verdict *v, struct column_row *r)
{
    const struct store *s = trace_store(r->trace);
    struct buf *b = &v->text;
    size_t at = b->n;
    uint32_t final = r->leg->m_final;
    if (r->code < 300 || !final || (r->call && r->leg->m_answer))
        return;
    buf_printf(b, "%u %s", r->code, sip_status_reason(r->code));
    if (*sip_status_help(r->code))
        buf_printf(b, ": %s", sip_status_help(r->code));
    if (trace_load(r->trace, final, &v->loaded)) {
        add_reason_header(b, &v->loaded.index);
        add_warning(b, &v->loaded.index);
    }
    buf_addc(b, '.');
    add_line(v, at, final);
    uint32_t first = r->call ? call_refused_at(s, r->leg_row) : final;
    const struct message *m = store_message(s, first ? first : final);
    at = b->n;
    buf_printf(b, "It was made by ");
    add_address(b, message_src(s, m));
    if (m->code != r->code)
        buf_printf(b, " as %u %s", m->code, sip_status_reason(m->code));
    if (m->path >> 1 != store_message(s, final)->path >> 1) {
        buf_adds(b, " and came to the caller by ");
        add_address(b, message_src(s, store_message(s, final)));
    }
    buf_addc(b, '.');
    add_line(v, at, first);
}

static void say_hangup(struct verdict *v, struct column_row *r)
{
    struct buf *b = &v->text;
    size_t at = b->n;
    enum call_side side = r->call ? call_hung_up(r->leg) : CALL_NOBODY;
    if (side == CALL_NOBODY || !trace_load(r->trace, r->leg->m_bye, &v->loaded))
        return;
    if (side == CALL_OTHER)
        add_address(b, message_src(trace_store(r->trace),
                                   store_message(trace_store(r->trace), r->leg->m_bye)));
    else
        add_party(b, side == CALL_CALLER ? &r->from : &r->to);
    buf_adds(b, side == CALL_CALLER   ? " (the caller) hung up"
                : side == CALL_CALLEE ? " (the callee) hung up"
                                      : " hung up");
    if (r->talk_ns >= 0) {
        char text[CLOCK_TEXT];
        clock_duration(text, r->talk_ns);
        buf_printf(b, " after %s", text);
    }
    add_reason_header(b, &v->loaded.index);
    buf_addc(b, '.');
    add_line(v, at, r->leg->m_bye);
}

static void add_delay(struct buf *b, size_t at, const char *name, int64_t ns)
{
    char text[CLOCK_TEXT];
    if (ns < 0)
        return;
    clock_duration(text, ns);
    buf_printf(b, "%s%s %s", b->n > at ? " · " : "", name, text);
}

static int64_t between(const struct store *s, uint32_t from, uint32_t to)
{
    return from && to ? store_message(s, to)->time_ns - store_message(s, from)->time_ns : -1;
}

/* RFC 6076 has the names SRD, SDD and SDT. */
static void say_delays(struct verdict *v, const struct column_row *r)
{
    const struct store *s = trace_store(r->trace);
    const struct leg *l = r->leg;
    size_t at = v->text.n;
    uint32_t first = l->m_ring ? l->m_ring : l->m_answer ? l->m_answer : l->m_final;
    if (!r->call || !l->m_invite)
        return;
    add_delay(&v->text, at, "first sign of the callee (SRD)", between(s, l->m_invite, first));
    add_delay(&v->text, at, "answered after", r->setup_ns);
    add_delay(&v->text, at, "answer confirmed after", between(s, l->m_answer, l->m_ack));
    add_delay(&v->text, at, "talk (SDT)", r->talk_ns);
    add_delay(&v->text, at, "end confirmed after (SDD)", between(s, l->m_bye, l->m_end));
    add_line(v, at, 0);
}

void verdict_read(struct verdict *v, struct column_row *r)
{
    buf_clear(&v->text);
    v->lines = 0;
    say_refusal(v, r);
    say_hangup(v, r);
    say_delays(v, r);
    say_identity(v, r);
}
