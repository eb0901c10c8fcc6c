/* What a phone or server learns from a message that it sends or gets (RFC 3261 12.1, 22.2). */
#ifndef GEN_DIALOG_H
#define GEN_DIALOG_H

#include "tests/gen/message.h"

/* A copy of the request as its receiver holds it: with received and rport filled in, where the
 * sender asked for it. port is where it came from. Kept with the scene. */
const struct message *dialog_stamp(struct scene *sc, const struct message *m, uint16_t port);

void dialog_sent(struct scene *sc, const struct message *m, unsigned node);
void dialog_got(struct scene *sc, const struct message *m, unsigned node);

#endif
