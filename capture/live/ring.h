/* What rung and rung-capture share: a ring of packets in memory, written by rung-capture alone and
 * read by rung alone, an eventfd that wakes the reader, and a socket (SOCK_SEQPACKET) for the few
 * words besides. Neither believes the other: what lies here may change at any time, so it is copied
 * once, and the copy is checked. */
#ifndef CAPTURE_LIVE_RING_H
#define CAPTURE_LIVE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define RING_DATA 4096               /* bytes before the packets: struct ring, a page of its own */
#define RING_MIN (UINT64_C(1) << 20) /* bytes for packets: a power of two between these */
#define RING_MAX (UINT64_C(1) << 30)
#define RING_BYTES (UINT64_C(16) << 20) /* that many when nobody says */
#define RING_SNAPLEN 262144             /* of a packet at most; the rest of a longer one is cut */
#define RING_DEVICES 32                 /* at once */

/* Descriptors that rung-capture finds open. */
enum { RING_FD_CONTROL = 0, RING_FD_MEMORY = 3, RING_FD_EVENT = 4 };

/* Its arguments: bytes of the ring, of the kernel's buffer, a filter, another one for link layers
 * that the first means nothing to, then the devices. */
enum { RING_ARG_BYTES = 1, RING_ARG_BUFFER, RING_ARG_FILTER, RING_ARG_PLAIN, RING_ARG_DEVICES };

struct ring {
    /* Bytes ever written, and ever read. */
    _Alignas(64) _Atomic uint64_t head;
    _Alignas(64) _Atomic uint64_t tail;
    _Atomic uint32_t waiting; /* the reader sleeps until the eventfd wakes it */
    /* Packets that nobody read in time, by who dropped them. */
    _Alignas(64) _Atomic uint64_t kernel_dropped;
    _Atomic uint64_t ring_dropped;
};

/* Before the bytes of each packet. */
struct ring_record {
    int64_t time_ns; /* since the epoch */
    uint32_t caplen; /* bytes that follow, RING_SNAPLEN at most */
    uint32_t len;    /* on the wire */
    uint16_t link;   /* LINKTYPE_ number */
    uint16_t device; /* by its place among the arguments */
    uint32_t unused;
};

/* Bytes that a packet takes. */
static inline uint64_t ring_need(uint32_t caplen)
{
    return (sizeof(struct ring_record) + caplen + 7) & ~UINT64_C(7);
}

/* Copies n bytes from place `at` of a ring with `size` bytes, or there; n <= size. */
static inline void ring_copy_out(const uint8_t *data, uint64_t size, uint64_t at, void *to,
                                 size_t n)
{
    uint64_t from = at & (size - 1);
    size_t first = n < size - from ? n : (size_t)(size - from);
    memcpy(to, data + from, first);
    memcpy((uint8_t *)to + first, data, n - first);
}

static inline void ring_copy_in(uint8_t *data, uint64_t size, uint64_t at, const void *p, size_t n)
{
    uint64_t from = at & (size - 1);
    size_t first = n < size - from ? n : (size_t)(size - from);
    memcpy(data + from, p, first);
    memcpy(data, (const uint8_t *)p + first, n - first);
}

/* What rung-capture says. */
enum ring_word {
    RING_READY,   /* all devices are open, and all rights given up */
    RING_REFUSED, /* the rights to open a device are missing */
    RING_FAILED,  /* a device cannot be opened or read: text says why, in libpcap's words */
    RING_UNKNOWN, /* there is no such device */
    RING_IS_DOWN, /* a device is down, and so cannot be opened */
    RING_AWAY,    /* an open device went down or away */
    RING_BACK,    /* it is there again */
};

struct ring_message {
    uint32_t word;   /* enum ring_word */
    uint32_t device; /* by its place among the arguments */
    char text[240];  /* ends in a NUL */
};

#endif
