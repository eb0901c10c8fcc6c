/* Tests of ui/flow: who takes part, which rows there are, what they are called. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/payload.h"
#include "tests/unit/captures.h"
#include "ui/flow/cast.h"
#include "ui/flow/flow.h"

/* ---- captures of UDP datagrams, and what is drawn of them */

enum { LINKTYPE_RAW = 101 };

static void put_endpoint(struct endpoint *e, const char *text)
{
    struct slice s = slice_of(text);
    size_t colon = slice_index(s, ':');
    assert_true(addr_parse(&e->addr, slice_sub(s, 0, colon)));
    e->port = (uint16_t)slice_number(slice_sub(s, colon + 1, s.n), UINT16_MAX, NULL);
    e->port = (uint16_t)(e->port ? e->port : 5060);
}

/* A datagram at `ms`; ends are "10.0.0.1" (port 5060) or "10.0.0.1:5062". */
static void datagram(struct capture *c, unsigned ms, const char *from, const char *to,
                     const char *text, size_t n)
{
    struct endpoint src, dst;
    put_endpoint(&src, from);
    put_endpoint(&dst, to);
    unsigned udp = (unsigned)n + 8, ip = udp + 20;
    capture_u32(c, 1700000000 + ms / 1000);
    capture_u32(c, ms % 1000 * 1000);
    capture_u32(c, ip);
    capture_u32(c, ip);
    const uint8_t head[10] = { 0x45, 0, (uint8_t)(ip >> 8), (uint8_t)ip, 0, 0, 0, 0, 64, 17 };
    buf_add(&c->b, head, sizeof(head));
    buf_add(&c->b, "\0\0", 2);
    buf_add(&c->b, src.addr.ip + 12, 4);
    buf_add(&c->b, dst.addr.ip + 12, 4);
    const uint8_t ports[8] = { (uint8_t)(src.port >> 8),
                               (uint8_t)src.port,
                               (uint8_t)(dst.port >> 8),
                               (uint8_t)dst.port,
                               (uint8_t)(udp >> 8),
                               (uint8_t)udp,
                               0,
                               0 };
    buf_add(&c->b, ports, sizeof(ports));
    buf_add(&c->b, text, n);
}

/* A message in short: what differs between those of a call. */
struct short_message {
    unsigned ms;
    const char *from, *to; /* endpoints */
    const char *start;     /* "INVITE sip:b@x", "180 Ringing" */
    const char *vias;      /* "a1" or "p1,a1": sent-by/branch of each, top first */
    const char *people;    /* From and To, separated by '|' */
    const char *cseq;      /* "1 INVITE" */
    const char *extra;     /* headers, may be NULL */
};

static void add_vias(struct buf *b, const char *vias)
{
    struct slice list = slice_of(vias);
    while (list.n) {
        size_t comma = slice_index(list, ',');
        struct slice via = slice_sub(list, 0, comma);
        size_t slash = slice_index(via, '/');
        struct slice host = slice_sub(via, 0, slash), branch = slice_sub(via, slash + 1, via.n);
        buf_adds(b, "Via: SIP/2.0/UDP ");
        buf_add(b, host.p, host.n);
        buf_adds(b, ";branch=z9hG4bK");
        buf_add(b, branch.p, branch.n);
        buf_adds(b, "\r\n");
        list = slice_sub(list, comma + 1, list.n);
    }
}

static void say(struct capture *c, const char *call_id, const struct short_message *m)
{
    struct buf b;
    bool response = ascii_is_digit(m->start[0]);
    size_t bar = slice_index(slice_of(m->people), '|');
    buf_init(&b, 65000);
    buf_printf(&b, "%s%s%s\r\n", response ? "SIP/2.0 " : "", m->start, response ? "" : " SIP/2.0");
    add_vias(&b, m->vias);
    buf_printf(&b, "From: %.*s\r\nTo: %s\r\nCall-ID: %s\r\nCSeq: %s\r\n%sContent-Length: 0\r\n\r\n",
               (int)bar, m->people, m->people + bar + 1, call_id, m->cseq,
               m->extra ? m->extra : "");
    assert_false(b.failed);
    datagram(c, m->ms, m->from, m->to, b.p, b.n);
    buf_fini(&b);
}

struct drawn {
    struct trace *trace;
    struct flow *flow;
};

