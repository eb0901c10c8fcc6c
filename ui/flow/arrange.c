/* A plan applied: lanes first, then the rows between those that are left. */
#include "ui/flow/arrange.h"

#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "ui/flow/draft.h"

enum {
    NONE = -1,       /* a lane that is not shown */
    NAMES_SHOWN = 3, /* of the participants that a lane joins */
    TEXT_BYTES = 4096,
};

struct arranged {
    struct flow flow;
    struct strings strings;
    const char **endpoints;
    uint32_t *source; /* by row */
    unsigned hidden;
};

/* Lanes while the plan is applied. An end is an endpoint of the whole ladder, counted through all
 * participants; a lane is named by one of its ends. */
struct lanes {
    const struct flow *whole;
    struct arranged *to;
    unsigned ends;
    unsigned *first;    /* by participant: its first end */
    unsigned *part;     /* by end: its participant, */
    unsigned *lane;     /* its lane; */
    const char **name;  /* by lane: what it was called, NULL: nothing, */
    bool *hidden;       /* and whether it is seen */
    int *place;         /* by lane: which one from the left, or NONE */
    unsigned *order, n; /* lanes from the left */
    struct buf text;
};

static const char *end_text(const struct lanes *l, unsigned end)
{
    unsigned part = l->part[end];
    return l->whole->participant[part].endpoint[end - l->first[part]];
}

/* "10.1.1.2" of "10.1.1.2:5060" */
static struct slice end_address(const struct lanes *l, unsigned end)
{
    struct slice text = slice_of(end_text(l, end));
    size_t n = text.n;
    while (n && text.p[n - 1] != ':')
        n--;
    return slice_sub(text, 0, n ? n - 1 : text.n);
}

static int lanes_init(struct lanes *l, const struct flow *whole, struct arranged *to)
{
    unsigned n = whole->participants;
    *l = (struct lanes){ .whole = whole, .to = to };
    buf_init(&l->text, TEXT_BYTES);
    for (unsigned i = 0; i < n; i++)
        l->ends += whole->participant[i].endpoints;
    size_t room = (size_t)l->ends + 1;
    l->first = mem_new((size_t)n + 1, sizeof(*l->first));
    l->part = mem_new(room, sizeof(*l->part));
    l->lane = mem_new(room, sizeof(*l->lane));
    l->name = mem_new(room, sizeof(*l->name));
    l->hidden = mem_new(room, sizeof(*l->hidden));
    l->place = mem_new(room, sizeof(*l->place));
    l->order = mem_new(room, sizeof(*l->order));
    if (!l->first || !l->part || !l->lane || !l->name || !l->hidden || !l->place || !l->order)
        return -ENOMEM;
    for (unsigned i = 0, end = 0; i < n; i++) {
        l->first[i] = end;
        l->order[l->n++] = end;
        for (unsigned k = 0; k < whole->participant[i].endpoints; k++, end++) {
            l->part[end] = i;
            l->lane[end] = l->first[i];
        }
    }
    return 0;
}

static void lanes_fini(struct lanes *l)
{
    buf_fini(&l->text);
    mem_free(l->first);
    mem_free(l->part);
    mem_free(l->lane);
    mem_free(l->name);
    mem_free(l->hidden);
    mem_free(l->place);
    mem_free(l->order);
}

/* ---- the changes */

static int find_lane(const struct lanes *l, const char *end)
{
    for (unsigned i = 0; i < l->ends; i++)
        if (!strcmp(end_text(l, i), end))
            return (int)l->lane[i];
    return NONE;
}

static unsigned place_in_order(const struct lanes *l, unsigned lane)
{
    unsigned i = 0;
    while (i + 1 < l->n && l->order[i] != lane)
        i++;
    return i;
}

static void hide(struct lanes *l, unsigned lane)
{
    unsigned shown = 0;
    for (unsigned i = 0; i < l->n; i++)
        shown += !l->hidden[l->order[i]];
    if (shown > 1)
        l->hidden[lane] = true;
}

static void merge(struct lanes *l, unsigned lane, unsigned into)
{
    if (lane == into)
        return;
    for (unsigned i = 0; i < l->ends; i++)
        if (l->lane[i] == lane)
            l->lane[i] = into;
    unsigned at = place_in_order(l, lane);
    memmove(&l->order[at], &l->order[at + 1], (l->n - at - 1) * sizeof(*l->order));
    l->n--;
}

