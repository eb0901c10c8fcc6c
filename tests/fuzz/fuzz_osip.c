/* Fuzz target of the guard before libosip2: a message that is small enough is taken apart or
 * refused, every part named and ended, and the memory comes back. */
#include <stdint.h>

#include "decode/sip/osip.h"
#include "tests/unit/indexkit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
    size_t parts, bytes;
};

static void see(void *ctx, const char *header, const char *part, const char *value)
{
    struct seen *s = ctx;
    if (!*header || !part || !value)
        __builtin_trap();
    s->parts++;
    s->bytes += strlen(header) + strlen(part) + strlen(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *p = padded(data, size, 0);
    struct sip_index x;
    if (sip_index(&x, p, size)) {
        struct seen first = { 0 }, again = { 0 };
        enum osip_verdict v = osip_explain(&x, see, &first);
        if (v != osip_explain(&x, see, &again) || first.parts != again.parts ||
            first.bytes != again.bytes || (v != OSIP_PARSED && first.parts) ||
            !osip_verdict_words(v))
            __builtin_trap();
    }
    free(p);
    return 0;
}
