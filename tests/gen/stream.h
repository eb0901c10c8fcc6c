/* TCP connections between nodes: opened when first used, one for each pair. */
#ifndef GEN_STREAM_H
#define GEN_STREAM_H

#include "tests/gen/scene.h"
#include "tests/gen/wire.h"

enum { STREAM_CONNECTIONS = 64, STREAM_HOLD = 1 << 20 };

struct connection {
    unsigned a, b; /* nodes; a opened it */
    uint16_t port_a, port_b;
    uint32_t seq[2]; /* of the next byte from a, from b */
    struct buf held[2];
    bool open;
};

/* Embedded, all zero: no connection; stream_fini. */
struct stream {
    struct connection connection[STREAM_CONNECTIONS];
    unsigned n;
};

void stream_fini(struct stream *st);

/* The port that `from` has on its connection to `to`; opens one (and lets time pass) if needed. 0:
 * there are too many connections. */
uint16_t stream_port(struct stream *st, struct scene *sc, struct wire *w, unsigned from,
                     unsigned to);

/* Sends data on the connection that stream_port told of: in `segments` pieces (0: as few as fit),
 * or held for the next call the same way. */
void stream_send(struct stream *st, struct scene *sc, struct wire *w, const struct step *step,
                 struct slice data);

/* `from` refuses the connection to `to`: a reset, and it is gone. */
void stream_reset(struct stream *st, struct scene *sc, struct wire *w, unsigned from, unsigned to);

/* Is there data that still waits for a next message? */
bool stream_waits(const struct stream *st);

/* Closes the connection between the nodes, `from` first. False: there is none. */
bool stream_shut(struct stream *st, struct scene *sc, struct wire *w, unsigned from, unsigned to);

#endif
