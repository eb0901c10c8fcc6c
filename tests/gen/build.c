/* Makes requests and responses: new, in a dialog, passed on by a proxy, or hop by hop. */
#include "tests/gen/build.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

#include "tests/gen/dialog.h"
#include "tests/gen/md5.h"

int build_fail(const struct builder *b, const char *fmt, ...)
{
    char text[384];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    return err_set(b->err, -EINVAL, "%s:%u: %s", b->sc->script->path, b->step->line, text);
}

bool build_makes_dialog(struct slice method)
{
    return slice_eq(method, SLICE("INVITE")) || slice_eq(method, SLICE("SUBSCRIBE")) ||
           slice_eq(method, SLICE("REFER"));
}

static const struct node *node_at(const struct builder *b, unsigned node)
{
    return &b->sc->script->node[node];
}

static bool is_proxy(const struct builder *b, unsigned node)
{
    return node_at(b, node)->role == ROLE_PROXY;
}

static struct party *own_party(const struct builder *b)
{
    return &b->sc->party[b->step->call][b->step->from];
}

static bool method_is(const struct builder *b, const char *method)
{
    return slice_eq(b->step->method, slice_of(method));
}

static struct message *copy_of(struct builder *b, const struct message *m)
{
    struct message *out = keep_new(&b->sc->keep, sizeof(*out));
    *out = *m;
    return out;
}

/* The sender's Via on top, with a branch of its own. */
static int push_via(struct builder *b, struct message *m)
{
    if (m->vias == SCENE_HOPS)
        return build_fail(b, "a message passes at most %d hops.", SCENE_HOPS);
    memmove(m->via + 1, m->via, m->vias * sizeof(m->via[0]));
    m->vias++;
    m->via[0] = (struct via){
        .branch = scene_hash(b->sc, "branch", b->journal->n, b->step->from),
        .node = (uint8_t)b->step->from,
        .asks_rport = !is_proxy(b, b->step->from) && !node_at(b, b->step->from)->no_rport,
    };
    return 0;
}

static int add_step(struct builder *b, struct message *m)
{
    if (m->steps && !b->step->extras)
        return 0;
    if (m->steps == MESSAGE_STEPS)
        return build_fail(b, "a message gets lines of its own at most %d times.", MESSAGE_STEPS);
    m->step[m->steps++] = b->step;
    return 0;
}

/* `"User A" <sip:1001@pbx.example.com>` for the node. */
static struct slice name_addr(struct builder *b, unsigned node)
{
    const struct node *n = node_at(b, node);
    struct slice uri = scene_aor(b->sc, node);
    if (!n->display.n)
        return keep_printf(&b->sc->keep, "<%.*s>", BUILD_FMT(uri));
    return keep_printf(&b->sc->keep, "\"%.*s\" <%.*s>", BUILD_FMT(n->display), BUILD_FMT(uri));
}

static struct message *new_request(struct builder *b)
{
    struct message *m = keep_new(&b->sc->keep, sizeof(*m));
    m->method = b->step->method;
    m->call = b->step->call;
    m->author = b->step->from;
    m->max_forwards = b->step->hops ? b->step->hops : 70;
    m->contact = m->expires = -1;
    if (build_makes_dialog(m->method) || method_is(b, "REGISTER") || method_is(b, "UPDATE") ||
        method_is(b, "NOTIFY"))
        m->contact = (int)b->step->from;
    return m;
}

/* The text of MD5 over what the format gives. */
static struct slice __attribute__((format(printf, 2, 3)))
md5_of(struct builder *b, const char *fmt, ...)
{
    char text[1024], digest[MD5_TEXT];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    md5_text(digest, slice_make(text, (size_t)n < sizeof(text) ? (size_t)n : sizeof(text) - 1));
    return keep_bytes(&b->sc->keep, digest, MD5_TEXT - 1);
}

/* The answer to a challenge that the sender got for this method (RFC 7616 3.4, qop=auth). */
static void add_credentials(struct builder *b, struct message *m)
{
    struct party *p = own_party(b);
    const struct node *n = node_at(b, b->step->from);
    struct slice realm = b->sc->script->domain;
    if (!p->challenge || !slice_eq(p->challenged, m->method))
        return;
    unsigned long long nonce = p->nonce, cnonce = scene_hash(b->sc, "cnonce", p->nonce, m->cseq);
    unsigned count = ++p->nonce_uses;
    struct slice secret =
        md5_of(b, "%.*s:%.*s:%.*s", BUILD_FMT(n->number), BUILD_FMT(realm), BUILD_FMT(n->password));
    struct slice what = md5_of(b, "%.*s:%.*s", BUILD_FMT(m->method), BUILD_FMT(m->ruri));
    struct slice response = md5_of(b, "%.*s:%016llx:%08x:%016llx:auth:%.*s", BUILD_FMT(secret),
                                   nonce, count, cnonce, BUILD_FMT(what));
    m->auth = keep_printf(
        &b->sc->keep,
        "%s: Digest username=\"%.*s\", realm=\"%.*s\", nonce=\"%016llx\", uri=\"%.*s\", "
        "response=\"%.*s\", algorithm=MD5, cnonce=\"%016llx\", qop=auth, nc=%08x\r\n",
        p->challenge == 401 ? "Authorization" : "Proxy-Authorization", BUILD_FMT(n->number),
        BUILD_FMT(realm), nonce, BUILD_FMT(m->ruri), BUILD_FMT(response), cnonce, count);
}

