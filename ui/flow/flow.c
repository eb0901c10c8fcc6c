/* From the messages of some legs to the rows of a ladder. Who stands in which column is told by
 * cast.c, name.c and order.c, the words at an arrow by detail.c. */
#include "ui/flow/flow.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "decode/sip/status.h"
#include "ui/flow/cast.h"
#include "ui/flow/detail.h"
#include "ui/flow/name.h"
#include "ui/flow/order.h"
#include "ui/flow/strings.h"
#include "ui/flow/text.h"

enum { TITLE_CALLS = 3 }; /* so many are named in the title */

/* What flow_new hands out; the texts live beside it. */
struct drawn {
    struct flow flow;
    struct strings strings;
    const char **endpoints;
};

struct moment {
    int64_t time_ns;
    uint32_t message;
};

/* Everything that is needed while a ladder is made. */
struct draft {
    struct trace *trace;
    const struct store *store;
    const struct flow_options *options;
    struct drawn *drawn;
    struct moment *moment;
    size_t moments;
    struct loaded loaded;
    struct buf text;
    struct cast cast;
    struct map first_copies; /* on its path: a = row + 1, b = the row is itself a repeat */
    struct map any_path;     /* same message on any path: a, b = its nodes */
    struct map transactions; /* on its hop: a = number */
    struct map requests;     /* on any hop: a = number */
    uint32_t numbers;        /* transactions numbered */
    uint64_t first_invite;   /* which request the first INVITE is */
    uint32_t caller;         /* node; 0: none yet */
    uint32_t caller_vias;
    unsigned kinds[LEG_SUBSCRIPTION + 1];
    unsigned read; /* messages whose bytes could be read */
};

/* ---- which messages */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static int by_time(const void *a, const void *b)
{
    const struct moment *x = a, *y = b;
    if (x->time_ns != y->time_ns)
        return x->time_ns < y->time_ns ? -1 : 1;
    return x->message < y->message ? -1 : x->message > y->message;
}

/* The messages of the legs in order of time, each leg once. */
static int gather(struct draft *d, const uint32_t *leg, unsigned legs)
{
    uint32_t *sorted = mem_new(legs, sizeof(*sorted));
    size_t room = 0;
    if (!sorted)
        return -ENOMEM;
    for (unsigned i = 0; i < legs; i++)
        sorted[i] = leg[i];
    qsort(sorted, legs, sizeof(*sorted), by_number);
    for (unsigned i = 0; i < legs; i++) {
        const struct leg *l = store_leg(d->store, sorted[i]);
        room += l && (!i || sorted[i] != sorted[i - 1]) ? l->messages : 0;
    }
    d->moment = mem_new(room, sizeof(*d->moment));
    for (unsigned i = 0; i < legs && d->moment; i++) {
        const struct leg *l = store_leg(d->store, sorted[i]);
        if (!l || (i && sorted[i] == sorted[i - 1]))
            continue;
        const struct message *m;
        for (uint32_t row = l->first; d->moments < room; row = m->next) {
            m = store_message(d->store, row);
            if (!m)
                break;
            d->moment[d->moments++] = (struct moment){ m->time_ns, row };
        }
        d->drawn->flow.calls++;
        d->kinds[l->kind]++;
    }
    mem_free(sorted);
    if (!d->moment)
        return -ENOMEM;
    qsort(d->moment, d->moments, sizeof(*d->moment), by_time);
    return 0;
}

/* ---- one message */

/* Equal for the copies of a message on one hop. */
static uint64_t copy_key(const struct draft *d, const struct message *m, const struct sip_index *x)
{
    const struct cast *c = &d->cast;
    uint64_t h = hash_mix(c->key->k0 ^ m->leg, x->cseq);
    h = cast_hash(c, h, x->start_line);
    h = cast_hash(c, h, x->via_branch);
    h = cast_hash(c, h, x->cseq_method);
    return cast_hash(c, h, x->to_tag);
}

