#include "session/event_queue.h"
#include "base/error.h"

int pb_event_queue_add(struct pb_event_queue *queue, const struct pb_agent_event *event,
                       const struct pb_memory *memory)
{
    if (queue->first == queue->count)
        queue->first = queue->count = 0;
    if (queue->count == queue->room) {
        size_t room = queue->room ? queue->room * 2 : 64;
        struct pb_agent_event *events = pb_memory_resize(memory, queue->events, room * sizeof *events);

        if (!events)
            return PB_E_no_memory;
        queue->events = events;
        queue->room = room;
    }
    queue->events[queue->count++] = *event;
    return PB_OK;
}

struct pb_agent_event pb_event_queue_take(struct pb_event_queue *queue)
{
    return queue->first < queue->count ? queue->events[queue->first++]
                                       : (struct pb_agent_event){.type = PB_AGENT_EVENT_NONE};
}

void pb_event_queue_clear(struct pb_event_queue *queue, const struct pb_memory *memory)
{
    pb_memory_free(memory, queue->events);
    *queue = (struct pb_event_queue){0};
}
