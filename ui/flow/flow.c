/* From the messages of some legs to the rows of a ladder. Who stands in which column is told by
 * cast.c, name.c and order.c, the words at an arrow by detail.c, what stands between the arrows by
 * aside.c. */
#include "ui/flow/flow.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "decode/sip/status.h"
#include "ui/flow/detail.h"
#include "ui/flow/draft.h"
#include "ui/flow/name.h"
#include "ui/flow/band.h"
#include "ui/flow/note.h"
#include "ui/flow/order.h"
#include "ui/flow/text.h"

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
        notices_expect(d, sorted[i]);
        d->drawn->flow.legs++;
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

/* What the SDP of the newest row means. */
static void feed_offers(struct draft *d, const struct message *m, const struct sip_index *x,
                        uint32_t from, uint32_t to)
{
    struct flow *f = &d->drawn->flow;
    offers_feed(d->offers,
                &(struct offer_input){ .x = x,
                                       .leg = m->leg,
                                       .message = f->steps,
                                       .from = from,
                                       .to = to,
                                       .repeat = m->flags & MESSAGE_REPEAT },
                &d->event);
    media_fact_set(&d->media[f->steps - 1], &d->event, &d->drawn->strings, &d->text);
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
                            .from_end = from,
                            .to_end = to,
                            .time_ns = m->time_ns,
                            .delta_ns = f->rows > 1 ? m->time_ns - r[-1].time_ns : 0,
                            .message = row,
                            .packet = m->packet,
                            .leg = m->leg,
                            .call = store_leg(d->store, m->leg)->call,
                            .repeat = d->again,
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
    feed_offers(d, m, x, from, to);
    buf_clear(&d->text);
    detail_format(&d->text, x, &d->event);
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

/* Is there a row for each time this message was sent? */
static bool unfolded(const struct draft *d, uint32_t message)
{
    const struct flow_options *o = d->options;
    return o->unfold ||
           (o->opens && bsearch(&message, o->open, o->opens, sizeof(*o->open), by_number) != NULL);
}

/* Is this a copy of a row that is there? Then the row counts it. */
static bool fold(struct draft *d, uint32_t number, const struct message *m, uint64_t copy)
{
    struct flow *f = &d->drawn->flow;
    bool repeat = m->flags & MESSAGE_REPEAT;
    struct map_entry *e = map_get(&d->first_copies, hash_mix(copy, m->path));
    if (!e)
        return false;
    if (e->a && (repeat || e->b) && !unfolded(d, f->row[e->a - 1].message)) {
        struct flow_row *row = &f->row[e->a - 1];
        marks_see(&d->marks, number, row->step);
        notices_see(d, number, row->step);
        row->repeats++;
        row->repeat_ns = m->time_ns - row->time_ns;
        f->last_ns = m->time_ns;
        if (!repeat)
            e->b = 0;
        return true;
    }
    d->again |= e->a && repeat;
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
    d->again = d->options->unfold && m->flags & MESSAGE_REPEAT;
    if (x && fold(d, row, m, copy))
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
    marks_see(&d->marks, row, d->drawn->flow.steps);
    notices_see(d, row, d->drawn->flow.steps);
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

/* Of which endpoint of its participant each arrow is; so far the row says which node. */
static int number_ends(struct draft *d)
{
    struct flow *f = &d->drawn->flow;
    const struct cast *c = &d->cast;
    unsigned *seen = mem_new((size_t)c->groups + 1, sizeof(*seen));
    unsigned *nth = mem_new((size_t)c->nodes.n + 1, sizeof(*nth));
    for (uint32_t n = 1; n <= c->nodes.n && seen && nth; n++)
        nth[n] = seen[cast_node_get(c, n)->group]++;
    for (unsigned i = 0; i < f->rows && seen && nth; i++) {
        f->row[i].from_end = nth[f->row[i].from_end];
        f->row[i].to_end = nth[f->row[i].to_end];
    }
    int r = seen && nth ? 0 : -ENOMEM;
    mem_free(seen);
    mem_free(nth);
    return r;
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
    for (unsigned i = 0; i < f->steps; i++)
        for (unsigned k = 0; k < 2; k++) {
            uint32_t *who = &d->media[i].who[k];
            *who = *who ? cast_node_get(c, *who)->group + 1 : 0;
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
        for (unsigned k = 0; k < 2; k++)
            if (d->media[i].who[k])
                d->media[i].who[k] = place[d->media[i].who[k] - 1] + 1;
    }
    if (!r)
        r = number_ends(d);
    if (!r)
        r = fill_columns(d, place);
    if (!r)
        r = name_all(c, f->participant, place, d->options);
    mem_free(edge);
    mem_free(place);
    return r;
}

/* ---- all of it */

/* What the arrows amount to, between them. */
static int add_asides(struct draft *d)
{
    struct drawn *drawn = d->drawn;
    drawn->facts = mem_new(1, sizeof(*drawn->facts));
    if (!drawn->facts)
        return -ENOMEM;
    int r = facts_init(drawn->facts, d->trace, &drawn->flow, &drawn->strings, d->media);
    d->media = NULL;
    if (!r)
        r = bands_add(d);
    if (!r)
        r = notes_add(d);
    if (!r)
        r = marks_set(d);
    asides_calls(d);
    title_make(d);
    if (!r)
        r = asides_place(&d->asides, &drawn->flow);
    return drawn->strings.failed ? -ENOMEM : r;
}

static int draw(struct draft *d, const uint32_t *leg, unsigned legs)
{
    struct flow *f = &d->drawn->flow;
    int r = gather(d, leg, legs);
    if (!r) {
        f->row = mem_new(d->moments, sizeof(*f->row));
        d->media = mem_new(d->moments, sizeof(*d->media));
        r = f->row && d->media ? 0 : -ENOMEM;
    }
    for (size_t i = 0; i < d->moments && !r; i++)
        r = take(d, d->moment[i].message);
    if (!r && (!d->read || !f->rows))
        return -ENODATA;
    if (!r)
        r = settle_columns(d);
    if (r)
        return r;
    f->first_ns = f->row[0].time_ns;
    return add_asides(d);
}

static int draft_init(struct draft *d)
{
    bool ok = !strings_init(&d->drawn->strings, &d->store->key);
    loaded_init(&d->loaded);
    buf_init(&d->text, 8 * TEXT_MAX);
    ok &= !cast_init(&d->cast, &d->store->key, &d->drawn->strings);
    ok &= !marks_init(&d->marks, d->options);
    asides_init(&d->asides);
    ok &= !notices_init(&d->notices);
    ok &= !map_init(&d->held);
    d->offers = offers_new(&d->store->key);
    ok &= d->offers != NULL;
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
    marks_fini(&d->marks);
    asides_fini(&d->asides);
    notices_fini(&d->notices);
    map_fini(&d->held);
    offers_free(d->offers);
    mem_free(d->media);
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
    mem_free(f->arrow);
    if (d->facts)
        facts_fini(d->facts);
    mem_free(d->facts);
    mem_free(d->endpoints);
    mem_free(d->findings);
    strings_fini(&d->strings);
    mem_free(d);
}
