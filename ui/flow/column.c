/* What the columns of a list of calls say. How wide they are drawn is left to the renderers. */
#include "ui/flow/column.h"

#include <string.h>

#include "base/clock.h"
#include "decode/call.h"
#include "decode/session/session.h"
#include "decode/sip/body.h"
#include "decode/sip/field.h"
#include "decode/sip/sdp.h"
#include "decode/sip/status.h"
#include "ui/flow/columns.h"

enum { KEY_TEXT = 4 << 10 };

void column_row_init(struct column_row *r, struct trace *t)
{
    *r = (struct column_row){ .trace = t };
    loaded_init(&r->loaded);
    loaded_init(&r->media);
    story_init(&r->story, t);
}

void column_row_fini(struct column_row *r)
{
    loaded_fini(&r->loaded);
    loaded_fini(&r->media);
    story_fini(&r->story);
    match_close(r->match);
}

static struct column_party party_of(const struct sip_index *x, enum sip_header header)
{
    struct sip_address a = sip_address_parse(sip_header_find(x, header));
    struct sip_uri u = sip_uri_parse(a.uri);
    return (struct column_party){ slice_trim(a.display), u.user, u.host };
}

void column_row_load(struct column_row *r)
{
    if (!r->unread)
        return;
    r->unread = false;
    if (!trace_load(r->trace, r->message, &r->loaded))
        return;
    const struct sip_index *x = &r->loaded.index;
    r->from = party_of(x, SIP_FROM);
    r->to = party_of(x, SIP_TO);
    r->call_id = x->call_id;
    r->agent = sip_header_find(x, x->request ? SIP_USER_AGENT : SIP_SERVER);
}

bool column_row_find(struct column_row *r, uint32_t leg_row)
{
    const struct store *s = trace_store(r->trace);
    const struct leg *leg = store_leg(s, leg_row);
    if (!leg || leg_is_gone(leg))
        return false;
    const struct call *call = leg->call ? store_call(s, leg->call) : NULL;
    bool invite = call && leg->m_invite;
    r->leg = leg;
    r->leg_row = leg_row;
    r->call = leg->call;
    r->session = session_number(s, leg_row);
    r->message = invite ? leg->m_invite : leg->first;
    r->messages = r->legs = 0;
    for (uint32_t i = leg_row; i; i = call_next(s, i, leg_row)) {
        r->messages += store_leg(s, i)->messages;
        r->legs++;
    }
    const struct message *m = store_message(s, r->message);
    r->start_ns = m ? m->time_ns : 0;
    r->pdd_ns = invite ? call_pdd(s, leg) : -1;
    r->setup_ns = invite ? call_setup(s, leg) : -1;
    r->code = leg->final; /* of what is no call: the latest answer */
    r->state = call ? trace_call_state(r->trace, leg, &r->code) : CALL_INCOMPLETE;
    /* an answer that was never acknowledged began no talk */
    r->talk_ns = invite && r->state != CALL_FAILED ? call_talk(s, leg) : -1;
    r->from = r->to = (struct column_party){ .name = { NULL, 0 } };
    r->call_id = r->agent = (struct slice){ NULL, 0 };
    r->unread = true;
    return true;
}

bool column_row_read(struct column_row *r, uint32_t leg_row)
{
    if (!column_row_find(r, leg_row))
        return false;
    column_row_load(r);
    return true;
}

const char *column_kind(const struct column_row *r)
{
    static const char *const kind[] = {
        [LEG_OTHER] = "other",
        [LEG_CALL] = "call",
        [LEG_REGISTRATION] = "registration",
        [LEG_SUBSCRIPTION] = "subscription",
    };
    return kind[r->leg->kind];
}

void column_add_name(struct buf *b, const struct column_party *p)
{
    for (size_t i = 0; i < p->name.n; i++) {
        if (p->name.p[i] == '\\' && i + 1 < p->name.n)
            i++;
        buf_addc(b, p->name.p[i]);
    }
}

struct slice column_party_number(const struct column_party *p)
{
    struct slice number = slice_sub(p->user, 0, slice_index(p->user, ';'));
    return number.n && slice_eq(number, p->name) ? (struct slice){ NULL, 0 } : number;
}

void column_add_party(struct buf *b, const struct column_party *p)
{
    struct slice number = column_party_number(p);
    if (p->name.n)
        column_add_name(b, p);
    if (p->name.n && number.n)
        buf_addc(b, ' ');
    if (!number.n && !p->name.n)
        number = p->host;
    buf_add(b, number.p ? number.p : "", number.n);
}

/* ---- why it came to its state */

