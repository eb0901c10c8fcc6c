/* Packets of a selection on their way into a temporary file. What becomes of their bytes is left to
 * decode/redact; here is which of them belong to which message. */
#include "ui/export/redact.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "decode/redact/packet.h"
#include "decode/session/rule_user.h"

/* A stretch of a message in a packet. */
struct cover {
    uint64_t offset; /* of the record */
    size_t text;     /* its redacted bytes in `text`, where the message has several stretches */
    uint32_t delta, len;
    uint32_t elsewhere; /* as in struct redact_packet */
    uint16_t segment;
    bool whole; /* the message is this stretch */
};

struct redacted {
    struct redaction names;
    struct leg_rules rules;
    char *ids; /* Call-IDs that the rules name, redacted */
    struct cover *cover;
    uint32_t covers, cap;
    char *text;
    size_t text_n, text_cap;
    uint8_t *packet; /* the one that is written, its bytes replaced */
    size_t packet_cap;
    struct redact_cover *part; /* where it is covered */
    uint32_t parts_cap;
    bool failed; /* there was no memory for something */
    int fd;
    struct trace *trace;
    uint32_t *leg;
    unsigned legs;
};

/* ---- where the messages lie */

static struct cover *add_cover(struct redacted *r, const struct extent *e)
{
    if (r->covers == r->cap) {
        uint32_t cap = r->cap ? 2 * r->cap : 1024;
        struct cover *more = mem_resize(r->cover, cap, sizeof(*more));
        if (!more) {
            r->failed = true;
            return NULL;
        }
        r->cover = more;
        r->cap = cap;
    }
    struct cover *c = &r->cover[r->covers++];
    *c = (struct cover){
        .offset = e->offset, .delta = e->delta, .len = e->len, .segment = e->segment
    };
    return c;
}

static char *add_text(struct redacted *r, const char *p, size_t n)
{
    if (r->text_cap - r->text_n < n) {
        size_t cap = 2 * r->text_cap + n;
        char *more = mem_resize(r->text, cap, 1);
        if (!more) {
            r->failed = true;
            return NULL;
        }
        r->text = more;
        r->text_cap = cap;
    }
    char *at = r->text + r->text_n;
    memcpy(at, p, n);
    r->text_n += n;
    return at;
}

/* A message in several packets is redacted as a whole, before any of them. */
static void cover_parts(struct redacted *r, struct trace *t, uint32_t row, struct loaded *l)
{
    const struct store *s = trace_store(t);
    const struct message *m = store_message(s, row);
    struct extent e;
    size_t base = r->text_n, at = 0;
    char *text = trace_load(t, row, l) ? add_text(r, l->bytes, l->n) : NULL;
    if (!text)
        return; /* what cannot be read again is blanked */
    redact_message(&r->names, text, l->n, 0);
    uint32_t first = r->covers, sum = 0;
    for (unsigned i = 0; message_extent(s, m, i, &e) && e.len <= l->n - at; i++) {
        struct cover *c = add_cover(r, &e);
        if (!c)
            return;
        c->text = base + at;
        if (i)
            sum += redact_change((uint8_t *)l->bytes + at, (uint8_t *)text + at, e.len);
        at += e.len;
    }
    if (message_transport(s, m) == TRANSPORT_UDP && r->covers > first)
        r->cover[first].elsewhere = sum;
}

