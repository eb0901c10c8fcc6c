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

static void add_empty(struct json *j, const char *key)
{
    json_open(j, key, '[');
    json_close(j, ']');
}

static void add_number(struct json *j, const char *key, uint32_t n)
{
    if (n)
        json_uint(j, key, n);
    else
        json_null(j, key);
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
    json_open(j, "call_ids", '[');
    json_slice(j, NULL, r->call_id);
    json_close(j, ']');
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
    json_null(j, "held_by");
    json_null(j, "forwarded_to");
    struct slice codec[COLUMN_CODECS_MAX];
    unsigned codecs = column_codecs(r, codec);
    json_open(j, "codecs", '[');
    for (unsigned i = 0; i < codecs; i++)
        json_slice(j, NULL, codec[i]);
    json_close(j, ']');
    json_null(j, "transfer");
    add_empty(j, "links");
    add_empty(j, "relations");
    add_empty(j, "findings");
    json_close(j, '}');
    json_end_line(j);
}
