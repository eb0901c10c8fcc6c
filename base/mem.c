/* The one door to the heap. With RUNG_OOM the tests choose which allocation fails. */
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

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

/* On huge pages where the kernel has them: a large capture is looked up at random, and small pages
 * cost a quarter of the time there. */
static void *new_huge(size_t bytes)
{
    size_t whole = (bytes + MEM_HUGE - 1) & ~(size_t)(MEM_HUGE - 1);
    void *p = whole < bytes ? NULL : aligned_alloc(MEM_HUGE, whole);
    if (!p)
        return NULL;
    madvise(p, whole, MADV_HUGEPAGE); /* a wish; without it the pages are small ones */
    return memset(p, 0, bytes);
}

void *mem_new(size_t n, size_t size)
{
    if (MEM_TEST_FAILS() || (size && n > SIZE_MAX / size))
        return NULL;
    return n * size >= MEM_HUGE ? new_huge(n * size) : calloc(n ? n : 1, size ? size : 1);
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

void mem_forget(void *p, size_t bytes)
{
    size_t whole = bytes / MEM_HUGE * MEM_HUGE;
    if (madvise(p, whole, MADV_DONTNEED) < 0)
        memset(p, 0, whole);
    memset((char *)p + whole, 0, bytes - whole);
}