/* Equal for the messages of a transaction (3261 17.1.3); an ACK to a failure is one of them. */
static uint64_t transaction_key(const struct draft *d, const struct message *m,
                                const struct sip_index *x)
{
    const struct cast *c = &d->cast;
    uint64_t h = hash_mix(c->key->k1 ^ m->leg, x->cseq);
    struct slice method = x->request ? x->method_name : x->cseq_method;
    if (slice_eq(method, SLICE("ACK")))
        method = SLICE("INVITE");
    h = cast_hash(c, h, x->via_branch);
    h = cast_hash(c, h, method);
    return cast_hash(c, h, x->from_tag);
}

/* The same for both directions of a hop; ports count only where a host talks to itself. */
static uint64_t hop_key(const struct draft *d, uint32_t from, uint32_t to)
{
    uint32_t a = cast_node_get(&d->cast, from)->host, b = cast_node_get(&d->cast, to)->host;
    if (a == b) {
        a = from;
        b = to;
    }
    return a < b ? hash_mix(a, b) : hash_mix(b, a);
}

static uint32_t transaction_of(struct draft *d, const struct message *m, const struct sip_index *x,
                               uint64_t hop)
{
    uint64_t key = transaction_key(d, m, x);
    struct map_entry *here = map_get(&d->transactions, hash_mix(key, hop));
    struct map_entry *there = map_get(&d->requests, key);
    if (!here || !there)
        return 0;
    if (!here->a && !x->request && there->a)
        here->a = there->a; /* answered from another address */
    if (!here->a)
        here->a = ++d->numbers;
    if (x->request)
        there->a = here->a;
    return here->a;
}

static enum flow_class class_of(const struct message *m)
{
    if (message_is_request(m))
        return FLOW_REQUEST;
    if (m->code == 401 || m->code == 407)
        return FLOW_CHALLENGE;
    return m->code < 200   ? FLOW_PROVISIONAL
           : m->code < 300 ? FLOW_SUCCESS
           : m->code < 400 ? FLOW_REDIRECT
                           : FLOW_FAILURE;
}

/* "INVITE", "180 Ringing". */
static const char *row_text(struct draft *d, const struct message *m, const struct sip_index *x)
{
    buf_clear(&d->text);
    if (message_is_request(m)) {
        if (x)
            text_add(&d->text, x->method_name);
        else
            buf_adds(&d->text, store_method_name(d->store, m->code));
    } else {
        struct slice reason = x ? slice_trim(x->reason) : slice_of("");
        buf_printf(&d->text, "%u ", m->code);
        text_add(&d->text, reason.n ? reason : slice_of(sip_status_reason(m->code)));
    }
    struct strings *s = &d->drawn->strings;
    return strings_get(s, strings_add(s, slice_trim(buf_slice(&d->text))));
}

static void add_row(struct draft *d, uint32_t row, const struct message *m,
                    const struct sip_index *x, uint32_t from, uint32_t to)
{
    struct flow *f = &d->drawn->flow;
    struct strings *s = &d->drawn->strings;
    struct flow_row *r = &f->row[f->rows++];
    *r = (struct flow_row){ .kind = FLOW_MESSAGE,
                            .cls = class_of(m),
                            .step = ++f->steps,
                            .from = from, /* nodes, until the columns are known */
                            .to = to,
                            .time_ns = m->time_ns,
                            .delta_ns = f->rows > 1 ? m->time_ns - r[-1].time_ns : 0,
                            .message = row,
                            .packet = m->packet,
                            .leg = m->leg,
                            .call = store_leg(d->store, m->leg)->call,
                            .repeat = d->options->unfold && m->flags & MESSAGE_REPEAT,
                            .sdp = m->flags & MESSAGE_SDP,
                            .faulty = m->flags & MESSAGE_FAULTY,
                            .snapped = m->flags & MESSAGE_SNAPPED,
                            .file = trace_segment(d->trace, m),
                            .text = row_text(d, m, x),
                            .detail = "",
                            .call_id = "",
                            .description = "" };
    f->last_ns = m->time_ns;
    if (!x)
        return;
    buf_clear(&d->text);
    detail_format(&d->text, x);
    r->detail = strings_get(s, strings_add_clean(s, buf_slice(&d->text)));
    r->call_id = strings_get(s, strings_add_clean(s, x->call_id));
    r->transaction = transaction_of(d, m, x, hop_key(d, from, to));
}

