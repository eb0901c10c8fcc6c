/* Which packets, and one pass that copies them. The bytes of the formats are left to capture/sink,
 * where the media are to save_media.c. */
#include "ui/export/save.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "capture/record_set.h"
#include "capture/sink/ng.h"
#include "capture/source/pcapng.h"
#include "capture/source/reader.h"
#include "decode/notice.h"
#include "ui/export/explain.h"
#include "ui/export/save_look.h"

enum { COMMENT_BYTES = 1024, SAY_EVERY = 1 << 12 };

/* A message by the record that completes it, for its comment. */
struct remark {
    uint64_t offset;
    uint32_t leg;
    uint16_t segment;
};

struct input {
    struct reader *reader; /* NULL: not opened yet, or over */
    struct block block;
    uint32_t at;     /* the packet in it that comes next */
    int64_t key_ns;  /* its time, or that of one before it in the file that is later */
    uint64_t handed; /* bytes that the progress knows of */
    uint16_t segment;
    bool over;
};

struct saving {
    struct trace *trace;
    const struct save_order *order;
    struct record_set set;
    struct remark *remark; /* by segment and offset */
    uint32_t remarks, cap;
    struct input *input;    /* by when they begin */
    unsigned inputs, begun; /* those before `begun` are over */
    bool fine;              /* there are times finer than a microsecond, or could be */
    struct file_out *file;
    void *sink;
    struct buf block;   /* what stands around a packet's data */
    struct buf options; /* of a packet */
    struct column_row row;
    uint64_t written;
    uint64_t done, of; /* bytes of input */
};

/* ---- which */

static int add_remark(struct saving *s, const struct extent *e, uint32_t leg)
{
    if (s->remarks == s->cap) {
        uint32_t cap = s->cap ? 2 * s->cap : 1024;
        struct remark *more = mem_resize(s->remark, cap, sizeof(*more));
        if (!more)
            return -ENOMEM;
        s->remark = more;
        s->cap = cap;
    }
    s->remark[s->remarks++] = (struct remark){ e->offset, leg, e->segment };
    return 0;
}

static int add_message(struct saving *s, uint32_t row)
{
    const struct store *store = trace_store(s->trace);
    const struct message *m = store_message(store, row);
    struct extent e;
    unsigned n = 0;
    while (message_extent(store, m, n, &e)) {
        record_set_add(&s->set, e.segment, e.offset);
        n++;
    }
    return n && s->order->comments ? add_remark(s, &e, m->leg) : 0;
}

static int add_leg(struct saving *s, uint32_t row)
{
    const struct store *store = trace_store(s->trace);
    int r = 0;
    for (uint32_t m = store_leg(store, row)->first; m && r == 0; m = store_message(store, m)->next)
        r = add_message(s, m);
    for (uint32_t i = notice_of_leg(store, row); i;) {
        const struct notice *n = notice_get(store, i);
        record_set_add(&s->set, n->quote.segment, n->quote.offset);
        i = n->next;
    }
    return r;
}

static int by_record(const void *a, const void *b)
{
    const struct remark *x = a, *y = b;
    int c = (x->segment > y->segment) - (x->segment < y->segment);
    return c ? c : (x->offset > y->offset) - (x->offset < y->offset);
}

static int choose(struct saving *s, struct save_result *out, struct err *err)
{
    const struct save_order *o = s->order;
    int r = 0;
    for (unsigned i = 0; i < o->legs && r == 0; i++)
        r = add_leg(s, o->leg[i]);
    for (unsigned i = 0; i < o->messages && r == 0; i++)
        r = add_message(s, o->message[i]);
    if (r == 0 && s->remarks)
        qsort(s->remark, s->remarks, sizeof(*s->remark), by_record);
    out->sip = s->set.n;
    if (r == 0 && o->legs)
        r = save_look(s->trace, o, &s->set, err);
    if (r == -ENOMEM || s->set.failed)
        return err_set(err, -ENOMEM, "There is not enough memory to say what is to be saved.");
    if (r == 0 && !s->set.n)
        return err_set(err, -ENODATA, "There is nothing to save.");
    return r;
}

