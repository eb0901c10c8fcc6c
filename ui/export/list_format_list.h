/* How lists are written: X(ID, name, "extensions of files", LISTS, "help"). The command line, the
 * completions and the manual read this one table.
 *   LISTS  ALL, or ROWS: where each line is about one thing */
#define LIST_FORMAT_LIST(X)                                                                        \
    X(TEXT, text, "txt text", ALL, "lines of Unicode, for terminals and mails")                    \
    X(ASCII, ascii, "asc", ALL, "the same in plain ASCII")                                         \
    X(JSON, json, "json ndjson", ALL, "a JSON object on each line")                                \
    X(CSV, csv, "csv", ROWS, "a table for spreadsheets, comma-separated (RFC 4180)")
