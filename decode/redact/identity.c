/* PASSporTs (8225): the claims are decoded, replaced and encoded again; each stays as long as it
 * was. */
#include "decode/redact/redact.h"

enum { CLAIMS = 16384 }; /* bytes of a part that are looked into; of longer ones nothing stays */

static const char url_letters[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static int sextet(char c)
{
    const char *at = c ? strchr(url_letters, c) : NULL;
    return at ? (int)(at - url_letters) : c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* The bytes of a part in base64url (4648 5), or 0 where it is none. */
static size_t decode(char *out, struct slice s)
{
    uint32_t bits = 0;
    unsigned have = 0;
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        int v = sextet(s.p[i]);
        if (v < 0)
            return 0;
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[n++] = (char)(bits >> have);
        }
    }
    return n;
}

/* Over as many characters as the bytes came from. */
static void encode(char *s, size_t length, const char *bytes, size_t n)
{
    for (size_t i = 0; i < length; i++) {
        size_t bit = i * 6, at = bit / 8;
        unsigned two = (uint8_t)bytes[at] * 256U;
        if (at + 1 < n)
            two |= (uint8_t)bytes[at + 1];
        s[i] = url_letters[two >> (10 - bit % 8) & 63];
    }
}

/* Claims that tell what kind of statement it is, not whom it is about. */
static bool stays(struct slice name)
{
    return slice_eq(name, SLICE("attest")) || slice_eq(name, SLICE("ppt")) ||
           slice_eq(name, SLICE("alg")) || slice_eq(name, SLICE("typ")) ||
           slice_eq(name, SLICE("opt"));
}

/* A string without its quotes; escapes of characters become an x. */
static void mask_string(struct redaction *r, char *s, size_t n)
{
    size_t plain = 0;
    for (size_t at = 0; at < n; at++) {
        if (s[at] != '\\')
            continue;
        redact_words(r, s + plain, at - plain, REDACT_PORTS);
        bool number = at + 5 < n && s[at + 1] == 'u';
        for (size_t i = 0; number && i < 4 && !r->names.back; i++)
            s[at + 2 + i] = "0078"[i];
        at += number ? 5 : 1;
        plain = at + 1;
    }
    if (plain < n)
        redact_words(r, s + plain, n - plain, REDACT_PORTS);
}

static void mask_json(struct redaction *r, char *s, size_t n)
{
    struct slice name = { NULL, 0 };
    for (size_t at = 0; at < n; at++) {
        if (s[at] != '"')
            continue;
        size_t from = at + 1, end = from;
        while (end < n && s[end] != '"')
            end += s[end] == '\\' ? 2 : 1;
        end = end < n ? end : n;
        at = end + 1;
        while (at < n && ascii_is_lws(s[at]))
            at++;
        if (at < n && s[at] == ':')
            name = slice_make(s + from, end - from);
        else if (!stays(name))
            mask_string(r, s + from, end - from);
        at -= at < n && s[at] == '"';
    }
}

static void mask_claims(struct redaction *r, char *s, size_t n)
{
    char bytes[CLAIMS + 1];
    size_t length = n <= CLAIMS ? decode(bytes, slice_make(s, n)) : 0;
    if (!length || bytes[0] != '{') {
        redact_secret(r, s, n);
        return;
    }
    mask_json(r, bytes, length);
    encode(s, n, bytes, length);
}

void redact_identity(struct redaction *r, char *s, size_t n)
{
    size_t params = slice_index(slice_make(s, n), ';');
    struct slice token = slice_trim(slice_make(s, params));
    char *part = s + (token.p ? token.p - s : 0);
    for (unsigned i = 0; token.n; i++) {
        size_t length = slice_index(token, '.');
        if (i < 2)
            mask_claims(r, part, length);
        else
            redact_secret(r, part, length);
        token = slice_sub(token, length + 1, token.n);
        part += length + 1;
    }
    redact_value(r, s + params, n - params, REDACT_PORTS);
}
