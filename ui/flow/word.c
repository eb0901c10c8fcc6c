/* What a sentence names, taken from the message and from those beside it. Which sentence it is, is
 * left to narrate.c. */
#include "ui/flow/word.h"

#include "decode/sip/body.h"
#include "decode/sip/cause.h"
#include "decode/sip/field.h"
#include "decode/sip/status.h"
#include "ui/flow/detail.h"
#include "ui/flow/text.h"

#define ELLIPSIS "\xe2\x80\xa6"

enum {
    CONTACTS_SHOWN = 3,
    REASONS_SHOWN = 2,
    METHODS_SHOWN = 16,
    RAW_MAX = 2048,
};

/* ---- helpers */

static struct slice header(const struct speech *s, enum sip_header h)
{
    return sip_header_find(s->x, h);
}

static struct slice named(const struct speech *s, struct slice name)
{
    struct slice v = { NULL, 0 };
    sip_header_by_name(s->x, name, 0, &v);
    return v;
}

static struct slice after(struct slice v, struct slice prefix)
{
    return slice_istarts(v, prefix) ? slice_trim(slice_sub(v, prefix.n, v.n))
                                    : (struct slice){ NULL, 0 };
}

static struct slice unquoted(struct slice v)
{
    return v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"' ? slice_sub(v, 1, v.n - 1) : v;
}

static struct slice params_of(struct slice value)
{
    return slice_sub(value, slice_index(value, ';'), value.n);
}

static void add_seconds(struct buf *b, struct slice v)
{
    size_t digits;
    slice_number(v, UINT32_MAX, &digits);
    if (digits && digits <= 10)
        buf_printf(b, "%.*s s", (int)digits, v.p);
}

const char *word_translate(const char *const (*table)[2], struct slice word)
{
    for (; (*table)[0]; table++)
        if (slice_ieq(word, slice_of((*table)[0])))
            return (*table)[1];
    return NULL;
}

/* ---- people */

static void add_name_of(struct buf *b, const struct speech *s, unsigned at)
{
    buf_adds(b, s->facts->flow->participant[at].name);
}

static void add_user(struct buf *b, struct slice user)
{
    struct buf plain;
    buf_init(&plain, RAW_MAX);
    detail_add_user(&plain, user);
    text_add(b, buf_slice(&plain));
    buf_fini(&plain);
}

/* A display name without the escapes of a quoted string (3261 25.1). */
static void add_display(struct buf *b, struct slice name)
{
    char plain[256];
    size_t n = 0;
    for (size_t i = 0; i < name.n && n < sizeof(plain); i++) {
        if (name.p[i] == '\\' && i + 1 < name.n)
            i++;
        plain[n++] = name.p[i];
    }
    text_add(b, slice_make(plain, n));
}

/* Whom a URI means: a participant, else the display name, the user, the host. */
static void add_person_of(struct buf *b, struct speech *s, struct slice uri, struct slice display)
{
    struct sip_uri u = sip_uri_parse(uri);
    display = slice_trim(display);
    int at = facts_person(s->facts, u.user, display);
    if (at >= 0)
        add_name_of(b, s, (unsigned)at);
    else if (display.n)
        add_display(b, display);
    else if (u.user.n)
        add_user(b, u.user);
    else
        text_add(b, u.host);
}

static void add_person(struct buf *b, struct speech *s, struct slice value)
{
    struct sip_address a = sip_address_parse(value);
    add_person_of(b, s, a.uri, a.display);
}

static void add_somebody(struct buf *b, struct speech *s, struct slice value)
{
    size_t from = b->n;
    add_person(b, s, value);
    if (b->n == from)
        buf_adds(b, "somebody");
}

/* "1001@pbx.example.com", with its port. */
static void add_address(struct buf *b, struct slice uri)
{
    struct sip_uri u = sip_uri_parse(uri);
    if (!uri.n)
        buf_adds(b, "somebody");
    if (!slice_istarts(uri, SLICE("sip")) && !slice_istarts(uri, SLICE("tel:"))) {
        text_add(b, uri);
        return;
    }
    if (u.user.n) {
        add_user(b, u.user);
        buf_adds(b, u.host.n ? "@" : "");
    }
    text_add(b, u.host);
    if (u.port)
        buf_printf(b, ":%u", u.port);
}

