/* Identity headers taken apart. The only file that reads JSON (jansson). */
#include "decode/sip/passport.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

#include "base/mem.h"
#include "decode/sip/field.h"

enum { DIGITS_MAX = 20, DIGITS_ENOUGH = 7 };

static int base64_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (ascii_is_digit(c))
        return c - '0' + 52;
    return c == '-' || c == '+' ? 62 : c == '_' || c == '/' ? 63 : -1;
}

/* base64url (4648 5), also with padding and with the letters of plain base64. Owned; NULL: it is
 * none, or no memory. */
static char *decode(struct slice s, size_t *n)
{
    char *out = mem_new(s.n / 4 * 3 + 4, 1);
    uint32_t bits = 0;
    unsigned have = 0;
    *n = 0;
    for (size_t i = 0; out && i < s.n && s.p[i] != '='; i++) {
        int v = base64_value(s.p[i]);
        if (v < 0) {
            mem_free(out);
            return NULL;
        }
        bits = bits << 6 | (uint32_t)v;
        have += 6;
        if (have >= 8) {
            have -= 8;
            out[(*n)++] = (char)(bits >> have);
        }
    }
    return out;
}

/* How deep arrays and objects stand in each other, strings passed over. */
static bool is_shallow(const char *p, size_t n)
{
    unsigned depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        if (quoted)
            i += p[i] == '\\';
        if (i < n && p[i] == '"')
            quoted = !quoted;
        else if (!quoted && (p[i] == '{' || p[i] == '[') && ++depth > PASSPORT_DEPTH)
            return false;
        else if (!quoted && (p[i] == '}' || p[i] == ']'))
            depth -= depth > 0;
    }
    return true;
}

static json_t *read_json(struct slice part)
{
    size_t n;
    char *text = decode(part, &n);
    json_t *j = text && is_shallow(text, n) ? json_loadb(text, n, 0, NULL) : NULL;
    mem_free(text);
    return j;
}

static void keep(struct passport_text *t, struct slice s)
{
    t->n = (uint8_t)(s.n < PASSPORT_TEXT ? s.n : PASSPORT_TEXT);
    if (t->n)
        memcpy(t->p, s.p, t->n);
}

static void keep_json(struct passport_text *t, const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_string(value))
        keep(t, slice_make(json_string_value(value), json_string_length(value)));
}

/* {"tn": "1215…"} or {"uri": "sip:…"}, of dest the first of an array (8225 5.2.1). */
static void keep_party(struct passport_text *t, const json_t *party)
{
    const json_t *tn = json_object_get(party, "tn");
    keep_json(t, tn ? tn : json_object_get(party, "uri"));
}

static void read_claims(struct passport *p, const json_t *claims)
{
    const json_t *attest = json_object_get(claims, "attest"), *iat = json_object_get(claims, "iat");
    if (json_string_length(attest) == 1)
        p->attest = json_string_value(attest)[0];
    if (json_is_integer(iat) && json_integer_value(iat) > 0 &&
        json_integer_value(iat) < INT64_MAX / 1000000000)
        p->iat = json_integer_value(iat);
    keep_party(&p->orig, json_object_get(claims, "orig"));
    keep_party(&p->dest, json_object_get(claims, "dest"));
    keep_party(&p->div, json_object_get(claims, "div"));
    keep_json(&p->origid, json_object_get(claims, "origid"));
    keep_json(&p->name, json_object_get(json_object_get(claims, "rcd"), "nam"));
}

/* What From, To and Date say stands for what was left out (8224 7). */
static void rebuild(struct passport *p, const struct sip_index *x)
{
    struct sip_uri from = sip_uri_parse(sip_address_parse(sip_header_find(x, SIP_FROM)).uri);
    struct sip_uri to = sip_uri_parse(sip_address_parse(sip_header_find(x, SIP_TO)).uri);
    p->compact = true;
    keep(&p->orig, from.user);
    keep(&p->dest, to.user);
}

