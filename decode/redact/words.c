/* Words, numbers and addresses in a text, wherever they stand. */
#include <stdio.h>
#include <strings.h>

#include "decode/redact/part.h"
#include "decode/redact/word_list.h"
#include "decode/sip/cause_list.h"
#include "decode/sip/status_list.h"
#include "decode/sip/warning_list.h"

/* ---- what stays */

const struct redact_row *redact_find(const struct redact_row *rows, size_t n, struct slice name)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        struct slice is = slice_of(rows[middle].name);
        int c = name.n && is.n ? strncasecmp(name.p, is.p, name.n < is.n ? name.n : is.n) : 0;
        if (!c && name.n == is.n)
            return &rows[middle];
        if (c < 0 || (!c && name.n < is.n))
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static bool is_neutral(struct slice word)
{
    static const struct redact_row words[] = {
#define X(word) { word, 0 },
        REDACT_WORD_LIST(X)
#undef X
    };
    return redact_find(words, REDACT_COUNT(words), word);
}

static bool has_word(const char *phrase, struct slice word)
{
    for (struct slice all = slice_of(phrase); all.n;) {
        size_t n = 0;
        while (n < all.n && ascii_is_alnum(all.p[n]))
            n++;
        if (slice_ieq(slice_sub(all, 0, n), word))
            return true;
        all = slice_sub(all, n + 1, all.n);
    }
    return false;
}

/* Does it stand in a reason that some standard gives? */
static bool is_of_phrase(struct slice word)
{
    static const char *const phrases[] = {
#define X(code, reason, help) reason,
        SIP_STATUS_LIST(X)
#undef X
#define X(code, reason) reason,
            CAUSE_LIST(X) WARNING_LIST(X)
#undef X
    };
    for (size_t i = 0; i < sizeof(phrases) / sizeof(phrases[0]); i++)
        if (has_word(phrases[i], word))
            return true;
    return false;
}

static bool stays(struct slice word, unsigned how)
{
    return is_neutral(word) || (how & REDACT_PHRASE && is_of_phrase(word));
}

/* ---- one unit of a text */

/* Long runs of hexadecimal digits in one case are such, and stay such: a Session-ID is none without
 * (7989 4.1). */
static bool is_hex(struct slice run)
{
    enum { LEAST = 16 };
    bool lower = false, upper = false;
    for (size_t i = 0; i < run.n; i++) {
        if (!redact_is_hex(run.p[i]))
            return false;
        lower = lower || run.p[i] >= 'a';
        upper = upper || (run.p[i] >= 'A' && run.p[i] <= 'F');
    }
    return run.n >= LEAST && lower != upper;
}

/* What became one that does not count as what it was would not lead back: it goes on. */
static void mask_hex(struct redaction *r, char *s, size_t n)
{
    bool upper = false;
    for (size_t i = 0; i < n; i++) {
        upper = upper || (s[i] >= 'A' && s[i] <= 'F');
        s[i] = ascii_lower(s[i]);
    }
    do
        pseudonym_hex(&r->names, s, n);
    while (!is_hex(slice_make(s, n)));
    for (size_t i = 0; upper && i < n; i++)
        if (s[i] >= 'a')
            s[i] = (char)(s[i] - 'a' + 'A');
}

static void mask_word(struct redaction *r, char *s, size_t n, unsigned how)
{
    struct slice word = { s, n };
    if (stays(word, how))
        return;
    if (is_hex(word)) {
        mask_hex(r, s, n);
        return;
    }
    do
        pseudonym_word(&r->names, s, n);
    while (stays(word, how) || is_hex(word));
}

/* Nothing is also written in zeros. */
static bool is_nothing(struct slice number)
{
    for (size_t i = 0; i < number.n; i++)
        if (number.p[i] >= '1' && number.p[i] <= '9')
            return false;
    return true;
}

static void mask_number(struct redaction *r, char *s, size_t n, unsigned how)
{
    struct slice number = { s, n };
    if (how & REDACT_NUMBERS || is_neutral(number) || is_nothing(number))
        return;
    do
        pseudonym_number(&r->names, s, n);
    while (is_neutral(number) || is_nothing(number));
}

