/* Redaction: messages and packets in which nobody can be recognised, and that decode to the same
 * ladder. Nothing changes its length or place. What may stay stands in tables; all else is replaced
 * by pseudonyms (pseudonym.h), or by nothing where nobody needs it again. */
#ifndef DECODE_REDACT_REDACT_H
#define DECODE_REDACT_REDACT_H

#include "base/slice.h"
#include "decode/redact/pseudonym.h"

#define REDACT_ADDRESSES 1024 /* addresses whose pseudonyms are remembered; they cost most */

struct redaction {
    struct pseudonym names;
    bool agents; /* the names of software are replaced, too */
    struct {
        struct addr was, is;
    } known[REDACT_ADDRESSES];
};

/* The pseudonym of an address, in place. */
void redact_addr(struct redaction *r, struct addr *a);

/* ---- texts, all in place */

#define REDACT_DEPTH 4 /* bodies in bodies; what lies deeper is blanked */

/* A message of SIP, or what of it there is: start line, headers and body, each from the beginning
 * on, so many bodies deep. Linear. */
void redact_message(struct redaction *r, char *s, size_t n, unsigned depth);

enum redact_how {
    REDACT_PLAIN = 0,
    REDACT_PORTS = 1,      /* a number behind a host and a colon stays */
    REDACT_PHRASE = 2,     /* words of standard reasons stay */
    REDACT_NUMBERS = 4,    /* numbers stay */
    REDACT_PARAMETERS = 8, /* of values: nothing stands in front of the first parameter */
};

/* Every word, number and address of a text. Words that mean nothing but SIP stay (word_list.h). */
void redact_words(struct redaction *r, char *s, size_t n, unsigned how);

/* Zeros in place of what nobody can look into; there is no way back. */
void redact_blank(struct redaction *r, char *s, size_t n);

/* What only has a length: letters and digits by chance. */
void redact_secret(struct redaction *r, char *s, size_t n);

/* The value of a header with its URIs and parameters (parameter_list.h). */
void redact_value(struct redaction *r, char *s, size_t n, unsigned how);

/* Credentials and challenges (3261 22): the scheme stays, commas stand between the parameters. */
void redact_credentials(struct redaction *r, char *s, size_t n);

/* An Identity header (8224): the claims of its PASSporT keep their names and lengths. */
void redact_identity(struct redaction *r, char *s, size_t n);

/* A body of this media type ("application/sdp", without parameters; empty: not told) so many bodies
 * deep; `boundary` of a multipart one, as it stands in the text already. */
void redact_body(struct redaction *r, char *s, size_t n, struct slice type, struct slice boundary,
                 unsigned depth);

/* Headers, and a body behind an empty line. */
void redact_part(struct redaction *r, char *s, size_t n, unsigned depth);

/* A session description (8866). */
void redact_sdp(struct redaction *r, char *s, size_t n);

#endif
