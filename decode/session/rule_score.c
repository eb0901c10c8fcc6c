/* Legs in view, in a queue by age. Chains lead from a value, as of a user or of a media address, to
 * the legs that have it, the newest first. Rows of legs that left are used again and no chain is
 * mended: whoever follows one stops where it leads to a leg that is newer than the one before. */
#include "decode/session/rule_score.h"

#include "base/mem.h"
#include "decode/session/link.h"
#include "decode/session/node.h"
#include "decode/session/score.h"

enum {
    CHAINS = 1 << 16,
    STEPS_MAX = 4 * VIEW_CANDIDATES, /* along a chain, those of other values counted, too */
    SLOT_BITS = 3,
    CALLED_SLOTS = 3,
    SEEN_SHIFT = 20, /* about a millisecond */
    REACH = (SCORE_REACH_NS >> SEEN_SHIFT) + 1,
};

/* Time in view after it was judged: those that began within reach are judged by then. */
#define VIEW_LEAVE_NS (VIEW_RIPE_NS + 2 * SCORE_REACH_NS)

/* The values by which a leg is found. */
enum slot {
    SLOT_CALLED,
    SLOT_CALLING = SLOT_CALLED + CALLED_SLOTS,
    SLOT_ORIGIN = SLOT_CALLING + TRAIT_CALLING,
    SLOT_MEDIA,
    SLOT_BASE,
    SLOTS,
};

_Static_assert(SLOTS <= 1 << SLOT_BITS, "slots are named by SLOT_BITS bits");

/* A leg in view. */
struct look {
    struct trait trait;
    uint64_t born; /* the how-manieth */
    int64_t seen_ns;
    uint32_t younger;
    uint32_t next[SLOTS]; /* along the chain of each value: row << SLOT_BITS | slot */
    uint32_t near[VIEW_NEAR];
    int16_t near_points[VIEW_NEAR];
    int16_t dropped; /* most points of one that found no place in near */
    int16_t taken;   /* points of the best leg that was found to follow from it, 0: none yet */
    uint8_t nears;
    bool marked; /* what follows from it has a token that says so */
};

/* Where a chain begins. Its time tells, without a look at a leg, that all of them are too old. */
struct chain {
    uint32_t first;
    uint32_t seen; /* seen_ns of the first, in units of 1 << SEEN_SHIFT */
};

struct view {
    struct store *store;
    struct nodes *nodes;
    struct pool looks;
    uint64_t born;
    uint32_t oldest, ripest, youngest; /* the queue, and the first of it that was not judged */
    int64_t due_ns;                    /* when that is to be judged */
    struct chain chain[CHAINS];
};

struct view *view_new(struct store *s)
{
    struct view *v = mem_new(1, sizeof(*v));
    if (!v)
        return NULL;
    v->store = s;
    v->due_ns = INT64_MAX;
    v->nodes = nodes_new(s);
    pool_init(&v->looks, sizeof(struct look));
    if (v->nodes)
        return v;
    view_free(v);
    return NULL;
}

void view_free(struct view *v)
{
    if (!v)
        return;
    nodes_free(v->nodes);
    pool_fini(&v->looks);
    mem_free(v);
}

static struct look *look_at(const struct view *v, uint32_t row)
{
    return pool_find(&v->looks, row);
}

static uint32_t value_of(const struct trait *t, unsigned slot)
{
    if (slot < SLOT_CALLING)
        return t->called[slot - SLOT_CALLED];
    if (slot < SLOT_ORIGIN)
        return t->calling[slot - SLOT_CALLING];
    return slot == SLOT_ORIGIN ? t->origin : slot == SLOT_MEDIA ? t->media : t->base;
}

/* Users of one kind share a chain whichever header they were in. */
static struct chain *chain_of(struct view *v, unsigned slot, uint32_t value)
{
    unsigned kind = slot < SLOT_CALLING ? SLOT_CALLED : slot < SLOT_ORIGIN ? SLOT_CALLING : slot;
    return &v->chain[(value + kind * 0x9e3779b9U) % CHAINS];
}

