/* What a host asks of all others: does it look for somebody, does it register many? */
#include "decode/peer_part.h"
#include "decode/sip/pick.h"

enum { MINUTE_S = 60 };

#define S_NS INT64_C(1000000000)

const struct peer_scan *peer_scan(const struct store *s, const struct peer_source *x)
{
    static const struct peer_scan none = { 0 };
    return x->scan ? peer_part_at(s, PEER_PART_SCAN, x->scan) : &none;
}

const struct peer_users *peer_users(const struct store *s, const struct peer_source *x)
{
    static const struct peer_users none = { .m_most = 0 };
    return x->users ? peer_part_at(s, PEER_PART_USERS, x->users) : &none;
}

/* Names that scanners give themselves by default, in lower case. */
static bool is_scanner(struct slice agent)
{
    static const char *const known[] = {
        "friendly-scanner", "sipvicious", "sipcli", "pplsip", "vaxsipuseragent", "sundayddr",
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
        if (slice_istarts(agent, slice_of(known[i])))
            return true;
    return false;
}

/* The first header of a message with this name, beginning with the letter; absent: p == NULL. */
static struct slice header_of(const struct payload *p, char letter, const char *lower, char compact)
{
    struct sip_pick line;
    for (size_t at = 0; sip_pick_next((const char *)p->data, p->len, &at,
                                      PICK(letter) | (compact ? PICK(compact) : 0), &line);)
        if (sip_pick_is(&line, lower, compact))
            return line.value;
    return (struct slice){ NULL, 0 };
}

/* At the first request of a host, but for an INVITE, which is seldom the only one of a scan. */
static void look_at_agent(struct peer_source *x, const struct payload *p, const struct brief *b,
                          uint32_t message)
{
    uint32_t n = x->asked;
    bool now = (n == 1 && b->method != SIP_METHOD_INVITE) || n == 4 || n == 64;
    if (now && !x->agent && is_scanner(header_of(p, 'u', "user-agent", 0)))
        x->agent = message;
}

/* The user in To, and where the request went. */
static uint32_t target_of(const struct store *s, const struct payload *p)
{
    struct slice to = header_of(p, 't', "to", 't');
    size_t open = slice_index(to, '<');
    if (open < to.n)
        to = slice_sub(to, open + 1, open + slice_index(slice_sub(to, open, to.n), '>'));
    else
        to = slice_sub(to, 0, slice_index(to, ';'));
    uint64_t h = hash_payload(&s->key, p->src.addr.ip, sizeof(p->src.addr.ip));
    return (uint32_t)hash_mix(h, to.n ? hash_payload(&s->key, to.p, to.n) : 0) | 1;
}

/* How many different targets in the last minute, this one put among them. */
static uint32_t note_target(struct peer_scan *x, uint32_t target, int64_t time_ns)
{
    uint32_t now = (uint32_t)(time_ns / S_NS), different = 0;
    unsigned place = 0;
    for (unsigned i = 0; i < PEER_TARGETS; i++) {
        if (x->target[i] == target) {
            place = i;
            break;
        }
        if (x->target_s[i] < x->target_s[place])
            place = i;
    }
    x->target[place] = target;
    x->target_s[place] = now;
    for (unsigned i = 0; i < PEER_TARGETS; i++)
        different += x->target[i] && now - x->target_s[i] < MINUTE_S;
    return different;
}

/* A host of which anything was accepted, or that was answered in another way, looks for nobody. */
static void note_refusal(struct store *s, struct peer_source *x, const struct payload *p,
                         uint32_t message)
{
    x->refused++;
    if (x->accepted || x->other)
        return;
    struct peer_scan *scan = peer_part_get(s, PEER_PART_SCAN, &x->scan);
    if (!scan || scan->scan_ns)
        return;
    scan->m_scan[scan->scanned++ % PEER_EVIDENCE] = message;
    uint32_t n = note_target(scan, target_of(s, p), p->time_ns);
    if (n > scan->targets_max)
        scan->targets_max = n;
    if (n > PEER_SCAN)
        scan->scan_ns = p->time_ns;
}

/* One more user registered from there. */
static void note_user(struct store *s, struct peer_source *x, int64_t time_ns, uint32_t message)
{
    struct peer_users *u = peer_part_get(s, PEER_PART_USERS, &x->users);
    unsigned n = u ? rate_add(&u->rate, time_ns) : 0;
    if (u && n > u->most) {
        u->most = (uint16_t)n;
        u->m_most = message;
    }
}

unsigned peer_scan_proofs(const struct peer_scan *x, uint32_t out[PEER_EVIDENCE])
{
    return peer_unroll(x->m_scan, x->scanned, out);
}

void peer_source_see(struct store *s, struct peer_source *x, const struct payload *p,
                     const struct brief *b, uint32_t message, bool user)
{
    if (b->flags & BRIEF_REQUEST) {
        x->asked++;
        look_at_agent(x, p, b, message);
        if (user)
            note_user(s, x, p->time_ns, message);
    } else if (b->method == SIP_METHOD_OPTIONS) {
        return;
    } else if (b->code < 400) {
        x->accepted++;
    } else if (b->code == 401 || b->code == 403 || b->code == 404 || b->code == 407 ||
               b->code == 603) {
        note_refusal(s, x, p, message);
    } else {
        x->other++;
    }
}
