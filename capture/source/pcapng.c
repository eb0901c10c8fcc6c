/* The pcapng format: sections of either byte order, interfaces with their own link type and clock,
 * the three kinds of packet blocks. All other blocks are passed over and have no number, also those
 * that Wireshark numbers as frames (custom blocks, journal entries). Reading the file is left to
 * reader.c, what lies in the packets to others. */
#include "capture/source/pcapng.h"

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/rd.h"
#include "capture/sink/ng.h"
#include "capture/source/reader.h"
#include "capture/source/source.h"

enum {
    BLOCK_SECTION = 0x0a0d0d0a, /* reads the same in both byte orders */
    BLOCK_INTERFACE = 1,
    BLOCK_PACKET = 2, /* obsolete */
    BLOCK_SIMPLE = 3,
    BLOCK_STATISTICS = 5,
    BLOCK_ENHANCED = 6,

    BYTE_ORDER_MAGIC = 0x1a2b3c4d,
    FRAME = 12, /* type and length in front, the length again behind */
    HEAD = 8,   /* type and length */

    OPTION_END = 3,     /* of the statistics of an interface: when the capture ended */
    OPTION_TSRESOL = 9, /* of an interface */
    OPTION_TSOFFSET = 14,

    OPTION_COMMENT = 1, /* of a packet */
    OPTION_FLAGS = 2,
    OPTION_HASH = 3,
    OPTION_DROPS = 4,
    OPTION_ID = 5,
    OPTION_QUEUE = 6,
    OPTION_VERDICT = 7,

    /* The blocks that are looked into, up to their data and without the length behind. */
    SECTION_HEAD = 24,
    INTERFACE_HEAD = 16,
    PACKET_HEAD = 28,
    SIMPLE_HEAD = 12,

    INTERFACES_MAX = 65536, /* of a section; each has at least 20 bytes of file */
};

struct interface {
    uint32_t snaplen; /* 0: no limit */
    uint16_t link;
    bool binary;      /* the clock ticks 2^exponent times a second, else 10^exponent */
    uint8_t exponent; /* 0 to 127 */
    uint32_t tick_ns; /* when a tick is that many whole ns and there is no offset, else 0 */
    int64_t offset_s; /* added to all times */
};

struct pcapng {
    bool big;
    struct interface *interface;
    uint32_t interfaces, cap;
    int64_t last_ns;  /* of the packet before, for those that have no time */
    int64_t until_ns; /* the latest end that an interface had */

    /* A block that is passed over and whose second length comes next. */
    uint32_t skipped_len; /* 0: none */
    uint64_t skipped_at;
};

/* A block whose frame has been found good. */
struct ng_block {
    const uint8_t *p;
    uint32_t type, len;
    uint64_t offset;
};

typedef unsigned __int128 u128;
typedef __int128 i128;

static int64_t saturate(i128 v)
{
    return v > INT64_MAX ? INT64_MAX : v < INT64_MIN ? INT64_MIN : (int64_t)v;
}

/* Ticks of any clock as ns since the epoch, exactly; rounded down to whole ns. */
static int64_t ticks_ns(const struct interface *i, uint64_t ticks)
{
    if (i->tick_ns && ticks <= (uint64_t)INT64_MAX / i->tick_ns)
        return (int64_t)(ticks * i->tick_ns);
    u128 ns = ticks;
    if (i->binary) {
        ns = ns * (u128)NS_PER_S >> i->exponent;
    } else {
        /* 64 bits and nine digits fit; after 20 digits less nothing is left */
        for (int e = i->exponent; e < 9; e++)
            ns *= 10;
        for (int e = i->exponent; e > 9 && ns; e--)
            ns /= 10;
    }
    return saturate((i128)ns + (i128)i->offset_s * NS_PER_S);
}

static void clock_set(struct interface *i, uint8_t tsresol)
{
    i->binary = tsresol & 0x80;
    i->exponent = tsresol & 0x7f;
}

/* The next option of a block, r going behind it. False: there is none; what is damaged ends them.
 */