/* The ladder of all legs of a file. */
static int draw_file(struct drawn *d, const char *path, const struct flow_options *o)
{
    struct err err;
    struct trace_options to = { .threads = 1 };
    d->flow = NULL;
    assert_int_equal(trace_open(&d->trace, &path, 1, &to, &err), 0);
    trace_run(d->trace);
    unsigned legs = trace_store(d->trace)->legs.n;
    uint32_t *leg = calloc(legs + 1, sizeof(*leg));
    for (unsigned i = 0; i < legs; i++)
        leg[i] = i + 1;
    int r = flow_new(&d->flow, d->trace, leg, legs, o, &err);
    free(leg);
    return r;
}

static void drop(struct drawn *d)
{
    flow_free(d->flow);
    trace_close(d->trace);
}

static void begin(struct capture *c)
{
    capture_init(c, false);
    capture_pcap(c, CAPTURE_US, LINKTYPE_RAW);
}

static void draw(struct drawn *d, struct capture *c, const struct flow_options *o)
{
    char path[64];
    int fd;
    assert_int_equal(draw_file(d, capture_file(path, &fd, c->b.p, c->b.n), o), 0);
    close(fd);
    capture_fini(c);
}

static void draw_short(struct drawn *d, const struct short_message *m, size_t n,
                       const struct flow_options *o)
{
    struct capture c;
    begin(&c);
    for (size_t i = 0; i < n; i++)
        say(&c, "one@x", &m[i]);
    draw(d, &c, o);
}

/* "User A, Proxy, User B" */
static void check_names(const struct flow *f, const char *want)
{
    struct buf b;
    buf_init(&b, 4096);
    for (unsigned i = 0; i < f->participants; i++)
        buf_printf(&b, "%s%s", i ? ", " : "", f->participant[i].name);
    assert_string_equal(b.p, want);
    buf_fini(&b);
}

/* What holds of every ladder. */
static void check_sound(const struct flow *f)
{
    unsigned steps = 0;
    int64_t before = 0;
    assert_true(f->rows && f->participants && f->title[0]);
    for (unsigned i = 0; i < f->rows; i++) {
        const struct flow_row *r = &f->row[i];
        assert_true(r->from < f->participants && r->to < f->participants);
        assert_true(r->text && r->detail && r->call_id && r->description);
        assert_true(r->text[0] && r->time_ns >= before);
        if (r->kind != FLOW_MESSAGE) {
            assert_int_equal(r->step, 0);
            continue;
        }
        assert_int_equal(f->arrow[steps], i);
        assert_int_equal(r->step, ++steps);
        assert_int_equal(r->delta_ns, steps > 1 ? r->time_ns - before : 0);
        before = r->time_ns;
    }
    assert_int_equal(f->steps, steps);
    for (unsigned i = 0; i < f->participants; i++) {
        assert_true(f->participant[i].endpoints && f->participant[i].name[0]);
        for (unsigned k = 0; k < i; k++)
            assert_string_not_equal(f->participant[i].name, f->participant[k].name);
    }
}

/* By step, from 0. */
static const struct flow_row *arrow(const struct flow *f, unsigned i)
{
    return &f->row[f->arrow[i]];
}

/* ---- samples and the shared flows */

static void test_samples(void **state)
{
    (void)state;
    static const struct {
        const char *path, *title, *names;
        unsigned rows;
    } cases[] = {
        { "samples/blind-transfer.pcap",
          "Blind transfer \u00b7 User B transfers User A to User C \u00b7 completed",
          "User A, Proxy, User B, User C", 24 },
        { "samples/busy.pcap", "User A \u2192 User B \u00b7 busy", "User A, Proxy, User B", 7 },
        { "samples/call-setup.pcap", "User A \u2192 User B \u00b7 completed",
          "User A, Proxy, User B", 14 },
        { "samples/no-answer.pcap", "User A \u2192 User B \u00b7 cancelled",
          "User A, Proxy, User B", 12 },
        { "samples/registration.pcap", "User A \u00b7 registration", "User A, Registrar", 6 },
        { "samples/retransmission.pcap", "User A \u2192 User B \u00b7 completed",
          "User A, Proxy, User B", 13 },
        { "samples/tcp-call.pcap", "User A \u2192 User B \u00b7 completed", "User A, Proxy, User B",
          17 },
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct drawn d;
        assert_int_equal(draw_file(&d, cases[i].path, NULL), 0);
        assert_string_equal(d.flow->title, cases[i].title);
        check_names(d.flow, cases[i].names);
        assert_int_equal(d.flow->steps, cases[i].rows);
        check_sound(d.flow);
        drop(&d);
    }
}

