/* SIP headers that we understand: X(id, "lower-case name", first char, last char, compact form or
 * 0, "Name as written", what it is for). The two chars are those of the name; the unit test checks
 * them. Names that are looked up by name only need no row. */
#define SIP_HEADER_LIST(X)                                                                         \
    X(VIA, "via", 'v', 'a', 'v', "Via", "path of the request; answers go back along it")           \
    X(FROM, "from", 'f', 'm', 'f', "From", "who asks; the tag names this end of the dialog")       \
    X(TO, "to", 't', 'o', 't', "To", "who is asked; the tag names that end of the dialog")         \
    X(CALL_ID, "call-id", 'c', 'd', 'i', "Call-ID", "names the call leg")                          \
    X(CSEQ, "cseq", 'c', 'q', 0, "CSeq", "number and method of the request")                       \
    X(CONTACT, "contact", 'c', 't', 'm', "Contact", "where this side wants to be reached")         \
    X(MAX_FORWARDS, "max-forwards", 'm', 's', 0, "Max-Forwards", "hops that are left")             \
    X(CONTENT_TYPE, "content-type", 'c', 'e', 'c', "Content-Type", "what the body is")             \
    X(CONTENT_LENGTH, "content-length", 'c', 'h', 'l', "Content-Length", "bytes of the body")      \
    X(ROUTE, "route", 'r', 'e', 0, "Route", "proxies that this request must pass")                 \
    X(RECORD_ROUTE, "record-route", 'r', 'e', 0, "Record-Route", "a proxy that stays in the path") \
    X(USER_AGENT, "user-agent", 'u', 't', 0, "User-Agent", "software of the sender")               \
    X(SERVER, "server", 's', 'r', 0, "Server", "software of the answering server")                 \
    X(ALLOW, "allow", 'a', 'w', 0, "Allow", "methods that this side takes")                        \
    X(SUPPORTED, "supported", 's', 'd', 'k', "Supported", "extensions that this side can do")      \
    X(REQUIRE, "require", 'r', 'e', 0, "Require", "extensions that the other side must do")        \
    X(EXPIRES, "expires", 'e', 's', 0, "Expires", "seconds until it runs out")                     \
    X(EVENT, "event", 'e', 't', 'o', "Event", "what is subscribed to")                             \
    X(SUBSCRIPTION_STATE, "subscription-state", 's', 'e', 0, "Subscription-State",                 \
      "whether the subscription goes on")                                                          \
    X(REFER_TO, "refer-to", 'r', 'o', 'r', "Refer-To", "whom the other side is asked to call")     \
    X(REFERRED_BY, "referred-by", 'r', 'y', 'b', "Referred-By", "who asked for this call")         \
    X(REPLACES, "replaces", 'r', 's', 0, "Replaces", "the dialog that this call takes over")       \
    X(TARGET_DIALOG, "target-dialog", 't', 'g', 0, "Target-Dialog", "the dialog that is meant")    \
    X(JOIN, "join", 'j', 'n', 0, "Join", "the dialog that this call joins")                        \
    X(SESSION_EXPIRES, "session-expires", 's', 's', 'x', "Session-Expires",                        \
      "the call ends unless it is refreshed in this time")                                         \
    X(MIN_SE, "min-se", 'm', 'e', 0, "Min-SE", "shortest session interval taken")                  \
    X(SESSION_ID, "session-id", 's', 'd', 0, "Session-ID", "names the session end to end")         \
    X(RSEQ, "rseq", 'r', 'q', 0, "RSeq", "number of a reliable provisional answer")                \
    X(RACK, "rack", 'r', 'k', 0, "RAck", "the provisional answer that is acknowledged")            \
    X(REASON, "reason", 'r', 'n', 0, "Reason", "why it ends")                                      \
    X(WARNING, "warning", 'w', 'g', 0, "Warning", "what is wrong, in words")                       \
    X(RETRY_AFTER, "retry-after", 'r', 'r', 0, "Retry-After", "when to try again")                 \
    X(AUTHORIZATION, "authorization", 'a', 'n', 0, "Authorization", "credentials for a server")    \
    X(PROXY_AUTHORIZATION, "proxy-authorization", 'p', 'n', 0, "Proxy-Authorization",              \
      "credentials for a proxy")                                                                   \
    X(WWW_AUTHENTICATE, "www-authenticate", 'w', 'e', 0, "WWW-Authenticate",                       \
      "a server asks for credentials")                                                             \
    X(PROXY_AUTHENTICATE, "proxy-authenticate", 'p', 'e', 0, "Proxy-Authenticate",                 \
      "a proxy asks for credentials")                                                              \
    X(DIVERSION, "diversion", 'd', 'n', 0, "Diversion", "who forwarded the call, and why")         \
    X(HISTORY_INFO, "history-info", 'h', 'o', 0, "History-Info", "the targets it was sent to")     \
    X(P_ASSERTED_IDENTITY, "p-asserted-identity", 'p', 'y', 0, "P-Asserted-Identity",              \
      "the caller as the network knows it")                                                        \
    X(REMOTE_PARTY_ID, "remote-party-id", 'r', 'd', 0, "Remote-Party-ID",                          \
      "the caller as an older network knows it")                                                   \
    X(P_CHARGING_VECTOR, "p-charging-vector", 'p', 'r', 0, "P-Charging-Vector",                    \
      "names the call for charging")                                                               \
    X(PRIVACY, "privacy", 'p', 'y', 0, "Privacy", "what must not be shown")                        \
    X(IDENTITY, "identity", 'i', 'y', 'y', "Identity", "signed caller number (STIR)")              \
    X(DATE, "date", 'd', 'e', 0, "Date", "clock of the sender")                                    \
    X(P_CALLED_PARTY_ID, "p-called-party-id", 'p', 'd', 0, "P-Called-Party-ID",                    \
      "whom the caller had dialled")                                                               \
    X(X_CID, "x-cid", 'x', 'd', 0, "X-CID", "Call-ID of the leg that this one belongs to")         \
    X(X_CALL_ID, "x-call-id", 'x', 'd', 0, "X-Call-ID",                                            \
      "Call-ID of the leg that this one belongs to")                                               \
    X(SUBJECT, "subject", 's', 't', 's', "Subject", "what the call is about")
