/* Fuzz target of the SIP index, of the parts of header values and of the framer: nothing points
 * outside the message, what stands behind it changes nothing, the quick index agrees with the full
 * one, and a stream gives the same messages however it is cut. */
#include <stdint.h>

#include "decode/sip/field.h"
#include "decode/sip/framer.h"
#include "tests/unit/indexkit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LONGEST = 1 << 16, MESSAGES = 256 };

static void need(bool true_thing)
{
    if (!true_thing)
        __builtin_trap();
}

static void check_values(struct slice value, const char *p, size_t n)
{
    struct sip_address a = sip_address_parse(value);
    struct sip_uri u = sip_uri_parse(a.uri);
    struct sip_via v = sip_via_parse(value);
    const struct slice all[] = { a.display,
                                 a.uri,
                                 a.params,
                                 u.scheme,
                                 u.user,
                                 u.host,
                                 u.params,
                                 u.headers,
                                 v.sent_by,
                                 v.transport,
                                 v.params,
                                 sip_param_find(a.params, SLICE("tag")),
                                 sip_param_find(v.params, SLICE("branch")) };
    char digits[8];
    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
        need(inside(all[i], p, n));
    need(sip_digits(u.user, digits, sizeof(digits)) <= sizeof(digits));
    struct slice item;
    for (size_t at = 0, before = 0; sip_value_next(value, &at, &item); before = at)
        need(at > before && inside(item, p, n));
}

static void check_message(const uint8_t *data, size_t n)
{
    char *p = padded(data, n, '\n'), *q = padded(data, n, data[n - 1]);
    struct sip_index x, y, quick;
    bool sip = sip_index(&x, p, n);
    need(sip == sip_is_start(p, n) && sip == sip_index(&y, q, n) &&
         sip == sip_index_place(&quick, q, n));
    if (sip) {
        struct sip_line line;
        need(index_inside(&x, p, n) && same_index(&x, p, &y, q, ~UINT64_C(0)));
        need(same_index(&x, p, &quick, q, PLACED) && x.faults == y.faults);
        for (size_t at = 0, before = 0; sip_line_next(&x, &at, &line); before = at) {
            need(at > before && inside(line.name, p, n) && inside(line.value, p, n));
            check_values(line.value, p, n);
        }
    }
    free(p);
    free(q);
}

/* Where the messages of a stream lie. */
struct heard {
    size_t at[MESSAGES], len[MESSAGES], n, skipped;
    bool foreign;
};

/* What stands behind the bytes that have come is what will come: it must not matter. */
static void hear(struct heard *h, struct framer f, const char *p, size_t n, size_t step)
{
    size_t front = 0, end = 0;
    *h = (struct heard){ .n = 0 };
    while (end < n && !h->foreign) {
        struct frame r;
        end = n - end < step ? n : end + step;
        do {
            r = sip_frame(&f, (const uint8_t *)p + front, end - front);
            if (r.verdict == FRAME_MESSAGE) {
                h->at[h->n % MESSAGES] = front;
                h->len[h->n++ % MESSAGES] = r.n;
            }
            h->skipped += r.verdict == FRAME_SKIP ? r.n : 0;
            h->foreign = r.verdict == FRAME_FOREIGN;
            if (r.verdict == FRAME_MESSAGE || r.verdict == FRAME_SKIP) {
                need(r.n > 0 && r.n <= end - front);
                front += r.n;
            }
        } while (r.verdict == FRAME_MESSAGE || r.verdict == FRAME_SKIP);
    }
}

static void check_stream(const uint8_t *data, size_t n, size_t step, bool lost)
{
    char *p = padded(data, n, ' ');
    struct heard whole, pieces;
    hear(&whole, (struct framer){ .lost = lost }, p, n, n);
    hear(&pieces, (struct framer){ .lost = lost }, p, n, step);
    need(whole.n == pieces.n && whole.foreign == pieces.foreign);
    for (size_t i = 0; i < MESSAGES; i++)
        need(whole.at[i] == pieces.at[i] && whole.len[i] == pieces.len[i]);
    free(p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!size || size > LONGEST)
        return 0;
    size_t step = 1 + data[size - 1] % 64;
    check_message(data, size);
    check_stream(data, size, step, false);
    check_stream(data, size, step, true);
    if (size <= 512)
        check_stream(data, size, 1, data[0] & 1);
    return 0;
}
