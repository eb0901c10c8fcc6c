/* Which legs and messages the user means: --call, --call-id, --session, --packet, --filter. */
#ifndef UI_CLI_SELECT_H
#define UI_CLI_SELECT_H

#include "ui/cli/cmd.h"

/* Calls fn for each selected message in the order of the capture, until it returns false. Without
 * any selection all messages are meant. EXIT_DONE, EXIT_NOTHING (said on standard error) or
 * EXIT_USAGE (a filter that cannot be read, shown with the place). */
int select_messages(struct trace *t, const struct options *c,
                    bool (*fn)(void *ctx, uint32_t message), void *ctx);

/* The legs that are selected, into *legs (n of them; owned, mem_free). Without a selection: that
 * with the most messages, an INVITE's before others. Exit status as above. */
int select_legs(struct trace *t, const struct options *c, uint32_t **legs, unsigned *n);

/* Is nothing selected? */
bool select_is_empty(const struct options *c);

/* All legs of calls, with `others` those that are none, too; as select_legs. */
int select_all_legs(struct trace *t, bool others, uint32_t **legs, unsigned *n);

/* Is there what --call, --session or --call-id name? False: said on standard error. */
bool select_exists(struct trace *t, const struct options *c);

/* The leg with this Call-ID, or 0. */
uint32_t select_call_id(struct trace *t, const char *call_id);

/* A filter in force for a command: as match_open, with its error shown. EXIT_DONE or EXIT_USAGE. */
struct match;
int select_filter(struct match **out, struct trace *t, const struct options *c);

#endif
