/* Reads SDP. What an offer and its answer agree on is left to others. */
#include "decode/sip/sdp.h"

#include <string.h>

#include "base/addr.h"
#include "decode/sip/payload_list.h"

static const char *const direction_word[] = { "sendrecv", "sendonly", "recvonly", "inactive" };

const char *sdp_direction_word(enum sdp_direction d)
{
    return direction_word[d];
}

struct line {
    char type;
    struct slice value;
};

/* The next "x=value"; other lines are passed over. */
static bool line_next(struct slice text, size_t *at, struct line *out)
{
    while (*at < text.n) {
        struct slice rest = slice_sub(text, *at, text.n);
        size_t n = slice_index(rest, '\n');
        *at += n + 1;
        struct slice line = slice_trim(slice_sub(rest, 0, n));
        if (line.n < 2 || line.p[1] != '=')
            continue;
        out->type = line.p[0];
        out->value = slice_trim(slice_sub(line, 2, line.n));
        return true;
    }
    return false;
}

/* Takes a word off the front. */
static struct slice word_next(struct slice *text)
{
    *text = slice_trim(*text);
    size_t n = 0;
    while (n < text->n && !ascii_is_lws(text->p[n]))
        n++;
    struct slice word = slice_sub(*text, 0, n);
    *text = slice_sub(*text, n, text->n);
    return word;
}

static void parse_origin(struct sdp *s, struct slice v)
{
    s->user = word_next(&v);
    s->id = word_next(&v);
    s->version = word_next(&v);
    word_next(&v); /* IN */
    word_next(&v); /* IP4, IP6 */
    s->origin = word_next(&v);
}

static struct slice parse_connection(struct slice v)
{
    word_next(&v);
    word_next(&v);
    struct slice address = word_next(&v);
    return slice_sub(address, 0, slice_index(address, '/')); /* without TTL and count */
}

static void parse_media(struct sdp_media *m, struct slice v)
{
    m->type = word_next(&v);
    m->port = (uint16_t)slice_number(word_next(&v), UINT16_MAX, NULL);
    m->proto = word_next(&v);
    m->formats = slice_trim(v);
}

static bool parse_direction(enum sdp_direction *out, struct slice attribute)
{
    for (int i = SDP_SENDRECV; i <= SDP_INACTIVE; i++)
        if (slice_ieq(attribute, slice_of(direction_word[i]))) {
            *out = (enum sdp_direction)i;
            return true;
        }
    return false;
}

bool sdp_parse(struct sdp *out, struct slice body)
{
    struct sdp_media session = { .direction = SDP_SENDRECV };
    struct sdp_media *m = NULL, *target = &session;
    struct line line;
    bool any = false;
    *out = (struct sdp){ .lines = body };
    for (size_t at = 0; line_next(body, &at, &line);) {
        any |= line.type == 'v' || line.type == 'm';
        if (line.type == 'm') {
            if (m)
                m->lines.n = (size_t)(line.value.p - m->lines.p);
            else if (!out->medias)
                out->lines = slice_sub(body, 0, (size_t)(line.value.p - body.p));
            if (out->medias++ >= SDP_MEDIA_MAX) {
                m = NULL;
                target = NULL;
                continue;
            }
            target = m = &out->media[out->medias - 1];
            *m = session;
            parse_media(m, line.value);
            m->lines = slice_sub(body, at, body.n);
        } else if (line.type == 'c' && target) {
            target->address = parse_connection(line.value);
        } else if (line.type == 'a' && target) {
            parse_direction(&target->direction, line.value);
        } else if (line.type == 'o' && !m) {
            parse_origin(out, line.value);
        } else if (line.type == 's' && !m) {
            out->name = line.value;
        }
    }
    return any;
}

bool sdp_attribute_next(struct slice lines, size_t *at, struct slice *name, struct slice *value)
{
    struct line line;
    while (line_next(lines, at, &line)) {
        if (line.type != 'a')
            continue;
        size_t colon = slice_index(line.value, ':');
        *name = slice_trim(slice_sub(line.value, 0, colon));
        *value = colon < line.value.n ? slice_trim(slice_sub(line.value, colon + 1, line.value.n))
                                      : (struct slice){ NULL, 0 };
        return true;
    }
    return false;
}

struct slice sdp_attribute(struct slice lines, struct slice name)
{
    struct slice each, value;
    for (size_t at = 0; sdp_attribute_next(lines, &at, &each, &value);)
        if (slice_ieq(each, name))
            return value.p ? value : SLICE("");
    return (struct slice){ NULL, 0 };
}

bool sdp_is_nowhere(struct slice address)
{
    static const struct addr v6;
    struct addr a, v4;
    addr_set_v4(&v4, v6.ip);
    return addr_parse(&a, address) && (addr_eq(&a, &v6) || addr_eq(&a, &v4));
}

/* The name, clock and channels of "opus/48000/2". */
static void parse_encoding(struct sdp_codec *c, struct slice v)
{
    size_t slash = slice_index(v, '/');
    c->name = slice_trim(slice_sub(v, 0, slash));
    v = slice_sub(v, slash + 1, v.n);
    slash = slice_index(v, '/');
    c->clock = (uint32_t)slice_number(v, 1000000000, NULL);
    uint64_t channels = slice_number(slice_sub(v, slash + 1, v.n), UINT8_MAX, NULL);
    c->channels = channels ? (uint8_t)channels : 1;
}

static void fill_static(struct sdp_codec table[128])
{
    memset(table, 0, 128 * sizeof(*table));
#define X(number, text, hz) table[number] = (struct sdp_codec){ SLICE(text), hz, number, 1 };
    RTP_PAYLOAD_LIST(X)
#undef X
}

bool sdp_is_rtp(const struct sdp_media *m)
{
    size_t slash = 0;
    struct slice p = m->proto;
    do { /* RTP/AVP, UDP/TLS/RTP/SAVPF, TCP/RTP/AVP */
        p = slice_sub(p, slash, p.n);
        if (slice_istarts(p, SLICE("RTP/")))
            return true;
        slash = slice_index(p, '/') + 1;
    } while (slash <= p.n);
    return false;
}

unsigned sdp_codecs(const struct sdp_media *m, struct sdp_codec *out, unsigned max)
{
    struct sdp_codec table[128];
    struct line line;
    bool rtp = sdp_is_rtp(m);
    unsigned n = 0;
    fill_static(table);
    for (size_t at = 0; rtp && line_next(m->lines, &at, &line);) {
        if (line.type != 'a' || !slice_istarts(line.value, SLICE("rtpmap:")))
            continue;
        struct slice v = slice_sub(line.value, 7, line.value.n), number = word_next(&v);
        size_t digits;
        uint64_t type = slice_number(number, 128, &digits);
        if (digits && type < 128)
            parse_encoding(&table[type], slice_trim(v));
    }
    struct slice rest = m->formats, word;
    while (n < max && (word = word_next(&rest)).n) {
        size_t digits;
        uint64_t type = slice_number(word, 128, &digits);
        struct sdp_codec c = { .name = word, .type = 255, .channels = 1 };
        if (rtp && digits == word.n && type < 128) {
            if (table[type].name.n)
                c = table[type];
            c.type = (uint8_t)type;
        }
        out[n++] = c;
    }
    return n;
}
