/* A leg as a scenario of SIPp (its reference guide, "Create your own XML scenarios"): the side of
 * the caller, or the one that it talks to. Both are made of the same rows, so that one runs against
 * the other. */
#include <errno.h>

#include "base/mem.h"
#include "ui/export/render.h"
#include "ui/export/sipp_message.h"

enum {
    PAUSE_MIN_MS = 20, /* shorter ones are the time that messages take */
    RETRANS_MS = 500,  /* T1 of RFC 3261 */
    NONE = UINT32_MAX,
};

/* A message of the scenario. */
struct act {
    uint32_t row;
    uint32_t request; /* act that an answer, or an ACK, belongs to; NONE */
    uint32_t element; /* its number among those of the scenario */
    unsigned status;  /* 0: a request */
    unsigned final;   /* of a request: the last status that answered it; 0: none */
    uint8_t method;
    bool sent, tagged; /* by our side; To has a tag */
    bool contact;      /* there is one */
    bool saved;        /* an answer comes when another message was received in between */
    bool acknowledged; /* an INVITE: there is an ACK to it */
    uint32_t cseq;
};

struct scenario {
    const struct flow *f;
    const struct render_options *o;
    struct buf *out;
    struct act *act;
    uint32_t *by_transaction; /* act of its request, + 1 */
    uint32_t acts, elements;
    unsigned caller;
    uint32_t leg;
    bool callee;    /* the other side is drawn */
    bool begins;    /* the callee asks something, too: it needs to know the names of both */
    bool target;    /* the Contact of the other side was seen */
    bool challenge; /* a challenge was received */
    struct loaded loaded;
};

/* ---- which messages */

/* The first request is the caller's; an INVITE, where there is one. */
static bool find_caller(struct scenario *s)
{
    bool found = false;
    for (unsigned i = 0; i < s->f->rows; i++) {
        const struct flow_row *r = &s->f->row[i];
        if (r->kind != FLOW_MESSAGE || r->cls != FLOW_REQUEST || r->from == r->to)
            continue;
        bool invite = slice_eq(slice_of(r->text), SLICE("INVITE"));
        if (!found || invite) {
            s->caller = r->from;
            s->leg = r->leg;
        }
        found = true;
        if (invite)
            break;
    }
    return found;
}

/* The INVITE that an ACK belongs to. */
static uint32_t invite_of(const struct scenario *s, const struct act *ack)
{
    for (uint32_t i = s->acts, looked = 0; i && looked < SIPP_INVITES; i--, looked++) {
        const struct act *a = &s->act[i - 1];
        if (!a->status && a->method == SIP_METHOD_INVITE && a->cseq == ack->cseq &&
            a->sent == ack->sent)
            return i - 1;
    }
    return NONE;
}

static uint32_t request_of(struct scenario *s, const struct flow_row *r, const struct act *a)
{
    uint32_t *slot = r->transaction <= s->f->rows ? &s->by_transaction[r->transaction] : NULL;
    if (!a->status && a->method == SIP_METHOD_ACK)
        return invite_of(s, a);
    if (!a->status && slot)
        *slot = s->acts + 1;
    return a->status && slot && *slot ? *slot - 1 : NONE;
}

static bool is_word(struct slice method)
{
    for (size_t i = 0; i < method.n; i++) {
        char c = ascii_lower(method.p[i]);
        if ((c < 'a' || c > 'z') && !ascii_is_digit(c) && c != '-' && c != '_')
            return false;
    }
    return method.n;
}

/* What answers nothing that is there, or acknowledges nothing, has no place. */
static void take_row(struct scenario *s, uint32_t row)
{
    const struct flow_row *r = &s->f->row[row];
    const struct sip_index *x = &s->loaded.index;
    if (r->kind != FLOW_MESSAGE || r->leg != s->leg || r->repeat || r->from == r->to ||
        (r->from != s->caller && r->to != s->caller) ||
        !trace_load(s->o->trace, r->message, &s->loaded) ||
        (x->request && !is_word(x->method_name)))
        return;
    struct act a = { .row = row,
                     .status = x->request ? 0 : x->status,
                     .method = x->method,
                     .sent = (r->from == s->caller) != s->callee,
                     .tagged = x->to_tag.n,
                     .contact = sip_header_find(x, SIP_CONTACT).n,
                     .cseq = x->cseq };
    a.request = request_of(s, r, &a);
    bool belongs = a.status || (x->request && x->method == SIP_METHOD_ACK);
    if (belongs && a.request == NONE)
        return;
    if (a.status)
        s->act[a.request].final = a.status;
    else if (belongs)
        s->act[a.request].acknowledged = true;
    s->begins = s->begins || (s->callee && a.sent && !a.status);
    s->act[s->acts++] = a;
}

