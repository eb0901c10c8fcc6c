/* REFERs that wait for the INVITE they ask for (3515, 3892, 5589). */
#ifndef DECODE_SESSION_TRANSFER_WAIT_H
#define DECODE_SESSION_TRANSFER_WAIT_H

#include <stdbool.h>

#include "decode/sip/index.h"
#include "decode/store.h"

/* From the REFER to the INVITE; later ones are calls of their own. */
#define TRANSFER_WAIT_NS (INT64_C(60) * 1000000000)
#define TRANSFER_POINTS 60     /* enough to join */
#define TRANSFER_CANDIDATES 16 /* newest REFERs looked at for one INVITE and one sign */

struct transfers;

struct transfers *transfers_new(void);
void transfers_free(struct transfers *t);

/* A REFER request of a leg; its later hops too. */
void transfers_refer(struct transfers *t, const struct store *s, const struct sip_index *x,
                     uint32_t message, uint32_t leg);

/* Does a REFER wait for its INVITE now? */
bool transfers_waiting(const struct transfers *t, int64_t now_ns);

/* The first INVITE of a leg: the leg of the REFER that asked for it, or 0. */
uint32_t transfers_invite(struct transfers *t, const struct store *s, const struct sip_index *x,
                          uint32_t message);

#endif
