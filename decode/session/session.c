/* Groups of legs, joined by what single messages say. */
#include "decode/session/session.h"

#include <string.h>

#include "base/mem.h"
#include "decode/session/transfer_wait.h"
#include "decode/sip/field.h"
#include "decode/sip/index.h"

enum { CALL_ID_MAX = 256 };

struct sessions {
    struct store *store;
    struct transfers *transfers;
};

struct sessions *sessions_new(struct store *s)
{
    struct sessions *x = mem_new(1, sizeof(*x));
    if (!x)
        return NULL;
    x->store = s;
    x->transfers = transfers_new();
    if (x->transfers)
        return x;
    sessions_free(x);
    return NULL;
}

void sessions_free(struct sessions *x)
{
    if (!x)
        return;
    transfers_free(x->transfers);
    mem_free(x);
}

static uint32_t leg_find(struct store *s, struct slice call_id)
{
    call_id = slice_trim(call_id);
    if (!call_id.n)
        return 0;
    uint64_t key = hash_sip(&s->key, call_id.p, call_id.n);
    key += !key;
    return store_leg_find(s, key);
}

/* Call-ID of "callid;to-tag=…;from-tag=…" (Replaces, Join, Target-Dialog). */
static struct slice dialog_call_id(struct slice value)
{
    return slice_sub(value, 0, slice_index(value, ';'));
}

static int hex(char c)
{
    return ascii_is_digit(c)                                ? c - '0'
           : ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f' ? ascii_lower(c) - 'a' + 10
                                                            : -1;
}

/* The Call-ID in a Refer-To's ?Replaces=, unescaped into out; its length. */
static size_t refer_call_id(struct slice refer_to, char out[CALL_ID_MAX])
{
    struct slice headers = sip_uri_parse(sip_address_parse(refer_to).uri).headers;
    size_t n = 0;
    while (headers.n) {
        size_t end = slice_index(headers, '&'), eq = slice_index(headers, '=');
        if (eq < end && slice_ieq(slice_sub(headers, 0, eq), SLICE("Replaces"))) {
            headers = slice_sub(headers, eq + 1, end);
            break;
        }
        headers = slice_sub(headers, end + 1, headers.n);
    }
    for (size_t i = 0; i < headers.n && n < CALL_ID_MAX; i++) {
        char c = headers.p[i];
        int high = -1, low = -1;
        if (c == '%' && i + 2 < headers.n && (high = hex(headers.p[i + 1])) >= 0 &&
            (low = hex(headers.p[i + 2])) >= 0) {
            c = (char)(high << 4 | low);
            i += 2;
        }
        if (c == ';')
            break;
        out[n++] = c;
    }
    return n;
}

static void see_refer(struct sessions *x, const struct sip_index *i, uint32_t message, uint32_t leg)
{
    struct store *s = x->store;
    char call_id[CALL_ID_MAX];
    uint32_t other;
    size_t n = refer_call_id(sip_header_find(i, SIP_REFER_TO), call_id);
    if (n && (other = leg_find(s, slice_make(call_id, n))))
        link_add(s, leg, other, LINK_TRANSFER, LINK_BIT(SESSION_REFER_REPLACES), 100);
    if ((other = leg_find(s, dialog_call_id(sip_header_find(i, SIP_TARGET_DIALOG)))))
        link_add(s, other, leg, LINK_TRANSFER, LINK_BIT(SESSION_TARGET_DIALOG), 100);
    transfers_refer(x->transfers, s, i, message, leg);
}

static void see_invite(struct sessions *x, const struct sip_index *i, uint32_t message,
                       uint32_t leg)
{
    struct store *s = x->store;
    uint32_t other = leg_find(s, dialog_call_id(sip_header_find(i, SIP_REPLACES)));
    if (other)
        link_add(s, other, leg, LINK_TRANSFER, LINK_BIT(SESSION_REPLACES), 100);
    other = transfers_invite(x->transfers, s, i, message);
    if (other)
        link_add(s, other, leg, LINK_TRANSFER, LINK_BIT(SESSION_REFER), 100);
}

/* Can this message join anything? Only a REFER, and the INVITE that begins a leg while a REFER
 * waits for one, or that names the dialog which it takes over. */
static bool may_join(const struct sessions *x, const struct brief *b, uint32_t message,
                     uint32_t leg, int64_t now_ns)
{
    if (!(b->flags & BRIEF_REQUEST))
        return false;
    if (b->method == SIP_METHOD_REFER)
        return true;
    return b->method == SIP_METHOD_INVITE && !b->to_tag &&
           store_leg(x->store, leg)->m_invite == message &&
           (b->more & BRIEF_REPLACES || transfers_waiting(x->transfers, now_ns));
}

void sessions_see(struct sessions *x, const struct payload *p, const struct brief *b,
                  uint32_t message, uint32_t leg)
{
    struct sip_index i;
    if (!may_join(x, b, message, leg, p->time_ns) ||
        !sip_index_place(&i, (const char *)p->data, p->len))
        return;
    if (b->method == SIP_METHOD_REFER)
        see_refer(x, &i, message, leg);
    else
        see_invite(x, &i, message, leg);
}
