#include "base/lines.h"
#include "include/playerbot_error.h"
#include <stdint.h>
#include <string.h>

int pb_lines_resize(const struct pb_memory *memory, void **block, void *array_at, size_t kept, size_t bytes)
{
    void **array = array_at;
    char *bigger = pb_memory_resize(memory, NULL, bytes + PB_LINE), *first;

    if (!bigger)
        return PB_E_no_memory;
    first = bigger + PB_LINE - (uintptr_t)bigger % PB_LINE;
    if (kept)
        memcpy(first, *array, kept);
    pb_memory_free(memory, *block);
    *block = bigger;
    *array = first;
    return PB_OK;
}
