/* What the rules about registrations share. Private to this folder. */
#ifndef DECODE_FINDING_REG_WORDS_H
#define DECODE_FINDING_REG_WORDS_H

#include "decode/finding/inquiry.h"

/* A finding about the leg of this message: leg and call are set from it, and it is its proof. */
struct finding *reg_find(struct inquiry *q, uint32_t message);

/* Appends the user that a REGISTER or its answer is about: the address in To. */
void reg_say_user(struct inquiry *q, struct finding *f, uint32_t message);

#endif
