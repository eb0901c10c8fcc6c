/* Columns by name, and fields of the filter language as columns. */
#include "ui/flow/columns.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "decode/session/link.h"

enum {
    VALUES = 8,        /* of a field that are shown */
    VALUE_BYTES = 256, /* of each */
    NARROWEST = 10,
    WIDEST = 40,
};

static const char header_form[] = "header:";

/* ---- by name */

struct made {
    struct column column;
    char id[];
};

/* A field's name, and the name of a header in brackets or behind "header:". */
static enum query_field field_of(struct slice id, struct slice *arg)
{
    size_t open = slice_index(id, '[');
    *arg = (struct slice){ NULL, 0 };
    if (slice_istarts(id, slice_of(header_form))) {
        *arg = slice_trim(slice_sub(id, sizeof(header_form) - 1, id.n));
        return arg->n ? QUERY_FIELD_HEADER : QUERY_FIELD_COUNT;
    }
    enum query_field field = query_field_find(slice_sub(id, 0, open));
    if (field == QUERY_FIELD_COUNT || query_field_has_arg(field) != (open < id.n))
        return QUERY_FIELD_COUNT;
    if (open < id.n) {
        struct slice name = slice_sub(id, open + 1, id.n);
        name = slice_trim(slice_sub(name, 0, slice_index(name, ']')));
        if (name.n > 1 && name.p[0] == '"' && name.p[name.n - 1] == '"')
            name = slice_sub(name, 1, name.n - 1);
        *arg = name;
        return name.n ? field : QUERY_FIELD_COUNT;
    }
    return field;
}

static enum column_sort sort_of(enum query_type type)
{
    switch (type) {
    case QUERY_TYPE_NUMBER:
    case QUERY_TYPE_DURATION:
    case QUERY_TYPE_TIME:
    case QUERY_TYPE_BOOL:
        return COLUMN_BY_NUMBER;
    case QUERY_TYPE_ADDR:
        return COLUMN_BY_END;
    default:
        return COLUMN_BY_TEXT;
    }
}

/* NULL: no memory. */
static struct column *make(struct slice id, enum query_field field, struct slice arg)
{
    const struct query_field_info *info = query_field_get(field);
    struct made *m = mem_new(1, sizeof(*m) + id.n + 1 + arg.n + 1);
    if (!m)
        return NULL;
    char *name = m->id + id.n + 1;
    memcpy(m->id, id.p, id.n);
    if (arg.n)
        memcpy(name, arg.p, arg.n);
    size_t n = arg.n ? arg.n : id.n;
    m->column = (struct column){
        .id = m->id,
        .title = arg.n ? name : m->id,
        .help = info->help,
        .narrowest = (uint8_t)(n < NARROWEST ? n : NARROWEST),
        .widest = WIDEST,
        .right = sort_of(info->type) == COLUMN_BY_NUMBER && info->type != QUERY_TYPE_TIME,
        .sort = (uint8_t)sort_of(info->type),
        .reads = info->source == QUERY_SOURCE_ROW ? COLUMN_READS_ROW : COLUMN_READS_MORE,
        .field = field,
        .arg = slice_make(name, arg.n),
    };
    return &m->column;
}

bool columns_knows(struct slice id)
{
    struct slice arg;
    return column_find(id) || field_of(id, &arg) != QUERY_FIELD_COUNT;
}

static int no_such(struct slice id, struct err *err)
{
    struct buf known;
    buf_init(&known, 1024);
    for (int i = 0; i < COLUMN_COUNT; i++)
        buf_printf(&known, "%s%s", i ? ", " : "", column_get((enum column_id)i)->id);
    err_set(err, -EINVAL,
            "there is no column \"%.*s\"; there are %.*s, header:NAME and the fields of filters.",
            (int)id.n, id.p, (int)known.n, known.n ? (const char *)known.p : "");
    buf_fini(&known);
    return -EINVAL;
}