static bool option_next(struct rd *r, bool big, uint16_t *code, struct rd *value)
{
    if (rd_left(r) < 4)
        return false;
    *code = rd_u16(r, big);
    uint16_t len = rd_u16(r, big);
    const uint8_t *p = rd_take(r, len);
    if (!*code || !p)
        return false;
    *value = rd_make(p, len);
    rd_skip(r, -(size_t)len & 3);
    return true;
}

/* What they say about an interface. */
static void interface_options(struct interface *i, struct rd r, bool big)
{
    struct rd v;
    for (uint16_t code; option_next(&r, big, &code, &v);)
        if (code == OPTION_TSRESOL && rd_left(&v) >= 1) {
            clock_set(i, rd_u8(&v));
        } else if (code == OPTION_TSOFFSET && rd_left(&v) >= 8) {
            uint64_t first = rd_u32(&v, big), second = rd_u32(&v, big);
            i->offset_s = (int64_t)(big ? first << 32 | second : second << 32 | first);
        }
}

static enum walk_verdict damaged(struct walk *w, const struct ng_block *b, const char *what)
{
    snprintf(w->why, sizeof(w->why), "the block at offset %" PRIu64 " %s", b->offset, what);
    return WALK_DAMAGED;
}

static enum walk_verdict add_interface(struct pcapng *st, struct walk *w, const struct ng_block *b)
{
    if (b->len < INTERFACE_HEAD + 4)
        return damaged(w, b, "is too short to describe an interface");
    if (st->interfaces == INTERFACES_MAX)
        return damaged(w, b, "describes one more than 65,536 interfaces");
    if (st->interfaces == st->cap) {
        uint32_t cap = st->cap ? st->cap * 2 : 4;
        struct interface *p = mem_resize(st->interface, cap, sizeof(*p));
        if (!p)
            return WALK_NO_MEMORY;
        st->interface = p;
        st->cap = cap;
    }
    struct rd r = rd_make(b->p + HEAD, b->len - FRAME);
    struct interface i = { .link = rd_u16(&r, st->big) };
    rd_skip(&r, 2);
    i.snaplen = rd_u32(&r, st->big);
    clock_set(&i, 6);
    interface_options(&i, r, st->big);
    if (!i.binary && !i.offset_s && i.exponent <= 9) {
        i.tick_ns = 1;
        for (int e = i.exponent; e < 9; e++)
            i.tick_ns *= 10;
    }
    st->interface[st->interfaces++] = i;
    return WALK_MORE;
}

static enum walk_verdict section(struct pcapng *st, struct walk *w, const struct ng_block *b)
{
    if (b->len < SECTION_HEAD + 4)
        return damaged(w, b, "is too short to begin a section");
    struct rd r = rd_make(b->p + FRAME, 4);
    uint16_t major = rd_u16(&r, st->big), minor = rd_u16(&r, st->big);
    if (major != 1) {
        char what[64];
        snprintf(what, sizeof(what), "begins a section of version %u.%u, which is not known", major,
                 minor);
        return damaged(w, b, what);
    }
    st->interfaces = 0; /* the length of the section is not needed, and often wrong or missing */
    return WALK_MORE;
}

static enum walk_verdict add_packet(struct walk *w, const struct ng_block *b, struct packet pkt,
                                    uint32_t room)
{
    if (pkt.caplen > room) {
        snprintf(w->why, sizeof(w->why),
                 "packet %" PRIu32 " at offset %" PRIu64 " claims %" PRIu32
                 " bytes in a block that has room for %" PRIu32,
                 w->number + 1, b->offset, pkt.caplen, room);
        return WALK_DAMAGED;
    }
    struct packet *to = block_add(w->block);
    if (!to)
        return WALK_NO_MEMORY;
    pkt.data = b->p + pkt.delta;
    pkt.offset = b->offset;
    pkt.number = ++w->number;
    pkt.segment = w->segment;
    *to = pkt;
    return WALK_MORE;
}

static enum walk_verdict no_interface(struct walk *w, const struct ng_block *b, uint32_t id)
{
    snprintf(w->why, sizeof(w->why),
             "packet %" PRIu32 " at offset %" PRIu64 " came by interface %" PRIu32
             ", which is not described before it",
             w->number + 1, b->offset, id);
    return WALK_DAMAGED;
}

