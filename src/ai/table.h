/* Table: a system's state for each bot, one array that only grows and begins with a line of memory. Tick
 * thread only. */
#ifndef PB_AI_TABLE_H
#define PB_AI_TABLE_H

#include "base/lines.h"
#include "include/playerbot_error.h"
#include <stdint.h>
#include <string.h>

/* Makes `array_at` the address of one of `wanted` elements of `size` bytes, new ones zero; it is freed with
 * pb_lines_free. Returns 0 or PB_E_no_memory. */
static inline int pb_table_reserve(const struct pb_memory *memory, void *array_at, size_t size,
                                   uint32_t *capacity, uint32_t wanted)
{
    size_t before = size * *capacity;
    void **array = array_at;

    if (wanted <= *capacity)
        return PB_OK;
    if (pb_lines_resize(memory, array_at, before, size * wanted) != PB_OK)
        return PB_E_no_memory;
    memset((char *)*array + before, 0, size * wanted - before);
    *capacity = wanted;
    return PB_OK;
}

/* What a table takes. */
static inline size_t pb_table_bytes(uint32_t capacity, size_t size)
{
    return capacity ? size * capacity + PB_LINE : 0;
}

#endif
