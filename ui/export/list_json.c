/* A call as a line of JSON, schema rung.call/1. */
#include "ui/export/json.h"
#include "ui/export/list.h"

enum { NAME_BYTES = 1 << 16 };

static void add_party(struct json *j, const char *key, const struct column_party *p)
{
    struct buf name;
    buf_init(&name, NAME_BYTES);
    column_add_name(&name, p);
    json_open(j, key, '{');
    json_slice(j, "user", p->user);
    json_slice(j, "host", p->host);
    json_slice(j, "name", buf_slice(&name));
    json_close(j, '}');
    buf_fini(&name);
}

static void add_number(struct json *j, const char *key, uint32_t n)
{
    if (n)
        json_uint(j, key, n);
    else
        json_null(j, key);
}

/* A text that may be nothing. */
static void add_text(struct json *j, const char *key, const struct buf *b)
{
    if (b->n)
        json_slice(j, key, buf_slice(b));
    else
        json_null(j, key);
}

static void add_told(struct json *j, const char *key, struct column_row *r,
                     void (*tell)(struct story *x, uint32_t leg, struct buf *b))
{
    struct buf text;
    buf_init(&text, NAME_BYTES);
    if (r->call)
        tell(&r->story, r->leg_row, &text);
    add_text(j, key, &text);
    buf_fini(&text);
}

static void add_transfer(struct json *j, struct column_row *r)
{
    static const char *const role[] = { [TRANSFER_TRANSFEROR] = "transferor",
                                        [TRANSFER_TRANSFEREE] = "transferee",
                                        [TRANSFER_TARGET] = "target" };
    const struct transfer *t = story_transfer(&r->story, r->leg_row);
    struct buf text;
    if (!t) {
        json_null(j, "transfer");
        return;
    }
    buf_init(&text, NAME_BYTES);
    story_outcome(&r->story, t, &text);
    json_open(j, "transfer", '{');
    json_text(j, "kind", transfer_kind_word(transfer_kind(t)));
    json_slice(j, "outcome", buf_slice(&text));
    for (int i = TRANSFER_TRANSFEROR; i <= TRANSFER_TARGET; i++) {
        buf_clear(&text);
        story_party(&r->story, t, (enum transfer_role)i, &text);
        add_text(j, role[i], &text);
    }
    const struct leg *target = store_leg(trace_store(r->trace), t->target);
    add_number(j, "call", target ? target->call : 0);
    json_share(j, "confidence", t->confidence);
    json_close(j, '}');
    buf_fini(&text);
}

static void add_because(struct json *j, const struct link *x)
{
    json_open(j, "because", '[');
    for (int i = 0; i < SESSION_REASON_COUNT; i++)
        if (x->because & LINK_BIT(i))
            json_text(j, NULL, session_reason_words((enum session_reason)i));
    json_close(j, ']');
}

/* A leg of the same call, or perhaps one. */
static bool is_of_call(const struct link *x)
{
    return x->kind == LINK_CALL || x->kind == LINK_PROBABLE || x->kind == LINK_AMBIGUOUS;
}

/* What joins the legs of a call, each link at its child; and perhaps-links, which join nothing. */
static void add_links(struct json *j, struct column_row *r)
{
    const struct store *s = trace_store(r->trace);
    struct loaded *l = &r->media;
    json_open(j, "links", '[');
    for (uint32_t leg = r->leg_row; leg; leg = call_next(s, leg, r->leg_row))
        for (const struct link *x = store_link(s, store_leg(s, leg)->link); x;
             x = store_link(s, x->next)) {
            if (!is_of_call(x))
                continue;
            uint32_t other = x->kind == LINK_CALL ? leg : x->parent;
            json_open(j, NULL, '{');
            json_slice(j, "call_id",
                       trace_load(r->trace, store_leg(s, other)->first, l) ? l->index.call_id
                                                                           : SLICE(""));
            if (x->kind != LINK_CALL)
                json_bool(j, link_kind_word((enum link_kind)x->kind), true);
            json_share(j, "confidence", x->confidence);
            add_because(j, x);
            json_close(j, '}');
        }
    json_close(j, ']');
}

