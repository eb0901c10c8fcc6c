/* AUTH-LOOP: the credentials of a user are refused again and again. */
#include "decode/finding/auth.h"

enum {
    REFUSED_MIN = 3, /* one challenge is normal, and a mistyped password is soon mended */
    TRACKS = 8       /* realms and methods of a leg that are followed at once */
};

/* One user agent, method and realm. */
struct track {
    uint32_t leg;
    unsigned method, code;
    struct slice realm, user;
    struct addr from;
    unsigned refused, last; /* in a row; the last refusal */
    int64_t first_ns, last_ns;
    unsigned proofs;
    uint32_t proof[FINDING_PROOFS];
};

struct tracks {
    struct track track[TRACKS], worst;
    unsigned n;
};

static struct track *track_of(struct tracks *t, const struct exchange *x, const struct addr *from,
                              struct slice realm)
{
    for (unsigned i = 0; i < t->n; i++) {
        struct track *k = &t->track[i];
        if (k->leg == x->leg && k->method == x->method && k->code == x->code &&
            addr_eq(&k->from, from) && slice_eq(k->realm, realm))
            return k;
    }
    if (t->n == TRACKS)
        return NULL;
    t->track[t->n] = (struct track){
        .leg = x->leg, .method = x->method, .code = x->code, .realm = realm, .from = *from
    };
    return &t->track[t->n++];
}

static void prove(struct track *k, uint32_t row)
{
    k->proofs += k->proofs < FINDING_PROOFS;
    k->proof[k->proofs - 1] = row;
}

/* Credentials that were accepted end what was refused before. */
static void accepted(struct tracks *t, const struct exchange *x)
{
    for (unsigned i = 0; i < t->n; i++)
        if (t->track[i].leg == x->leg && t->track[i].method == x->method)
            t->track[i].refused = t->track[i].proofs = 0;
}

static void refused(struct inquiry *q, struct tracks *t, const struct exchange *x)
{
    const struct sip_index *request = inquiry_index(q, x->request);
    const struct sip_index *answer = inquiry_index(q, x->final);
    const struct exhibit *asked = inquiry_message(q, x->request);
    const struct exhibit *told = inquiry_message(q, x->final);
    struct challenge c;
    struct slice user;
    if (!request || !answer || !auth_challenge(answer, &c) || c.stale ||
        !auth_has_credentials(request, x->code, c.realm, &user))
        return;
    struct track *k = track_of(t, x, &message_src(q->store, asked->message)->addr, c.realm);
    if (!k)
        return;
    if (!k->refused++)
        k->first_ns = asked->message->time_ns;
    k->user = user;
    k->last = x->final;
    k->last_ns = told->message->time_ns;
    prove(k, asked->row);
    prove(k, told->row);
    if (k->refused > t->worst.refused)
        t->worst = *k;
}

void finding_auth_loop(struct inquiry *q)
{
    struct tracks t = { .n = 0 };
    for (unsigned e = 0, n = exchange_count(q); e < n; e++) {
        const struct exchange *x = exchange_get(q, e);
        if (auth_is_challenged(q, x))
            refused(q, &t, x);
        else if (x->code && x->code != 401 && x->code != 407)
            accepted(&t, x);
    }
    const struct track *k = &t.worst;
    if (k->refused < REFUSED_MIN)
        return;
    struct finding *f = inquiry_find(q);
    for (unsigned i = 0; i < k->proofs; i++)
        inquiry_prove(q, f, k->proof[i]);
    inquiry_say_asker(q, f, k->last);
    inquiry_say(q, f, " keeps being refused: %u %s requests with credentials were answered %u in ",
                k->refused, store_method_name(q->store, k->method), k->code);
    inquiry_say_time(q, f, k->last_ns - k->first_ns);
    inquiry_say(q, f, " (realm \"");
    inquiry_quote(q, f, k->realm);
    inquiry_say(q, f, "\"). The password or the user name \"");
    inquiry_quote(q, f, k->user);
    inquiry_say(q, f, "\" is wrong.");
}
