/* Dialogs (3261 12; 6665 4.4.1): Call-ID and both tags. */
#ifndef DECODE_DIALOG_H
#define DECODE_DIALOG_H

#include "decode/sift.h"
#include "decode/store.h"

/* Names the dialog of a message that has both tags, whichever side sent it. */
static inline uint64_t dialog_key(const struct brief *b)
{
    return hash_mix(b->call_hash, b->from_tag + b->to_tag);
}

/* What a message says about the dialog it names: makes it, confirms it or finds it. The row, or 0
 * when it names none (or memory has run out). `leg` is that of leg_row. */
uint32_t dialog_see(struct store *s, uint32_t leg_row, struct leg *leg, const struct brief *b);

/* Takes away the dialogs of legs that go (leg_goes). */
void dialogs_forget(struct store *s);

/* The dialog with this key, or 0. */
uint32_t dialog_find(struct store *s, uint64_t key);

#endif
