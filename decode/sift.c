/* From payload to brief. What follows from it is left to the model. */
#include "decode/sift.h"

#include <endian.h>
#include <string.h>

#include "decode/mark.h"
#include "decode/sip/field.h"
#include "decode/sip/index.h"

bool path_order(const struct payload *p, const struct endpoint **first,
                const struct endpoint **second)
{
    uint64_t a[2], b[2];
    memcpy(a, p->src.addr.ip, sizeof(a));
    memcpy(b, p->dst.addr.ip, sizeof(b));
    unsigned i = a[0] == b[0];
    bool reversed = a[i] == b[i] ? p->src.port > p->dst.port : be64toh(a[i]) > be64toh(b[i]);
    *first = reversed ? &p->dst : &p->src;
    *second = reversed ? &p->src : &p->dst;
    return reversed;
}

/* Also the hosts of the hop, ports left out, the same for both directions: a part of the
 * transaction's key, which the branch makes hard to foresee. */
static uint64_t path_hash(const struct hash_key *key, const struct payload *p, bool *reversed,
                          uint64_t *hosts)
{
    const struct endpoint *a, *b;
    uint64_t word[5];
    *reversed = path_order(p, &a, &b);
    word[0] = (uint64_t)a->port << 32 | (uint64_t)b->port << 16 | p->transport;
    size_t n = 2;
    if (addr_is_v4(&a->addr) && addr_is_v4(&b->addr)) {
        uint32_t v4[2];
        memcpy(&v4[0], a->addr.ip + 12, 4);
        memcpy(&v4[1], b->addr.ip + 12, 4);
        word[1] = (uint64_t)v4[0] << 32 | v4[1];
    } else {
        memcpy(word + 1, a->addr.ip, 16);
        memcpy(word + 3, b->addr.ip, 16);
        n = 5;
    }
    *hosts = n == 2 ? word[1] : hash_mix(hash_mix(word[1], word[2]), hash_mix(word[3], word[4]));
    return hash_payload(key, word, n * sizeof(word[0]));
}

uint64_t sift_path_hash(const struct hash_key *key, const struct endpoint *a,
                        const struct endpoint *b, uint8_t transport)
{
    struct payload p = { .src = *a, .dst = *b, .transport = transport };
    bool reversed;
    uint64_t hosts;
    return path_hash(key, &p, &reversed, &hosts);
}

static uint64_t hash_slice(const struct hash_key *key, struct slice s)
{
    if (!s.p)
        return 0;
    uint64_t h = hash_sip(key, s.p, s.n);
    return h ? h : 1;
}

/* A cheaper digest, for what does not tell Call-IDs apart. */
static uint64_t digest_slice(const struct hash_key *key, struct slice s)
{
    return s.n ? hash_payload(key, s.p, s.n) | 1 : 0;
}

static bool has_cookie(struct slice branch)
{
    return branch.n >= 7 &&
           (!memcmp(branch.p, "z9hG4bK", 7) || slice_istarts(branch, SLICE("z9hG4bK")));
}

uint64_t sift_call_hash(const struct hash_key *key, struct slice call_id)
{
    return hash_slice(key, call_id);
}

uint64_t sift_tag_hash(const struct hash_key *key, struct slice tag)
{
    return digest_slice(key, tag);
}

/* Is it a session description, or does it hold one? */
static bool has_sdp(const struct sip_index *x)
{
    static const char sdp[] = "application/sdp";
    enum { SDP_LENGTH = sizeof(sdp) - 1 };
    struct slice type = sip_header_find(x, SIP_CONTENT_TYPE);
    if (!x->body.n || !type.n)
        return false;
    if (type.n >= SDP_LENGTH && !memcmp(type.p, sdp, SDP_LENGTH))
        return true;
    return slice_istarts(type, slice_make(sdp, SDP_LENGTH)) ||
           (slice_istarts(type, SLICE("multipart/")) &&
            memmem(x->body.p, x->body.n, sdp, SDP_LENGTH));
}

/* 3261 17.2.3: the branch where it is unique by itself, else the fields that RFC 2543 had. The
 * Request-URI and the To-tag, which answers lack or add, are left out; Call-ID and CSeq suffice.
 * Call-ID and CSeq number are there in any case: some phones use a branch again. */
static uint64_t branch_hash(const struct hash_key *key, const struct sip_index *x,
                            const struct brief *b)
{
    uint64_t sent_by = digest_slice(key, x->via_sent_by);
    uint64_t branch = digest_slice(key, x->via_branch);
    if (b->flags & BRIEF_COOKIE)
        return hash_mix(branch, sent_by + b->call_hash + b->cseq);
    uint64_t h = hash_mix(b->call_hash, hash_mix(b->from_tag, b->cseq));
    return hash_mix(hash_mix(h, sent_by), branch);
}

