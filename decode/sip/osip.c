/* The only file that knows libosip2. Its guards: headers only, never a body; a padded copy without
 * NULs; bounded size, lines and separators; its trace turned off before anything else. */
#include "decode/sip/osip.h"

#include <stdarg.h>
#include <string.h>

#include <osipparser2/osip_message.h>
#include <osipparser2/osip_parser.h>

#include "base/buf.h"
#include "base/mem.h"

enum { PADDING = 64 };

struct report {
    osip_part_fn *part_fn;
    void *ctx;
    const char *header;
};

/* libosip2 prints to standard output unless somebody else takes its words. */
static void no_trace(const char *file, int line, osip_trace_level_t level, const char *fmt,
                     va_list ap)
{
    (void)file;
    (void)line;
    (void)level;
    (void)fmt;
    (void)ap;
}

static void part(const struct report *r, const char *name, const char *value)
{
    if (value && *value)
        r->part_fn(r->ctx, r->header, name, value);
}

static void params(const struct report *r, const osip_list_t *list)
{
    osip_generic_param_t *p;
    for (int i = 0; (p = osip_list_get(list, i)); i++)
        if (p->gname)
            r->part_fn(r->ctx, r->header, p->gname, p->gvalue ? p->gvalue : "");
}

static void uri(const struct report *r, const osip_uri_t *u)
{
    if (!u)
        return;
    part(r, "scheme", u->scheme);
    part(r, "user", u->username);
    part(r, "host", u->host);
    part(r, "port", u->port);
    part(r, "opaque", u->string);
    params(r, &u->url_params);
    params(r, &u->url_headers);
}

/* From, To, Contact, Route and Record-Route share one shape. */
static void name_addr(const struct report *r, const osip_from_t *f)
{
    if (!f)
        return;
    part(r, "display name", f->displayname);
    uri(r, f->url);
    params(r, &f->gen_params);
}

static void name_addrs(struct report *r, const char *header, const osip_list_t *list)
{
    osip_from_t *f;
    r->header = header;
    for (int i = 0; (f = osip_list_get(list, i)); i++)
        name_addr(r, f);
}

static void vias(struct report *r, const osip_list_t *list)
{
    osip_via_t *v;
    r->header = "Via";
    for (int i = 0; (v = osip_list_get(list, i)); i++) {
        part(r, "version", v->version);
        part(r, "transport", v->protocol);
        part(r, "host", v->host);
        part(r, "port", v->port);
        params(r, &v->via_params);
    }
}

static void credentials(struct report *r, const char *header, const osip_list_t *list)
{
    osip_authorization_t *a;
    r->header = header;
    for (int i = 0; (a = osip_list_get(list, i)); i++) {
        part(r, "scheme", a->auth_type);
        part(r, "username", a->username);
        part(r, "realm", a->realm);
        part(r, "uri", a->uri);
        part(r, "algorithm", a->algorithm);
        part(r, "qop", a->message_qop);
        part(r, "nonce count", a->nonce_count);
    }
}

static void challenges(struct report *r, const char *header, const osip_list_t *list)
{
    osip_www_authenticate_t *a;
    r->header = header;
    for (int i = 0; (a = osip_list_get(list, i)); i++) {
        part(r, "scheme", a->auth_type);
        part(r, "realm", a->realm);
        part(r, "domain", a->domain);
        part(r, "stale", a->stale);
        part(r, "algorithm", a->algorithm);
        part(r, "qop", a->qop_options);
    }
}

static void content_type(struct report *r, const osip_content_type_t *t)
{
    if (!t)
        return;
    r->header = "Content-Type";
    part(r, "type", t->type);
    part(r, "subtype", t->subtype);
    params(r, &t->gen_params);
}

static void explain(struct report *r, const osip_message_t *m)
{
    r->header = "Request-URI";
    uri(r, m->req_uri);
    vias(r, &m->vias);
    r->header = "From";
    name_addr(r, m->from);
    r->header = "To";
    name_addr(r, m->to);
    r->header = "Call-ID";
    if (m->call_id) {
        part(r, "word", m->call_id->number);
        part(r, "host", m->call_id->host);
    }
    r->header = "CSeq";
    if (m->cseq) {
        part(r, "number", m->cseq->number);
        part(r, "method", m->cseq->method);
    }
    name_addrs(r, "Contact", &m->contacts);
    name_addrs(r, "Route", &m->routes);
    name_addrs(r, "Record-Route", &m->record_routes);
    credentials(r, "Authorization", &m->authorizations);
    credentials(r, "Proxy-Authorization", &m->proxy_authorizations);
    challenges(r, "WWW-Authenticate", &m->www_authenticates);
    challenges(r, "Proxy-Authenticate", &m->proxy_authenticates);
    content_type(r, m->content_type);
}

/* Small enough in each way that libosip2's time grows with? */
static bool fits(struct slice head)
{
    size_t lines = 0, separators = 0;
    if (head.n > OSIP_BYTES_MAX)
        return false;
    for (size_t i = 0; i < head.n; i++) {
        char c = head.p[i];
        if (!c)
            return false;
        lines += c == '\n';
        separators += c == ';' || c == ',' || c == '&' || c == '?' || c == '=';
    }
    return lines <= OSIP_LINES_MAX && separators <= OSIP_SEPARATORS_MAX;
}

/* The head with a Content-Length of 0, since libosip2 fails a message whose body is cut, and with
 * an end to its header lines whatever the sender did. */
static bool copy_head(const struct sip_index *x, struct buf *b)
{
    struct sip_line line;
    buf_add(b, x->start_line.p, x->start_line.n);
    buf_adds(b, "\r\n");
    for (size_t at = 0; sip_line_next(x, &at, &line);) {
        if (line.id == SIP_CONTENT_LENGTH)
            continue;
        buf_add(b, line.name.p, line.name.n);
        buf_adds(b, ": ");
        for (size_t i = 0; i < line.value.n; i++) { /* folds become blanks */
            char c = line.value.p[i];
            buf_addc(b, c == '\r' || c == '\n' ? ' ' : c);
        }
        buf_adds(b, "\r\n");
    }
    buf_adds(b, "Content-Length: 0\r\n\r\n");
    return !b->failed && buf_reserve(b, PADDING);
}

enum osip_verdict osip_explain(const struct sip_index *x, osip_part_fn *part_fn, void *ctx)
{
    struct report r = { part_fn, ctx, "" };
    enum osip_verdict verdict = OSIP_NO_MEMORY;
    osip_message_t *m = NULL;
    struct buf b;
    if (!fits(x->head))
        return OSIP_TOO_LARGE;
    osip_trace_initialize_func(END_TRACE_LEVEL, no_trace);
    parser_init();
    buf_init(&b, 4 * (size_t)OSIP_BYTES_MAX);
    if (copy_head(x, &b)) {
        memset(b.p + b.n, 0, PADDING);
        if (osip_message_init(&m) == 0) {
            verdict = osip_message_parse(m, b.p, b.n) == 0 ? OSIP_PARSED : OSIP_REJECTED;
            if (verdict == OSIP_PARSED)
                explain(&r, m);
            osip_message_free(m);
        }
    }
    buf_fini(&b);
    return verdict;
}

const char *osip_verdict_words(enum osip_verdict v)
{
    switch (v) {
    case OSIP_PARSED:
        return "";
    case OSIP_REJECTED:
        return "libosip2 does not accept this message; it is shown as it came";
    case OSIP_TOO_LARGE:
        return "too large or too strange to be taken apart; it is shown as it came";
    case OSIP_NO_MEMORY:
        break;
    }
    return "there was not enough memory to take it apart";
}
