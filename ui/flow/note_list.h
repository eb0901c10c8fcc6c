/* The note under an arrow that does more than its sentence says: X(METHOD, low, high, FACTS,
 * "words"), as in step_list.h; where no row fits there is none. Messages that are passed on have
 * one only where FACTS say so. */
#define NOTE_LIST(X)                                                                               \
    X(REFER, 0, 0, F(OTHER), "")                                                                   \
    X(REFER, 0, 0, F(MEETING), "{src} has {callee} call {target} into the conference")             \
    X(REFER, 0, 0, F(HANDED), "{src} hands the call with {target} over to {callee}")               \
    X(REFER, 0, 0, F(TRANSFER), "{src} transfers {callee} to {target} ({kind})")                   \
    X(INVITE, 300, 399, 0, "{src} forwards the call to {contact}[, {diversion}]")                  \
    X(INVITE, 0, 0, F(PASSED) | F(INSTEAD) | F(RETARGET),                                          \
      "{src} forwards the call to {uri}[, diverted by {diverter}]")                                \
    X(INVITE, 0, 0, F(TRANSFER), "")                                                               \
    X(INVITE, 0, 0, F(REPLACES) | F(NEW), "{src} takes over a call of {callee}")                   \
    X(INVITE, 0, 0, F(JOIN) | F(NEW), "{src} joins a call of {callee}")                            \
    X(INVITE, 0, 0, F(COMPLETION) | F(NEW), "{src} calls {callee} back (call completion)")         \
    X(INVITE, 0, 0, F(HOLD) | F(TAKEN), "{src} puts {callee} on hold")                             \
    X(UPDATE, 0, 0, F(HOLD) | F(TAKEN), "{src} puts {callee} on hold")                             \
    X(INVITE, 0, 0, F(RESUME) | F(TAKEN), "{src} takes {callee} back from hold")                   \
    X(UPDATE, 0, 0, F(RESUME) | F(TAKEN), "{src} takes {callee} back from hold")                   \
    X(INVITE, 0, 0, F(FAX) | F(TAKEN), "{src} and {callee} change over from speech to fax")        \
    X(INVITE, 0, 0, F(FAX_END) | F(TAKEN), "{src} and {callee} change back from fax to speech")
