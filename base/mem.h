/* Allocation with one door, so that tests can make the Nth allocation fail. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stdbool.h>
#include <stddef.h>

#define MEM_LINE 64u        /* bytes that the cache takes at once, on nearly all machines */
#define MEM_HUGE (2u << 20) /* from so many bytes on, memory lies on huge pages */

/* Zeroed memory for n objects of size bytes, or NULL (also when n * size overflows). Owned;
 * mem_free. */
void *mem_new(size_t n, size_t size);

/* Like realloc for n objects of size bytes; what is new is not zeroed. NULL leaves p as it was. */
void *mem_resize(void *p, size_t n, size_t size);

void mem_free(void *p);

/* A copy of n bytes that ends in a zero, or NULL. Owned; mem_free. */
char *mem_text(const char *p, size_t n);

/* Zeroed memory that is taken from the system page by page when it is written to; `huge`: in pages
 * of MEM_HUGE, where the kernel has them. NULL: no memory. Owned; mem_unmap with the same size. */
void *mem_map(size_t bytes, bool huge);
void mem_unmap(void *p, size_t bytes);

/* These bytes of an object from mem_map will be written to soon: their pages are fetched at once,
 * which costs less than one by one, or for reading first. */
void mem_populate(void *p, size_t bytes);

/* The bytes at p, all of an object from mem_map, are zero from now on and need no memory until they
 * are written to. */
void mem_forget(void *p, size_t bytes);

/* Brings the line of p into the cache. The empty asm has a reason: a function that does nothing but
 * prefetch counts as one without effect, and gcc leaves calls of it out. */
static inline void mem_prefetch(const void *p)
{
    __builtin_prefetch(p);
    __asm__ volatile("");
}

#ifdef RUNG_OOM /* of tests/oom and tests/linear, which build this file anew */
#include <stdint.h>
extern int mem_test_fail_after;       /* counts down; the allocation that meets 0 fails */
extern uint64_t mem_test_allocations; /* asked for in all */
#endif

#endif