/* The enhanced block and the obsolete one differ in the width of the interface's number only. */
static enum walk_verdict packet_block(struct pcapng *st, struct walk *w, const struct ng_block *b)
{
    const bool big = st->big;
    if (b->len < PACKET_HEAD + 4)
        return damaged(w, b, "is too short to hold a packet");
    struct rd r = rd_make(b->p + HEAD, PACKET_HEAD - HEAD);
    uint32_t id;
    if (b->type == BLOCK_ENHANCED) {
        id = rd_u32(&r, big);
    } else {
        id = rd_u16(&r, big);
        rd_skip(&r, 2); /* drops */
    }
    uint64_t high = rd_u32(&r, big), low = rd_u32(&r, big);
    uint32_t caplen = rd_u32(&r, big), len = rd_u32(&r, big);
    if (id >= st->interfaces)
        return no_interface(w, b, id);
    const struct interface *i = &st->interface[id];
    st->last_ns = ticks_ns(i, high << 32 | low);
    return add_packet(w, b,
                      (struct packet){ .time_ns = st->last_ns,
                                       .caplen = caplen,
                                       .len = len,
                                       .delta = PACKET_HEAD,
                                       .link = i->link },
                      b->len - PACKET_HEAD - 4);
}

/* A packet of the first interface, without a time: it is given that of the packet before it. */
static enum walk_verdict simple_block(struct pcapng *st, struct walk *w, const struct ng_block *b)
{
    if (b->len < SIMPLE_HEAD + 4)
        return damaged(w, b, "is too short to hold a packet");
    if (!st->interfaces)
        return no_interface(w, b, 0);
    struct rd r = rd_make(b->p + HEAD, 4);
    uint32_t room = b->len - SIMPLE_HEAD - 4;
    uint32_t len = rd_u32(&r, st->big), caplen = len;
    if (st->interface->snaplen && caplen > st->interface->snaplen)
        caplen = st->interface->snaplen;
    if (caplen > room)
        caplen = room; /* cut by a snapshot length that the interface does not name */
    return add_packet(w, b,
                      (struct packet){ .time_ns = st->last_ns,
                                       .caplen = caplen,
                                       .len = len,
                                       .delta = SIMPLE_HEAD,
                                       .link = st->interface->link },
                      room);
}

/* Until when an interface was looked at: it says that nothing came after the last packet. */
static enum walk_verdict statistics(struct pcapng *st, const struct ng_block *b)
{
    struct rd r = rd_make(b->p + HEAD, b->len - FRAME);
    uint32_t id = rd_u32(&r, st->big);
    struct rd v;
    rd_skip(&r, 8); /* when these were taken */
    for (uint16_t code; id < st->interfaces && option_next(&r, st->big, &code, &v);)
        if (code == OPTION_END && rd_left(&v) == 8) {
            uint64_t high = rd_u32(&v, st->big), low = rd_u32(&v, st->big);
            int64_t ns = ticks_ns(&st->interface[id], high << 32 | low);
            st->until_ns = ns > st->until_ns ? ns : st->until_ns;
        }
    return WALK_MORE;
}

static bool is_known(uint32_t type)
{
    return type == BLOCK_STATISTICS || type == BLOCK_ENHANCED || type == BLOCK_INTERFACE ||
           type == BLOCK_SIMPLE || type == BLOCK_PACKET || type == BLOCK_SECTION;
}

/* The input ends in a block: says how much of it is there. */
static enum walk_verdict cut(struct walk *w, uint32_t type, size_t there)
{
    char whose[32] = "";
    if (type == BLOCK_ENHANCED || type == BLOCK_SIMPLE || type == BLOCK_PACKET)
        snprintf(whose, sizeof(whose), " of packet %" PRIu32, w->number + 1);
    snprintf(w->why, sizeof(w->why),
             "the block%s at offset %" PRIu64 " needs %zu bytes and %zu %s there", whose,
             w->offset + w->used, w->need, there, there == 1 ? "is" : "are");
    return WALK_CUT;
}

