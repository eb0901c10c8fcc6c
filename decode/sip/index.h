/* The index of a SIP message: a tolerant, linear, allocation-free look at every header that we
 * understand. It accepts what the network carries and notes what is wrong; libosip2 looks deeper
 * when somebody asks (osip.h). */
#ifndef DECODE_SIP_INDEX_H
#define DECODE_SIP_INDEX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "decode/sip/header_list.h"
#include "decode/sip/method_list.h"

enum sip_header {
#define X(id, lower, first, last, compact, name, help) SIP_##id,
    SIP_HEADER_LIST(X)
#undef X
        SIP_HEADER_COUNT
};

enum sip_method {
#define X(name, rfc, help) SIP_METHOD_##name,
    SIP_METHOD_LIST(X)
#undef X
        SIP_METHOD_COUNT,
    SIP_METHOD_OTHER = SIP_METHOD_COUNT /* a token that is not in the list */
};

/* What is wrong with a message (bits). It is shown all the same. */
enum sip_fault {
    SIP_FAULT_START_LINE = 1,   /* spaces, version or status that RFC 3261 25 does not allow */
    SIP_FAULT_MISSING = 2,      /* Via, From, To, Call-ID or CSeq is not there (8.1.1) */
    SIP_FAULT_CSEQ_METHOD = 4,  /* CSeq names another method than the start line */
    SIP_FAULT_LENGTH = 8,       /* Content-Length says more than there is, or no number */
    SIP_FAULT_HEADER_LINE = 16, /* a header line without a colon */
    SIP_FAULT_UNFINISHED = 32,  /* no empty line after the headers */
    SIP_FAULT_LINE_FEED = 64,   /* lines end with LF alone */
    SIP_FAULT_REPEATED = 128,   /* a header that must stand once stands twice */
    SIP_FAULT_TRAILING = 256,   /* bytes behind the body */
};

/* All slices are borrowed from the message. */
struct sip_index {
    struct slice message; /* all of it, leading empty lines cut off */
    struct slice start_line;
    bool request;
    uint16_t status; /* of a response; 65535 when the number does not fit */
    uint8_t method;  /* enum sip_method: of the request, or by the CSeq of a response */
    struct slice method_name;
    struct slice uri;     /* Request-URI */
    struct slice reason;  /* of a response */
    struct slice call_id; /* absent: p == NULL */
    uint32_t cseq;        /* 0 when absent */
    struct slice cseq_method;
    struct slice from_tag, to_tag;
    struct slice via_sent_by, via_branch; /* of the top Via */
    uint32_t vias;                        /* how many Via values */
    int64_t content_length;               /* -1: absent or no number */
    struct slice head;                    /* start line and headers with the empty line */
    struct slice body; /* by Content-Length where that fits, else what is there */
    uint32_t faults;   /* enum sip_fault */
    uint64_t present;  /* bit (1 << enum sip_header) */
    struct slice header[SIP_HEADER_COUNT]; /* value of the first one; only where present */
};

/* Does this begin like a SIP message? The first line decides: a token, something, "SIP/" and a
 * version; or "SIP/", a version and a number. Empty lines before it are passed over. */
bool sip_is_start(const char *p, size_t n);

/* Indexes the message in p[0, n). BLOCK_PADDING bytes past the end must be readable. False, with
 * *out undefined: it does not begin like SIP. Linear in n; nothing allocated. */
bool sip_index(struct sip_index *out, const char *p, size_t n);

/* The same in less time, with only those headers present that place a message, or its leg: Via,
 * From, To, Call-ID, CSeq, Contact, Content-Type, Content-Length, Session-Expires, RSeq, Reason,
 * Replaces, Join, Refer-To, Referred-By, Target-Dialog, Event, Subscription-State, Identity,
 * Session-ID, Diversion, History-Info, P-Asserted-Identity, Remote-Party-ID, P-Called-Party-ID,
 * P-Charging-Vector, X-CID and X-Call-ID (others may be). */
bool sip_index_place(struct sip_index *out, const char *p, size_t n);

/* The value of the first header of this kind, or an absent slice. Folded lines stay folded: CR, LF
 * and blanks inside count as white space. */
static inline struct slice sip_header_find(const struct sip_index *x, enum sip_header h)
{
    return x->present >> h & 1 ? x->header[h] : (struct slice){ NULL, 0 };
}

/* One header line after the other. */
struct sip_line {
    struct slice name, value; /* value trimmed; name as written */
    int id;                   /* enum sip_header, or -1 */
};

/* The next header line of the head, *at being 0 for the first. False: no more. */
bool sip_line_next(const struct sip_index *x, size_t *at, struct sip_line *out);

/* The value of the next header of this name, *at being 0 for the first. False: no more. */
bool sip_header_next(const struct sip_index *x, struct slice name, size_t *at, struct slice *value);

/* The value of the nth (from 0) header of this name, any case, compact forms included. */
bool sip_header_by_name(const struct sip_index *x, struct slice name, unsigned nth,
                        struct slice *value);

/* "Via", "Call-ID", …; what it is for; its compact form or 0. */
const char *sip_header_name(enum sip_header h);
const char *sip_header_help(enum sip_header h);
char sip_header_compact(enum sip_header h);

/* The header of this name (compact forms too), or -1. BLOCK_PADDING bytes past the name must be
 * readable. */
int sip_header_id(struct slice name);

/* enum sip_method of this token (methods are case-sensitive, 3261 7.1). */
enum sip_method sip_method_id(struct slice token);
const char *sip_method_name(enum sip_method m); /* "OTHER" for SIP_METHOD_OTHER */

#endif
