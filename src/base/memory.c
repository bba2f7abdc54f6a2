#include "base/memory.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *resize(void *user, void *pointer, size_t size)
{
    (void)user;
    if (size > 0)
        return realloc(pointer, size);
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
