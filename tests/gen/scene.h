/* What the participants know while a scenario is played: identities, dialogs, media. */
#ifndef GEN_SCENE_H
#define GEN_SCENE_H

#include "base/hash.h"
#include "tests/gen/keep.h"
#include "tests/gen/script.h"

enum { SCENE_HOPS = 16, SCENE_HOST = 56 };

/* Nodes in the order in which a request passes them. */
struct hops {
    uint8_t n, node[SCENE_HOPS];
};

/* One of the dialogs that a forked INVITE made. */
struct fork {
    uint64_t tag; /* of the other end, 0: there is no such dialog */
    struct hops route;
    int target;
};

/* What one node knows of one call (RFC 3261 12.1). */
struct party {
    uint64_t local_tag, remote_tag; /* 0: none yet */
    struct slice local, remote;     /* name-addr without tag */
    struct hops route;
    int target;                     /* node whose Contact is the remote target, -1: none */
    bool confirmed;                 /* a 2xx was sent or received */
    uint32_t cseq;                  /* of its latest request */
    unsigned sdp_version;           /* 0: sent none yet */
    uint64_t sdp_hash;              /* of what the latest SDP says */
    unsigned challenge;             /* 401, 407, 0: none */
    struct slice challenged;        /* the method */
    uint64_t nonce;                 /* of the latest challenge that it got */
    unsigned nonce_uses;            /* how often it has answered it */
    unsigned challenges;            /* that it has sent */
    uint64_t remote_uuid[2];        /* of the other end, for Session-ID; 0: unknown */
    int joined;                     /* the call that a B2BUA passes on in this one, -1: none */
    struct fork fork[SCRIPT_NODES]; /* by the node that answered */
    uint32_t rtp_ts;
    uint16_t rtp_seq;
    bool rtp_begun;
};

struct scene {
    const struct script *script;
    bool tcp, v6;
    struct hash_key key; /* from the scenario's name: the same file gives the same bytes */
    struct keep keep;
    int64_t now; /* µs since the epoch */
    struct party party[SCRIPT_CALLS][SCRIPT_NODES];
};

void scene_init(struct scene *sc, const struct script *script, bool tcp, bool v6);
void scene_fini(struct scene *sc);

/* A number that depends on the scenario's name, the word and the two numbers only; never 0. */
uint64_t scene_hash(const struct scene *sc, const char *word, uint64_t a, uint64_t b);

/* The node's address in the capture: that of its NAT if it is behind one. */
struct addr scene_addr(const struct scene *sc, unsigned node);

/* The address that the node itself has, behind its NAT. */
struct addr scene_own_addr(const struct scene *sc, unsigned node);

/* The address that the node writes into such a place of its messages. */
struct addr scene_written(const struct scene *sc, unsigned node, enum place place);

/* The same as text, for a URI in brackets where it is IPv6. */
void scene_host(const struct scene *sc, unsigned node, enum place place, char host[SCENE_HOST]);

/* "sip:1001@pbx.example.com" and "sip:1001@10.1.1.21:5060". Kept with the scene. */
struct slice scene_aor(struct scene *sc, unsigned node);
struct slice scene_contact(struct scene *sc, unsigned node);

/* The call whose media the node uses in this one: another one behind a B2BUA that passes SDP on. */
unsigned scene_media_call(const struct scene *sc, unsigned call, unsigned node);

/* Port of the node's audio in this call. */
uint16_t scene_media_port(const struct scene *sc, unsigned call, unsigned node);

/* The text of a tag: 8 hex digits. */
void scene_tag(char text[9], uint64_t tag);

/* The call's Call-ID. Kept with the scene. */
struct slice scene_call_id(struct scene *sc, unsigned call);

#endif
