/* Writing JSON (RFC 8259) into a buffer: commas and escapes are seen to here. */
#ifndef UI_EXPORT_JSON_H
#define UI_EXPORT_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

struct json {
    struct buf *out;
    bool comma; /* the next element needs one before it */
};

static inline struct json json_to(struct buf *out)
{
    return (struct json){ out, false };
}

/* key: NULL inside an array or at the top. */
void json_open(struct json *j, const char *key, char bracket); /* '{' or '[' */
void json_close(struct json *j, char bracket);                 /* '}' or ']' */

/* Bytes that are not UTF-8 become \ufffd. */
void json_slice(struct json *j, const char *key, struct slice s);
void json_text(struct json *j, const char *key, const char *cstr);
void json_int(struct json *j, const char *key, int64_t v);
void json_uint(struct json *j, const char *key, uint64_t v);
void json_bool(struct json *j, const char *key, bool v);
void json_null(struct json *j, const char *key);

/* A duration in milliseconds with three decimals; null when negative. */
void json_ms(struct json *j, const char *key, int64_t ns);

/* A share given in percent, as 0 to 1 with two decimals. */
void json_share(struct json *j, const char *key, unsigned percent);

/* key + "_ns" as an integer and key as RFC 3339 text. */
void json_time(struct json *j, const char *key, int64_t ns);

/* NDJSON: the end of a line. */
void json_end_line(struct json *j);

#endif
