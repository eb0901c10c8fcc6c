/* One direction of a TCP connection, between its table (tcp.c) and its bytes (tcp_stream.c). */
#ifndef CAPTURE_NET_TCP_STREAM_H
#define CAPTURE_NET_TCP_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "capture/counter.h"
#include "capture/net/tcp.h"
#include "capture/payload.h"

#define STREAM_SPARES 16 /* emptied streams kept for the next one */
#define STREAM_SEEN 4    /* segments remembered to tell a second capture */

/* Which packet bytes came with, and when, in the order of capture. */
struct stamp {
    int64_t time_ns;
    uint64_t order; /* 1 for the first segment fed */
    uint32_t packet;
    uint16_t ip_id;
    bool has_ip_id;
};

/* Consecutive bytes of a stream that lie together in a packet. Borrowed; BLOCK_PADDING follows. */
struct run {
    const uint8_t *data;
    uint32_t len;
    uint32_t missing; /* bytes behind them that the capture cut off */
    uint32_t seq;
    struct extent at; /* of data[0]; its len is not used */
    struct stamp stamp;
};

/* What identifies a captured segment for a moment. */
struct seen {
    uint32_t seq, us;
    uint16_t len; /* + 1: 0 is none */
    uint16_t ip_id;
};

/* A direction. Kept small: what is buffered is in `stream`, which most have only now and then. */
struct direction {
    const struct endpoint *end; /* of the connection: [side] sends, [!side] receives */
    struct stream *stream;      /* NULL: nothing is buffered */
    struct framer framer;
    uint32_t next;  /* sequence number awaited */
    uint32_t first; /* of the first byte */
    uint32_t fin_at;
    uint64_t skipped; /* bytes of it that belong to no message */
    uint8_t side, seen_at;
    bool started, midstream, fin, ended, foreign;
    struct seen seen[STREAM_SEEN];
};

struct stream_list {
    struct stream *first, *last;
};

/* What all directions share. Embedded: streams_init, streams_fini. */
struct streams {
    struct tcp_ops ops;
    struct counters *c;
    int64_t now;                /* never goes back */
    uint64_t order;             /* segments fed */
    struct stamp stamp;         /* of what is being handed out */
    struct stream_list all;     /* that hold bytes, the longest untouched one first */
    struct stream_list waiting; /* of those with a hole, the oldest wait first */
    struct stream *spare;
    uint32_t spares;
    struct extent *extent; /* of the message being handed out */
    uint32_t extent_cap;
    size_t held;   /* bytes allocated by the streams of `all` */
    uint64_t work; /* bytes copied or compared, list steps */
};

void streams_init(struct streams *ss, const struct tcp_ops *ops, struct counters *c);

/* All directions must have been dropped or ended. */
void streams_fini(struct streams *ss);

enum {
    STREAM_NEW = 1,   /* the run brought bytes */
    STREAM_AHEAD = 2, /* and some of them before their turn */
};

/* Takes the bytes of a segment into a direction that has started and not ended. A bit set of the
 * above. */
unsigned stream_place(struct streams *ss, struct direction *d, struct run r);

/* Ends the direction: gives up its holes, hands out what is behind them, drops the rest. */
void stream_end(struct streams *ss, struct direction *d);

/* Ends the direction if all bytes up to its FIN have come. */
void stream_check_fin(struct streams *ss, struct direction *d);

/* Gives up the holes that have waited TCP_AHEAD_NS, and what is over TCP_TOTAL_BYTES. */
void streams_expire(struct streams *ss);
void streams_trim(struct streams *ss);

#endif
