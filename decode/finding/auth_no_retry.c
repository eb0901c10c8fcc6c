/* AUTH-NO-RETRY: who was asked for a password did not try again. */
#include "decode/finding/auth.h"
#include "decode/finding/why.h"

#define ANEW_NS (INT64_C(5) * 1000000000) /* for a retry under a new Call-ID */
#define SWAPPED_NS (INT64_C(1) * 1000000000)

enum { LEGS = 64 /* begun next, among which a retry under a new Call-ID is looked for */ };

static bool has_credentials(const struct sip_index *x)
{
    return x && (x->present >> SIP_AUTHORIZATION & 1 || x->present >> SIP_PROXY_AUTHORIZATION & 1);
}

/* Soon after, or a little before where packets changed places; however late where somebody had to
 * type the password. */
static bool is_retried(struct inquiry *q, const struct exchange *x, int64_t after_ns)
{
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *y = exchange_get(q, e);
        if (y->request == EXCHANGE_NONE || y->leg != x->leg || y == x ||
            y->method == SIP_METHOD_ACK || y->method == SIP_METHOD_CANCEL)
            continue;
        int64_t t = inquiry_message(q, y->request)->message->time_ns - after_ns;
        if (t > -SWAPPED_NS && (t > 0 || y->cseq > x->cseq) &&
            (t <= INQUIRY_WAIT_NS || has_credentials(inquiry_index(q, y->request))))
            return true;
    }
    return false;
}

/* Some phones take a new Call-ID for the second attempt. */
static bool is_retried_anew(struct inquiry *q, const struct exchange *x, int64_t after_ns)
{
    const struct message *m = inquiry_message(q, x->request)->message;
    const struct addr *from = &message_src(q->store, m)->addr;
    for (uint32_t leg = x->leg + 1; leg <= q->store->legs.n && leg <= x->leg + LEGS; leg++) {
        const struct message *k = store_message(q->store, store_leg(q->store, leg)->first);
        if (!k)
            continue;
        if (k->time_ns - after_ns > ANEW_NS)
            break;
        if (k->time_ns > after_ns && message_is_request(k) && k->code == m->code &&
            addr_eq(&message_src(q->store, k)->addr, from))
            return true;
    }
    return false;
}

/* Any answer to a keep-alive will do (OPTIONS), and a user who hangs up need not try again. */
static bool must_retry(struct inquiry *q, const struct exchange *x)
{
    return auth_is_challenged(q, x) && x->method != SIP_METHOD_OPTIONS &&
           x->method != SIP_METHOD_ACK && x->method != SIP_METHOD_CANCEL;
}

static void say(struct inquiry *q, const struct exchange *x)
{
    const struct sip_index *request = inquiry_index(q, x->request);
    const struct sip_index *answer = inquiry_index(q, x->final);
    struct challenge c = { .realm = { NULL, 0 } };
    bool had = request && answer && auth_challenge(answer, &c) &&
               auth_has_credentials(request, x->code, c.realm, NULL);
    const char *method = store_method_name(q->store, x->method);
    struct finding *f = inquiry_find(q);
    inquiry_prove(q, f, inquiry_message(q, x->request)->row);
    inquiry_prove(q, f, inquiry_message(q, x->final)->row);
    inquiry_say_asker(q, f, x->request);
    inquiry_say(q, f,
                had ? " sent a password with %s, which was refused "
                    : " was asked for a password for %s ",
                method);
    why_say_code(q, f, x->final);
    inquiry_say(q, f, had ? ", and did not try again" : " and did not try again");
    inquiry_say(q, f, "; realm \"");
    inquiry_quote(q, f, c.realm);
    inquiry_say(q, f, "\". ");
    inquiry_say(q, f,
                had ? "Most likely the password or the user name is wrong."
                    : "No password is set for it, or the challenge did not arrive.");
}

void finding_auth_no_retry(struct inquiry *q)
{
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (!must_retry(q, x))
            continue;
        int64_t t = inquiry_message(q, x->final)->message->time_ns;
        if (q->end_ns - t < INQUIRY_WAIT_NS || is_retried(q, x, t) || is_retried_anew(q, x, t) ||
            !exchange_is_whole(q))
            continue;
        say(q, x);
        return;
    }
}
