/* Which legs are listed, and in which order: filtered and sorted in slices. While a list is sorted
 * the one that was there before stays to be seen; one with other legs fills before one's eyes. */
#ifndef UI_TUI_VIEW_H
#define UI_TUI_VIEW_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/match.h"
#include "ui/tui/rows.h"

#define VIEW_KEY 24 /* bytes of a text that count for its place */

enum view_order {
    VIEW_BY_NUMBER,
    VIEW_BY_FROM,
    VIEW_BY_TO,
    VIEW_BY_STATE,
    VIEW_BY_MESSAGES,
    VIEW_BY_PDD,
    VIEW_BY_TALK,
    VIEW_ORDERS,
};

struct view_list {
    uint32_t *leg; /* rows in the store */
    uint32_t n, cap;
};

enum view_phase { VIEW_IDLE, VIEW_FILTERS, VIEW_READS_KEYS, VIEW_SORTS };

struct view_key {
    unsigned char key[VIEW_KEY];
    uint32_t leg;
};

struct view {
    struct trace *trace;
    struct rows *rows;
    struct match *match;
    char *filter; /* its text, NULL: none */
    bool all;     /* not only calls */
    enum view_order order;
    bool reverse;
    struct view_list shown, next; /* next: the one in the making */
    uint32_t seen;                /* legs of the store that shown knows of */
    enum view_phase phase;
    uint32_t at; /* how far the phase is */
    struct view_key *key, *spare;
    uint32_t width; /* of the runs that are sorted */
    uint32_t made;  /* how often shown was replaced */
    bool fills;     /* the list in the making is shown as far as it is */
    bool whole;     /* made after the last packet */
    bool failed;    /* memory ran out: legs are missing */
};

/* Borrows the trace and the rows. Embedded: view_init, view_fini. */
void view_init(struct view *v, struct trace *t, struct rows *rows);
void view_fini(struct view *v);

/* 0, -EINVAL with *error, -ENOMEM. NULL or blank: no filter. */
int view_filter(struct view *v, const char *text, struct query_error *error);
void view_sort(struct view *v, enum view_order order, bool reverse);
void view_all(struct view *v, bool all);

/* Works up to a time of the monotonic clock; true: there is more to do. */
bool view_work(struct view *v, int64_t until_ns);

/* How far the list in the making is, in percent; 100: there is none. */
unsigned view_progress(const struct view *v);

#endif