static const struct fact *fact_at(const struct speech *s, uint32_t number)
{
    return number ? &s->facts->fact[number - 1] : NULL;
}

static const struct flow_row *row_at(const struct speech *s, uint32_t number)
{
    return facts_row(s->facts, number);
}

static bool works_for_others(const struct speech *s, unsigned at)
{
    const char *role = s->facts->flow->participant[at].role;
    return role[0] && !slice_eq(slice_of(role), SLICE("Registrar"));
}

/* The participant; one that works for others stands for the person. */
static void add_end(struct buf *b, struct speech *s, unsigned at, enum sip_header person)
{
    if (works_for_others(s, at))
        add_somebody(b, s, header(s, person));
    else
        add_name_of(b, s, at);
}

void word_src(struct buf *b, struct speech *s)
{
    add_name_of(b, s, s->row->from);
}

/* "User B's phone", but "The phone of Bob (192.0.2.100)". */
void word_phone(struct buf *b, struct speech *s)
{
    const struct flow_participant *p = &s->facts->flow->participant[s->row->from];
    struct slice name = slice_of(p->name);
    bool plain = !slice_eq(name, slice_of(p->address)) && name.n && name.p[name.n - 1] != ')';
    buf_printf(b, plain ? "%s's phone" : "The phone of %s", p->name);
}

/* Only a proxy asks by 407 (3261 22.3). */
void word_as_proxy(struct buf *b, struct speech *s)
{
    if (!strcasestr(s->facts->flow->participant[s->row->from].name, "proxy"))
        buf_adds(b, ", a proxy,");
}

void word_dst(struct buf *b, struct speech *s)
{
    add_name_of(b, s, s->row->to);
}

void word_origin(struct buf *b, struct speech *s)
{
    add_end(b, s, row_at(s, s->fact->origin)->from, SIP_FROM);
}

void word_caller(struct buf *b, struct speech *s)
{
    add_somebody(b, s, header(s, SIP_FROM));
}

static void add_as_it_stands(struct buf *b, struct slice display, struct slice uri)
{
    struct sip_uri u = sip_uri_parse(uri);
    display = slice_trim(display);
    if (display.n)
        add_display(b, display);
    else if (u.user.n)
        add_user(b, u.user);
    else
        text_add(b, u.host.n ? u.host : uri);
}

void word_from_text(struct buf *b, struct speech *s)
{
    struct sip_address from = sip_address_parse(header(s, SIP_FROM));
    add_as_it_stands(b, from.display, from.uri);
}

void word_uri_text(struct buf *b, struct speech *s)
{
    add_as_it_stands(b, (struct slice){ NULL, 0 }, s->x->uri);
}

void word_callee(struct buf *b, struct speech *s)
{
    struct sip_address to = sip_address_parse(header(s, SIP_TO));
    unsigned end = row_at(s, s->fact->end)->to;
    bool known =
        to.display.n || facts_person(s->facts, sip_uri_parse(to.uri).user, to.display) >= 0;
    const struct flow_participant *p = &s->facts->flow->participant[end];
    bool phone = !p->role[0] && !slice_eq(slice_of(p->name), slice_of(p->address));
    if (s->x->request && (s->x->to_tag.n || (!known && phone)))
        add_end(b, s, end, SIP_TO);
    else
        add_somebody(b, s, header(s, SIP_TO));
}

/* The callee, unless that is this participant. */
static void add_callee_but(struct buf *b, struct speech *s, unsigned at)
{
    size_t from = b->n;
    word_callee(b, s);
    struct slice name = slice_of(s->facts->flow->participant[at].name);
    if (slice_eq(slice_sub(buf_slice(b), from, b->n), name))
        b->p[b->n = from] = '\0';
}

void word_watched(struct buf *b, struct speech *s)
{
    add_callee_but(b, s, s->row->from);
}

void word_beyond(struct buf *b, struct speech *s)
{
    add_callee_but(b, s, s->row->to);
}

void word_answerer(struct buf *b, struct speech *s)
{
    add_end(b, s, row_at(s, s->fact->origin)->from, SIP_TO);
}

