/* Names of dialogs to rows. */
#include "decode/session/relation_dialog.h"

#include "decode/dialog.h"
#include "decode/sift.h"
#include "decode/sip/field.h"

/* Either pair of names: which tag is whose is told by who gets the message, and a dialog is found
 * by both whatever their order. */
static uint64_t tags_of(const struct store *s, struct slice params)
{
    static const struct slice names[] = {
        { "to-tag", 6 }, { "from-tag", 8 }, { "local-tag", 9 }, { "remote-tag", 10 }
    };
    uint64_t sum = 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        sum += sift_tag_hash(&s->key, sip_param_find(params, names[i]));
    return sum;
}

struct named_dialog relation_dialog(struct store *s, struct slice value)
{
    struct named_dialog d = { .key = 0 };
    size_t end = slice_index(value, ';');
    struct slice call_id = slice_trim(slice_sub(value, 0, end));
    struct slice params = slice_sub(value, end, value.n);
    if (!call_id.n)
        return d;
    d.call = sift_call_hash(&s->key, call_id);
    d.key = hash_mix(d.call, tags_of(s, params));
    d.leg = store_leg_find(s, d.call);
    d.dialog = dialog_find(s, d.key);
    d.early_only = sip_param_find(params, SLICE("early-only")).p;
    return d;
}

static int hex(char c)
{
    return ascii_is_digit(c)                                ? c - '0'
           : ascii_lower(c) >= 'a' && ascii_lower(c) <= 'f' ? ascii_lower(c) - 'a' + 10
                                                            : -1;
}

/* Without escapes and folds; its length, at most NAMED_MAX. */
static size_t unescape(struct slice s, char out[NAMED_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < NAMED_MAX; i++) {
        int high = -1, low = -1;
        if (ascii_is_lws(s.p[i]))
            continue;
        if (s.p[i] == '%' && i + 2 < s.n && (high = hex(s.p[i + 1])) >= 0 &&
            (low = hex(s.p[i + 2])) >= 0) {
            out[n++] = (char)(high << 4 | low);
            i += 2;
        } else {
            out[n++] = s.p[i];
        }
    }
    return n;
}

struct named_dialog relation_refer_dialog(struct store *s, struct slice refer_to)
{
    struct slice headers = sip_uri_parse(sip_address_parse(refer_to).uri).headers;
    char text[NAMED_MAX];
    while (headers.n) {
        size_t end = slice_index(headers, '&'), eq = slice_index(headers, '=');
        struct slice name = slice_trim(slice_sub(headers, 0, eq));
        if (eq < end && slice_ieq(name, SLICE("Replaces"))) {
            size_t n = unescape(slice_sub(headers, eq + 1, end), text);
            return relation_dialog(s, slice_make(text, n));
        }
        headers = slice_sub(headers, end + 1, headers.n);
    }
    return (struct named_dialog){ .key = 0 };
}
