/* What may be true of a message besides its start line: X(id, "what it means"). step_list.h chooses
 * its words by these. */
#define FACT_LIST(X)                                                                               \
    X(PASSED, "it came to its sender as it is, and goes on")                                       \
    X(LAST, "nobody passes it on, and who gets it is no proxy")                                    \
    X(ITSELF, "an answer by a node that passed the request on, or will: it speaks for itself")     \
    X(MIDDLE, "who sends it is no phone: a proxy, a B2BUA")                                        \
    X(CARRIED, "comes from elsewhere: the hop before is not in the capture")                       \
    X(NAMELESS, "From or To is missing")                                                           \
    X(NEW, "the first request of its Call-ID")                                                     \
    X(INSIDE, "inside a dialog")                                                                   \
    X(FORK, "an earlier branch of the same request is still open: it has no final answer yet")     \
    X(INSTEAD,                                                                                     \
      "passed on to another place than before: that branch is done, or Diversion says so")         \
    X(RETARGET, "passed on to another user than it was sent to")                                   \
    X(TRANSFER, "of a call that a REFER asked for; a REFER that is about a call")                  \
    X(REPLACES, "takes over another dialog, or asks for it")                                       \
    X(JOIN, "joins another dialog")                                                                \
    X(CREDENTIALS, "carries credentials")                                                          \
    X(AUTH, "again, with the credentials that were asked for")                                     \
    X(REDIRECTED, "again, after a redirection")                                                    \
    X(AGAIN, "again, after it was refused")                                                        \
    X(NO_SDP, "has no SDP")                                                                        \
    X(HOLD, "its SDP puts the other side on hold")                                                 \
    X(RESUME, "its SDP ends a hold")                                                               \
    X(MOVE, "its SDP names another place for the media")                                           \
    X(CODECS, "its SDP has other codecs or media")                                                 \
    X(FAX, "its SDP has fax, the one before had not")                                              \
    X(FAX_END, "its SDP goes back from fax to speech")                                             \
    X(ADDED, "its SDP has a stream more")                                                          \
    X(REMOVED, "its SDP has a stream less")                                                        \
    X(DIRECTION, "its SDP has another direction, that is no hold")                                 \
    X(TAKEN, "an offer: the answer takes what it changes")                                         \
    X(HOLDS, "the SDP of an answer to an INVITE puts the other side on hold by itself")            \
    X(REFRESH, "its SDP is the one before; a registration that is there")                          \
    X(REFUSAL, "ACK: to an answer that refuses")                                                   \
    X(UNKNOWN, "ACK: to an answer that is not there")                                              \
    X(CANCELLED, "a CANCEL was sent for the request")                                              \
    X(GONE, "487: a BYE ended the dialog before the answer (3261 15)")                             \
    X(ELSEWHERE, "CANCEL: since another phone answered")                                           \
    X(TOO_LATE, "answer to a CANCEL: its sender has answered the call before")                     \
    X(LEAVES, "BYE: of who asked for a transfer")                                                  \
    X(REPLACED, "BYE: of a call that another took over")                                           \
    X(ENDS, "removes or ends what was registered, subscribed or published")                        \
    X(ASKS, "REGISTER: asks what is registered")                                                   \
    X(REFER, "event refer: how a transfer goes on")                                                \
    X(WORKS, "sipfrag below 200")                                                                  \
    X(DONE, "sipfrag 2xx")                                                                         \
    X(FAILED, "sipfrag from 300 on")                                                               \
    X(COMPLETION, "waits for somebody to be free, or calls him back then")                         \
    X(MEETING, "REFER to a conference, or the call into it that it makes")                         \
    X(HANDED, "REFER: asks a third one to take over the sender's call")                            \
    X(OTHER, "REFER: asks for something else than a call")                                         \
    X(SELF, "from a node to itself")
