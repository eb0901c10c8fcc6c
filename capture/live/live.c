/* rung's side of a live capture. What lies in the ring is written by another process, which may be
 * no friend any more: all of it is copied once, and the copy is checked. */
#include "capture/live/live.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "capture/bpf.h"
#include "capture/live/device.h"
#include "capture/live/ring.h"
#include "capture/source/reader.h"

enum {
    FD_ABOVE = 16,      /* our ends lie above the places that rung-capture finds its ends at */
    FILTER_MAX = 65536, /* bytes of an expression */
    PATH_ROOM = 4096,
};

struct live {
    struct ring *ring;
    const uint8_t *data;
    uint64_t size, tail;
    int control, event; /* -1: none */
    pid_t pid;          /* 0: not running */
    uint16_t segment;
    uint32_t number; /* of the last packet */
    char *names;     /* cut at their commas */
    const char *device[RING_DEVICES];
    unsigned devices;
    int64_t away_ns[RING_DEVICES]; /* since when, by the monotonic clock; 0: it is there */
    char program[PATH_ROOM];
    struct err note[LIVE_NOTES];
    unsigned notes, said;
    bool over;             /* rung-capture has ended; what it left in the ring is still read */
    bool distrusted;       /* what it left makes no sense */
    _Atomic uint64_t away; /* times that a device went away */
    atomic_bool stopping;  /* the end was asked for */
};

/* ---- names and filters */

static int split_names(struct live *l, const char *devices, struct err *err)
{
    l->names = mem_text(devices, strlen(devices));
    if (!l->names)
        return err_set(err, -ENOMEM, "There is not enough memory to begin.");
    for (char *at = l->names, *name; (name = strsep(&at, ","));) {
        if (!*name)
            continue;
        if (l->devices == RING_DEVICES)
            return err_set(err, -EINVAL, "more than %d devices are too many at once", RING_DEVICES);
        if (strcmp(name, "any") != 0 && !if_nametoindex(name))
            return device_unknown(name, err);
        l->device[l->devices++] = name;
    }
    return l->devices ? 0 : err_set(err, -ENODEV, "which device? `rung devices` lists them.");
}

void live_filter(struct buf *out, const char *bpf, bool tags)
{
    static const char fragments[] = "(ip[6:2] & 0x3fff != 0) or (ip6 and (ip6[6] = 44 or "
                                    "ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 51 or ip6[6] = 60))";
    static const char wanted[] = "udp or tcp or icmp or icmp6 or ip proto 51";
    bool own_tags = bpf && bpf_names_vlan(bpf);
    buf_printf(out, "(%s) or %s", bpf ? bpf : wanted, fragments);
    if (tags && !own_tags)
        buf_printf(out, " or (vlan and ((%s) or %s))", bpf ? bpf : wanted, fragments);
}

/* ---- starting */

/* Beside this program, or where a package puts what is not for a person to call. False: nowhere. */
static bool find_program(char path[PATH_ROOM])
{
    static const char *const places[] = { "/rung-capture", "/../libexec/rung/rung-capture" };
    char self[PATH_ROOM - 64];
    ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (n <= 0)
        return false;
    self[n] = '\0';
    char *slash = strrchr(self, '/');
    if (!slash)
        return false;
    *slash = '\0';
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        snprintf(path, PATH_ROOM, "%s%s", self, places[i]);
        if (access(path, F_OK) == 0)
            return true;
    }
    snprintf(path, PATH_ROOM, "%s%s", self, places[0]);
    return false;
}

static int explain_rights(const struct live *l, const char *device, struct err *err)
{
    return err_set(err, -EPERM,
                   "%s may not be captured from by you: run rung with sudo, or let rung-capture do "
                   "it from now on: `sudo setcap cap_net_raw,cap_net_admin=ep %s`",
                   device, l->program);
}

/* Moves a descriptor out of the way of those that rung-capture gets. -1: failed. */
static int move_up(int fd)
{
    int up = fd >= 0 ? fcntl(fd, F_DUPFD_CLOEXEC, FD_ABOVE) : -1;
    if (fd >= 0)
        close(fd);
    return up;
}

