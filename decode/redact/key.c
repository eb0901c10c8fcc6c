/* One line of text, so that a person can tell what the file is. */
#include "decode/redact/key.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/file.h"

static const char words[] = "rung redaction key 1 ";

enum { DIGITS = 16, LINE = sizeof(words) - 1 + 2 * DIGITS };

static bool read_half(uint64_t *out, const char *digits)
{
    *out = 0;
    for (int i = 0; i < DIGITS; i++) {
        char c = digits[i];
        if (!ascii_is_digit(c) && !(c >= 'a' && c <= 'f'))
            return false;
        *out = *out << 4 | (uint64_t)(ascii_is_digit(c) ? c - '0' : c - 'a' + 10);
    }
    return true;
}

static bool parse(struct hash_key *key, struct slice text)
{
    struct slice line = slice_trim(text), digits = slice_sub(line, sizeof(words) - 1, line.n);
    return line.n == LINE && slice_istarts(line, slice_make(words, sizeof(words) - 1)) &&
           read_half(&key->k0, digits.p) && read_half(&key->k1, digits.p + DIGITS);
}

static int make(struct hash_key *key, const char *path, struct err *err)
{
    char line[LINE + 2];
    hash_key_random(key);
    int n =
        snprintf(line, sizeof(line), "%s%016" PRIx64 "%016" PRIx64 "\n", words, key->k0, key->k1);
    return file_write(path, slice_make(line, (size_t)n), 0600, err);
}

int redact_key_load(struct hash_key *key, const char *path, bool must, struct err *err)
{
    struct buf text;
    buf_init(&text, 4 * LINE);
    int r = file_load(&text, path, 2 * LINE, err);
    if (r == -ENOENT)
        r = must ? err_set(err, r, "There is no key in %s.", path) : make(key, path, err);
    else if (r == 0 && !parse(key, buf_slice(&text)))
        r = err_set(err, -EINVAL, "%s holds no key of a redaction.", path);
    buf_fini(&text);
    return r;
}
