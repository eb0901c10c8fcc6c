/* A scenario script: its lines as steps. What they mean is the player's business (play.h). */
#ifndef GEN_SCRIPT_H
#define GEN_SCRIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/err.h"
#include "base/slice.h"
#include "tests/gen/codec.h"

enum { SCRIPT_NODES = 16, SCRIPT_CALLS = 32, SCRIPT_MAX = 1 << 20 };

enum role {
    ROLE_PHONE,  /* ends a dialog */
    ROLE_SERVER, /* the same, but callers reach it by the domain: registrar, B2BUA, conference */
    ROLE_PROXY   /* passes on what it gets */
};

/* Where a node writes its address. */
enum place { PLACE_VIA = 1 << 0, PLACE_CONTACT = 1 << 1, PLACE_SDP = 1 << 2 };

struct node {
    struct slice name, number, display, agent, password;
    struct codec_list codecs;
    struct addr addr;
    struct addr nat; /* what its packets carry outside of a NAT; the same without one */
    unsigned public; /* enum place: where it writes the address of the NAT instead of its own */
    enum role role;
    uint16_t port, rtp_port;
    bool no_record_route, no_rport;
};

enum direction { DIR_UNSAID, DIR_SENDRECV, DIR_SENDONLY, DIR_RECVONLY, DIR_INACTIVE };

/* What an SDP describes. */
enum media { MEDIA_AUDIO, MEDIA_SRTP, MEDIA_FAX };

enum step_kind {
    STEP_MESSAGE,
    STEP_PING,        /* CRLF CRLF */
    STEP_PONG,        /* CRLF */
    STEP_UNREACHABLE, /* ICMP about the latest packet the other way; over TCP a reset */
    STEP_RTP,
    STEP_WAIT,
    STEP_CLOSE
};

enum step_flag {
    STEP_AGAIN = 1 << 0,    /* the same bytes once more */
    STEP_LOST = 1 << 1,     /* in the capture, but the receiver never gets it */
    STEP_UNSEEN = 1 << 2,   /* arrives, but is not in the capture */
    STEP_REVERSED = 1 << 3, /* its fragments come last one first */
    STEP_JOINED = 1 << 4,   /* in one TCP segment with the next message the same way */
    STEP_SDP = 1 << 5,
    STEP_NO_SDP = 1 << 6,
    STEP_BOTH_WAYS = 1 << 7, /* RTP */
    STEP_ASIDE = 1 << 8,     /* RTP: the next step does not wait for its end */
    STEP_ASTRAY = 1 << 9,    /* to the receiver's own address behind its NAT: never arrives */
    STEP_BACK = 1 << 10      /* a proxy returns the request to where it came from */
};

/* An indented line: a header, or a line of the body when the name is absent. */
struct extra {
    struct slice name, value;
    unsigned line;
};

struct step {
    enum step_kind kind;
    unsigned flags;      /* enum step_flag */
    unsigned line;       /* in the file, from 1 */
    unsigned from, to;   /* rows of script.node */
    unsigned call;       /* row of script.call */
    struct slice method; /* of the request, or of the request that is answered (may be absent) */
    struct slice reason;
    struct slice whom; /* `to`: a node's name or a number */
    struct slice uri;  /* `uri`: the Request-URI, where it is for another than `to` */
    struct slice as;   /* `from`: the node whose identity it uses */
    int with;          /* `with`: the node at the other end of a forked dialog, -1: unsaid */
    int relays;        /* `relays`: the call whose SDP and Session-ID it passes on, -1: unsaid */
    struct codec_list codecs;
    enum direction direction;
    enum media media;
    unsigned code;                        /* of the response, 0: a request */
    unsigned segments;                    /* TCP, 0: as many as needed */
    unsigned missing;                     /* segment or fragment not in the capture, 0: none */
    unsigned hops;                        /* Max-Forwards, 0: as usual */
    unsigned packets, ptime, loss, codec; /* RTP */
    int64_t us;                           /* wait */
    size_t extra, extras;                 /* [extra, extra + extras) of script.extra */
};

struct script {
    const char *path;
    char *text; /* owned; all slices point into it */
    struct slice name, shows, domain;
    struct node node[SCRIPT_NODES];
    struct slice call[SCRIPT_CALLS];
    unsigned nodes, calls;
    struct step *step;
    struct extra *extra;
    size_t steps, step_cap, extras, extra_cap;
    int64_t start; /* µs since the epoch */
    bool tcp, v6, session_id;
    unsigned vlan, mtu;
};

/* Reads the file. On an error err has one sentence with file and line, and there is nothing to
 * free. path must live as long as the script. */
int script_open(struct script *s, const char *path, struct err *err);
void script_close(struct script *s);

/* The node with this name, or -1. */
int script_node_find(const struct script *s, struct slice name);

/* The call with this name, or -1. */
int script_call_find(const struct script *s, struct slice name);

#endif
