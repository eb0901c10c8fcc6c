/* What text can mean, and how it looks: X(id, on dark, on light (of 256 colours), of 8 colours,
 * attributes, what it is for). -1 is the terminal's own colour. Attributes: B bold, D dim, U
 * underlined; they are there without colours too. */
#define STYLE_LIST(X)                                                                              \
    X(TEXT, -1, -1, -1, "", "plain text")                                                          \
    X(DIM, 245, 242, -1, "D", "small print")                                                       \
    X(STRONG, -1, -1, -1, "B", "what should be seen first")                                        \
    X(BRAND, 81, 25, 6, "B", "the name of the program")                                            \
    X(KEY, 81, 25, 6, "B", "a key to press")                                                       \
    X(HEAD, 250, 238, -1, "B", "the head of a column")                                             \
    X(LINE, 240, 250, -1, "D", "lifelines and rules")                                              \
    X(NAME, -1, -1, -1, "B", "the name of a participant")                                          \
    X(STEP, 245, 242, -1, "", "the number of a step")                                              \
    X(TIME, 109, 66, -1, "", "times")                                                              \
    X(REQUEST, 75, 25, 4, "B", "requests")                                                         \
    X(PROVISIONAL, 180, 94, 3, "", "answers 1xx")                                                  \
    X(SUCCESS, 114, 28, 2, "", "answers 2xx, and calls that went well")                            \
    X(REDIRECT, 176, 90, 5, "", "answers 3xx")                                                     \
    X(CHALLENGE, 179, 130, 3, "", "answers 401 and 407")                                           \
    X(FAILURE, 203, 160, 1, "B", "other answers, and calls that failed")                           \
    X(BAND, 72, 30, 6, "", "a state that lasts")                                                   \
    X(NOTE, 186, 94, 3, "", "something that a reader should know")                                 \
    X(FIELD, 110, 24, 6, "", "the name of a header")                                               \
    X(BODY, 151, 22, 2, "", "lines of a body that say more than others")                           \
    X(WARNING, 215, 130, 3, "B", "something is missing or was refused")                            \
    X(MARK, 221, 130, 3, "B", "what the user marked")                                              \
    X(HUE_1, 75, 25, 4, "", "first of the colours that only tell apart")                           \
    X(HUE_2, 180, 94, 3, "", "second")                                                             \
    X(HUE_3, 114, 28, 2, "", "third")                                                              \
    X(HUE_4, 176, 90, 5, "", "fourth")                                                             \
    X(HUE_5, 80, 30, 6, "", "fifth")                                                               \
    X(HUE_6, 210, 124, 1, "", "sixth")

/* What can be behind text: X(id, on dark, on light, of 8 colours, the text's colour where it has
 * none: on dark, on light; attributes where there are less than 256 colours, what it is for). R:
 * reversed. */
#define BACK_LIST(X)                                                                               \
    X(NONE, -1, -1, -1, -1, -1, "", "nothing")                                                     \
    X(BAR, 236, 254, -1, 253, 235, "R", "the first and the last line")                             \
    X(CURSOR, 239, 252, -1, 255, 232, "R", "the row of the cursor")                                \
    X(LIT, 235, 255, -1, 253, 235, "B", "what belongs together with it")                           \
    X(MATCH, 58, 229, -1, 230, 58, "U", "text that was searched for")
