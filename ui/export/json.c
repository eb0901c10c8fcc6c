/* JSON writer. The contracts are kept by those who call it. */
#include "ui/export/json.h"

#include <inttypes.h>
#include <stdio.h>

#include <utf8proc.h>

#include "base/clock.h"

static void add_string(struct buf *b, struct slice s)
{
    buf_addc(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.n;) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') {
            i++;
            continue;
        }
        buf_add(b, s.p + from, i - from);
        utf8proc_int32_t cp;
        utf8proc_ssize_t n = 1;
        if (c == '"' || c == '\\')
            buf_printf(b, "\\%c", c);
        else if (c == '\r' || c == '\n' || c == '\t')
            buf_adds(b, c == '\r' ? "\\r" : c == '\n' ? "\\n" : "\\t");
        else if (c < 0x20 || c == 0x7f)
            buf_printf(b, "\\u%04x", c);
        else if ((n = utf8proc_iterate((const utf8proc_uint8_t *)s.p + i,
                                       (utf8proc_ssize_t)(s.n - i), &cp)) > 0)
            buf_add(b, s.p + i, (size_t)n);
        else
            buf_adds(b, "\\ufffd");
        i += n > 0 ? (size_t)n : 1;
        from = i;
    }
    buf_add(b, s.p + from, s.n - from);
    buf_addc(b, '"');
}

static void begin(struct json *j, const char *key)
{
    if (j->comma)
        buf_addc(j->out, ',');
    j->comma = true;
    if (key) {
        add_string(j->out, slice_of(key));
        buf_addc(j->out, ':');
    }
}

void json_open(struct json *j, const char *key, char bracket)
{
    begin(j, key);
    buf_addc(j->out, bracket);
    j->comma = false;
}

void json_close(struct json *j, char bracket)
{
    buf_addc(j->out, bracket);
    j->comma = true;
}

void json_slice(struct json *j, const char *key, struct slice s)
{
    begin(j, key);
    add_string(j->out, s.p ? s : SLICE(""));
}

void json_text(struct json *j, const char *key, const char *cstr)
{
    json_slice(j, key, slice_of(cstr));
}

void json_int(struct json *j, const char *key, int64_t v)
{
    begin(j, key);
    buf_printf(j->out, "%" PRId64, v);
}

void json_uint(struct json *j, const char *key, uint64_t v)
{
    begin(j, key);
    buf_printf(j->out, "%" PRIu64, v);
}

void json_bool(struct json *j, const char *key, bool v)
{
    begin(j, key);
    buf_adds(j->out, v ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
    begin(j, key);
    buf_adds(j->out, "null");
}

void json_ms(struct json *j, const char *key, int64_t ns)
{
    if (ns < 0) {
        json_null(j, key);
        return;
    }
    begin(j, key);
    buf_printf(j->out, "%" PRId64 ".%03" PRId64, ns / NS_PER_MS, ns % NS_PER_MS / NS_PER_US);
}

void json_share(struct json *j, const char *key, unsigned percent)
{
    begin(j, key);
    buf_printf(j->out, "%u.%02u", percent / 100, percent % 100);
}

void json_time(struct json *j, const char *key, int64_t ns)
{
    char text[CLOCK_TEXT], name[64];
    clock_rfc3339(text, ns);
    json_text(j, key, text);
    snprintf(name, sizeof(name), "%s_ns", key);
    json_int(j, name, ns);
}

void json_end_line(struct json *j)
{
    buf_addc(j->out, '\n');
    j->comma = false;
}