/* Of each answer that we send: was its request received last? */
static void find_saved(struct scenario *s)
{
    uint32_t last = NONE;
    for (uint32_t i = 0; i < s->acts; i++) {
        struct act *a = &s->act[i];
        if (!a->sent)
            last = i;
        else if (a->status && a->request != last)
            s->act[a->request].saved = true;
    }
}

/* ---- elements */

static void add_pause(struct scenario *s, uint32_t i)
{
    const struct flow_row *row = s->f->row;
    int64_t ns = i ? row[s->act[i].row].time_ns - row[s->act[i - 1].row].time_ns : 0;
    if (ns < PAUSE_MIN_MS * NS_PER_MS)
        return;
    buf_printf(s->out, "  <pause milliseconds=\"%d\"/>\n\n",
               (int)((ns < SIPP_PAUSE_NS ? ns : SIPP_PAUSE_NS) / NS_PER_MS));
    s->elements++;
}

/* Is it sent until something comes back, and does that come? */
static bool is_repeated(const struct scenario *s, const struct act *a)
{
    if (!a->status)
        return a->method != SIP_METHOD_ACK && a->final;
    const struct act *request = &s->act[a->request];
    return a->status >= 200 && request->method == SIP_METHOD_INVITE && request->acknowledged;
}

/* A CANCEL, and an ACK of a refusal, take the branch of their INVITE (3261 9.1, 17.1.1.3). */
static unsigned branch_of(const struct scenario *s, const struct act *a)
{
    uint32_t request = NONE;
    if (!a->status && a->method == SIP_METHOD_CANCEL)
        request = invite_of(s, a);
    else if (!a->status && a->request != NONE && s->act[a->request].final >= 300)
        request = a->request;
    return request == NONE ? 0 : a->element - s->act[request].element;
}

static void add_send(struct scenario *s, uint32_t i)
{
    struct act *a = &s->act[i];
    add_pause(s, i);
    a->element = s->elements++;
    const struct act *request = a->request == NONE ? NULL : &s->act[a->request];
    struct sipp_message m = {
        .index = &s->loaded.index,
        .caller = !s->callee,
        .in_dialog = !a->status && a->tagged && a->method != SIP_METHOD_CANCEL,
        .target_known = s->target && !branch_of(s, a),
        .authenticated = s->challenge,
        .branch = branch_of(s, a),
        .saved = a->status && request->saved ? a->request + 1 : 0,
        .tagless = a->status && !request->tagged,
    };
    buf_adds(s->out, "  <send");
    if (is_repeated(s, a))
        buf_printf(s->out, " retrans=\"%d\"", RETRANS_MS);
    if (i == 0 && a->final >= 200)
        buf_adds(s->out, " start_rtd=\"1\"");
    buf_adds(s->out, ">\n    <![CDATA[\n\n");
    sipp_message_add(s->out, &m);
    buf_adds(s->out, "\n    ]]>\n  </send>\n\n");
}

/* Only before another answer to the same request may one be missing. */
static bool is_optional(const struct scenario *s, uint32_t i)
{
    const struct act *a = &s->act[i], *next = &s->act[i + 1];
    return a->status && a->status < 200 && i + 1 < s->acts && !next->sent && next->status &&
           next->request == a->request;
}

static void add_kept(struct scenario *s, const char *header, const char *name, uint32_t number)
{
    buf_printf(s->out, "      <ereg regexp=\".*\" search_in=\"hdr\" header=\"%s:\" assign_to=\"%s",
               header, name);
    if (number)
        buf_printf(s->out, "%u", number);
    buf_adds(s->out, "\"/>\n");
}

