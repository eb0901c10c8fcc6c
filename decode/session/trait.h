/* What a leg shows of itself that another leg of the same call may show too. Which legs are
 * compared, and what it amounts to, is told elsewhere. */
#ifndef DECODE_SESSION_TRAIT_H
#define DECODE_SESSION_TRAIT_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/sip/index.h"
#include "decode/store.h"

#define TRAIT_CALLED 4  /* users that a leg may be for */
#define TRAIT_CALLING 2 /* users that it may come from */
#define TRAIT_ENTERED 3 /* hosts where it was seen to end */
#define TRAIT_TAIL 7    /* digits of a number that are compared, from the end */

/* A host as legs come to it and leave it. Where one sends to itself the port counts, too. */
struct spot {
    uint32_t host; /* keyed hash, never 0 */
    uint16_t port;
    bool itself;
};

/* Of a leg's first INVITE. Keyed hashes, 0: absent. */
struct trait {
    int64_t first_ns; /* of the first INVITE */
    int64_t again_ns; /* of the latest attempt, as after a challenge */
    uint32_t leg;
    uint32_t called[TRAIT_CALLED], calling[TRAIT_CALLING];
    uint32_t origin;     /* user, id and address of o= */
    uint32_t media;      /* address and port of the first media */
    uint32_t base;       /* Call-ID without its suffix and host */
    uint32_t session_id; /* the UUID of the caller */
    uint32_t icid;
    struct spot out;                    /* where it comes from */
    struct spot entered[TRAIT_ENTERED]; /* where it goes to and was not seen to go on from */
    uint8_t entries;
    bool origin_reused, media_reused; /* another leg from `out` has the same */
};

/* Fills *out from the first INVITE of a leg, and the users of the leg; `message` is its row. */
void trait_read(struct trait *out, const struct store *s, const struct sip_index *x,
                uint32_t message, uint32_t leg);

/* Another INVITE of the same leg: the next hop, the hop before, or a new attempt. */
void trait_hop(struct trait *t, const struct store *s, uint32_t message, bool nearer);

/* Does the leg end at this host, as far as was seen? */
bool trait_enters(const struct trait *t, struct spot at);

static inline bool spot_eq(struct spot a, struct spot b)
{
    return a.host == b.host && (a.port == b.port || !(a.itself || b.itself));
}

/* Source (else destination) of a message. */
struct spot spot_of(const struct store *s, const struct message *m, bool source);

/* The user part as it is compared: of a number the last TRAIT_TAIL digits. 0: nobody (anonymous).
 */
uint32_t trait_user(const struct hash_key *key, struct slice user);

/* The two halves of a Session-ID; 0 for the null UUID (7989 5). `single`: 7329 has only one. */
struct session_id {
    uint64_t local, remote;
    bool single;
};

struct session_id session_id_parse(const struct hash_key *key, struct slice value);

/* The icid-value of a P-Charging-Vector (7315 4.6), absent where there is none. */
struct slice icid_find(struct slice value);

#endif
