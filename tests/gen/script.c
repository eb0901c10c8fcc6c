/* Reads a scenario script line by line into steps; says file, line and cure of a mistake. */
#include "tests/gen/script.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/mem.h"
#include "tests/gen/keep.h"
#include "tests/gen/words.h"

struct parser {
    struct script *s;
    struct err *err;
    unsigned line;
    unsigned call; /* the current one */
    bool takes_extras;
};

#define FMT(slice) (int)(slice).n, (slice).p

static int __attribute__((format(printf, 2, 3))) fail(struct parser *p, const char *fmt, ...)
{
    char text[384];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    return err_set(p->err, -EINVAL, "%s:%u: %s", p->s->path, p->line, text);
}

int script_node_find(const struct script *s, struct slice name)
{
    for (unsigned i = 0; i < s->nodes; i++)
        if (slice_eq(s->node[i].name, name))
            return (int)i;
    return -1;
}

int script_call_find(const struct script *s, struct slice name)
{
    for (unsigned i = 0; i < s->calls; i++)
        if (slice_eq(s->call[i], name))
            return (int)i;
    return -1;
}

/* The word after `what`. */
static int value_of(struct parser *p, struct words *w, const char *what, struct slice *value)
{
    if (words_next(w, value))
        return 0;
    return fail(p, "`%s` needs a value after it.", what);
}

static int number_of(struct parser *p, struct words *w, const char *what, unsigned max,
                     unsigned *value)
{
    struct slice word;
    int rc = value_of(p, w, what, &word);
    if (rc)
        return rc;
    if (!words_number(word, max, value))
        return fail(p, "`%s` takes a number from 0 to %u, not `%.*s`.", what, max, FMT(word));
    return 0;
}

static int node_of(struct parser *p, struct slice name, unsigned *node)
{
    int i = script_node_find(p->s, name);
    if (i < 0)
        return fail(p, "there is no participant `%.*s`; write `node %.*s phone ADDRESS` above.",
                    FMT(name), FMT(name));
    *node = (unsigned)i;
    return 0;
}

/* "PCMU,PCMA". */
static int codecs_of(struct parser *p, struct words *w, struct codec_list *list)
{
    struct slice word;
    int rc = value_of(p, w, "codecs", &word);
    if (rc)
        return rc;
    struct codec_list out = { 0 };
    while (word.n) {
        size_t n = slice_index(word, ',');
        int id = codec_find(slice_sub(word, 0, n));
        if (id < 0)
            return fail(p, "no codec is called `%.*s`.", FMT(slice_sub(word, 0, n)));
        if (out.n == CODEC_MAX)
            return fail(p, "a list has at most %d codecs.", CODEC_MAX);
        out.id[out.n++] = (uint8_t)id;
        word = slice_sub(word, n + 1, word.n);
    }
    *list = out;
    return 0;
}

static int parse_shows(struct parser *p, struct words *w)
{
    p->s->shows = slice_trim(w->rest);
    return p->s->shows.n ? 0 : fail(p, "`shows` says in a sentence what the scenario shows.");
}

static int parse_start(struct parser *p, struct words *w)
{
    struct slice date = { 0 }, time = { 0 };
    if (words_next(w, &date) && words_next(w, &time) && words_time(date, time, &p->s->start))
        return 0;
    return fail(p, "`start` takes a date and a time, as in `start 2026-03-02 09:30:00`.");
}

/* Names of findings, for readers and tests only. */
static int parse_finding(struct parser *p, struct words *w)
{
    struct slice word;
    int rc = value_of(p, w, "finding", &word);
    while (!rc && word.n) {
        for (size_t i = 0; i < word.n; i++)
            if (!ascii_is_digit(word.p[i]) && word.p[i] != '-' &&
                (word.p[i] < 'A' || word.p[i] > 'Z'))
                return fail(p, "a finding is named in capitals as in ACK-MISSING, not `%.*s`.",
                            FMT(word));
        if (!words_next(w, &word))
            break;
    }
    return rc;
}

