/* The values that the filter language asks for, out of rows and of messages read again. */
#include "decode/match.h"

#include <errno.h>

#include "base/mem.h"
#include "decode/call.h"
#include "decode/match_call.h"
#include "decode/session/link.h"
#include "decode/sip/field.h"

struct match {
    struct trace *trace;
    struct query *query; /* NULL: everything passes */
    struct loaded loaded;
    uint32_t message; /* in question, 0: a call without messages */
    uint32_t leg;
    struct match_call call;
    struct {
        struct slice name;
        unsigned next; /* value that stands behind `at`, 0: none is remembered */
        size_t at;
    } header; /* where the values of a header were left, in the message that is loaded */
};

int match_open(struct match **out, struct trace *t, const char *text, unsigned flags,
               struct query_error *error)
{
    struct match *m = mem_new(1, sizeof(*m));
    if (!m)
        return -ENOMEM;
    m->trace = t;
    match_call_init(&m->call, t);
    loaded_init(&m->loaded);
    struct slice s = slice_trim(slice_of(text));
    int r = s.n ? query_parse(&m->query, slice_of(text), flags, error) : 0;
    if (r < 0) {
        match_close(m);
        return r;
    }
    *out = m;
    return 0;
}

void match_close(struct match *m)
{
    if (!m)
        return;
    query_free(m->query);
    match_call_fini(&m->call);
    loaded_fini(&m->loaded);
    mem_free(m);
}

bool match_is_all(const struct match *m)
{
    return !m->query;
}

/* --- values of a message's row ---------------------------------------------------------------- */

static const struct message *row_of(const struct match *m)
{
    return store_message(trace_store(m->trace), m->message);
}

static bool one_number(int64_t v, unsigned i, struct query_value *out)
{
    out->num = v;
    return i == 0;
}

static bool one_text(struct slice text, unsigned i, struct query_value *out)
{
    out->text = text;
    return i == 0 && text.p;
}

/* Sender and receiver are the values 0 and 1. */
static const struct endpoint *end_of(const struct match *m, unsigned side)
{
    const struct store *s = trace_store(m->trace);
    return side ? message_dst(s, row_of(m)) : message_src(s, row_of(m));
}

static bool one_addr(const struct match *m, unsigned side, bool is_value, struct query_value *out)
{
    if (is_value)
        out->addr = end_of(m, side)->addr;
    return is_value;
}

static bool row_value(const struct match *m, enum query_field field, unsigned i,
                      struct query_value *out)
{
    const struct store *s = trace_store(m->trace);
    const struct message *row = row_of(m);
    if (!row)
        return false;
    bool request = message_is_request(row);
    switch (field) {
    case QUERY_FIELD_METHOD:
        return request && one_text(slice_of(store_method_name(s, row->code)), i, out);
    case QUERY_FIELD_STATUS:
        return !request && one_number(row->code, i, out);
    case QUERY_FIELD_REQUEST:
        return one_number(request, i, out);
    case QUERY_FIELD_IP:
        return one_addr(m, i, i < 2, out);
    case QUERY_FIELD_IP_SRC:
        return one_addr(m, 0, i == 0, out);
    case QUERY_FIELD_IP_DST:
        return one_addr(m, 1, i == 0, out);
    case QUERY_FIELD_PORT:
        return i < 2 && one_number(end_of(m, i)->port, 0, out);
    case QUERY_FIELD_PORT_SRC:
        return one_number(end_of(m, 0)->port, i, out);
    case QUERY_FIELD_PORT_DST:
        return one_number(end_of(m, 1)->port, i, out);
    case QUERY_FIELD_TRANSPORT:
        return one_text(slice_of(transport_name(message_transport(s, row))), i, out);
    case QUERY_FIELD_TIME:
        return one_number(row->time_ns, i, out);
    case QUERY_FIELD_PACKET:
        return one_number(row->packet, i, out);
    default:
        return false;
    }
}

/* --- values of a call ------------------------------------------------------------------------- */

static bool one_duration(int64_t ns, unsigned i, struct query_value *out)
{
    return ns >= 0 && one_number(ns, i, out);
}