/* RFC 7989: this side's UUID, then the other's, null while unknown. A B2BUA writes that of the
 * phone behind it, and keeps quiet where it answers for itself. */
static void add_session_id(struct builder *b, struct message *m)
{
    const struct party *p = own_party(b);
    const struct party *behind = p->joined >= 0 ? &b->sc->party[p->joined][b->step->from] : NULL;
    if (!b->sc->script->session_id || is_proxy(b, b->step->from) || m->code == 100)
        return;
    for (unsigned i = 0; i < 2; i++)
        m->uuid[i] = behind && behind->remote_uuid[i]
                         ? behind->remote_uuid[i]
                         : scene_hash(b->sc, "uuid", m->call * 2 + i, b->step->from);
    m->session_id =
        keep_printf(&b->sc->keep, "%016llx%016llx;remote=%016llx%016llx",
                    (unsigned long long)m->uuid[0], (unsigned long long)m->uuid[1],
                    (unsigned long long)p->remote_uuid[0], (unsigned long long)p->remote_uuid[1]);
}

/* The URI that a word stands for: of a node, of a number, or as it is. */
static struct slice uri_of(struct builder *b, struct slice word, int node)
{
    if (node >= 0)
        return scene_aor(b->sc, (unsigned)node);
    if (slice_index(word, ':') < word.n)
        return word;
    return keep_printf(&b->sc->keep, "sip:%.*s@%.*s", BUILD_FMT(word),
                       BUILD_FMT(b->sc->script->domain));
}

/* Whom a request outside of a dialog is for: name-addr and Request-URI. */
static int address(struct builder *b, struct message *m)
{
    const struct step *st = b->step;
    const struct script *s = b->sc->script;
    if (method_is(b, "REGISTER")) {
        m->ruri = keep_printf(&b->sc->keep, "sip:%.*s", BUILD_FMT(s->domain));
        m->to = m->from;
        return 0;
    }
    int whom = st->whom.n ? script_node_find(s, st->whom) : (int)st->to;
    if (!st->whom.n && is_proxy(b, st->to))
        return build_fail(b, "say whom this request is for: `%.*s to NAME` or `to NUMBER`.",
                          BUILD_FMT(st->method));
    m->ruri = uri_of(b, st->whom, whom);
    if (whom < 0) /* dialled, not picked from a directory: no name */
        m->to = keep_printf(&b->sc->keep, "<%.*s>", BUILD_FMT(m->ruri));
    else
        m->to = name_addr(b, (unsigned)whom);
    if (whom == (int)st->to && node_at(b, st->to)->role == ROLE_PHONE)
        m->ruri = scene_contact(b->sc, st->to);
    if (st->uri.n)
        m->ruri = uri_of(b, st->uri, script_node_find(s, st->uri));
    return 0;
}

static int outside_dialog(struct builder *b, struct message *m)
{
    struct party *p = own_party(b);
    int as = b->step->as.n ? script_node_find(b->sc->script, b->step->as) : (int)b->step->from;
    if (as < 0)
        return build_fail(b, "there is no participant `%.*s` whose name it could use.",
                          BUILD_FMT(b->step->as));
    if (!p->local_tag)
        p->local_tag = scene_hash(b->sc, "tag", m->call, b->step->from);
    m->from = name_addr(b, (unsigned)as);
    int rc = address(b, m);
    if (rc)
        return rc;
    p->local = m->from;
    p->remote = m->to;
    m->from_tag = p->local_tag;
    return 0;
}

static int inside_dialog(struct builder *b, struct message *m)
{
    const struct party *p = own_party(b);
    if (p->target < 0)
        return build_fail(b, "%.*s does not know the Contact of the other side.",
                          BUILD_FMT(node_at(b, b->step->from)->name));
    m->from = p->local;
    m->to = p->remote;
    m->from_tag = p->local_tag;
    m->to_tag = p->remote_tag;
    m->ruri = scene_contact(b->sc, (unsigned)p->target);
    m->route = p->route;
    if (b->step->with < 0)
        return 0;
    const struct fork *f = &p->fork[b->step->with];
    if (!f->tag || f->target < 0)
        return build_fail(b, "%.*s has no dialog with %.*s in this call.",
                          BUILD_FMT(node_at(b, b->step->from)->name),
                          BUILD_FMT(node_at(b, (unsigned)b->step->with)->name));
    m->to_tag = f->tag;
    m->ruri = scene_contact(b->sc, (unsigned)f->target);
    m->route = f->route;
    return 0;
}

