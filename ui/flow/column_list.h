/* What the lists of calls can show: X(id, "Title", rank, narrowest, widest, ALIGN, SORT, READS,
 * "help"). `rank`: 0 is shown only when asked for; of the others the highest goes first where there
 * is no room. Widths in cells, the title included. SORT: by NUMBER, by TEXT, or by END (address and
 * port). READS: nothing but the ROW in the store, the FIRST message, or MORE of them. */
#define COLUMN_LIST(X)                                                                             \
    X(number, "#", 1, 3, 10, RIGHT, NUMBER, ROW, "number of the call, for --call")                 \
    X(session, "Session", 0, 7, 10, RIGHT, NUMBER, ROW, "number of its session, for --session")    \
    X(date, "Date", 0, 10, 10, LEFT, NUMBER, ROW, "day it began")                                  \
    X(start, "Start", 2, 12, 12, LEFT, NUMBER, ROW, "time it began")                               \
    X(kind, "Kind", 0, 4, 12, LEFT, TEXT, ROW, "call, registration, subscription, or a method")    \
    X(from, "From", 1, 9, 32, LEFT, TEXT, FIRST, "who calls: name and number")                     \
    X(to, "To", 1, 9, 32, LEFT, TEXT, FIRST, "who is called: name and number")                     \
    X(severity, "!", 0, 1, 8, LEFT, NUMBER, MORE, "severity of its gravest finding")               \
    X(state, "State", 1, 13, 30, LEFT, TEXT, MORE, "what became of it")                            \
    X(code, "Code", 0, 4, 5, RIGHT, NUMBER, ROW, "status code of the final answer")                \
    X(reason, "Why", 4, 9, 32, LEFT, TEXT, MORE, "why it failed or was refused, as sent")          \
    X(why, "Why", 0, 9, 60, LEFT, TEXT, MORE, "its gravest finding, else why it failed")           \
    X(messages, "Msgs", 3, 4, 10, RIGHT, NUMBER, ROW, "SIP messages, retransmissions included")    \
    X(pdd, "PDD", 4, 6, 10, RIGHT, NUMBER, ROW, "post-dial delay: from INVITE to 180, 183 or 200") \
    X(setup, "Setup", 6, 6, 10, RIGHT, NUMBER, ROW, "from INVITE to 200")                          \
    X(talk, "Talk", 3, 6, 10, RIGHT, NUMBER, ROW, "from 200 to BYE")                               \
    X(legs, "Legs", 0, 4, 6, RIGHT, NUMBER, ROW, "Call-IDs that belong to it")                     \
    X(source, "Source", 5, 10, 47, LEFT, END, ROW, "where its first message came from")            \
    X(destination, "Destination", 5, 11, 47, LEFT, END, ROW, "where its first message went to")    \
    X(transport, "Proto", 7, 5, 5, LEFT, TEXT, ROW, "transport of its first message")              \
    X(from_user, "From user", 0, 9, 32, LEFT, TEXT, FIRST, "user part of the caller's URI")        \
    X(from_host, "From host", 0, 9, 40, LEFT, TEXT, FIRST, "host of the caller's URI")             \
    X(to_user, "To user", 0, 8, 32, LEFT, TEXT, FIRST, "user part of the called URI")              \
    X(to_host, "To host", 0, 8, 40, LEFT, TEXT, FIRST, "host of the called URI")                   \
    X(agent, "User agent", 0, 10, 40, LEFT, TEXT, FIRST, "software that sent the first message")   \
    X(codecs, "Codecs", 0, 6, 24, LEFT, TEXT, MORE, "codecs agreed on, or offered")                \
    X(held_by, "Held by", 0, 7, 24, LEFT, TEXT, MORE, "who has the other side on hold")            \
    X(forwarded_to, "Forwarded to", 0, 12, 32, LEFT, TEXT, MORE, "who the call was forwarded to")  \
    X(transfer, "Transfer", 0, 8, 48, LEFT, TEXT, MORE,                                            \
      "kind, target and outcome of its transfer")                                                  \
    X(findings, "Findings", 0, 8, 40, LEFT, TEXT, MORE, "what explain says of it, by name")        \
    X(call_id, "Call-ID", 8, 16, 48, LEFT, TEXT, FIRST, "the Call-ID of its first leg")