static bool call_value(struct match *m, enum query_field field, unsigned i, struct query_value *out)
{
    const struct store *s = trace_store(m->trace);
    const struct leg *leg = store_leg(s, m->leg);
    unsigned code;
    if (!leg)
        return false;
    bool is_call = leg->call != 0;
    switch (field) {
    case QUERY_FIELD_STATE:
        return is_call &&
               one_text(slice_of(call_state_words(trace_call_state(m->trace, leg, &code))), i, out);
    case QUERY_FIELD_CODE:
        trace_call_state(m->trace, leg, &code);
        return code && one_number(code, i, out);
    case QUERY_FIELD_MESSAGES:
        return one_number(leg->messages, i, out);
    case QUERY_FIELD_DURATION:
        return one_number(
            store_message(s, leg->last)->time_ns - store_message(s, leg->first)->time_ns, i, out);
    case QUERY_FIELD_PDD:
        return one_duration(call_pdd(s, leg), i, out);
    case QUERY_FIELD_SETUP:
        return one_duration(call_setup(s, leg), i, out);
    case QUERY_FIELD_TALK:
        return one_duration(call_talk(s, leg), i, out);
    case QUERY_FIELD_CALL:
        return is_call && one_number(leg->call, i, out);
    default:
        return match_call_value(&m->call, m->leg, field, i, out);
    }
}

/* --- values out of the bytes ------------------------------------------------------------------ */

enum part { PART_USER, PART_HOST };

static bool uri_part(struct slice uri, enum part part, unsigned i, struct query_value *out)
{
    struct sip_uri u = sip_uri_parse(uri);
    return one_text(part == PART_USER ? u.user : u.host, i, out);
}

static bool address_part(const struct sip_index *x, enum sip_header h, enum part part, unsigned i,
                         struct query_value *out)
{
    struct slice value = sip_header_find(x, h);
    return value.p && uri_part(sip_address_parse(value).uri, part, i, out);
}

/* Where a telephone number may stand. */
static bool number_value(const struct sip_index *x, unsigned i, struct query_value *out)
{
    static const enum sip_header in[] = { SIP_FROM, SIP_TO, SIP_P_ASSERTED_IDENTITY,
                                          SIP_DIVERSION };
    enum { PLACES = sizeof(in) / sizeof(in[0]) };
    if (i > PLACES)
        return false;
    out->text = SLICE(""); /* absent: a value that no number equals */
    struct slice uri = i < PLACES && sip_header_find(x, in[i]).p
                           ? sip_address_parse(sip_header_find(x, in[i])).uri
                       : i == PLACES ? x->uri
                                     : (struct slice){ NULL, 0 };
    if (uri.p && sip_uri_parse(uri).user.p)
        out->text = sip_uri_parse(uri).user;
    return true;
}

/* Each value is looked for behind the one before it: they are asked for in order. */
static bool header_value(struct match *m, struct slice name, unsigned i, struct query_value *out)
{
    bool goes_on = i && i == m->header.next && slice_eq(name, m->header.name);
    unsigned from = goes_on ? i : 0;
    size_t at = goes_on ? m->header.at : 0;
    m->header.next = 0;
    for (; from <= i; from++)
        if (!sip_header_next(&m->loaded.index, name, &at, &out->text))
            return false;
    m->header.name = name;
    m->header.next = i + 1;
    m->header.at = at;
    return true;
}