static void test_manual(void **state)
{
    (void)state;
    static const struct {
        const char *flow, *names;
        unsigned steps;
    } cases[] = {
        { "manual-01-setup-disconnect", "User A, Proxy, User B", 14 },
        { "manual-02-busy", "User A, Proxy, 1002", 8 },
        { "manual-03-no-answer", "User A, Proxy, 1002", 8 },
        { "manual-03-no-answer-with-487", "User A, Proxy, 1002", 12 },
        { "manual-04-hold", "User A, Proxy, 1002", 14 },
        { "manual-05-call-waiting", "User A, Proxy, 1002, User C", 22 },
        { "manual-06-blind-transfer", "User A, Proxy, User B, 1003", 24 },
        { "manual-06-blind-transfer-notify", "User A, Proxy, User B, 1003", 28 },
        { "manual-07-attended-transfer", "User A, Proxy, 1002, 1003", 30 },
        { "manual-07-attended-transfer-notify", "User A, Proxy, User B, 1003", 34 },
        { "manual-08-forward-always", "User A, Proxy, 1003, 1002", 14 },
        { "manual-09-forward-busy", "User A, Proxy, 1002, 1003", 16 },
        { "manual-10-forward-no-answer", "User A, Proxy, 1002, 1003", 16 },
        { "manual-11-conference", "User A, Proxy, 1002, 1003", 22 },
        { "b2bua-session-id", "User A, B2BUA, 1002", 13 },
        { "rfc3665-3.8", "Alice, Proxy 1, Proxy 2, Bob", 20 },
    };
    const char *shared = getenv("RUNG_SHARED");
    shared = shared ? shared : "../shared";
    if (access(shared, R_OK) < 0)
        skip();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct drawn d;
        char path[512];
        snprintf(path, sizeof(path), "%s/flows/%s/capture.pcap", shared, cases[i].flow);
        assert_int_equal(draw_file(&d, path, NULL), 0);
        assert_int_equal(d.flow->steps, cases[i].steps);
        check_names(d.flow, cases[i].names);
        check_sound(d.flow);
        drop(&d);
    }
}

static void test_repeats(void **state)
{
    (void)state;
    struct drawn d;
    unsigned repeats = 0;
    assert_int_equal(draw_file(&d, "samples/retransmission.pcap", NULL), 0);
    assert_int_equal(arrow(d.flow, 0)->repeats, 2);
    assert_in_range(arrow(d.flow, 0)->repeat_ns, 1490 * NS_PER_MS, 1510 * NS_PER_MS);
    for (unsigned i = 0; i < d.flow->steps; i++) {
        assert_false(arrow(d.flow, i)->repeat);
        repeats += arrow(d.flow, i)->repeats;
    }
    assert_int_equal(repeats, 6);
    drop(&d);
    assert_int_equal(
        draw_file(&d, "samples/retransmission.pcap", &(struct flow_options){ .unfold = true }), 0);
    assert_int_equal(d.flow->steps, 19);
    for (unsigned i = 0; i < d.flow->steps; i++) {
        assert_int_equal(arrow(d.flow, i)->repeats, 0);
        repeats -= arrow(d.flow, i)->repeat;
    }
    assert_int_equal(repeats, 0);
    drop(&d);
}

static void test_several_calls(void **state)
{
    (void)state;
    struct drawn d;
    assert_int_equal(draw_file(&d, "samples/blind-transfer.pcap", NULL), 0);
    assert_int_equal(d.flow->told, 2);
    for (unsigned i = 0; i < 2; i++)
        assert_int_equal(d.flow->call[i].number, i + 1);
    assert_string_equal(d.flow->call[0].people, "User A \u2192 User B");
    assert_string_equal(d.flow->call[1].state, "in call");
    for (unsigned i = 0; i < d.flow->steps; i++)
        assert_int_equal(arrow(d.flow, i)->call, i < 16 ? 1 : 2);
    assert_string_equal(arrow(d.flow, 0)->call_id, d.flow->call[0].call_id);
    drop(&d);
    assert_int_equal(draw_file(&d, "samples/registration.pcap", NULL), 0);
    assert_int_equal(arrow(d.flow, 0)->call, 0);
    assert_string_equal(d.flow->call[0].state, "registration");
    drop(&d);
}