static void cover_message(struct redacted *r, struct trace *t, uint32_t row, struct loaded *l)
{
    const struct store *s = trace_store(t);
    const struct message *m = store_message(s, row);
    struct extent e;
    if (message_extent(s, m, 1, &e)) {
        cover_parts(r, t, row, l);
    } else if (message_extent(s, m, 0, &e)) {
        struct cover *c = add_cover(r, &e);
        if (c)
            c->whole = true;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct cover *x = a, *y = b;
    int c = (x->segment > y->segment) - (x->segment < y->segment);
    c = c ? c : (x->offset > y->offset) - (x->offset < y->offset);
    return c ? c : (x->delta > y->delta) - (x->delta < y->delta);
}

static void cover_all(struct redacted *r, struct trace *t, const struct redact_order *o)
{
    const struct store *s = trace_store(t);
    struct loaded l;
    loaded_init(&l);
    for (unsigned i = 0; i < o->legs; i++)
        for (uint32_t m = store_leg(s, o->leg[i])->first; m; m = store_message(s, m)->next)
            cover_message(r, t, m, &l);
    for (unsigned i = 0; i < o->messages; i++)
        cover_message(r, t, o->message[i], &l);
    loaded_fini(&l);
    if (r->covers)
        qsort(r->cover, r->covers, sizeof(*r->cover), by_place);
}

/* The first cover of a packet, or of one behind it. */
static uint32_t first_cover(const struct redacted *r, const struct packet *p)
{
    const struct cover key = { .offset = p->offset, .segment = p->segment };
    uint32_t low = 0, high = r->covers;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (by_place(&r->cover[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* ---- one packet */

/* Replaces what a cover covers of the packet; false: it is not in it. */
static bool apply(struct redacted *r, const struct packet *p, const struct cover *c,
                  struct redact_cover *out)
{
    uint32_t from = c->delta - p->delta;
    if (c->delta < p->delta || from > p->caplen || c->len > p->caplen - from)
        return false;
    if (c->whole)
        redact_message(&r->names, (char *)r->packet + from, c->len, 0);
    else
        memcpy(r->packet + from, r->text + c->text, c->len);
    *out = (struct redact_cover){ from, from + c->len };
    return true;
}

/* Room for a packet and so many stretches of it. */
static bool reserve(struct redacted *r, size_t bytes, uint32_t parts)
{
    if (r->packet_cap < bytes) {
        uint8_t *more = mem_resize(r->packet, bytes, 1);
        if (!more)
            return false;
        r->packet = more;
        r->packet_cap = bytes;
    }
    if (r->parts_cap < parts) {
        struct redact_cover *more = mem_resize(r->part, parts, sizeof(*more));
        if (!more)
            return false;
        r->part = more;
        r->parts_cap = parts;
    }
    return true;
}

static void rewrite(void *ctx, struct sink_packet *sink)
{
    struct redacted *r = ctx;
    struct packet *p = &sink->packet;
    struct redact_packet packet = {
        .link = p->link, .was = p->data, .n = p->caplen, .len = p->len
    };
    uint32_t first = first_cover(r, p), end = first;
    while (end < r->covers && r->cover[end].segment == p->segment &&
           r->cover[end].offset == p->offset)
        end++;
    if (!reserve(r, (size_t)p->caplen + BLOCK_PADDING, end - first + 1)) {
        r->failed = true;
        p->caplen = 0; /* nothing of it may be told */
        return;
    }
    memcpy(r->packet, p->data, p->caplen);
    memset(r->packet + p->caplen, 0, BLOCK_PADDING);
    for (uint32_t i = first; i < end; i++) {
        packet.elsewhere += r->cover[i].elsewhere;
        packet.covers += apply(r, p, &r->cover[i], &r->part[packet.covers]);
    }
    packet.is = r->packet;
    packet.cover = r->part;
    redact_packet(&r->names, &packet);
    p->data = r->packet;
    sink->options = (struct slice){ NULL, 0 };
    sink->source = "";
}

/* ---- all of them */

/* The rules of the user name Call-IDs, which are others now. */
static bool take_rules(struct redacted *r, const struct leg_rules *rules)
{
    size_t bytes = 0;
    r->rules = *rules;
    struct slice *id[3 * LEG_RULES_MAX];
    unsigned n = 0;
    for (unsigned i = 0; i < rules->joins; i++) {
        id[n++] = &r->rules.join[i].a;
        id[n++] = &r->rules.join[i].b;
    }
    for (unsigned i = 0; i < rules->splits; i++)
        id[n++] = &r->rules.split[i];
    for (unsigned i = 0; i < n; i++)
        bytes += id[i]->n;
    char *at = r->ids = mem_new(bytes + 1, 1);
    for (unsigned i = 0; at && i < n; i++) {
        memcpy(at, id[i]->p, id[i]->n);
        redact_words(&r->names, at, id[i]->n, REDACT_PLAIN);
        id[i]->p = at;
        at += id[i]->n;
    }
    return r->ids;
}

static int write_capture(struct redacted *r, struct trace *t, const struct redact_order *o,
                         struct err *err)
{
    struct save_result done;
    struct save_order save = { .leg = o->leg,
                               .legs = o->legs,
                               .message = o->message,
                               .messages = o->messages,
                               .path = "the temporary file",
                               .onto = &r->fd,
                               .bpf = o->bpf,
                               .threads = o->threads,
                               .media = o->media,
                               .rewrite = rewrite,
                               .rewrite_ctx = r,
                               .progress = o->progress,
                               .ctx = o->ctx };
    if (!save_find(&save.format, "pcapng"))
        return err_set(err, -EINVAL, "There is no format for it.");
    int status = save_packets(t, &save, &done, err);
    return status == 0 && r->failed
               ? err_set(err, -ENOMEM, "There is not enough memory to redact it.")
               : status;
}

static int read_capture(struct redacted *r, struct trace *t, const struct redact_order *o,
                        struct err *err)
{
    char path[SEGMENT_PATH];
    const char *const paths[] = { path };
    const struct trace_options options = { .threads = o->threads,
                                           .spool.dir = o->spool_dir,
                                           .title = o->restore ? "restored" : "redacted",
                                           .quick = trace_is_quick(t),
                                           .legs = &r->rules };
    snprintf(path, sizeof(path), "/proc/self/fd/%d", r->fd);
    int status = trace_open(&r->trace, paths, 1, &options, err);
    if (status < 0)
        return status;
    trace_run(r->trace);
    const struct store *s = trace_store(r->trace);
    r->leg = mem_new(s->legs.n + 1, sizeof(*r->leg));
    if (!r->leg)
        return err_set(err, -ENOMEM, "There is not enough memory to redact it.");
    for (uint32_t i = 1; i <= s->legs.n; i++)
        if (!leg_is_gone(store_leg(s, i)))
            r->leg[r->legs++] = i;
    return 0;
}

int redact_open(struct redacted **out, struct trace *t, const struct redact_order *o,
                struct err *err)
{
    static const struct leg_rules none;
    struct redacted *r = mem_new(1, sizeof(*r));
    *out = NULL;
    if (!r)
        return err_set(err, -ENOMEM, "There is not enough memory to redact it.");
    r->names.names.back = o->restore;
    r->names.agents = o->agents;
    if (o->key)
        r->names.names.key = *o->key;
    else
        hash_key_random(&r->names.names.key);
    r->fd = spool_temporary(o->spool_dir, err);
    int status = r->fd < 0 ? r->fd : 0;
    if (status == 0 && !take_rules(r, trace_rules(t) ? trace_rules(t) : &none))
        status = err_set(err, -ENOMEM, "There is not enough memory to redact it.");
    if (status == 0) {
        cover_all(r, t, o);
        status = write_capture(r, t, o, err);
    }
    if (status == 0)
        status = read_capture(r, t, o, err);
    if (status == 0)
        *out = r;
    else
        redact_close(r);
    return status;
}

void redact_close(struct redacted *r)
{
    if (!r)
        return;
    trace_close(r->trace);
    if (r->fd >= 0)
        close(r->fd);
    mem_free(r->leg);
    mem_free(r->packet);
    mem_free(r->part);
    mem_free(r->text);
    mem_free(r->cover);
    mem_free(r->ids);
    explicit_bzero(&r->names, sizeof(r->names));
    mem_free(r);
}

struct trace *redact_trace(const struct redacted *r)
{
    return r->trace;
}

const uint32_t *redact_legs(const struct redacted *r, unsigned *n)
{
    *n = r->legs;
    return r->leg;
}