/* ---- the inputs, read once more */

/* Goes to the next packet that is wanted. */
static void go_on(struct saving *s, struct input *in, bool next)
{
    in->at += next;
    for (;;) {
        for (; in->at < in->block.packets; in->at++) {
            const struct packet *p = &in->block.packet[in->at];
            if (!record_set_has(&s->set, p->segment, p->offset))
                continue;
            in->key_ns = p->time_ns > in->key_ns ? p->time_ns : in->key_ns;
            return;
        }
        s->done += reader_offset(in->reader) - in->handed;
        in->handed = reader_offset(in->reader);
        in->at = 0;
        if (reader_next(in->reader, &in->block) <= 0)
            break;
    }
    reader_close(in->reader);
    block_fini(&in->block);
    in->reader = NULL;
    in->over = true;
}

static void open_input(struct saving *s, struct input *in)
{
    char path[SEGMENT_PATH];
    block_init(&in->block);
    in->key_ns = INT64_MIN;
    in->over = !trace_reopen(s->trace, in->segment, path) ||
               reader_open(&in->reader, path, in->segment, NULL) < 0;
    if (!in->over)
        go_on(s, in, false);
}

/* When an input begins, how long it is and how fine its times are; opened for that alone, since
 * there may be more of them than can be open at once. */
static void ask_input(struct saving *s, struct input *in)
{
    char path[SEGMENT_PATH];
    struct reader *r;
    in->key_ns = INT64_MIN;
    if (!trace_reopen(s->trace, in->segment, path) || reader_open(&r, path, in->segment, NULL) < 0)
        return;
    reader_first_time(r, &in->key_ns);
    s->of += reader_size(r);
    s->fine = s->fine || reader_is_fine(r);
    reader_close(r);
}

static int by_begin(const void *a, const void *b)
{
    const struct input *x = a, *y = b;
    int c = (x->key_ns > y->key_ns) - (x->key_ns < y->key_ns);
    return c ? c : (x->segment > y->segment) - (x->segment < y->segment);
}

/* The inputs that have something to save, in the order in which they begin. */
static int find_inputs(struct saving *s, struct err *err)
{
    unsigned files = trace_files(s->trace);
    s->input = mem_new(files, sizeof(*s->input));
    if (!s->input)
        return err_set(err, -ENOMEM, "There is not enough memory to read again.");
    for (unsigned i = 0; i < files; i++)
        if (record_set_any(&s->set, (uint16_t)i)) {
            s->input[s->inputs].segment = (uint16_t)i;
            ask_input(s, &s->input[s->inputs++]);
        }
    if (s->inputs)
        qsort(s->input, s->inputs, sizeof(*s->input), by_begin);
    return 0;
}

/* The input whose turn it is; those that begin by then are opened first. NULL: all are over. */
static struct input *next_input(struct saving *s)
{
    for (;;) {
        struct input *first = NULL;
        while (s->begun < s->inputs && s->input[s->begun].over)
            s->begun++;
        for (unsigned i = s->begun; i < s->inputs; i++) {
            struct input *in = &s->input[i];
            if (!in->over && (!first || in->key_ns < first->key_ns))
                first = in;
            if (!in->reader && !in->over) /* those behind it begin later still */
                break;
        }
        if (!first || first->reader)
            return first;
        open_input(s, first);
    }
}

static void close_inputs(struct saving *s)
{
    for (unsigned i = 0; i < s->inputs; i++)
        if (s->input[i].reader) {
            reader_close(s->input[i].reader);
            block_fini(&s->input[i].block);
        }
    mem_free(s->input);
}

/* ---- one packet */

static int put(struct saving *s, struct err *err)
{
    int r = s->block.failed ? err_set(err, -ENOMEM, "There is not enough memory for a packet.")
                            : file_put(s->file, s->block.p, s->block.n, err);
    buf_clear(&s->block);
    return r;
}