/* The text of a Warning, 'code agent "text"' (3261 20.43), or of a Reason, ';text="…"' (3326 2). */
static struct slice told(const struct sip_index *x)
{
    struct slice warning = sip_header_find(x, SIP_WARNING), reason = sip_header_find(x, SIP_REASON);
    struct slice text = slice_sub(warning, slice_index(warning, '"') + 1, warning.n);
    text.n = slice_index(text, '"');
    if (!text.n)
        text = sip_param_find(slice_sub(reason, slice_index(reason, ';'), reason.n), SLICE("text"));
    return slice_trim(text);
}

bool column_is_refused(const struct column_row *r)
{
    if (!r->call)
        return r->code >= 300;
    switch (r->state) {
    case CALL_BUSY:
    case CALL_REJECTED:
    case CALL_UNAVAILABLE:
    case CALL_NOT_FOUND:
    case CALL_NO_ANSWER:
    case CALL_REDIRECTED:
    case CALL_FAILED:
        return r->code >= 300;
    default:
        return false;
    }
}

void column_add_reason(struct buf *b, struct column_row *r)
{
    bool failed = r->call && r->state == CALL_FAILED;
    if (!failed && !column_is_refused(r))
        return;
    if (failed && r->leg->m_answer) {
        buf_adds(b, "answer never acknowledged");
    } else if (!r->code) {
        buf_adds(b, "no response");
    } else if (r->leg->m_final && trace_load(r->trace, r->leg->m_final, &r->media)) {
        struct slice text = told(&r->media.index);
        if (!text.n)
            text = r->media.index.reason;
        buf_add(b, text.p ? text.p : "", text.n);
    } else {
        buf_adds(b, sip_status_reason(r->code));
    }
}

/* Adds what is not there yet. */
static unsigned add_codecs_of(const struct sdp_media *m, struct slice *out, unsigned n)
{
    struct sdp_codec codec[COLUMN_CODECS_MAX];
    unsigned read = sdp_codecs(m, codec, COLUMN_CODECS_MAX);
    for (unsigned i = 0; i < read && n < COLUMN_CODECS_MAX; i++) {
        bool known = slice_ieq(codec[i].name, SLICE("telephone-event")) ||
                     slice_ieq(codec[i].name, SLICE("CN"));
        for (unsigned k = 0; k < n && !known; k++)
            known = slice_ieq(out[k], codec[i].name);
        if (!known)
            out[n++] = codec[i].name;
    }
    return n;
}

unsigned column_codecs(struct column_row *r, struct slice out[COLUMN_CODECS_MAX])
{
    const struct store *s = trace_store(r->trace);
    const uint32_t rows[2] = { r->leg->m_answer, r->leg->m_invite };
    struct sdp sdp;
    for (int i = 0; i < 2 && r->call; i++) {
        const struct message *m = rows[i] ? store_message(s, rows[i]) : NULL;
        if (!m || !(m->flags & MESSAGE_SDP) || !trace_load(r->trace, rows[i], &r->media) ||
            !sdp_parse(&sdp, sip_body_find(&r->media.index, SLICE("application/sdp"))))
            continue;
        unsigned n = 0;
        for (unsigned k = 0; k < sdp.medias && k < SDP_MEDIA_MAX; k++)
            if (sdp.media[k].port)
                n = add_codecs_of(&sdp.media[k], out, n);
        return n;
    }
    return 0;
}

/* ---- the columns, in the order of the table */

static void add_slice(struct buf *b, struct slice s)
{
    buf_add(b, s.p ? s.p : "", s.n);
}

static void add_duration(struct buf *b, int64_t ns)
{
    char text[CLOCK_TEXT] = "–";
    if (ns >= 0)
        clock_duration(text, ns);
    buf_adds(b, text);
}

static void add_number(struct buf *b, struct column_row *r)
{
    if (r->call)
        buf_printf(b, "%u", r->call);
    else
        buf_adds(b, "–");
}

static void add_session(struct buf *b, struct column_row *r)
{
    if (r->session)
        buf_printf(b, "%u", r->session);
    else
        buf_adds(b, "–");
}

static void add_date(struct buf *b, struct column_row *r)
{
    char text[CLOCK_TEXT];
    buf_add(b, text, clock_date(text, r->start_ns));
}

static void add_start(struct buf *b, struct column_row *r)
{
    char text[CLOCK_TEXT];
    clock_time_of_day(text, r->start_ns, 3);
    buf_adds(b, text);
}

/* Of what is none of the kinds, the method that it is about. */
static void add_kind(struct buf *b, struct column_row *r)
{
    const struct store *s = trace_store(r->trace);
    const struct message *m = store_message(s, r->message);
    bool known = r->leg->kind != LEG_OTHER || !m || !message_is_request(m);
    buf_adds(b, known ? column_kind(r) : store_method_name(s, m->code));
}

