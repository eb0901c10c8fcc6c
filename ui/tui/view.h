/* Which legs are listed, and in which order: filtered, sorted and grouped in slices. While a list
 * is sorted the one that was there before stays to be seen; one with other legs fills before one's
 * eyes. */
#ifndef UI_TUI_VIEW_H
#define UI_TUI_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/match.h"
#include "ui/flow/column.h"
#include "ui/tui/bits.h"

/* A list has rows of the store, and headlines: this bit and the first leg of the session below. */
#define VIEW_HEAD UINT32_C(0x80000000)

static inline bool view_is_head(uint32_t entry)
{
    return entry & VIEW_HEAD;
}

static inline uint32_t view_leg(uint32_t entry)
{
    return entry & ~VIEW_HEAD;
}

struct view_list {
    uint32_t *leg;
    uint32_t n, cap;
};

enum view_phase { VIEW_IDLE, VIEW_FILTERS, VIEW_READS_KEYS, VIEW_SORTS, VIEW_GROUPS };

struct view_key {
    unsigned char key[COLUMN_KEY];
    uint32_t leg;
};

/* Calls of sessions, while they are grouped: chains through the list. */
struct view_groups {
    uint32_t *count, *first, *last; /* by session */
    uint32_t *next;                 /* by place in the list */
    uint32_t sessions;
    bool emits; /* all are counted */
};

/* Two sorted runs [a, mid) and [b, end) that become one from `out` on. */
struct view_merge {
    uint32_t a, mid, b, end, out;
};

struct view {
    struct trace *trace;
    struct match *match;
    char *filter; /* its text, NULL: none */
    bool all;     /* not only calls */
    bool tree;    /* calls of one session stand together */
    bool paused;  /* what comes in is not listed yet */
    const struct column *order;
    bool reverse;
    struct view_list base;        /* all that is listed, sorted */
    struct view_list shown, next; /* with headlines, and without what is folded; in the making */
    struct bits folded;           /* sessions, by row; with `fold` those that are not */
    bool fold;
    uint32_t seen;  /* legs of the store that base knows of */
    uint32_t limit; /* legs when it was paused */
    enum view_phase phase;
    uint32_t at; /* how far the phase is */
    struct view_key *key, *spare;
    struct column_row *row; /* that keys are read of */
    struct view_groups groups;
    uint32_t width; /* of the runs that are sorted */
    struct view_merge merge;
    uint32_t made;      /* how often shown was replaced */
    uint32_t listed;    /* how often base was */
    uint32_t links;     /* between legs when it was grouped */
    int64_t grouped_ns; /* when, by the monotonic clock */
    bool fills;         /* the list in the making is shown as far as it is */
    bool whole;         /* made after the last packet */
    bool failed;        /* memory ran out: legs are missing */
};

/* Borrows the trace, and a row to read with, which others may use between two calls. Embedded:
 * view_init, view_fini. */
void view_init(struct view *v, struct trace *t, struct column_row *row);
void view_fini(struct view *v);

/* 0, -EINVAL with *error, -ENOMEM. NULL or blank: no filter. */
int view_filter(struct view *v, const char *text, struct query_error *error);
void view_all(struct view *v, bool all);

/* By a column, borrowed until there is another. */
void view_sort(struct view *v, const struct column *order, bool reverse);

/* Calls of one session together under a headline, or not; and those of one session, or of all,
 * folded away. */
void view_group(struct view *v, bool tree);
void view_fold(struct view *v, uint32_t leg, bool folded);
void view_fold_all(struct view *v, bool folded);
bool view_is_folded(const struct view *v, uint32_t leg);

/* Lists nothing that comes in, until it goes on. */
void view_pause(struct view *v, bool paused);

/* Legs of the store are gone: takes them out of the list. */
void view_drop_gone(struct view *v);

/* Works up to a time of the monotonic clock; true: there is more to do. */
bool view_work(struct view *v, int64_t until_ns);

/* How far the list in the making is, in percent; 100: there is none. */
unsigned view_progress(const struct view *v);

#endif
