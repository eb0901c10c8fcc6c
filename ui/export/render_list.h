/* What draws: X(WHAT, name, "extensions of files", function, NEEDS, "help"). The command line, the
 * viewer and the manual read this one table.
 *   WHAT   LADDER, or STEPS: the table in words
 *   NEEDS  of enum render_need, 0: nothing */
#define RENDER_LIST(X)                                                                             \
    X(LADDER, text, "txt text", render_text, 0, "lines of Unicode, for terminals and mails")       \
    X(LADDER, ascii, "asc", render_ascii, 0, "the same in plain ASCII")                            \
    X(LADDER, json, "json", render_json, RENDER_TOLD, "the rows as one JSON object")               \
    X(LADDER, html, "html htm", render_html, RENDER_TOLD,                                          \
      "one page with ladder, steps, findings and messages, for browsers")                          \
    X(STEPS, text, "txt text", steps_text, RENDER_TOLD,                                            \
      "lines of Unicode, for terminals and mails")                                                 \
    X(STEPS, ascii, "asc", steps_ascii, RENDER_TOLD, "the same in plain ASCII")                    \
    X(STEPS, markdown, "md markdown", steps_markdown, RENDER_TOLD,                                 \
      "a table for wikis and tickets")                                                             \
    X(STEPS, json, "json", render_json, RENDER_TOLD, "the rows as one JSON object")
