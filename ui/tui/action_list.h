/* What the user can do: X(id, command on the : line, kind of its argument (argument_list.h), keys,
 * panels where, short name for the last line or "", help). The last line, the help, the command
 * line and the handling of keys all come from here. Earlier rows come first on the last line. A
 * command can stand in several rows as long as no panel has two of them. */
#define ACTION_LIST(X)                                                                             \
    X(OPEN, "open", NONE, "Enter", IN(CALLS), "ladder",                                            \
      "show the ladder of the call, or of the marked calls")                                       \
    X(READ, "read", NONE, "Enter", IN(LADDER), "message", "show the whole message")                \
    X(SHOW, "show", NONE, "Enter", IN(WHY) | IN(STEPS) | IN(MEDIA), "ladder",                      \
      "go to the message in the ladder")                                                           \
    X(USE, "use", NONE, "Enter", IN(FILTERS), "use", "list what the filter lets pass")             \
    X(EDIT, "edit", NONE, "e", IN(FILTERS), "edit", "change the filter, then use it")              \
    X(DROP, "drop", NONE, "d Del", IN(FILTERS), "forget", "forget a filter that was kept")         \
    X(TOGGLE_COLUMN, "toggle", NONE, "Space Enter", IN(COLUMNS), "show",                           \
      "show or hide the column")                                                                   \
    X(COLUMN_DOWN, "move-down", NONE, "J +", IN(COLUMNS), "down", "move the column to the right")  \
    X(COLUMN_UP, "move-up", NONE, "K -", IN(COLUMNS), "up", "move the column to the left")         \
    X(ADD_COLUMN, "add", COLUMN, "a", IN(COLUMNS), "add",                                          \
      "add a field of filters, or header:NAME")                                                    \
    X(OPEN_REGISTRATION, "open", NONE, "Enter", IN(REGISTRATIONS), "ladder",                       \
      "show the ladder of the registration or subscription")                                       \
    X(LIST_THESE, "list", NONE, "Enter", IN(STATS), "list",                                        \
      "list the calls that are counted here")                                                      \
    X(RELATED, "related", NONE, "x F4", IN(CALLS) | IN(LADDER), "related",                         \
      "all calls of the same story: transfers, replaced calls")                                    \
    X(BACK, "back", NONE, "Esc q", IN_ALL & ~IN(CALLS), "back", "go back")                         \
    X(MARK, "mark", MARKS, "Space", IN(CALLS), "mark",                                             \
      "mark the call, to see several in one ladder; or all, none or others of those listed")       \
    X(NEXT_CHANGE, "next-change", NONE, "Tab", IN(COMPARE), "next change",                         \
      "to the next line that differs")                                                             \
    X(LAST_CHANGE, "last-change", NONE, "BackTab", IN(COMPARE), "", "to the one before")           \
    X(FILTER, "filter", FILTER, "F7 f", IN(CALLS), "filter",                                       \
      "show only calls that a filter lets pass")                                                   \
    X(WHY, "why", NONE, "W", IN(LADDER) | IN(STEPS) | IN(MEDIA), "why",                            \
      "the findings: what went wrong, and the proof")                                              \
    X(WHY_HERE, "why", NONE, "w W", IN(CALLS), "why",                                              \
      "the findings of the call, or of the marked calls: what went wrong, and the proof")          \
    X(WHOLE, "all", NONE, "a", IN(WHY), "whole capture",                                           \
      "the findings of the whole capture, or of the calls again")                                  \
    X(PANE, "pane", NONE, "t", IN(LADDER), "pane", "show or hide the message beside the ladder")   \
    X(CLOCK, "clock", NONE, "w", IN(LADDER), "time",                                               \
      "times: both, of day, since the row above, since the beginning")                             \
    X(OLDER, "previous", NONE, "Left h", IN(MESSAGE), "previous", "the message before")            \
    X(NEWER, "next", NONE, "Right l", IN(MESSAGE), "next", "the message after")                    \
    X(VIEW, "view", VIEW, "v", IN(MESSAGE), "view",                                                \
      "the message wrapped, in its own lines, or in hex")                                          \
    X(EXPLAIN, "explain", NONE, "e", IN(MESSAGE), "explain",                                       \
      "what each header is for, and its parts")                                                    \
    X(YANK_ID, "copy-call-id", NONE, "Y", IN(LADDER) | IN(MESSAGE), "",                            \
      "copy the Call-ID to the clipboard")                                                         \
    X(YANK_CALL, "copy-call-id", NONE, "y", IN(CALLS), "", "copy the Call-ID to the clipboard")    \
    X(YANK_FILTER, "copy-filter", NONE, "Y", IN(CALLS), "",                                        \
      "copy a filter that lets only this call pass")                                               \
    X(SIDE_LEFT, "scroll-left", NONE, "[", IN(MESSAGE), "", "long lines: what is at the left")     \
    X(SIDE_RIGHT, "scroll-right", NONE, "]", IN(MESSAGE), "", "what is at the right")              \
    X(SEARCH, "search", TEXT, "/ F3", IN_ALL, "search",                                            \
      "search as you type; upper and lower case are the same")                                     \
    X(HELP, "help", NONE, "? F1", IN_ALL & ~IN(HELP), "help", "what the keys do here")             \
    X(LEAVE, "quit", NONE, "q", IN(CALLS), "quit", "leave rung")                                   \
    X(COMMAND, "command", NONE, ":", IN_ALL, "command", "a line for any of these commands")        \
    X(YANK, "copy", NONE, "y", IN(LADDER) | IN(MESSAGE), "copy",                                   \
      "copy the message, as it was sent, to the clipboard")                                        \
    X(STEPS, "steps", NONE, "S", IN(CALLS) | IN(LADDER) | IN(WHY) | IN(MEDIA),                     \
      "steps",                                                                                     \
      "the ladder as a table in words: step, action, description")                                 \
    X(MEDIA, "media", NONE, "d F2", IN(LADDER) | IN(WHY) | IN(STEPS),                              \
      "media",                                                                                     \
      "offers and answers: addresses, codecs, directions, hold")                                   \
    X(MEDIA_HERE, "media", NONE, "d", IN(CALLS), "media",                                          \
      "offers and answers of the call: addresses, codecs, directions, hold")                       \
    X(ALL, "all", NONE, "a", IN(CALLS), "all",                                                     \
      "list registrations and all else too, or calls only")                                        \
    X(INFO, "info", NONE, "I", IN_ALL & ~(IN(INFO) | IN(HELP)), "info",                            \
      "what was read, what was not decoded, what was wrong")                                       \
    X(FILTERS, "filters", NONE, "F", IN(CALLS), "filters",                                         \
      "filters by name: yours, of this call, and useful ones")                                     \
    X(COLUMNS, "columns", COLUMN, "t F10", IN(CALLS), "columns", "choose and order the columns")   \
    X(SAVE_FILTER, "save-filter", TEXT, "", IN(CALLS), "", "keep the filter by a name")            \
    X(TIME, "time", TEXT, "T", IN(CALLS), "time",                                                  \
      "to the first call at or after a time: 12:00:05, or +90 s from the beginning")               \
    X(SORT, "sort", COLUMN, "", IN(CALLS), "",                                                     \
      "sort by a column, shown or not; the same again turns it round")                             \
    X(SHUT, "fold", FOLDS, "Left h -", IN(CALLS), "",                                              \
      "fold the calls of the session below their headline, or all")                                \
    X(UNSHUT, "unfold", FOLDS, "Right l +", IN(CALLS), "", "unfold them")                          \
    X(SHUT_ALL, "fold-all", NONE, "*", IN(CALLS), "", "fold or unfold all sessions")               \
    X(MARK_ALL, "mark-all", NONE, "m", IN(CALLS), "",                                              \
      "mark all calls that are listed, or none of them")                                           \
    X(UNFILTER, "unfilter", NONE, "F5", IN(CALLS), "", "list all calls again: no filter")          \
    X(FOLLOW, "follow", NONE, "A", IN(CALLS), "",                                                  \
      "the cursor stays at the newest call while the capture is read")                             \
    X(FORGET, "forget", NONE, "", IN(CALLS), "",                                                   \
      "forget all that is over, but for marked calls: they are gone from the list")                \
    X(PAUSE, "pause", NONE, "p", IN(CALLS), "",                                                    \
      "the list stays as it is while the capture is read on, or goes on")                          \
    X(STATS, "stats", NONE, "i", IN_ALL & ~(IN(STATS) | IN(HELP)), "stats",                        \
      "statistics: messages, states, delays, findings, peers")                                     \
    X(REGISTRATIONS, "registrations", NONE, "R", IN_ALL & ~(IN(REGISTRATIONS) | IN(HELP)), "",     \
      "registrations and subscriptions, a row for each")                                           \
    X(COLUMN_LEFT, "left", NONE, "Left h", IN(STATS), "", "to the column at the left")             \
    X(COLUMN_RIGHT, "right", NONE, "Right l", IN(STATS), "", "to the column at the right")         \
    X(SORT_BEFORE, "sort-before", NONE, "<", IN(CALLS), "", "sort by the column before")           \
    X(SORT_AFTER, "sort-after", NONE, ">", IN(CALLS), "sort", "sort by the column after")          \
    X(REVERSE, "reverse", NONE, "z", IN(CALLS), "", "sort the other way round")                    \
    X(COLOUR, "colour", NONE, "c", IN(LADDER), "colour",                                           \
      "colours: by kind, by Call-ID, by transaction")                                              \
    X(FOLD, "unfold", NONE, "u", IN(LADDER), "unfold",                                             \
      "a row for each retransmission, or one for all")                                             \
    X(COMPARE, "compare", NONE, "Space", IN(LADDER), "mark",                                       \
      "mark a message; on a second one: the time between them, and how they differ")               \
    X(PANE_VIEW, "view", NONE, "p", IN(LADDER), "view",                                            \
      "what the pane shows: the message, the step in words, the media, the findings")              \
    X(CHALLENGES, "challenges", NONE, "U", IN(LADDER), "",                                         \
      "a row for each challenge (401, 407), or one with its request and the ACK")                  \
    X(OPEN_ROW, "unfold-row", NONE, "+", IN(LADDER), "",                                           \
      "unfold this row alone; Right does so too")                                                  \
    X(CLOSE_ROW, "fold-row", NONE, "-", IN(LADDER), "", "fold it again")                           \
    X(LANE, "lane", NONE, "Tab", IN(LADDER), "lane", "choose a lane: the next one to the right")   \
    X(LANE_BACK, "lane-back", NONE, "BackTab", IN(LADDER), "", "the next one to the left")         \
    X(HIDE, "hide", LANE, "H", IN(LADDER), "",                                                     \
      "hide the chosen lane, or the one with this name, and what it sends and gets")               \
    X(SHOW_ALL, "show-all", NONE, "A", IN(LADDER), "",                                             \
      "show all lanes again; then: as they were found")                                            \
    X(MOVE_LEFT, "move-left", NONE, "{", IN(LADDER), "", "move the chosen lane to the left")       \
    X(MOVE_RIGHT, "move-right", NONE, "}", IN(LADDER), "", "move it to the right")                 \
    X(MERGE, "merge", LANE, "J", IN(LADDER), "",                                                   \
      "make two lanes one: the chosen one, and that of the second time or with this name")         \
    X(SPLIT, "split", NONE, "X", IN(LADDER), "",                                                   \
      "split the chosen lane: as it was, then by address, then by port")                           \
    X(RENAME, "rename", TEXT, "a", IN(LADDER), "",                                                 \
      "name the chosen lane, in all ladders (an alias)")                                           \
    X(WIDER, "wider", NONE, "9", IN(LADDER), "", "a wider pane")                                   \
    X(NARROWER, "narrower", NONE, "0", IN(LADDER), "", "a narrower pane")                          \
    X(PANE_UP, "pane-up", NONE, "[", IN(LADDER), "", "scroll the pane up")                         \
    X(PANE_DOWN, "pane-down", NONE, "]", IN(LADDER), "", "scroll it down")                         \
    X(LEFT, "left", NONE, "Left h", IN(LADDER), "", "to lanes at the left that are out of sight")  \
    X(RIGHT, "right", NONE, "Right l", IN(LADDER), "", "to lanes at the right")                    \
    X(NEXT, "again", NONE, "n", IN_ALL, "", "the next place that was searched for")                \
    X(PREVIOUS, "again-back", NONE, "N", IN_ALL, "", "the one before")                             \
    X(UP, "up", NONE, "Up k", IN_ALL, "", "a row up")                                              \
    X(DOWN, "down", NONE, "Down j", IN_ALL, "", "a row down")                                      \
    X(PAGE_UP, "page-up", NONE, "PgUp ^B", IN_ALL, "", "a page up")                                \
    X(PAGE_DOWN, "page-down", NONE, "PgDn ^F", IN_ALL, "", "a page down")                          \
    X(HALF_UP, "half-up", NONE, "^U", IN_ALL, "", "half a page up")                                \
    X(HALF_DOWN, "half-down", NONE, "^D", IN_ALL, "", "half a page down")                          \
    X(FIRST, "first", NONE, "g Home ^A", IN_ALL, "", "to the first row")                           \
    X(LAST, "last", NONE, "G End ^E", IN_ALL, "", "to the last row")                               \
    X(CLEAR, "clear", NONE, "Esc", IN(CALLS), "", "forget what was searched for, then the marks")  \
    X(SAVE, "save", CAPTURE, "s", IN(CALLS) | IN(LADDER) | IN(MESSAGE), "save",                    \
      "save the packets of the calls with their media, or of the message (see :set redact)")     \
    X(SAVE_OVER, "save!", CAPTURE, "", IN(CALLS) | IN(LADDER) | IN(MESSAGE), "",                   \
      "the same over a file that is there already")                                                \
    X(EXPORT, "export", FILE, "E", IN(CALLS) | IN(LADDER), "export",                               \
      "write the ladder into a file, whose name says the format (redacted as with save)")          \
    X(EXPORT_OVER, "export!", FILE, "", IN(CALLS) | IN(LADDER), "",                                \
      "the same over a file that is there already")                                                \
    X(SETTINGS, "settings", NONE, "o F8", IN_ALL & ~(IN(SETTINGS) | IN(HELP)), "settings",         \
      "all settings, to look at and to change")                                                    \
    X(CHANGE, "change", TEXT, "Enter Space", IN(SETTINGS), "change",                               \
      "change the setting: the other way, the next of its words, or asked for")                    \
    X(SET, "set", SETTING, "", IN_ALL, "", "give a setting a value")                               \
    X(SAVE_SETTINGS, "save-settings", NONE, "", IN_ALL & ~IN(SETTINGS), "",                        \
      "write the settings into rung.conf")                                                         \
    X(SAVE_HERE, "save-settings", NONE, "s F2", IN(SETTINGS), "save",                              \
      "write the settings into rung.conf")                                                         \
    X(MOUSE, "mouse", NONE, "M", IN_ALL, "",                                                       \
      "leave the mouse to the terminal, to select text with it, or take it back")                  \
    X(QUIT, "quit!", NONE, "^C", IN_ALL, "", "leave rung, from anywhere")                          \
    X(REDRAW, "redraw", NONE, "^L", IN_ALL, "", "draw the screen anew")                            \
    X(SUSPEND, "suspend", NONE, "^Z", IN_ALL, "", "stop rung; the shell's fg goes on")