static void add_from(struct buf *b, struct column_row *r)
{
    column_add_party(b, &r->from);
}

static void add_to(struct buf *b, struct column_row *r)
{
    column_add_party(b, &r->to);
}

void column_add_state(struct buf *b, const struct column_row *r)
{
    buf_adds(b, r->call          ? call_state_words(r->state)
                : !r->code       ? "unanswered"
                : r->code >= 300 ? "refused"
                                 : "answered");
    if (column_is_refused(r))
        buf_printf(b, " %u", r->code);
}

static void add_state(struct buf *b, struct column_row *r)
{
    column_add_state(b, r);
    if (!r->call || r->state != CALL_IN_CALL)
        return;
    size_t at = b->n;
    buf_adds(b, ", held by ");
    size_t name = b->n;
    story_held_by(&r->story, r->leg_row, b);
    if (b->n == name)
        b->n = at;
}

static void add_code(struct buf *b, struct column_row *r)
{
    if (r->code)
        buf_printf(b, "%u", r->code);
    else
        buf_adds(b, "–");
}

static void add_reason(struct buf *b, struct column_row *r)
{
    column_add_reason(b, r);
}

static void add_severity(struct buf *b, struct column_row *r)
{
    const struct finding *f = story_gravest(&r->story, r->leg_row);
    buf_adds(b, f ? finding_severity_word(f->severity) : "");
}

/* What is worth no warning says less than the answer that refused the call. */
static void add_why(struct buf *b, struct column_row *r)
{
    const struct finding *f = story_gravest(&r->story, r->leg_row);
    size_t at = b->n;
    if (!f || f->severity < FINDING_WARNING)
        column_add_reason(b, r);
    if (f && b->n == at)
        buf_adds(b, finding_help(f->id));
}

static void add_messages(struct buf *b, struct column_row *r)
{
    buf_printf(b, "%u", r->messages);
}

static void add_pdd(struct buf *b, struct column_row *r)
{
    add_duration(b, r->pdd_ns);
}

static void add_setup(struct buf *b, struct column_row *r)
{
    add_duration(b, r->setup_ns);
}

static void add_talk(struct buf *b, struct column_row *r)
{
    add_duration(b, r->talk_ns);
}

static void add_legs(struct buf *b, struct column_row *r)
{
    buf_printf(b, "%u", r->legs);
}

static void add_endpoint(struct buf *b, const struct column_row *r, bool source)
{
    const struct store *s = trace_store(r->trace);
    const struct message *m = store_message(s, r->message);
    char text[ENDPOINT_TEXT];
    if (m)
        buf_add(b, text, endpoint_format(text, source ? message_src(s, m) : message_dst(s, m)));
}

static void add_source(struct buf *b, struct column_row *r)
{
    add_endpoint(b, r, true);
}

static void add_destination(struct buf *b, struct column_row *r)
{
    add_endpoint(b, r, false);
}

static void add_transport(struct buf *b, struct column_row *r)
{
    const struct store *s = trace_store(r->trace);
    const struct message *m = store_message(s, r->message);
    buf_adds(b, m ? transport_name(message_transport(s, m)) : "");
}

static void add_from_user(struct buf *b, struct column_row *r)
{
    add_slice(b, r->from.user);
}

static void add_from_host(struct buf *b, struct column_row *r)
{
    add_slice(b, r->from.host);
}

static void add_to_user(struct buf *b, struct column_row *r)
{
    add_slice(b, r->to.user);
}

static void add_to_host(struct buf *b, struct column_row *r)
{
    add_slice(b, r->to.host);
}

static void add_agent(struct buf *b, struct column_row *r)
{
    add_slice(b, r->agent);
}

static void add_codecs(struct buf *b, struct column_row *r)
{
    struct slice codec[COLUMN_CODECS_MAX];
    unsigned n = column_codecs(r, codec);
    for (unsigned i = 0; i < n; i++) {
        if (i)
            buf_adds(b, ", ");
        add_slice(b, codec[i]);
    }
}

static void add_held_by(struct buf *b, struct column_row *r)
{
    story_held_by(&r->story, r->leg_row, b);
}

static void add_forwarded_to(struct buf *b, struct column_row *r)
{
    story_forwarded_to(&r->story, r->leg_row, b);
}

/* "blind to 1003: completed" */
static void add_transfer(struct buf *b, struct column_row *r)
{
    const struct transfer *t = story_transfer(&r->story, r->leg_row);
    if (!t)
        return;
    buf_printf(b, "%s to ", transfer_kind_word(transfer_kind(t)));
    story_party(&r->story, t, TRANSFER_TARGET, b);
    buf_adds(b, ": ");
    story_outcome(&r->story, t, b);
}

