#include "base/fifo.h"
#include "base/error.h"
#include <string.h>

enum { FIRST_ROOM = 64 };

int pb_fifo_add(struct pb_fifo *fifo, const void *element, size_t size, const struct pb_memory *memory)
{
    if (fifo->first == fifo->count)
        fifo->first = fifo->count = 0;
    if (fifo->count == fifo->room) {
        size_t room = fifo->room ? fifo->room * 2 : FIRST_ROOM;
        char *list = pb_memory_resize(memory, fifo->list, room * size);

        if (!list)
            return PB_E_no_memory;
        fifo->list = list;
        fifo->room = room;
    }
    memcpy(fifo->list + fifo->count++ * size, element, size);
    return PB_OK;
}

int pb_fifo_take(struct pb_fifo *fifo, void *element, size_t size)
{
    if (fifo->first == fifo->count)
        return 0;
    memcpy(element, fifo->list + fifo->first++ * size, size);
    return 1;
}

void pb_fifo_clear(struct pb_fifo *fifo, const struct pb_memory *memory)
{
    pb_memory_free(memory, fifo->list);
    *fifo = (struct pb_fifo){0};
}
