#include "session/event_queue.h"

int pb_event_queue_add(struct pb_event_queue *queue, const struct pb_agent_event *event,
                       const struct pb_memory *memory)
{
    return pb_fifo_add(&queue->events, event, sizeof *event, memory);
}

struct pb_agent_event pb_event_queue_take(struct pb_event_queue *queue)
{
    struct pb_agent_event event = {.type = PB_AGENT_EVENT_NONE};

    (void)pb_fifo_take(&queue->events, &event, sizeof event);
    return event;
}

void pb_event_queue_clear(struct pb_event_queue *queue, const struct pb_memory *memory)
{
    pb_fifo_clear(&queue->events, memory);
}