void redact_secret(struct redaction *r, char *s, size_t n)
{
    static const char hex[] = "0123456789abcdef",
                      all[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    bool is_hex = true;
    for (size_t i = 0; i < n; i++)
        is_hex = is_hex && (ascii_is_digit(s[i]) || (s[i] >= 'a' && s[i] <= 'f'));
    if (!r->names.back)
        pseudonym_secret(&r->names, s, n, is_hex ? hex : all);
}

void redact_blank(struct redaction *r, char *s, size_t n)
{
    if (n && !r->names.back)
        memset(s, 0, n);
}

void redact_addr(struct redaction *r, struct addr *a)
{
    uint64_t slot = hash_addr(&r->names.key, a) % REDACT_ADDRESSES;
    if (!addr_eq(&r->known[slot].was, a)) {
        r->known[slot].was = r->known[slot].is = *a;
        pseudonym_addr(&r->names, &r->known[slot].is);
    }
    *a = r->known[slot].is;
}

/* The text of an IPv4 address at the front of s, or 0. */
static size_t v4_length(struct slice s)
{
    size_t n = 0;
    for (unsigned part = 0; part < 4; part++) {
        size_t digits = 0;
        if (part && (n >= s.n || s.p[n++] != '.'))
            return 0;
        while (n < s.n && ascii_is_digit(s.p[n])) {
            n++;
            if (++digits > 3)
                return 0;
        }
        if (!digits)
            return 0;
    }
    bool more = n < s.n && (ascii_is_alnum(s.p[n]) ||
                            (s.p[n] == '.' && n + 1 < s.n && ascii_is_alnum(s.p[n + 1])));
    return more ? 0 : n;
}

static bool mask_v4(struct redaction *r, char *s, size_t n)
{
    struct addr a;
    char text[ADDR_TEXT];
    if (!n || !addr_parse(&a, slice_make(s, n)))
        return false;
    redact_addr(r, &a);
    if (addr_format(text, &a) != n) /* zeros before an octet */
        return false;
    memcpy(s, text, n);
    return true;
}

/* The text of an IPv6 address at the front of s, or 0. */
static size_t v6_length(struct slice s)
{
    enum { LONGEST = 45 };
    size_t n = 0, colons = 0;
    while (n < s.n && n <= LONGEST && (redact_is_hex(s.p[n]) || s.p[n] == ':' || s.p[n] == '.'))
        colons += s.p[n++] == ':';
    if (colons < 2 || n > LONGEST || (n < s.n && ascii_is_alnum(s.p[n])))
        return 0;
    while (n && (s.p[n - 1] == '.' || (s.p[n - 1] == ':' && (n < 2 || s.p[n - 2] != ':'))))
        n--;
    return n;
}

/* Group by group, each as long as it was; the end may be written as an IPv4 address. */
static bool mask_v6(struct redaction *r, char *s, size_t n)
{
    struct addr a;
    char text[8];
    unsigned groups = 0, g = 0;
    bool upper = false;
    if (!n || !addr_parse(&a, slice_make(s, n)))
        return false;
    redact_addr(r, &a);
    for (size_t i = 0; i < n; i++) {
        groups += redact_is_hex(s[i]) && (!i || s[i - 1] == ':');
        upper = upper || (s[i] >= 'A' && s[i] <= 'F');
    }
    bool dotted = memchr(s, '.', n);
    groups += dotted; /* that is as long as two */
    for (size_t i = 0, end; i < n; i = end + 1) {
        for (end = i; end < n && s[end] != ':';)
            end++;
        if (memchr(s + i, '.', end - i)) {
            mask_v4(r, s + i, end - i);
        } else if (end > i && end - i <= 4 && g < 8) {
            snprintf(text, sizeof(text), upper ? "%0*X" : "%0*x", (int)(end - i),
                     (unsigned)(a.ip[2 * g] << 8 | a.ip[2 * g + 1]));
            memcpy(s + i, text, end - i);
            g++;
            groups--;
        } else if (end == i && i && s[i - 1] == ':' && end < n) {
            g = 8 - groups; /* the zeros that "::" stands for */
        }
    }
    return true;
}

/* Characters beyond ASCII: their first byte stays, and with it how long they are; the others are
 * chosen by what stood there. There is no way back. */
static size_t mask_foreign(struct redaction *r, char *s, size_t n)
{
    enum { STRETCH = 32 };
    static const char tails[] = "\xa0\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa8\xa9\xaa\xab\xac\xad\xae\xaf"
                                "\xb0\xb1\xb2\xb3\xb4\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe\xbf";
    char other[STRETCH];
    size_t end = 0;
    while (end < n && end < STRETCH && s[end] & 0x80)
        end++;
    memcpy(other, s, end);
    pseudonym_secret(&r->names, other, end, tails);
    for (size_t i = 0; i < end && !r->names.back; i++) {
        uint8_t before = i ? (uint8_t)s[i - 1] : 0;
        bool tail = ((uint8_t)s[i] & 0xc0) == 0x80;
        if (tail && before != 0xe0 && before != 0xed && before != 0xf0 && before != 0xf4)
            s[i] = other[i];
    }
    return end;
}

/* %41: what it stands for, or -1. */
static int escape_at(struct slice s)
{
    return s.n >= 3 && s.p[0] == '%' && redact_is_hex(s.p[1]) && redact_is_hex(s.p[2])
               ? (int)(redact_hex(s.p[1]) * 16 + redact_hex(s.p[2]))
               : -1;
}

/* An escape is one of punctuation, and stays, or hides a letter. */
static void mask_escape(struct redaction *r, char *s, int is)
{
    bool letter = is < 0x80 && ascii_is_alnum((char)is);
    bool tail = is >= 0x80 && is < 0xc0;
    if ((letter || tail) && !r->names.back)
        pseudonym_secret(&r->names, s + 2, 1, ascii_is_digit(s[2]) ? "123456789" : "abcdef");
    if (letter && !r->names.back)
        s[1] = '6';
}

/* Digits, and what people write between them. */
static size_t number_length(struct slice s)
{
    size_t n = 0, digits = 0;
    while (n < s.n && (ascii_is_digit(s.p[n]) || (s.p[n] && strchr("+-.()*#", s.p[n]))))
        digits += ascii_is_digit(s.p[n++]);
    bool ends = n == s.n || !s.p[n] || strchr("@;>,:? \t\r\n\"", s.p[n]);
    return digits && ends && !v4_length(s) ? n : 0;
}

/* A port behind a host: ":5060"; what has an @ behind it is a password. */
static size_t port_length(struct slice s)
{
    size_t n = 1;
    if (!s.n || s.p[0] != ':')
        return 0;
    while (n < s.n && ascii_is_digit(s.p[n]))
        n++;
    bool ends = n == s.n || (!ascii_is_alnum(s.p[n]) && s.p[n] != '@');
    return n > 1 && n <= 6 && ends ? n : 0;
}

static bool begins_user(struct slice word, struct slice rest)
{
    return rest.n > 1 && rest.p[0] == ':' &&
           (slice_ieq(word, SLICE("sip")) || slice_ieq(word, SLICE("sips")) ||
            slice_ieq(word, SLICE("tel")));
}

/* The run of letters and digits at s[at]; where it ends. */
static size_t mask_run(struct redaction *r, char *s, size_t at, size_t n, unsigned how)
{
    size_t end = at;
    bool digits = true;
    for (; end < n && ascii_is_alnum(s[end]); end++)
        digits = digits && ascii_is_digit(s[end]);
    struct slice rest = slice_make(s + end, n - end);
    if (begins_user(slice_make(s + at, end - at), rest)) {
        size_t number = number_length(slice_sub(rest, 1, rest.n));
        mask_number(r, s + end + 1, number, how);
        return end + 1 + number;
    }
    if (digits)
        mask_number(r, s + at, end - at, how);
    else
        mask_word(r, s + at, end - at, how);
    return end;
}

/* An address at s[at]; where it ends, or `at`. */
static size_t mask_address(struct redaction *r, char *s, size_t at, size_t n)
{
    struct slice rest = slice_make(s + at, n - at);
    char before = at ? s[at - 1] : ' ';
    if (before == '.' || before == ':' ? before == '.' || (at > 1 && s[at - 2] == ':')
                                       : ascii_is_alnum(before))
        return at;
    size_t v4 = v4_length(rest), v6 = v4 ? 0 : v6_length(rest);
    if (v4 && mask_v4(r, s + at, v4))
        return at + v4;
    return v6 && mask_v6(r, s + at, v6) ? at + v6 : at;
}

void redact_words(struct redaction *r, char *s, size_t n, unsigned how)
{
    for (size_t at = 0, end; at < n; at = end) {
        struct slice rest = slice_make(s + at, n - at);
        int escaped = escape_at(rest);
        end = at + 1;
        if (escaped >= 0) {
            mask_escape(r, s + at, escaped);
            end = at + 3;
            continue;
        }
        if (s[at] & 0x80) {
            end = at + mask_foreign(r, s + at, n - at);
            continue;
        }
        bool run = ascii_is_alnum(s[at]);
        size_t address = run || s[at] == ':' ? mask_address(r, s, at, n) : at;
        if (address > at)
            end = address;
        else if (run)
            end = mask_run(r, s, at, n, how);
        else
            continue;
        size_t bracket = end < n && s[end] == ']';
        if (how & REDACT_PORTS)
            end += bracket + port_length(slice_make(s + end + bracket, n - end - bracket));
    }
}
