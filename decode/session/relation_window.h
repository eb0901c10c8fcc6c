/* What was noted a while ago and may be answered soon: notes found by keyed hashes of what they
 * have in common with what comes. Notes go onto the newer of two pages. When that is as old as the
 * window is long, nothing on the older one counts any more: it is wiped and becomes the newer. So
 * memory depends on the traffic of a minute or two, and forgetting costs nothing. */
#ifndef DECODE_SESSION_RELATION_WINDOW_H
#define DECODE_SESSION_RELATION_WINDOW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/pool.h"
#include "decode/store.h"

#define WINDOW_KEY_BITS 2
#define WINDOW_KEYS (1U << WINDOW_KEY_BITS)
#define WINDOW_NEWEST 16    /* notes with one key that are looked at, on each page */
#define WINDOW_FILTER 32768 /* bits of the filter of a page */
#define WINDOW_STEPS 128    /* the same, those with other keys in the same chain counted, too */

struct note {
    uint64_t key[WINDOW_KEYS];   /* 0: absent; other values say nothing across the places */
    uint32_t older[WINDOW_KEYS]; /* for the window: what follows in the chain of each key */
    uint64_t extra;              /* another hash, to be compared with */
    int64_t time_ns;
    uint32_t leg, row; /* what it is about */
    uint32_t other;    /* leg that answered it, 0: none yet */
    uint8_t kind;
};

/* Chains of notes by key and place, the newest first. A link is the number of a note and the place
 * of the key, in the lowest WINDOW_KEY_BITS; 0: the end. */
struct window_page {
    struct pool notes;
    uint32_t *chain;                   /* 1 << bits of them */
    uint32_t bits, links;              /* how many links there are */
    uint64_t seen[WINDOW_FILTER / 64]; /* by hash of a key: most that are sought are in no note */
    bool has[WINDOW_KEYS];             /* a note with a key in this place */
    int64_t first_ns;
};

struct window {
    struct window_page page[2];
    unsigned newer; /* 0 or 1 */
    int64_t span_ns, last_ns;
};

/* Where a search stands. */
struct window_walk {
    unsigned place, pages, notes, steps;
    uint32_t link;
    uint64_t key;
};

/* False: no memory. Embedded; window_fini in both cases. */
bool window_init(struct window *w, int64_t span_ns);
void window_fini(struct window *w);

/* May anything noted be answered at this time? */
static inline bool window_is_live(const struct window *w, int64_t now_ns)
{
    return w->page[w->newer].notes.n && now_ns - w->last_ns <= w->span_ns &&
           now_ns - w->last_ns >= -w->span_ns;
}

/* Has any note that is kept a key in this place? */
static inline bool window_has(const struct window *w, unsigned place)
{
    return w->page[0].has[place] || w->page[1].has[place];
}

/* Keeps a copy, and says where; NULL: no memory. It stays there until it is forgotten. Constant
 * time. */
struct note *window_add(struct window *w, const struct note *note);

/* Notes with this key in this place, the newest first; those that are too old for now_ns too. Begin
 * with window_seek. NULL: no more, or WINDOW_NEWEST or WINDOW_STEPS of each page were seen. */
struct window_walk window_seek(struct window *w, unsigned place, uint64_t key);
struct note *window_next(struct window *w, struct window_walk *walk);

/* Gives the note another key in this place: that of one that window_next gave, which is not walked
 * on with. */
void window_rekey(struct window *w, struct note *note, unsigned place, uint64_t key);

/* Notes about legs that go (leg_goes), or answered by such, are found no more. */
void window_forget(struct window *w, const struct store *s);

#endif