/* ACK to a final error and CANCEL: a copy of the INVITE's hop (RFC 3261 9.1, 17.1.1.3). */
static int hop_request(struct builder *b, const struct message *invite, uint64_t to_tag,
                       struct message **out)
{
    struct message *m = new_request(b);
    m->ruri = invite->ruri;
    m->from = invite->from;
    m->to = invite->to;
    m->from_tag = invite->from_tag;
    m->to_tag = to_tag;
    m->cseq = invite->cseq;
    m->route = invite->route;
    m->via[0] = invite->via[0];
    m->vias = 1;
    *out = m;
    return add_step(b, m);
}

static int own_ack(struct builder *b, const struct entry *invite, struct message *m)
{
    const struct entry *final = journal_final(b->journal, invite);
    int rc = inside_dialog(b, m);
    m->cseq = invite->m->cseq;
    if (!rc)
        rc = push_via(b, m);
    if (rc || (b->step->flags & STEP_NO_SDP) || invite->m->sdp.present || !final->m->sdp.present)
        return rc;
    return build_sdp(b, m, &final->m->sdp);
}

/* A request of a phone or server: all but CANCEL and the ACK to an error. */
static int own_request(struct builder *b, struct message **out)
{
    struct message *m = new_request(b);
    struct party *p = own_party(b);
    bool alone = method_is(b, "REGISTER") || method_is(b, "PUBLISH");
    bool begins = method_is(b, "INVITE") || method_is(b, "SUBSCRIBE") || alone;
    bool inside = !alone && (p->confirmed || (p->remote_tag && !begins));
    int rc = inside ? inside_dialog(b, m) : outside_dialog(b, m);
    m->cseq = p->cseq + 1;
    if (!rc)
        rc = push_via(b, m);
    if (!rc)
        rc = add_step(b, m);
    add_credentials(b, m);
    add_session_id(b, m);
    bool wants =
        (method_is(b, "INVITE") && !(b->step->flags & STEP_NO_SDP)) || (b->step->flags & STEP_SDP);
    if (!rc && wants)
        rc = build_sdp(b, m, NULL);
    *out = m;
    return rc;
}

/* A proxy passes on the latest request of this method. */
static int passed_on(struct builder *b, struct message **out)
{
    const struct step *st = b->step;
    const struct entry *e = st->flags & STEP_BACK
                                ? journal_sent(b->journal, st->call, st->to, st->from, st->method)
                                : journal_got(b->journal, st->call, st->from, st->to, st->method);
    if (!e)
        return build_fail(b, "%.*s has got no %.*s in this call that it could pass on.",
                          BUILD_FMT(node_at(b, st->from)->name), BUILD_FMT(st->method));
    struct message *m = copy_of(b, dialog_stamp(b->sc, e->m, e->port));
    int rc = push_via(b, m);
    if (m->max_forwards)
        m->max_forwards--;
    if (own_party(b)->challenges) /* the credentials are for this proxy (RFC 3261 22.3) */
        m->auth = (struct slice){ 0 };
    if (m->route.n && m->route.node[0] == st->from) {
        m->route.n--;
        memmove(m->route.node, m->route.node + 1, m->route.n);
    }
    if (!m->to_tag) {
        if (!is_proxy(b, st->to) && !method_is(b, "REGISTER"))
            m->ruri = scene_contact(b->sc, st->to);
        struct hops *rr = &m->record_route;
        if (build_makes_dialog(m->method) && !node_at(b, st->from)->no_record_route) {
            memmove(rr->node + 1, rr->node, rr->n); /* the Vias bound their number */
            rr->node[0] = (uint8_t)st->from;
            rr->n++;
        }
    }
    *out = m;
    return rc ? rc : add_step(b, m);
}

