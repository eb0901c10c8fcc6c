/* Framing of SIP on streams. Holes and order are the business of whoever feeds. */
#include "decode/sip/framer.h"

#include <string.h>

#include "decode/sip/index.h"
#include "decode/sip/scan.h"

enum {
    START_LINE_MAX = 16384, /* with its line end */
    METHOD_MAX = 128,
};

/* The front moves: what was known of it is forgotten. */
static struct frame advance(struct framer *f, enum frame_verdict verdict, size_t n)
{
    *f = (struct framer){ .known = f->known, .lost = f->lost, .inside = f->inside };
    return (struct frame){ verdict, n };
}

static struct frame skip(struct framer *f, size_t n)
{
    return advance(f, FRAME_SKIP, n);
}

static struct frame more(void)
{
    return (struct frame){ FRAME_MORE, 0 };
}

/* Could p[0, n), which has no line end yet, still become a start line? Never says no to what would
 * be taken for one as a whole, so that pieces make no difference. */
static bool may_start(const char *p, size_t n)
{
    static const char reply[] = "sip/";
    size_t i = 0;
    if (n >= START_LINE_MAX)
        return false;
    while (i < n && i < METHOD_MAX && scan_is_token((uint8_t)p[i]))
        i++;
    if (i == n || (i && (p[i] == ' ' || p[i] == '\t')))
        return true;
    for (i = 0; i < n && i < sizeof(reply) - 1; i++)
        if ((p[i] | 0x20) != (reply[i] | 0x20))
            return false;
    return true;
}

/* Is the line p[0, n), with its end, a start line? */
static bool starts(const char *p, size_t n)
{
    return n <= START_LINE_MAX && sip_is_start(p, n);
}

/* How many CR and LF stand at the front: keep-alives, and what is left of lines. */
static size_t empty_length(const char *p, size_t n)
{
    size_t i = 0;
    while (i < n && (p[i] == '\r' || p[i] == '\n'))
        i++;
    return i;
}

/* Lost: looks for a start line at the beginning of the front and behind each line end. The front is
 * dropped up to the last line that may still become one. */
static struct frame find_start(struct framer *f, const char *p, size_t n)
{
    size_t at = 0;
    if (f->inside) {
        const char *nl = memchr(p, '\n', n);
        f->inside = !nl;
        return n ? skip(f, nl ? (size_t)(nl - p) + 1 : n) : more();
    }
    for (;;) {
        at += empty_length(p + at, n - at);
        if (at == n)
            return n ? skip(f, n) : more();
        size_t from = at || f->scanned < 1 ? at : f->scanned;
        const char *nl = memchr(p + from, '\n', n - from);
        if (!nl) {
            f->inside = !may_start(p + at, n - at);
            if (f->inside || at)
                return skip(f, f->inside ? n : at);
            f->scanned = n;
            return more();
        }
        size_t next = (size_t)(nl - p) + 1;
        if (starts(p + at, next - at)) {
            f->lost = false;
            return at ? skip(f, at) : advance(f, FRAME_MORE, 0);
        }
        at = next;
    }
}

enum { NO_LENGTH = -1, EMPTY_LENGTH = -2 };

static int64_t number_of(struct slice value)
{
    size_t digits;
    value = slice_trim(value);
    uint64_t length = slice_number(value, INT64_MAX, &digits);
    return !value.n ? EMPTY_LENGTH : digits == value.n ? (int64_t)length : NO_LENGTH;
}

/* The number in p[0, n) when that is a Content-Length line. */
static int64_t content_length(const char *p, size_t n)
{
    struct slice line = slice_make(p, n);
    bool may = n >= 2 && (p[0] | 0x20) == 'l' ? p[1] == ':' || ascii_is_lws(p[1])
                                              : n >= 15 && (p[8] | 0x20) == 'l';
    if (!may) /* nearly all lines end here */
        return NO_LENGTH;
    size_t colon = slice_index(line, ':');
    struct slice name = slice_trim(slice_sub(line, 0, colon));
    if (!slice_ieq(name, SLICE("l")) && !slice_ieq(name, SLICE("Content-Length")))
        return NO_LENGTH;
    return number_of(slice_sub(line, colon + 1, n));
}

static void see_line(struct framer *f, const char *p, size_t n)
{
    bool fold = n && (p[0] == ' ' || p[0] == '\t');
    int64_t length = NO_LENGTH;
    if (!f->body)
        length = !fold ? content_length(p, n) : f->folded ? number_of(slice_make(p, n)) : NO_LENGTH;
    if (length >= 0)
        f->body = (uint64_t)length + 1;
    f->folded = length == EMPTY_LENGTH;
}

/* Length of the head with its empty line, or 0 when it is not complete. Goes on where it stopped,
 * and notes the Content-Length on the way. */
static size_t head_length(struct framer *f, const char *p, size_t n)
{
    for (;;) {
        const char *nl = memchr(p + f->scanned, '\n', n - f->scanned);
        f->scanned = nl ? (size_t)(nl - p) + 1 : n;
        if (!nl)
            return 0;
        size_t line = f->line, end = f->scanned - 1;
        f->line = f->scanned;
        if (end == line || (end == line + 1 && p[line] == '\r'))
            return f->scanned;
        see_line(f, p + line, end - line);
    }
}

/* Is the first line a start line? FRAME_MESSAGE: yes. */
static struct frame judge_start(struct framer *f, const char *p, size_t n)
{
    const char *nl = memchr(p + f->scanned, '\n', n - f->scanned);
    f->scanned = nl ? 0 : n;
    if (!nl && may_start(p, n))
        return more();
    size_t line = nl ? (size_t)(nl - p) + 1 : n;
    f->begun = nl && starts(p, line);
    if (f->begun)
        return (struct frame){ FRAME_MESSAGE, 0 };
    if (!f->known)
        return (struct frame){ FRAME_FOREIGN, 0 };
    f->lost = true;
    f->inside = !nl;
    return skip(f, line);
}

/* The head is complete: how long is the message? */
static void measure(struct framer *f, size_t head)
{
    uint64_t body = f->body ? f->body - 1 : 0;
    f->known = true;
    f->need = head + (size_t)body;
    if (body > SIP_STREAM_MAX || f->need > SIP_STREAM_MAX) {
        f->need = head; /* a length that nobody can mean: the head alone, then find the next */
        f->lost = true;
    }
}

struct frame sip_frame(struct framer *f, const uint8_t *bytes, size_t n)
{
    const char *p = (const char *)bytes;
    if (!f->need && !f->begun && !f->scanned && !f->inside) {
        size_t empty = empty_length(p, n);
        if (empty)
            return skip(f, empty);
    }
    if (f->lost && !f->need) {
        struct frame r = find_start(f, p, n);
        if (f->lost || r.verdict == FRAME_SKIP)
            return r;
    }
    if (!f->need && !f->begun) {
        struct frame r = judge_start(f, p, n);
        if (!f->begun)
            return r;
    }
    if (!f->need) {
        size_t head = head_length(f, p, n < SIP_HEAD_MAX ? n : SIP_HEAD_MAX);
        if (head) {
            measure(f, head);
        } else if (n >= SIP_HEAD_MAX) {
            f->lost = true;
            f->inside = p[SIP_HEAD_MAX - 1] != '\n';
            return skip(f, SIP_HEAD_MAX);
        }
    }
    return f->need && n >= f->need ? advance(f, FRAME_MESSAGE, f->need) : more();
}
