/* Words to SIP messages to the model. */
#include "tests/unit/sipkit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { WORDS = 24, WORD = 192 };

struct words {
    char at[WORDS][WORD];
    int n;
};

bool sipkit_init(struct sipkit *k)
{
    *k = (struct sipkit){ .now_ns = KIT_EPOCH_NS, .transport = TRANSPORT_UDP };
    if (store_init(&k->store) < 0)
        return false;
    k->model = model_new(&k->store);
    if (k->model)
        return true;
    store_fini(&k->store);
    return false;
}

void sipkit_fini(struct sipkit *k)
{
    model_free(k->model);
    store_fini(&k->store);
}

static void split(struct words *w, const char *line)
{
    w->n = 0;
    while (*line && w->n < WORDS) {
        size_t blank = strspn(line, " \t"), n = strcspn(line + blank, " \t\n");
        if (!n)
            break;
        snprintf(w->at[w->n++], WORD, "%.*s", (int)n, line + blank);
        line += blank + n;
        if (*line == '\n')
            break;
    }
}

/* The value of key, or otherwise. */
static const char *value(const struct words *w, const char *key, const char *otherwise)
{
    size_t n = strlen(key);
    for (int i = 3; i < w->n; i++)
        if (!strncmp(w->at[i], key, n) && w->at[i][n] == '=')
            return w->at[i] + n + 1;
    return otherwise;
}

struct shape {
    char method[32];
    unsigned code;    /* 0: a request */
    char from, to;    /* of the packet */
    char asks, asked; /* of the request */
    int64_t ms;
};

static struct shape shape_of(const struct words *w)
{
    struct shape s = { .ms = strtoll(w->at[0], NULL, 10), .from = w->at[1][0], .to = w->at[1][2] };
    const char *what = w->at[2], *slash = strchr(what, '/');
    if (what[0] >= '0' && what[0] <= '9') {
        s.code = (unsigned)strtoul(what, NULL, 10);
        what = slash ? slash + 1 : "INVITE";
    }
    snprintf(s.method, sizeof(s.method), "%.31s", what);
    s.asks = s.code ? s.to : s.from;
    s.asked = s.code ? s.from : s.to;
    return s;
}

static void add_vias(struct buf *b, const struct words *w, const struct shape *s)
{
    const char *branch = value(w, "br", ""), *seq = value(w, "seq", "1");
    bool near = s->from == 'A' || s->to == 'A';
    unsigned long n = strtoul(value(w, "via", near ? "1" : "2"), NULL, 10);
    bool invite = !strcmp(branch, "invite") || !strcmp(s->method, "CANCEL");
    const char own[2] = { s->asks, 0 }, *by = value(w, "by", own);
    if (n && (!branch[0] || !strcmp(branch, "invite")))
        buf_printf(b, "Via: SIP/2.0/UDP %s.test;branch=z9hG4bK%c%c%s%s\r\n", by, s->asks, s->asked,
                   seq, invite ? "INVITE" : s->method);
    else if (n)
        buf_printf(b, "Via: SIP/2.0/UDP %s.test%s%s\r\n", by,
                   branch[0] == '-' ? "" : ";branch=", branch[0] == '-' ? "" : branch);
    for (unsigned long i = 1; i < n; i++)
        buf_printf(b, "v: SIP/2.0/UDP h%lu.test;branch=z9hG4bKlower%lu\r\n", i, i);
}

/* The To-tag that a message of this kind has when nothing else is said. */
static const char *usual_to_tag(const struct shape *s)
{
    if (s->code)
        return s->code > 100 ? "t" : "-";
    return strcmp(s->method, "INVITE") && strcmp(s->method, "CANCEL") &&
                   strcmp(s->method, "REGISTER") && strcmp(s->method, "OPTIONS") &&
                   strcmp(s->method, "SUBSCRIBE") && strcmp(s->method, "MESSAGE")
               ? "t"
               : "-";
}

static void add_tag(struct buf *b, const char *header, const char *user, const char *tag)
{
    buf_printf(b, "%s: <sip:%s@test>", header, user);
    if (strcmp(tag, "-"))
        buf_printf(b, ";tag=%s", tag);
    buf_adds(b, "\r\n");
}

/* h=Name:value, h2=…, h3=… */
static void add_headers(struct buf *b, const struct words *w)
{
    static const char *const keys[] = { "h", "h2", "h3" };
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const char *v = value(w, keys[i], ""), *colon = strchr(v, ':');
        if (colon)
            buf_printf(b, "%.*s: %s\r\n", (int)(colon - v), v, colon + 1);
    }
}