static int build_request(struct builder *b, struct message **out)
{
    const struct step *st = b->step;
    bool ack = method_is(b, "ACK"), cancel = method_is(b, "CANCEL");
    if (ack || cancel) {
        const struct entry *invite =
            ack ? journal_to_ack(b->journal, st->call, st->from, st->to)
                : journal_sent(b->journal, st->call, st->from, st->to, SLICE("INVITE"));
        const struct entry *final = invite ? journal_final(b->journal, invite) : NULL;
        if (!invite)
            return build_fail(b, "%.*s has sent no INVITE to %.*s in this call.",
                              BUILD_FMT(node_at(b, st->from)->name),
                              BUILD_FMT(node_at(b, st->to)->name));
        if (cancel)
            return hop_request(b, invite->m, invite->m->to_tag, out);
        if (!final)
            return build_fail(b, "%.*s has got no final answer that it could confirm.",
                              BUILD_FMT(node_at(b, st->from)->name));
        if (final->m->code >= 300)
            return hop_request(b, invite->m, final->m->to_tag, out);
        if (!is_proxy(b, st->from)) {
            *out = new_request(b);
            int rc = add_step(b, *out);
            if (!rc)
                rc = own_ack(b, invite, *out);
            add_session_id(b, *out);
            return rc;
        }
    }
    return is_proxy(b, st->from) ? passed_on(b, out) : own_request(b, out);
}

static void add_challenge(struct builder *b, struct message *m)
{
    const struct slice domain = b->sc->script->domain;
    if (m->code != 401 && m->code != 407)
        return;
    m->nonce = scene_hash(b->sc, "nonce", m->call,
                          b->step->from + (uint64_t)SCRIPT_NODES * own_party(b)->challenges++);
    m->auth = keep_printf(&b->sc->keep,
                          "%s: Digest realm=\"%.*s\", nonce=\"%016llx\", algorithm=MD5, "
                          "qop=\"auth\"\r\n",
                          m->code == 401 ? "WWW-Authenticate" : "Proxy-Authenticate",
                          BUILD_FMT(domain), (unsigned long long)m->nonce);
}

/* To-tag, Contact and route of a response. */
static void respond_dialog(struct builder *b, const struct message *request, struct message *m)
{
    bool proxy = is_proxy(b, b->step->from), makes = build_makes_dialog(m->method);
    if (!m->to_tag && m->code > 100) {
        uint64_t made = scene_hash(b->sc, "tag", m->call, b->step->from);
        m->to_tag = proxy ? made : own_party(b)->local_tag;
    }
    m->record_route = (struct hops){ 0 };
    if (m->code > 100 && m->code < 300 && makes && !proxy) {
        m->contact = (int)b->step->from;
        m->record_route = request->record_route;
    }
    if (slice_eq(m->method, SLICE("UPDATE")) && m->code < 300) /* RFC 3311 5.2 */
        m->contact = (int)b->step->from;
    if (slice_eq(m->method, SLICE("REGISTER")) && m->code >= 200 && m->code < 300) {
        m->contact = request->contact;
        m->expires = 3600;
    }
}

static int own_response(struct builder *b, const struct entry *e, struct message **out)
{
    const struct step *st = b->step;
    const struct message *request = dialog_stamp(b->sc, e->m, e->port);
    struct message *m = copy_of(b, request);
    m->code = st->code;
    m->reason = st->reason.n ? st->reason : slice_of(message_reason(st->code));
    m->author = st->from;
    m->contact = m->expires = -1;
    m->route = (struct hops){ 0 };
    m->auth = m->session_id = (struct slice){ 0 };
    m->uuid[0] = m->uuid[1] = 0;
    m->sdp = (struct sdp){ 0 };
    m->steps = 0;
    respond_dialog(b, request, m);
    add_challenge(b, m);
    add_session_id(b, m);
    *out = m;
    int rc = add_step(b, m);
    bool ok = m->code >= 200 && m->code < 300;
    bool usual = ok && (slice_eq(m->method, SLICE("INVITE")) || request->sdp.present);
    if (!rc && !(st->flags & STEP_NO_SDP) && (usual || (st->flags & STEP_SDP)))
        rc = build_sdp(b, m, request->sdp.present ? &request->sdp : NULL);
    return rc;
}

static int build_response(struct builder *b, struct message **out)
{
    const struct step *st = b->step;
    const struct entry *e = journal_open(b->journal, st->call, st->to, st->from, st->method);
    if (!e)
        return build_fail(b, "%.*s has got no request from %.*s in this call to answer with %u.",
                          BUILD_FMT(node_at(b, st->from)->name),
                          BUILD_FMT(node_at(b, st->to)->name), st->code);
    const struct entry *up =
        is_proxy(b, st->from) ? journal_upstream(b->journal, e, st->code) : NULL;
    if (!up)
        return own_response(b, e, out);
    struct message *m = copy_of(b, up->m);
    m->vias--;
    memmove(m->via, m->via + 1, m->vias * sizeof(m->via[0]));
    *out = m;
    return add_step(b, m);
}

int build_message(struct builder *b, struct message **out)
{
    if (b->step->relays >= 0) {
        unsigned other = (unsigned)b->step->relays;
        own_party(b)->joined = (int)other;
        b->sc->party[other][b->step->from].joined = (int)b->step->call;
    }
    return b->step->code ? build_response(b, out) : build_request(b, out);
}
