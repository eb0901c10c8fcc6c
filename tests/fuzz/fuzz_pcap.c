/* Fuzz target: the records of pcap files, whole, in pieces, and by the reader. */
#include "tests/fuzz/fuzz_source.h"

extern const struct source source_pcap;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_source(&source_pcap, data, size);
    return 0;
}
