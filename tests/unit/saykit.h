/* For the tests of ladders: messages in short become a capture, and the ladder of all that is in it
 * is told. */
#ifndef TESTS_UNIT_SAYKIT_H
#define TESTS_UNIT_SAYKIT_H

#include <stddef.h>

#include "tests/unit/captures.h"
#include "ui/flow/flow.h"
#include "ui/flow/narrate.h"

/* A message in short, and what is to be said about it (NULL: anything). */
struct said {
    const char *route;  /* "a>p" */
    const char *start;  /* "INVITE sip:1002@x", "180 Ringing" */
    const char *vias;   /* "a1", "p1,a1": the top one first */
    const char *people; /* From and To, separated by '|' */
    const char *cseq;   /* "1 INVITE"; with "other " before it: of another Call-ID */
    const char *extra;  /* headers; after an empty line the body */
    const char *want;
};

#define CALLER "\"User A\" <sip:1001@x>;tag=a"
#define CALLEE "\"User B\" <sip:1002@x>"
#define AB CALLER "|" CALLEE
#define ABT CALLER "|" CALLEE ";tag=b"
#define BAT CALLEE ";tag=b|" CALLER
#define SDP(id, address, port, formats, direction)                                                 \
    "Content-Type: application/sdp\r\n\r\nv=0\r\no=- 1 " id                                        \
    " IN IP4 10.0.0.1\r\nc=IN IP4 " address "\r\nm=audio " port " RTP/AVP " formats                \
    "\r\na=" direction "\r\n"
#define OFFER SDP("1", "10.0.0.1", "4000", "0 8", "sendrecv")
#define ANSWER SDP("1", "10.0.0.2", "5000", "8", "sendrecv")

struct told {
    struct trace *trace;
    struct flow *flow;
    struct narrator *narrator;
};

/* The ladder of these messages, 20 ms apart; `o` as for flow_new, or NULL. Fails the test where
 * there is none. say_forget. */
void say_tell(struct told *t, const struct said *m, size_t n, const struct flow_options *o);
void say_forget(struct told *t);

/* The same of every beginning of one message, each a datagram of its own. */
void say_tell_prefixes(struct told *t, const struct said *m);

#endif
