/* Users and their bindings, from REGISTERs and their answers. Rates and runs are kept here and
 * judged elsewhere. */
#include "decode/registration.h"

#include "base/mem.h"
#include "decode/register_message.h"

#define S_NS INT64_C(1000000000)
#define MINUTE_NS (60 * S_NS)

struct registrations {
    struct pool rows, aors;
    struct index index; /* of the users */
    struct registration_totals totals;
};

struct registrations *registrations_new(void)
{
    struct registrations *r = mem_new(1, sizeof(*r));
    if (!r)
        return NULL;
    pool_init(&r->rows, sizeof(struct registration));
    pool_init(&r->aors, sizeof(struct aor));
    if (index_init(&r->index))
        return r;
    registrations_free(r);
    return NULL;
}

void registrations_free(struct registrations *r)
{
    if (!r)
        return;
    pool_fini(&r->rows);
    pool_fini(&r->aors);
    index_fini(&r->index);
    mem_free(r);
}

uint32_t registration_count(const struct store *s)
{
    return s->registrations ? s->registrations->rows.n : 0;
}

const struct registration *registration_get(const struct store *s, uint32_t number)
{
    return s->registrations ? pool_find(&s->registrations->rows, number) : NULL;
}

uint32_t registration_aors(const struct store *s)
{
    return s->registrations ? s->registrations->aors.n : 0;
}

const struct aor *registration_aor(const struct store *s, uint32_t number)
{
    return s->registrations ? pool_find(&s->registrations->aors, number) : NULL;
}

const struct registration_totals *registration_totals(const struct store *s)
{
    return s->registrations ? &s->registrations->totals : NULL;
}

/* ---- rows */

static struct aor *aor_at(const struct store *s, uint32_t row)
{
    return pool_find(&s->registrations->aors, row);
}

static struct registration *row_at(const struct store *s, uint32_t row)
{
    return pool_find(&s->registrations->rows, row);
}

static bool same_user(const void *ctx, uint32_t row, const void *key)
{
    return ((const struct aor *)pool_at(ctx, row))->key == *(const uint64_t *)key;
}

static uint32_t aor_find(struct store *s, uint64_t key)
{
    struct registrations *r = s->registrations;
    return index_find(&r->index, key, same_user, &r->aors, &key);
}

static uint32_t aor_get(struct store *s, uint64_t key)
{
    struct registrations *r = s->registrations;
    uint32_t row = aor_find(s, key);
    if (row)
        return row;
    row = r->aors.n < REGISTRATION_AORS ? pool_new(&r->aors) : 0;
    if (row && !index_add(&r->index, key, row)) {
        pool_give(&r->aors, row);
        row = 0;
    }
    if (row)
        aor_at(s, row)->key = key;
    else
        s->counters.v[COUNTER_REGISTRATIONS_FULL]++;
    return row;
}

/* By its instance where both have one, else by its Contact. */
static bool is_binding(const struct registration *r, const struct register_contact *b)
{
    return r->instance && b->instance ? r->instance == b->instance : r->contact == b->contact;
}

static struct registration *binding_find(const struct store *s, const struct aor *a,
                                         const struct register_contact *b)
{
    struct registration *r = row_at(s, a->first);
    while (r && !is_binding(r, b))
        r = row_at(s, r->next);
    return r;
}

/* That of a REGISTER without any Contact, or for "*", before one was named. */
static struct registration *nameless(const struct store *s, const struct aor *a)
{
    struct registration *r = row_at(s, a->first);
    return a->bindings == 1 && !r->contact ? r : NULL;
}

static void adopt(struct registration *r, const struct register_contact *b)
{
    r->contact = b->contact;
    r->instance = b->instance;
    r->flags |= b->instance ? REGISTRATION_INSTANCE : 0;
}

