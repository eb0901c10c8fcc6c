/* What draws a ladder: X(name, "extensions of files", function, "help"). */
#define RENDER_LIST(X)                                                                             \
    X(text, "txt text", render_text, "lines of Unicode, for terminals and mails")                  \
    X(ascii, "asc", render_ascii, "the same in plain ASCII")                                       \
    X(json, "json", render_json, "the rows as one JSON object")