/* Checks a block's length. WALK_MORE: it is sound. */
static enum walk_verdict check_length(struct walk *w, const struct ng_block *b)
{
    char what[96];
    if (b->len < FRAME || b->len % 4) {
        snprintf(what, sizeof(what), "says that it is %" PRIu32 " bytes long, which no block is",
                 b->len);
        return damaged(w, b, what);
    }
    if (is_known(b->type) && b->len > READER_RECORD) {
        snprintf(what, sizeof(what), "claims %" PRIu32 " bytes, more than the %u that are believed",
                 b->len, READER_RECORD);
        return damaged(w, b, what);
    }
    return WALK_MORE;
}

static enum walk_verdict check_trailer(struct walk *w, const struct ng_block *b, uint32_t again)
{
    if (again == b->len)
        return WALK_MORE;
    char what[96];
    snprintf(what, sizeof(what), "says that it is %" PRIu32 " bytes long, and behind it %" PRIu32,
             b->len, again);
    return damaged(w, b, what);
}

/* The byte order of the section that begins here, which governs its first length already. */
static enum walk_verdict section_order(struct pcapng *st, struct walk *w, const struct ng_block *b)
{
    struct rd little = rd_make(b->p + HEAD, 4), big = little;
    if (rd_le32(&little) == BYTE_ORDER_MAGIC)
        st->big = false;
    else if (rd_be32(&big) == BYTE_ORDER_MAGIC)
        st->big = true;
    else
        return damaged(w, b, "begins a section whose byte order cannot be told");
    return WALK_MORE;
}

static enum walk_verdict read_block(struct pcapng *st, struct walk *w, const struct ng_block *b)
{
    switch (b->type) {
    case BLOCK_ENHANCED:
    case BLOCK_PACKET:
        return packet_block(st, w, b);
    case BLOCK_SIMPLE:
        return simple_block(st, w, b);
    case BLOCK_INTERFACE:
        return add_interface(st, w, b);
    case BLOCK_STATISTICS:
        return statistics(st, b);
    case BLOCK_SECTION:
        return section(st, w, b);
    default:
        return WALK_MORE;
    }
}

/* The second length of a block that was passed over. */
static enum walk_verdict finish_skip(struct pcapng *st, struct walk *w, struct rd *r)
{
    struct ng_block b = { .len = st->skipped_len, .offset = st->skipped_at };
    w->need = 4;
    if (rd_left(r) < 4) {
        if (!w->end)
            return WALK_MORE;
        snprintf(w->why, sizeof(w->why),
                 "the block at offset %" PRIu64 " needs %" PRIu32 " bytes, more than are there",
                 b.offset, b.len);
        return WALK_CUT;
    }
    st->skipped_len = 0;
    w->used = 4;
    return check_trailer(w, &b, rd_u32(r, st->big));
}

/* One block at r, which moves behind it. When not all of it is there r stays, and w->need says how
 * much it has; st->skipped_len is set when the rest may be passed over. */
static enum walk_verdict next_block(struct pcapng *st, struct walk *w, struct rd *r)
{
    size_t left = rd_left(r);
    struct ng_block b = { .p = r->p, .offset = w->offset + w->used };
    w->need = FRAME;
    if (left < FRAME)
        return w->end ? cut(w, 0, left) : WALK_MORE;
    struct rd h = rd_make(b.p, HEAD);
    enum walk_verdict v = WALK_MORE;
    b.type = rd_u32(&h, st->big);
    if (b.type == BLOCK_SECTION)
        v = section_order(st, w, &b);
    b.len = rd_u32(&h, st->big);
    if (v == WALK_MORE)
        v = check_length(w, &b);
    if (v != WALK_MORE)
        return v;
    w->need = b.len;
    if (left < b.len) {
        if (w->end)
            return cut(w, b.type, left);
        if (!is_known(b.type) && left < b.len - 4) {
            st->skipped_len = b.len;
            st->skipped_at = b.offset;
        }
        return WALK_MORE;
    }
    rd_skip(r, b.len);
    struct rd tail = rd_make(b.p + b.len - 4, 4);
    v = check_trailer(w, &b, rd_u32(&tail, st->big));
    return v == WALK_MORE ? read_block(st, w, &b) : v;
}

