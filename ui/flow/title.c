/* The title of a ladder, and the legend of its Call-IDs. */
#include "decode/session/link.h"
#include "decode/session/turn.h"
#include "ui/flow/draft.h"
#include "ui/flow/name.h"

enum { TITLE_CALLS = 3 }; /* so many are named in the title */

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
    if (d->kinds[LEG_OTHER] == d->drawn->flow.legs) {
        buf_printf(&d->text, "%u Call-IDs", d->kinds[LEG_OTHER]);
        return;
    }
    for (size_t i = 0; i < sizeof(word) / sizeof(word[0]); i++) {
        unsigned n = word[i].kind == LEG_CALL ? d->drawn->flow.calls : d->kinds[word[i].kind];
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

static void add_holder(struct draft *d, uint32_t leg)
{
    const struct map_entry *e = map_find(&d->held, hash_mix(d->store->key.k0, leg));
    if (e && e->a)
        buf_printf(&d->text, " (held by %s)", strings_get(&d->drawn->strings, e->a));
}

/* ", forwarded to User C" */
static void add_forward(struct draft *d, const struct leg *leg)
{
    const struct turn *turn = turn_of(d->store, leg);
    uint32_t message = turn ? (turn->m_reached ? turn->m_reached : turn->m_forwarded) : 0;
    if (!message || !turn->m_forward || !trace_load(d->trace, message, &d->loaded))
        return;
    uint32_t to = name_person(&d->cast, d->loaded.index.uri);
    if (to && to != name_person(&d->cast, sip_header_find(&d->loaded.index, SIP_TO)))
        buf_printf(&d->text, ", forwarded to %s", strings_get(&d->drawn->strings, to));
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
    if (state == CALL_FAILED && code >= 300)
        buf_printf(&d->text, " %u", code);
    if (state == CALL_IN_CALL)
        add_holder(d, row->leg);
    add_forward(d, leg);
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
        while (k < n && seen[k] != f->row[i].call)
            k++;
        if (k < n || !f->row[i].call)
            continue;
        seen[n++] = f->row[i].call;
        buf_adds(&d->text, n > 1 ? " \xe2\x80\x94 " : "");
        struct flow_row row = f->row[i];
        row.leg = call_find(d->store, row.call)->leg; /* the one nearest the caller */
        add_leg(d, &row);
    }
}

static void make_title(struct draft *d)
{
    struct flow *f = &d->drawn->flow;
    struct strings *s = &d->drawn->strings;
    buf_clear(&d->text);
    if (d->story)
        buf_adds(&d->text, strings_get(s, d->story));
    else if (f->legs == 1)
        add_leg(d, &f->row[0]);
    else if (f->calls && f->calls <= TITLE_CALLS)
        add_calls(d);
    else
        add_counts(d);
    f->title = strings_get(s, strings_add(s, buf_slice(&d->text)));
    f->story = d->story ? f->title : "";
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

const char *title_people(struct draft *d, const struct flow_row *row)
{
    return made(d, add_who, row);
}

void title_make(struct draft *d)
{
    make_title(d);
    make_legend(d);
}
