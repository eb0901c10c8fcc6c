/* What the user can do: X(id, keys, panels where, short name for the last line or "", help). The
 * last line, the help and the handling of keys all come from here. Earlier rows come first on the
 * last line. */
#define ACTION_LIST(X)                                                                             \
    X(OPEN, "Enter", IN(CALLS), "ladder", "show the ladder of the call, or of the marked calls")   \
    X(READ, "Enter", IN(LADDER), "message", "show the whole message")                              \
    X(RELATED, "x F4", IN(CALLS) | IN(LADDER), "related",                                          \
      "all calls of the same story: transfers, replaced calls")                                    \
    X(BACK, "Esc q", IN(LADDER) | IN(MESSAGE) | IN(INFO) | IN(HELP), "back", "go back")            \
    X(MARK, "Space", IN(CALLS), "mark", "mark the call, to see several in one ladder")             \
    X(FILTER, "F7 f", IN(CALLS), "filter", "show only calls that a filter lets pass")              \
    X(PANE, "t", IN(LADDER), "pane", "show or hide the message beside the ladder")                 \
    X(CLOCK, "w", IN(LADDER), "time",                                                              \
      "times: both, of day, since the row above, since the beginning")                             \
    X(OLDER, "Left h", IN(MESSAGE), "previous", "the message before")                              \
    X(NEWER, "Right l", IN(MESSAGE), "next", "the message after")                                  \
    X(SEARCH, "/ F3", IN_ALL, "search", "search as you type; upper and lower case are the same")   \
    X(HELP, "? F1", IN(CALLS) | IN(LADDER) | IN(MESSAGE) | IN(INFO), "help",                       \
      "what the keys do here")                                                                     \
    X(LEAVE, "q", IN(CALLS), "quit", "leave rung")                                                 \
    X(ALL, "a", IN(CALLS), "all", "list registrations and all else too, or calls only")            \
    X(INFO, "i", IN(CALLS) | IN(LADDER) | IN(MESSAGE), "info",                                     \
      "what was read, what was not decoded, what was wrong")                                       \
    X(SORT, "< >", IN(CALLS), "sort", "sort by the column before or after")                        \
    X(REVERSE, "z", IN(CALLS), "", "sort the other way round")                                     \
    X(COLOUR, "c", IN(LADDER), "colour", "colours: by kind, by Call-ID, by transaction")           \
    X(FOLD, "u", IN(LADDER), "unfold", "a row for each retransmission, or one for all")            \
    X(WIDER, "9", IN(LADDER), "", "a wider pane")                                                  \
    X(NARROWER, "0", IN(LADDER), "", "a narrower pane")                                            \
    X(LEFT, "Left h", IN(LADDER), "", "to lanes at the left that are out of sight")                \
    X(RIGHT, "Right l", IN(LADDER), "", "to lanes at the right")                                   \
    X(NEXT, "n", IN_ALL, "", "the next place that was searched for")                               \
    X(PREVIOUS, "N", IN_ALL, "", "the one before")                                                 \
    X(UP, "Up k", IN_ALL, "", "a row up")                                                          \
    X(DOWN, "Down j", IN_ALL, "", "a row down")                                                    \
    X(PAGE_UP, "PgUp ^B", IN_ALL, "", "a page up")                                                 \
    X(PAGE_DOWN, "PgDn ^F", IN_ALL, "", "a page down")                                             \
    X(HALF_UP, "^U", IN_ALL, "", "half a page up")                                                 \
    X(HALF_DOWN, "^D", IN_ALL, "", "half a page down")                                             \
    X(FIRST, "g Home ^A", IN_ALL, "", "to the first row")                                          \
    X(LAST, "G End ^E", IN_ALL, "", "to the last row")                                             \
    X(CLEAR, "Esc", IN(CALLS), "", "forget what was searched for, then the marks")                 \
    X(QUIT, "^C", IN_ALL, "", "leave rung, from anywhere")                                         \
    X(REDRAW, "^L", IN_ALL, "", "draw the screen anew")                                            \
    X(SUSPEND, "^Z", IN_ALL, "", "stop rung; the shell's fg goes on")
