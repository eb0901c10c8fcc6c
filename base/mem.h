/* Allocation with one door, so that tests can make the Nth allocation fail. */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Zeroed memory for n objects of size bytes, or NULL (also when n * size overflows). Owned;
 * mem_free. */
void *mem_new(size_t n, size_t size);

/* Like realloc for n objects of size bytes; what is new is not zeroed. NULL leaves p as it was. */
void *mem_resize(void *p, size_t n, size_t size);

void mem_free(void *p);

#endif
