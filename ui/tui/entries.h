/* Registrations and subscriptions as rows of a table: what each says, and how wide the columns are.
 * What stands in messages is read again from the capture when it is seen. */
#ifndef UI_TUI_ENTRIES_H
#define UI_TUI_ENTRIES_H

#include "decode/registration.h"
#include "decode/subscription.h"
#include "decode/trace.h"
#include "ui/tui/grid.h"

enum entry_kind { ENTRY_REGISTRATION, ENTRY_SUBSCRIPTION, ENTRY_KINDS };

/* The columns, of a registration and of a subscription. */
enum entry_column {
    ENTRY_STATE,
    ENTRY_WHO,     /* the user; the subscriber */
    ENTRY_WHAT,    /* the Contact; what is subscribed to */
    ENTRY_EXPIRES, /* seconds granted */
    ENTRY_COUNT,   /* how often it was renewed; NOTIFYs */
    ENTRY_TELLS,   /* failures; the package */
    ENTRY_WHEN,    /* when it runs out; the newest NOTIFY */
    ENTRY_SOURCE,
    ENTRY_SERVER, /* the registrar; the notifier */
    ENTRY_AGENT,
    ENTRY_COLUMNS
};

/* One of them. */
struct entry {
    enum entry_kind kind;
    uint32_t number; /* as in the store, from 1; 0: none */
};

struct entries;

/* Owned; entries_free. NULL: no memory. Borrows the trace. */
struct entries *entries_new(struct trace *t);
void entries_free(struct entries *e);

/* How many there are. */
uint32_t entries_count(const struct entries *e, enum entry_kind kind);

/* The newest leg of it. */
uint32_t entries_leg(const struct entries *e, struct entry x);

/* Takes a row that will be seen into account for the widths of its kind; shares the columns of the
 * screen out. */
void entries_measure(struct entries *e, const struct grid *g, struct entry x);
void entries_fit(struct entries *e, enum entry_kind kind, int room);

/* Draws the heads of a kind, or a row, onto row y of the area. */
void entries_head(const struct entries *e, const struct area *a, int y, enum entry_kind kind);
void entries_row(struct entries *e, const struct area *a, int y, struct entry x);

/* Does it have this text in a column? */
bool entries_has(struct entries *e, struct entry x, struct slice text);

#endif