static int make_ring(struct live *l)
{
    int fd = move_up(memfd_create("rung-ring", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    size_t bytes = RING_DATA + RING_BYTES;
    /* sealed, so that nobody can cut it short under our feet */
    if (fd >= 0 && (ftruncate(fd, (off_t)bytes) != 0 ||
                    fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)) {
        close(fd);
        fd = -1;
    }
    void *p = fd >= 0 ? mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (p == MAP_FAILED) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    l->ring = p;
    l->data = (const uint8_t *)p + RING_DATA;
    l->size = RING_BYTES;
    return fd;
}

/* Runs the program with its descriptors. 0, or an errno. */
static int spawn(struct live *l, int memory, int control, char *const *argv)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    extern char **environ;
    if (posix_spawn_file_actions_init(&files) != 0)
        return ENOMEM;
    if (posix_spawnattr_init(&attr) != 0) {
        posix_spawn_file_actions_destroy(&files);
        return ENOMEM;
    }
    /* a group of its own: Ctrl-C and Ctrl-Z are for rung, which tells it what to do */
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP);
    bool set =
        posix_spawn_file_actions_adddup2(&files, control, RING_FD_CONTROL) == 0 &&
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0 &&
        posix_spawn_file_actions_adddup2(&files, STDOUT_FILENO, STDERR_FILENO) == 0 &&
        posix_spawn_file_actions_adddup2(&files, memory, RING_FD_MEMORY) == 0 &&
        posix_spawn_file_actions_adddup2(&files, l->event, RING_FD_EVENT) == 0;
    int r = set ? posix_spawn(&l->pid, l->program, &files, &attr, argv, environ) : ENOMEM;
    l->pid = r ? 0 : l->pid;
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return r;
}

static int start(struct live *l, const struct live_options *o, int memory, int control,
                 struct err *err)
{
    char bytes[24], buffer[24], why[128], *argv[RING_ARG_DEVICES + RING_DEVICES + 1];
    struct buf wide, plain;
    buf_init(&wide, FILTER_MAX);
    buf_init(&plain, FILTER_MAX);
    live_filter(&wide, o->bpf, true);
    live_filter(&plain, o->bpf, false);
    uint64_t mib = o->buffer_mib ? o->buffer_mib : LIVE_BUFFER_MIB;
    mib = mib < LIVE_BUFFER_MAX ? mib : LIVE_BUFFER_MAX;
    snprintf(bytes, sizeof(bytes), "%" PRIu64, l->size);
    snprintf(buffer, sizeof(buffer), "%" PRIu64, mib << 20);
    argv[0] = l->program;
    argv[RING_ARG_BYTES] = bytes;
    argv[RING_ARG_BUFFER] = buffer;
    argv[RING_ARG_FILTER] = wide.p;
    argv[RING_ARG_PLAIN] = plain.p;
    for (unsigned i = 0; i < l->devices; i++)
        argv[RING_ARG_DEVICES + i] = (char *)(uintptr_t)l->device[i];
    argv[RING_ARG_DEVICES + l->devices] = NULL;
    int r = wide.failed || plain.failed ? ENOMEM : spawn(l, memory, control, argv);
    buf_fini(&wide);
    buf_fini(&plain);
    if (r == EPERM) /* the file has rights that this process may never get */
        return explain_rights(l, l->device[0], err);
    if (r)
        return err_set(err, -r, "%s cannot be started: %s", l->program,
                       strerror_r(r, why, sizeof(why)));
    return 0;
}

/* ---- what rung-capture says */

/* The next of its messages, made harmless. 1; 0: none now; -1: it is gone, or talks nonsense. */
static int hear(struct live *l, struct ring_message *m, int flags)
{
    ssize_t n;
    do
        n = recv(l->control, m, sizeof(*m), flags);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return errno == EAGAIN ? 0 : -1;
    if (n != sizeof(*m) || m->device >= l->devices)
        return -1;
    m->text[sizeof(m->text) - 1] = '\0';
    for (char *p = m->text; *p; p++)
        if (*p < ' ' || *p > '~')
            *p = '?';
    return 1;
}

static int explain_refusal(const struct live *l, const struct ring_message *m, struct err *err)
{
    const char *name = l->device[m->device];
    switch ((enum ring_word)m->word) {
    case RING_REFUSED:
        return explain_rights(l, name, err);
    case RING_UNKNOWN:
        return device_unknown(name, err);
    case RING_IS_DOWN:
        return err_set(err, -ENETDOWN, "%s is down; `sudo ip link set %s up` starts it", name,
                       name);
    default:
        return err_set(err, -EIO, "%s cannot be captured from: %s", name, m->text);
    }
}

