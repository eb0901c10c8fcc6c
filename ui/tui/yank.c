/* Messages are read again for that, so what is copied is what was captured. */
#include "ui/tui/yank.h"

#include "decode/query/query.h"

static bool load(struct app *app, uint32_t message, struct loaded *l)
{
    loaded_init(l);
    if (message && trace_load(app->trace, message, l))
        return true;
    loaded_fini(l);
    app_note(app, STYLE_WARNING, "The bytes of this message cannot be read again.");
    return false;
}

void yank_message(struct app *app, uint32_t message)
{
    struct loaded l;
    if (!load(app, message, &l))
        return;
    app_copy(app, slice_make(l.bytes, l.n), "The message was");
    loaded_fini(&l);
}

void yank_call_id(struct app *app, uint32_t message)
{
    struct loaded l;
    if (!load(app, message, &l))
        return;
    if (l.index.call_id.n)
        app_copy(app, l.index.call_id, "The Call-ID was");
    else
        app_note(app, STYLE_DIM, "This message has no Call-ID.");
    loaded_fini(&l);
}

void yank_filter(struct app *app, uint32_t leg)
{
    const struct leg *row = store_leg(trace_store(app->trace), leg);
    struct loaded l;
    struct buf b;
    if (!row || !load(app, row->first, &l))
        return;
    buf_init(&b, QUERY_TEXT_MAX);
    buf_adds(&b, "call_id == ");
    query_quote(&b, l.index.call_id);
    if (b.failed)
        app_note(app, STYLE_WARNING, "The Call-ID is too long for a filter.");
    else
        app_copy(app, buf_slice(&b), "A filter for this call was");
    buf_fini(&b);
    loaded_fini(&l);
}