/* An end of a lane that is split. */
struct piece {
    unsigned part, end;
    struct slice address;
};

static int by_piece(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    if (x->part != y->part)
        return x->part < y->part ? -1 : 1;
    size_t n = x->address.n < y->address.n ? x->address.n : y->address.n;
    int r = n ? memcmp(x->address.p, y->address.p, n) : 0;
    if (r || x->address.n != y->address.n)
        return r ? r : x->address.n < y->address.n ? -1 : 1;
    return x->end < y->end ? -1 : x->end > y->end;
}

/* How many differences there are at a level: 1 between participants, 2 addresses, 3 ports. */
static bool differ(const struct piece *x, const struct piece *y, int level)
{
    if (x->part != y->part)
        return true;
    if (level > 1 && !slice_eq(x->address, y->address))
        return true;
    return level > 2;
}

/* The pieces into lanes of their own, which stand where the lane stood. */
static void part_pieces(struct lanes *l, unsigned lane, const struct piece *piece, unsigned n)
{
    int level = 1;
    unsigned more = 0;
    for (; level < 4 && !more; level++)
        for (unsigned i = 1; i < n; i++)
            more += differ(&piece[i - 1], &piece[i], level);
    if (!more)
        return;
    level--;
    unsigned at = place_in_order(l, lane), head = piece[0].end;
    memmove(&l->order[at + 1 + more], &l->order[at + 1], (l->n - at - 1) * sizeof(*l->order));
    l->n += more;
    l->order[at] = head;
    for (unsigned i = 0; i < n; i++) {
        if (i && differ(&piece[i - 1], &piece[i], level)) {
            head = piece[i].end;
            l->order[++at] = head;
        }
        l->lane[piece[i].end] = head;
        l->name[piece[i].end] = NULL;
        l->hidden[piece[i].end] = false;
    }
}

static int split(struct lanes *l, unsigned lane)
{
    struct piece *piece = mem_new((size_t)l->ends + 1, sizeof(*piece));
    unsigned n = 0;
    if (!piece)
        return -ENOMEM;
    for (unsigned i = 0; i < l->ends; i++)
        if (l->lane[i] == lane)
            piece[n++] = (struct piece){ l->part[i], i, end_address(l, i) };
    qsort(piece, n, sizeof(*piece), by_piece);
    part_pieces(l, lane, piece, n);
    mem_free(piece);
    return 0;
}

/* Over the next one that is seen. */
static void move(struct lanes *l, unsigned lane, bool right)
{
    unsigned at = place_in_order(l, lane);
    while (right ? at + 1 < l->n : at > 0) {
        unsigned next = right ? at + 1 : at - 1, other = l->order[next];
        l->order[at] = other;
        l->order[next] = lane;
        at = next;
        if (!l->hidden[other])
            break;
    }
}

static int apply(struct lanes *l, const struct plan_change *c)
{
    int lane = find_lane(l, c->lane), other;
    if (lane == NONE)
        return 0;
    switch (c->kind) {
    case PLAN_HIDE:
        hide(l, (unsigned)lane);
        return 0;
    case PLAN_MERGE:
        other = find_lane(l, c->other);
        if (other != NONE)
            merge(l, (unsigned)lane, (unsigned)other);
        return 0;
    case PLAN_SPLIT:
        return split(l, (unsigned)lane);
    case PLAN_LEFT:
    case PLAN_RIGHT:
        move(l, (unsigned)lane, c->kind == PLAN_RIGHT);
        return 0;
    case PLAN_NAME:
        l->name[lane] = c->name[0] ? c->name : NULL;
        return 0;
    }
    return 0;
}

/* ---- the heads */

static const char *keep(struct lanes *l)
{
    struct strings *s = &l->to->strings;
    return strings_get(s, strings_add(s, buf_slice(&l->text)));
}

/* The names, or the addresses, of the participants whose ends these are, each once. */
static const char *join_texts(struct lanes *l, const unsigned *end, unsigned n, bool names)
{
    unsigned told = 0, last = UINT32_MAX;
    buf_clear(&l->text);
    for (unsigned i = 0; i < n; i++) {
        const struct flow_participant *p = &l->whole->participant[l->part[end[i]]];
        if (l->part[end[i]] == last)
            continue;
        last = l->part[end[i]];
        if (told == NAMES_SHOWN) {
            buf_adds(&l->text, names ? " + \xe2\x80\xa6" : ", \xe2\x80\xa6");
            break;
        }
        buf_printf(&l->text, "%s%s",
                   !told++ ? ""
                   : names ? " + "
                           : ", ",
                   names ? p->name : p->address);
    }
    return keep(l);
}

