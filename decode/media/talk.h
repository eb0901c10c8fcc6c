/* What is remembered of dialogs while their offers and answers pass: the store of offer.c. Internal
 * to decode/media. */
#ifndef DECODE_MEDIA_TALK_H
#define DECODE_MEDIA_TALK_H

#include "decode/media/offer.h"

#define TALK_SIGHTINGS 8 /* hops on which a message is recognized again */

/* A description that several may point at. */
struct talk_media {
    struct media media;
    struct talk_media *next; /* of those that are free */
    uint32_t users;
};

/* One message with SDP on one hop. */
struct talk_sighting {
    uint32_t from, to, message;
    uint64_t meaning;         /* of its SDP */
    struct talk_media *media; /* NULL: as that of the first sighting */
};

struct talk_sightings {
    struct talk_sighting at[TALK_SIGHTINGS]; /* 0 is where it began */
    unsigned n;
};

enum talk_stage {
    TALK_FREE,
    TALK_EMPTY,   /* an INVITE without SDP */
    TALK_OFFERED, /* an offer waits for its answer */
    TALK_ANSWERED,
    TALK_REFUSED,
};

/* A request that may carry or bring an offer, and what became of it. */
struct talk_exchange {
    uint8_t stage;   /* enum talk_stage */
    uint8_t method;  /* enum sip_method: INVITE, PRACK or UPDATE */
    uint8_t side;    /* of who sent the request */
    uint8_t offerer; /* side */
    uint8_t pattern; /* enum offer_pattern */
    bool handed;     /* of a dialog that is not there yet: those that came of it wait now */
    bool unsure;     /* the request is not in the capture: the 2xx may have been the offer */
    uint32_t cseq;
    uint32_t answer_cseq; /* of the PRACK that answers */
    uint32_t age;         /* grows with each exchange of the dialog */
    unsigned change, granted, answer_change;
    struct talk_sightings offer, answer, preview;
    struct talk_media *previewed, *answered;
};

/* A dialog, or what may become one: an INVITE whose answers bring other To-tags. */
struct talk {
    uint64_t key;
    uint64_t tag[2]; /* 0 sent the first request; 1 is 0 where no answer came yet */
    uint32_t leg;
    uint32_t newer, older; /* by when it was last heard of; slot + 1 */
    uint32_t who[2];
    uint32_t since, answered, offer, answer;
    uint32_t exchanges; /* had so far */
    uint32_t forks;     /* dialogs that came out of it */
    uint8_t offerer, mode;
    uint8_t shown; /* of mode and who holds, to see a change */
    uint8_t dtmf[2];
    bool spoke[2], holds[2], sends[2];
    bool early, over;
    bool later; /* it had descriptions before what the capture has */
    struct talk_media *media[2];
    struct talk_exchange exchange[OFFER_EXCHANGES];
};

struct talks {
    struct hash_key key;
    struct index index;
    struct talk *talk[OFFER_DIALOGS];
    unsigned used;           /* slots ever used */
    uint32_t newest, oldest; /* slot + 1 */
    struct talk_media *free; /* descriptions */
    unsigned medias;         /* allocated */
    unsigned waiting;        /* exchanges that wait for an offer or an answer */
    uint64_t lost;
};

/* False: no memory. Embedded; talks_fini. */
bool talks_init(struct talks *t, const struct hash_key *key);
void talks_fini(struct talks *t);
void talks_clear(struct talks *t);

/* The dialog with these tags, in either order; NULL: there is none. */
struct talk *talk_find(struct talks *t, uint32_t leg, uint64_t tag, uint64_t other);

/* A new one, in the place of the one silent for longest if need be; NULL: no memory. */
struct talk *talk_new(struct talks *t, uint32_t leg, uint64_t tag, uint64_t other);

/* It was heard of: it is forgotten last. */
void talk_touch(struct talks *t, struct talk *k);

/* The exchange of a request, NULL: there is none. */
struct talk_exchange *talk_exchange_find(struct talk *k, unsigned side, uint32_t cseq,
                                         uint8_t method);

/* A new one, in the place of the least useful. */
struct talk_exchange *talk_exchange_new(struct talks *t, struct talk *k);

/* A copy of it, for a dialog that came out of `from`. */
struct talk_exchange *talk_exchange_copy(struct talks *t, struct talk *k,
                                         struct talk_exchange *from);

void talk_stage_set(struct talks *t, struct talk_exchange *x, enum talk_stage stage);

/* A copy of a description; NULL: no memory. Kept while used; talk_media_drop. */
struct talk_media *talk_media_new(struct talks *t, const struct media *m);
struct talk_media *talk_media_use(struct talk_media *m);
void talk_media_drop(struct talks *t, struct talk_media *m);

/* The sighting on the hop that ends where one begins (`from`); or on the hop back from `to` to
 * `from`; NULL: none. */
const struct talk_sighting *talk_sighting_before(const struct talk_sightings *s, uint32_t from);
const struct talk_sighting *talk_sighting_back(const struct talk_sightings *s, uint32_t from,
                                               uint32_t to);

/* Takes note of one, unless it is there or there are too many. Takes over the use of `media`. */
void talk_sighting_add(struct talks *t, struct talk_sightings *s, struct talk_sighting one);
void talk_sightings_drop(struct talks *t, struct talk_sightings *s);

#endif
