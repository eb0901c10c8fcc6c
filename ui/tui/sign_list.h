/* Lines and signs: X(id, in UTF-8, in ASCII). All are one column wide, in one as in the other. */
#define SIGN_LIST(X)                                                                               \
    X(VERTICAL, "│", "|")                                                                          \
    X(HORIZONTAL, "─", "-")                                                                        \
    X(DASH, "┄", ".")                                                                              \
    X(DOUBLE, "═", "=")                                                                            \
    X(DOTTED, "┈", " ")                                                                            \
    X(PAUSE, "┊", ":")                                                                             \
    X(TALKING, "┃", "#")                                                                           \
    X(HELD, "╏", ":")                                                                              \
    X(FOLDED, "▸", "+")                                                                            \
    X(UNFOLDED, "▾", "-")                                                                          \
    X(CROSSING, "┼", "+")                                                                          \
    X(DOUBLE_CROSSING, "╪", "+")                                                                   \
    X(HEAD_RIGHT, "►", ">")                                                                        \
    X(HEAD_LEFT, "◄", "<")                                                                         \
    X(OPEN_RIGHT, "▷", ">")                                                                        \
    X(OPEN_LEFT, "◁", "<")                                                                         \
    X(REFUSED, "✕", "x")                                                                           \
    X(LOOP, "↺", "@")                                                                              \
    X(TEE_DOWN, "┬", "+")                                                                          \
    X(TEE_RIGHT, "├", "+")                                                                         \
    X(TEE_LEFT, "┤", "+")                                                                          \
    X(MORE_LEFT, "◂", "<")                                                                         \
    X(MORE_RIGHT, "▸", ">")                                                                        \
    X(BULLET, "·", "-")                                                                            \
    X(CRUMB, "›", ">")                                                                             \
    X(THUMB, "┃", "#")                                                                             \
    X(BAR_FULL, "█", "#")                                                                          \
    X(BAR_EMPTY, "░", ".")                                                                         \
    X(ASCENDING, "▴", "^")                                                                         \
    X(DESCENDING, "▾", "v")                                                                        \
    X(MARKED, "✔", "*")                                                                            \
    X(MINUS, "–", "-")                                                                             \
    X(STATE_ASKING, "○", "o")                                                                      \
    X(STATE_RINGING, "◔", "r")                                                                     \
    X(STATE_TALKING, "●", "@")                                                                     \
    X(STATE_DONE, "✔", "+")                                                                        \
    X(STATE_STOPPED, "⊘", "/")                                                                     \
    X(STATE_FAILED, "✖", "x")                                                                      \
    X(STATE_MOVED, "⇄", "%")                                                                       \
    X(STATE_UNKNOWN, "?", "?")
