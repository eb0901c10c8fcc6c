/* The headers of a message explained: what each is for, and its parts as libosip2 takes them apart.
 * For rung show, and for the viewer. */
#ifndef UI_EXPORT_HEADERS_H
#define UI_EXPORT_HEADERS_H

#include "base/buf.h"
#include "decode/sip/index.h"

#define HEADERS_URI SIP_HEADER_COUNT /* the Request-URI, among the headers */

/* Embedded: headers_init, headers_fini. */
struct headers {
    struct buf part[SIP_HEADER_COUNT + 1]; /* by enum sip_header: a line for each value */
    const char *verdict;                   /* why there are no parts; "": there are */
};

void headers_init(struct headers *h);
void headers_fini(struct headers *h);

/* Takes a message apart. What stands in the parts is harmless. Where memory runs out they end. */
void headers_explain(struct headers *h, const struct sip_index *x);

/* What a header, or HEADERS_URI, is for. */
const char *headers_help(unsigned header);

/* The parts of the nth value (from 0) of a header, without a line feed; how many values have some.
 */
struct slice headers_part(const struct headers *h, unsigned header, unsigned nth);
unsigned headers_parts(const struct headers *h, unsigned header);

/* What is wrong with a message by its faults (enum sip_fault): the ith sentence, NULL after the
 * last. */
const char *headers_fault(uint32_t faults, unsigned i);

#endif
