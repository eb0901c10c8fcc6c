/* Messages with any headers into a sipkit. */
#include "tests/unit/rawkit.h"

#include <stdlib.h>
#include <string.h>

static void tag(struct buf *b, const char *text)
{
    if (text && strcmp(text, "-"))
        buf_printf(b, ";tag=%s", text);
    buf_adds(b, "\r\n");
}

/* A letter, or a number for one of many hosts. */
static struct endpoint host_of(const char *name)
{
    struct endpoint e = { .port = 5060 };
    unsigned n = name[0] >= '0' && name[0] <= '9' ? 1000 + (unsigned)strtoul(name, NULL, 10)
                                                  : (unsigned char)name[0];
    addr_set_v4(&e.addr, (const uint8_t[]){ 10, 0, (uint8_t)(n >> 8), (uint8_t)n });
    return e;
}

static void write_message(struct buf *b, const struct raw *r, const char *asks)
{
    const char *user = r->user ? r->user : "bob";
    const char *id = r->id ? r->id : "call";
    unsigned vias = r->vias ? r->vias : 1, cseq = r->cseq ? r->cseq : 1;
    if (r->code)
        buf_printf(b, "SIP/2.0 %u Words\r\n", r->code);
    else
        buf_printf(b, "%s sip:%s@test SIP/2.0\r\n", r->method, user);
    for (unsigned i = 0; i < vias; i++)
        buf_printf(b, "Via: SIP/2.0/UDP %.3s.test;branch=z9hG4bK%s%s%s%u.%u\r\n", i ? "low" : asks,
                   id, r->from_tag ? r->from_tag : "", r->method, cseq, vias - i);
    buf_printf(b, "From: <sip:%s@test>", user);
    tag(b, r->from_tag ? r->from_tag : "f");
    buf_printf(b, "To: <sip:%s@test>", user);
    tag(b, r->to_tag ? r->to_tag : r->code > 100 ? "t" : "-");
    buf_printf(b, "Call-ID: %s\r\nCSeq: %u %s\r\n%sContent-Length: 0\r\n\r\n", id, cseq, r->method,
               r->more ? r->more : "");
}

void rawkit_say(struct sipkit *k, struct raw r)
{
    const char *arrow = strchr(r.way, '>');
    struct endpoint src = host_of(r.way), dst = host_of(arrow + 1);
    char asks[8];
    struct buf text;
    snprintf(asks, sizeof(asks), "%.1s", r.code ? arrow + 1 : r.way);
    buf_init(&text, 1 << 20);
    write_message(&text, &r, asks);
    buf_reserve(&text, BLOCK_PADDING);
    k->packets++;
    k->now_ns = KIT_EPOCH_NS + r.ms * 1000000;
    struct extent extent = { .offset = k->packets * UINT64_C(1000),
                             .packet = k->packets,
                             .len = (uint32_t)text.n };
    struct payload p = { .data = (const uint8_t *)text.p,
                         .len = (uint32_t)text.n,
                         .full_len = (uint32_t)text.n,
                         .src = src,
                         .dst = dst,
                         .has_ip_id = true,
                         .ip_id = ++k->ip_id,
                         .time_ns = k->now_ns,
                         .packet = k->packets,
                         .extents = 1,
                         .extent = &extent };
    if (text.failed || !sipkit_take(k, &p))
        abort();
    buf_fini(&text);
}