static int parse_domain(struct parser *p, struct words *w)
{
    return value_of(p, w, "domain", &p->s->domain);
}

static int parse_use(struct parser *p, struct words *w)
{
    struct script *s = p->s;
    struct slice word;
    while (words_next(w, &word)) {
        int rc = 0;
        if (slice_eq(word, SLICE("tcp")))
            s->tcp = true;
        else if (slice_eq(word, SLICE("v6")))
            s->v6 = true;
        else if (slice_eq(word, SLICE("session-id")))
            s->session_id = true;
        else if (slice_eq(word, SLICE("vlan")))
            rc = number_of(p, w, "vlan", 4094, &s->vlan);
        else if (slice_eq(word, SLICE("mtu")))
            rc = number_of(p, w, "mtu", 9000, &s->mtu);
        else
            rc = fail(p, "`use` knows tcp, v6, session-id, vlan N and mtu N, not `%.*s`.",
                      FMT(word));
        if (rc)
            return rc;
    }
    return 0;
}

/* "via,contact,sdp". */
static int places_of(struct parser *p, struct words *w, unsigned *places)
{
    static const char *const names[] = { "via", "contact", "sdp" };
    struct slice word;
    int rc = value_of(p, w, "public", &word);
    while (!rc && word.n) {
        size_t n = slice_index(word, ',');
        unsigned i = 0;
        while (i < 3 && !slice_eq(slice_sub(word, 0, n), slice_of(names[i])))
            i++;
        if (i == 3)
            return fail(p, "`public` takes some of via,contact,sdp, not `%.*s`.",
                        FMT(slice_sub(word, 0, n)));
        *places |= 1u << i;
        word = slice_sub(word, n + 1, word.n);
    }
    return rc;
}

static int address_of(struct parser *p, struct slice word, struct addr *a)
{
    if (addr_parse(a, word) && addr_is_v4(a))
        return 0;
    return fail(p, "`%.*s` is not an IPv4 address (`use v6` makes all of them IPv6).", FMT(word));
}

static int node_word(struct parser *p, struct words *w, struct slice word, struct node *n)
{
    unsigned v = 0;
    int rc;
    if (slice_eq(word, SLICE("number")))
        return value_of(p, w, "number", &n->number);
    if (slice_eq(word, SLICE("name")))
        return value_of(p, w, "name", &n->display);
    if (slice_eq(word, SLICE("agent")))
        return value_of(p, w, "agent", &n->agent);
    if (slice_eq(word, SLICE("password")))
        return value_of(p, w, "password", &n->password);
    if (slice_eq(word, SLICE("codecs")))
        return codecs_of(p, w, &n->codecs);
    if (slice_eq(word, SLICE("port"))) {
        rc = number_of(p, w, "port", 65535, &v);
        n->port = (uint16_t)v;
        return rc;
    }
    if (slice_eq(word, SLICE("rtp"))) {
        rc = number_of(p, w, "rtp", 65000, &v);
        n->rtp_port = (uint16_t)v;
        return rc;
    }
    if (slice_eq(word, SLICE("behind"))) {
        rc = value_of(p, w, "behind", &word);
        return rc ? rc : address_of(p, word, &n->nat);
    }
    if (slice_eq(word, SLICE("public")))
        return places_of(p, w, &n->public);
    if (slice_eq(word, SLICE("no-record-route")))
        n->no_record_route = true;
    else if (slice_eq(word, SLICE("no-rport")))
        n->no_rport = true;
    else
        return fail(p,
                    "a node has number, name, agent, password, port, rtp, codecs, behind, public, "
                    "no-record-route or no-rport, not `%.*s`.",
                    FMT(word));
    return 0;
}

static int role_of(struct parser *p, struct slice word, enum role *role)
{
    static const char *const names[] = { "phone", "server", "proxy" };
    for (unsigned i = 0; i < 3; i++)
        if (slice_eq(word, slice_of(names[i]))) {
            *role = (enum role)i;
            return 0;
        }
    return fail(p, "a node is a phone, a server or a proxy, not `%.*s`.", FMT(word));
}

