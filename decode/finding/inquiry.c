/* What is on the desk of an inquiry. Which rules there are is told by finding.c. */
#include "decode/finding/inquiry.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/finding/desk.h"
#include "decode/session/link.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"

enum {
    FIRST_MESSAGES = INQUIRY_MESSAGES / 4 * 3,
    LAST_MESSAGES = INQUIRY_MESSAGES - FIRST_MESSAGES,
    QUOTE_MAX = 200
};

bool desk_init(struct desk *d, struct trace *t, unsigned most)
{
    *d = (struct desk){ .most = most };
    d->q.trace = t;
    d->q.store = trace_store(t);
    d->q.desk = d;
    loaded_init(&d->other);
    people_init(&d->people, t);
    buf_init(&d->text, (size_t)most * FINDING_TEXT);
    d->exhibit = mem_new(INQUIRY_MESSAGES, sizeof(struct exhibit));
    d->loaded = mem_new(INQUIRY_MESSAGES, sizeof(struct loaded *));
    d->finding = mem_new(most, sizeof(struct finding));
    d->said = mem_new(most, sizeof(struct said));
    d->offers = offers_new(&d->q.store->key);
    d->exchanges = exchanges_new();
    d->heard = heard_new(d->q.store);
    return d->exhibit && d->loaded && d->finding && d->said && d->offers && d->exchanges &&
           d->heard;
}

void desk_fini(struct desk *d)
{
    for (unsigned i = 0; d->loaded && i < INQUIRY_MESSAGES; i++)
        if (d->loaded[i]) {
            loaded_fini(d->loaded[i]);
            mem_free(d->loaded[i]);
        }
    loaded_fini(&d->other);
    people_fini(&d->people);
    offers_free(d->offers);
    exchanges_free(d->exchanges);
    heard_free(d->heard);
    buf_fini(&d->text);
    mem_free(d->exhibit);
    mem_free(d->loaded);
    mem_free(d->finding);
    mem_free(d->said);
}

void desk_begin(struct desk *d, uint32_t leg, bool words)
{
    struct inquiry *q = &d->q;
    const struct store *s = q->store;
    q->first_ns = s->first_ns;
    q->end_ns = trace_end(q->trace);
    q->over = trace_is_over(q->trace);
    q->words = words;
    q->leg = leg;
    q->row = store_leg(s, leg);
    q->call = q->row ? q->row->call : 0;
    q->code = q->row ? q->row->final : 0;
    q->state = q->call ? trace_call_state(q->trace, q->row, &q->code) : CALL_INCOMPLETE;
    q->marks = 0;
    for (uint32_t i = leg; i; i = call_next(s, i, leg))
        q->marks |= store_leg(s, i)->marks;
    d->exhibits = d->offered = d->found = 0;
    d->gathered = false;
    exchanges_clear(d->exchanges);
    d->person = 0;
    buf_clear(&d->text);
}

void desk_settle(struct desk *d)
{
    for (unsigned i = 0; i < d->found; i++)
        d->finding[i].text =
            slice_sub(buf_slice(&d->text), d->said[i].at, d->said[i].at + d->said[i].n);
}

/* ---- messages */