void word_answerer_of(struct buf *b, struct speech *s)
{
    const struct fact *answer = fact_at(s, s->fact->cause);
    if (answer)
        add_end(b, s, row_at(s, answer->origin)->from, SIP_TO);
}

void word_asker(struct buf *b, struct speech *s)
{
    const struct fact *request = fact_at(s, s->fact->request);
    if (request)
        add_end(b, s, row_at(s, request->origin)->from, SIP_FROM);
    else
        word_caller(b, s);
}

void word_request_end(struct buf *b, struct speech *s)
{
    const struct fact *request = fact_at(s, s->fact->request);
    if (request)
        add_end(b, s, row_at(s, request->end)->to, SIP_TO);
}

void word_challenger(struct buf *b, struct speech *s)
{
    const struct fact *answer = fact_at(s, s->fact->cause);
    if (answer)
        add_name_of(b, s, row_at(s, answer->origin)->from);
}

void word_canceller(struct buf *b, struct speech *s)
{
    const struct fact *cancel = fact_at(s, s->fact->cause);
    if (cancel)
        add_name_of(b, s, row_at(s, cancel->origin)->from);
}

void word_by(struct buf *b, struct speech *s)
{
    const struct fact *refer = fact_at(s, s->fact->cause);
    if (refer && refer->method == SIP_METHOD_REFER)
        add_name_of(b, s, row_at(s, refer->origin)->from);
    else
        add_somebody(b, s, header(s, SIP_REFERRED_BY));
}

void word_uri(struct buf *b, struct speech *s)
{
    struct slice user = sip_uri_parse(s->x->uri).user, to = header(s, SIP_TO);
    if (user.n && slice_eq(user, sip_uri_parse(sip_address_parse(to).uri).user))
        add_person(b, s, to);
    else
        add_person_of(b, s, s->x->uri, (struct slice){ NULL, 0 });
}

void word_request_uri(struct buf *b, struct speech *s)
{
    const struct fact *request = fact_at(s, s->fact->request);
    if (s->x->request)
        add_address(b, s->x->uri);
    else if (request && trace_load(s->facts->trace, row_at(s, s->fact->request)->message, s->other))
        add_address(b, s->other->index.uri);
    else
        add_address(b, sip_address_parse(header(s, SIP_TO)).uri);
}

void word_target(struct buf *b, struct speech *s)
{
    add_somebody(b, s, header(s, SIP_REFER_TO));
}

void word_kind(struct buf *b, struct speech *s)
{
    const struct transferred_row *row = transferred_find(&s->facts->transferred, s->fact->origin);
    const struct transfer *t =
        row ? transfer_find(trace_store(s->facts->trace), row->transfer) : NULL;
    if (t)
        buf_adds(b, transfer_kind_word(transfer_kind(t)));
    else
        buf_adds(b, s->fact->bits & FACT(REPLACES) ? "attended" : "blind");
}

void word_refer_method(struct buf *b, struct speech *s)
{
    struct sip_uri u = sip_uri_parse(sip_address_parse(header(s, SIP_REFER_TO)).uri);
    text_add(b, sip_param_find(u.params, SLICE("method")));
}

void word_contact(struct buf *b, struct speech *s)
{
    struct slice list = header(s, SIP_CONTACT), value;
    struct slice to = sip_uri_parse(sip_address_parse(header(s, SIP_TO)).uri).user;
    size_t at = 0;
    for (int i = 0; sip_value_next(list, &at, &value); i++) {
        buf_adds(b, i ? ", " : "");
        if (i == CONTACTS_SHOWN) {
            buf_adds(b, ELLIPSIS);
            break;
        }
        struct slice uri = sip_address_parse(value).uri, user = sip_uri_parse(uri).user;
        bool elsewhere = user.n && slice_eq(user, to); /* the same user at another place */
        if (s->x->method == SIP_METHOD_REGISTER || elsewhere)
            add_address(b, uri);
        else
            add_person(b, s, value);
    }
}

void word_aor(struct buf *b, struct speech *s)
{
    add_address(b, sip_address_parse(header(s, SIP_TO)).uri);
}

void word_binding(struct buf *b, struct speech *s)
{
    if (slice_eq(header(s, SIP_CONTACT), SLICE("*")))
        buf_adds(b, "all registrations");
    else
        buf_adds(b, "the registration");
}

