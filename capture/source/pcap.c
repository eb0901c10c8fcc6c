/* The pcap format: micro- and nanoseconds, both byte orders, Kuznetzov's longer record headers.
 * Reading the file and what lies in the packets is left to others. */
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/rd.h"
#include "capture/source/reader.h"
#include "capture/source/source.h"

enum {
    MAGIC_US = 0xa1b2c3d4,
    MAGIC_NS = 0xa1b23c4d,
    MAGIC_KUZNETZOV = 0xa1b2cd34, /* as µs; records have interface, protocol and type besides */
    FILE_HEADER = 24,
    RECORD_HEADER = 16, /* four fields */
    RECORD_HEADER_KUZNETZOV = 24,
};

struct pcap {
    bool big;
    bool old; /* before version 2.4, when the two lengths could stand in the other order */
    uint32_t fraction_ns;
    uint32_t record_header;
    uint16_t link;
};

static bool magic_parse(const uint8_t *p, size_t n, struct pcap *out)
{
    for (int big = 0; big < 2; big++) {
        struct rd r = rd_make(p, n);
        uint32_t magic = rd_u32(&r, big);
        if (r.bad || (magic != MAGIC_US && magic != MAGIC_NS && magic != MAGIC_KUZNETZOV))
            continue;
        out->big = big;
        out->fraction_ns = magic == MAGIC_NS ? 1 : 1000;
        out->record_header = magic == MAGIC_KUZNETZOV ? RECORD_HEADER_KUZNETZOV : RECORD_HEADER;
        return true;
    }
    return false;
}

static bool sniff(const uint8_t *p, size_t n)
{
    struct pcap any;
    return magic_parse(p, n, &any);
}

static enum walk_verdict header(void *state, const uint8_t *p, size_t n, size_t *used,
                                char why[WALK_WHY])
{
    struct pcap *st = state;
    struct rd r = rd_make(p, n);
    if (!magic_parse(p, n, st) || rd_left(&r) < FILE_HEADER) {
        snprintf(why, WALK_WHY, "its file header needs %d bytes and %zu are there", FILE_HEADER, n);
        return WALK_CUT;
    }
    rd_skip(&r, 4);
    uint16_t major = rd_u16(&r, st->big);
    uint16_t minor = rd_u16(&r, st->big);
    /* 543.0 was written by DG/UX */
    st->old = major == 543 || (major == 2 && minor < 4);
    rd_skip(&r, 12); /* zone, accuracy, snapshot length: known to be wrong in many files */
    st->link = (uint16_t)(rd_u32(&r, st->big) & 0xffff); /* above: length of the FCS, reserved */
    *used = FILE_HEADER;
    return WALK_MORE;
}

static enum walk_verdict say_cut(struct walk *w, const char *what, uint32_t need, size_t there)
{
    snprintf(w->why, sizeof(w->why),
             "%spacket %" PRIu32 " at offset %" PRIu64 " needs %" PRIu32 " bytes and %zu %s there",
             what, w->number + 1, w->offset + w->used, need, there, there == 1 ? "is" : "are");
    return WALK_CUT;
}

static enum walk_verdict say_absurd(struct walk *w, uint32_t caplen)
{
    snprintf(w->why, sizeof(w->why),
             "packet %" PRIu32 " at offset %" PRIu64 " claims %" PRIu32
             " bytes and no packet has more than %u",
             w->number + 1, w->offset + w->used, caplen, READER_RECORD);
    return WALK_DAMAGED;
}

/* A field of a record's header, which is whole. */
static inline uint32_t field(const uint8_t *record, size_t i, bool big)
{
    uint32_t v;
    memcpy(&v, record + i * sizeof(v), sizeof(v));
    return big ? be32toh(v) : le32toh(v);
}

/* Made twice, so that the byte order costs nothing per field. */
static inline enum walk_verdict walk_order(const struct pcap *st, struct walk *w, const bool big)
{
    struct rd r = rd_make(w->p, w->n);
    const uint32_t header_len = st->record_header;
    for (;;) {
        const uint8_t *record = r.p;
        w->used = (size_t)(record - w->p);
        w->need = header_len;
        if (rd_left(&r) < header_len)
            return w->end && rd_left(&r) ? say_cut(w, "the header of ", header_len, rd_left(&r))
                                         : WALK_MORE;
        rd_take(&r, header_len);
        uint32_t s = field(record, 0, big), fraction = field(record, 1, big);
        uint32_t caplen = field(record, 2, big), len = field(record, 3, big);
        if (st->old && caplen > len) {
            uint32_t t = caplen;
            caplen = len;
            len = t;
        }
        if (caplen > READER_RECORD)
            return say_absurd(w, caplen);
        w->need = header_len + caplen;
        const uint8_t *data = rd_left(&r) < caplen ? NULL : rd_take(&r, caplen);
        if (!data)
            return w->end ? say_cut(w, "", caplen, rd_left(&r)) : WALK_MORE;
        struct packet *pkt = block_add(w->block);
        if (!pkt)
            return WALK_NO_MEMORY;
        *pkt = (struct packet){
            .data = data,
            .time_ns = (int64_t)s * NS_PER_S + (int64_t)fraction * st->fraction_ns,
            .offset = w->offset + w->used,
            .number = ++w->number,
            .caplen = caplen,
            .len = len,
            .delta = (uint16_t)header_len,
            .link = st->link,
            .segment = w->segment,
        };
    }
}

static enum walk_verdict walk(void *state, struct walk *w)
{
    const struct pcap *st = state;
    return st->big ? walk_order(st, w, true) : walk_order(st, w, false);
}

static bool is_fine(const void *state)
{
    const struct pcap *st = state;
    return st->fraction_ns < 1000;
}

const struct source source_pcap = {
    .name = "pcap",
    .state = sizeof(struct pcap),
    .sniff = sniff,
    .header = header,
    .walk = walk,
    .is_fine = is_fine,
};
