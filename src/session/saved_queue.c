#include "session/saved_queue.h"

void pb_saved_queue_add(struct pb_saved_queue *queue, const struct pb_saved *saved,
                        const struct pb_memory *memory)
{
    if (queue->first == queue->count)
        queue->first = queue->count = 0;
    if (queue->count == queue->room) {
        size_t room = queue->room ? queue->room * 2 : 256;
        struct pb_saved *list = pb_memory_resize(memory, queue->list, room * sizeof *list);

        if (!list)
            return;
        queue->list = list;
        queue->room = room;
    }
    queue->list[queue->count++] = *saved;
}

int pb_saved_queue_take(struct pb_saved_queue *queue, struct pb_saved *saved)
{
    if (queue->first == queue->count)
        return 0;
    *saved = queue->list[queue->first++];
    return 1;
}

void pb_saved_queue_clear(struct pb_saved_queue *queue, const struct pb_memory *memory)
{
    pb_memory_free(memory, queue->list);
    *queue = (struct pb_saved_queue){0};
}