/* A ladder lasts until its last message, also where that is folded into the first. */
static void test_repeats_to_the_end(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, "10.0.0.1", "10.0.0.2", "INVITE sip:b@x", "10.0.0.1/1", "<sip:a@x>;tag=1|<sip:b@x>",
          "1 INVITE", NULL },
        { 500, "10.0.0.1", "10.0.0.2", "INVITE sip:b@x", "10.0.0.1/1", "<sip:a@x>;tag=1|<sip:b@x>",
          "1 INVITE", NULL },
        { 31560, "10.0.0.1", "10.0.0.2", "INVITE sip:b@x", "10.0.0.1/1",
          "<sip:a@x>;tag=1|<sip:b@x>", "1 INVITE", NULL },
    };
    struct drawn d;
    draw_short(&d, m, 3, NULL);
    assert_int_equal(d.flow->steps, 1);
    assert_int_equal(arrow(d.flow, 0)->repeats, 2);
    assert_int_equal(arrow(d.flow, 0)->repeat_ns, 31560 * NS_PER_MS);
    assert_int_equal(d.flow->last_ns - d.flow->first_ns, 31560 * NS_PER_MS);
    drop(&d);
    draw_short(&d, m, 3, &(struct flow_options){ .unfold = true });
    assert_int_equal(d.flow->steps, 3);
    assert_int_equal(arrow(d.flow, 2)->repeat_ns, 0);
    assert_int_equal(d.flow->last_ns - d.flow->first_ns, 31560 * NS_PER_MS);
    drop(&d);
}

/* ---- who is who */

#define A "10.0.0.1"
#define B "10.0.0.2"
#define P "10.0.0.9"
#define A_TO_B "Ann <sip:a@x>;tag=1|<sip:b@x>"
#define CALLED "Ann <sip:a@x>;tag=1|<sip:b@x>;tag=2"

static void test_transactions(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, A, B, "INVITE sip:b@x", A "/1", A_TO_B, "1 INVITE", NULL },
        { 10, B, A, "100 Trying", A "/1", A_TO_B, "1 INVITE", NULL },
        { 20, A, B, "CANCEL sip:b@x", A "/1", A_TO_B, "1 CANCEL", NULL },
        { 30, B, A, "200 OK", A "/1", CALLED, "1 CANCEL", NULL },
        { 40, B, A, "487 Request Terminated", A "/1", CALLED, "1 INVITE", NULL },
        { 50, A, B, "ACK sip:b@x", A "/1", CALLED, "1 ACK", NULL },
        { 60, A, B, "INVITE sip:b@x", A "/2", A_TO_B, "2 INVITE", NULL },
        { 70, B, A, "200 OK", A "/2", CALLED, "2 INVITE", NULL },
        { 80, A, B, "ACK sip:b@x", A "/3", CALLED, "2 ACK", NULL },
    };
    static const uint32_t want[] = { 1, 1, 2, 2, 1, 1, 3, 3, 4 };
    struct drawn d;
    draw_short(&d, m, sizeof(m) / sizeof(m[0]), NULL);
    assert_int_equal(d.flow->steps, sizeof(m) / sizeof(m[0]));
    for (size_t i = 0; i < sizeof(want) / sizeof(want[0]); i++)
        assert_int_equal(arrow(d.flow, i)->transaction, want[i]);
    assert_int_equal(arrow(d.flow, 4)->cls, FLOW_FAILURE);
    assert_string_equal(arrow(d.flow, 4)->text, "487 Request Terminated");
    check_sound(d.flow);
    drop(&d);
}

static void test_loopback(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, "127.0.0.1:5061", "127.0.0.1:5060", "INVITE sip:b@x", "127.0.0.1:5061/1", A_TO_B,
          "1 INVITE", NULL },
        { 9, "127.0.0.1:5060", "127.0.0.1:5061", "486", "127.0.0.1:5061/1", CALLED, "1 INVITE",
          NULL },
    };
    struct drawn d;
    draw_short(&d, m, 2, NULL);
    check_names(d.flow, "Ann, b");
    assert_string_equal(d.flow->participant[1].address, "127.0.0.1:5060");
    assert_string_equal(arrow(d.flow, 1)->text, "486 Busy Here"); /* the reason was empty */
    check_sound(d.flow);
    drop(&d);
}

