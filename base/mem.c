/* The one door to the heap. With RUNG_OOM the tests choose which allocation fails. */
#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>

#ifdef RUNG_OOM
extern int mem_test_fail_after; /* tests/oom: counts down, the allocation that meets 0 fails */
#define MEM_TEST_FAILS() (mem_test_fail_after >= 0 && mem_test_fail_after-- == 0)
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