/* The caller is where the first INVITE of all starts, on the hop nearest to him; an answer tells
 * that as well. */
static void see_caller(struct draft *d, const struct message *m, const struct sip_index *x,
                       uint32_t caller)
{
    if (!slice_eq(x->request ? x->method_name : x->cseq_method, SLICE("INVITE")))
        return;
    uint64_t which = cast_hash(&d->cast, hash_mix(m->leg, x->cseq), x->from_tag);
    if (d->caller && (which != d->first_invite || x->vias >= d->caller_vias))
        return;
    d->first_invite = which;
    d->caller = caller;
    d->caller_vias = x->vias;
}

/* The other side of a NAT: no arrow, but two addresses of one participant. */
static void see_twin(struct draft *d, uint64_t copy, uint32_t from, uint32_t to)
{
    const struct map_entry *e = map_find(&d->any_path, copy);
    if (!e)
        return;
    const struct cast *c = &d->cast;
    bool same_from = cast_node_get(c, e->a)->host == cast_node_get(c, from)->host;
    bool same_to = cast_node_get(c, e->b)->host == cast_node_get(c, to)->host;
    if (same_to && !same_from)
        cast_twins(&d->cast, e->a, from);
    else if (same_from && !same_to)
        cast_twins(&d->cast, e->b, to);
}

/* Is this a copy of a row that is there? Then the row counts it. */
static bool fold(struct draft *d, const struct message *m, uint64_t copy)
{
    struct flow *f = &d->drawn->flow;
    bool repeat = m->flags & MESSAGE_REPEAT;
    struct map_entry *e = map_get(&d->first_copies, hash_mix(copy, m->path));
    if (!e)
        return false;
    if (e->a && (repeat || e->b) && !d->options->unfold) {
        struct flow_row *row = &f->row[e->a - 1];
        row->repeats++;
        row->repeat_ns = m->time_ns - row->time_ns;
        f->last_ns = m->time_ns;
        if (!repeat)
            e->b = 0;
        return true;
    }
    if (!e->a) {
        e->a = f->rows + 1;
        e->b = repeat;
    }
    return false;
}

static int take(struct draft *d, uint32_t row)
{
    const struct message *m = store_message(d->store, row);
    const struct sip_index *x = trace_load(d->trace, row, &d->loaded) ? &d->loaded.index : NULL;
    uint32_t from = cast_node(&d->cast, message_src(d->store, m));
    uint32_t to = cast_node(&d->cast, message_dst(d->store, m));
    if (!from || !to)
        return -ENOMEM;
    d->read += !!x;
    uint64_t copy = x ? copy_key(d, m, x) : 0;
    if (m->flags & MESSAGE_SAME_HOP) {
        if (x)
            see_twin(d, copy, from, to);
        return 0;
    }
    if (x && fold(d, m, copy))
        return 0;
    bool stream = message_transport(d->store, m) != TRANSPORT_UDP;
    cast_see(&d->cast, &(struct sighting){ x, from, to, m->leg, stream });
    if (x) {
        struct map_entry *e = map_get(&d->any_path, copy);
        if (e) {
            e->a = from;
            e->b = to;
        }
        see_caller(d, m, x, x->request ? from : to);
    }
    add_row(d, row, m, x, from, to);
    return d->drawn->strings.failed ? -ENOMEM : 0;
}

/* ---- columns */