static int parse_node(struct parser *p, struct words *w)
{
    struct script *s = p->s;
    struct slice name, role, address, word;
    if (!words_next(w, &name) || !words_next(w, &role) || !words_next(w, &address))
        return fail(p, "a participant is written `node NAME phone|server|proxy ADDRESS …`.");
    if (script_node_find(s, name) >= 0)
        return fail(p, "there is already a participant `%.*s`.", FMT(name));
    if (s->nodes == SCRIPT_NODES)
        return fail(p, "a scenario has at most %d participants.", SCRIPT_NODES);
    struct node n = { .name = name, .port = 5060, .password = SLICE("secret") };
    n.rtp_port = (uint16_t)(20000 + 1000 * s->nodes);
    n.codecs = (struct codec_list){ 3, { 0, 2, 7 } };
    int rc = role_of(p, role, &n.role);
    if (rc)
        return rc;
    rc = address_of(p, address, &n.addr);
    if (rc)
        return rc;
    n.nat = n.addr;
    while (words_next(w, &word)) {
        rc = node_word(p, w, word, &n);
        if (rc)
            return rc;
    }
    if (!n.number.n)
        n.number = n.name;
    s->node[s->nodes++] = n;
    return 0;
}

static int set_call(struct parser *p, struct slice name)
{
    int i = script_call_find(p->s, name);
    if (i < 0) {
        if (p->s->calls == SCRIPT_CALLS)
            return fail(p, "a scenario has at most %d calls.", SCRIPT_CALLS);
        i = (int)p->s->calls++;
        p->s->call[i] = name;
    }
    p->call = (unsigned)i;
    return 0;
}

static int parse_call(struct parser *p, struct words *w)
{
    struct slice name;
    int rc = value_of(p, w, "call", &name);
    return rc ? rc : set_call(p, name);
}

static struct step *add_step(struct parser *p, const struct step *step)
{
    struct script *s = p->s;
    s->step = keep_grow(s->step, s->steps, &s->step_cap, sizeof(*s->step));
    struct step *out = &s->step[s->steps++];
    *out = *step;
    out->line = p->line;
    out->call = p->call;
    out->extra = s->extras;
    return out;
}

static int parse_wait(struct parser *p, struct words *w)
{
    struct step step = { .kind = STEP_WAIT };
    struct slice word;
    int rc = value_of(p, w, "wait", &word);
    if (rc)
        return rc;
    if (!words_duration(word, &step.us))
        return fail(p, "`wait` takes a time as in 1.5s, 500ms or 20us, not `%.*s`.", FMT(word));
    add_step(p, &step);
    return 0;
}

static int parse_close(struct parser *p, struct words *w)
{
    struct step step = { .kind = STEP_CLOSE };
    struct slice from, to;
    if (!words_next(w, &from) || !words_next(w, &to))
        return fail(p, "a TCP connection is closed with `close A B`; A closes it.");
    int rc = node_of(p, from, &step.from);
    if (!rc)
        rc = node_of(p, to, &step.to);
    if (!rc)
        add_step(p, &step);
    return rc;
}

static int rtp_word(struct parser *p, struct words *w, struct slice word, struct step *step)
{
    if (slice_eq(word, SLICE("ptime")))
        return number_of(p, w, "ptime", 1000, &step->ptime);
    if (slice_eq(word, SLICE("loss")))
        return number_of(p, w, "loss", 100000, &step->loss);
    if (!slice_eq(word, SLICE("aside")))
        return fail(p, "after the packets an RTP stretch has ptime N, loss N or aside, not `%.*s`.",
                    FMT(word));
    step->flags |= STEP_ASIDE;
    return 0;
}