static bool sniff(const uint8_t *p, size_t n)
{
    struct rd r = rd_make(p, n);
    return rd_le32(&r) == BLOCK_SECTION;
}

static enum walk_verdict header(void *state, const uint8_t *p, size_t n, size_t *used,
                                char why[WALK_WHY])
{
    (void)state, (void)p, (void)n, (void)why;
    *used = 0; /* the first section is a block like the others */
    return WALK_MORE;
}

static enum walk_verdict walk(void *state, struct walk *w)
{
    struct pcapng *st = state;
    struct rd r = rd_make(w->p, w->n);
    enum walk_verdict v = WALK_MORE;
    w->used = 0;
    w->need = FRAME;
    if (st->skipped_len) {
        v = finish_skip(st, w, &r);
        if (v != WALK_MORE || st->skipped_len)
            return v;
    }
    while (rd_left(&r)) {
        const uint8_t *before = r.p;
        v = next_block(st, w, &r);
        if (v != WALK_MORE)
            return v;
        if (r.p == before)
            break;
        w->used = w->n - rd_left(&r);
        w->need = FRAME;
    }
    if (!st->skipped_len)
        return WALK_MORE;
    w->skip = st->skipped_len - 4;
    w->need = 4;
    return WALK_SKIP;
}

/* Does a packet's block begin here, and in which byte order? */
static bool packet_order(const uint8_t *p, size_t n, bool *big)
{
    for (int order = 0; order < 2; order++) {
        struct rd r = rd_make(p, n);
        uint32_t type = rd_u32(&r, order);
        if (type == BLOCK_ENHANCED || type == BLOCK_PACKET) {
            *big = order;
            return true;
        }
    }
    return false;
}

/* Bytes of a number that an option has, which the byte order turns; 0: it is no number; -1:
 * unknown, what is in it can only be told by who wrote it. */
static int option_number(uint16_t code)
{
    switch (code) {
    case OPTION_COMMENT:
    case OPTION_HASH:
    case OPTION_VERDICT:
        return 0;
    case OPTION_FLAGS:
    case OPTION_QUEUE:
        return 4;
    case OPTION_DROPS:
    case OPTION_ID:
        return 8;
    default:
        return -1;
    }
}

static void add_option(struct buf *out, uint16_t code, const struct rd *value, bool big)
{
    int number = option_number(code);
    size_t len = rd_left(value);
    uint8_t turned[8];
    if (big && (number < 0 || (number && (size_t)number != len)))
        return;
    for (int i = 0; big && i < number; i++)
        turned[i] = value->p[number - 1 - i];
    ng_option(out, code, slice_make(big && number ? turned : value->p, len));
}

void pcapng_options(struct buf *out, const uint8_t *block, size_t n)
{
    bool big;
    if (n < PACKET_HEAD + 4 || !packet_order(block, n, &big))
        return;
    struct rd r = rd_make(block, n - 4);
    rd_skip(&r, 4);
    uint32_t whole = rd_u32(&r, big);
    if (whole < PACKET_HEAD + 4 || whole > n)
        return;
    r.end = block + whole - 4;
    rd_skip(&r, 12);
    uint32_t caplen = rd_u32(&r, big);
    rd_skip(&r, 4);
    if (!rd_skip(&r, caplen) || !rd_skip(&r, -(size_t)caplen & 3))
        return;
    struct rd value;
    for (uint16_t code; option_next(&r, big, &code, &value);)
        add_option(out, code, &value, big);
}

static void fini(void *state)
{
    struct pcapng *st = state;
    mem_free(st->interface);
}

static bool is_fine(const void *state)
{
    const struct pcapng *st = state;
    for (uint32_t i = 0; i < st->interfaces; i++)
        if (st->interface[i].binary || st->interface[i].exponent > 6)
            return true;
    return false;
}

static int64_t until(const void *state)
{
    return ((const struct pcapng *)state)->until_ns;
}

const struct source source_pcapng = {
    .name = "pcapng",
    .state = sizeof(struct pcapng),
    .sniff = sniff,
    .header = header,
    .walk = walk,
    .is_fine = is_fine,
    .until = until,
    .fini = fini,
};