static struct registration *binding_get(struct store *s, uint32_t user,
                                        const struct register_contact *b)
{
    struct registrations *all = s->registrations;
    struct aor *a = aor_at(s, user);
    struct registration *r = binding_find(s, a, b);
    if (r)
        return r;
    if ((r = nameless(s, a))) {
        adopt(r, b);
        return r;
    }
    uint32_t row = a->bindings < REGISTRATION_BINDINGS && all->rows.n < REGISTRATION_MAX
                       ? pool_new(&all->rows)
                       : 0;
    if (!row) {
        s->counters.v[COUNTER_REGISTRATIONS_FULL]++;
        return NULL;
    }
    r = row_at(s, row);
    *r = (struct registration){ .contact = b->contact,
                                .instance = b->instance,
                                .user = user,
                                .next = a->first,
                                .asked_s = REGISTRATION_UNSAID,
                                .granted_s = REGISTRATION_UNSAID,
                                .granted_asked_s = REGISTRATION_UNSAID,
                                .flags = b->instance ? REGISTRATION_INSTANCE : 0 };
    a->first = row;
    a->bindings++;
    return r;
}

/* ---- requests */

static void note_request(struct registration *r, const struct register_message *x, uint32_t asked_s)
{
    int64_t runs_out = registration_expires(r);
    bool registered = r->did == REGISTRATION_REGISTERED || r->did == REGISTRATION_REFRESHED;
    if (registered && runs_out && x->time_ns > runs_out && asked_s) {
        r->did = REGISTRATION_EXPIRED;
        if (!r->lapses++) {
            r->m_lapsed[0] = r->m_granted;
            r->m_lapsed[1] = x->message;
            r->lapsed_ns = runs_out;
        }
    }
    r->leg = x->leg;
    r->cseq = x->brief->cseq;
    r->path = x->path;
    r->vias = x->brief->vias;
    r->asked_s = asked_s;
    r->attempts++;
    if (!r->m_first || r->flags & REGISTRATION_LISTED)
        r->m_first = x->message;
    r->m_request = x->message;
    r->last_ns = x->time_ns;
    r->flags &= REGISTRATION_INSTANCE | REGISTRATION_REPLACED;
    r->flags |= x->credentials ? REGISTRATION_CREDENTIALS : 0;
    r->flags |= asked_s ? 0 : REGISTRATION_REMOVING;
}

/* One of the newest REGISTERs of a user, NULL: none is it. */
static struct aor_attempt *attempt_find(struct aor *a, const struct register_message *x)
{
    for (int i = 0; i < REGISTRATION_ATTEMPTS; i++)
        if (a->attempt[i].leg == x->leg && a->attempt[i].cseq == x->brief->cseq)
            return &a->attempt[i];
    return NULL;
}

/* The same REGISTER on another hop. The one nearest the user counts. */
static void seen_on_hop(struct store *s, const struct aor *a, const struct register_message *x)
{
    for (struct registration *r = row_at(s, a->first); r; r = row_at(s, r->next))
        if (r->leg == x->leg && r->cseq == x->brief->cseq && r->m_request &&
            x->brief->vias < r->vias) {
            r->vias = x->brief->vias;
            r->path = x->path;
            r->m_request = x->message;
        }
}

/* Those that bring what a challenge asked for are the second half of one before. */
static void note_rate(struct aor *a, const struct register_message *x)
{
    bool second = a->flags & AOR_CHALLENGED && x->credentials;
    a->flags &= (uint8_t)~AOR_CHALLENGED;
    if (second)
        return;
    if (a->rate_max <= REGISTRATION_FLOOD)
        a->recent[a->recents++ % REGISTRATION_EVIDENCE] = x->message;
    unsigned n = rate_add(&a->rate, x->time_ns);
    if (n > a->rate_max)
        a->rate_max = (uint16_t)n;
}

static void count_attempt(struct registration_totals *t, int64_t time_ns)
{
    t->attempts++;
    if (time_ns - t->late_ns >= REGISTRATION_WAIT_NS || time_ns < t->late_ns) {
        t->late[1] = time_ns - t->late_ns < 2 * REGISTRATION_WAIT_NS ? t->late[0] : 0;
        t->late[0] = 0;
        t->late_ns = time_ns;
    }
    t->late[0]++;
}