/* rtp A <-> B PCMU 50 ptime 20 loss 3 aside */
static int parse_rtp(struct parser *p, struct words *w)
{
    struct step step = { .kind = STEP_RTP, .ptime = 20 };
    struct slice from, arrow, to, codec, n, word;
    if (!words_next(w, &from) || !words_next(w, &arrow) || !words_next(w, &to) ||
        !words_next(w, &codec) || !words_next(w, &n))
        return fail(p, "a stretch of RTP is written `rtp A <-> B PCMU 50` (50 packets).");
    int rc = node_of(p, from, &step.from);
    if (!rc)
        rc = node_of(p, to, &step.to);
    if (rc)
        return rc;
    if (slice_eq(arrow, SLICE("<->")))
        step.flags |= STEP_BOTH_WAYS;
    else if (!slice_eq(arrow, SLICE("->")))
        return fail(p, "RTP goes `->` or `<->`, not `%.*s`.", FMT(arrow));
    int id = codec_find(codec);
    if (id < 0)
        return fail(p, "no codec is called `%.*s`.", FMT(codec));
    step.codec = (unsigned)id;
    if (!words_number(n, 100000, &step.packets))
        return fail(p, "the packets of RTP are a number up to 100000, not `%.*s`.", FMT(n));
    while (words_next(w, &word)) {
        rc = rtp_word(p, w, word, &step);
        if (rc)
            return rc;
    }
    if (!step.ptime || step.loss > step.packets)
        return fail(p, "RTP needs a ptime above 0 and no more loss than packets.");
    add_step(p, &step);
    return 0;
}

/* `with NODE` or `relays CALL`. */
static int arrow_link(struct parser *p, struct words *w, struct slice word, struct step *step)
{
    struct slice name;
    unsigned node;
    if (slice_eq(word, SLICE("with"))) {
        int rc = value_of(p, w, "with", &name);
        if (!rc)
            rc = node_of(p, name, &node);
        if (!rc)
            step->with = (int)node;
        return rc;
    }
    int rc = value_of(p, w, "relays", &name);
    if (rc)
        return rc;
    step->relays = script_call_find(p->s, name);
    if (step->relays < 0)
        return fail(p, "there is no call `%.*s` above that it could pass on.", FMT(name));
    return 0;
}

/* A word of an arrow with a value behind it, or the method that a response is for. */
static int arrow_value(struct parser *p, struct words *w, struct slice word, struct step *step)
{
    if (slice_eq(word, SLICE("to")))
        return value_of(p, w, "to", &step->whom);
    if (slice_eq(word, SLICE("from")))
        return value_of(p, w, "from", &step->as);
    if (slice_eq(word, SLICE("uri")))
        return value_of(p, w, "uri", &step->uri);
    if (slice_eq(word, SLICE("with")) || slice_eq(word, SLICE("relays")))
        return arrow_link(p, w, word, step);
    if (slice_eq(word, SLICE("reason")))
        return value_of(p, w, "reason", &step->reason);
    if (slice_eq(word, SLICE("codecs")))
        return codecs_of(p, w, &step->codecs);
    if (slice_eq(word, SLICE("segments")))
        return number_of(p, w, "segments", 1000, &step->segments);
    if (slice_eq(word, SLICE("missing")))
        return number_of(p, w, "missing", 1000, &step->missing);
    if (slice_eq(word, SLICE("hops")))
        return number_of(p, w, "hops", 255, &step->hops);
    if (step->code && !step->method.n && word.p[0] >= 'A' && word.p[0] <= 'Z') {
        step->method = word;
        return 0;
    }
    return fail(p, "an arrow has no word `%.*s`; see docs/how-to-add-a-sample.md for those it has.",
                FMT(word));
}

