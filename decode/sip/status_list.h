/* Status codes with the reason that the RFC gives them and what they mean in words:
 * X(code, "reason", "what it means"). Ascending, for the search in
 * status.c; other codes are shown as they come. */
#define SIP_STATUS_LIST(X)                                                                         \
    X(100, "Trying", "the server works on it")                                                     \
    X(180, "Ringing", "the called phone rings")                                                    \
    X(181, "Call Is Being Forwarded", "the call is being forwarded")                               \
    X(182, "Queued", "the call waits in a queue")                                                  \
    X(183, "Session Progress", "progress, often with early media")                                 \
    X(199, "Early Dialog Terminated", "one early dialog of a fork ended")                          \
    X(200, "OK", "done")                                                                           \
    X(202, "Accepted", "taken, the result comes later")                                            \
    X(204, "No Notification", "done, nothing to be told")                                          \
    X(300, "Multiple Choices", "several places to choose from")                                    \
    X(301, "Moved Permanently", "moved, use the new address from now on")                          \
    X(302, "Moved Temporarily", "call there this time")                                            \
    X(305, "Use Proxy", "go through this proxy")                                                   \
    X(380, "Alternative Service", "not this way, but another service is possible")                 \
    X(400, "Bad Request", "the request is not understood")                                         \
    X(401, "Unauthorized", "asks for a password (server)")                                         \
    X(402, "Payment Required", "to be paid first")                                                 \
    X(403, "Forbidden", "understood and refused")                                                  \
    X(404, "Not Found", "no such user here")                                                       \
    X(405, "Method Not Allowed", "this method is not taken here")                                  \
    X(406, "Not Acceptable", "no answer that the caller accepts")                                  \
    X(407, "Proxy Authentication Required", "asks for a password (proxy)")                         \
    X(408, "Request Timeout", "nobody answered in time")                                           \
    X(410, "Gone", "was here once, is no longer")                                                  \
    X(412, "Conditional Request Failed", "the state was changed by somebody else")                 \
    X(413, "Request Entity Too Large", "the body is too large")                                    \
    X(414, "Request-URI Too Long", "the Request-URI is too long")                                  \
    X(415, "Unsupported Media Type", "the body is of a kind that is not taken")                    \
    X(416, "Unsupported URI Scheme", "this kind of URI is not taken")                              \
    X(417, "Unknown Resource-Priority", "the priority is not known")                               \
    X(420, "Bad Extension", "asks for an extension that is not known")                             \
    X(421, "Extension Required", "needs an extension that the caller does not offer")              \
    X(422, "Session Interval Too Small", "the session timer is too short")                         \
    X(423, "Interval Too Brief", "the time asked for is too short")                                \
    X(424, "Bad Location Information", "the location in the request cannot be used")               \
    X(425, "Bad Alert Message", "the alert in the request cannot be used")                         \
    X(428, "Use Identity Header", "the caller must sign (Identity)")                               \
    X(429, "Provide Referrer Identity", "the referrer must say who it is")                         \
    X(430, "Flow Failed", "the connection to the phone is gone")                                   \
    X(433, "Anonymity Disallowed", "anonymous callers are not taken")                              \
    X(436, "Bad Identity Info", "the caller's certificate cannot be fetched")                      \
    X(437, "Unsupported Credential", "the caller's certificate is not trusted")                    \
    X(438, "Invalid Identity Header", "the caller's signature is wrong")                           \
    X(439, "First Hop Lacks Outbound Support", "the first proxy cannot do outbound")               \
    X(440, "Max-Breadth Exceeded", "would fork too widely")                                        \
    X(469, "Bad Info Package", "INFO of a package that was not agreed")                            \
    X(470, "Consent Needed", "the called side has not consented")                                  \
    X(480, "Temporarily Unavailable", "reachable in general, not now")                             \
    X(481, "Call/Transaction Does Not Exist", "belongs to no call that is known here")             \
    X(482, "Loop Detected", "came back to where it was")                                           \
    X(483, "Too Many Hops", "passed too many proxies")                                             \
    X(484, "Address Incomplete", "the number is not complete")                                     \
    X(485, "Ambiguous", "the number fits several users")                                           \
    X(486, "Busy Here", "the called phone is busy")                                                \
    X(487, "Request Terminated", "ended by CANCEL or BYE before the answer")                       \
    X(488, "Not Acceptable Here", "the media offered do not suit")                                 \
    X(489, "Bad Event", "this event is not known")                                                 \
    X(491, "Request Pending", "both sides changed the call at once")                               \
    X(493, "Undecipherable", "the body cannot be decrypted")                                       \
    X(494, "Security Agreement Required", "security must be agreed first")                         \
    X(500, "Server Internal Error", "the server failed")                                           \
    X(501, "Not Implemented", "the server does not know this method")                              \
    X(502, "Bad Gateway", "a server behind gave a wrong answer")                                   \
    X(503, "Service Unavailable", "overloaded or under maintenance")                               \
    X(504, "Server Time-out", "a server behind did not answer in time")                            \
    X(505, "Version Not Supported", "this version of SIP is not taken")                            \
    X(513, "Message Too Large", "the message is too large")                                        \
    X(555, "Push Notification Service Not Supported", "no push service of this kind")              \
    X(580, "Precondition Failure", "a precondition cannot be met")                                 \
    X(600, "Busy Everywhere", "busy on all phones")                                                \
    X(603, "Decline", "refused on all phones")                                                     \
    X(604, "Does Not Exist Anywhere", "no such user anywhere")                                     \
    X(606, "Not Acceptable", "the media do not suit on any phone")                                 \
    X(607, "Unwanted", "the called person does not want this call")                                \
    X(608, "Rejected", "a filter on the way refused the call")
