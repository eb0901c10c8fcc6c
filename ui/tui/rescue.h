/* A crash must not leave the terminal in a state in which nobody can type. */
#ifndef UI_TUI_RESCUE_H
#define UI_TUI_RESCUE_H

#include <stddef.h>
#include <termios.h>

#define RESCUE_BYTES 512

/* From now on a signal that ends the program for a fault of its own (SIGSEGV, SIGABRT and their
 * like) first writes these bytes (RESCUE_BYTES at most) to standard output and gives standard input
 * these settings. Handlers that others installed, such as those of sanitizers, stay. */
void rescue_arm(const char *bytes, size_t n, const struct termios *settings);

/* While the terminal is not ours there is nothing to restore. */
void rescue_disarm(void);

#endif
