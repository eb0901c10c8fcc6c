/* Fuzz target "redaction of texts": a message is placed as before by the index, whatever its words
 * became; nothing behind its end is read, on the way back neither. The seeds are those of
 * "index". */
#include <stdint.h>
#include <stdlib.h>

#include "capture/packet.h"
#include "decode/redact/redact.h"
#include "decode/sip/index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct redaction there = { .names.key = { 1, 2 } },
                        back = { .names = { .key = { 1, 2 }, .back = true } };

static void need(bool true_thing)
{
    if (!true_thing)
        abort();
}

/* The same stretch of both. */
static void same(struct slice a, const char *in_a, struct slice b, const char *in_b)
{
    need(a.n == b.n && !a.p == !b.p && (!a.p || a.p - in_a == b.p - in_b));
}

static void same_place(const char *was, const char *is, size_t n)
{
    struct sip_index a, b;
    bool sip = sip_index(&a, was, n);
    need(sip == sip_index(&b, is, n));
    if (!sip)
        return;
    need(a.request == b.request && a.status == b.status && a.present == b.present);
    need(a.cseq == b.cseq && a.vias == b.vias && a.content_length == b.content_length);
    same(a.call_id, was, b.call_id, is);
    same(a.head, was, b.head, is);
    same(a.body, was, b.body, is);
    same(a.from_tag, was, b.from_tag, is);
    same(a.to_tag, was, b.to_tag, is);
    same(a.via_branch, was, b.via_branch, is);
}

/* A copy with the padding that the index reads. Owned. */
static char *copy(const char *p, size_t n)
{
    char *s = malloc(n + BLOCK_PADDING);
    memset(s + n, 0, BLOCK_PADDING);
    memcpy(s, p, n);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *was = copy((const char *)data, size), *is = copy(was, size);
    redact_message(&there, is, size, 0);
    same_place(was, is, size);
    redact_message(&back, is, size, 0);
    free(is);
    is = malloc(size ? size : 1); /* a byte read behind the text is seen */
    memcpy(is, was, size);
    redact_message(&there, is, size, 0);
    free(is);
    free(was);
    return 0;
}
