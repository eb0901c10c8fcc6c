/* Two pages of notes, each with chains of its own. */
#include "decode/session/relation_window.h"

#include "base/mem.h"

enum { BITS_MIN = 12, BITS_MAX = 16 }; /* of the number of chains of a page */

static bool page_init(struct window_page *p, uint32_t bits)
{
    *p = (struct window_page){ .bits = bits, .chain = mem_new(1U << bits, sizeof(*p->chain)) };
    pool_init(&p->notes, sizeof(struct note));
    return p->chain != NULL;
}

static void page_fini(struct window_page *p)
{
    pool_fini(&p->notes);
    mem_free(p->chain);
}

bool window_init(struct window *w, int64_t span_ns)
{
    *w = (struct window){ .span_ns = span_ns };
    bool first = page_init(&w->page[0], BITS_MIN);
    bool second = page_init(&w->page[1], BITS_MIN);
    return first && second;
}

void window_fini(struct window *w)
{
    page_fini(&w->page[0]);
    page_fini(&w->page[1]);
}

static struct note *note_at(const struct window_page *p, uint32_t row)
{
    return pool_find(&p->notes, row);
}

/* As many chains as the page before had links. */
static uint32_t bits_for(const struct window_page *before)
{
    uint32_t bits = BITS_MIN;
    while (bits < BITS_MAX && before->links >> bits)
        bits++;
    return bits;
}

/* The page for a note of this time; a new one also after the clock was set. NULL: no memory. */
static struct window_page *page_for(struct window *w, int64_t time_ns)
{
    struct window_page *p = &w->page[w->newer], fresh;
    int64_t age = time_ns - p->first_ns;
    if (p->notes.n && (age > w->span_ns || age < -w->span_ns)) {
        if (!page_init(&fresh, bits_for(p))) {
            page_fini(&fresh);
            return NULL;
        }
        w->newer = !w->newer;
        p = &w->page[w->newer];
        page_fini(p);
        *p = fresh;
    }
    if (!p->notes.n)
        p->first_ns = time_ns;
    return p;
}

/* Keys are keyed hashes, though some of 32 bits only. */
static uint64_t spread(unsigned place, uint64_t key)
{
    return (key + place) * UINT64_C(0x9e3779b97f4a7c15);
}

static uint32_t *chain_of(const struct window_page *p, unsigned place, uint64_t key)
{
    return &p->chain[spread(place, key) >> (64 - p->bits)];
}

static bool may_have(const struct window_page *p, unsigned place, uint64_t key)
{
    uint64_t bit = spread(place, key) / (UINT64_MAX / WINDOW_FILTER + 1);
    return p->seen[bit / 64] >> bit % 64 & 1;
}

static void note_seen(struct window_page *p, unsigned place, uint64_t key)
{
    uint64_t bit = spread(place, key) / (UINT64_MAX / WINDOW_FILTER + 1);
    p->seen[bit / 64] |= UINT64_C(1) << bit % 64;
}

static struct note *note_of(const struct window_page *p, uint32_t link)
{
    return note_at(p, link >> WINDOW_KEY_BITS);
}

static unsigned place_of(uint32_t link)
{
    return link & (WINDOW_KEYS - 1);
}

/* Puts it before all others in the chain of its key. */
static void publish(struct window_page *p, uint32_t row, unsigned place)
{
    struct note *n = note_at(p, row);
    if (!n->key[place])
        return;
    uint32_t *chain = chain_of(p, place, n->key[place]);
    n->older[place] = *chain;
    *chain = row << WINDOW_KEY_BITS | place;
    p->has[place] = true;
    p->links++;
    note_seen(p, place, n->key[place]);
}

struct note *window_add(struct window *w, const struct note *note)
{
    struct window_page *p = page_for(w, note->time_ns);
    uint32_t row = p && p->notes.n < UINT32_MAX >> WINDOW_KEY_BITS ? pool_new(&p->notes) : 0;
    if (!row)
        return NULL;
    *note_at(p, row) = *note;
    for (unsigned i = 0; i < WINDOW_KEYS; i++)
        publish(p, row, i);
    w->last_ns = note->time_ns;
    return note_at(p, row);
}

static uint32_t first_link(const struct window_page *p, const struct window_walk *walk)
{
    return walk->key && may_have(p, walk->place, walk->key) ? *chain_of(p, walk->place, walk->key)
                                                            : 0;
}

struct window_walk window_seek(struct window *w, unsigned place, uint64_t key)
{
    struct window_walk walk = { .place = place, .key = key };
    walk.link = first_link(&w->page[w->newer], &walk);
    return walk;
}

struct note *window_next(struct window *w, struct window_walk *walk)
{
    for (;;) {
        if (!walk->link && !walk->pages) {
            walk->pages = 1;
            walk->notes = walk->steps = 0;
            walk->link = first_link(&w->page[!w->newer], walk);
        }
        if (!walk->link)
            return NULL;
        unsigned place = place_of(walk->link);
        struct note *n = note_of(&w->page[w->newer ^ walk->pages], walk->link);
        bool fits = place == walk->place && n->key[place] == walk->key;
        walk->notes += fits;
        walk->link =
            walk->notes < WINDOW_NEWEST && ++walk->steps < WINDOW_STEPS ? n->older[place] : 0;
        if (fits)
            return n;
    }
}

/* The link that leads to a note by its key in this place; NULL: not on this page, or too far. */
static uint32_t *link_to(struct window_page *p, const struct note *note, unsigned place)
{
    uint32_t *link = chain_of(p, place, note->key[place]);
    for (unsigned steps = 0; *link && steps < WINDOW_STEPS; steps++) {
        struct note *n = note_of(p, *link);
        if (n == note && place_of(*link) == place)
            return link;
        link = &n->older[place_of(*link)];
    }
    return NULL;
}

void window_rekey(struct window *w, struct note *note, unsigned place, uint64_t key)
{
    for (unsigned i = 0; i < 2; i++) {
        struct window_page *p = &w->page[i];
        uint32_t *link = note->key[place] ? link_to(p, note, place) : NULL;
        if (!link)
            continue;
        uint32_t row = *link >> WINDOW_KEY_BITS;
        *link = note->older[place];
        p->links--;
        note->key[place] = key;
        publish(p, row, place);
        return;
    }
}

void window_forget(struct window *w, const struct store *s)
{
    for (unsigned i = 0; i < 2; i++)
        for (uint32_t row = 1; row <= w->page[i].notes.n; row++) {
            struct note *n = note_at(&w->page[i], row);
            if (leg_goes(s, n->leg) || leg_goes(s, n->other))
                memset(n->key, 0, sizeof(n->key));
        }
}