static void add_findings(struct buf *b, struct column_row *r)
{
    const struct finding *f;
    unsigned n = story_findings(&r->story, r->leg_row, &f);
    for (unsigned i = 0; i < n; i++)
        buf_printf(b, "%s%s", i ? ", " : "", finding_name(f[i].id));
}

static void add_call_id(struct buf *b, struct column_row *r)
{
    add_slice(b, r->call_id);
}

/* ---- the table */

enum align { ALIGN_LEFT, ALIGN_RIGHT };

static const struct column columns[] = {
#define X(name, head, order, min, max, ALIGN, SORT, READS, text)                                   \
    { .id = #name,                                                                                 \
      .title = head,                                                                               \
      .help = text,                                                                                \
      .rank = order,                                                                               \
      .narrowest = min,                                                                            \
      .widest = max,                                                                               \
      .right = ALIGN_##ALIGN == ALIGN_RIGHT,                                                       \
      .sort = COLUMN_BY_##SORT,                                                                    \
      .reads = COLUMN_READS_##READS,                                                               \
      .add = add_##name },
    COLUMN_LIST(X)
#undef X
};

const struct column *column_get(enum column_id id)
{
    return &columns[id];
}

const struct column *column_find(struct slice id)
{
    for (int i = 0; i < COLUMN_COUNT; i++) {
        const char *have = columns[i].id;
        size_t n = strlen(have), k = 0;
        while (n == id.n && k < n &&
               (ascii_lower(id.p[k]) == have[k] || (id.p[k] == '-' && have[k] == '_')))
            k++;
        if (n == id.n && k == n)
            return &columns[i];
    }
    return NULL;
}

void column_add(const struct column *c, struct buf *b, struct column_row *r)
{
    if (c->reads != COLUMN_READS_ROW)
        column_row_load(r);
    if (c->add)
        c->add(b, r);
    else
        columns_add_field(c, b, r);
}

/* ---- their order */

static void key_number(unsigned char key[COLUMN_KEY], int64_t n)
{
    uint64_t u = (uint64_t)n ^ UINT64_C(0x8000000000000000);
    for (int i = 0; i < 8; i++)
        key[i] = (unsigned char)(u >> (56 - 8 * i));
}

static void key_end(unsigned char key[COLUMN_KEY], const struct endpoint *e)
{
    memcpy(key, &e->addr, sizeof(e->addr));
    key[sizeof(e->addr)] = (unsigned char)(e->port >> 8);
    key[sizeof(e->addr) + 1] = (unsigned char)e->port;
}

static int64_t number_of(const struct column *c, struct column_row *r)
{
    const struct finding *f;
    switch ((enum column_id)(c - columns)) {
    case COLUMN_number:
        return r->call;
    case COLUMN_session:
        return r->session;
    case COLUMN_code:
        return r->code;
    case COLUMN_messages:
        return r->messages;
    case COLUMN_pdd:
        return r->pdd_ns;
    case COLUMN_setup:
        return r->setup_ns;
    case COLUMN_talk:
        return r->talk_ns;
    case COLUMN_legs:
        return r->legs;
    case COLUMN_severity:
        f = story_gravest(&r->story, r->leg_row);
        return f ? (int64_t)f->severity : -1;
    default:
        return r->start_ns;
    }
}

static void key_text(const struct column *c, struct column_row *r, unsigned char key[COLUMN_KEY])
{
    struct buf b;
    buf_init(&b, KEY_TEXT);
    if (c == column_get(COLUMN_state))
        column_add_state(&b, r);
    else
        column_add(c, &b, r);
    for (size_t i = 0; i < COLUMN_KEY && i < b.n; i++)
        key[i] = (unsigned char)ascii_lower((char)b.p[i]);
    buf_fini(&b);
}

void column_key(const struct column *c, struct column_row *r, unsigned char key[COLUMN_KEY])
{
    const struct store *s = trace_store(r->trace);
    const struct message *m = store_message(s, r->message);
    struct query_value v;
    memset(key, 0, COLUMN_KEY);
    if (c->sort == COLUMN_BY_TEXT)
        key_text(c, r, key);
    else if (c->add && c->sort == COLUMN_BY_NUMBER)
        key_number(key, number_of(c, r));
    else if (c->add && m)
        key_end(key, c == column_get(COLUMN_source) ? message_src(s, m) : message_dst(s, m));
    else if (!c->add && columns_field_value(c, r, &v)) {
        if (c->sort == COLUMN_BY_NUMBER)
            key_number(key, v.num);
        else
            key_end(key, &(struct endpoint){ .addr = v.addr });
    }
}
