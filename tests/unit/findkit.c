/* Words to a capture to the findings of one rule. */
#include "tests/unit/findkit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "decode/sip/status.h"
#include "tests/unit/captures.h"
#include "tests/unit/sipkit.h"

enum { LINKTYPE_RAW = 101, COPY_NS = 100000 };

/* Takes the first "\r\nNAME..." line out and puts another in its place. */
static void exchange_line(struct buf *b, const char *name, struct slice with)
{
    struct buf old;
    buf_init(&old, 1 << 20);
    buf_add(&old, b->p, b->n);
    const char *at = memmem(old.p, old.n, name, strlen(name));
    assert_non_null(at);
    const char *end = memmem(at, (size_t)(old.p + old.n - at), "\r\n", 2);
    buf_clear(b);
    buf_add(b, old.p, (size_t)(at - old.p));
    buf_add(b, with.p, with.n);
    buf_add(b, end, (size_t)(old.p + old.n - end));
    buf_fini(&old);
}

/* "Words" is what sipkit says after each status. */
static void set_phrase(struct buf *b, struct slice phrase)
{
    struct buf line;
    buf_init(&line, 4096);
    if (b->n > 12 && !memcmp(b->p, "SIP/2.0 ", 8)) {
        if (!phrase.p)
            phrase = slice_of(sip_status_reason((unsigned)strtoul(b->p + 8, NULL, 10)));
        buf_add(&line, b->p, 12);
        buf_add(&line, phrase.p, phrase.n);
        exchange_line(b, "SIP/2.0 ", buf_slice(&line));
    }
    buf_fini(&line);
}

/* A header goes in before Content-Length. */
static void add_header(struct buf *b, struct slice header)
{
    struct buf line;
    buf_init(&line, 4096);
    const char *at = memmem(b->p, b->n, "Content-Length", 14);
    size_t n = (size_t)((char *)memmem(at, (size_t)(b->p + b->n - at), "\r\n", 2) - at);
    buf_add(&line, header.p, header.n);
    buf_adds(&line, "\r\n");
    buf_add(&line, at, n);
    exchange_line(b, "Content-Length", buf_slice(&line));
    buf_fini(&line);
}

static void add_extras(struct buf *b, struct slice extras)
{
    struct slice phrase = { NULL, 0 };
    while (extras.n) {
        size_t bar = slice_index(extras, '|');
        struct slice x = slice_trim(slice_sub(extras, 0, bar));
        extras = slice_sub(extras, bar + 1, extras.n);
        if (x.p[0] == '!')
            phrase = slice_sub(x, 1, x.n);
        else if (x.p[0] == '<')
            exchange_line(b, "From:", slice_trim(slice_sub(x, 1, x.n)));
        else if (x.p[0] == '>')
            exchange_line(b, "To:", slice_trim(slice_sub(x, 1, x.n)));
        else
            add_header(b, x);
    }
    set_phrase(b, phrase);
}

static void datagram(struct capture *c, const struct payload *p, struct slice text, int64_t time_ns)
{
    unsigned udp = (unsigned)text.n + 8, ip = udp + 20;
    capture_u32(c, (uint64_t)(time_ns / 1000000000));
    capture_u32(c, (uint64_t)(time_ns % 1000000000 / 1000));
    capture_u32(c, ip);
    capture_u32(c, ip);
    const uint8_t head[12] = { 0x45,
                               0,
                               (uint8_t)(ip >> 8),
                               (uint8_t)ip,
                               (uint8_t)(p->ip_id >> 8),
                               (uint8_t)p->ip_id,
                               0,
                               0,
                               64,
                               17,
                               0,
                               0 };
    const uint8_t ports[8] = { (uint8_t)(p->src.port >> 8),
                               (uint8_t)p->src.port,
                               (uint8_t)(p->dst.port >> 8),
                               (uint8_t)p->dst.port,
                               (uint8_t)(udp >> 8),
                               (uint8_t)udp,
                               0,
                               0 };
    buf_add(&c->b, head, sizeof(head));
    buf_add(&c->b, p->src.addr.ip + 12, 4);
    buf_add(&c->b, p->dst.addr.ip + 12, 4);
    buf_add(&c->b, ports, sizeof(ports));
    buf_add(&c->b, text.p, text.n);
}

