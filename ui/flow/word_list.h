/* What the sentences of step_list.h can name: X(word, "what it is"). A word that has nothing to say
 * is empty. */
#define WORD_LIST(X)                                                                               \
    X(src, "participant that sends the message")                                                   \
    X(phone, "the phone of who sends the message; begins a sentence")                              \
    X(as_proxy, "that who sends it is a proxy, unless the name says so")                           \
    X(dst, "participant that gets it")                                                             \
    X(origin, "participant where it started")                                                      \
    X(caller, "person of From")                                                                    \
    X(callee, "who is addressed: inside a call the participant at its other end, else the person " \
              "of To")                                                                             \
    X(watched, "the person of To, unless it is who sends the message")                             \
    X(beyond, "the person of To, unless it is who gets the message")                               \
    X(answerer, "participant or person that gave the answer")                                      \
    X(answerer_of, "who gave the answer that an ACK confirms")                                     \
    X(asker, "who sent the request that is answered")                                              \
    X(request_end, "participant that the request that is answered went on to")                     \
    X(challenger, "participant that asked for credentials")                                        \
    X(canceller, "participant that sent the CANCEL")                                               \
    X(by, "who asked for the transfer")                                                            \
    X(from_text, "display name, else user, else host of From, as it stands there")                 \
    X(uri_text, "user, else host of the Request-URI, as it stands there")                          \
    X(uri, "person of the Request-URI")                                                            \
    X(request_uri, "user and host of the Request-URI")                                             \
    X(target, "person of Refer-To")                                                                \
    X(kind, "what kind of transfer a REFER asks for")                                              \
    X(refer_method, "the method that Refer-To asks for")                                           \
    X(contact, "persons or addresses of Contact")                                                  \
    X(aor, "address of To")                                                                        \
    X(binding, "which registrations are removed")                                                  \
    X(login, "user of the credentials")                                                            \
    X(realm, "realm of a challenge")                                                               \
    X(challenge, "why a password is asked for again")                                              \
    X(direction, "direction of the media in the SDP")                                              \
    X(media_address, "where the media are to go")                                                  \
    X(receives, "what the SDP says that its sender can receive")                                   \
    X(codecs, "codecs of the SDP")                                                                 \
    X(agreed, "codecs that both sides take")                                                       \
    X(cause_codecs, "codecs of the SDP in the request")                                            \
    X(diverter, "who diverted the call, and why")                                                  \
    X(diversion, "why the call is diverted")                                                       \
    X(session, "interval of the session timer")                                                    \
    X(rack, "number of the provisional answer that is confirmed")                                  \
    X(sipfrag, "status line of a sipfrag")                                                         \
    X(event, "event package")                                                                      \
    X(news, "what a NOTIFY tells")                                                                 \
    X(pending, "that a subscription waits for consent")                                            \
    X(ending, "why a subscription ends")                                                           \
    X(expires, "seconds until it runs out")                                                        \
    X(info, "what an INFO carries")                                                                \
    X(quote, "text of an instant message")                                                         \
    X(allow, "methods that are taken")                                                             \
    X(minimum, "Min-Expires")                                                                      \
    X(minimum_session, "Min-SE")                                                                   \
    X(unsupported, "extensions that are not known")                                                \
    X(warning, "text of Warning")                                                                  \
    X(reason, "Reason, in words")                                                                  \
    X(retry, "Retry-After")                                                                        \
    X(help, "what the status code means")                                                          \
    X(code, "status code")                                                                         \
    X(cause_code, "status code of the answer before")                                              \
    X(method, "method of the request")                                                             \
    X(text, "method, or status line")
