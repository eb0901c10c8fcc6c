/* Cleaning of texts. Widths on a screen are left to the renderers. */
#include "ui/flow/text.h"

#include <stdbool.h>
#include <stdint.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS "\xe2\x80\xa6"

size_t text_char(struct slice s, uint32_t *cp)
{
    static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
    if (!s.n)
        return 0;
    uint8_t c = (uint8_t)s.p[0];
    size_t n = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
    if (!n || n > s.n)
        return 0;
    uint32_t v = n == 1 ? c : c & (0x7fU >> n);
    for (size_t i = 1; i < n; i++) {
        if (((uint8_t)s.p[i] & 0xc0) != 0x80)
            return 0;
        v = v << 6 | ((uint8_t)s.p[i] & 0x3f);
    }
    if (v < least[n] || v > 0x10ffff || (v >= 0xd800 && v < 0xe000))
        return 0;
    *cp = v;
    return n;
}

static bool is_obeyed(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x61c || cp == 0x200e || cp == 0x200f ||
           (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2066 && cp <= 0x2069) || cp == 0xfeff ||
           (cp >= 0xfff9 && cp <= 0xfffb);
}

void text_add(struct buf *b, struct slice text)
{
    size_t from = b->n;
    bool blank = false;
    while (text.n && b->n - from < TEXT_MAX - sizeof(ELLIPSIS)) {
        uint32_t cp = 0;
        size_t n = text_char(text, &cp);
        bool lws = n == 1 && ascii_is_lws((char)cp);
        if (lws && !blank)
            buf_addc(b, ' ');
        else if (!n || (is_obeyed(cp) && !lws))
            buf_adds(b, REPLACEMENT);
        else if (!lws)
            buf_add(b, text.p, n);
        blank = lws;
        text = slice_sub(text, n ? n : 1, text.n);
    }
    if (text.n)
        buf_adds(b, ELLIPSIS);
}