static void write_line(struct capture *c, struct sipkit *k, struct slice line, bool twice)
{
    size_t bar = slice_index(line, '|');
    char words[1024];
    struct buf text;
    struct payload p;
    struct extent extent;
    assert_true(bar < sizeof(words));
    memcpy(words, line.p, bar);
    words[bar] = 0;
    buf_init(&text, 1 << 20);
    sipkit_write(k, words, &text, &p, &extent);
    add_extras(&text, slice_sub(line, bar + 1, line.n));
    assert_false(text.failed);
    datagram(c, &p, buf_slice(&text), p.time_ns);
    if (twice)
        datagram(c, &p, buf_slice(&text), p.time_ns + COPY_NS);
    buf_fini(&text);
}

static struct trace *open_script(const char *script, bool twice)
{
    struct capture c;
    struct sipkit k;
    struct slice rest = slice_of(script);
    struct trace *t;
    char path[64];
    int fd;
    struct err err;
    const struct trace_options to = { .threads = 1 };
    assert_true(sipkit_init(&k));
    capture_init(&c, false);
    capture_pcap(&c, CAPTURE_US, LINKTYPE_RAW);
    while (rest.n) {
        size_t nl = slice_index(rest, '\n');
        struct slice line = slice_trim(slice_sub(rest, 0, nl));
        rest = slice_sub(rest, nl + 1, rest.n);
        if (line.n && line.p[0] != '#')
            write_line(&c, &k, line, twice);
    }
    sipkit_fini(&k);
    const char *file = capture_file(path, &fd, c.b.p, c.b.n);
    assert_int_equal(trace_open(&t, &file, 1, &to, &err), 0);
    trace_run(t);
    close(fd);
    capture_fini(&c);
    return t;
}

struct look {
    int rule;
    unsigned found;
    struct buf text;
    const struct trace *trace;
    bool packets, words;
};

static bool see(void *ctx, const struct finding *f)
{
    struct look *l = ctx;
    if ((int)f->id != l->rule)
        return true;
    if (l->found++)
        buf_adds(&l->text, "\n");
    buf_printf(&l->text, "%s", finding_severity_word(f->severity));
    for (unsigned i = 0; l->packets && i < f->messages; i++)
        buf_printf(&l->text, "%c%u", i ? ',' : ' ',
                   store_message(trace_store(l->trace), f->message[i])->packet);
    if (l->words) {
        buf_addc(&l->text, ' ');
        buf_add(&l->text, f->text.p, f->text.n);
    }
    return true;
}

/* What the rule says, in the words of struct find_case, "" when it is silent; without the packets
 * or the text where these are not wanted. */
static void ask(struct look *l, const char *script, bool twice)
{
    struct trace *t = open_script(script, twice);
    struct findings *f = findings_new(t);
    assert_non_null(f);
    l->trace = t;
    l->found = 0;
    buf_init(&l->text, 1 << 16);
    buf_adds(&l->text, "");
    findings_each(f, l->words, see, l);
    findings_free(f);
    trace_close(t);
}

/* "error 1,2 Text" less the packets, less the text. */
static void want(struct buf *out, const char *text, bool packets, bool words)
{
    struct slice s = slice_of(text ? text : "");
    size_t one = slice_index(s, ' ');
    size_t two = one + 1 + slice_index(slice_sub(s, one + 1, s.n), ' ');
    buf_init(out, 1 << 16);
    buf_add(out, s.p, one);
    if (packets && s.n)
        buf_add(out, s.p + one, two - one);
    if (words && s.n)
        buf_add(out, s.p + two, s.n - two);
    buf_addc(out, 0);
}

static void compare(const struct find_case *c, bool packets, bool words, bool twice)
{
    struct look l = { .rule = finding_find(slice_of(c->rule)), .packets = packets, .words = words };
    struct buf expected;
    assert_true(l.rule >= 0);
    ask(&l, c->script, twice);
    buf_addc(&l.text, 0);
    want(&expected, c->want, packets, words);
    if (strcmp(l.text.p, expected.p))
        print_message("%s%s of\n%s\n", c->rule, twice ? ", every packet twice," : "", c->script);
    assert_string_equal(l.text.p, expected.p);
    buf_fini(&expected);
    buf_fini(&l.text);
}

void find_check(const struct find_case *c)
{
    compare(c, true, true, false);
    compare(c, false, true, true);
    compare(c, true, false, false);
}

void find_check_all(const struct find_case *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        find_check(&c[i]);
}
