/* Framing of SIP on streams. Holes and order are the business of whoever feeds. */
#include "decode/sip/framer.h"

#include <string.h>

#include "decode/sip/index.h"

enum { START_LINE_MAX = 16384 };

static struct frame skip(struct framer *f, size_t n)
{
    f->scanned = 0;
    f->need = 0;
    return (struct frame){ FRAME_SKIP, n };
}

/* Could p[0, n), which has no line end yet, still become a start line? */
static bool may_start(const char *p, size_t n)
{
    static const char reply[] = "sip/2.0 ";
    size_t i = 0;
    while (i < n && i < sizeof(reply) - 1 && (p[i] | 0x20) == (reply[i] | 0x20))
        i++;
    if (i == n || i == sizeof(reply) - 1)
        return true;
    for (i = 0; i < n && i < 128 && p[i] != ' '; i++)
        if ((unsigned char)p[i] <= ' ' || (unsigned char)p[i] >= 127)
            return false;
    return i < 128 && n < START_LINE_MAX;
}

/* Lost: looks for a start line at the beginning of the front and behind each line end. */
static struct frame find_start(struct framer *f, const char *p, size_t n)
{
    size_t at = f->scanned; /* always the beginning of a line */
    if (f->inside) {
        const char *nl = memchr(p, '\n', n);
        f->inside = !nl;
        return n ? skip(f, nl ? (size_t)(nl - p) + 1 : n) : (struct frame){ FRAME_MORE, 0 };
    }
    while (at < n) {
        const char *nl = memchr(p + at, '\n', n - at);
        if (!nl) {
            if (may_start(p + at, n - at)) {
                f->scanned = at;
                return at ? skip(f, at) : (struct frame){ FRAME_MORE, 0 };
            }
            f->inside = true;
            return skip(f, n);
        }
        size_t next = (size_t)(nl - p) + 1;
        if (p[at] != '\r' && p[at] != '\n' && sip_is_start(p + at, next - at)) {
            f->lost = false;
            return at ? skip(f, at) : (struct frame){ FRAME_MORE, 0 };
        }
        at = next;
    }
    return n ? skip(f, n) : (struct frame){ FRAME_MORE, 0 };
}

/* Length of the head with its empty line, or 0 when it is not complete; remembers where it looked. */
static size_t head_length(struct framer *f, const char *p, size_t n)
{
    size_t at = f->scanned > 3 ? f->scanned - 3 : 0;
    for (;;) {
        const char *nl = memchr(p + at, '\n', n - at);
        if (!nl)
            break;
        at = (size_t)(nl - p) + 1;
        if (at < n && p[at] == '\n')
            return at + 1;
        if (at + 1 < n && p[at] == '\r' && p[at + 1] == '\n')
            return at + 2;
    }
    f->scanned = n;
    return 0;
}

struct frame sip_frame(struct framer *f, const uint8_t *bytes, size_t n)
{
    const char *p = (const char *)bytes;
    if (!f->need) {
        size_t empty = 0;
        while (empty < n && (p[empty] == '\r' || p[empty] == '\n'))
            empty++;
        if (empty && !f->scanned)
            return skip(f, empty);
    }
    if (f->lost) {
        struct frame r = find_start(f, p, n);
        if (f->lost || r.verdict == FRAME_SKIP)
            return r;
        f->scanned = 0;
    }
    if (!f->need) {
        if (!f->scanned) { /* the start line has not been judged yet */
            const char *nl = memchr(p, '\n', n);
            if (!nl && may_start(p, n))
                return (struct frame){ FRAME_MORE, 0 };
            if (!nl || !sip_is_start(p, (size_t)(nl - p) + 1)) {
                if (!f->known)
                    return (struct frame){ FRAME_FOREIGN, 0 };
                f->lost = true;
                return skip(f, nl ? (size_t)(nl - p) + 1 : n);
            }
        }
        size_t head = head_length(f, p, n);
        if (!head && n < SIP_HEAD_MAX)
            return (struct frame){ FRAME_MORE, 0 };
        struct sip_index x;
        if (!head || !sip_index_place(&x, p, head)) {
            f->lost = true;
            return skip(f, n);
        }
        f->known = true;
        size_t body = x.content_length > 0 ? (size_t)x.content_length : 0;
        f->need = head + body;
        if (body > SIP_STREAM_MAX || f->need > SIP_STREAM_MAX) {
            f->need = head; /* a length that nobody can mean: the head alone, then find the next */
            f->lost = true;
        }
    }
    if (n < f->need)
        return (struct frame){ FRAME_MORE, 0 };
    struct frame done = { FRAME_MESSAGE, f->need };
    f->scanned = 0;
    f->need = 0;
    return done;
}
