/* Packets from devices: starts rung-capture, which opens them, and reads the ring that it fills. */
#ifndef CAPTURE_LIVE_LIVE_H
#define CAPTURE_LIVE_LIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "capture/packet.h"

#define LIVE_BUFFER_MIB 64   /* of the kernel, for each device, when nobody says */
#define LIVE_BUFFER_MAX 1024 /* MiB */
#define LIVE_START_MS 10000  /* in which rung-capture has to have opened the devices */
#define LIVE_NOTES 8         /* sentences that are kept; what happens later is only counted */
#define LIVE_END_MS 3000     /* in which it has to hand over the rest and end */

struct live;

struct live_options {
    const char *devices; /* their names, with commas between; "any" is all of them */
    const char *bpf;     /* libpcap expression, or NULL: what SIP, media and fragments need */
    uint64_t buffer_mib; /* of the kernel; 0: LIVE_BUFFER_MIB */
};

/* Opens the devices. -ENODEV, -EPERM (says which command gives the rights), -ENOENT (rung-capture
 * is not installed), … with the sentence. The thread that calls it must outlive the capture. Owned;
 * live_close. */
int live_open(struct live **out, const struct live_options *o, uint16_t segment, struct err *err);

/* Ends rung-capture at once. */
void live_close(struct live *l);

/* Fills b with packets that came, waiting for some: 1. There are none of them where there is only
 * something to say. 0: the end, asked for by live_stop or not (live_note said so then); all packets
 * before it were handed out. One thread at a time; may be cancelled while it waits. */
int live_next(struct live *l, struct block *b);

/* A sentence that is to be said: a device went away or came back, capturing ended by itself. False:
 * none (any more). By the thread that calls live_next. */
bool live_note(struct live *l, struct err *out);

/* Asks for the end: live_next hands out what was captured before, and then says 0. Any thread. */
void live_stop(struct live *l);

struct live_losses {
    uint64_t kernel; /* packets that rung-capture did not take in time; counted once a second */
    uint64_t ring;   /* packets that rung did not take in time */
    uint64_t away;   /* times that a device went down or away */
};

/* What was lost so far. Any thread. */
void live_losses(const struct live *l, struct live_losses *out);

/* Appends the filter that the kernel is given for an expression (NULL: none): fragments always
 * pass, since what they belong to is known only when they are together; so does what has VLAN
 * tags, unless the expression speaks of them (`tags`: and the link layer can have some). */
void live_filter(struct buf *out, const char *bpf, bool tags);

#endif
