/* Who calls whom, and what became of it, as text. */
#include "ui/tui/rows.h"

#include <stdio.h>

#include "base/mem.h"
#include "ui/flow/column.h"
#include "ui/tui/grid.h"

enum { SLOTS = 512, MEANS_HIDDEN = 6, TEXT_BYTES = 1 << 16 };

struct rows {
    struct column_row row;
    struct buf text;
    struct row_text slot[SLOTS];
};

struct rows *rows_new(struct trace *t)
{
    struct rows *r = mem_new(1, sizeof(*r));
    if (!r)
        return NULL;
    column_row_init(&r->row, t);
    buf_init(&r->text, TEXT_BYTES);
    return r;
}

void rows_free(struct rows *r)
{
    if (!r)
        return;
    column_row_fini(&r->row);
    buf_fini(&r->text);
    mem_free(r);
}

static void keep(struct rows *r, enum column_id id, char out[ROW_TEXT])
{
    struct buf *b = &r->text;
    buf_clear(b);
    column_get(id)->add(b, &r->row);
    size_t n = b->n;
    if (n >= ROW_TEXT)
        for (n = ROW_TEXT - 1; n && (b->p[n] & 0xc0) == 0x80; n--)
            ; /* not in the midst of a character */
    for (size_t i = 0; i < n; i++)
        out[i] = (char)(b->p[i] ? b->p[i] : 1); /* it is kept as a C string */
    out[n] = '\0';
}

const struct row_text *rows_get(struct rows *r, uint32_t leg)
{
    struct row_text *t = &r->slot[leg % SLOTS];
    if (t->leg == leg)
        return t;
    *t = (struct row_text){ .leg = leg };
    if (!column_row_read(&r->row, leg))
        return t;
    keep(r, COLUMN_from, t->from);
    keep(r, COLUMN_to, t->to);
    keep(r, COLUMN_call_id, t->call_id);
    keep(r, COLUMN_from_user, t->from_user);
    keep(r, COLUMN_to_user, t->to_user);
    keep(r, COLUMN_source, t->source);
    keep(r, COLUMN_destination, t->destination);
    return t;
}

static const struct {
    enum sign sign;
    enum style style;
} looks[CALL_STATE_COUNT] = {
    [CALL_TRYING] = { SIGN_STATE_ASKING, STYLE_PROVISIONAL },
    [CALL_PROCEEDING] = { SIGN_STATE_ASKING, STYLE_PROVISIONAL },
    [CALL_RINGING] = { SIGN_STATE_RINGING, STYLE_PROVISIONAL },
    [CALL_IN_CALL] = { SIGN_STATE_TALKING, STYLE_SUCCESS },
    [CALL_COMPLETED] = { SIGN_STATE_DONE, STYLE_SUCCESS },
    [CALL_CANCELLED] = { SIGN_STATE_STOPPED, STYLE_CHALLENGE },
    [CALL_BUSY] = { SIGN_STATE_STOPPED, STYLE_CHALLENGE },
    [CALL_REJECTED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_UNAVAILABLE] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_NOT_FOUND] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_NO_ANSWER] = { SIGN_STATE_STOPPED, STYLE_CHALLENGE },
    [CALL_REDIRECTED] = { SIGN_STATE_MOVED, STYLE_REDIRECT },
    [CALL_FAILED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_EXPIRED] = { SIGN_STATE_FAILED, STYLE_FAILURE },
    [CALL_TRANSFERRED] = { SIGN_STATE_MOVED, STYLE_SUCCESS },
    [CALL_REPLACED] = { SIGN_STATE_MOVED, STYLE_SUCCESS },
    [CALL_ELSEWHERE] = { SIGN_STATE_MOVED, STYLE_SUCCESS },
    [CALL_INCOMPLETE] = { SIGN_STATE_UNKNOWN, STYLE_DIM },
};

void rows_look(enum call_state state, enum sign *sign, enum style *style)
{
    *sign = looks[state].sign;
    *style = looks[state].style;
}

/* Other than calls: the method it is about. */
static void other_state(const struct store *s, const struct leg *leg, struct row_state *out)
{
    const struct message *m = store_message(s, leg->first);
    *out = (struct row_state){ .sign = SIGN_BULLET, .style = STYLE_DIM };
    if (leg->kind == LEG_REGISTRATION)
        snprintf(out->words, sizeof(out->words), "registration");
    else if (leg->kind == LEG_SUBSCRIPTION)
        snprintf(out->words, sizeof(out->words), "subscription");
    else if (m && message_is_request(m))
        snprintf(out->words, sizeof(out->words), "%s", store_method_name(s, m->code));
    else
        snprintf(out->words, sizeof(out->words), "other");
}

void rows_state(const struct trace *t, const struct leg *leg, struct row_state *out)
{
    unsigned code = 0;
    if (!leg->call) {
        other_state(trace_store(t), leg, out);
        return;
    }
    enum call_state state = trace_call_state(t, leg, &code);
    *out = (struct row_state){ .sign = looks[state].sign, .style = looks[state].style };
    bool telling = looks[state].style == STYLE_FAILURE && code;
    snprintf(out->words, sizeof(out->words), telling ? "%s %u" : "%s", call_state_words(state),
             code);
}

bool rows_has(struct rows *r, uint32_t leg, struct slice text, bool ends, bool call_id)
{
    const struct leg *l = store_leg(trace_store(r->row.trace), leg);
    if (!l)
        return false;
    const struct row_text *t = rows_get(r, leg);
    struct row_state state;
    rows_state(r->row.trace, l, &state);
    if (text_contains(slice_of(t->from), text) || text_contains(slice_of(t->to), text) ||
        text_contains(slice_of(state.words), text))
        return true;
    bool hidden = text.n >= MEANS_HIDDEN;
    return ((ends || hidden) && (text_contains(slice_of(t->source), text) ||
                                 text_contains(slice_of(t->destination), text))) ||
           ((call_id || hidden) && text_contains(slice_of(t->call_id), text));
}