/* The arrows between each two participants, counted. */
static int count_edges(const struct flow *f, const struct cast *c, struct order_edge **out,
                       unsigned *edges)
{
    struct map pairs;
    int r = map_init(&pairs);
    for (unsigned i = 0; i < f->rows && !r; i++) {
        unsigned a = f->row[i].from, b = f->row[i].to;
        if (a == b)
            continue;
        uint64_t key = a < b ? (uint64_t)a << 32 | b : (uint64_t)b << 32 | a;
        struct map_entry *e = map_get(&pairs, hash_mix(c->key->k0, key));
        if (!e) {
            r = -ENOMEM;
            break;
        }
        e->a = i;
        e->b++;
    }
    struct order_edge *edge = r ? NULL : mem_new(pairs.rows.n, sizeof(*edge));
    for (unsigned i = 0; i < pairs.rows.n && edge; i++) {
        const struct map_entry *e = pool_at(&pairs.rows, i + 1);
        edge[i] = (struct order_edge){ f->row[e->a].from, f->row[e->a].to, e->b };
    }
    *out = edge;
    *edges = pairs.rows.n;
    map_fini(&pairs);
    return edge ? 0 : -ENOMEM;
}

/* Addresses and endpoints of the participants. */
static int fill_columns(struct draft *d, const unsigned *place)
{
    struct flow *f = &d->drawn->flow;
    const struct cast *c = &d->cast;
    struct strings *s = &d->drawn->strings;
    const char **next = d->drawn->endpoints = mem_new(c->nodes.n, sizeof(*next));
    f->participants = c->groups;
    f->participant = mem_new(c->groups, sizeof(*f->participant));
    if (!next || !f->participant)
        return -ENOMEM;
    for (uint32_t n = 1; n <= c->nodes.n; n++)
        f->participant[place[cast_node_get(c, n)->group]].endpoints++;
    for (unsigned i = 0; i < f->participants; i++) {
        f->participant[i].endpoint = next;
        next += f->participant[i].endpoints;
        f->participant[i].endpoints = 0;
    }
    for (uint32_t n = 1; n <= c->nodes.n; n++) {
        const struct node *node = cast_node_get(c, n);
        struct flow_participant *p = &f->participant[place[node->group]];
        char text[ENDPOINT_TEXT];
        size_t len = endpoint_format(text, &node->end);
        uint32_t full = strings_add(s, slice_make(text, len));
        if (!p->endpoints) {
            bool split = cast_host_get(c, node->host)->split;
            p->addr = node->end.addr;
            if (!split)
                len = addr_format(text, &node->end.addr);
            p->address = strings_get(s, strings_add(s, slice_make(text, len)));
        }
        p->endpoint[p->endpoints++] = strings_get(s, full);
    }
    return s->failed ? -ENOMEM : 0;
}

static int settle_columns(struct draft *d)
{
    struct flow *f = &d->drawn->flow;
    struct cast *c = &d->cast;
    cast_settle(c);
    for (unsigned i = 0; i < f->rows; i++) {
        f->row[i].from = cast_node_get(c, f->row[i].from)->group;
        f->row[i].to = cast_node_get(c, f->row[i].to)->group;
    }
    unsigned edges = 0, left = d->caller ? cast_node_get(c, d->caller)->group : 0;
    struct order_edge *edge = NULL;
    unsigned *place = mem_new(c->groups, sizeof(*place));
    int r = place ? count_edges(f, c, &edge, &edges) : -ENOMEM;
    if (!r)
        r = order_columns(place, c->groups, left, edge, edges);
    for (unsigned i = 0; i < f->rows && !r; i++) {
        f->row[i].from = place[f->row[i].from];
        f->row[i].to = place[f->row[i].to];
    }
    if (!r)
        r = fill_columns(d, place);
    if (!r)
        r = name_all(c, f->participant, place, d->options);
    mem_free(edge);
    mem_free(place);
    return r;
}

/* ---- title and legend */

