/* The table of link layers, and the VLAN tags that several of them carry. What a link layer's own
 * header looks like stands in its file. */
#include "capture/link/link.h"

enum row {
#define X(number, name, header, type_at, address_at, address_room, length_at, peel) ROW_##number,
    LINK_LIST(X)
#undef X
};

static const struct link rows[LINK_COUNT] = {
#define X(number, name, header, type_at, address_at, address_room, length_at, peel)                \
    [ROW_##number] = { number, header, type_at, address_at, address_room, length_at, name, peel },
    LINK_LIST(X)
#undef X
};

/* One more than the row, so that the numbers between are 0: none. */
static const uint8_t row_of[] = {
#define X(number, name, header, type_at, address_at, address_room, length_at, peel)                \
    [number] = ROW_##number + 1,
    LINK_LIST(X)
#undef X
};

const struct link *link_find(uint16_t number)
{
    unsigned row = number < sizeof(row_of) ? row_of[number] : 0;
    return row ? &rows[row - 1] : NULL;
}

const struct link *link_at(unsigned i)
{
    return i < LINK_COUNT ? &rows[i] : NULL;
}

/* 802.1Q, 802.1ad, and what came before the latter. */
static bool is_tag(uint16_t ethertype)
{
    return ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100;
}

bool link_skip_tags(struct rd *r, struct link_result *io)
{
    for (unsigned i = 0; i < LINK_TAGS_MAX && is_tag(io->ethertype); i++) {
        rd_be16(r);
        io->ethertype = rd_be16(r);
        io->tagged = true;
    }
    return !r->bad;
}
