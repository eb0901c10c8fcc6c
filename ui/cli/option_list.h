/* The options: X(field, short or 0, "long", "ARGUMENT" or NULL, KIND, "help"). The parser, --help
 * and the completions read this one table, and the manual page is checked against it. KIND: FLAG
 * bool, TEXT const char *, NUMBER uint64_t, MANY a list of texts. */
#define OPTION_LIST(X)                                                                             \
    X(json, 'j', "json", NULL, FLAG, "print JSON (one object a line for lists)")                   \
    X(filter, 'f', "filter", "EXPR", TEXT,                                                         \
      "only what fits the expression (see FILTERS in rung(1))")                                    \
    X(bpf, 'b', "bpf", "EXPR", TEXT, "only packets that fit a capture filter (pcap-filter(7))")    \
    X(call, 'c', "call", "N", NUMBER, "the call with this number in the list")                     \
    X(call_id, 'i', "call-id", "ID", TEXT, "the call leg with this Call-ID")                       \
    X(session, 's', "session", "N", NUMBER, "the session with this number")                        \
    X(packet, 'p', "packet", "N", NUMBER, "the message that packet N completes")                   \
    X(all, 'a', "all", NULL, FLAG, "also registrations, subscriptions and other dialogs")          \
    X(columns, 'C', "columns", "A,B,...", TEXT, "what the list shows: columns by name")            \
    X(format, 'F', "format", "NAME", TEXT, "how to draw: text, ascii or json")                     \
    X(output, 'o', "output", "FILE", TEXT, "write there instead of to standard output")            \
    X(width, 'w', "width", "COLUMNS", NUMBER,                                                      \
      "draw this wide (else the terminal's width, or 100)")                                        \
    X(time, 't', "time", "MODE", TEXT, "times as auto, abs, delta or since (the start)")           \
    X(alias, 'A', "alias", "ADDR=NAME", MANY, "call this address by that name")                    \
    X(leg_header, 0, "leg-header", "NAME", MANY,                                                   \
      "this header joins legs: it names the Call-ID of the other, or is the same in both")         \
    X(leg_rules, 0, "leg-rules", "FILE", TEXT,                                                     \
      "a file of rules, one a line: header NAME, join ID ID, split ID")                            \
    X(join, 0, "join", "ID=ID", MANY, "the legs with these two Call-IDs are one call")             \
    X(split, 0, "split", "ID", MANY, "the leg with this Call-ID is a call of its own")             \
    X(unfold, 'u', "unfold", NULL, FLAG, "a row for each retransmission")                          \
    X(color, 0, "color", "WHEN", TEXT, "colours: auto, always or never")                           \
    X(ascii, 0, "ascii", NULL, FLAG, "plain ASCII instead of lines, arrows and dots")              \
    X(quick, 0, "quick", NULL, FLAG,                                                               \
      "only messages and calls: no sessions, peers, registrations or findings")                    \
    X(threads, 0, "threads", "N", NUMBER,                                                          \
      "how many threads read (1 to 16; the result is the same)")                                   \
    X(spool_dir, 0, "spool-dir", "DIR", TEXT,                                                      \
      "where to keep what comes by a pipe (else $TMPDIR or /var/tmp)")                             \
    X(help, 'h', "help", NULL, FLAG, "list the commands and options")                              \
    X(version, 'V', "version", NULL, FLAG, "print the version")