static int take(struct columns *c, struct slice id, struct err *err)
{
    struct slice arg;
    const struct column *found = column_find(id);
    enum query_field field = found ? QUERY_FIELD_COUNT : field_of(id, &arg);
    if (!found && field == QUERY_FIELD_COUNT)
        return no_such(id, err);
    for (unsigned i = 0; i < c->n; i++)
        if (c->v[i] == found || slice_ieq(slice_of(c->v[i]->id), id))
            return 0;
    if (c->n == COLUMNS_MAX)
        return err_set(err, -EINVAL, "there are more than %d columns.", COLUMNS_MAX);
    if (!found) {
        struct column *made = make(id, field, arg);
        if (!made)
            return err_set(err, -ENOMEM, "there is not enough memory for the columns.");
        c->made[c->made_n++] = made;
        found = made;
    }
    c->v[c->n++] = found;
    return 0;
}

int columns_parse(struct columns *c, const char *text, struct err *err)
{
    struct slice all = slice_trim(slice_of(text));
    *c = (struct columns){ 0 };
    while (all.n) {
        size_t n = slice_index(all, ',');
        int r = take(c, slice_trim(slice_sub(all, 0, n)), err);
        if (r < 0)
            return r;
        all = slice_sub(all, n + 1, all.n);
    }
    return 0;
}

void columns_fini(struct columns *c)
{
    for (unsigned i = 0; i < c->made_n; i++)
        mem_free(c->made[i]);
    *c = (struct columns){ 0 };
}

/* ---- values of a field */

/* The first message of the call with a value; 0: none has one. */
static uint32_t find(const struct column *c, struct column_row *r, struct query_value *out)
{
    const struct store *s = trace_store(r->trace);
    bool of_call = query_field_get(c->field)->level == QUERY_LEVEL_CALL;
    struct query_error error;
    unsigned looked = 0;
    if (!r->match && match_open(&r->match, r->trace, NULL, 0, &error) < 0)
        return 0;
    if (match_value(r->match, r->message, c->field, c->arg, 0, out))
        return r->message;
    for (uint32_t leg = r->leg_row; leg && !of_call; leg = call_next(s, leg, r->leg_row))
        for (uint32_t m = store_leg(s, leg)->first; m; m = store_message(s, m)->next) {
            if (looked++ == COLUMN_MESSAGES)
                return 0;
            if (match_value(r->match, m, c->field, c->arg, 0, out))
                return m;
        }
    return 0;
}

static void add_value(const struct column *c, struct buf *b, const struct query_value *v)
{
    char text[CLOCK_TEXT + ADDR_TEXT] = "";
    switch (query_field_get(c->field)->type) {
    case QUERY_TYPE_NUMBER:
        buf_printf(b, "%" PRId64, v->num);
        return;
    case QUERY_TYPE_DURATION:
        clock_duration(text, v->num);
        break;
    case QUERY_TYPE_TIME:
        clock_time_of_day(text, v->num, 3);
        break;
    case QUERY_TYPE_BOOL:
        buf_adds(b, v->num ? "yes" : "no");
        return;
    case QUERY_TYPE_ADDR:
        addr_format(text, &v->addr);
        break;
    default:
        buf_add(b, v->text.p ? v->text.p : "", v->text.n < VALUE_BYTES ? v->text.n : VALUE_BYTES);
    }
    buf_adds(b, text);
}

bool columns_field_value(const struct column *c, struct column_row *r, struct query_value *out)
{
    return find(c, r, out) != 0;
}

void columns_add_field(const struct column *c, struct buf *b, struct column_row *r)
{
    struct query_value v;
    uint32_t message = find(c, r, &v);
    size_t first = b->n;
    for (unsigned i = 0; message && i < VALUES; i++) {
        if (i && !match_value(r->match, message, c->field, c->arg, i, &v))
            break;
        size_t at = b->n;
        buf_adds(b, at > first ? ", " : "");
        add_value(c, b, &v);
    }
}