static bool bytes_value(struct match *m, enum query_field field, struct slice arg, unsigned i,
                        struct query_value *out)
{
    struct loaded *l = &m->loaded;
    struct sip_index *x = &l->index;
    if (!m->message)
        return false;
    if (l->message != m->message) {
        m->header.next = 0;
        if (!trace_load(m->trace, m->message, l))
            return false;
    }
    switch (field) {
    case QUERY_FIELD_CALL_ID:
        return one_text(x->call_id, i, out);
    case QUERY_FIELD_CSEQ:
        return x->cseq_method.p && one_number(x->cseq, i, out);
    case QUERY_FIELD_CSEQ_METHOD:
        return one_text(x->cseq_method, i, out);
    case QUERY_FIELD_FROM_USER:
        return address_part(x, SIP_FROM, PART_USER, i, out);
    case QUERY_FIELD_FROM_HOST:
        return address_part(x, SIP_FROM, PART_HOST, i, out);
    case QUERY_FIELD_FROM_TAG:
        return one_text(x->from_tag, i, out);
    case QUERY_FIELD_TO_USER:
        return address_part(x, SIP_TO, PART_USER, i, out);
    case QUERY_FIELD_TO_HOST:
        return address_part(x, SIP_TO, PART_HOST, i, out);
    case QUERY_FIELD_TO_TAG:
        return one_text(x->to_tag, i, out);
    case QUERY_FIELD_RURI_USER:
        return x->uri.p && uri_part(x->uri, PART_USER, i, out);
    case QUERY_FIELD_RURI_HOST:
        return x->uri.p && uri_part(x->uri, PART_HOST, i, out);
    case QUERY_FIELD_CONTACT_USER:
        return address_part(x, SIP_CONTACT, PART_USER, i, out);
    case QUERY_FIELD_CONTACT_HOST:
        return address_part(x, SIP_CONTACT, PART_HOST, i, out);
    case QUERY_FIELD_VIA_BRANCH:
        return one_text(x->via_branch, i, out);
    case QUERY_FIELD_USER_AGENT:
        return one_text(
            sip_header_find(x, x->present >> SIP_USER_AGENT & 1 ? SIP_USER_AGENT : SIP_SERVER), i,
            out);
    case QUERY_FIELD_HEADER:
        return header_value(m, arg, i, out);
    case QUERY_FIELD_NUMBER:
        return number_value(x, i, out);
    case QUERY_FIELD_PAYLOAD:
        return one_text(x->message, i, out);
    case QUERY_FIELD_BODY:
        return one_text(x->body, i, out);
    default:
        return false;
    }
}

static bool get(void *ctx, enum query_field field, struct slice arg, unsigned i,
                struct query_value *out)
{
    struct match *m = ctx;
    const struct query_field_info *info = query_field_get(field);
    if (info->source == QUERY_SOURCE_BYTES && field != QUERY_FIELD_CALL_ID &&
        info->level == QUERY_LEVEL_CALL)
        return call_value(m, field, i, out);
    if (info->source == QUERY_SOURCE_BYTES)
        return bytes_value(m, field, arg, i, out);
    return info->level == QUERY_LEVEL_CALL ? call_value(m, field, i, out)
                                           : row_value(m, field, i, out);
}

/* The leg that stands for the call of a leg. */
static uint32_t call_leg(const struct store *s, uint32_t leg)
{
    const struct leg *l = store_leg(s, leg);
    const struct call *call = l ? store_call(s, l->call) : NULL;
    return call ? call->leg : leg;
}

/* False: there is no such message. */
static bool go_to(struct match *m, uint32_t message)
{
    const struct message *row = store_message(trace_store(m->trace), message);
    m->message = message;
    m->leg = row ? call_leg(trace_store(m->trace), row->leg) : 0;
    return row != NULL;
}

bool match_message(struct match *m, uint32_t message)
{
    return !m->query || (go_to(m, message) && query_eval(m->query, get, m));
}

bool match_value(struct match *m, uint32_t message, enum query_field field, struct slice arg,
                 unsigned i, struct query_value *out)
{
    return go_to(m, message) && get(m, field, arg, i, out);
}

bool match_leg(struct match *m, uint32_t leg_row)
{
    const struct store *s = trace_store(m->trace);
    const struct leg *leg = store_leg(s, leg_row);
    struct query_call c;
    if (!m->query || !leg)
        return leg != NULL;
    m->leg = call_leg(s, leg_row); /* whose call it is that is asked for */
    m->message = leg->first;
    if (query_is_call_level(m->query) && !query_uses(m->query, QUERY_FIELD_CALL_ID))
        return query_eval(m->query, get, m);
    query_call_init(&c, m->query);
    for (uint32_t each = leg_row; each; each = call_next(s, each, leg_row))
        for (m->message = store_leg(s, each)->first; m->message;
             m->message = store_message(s, m->message)->next)
            if (query_call_feed(&c, get, m))
                return query_call_passes(&c);
    return query_call_passes(&c);
}

bool match_call(struct match *m, uint32_t call)
{
    const struct call *c = call_find(trace_store(m->trace), call);
    return c && match_leg(m, c->leg);
}
