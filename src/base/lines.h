/* Lines: arrays that begin with a line of memory, for elements that are a whole number of lines: to look at
 * one of them, anywhere, waits for no more lines than it has. */
#ifndef PB_BASE_LINES_H
#define PB_BASE_LINES_H

#include "base/memory.h"
#include <stdint.h>

enum { PB_LINE = 64 /* bytes that come from memory at once */ };

/*
 * Makes `array_at`, the address of a pointer to an array (NULL at first), one of `bytes`, of which the first
 * `kept` are as before. It stays as it is when there is no memory. Returns 0 or PB_E_no_memory.
 */
int pb_lines_resize(const struct pb_memory *memory, void *array_at, size_t kept, size_t bytes)
    __attribute__((warn_unused_result));
/*
 * Makes `array_at` slots for a hash: as many as the least power of two that is at least `wanted`, but never
 * fewer than the `count` there are; when they grow all are zero. Both stay as they are when there is no
 * memory. Returns 0 or PB_E_no_memory.
 */
int pb_lines_slots(const struct pb_memory *memory, void *array_at, size_t size, uint32_t *count,
                   uint32_t wanted) __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_lines_free(const struct pb_memory *memory, void *array);

#endif
