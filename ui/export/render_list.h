/* What draws: X(WHAT, name, "extensions of files", function, NEEDS, "help"). The command line, the
 * viewer and the manual read this one table.
 *   WHAT   LADDER, or STEPS: the table in words
 *   NEEDS  of enum render_need, 0: nothing
 * Rows of RENDER_CAIRO are there where rung is built with cairo. */
#ifdef HAVE_CAIRO
#define RENDER_CAIRO(X) X
#else
#define RENDER_CAIRO(X) RENDER_NO_ROW
#endif
#define RENDER_NO_ROW(...)
#define RENDER_LIST(X)                                                                             \
    X(LADDER, text, "txt text", render_text, 0, "lines of Unicode, for terminals and mails")       \
    X(LADDER, ascii, "asc", render_ascii, 0, "the same in plain ASCII")                            \
    X(LADDER, svg, "svg", render_svg, RENDER_TOLD,                                                 \
      "a picture for pages and tickets; --paper for pages to print, --steps for the table")        \
    X(LADDER, html, "html htm", render_html, RENDER_TOLD,                                          \
      "one page with ladder, steps, findings and messages, for browsers")                          \
    RENDER_CAIRO(X)(LADDER, pdf, "pdf", render_pdf, RENDER_TOLD | RENDER_BINARY | RENDER_WHOLE,    \
                    "pages to print")                                                              \
    RENDER_CAIRO(X)(LADDER, png, "png", render_png, RENDER_TOLD | RENDER_BINARY | RENDER_WHOLE,    \
                    "the picture in pixels")                                                       \
    X(LADDER, markdown, "md markdown", render_markdown, RENDER_TOLD,                               \
      "a page for wikis and tickets: ladder, findings, steps, participants")                       \
    X(LADDER, mermaid, "mmd mermaid", render_mermaid, 0, "a sequenceDiagram for Mermaid")          \
    X(LADDER, plantuml, "puml plantuml", render_plantuml, 0, "a sequence diagram for PlantUML")    \
    X(LADDER, mscgen, "msc mscgen", render_mscgen, 0, "a message sequence chart for mscgen")       \
    X(LADDER, json, "json", render_json, RENDER_TOLD, "the rows as one JSON object")               \
    X(LADDER, sipp, "xml", render_sipp, RENDER_TRACE,                                              \
      "a scenario for SIPp: the caller's side of the first leg")                                   \
    X(LADDER, sippcallee, "", render_sippcallee, RENDER_TRACE,                                     \
      "the same for the side that the caller talks to")                                            \
    X(STEPS, text, "txt text", steps_text, RENDER_TOLD,                                            \
      "lines of Unicode, for terminals and mails")                                                 \
    X(STEPS, ascii, "asc", steps_ascii, RENDER_TOLD, "the same in plain ASCII")                    \
    X(STEPS, markdown, "md markdown", steps_markdown, RENDER_TOLD,                                 \
      "a table for wikis and tickets")                                                             \
    X(STEPS, csv, "csv", steps_csv, RENDER_TOLD,                                                   \
      "a table for spreadsheets, comma-separated (RFC 4180)")                                      \
    X(STEPS, json, "json", render_json, RENDER_TOLD, "the rows as one JSON object")
