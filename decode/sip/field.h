/* The parts of SIP header values: addresses, URIs, Via, parameters. All slices are borrowed. */
#ifndef DECODE_SIP_FIELD_H
#define DECODE_SIP_FIELD_H

#include <stdbool.h>

#include "base/slice.h"

/* name-addr or addr-spec with its header parameters (3261 20.10, 20.20). */
struct sip_address {
    struct slice display; /* without the quotes; escapes as they are */
    struct slice uri;
    struct slice params; /* what follows, beginning with ';', or empty */
};

/* sip:user@host:port;params?headers; tel: has the number as user; other schemes all in host. */
struct sip_uri {
    struct slice scheme, user, host, params, headers;
    uint16_t port; /* 0: not given */
};

struct sip_via {
    struct slice transport, sent_by; /* sent_by with its port */
    struct slice params;
};

/* The first address of a value; the rest of a comma-separated list is left. Never fails: what does
 * not fit becomes the uri. */
struct sip_address sip_address_parse(struct slice value);

struct sip_uri sip_uri_parse(struct slice uri);

/* Its user alone, in fewer steps where it is written as nearly everybody does. */
struct slice sip_uri_user(struct slice uri);

/* The first Via of a value. */
struct sip_via sip_via_parse(struct slice value);

/* The value of ;name=value (any case), quotes taken off; a parameter without a value is empty, an
 * absent one has p == NULL. `params` begins at a ';'. */
struct slice sip_param_find(struct slice params, struct slice name);

/* Length of the first element of a comma-separated value (commas in quotes and <> do not count). */
size_t sip_value_length(struct slice value);

/* Up to where a value of several elements goes; *at is 0 for the first. */
bool sip_value_next(struct slice list, size_t *at, struct slice *out);

/* The digits of a telephone number in a URI user part: visual separators dropped, a leading + kept
 * out. Writes at most n bytes; returns the count. */
size_t sip_digits(struct slice user, char *out, size_t n);

#endif