/* ---- credentials */

/* The value of name="..." in a list of parameters behind a scheme. */
static struct slice auth_param(struct slice list, struct slice name)
{
    struct slice v;
    for (size_t at = 0; sip_value_next(list, &at, &v);) {
        struct slice bare = after(v, SLICE("Digest "));
        v = bare.p ? bare : v;
        size_t eq = slice_index(v, '=');
        if (eq < v.n && slice_ieq(slice_trim(slice_sub(v, 0, eq)), name))
            return unquoted(slice_trim(slice_sub(v, eq + 1, v.n)));
    }
    return (struct slice){ NULL, 0 };
}

static struct slice challenge_of(const struct speech *s)
{
    return header(s, s->x->status == 407 ? SIP_PROXY_AUTHENTICATE : SIP_WWW_AUTHENTICATE);
}

void word_login(struct buf *b, struct speech *s)
{
    struct slice v = header(s, SIP_PROXY_AUTHORIZATION);
    text_add(b, auth_param(v.n ? v : header(s, SIP_AUTHORIZATION), SLICE("username")));
}

void word_realm(struct buf *b, struct speech *s)
{
    text_add(b, auth_param(challenge_of(s), SLICE("realm")));
}

void word_challenge(struct buf *b, struct speech *s)
{
    bool stale = slice_ieq(auth_param(challenge_of(s), SLICE("stale")), SLICE("true"));
    buf_adds(b, stale ? "the nonce was too old" : "the credentials were not the right ones");
}

/* ---- why */

static void add_diversion(struct buf *b, struct slice value)
{
    static const char *const why[][2] = { { "unconditional", "because all calls are forwarded" },
                                          { "user-busy", "because the line is busy" },
                                          { "no-answer", "because nobody answers" },
                                          { "unavailable", "because the phone cannot be reached" },
                                          { "deflection", "because the person called wants it" },
                                          { "do-not-disturb", "because of Do Not Disturb" },
                                          { "time-of-day", "because of the time of day" },
                                          { "follow-me", "to follow the called person" },
                                          { NULL, NULL } };
    struct slice reason = sip_param_find(sip_address_parse(value).params, SLICE("reason"));
    const char *words = word_translate(why, reason);
    if (words)
        buf_adds(b, words);
    else
        text_add(b, reason);
}

void word_diverter(struct buf *b, struct speech *s)
{
    struct slice value = header(s, SIP_DIVERSION);
    if (!value.n)
        return;
    add_person(b, s, value);
    size_t from = b->n;
    buf_addc(b, ' ');
    add_diversion(b, value);
    if (b->n == from + 1)
        b->p[b->n = from] = '\0';
}

void word_diversion(struct buf *b, struct speech *s)
{
    add_diversion(b, header(s, SIP_DIVERSION));
}

static bool is_number(struct slice v)
{
    size_t digits;
    slice_number(v, UINT32_MAX, &digits);
    return digits && digits == v.n;
}

/* Some protocols of Reason have no cause: X.int;reasoncode=0x0000030B */
static void add_own_code(struct buf *b, struct slice params)
{
    struct slice code = sip_param_find(params, SLICE("reasoncode"));
    buf_adds(b, code.n ? " reasoncode " : "");
    text_add(b, code);
}

/* Q.850;cause=16;text="Normal call clearing" (3326) */
static void add_reason(struct buf *b, struct slice value)
{
    struct slice protocol = sip_media_type(value), params = params_of(value);
    struct slice cause = sip_param_find(params, SLICE("cause"));
    struct slice text = sip_param_find(params, SLICE("text"));
    unsigned number = (unsigned)slice_number(cause, 1000, NULL);
    bool network = slice_ieq(protocol, SLICE("Q.850"));
    const char *words = network ? sip_cause_words(number) : sip_status_reason(number);
    text_add(b, protocol);
    if (!cause.n && !text.n)
        add_own_code(b, params);
    if (cause.n) {
        buf_adds(b, network ? " cause " : " ");
        text_add(b, cause);
    }
    bool told = cause.n && words[0] && (network || !text.n);
    if (told)
        buf_printf(b, ", %s", words);
    if (text.n && !is_number(text) && !(told && slice_ieq(text, slice_of(words)))) {
        buf_adds(b, ", \"");
        text_add(b, text);
        buf_addc(b, '"');
    }
}