/* One word behind the method or the code of an arrow. */
static int arrow_word(struct parser *p, struct words *w, struct slice word, struct step *step)
{
    static const struct {
        const char *word;
        unsigned flags;
        enum direction direction;
        enum media media;
    } plain[] = {
        { "again", STEP_AGAIN, DIR_UNSAID, MEDIA_AUDIO },
        { "lost", STEP_LOST, DIR_UNSAID, MEDIA_AUDIO },
        { "astray", STEP_ASTRAY | STEP_LOST, DIR_UNSAID, MEDIA_AUDIO },
        { "unseen", STEP_UNSEEN, DIR_UNSAID, MEDIA_AUDIO },
        { "reversed", STEP_REVERSED, DIR_UNSAID, MEDIA_AUDIO },
        { "with-next", STEP_JOINED, DIR_UNSAID, MEDIA_AUDIO },
        { "back", STEP_BACK, DIR_UNSAID, MEDIA_AUDIO },
        { "sdp", STEP_SDP, DIR_UNSAID, MEDIA_AUDIO },
        { "nosdp", STEP_NO_SDP, DIR_UNSAID, MEDIA_AUDIO },
        { "hold", STEP_SDP, DIR_SENDONLY, MEDIA_AUDIO },
        { "sendrecv", STEP_SDP, DIR_SENDRECV, MEDIA_AUDIO },
        { "sendonly", STEP_SDP, DIR_SENDONLY, MEDIA_AUDIO },
        { "recvonly", STEP_SDP, DIR_RECVONLY, MEDIA_AUDIO },
        { "inactive", STEP_SDP, DIR_INACTIVE, MEDIA_AUDIO },
        { "srtp", STEP_SDP, DIR_UNSAID, MEDIA_SRTP },
        { "t38", STEP_SDP, DIR_UNSAID, MEDIA_FAX },
    };
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (slice_eq(word, slice_of(plain[i].word))) {
            step->flags |= plain[i].flags;
            if (plain[i].direction)
                step->direction = plain[i].direction;
            if (plain[i].media)
                step->media = plain[i].media;
            return 0;
        }
    return arrow_value(p, w, word, step);
}

/* What is sent: a code, a method, or a keep-alive. */
static int arrow_what(struct parser *p, struct slice word, struct step *step)
{
    if (slice_eq(word, SLICE("ping"))) {
        step->kind = STEP_PING;
        return 0;
    }
    if (slice_eq(word, SLICE("pong"))) {
        step->kind = STEP_PONG;
        return 0;
    }
    if (slice_eq(word, SLICE("unreachable"))) {
        step->kind = STEP_UNREACHABLE;
        return 0;
    }
    if (ascii_is_digit(word.p[0])) {
        if (!words_number(word, 699, &step->code) || step->code < 100)
            return fail(p, "`%.*s` is no status code: they go from 100 to 699.", FMT(word));
        return 0;
    }
    for (size_t i = 0; i < word.n; i++)
        if (word.p[i] < 'A' || word.p[i] > 'Z')
            return fail(p,
                        "an arrow carries a METHOD in capitals, a code, ping, pong or unreachable, "
                        "not `%.*s`.",
                        FMT(word));
    step->method = word;
    return 0;
}

/* A -> Proxy INVITE to B … */
static int parse_arrow(struct parser *p, struct words *w, struct slice from)
{
    struct step step = { .kind = STEP_MESSAGE, .with = -1, .relays = -1 };
    struct slice to, what, word;
    int rc = node_of(p, from, &step.from);
    if (rc)
        return rc;
    if (!words_next(w, &to) || !words_next(w, &what) || !what.n)
        return fail(p, "a step is written `A -> B INVITE` or `B -> A 180`.");
    rc = node_of(p, to, &step.to);
    if (!rc)
        rc = arrow_what(p, what, &step);
    if (!rc && step.from == step.to)
        rc = fail(p, "`%.*s` sends to itself.", FMT(to));
    while (!rc && words_next(w, &word) && word.n)
        rc = arrow_word(p, w, word, &step);
    if (!rc && !p->s->calls)
        rc = set_call(p, SLICE("main"));
    if (rc)
        return rc;
    add_step(p, &step);
    p->takes_extras = step.kind == STEP_MESSAGE && !(step.flags & STEP_AGAIN);
    return 0;
}

