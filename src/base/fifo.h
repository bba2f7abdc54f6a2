/* Fifo: a queue of elements of one size, the oldest out first, with room that grows. Belongs to one thread.
 */
#ifndef PB_BASE_FIFO_H
#define PB_BASE_FIFO_H

#include "base/memory.h"
#include <stddef.h>

struct pb_fifo {
    char *list; /* NULL: none yet */
    size_t first, count, room;
};

/* Copies `size` bytes, the same for all elements. Returns 0 or PB_E_no_memory: nothing was added. */
int pb_fifo_add(struct pb_fifo *fifo, const void *element, size_t size, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* Copies the oldest and takes it out. Returns 0 when there is none. */
int pb_fifo_take(struct pb_fifo *fifo, void *element, size_t size);
void pb_fifo_clear(struct pb_fifo *fifo, const struct pb_memory *memory);

#endif
