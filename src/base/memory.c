#include "base/memory.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Pages of the usual processors are 4 KiB, or 2 MiB where a program asks for it. Blocks from so many bytes on
 * do: what is read here and there in them would else miss the table of pages as often as the caches. */
enum { LARGE_PAGE = 2 << 20, LARGE_BLOCK = 2 * LARGE_PAGE };

/* The pages that lie in the block as a whole. Where it is refused, all goes on with small ones. */
static void ask_for_large_pages(void *block, size_t size)
{
    uintptr_t first = ((uintptr_t)block + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE,
              end = ((uintptr_t)block + size) / LARGE_PAGE * LARGE_PAGE;

    (void)!madvise((char *)block + (first - (uintptr_t)block), end - first, MADV_HUGEPAGE);
}

static void *resize(void *user, void *pointer, size_t size)
{
    (void)user;
    if (size > 0) {
        pointer = realloc(pointer, size);
        if (pointer && size >= LARGE_BLOCK)
            ask_for_large_pages(pointer, size);
        return pointer;
    }
    free(pointer);
    return NULL;
}

const struct pb_memory pb_memory_libc = {resize, NULL};

void *pb_memory_new(const struct pb_memory *memory, size_t count, size_t size)
{
    void *pointer;

    if (size > 0 && count > SIZE_MAX / size)
        return NULL;
    pointer = memory->resize(memory->user, NULL, count * size > 0 ? count * size : 1);
    if (pointer)
        memset(pointer, 0, count * size);
    return pointer;
}

void *pb_memory_resize(const struct pb_memory *memory, void *pointer, size_t size)
{
    return memory->resize(memory->user, pointer, size > 0 ? size : 1);
}

char *pb_memory_copy(const struct pb_memory *memory, const void *bytes, size_t length)
{
    char *copy = length < SIZE_MAX ? memory->resize(memory->user, NULL, length + 1) : NULL;

    if (copy) {
        if (length > 0)
            memcpy(copy, bytes, length);
        copy[length] = '\0';
    }
    return copy;
}

void pb_memory_free(const struct pb_memory *memory, void *pointer)
{
    if (pointer)
        memory->resize(memory->user, pointer, 0);
}