static void add_message(struct buf *b, const struct words *w, const struct shape *s)
{
    const char *body = value(w, "body", ""), *v;
    if (s->code)
        buf_printf(b, "SIP/2.0 %u Words\r\n", s->code);
    else
        buf_printf(b, "%s %s SIP/2.0\r\n", s->method, value(w, "uri", "sip:callee@test"));
    add_vias(b, w, s);
    const char *users = value(w, "u", "caller,callee"), *callee = strchr(users, ',');
    char caller[WORD];
    snprintf(caller, sizeof(caller), "%.*s", (int)strcspn(users, ","), users);
    add_tag(b, "From", caller, value(w, "f", "f"));
    add_tag(b, "To", callee ? callee + 1 : "callee", value(w, "t", usual_to_tag(s)));
    if (strcmp(v = value(w, "id", "call"), "-"))
        buf_printf(b, "Call-ID: %s\r\n", v);
    buf_printf(b, "CSeq: %s %s\r\n", value(w, "seq", "1"), value(w, "cseq", s->method));
    if (*(v = value(w, "se", "")))
        buf_printf(b, "Session-Expires: %s;refresher=uac\r\n", v);
    if (*(v = value(w, "reason", "")))
        buf_printf(b, "Reason: SIP;cause=%s;text=\"some words\"\r\n", v);
    if (*(v = value(w, "rseq", "")))
        buf_printf(b, "RSeq: %s\r\n", v);
    add_headers(b, w);
    if (*(v = value(w, "frag", ""))) {
        buf_printf(
            b, "Content-Type: message/sipfrag\r\nContent-Length: 17\r\n\r\nSIP/2.0 %.3s Word\n", v);
        return;
    }
    if (*body)
        buf_adds(b, "Content-Type: application/sdp\r\n");
    buf_printf(b, "Content-Length: %zu\r\n\r\n%s", strlen(body), body);
}

static struct endpoint host(char name, const char *port, bool v6)
{
    struct endpoint e = { .port = (uint16_t)strtoul(port, NULL, 10) };
    if (v6) {
        memcpy(e.addr.ip, "\x20\x01\x0d\xb8", 4);
        e.addr.ip[15] = (uint8_t)name;
    } else {
        addr_set_v4(&e.addr, (const uint8_t[]){ 10, 0, 0, (uint8_t)name });
    }
    return e;
}

void sipkit_write(struct sipkit *k, const char *line, struct buf *text, struct payload *p,
                  struct extent *extent)
{
    struct words w;
    split(&w, line);
    if (w.n < 3)
        abort();
    struct shape s = shape_of(&w);
    bool v6 = *value(&w, "id6", "") != 0, copy = *value(&w, "copy", "") != 0;
    add_message(text, &w, &s);
    buf_reserve(text, BLOCK_PADDING);
    if (!copy)
        k->ip_id++;
    k->packets++;
    k->now_ns = KIT_EPOCH_NS + s.ms * 1000000;
    *extent = (struct extent){ .offset = k->packets * UINT64_C(1000),
                               .packet = k->packets,
                               .delta = 58,
                               .len = (uint32_t)text->n };
    *p = (struct payload){ .data = (const uint8_t *)text->p,
                           .len = (uint32_t)text->n,
                           .full_len = (uint32_t)text->n,
                           .src = host(s.from, "5060", v6),
                           .dst = host(s.to, value(&w, "to", "5060"), v6),
                           .transport = (uint8_t)k->transport,
                           .has_ip_id = true,
                           .ip_id = k->ip_id,
                           .time_ns = k->now_ns,
                           .packet = k->packets,
                           .extents = 1,
                           .extent = extent };
}

bool sipkit_take(struct sipkit *k, const struct payload *p)
{
    struct brief b, quick;
    memset(&b, 0, sizeof(b));
    memset(&quick, 0, sizeof(quick));
    bool sip = sift(&k->store.key, p, &b);
    if (sift_quick(&k->store.key, p, &quick) != sip)
        abort();
    if (!sip)
        return false;
    quick.more = b.more;
    quick.marks = b.marks;
    quick.hidden = b.hidden;
    if (memcmp(&quick, &b, sizeof(b)) != 0) /* what is left out is all that differs */
        abort();
    model_take(k->model, p, &b);
    return true;
}

void sipkit_say(struct sipkit *k, const char *line)
{
    struct buf text;
    struct payload p;
    struct extent extent;
    buf_init(&text, 1 << 20);
    sipkit_write(k, line, &text, &p, &extent);
    if (!text.failed && !sipkit_take(k, &p))
        abort();
    buf_fini(&text);
}

void sipkit_play(struct sipkit *k, const char *script)
{
    while (*script) {
        size_t blank = strspn(script, " \t\n"), n = strcspn(script + blank, "\n");
        if (n && script[blank] != '#')
            sipkit_say(k, script + blank);
        script += blank + n;
    }
}

enum call_state sipkit_state(const struct sipkit *k, uint32_t leg, int64_t end_ms, bool over,
                             unsigned *code)
{
    return call_state(&k->store, store_leg(&k->store, leg), KIT_EPOCH_NS + end_ms * 1000000, over,
                      code);
}
