/* Copies for the clipboard: messages, Call-IDs, filters. */
#ifndef UI_TUI_YANK_H
#define UI_TUI_YANK_H

#include "ui/tui/app.h"

/* The message as it was sent, by its row in the store; its Call-ID. */
void yank_message(struct app *app, uint32_t message);
void yank_call_id(struct app *app, uint32_t message);

/* A filter that lets pass the call of a leg, by its row: call_id == "…". */
void yank_filter(struct app *app, uint32_t leg);

#endif