/* What later messages need of a request that is received here. */
static void add_action(struct scenario *s, uint32_t i)
{
    const struct act *a = &s->act[i];
    buf_adds(s->out, ">\n    <action>\n");
    if (s->begins && !a->tagged) {
        add_kept(s, "From", "calling", 0);
        add_kept(s, "To", "called", 0);
    }
    if (a->saved) {
        add_kept(s, "Via", "via", i + 1);
        add_kept(s, "From", "from", i + 1);
        add_kept(s, "To", "to", i + 1);
        add_kept(s, "CSeq", "cseq", i + 1);
    }
    buf_adds(s->out, "    </action>\n  </recv>\n\n");
}

static void add_recv(struct scenario *s, uint32_t i)
{
    struct act *a = &s->act[i];
    a->element = s->elements++;
    bool optional = is_optional(s, i), target = a->contact && !optional;
    if (a->status)
        buf_printf(s->out, "  <recv response=\"%u\"", a->status);
    else
        buf_printf(s->out, "  <recv request=\"%.*s\"", (int)s->loaded.index.method_name.n,
                   s->loaded.index.method_name.p);
    if (optional)
        buf_adds(s->out, " optional=\"true\"");
    if (target && a->status < 300 && !s->target) {
        buf_adds(s->out, " rrs=\"true\"");
        s->target = true;
    }
    if (a->status == 401 || a->status == 407) {
        buf_adds(s->out, " auth=\"true\"");
        s->challenge = true;
    }
    if (a->status >= 200 && a->request == 0 && s->act[0].sent && s->act[0].final == a->status)
        buf_adds(s->out, " rtd=\"1\"");
    if (!a->status && (a->saved || (s->begins && !a->tagged)))
        add_action(s, i);
    else
        buf_adds(s->out, "/>\n\n");
}

/* ---- the whole */

static void add_head(struct scenario *s)
{
    buf_adds(s->out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE scenario SYSTEM "
                     "\"sipp.dtd\">\n");
    if (!s->acts) {
        buf_adds(s->out, "<!-- There is no request here that could be sent again. -->\n");
    } else if (s->callee) {
        buf_adds(s->out, "<!-- sipp -sf THIS_FILE -i LOCAL_ADDRESS -->\n");
    } else {
        buf_adds(s->out, "<!-- sipp -sf THIS_FILE -i LOCAL_ADDRESS -m 1 -s CALLED_USER");
        buf_adds(s->out, " [-au USER -ap PASSWORD] REMOTE_ADDRESS -->\n");
    }
    buf_printf(s->out, "<scenario name=\"rung %s\">\n\n", s->callee ? "callee" : "caller");
}

static int draw_acts(struct scenario *s)
{
    for (unsigned i = 0; i < s->f->rows; i++)
        take_row(s, i);
    find_saved(s);
    add_head(s);
    for (uint32_t i = 0; i < s->acts; i++) {
        const struct flow_row *r = &s->f->row[s->act[i].row];
        if (!trace_load(s->o->trace, r->message, &s->loaded))
            continue;
        buf_printf(s->out, "  <!-- F%u -->\n", r->step);
        if (s->act[i].sent)
            add_send(s, i);
        else
            add_recv(s, i);
        if (s->o->flush && !s->o->flush(s->o->ctx))
            return -EPIPE;
    }
    buf_adds(s->out, "</scenario>\n");
    return s->out->failed ? -ENOMEM : 0;
}

static int draw(struct buf *out, const struct flow *f, const struct render_options *o, bool callee)
{
    struct scenario s = { .f = f, .o = o, .out = out, .callee = callee };
    int r = -ENOMEM;
    s.act = mem_new(f->rows + 1, sizeof(*s.act));
    s.by_transaction = mem_new(f->rows + 1, sizeof(*s.by_transaction));
    loaded_init(&s.loaded);
    s.leg = o->trace && find_caller(&s) ? s.leg : NONE;
    if (s.act && s.by_transaction)
        r = draw_acts(&s);
    loaded_fini(&s.loaded);
    mem_free(s.act);
    mem_free(s.by_transaction);
    return r;
}

int render_sipp(struct buf *out, const struct flow *f, const struct render_options *o)
{
    return draw(out, f, o, false);
}

int render_sippcallee(struct buf *out, const struct flow *f, const struct render_options *o)
{
    return draw(out, f, o, true);
}
