/* Makes the message that a step asks for, out of what its sender knows. */
#ifndef GEN_BUILD_H
#define GEN_BUILD_H

#include "base/err.h"
#include "tests/gen/journal.h"

struct builder {
    struct scene *sc;
    const struct journal *journal;
    const struct step *step;
    struct err *err;
};

/* The step's message, kept with the scene. Errors: a step that does not fit what went before. */
int build_message(struct builder *b, struct message **out);

/* Adds SDP to the message; `offer` is what it answers, NULL: nothing. */
int build_sdp(struct builder *b, struct message *m, const struct sdp *offer);

/* Writes "FILE:LINE: " and the sentence; returns -EINVAL. */
int build_fail(const struct builder *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* INVITE, SUBSCRIBE, REFER: those whose answer makes a dialog. */
bool build_makes_dialog(struct slice method);

/* The bytes of a method or name in a printf. */
#define BUILD_FMT(slice) (int)(slice).n, (slice).p

#endif
