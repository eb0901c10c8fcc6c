/* rung-capture: opens devices, gives up every right, and copies packets into memory that it shares
 * with rung, which started it. It looks at no byte of them. */
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "capture/live/box.h"
#include "capture/live/ring.h"

enum {
    BATCH_MS = 40,    /* the kernel hands on what came in that time; a quiet line is seen so soon */
    AT_ONCE = 2048,   /* packets of one device before the others have their turn */
    LOOK_MS = 1000,   /* between two looks at counters and at devices that are away */
    WAIT_MS = 200,    /* for room in the ring, before packets are dropped */
    LAST_ROUNDS = 64, /* of reading after the end was asked for */
    BUFFER_MAX = 1 << 30, /* of the kernel, bytes */
};

struct device {
    const char *name;
    pcap_t *pcap;
    int fd;
    uint16_t link;
    bool away;        /* down, or there is none of that name */
    bool gone;        /* the latter: what comes by that name is another one */
    uint64_t dropped; /* by the kernel */
};

struct capture {
    struct ring *ring;
    uint8_t *data;
    uint64_t size, head; /* head: our own, the ring's is for the reader */
    bool stalled;        /* the reader did not make room in time */
    bool news;           /* packets came since the reader was woken */
    bool broken;         /* the reader's end makes no sense */
    unsigned devices;
    struct device device[RING_DEVICES];
    uint16_t now; /* the device that is read */
};

static void tell(enum ring_word word, unsigned device, const char *text)
{
    struct ring_message m = { .word = (uint32_t)word, .device = device };
    snprintf(m.text, sizeof(m.text), "%s", text);
    while (send(RING_FD_CONTROL, &m, sizeof(m), MSG_NOSIGNAL) < 0 && errno == EINTR)
        ;
}

/* ---- the ring */

static void wake(struct capture *c)
{
    static const uint64_t one = 1;
    c->news = false;
    atomic_thread_fence(memory_order_seq_cst); /* the reader: waiting first, then looks at head */
    if (atomic_exchange(&c->ring->waiting, 0) && write(RING_FD_EVENT, &one, sizeof(one)) < 0)
        c->broken = errno != EAGAIN && errno != EINTR;
}

static bool has_room(struct capture *c, uint64_t need)
{
    uint64_t used = c->head - atomic_load_explicit(&c->ring->tail, memory_order_acquire);
    c->broken |= used > c->size;
    return !c->broken && c->size - used >= need;
}

/* Waits a little for the reader: meanwhile the kernel's buffer takes what comes. */
static bool make_room(struct capture *c, uint64_t need)
{
    wake(c);
    for (int ms = 0; ms < WAIT_MS && !c->stalled && !c->broken; ms++) {
        if (has_room(c, need))
            return true;
        poll(NULL, 0, 1);
    }
    c->stalled = true;
    return false;
}

static void on_packet(unsigned char *user, const struct pcap_pkthdr *h, const unsigned char *bytes)
{
    struct capture *c = (struct capture *)(void *)user;
    uint32_t caplen = h->caplen < RING_SNAPLEN ? h->caplen : RING_SNAPLEN;
    uint64_t need = ring_need(caplen);
    if (!has_room(c, need) && !make_room(c, need)) {
        atomic_fetch_add_explicit(&c->ring->ring_dropped, 1, memory_order_relaxed);
        return;
    }
    c->stalled = false;
    struct ring_record r = {
        .time_ns = (int64_t)h->ts.tv_sec * NS_PER_S + h->ts.tv_usec, /* in ns, as was asked for */
        .caplen = caplen,
        .len = h->len,
        .link = c->device[c->now].link,
        .device = c->now,
    };
    ring_copy_in(c->data, c->size, c->head, &r, sizeof(r));
    ring_copy_in(c->data, c->size, c->head + sizeof(r), bytes, caplen);
    c->head += need;
    atomic_store_explicit(&c->ring->head, c->head, memory_order_release);
    c->news = true;
}

/* ---- opening */

static bool is_any(const struct device *d)
{
    return !strcmp(d->name, "any");
}

