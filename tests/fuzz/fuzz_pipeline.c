/* Fuzz target of the whole: the bytes of a capture through reader, network, model and ladder into
 * text, with one thread and with two; the results must be the same, and every message, leg and call
 * must give what is asked of it. */
#include <errno.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/buf.h"
#include "decode/call.h"
#include "decode/trace.h"
#include "ui/export/render.h"
#include "ui/flow/flow.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LADDERS = 8, WIDTH_MIN = 20 };

static void need(bool true_thing)
{
    if (!true_thing)
        __builtin_trap();
}

static void check_messages(struct trace *t)
{
    const struct store *s = trace_store(t);
    struct loaded l;
    loaded_init(&l);
    for (uint32_t i = 1; i <= s->messages.n; i++) {
        const struct message *m = store_message(s, i);
        need(m->leg && m->leg <= s->legs.n && m->next <= s->messages.n);
        need(m->next == 0 || store_message(s, m->next)->leg == m->leg);
        need(message_src(s, m) && message_dst(s, m) && transport_name(message_transport(s, m)));
        need(trace_load(t, i, &l)); /* the file is still there, as it was */
        need(l.index.request == message_is_request(m));
        need(l.index.request ? !strncmp(store_method_name(s, m->code), l.index.method_name.p,
                                        strlen(store_method_name(s, m->code))) ||
                                   m->code >= SIP_METHOD_COUNT
                             : l.index.status == m->code);
    }
    need(!trace_load(t, 0, &l) && !trace_load(t, s->messages.n + 1, &l));
    loaded_fini(&l);
}

static void check_legs(struct trace *t)
{
    const struct store *s = trace_store(t);
    uint64_t messages = 0;
    for (uint32_t i = 1; i <= s->legs.n; i++) {
        const struct leg *leg = store_leg(s, i);
        unsigned code, n = 0;
        for (uint32_t m = leg->first; m; m = store_message(s, m)->next, n++)
            need(store_message(s, m)->leg == i);
        need(n == leg->messages);
        messages += n;
        if (leg->call)
            need(trace_call_state(t, leg, &code) < CALL_STATE_COUNT);
        call_pdd(s, leg);
        call_setup(s, leg);
        call_talk(s, leg);
    }
    need(messages == s->messages.n);
}

/* The ladder of a leg by every renderer. */
static void draw(struct trace *t, uint32_t leg)
{
    const struct flow_options unfolded = { .unfold = leg % 2 };
    struct flow *f;
    struct err err;
    struct buf b;
    if (flow_new(&f, t, &leg, 1, &unfolded, &err) < 0)
        return;
    for (unsigned i = 0; render_get(RENDER_LADDER, i); i++) {
        struct render_options o = { .width = leg % 3 ? 0 : leg + WIDTH_MIN,
                                    .color = leg % 2,
                                    .trace = t };
        buf_init(&b, 1 << 24);
        int r = render_get(RENDER_LADDER, i)->run(&b, f, &o);
        need((r == 0 || r == -E2BIG) && !b.failed);
        buf_fini(&b);
    }
    flow_free(f);
}

static uint64_t sum_of(struct trace *t)
{
    const struct store *s = trace_store(t);
    uint64_t sum = s->counts.messages * 31 + s->counts.retransmissions;
    struct counters c;
    trace_counters(t, &c);
    for (int i = 0; i < COUNTER_COUNT; i++)
        sum = sum * 1000003 + c.v[i];
    for (uint32_t i = 1; i <= s->messages.n; i++) {
        const struct message *m = store_message(s, i);
        sum = sum * 1000003 + ((uint64_t)m->packet << 32 | (uint32_t)m->flags << 22 | m->len);
        sum = sum * 1000003 + ((uint64_t)m->leg << 32 | m->path);
    }
    return sum * 1000003 + s->counts.transactions;
}

static struct trace *read_all(const char *path, unsigned threads)
{
    struct trace *t;
    struct trace_options o = { .threads = threads };
    struct err err;
    if (trace_open(&t, &path, 1, &o, &err) < 0)
        return NULL;
    trace_run(t);
    return t;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    need(fd >= 0 && pwrite(fd, data, size, 0) == (ssize_t)size);
    snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
    struct trace *t = read_all(path, 1);
    if (t) {
        const struct store *s = trace_store(t);
        check_messages(t);
        check_legs(t);
        for (uint32_t i = 1; i <= s->legs.n && i <= LADDERS; i++)
            draw(t, i);
        if (size % 16 == 0) {
            struct trace *two = read_all(path, 2);
            need(two && sum_of(two) == sum_of(t));
            trace_close(two);
        }
        trace_close(t);
    }
    close(fd);
    return 0;
}