static bool has_value(const struct trait *t, unsigned slot, uint32_t value)
{
    if (slot < SLOT_CALLING) {
        for (unsigned i = 0; i < TRAIT_CALLED; i++)
            if (t->called[i] == value)
                return true;
        return false;
    }
    if (slot < SLOT_ORIGIN)
        return t->calling[0] == value || t->calling[1] == value;
    return value_of(t, slot) == value;
}

/* ---- who is near whom */

static void remember(struct look *l, uint32_t other, int points)
{
    unsigned least = 0;
    if (l->nears < VIEW_NEAR) {
        least = l->nears++;
    } else {
        for (unsigned i = 1; i < VIEW_NEAR; i++)
            if (l->near_points[i] < l->near_points[least])
                least = i;
        int gone = points < l->near_points[least] ? points : l->near_points[least];
        if (gone > l->dropped)
            l->dropped = (int16_t)gone;
        if (gone == points)
            return;
    }
    l->near[least] = other;
    l->near_points[least] = (int16_t)points;
}

static bool is_near(const struct look *l, uint32_t other)
{
    for (unsigned i = 0; i < l->nears; i++)
        if (l->near[i] == other)
            return true;
    return false;
}

/* Two legs from one host, or two that end at one host, use the same SDP: it tells nothing then. */
static void note_reuse(struct trait *a, struct trait *b)
{
    if (a->origin && a->origin == b->origin)
        a->origin_reused = b->origin_reused = true;
    if (a->media && a->media == b->media)
        a->media_reused = b->media_reused = true;
}

static bool ends_meet(const struct trait *a, const struct trait *b)
{
    for (unsigned i = 0; i < b->entries; i++)
        if (trait_enters(a, b->entered[i]))
            return true;
    return false;
}

/* What speaks for one leg following from another as they are now: that it begins where the other
 * ends, or nearly everything else. INT16_MIN: it does not. */
static int points_of(const struct view *v, const struct trait *parent, const struct trait *child)
{
    bool leads = nodes_enters(v->nodes, parent, child->out);
    struct score x = score_traits(parent, child);
    return leads || x.points >= NODE_POINTS - SCORE_ORDER - SCORE_FINAL ? x.points : INT16_MIN;
}

/* Two legs with a value in common. Those that come from one host do not follow from each other. */
static void meet(struct view *v, uint32_t row, uint32_t other)
{
    struct look *a = look_at(v, row), *b = look_at(v, other);
    bool side = spot_eq(a->trait.out, b->trait.out);
    if (side || ends_meet(&a->trait, &b->trait))
        note_reuse(&a->trait, &b->trait);
    if (side || is_near(a, other))
        return;
    int points = points_of(v, &a->trait, &b->trait), back = points_of(v, &b->trait, &a->trait);
    points = back > points ? back : points;
    if (points == INT16_MIN)
        return;
    remember(a, other, points);
    remember(b, row, points);
}

/* What is as old as the units last seems new again, and is found too old by a look at it. */
static uint32_t units_of(int64_t ns)
{
    return (uint32_t)((uint64_t)ns >> SEEN_SHIFT);
}

/* Meets those of one chain that began not long ago. */
static void look_around(struct view *v, uint32_t row, unsigned slot, uint32_t value)
{
    struct look *l = look_at(v, row);
    uint64_t born = l->born;
    const struct chain *chain = chain_of(v, slot, value);
    uint32_t at = units_of(l->seen_ns) - chain->seen > REACH ? 0 : chain->first;
    for (int steps = 0, met = 0; at && steps < STEPS_MAX && met < VIEW_CANDIDATES; steps++) {
        uint32_t other = at >> SLOT_BITS;
        const struct look *o = look_at(v, other);
        if (o->born > born || l->seen_ns - o->seen_ns > SCORE_REACH_NS)
            return;
        if (other != row && has_value(&o->trait, slot, value)) {
            meet(v, row, other);
            met++;
        }
        born = o->born;
        at = o->next[at & ((1U << SLOT_BITS) - 1)];
    }
}

