/* Messages in short, made into captures of UDP datagrams, and their ladders. */
#include "tests/unit/saykit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "decode/trace.h"

enum { LINKTYPE_RAW = 101, MS_APART = 20 };

/* ---- captures */

/* Hosts are letters: a is 10.0.0.1, b 10.0.0.2. */
static void datagram(struct capture *c, unsigned ms, const char *route, const char *text, size_t n)
{
    unsigned udp = (unsigned)n + 8, ip = udp + 20;
    capture_u32(c, 1700000000 + ms / 1000);
    capture_u32(c, ms % 1000 * 1000);
    capture_u32(c, ip);
    capture_u32(c, ip);
    const uint8_t head[28] = { 0x45,
                               0,
                               (uint8_t)(ip >> 8),
                               (uint8_t)ip,
                               0,
                               0,
                               0,
                               0,
                               64,
                               17,
                               0,
                               0,
                               10,
                               0,
                               0,
                               (uint8_t)(route[0] - 'a' + 1),
                               10,
                               0,
                               0,
                               (uint8_t)(route[2] - 'a' + 1),
                               0x13,
                               0xc4,
                               0x13,
                               0xc4,
                               (uint8_t)(udp >> 8),
                               (uint8_t)udp,
                               0,
                               0 };
    buf_add(&c->b, head, sizeof(head));
    buf_add(&c->b, text, n);
}

static void write_message(struct buf *b, const struct said *m)
{
    static const char other[] = "other ";
    bool response = ascii_is_digit(m->start[0]);
    const char *cseq = m->cseq;
    const char *call = "one@x";
    if (!strncmp(cseq, other, sizeof(other) - 1)) {
        cseq += sizeof(other) - 1;
        call = "two@x";
    }
    buf_printf(b, "%s%s%s\r\n", response ? "SIP/2.0 " : "", m->start, response ? "" : " SIP/2.0");
    struct slice vias = slice_of(m->vias);
    while (vias.n) {
        size_t n = slice_index(vias, ',');
        buf_printf(b, "Via: SIP/2.0/UDP 10.0.0.%d;branch=z9hG4bK%.*s\r\n", vias.p[0] - 'a' + 1,
                   (int)n, vias.p);
        vias = slice_sub(vias, n + 1, vias.n);
    }
    size_t bar = slice_index(slice_of(m->people), '|');
    if (m->people[0])
        buf_printf(b, "From: %.*s\r\nTo: %s\r\n", (int)bar, m->people, m->people + bar + 1);
    buf_printf(b, "Call-ID: %s\r\nCSeq: %s\r\n", call, cseq);
    const char *extra = m->extra ? m->extra : "";
    const char *body = strstr(extra, "\r\n\r\n");
    body = body ? body + 4 : "";
    buf_printf(b, "Content-Length: %zu\r\n%s%s", strlen(body), extra, body[0] ? "" : "\r\n");
    assert_false(b->failed);
}

static void tell(struct told *t, struct capture *c, const struct flow_options *o)
{
    char path[64];
    int fd;
    struct err err;
    const struct trace_options to = { .threads = 1 };
    const char *file = capture_file(path, &fd, c->b.p, c->b.n);
    assert_int_equal(trace_open(&t->trace, &file, 1, &to, &err), 0);
    trace_run(t->trace);
    unsigned legs = trace_store(t->trace)->legs.n;
    uint32_t *leg = calloc(legs + 1, sizeof(*leg));
    for (unsigned i = 0; i < legs; i++)
        leg[i] = i + 1;
    assert_int_equal(flow_new(&t->flow, t->trace, leg, legs, o, &err), 0);
    free(leg);
    close(fd);
    capture_fini(c);
    t->narrator = narrator_new(t->flow);
    assert_non_null(t->narrator);
}

void say_forget(struct told *t)
{
    narrator_free(t->narrator);
    flow_free(t->flow);
    trace_close(t->trace);
}

static void begin(struct capture *c)
{
    capture_init(c, false);
    capture_pcap(c, CAPTURE_US, LINKTYPE_RAW);
}

void say_tell(struct told *t, const struct said *m, size_t n, const struct flow_options *o)
{
    struct capture c;
    struct buf b;
    begin(&c);
    buf_init(&b, 65000);
    for (size_t i = 0; i < n; i++) {
        buf_clear(&b);
        write_message(&b, &m[i]);
        datagram(&c, (unsigned)i * MS_APART, m[i].route, b.p, b.n);
    }
    buf_fini(&b);
    tell(t, &c, o);
}

void say_tell_prefixes(struct told *t, const struct said *m)
{
    struct capture c;
    struct buf b;
    begin(&c);
    buf_init(&b, 65000);
    write_message(&b, m);
    for (size_t n = 1; n <= b.n; n++)
        datagram(&c, (unsigned)n * MS_APART, m->route, b.p, n);
    buf_fini(&b);
    tell(t, &c, NULL);
}
