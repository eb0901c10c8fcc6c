/* Pseudonyms: other words, numbers and addresses in the place of those that would tell who it was.
 * Each has the length and the shape of the original, the same original always gets the same one,
 * none is its own original, two never share one, and only who has the key can tell which is whose.
 * Nothing is remembered: each is worked out by permutations of single letters, digits and parts of
 * addresses, which the key chooses by what stands beside them. */
#ifndef DECODE_REDACT_PSEUDONYM_H
#define DECODE_REDACT_PSEUDONYM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/addr.h"
#include "base/hash.h"

struct pseudonym {
    struct hash_key key; /* secret */
    bool back;           /* from the pseudonym to the original */
};

/* A word of ASCII letters and digits, in place: letters become letters of the same case, digits
 * digits, all else stays. Upper and lower case are one word. */
void pseudonym_word(const struct pseudonym *p, char *s, size_t n);

/* Hexadecimal digits in lower case, in place; they stay such. */
void pseudonym_hex(const struct pseudonym *p, char *s, size_t n);

/* A number of digits, in place; others stay. Numbers that end alike do so afterwards, as far as
 * they did: +49 30 1234 and 030 1234 stay two ways to write one number. */
void pseudonym_number(const struct pseudonym *p, char *s, size_t n);

/* What nobody needs again, such as a digest: n characters of the alphabet by chance, that tell
 * nothing but the length. The same for the same text; there is no way back. */
void pseudonym_secret(const struct pseudonym *p, char *s, size_t n, const char *alphabet);

/* An address: private ones stay private, networks stay networks, and each text of it keeps its
 * length. Unspecified, loopback, multicast and broadcast addresses stay. */
void pseudonym_addr(const struct pseudonym *p, struct addr *a);

/* A hardware address, in place; locally administered afterwards. Groups stay; no way back. */
void pseudonym_mac(const struct pseudonym *p, uint8_t mac[6]);

#endif