static void publish(struct view *v, uint32_t row)
{
    struct look *l = look_at(v, row);
    for (unsigned slot = 0; slot < SLOTS; slot++)
        mem_prefetch(chain_of(v, slot, value_of(&l->trait, slot)));
    for (unsigned slot = 0; slot < SLOTS; slot++) {
        uint32_t value = value_of(&l->trait, slot);
        if (!value)
            continue;
        struct chain *chain = chain_of(v, slot, value);
        look_around(v, row, slot, value);
        l->next[slot] = chain->first;
        *chain = (struct chain){ row << SLOT_BITS | slot, units_of(l->seen_ns) };
    }
}

void view_add(struct view *v, const struct sip_index *x, uint32_t message, uint32_t leg,
              int64_t now_ns)
{
    uint32_t row = pool_new(&v->looks);
    struct look *l = look_at(v, row);
    if (!l)
        return;
    trait_read(&l->trait, v->store, x, message, leg);
    l->born = ++v->born;
    l->seen_ns = now_ns;
    store_leg(v->store, leg)->look = row;
    if (v->youngest)
        look_at(v, v->youngest)->younger = row;
    else
        v->oldest = row;
    v->youngest = row;
    if (!v->ripest) {
        v->ripest = row;
        v->due_ns = now_ns + VIEW_RIPE_NS;
    }
    publish(v, row);
}

static struct look *find(const struct view *v, uint32_t leg)
{
    struct look *l = look_at(v, store_leg(v->store, leg)->look);
    return l && l->trait.leg == leg ? l : NULL;
}

const struct trait *view_find(const struct view *v, uint32_t leg)
{
    struct look *l = find(v, leg);
    return l ? &l->trait : NULL;
}

void view_mark(struct view *v, uint32_t leg)
{
    struct look *l = find(v, leg);
    if (l)
        l->marked = true;
}

void view_hop(struct view *v, uint32_t message, uint32_t leg)
{
    struct look *l = find(v, leg);
    const struct leg *x = store_leg(v->store, leg);
    if (l)
        trait_hop(&l->trait, v->store, message,
                  store_message(v->store, message)->path >> 1 == x->top_path >> 1);
}

/* ---- judgement */

/* The best parent of a leg, and by how much. */
struct choice {
    struct look *parent;
    struct score best;
    int second;
};

/* A parent that has a leg which fits it better is no rival of another parent. */
static void weigh(struct choice *c, struct look *parent, struct score x)
{
    struct look *loser = c->parent;
    int points = c->best.points;
    if (x.points > points) {
        c->parent = parent;
        c->best = x;
    } else {
        loser = parent;
        points = x.points;
    }
    if (loser && loser->taken <= points && points > c->second)
        c->second = points;
}

static struct choice choose(const struct view *v, const struct look *l, bool strangers)
{
    struct choice c = { .best.points = INT16_MIN, .second = INT16_MIN };
    for (unsigned i = 0; i < l->nears; i++) {
        struct look *p = look_at(v, l->near[i]);
        if (p->trait.leg && !p->marked &&
            nodes_enters(v->nodes, &p->trait, l->trait.out) != strangers)
            weigh(&c, p, score_legs(v->store, &p->trait, &l->trait));
    }
    int dropped = l->dropped ? l->dropped + score_answers_max(v->store, &l->trait) : 0;
    if (dropped > c.second)
        c.second = dropped;
    return c;
}

/* Does another leg fit the parent about as well, though only one can follow from it? One that fits
 * another parent better does not count. Several follow from it where it is a fork, and the INVITEs
 * alone say so. */
