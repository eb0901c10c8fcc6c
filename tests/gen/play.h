/* Plays a script: keeps the dialogs, makes each message and sends it. */
#ifndef GEN_PLAY_H
#define GEN_PLAY_H

#include "base/err.h"
#include "tests/gen/scene.h"
#include "tests/gen/wire.h"

/* Errors: a step that does not fit what went before, in one sentence with file and line. */
int play_script(struct scene *sc, struct wire *w, struct err *err);

#endif