static bool parse(struct passport *out, const struct sip_index *x, struct slice value)
{
    memset(out, 0, sizeof(*out));
    if (value.n > PASSPORT_BYTES)
        return false;
    size_t semi = slice_index(value, ';');
    struct slice token = slice_trim(slice_sub(value, 0, semi));
    struct slice params = slice_sub(value, semi, value.n);
    struct slice info = sip_param_find(params, SLICE("info"));
    if (info.n >= 2 && info.p[0] == '<')
        info = slice_sub(info, 1, info.n - 1);
    keep(&out->info, info);
    keep(&out->alg, sip_param_find(params, SLICE("alg")));
    keep(&out->ppt, sip_param_find(params, SLICE("ppt")));
    size_t first = slice_index(token, '.');
    struct slice rest = slice_sub(token, first + 1, token.n);
    if (first >= token.n)
        return false;
    if (!first) {
        rebuild(out, x);
        return true;
    }
    /* the header repeats what parameters say (8224 4.1) */
    json_t *header = out->alg.n && out->ppt.n ? NULL : read_json(slice_sub(token, 0, first));
    json_t *claims = read_json(slice_sub(rest, 0, slice_index(rest, '.')));
    if (claims)
        read_claims(out, claims);
    if (header) {
        keep_json(&out->alg, json_object_get(header, "alg"));
        keep_json(&out->ppt, json_object_get(header, "ppt"));
    }
    json_decref(header);
    json_decref(claims);
    return claims != NULL;
}

/* Where the line behind that of a value begins in the head; folds belong to the line. */
static size_t line_after(const struct sip_index *x, struct slice value)
{
    size_t at = (size_t)(value.p + value.n - x->head.p);
    do
        at += slice_index(slice_sub(x->head, at, x->head.n), '\n') + 1;
    while (at < x->head.n && (x->head.p[at] == ' ' || x->head.p[at] == '\t'));
    return at;
}

bool passport_next(struct passport *out, const struct sip_index *x, size_t *at)
{
    struct slice value = sip_header_find(x, SIP_IDENTITY);
    if (!value.p)
        return false;
    if (!*at) { /* the index knows where the first is */
        *at = line_after(x, value);
        if (parse(out, x, value))
            return true;
    }
    while (sip_header_next(x, SLICE("Identity"), at, &value))
        if (parse(out, x, value))
            return true;
    return false;
}

const char *passport_attest_words(char attest)
{
    switch (attest) {
    case 'A':
        return "the signer knows the caller and his right to this number";
    case 'B':
        return "the signer knows the caller, not his right to this number";
    case 'C':
        return "the signer only knows where the call came in";
    default:
        return "";
    }
}

static void add(struct buf *b, const char *before, const struct passport_text *t)
{
    if (!t->n)
        return;
    buf_adds(b, before);
    buf_add(b, t->p, t->n);
}

void passport_words(struct buf *b, const struct passport *p, int64_t age_s)
{
    buf_adds(b, p->compact ? "compact form, rebuilt from From and To" : "signed");
    add(b, " as ", &p->ppt);
    if (p->attest) {
        buf_printf(b, ", attest %c", (unsigned char)p->attest >= ' ' ? p->attest : '?');
        if (*passport_attest_words(p->attest))
            buf_printf(b, " (%s)", passport_attest_words(p->attest));
    }
    add(b, ", from ", &p->orig);
    add(b, " to ", &p->dest);
    add(b, ", diverted by ", &p->div);
    add(b, ", name ", &p->name);
    if (p->iat && age_s >= 0)
        buf_printf(b, ", issued %" PRId64 " s before", age_s);
    else if (p->iat)
        buf_printf(b, ", issued %" PRId64 " s in the future", -age_s);
    add(b, ", certificate ", &p->info);
}

bool passport_same(struct slice a, struct slice b)
{
    char x[DIGITS_MAX], y[DIGITS_MAX];
    size_t n = sip_digits(a, x, sizeof(x)), m = sip_digits(b, y, sizeof(y));
    size_t least = n < m ? n : m;
    if (least >= DIGITS_ENOUGH)
        return !memcmp(x + n - least, y + m - least, least);
    return slice_ieq(a, b);
}
