/* Kinds of transfers and what becomes of them: X(id, "word of the JSON contract", what it means).
 */
#define TRANSFER_KIND_LIST(X)                                                                      \
    X(BLIND, "blind", "the other party is to call somebody who was not asked (5589 6)")            \
    X(ATTENDED, "attended", "the call to the target, answered before, is taken over (5589 7)")     \
    X(SEMI, "semi-attended", "the call to the target only rang (5589 7.6)")

/* From the least to the most decided. */
#define TRANSFER_OUTCOME_LIST(X)                                                                   \
    X(UNKNOWN, "unknown", "nothing tells how it went on")                                          \
    X(ACCEPTED, "accepted", "the REFER was taken; the new call is not in the capture")             \
    X(COMPLETED, "completed", "the target was reached")                                            \
    X(FAILED, "failed", "the target was not reached")                                              \
    X(REFUSED, "refused", "the REFER was refused")
