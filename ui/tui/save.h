/* The ladder of what a panel is about, or its packets, into a file, while one goes on looking. */
#ifndef UI_TUI_SAVE_H
#define UI_TUI_SAVE_H

#include "ui/tui/app.h"

/* Begins; the format is told by the file's name. A file that is there is written over only with
 * `force`. What became of it is a note, at once or later. */
void save_export(struct app *app, const uint32_t *leg, unsigned legs, const char *path, bool force);

/* The same with the packets of these legs (ui/export/save.h), or of one message. */
void save_capture(struct app *app, const uint32_t *leg, unsigned legs, const char *path,
                  bool force);
void save_message(struct app *app, uint32_t message, const char *path, bool force);

/* A name for the file that one is asked about: "call-12.txt", of the input's folder no part. */
void save_name(const struct app *app, const uint32_t *leg, unsigned legs, const char *ending,
               char out[64]);

/* "txt, asc, json, md": what the names of files can end in; appended. */
void save_endings(struct buf *out);

#endif
