/* What the lists of calls can show: X(id, "Title", rank, narrowest, widest, ALIGN, "help"). `rank`:
 * 0 is shown only when asked for; of the others the highest goes first where there is no room.
 * Widths in cells, the title included. */
#define COLUMN_LIST(X)                                                                             \
    X(number, "#", 1, 3, 10, RIGHT, "number of the call, for --call")                              \
    X(session, "Session", 0, 7, 10, RIGHT, "number of its session, for --session")                 \
    X(date, "Date", 0, 10, 10, LEFT, "day it began")                                               \
    X(start, "Start", 2, 12, 12, LEFT, "time it began")                                            \
    X(kind, "Kind", 0, 4, 12, LEFT, "call, registration, subscription or other")                   \
    X(from, "From", 1, 9, 32, LEFT, "who calls: name and number")                                  \
    X(to, "To", 1, 9, 32, LEFT, "who is called: name and number")                                  \
    X(state, "State", 1, 13, 30, LEFT, "what became of it")                                        \
    X(code, "Code", 0, 4, 5, RIGHT, "status code of the final answer")                             \
    X(reason, "Why", 4, 9, 32, LEFT, "why it failed or was refused, as sent")                      \
    X(messages, "Msgs", 3, 4, 10, RIGHT, "SIP messages, retransmissions included")                 \
    X(pdd, "PDD", 4, 6, 10, RIGHT, "post-dial delay: from INVITE to 180, 183 or 200")              \
    X(setup, "Setup", 6, 6, 10, RIGHT, "from INVITE to 200")                                       \
    X(talk, "Talk", 3, 6, 10, RIGHT, "from 200 to BYE")                                            \
    X(legs, "Legs", 0, 4, 6, RIGHT, "Call-IDs that belong to it")                                  \
    X(source, "Source", 5, 10, 47, LEFT, "where its first message came from")                      \
    X(destination, "Destination", 5, 11, 47, LEFT, "where its first message went to")              \
    X(transport, "Proto", 7, 5, 5, LEFT, "transport of its first message")                         \
    X(from_user, "From user", 0, 9, 32, LEFT, "user part of the caller's URI")                     \
    X(from_host, "From host", 0, 9, 40, LEFT, "host of the caller's URI")                          \
    X(to_user, "To user", 0, 8, 32, LEFT, "user part of the called URI")                           \
    X(to_host, "To host", 0, 8, 40, LEFT, "host of the called URI")                                \
    X(agent, "User agent", 0, 10, 40, LEFT, "software that sent the first message")                \
    X(codecs, "Codecs", 0, 6, 24, LEFT, "codecs agreed on, or offered")                            \
    X(held_by, "Held by", 0, 7, 24, LEFT, "who has the other side on hold")                        \
    X(forwarded_to, "Forwarded to", 0, 12, 32, LEFT, "who the call was forwarded to")              \
    X(transfer, "Transfer", 0, 8, 48, LEFT, "kind, target and outcome of its transfer")            \
    X(findings, "Findings", 0, 8, 40, LEFT, "what explain says of it, by name")                    \
    X(call_id, "Call-ID", 8, 16, 48, LEFT, "the Call-ID of its first leg")