/* Streams from ports of the moment: the Via tells at which port of the host a side listens. */
static void test_loopback_streams(void **state)
{
    (void)state;
    static const char *const way[][3] = {
        /* from, to, sent-by */
        { "127.0.0.1:40001", "127.0.0.1:5060", "127.0.0.1:5061" },
        { "127.0.0.1:40002", "127.0.0.1:5061", "127.0.0.1:5060" },
        { "127.0.0.1:40003", "127.0.0.1:5060", "127.0.0.1:5061" },
        { "127.0.0.1:40004", "127.0.0.1:5060", "127.0.0.1:5060" }, /* cannot be: they talk */
    };
    static const struct hash_key key = { 1, 2 };
    struct strings strings;
    struct cast c;
    uint32_t node[4][2];
    assert_int_equal(strings_init(&strings, &key), 0);
    assert_int_equal(cast_init(&c, &key, &strings), 0);
    for (int i = 0; i < 4; i++) {
        char text[256] = { 0 };
        struct sip_index x;
        struct endpoint end[2];
        int n = snprintf(text, sizeof(text) - BLOCK_PADDING,
                         "OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/TCP %s;branch=z9hG4bK%d\r\n\r\n",
                         way[i][2], i);
        assert_true(sip_index(&x, text, (size_t)n));
        for (int k = 0; k < 2; k++) {
            put_endpoint(&end[k], way[i][k]);
            node[i][k] = cast_node(&c, &end[k]);
        }
        cast_see(&c, &(struct sighting){ &x, node[i][0], node[i][1], 1, true });
    }
    cast_settle(&c);
    assert_int_equal(c.groups, 3);
    assert_int_equal(cast_node_get(&c, node[0][0])->group, 0);
    assert_int_equal(cast_node_get(&c, node[0][1])->group, 1);
    assert_int_equal(cast_node_get(&c, node[1][0])->group, 1);
    assert_int_equal(cast_node_get(&c, node[1][1])->group, 0);
    assert_int_equal(cast_node_get(&c, node[2][0])->group, 0);
    assert_int_equal(cast_node_get(&c, node[3][0])->group, 2);
    cast_fini(&c);
    strings_fini(&strings);
}

/* Two phones at one address call each other through a proxy elsewhere. */
static void test_both_ends(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, A ":5060", P, "INVITE sip:b@x", A "/1", A_TO_B, "1 INVITE", NULL },
        { 5, P, A ":5070", "INVITE sip:b@x", P "/2," A "/1", A_TO_B, "1 INVITE", NULL },
    };
    struct drawn d;
    draw_short(&d, m, 2, NULL);
    check_names(d.flow, "Ann, Proxy, b");
    drop(&d);
}

static void test_one_host(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, A ":40000", B, "INVITE sip:b@x", A "/1", A_TO_B, "1 INVITE", NULL },
        { 5, B, A ":40000", "200 OK", A "/1", CALLED, "1 INVITE", NULL },
        { 9, B ":5070", A, "BYE sip:a@x", B "/2", "<sip:b@x>;tag=2|<sip:a@x>;tag=1", "1 BYE",
          NULL },
    };
    struct drawn d;
    draw_short(&d, m, 3, NULL);
    check_names(d.flow, "Ann, b");
    assert_int_equal(d.flow->participant[0].endpoints, 2);
    assert_string_equal(d.flow->participant[0].address, A);
    assert_string_equal(d.flow->participant[0].endpoint[0], A ":40000");
    assert_string_equal(d.flow->participant[0].endpoint[1], A ":5060");
    drop(&d);
}

static void test_registering_phones(void **state)
{
    (void)state;
    static const struct short_message two[] = {
        { 0, A ":1001", P, "REGISTER sip:x", A "/1", "<sip:a@x>;tag=1|<sip:a@x>", "1 REGISTER",
          NULL },
        { 5, A ":1002", P, "REGISTER sip:x", A "/2", "<sip:b@x>;tag=2|<sip:b@x>", "2 REGISTER",
          NULL },
        { 9, P, A ":1001", "200 OK", A "/1", "<sip:a@x>;tag=1|<sip:a@x>;tag=9", "1 REGISTER",
          NULL },
    };
    struct short_message one[2] = { two[0], two[1] };
    struct drawn d;
    draw_short(&d, two, 3, NULL);
    check_names(d.flow, "a, Registrar, b");
    drop(&d);
    one[1].people = one[0].people; /* the same user from another port */
    draw_short(&d, one, 2, NULL);
    assert_int_equal(d.flow->participants, 2);
    drop(&d);
}

