/* Of rung-capture: gives up all that it could do besides reading what it has open. */
#ifndef CAPTURE_LIVE_BOX_H
#define CAPTURE_LIVE_BOX_H

/* Becomes the user who asked (under sudo the one behind it, else nobody where root asked), without
 * capabilities, without a way to gain any, with the system calls that the loop needs and no others.
 * Asks to be killed when its parent ends. NULL, or what failed; the caller must end then. */
const char *box_close(void);

#endif
