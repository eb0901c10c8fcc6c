/* The devices that libpcap can capture from, whether or not this process may. */
#ifndef CAPTURE_LIVE_DEVICE_H
#define CAPTURE_LIVE_DEVICE_H

#include <stdbool.h>

#include "base/addr.h"
#include "base/err.h"

#define DEVICE_NAME 64       /* fits every name that is taken, with its NUL */
#define DEVICE_ADDRESSES 256 /* of a device, and no more */

struct device {
    const char *name;
    const char *description; /* "" for none */
    bool up, loopback;
    unsigned addresses;
    struct addr address[DEVICE_ADDRESSES];
};

/* Called for each device, in libpcap's order (those that are of most use first). False: no more. */
typedef bool device_fn(void *ctx, const struct device *d);

/* Goes through the devices. -EIO with the sentence when the system does not name them, -ENOMEM. */
int device_each(device_fn *fn, void *ctx, struct err *err);

/* Writes the sentence about a device that does not exist: which one may have been meant, and how to
 * see all. Returns -ENODEV. */
int device_unknown(const char *name, struct err *err);

#endif
