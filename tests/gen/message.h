/* A SIP message before it is text. */
#ifndef GEN_MESSAGE_H
#define GEN_MESSAGE_H

#include "base/buf.h"
#include "base/err.h"
#include "tests/gen/scene.h"

enum { MESSAGE_STEPS = 4 };

struct via {
    uint64_t branch;
    uint16_t rport; /* the port it came from, once the next hop has noted it (RFC 3581) */
    uint8_t node;
    bool asks_rport, stamped; /* stamped: received and rport are filled in */
};

struct sdp {
    bool present;
    uint8_t owner; /* node */
    uint8_t call;  /* whose media port it names */
    enum media media;
    enum direction direction;
    struct codec_list codecs;
    unsigned version;
};

struct message {
    unsigned code; /* 0: a request */
    struct slice reason, method, ruri;
    struct via via[SCENE_HOPS]; /* top first */
    unsigned vias;
    struct hops record_route, route; /* top first */
    struct slice from, to;           /* name-addr without tag */
    uint64_t from_tag, to_tag;       /* 0: none */
    unsigned call;
    uint32_t cseq;
    int contact; /* node, -1: none */
    int expires; /* seconds behind the Contact, -1: none */
    unsigned max_forwards;
    unsigned author;         /* the node that made it */
    struct slice auth;       /* a whole line of authentication, or absent */
    uint64_t nonce;          /* of a challenge */
    struct slice session_id; /* the value, or absent */
    uint64_t uuid[2];        /* its author's half of session_id */
    struct sdp sdp;
    const struct step *step[MESSAGE_STEPS]; /* whose lines it carries, the author's first */
    unsigned steps;
};

/* The message as bytes, appended to out. Errors: a {…} that stands for nothing. */
int message_format(struct scene *sc, const struct message *m, struct buf *out, struct err *err);

/* "Ringing" for 180; "" for a code without a usual phrase. */
const char *message_reason(unsigned code);

#endif
