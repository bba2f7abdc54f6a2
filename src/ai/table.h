/* Table: a system's state for each bot, one array that only grows. Tick thread only. */
#ifndef PB_AI_TABLE_H
#define PB_AI_TABLE_H

#include "base/memory.h"
#include "include/playerbot_error.h"
#include <stdint.h>
#include <string.h>

/* Makes `array` one of `capacity` elements of `size` bytes, new ones zero. Returns 0 or PB_E_no_memory. */
static inline int pb_table_reserve(const struct pb_memory *memory, void *array_at, size_t size,
                                   uint32_t *capacity, uint32_t wanted)
{
    void **array = array_at;
    char *bigger;

    if (wanted <= *capacity)
        return PB_OK;
    bigger = pb_memory_resize(memory, *array, size * wanted);
    if (!bigger)
        return PB_E_no_memory;
    memset(bigger + size * *capacity, 0, size * (wanted - *capacity));
    *array = bigger;
    *capacity = wanted;
    return PB_OK;
}

#endif
