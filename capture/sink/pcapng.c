/* The pcapng format: an interface for each link layer of each source. */
#include <errno.h>

#include "base/mem.h"
#include "capture/sink/ng.h"
#include "capture/sink/sink.h"

struct interface {
    uint16_t segment, link;
};

struct pcapng {
    struct interface *interface;
    uint32_t n, cap;
    uint32_t last; /* of the packet before */
    int64_t until_ns;
};

static void begin(void *state, struct buf *out, const struct sink_options *o)
{
    ((struct pcapng *)state)->until_ns = o->until_ns;
    ng_section(out, "rung " RUNG_VERSION);
}

static bool is_it(const struct interface *i, const struct packet *pkt)
{
    return i->segment == pkt->segment && i->link == pkt->link;
}

/* The interface of a packet, described now unless it is already. There are few: sources times link
 * layers that are decoded. */
static int find(struct pcapng *st, struct buf *out, const struct sink_packet *p)
{
    const struct packet *pkt = &p->packet;
    if (st->last < st->n && is_it(&st->interface[st->last], pkt))
        return 0;
    for (st->last = 0; st->last < st->n; st->last++)
        if (is_it(&st->interface[st->last], pkt))
            return 0;
    if (st->n == st->cap) {
        uint32_t cap = st->cap ? 2 * st->cap : 8;
        struct interface *more = mem_resize(st->interface, cap, sizeof(*more));
        if (!more)
            return -ENOMEM;
        st->interface = more;
        st->cap = cap;
    }
    st->interface[st->n++] = (struct interface){ pkt->segment, pkt->link };
    ng_interface(out, pkt->link, p->source);
    return 0;
}

static struct ng_packet block_of(const struct pcapng *st, const struct sink_packet *p)
{
    return (struct ng_packet){ .interface = st->last,
                               .time_ns = p->packet.time_ns,
                               .caplen = p->packet.caplen,
                               .len = p->packet.len,
                               .options = p->options };
}

static int before(void *state, struct buf *out, const struct sink_packet *p, struct err *err)
{
    struct pcapng *st = state;
    if (find(st, out, p) < 0)
        return err_set(err, -ENOMEM, "There is not enough memory to write so many interfaces.");
    const struct ng_packet block = block_of(st, p);
    ng_packet_head(out, &block);
    return 0;
}

static void after(void *state, struct buf *out, const struct sink_packet *p)
{
    const struct ng_packet block = block_of(state, p);
    ng_packet_tail(out, &block);
}

static void end(void *state, struct buf *out)
{
    const struct pcapng *st = state;
    for (uint32_t i = 0; i < st->n && st->until_ns; i++)
        ng_until(out, i, st->until_ns);
}

static void fini(void *state)
{
    struct pcapng *st = state;
    mem_free(st->interface);
}

const struct sink_driver sink_pcapng = {
    .state = sizeof(struct pcapng),
    .begin = begin,
    .before = before,
    .after = after,
    .end = end,
    .fini = fini,
};
