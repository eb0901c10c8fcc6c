/* The panels: X(id, driver, what it shows). */
#define PANEL_LIST(X)                                                                              \
    X(CALLS, panel_calls, "the calls of the capture")                                              \
    X(LADDER, panel_ladder, "the messages of a call as arrows")                                    \
    X(MESSAGE, panel_message, "one message as it was sent")                                        \
    X(COMPARE, panel_compare, "how two messages differ")                                           \
    X(WHY, panel_why, "the findings: what went wrong, and which messages prove it")                \
    X(STEPS, panel_steps, "the ladder as a table in words")                                        \
    X(MEDIA, panel_media, "offers and answers, and what was agreed on")                            \
    X(INFO, panel_info, "the capture in numbers")                                                  \
    X(FILTERS, panel_filters, "the filters that have a name")                                      \
    X(COLUMNS, panel_columns, "the columns of the list")                                           \
    X(STATS, panel_stats, "what is counted, and how it went")                                      \
    X(REGISTRATIONS, panel_registrations, "who is registered and subscribed")                      \
    X(SETTINGS, panel_settings, "the settings")                                                    \
    X(HELP, panel_help, "the keys")