/* Waits for the word that all is open. */
static int await_ready(struct live *l, struct err *err)
{
    struct ring_message m;
    struct pollfd p = { .fd = l->control, .events = POLLIN };
    int64_t until = clock_monotonic() + LIVE_START_MS * NS_PER_MS, left;
    int n = 0;
    while (n <= 0 && (left = until - clock_monotonic()) > 0) {
        n = poll(&p, 1, (int)(left / NS_PER_MS) + 1);
        if (n < 0 && errno != EINTR)
            break;
    }
    if (n <= 0)
        return err_set(err, -ETIMEDOUT, "rung-capture did not open %s within %d s", l->device[0],
                       LIVE_START_MS / 1000);
    if (hear(l, &m, MSG_DONTWAIT) <= 0)
        return err_set(err, -EIO, "%s ended at once; is it the one of this version?", l->program);
    return m.word == RING_READY ? 0 : explain_refusal(l, &m, err);
}

int live_open(struct live **out, const struct live_options *o, uint16_t segment, struct err *err)
{
    struct live *l = mem_new(1, sizeof(*l));
    if (!l)
        return err_set(err, -ENOMEM, "There is not enough memory to begin.");
    l->control = l->event = -1;
    l->segment = segment;
    int r = split_names(l, o->devices, err);
    if (r == 0 && !find_program(l->program))
        r = err_set(err, -ENOENT, "%s is missing, which opens devices for rung; install it there",
                    l->program);
    if (r < 0) {
        live_close(l);
        return r;
    }
    int pair[2] = { -1, -1 }, memory = make_ring(l);
    l->event = move_up(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    bool made = memory >= 0 && l->event >= 0 &&
                socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0;
    l->control = move_up(pair[0]);
    int theirs = move_up(pair[1]);
    r = made && l->control >= 0 && theirs >= 0
            ? start(l, o, memory, theirs, err)
            : err_set(err, -ENOMEM, "There is not enough memory to capture.");
    if (memory >= 0)
        close(memory);
    if (theirs >= 0)
        close(theirs);
    if (r == 0)
        r = await_ready(l, err);
    if (r < 0) {
        live_close(l);
        return r;
    }
    *out = l;
    return 0;
}

/* ---- ending */

/* Waits for the end of rung-capture, which is killed for that. Its wait status. */
static int reap(struct live *l)
{
    int status = 0;
    if (l->pid > 0) {
        kill(l->pid, SIGKILL);
        while (waitpid(l->pid, &status, 0) < 0 && errno == EINTR)
            ;
    }
    l->pid = 0;
    return status;
}

void live_close(struct live *l)
{
    if (!l)
        return;
    if (l->control >= 0)
        close(l->control);
    reap(l);
    if (l->event >= 0)
        close(l->event);
    if (l->ring)
        munmap(l->ring, RING_DATA + l->size);
    mem_free(l->names);
    mem_free(l);
}

void live_stop(struct live *l)
{
    if (!atomic_exchange(&l->stopping, true)) {
        static const char word = 'e';
        static const uint64_t one = 1;
        (void)!send(l->control, &word, sizeof(word), MSG_NOSIGNAL | MSG_DONTWAIT);
        (void)!write(l->event, &one, sizeof(one));
    }
}

void live_losses(const struct live *l, struct live_losses *out)
{
    out->kernel = atomic_load_explicit(&l->ring->kernel_dropped, memory_order_relaxed);
    out->ring = atomic_load_explicit(&l->ring->ring_dropped, memory_order_relaxed);
    out->away = atomic_load_explicit(&l->away, memory_order_relaxed);
}

/* ---- notes */

static struct err *next_note(struct live *l)
{
    static const unsigned last = LIVE_NOTES - 1;
    return &l->note[l->notes < LIVE_NOTES ? l->notes++ : last];
}

bool live_note(struct live *l, struct err *out)
{
    if (l->said == l->notes)
        return false;
    *out = l->note[l->said++];
    if (l->said == l->notes)
        l->said = l->notes = 0;
    return true;
}

static void note_device(struct live *l, const struct ring_message *m)
{
    const char *name = l->device[m->device];
    int64_t *since = &l->away_ns[m->device];
    if (m->word == RING_AWAY) {
        err_set(next_note(l), 0,
                "%s went down or away; what passes there now is missing until it is back", name);
        *since = clock_monotonic();
        atomic_fetch_add_explicit(&l->away, 1, memory_order_relaxed);
    } else if (m->word == RING_BACK && *since) {
        char text[CLOCK_TEXT];
        clock_duration(text, clock_monotonic() - *since);
        err_set(next_note(l), 0, "%s was away for %s; what passed there then is missing", name,
                text);
        *since = 0;
    } else if (m->word == RING_FAILED) {
        err_set(next_note(l), 0, "%s: %s", name, m->text);
    }
}

/* rung-capture is gone, or says what makes no sense. */
static void note_end(struct live *l)
{
    int status = reap(l);
    l->over = true;
    if (atomic_load(&l->stopping))
        return;
    if (WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
        err_set(next_note(l), 0,
                "capturing ended: rung-capture crashed (signal %d); what came before is shown",
                WTERMSIG(status));
    else
        err_set(next_note(l), 0,
                "capturing ended: rung-capture is gone; what came before is shown");
}

/* ---- reading */

/* The ring makes no sense: nothing of it is believed any more. */
static void distrust(struct live *l)
{
    l->tail = atomic_load_explicit(&l->ring->head, memory_order_relaxed);
    l->over = l->distrusted = true;
    reap(l);
    err_set(next_note(l), 0,
            "capturing ended: rung-capture wrote what makes no sense; what came before is shown");
}

/* Copies what is in the ring, as much as a block takes. */
static void drain(struct live *l, struct block *b)
{
    uint64_t there = atomic_load_explicit(&l->ring->head, memory_order_acquire) - l->tail;
    while (there && !l->distrusted) {
        struct ring_record r;
        if (there > l->size || there < sizeof(r)) {
            distrust(l);
            break;
        }
        ring_copy_out(l->data, l->size, l->tail, &r, sizeof(r));
        if (r.caplen > RING_SNAPLEN || ring_need(r.caplen) > there || r.device >= l->devices) {
            distrust(l);
            break;
        }
        struct packet *p = b->n + r.caplen <= b->cap ? block_add(b) : NULL;
        if (!p)
            break;
        ring_copy_out(l->data, l->size, l->tail + sizeof(r), b->bytes + b->n, r.caplen);
        *p = (struct packet){ .data = b->bytes + b->n,
                              .time_ns = clock_bound(r.time_ns),
                              .number = ++l->number,
                              .caplen = r.caplen,
                              .len = r.len > r.caplen ? r.len : r.caplen,
                              .link = r.link,
                              .segment = l->segment };
        b->n += r.caplen;
        l->tail += ring_need(r.caplen);
        there -= ring_need(r.caplen);
    }
    atomic_store_explicit(&l->ring->tail, l->tail, memory_order_release);
}

/* Takes what rung-capture says. False: nothing was said. */
static bool listen_once(struct live *l)
{
    struct ring_message m;
    int r = hear(l, &m, MSG_DONTWAIT);
    if (r > 0)
        note_device(l, &m);
    else if (r < 0)
        note_end(l);
    return r != 0;
}

/* Waits for packets, for a word, or for the end of the time that an end may take. */
static void sleep_on(struct live *l)
{
    struct pollfd p[] = { { .fd = l->event, .events = POLLIN },
                          { .fd = l->control, .events = POLLIN } };
    uint64_t ignored;
    bool stopping = atomic_load(&l->stopping);
    atomic_store(&l->ring->waiting, 1);
    atomic_thread_fence(memory_order_seq_cst); /* the writer: head first, then looks at waiting */
    if (atomic_load(&l->ring->head) != l->tail)
        return;
    int n = poll(p, 2, stopping ? LIVE_END_MS : -1);
    if (p[0].revents)
        (void)!read(l->event, &ignored, sizeof(ignored));
    if (n == 0 && stopping)
        note_end(l);
    else if (n > 0 && p[1].revents)
        listen_once(l);
}

int live_next(struct live *l, struct block *b)
{
    b->n = b->packets = 0;
    if (!block_reserve(b, READER_BLOCK + RING_SNAPLEN)) {
        if (!l->over)
            err_set(next_note(l), 0, "capturing ended: there is no memory for packets");
        l->over = true;
        return l->notes ? 1 : 0;
    }
    for (;;) {
        bool over = l->over; /* asked before: what was written until then is read */
        drain(l, b);
        if (b->packets || l->notes)
            return 1;
        if (over)
            return 0;
        sleep_on(l);
    }
}
