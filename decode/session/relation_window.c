/* Two pages of notes, each with an index of its own. */
#include "decode/session/relation_window.h"

static bool page_init(struct window_page *p)
{
    *p = (struct window_page){ .first_ns = 0 };
    pool_init(&p->notes, sizeof(struct note));
    return index_init(&p->by);
}

static void page_fini(struct window_page *p)
{
    pool_fini(&p->notes);
    index_fini(&p->by);
}

bool window_init(struct window *w, int64_t span_ns)
{
    *w = (struct window){ .span_ns = span_ns };
    bool first = page_init(&w->page[0]), second = page_init(&w->page[1]);
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

/* The page for a note of this time; a new one also after the clock was set. NULL: no memory. */
static struct window_page *page_for(struct window *w, int64_t time_ns)
{
    struct window_page *p = &w->page[w->newer], fresh;
    int64_t age = time_ns - p->first_ns;
    if (p->notes.n && (age > w->span_ns || age < -w->span_ns)) {
        if (!page_init(&fresh)) {
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

/* What index_find compares with. */
struct place_key {
    const struct window_page *page;
    unsigned place;
    uint64_t key;
};

static bool same_key(const void *ctx, uint32_t row, const void *key)
{
    const struct place_key *k = key;
    return note_at(ctx, row)->key[k->place] == k->key;
}

/* One index serves all places. */
static uint64_t hash_of(unsigned place, uint64_t key)
{
    return key + place;
}

static uint32_t newest(struct window_page *p, unsigned place, uint64_t key)
{
    struct place_key k = { p, place, key };
    return key && p->has[place] ? index_find(&p->by, hash_of(place, key), same_key, p, &k) : 0;
}

/* Makes it the newest with its key. */
static void publish(struct window_page *p, uint32_t row, unsigned place)
{
    struct note *n = note_at(p, row);
    if (!n->key[place])
        return;
    uint64_t key = n->key[place];
    n->key[place] = 0;
    n->older[place] = newest(p, place, key);
    if (n->older[place])
        index_remove(&p->by, hash_of(place, key), n->older[place]);
    if (!index_add(&p->by, hash_of(place, key), row))
        return;
    n->key[place] = key;
    p->has[place] = true;
}

struct note *window_add(struct window *w, const struct note *note)
{
    struct window_page *p = page_for(w, note->time_ns);
    uint32_t row = p ? pool_new(&p->notes) : 0;
    if (!row)
        return NULL;
    *note_at(p, row) = *note;
    for (unsigned i = 0; i < WINDOW_KEYS; i++)
        publish(p, row, i);
    w->last_ns = note->time_ns;
    return note_at(p, row);
}

struct window_walk window_seek(struct window *w, unsigned place, uint64_t key)
{
    struct window_walk walk = { .place = place, .key = key };
    walk.row = newest(&w->page[w->newer], place, key);
    return walk;
}

struct note *window_next(struct window *w, struct window_walk *walk)
{
    while (!walk->row && walk->pages == 0) {
        walk->pages = 1;
        walk->notes = 0;
        walk->row = newest(&w->page[!w->newer], walk->place, walk->key);
    }
    if (!walk->row)
        return NULL;
    struct note *n = note_at(&w->page[w->newer ^ walk->pages], walk->row);
    walk->row = ++walk->notes < WINDOW_NEWEST ? n->older[walk->place] : 0;
    return n;
}

void window_rekey(struct window *w, struct note *note, unsigned place, uint64_t key)
{
    for (unsigned i = 0; i < 2; i++) {
        struct window_page *p = &w->page[i];
        uint32_t row = newest(p, place, note->key[place]);
        if (!row || note_at(p, row) != note)
            continue; /* an older one with that key; it may still be found by its other keys */
        index_remove(&p->by, hash_of(place, note->key[place]), row);
        if (note->older[place])
            index_add(&p->by, hash_of(place, note->key[place]), note->older[place]);
        note->key[place] = key;
        publish(p, row, place);
        return;
    }
}