/* "User A → User B", or false. */
static bool add_people(struct draft *d, uint32_t message)
{
    struct strings *s = &d->drawn->strings;
    if (!trace_load(d->trace, message, &d->loaded))
        return false;
    const struct sip_index *x = &d->loaded.index;
    uint32_t from = name_person(&d->cast, sip_header_find(x, SIP_FROM));
    uint32_t to = name_person(&d->cast, sip_header_find(x, SIP_TO));
    if (!from && !to)
        return false;
    buf_adds(&d->text, from ? strings_get(s, from) : "?");
    if (from != to)
        buf_printf(&d->text, " \xe2\x86\x92 %s", to ? strings_get(s, to) : "?");
    return true;
}

/* "2 calls · 1 registration" */
static void add_counts(struct draft *d)
{
    static const struct {
        enum leg_kind kind;
        const char *one, *many;
    } word[] = {
        { LEG_CALL, "call", "calls" },
        { LEG_REGISTRATION, "registration", "registrations" },
        { LEG_SUBSCRIPTION, "subscription", "subscriptions" },
        { LEG_OTHER, "other Call-ID", "other Call-IDs" },
    };
    if (d->kinds[LEG_OTHER] == d->drawn->flow.calls) {
        buf_printf(&d->text, "%u Call-IDs", d->kinds[LEG_OTHER]);
        return;
    }
    for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
        unsigned n = d->kinds[word[i].kind];
        if (n)
            buf_printf(&d->text, "%s%u %s", d->text.n ? " \xc2\xb7 " : "", n,
                       n == 1 ? word[i].one : word[i].many);
    }
}

/* "User A → User B"; where nobody is named, the method. */
static void add_who(struct draft *d, const struct flow_row *row)
{
    const struct leg *leg = store_leg(d->store, row->leg);
    if (!add_people(d, leg->m_invite ? leg->m_invite : row->message))
        buf_adds(&d->text,
                 store_method_name(d->store, store_message(d->store, row->message)->code));
}

/* "failed 408"; of what is no call, what it is. */
static void add_what(struct draft *d, const struct flow_row *row)
{
    const struct leg *leg = store_leg(d->store, row->leg);
    unsigned code = 0;
    if (leg->kind != LEG_CALL) {
        buf_adds(&d->text, leg->kind == LEG_REGISTRATION   ? "registration"
                           : leg->kind == LEG_SUBSCRIPTION ? "subscription"
                                                           : row->text);
        return;
    }
    enum call_state state = trace_call_state(d->trace, leg, &code);
    buf_adds(&d->text, call_state_words(state));
    if (state == CALL_FAILED && code)
        buf_printf(&d->text, " %u", code);
}

/* The story in people: "User A → User B · completed". */
static void add_leg(struct draft *d, const struct flow_row *row)
{
    add_who(d, row);
    buf_adds(&d->text, " \xc2\xb7 ");
    add_what(d, row);
}

/* A few calls one after the other; more are only counted. */
static void add_calls(struct draft *d)
{
    const struct flow *f = &d->drawn->flow;
    uint32_t seen[TITLE_CALLS] = { 0 };
    unsigned n = 0;
    for (unsigned i = 0; i < f->rows && n < TITLE_CALLS; i++) {
        unsigned k = 0;
        while (k < n && seen[k] != f->row[i].leg)
            k++;
        if (k < n || store_leg(d->store, f->row[i].leg)->kind != LEG_CALL)
            continue;
        seen[n++] = f->row[i].leg;
        buf_adds(&d->text, n > 1 ? " \xe2\x80\x94 " : "");
        add_leg(d, &f->row[i]);
    }
}

static void make_title(struct draft *d)
{
    struct flow *f = &d->drawn->flow;
    struct strings *s = &d->drawn->strings;
    buf_clear(&d->text);
    if (f->calls == 1)
        add_leg(d, &f->row[0]);
    else if (d->kinds[LEG_CALL] && d->kinds[LEG_CALL] <= TITLE_CALLS)
        add_calls(d);
    else
        add_counts(d);
    f->title = strings_get(s, strings_add(s, buf_slice(&d->text)));
}

