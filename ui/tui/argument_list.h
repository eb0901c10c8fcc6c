/* What commands take behind their names: X(id, "PLACEHOLDER", what completes it (complete.h)). */
#define ARGUMENT_LIST(X)                                                                           \
    X(NONE, "", complete_nothing)                                                                  \
    X(TEXT, "TEXT", complete_nothing)                                                              \
    X(FILTER, "EXPR|@NAME", complete_filter)                                                       \
    X(MARKS, "[all|none|others]", complete_marks)                                                  \
    X(FOLDS, "[all]", complete_folds)                                                              \
    X(COLUMN, "NAME", complete_column)                                                             \
    X(SETTING, "NAME VALUE", complete_setting)                                                     \
    X(VIEW, "raw|wrapped|hex", complete_view)                                                      \
    X(CAPTURE, "FILE", complete_capture)                                                           \
    X(FILE, "FILE", complete_ending)                                                               \
    X(LANE, "LANE", complete_lane)