static int by_time(const void *a, const void *b)
{
    const struct exhibit *x = a, *y = b;
    if (x->message->time_ns != y->message->time_ns)
        return x->message->time_ns < y->message->time_ns ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Of a long call its beginning and its end: the last places are a ring. */
static void gather(struct desk *d)
{
    const struct store *s = d->q.store;
    unsigned n = 0;
    if (d->gathered)
        return;
    d->gathered = true;
    for (uint32_t leg = d->q.leg; leg; leg = call_next(s, leg, d->q.leg)) {
        const struct leg *l = store_leg(s, leg);
        const struct message *m;
        for (uint32_t row = l->first; (m = store_message(s, row)) != NULL; row = m->next) {
            if (m->flags & MESSAGE_SAME_HOP)
                continue;
            unsigned at =
                n < INQUIRY_MESSAGES ? n : FIRST_MESSAGES + (n - FIRST_MESSAGES) % LAST_MESSAGES;
            d->exhibit[at] = (struct exhibit){ row, m, l };
            n++;
        }
    }
    d->exhibits = n < INQUIRY_MESSAGES ? n : INQUIRY_MESSAGES;
    qsort(d->exhibit, d->exhibits, sizeof(*d->exhibit), by_time);
}

unsigned inquiry_messages(struct inquiry *q)
{
    gather(q->desk);
    return q->desk->exhibits;
}

const struct exhibit *inquiry_message(struct inquiry *q, unsigned i)
{
    return &q->desk->exhibit[i];
}

const struct sip_index *inquiry_index(struct inquiry *q, unsigned i)
{
    struct desk *d = q->desk;
    if (i >= inquiry_messages(q))
        return NULL;
    struct loaded *l = d->loaded[i];
    if (!l) {
        l = d->loaded[i] = mem_new(1, sizeof(*l));
        if (!l)
            return NULL;
        loaded_init(l);
    }
    uint32_t row = d->exhibit[i].row;
    return l->message == row || trace_load(q->trace, row, l) ? &l->index : NULL;
}

const struct sip_index *inquiry_load(struct inquiry *q, uint32_t row)
{
    struct loaded *l = &q->desk->other;
    return l->message == row || trace_load(q->trace, row, l) ? &l->index : NULL;
}

bool inquiry_sdp(struct inquiry *q, unsigned i, struct sdp *out)
{
    const struct sip_index *x = inquiry_index(q, i);
    struct slice body = x ? sip_body_find(x, SLICE("application/sdp")) : slice_make(NULL, 0);
    return body.n && sdp_parse(out, body);
}

/* A number for an address, as the offers want it. */
static uint32_t number_of(const struct store *s, const struct addr *a)
{
    return (uint32_t)hash_addr(&s->key, a) | 1;
}

const struct offer_event *inquiry_offer(struct inquiry *q, unsigned i)
{
    struct desk *d = q->desk;
    if (d->offered > i) /* asked backwards: once more from the beginning */
        d->offered = 0;
    if (!d->offered)
        offers_clear(d->offers);
    d->event = (struct offer_event){ .role = OFFER_NONE };
    while (d->offered <= i && d->offered < inquiry_messages(q)) {
        unsigned at = d->offered++;
        const struct exhibit *e = inquiry_message(q, at);
        const struct sip_index *x = inquiry_index(q, at);
        d->event = (struct offer_event){ .role = OFFER_NONE };
        if (!x)
            continue;
        struct offer_input in = { .x = x,
                                  .leg = e->message->leg,
                                  .message = e->row,
                                  .from =
                                      number_of(q->store, &message_src(q->store, e->message)->addr),
                                  .to =
                                      number_of(q->store, &message_dst(q->store, e->message)->addr),
                                  .repeat = e->message->flags & MESSAGE_REPEAT,
                                  .cut = e->message->flags & MESSAGE_SNAPPED };
        offers_feed(d->offers, &in, &d->event);
    }
    return &d->event;
}

unsigned inquiry_method(struct inquiry *q, unsigned i)
{
    const struct message *m = inquiry_message(q, i)->message;
    if (message_is_request(m))
        return m->code < SIP_METHOD_COUNT ? m->code : SIP_METHOD_OTHER;
    if (m->flags & MESSAGE_INVITE)
        return SIP_METHOD_INVITE;
    const struct sip_index *x = inquiry_index(q, i);
    return x ? x->method : SIP_METHOD_OTHER;
}

unsigned inquiry_request(struct inquiry *q, unsigned i, enum sip_method method)
{
    unsigned n = inquiry_messages(q);
    for (; i < n; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        if (message_is_request(m) && m->code == method)
            return i;
    }
    return n;
}

unsigned inquiry_response(struct inquiry *q, unsigned i, enum sip_method method, unsigned low,
                          unsigned high)
{
    unsigned n = inquiry_messages(q);
    for (; i < n; i++) {
        const struct message *m = inquiry_message(q, i)->message;
        if (!message_is_request(m) && m->code >= low && m->code <= high &&
            !(m->flags & MESSAGE_INVITE) == (method != SIP_METHOD_INVITE) &&
            inquiry_method(q, i) == method)
            return i;
    }
    return n;
}

unsigned inquiry_request_of(struct inquiry *q, unsigned i)
{
    unsigned n = inquiry_messages(q);
    const struct sip_index *x = inquiry_index(q, i);
    if (!x)
        return n;
    const struct message *m = inquiry_message(q, i)->message;
    struct slice branch = x->via_branch;
    uint32_t cseq = x->cseq;
    unsigned method = x->method;
    for (unsigned k = i; k-- > 0;) {
        const struct message *r = inquiry_message(q, k)->message;
        if (!message_is_request(r) || r->leg != m->leg || r->code != method)
            continue;
        const struct sip_index *y = inquiry_index(q, k);
        if (y && y->cseq == cseq && slice_eq(y->via_branch, branch))
            return k;
    }
    return n;
}

unsigned inquiry_place(struct inquiry *q, uint32_t row)
{
    unsigned n = inquiry_messages(q), i = 0;
    while (i < n && inquiry_message(q, i)->row != row)
        i++;
    return i;
}

bool inquiry_hears(struct inquiry *q, const struct addr *a)
{
    return heard_hears(q->desk->heard, a);
}

bool inquiry_speaks(struct inquiry *q, const struct addr *a)
{
    return heard_speaks(q->desk->heard, a);
}

bool inquiry_has_loss(struct inquiry *q)
{
    return heard_has_loss(q->desk->heard);
}

/* ---- what was found */

struct finding *inquiry_find(struct inquiry *q)
{
    struct desk *d = q->desk;
    if (d->found == d->most)
        return NULL;
    struct finding *f = &d->finding[d->found];
    *f =
        (struct finding){ .id = d->asked, .severity = d->severity, .leg = q->leg, .call = q->call };
    d->said[d->found++] = (struct said){ (uint32_t)d->text.n, 0 };
    return f;
}

void inquiry_prove(struct inquiry *q, struct finding *f, uint32_t row)
{
    const struct message *m = store_message(q->store, row);
    if (!f || !m)
        return;
    unsigned at = f->messages;
    while (at > 0 && (store_message(q->store, f->message[at - 1])->time_ns > m->time_ns ||
                      (store_message(q->store, f->message[at - 1])->time_ns == m->time_ns &&
                       f->message[at - 1] > row)))
        at--;
    if (at && f->message[at - 1] == row)
        return;
    if (f->messages == FINDING_PROOFS) { /* the last one gives its place to what is later */
        if (at == f->messages)
            f->message[at - 1] = row;
        return;
    }
    memmove(f->message + at + 1, f->message + at, (f->messages - at) * sizeof(f->message[0]));
    f->message[at] = row;
    f->messages++;
}

/* The buffer, where there is something to be said: only the finding begun last has its end. */
static struct buf *begin(struct inquiry *q, const struct finding *f)
{
    struct desk *d = q->desk;
    if (!f || !q->words || f != &d->finding[d->found - 1] ||
        d->said[d->found - 1].n >= FINDING_TEXT)
        return NULL;
    return &d->text;
}

static void end(struct inquiry *q)
{
    struct said *s = &q->desk->said[q->desk->found - 1];
    size_t n = q->desk->text.n - s->at;
    if (n > FINDING_TEXT)
        q->desk->text.n = s->at + (n = FINDING_TEXT);
    s->n = (uint32_t)n;
}

void inquiry_say(struct inquiry *q, struct finding *f, const char *fmt, ...)
{
    struct buf *b = begin(q, f);
    char text[FINDING_TEXT];
    va_list ap;
    if (!b)
        return;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    if (n > 0)
        buf_add(b, text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1);
    end(q);
}

void inquiry_quote(struct inquiry *q, struct finding *f, struct slice text)
{
    struct buf *b = begin(q, f);
    if (!b)
        return;
    text = slice_trim(text);
    buf_add(b, text.p, text.n < QUOTE_MAX ? text.n : QUOTE_MAX);
    end(q);
}

/* ---- who */

/* The message whose From and To are those of the call: its first INVITE at the hop nearest the
 * caller, else its first request, else its first message. */
static unsigned person_message(struct inquiry *q)
{
    struct desk *d = q->desk;
    unsigned n = inquiry_messages(q), at = n;
    if (d->person)
        return d->person - 1;
    if (q->row->m_invite)
        at = inquiry_place(q, q->row->m_invite);
    for (unsigned i = 0; i < n && at == n; i++)
        at = message_is_request(inquiry_message(q, i)->message) ? i : n;
    if (at == n)
        at = 0;
    d->person = at + 1;
    return at;
}

static struct slice user_of(struct slice header)
{
    struct sip_uri u = sip_uri_parse(sip_address_parse(header).uri);
    return u.user.n ? u.user : u.host;
}

void inquiry_say_person(struct inquiry *q, struct finding *f, struct slice header)
{
    struct people *people = &q->desk->people;
    struct slice user = user_of(header), who = sip_address_parse(header).display;
    if (!begin(q, f))
        return;
    if (!who.n && user.n) {
        people_read(people, q->leg);
        who = people_name(people, user);
    }
    if (who.n)
        inquiry_quote(q, f, who);
    else
        inquiry_say(q, f, "somebody");
}

static void say_party(struct inquiry *q, struct finding *f, enum sip_header which)
{
    const struct sip_index *x =
        q->words && q->row && inquiry_messages(q) ? inquiry_index(q, person_message(q)) : NULL;
    inquiry_say_person(q, f, x ? sip_header_find(x, which) : slice_make(NULL, 0));
}

void inquiry_say_caller(struct inquiry *q, struct finding *f)
{
    say_party(q, f, SIP_FROM);
}

void inquiry_say_callee(struct inquiry *q, struct finding *f)
{
    say_party(q, f, SIP_TO);
}

static void say_header(struct inquiry *q, struct finding *f, unsigned i, enum sip_header h)
{
    const struct sip_index *x = begin(q, f) ? inquiry_index(q, i) : NULL;
    if (x)
        inquiry_say_person(q, f, sip_header_find(x, h));
}

void inquiry_say_asker(struct inquiry *q, struct finding *f, unsigned i)
{
    say_header(q, f, i, SIP_FROM);
}

void inquiry_say_answerer(struct inquiry *q, struct finding *f, unsigned i)
{
    say_header(q, f, i, SIP_TO);
}

/* Is this address that of the caller, by the first INVITE, or that of who answered it where only
 * one hop is seen? */
static bool is_caller(struct inquiry *q, const struct addr *a)
{
    const struct message *m = store_message(q->store, q->row->m_invite);
    return m && addr_eq(&message_src(q->store, m)->addr, a);
}

/* The callee is where the INVITE with the most Via values went to. */
static bool is_callee(struct inquiry *q, const struct addr *a)
{
    const struct message *last = NULL;
    uint32_t vias = 0;
    unsigned n = inquiry_messages(q);
    for (unsigned i = inquiry_request(q, 0, SIP_METHOD_INVITE); i < n;
         i = inquiry_request(q, i + 1, SIP_METHOD_INVITE)) {
        const struct sip_index *x = inquiry_index(q, i);
        if (x && !x->to_tag.n && x->vias >= vias) {
            vias = x->vias;
            last = inquiry_message(q, i)->message;
        }
    }
    return last && addr_eq(&message_dst(q->store, last)->addr, a);
}

static void say_end(struct inquiry *q, struct finding *f, const struct addr *a)
{
    if (!begin(q, f))
        return;
    if (is_caller(q, a))
        inquiry_say_caller(q, f);
    else if (is_callee(q, a))
        inquiry_say_callee(q, f);
    else
        inquiry_say_address(q, f, a);
}

void inquiry_say_sender(struct inquiry *q, struct finding *f, unsigned i)
{
    say_end(q, f, &message_src(q->store, inquiry_message(q, i)->message)->addr);
}

void inquiry_say_receiver(struct inquiry *q, struct finding *f, unsigned i)
{
    say_end(q, f, &message_dst(q->store, inquiry_message(q, i)->message)->addr);
}

void inquiry_say_address(struct inquiry *q, struct finding *f, const struct addr *a)
{
    char text[ADDR_TEXT];
    if (!begin(q, f))
        return;
    addr_format(text, a);
    inquiry_say(q, f, "%s", text);
}

void inquiry_say_endpoint(struct inquiry *q, struct finding *f, const struct endpoint *e)
{
    char text[ENDPOINT_TEXT];
    if (!begin(q, f))
        return;
    endpoint_format(text, e);
    inquiry_say(q, f, "%s", text);
}

void inquiry_say_time(struct inquiry *q, struct finding *f, int64_t ns)
{
    char text[CLOCK_TEXT];
    if (!begin(q, f))
        return;
    clock_duration(text, ns);
    inquiry_say(q, f, "%s", text);
}