static uint32_t signature(const struct hash_key *key, const struct sip_index *x,
                          const struct brief *b)
{
    uint64_t h = x->body.n ? hash_payload(key, x->body.p, x->body.n) : 0;
    if (x->request)
        h = hash_mix(h, digest_slice(key, x->uri) + b->method);
    else
        h = hash_mix(h, b->to_tag + b->code);
    struct slice rseq = sip_header_find(x, SIP_RSEQ);
    if (rseq.n)
        h = hash_mix(h, slice_number(rseq, UINT32_MAX, NULL));
    return (uint32_t)h;
}

/* Faults worth a mark in the ladder; LF-only lines and bytes behind the body are common. */
enum {
    FAULTY = SIP_FAULT_START_LINE | SIP_FAULT_MISSING | SIP_FAULT_CSEQ_METHOD | SIP_FAULT_LENGTH
};

static uint8_t flags_of(const struct sip_index *x)
{
    unsigned f = x->request ? BRIEF_REQUEST : 0;
    if (x->faults & FAULTY)
        f |= BRIEF_FAULTY;
    if (x->call_id.n)
        f |= BRIEF_CALL_ID;
    if (has_cookie(x->via_branch))
        f |= BRIEF_COOKIE;
    if (has_sdp(x))
        f |= BRIEF_SDP;
    struct slice reason = sip_header_find(x, SIP_REASON);
    if (reason.n && x->method == SIP_METHOD_CANCEL && slice_istarts(reason, SLICE("SIP"))) {
        struct slice cause = sip_param_find(
            slice_sub(reason, slice_index(reason, ';'), sip_value_length(reason)), SLICE("cause"));
        if (slice_eq(cause, SLICE("200")))
            f |= BRIEF_ELSEWHERE;
    }
    return (uint8_t)f;
}

static uint8_t more_of(const struct sip_index *x)
{
    unsigned m = 0;
    if (x->present >> SIP_REPLACES & 1)
        m |= BRIEF_REPLACES;
    if (x->present >> SIP_JOIN & 1)
        m |= BRIEF_JOIN;
    struct slice contact = sip_header_find(x, SIP_CONTACT);
    if (contact.n && contact.p[contact.n - 1] != '>' && x->method == SIP_METHOD_INVITE &&
        memmem(contact.p, contact.n, "isfocus", sizeof("isfocus") - 1))
        m |= BRIEF_FOCUS;
    if (x->request && x->method == SIP_METHOD_SUBSCRIBE &&
        slice_istarts(sip_header_find(x, SIP_EVENT), SLICE("call-completion")))
        m |= BRIEF_COMPLETION;
    return (uint8_t)m;
}

/* Without marks where the model takes none. */
static bool sift_some(const struct hash_key *key, const struct payload *p, struct brief *b,
                      bool marks)
{
    struct sip_index x;
    if (!sip_index_place(&x, (const char *)p->data, p->len))
        return false;
    bool reversed;
    b->flags = flags_of(&x);
    uint64_t hosts;
    b->path_hash = path_hash(key, p, &reversed, &hosts);
    if (reversed)
        b->flags |= BRIEF_REVERSED;
    b->call_hash = x.call_id.n ? hash_slice(key, x.call_id) : b->path_hash;
    b->from_tag = digest_slice(key, x.from_tag);
    b->to_tag = digest_slice(key, x.to_tag);
    b->cseq = x.cseq;
    b->code = x.status;
    b->method = x.method;
    b->vias = (uint16_t)(x.vias > UINT16_MAX ? UINT16_MAX : x.vias);
    b->branch = branch_hash(key, &x, b);
    b->transaction = hash_mix(b->branch + b->method, hosts);
    b->transaction += !b->transaction;
    b->signature = signature(key, &x, b);
    b->session_s =
        (uint32_t)slice_number(sip_header_find(&x, SIP_SESSION_EXPIRES), UINT32_MAX, NULL);
    b->more = marks ? more_of(&x) : 0;
    b->marks = b->hidden = 0;
    if (marks)
        b->marks = marks_of(&x, p, &b->hidden);
    return true;
}

bool sift(const struct hash_key *key, const struct payload *p, struct brief *b)
{
    return sift_some(key, p, b, true);
}

bool sift_quick(const struct hash_key *key, const struct payload *p, struct brief *b)
{
    return sift_some(key, p, b, false);
}

bool sift_quote(const struct hash_key *key, const struct payload *quote, struct brief *b)
{
    struct payload lines = *quote;
    if (quote->len < quote->full_len) {
        const uint8_t *end = memrchr(quote->data, '\n', quote->len);
        lines.len = end ? (uint32_t)(end - quote->data) + 1 : 0;
    }
    lines.extents = 1;
    if (lines.len || !quote->full_len)
        return sift(key, &lines, b);
    bool reversed;
    uint64_t hosts;
    *b = (struct brief){ .path_hash = path_hash(key, quote, &reversed, &hosts) };
    b->flags = reversed ? BRIEF_REVERSED : 0;
    return true;
}
