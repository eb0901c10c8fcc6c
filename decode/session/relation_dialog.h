/* Dialogs that a header names: Replaces and Join (3891, 3911), Target-Dialog (4538), and the
 * Replaces inside a Refer-To (5589 7). */
#ifndef DECODE_SESSION_RELATION_DIALOG_H
#define DECODE_SESSION_RELATION_DIALOG_H

#include <stdbool.h>

#include "base/slice.h"
#include "decode/store.h"

#define NAMED_MAX 512 /* bytes of an unescaped Replaces that are looked at */

struct named_dialog {
    uint64_t key;    /* of struct dialog; 0: the header names none */
    uint64_t call;   /* hash of its Call-ID */
    uint32_t leg;    /* with this Call-ID, 0: not in the capture so far */
    uint32_t dialog; /* 0: not in the capture so far, though its leg may be */
    bool early_only; /* 3891 6.1 */
};

/* From the value of Replaces, Join or Target-Dialog. An absent value names none. */
struct named_dialog relation_dialog(struct store *s, struct slice value);

/* From the ?Replaces= of a Refer-To. */
struct named_dialog relation_refer_dialog(struct store *s, struct slice refer_to);

#endif
