/* What the rules about NAT share. Private to this folder. */
#ifndef DECODE_FINDING_NAT_WORDS_H
#define DECODE_FINDING_NAT_WORDS_H

#include "decode/finding/inquiry.h"

/* Is the host written out as an address that cannot be reached from elsewhere, though the packet
 * comes from one that can? An address of the other family tells nothing: it is of another network.
 * Nor does one that talks in this capture: whoever sent this speaks for a host on the same network.
 */
bool nat_hides(struct inquiry *q, unsigned i, struct slice host);

/* The host of a Contact, or an absent slice. */
/* Did its sender write message i himself? So far as can be told: a request with one Via, an answer
 * that was not seen before. What others passed on does not have their address. */
bool nat_is_author(struct inquiry *q, unsigned i);

struct slice nat_contact_host(const struct sip_index *x);

/* host of "host:port", without brackets. */
struct slice nat_host(struct slice sent_by);

/* Appends "the Via of User A says 192.168.1.5, but its packets come from 203.0.113.9". */
void nat_say(struct inquiry *q, struct finding *f, unsigned i, const char *where,
             struct slice host);

#endif