static int refuse(const struct capture *c, const struct device *d, int status)
{
    enum ring_word word =
        status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED ? RING_REFUSED
        : status == PCAP_ERROR_NO_SUCH_DEVICE                                        ? RING_UNKNOWN
        : status == PCAP_ERROR_IFACE_NOT_UP                                          ? RING_IS_DOWN
                                                                                     : RING_FAILED;
    const char *why = pcap_geterr(d->pcap);
    tell(word, (unsigned)(d - c->device), *why ? why : pcap_statustostr(status));
    return status;
}

static int set_filter(const struct capture *c, struct device *d, const char *wide,
                      const char *plain)
{
    struct bpf_program code;
    if (pcap_compile(d->pcap, &code, wide, 1, PCAP_NETMASK_UNKNOWN) != 0 &&
        pcap_compile(d->pcap, &code, plain, 1, PCAP_NETMASK_UNKNOWN) != 0)
        return refuse(c, d, PCAP_ERROR);
    int r = pcap_setfilter(d->pcap, &code);
    pcap_freecode(&code);
    return r ? refuse(c, d, r) : 0;
}

static int open_device(const struct capture *c, struct device *d, int buffer, char **argv)
{
    char why[PCAP_ERRBUF_SIZE] = "";
    d->pcap = pcap_create(d->name, why);
    if (!d->pcap) {
        tell(RING_FAILED, (unsigned)(d - c->device), why);
        return PCAP_ERROR;
    }
    pcap_set_snaplen(d->pcap, RING_SNAPLEN);
    pcap_set_promisc(d->pcap, !is_any(d));
    pcap_set_timeout(d->pcap, BATCH_MS);
    pcap_set_buffer_size(d->pcap, buffer);
    pcap_set_tstamp_precision(d->pcap, PCAP_TSTAMP_PRECISION_NANO);
    int r = pcap_activate(d->pcap);
    if (r < 0)
        return refuse(c, d, r);
    r = set_filter(c, d, argv[RING_ARG_FILTER], argv[RING_ARG_PLAIN]);
    if (r == 0 && pcap_setnonblock(d->pcap, 1, why) != 0) {
        tell(RING_FAILED, (unsigned)(d - c->device), why);
        return PCAP_ERROR;
    }
    int link = pcap_datalink(d->pcap);
    d->link = link == DLT_RAW ? 101 /* LINKTYPE_RAW; all others that matter are the same number */
                              : (uint16_t)link;
    d->fd = pcap_get_selectable_fd(d->pcap);
    return r;
}

static bool map_ring(struct capture *c, const char *bytes)
{
    struct stat st;
    c->size = strtoull(bytes, NULL, 10);
    if (c->size < RING_MIN || c->size > RING_MAX || (c->size & (c->size - 1)) ||
        fstat(RING_FD_MEMORY, &st) != 0 || (uint64_t)st.st_size != RING_DATA + c->size)
        return false;
    void *p =
        mmap(NULL, RING_DATA + c->size, PROT_READ | PROT_WRITE, MAP_SHARED, RING_FD_MEMORY, 0);
    if (p == MAP_FAILED)
        return false;
    c->ring = p;
    c->data = (uint8_t *)p + RING_DATA;
    return true;
}

/* ---- devices that go and come */

/* As it is now; one that came back under its name is another one, which the socket is bound to. */
static bool is_there(struct device *d)
{
    struct ifreq q = { 0 };
    snprintf(q.ifr_name, sizeof(q.ifr_name), "%s", d->name);
    if (ioctl(d->fd, SIOCGIFFLAGS, &q) != 0) {
        d->gone = true;
        return false;
    }
    bool up = q.ifr_flags & IFF_UP;
    if (!d->gone || !up || ioctl(d->fd, SIOCGIFINDEX, &q) != 0)
        return up;
    struct sockaddr_ll to = { .sll_family = AF_PACKET,
                              .sll_protocol = htons(ETH_P_ALL),
                              .sll_ifindex = q.ifr_ifindex };
    struct packet_mreq all = { .mr_ifindex = q.ifr_ifindex, .mr_type = PACKET_MR_PROMISC };
    if (bind(d->fd, (struct sockaddr *)&to, sizeof(to)) != 0)
        return false;
    setsockopt(d->fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &all, sizeof(all));
    d->gone = false;
    return true;
}

