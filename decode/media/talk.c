/* Remembers dialogs and their exchanges, a bounded number of each. */
#include "decode/media/talk.h"

#include "base/mem.h"

static bool has_key(const void *ctx, uint32_t slot, const void *key)
{
    const struct talks *t = ctx;
    return t->talk[slot - 1]->key == *(const uint64_t *)key;
}

/* The same for both directions of a dialog. */
static uint64_t key_of(const struct talks *t, uint32_t leg, uint64_t tag, uint64_t other)
{
    uint64_t low = tag < other ? tag : other, high = tag < other ? other : tag;
    return hash_mix(hash_mix(t->key.k0 ^ leg, low), high);
}

bool talks_init(struct talks *t, const struct hash_key *key)
{
    *t = (struct talks){ .key = *key };
    return index_init(&t->index);
}

void talks_fini(struct talks *t)
{
    talks_clear(t);
    for (unsigned i = 0; i < OFFER_DIALOGS; i++)
        mem_free(t->talk[i]);
    while (t->free) {
        struct talk_media *next = t->free->next;
        mem_free(t->free);
        t->free = next;
    }
    index_fini(&t->index);
}

/* ---- descriptions */

struct talk_media *talk_media_use(struct talk_media *m)
{
    if (m)
        m->users++;
    return m;
}

void talk_media_drop(struct talks *t, struct talk_media *m)
{
    if (!m || --m->users)
        return;
    m->next = t->free;
    t->free = m;
}

/* ---- sightings */

const struct talk_sighting *talk_sighting_before(const struct talk_sightings *s, uint32_t from)
{
    for (unsigned i = 0; i < s->n && from; i++)
        if (s->at[i].to == from)
            return &s->at[i];
    return NULL;
}

const struct talk_sighting *talk_sighting_back(const struct talk_sightings *s, uint32_t from,
                                               uint32_t to)
{
    for (unsigned i = 0; i < s->n && from && to; i++)
        if (s->at[i].to == from && s->at[i].from == to)
            return &s->at[i];
    return NULL;
}

void talk_sighting_add(struct talks *t, struct talk_sightings *s, struct talk_sighting one)
{
    for (unsigned i = 0; i < s->n; i++)
        if (s->at[i].from == one.from && s->at[i].to == one.to && s->at[i].meaning == one.meaning) {
            talk_media_drop(t, one.media);
            return;
        }
    if (s->n == TALK_SIGHTINGS) {
        talk_media_drop(t, one.media);
        return;
    }
    s->at[s->n++] = one;
}

void talk_sightings_drop(struct talks *t, struct talk_sightings *s)
{
    for (unsigned i = 0; i < s->n; i++)
        talk_media_drop(t, s->at[i].media);
    s->n = 0;
}

static void use_sightings(const struct talk_sightings *s)
{
    for (unsigned i = 0; i < s->n; i++)
        talk_media_use(s->at[i].media);
}

/* ---- exchanges */

static bool waits(const struct talk_exchange *x)
{
    return (x->stage == TALK_EMPTY || x->stage == TALK_OFFERED) && !x->handed;
}

void talk_stage_set(struct talks *t, struct talk_exchange *x, enum talk_stage stage)
{
    t->waiting -= waits(x);
    x->stage = (uint8_t)stage;
    t->waiting += waits(x);
}

static void drop_exchange(struct talks *t, struct talk_exchange *x)
{
    talk_stage_set(t, x, TALK_FREE);
    talk_sightings_drop(t, &x->offer);
    talk_sightings_drop(t, &x->answer);
    talk_sightings_drop(t, &x->preview);
    talk_media_drop(t, x->previewed);
    talk_media_drop(t, x->answered);
    *x = (struct talk_exchange){ .stage = TALK_FREE };
}

struct talk_exchange *talk_exchange_find(struct talk *k, unsigned side, uint32_t cseq,
                                         uint8_t method)
{
    for (int i = 0; i < OFFER_EXCHANGES; i++) {
        struct talk_exchange *x = &k->exchange[i];
        if (x->stage != TALK_FREE && x->side == side && x->cseq == cseq && x->method == method)
            return x;
    }
    return NULL;
}

/* Greater: sooner to be forgotten. What is done goes first, the INVITE of a dialog that is being
 * made and the one in question last. */
static unsigned uselessness(const struct talk *k, const struct talk_exchange *x)
{
    if (x->stage == TALK_FREE)
        return 4;
    if (!waits(x))
        return x->method == SIP_METHOD_INVITE && k->early ? 2 : 3;
    return 1;
}

