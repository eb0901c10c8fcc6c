/* The options, for the command line, the file rung.conf and the settings of the viewer: X(field,
 * short or 0, "long", "ARGUMENT" or NULL, KIND, KEPT or RUN, "values", "initial", "help"). The
 * parser,
 * --help, --print-config, the settings panel and the completions read this one table, and the
 * manual page is checked against it.
 *   KIND     FLAG bool, TEXT const char *, NUMBER uint64_t, SIZE the same in bytes, MANY a list of
 *            texts, CHOICE the place of a word in `values`
 *   KEPT     may stand in rung.conf; a FLAG of these has a --no-NAME too. RUN: this run only
 *   values   of a CHOICE its words, with | between; of a MANY that is KEPT its section in rung.conf
 *   initial  what holds when nothing is said */
#define OPTION_LIST(X)                                                                             \
    X(json, 'j', "json", NULL, FLAG, RUN, "", "no", "print JSON (one object a line for lists)")    \
    X(input, 'I', "input", "FILE", MANY, RUN, "", "",                                              \
      "read this capture, as a FILE that stands alone")                                            \
    X(device, 'd', "device", "DEV,...", MANY, RUN, "", "",                                         \
      "capture from these devices; any: from all (rung devices lists them)")                       \
    X(duration, 0, "duration", "SECONDS", NUMBER, RUN, "", "0",                                    \
      "capture for so long (else until Ctrl-C)")                                                   \
    X(follow, 0, "follow", NULL, FLAG, RUN, "", "no",                                              \
      "print messages as they come, calls when they are over; files are read on as they grow")     \
    X(filter, 'f', "filter", "EXPR", TEXT, RUN, "", "",                                            \
      "only what fits the expression (see FILTERS in rung(1))")                                    \
    X(bpf, 'b', "bpf", "EXPR", TEXT, RUN, "", "",                                                  \
      "only packets that fit a capture filter (pcap-filter(7))")                                   \
    X(call, 'c', "call", "N", NUMBER, RUN, "", "0", "the call with this number in the list")       \
    X(call_id, 'i', "call-id", "ID", TEXT, RUN, "", "", "the call leg with this Call-ID")          \
    X(session, 's', "session", "N", NUMBER, RUN, "", "0", "the session with this number")          \
    X(packet, 'p', "packet", "N", NUMBER, RUN, "", "0", "the message that packet N completes")     \
    X(all, 'a', "all", NULL, FLAG, KEPT, "", "no",                                                 \
      "also registrations, subscriptions and other dialogs")                                       \
    X(columns, 'C', "columns", "A,B,...", TEXT, KEPT, "", "",                                      \
      "what the list shows: columns by name, fields of filters, header:NAME")                      \
    X(tree, 0, "tree", NULL, FLAG, KEPT, "", "yes",                                                \
      "the viewer lists calls of one session together, under a headline")                          \
    X(histogram, 0, "histogram", NULL, FLAG, KEPT, "", "yes",                                      \
      "the viewer shows above the list how calls are spread over time")                            \
    X(format, 'F', "format", "NAME", TEXT, RUN, "", "", "how to draw (see FORMATS in rung(1))")    \
    X(output, 'o', "output", "FILE", TEXT, RUN, "", "",                                            \
      "write there instead of to standard output")                                                 \
    X(each, 0, "each", NULL, FLAG, RUN, "", "no",                                                  \
      "draw every call into a file of its own; --output names the folder")                         \
    X(force, 0, "force", NULL, FLAG, RUN, "", "no", "save over a file that is there")              \
    X(media, 0, "media", NULL, FLAG, KEPT, "", "yes",                                              \
      "save calls with their RTP, RTCP and whatever else their SDP announced")                     \
    X(comments, 0, "comments", NULL, FLAG, KEPT, "", "no",                                         \
      "save each message with a comment that says which call it belongs to (pcapng)")              \
    X(redact, 0, "redact", NULL, FLAG, KEPT, "", "no",                                             \
      "export and save without names, numbers, addresses, and whatever else tells who it was")     \
    X(redact_agents, 0, "redact-agents", NULL, FLAG, KEPT, "", "no",                               \
      "redact the names of software, too")                                                         \
    X(redact_key, 0, "redact-key", "FILE", TEXT, KEPT, "", "",                                     \
      "redact by the key in this file, which is made if it is not there, and leads back")          \
    X(restore, 0, "restore", NULL, FLAG, RUN, "", "no",                                            \
      "the originals of what was redacted with this --redact-key")                                 \
    X(width, 'w', "width", "COLUMNS", NUMBER, RUN, "", "0",                                        \
      "draw this wide (else the terminal's width, or 100)")                                        \
    X(time, 't', "time", "MODE", CHOICE, KEPT, "auto|abs|delta|since", "auto",                     \
      "times as auto, abs, delta or since (the start)")                                            \
    X(paper, 0, "paper", "SIZE", CHOICE, KEPT, "sheet|a4|letter", "sheet",                         \
      "draw pictures on one sheet, as large as need be, or on pages: sheet, a4 or letter")         \
    X(steps, 0, "steps", NULL, FLAG, KEPT, "", "no",                                               \
      "draw the table of steps below the ladder, in formats that have room for it")                \
    X(alias, 'A', "alias", "ADDR=NAME", MANY, KEPT, "alias", "", "call this address by that name") \
    X(leg_header, 0, "leg-header", "NAME", MANY, RUN, "", "",                                      \
      "this header joins legs: it names the Call-ID of the other, or is the same in both")         \
    X(leg_rules, 0, "leg-rules", "FILE", TEXT, KEPT, "", "",                                       \
      "a file of rules, one a line: header NAME, join ID ID, split ID")                            \
    X(join, 0, "join", "ID=ID", MANY, RUN, "", "",                                                 \
      "the legs with these two Call-IDs are one call")                                             \
    X(split, 0, "split", "ID", MANY, RUN, "", "",                                                  \
      "the leg with this Call-ID is a call of its own")                                            \
    X(unfold, 'u', "unfold", NULL, FLAG, KEPT, "", "no", "a row for each retransmission")          \
    X(fold_challenges, 0, "fold-challenges", NULL, FLAG, KEPT, "", "yes",                          \
      "the viewer folds a request, the 401 or 407 to it and the ACK into one row")                 \
    X(color, 0, "color", "WHEN", CHOICE, KEPT, "auto|always|never", "auto",                        \
      "colours: auto, always or never")                                                            \
    X(ascii, 0, "ascii", NULL, FLAG, KEPT, "", "no",                                               \
      "plain ASCII instead of lines, arrows and dots")                                             \
    X(theme, 0, "theme", "NAME", CHOICE, KEPT, "auto|dark|light|contrast|mono", "auto",            \
      "colours of the viewer: auto, dark, light, contrast or mono")                                \
    X(color_by, 0, "color-by", "WHAT", CHOICE, KEPT, "kind|call-id|transaction", "kind",           \
      "arrows of the viewer coloured by kind, call-id or transaction")                             \
    X(pane, 0, "pane", "WHAT", CHOICE, KEPT, "message|step|media|findings", "message",             \
      "beside a ladder the viewer shows its message, step, media or findings")                     \
    X(message_view, 0, "message-view", "HOW", CHOICE, KEPT, "wrapped|raw|hex", "wrapped",          \
      "whole messages in the viewer as wrapped, raw or hex")                                       \
    X(mouse, 0, "mouse", NULL, FLAG, KEPT, "", "yes", "the viewer takes the mouse")                \
    X(bind, 0, "bind", "COMMAND=KEYS", MANY, KEPT, "keys", "",                                     \
      "keys for a command of the viewer, as in filter=F7 f")                                       \
    X(named_filter, 0, "named-filter", "NAME=EXPR", MANY, KEPT, "filters", "",                     \
      "a filter that the viewer offers by this name")                                              \
    X(quick, 0, "quick", NULL, FLAG, RUN, "", "no",                                                \
      "only messages and calls: no sessions, peers, registrations or findings")                    \
    X(threads, 0, "threads", "N", NUMBER, KEPT, "", "0",                                           \
      "how many threads read (1 to 16; the result is the same)")                                   \
    X(buffer, 0, "buffer", "MIB", NUMBER, KEPT, "", "64",                                          \
      "memory of the kernel for packets of a device until they are read")                          \
    X(memory, 0, "memory", "SIZE", SIZE, KEPT, "", "512M",                                         \
      "memory for what has no end: a device, a pipe in the viewer; then the oldest is forgotten")  \
    X(spool, 0, "spool", "DIR", TEXT, KEPT, "", "",                                                \
      "keep the packets of those on disk there, in place of memory")                               \
    X(spool_size, 0, "spool-size", "SIZE", SIZE, KEPT, "", "10G", "of them at most")               \
    X(spool_dir, 0, "spool-dir", "DIR", TEXT, KEPT, "", "",                                        \
      "where to keep what comes by a pipe to its end (else $TMPDIR or /var/tmp)")                  \
    X(config, 0, "config", "FILE", TEXT, RUN, "", "",                                              \
      "read these settings instead of those in rung.conf")                                         \
    X(print_config, 0, "print-config", NULL, FLAG, RUN, "", "no",                                  \
      "print the settings as they could stand in rung.conf")                                       \
    X(help, 'h', "help", NULL, FLAG, RUN, "", "no", "list the commands and options")               \
    X(version, 'V', "version", NULL, FLAG, RUN, "", "no", "print the version")
