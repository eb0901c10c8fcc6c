/* The panels: X(id, driver, what it shows). */
#define PANEL_LIST(X)                                                                              \
    X(CALLS, panel_calls, "the calls of the capture")                                              \
    X(LADDER, panel_ladder, "the messages of a call as arrows")                                    \
    X(MESSAGE, panel_message, "one message as it was sent")                                        \
    X(INFO, panel_info, "the capture in numbers")                                                  \
    X(STATS, panel_stats, "what is counted, and how it went")                                      \
    X(REGISTRATIONS, panel_registrations, "who is registered and subscribed")                      \
    X(SETTINGS, panel_settings, "the settings")                                                    \
    X(HELP, panel_help, "the keys")