/* A part of a participant: by its address, or by its port. */
static void describe_part(struct lanes *l, struct flow_participant *to, const unsigned *end,
                          unsigned n)
{
    const struct flow_participant *p = &l->whole->participant[l->part[end[0]]];
    bool named = strcmp(p->name, p->address) != 0;
    buf_clear(&l->text);
    if (n == 1) {
        buf_adds(&l->text, end_text(l, end[0]));
    } else {
        struct slice address = end_address(l, end[0]);
        buf_add(&l->text, address.p, address.n);
    }
    to->address = keep(l);
    to->name = named ? p->name : to->address;
    to->role = p->role;
}

static void describe(struct lanes *l, struct flow_participant *to, const unsigned *end, unsigned n)
{
    unsigned first = l->part[end[0]];
    const struct flow_participant *p = &l->whole->participant[first];
    bool joined = l->part[end[n - 1]] != first;
    to->addr = p->addr;
    if (joined) {
        to->name = join_texts(l, end, n, true);
        to->address = join_texts(l, end, n, false);
        to->role = "";
    } else if (n < p->endpoints) {
        describe_part(l, to, end, n);
    } else {
        to->name = p->name;
        to->address = p->address;
        to->role = p->role;
    }
    const char *name = l->name[l->lane[end[0]]];
    if (name)
        to->name = strings_get(&l->to->strings, strings_add_clean(&l->to->strings, slice_of(name)));
}

/* Participants for the lanes that are seen. */
static int fill_heads(struct lanes *l)
{
    struct flow *f = &l->to->flow;
    unsigned *end = mem_new((size_t)l->ends + 1, sizeof(*end)), at = 0;
    l->to->endpoints = mem_new((size_t)l->ends + 1, sizeof(*l->to->endpoints));
    for (unsigned i = 0; i < l->n; i++)
        l->place[l->order[i]] = l->hidden[l->order[i]] ? NONE : (int)f->participants++;
    l->to->hidden = l->n - f->participants;
    f->participant = mem_new((size_t)f->participants + 1, sizeof(*f->participant));
    if (!end || !l->to->endpoints || !f->participant) {
        mem_free(end);
        return -ENOMEM;
    }
    for (unsigned i = 0; i < l->ends; i++)
        if (l->place[l->lane[i]] != NONE)
            f->participant[l->place[l->lane[i]]].endpoints++;
    for (unsigned i = 0; i < f->participants; i++) {
        f->participant[i].endpoint = &l->to->endpoints[at];
        at += f->participant[i].endpoints;
        f->participant[i].endpoints = 0;
    }
    for (unsigned i = 0; i < l->ends; i++) {
        int place = l->place[l->lane[i]];
        if (place == NONE)
            continue;
        struct flow_participant *p = &f->participant[place];
        p->endpoint[p->endpoints] = end_text(l, i);
        end[(p->endpoint - l->to->endpoints) + p->endpoints++] = i;
    }
    for (unsigned i = 0; i < f->participants; i++) {
        struct flow_participant *p = &f->participant[i];
        describe(l, p, &end[p->endpoint - l->to->endpoints], p->endpoints);
    }
    mem_free(end);
    return 0;
}

/* ---- the rows */

/* What a transaction has, by rows of the whole ladder + 1. */
struct exchange {
    uint32_t request, challenge;
    bool kept; /* a finding names one of its messages: it is seen as it is */
};

struct rows {
    struct lanes *lanes;
    const struct plan *plan;
    struct exchange *exchange; /* by transaction; NULL: nothing is folded */
    uint32_t transactions;
    const struct flow_row *above; /* the last arrow of the whole ladder */
    int64_t last_ns, end_ns;      /* of the last arrow that is shown, with its repetitions */
    bool any;
};

