/* What a REGISTER or its answer says of users and Contacts, as far as registration.c asks. */
#ifndef DECODE_REGISTER_MESSAGE_H
#define DECODE_REGISTER_MESSAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "decode/registration.h"

/* One Contact. */
struct register_contact {
    uint64_t contact, instance;
    uint32_t expires_s;
};

struct register_message {
    const struct brief *brief;
    int64_t time_ns;
    uint32_t message, leg, path;
    struct slice to;
    uint32_t expires_s, min_s;
    bool credentials;
    struct slice challenge; /* of a 401 or 407 */
    bool star;              /* Contact: * */
    unsigned n;             /* in at */
    struct register_contact at[REGISTRATION_BINDINGS];
};

/* Reads a message; all is borrowed from it. `message` is its row. */
void register_message_read(const struct store *s, struct register_message *x,
                           const struct payload *p, const struct brief *b, uint32_t message);

/* The key of the user in To: user and host (3261 10.3). */
uint64_t register_user(const struct store *s, const struct register_message *x);

/* The hash of a Contact's URI: the same for the user at a host, however its name is written (3261
 * 10.3, 19.1.4). */
uint64_t register_contact_hash(const struct store *s, struct slice uri);

/* The value of a parameter of a challenge (7616 3.3), without its quotes; absent: p == NULL. */
struct slice register_challenge_param(struct slice challenge, struct slice name);

/* Is it a challenge for the sake of a new nonce alone? */
bool register_is_stale(const struct register_message *x);

#endif
