/* The subcommands: X(name, "ARGUMENTS", "help"). Each is one file, cmd_NAME.c. */
#define CMD_LIST(X)                                                                                \
    X(list, "[FILE...] [FILTER]", "the calls, a row each")                                         \
    X(flow, "[FILE...] [FILTER]", "the ladder of a call, or of the largest session")               \
    X(steps, "[FILE...] [FILTER]", "the same rows as a table: Step, Action, Description")          \
    X(explain, "[FILE...] [FILTER]", "what went wrong, with the packets that prove it")            \
    X(show, "[FILE...]", "messages as sent, with their headers explained")                         \
    X(save, "-o FILE [FILE...] [FILTER]", "the packets of calls into a capture of their own")      \
    X(stats, "[FILE...]", "counts of messages, calls, states and losses")                          \
    X(messages, "[FILE...] [FILTER]", "the SIP messages, a row each")               \
    X(devices, "", "the devices that can be captured from")
