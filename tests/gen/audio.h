/* Stretches of RTP. */
#ifndef GEN_AUDIO_H
#define GEN_AUDIO_H

#include "tests/gen/scene.h"
#include "tests/gen/wire.h"

/* The packets of an RTP step, from now on; time passes to their end unless STEP_ASIDE. */
void audio_play(struct scene *sc, struct wire *w, const struct step *step);

#endif
