/* The state of a call: what each message changes, and what it amounts to. */
#ifndef DECODE_CALL_H
#define DECODE_CALL_H

#include "decode/sift.h"
#include "decode/store.h"

/* How long a request waits for an answer, a 2xx for its ACK (64*T1, 3261 17.1.1.2, 13.3.1.4). */
#define CALL_WAIT_NS (INT64_C(32) * 1000000000)

#define CALL_LEGS 16 /* legs of a call that are asked whether it was taken over */

/* Takes note of a message of the leg. `message` is its row, dialog its dialog's row or 0, repeat
 * whether it was seen before. */
void call_see(struct store *s, struct leg *leg, const struct brief *b, uint32_t message,
              uint32_t dialog, bool repeat);

/* Brings the messages that decided a call into the cache, if there is a leg of that number. Who
 * goes through all legs asks so for one a few places on: its messages lie anywhere. */
void call_prefetch(const struct store *s, uint32_t leg);

/* The state by what was seen up to end_ns; `over`: nothing more will come. The code that goes with
 * it into *code (0: none). */
enum call_state call_state(const struct store *s, const struct leg *leg, int64_t end_ns, bool over,
                           unsigned *code);

/* The same by the messages of the leg alone, whatever other calls took from it or gave it to. */
enum call_state call_own_state(const struct store *s, const struct leg *leg, int64_t end_ns,
                               bool over, unsigned *code);

/* Who ended it with BYE (the message is leg->m_bye, on the first hop where it was seen). */
enum call_side {
    CALL_NOBODY, /* not ended so */
    CALL_CALLER,
    CALL_CALLEE,
    CALL_OTHER, /* its tags are not those of the first INVITE */
};

enum call_side call_hung_up(const struct leg *leg);

/* The answer that refused the call of this leg, which is nearest the caller, where it was made: of
 * all legs the first with the code that the caller got, else with the one that a proxy or B2BUA
 * made it from; 0: it was not refused. Looks at up to CALL_ANSWERS messages of each leg. */
#define CALL_ANSWERS 256
uint32_t call_refused_at(const struct store *s, uint32_t leg);

/* From the first INVITE to the first 180, 183 or 200 seen at the hop nearest the caller; to the
 * 200; from the 200 to the BYE (none where the 200 was never acknowledged). In ns, -1 where it did
 * not come to that. */
int64_t call_pdd(const struct store *s, const struct leg *leg);
int64_t call_setup(const struct store *s, const struct leg *leg);
int64_t call_talk(const struct store *s, const struct leg *leg);

#endif