static const char *made(struct draft *d, void (*add)(struct draft *, const struct flow_row *),
                        const struct flow_row *row)
{
    struct strings *s = &d->drawn->strings;
    buf_clear(&d->text);
    add(d, row);
    return strings_get(s, strings_add(s, buf_slice(&d->text)));
}

/* Which Call-IDs there are, as they appear. */
static void make_legend(struct draft *d)
{
    struct flow *f = &d->drawn->flow;
    uint32_t seen[FLOW_CALLS_MAX] = { 0 };
    for (unsigned i = 0; i < f->rows && f->told < FLOW_CALLS_MAX; i++) {
        const struct flow_row *row = &f->row[i];
        unsigned k = 0;
        while (k < f->told && seen[k] != row->leg)
            k++;
        if (k < f->told)
            continue;
        seen[f->told] = row->leg;
        f->call[f->told++] = (struct flow_call){ .number = row->call,
                                                 .people = made(d, add_who, row),
                                                 .state = made(d, add_what, row),
                                                 .call_id = row->call_id };
    }
}

/* ---- all of it */

static int draw(struct draft *d, const uint32_t *leg, unsigned legs)
{
    struct flow *f = &d->drawn->flow;
    int r = gather(d, leg, legs);
    if (!r && !(f->row = mem_new(d->moments, sizeof(*f->row))))
        r = -ENOMEM;
    for (size_t i = 0; i < d->moments && !r; i++)
        r = take(d, d->moment[i].message);
    if (!r && (!d->read || !f->rows))
        return -ENODATA;
    if (!r)
        r = settle_columns(d);
    if (r)
        return r;
    f->first_ns = f->row[0].time_ns;
    make_title(d);
    make_legend(d);
    return d->drawn->strings.failed ? -ENOMEM : 0;
}

static int draft_init(struct draft *d)
{
    bool ok = !strings_init(&d->drawn->strings, &d->store->key);
    loaded_init(&d->loaded);
    buf_init(&d->text, 8 * TEXT_MAX);
    ok &= !cast_init(&d->cast, &d->store->key, &d->drawn->strings);
    ok &= !map_init(&d->first_copies);
    ok &= !map_init(&d->any_path);
    ok &= !map_init(&d->transactions);
    ok &= !map_init(&d->requests);
    return ok ? 0 : -ENOMEM;
}

static void draft_fini(struct draft *d)
{
    mem_free(d->moment);
    loaded_fini(&d->loaded);
    buf_fini(&d->text);
    cast_fini(&d->cast);
    map_fini(&d->first_copies);
    map_fini(&d->any_path);
    map_fini(&d->transactions);
    map_fini(&d->requests);
}

int flow_new(struct flow **out, struct trace *t, const uint32_t *leg, unsigned legs,
             const struct flow_options *o, struct err *err)
{
    static const struct flow_options usual = { .unfold = false };
    struct draft d = { .trace = t, .store = trace_store(t), .options = o ? o : &usual };
    d.drawn = mem_new(1, sizeof(*d.drawn));
    if (!d.drawn)
        return err_set(err, -ENOMEM, "There is not enough memory to draw the ladder.");
    int r = draft_init(&d);
    if (!r)
        r = draw(&d, leg, legs);
    draft_fini(&d);
    if (!r) {
        *out = &d.drawn->flow;
        return 0;
    }
    flow_free(&d.drawn->flow);
    if (!d.moments && r == -ENODATA)
        return err_set(err, r, "There are no SIP messages to draw.");
    return r == -ENODATA ? err_set(err, r, "The messages to draw cannot be read any more.")
                         : err_set(err, r, "There is not enough memory to draw the ladder.");
}

void flow_free(struct flow *f)
{
    struct drawn *d = (struct drawn *)f;
    if (!d)
        return;
    mem_free(f->participant);
    mem_free(f->row);
    mem_free(d->endpoints);
    strings_fini(&d->strings);
    mem_free(d);
}
