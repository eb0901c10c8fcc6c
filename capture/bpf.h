/* Capture filters in libpcap's language (pcap-filter(7)), over captures of any link type. */
#ifndef CAPTURE_BPF_H
#define CAPTURE_BPF_H

#include <stdbool.h>

#include "base/err.h"
#include "capture/net/net.h"
#include "capture/packet.h"

struct bpf;

/* Compiles for every link type that is decoded. Owned; bpf_free. An expression that one link type
 * cannot answer (say `ether host` on raw IP) refuses the packets of that type; one that none
 * accepts is an error: -EINVAL with libpcap's own words in *err. */
int bpf_new(struct bpf **out, const char *expression, struct err *err);
void bpf_free(struct bpf *f);

/* Does the expression speak of VLAN tags itself? */
bool bpf_names_vlan(const char *expression);

/* Does this packet pass? A VLAN-tagged packet is judged without its tags, unless the expression
 * names vlan itself. Any thread. `net` is what net_peel found, or NULL. */
bool bpf_match(const struct bpf *f, const struct packet *pkt, const struct net *net);

/* The same for a datagram put together from fragments: judged as if it had come in one packet
 * with the link and IP headers of `pkt` (any one of its fragments, `net` its peeling) and all of
 * l4. This is why a port filter does not lose later fragments. */
bool bpf_match_whole(const struct bpf *f, const struct packet *pkt, const struct net *net,
                     const uint8_t *l4, uint32_t l4_len);

#endif
