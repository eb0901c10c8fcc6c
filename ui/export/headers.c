/* What libosip2 found, sorted by header. */
#include "ui/export/headers.h"

#include <stdio.h>
#include <string.h>

#include "capture/packet.h"
#include "decode/sip/osip.h"
#include "ui/export/cells.h"

enum { PART_BYTES = 64 << 10, NAME_BYTES = 64 };

void headers_init(struct headers *h)
{
    for (unsigned i = 0; i <= HEADERS_URI; i++)
        buf_init(&h->part[i], PART_BYTES);
    h->verdict = "";
}

void headers_fini(struct headers *h)
{
    for (unsigned i = 0; i <= HEADERS_URI; i++)
        buf_fini(&h->part[i]);
}

static void collect(void *ctx, const char *header, const char *part, const char *value)
{
    struct headers *h = ctx;
    char padded[NAME_BYTES + BLOCK_PADDING] = { 0 };
    snprintf(padded, NAME_BYTES, "%s", header);
    int id = sip_header_id(slice_of(padded));
    struct buf *b = &h->part[id < 0 ? HEADERS_URI : (unsigned)id];
    bool another = b->n && (!strcmp(part, "version") || !strcmp(part, "display name"));
    buf_printf(b, "%s%s%s", another ? "\n" : b->n ? " · " : "", part, *value ? " " : "");
    cells_add(b, slice_of(value), false);
}

void headers_explain(struct headers *h, const struct sip_index *x)
{
    for (unsigned i = 0; i <= HEADERS_URI; i++)
        buf_clear(&h->part[i]);
    h->verdict = osip_verdict_words(osip_explain(x, collect, h));
}

const char *headers_help(unsigned header)
{
    return header == HEADERS_URI ? "whom or what this is for"
                                 : sip_header_help((enum sip_header)header);
}

struct slice headers_part(const struct headers *h, unsigned header, unsigned nth)
{
    struct slice rest = buf_slice(&h->part[header]);
    for (; nth && rest.n; nth--)
        rest = slice_sub(rest, slice_index(rest, '\n') + 1, rest.n);
    return slice_sub(rest, 0, slice_index(rest, '\n'));
}

unsigned headers_parts(const struct headers *h, unsigned header)
{
    struct slice all = buf_slice(&h->part[header]);
    unsigned n = all.n != 0;
    for (size_t i = 0; i < all.n; i++)
        n += all.p[i] == '\n';
    return n;
}

const char *headers_fault(uint32_t faults, unsigned i)
{
    static const struct {
        uint32_t bit;
        const char *words;
    } row[] = {
        { SIP_FAULT_START_LINE, "the start line is not as RFC 3261 25 wants it" },
        { SIP_FAULT_MISSING, "a header that must be there is missing (RFC 3261 8.1.1)" },
        { SIP_FAULT_CSEQ_METHOD, "CSeq names another method than the start line" },
        { SIP_FAULT_LENGTH, "Content-Length does not fit the body" },
        { SIP_FAULT_HEADER_LINE, "a header line has no colon" },
        { SIP_FAULT_UNFINISHED, "no empty line ends the headers" },
        { SIP_FAULT_LINE_FEED, "lines end with LF alone" },
        { SIP_FAULT_REPEATED, "a header that must stand once stands twice" },
        { SIP_FAULT_TRAILING, "there are bytes behind the body" },
    };
    for (size_t k = 0; k < sizeof(row) / sizeof(row[0]); k++)
        if (faults & row[k].bit && !i--)
            return row[k].words;
    return NULL;
}
