/* Session descriptions (8866), line by line. */
#include "decode/redact/attribute_list.h"
#include "decode/redact/part.h"

enum how { STAYS, WORDS, NUMBERS, CANDIDATE, FINGERPRINT, SECRET, CRYPTO };

static enum how how_of(struct slice name)
{
    static const struct redact_row attributes[] = {
#define X(name, how) { name, how },
        ATTRIBUTE_LIST(X)
#undef X
    };
    const struct redact_row *row = redact_find(attributes, REDACT_COUNT(attributes), name);
    return row ? (enum how)row->rule : WORDS;
}

/* Where the nth word of a line begins, and how long it is. */
static size_t word_at(struct slice line, unsigned nth, size_t *length)
{
    size_t at = 0, n = 0;
    for (unsigned i = 0; i <= nth; i++) {
        at += n;
        while (at < line.n && line.p[at] == ' ')
            at++;
        n = slice_index(slice_sub(line, at, line.n), ' ');
    }
    *length = n;
    return at;
}

/* The transport and the type of a candidate are words of the grammar; the first is its own. */
static void candidate(struct redaction *r, char *s, size_t n)
{
    static const char *const grammar[] = { "typ",       "host",  "srflx",      "prflx",
                                           "relay",     "raddr", "rport",      "tcptype",
                                           "passive",   "so",    "generation", "network-cost",
                                           "network-id" };
    struct slice line = { s, n };
    size_t length, at = word_at(line, 0, &length);
    redact_words(r, s + at, length, REDACT_PLAIN);
    for (at += length; at < n; at += length) {
        while (at < n && s[at] == ' ')
            at++;
        length = slice_index(slice_sub(line, at, n), ' ');
        bool known = false;
        for (size_t i = 0; i < sizeof(grammar) / sizeof(grammar[0]); i++)
            known = known || slice_ieq(slice_sub(line, at, at + length), slice_of(grammar[i]));
        if (!known)
            redact_words(r, s + at, length, REDACT_NUMBERS);
    }
}

/* "1 AES_CM_128_HMAC_SHA1_80 inline:KEY|2^20|1:4": whatever follows the suite. */
static void crypto(struct redaction *r, char *s, size_t n)
{
    size_t length, at = word_at(slice_make(s, n), 2, &length);
    size_t colon = at + slice_index(slice_make(s + at, n - at), ':');
    while (colon < n && !r->names.back) {
        size_t end = colon + 1;
        while (end < n && !strchr("|; ", s[end]))
            end++;
        redact_secret(r, s + colon + 1, end - colon - 1);
        const char *next = memchr(s + end, ';', n - end); /* one key may follow another */
        struct slice rest =
            next ? slice_make(next, (size_t)(s + n - next)) : (struct slice){ s, 0 };
        colon = next ? (size_t)(next - s) + slice_index(rest, ':') : n;
    }
}

/* Digits of a hash, with colons between them. */
static void fingerprint(struct redaction *r, char *s, size_t n)
{
    size_t length, at = word_at(slice_make(s, n), 1, &length);
    while (at < n) {
        size_t end = at + slice_index(slice_make(s + at, n - at), ':');
        redact_words(r, s + at, end - at, REDACT_PLAIN);
        at = end + 1;
    }
}

/* "a=name:value" behind its first two characters. */
static void attribute(struct redaction *r, char *s, size_t n)
{
    struct slice line = { s, n };
    size_t colon = slice_index(line, ':');
    enum how how = how_of(slice_sub(line, 0, colon));
    size_t at = colon < n ? colon + 1 : n;
    switch (how) {
    case STAYS:
        break;
    case WORDS:
        redact_words(r, s + at, n - at, REDACT_PORTS);
        break;
    case NUMBERS:
        redact_words(r, s + at, n - at, REDACT_NUMBERS);
        break;
    case CANDIDATE:
        candidate(r, s + at, n - at);
        break;
    case FINGERPRINT:
        fingerprint(r, s + at, n - at);
        break;
    case SECRET:
        redact_secret(r, s + at, n - at);
        break;
    case CRYPTO:
        crypto(r, s + at, n - at);
        break;
    }
}

/* "IN IP4 10.0.0.1/127". */
static void connection(struct redaction *r, char *s, size_t n)
{
    size_t length, at = word_at(slice_make(s, n), 2, &length);
    size_t address = slice_index(slice_make(s + at, n - at), '/');
    redact_words(r, s + at, address, REDACT_PLAIN);
}

static void line(struct redaction *r, char *s, size_t n)
{
    char type = n > 1 && s[1] == '=' ? s[0] : ' ';
    switch (type) {
    case 'v':
    case 't':
    case 'r':
    case 'z':
    case 'b':
    case 'm':
        break;
    case 'c':
        connection(r, s + 2, n - 2);
        break;
    case 'a':
        attribute(r, s + 2, n - 2);
        break;
    case 'o':
    case 's':
    case 'i':
    case 'u':
    case 'e':
    case 'p':
        redact_words(r, s + 2, n - 2, REDACT_PLAIN);
        break;
    case 'k':
        redact_secret(r, s + 2, n - 2);
        break;
    default:
        redact_words(r, s, n, REDACT_PLAIN);
        break;
    }
}

void redact_sdp(struct redaction *r, char *s, size_t n)
{
    for (size_t at = 0, end; at < n; at = end + 1) {
        end = at;
        while (end < n && s[end] != '\n' && s[end] != '\r')
            end++;
        line(r, s + at, end - at);
    }
}
