/* Fuzz target: the records of pcapng files, whole, in pieces, and by the reader. */
#include "tests/fuzz/fuzz_source.h"

extern const struct source source_pcapng;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_source(&source_pcapng, data, size);
    return 0;
}