/* It names no binding; where none is known it stands for the one that it is about. */
static void note_asked(struct store *s, uint32_t user, const struct register_message *x)
{
    static const struct register_contact none;
    struct aor *a = aor_at(s, user);
    struct registration *r = a->bindings ? nameless(s, a) : binding_get(s, user, &none);
    if (r)
        note_request(r, x, x->star ? 0 : REGISTRATION_UNSAID);
    a->asks = x->star ? AOR_ASKS_REMOVE : AOR_ASKS_QUERY;
    a->leg = x->leg;
    a->cseq = x->brief->cseq;
    a->m_asks = x->message;
}

static bool is_challenge(unsigned code)
{
    return code == 401 || code == 407;
}

static void count_final(struct registration *r, unsigned code)
{
    r->successes += code / 100 == 2;
    r->challenges += is_challenge(code);
    r->failures += code >= 300 && !is_challenge(code) && code != 423;
}

/* A REGISTER whose answer stood before it in the capture. */
static void note_late(struct registration *r, unsigned code)
{
    r->flags |= REGISTRATION_DECIDED;
    r->code = (uint16_t)code;
    count_final(r, code);
    if (code / 100 == 2)
        r->did = r->flags & REGISTRATION_REMOVING   ? REGISTRATION_REMOVED
                 : r->did == REGISTRATION_REFRESHED ? REGISTRATION_REFRESHED
                                                    : REGISTRATION_REGISTERED;
    else if (!is_challenge(code))
        r->did = REGISTRATION_FAILED;
    else if (r->did != REGISTRATION_REGISTERED && r->did != REGISTRATION_REFRESHED)
        r->did = REGISTRATION_CHALLENGED;
}

static bool see_request(struct store *s, const struct register_message *x)
{
    uint32_t user = aor_get(s, register_user(s, x));
    struct aor *a = aor_at(s, user);
    struct aor_attempt *early = a ? attempt_find(a, x) : NULL;
    unsigned code = early ? early->code : 0;
    if (early && !code) {
        seen_on_hop(s, a, x);
        return false;
    }
    count_attempt(&s->registrations->totals, x->time_ns);
    if (!a)
        return true;
    a->attempts++;
    if (early)
        early->code = 0;
    else
        a->attempt[a->tried++ % REGISTRATION_ATTEMPTS] = (struct aor_attempt){
            .leg = x->leg, .cseq = x->brief->cseq, .credentials = x->credentials
        };
    store_leg(s, x->leg)->user = user;
    note_rate(a, x);
    for (unsigned i = 0; i < x->n; i++) {
        uint32_t asked = x->at[i].expires_s;
        struct registration *r = binding_get(s, user, &x->at[i]);
        if (!r || r->m_request == x->message)
            continue;
        note_request(r, x, asked == REGISTRATION_UNSAID ? x->expires_s : asked);
        if (code)
            note_late(r, code);
    }
    if (!x->n)
        note_asked(s, user, x);
    bool fresh = !a->counted_ns || x->time_ns - a->counted_ns >= MINUTE_NS;
    if (fresh)
        a->counted_ns = x->time_ns;
    return fresh;
}

/* ---- answers */

/* The seconds that a 2xx gives: in our Contact, in the only one (a registrar may show the address
 * that it sees), in Expires, else what was asked (3261 10.2.4). */
static uint32_t granted(const struct registration *r, const struct register_message *x)
{
    const struct register_contact *ours = x->n == 1 ? &x->at[0] : NULL;
    for (unsigned i = 0; i < x->n; i++)
        if (is_binding(r, &x->at[i])) {
            ours = &x->at[i];
            break;
        }
    uint32_t v = ours ? ours->expires_s : REGISTRATION_UNSAID;
    v = v == REGISTRATION_UNSAID ? x->expires_s : v;
    return v == REGISTRATION_UNSAID ? r->asked_s : v;
}

static void note_short(struct registration *r, const struct register_message *x, uint32_t given_s)
{
    if (r->m_short)
        return;
    r->m_short = x->message;
    r->short_asked_s = r->asked_s;
    r->short_granted_s = given_s;
}

/* Others that this host registered for the user before, at another Contact: after a restart, or
 * with a new port. */