static bool has_rival(const struct view *v, const struct look *parent, const struct look *child,
                      int points)
{
    const struct trait *t = &parent->trait;
    bool fork = score_traits(t, &child->trait).enough && score_is_fork(v->store, t, &child->trait);
    for (unsigned i = 0; i < parent->nears; i++) {
        const struct look *o = look_at(v, parent->near[i]);
        if (o == child || !o->trait.leg || !spot_eq(o->trait.out, child->trait.out) ||
            (fork && score_is_fork(v->store, t, &o->trait)))
            continue;
        const struct link *joined = leg_link(v->store, o->trait.leg);
        if (joined && joined->parent != t->leg)
            continue;
        int theirs = score_legs(v->store, t, &o->trait).points;
        if (theirs > points - SCORE_LEAD && choose(v, o, false).best.points <= theirs)
            return true;
    }
    return false;
}

/* A leg that follows from none that ends where it begins: perhaps its node has two addresses. */
static void suspect(const struct view *v, const struct look *l)
{
    struct choice c = choose(v, l, true);
    const struct trait *p = c.parent ? &c.parent->trait : NULL;
    if (p && p->entries == 1 && c.best.points >= NODE_POINTS && !c.parent->taken &&
        c.best.points - c.second >= SCORE_LEAD && !leg_link(v->store, p->leg))
        nodes_witness(v->nodes, p->entered[0], l->trait.out, p->leg, l->trait.leg, c.best);
}

static void judge(const struct view *v, const struct look *l)
{
    if (!l->trait.leg || !l->nears || leg_link(v->store, l->trait.leg))
        return;
    struct choice c = choose(v, l, false);
    if (!c.parent)
        suspect(v, l);
    if (!c.parent || c.best.points < SCORE_PROBABLE)
        return;
    bool enough = c.best.points >= SCORE_LINK && c.best.enough;
    bool clear =
        c.best.points - c.second >= SCORE_LEAD && !has_rival(v, c.parent, l, c.best.points);
    if (!enough && !clear)
        return;
    enum link_kind kind = !enough ? LINK_PROBABLE : clear ? LINK_CALL : LINK_AMBIGUOUS;
    if (kind == LINK_CALL && c.best.points > c.parent->taken)
        c.parent->taken = (int16_t)c.best.points;
    unsigned percent = c.best.points < 99 ? (unsigned)c.best.points : 99;
    link_add(v->store, c.parent->trait.leg, l->trait.leg, kind,
             c.best.because | LINK_BIT(SESSION_SCORE), percent);
}

/* Those go that nobody will be compared with any more. */
static void leave(struct view *v, int64_t now_ns)
{
    struct look *l = look_at(v, v->oldest);
    if (!l || v->oldest == v->ripest || now_ns - l->seen_ns < VIEW_LEAVE_NS)
        return;
    const struct look *next = look_at(v, v->ripest);
    if (next && next->seen_ns - l->seen_ns <= 2 * SCORE_REACH_NS)
        return;
    uint32_t row = v->oldest;
    v->oldest = l->younger;
    if (!v->oldest)
        v->youngest = 0;
    l->trait.leg = 0;
    pool_give(&v->looks, row);
}

bool view_judge(struct view *v, int64_t now_ns, bool over, unsigned n)
{
    if (!over && now_ns < v->due_ns)
        return false;
    for (; n; n--) {
        const struct look *l = look_at(v, v->ripest);
        if (!over)
            leave(v, now_ns);
        v->due_ns = l ? l->seen_ns + VIEW_RIPE_NS : INT64_MAX;
        if (!l || (!over && now_ns < v->due_ns))
            return false;
        judge(v, l);
        v->ripest = l->younger;
    }
    return true;
}

/* They keep their places in the queue and in the chains, but have no value that anybody asks for.
 */
void view_forget(struct view *v)
{
    for (uint32_t row = v->oldest; row;) {
        struct look *l = look_at(v, row);
        if (leg_goes(v->store, l->trait.leg))
            l->trait = (struct trait){ 0 };
        row = l->younger;
    }
}