static int find_exchanges(struct rows *r)
{
    const struct flow *f = r->lanes->whole;
    for (unsigned i = 0; i < f->rows; i++)
        if (f->row[i].transaction > r->transactions)
            r->transactions = f->row[i].transaction;
    r->exchange = mem_new((size_t)r->transactions + 1, sizeof(*r->exchange));
    if (!r->exchange)
        return -ENOMEM;
    for (uint32_t i = 0; i < f->rows; i++) {
        const struct flow_row *row = &f->row[i];
        struct exchange *e = &r->exchange[row->transaction];
        if (row->kind != FLOW_MESSAGE || !row->transaction)
            continue;
        e->kept |= row->findings && row->severity >= FLOW_WARNING;
        if (row->cls == FLOW_REQUEST && !e->request)
            e->request = i + 1;
        else if (row->cls == FLOW_CHALLENGE && e->request && !e->challenge)
            e->challenge = i + 1;
    }
    return 0;
}

/* The exchange that is one row, of which this row is a part; NULL: it stands for itself. */
static const struct exchange *folded(const struct rows *r, const struct flow_row *row)
{
    const struct exchange *e = &r->exchange[row->transaction];
    bool part = row->cls == FLOW_REQUEST || row->cls == FLOW_CHALLENGE;
    if (!r->plan->fold || !row->transaction || !part || row->repeat || !e->challenge || e->kept ||
        plan_is_open(r->plan, r->lanes->whole->row[e->request - 1].message))
        return NULL;
    return e;
}

static int place_of_end(const struct lanes *l, unsigned participant, unsigned end)
{
    return l->place[l->lane[l->first[participant] + end]];
}

/* Where a row that is no arrow stands: as the arrow above where that has the same participant. */
static int place_of(const struct rows *r, unsigned participant)
{
    const struct flow_row *a = r->above;
    unsigned end = a && a->from == participant ? a->from_end
                   : a && a->to == participant ? a->to_end
                                               : 0;
    return place_of_end(r->lanes, participant, end);
}

static struct flow_row *push(struct rows *r, const struct flow_row *row, uint32_t source)
{
    struct arranged *to = r->lanes->to;
    to->source[to->flow.rows] = source;
    struct flow_row *new = &to->flow.row[to->flow.rows++];
    *new = *row;
    return new;
}

/* Time passes before an arrow; above the rule of the call that it begins. */
static void push_gap(struct rows *r, int64_t ns, uint32_t source)
{
    struct arranged *to = r->lanes->to;
    struct flow *f = &to->flow;
    char text[CLOCK_TEXT];
    bool rule = f->rows && f->row[f->rows - 1].kind == FLOW_CALL;
    struct flow_row under = rule ? f->row[--f->rows] : (struct flow_row){ .kind = FLOW_GAP };
    struct flow_row gap = { .kind = FLOW_GAP, .detail = "", .call_id = "" };
    clock_duration(text, ns);
    gap.time_ns = r->end_ns;
    gap.to = f->participants - 1;
    gap.text = strings_get(&to->strings, strings_add(&to->strings, slice_of(text)));
    buf_clear(&r->lanes->text);
    buf_printf(&r->lanes->text, "%s pass before the next message.", text);
    gap.description = keep(r->lanes);
    push(r, &gap, source - rule);
    if (rule)
        push(r, &under, source - 1);
}

static void see_gap(struct rows *r, const struct flow_row *row, uint32_t source)
{
    const struct flow *f = r->lanes->whole;
    int64_t ns = row->time_ns - r->end_ns;
    if (r->plan->gaps && r->any && ns >= ARRANGE_GAP_NS &&
        ns >= (f->last_ns - f->first_ns) / ARRANGE_GAP_PART)
        push_gap(r, ns, source);
}

/* One row says what a request, its challenge and the ACK said. */
static void fold(struct rows *r, struct flow_row *row, const struct exchange *e)
{
    struct lanes *l = r->lanes;
    const struct flow_row *challenge = &l->whole->row[e->challenge - 1];
    buf_clear(&l->text);
    buf_printf(&l->text, "%s challenged", row->text);
    row->text = keep(l);
    row->detail = strings_get(
        &l->to->strings,
        strings_add(&l->to->strings, slice_sub(slice_of(challenge->text), 0,
                                               slice_index(slice_of(challenge->text), ' '))));
    row->cls = FLOW_CHALLENGE;
    row->challenge = challenge->step;
}

