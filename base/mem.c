/* The one door to the heap. With RUNG_OOM the tests choose which allocation fails. */
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef RUNG_OOM
int mem_test_fail_after = -1;
uint64_t mem_test_allocations;

static bool fails(void)
{
    mem_test_allocations++;
    return mem_test_fail_after >= 0 && mem_test_fail_after-- == 0;
}
#define MEM_TEST_FAILS() fails()
#else
#define MEM_TEST_FAILS() 0
#endif

void *mem_new(size_t n, size_t size)
{
    return MEM_TEST_FAILS() ? NULL : calloc(n ? n : 1, size ? size : 1);
}

void *mem_resize(void *p, size_t n, size_t size)
{
    if (MEM_TEST_FAILS() || (size && n > SIZE_MAX / size))
        return NULL;
    return realloc(p, n && size ? n * size : 1);
}

void mem_free(void *p)
{
    free(p);
}
