/* Header lines by their first letter. What they mean is not known here. */
#include "decode/sip/pick.h"

/* Behind the end of the line that p[at] stands in. */
static size_t line_after(const char *p, size_t n, size_t at)
{
    const char *end = at < n ? memchr(p + at, '\n', n - at) : NULL;
    return end ? (size_t)(end - p) + 1 : n;
}

/* The first header line: empty lines before the start line are passed over, as in sip_index. */
static size_t first_line(const char *p, size_t n)
{
    size_t at = 0;
    while (at < n && (p[at] == '\r' || p[at] == '\n'))
        at++;
    return line_after(p, n, at);
}

bool sip_pick_next(const char *p, size_t n, size_t *at, uint32_t letters, struct sip_pick *out)
{
    size_t line = *at ? *at : first_line(p, n);
    while (line < n && p[line] != '\r' && p[line] != '\n') {
        size_t end = line_after(p, n, line);
        unsigned letter = (unsigned char)p[line] | 0x20U;
        while (end < n && (p[end] == ' ' || p[end] == '\t'))
            end = line_after(p, n, end);
        if (letter >= 'a' && letter <= 'z' && letters >> (letter - 'a') & 1) {
            struct slice all = slice_make(p + line, end - line);
            size_t colon = slice_index(all, ':');
            out->name = slice_trim(slice_sub(all, 0, colon));
            out->value = slice_trim(slice_sub(all, colon + 1, all.n));
            *at = end;
            return true;
        }
        line = end;
    }
    *at = n;
    return false;
}