/* An indented line: `Name: value`, or `| a line of the body`. */
static int parse_extra(struct parser *p, struct slice line)
{
    struct script *s = p->s;
    if (!p->takes_extras)
        return fail(p,
                    "an indented line adds to the message above it, and there is none to add to.");
    struct extra x = { .line = p->line };
    if (line.p[0] == '|') {
        size_t skip = line.n > 1 && line.p[1] == ' ' ? 2 : 1;
        x.value = slice_sub(line, skip, line.n);
    } else {
        size_t colon = slice_index(line, ':');
        if (!colon || colon == line.n)
            return fail(p, "an indented line is `Header: value` or `| a line of the body`.");
        x.name = slice_trim(slice_sub(line, 0, colon));
        x.value = slice_trim(slice_sub(line, colon + 1, line.n));
    }
    s->extra = keep_grow(s->extra, s->extras, &s->extra_cap, sizeof(*s->extra));
    s->extra[s->extras++] = x;
    s->step[s->steps - 1].extras++;
    return 0;
}

static int parse_statement(struct parser *p, struct slice line)
{
    static const struct {
        const char *word;
        int (*parse)(struct parser *p, struct words *w);
    } statements[] = {
        { "shows", parse_shows },     { "start", parse_start }, { "domain", parse_domain },
        { "use", parse_use },         { "node", parse_node },   { "call", parse_call },
        { "wait", parse_wait },       { "close", parse_close }, { "rtp", parse_rtp },
        { "finding", parse_finding },
    };
    struct words w = { line }, after;
    struct slice word, arrow;
    if (!words_next(&w, &word))
        return 0;
    p->takes_extras = false;
    if (!p->s->shows.p && !slice_eq(word, SLICE("shows")))
        return fail(p, "a scenario begins with a line `shows …` that says what it shows.");
    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++)
        if (slice_eq(word, slice_of(statements[i].word)))
            return statements[i].parse(p, &w);
    after = w;
    if (words_next(&after, &arrow) && slice_eq(arrow, SLICE("->")))
        return parse_arrow(p, &after, word);
    return fail(p, "`%.*s` begins no statement; a step is written `A -> B INVITE`.", FMT(word));
}

static int parse_line(struct parser *p, struct slice line)
{
    struct slice trimmed = slice_trim(line);
    if (!trimmed.n || trimmed.p[0] == '#')
        return 0;
    if (line.p[0] == ' ' || line.p[0] == '\t')
        return parse_extra(p, trimmed);
    return parse_statement(p, line);
}

static int read_text(struct script *s, size_t *size, struct err *err)
{
    FILE *f = fopen(s->path, "rb");
    if (!f)
        return err_set(err, -errno, "%s: cannot be read: %s.", s->path, strerror(errno));
    s->text = mem_new(SCRIPT_MAX, 1);
    *size = s->text ? fread(s->text, 1, SCRIPT_MAX, f) : 0;
    bool bad = !s->text || ferror(f);
    fclose(f);
    if (bad)
        return err_set(err, -EIO, "%s: cannot be read.", s->path);
    if (*size == SCRIPT_MAX)
        return err_set(err, -EFBIG, "%s: a script has less than 1 MiB.", s->path);
    return 0;
}

/* The file's name without folder and ending. */
static struct slice base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct slice s = slice_of(slash ? slash + 1 : path);
    const char *dot = strrchr(s.p, '.');
    return dot && dot > s.p ? slice_sub(s, 0, (size_t)(dot - s.p)) : s;
}

int script_open(struct script *s, const char *path, struct err *err)
{
    *s = (struct script){ .path = path,
                          .name = base_name(path),
                          .domain = SLICE("pbx.example.com"),
                          .start = INT64_C(1772443800000000),
                          .mtu = 1500 };
    struct parser p = { .s = s, .err = err };
    size_t size = 0;
    int rc = read_text(s, &size, err);
    struct slice rest = { s->text, size };
    while (!rc && rest.n) {
        size_t n = slice_index(rest, '\n');
        p.line++;
        rc = parse_line(&p, slice_sub(rest, 0, n));
        rest = slice_sub(rest, n + 1, rest.n);
    }
    if (!rc && !s->steps)
        rc = fail(&p, "the scenario has no steps.");
    if (!rc && s->mtu < 100)
        rc = fail(&p, "the mtu is at least 100.");
    if (rc)
        script_close(s);
    return rc;
}

void script_close(struct script *s)
{
    mem_free(s->text);
    mem_free(s->step);
    mem_free(s->extra);
    *s = (struct script){ 0 };
}
