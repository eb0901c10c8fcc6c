/* IDENTITY-INVALID: the signature of the caller's number was refused, or cannot be right: too old,
 * or signed for other numbers than those of the call. Signatures themselves are not checked. */
#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "decode/finding/inquiry.h"
#include "decode/sip/field.h"
#include "decode/sip/passport.h"

enum { STALE_S = 60, IDENTITIES = 8 };

/* A 436, 437 or 438 to an INVITE says so itself. */
static bool was_refused(struct inquiry *q)
{
    unsigned n = inquiry_messages(q), i = inquiry_response(q, 0, SIP_METHOD_INVITE, 436, 438);
    if (i == n)
        return false;
    const struct sip_index *x = inquiry_index(q, i);
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, i)->row);
    inquiry_say_sender(q, f, i);
    inquiry_say(q, f, " does not accept the signature of the caller's number: %u ", x->status);
    inquiry_quote(q, f, x->reason);
    inquiry_say(q, f, ".");
    return true;
}

/* The network's own verdict on the number (3GPP TS 24.229 7.2A.20). */
static bool was_not_verified(struct inquiry *q, unsigned i, const struct sip_index *x)
{
    static const char verdict[] = "verstat=TN-Validation-Failed";
    struct slice from = sip_header_find(x, SIP_FROM);
    struct slice asserted = sip_header_find(x, SIP_P_ASSERTED_IDENTITY);
    if ((!from.n || !memmem(from.p, from.n, verdict, sizeof(verdict) - 1)) &&
        (!asserted.n || !memmem(asserted.p, asserted.n, verdict, sizeof(verdict) - 1)))
        return false;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, i)->row);
    inquiry_say(q, f, "The network says that the caller's number was not verified (%s).", verdict);
    return true;
}

/* The user part of a number or URI. */
static struct slice party_of(struct slice text)
{
    struct sip_uri u = sip_uri_parse(text);
    return u.user.n ? u.user : text;
}

static bool means(const struct sip_index *x, enum sip_header h, struct slice claimed)
{
    struct slice value = sip_header_find(x, h);
    return value.n &&
           passport_same(sip_uri_parse(sip_address_parse(value).uri).user, party_of(claimed));
}

/* orig is From or P-Asserted-Identity (8224 6.2). */
static bool is_of_caller(const struct sip_index *x, const struct passport *p)
{
    struct slice orig = passport_slice(&p->orig);
    return !orig.n || means(x, SIP_FROM, orig) || means(x, SIP_P_ASSERTED_IDENTITY, orig);
}

/* dest is To, or after a diversion the Request-URI (8946). */
static bool is_for_callee(const struct sip_index *x, const struct passport *p)
{
    struct slice dest = passport_slice(&p->dest);
    return !dest.n || means(x, SIP_TO, dest) ||
           passport_same(sip_uri_parse(x->uri).user, party_of(dest));
}

static void look_at(struct inquiry *q, unsigned i, const struct passport *p)
{
    const struct sip_index *x = inquiry_index(q, i);
    int64_t age = inquiry_message(q, i)->message->time_ns / NS_PER_S - p->iat;
    bool caller = p->compact || is_of_caller(x, p), callee = p->compact || is_for_callee(x, p);
    if (caller && callee && (!p->iat || (age <= STALE_S && age >= -STALE_S)))
        return;
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, i)->row);
    if (!caller || !callee) {
        inquiry_say(q, f, "The signature of the caller's number is for another %s number: ",
                    caller ? "called" : "calling");
        inquiry_quote(q, f, passport_slice(caller ? &p->dest : &p->orig));
        inquiry_say(q, f, ".");
    } else {
        inquiry_say(q, f,
                    "The signature of the caller's number is %" PRId64
                    " s %s, more than the %d s that verifiers accept (or a clock is wrong).",
                    age < 0 ? -age : age, age < 0 ? "in the future" : "old", STALE_S);
    }
}

void finding_identity_invalid(struct inquiry *q)
{
    unsigned n = inquiry_messages(q);
    if (was_refused(q))
        return;
    unsigned i = inquiry_request(q, 0, SIP_METHOD_INVITE);
    const struct sip_index *x = i < n ? inquiry_index(q, i) : NULL;
    struct passport p;
    if (!x || was_not_verified(q, i, x))
        return;
    size_t at = 0;
    for (unsigned k = 0; k < IDENTITIES && passport_next(&p, x, &at); k++)
        look_at(q, i, &p);
}
