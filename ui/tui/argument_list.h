/* What commands take behind their names: X(id, "PLACEHOLDER", what completes it (complete.h)). */
#define ARGUMENT_LIST(X)                                                                           \
    X(NONE, "", complete_nothing)                                                                  \
    X(TEXT, "TEXT", complete_nothing)                                                              \
    X(FILTER, "EXPR", complete_filter)                                                             \
    X(SETTING, "NAME VALUE", complete_setting)                                                     \
    X(VIEW, "raw|wrapped|hex", complete_view)                                                      \
    X(FILE, "FILE", complete_ending)
