/* The one door to the heap. With RUNG_OOM the tests choose which allocation fails. */
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

static size_t whole_pages(size_t bytes)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    return bytes > SIZE_MAX - page ? 0 : (bytes + page - 1) & ~(page - 1);
}

/* Wishes for huge pages where the kernel has them: what is large is looked up at random, and small
 * pages cost a quarter of the time there. */
static void wish_huge(void *p, size_t bytes)
{
    size_t into = (uintptr_t)p & (whole_pages(1) - 1);
    madvise((char *)p - into, whole_pages(bytes + into), MADV_HUGEPAGE);
}

void *mem_new(size_t n, size_t size)
{
    if (MEM_TEST_FAILS() || (size && n > SIZE_MAX / size))
        return NULL;
    void *p = calloc(n ? n : 1, size ? size : 1);
    if (p && n * size >= MEM_HUGE) /* it has pages of its own, which nothing has touched yet */
        wish_huge(p, n * size);
    return p;
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

char *mem_text(const char *p, size_t n)
{
    char *text = n < SIZE_MAX ? mem_new(n + 1, 1) : NULL;
    if (text && n)
        memcpy(text, p, n);
    return text;
}

static void *map(size_t bytes)
{
    void *p = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

/* A huge page begins where its size divides the address: more is asked for, the edges are given
 * back. */
static void *map_huge(size_t bytes)
{
    char *all = bytes < SIZE_MAX - MEM_HUGE ? map(bytes + MEM_HUGE) : NULL;
    if (!all)
        return NULL;
    size_t before = -(uintptr_t)all & (MEM_HUGE - 1);
    mem_unmap(all, before);
    mem_unmap(all + before + bytes, MEM_HUGE - before);
    wish_huge(all + before, bytes);
    return all + before;
}

void *mem_map(size_t bytes, bool huge)
{
    size_t whole = whole_pages(bytes);
    if (MEM_TEST_FAILS() || !whole)
        return NULL;
    return huge ? map_huge(whole) : map(whole);
}

void mem_unmap(void *p, size_t bytes)
{
    if (p && bytes)
        munmap(p, whole_pages(bytes));
}

void mem_populate(void *p, size_t bytes)
{
    size_t into = (uintptr_t)p & (whole_pages(1) - 1);
    madvise((char *)p - into, whole_pages(bytes + into), MADV_POPULATE_WRITE);
}

void mem_forget(void *p, size_t bytes)
{
    if (madvise(p, whole_pages(bytes), MADV_DONTNEED) < 0)
        memset(p, 0, bytes);
}