static void look_at(struct capture *c, unsigned i)
{
    struct device *d = &c->device[i];
    bool away = !is_any(d) && !is_there(d);
    if (away != d->away)
        tell(away ? RING_AWAY : RING_BACK, i, "");
    d->away = away;
}

static void count_drops(struct capture *c)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < c->devices; i++) {
        struct pcap_stat s;
        if (pcap_stats(c->device[i].pcap, &s) == 0)
            c->device[i].dropped = s.ps_drop;
        sum += c->device[i].dropped;
    }
    atomic_store_explicit(&c->ring->kernel_dropped, sum, memory_order_relaxed);
}

/* ---- the loop */

/* Takes what a device has. False: nothing. */
static bool take(struct capture *c, unsigned i)
{
    struct device *d = &c->device[i];
    c->now = (uint16_t)i;
    int n = pcap_dispatch(d->pcap, AT_ONCE, on_packet, (unsigned char *)(void *)c);
    if (c->news)
        wake(c);
    if (n < 0)
        look_at(c, i);
    return n > 0;
}

/* An error that stays pending would end every wait at once. */
static void clear_error(const struct device *d)
{
    int error;
    socklen_t n = sizeof(error);
    getsockopt(d->fd, SOL_SOCKET, SO_ERROR, &error, &n);
}

/* Waits for packets, at most until the next look. False: rung asked for the end, or is gone. */
static bool wait_and_take(struct capture *c, int timeout_ms)
{
    struct pollfd p[RING_DEVICES + 1];
    for (unsigned i = 0; i < c->devices; i++)
        p[i] = (struct pollfd){ .fd = c->device[i].gone ? -1 : c->device[i].fd, .events = POLLIN };
    p[c->devices] = (struct pollfd){ .fd = RING_FD_CONTROL, .events = POLLIN };
    if (poll(p, c->devices + 1, timeout_ms) < 0 && errno != EINTR)
        return false;
    for (unsigned i = 0; i < c->devices; i++) {
        if (p[i].revents & ~POLLIN) {
            clear_error(&c->device[i]);
            look_at(c, i);
        }
        if (p[i].revents && !c->device[i].gone)
            take(c, i);
    }
    return !p[c->devices].revents;
}

static void run(struct capture *c)
{
    int64_t look = clock_monotonic() + LOOK_MS * NS_PER_MS;
    bool go = true;
    while (go && !c->broken) {
        int64_t left = (look - clock_monotonic()) / NS_PER_MS + 1;
        go = wait_and_take(c, left > LOOK_MS ? LOOK_MS : left > 0 ? (int)left : 0);
        if (clock_monotonic() < look)
            continue;
        look = clock_monotonic() + LOOK_MS * NS_PER_MS;
        count_drops(c);
        for (unsigned i = 0; i < c->devices; i++)
            look_at(c, i);
    }
    poll(NULL, 0, 2 * BATCH_MS); /* what the kernel has not handed on yet */
    for (unsigned i = 0; i < c->devices; i++)
        for (int k = 0; k < LAST_ROUNDS && !c->broken && take(c, i); k++)
            ;
    count_drops(c);
}

int main(int argc, char **argv)
{
    struct capture c = { 0 };
    int type = 0;
    socklen_t n = sizeof(type);
    if (getsockopt(RING_FD_CONTROL, SOL_SOCKET, SO_TYPE, &type, &n) != 0 ||
        type != SOCK_SEQPACKET || argc <= RING_ARG_DEVICES ||
        argc - RING_ARG_DEVICES > RING_DEVICES || !map_ring(&c, argv[RING_ARG_BYTES])) {
        fputs("rung-capture opens devices for rung, which starts it; by itself it does nothing.\n",
              stderr);
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    long buffer = strtol(argv[RING_ARG_BUFFER], NULL, 10);
    buffer = buffer < 0 ? 0 : buffer > BUFFER_MAX ? BUFFER_MAX : buffer;
    for (int i = RING_ARG_DEVICES; i < argc; i++) {
        struct device *d = &c.device[c.devices++];
        d->name = argv[i];
        if (open_device(&c, d, (int)buffer, argv) != 0)
            return 1;
    }
    const char *why = box_close();
    if (why) {
        tell(RING_FAILED, 0, why);
        return 1;
    }
    tell(RING_READY, 0, "");
    run(&c);
    _exit(0); /* nothing is left to do that the box allows */
}