/* The more precise first: that of the telephone network. */
void word_reason(struct buf *b, struct speech *s)
{
    struct slice list = header(s, SIP_REASON), value, each[REASONS_SHOWN];
    size_t at = 0;
    int n = 0;
    while (n < REASONS_SHOWN && sip_value_next(list, &at, &value))
        each[n++] = value;
    bool swap = n == 2 && slice_istarts(each[1], SLICE("Q.850"));
    for (int i = 0; i < n; i++) {
        buf_adds(b, i ? " and " : "");
        add_reason(b, each[swap ? n - 1 - i : i]);
    }
}

/* 304 proxy.example.com "Media type not available" (3261 20.43) */
void word_warning(struct buf *b, struct speech *s)
{
    struct slice v = header(s, SIP_WARNING);
    if (slice_istarts(v, SLICE("392 "))) /* a server's notes for its own debugging */
        return;
    v = slice_sub(v, 0, sip_value_length(v));
    struct slice text = slice_sub(v, slice_index(v, '"') + 1, v.n);
    text_add(b, slice_sub(text, 0, slice_index(text, '"')));
}

void word_retry(struct buf *b, struct speech *s)
{
    add_seconds(b, header(s, SIP_RETRY_AFTER));
}

void word_minimum(struct buf *b, struct speech *s)
{
    add_seconds(b, named(s, SLICE("Min-Expires")));
}

void word_minimum_session(struct buf *b, struct speech *s)
{
    add_seconds(b, header(s, SIP_MIN_SE));
}

void word_unsupported(struct buf *b, struct speech *s)
{
    text_add(b, named(s, SLICE("Unsupported")));
}

void word_help(struct buf *b, struct speech *s)
{
    buf_adds(b, sip_status_help(s->x->status));
}

void word_code(struct buf *b, struct speech *s)
{
    if (!s->x->request)
        buf_printf(b, "%u", s->x->status);
}

void word_cause_code(struct buf *b, struct speech *s)
{
    const struct fact *answer = fact_at(s, s->fact->cause);
    if (answer)
        buf_printf(b, "%u", answer->code);
}

/* ---- events */

void word_session(struct buf *b, struct speech *s)
{
    add_seconds(b, header(s, SIP_SESSION_EXPIRES));
}

void word_expires(struct buf *b, struct speech *s)
{
    struct slice contact = header(s, SIP_CONTACT);
    struct slice own = sip_param_find(sip_address_parse(contact).params, SLICE("expires"));
    add_seconds(b, own.n ? own : header(s, SIP_EXPIRES));
}

void word_rack(struct buf *b, struct speech *s)
{
    struct slice v = header(s, SIP_RACK);
    size_t digits;
    slice_number(v, UINT32_MAX, &digits);
    if (digits && digits <= 10)
        buf_printf(b, "(RSeq %.*s)", (int)digits, v.p);
}

void word_allow(struct buf *b, struct speech *s)
{
    struct slice list = header(s, SIP_ALLOW), value;
    size_t at = 0;
    for (int i = 0; i < METHODS_SHOWN && sip_value_next(list, &at, &value); i++) {
        buf_adds(b, i ? ", " : "");
        text_add(b, value);
    }
}

void word_method(struct buf *b, struct speech *s)
{
    struct slice method = s->x->request ? s->x->method_name : s->x->cseq_method;
    if (method.n)
        text_add(b, method);
    else
        buf_adds(b, "request");
}

void word_text(struct buf *b, struct speech *s)
{
    buf_adds(b, s->row->text);
}

/* ---- by name */

bool word_add(struct buf *b, struct speech *s, struct slice name)
{
    static const struct {
        struct slice name;
        void (*add)(struct buf *b, struct speech *s);
    } words[] = {
#define X(id, help) { SLICE(#id), word_##id },
        WORD_LIST(X)
#undef X
    };
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (!slice_eq(words[i].name, name))
            continue;
        bool bare =
            words[i].add == word_src || words[i].add == word_dst || words[i].add == word_text;
        if (s->x || bare)
            words[i].add(b, s);
        return true;
    }
    return false;
}