static void replace_others(struct store *s, const struct aor *a, struct registration *by)
{
    const struct path *way = store_path(s, by->path >> 1);
    by->flags &= (uint8_t)~REGISTRATION_REPLACED;
    if (!way || by->instance)
        return;
    const struct addr *from = &way->end[by->path & 1].addr;
    for (struct registration *r = row_at(s, a->first); r; r = row_at(s, r->next)) {
        const struct path *other = store_path(s, r->path >> 1);
        if (r != by && other && !r->instance && (r->leg != by->leg || r->cseq != by->cseq) &&
            addr_eq(&other->end[r->path & 1].addr, from))
            r->flags |= REGISTRATION_REPLACED;
    }
}

static void note_success(struct store *s, struct registration *r, const struct register_message *x,
                         bool first)
{
    if (!r->contact && x->n)
        adopt(r, &x->at[0]);
    uint32_t given = granted(r, x);
    if (r->flags & REGISTRATION_REMOVING || !given || !r->contact) {
        r->did = REGISTRATION_REMOVED;
        r->granted_s = 0;
        return;
    }
    int64_t runs_out = registration_expires(r);
    bool on = (r->did == REGISTRATION_REGISTERED || r->did == REGISTRATION_REFRESHED) &&
              (!runs_out || x->time_ns <= runs_out);
    if (first || !on)
        r->did = on ? REGISTRATION_REFRESHED : REGISTRATION_REGISTERED;
    r->granted_s = given;
    r->granted_asked_s = r->asked_s;
    r->last_ok_ns = x->time_ns;
    r->m_granted = x->message;
    if (!r->m_registered) {
        r->m_registered = x->message;
        r->first_ok_ns = x->time_ns;
    }
    if (r->asked_s != REGISTRATION_UNSAID && given < r->asked_s / 10)
        note_short(r, x, given);
    replace_others(s, aor_at(s, r->user), r);
}

static void note_refusal(struct registration *r, const struct register_message *x)
{
    bool registered = r->did == REGISTRATION_REGISTERED || r->did == REGISTRATION_REFRESHED;
    if (is_challenge(x->brief->code)) {
        if (r->flags & REGISTRATION_CREDENTIALS && !register_is_stale(x))
            r->flags |= REGISTRATION_REFUSED;
        if (!registered)
            r->did = REGISTRATION_CHALLENGED;
        return;
    }
    if (x->brief->code == 423) {
        r->min_s = x->min_s == REGISTRATION_UNSAID ? 0 : x->min_s;
        note_short(r, x, r->min_s);
    }
    r->did = REGISTRATION_FAILED;
}

/* Answers come by the far hops first; that on the hop nearest the user is the one that counts. */
static void note_final(struct store *s, struct registration *r, const struct register_message *x)
{
    bool first = !(r->flags & REGISTRATION_DECIDED), near = x->brief->vias == r->vias;
    bool success = x->brief->code / 100 == 2;
    if (!first && !near)
        return;
    if (first)
        count_final(r, x->brief->code);
    if (near && success) {
        int64_t took = x->time_ns - store_message(s, r->m_request)->time_ns;
        if (took >= 0)
            histogram_add(&s->registrations->totals.delay, took);
    }
    r->flags |= REGISTRATION_DECIDED;
    r->m_final = x->message;
    r->code = x->brief->code;
    r->last_ns = x->time_ns;
    if (success)
        note_success(s, r, x, first);
    else
        note_refusal(r, x);
}

/* A wrong password: challenged again and again by the same realm, with credentials in each
 * request. */
static void note_challenge(const struct store *s, struct aor *a, const struct register_message *x,
                           bool credentials)
{
    a->flags |= AOR_CHALLENGED;
    if (!credentials)
        return;
    if (register_is_stale(x)) {
        a->stale++;
        return;
    }
    struct slice realm = register_challenge_param(x->challenge, SLICE("realm"));
    uint32_t digest = (uint32_t)hash_payload(&s->key, realm.n ? realm.p : "", realm.n) | 1;
    if (a->realm && digest != a->realm) {
        a->refused = 0; /* the credentials were for another */
        a->realm = digest;
    } else {
        a->realm = digest;
        a->m_refused[a->refused++ % REGISTRATION_EVIDENCE] = x->message;
        if (a->refused > a->refused_max)
            a->refused_max = a->refused;
    }
}

