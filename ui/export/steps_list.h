/* What draws the table of steps: X(name, "extensions of files", function, "help"). */
#define STEPS_LIST(X)                                                                              \
    X(text, "txt text", steps_text, "lines of Unicode, for terminals and mails")                   \
    X(ascii, "asc", steps_ascii, "the same in plain ASCII")                                        \
    X(markdown, "md markdown", steps_markdown, "a table for wikis and tickets")                    \
    X(json, "json", render_json, "the rows as one JSON object")
