/* Messages as text, as they were sent. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "ui/export/save.h"

enum { HEAD_BYTES = 512, SAY_EVERY = 1 << 10 };

struct rows {
    uint32_t *row;
    uint32_t n;
};

static int by_row(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The messages, in the order of the capture. False: no memory. */
static bool collect(struct rows *rows, const struct store *s, const struct save_order *o)
{
    size_t n = o->messages;
    for (unsigned i = 0; i < o->legs; i++)
        n += store_leg(s, o->leg[i])->messages;
    rows->row = mem_new(n + 1, sizeof(*rows->row));
    if (!rows->row)
        return false;
    for (unsigned i = 0; i < o->messages; i++)
        rows->row[rows->n++] = o->message[i];
    for (unsigned i = 0; i < o->legs; i++)
        for (uint32_t m = store_leg(s, o->leg[i])->first; m && rows->n < n;
             m = store_message(s, m)->next)
            rows->row[rows->n++] = m;
    qsort(rows->row, rows->n, sizeof(*rows->row), by_row);
    return true;
}

static int write_message(struct file_out *f, struct trace *t, const struct loaded *l,
                         struct err *err)
{
    const struct store *s = trace_store(t);
    const struct message *m = store_message(s, l->message);
    char head[HEAD_BYTES], day[CLOCK_TEXT], when[CLOCK_TEXT], src[ENDPOINT_TEXT],
        dst[ENDPOINT_TEXT];
    clock_date(day, m->time_ns);
    clock_time_of_day(when, m->time_ns, 6);
    endpoint_format(src, message_src(s, m));
    endpoint_format(dst, message_dst(s, m));
    int n = snprintf(head, sizeof(head), "%s %s  %s -> %s  %s  packet %" PRIu32 "\n", day, when,
                     src, dst, transport_name(message_transport(s, m)), m->packet);
    bool ended = l->n && l->bytes[l->n - 1] == '\n';
    int r = file_put(f, head, (size_t)n, err);
    if (r == 0)
        r = file_put(f, l->bytes, l->n, err);
    return r == 0 ? file_put(f, "\n\n", ended ? 1 : 2, err) : r;
}

int save_text(struct trace *t, const struct save_order *o, struct save_result *out, struct err *err)
{
    struct rows rows = { NULL, 0 };
    struct file_out *f = NULL;
    struct loaded l;
    *out = (struct save_result){ 0 };
    int r = collect(&rows, trace_store(t), o)
                ? 0
                : err_set(err, -ENOMEM, "There is not enough memory.");
    if (r == 0 && !rows.n)
        r = err_set(err, -ENODATA, "There is nothing to save.");
    if (r == 0)
        r = file_begin(&f, o->path, 0666, o->over, err);
    loaded_init(&l);
    for (uint32_t i = 0; i < rows.n && r == 0; i++) {
        if (o->progress && i % SAY_EVERY == 0 && !o->progress(o->ctx, i, rows.n))
            r = -ECANCELED;
        else if (trace_load(t, rows.row[i], &l)) {
            r = write_message(f, t, &l, err);
            out->sip++;
        } else {
            out->missing++;
        }
    }
    loaded_fini(&l);
    mem_free(rows.row);
    out->bytes = f ? file_bytes(f) : 0;
    if (r == 0)
        return file_commit(f, err);
    file_abandon(f);
    return r;
}