static void count_answer(struct store *s, struct aor *a, const struct register_message *x,
                         bool credentials)
{
    struct registration_totals *t = &s->registrations->totals;
    unsigned code = x->brief->code;
    if (code / 100 == 2) {
        t->successes++;
        a->refused = 0;
        a->flags &= (uint8_t)~AOR_CHALLENGED;
    } else if (is_challenge(code) || code == 423) {
        t->challenges++;
        a->challenges += is_challenge(code);
        if (is_challenge(code))
            note_challenge(s, a, x, credentials);
    } else {
        t->failures++;
        a->failures++;
    }
}

/* One that a 2xx lists: no REGISTER here named it, or there was another one since (a tool that asks
 * again before it has its answer). */
static void note_listed(struct store *s, struct registration *r, const struct register_message *x)
{
    if (!r->m_first) {
        r->m_first = x->message;
        r->flags |= REGISTRATION_LISTED;
        r->leg = x->leg;
        r->cseq = x->brief->cseq;
    }
    r->m_final = x->message;
    r->code = x->brief->code;
    r->last_ns = x->time_ns;
    note_success(s, r, x, true);
}

static void see_list(struct store *s, uint32_t user, const struct register_message *x)
{
    for (unsigned i = 0; i < x->n; i++) {
        struct registration *r = binding_get(s, user, &x->at[i]);
        if (r && r->m_final != x->message)
            note_listed(s, r, x);
    }
}

/* The 2xx to "*". */
static void remove_all(struct store *s, const struct aor *a, const struct register_message *x)
{
    for (struct registration *r = row_at(s, a->first); r; r = row_at(s, r->next)) {
        r->did = REGISTRATION_REMOVED;
        r->m_final = x->message;
        r->code = x->brief->code;
        r->last_ns = x->time_ns;
        r->granted_s = 0;
    }
}

/* The user whose REGISTER this answers: of its Call-ID, as a rule. */
static uint32_t answered_user(struct store *s, const struct register_message *x)
{
    uint32_t user = store_leg(s, x->leg)->user;
    if (user && attempt_find(aor_at(s, user), x))
        return user;
    uint64_t key = register_user(s, x);
    return x->n ? aor_get(s, key) : aor_find(s, key);
}

static void see_answer(struct store *s, const struct register_message *x)
{
    bool success = x->brief->code / 100 == 2, ours = false;
    uint32_t user = answered_user(s, x);
    struct aor *a = aor_at(s, user);
    if (!a)
        return;
    for (struct registration *r = row_at(s, a->first); r; r = row_at(s, r->next))
        if (r->leg == x->leg && r->cseq == x->brief->cseq && r->m_request) {
            ours = true;
            note_final(s, r, x);
        }
    if (success && a->asks == AOR_ASKS_REMOVE && a->leg == x->leg && a->cseq == x->brief->cseq)
        remove_all(s, a, x);
    else if (success && (!ours || (a->asks && a->leg == x->leg && a->cseq == x->brief->cseq)))
        see_list(s, user, x);
    struct aor_attempt *attempt = attempt_find(a, x);
    if (attempt && !attempt->answered)
        count_answer(s, a, x, attempt->credentials);
    if (attempt)
        attempt->answered = true;
    if (!attempt && !ours) { /* it may stand before its REGISTER */
        a->attempt[a->tried++ % REGISTRATION_ATTEMPTS] = (struct aor_attempt){
            .leg = x->leg, .cseq = x->brief->cseq, .code = x->brief->code, .answered = true
        };
        count_answer(s, a, x, false);
    }
}

bool registration_see(struct store *s, const struct payload *p, const struct brief *b,
                      uint32_t message)
{
    struct register_message x;
    register_message_read(s, &x, p, b, message);
    if (b->flags & BRIEF_REQUEST)
        return see_request(s, &x);
    see_answer(s, &x);
    return false;
}

/* ---- what it amounts to */