/* Links to other calls of the session, from either side. */
static void add_relations(struct json *j, struct column_row *r)
{
    enum { LEGS = 256 }; /* of the session that are looked at */
    const struct store *s = trace_store(r->trace);
    uint32_t first = session_of(s, r->leg_row);
    unsigned n = 0;
    json_open(j, "relations", '[');
    for (uint32_t leg = first; r->call && leg && n++ < LEGS; leg = session_next(s, leg, first)) {
        uint32_t child = store_leg(s, leg)->call;
        for (const struct link *x = store_link(s, store_leg(s, leg)->link); x;
             x = store_link(s, x->next)) {
            uint32_t parent = store_leg(s, x->parent)->call;
            if (is_of_call(x) || parent == child || (parent != r->call && child != r->call) ||
                !parent || !child)
                continue;
            json_open(j, NULL, '{');
            json_text(j, "kind", link_kind_word((enum link_kind)x->kind));
            json_uint(j, "call", parent == r->call ? child : parent);
            json_share(j, "confidence", x->confidence);
            add_because(j, x);
            json_close(j, '}');
        }
    }
    json_close(j, ']');
}

static void add_call_ids(struct json *j, struct column_row *r)
{
    const struct store *s = trace_store(r->trace);
    json_open(j, "call_ids", '[');
    json_slice(j, NULL, r->call_id);
    for (uint32_t leg = call_next(s, r->leg_row, r->leg_row); leg;
         leg = call_next(s, leg, r->leg_row))
        if (trace_load(r->trace, store_leg(s, leg)->first, &r->media))
            json_slice(j, NULL, r->media.index.call_id);
    json_close(j, ']');
}

static void add_findings(struct json *j, struct column_row *r)
{
    const struct finding *f;
    unsigned n = story_findings(&r->story, r->leg_row, &f);
    json_open(j, "findings", '[');
    for (unsigned i = 0; i < n; i++)
        json_text(j, NULL, finding_name(f[i].id));
    json_close(j, ']');
}

static void add_reason(struct json *j, struct column_row *r)
{
    struct buf text;
    buf_init(&text, NAME_BYTES);
    column_add_reason(&text, r);
    if (text.n)
        json_slice(j, "reason", buf_slice(&text));
    else
        json_null(j, "reason");
    buf_fini(&text);
}

void list_json(struct json *j, struct column_row *r)
{
    json_open(j, NULL, '{');
    json_text(j, "schema", "rung.call/1");
    json_text(j, "kind", column_kind(r));
    add_number(j, "call", r->call);
    add_number(j, "session", r->session);
    add_call_ids(j, r);
    add_party(j, "from", &r->from);
    add_party(j, "to", &r->to);
    json_time(j, "start", r->start_ns);
    if (r->call)
        json_text(j, "state", call_state_words(r->state));
    else
        json_null(j, "state");
    add_number(j, "code", r->code);
    add_reason(j, r);
    json_uint(j, "messages", r->messages);
    json_uint(j, "legs", r->legs);
    json_ms(j, "pdd_ms", r->pdd_ns);
    json_ms(j, "setup_ms", r->setup_ns);
    json_ms(j, "talk_ms", r->talk_ns);
    add_told(j, "held_by", r, story_held_by);
    add_told(j, "forwarded_to", r, story_forwarded_to);
    struct slice codec[COLUMN_CODECS_MAX];
    unsigned codecs = column_codecs(r, codec);
    json_open(j, "codecs", '[');
    for (unsigned i = 0; i < codecs; i++)
        json_slice(j, NULL, codec[i]);
    json_close(j, ']');
    add_transfer(j, r);
    add_links(j, r);
    add_relations(j, r);
    add_findings(j, r);
    json_close(j, '}');
    json_end_line(j);
}
