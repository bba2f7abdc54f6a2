#include "base/lines.h"
#include "include/playerbot_error.h"
#include <string.h>

/* What it lies in stands just before an array: allocators leave room for a pointer there at least. */
_Static_assert(sizeof(void *) <= _Alignof(max_align_t), "a block begins so far before a line, or further");

int pb_lines_resize(const struct pb_memory *memory, void *array_at, size_t kept, size_t bytes)
{
    void **array = array_at;
    char *block = pb_memory_resize(memory, NULL, bytes + PB_LINE), *first;

    if (!block)
        return PB_E_no_memory;
    first = block + PB_LINE - (uintptr_t)block % PB_LINE;
    memcpy(first - sizeof block, &block, sizeof block);
    if (kept)
        memcpy(first, *array, kept);
    pb_lines_free(memory, *array);
    *array = first;
    return PB_OK;
}

int pb_lines_slots(const struct pb_memory *memory, void *array_at, size_t size, uint32_t *count,
                   uint32_t wanted)
{
    uint32_t slots = *count ? *count : 1;

    while (slots < wanted)
        slots *= 2;
    if (slots == *count)
        return PB_OK;
    if (pb_lines_resize(memory, array_at, 0, slots * size) != PB_OK)
        return PB_E_no_memory;
    memset(*(void **)array_at, 0, slots * size);
    *count = slots;
    return PB_OK;
}

void pb_lines_free(const struct pb_memory *memory, void *array)
{
    void *block;

    if (!array)
        return;
    memcpy(&block, (char *)array - sizeof block, sizeof block);
    pb_memory_free(memory, block);
}
