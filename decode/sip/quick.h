/* Header values as nearly everybody writes them, read in few steps. Each function says what the
 * general code of index.c and field.c would say, or false: then that has to look. They may read up
 * to 16 bytes before a value and up to 64 behind it, which lie in the message or its padding. */
#ifndef DECODE_SIP_QUICK_H
#define DECODE_SIP_QUICK_H

#include "base/slice.h"
#include "decode/sip/scan.h"

/* Eight bytes, compared as one word. */
static inline uint64_t quick_word(const char *p)
{
    uint64_t w;
    memcpy(&w, p, sizeof(w));
    return w;
}

/* At most nine digits and nothing else. */
static inline bool quick_number(struct slice v, uint32_t *out)
{
    uint32_t number = 0;
    if (!v.n || v.n > 9)
        return false;
    for (size_t i = 0; i < v.n; i++) {
        unsigned digit = (unsigned char)v.p[i] - '0';
        if (digit > 9)
            return false;
        number = number * 10 + digit;
    }
    *out = number;
    return true;
}

/* The tag of From or To: "<uri>;tag=x" at the end, or "<uri>" and no tag. */
static inline bool quick_tag(struct slice v, struct slice *tag)
{
    size_t at = scan_last_special(v.p, v.n);
    if (at == v.n || !at)
        return false;
    if (v.p[at] == '>') {
        *tag = (struct slice){ NULL, 0 };
        return at + 1 == v.n;
    }
    *tag = slice_make(v.p + at + 5, v.n - at - 5);
    return v.p[at] == ';' && v.n - at > 5 && v.p[at - 1] == '>' && !memcmp(v.p + at, ";tag=", 5);
}

/* sent-by and branch of a Via that is one: "SIP/2.0/UDP host:port;branch=x", other parameters where
 * they like, without blanks and quotes. The value has no comma. */
static inline bool quick_via(struct slice v, struct slice *sent_by, struct slice *branch)
{
    static const char want[] = ";branch=";
    if (v.n < 24 || quick_word(v.p) != quick_word("SIP/2.0/") || v.p[11] != ' ')
        return false;
    size_t semi = 12 + scan_odd(v.p + 12, v.n - 12);
    if (semi == v.n || v.p[semi] != ';')
        return false;
    *sent_by = slice_make(v.p + 12, semi - 12);
    while (quick_word(v.p + semi) != quick_word(want)) {
        if ((v.p[semi + 1] | 0x20) == 'b')
            return false;
        semi++;
        semi += scan_odd(v.p + semi, v.n - semi);
        if (semi == v.n || v.p[semi] != ';')
            return false;
    }
    semi += sizeof(want) - 1;
    size_t end = semi > v.n ? 0 : semi + scan_odd(v.p + semi, v.n - semi);
    *branch = slice_make(v.p + semi, end - semi);
    return end > semi && (end == v.n || v.p[end] == ';');
}

#endif
