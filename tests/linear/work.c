/* Counts work: a hook that the compiler calls in every basic block, and wrappers around the
 * functions of libc that walk over bytes. This file and mem.c are compiled without the hook. */
#include "tests/linear/work.h"

#include <string.h>

#include "base/mem.h"

static struct work done;

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void)
{
    done.blocks++;
}

void work_reset(void)
{
    done = (struct work){ 0 };
    mem_test_allocations = 0;
}

struct work work_done(void)
{
    struct work w = done;
    w.allocations = mem_test_allocations;
    return w;
}

/* Up to where a search looked. */
static void searched(const void *p, size_t n, const void *found)
{
    done.bytes += found ? (size_t)((const char *)found - (const char *)p) : n;
}

void *__real_memchr(const void *p, int c, size_t n);
void *__wrap_memchr(const void *p, int c, size_t n);
void *__wrap_memchr(const void *p, int c, size_t n)
{
    void *r = __real_memchr(p, c, n);
    searched(p, n, r);
    return r;
}

void *__real_memrchr(const void *p, int c, size_t n);
void *__wrap_memrchr(const void *p, int c, size_t n);
void *__wrap_memrchr(const void *p, int c, size_t n)
{
    void *r = __real_memrchr(p, c, n);
    done.bytes += r ? n - (size_t)((char *)r - (const char *)p) : n;
    return r;
}

void *__real_memmem(const void *p, size_t n, const void *q, size_t m);
void *__wrap_memmem(const void *p, size_t n, const void *q, size_t m);
void *__wrap_memmem(const void *p, size_t n, const void *q, size_t m)
{
    void *r = __real_memmem(p, n, q, m);
    searched(p, n, r);
    return r;
}

void *__real_memcpy(void *p, const void *q, size_t n);
void *__wrap_memcpy(void *p, const void *q, size_t n);
void *__wrap_memcpy(void *p, const void *q, size_t n)
{
    done.bytes += n;
    return __real_memcpy(p, q, n);
}

void *__real_memmove(void *p, const void *q, size_t n);
void *__wrap_memmove(void *p, const void *q, size_t n);
void *__wrap_memmove(void *p, const void *q, size_t n)
{
    done.bytes += n;
    return __real_memmove(p, q, n);
}

void *__real_memset(void *p, int c, size_t n);
void *__wrap_memset(void *p, int c, size_t n);
void *__wrap_memset(void *p, int c, size_t n)
{
    done.bytes += n;
    return __real_memset(p, c, n);
}

int __real_memcmp(const void *p, const void *q, size_t n);
int __wrap_memcmp(const void *p, const void *q, size_t n);
int __wrap_memcmp(const void *p, const void *q, size_t n)
{
    done.bytes += n;
    return __real_memcmp(p, q, n);
}

size_t __real_strlen(const char *p);
size_t __wrap_strlen(const char *p);
size_t __wrap_strlen(const char *p)
{
    size_t n = __real_strlen(p);
    done.bytes += n;
    return n;
}