struct talk_exchange *talk_exchange_new(struct talks *t, struct talk *k)
{
    struct talk_exchange *best = &k->exchange[0];
    for (int i = 1; i < OFFER_EXCHANGES; i++) {
        struct talk_exchange *x = &k->exchange[i];
        unsigned a = uselessness(k, x), b = uselessness(k, best);
        if (a > b || (a == b && x->age < best->age))
            best = x;
    }
    drop_exchange(t, best);
    best->age = ++k->exchanges;
    return best;
}

struct talk_exchange *talk_exchange_copy(struct talks *t, struct talk *k,
                                         struct talk_exchange *from)
{
    struct talk_exchange *x = talk_exchange_new(t, k);
    uint32_t age = x->age;
    talk_media_use(from->previewed);
    talk_media_use(from->answered);
    use_sightings(&from->offer);
    use_sightings(&from->answer);
    use_sightings(&from->preview);
    t->waiting -= waits(from);
    from->handed = true;
    *x = *from;
    x->age = age;
    x->handed = false;
    t->waiting += waits(x);
    return x;
}

/* ---- dialogs */

static void unlink_talk(struct talks *t, struct talk *k)
{
    if (k->newer)
        t->talk[k->newer - 1]->older = k->older;
    else
        t->newest = k->older;
    if (k->older)
        t->talk[k->older - 1]->newer = k->newer;
    else
        t->oldest = k->newer;
}

static void link_talk(struct talks *t, struct talk *k, uint32_t slot)
{
    k->newer = 0;
    k->older = t->newest;
    if (t->newest)
        t->talk[t->newest - 1]->newer = slot;
    else
        t->oldest = slot;
    t->newest = slot;
}

static uint32_t slot_of(const struct talks *t, const struct talk *k)
{
    return k->newer ? t->talk[k->newer - 1]->older : t->newest;
}

/* Leaves the slot, empty and not linked. */
static void drop_talk(struct talks *t, struct talk *k, uint32_t slot)
{
    index_remove(&t->index, k->key, slot);
    unlink_talk(t, k);
    for (int i = 0; i < OFFER_EXCHANGES; i++)
        drop_exchange(t, &k->exchange[i]);
    talk_media_drop(t, k->media[0]);
    talk_media_drop(t, k->media[1]);
    *k = (struct talk){ .key = 0 };
}

void talks_clear(struct talks *t)
{
    while (t->oldest)
        drop_talk(t, t->talk[t->oldest - 1], t->oldest);
    t->used = 0;
    t->waiting = 0;
}

/* What has been silent for longest makes room; never the newest, which is in question. */
struct talk_media *talk_media_new(struct talks *t, const struct media *m)
{
    while (!t->free && t->medias == OFFER_MEDIA && t->oldest != t->newest) {
        drop_talk(t, t->talk[t->oldest - 1], t->oldest);
        t->lost++;
    }
    struct talk_media *new = t->free;
    if (new)
        t->free = new->next;
    else if (t->medias < OFFER_MEDIA && (new = mem_new(1, sizeof(*new))))
        t->medias++;
    if (!new)
        return NULL;
    new->media = *m;
    new->users = 1;
    return new;
}

struct talk *talk_find(struct talks *t, uint32_t leg, uint64_t tag, uint64_t other)
{
    uint64_t key = key_of(t, leg, tag, other);
    uint32_t slot = index_find(&t->index, key, has_key, t, &key);
    return slot ? t->talk[slot - 1] : NULL;
}

struct talk *talk_new(struct talks *t, uint32_t leg, uint64_t tag, uint64_t other)
{
    uint32_t slot = t->used < OFFER_DIALOGS ? t->used + 1 : t->oldest;
    struct talk *k = t->talk[slot - 1];
    if (!k)
        k = t->talk[slot - 1] = mem_new(1, sizeof(*k));
    if (!k)
        return NULL;
    if (slot > t->used)
        t->used = slot;
    else {
        drop_talk(t, k, slot);
        t->lost++;
    }
    *k = (struct talk){
        .key = key_of(t, leg, tag, other), .tag = { tag, other }, .leg = leg, .early = true
    };
    link_talk(t, k, slot);
    return index_add(&t->index, k->key, slot) ? k : NULL; /* else forgotten in its turn */
}

void talk_touch(struct talks *t, struct talk *k)
{
    uint32_t slot = slot_of(t, k);
    if (t->newest == slot)
        return;
    unlink_talk(t, k);
    link_talk(t, k, slot);
}