#define NAT "203.0.113.1"

static void test_nat(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, "192.168.1.5", P, "INVITE sip:b@x", "192.168.1.5/1", A_TO_B, "1 INVITE", NULL },
        { 1, NAT ":4001", P, "INVITE sip:b@x", "192.168.1.5/1", A_TO_B, "1 INVITE", NULL },
        { 9, P, NAT ":4001", "486 Busy Here", "192.168.1.5/1", CALLED, "1 INVITE", NULL },
        { 10, P, "192.168.1.5", "486 Busy Here", "192.168.1.5/1", CALLED, "1 INVITE", NULL },
    };
    struct drawn d;
    draw_short(&d, m, 4, NULL);
    assert_int_equal(d.flow->steps, 2);
    assert_int_equal(d.flow->participants, 2);
    assert_int_equal(d.flow->participant[0].endpoints, 2);
    assert_string_equal(d.flow->participant[0].address, "192.168.1.5");
    drop(&d);
}

static void test_two_behind_nat(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, NAT ":4001", P, "INVITE sip:b@x", "192.168.1.5/1", A_TO_B, "1 INVITE", NULL },
        { 9, P, NAT ":4002", "INVITE sip:b@192.168.1.6", P "/2,192.168.1.5/1", A_TO_B, "1 INVITE",
          NULL },
        { 20, NAT ":4002", P, "BYE sip:a@x", "192.168.1.6/3", "<sip:b@x>;tag=2|<sip:a@x>;tag=1",
          "1 BYE", NULL },
        { 30, NAT ":4003", P, "INFO sip:b@x", "192.168.1.5/4", CALLED, "2 INFO", NULL },
    };
    struct drawn d;
    draw_short(&d, m, 4, NULL);
    check_names(d.flow, "Ann, Proxy, b");
    assert_int_equal(arrow(d.flow, 3)->from, 0); /* the NAT gave A another port */
    drop(&d);
}

static void test_names(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        /* forks to two phones; then who forwarded */
        { 0, A, P, "INVITE sip:b@x", "ann.example/1", A_TO_B, "1 INVITE", NULL },
        { 1, P, B, "INVITE sip:b@10.0.0.2", P "/2," A "/1", A_TO_B, "1 INVITE", NULL },
        { 2, P, "10.0.0.3", "INVITE sip:b@10.0.0.3", P "/3," A "/1", A_TO_B, "1 INVITE", NULL },
        { 3, P, "10.0.0.4", "INVITE sip:carol@10.0.0.4", P "/4," A "/1", A_TO_B, "1 INVITE", NULL },
        { 4, P, "10.0.0.5", "INVITE sip:c3f9a@10.0.0.5", P "/5," A "/1",
          "<sip:a@x>;tag=1|\"Mr \\\"X\\\"\" <sip:x%20y@x>", "1 INVITE", NULL },
    };
    static const char *const alias[] = { "10.0.0.1=Ann's phone",
                                         "10.0.0.9:5060=SBC",
                                         "10.0.0.9=no",
                                         "10.0.0.4:9=no",
                                         "nonsense",
                                         "=x",
                                         "10.0.0.2=" };
    static const char *const by_host[] = { "ANN.example=Desk" };
    struct drawn d;
    draw_short(&d, m, 5, NULL);
    check_names(d.flow, "Ann, b (10.0.0.2), Proxy, b (10.0.0.3), carol, Mr \"X\"");
    check_sound(d.flow);
    drop(&d);
    draw_short(&d, m, 4, &(struct flow_options){ .alias = alias, .aliases = 7 });
    check_names(d.flow, "Ann's phone, b (10.0.0.2), SBC, b (10.0.0.3), carol");
    drop(&d);
    draw_short(&d, m, 1, &(struct flow_options){ .alias = by_host, .aliases = 1 });
    check_names(d.flow, "Desk, b");
    drop(&d);
}

