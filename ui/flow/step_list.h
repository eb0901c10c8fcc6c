/* The sentence for each step: X(METHOD, low, high, FACTS, "words"). The first row that fits wins.
 * METHOD: of the request (for a response: that of its CSeq) or ANY; low..high: codes of a response,
 * 0, 0: a request; FACTS: those of fact_list.h that must be true. In the words {name} is a row of
 * word_list.h; what stands in [brackets] is left out where a {name} in it has nothing to say. The
 * full stop is added. */
#define STEP_LIST(X)                                                                               \
    /* calls */                                                                                    \
    X(INVITE, 0, 0, F(PASSED) | F(RETARGET) | F(FORK),                                             \
      "{src} also sends the call to {uri} (fork)")                                                 \
    X(INVITE, 0, 0, F(PASSED) | F(RETARGET) | F(INSTEAD),                                          \
      "{src} sends the call on to {uri} instead: the Request-URI changes, the Call-ID stays[; "    \
      "diverted by {diverter}]")                                                                   \
    X(INVITE, 0, 0, F(PASSED) | F(RETARGET),                                                       \
      "{src} sends the call on to {uri}: the Request-URI changes, the Call-ID stays")              \
    X(INVITE, 0, 0, F(PASSED) | F(FORK), "{src} also sends the call to {dst} (fork)")              \
    X(INVITE, 0, 0, F(PASSED), "{src} passes the INVITE on to {dst}")                              \
    X(INVITE, 0, 0, F(NAMELESS),                                                                   \
      "{src} sends {dst} an INVITE that does not say who calls whom: From or To is missing")       \
    X(INVITE, 0, 0, F(INSIDE) | F(AUTH),                                                           \
      "{src} asks for the change again, now with the credentials that {challenger} asked for")     \
    X(INVITE, 0, 0, F(INSIDE) | F(REPLACES),                                                       \
      "{src} asks {callee} inside the call to let it take the place of another one (Replaces)")    \
    X(INVITE, 0, 0, F(INSIDE) | F(HOLD), "{src} puts {callee} on hold: the SDP says {direction}")  \
    X(INVITE, 0, 0, F(INSIDE) | F(RESUME),                                                         \
      "{src} takes {callee} back from hold: the SDP says {direction}[ ({codecs})]")                \
    X(INVITE, 0, 0, F(INSIDE) | F(FAX), "{src} asks to change over from speech to fax ({codecs})") \
    X(INVITE, 0, 0, F(INSIDE) | F(FAX_END),                                                        \
      "{src} asks to change back from fax to speech[ ({codecs})]")                                 \
    X(INVITE, 0, 0, F(INSIDE) | F(ADDED), "{src} asks for more media in the call: {codecs}")       \
    X(INVITE, 0, 0, F(INSIDE) | F(REMOVED),                                                        \
      "{src} takes media out of the call[; what stays: {codecs}]")                                 \
    X(INVITE, 0, 0, F(INSIDE) | F(DIRECTION),                                                      \
      "{src} changes the direction of the media: the SDP says {direction}")                        \
    X(INVITE, 0, 0, F(INSIDE) | F(REFRESH), "{src} refreshes the call; the SDP is the same")       \
    X(INVITE, 0, 0, F(INSIDE) | F(NO_SDP),                                                         \
      "{src} asks {callee} to make a new offer: this INVITE inside the call has no SDP")           \
    X(INVITE, 0, 0, F(INSIDE) | F(MOVE),                                                           \
      "{src} moves the media: they are to come to {media_address} from now on[ ({codecs})]")       \
    X(INVITE, 0, 0, F(INSIDE) | F(CODECS), "{src} asks for other media in the call: {codecs}")     \
    X(INVITE, 0, 0, F(INSIDE), "{src} changes the call[: the SDP offers {codecs}]")                \
    X(INVITE, 0, 0, F(AUTH),                                                                       \
      "{src} calls again, now with the credentials that {challenger} asked for[ (as {login})]")    \
    X(INVITE, 0, 0, F(REDIRECTED), "{src} follows the redirection and calls {uri}")                \
    X(INVITE, 0, 0, F(REPLACES) | F(TRANSFER),                                                     \
      "{src} calls {callee} because {by} asked for it (transfer): the new call is to take the "    \
      "place of one that {callee} has (Replaces)")                                                 \
    X(INVITE, 0, 0, F(REPLACES),                                                                   \
      "{src} calls {callee} to take over a call: Replaces names the dialog whose place it takes")  \
    X(INVITE, 0, 0, F(JOIN), "{src} calls {callee} to join a call: Join names its dialog")         \
    X(INVITE, 0, 0, F(AGAIN),                                                                      \
      "{src} tries to reach {callee} again after the {cause_code} answer[, with a session timer "  \
      "of {session}]")                                                                             \
    X(INVITE, 0, 0, F(TRANSFER),                                                                   \
      "{src} calls {callee} because {by} asked for it (transfer): a new call with its own "        \
      "Call-ID")                                                                                   \
    X(INVITE, 0, 0, F(MEETING) | F(NEW),                                                           \
      "{src} calls {callee} into the conference, as {by} asked: a new call with its own Call-ID")  \
    X(INVITE, 0, 0, F(COMPLETION) | F(NEW),                                                        \
      "{src} calls {callee} back, who can be reached now (call completion): a new call with its "  \
      "own Call-ID")                                                                               \
    X(INVITE, 0, 0, F(CARRIED) | F(NEW),                                                           \
      "{src} brings {dst} a call from {caller}[ to {beyond}][; the SDP offers {codecs}][; "        \
      "diverted by {diverter}]")                                                                   \
    X(INVITE, 0, 0, F(MIDDLE) | F(NEW),                                                            \
      "{src} calls {callee} on behalf of {caller}: a Call-ID of its own[, and the SDP offers "     \
      "{codecs}]")                                                                                 \
    X(INVITE, 0, 0, F(NEW) | F(NO_SDP),                                                            \
      "{src} calls {callee}: From names {from_text}, the Request-URI names {uri_text}, a new "     \
      "Call-ID, and no SDP: the offer is left to {callee}")                                        \
    X(INVITE, 0, 0, F(NEW),                                                                        \
      "{src} calls {callee}: From names {from_text}, the Request-URI names {uri_text}, a new "     \
      "Call-ID[, and {receives}][; diverted by {diverter}]")                                       \
    X(INVITE, 0, 0, 0, "{src} calls {callee}[; the SDP offers {codecs}]")                          \
    /* progress */                                                                                 \
    X(INVITE, 100, 100, 0, "{src} has the INVITE and is working on it")                            \
    X(INVITE, 180, 180, F(PASSED) | F(LAST), "{src} passes the ringing on; {dst} hears ringback")  \
    X(INVITE, 180, 180, F(PASSED), "{src} passes the ringing on to {dst}")                         \
    X(INVITE, 180, 180, F(MIDDLE),                                                                 \
      "{src} reports that the phone of {callee} rings[; the SDP prepares early media ({codecs})]") \
    X(INVITE, 180, 180, 0, "{phone} rings[; the SDP prepares early media ({codecs})]")             \
    X(INVITE, 181, 181, F(PASSED), "{src} passes on to {dst} that the call is being forwarded")    \
    X(INVITE, 181, 181, 0, "{src} reports that the call is being forwarded")                       \
    X(INVITE, 182, 182, F(PASSED), "{src} passes on to {dst} that the call waits in a queue")      \
    X(INVITE, 182, 182, 0, "{src} keeps the call waiting in a queue")                              \
    X(INVITE, 183, 183, F(PASSED) | F(LAST),                                                       \
      "{src} passes the progress on[; {dst} can hear early media ({codecs})]")                     \
    X(INVITE, 199, 199, F(PASSED),                                                                 \
      "{src} tells {dst} that one of the phones that were tried is out")                           \
    X(INVITE, 199, 199, 0, "{src} reports that one of the phones that were tried is out")          \
    X(INVITE, 101, 199, F(PASSED), "{src} passes the progress on to {dst}")                        \
    X(INVITE, 101, 199, 0,                                                                         \
      "{src} reports progress[; the SDP opens early media ({codecs}), perhaps an announcement]")   \
    /* answers */                                                                                  \
    X(INVITE, 200, 299, F(INSIDE) | F(PASSED) | F(LAST) | F(HOLD),                                 \
      "{src} passes the 200 on; {answerer} is on hold now")                                        \
    X(INVITE, 200, 299, F(INSIDE) | F(PASSED) | F(LAST) | F(RESUME),                               \
      "{src} passes the 200 on; {dst} and {answerer} are connected again")                         \
    X(INVITE, 200, 299, F(INSIDE) | F(PASSED), "{src} passes the 200 on to {dst}")                 \
    X(INVITE, 200, 299, F(INSIDE) | F(HOLD) | F(HOLDS),                                            \
      "{src} accepts the hold and puts {asker} on hold as well[: the SDP says {direction}]")       \
    X(INVITE, 200, 299, F(INSIDE) | F(HOLDS),                                                      \
      "{src} agrees and puts {asker} on hold[: the SDP says {direction}]")                         \
    X(INVITE, 200, 299, F(INSIDE) | F(HOLD), "{src} accepts the hold[: the SDP says {direction}]") \
    X(INVITE, 200, 299, F(INSIDE) | F(RESUME),                                                     \
      "{src} agrees to go on[: the SDP says {direction}]")                                         \
    X(INVITE, 200, 299, F(INSIDE) | F(REFRESH), "{src} confirms that the call goes on")            \
    X(INVITE, 200, 299, F(INSIDE) | F(NO_SDP), "{src} makes the new offer[: {codecs}]")            \
    X(INVITE, 200, 299, F(INSIDE) | F(DIRECTION),                                                  \
      "{src} agrees to the change[: the SDP says {direction}]")                                    \
    X(INVITE, 200, 299, F(INSIDE), "{src} agrees to the change[: {codecs}]")                       \
    X(INVITE, 200, 299, F(PASSED) | F(LAST),                                                       \
      "{src} passes the answer on; {dst} learns that {answerer} has answered")                     \
    X(INVITE, 200, 299, F(PASSED), "{src} passes the answer on to {dst}")                          \
    X(INVITE, 200, 299, F(REPLACES),                                                               \
      "{src} takes the call, which takes the place of the other one[; {receives}]")                \
    X(INVITE, 200, 299, F(TRANSFER), "{src} answers: the transfer is complete[; {receives}]")      \
    X(INVITE, 200, 299, F(NO_SDP), "{src} answers[ and makes the offer: {receives}]")              \
    X(INVITE, 200, 299, F(MIDDLE), "{src} reports that {callee} has answered[; {receives}]")       \
    X(INVITE, 200, 299, 0, "{src} answers[; {receives}]")                                          \
    X(INVITE, 300, 399, F(PASSED), "{src} passes the redirection on to {dst}[: {contact}]")        \
    X(INVITE, 305, 305, 0, "{src} asks {dst} to go through the proxy {contact}")                   \
    X(INVITE, 300, 399, 0,                                                                         \
      "{src} forwards the call: {caller} is to call {contact} instead[, {diversion}]")             \
    X(ANY, 401, 401, F(PASSED), "{src} passes the demand for a password on to {dst}")              \
    X(ANY, 407, 407, F(PASSED), "{src} passes the demand for a password on to {dst}")              \
    X(ANY, 401, 401, F(CREDENTIALS),                                                               \
      "{src} asks {dst} for the password again[ (realm {realm})]: {challenge}")                    \
    X(ANY, 407, 407, F(CREDENTIALS),                                                               \
      "{src}{as_proxy} asks {dst} for the password again[ (realm {realm})]: {challenge}")          \
    X(ANY, 401, 401, 0, "{src} asks {dst} for a password[ (realm {realm})]")                       \
    X(ANY, 407, 407, 0, "{src}{as_proxy} asks {dst} for a password[ (realm {realm})]")             \
    X(INVITE, 486, 600, F(PASSED) | F(LAST) | F(CANCELLED),                                        \
      "{src} passes the {code} on; for {dst} the call is over")                                    \
    X(INVITE, 487, 487, F(PASSED), "{src} passes the 487 on to {dst}")                             \
    X(INVITE, 487, 487, F(CANCELLED) | F(ITSELF),                                                  \
      "{src} itself confirms that the call was given up: this is the answer to the INVITE that "   \
      "{canceller} cancelled")                                                                     \
    X(INVITE, 487, 487, F(CANCELLED),                                                              \
      "{src} confirms that the call was given up: this is the answer to the INVITE that "          \
      "{canceller} cancelled")                                                                     \
    X(INVITE, 487, 487, F(GONE), "{src} ends the INVITE: the BYE came before an answer to it")     \
    X(INVITE, 487, 487, 0,                                                                         \
      "{src} ends the call before an answer, though the capture shows no CANCEL for it")           \
    X(INVITE, 486, 486, F(PASSED), "{src} tells {dst} that {answerer} is busy")                    \
    X(INVITE, 600, 600, F(PASSED), "{src} tells {dst} that {answerer} is busy everywhere")         \
    X(INVITE, 486, 486, F(ITSELF), "{src} itself says that {callee} is busy")                      \
    X(INVITE, 486, 486, F(MIDDLE), "{src} reports that {callee} is busy")                          \
    X(INVITE, 486, 486, 0, "{src} is busy")                                                        \
    X(INVITE, 600, 600, 0, "{src} is busy everywhere")                                             \
    X(INVITE, 603, 603, F(PASSED), "{src} tells {dst} that {answerer} declines the call")          \
    X(INVITE, 603, 603, 0, "{src} declines the call")                                              \
    X(INVITE, 408, 408, F(ITSELF), "{src} itself gives up: nobody answered in time")               \
    X(INVITE, 480, 480, F(INSIDE), "{src} refuses: not available now")                             \
    X(INVITE, 480, 480, F(PASSED), "{src} tells {dst} that {answerer} cannot be reached now")      \
    X(INVITE, 480, 480, F(MIDDLE), "{src} reports that {callee} cannot be reached now")            \
    X(INVITE, 480, 480, 0, "{src} cannot be reached now")                                          \
    X(INVITE, 404, 404, F(PASSED), "{src} passes on to {dst} that there is no such user")          \
    X(INVITE, 404, 404, 0, "{src} knows no user {request_uri}")                                    \
    X(INVITE, 488, 488, F(PASSED),                                                                 \
      "{src} passes on to {dst} that {answerer} cannot use the media offered")                     \
    X(INVITE, 488, 488, 0, "{src} refuses: it cannot use the media offered[ ({cause_codecs})]")    \
    X(INVITE, 491, 491, F(PASSED), "{src} passes the 491 on to {dst}")                             \
    X(INVITE, 491, 491, 0,                                                                         \
      "{src} refuses for now: both sides want to change the call at the same time (glare)")        \
    /* confirmations */                                                                            \
    X(ACK, 0, 0, F(PASSED) | F(LAST) | F(INSIDE), "{src} passes the confirmation on to {dst}")     \
    X(ACK, 0, 0, F(PASSED) | F(LAST),                                                              \
      "{src} passes the confirmation on to {dst}; {origin} and {dst} are connected")               \
    X(ACK, 0, 0, F(PASSED), "{src} passes the confirmation on to {dst}")                           \
    X(ACK, 0, 0, F(REFUSAL), "{src} confirms to {dst} that the {cause_code} answer has arrived")   \
    X(ACK, 0, 0, F(UNKNOWN), "{src} confirms an answer that is not in the capture")                \
    X(ACK, 0, 0, F(INSIDE) | F(HOLD), "{src} confirms; {callee} is on hold")                       \
    X(ACK, 0, 0, F(INSIDE) | F(RESUME), "{src} confirms; {callee} is off hold")                    \
    X(ACK, 0, 0, F(INSIDE),                                                                        \
      "{src} confirms the answer; the change is done[; the SDP answers with {codecs}]")            \
    X(ACK, 0, 0, F(NO_SDP),                                                                        \
      "{src} confirms the answer; the call with {answerer_of} is up[ (codecs: {agreed})]")         \
    X(ACK, 0, 0, 0,                                                                                \
      "{src} confirms the answer; the call with {answerer_of} is up[; the SDP answers the offer "  \
      "with {codecs}]")                                                                            \
    X(PRACK, 0, 0, F(PASSED), "{src} passes the PRACK on to {dst}")                                \
    X(PRACK, 0, 0, 0, "{src} confirms the provisional answer[ {rack}]")                            \
    X(PRACK, 200, 299, F(PASSED), "{src} passes the answer to the PRACK on to {dst}")              \
    X(PRACK, 200, 299, 0, "{src} confirms the PRACK[; the SDP says {codecs}]")                     \
    /* the end */                                                                                  \
    X(BYE, 0, 0, F(PASSED), "{src} passes the BYE on to {dst}")                                    \
    X(BYE, 0, 0, F(LEAVES) | F(DONE), "{src} leaves the call with {callee}: the transfer is done") \
    X(BYE, 0, 0, F(LEAVES) | F(FAILED),                                                            \
      "{src} ends the call with {callee}; the transfer has failed")                                \
    X(BYE, 0, 0, F(LEAVES), "{src} leaves the call: the transfer is up to {callee} now")           \
    X(BYE, 0, 0, F(REPLACED), "{src} ends the call with {callee}; another has taken its place")    \
    X(BYE, 0, 0, F(MIDDLE), "{src} ends the call with {callee}")                                   \
    X(BYE, 0, 0, 0, "{src} hangs up")                                                              \
    X(BYE, 200, 299, F(PASSED), "{src} passes the confirmation on to {dst}")                       \
    X(BYE, 200, 299, 0, "{src} confirms the end of the call with {asker}")                         \
    X(BYE, 481, 481, 0, "{src} no longer knows this call")                                         \
    X(CANCEL, 0, 0, F(ELSEWHERE) | F(PASSED),                                                      \
      "{src} stops the ringing at {dst} too: another phone has answered")                          \
    X(CANCEL, 0, 0, F(ELSEWHERE), "{src} stops the ringing at {dst}: another phone has answered")  \
    X(CANCEL, 0, 0, F(PASSED), "{src} passes the CANCEL on to {dst}")                              \
    X(CANCEL, 0, 0, F(MIDDLE), "{src} withdraws the call from {dst} before it is answered there")  \
    X(CANCEL, 0, 0, 0, "{src} gives the call up before it is answered")                            \
    X(CANCEL, 200, 299, F(TOO_LATE),                                                               \
      "{src} takes the CANCEL, which comes too late: the call is answered already")                \
    X(CANCEL, 200, 299, 0, "{src} takes the CANCEL; the INVITE will be answered with 487")         \
    X(CANCEL, 481, 481, 0, "{src} knows of no request that could be cancelled")                    \
    /* transfers */                                                                                \
    X(REFER, 0, 0, F(PASSED), "{src} passes the REFER on to {dst}")                                \
    X(REFER, 0, 0, F(OTHER), "{src} asks {callee} to send {refer_method} to {target}")             \
    X(REFER, 0, 0, F(MEETING), "{src} asks {callee} to bring {target} into the conference")        \
    X(REFER, 0, 0, F(HANDED),                                                                      \
      "{src} asks {callee} to take over the call with {target}: Refer-To names the call to be "    \
      "replaced")                                                                                  \
    X(REFER, 0, 0, F(REPLACES),                                                                    \
      "{src} asks {callee} to call {target} in place of {src}: {kind} transfer, Refer-To names "   \
      "the call to be replaced")                                                                   \
    X(REFER, 0, 0, F(TRANSFER), "{src} asks {callee} to call {target} instead: {kind} transfer")   \
    X(REFER, 0, 0, 0, "{src} asks {callee} to call {target}")                                      \
    X(REFER, 200, 299, F(ITSELF),                                                                  \
      "{src} itself takes the REFER; whether {request_end} will follow it is not known yet")       \
    X(REFER, 200, 299, F(PASSED) | F(MEETING), "{src} tells {dst} that {answerer} will try it")    \
    X(REFER, 200, 299, F(MEETING), "{src} will try it")                                            \
    X(REFER, 200, 299, F(PASSED) | F(OTHER), "{src} tells {dst} that {answerer} will try it")      \
    X(REFER, 200, 299, F(PASSED), "{src} tells {dst} that {answerer} will try the transfer")       \
    X(REFER, 200, 299, F(OTHER), "{src} will try it")                                              \
    X(REFER, 200, 299, F(TRANSFER), "{src} will try the transfer")                                 \
    X(REFER, 200, 299, F(REPLACES), "{src} will try the transfer")                                 \
    X(REFER, 200, 299, 0, "{src} will try the call")                                               \
    X(REFER, 300, 699, F(PASSED), "{src} passes the refusal on to {dst}")                          \
    X(REFER, 300, 699, F(MEETING), "{src} refuses to do so[: {help}]")                             \
    X(REFER, 300, 699, 0, "{src} refuses the transfer[: {help}]")                                  \
    X(NOTIFY, 0, 0, F(REFER) | F(PASSED), "{src} passes the report on to {dst}")                   \
    X(NOTIFY, 0, 0, F(REFER) | F(TRANSFER) | F(WORKS),                                             \
      "{src} reports on the transfer: {sipfrag}, under way")                                       \
    X(NOTIFY, 0, 0, F(REFER) | F(TRANSFER) | F(DONE),                                              \
      "{src} reports that the transfer succeeded ({sipfrag})")                                     \
    X(NOTIFY, 0, 0, F(REFER) | F(TRANSFER) | F(FAILED),                                            \
      "{src} reports that the transfer failed ({sipfrag})")                                        \
    X(NOTIFY, 0, 0, F(REFER) | F(TRANSFER), "{src} reports on the transfer")                       \
    X(NOTIFY, 0, 0, F(REFER) | F(WORKS),                                                           \
      "{src} reports on what the REFER asked for: {sipfrag}, under way")                           \
    X(NOTIFY, 0, 0, F(REFER) | F(DONE),                                                            \
      "{src} reports that what the REFER asked for succeeded ({sipfrag})")                         \
    X(NOTIFY, 0, 0, F(REFER) | F(FAILED),                                                          \
      "{src} reports that what the REFER asked for failed ({sipfrag})")                            \
    X(NOTIFY, 0, 0, F(REFER), "{src} reports on what the REFER asked for")                         \
    X(NOTIFY, 200, 299, F(REFER) | F(PASSED), "{src} passes the confirmation on to {dst}")         \
    X(NOTIFY, 200, 299, F(REFER), "{src} confirms the report")                                     \
    /* registrations and events */                                                                 \
    X(REGISTER, 0, 0, F(PASSED), "{src} passes the REGISTER on to {dst}")                          \
    X(REGISTER, 0, 0, F(AUTH) | F(ENDS),                                                           \
      "{src} asks again to remove {binding} of {aor}, now with the credentials asked for[ (as "    \
      "{login})]")                                                                                 \
    X(REGISTER, 0, 0, F(ENDS), "{src} asks to remove {binding} of {aor}")                          \
    X(REGISTER, 0, 0, F(ASKS) | F(AUTH),                                                           \
      "{src} asks again where {aor} is registered, now with the credentials asked for")            \
    X(REGISTER, 0, 0, F(ASKS), "{src} asks where {aor} is registered")                             \
    X(REGISTER, 0, 0, F(AUTH) | F(MIDDLE),                                                         \
      "{src} asks {dst} again to register {aor}, now with the credentials that {challenger} "      \
      "asked for[ (as {login})][, for {expires}]")                                                 \
    X(REGISTER, 0, 0, F(AUTH),                                                                     \
      "{src} registers again, now with the credentials that {challenger} asked for[ (as "          \
      "{login})][, for {expires}]")                                                                \
    X(REGISTER, 0, 0, F(REFRESH), "{src} renews the registration of {aor}[, for {expires}]")       \
    X(REGISTER, 0, 0, F(MIDDLE),                                                                   \
      "{src} asks {dst} to register {aor}: its calls are to go to {contact}[, for {expires}]")     \
    X(REGISTER, 0, 0, 0,                                                                           \
      "{src} registers: calls for {aor} are to go to {contact}[, for {expires}]")                  \
    X(REGISTER, 200, 299, F(PASSED), "{src} passes the confirmation on to {dst}")                  \
    X(REGISTER, 200, 299, F(ENDS), "{src} confirms the removal[; {contact} remains]")              \
    X(REGISTER, 200, 299, F(ASKS), "{src} says where {aor} is registered[: {contact}]")            \
    X(REGISTER, 200, 299, 0, "{src} has registered {aor}[ for {expires}]")                         \
    X(REGISTER, 423, 423, 0,                                                                       \
      "{src} refuses: the registration would be too short[, it takes {minimum} or more]")          \
    X(SUBSCRIBE, 0, 0, F(PASSED), "{src} passes the SUBSCRIBE on to {dst}")                        \
    X(SUBSCRIBE, 0, 0, F(COMPLETION) | F(ENDS), "{src} no longer waits for {callee} to be free")   \
    X(SUBSCRIBE, 0, 0, F(COMPLETION) | F(INSIDE),                                                  \
      "{src} goes on waiting for {callee} to be free[, for {expires}]")                            \
    X(SUBSCRIBE, 0, 0, F(COMPLETION),                                                              \
      "{src} asks to be told when {callee} can be called (call completion)[, for {expires}]")      \
    X(SUBSCRIBE, 0, 0, F(ENDS), "{src} no longer asks to be told about {event}[ of {watched}]")    \
    X(SUBSCRIBE, 0, 0, F(AUTH),                                                                    \
      "{src} asks again to be told about {event}[ of {watched}], now with the credentials asked "  \
      "for")                                                                                       \
    X(SUBSCRIBE, 0, 0, F(INSIDE),                                                                  \
      "{src} asks to be told about {event}[ of {watched}] for longer[: {expires}]")                \
    X(SUBSCRIBE, 0, 0, 0, "{src} asks to be told about {event}[ of {watched}][ for {expires}]")    \
    X(SUBSCRIBE, 200, 299, F(PASSED), "{src} passes the confirmation on to {dst}")                 \
    X(SUBSCRIBE, 200, 299, F(ENDS), "{src} ends the subscription")                                 \
    X(SUBSCRIBE, 200, 299, 0, "{src} accepts the subscription[ for {expires}]")                    \
    X(NOTIFY, 0, 0, F(PASSED), "{src} passes the NOTIFY on to {dst}")                              \
    X(NOTIFY, 0, 0, F(ENDS),                                                                       \
      "{src} tells {callee} about {event}[: {news}]; the subscription ends[ ({ending})]")          \
    X(NOTIFY, 0, 0, 0, "{src} tells {callee} about {event}[: {news}][; {pending}]")                \
    X(NOTIFY, 200, 299, F(PASSED), "{src} passes the confirmation on to {dst}")                    \
    X(NOTIFY, 200, 299, 0, "{src} confirms the NOTIFY")                                            \
    X(NOTIFY, 481, 481, 0, "{src} knows of no such subscription")                                  \
    X(PUBLISH, 0, 0, F(PASSED), "{src} passes the PUBLISH on to {dst}")                            \
    X(PUBLISH, 0, 0, F(ENDS), "{src} withdraws the published {event} of {callee}")                 \
    X(PUBLISH, 0, 0, 0, "{src} publishes {event} of {callee}[ for {expires}]")                     \
    X(PUBLISH, 200, 299, F(PASSED), "{src} passes the confirmation on to {dst}")                   \
    X(PUBLISH, 200, 299, 0, "{src} accepts the publication[ for {expires}]")                       \
    /* inside a call */                                                                            \
    X(UPDATE, 0, 0, F(PASSED), "{src} passes the UPDATE on to {dst}")                              \
    X(UPDATE, 0, 0, F(HOLD), "{src} puts {callee} on hold: the SDP says {direction}")              \
    X(UPDATE, 0, 0, F(RESUME), "{src} takes {callee} back from hold: the SDP says {direction}")    \
    X(UPDATE, 0, 0, F(DIRECTION),                                                                  \
      "{src} changes the direction of the media: the SDP says {direction}")                        \
    X(UPDATE, 0, 0, F(NO_SDP), "{src} refreshes the call[; it may go on for {session}]")           \
    X(UPDATE, 0, 0, F(REFRESH), "{src} refreshes the call; the SDP is the same")                   \
    X(UPDATE, 0, 0, F(MOVE),                                                                       \
      "{src} moves the media: they are to come to {media_address} from now on[ ({codecs})]")       \
    X(UPDATE, 0, 0, 0, "{src} changes the media of the call[: {codecs}]")                          \
    X(UPDATE, 200, 299, F(PASSED), "{src} passes the 200 on to {dst}")                             \
    X(UPDATE, 200, 299, F(HOLD), "{src} accepts the hold[: the SDP says {direction}]")             \
    X(UPDATE, 200, 299, F(NO_SDP), "{src} confirms that the call goes on[, for {session}]")        \
    X(UPDATE, 200, 299, F(REFRESH), "{src} confirms that the call goes on")                        \
    X(UPDATE, 200, 299, 0, "{src} agrees to the change[: {codecs}]")                               \
    X(INFO, 0, 0, F(PASSED), "{src} passes the INFO on to {dst}")                                  \
    X(INFO, 0, 0, 0, "{src} sends {callee} {info} inside the call")                                \
    X(INFO, 200, 299, F(PASSED), "{src} passes the confirmation on to {dst}")                      \
    X(INFO, 200, 299, 0, "{src} confirms the INFO")                                                \
    /* others */                                                                                   \
    X(MESSAGE, 0, 0, F(PASSED), "{src} passes the message on to {dst}")                            \
    X(MESSAGE, 0, 0, 0, "{src} sends {callee} a message[: {quote}]")                               \
    X(MESSAGE, 200, 299, F(PASSED), "{src} passes the confirmation on to {dst}")                   \
    X(MESSAGE, 202, 202, 0, "{src} takes the message and will deliver it")                         \
    X(MESSAGE, 200, 299, F(ITSELF), "{src} itself confirms the message")                           \
    X(MESSAGE, 200, 299, 0, "{src} confirms the message")                                          \
    X(OPTIONS, 0, 0, F(PASSED), "{src} passes the OPTIONS on to {dst}")                            \
    X(OPTIONS, 0, 0, F(SELF), "{src} asks itself whether it is alive")                             \
    X(OPTIONS, 0, 0, 0, "{src} asks {dst} what it can do, or whether it is alive")                 \
    X(OPTIONS, 200, 299, F(PASSED), "{src} passes the answer on to {dst}")                         \
    X(OPTIONS, 200, 299, 0, "{src} is alive[ and takes {allow}]")                                  \
    X(ANY, 0, 0, F(PASSED), "{src} passes the {method} on to {dst}")                               \
    X(ANY, 0, 0, F(SELF), "{src} sends itself {method}")                                           \
    X(ANY, 0, 0, F(AUTH),                                                                          \
      "{src} sends {method} to {dst} again, now with the credentials asked for")                   \
    X(ANY, 0, 0, 0, "{src} sends {method} to {dst}")                                               \
    X(ANY, 100, 100, 0, "{src} has the {method} and is working on it")                             \
    X(ANY, 101, 699, F(PASSED), "{src} passes the {text} on to {dst}")                             \
    X(ANY, 101, 199, 0, "{src} reports progress: {text}")                                          \
    X(ANY, 200, 299, 0, "{src} confirms the {method}")                                             \
    X(ANY, 300, 399, 0, "{src} sends {dst} to another place[: {contact}]")                         \
    X(ANY, 300, 699, F(ITSELF), "{src} itself refuses the {method} with {text}[: {help}]")         \
    X(ANY, 300, 699, 0, "{src} refuses the {method} with {text}[: {help}]")                        \
    X(ANY, 0, 65535, 0, "{src} sends {text} to {dst}")

/* What is added to the sentence: every row that fits is. */
#define STEP_TAIL_LIST(X)                                                                          \
    X(ANY, 420, 420, 0, "[; not known there: {unsupported}]")                                      \
    X(ANY, 422, 422, 0, "[; at least {minimum_session}]")                                          \
    X(ANY, 400, 699, 0, "[; the warning says: {warning}]")                                         \
    X(ANY, 300, 699, 0, "[; the reason given is {reason}]")                                        \
    X(ANY, 400, 699, 0, "[; to be tried again after {retry}]")                                     \
    X(BYE, 0, 0, 0, "[; the reason given is {reason}]")                                            \
    X(CANCEL, 0, 0, 0, "[; the reason given is {reason}]")
