/* Counted: a memory that counts the bytes which malloc gave for it, its own overhead aside. One thread. */
#ifndef PB_TESTS_COUNTED_H
#define PB_TESTS_COUNTED_H

#include "base/memory.h"
#include <malloc.h>
#include <stdlib.h>

struct pb_counted {
    struct pb_memory memory;
    size_t bytes, blocks;
};

static inline void *pb_counted_resize(void *user, void *pointer, size_t size)
{
    struct pb_counted *counted = user;
    size_t before = pointer ? malloc_usable_size(pointer) : 0;
    void *block;

    if (size == 0) {
        counted->bytes -= before;
        counted->blocks -= pointer != NULL;
        free(pointer);
        return NULL;
    }
    block = realloc(pointer, size);
    if (block) {
        counted->bytes += malloc_usable_size(block) - before;
        counted->blocks += !pointer;
    }
    return block;
}

static inline void pb_counted_init(struct pb_counted *counted)
{
    *counted = (struct pb_counted){{pb_counted_resize, counted}, 0, 0};
}

#endif