static void test_b2bua(void **state)
{
    (void)state;
    static const struct short_message in = { 0,      A,      P,          "INVITE sip:b@x",
                                             A "/1", A_TO_B, "1 INVITE", NULL };
    static const struct short_message out = { 5,      P,      B,          "INVITE sip:b@x",
                                              P "/2", A_TO_B, "1 INVITE", NULL };
    struct capture c;
    struct drawn d;
    begin(&c);
    say(&c, "in", &in);
    say(&c, "out", &out);
    draw(&d, &c, NULL);
    check_names(d.flow, "Ann, B2BUA, b");
    assert_string_equal(d.flow->title, "Ann \u2192 b \u00b7 trying");
    assert_string_equal(d.flow->participant[1].role, "B2BUA");
    drop(&d);
}

/* ---- what should not happen, and does */

static void test_hostile_words(void **state)
{
    (void)state;
    static const struct short_message m[] = {
        { 0, A, B, "INVITE sip:b@x", A "/1", "\"\x1b]0;x\x07\" <sip:\x9b@x>;tag=1|<sip:b@x>",
          "1 INVITE", NULL },
        { 9, B, A, "486 \x1b[2J\xff", A "/1", CALLED, "1 INVITE",
          "Reason: SIP;cause=1;text=\"\x1b[1m\"\r\n" },
    };
    struct drawn d;
    draw_short(&d, m, 2, NULL);
    assert_string_equal(arrow(d.flow, 1)->text, "486 \ufffd[2J\ufffd");
    for (const char *p = arrow(d.flow, 1)->detail; *p; p++)
        assert_true((uint8_t)*p >= 0x20);
    for (const char *p = d.flow->participant[0].name; *p; p++)
        assert_true((uint8_t)*p >= 0x20);
    for (const char *p = d.flow->title; *p; p++)
        assert_true((uint8_t)*p >= 0x20);
    drop(&d);
}

static void test_many_hosts(void **state)
{
    (void)state;
    enum { HOSTS = 5000 };
    struct capture c;
    struct drawn d;
    begin(&c);
    for (unsigned i = 0; i < HOSTS; i++) {
        char to[32], user[64], branch[32];
        snprintf(to, sizeof(to), "10.1.%u.%u", i / 250, i % 250 + 1);
        snprintf(user, sizeof(user), "<sip:%u@x>;tag=1|<sip:%u@x>", i, i);
        snprintf(branch, sizeof(branch), A "/%u", i);
        say(&c, "scan",
            &(struct short_message){ i, A, to, "REGISTER sip:x", branch, user, "1 REGISTER",
                                     NULL });
    }
    draw(&d, &c, NULL);
    assert_int_equal(d.flow->participants, HOSTS + 1);
    assert_int_equal(d.flow->steps, HOSTS);
    assert_int_equal(arrow(d.flow, 0)->from, 0);
    drop(&d);
}

static void test_nothing(void **state)
{
    (void)state;
    struct capture c;
    struct drawn d;
    struct err err;
    uint32_t legs[] = { 1, 1, 0, 77 };
    char path[64];
    int fd;
    begin(&c);
    assert_int_equal(draw_file(&d, capture_file(path, &fd, c.b.p, c.b.n), NULL), -ENODATA);
    assert_int_equal(flow_new(&d.flow, d.trace, legs, 4, NULL, &err), -ENODATA);
    assert_null(d.flow);
    drop(&d);
    close(fd);
    capture_fini(&c);
    assert_int_equal(draw_file(&d, "samples/busy.pcap", NULL), 0);
    flow_free(d.flow);
    assert_int_equal(flow_new(&d.flow, d.trace, legs, 4, NULL, &err), 0); /* one leg, named twice */
    assert_int_equal(d.flow->steps, 7);
    assert_int_equal(d.flow->calls, 1);
    drop(&d);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_samples),
        cmocka_unit_test(test_manual),
        cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_repeats_to_the_end),
        cmocka_unit_test(test_several_calls),
        cmocka_unit_test(test_transactions),
        cmocka_unit_test(test_loopback_streams),
        cmocka_unit_test(test_loopback),
        cmocka_unit_test(test_both_ends),
        cmocka_unit_test(test_one_host),
        cmocka_unit_test(test_registering_phones),
        cmocka_unit_test(test_nat),
        cmocka_unit_test(test_two_behind_nat),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_b2bua),
        cmocka_unit_test(test_hostile_words),
        cmocka_unit_test(test_many_hosts),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
