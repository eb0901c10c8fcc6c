/* What text can mean, and how it looks: X(id, in the themes dark, light and contrast (0xRRGGBB), of
 * 8 colours, attributes, what it is for). OWN is the terminal's own colour. Attributes: B bold, D
 * dim, U underlined; they are there without colours too. */
#define OWN (-1)
#define STYLE_LIST(X)                                                                              \
    X(TEXT, OWN, OWN, 0xffffff, -1, "", "plain text")                                              \
    X(DIM, 0x8a8a8a, 0x6c6c6c, 0xd0d0d0, -1, "D", "small print")                                   \
    X(STRONG, OWN, OWN, 0xffffff, -1, "B", "what should be seen first")                            \
    X(BRAND, 0x5fd7ff, 0x005faf, 0x5fffff, 6, "B", "the name of the program")                      \
    X(KEY, 0x5fd7ff, 0x005faf, 0x5fffff, 6, "B", "a key to press")                                 \
    X(HEAD, 0xbcbcbc, 0x444444, 0xffffff, -1, "B", "the head of a column")                         \
    X(LINE, 0x585858, 0xbcbcbc, 0xa8a8a8, -1, "D", "lifelines and rules")                          \
    X(NAME, OWN, OWN, 0xffffff, -1, "B", "the name of a participant")                              \
    X(STEP, 0x8a8a8a, 0x6c6c6c, 0xd0d0d0, -1, "", "the number of a step")                          \
    X(TIME, 0x87afaf, 0x5f8787, 0xafffff, -1, "", "times")                                         \
    X(REQUEST, 0x5fafff, 0x005faf, 0x5fd7ff, 4, "B", "requests")                                   \
    X(PROVISIONAL, 0xd7af87, 0x875f00, 0xffff5f, 3, "", "answers 1xx")                             \
    X(SUCCESS, 0x87d787, 0x008700, 0x5fff5f, 2, "", "answers 2xx, and calls that went well")       \
    X(REDIRECT, 0xd787d7, 0x870087, 0xff87ff, 5, "", "answers 3xx")                                \
    X(CHALLENGE, 0xd7af5f, 0xaf5f00, 0xffaf00, 3, "", "answers 401 and 407")                       \
    X(FAILURE, 0xff5f5f, 0xd70000, 0xff8787, 1, "B", "other answers, and calls that failed")       \
    X(BAND, 0x5faf87, 0x008787, 0x5fffd7, 6, "", "a state that lasts")                             \
    X(NOTE, 0xd7d787, 0x875f00, 0xffffaf, 3, "", "something that a reader should know")            \
    X(FIELD, 0x87afd7, 0x005f87, 0x87d7ff, 6, "", "the name of a header")                          \
    X(BODY, 0xafd7af, 0x005f00, 0xafffaf, 2, "", "lines of a body that say more than others")      \
    X(USER, 0xffffff, 0x00005f, 0xffffff, -1, "B", "the user of an address")                       \
    X(TAG, 0xd7af87, 0x875f00, 0xffd7af, 3, "", "tags and Call-IDs: which dialog it is")           \
    X(BRANCH, 0xaf87d7, 0x5f00af, 0xd7afff, 5, "", "branches: which transaction it is")            \
    X(WARNING, 0xffaf5f, 0xaf5f00, 0xffaf5f, 3, "B", "something is missing or was refused")        \
    X(MARK, 0xffd75f, 0xaf5f00, 0xffd75f, 3, "B", "what the user marked")                          \
    X(HUE_1, 0x5fafff, 0x005faf, 0x5fd7ff, 4, "", "first of the colours that only tell apart")     \
    X(HUE_2, 0xd7af87, 0x875f00, 0xffff5f, 3, "", "second")                                        \
    X(HUE_3, 0x87d787, 0x008700, 0x5fff5f, 2, "", "third")                                         \
    X(HUE_4, 0xd787d7, 0x870087, 0xff87ff, 5, "", "fourth")                                        \
    X(HUE_5, 0x5fd7d7, 0x008787, 0x5fffff, 6, "", "fifth")                                         \
    X(HUE_6, 0xff8787, 0xaf0000, 0xff8787, 1, "", "sixth")

/* What can be behind text: X(id, in the themes, of 8 colours, the text's colour where it has none:
 * in the themes, attributes where there are less than 256 colours, what it is for). R: reversed.
 */
#define BACK_LIST(X)                                                                               \
    X(NONE, OWN, OWN, 0x000000, -1, OWN, OWN, 0xffffff, "", "nothing")                             \
    X(BAR, 0x303030, 0xe4e4e4, 0x00005f, -1, 0xdadada, 0x262626, 0xffffff, "R",                    \
      "the first and the last line")                                                               \
    X(CURSOR, 0x4e4e4e, 0xd0d0d0, 0x0000af, -1, 0xeeeeee, 0x080808, 0xffffff, "R",                 \
      "the row of the cursor")                                                                     \
    X(LIT, 0x262626, 0xeeeeee, 0x303030, -1, 0xdadada, 0x262626, 0xffffff, "B",                    \
      "what belongs together with it")                                                             \
    X(MATCH, 0x5f5f00, 0xffffaf, 0x3a3a00, -1, 0xffffd7, 0x5f5f00, 0xffffff, "U",                  \
      "text that was searched for")