static void add_comment(struct saving *s, const struct packet *p)
{
    const struct remark key = { p->offset, 0, p->segment };
    const struct remark *it =
        s->remarks ? bsearch(&key, s->remark, s->remarks, sizeof(key), by_record) : NULL;
    struct buf b;
    if (!it || !column_row_read(&s->row, it->leg))
        return;
    buf_init(&b, COMMENT_BYTES);
    explain_add_head(&b, &s->row);
    ng_option(&s->options, NG_COMMENT, buf_slice(&b));
    buf_fini(&b);
}

static int write_packet(struct saving *s, struct input *in, struct err *err)
{
    const struct sink_driver *sink = s->order->format.sink->driver;
    struct sink_packet p = { .packet = in->block.packet[in->at],
                             .source = trace_file(s->trace, in->segment) };
    buf_clear(&s->options);
    if (!strcmp(reader_format(in->reader), "pcapng")) {
        const uint8_t *record = p.packet.data - p.packet.delta;
        pcapng_options(&s->options, record, (size_t)(in->block.bytes + in->block.n - record));
    }
    add_comment(s, &p.packet);
    p.options = buf_slice(&s->options);
    if (s->order->rewrite)
        s->order->rewrite(s->order->rewrite_ctx, &p);
    int r = sink->before(s->sink, &s->block, &p, err);
    if (r == 0)
        r = put(s, err);
    if (r == 0)
        r = file_put(s->file, p.packet.data, p.packet.caplen, err);
    if (r < 0)
        return r;
    sink->after(s->sink, &s->block, &p);
    s->written++;
    return put(s, err);
}

/* ---- all of them */

static int copy(struct saving *s, struct err *err)
{
    const struct save_order *o = s->order;
    struct input *in;
    int r = 0;
    while (r == 0 && (in = next_input(s))) {
        if (o->progress && s->written % SAY_EVERY == 0 &&
            !o->progress(o->ctx, o->media ? (s->of + s->done) / 2 : s->done, s->of))
            r = -ECANCELED;
        if (r == 0)
            r = write_packet(s, in, err);
        if (r == 0)
            go_on(s, in, true);
    }
    return r;
}

static int write_file(struct saving *s, struct save_result *out, struct err *err)
{
    const struct save_order *o = s->order;
    const struct sink_driver *sink = o->format.sink->driver;
    int r = find_inputs(s, err);
    const struct sink_options options = { .fine = s->fine, .until_ns = trace_end(s->trace) };
    if (r == 0)
        r = o->onto ? file_onto(&s->file, *o->onto, o->path, err)
                    : file_begin(&s->file, o->path, 0666, o->over, err);
    if (r < 0)
        return r;
    sink->begin(s->sink, &s->block, &options);
    r = put(s, err);
    if (r == 0)
        r = copy(s, err);
    if (r == 0) {
        sink->end(s->sink, &s->block);
        r = put(s, err);
    }
    out->packets = s->written;
    out->missing = s->set.n - s->written;
    out->bytes = file_bytes(s->file);
    if (r == 0)
        return file_commit(s->file, err);
    file_abandon(s->file);
    return r;
}

int save_packets(struct trace *t, const struct save_order *o, struct save_result *out,
                 struct err *err)
{
    struct saving s = { .trace = t, .order = o };
    *out = (struct save_result){ 0 };
    buf_init(&s.block, SINK_PACKET_MAX);
    buf_init(&s.options, SINK_PACKET_MAX);
    column_row_init(&s.row, t);
    s.sink = mem_new(o->format.sink->driver->state, 1);
    int r = s.sink ? choose(&s, out, err) : err_set(err, -ENOMEM, "There is not enough memory.");
    if (r == 0)
        r = write_file(&s, out, err);
    if (s.sink && o->format.sink->driver->fini)
        o->format.sink->driver->fini(s.sink);
    close_inputs(&s);
    mem_free(s.sink);
    mem_free(s.remark);
    record_set_fini(&s.set);
    column_row_fini(&s.row);
    buf_fini(&s.block);
    buf_fini(&s.options);
    return r;
}
