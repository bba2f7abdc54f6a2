/*
 * Allocations: counts every call of malloc and its kin in this program, also from shared libraries, while a
 * thread asks for it. The program's own functions stand before those of glibc, which does the work under its
 * other names. Include it in one source file. Sanitizers and valgrind bring an allocator of their own:
 * nothing is counted then, and pb_allocations_are_counted() says so.
 */
#ifndef PB_TESTS_ALLOCATIONS_H
#define PB_TESTS_ALLOCATIONS_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define PB_ALLOCATIONS_COUNTED 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PB_ALLOCATIONS_COUNTED 0
#endif
#endif
#ifndef PB_ALLOCATIONS_COUNTED
#define PB_ALLOCATIONS_COUNTED 1
#endif

/* Of this thread. */
static _Thread_local struct {
    int is_counting;
    uint64_t count, frees;
    void *first; /* who called first, for addr2line */
} pb_allocations;

static inline int pb_allocations_are_counted(void)
{
    const char *loaded = getenv("LD_PRELOAD");

    return PB_ALLOCATIONS_COUNTED && !(loaded && strstr(loaded, "vgpreload"));
}

#if PB_ALLOCATIONS_COUNTED
/* Seen by shared libraries too. */
#pragma GCC visibility push(default)
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *pointer, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *pointer);

static inline void pb_count_allocation(void *caller)
{
    if (!pb_allocations.is_counting)
        return;
    if (!pb_allocations.count++)
        pb_allocations.first = caller;
}

void *malloc(size_t size)
{
    pb_count_allocation(__builtin_return_address(0));
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    pb_count_allocation(__builtin_return_address(0));
    return __libc_calloc(count, size);
}

void *realloc(void *pointer, size_t size)
{
    pb_count_allocation(__builtin_return_address(0));
    return __libc_realloc(pointer, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    pb_count_allocation(__builtin_return_address(0));
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **pointer, size_t alignment, size_t size)
{
    pb_count_allocation(__builtin_return_address(0));
    *pointer = __libc_memalign(alignment, size);
    return *pointer ? 0 : ENOMEM;
}

void free(void *pointer)
{
    if (pb_allocations.is_counting && pointer)
        pb_allocations.frees++;
    __libc_free(pointer);
}
#pragma GCC visibility pop
#endif

#endif