int64_t registration_expires(const struct registration *r)
{
    if (!r->m_granted || !r->granted_s || r->granted_s == REGISTRATION_UNSAID)
        return 0;
    return r->last_ok_ns + (int64_t)r->granted_s * S_NS;
}

enum registration_state registration_state(const struct registration *r, int64_t end_ns)
{
    bool waited = end_ns - r->last_ns >= REGISTRATION_WAIT_NS;
    int64_t runs_out = registration_expires(r);
    switch (r->did) {
    case REGISTRATION_REGISTERED:
    case REGISTRATION_REFRESHED:
        return runs_out && end_ns > runs_out ? REGISTRATION_EXPIRED
                                             : (enum registration_state)r->did;
    case REGISTRATION_TRYING:
        return waited ? REGISTRATION_FAILED : REGISTRATION_TRYING;
    case REGISTRATION_CHALLENGED:
        if (!(r->flags & REGISTRATION_DECIDED))
            return waited ? REGISTRATION_FAILED : REGISTRATION_TRYING;
        return waited || r->flags & REGISTRATION_REFUSED ? REGISTRATION_FAILED
                                                         : REGISTRATION_CHALLENGED;
    default:
        return (enum registration_state)r->did;
    }
}

static bool names(const struct registration *r, uint32_t message)
{
    return r->m_first == message || r->m_request == message || r->m_final == message ||
           r->m_registered == message || r->m_granted == message || r->m_short == message ||
           r->m_lapsed[0] == message || r->m_lapsed[1] == message;
}

bool registration_needs(const struct store *s, uint32_t message, const struct message *m)
{
    const struct aor *a = aor_at(s, store_leg(s, m->leg)->user);
    if (!a)
        return false;
    for (int i = 0; i < REGISTRATION_EVIDENCE; i++)
        if (a->m_refused[i] == message || a->recent[i] == message)
            return true;
    const struct registration *r = row_at(s, a->first);
    while (r && !names(r, message))
        r = row_at(s, r->next);
    return r || a->m_asks == message;
}

const char *registration_state_words(enum registration_state state)
{
    static const char *const words_of[REGISTRATION_STATE_COUNT] = {
#define X(id, words, help) [REGISTRATION_##id] = words,
        REGISTRATION_STATE_LIST(X)
#undef X
    };
    return words_of[state];
}

const char *registration_state_help(enum registration_state state)
{
    static const char *const help_of[REGISTRATION_STATE_COUNT] = {
#define X(id, words, help) [REGISTRATION_##id] = help,
        REGISTRATION_STATE_LIST(X)
#undef X
    };
    return help_of[state];
}

/* ---- what is forgotten */

static void forget_of_user(const struct store *s, struct aor *a)
{
    for (int i = 0; i < REGISTRATION_EVIDENCE; i++) {
        a->m_refused[i] = message_if_there(s, a->m_refused[i]);
        a->recent[i] = message_if_there(s, a->recent[i]);
    }
    a->m_asks = message_if_there(s, a->m_asks);
}

void registrations_forget(struct store *s)
{
    struct registrations *all = s->registrations;
    for (uint32_t row = 1; row <= all->aors.n; row++)
        forget_of_user(s, aor_at(s, row));
    for (uint32_t row = 1; row <= all->rows.n; row++) {
        struct registration *r = row_at(s, row);
        uint32_t *const names[] = {
            &r->m_first,   &r->m_request, &r->m_final,     &r->m_registered,
            &r->m_granted, &r->m_short,   &r->m_lapsed[0], &r->m_lapsed[1]
        };
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
            *names[i] = message_if_there(s, *names[i]);
    }
}

bool registration_holds(const struct store *s, uint32_t leg, int64_t now_ns)
{
    const struct leg *l = store_leg(s, leg);
    const struct aor *a = l ? aor_at(s, l->user) : NULL;
    const struct registration *r = a ? row_at(s, a->first) : NULL;
    for (unsigned n = 0; r && n < REGISTRATION_BINDINGS; n++, r = row_at(s, r->next)) {
        enum registration_state state = registration_state(r, now_ns);
        if (r->leg == leg && (state == REGISTRATION_REGISTERED || state == REGISTRATION_REFRESHED))
            return true;
    }
    return false;
}