static void take_arrow(struct rows *r, uint32_t i)
{
    struct lanes *l = r->lanes;
    struct flow *f = &l->to->flow;
    const struct flow_row *row = &l->whole->row[i];
    int from = place_of_end(l, row->from, row->from_end);
    int to = place_of_end(l, row->to, row->to_end);
    const struct exchange *e = folded(r, row);
    r->above = row;
    f->arrow[row->step - 1] = FLOW_NO_ROW;
    if (from == NONE || to == NONE)
        return;
    if (e && e->request != i + 1) {
        f->arrow[row->step - 1] = f->arrow[l->whole->row[e->request - 1].step - 1];
        return;
    }
    see_gap(r, row, i);
    f->arrow[row->step - 1] = f->rows;
    struct flow_row *new = push(r, row, i);
    new->from = (unsigned)from;
    new->to = (unsigned)to;
    new->delta_ns = r->any ? row->time_ns - r->last_ns : 0;
    if (e)
        fold(r, new, e);
    r->any = true;
    r->last_ns = row->time_ns;
    r->end_ns = row->time_ns + row->repeat_ns;
}

static void take_aside(struct rows *r, uint32_t i)
{
    const struct flow_row *row = &r->lanes->whole->row[i];
    int from = place_of(r, row->from), to = place_of(r, row->to);
    bool rule = row->kind == FLOW_CALL, note = row->kind == FLOW_NOTE;
    if (!rule && (note ? from == NONE && to == NONE : from == NONE || to == NONE))
        return;
    if (row->kind == FLOW_BAND && from == to) /* of two that are one lane now */
        return;
    struct flow_row *new = push(r, row, i);
    new->from = rule ? 0 : (unsigned)(from == NONE ? to : from);
    new->to = rule ? r->lanes->to->flow.participants - 1 : (unsigned)(to == NONE ? from : to);
}

static int take_rows(struct lanes *l, const struct plan *plan)
{
    struct flow *f = &l->to->flow;
    struct rows r = { .lanes = l, .plan = plan };
    size_t room = (size_t)l->whole->rows + ARRANGE_GAP_PART + 1;
    f->row = mem_new(room, sizeof(*f->row));
    f->arrow = mem_new((size_t)l->whole->steps + 1, sizeof(*f->arrow));
    l->to->source = mem_new(room, sizeof(*l->to->source));
    int err = f->row && f->arrow && l->to->source ? find_exchanges(&r) : -ENOMEM;
    for (uint32_t i = 0; i < l->whole->rows && !err; i++) {
        if (l->whole->row[i].kind == FLOW_MESSAGE)
            take_arrow(&r, i);
        else
            take_aside(&r, i);
    }
    mem_free(r.exchange);
    return err;
}

/* ---- all of it */

int arrange_new(struct flow **out, const struct flow *whole, const struct plan *plan)
{
    struct arranged *a = mem_new(1, sizeof(*a));
    struct lanes l;
    if (!a)
        return -ENOMEM;
    a->flow = *whole;
    a->flow.whole = whole;
    a->flow.participant = NULL;
    a->flow.row = NULL;
    a->flow.arrow = NULL;
    a->flow.participants = a->flow.rows = 0;
    int r = strings_init(&a->strings, &((const struct drawn *)whole)->strings.key);
    int lanes = lanes_init(&l, whole, a);
    r = r ? r : lanes;
    for (unsigned i = 0; i < plan->changes && !r; i++)
        r = apply(&l, &plan->change[i]);
    if (!r)
        r = fill_heads(&l);
    if (!r)
        r = take_rows(&l, plan);
    lanes_fini(&l);
    if (!r && a->strings.failed)
        r = -ENOMEM;
    if (r)
        arrange_free(&a->flow);
    else
        *out = &a->flow;
    return r;
}

void arrange_free(struct flow *f)
{
    struct arranged *a = (struct arranged *)f;
    if (!a)
        return;
    mem_free(a->flow.participant);
    mem_free(a->flow.row);
    mem_free(a->flow.arrow);
    mem_free(a->endpoints);
    mem_free(a->source);
    strings_fini(&a->strings);
    mem_free(a);
}

unsigned arrange_hidden(const struct flow *f)
{
    return ((const struct arranged *)f)->hidden;
}

uint32_t arrange_source(const struct flow *f, uint32_t row)
{
    return row < f->rows ? ((const struct arranged *)f)->source[row] : 0;
}

uint32_t arrange_row(const struct flow *f, uint32_t source)
{
    const uint32_t *at = ((const struct arranged *)f)->source;
    uint32_t low = 0, high = f->rows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (at[middle] < source)
            low = middle + 1;
        else
            high = middle;
    }
    if (low + 1 < f->rows && f->row[low].kind == FLOW_GAP && at[low + 1] == source)
        low++;
    return low < f->rows ? low : f->rows ? f->rows - 1 : 0;
}
