/* CSV writer. */
#include "ui/export/csv.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "ui/export/cells.h"

enum { TEXT_BYTES = 1 << 20 };

static void begin(struct csv *c)
{
    if (c->comma)
        buf_addc(c->out, ',');
    c->comma = true;
}

static void add(struct buf *out, struct slice s, const char *before)
{
    bool quoted = s.n && (s.p[0] == ' ' || s.p[s.n - 1] == ' ');
    for (size_t i = 0; i < s.n && !quoted; i++)
        quoted = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == '\r' || s.p[i] == '\n';
    buf_adds(out, quoted ? "\"" : "");
    buf_adds(out, before);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_addc(out, '"');
        buf_addc(out, s.p[i]);
    }
    buf_adds(out, quoted ? "\"" : "");
}

static bool is_formula(struct slice s)
{
    s = slice_trim(s);
    if (!s.n || !strchr("=+-@", s.p[0]) || !s.p[0])
        return false;
    size_t i = 1;
    while (i < s.n && ascii_is_digit(s.p[i]))
        i++;
    return i < s.n || s.p[0] == '=' || s.p[0] == '@';
}

void csv_slice(struct csv *c, struct slice text)
{
    struct buf safe;
    begin(c);
    buf_init(&safe, TEXT_BYTES);
    cells_add(&safe, text, false);
    add(c->out, buf_slice(&safe), is_formula(buf_slice(&safe)) ? "'" : "");
    c->out->failed |= safe.failed;
    buf_fini(&safe);
}

void csv_text(struct csv *c, const char *text)
{
    csv_slice(c, slice_of(text));
}

void csv_plain(struct csv *c, struct slice value)
{
    begin(c);
    add(c->out, value, "");
}

void csv_uint(struct csv *c, uint64_t n)
{
    begin(c);
    buf_printf(c->out, "%" PRIu64, n);
}

void csv_none(struct csv *c)
{
    begin(c);
}

void csv_time(struct csv *c, int64_t ns)
{
    char text[CLOCK_TEXT];
    begin(c);
    buf_add(c->out, text, clock_rfc3339(text, ns));
}

void csv_add_ms(struct buf *out, int64_t ns, bool known)
{
    uint64_t us = (uint64_t)(ns < 0 ? -ns : ns) / NS_PER_US;
    if (known) /* with a point in every locale */
        buf_printf(out, "%s%" PRIu64 ".%03u", ns < 0 ? "-" : "", us / 1000, (unsigned)(us % 1000));
}

void csv_end_line(struct csv *c)
{
    buf_adds(c->out, "\r\n");
    c->comma = false;
}
