/* Event queue: what the agent has to tell the room above, in order. Tick thread only. */
#ifndef PB_SESSION_EVENT_QUEUE_H
#define PB_SESSION_EVENT_QUEUE_H

#include "base/fifo.h"
#include "session/agent.h"

struct pb_event_queue {
    struct pb_fifo events;
};

int pb_event_queue_add(struct pb_event_queue *queue, const struct pb_agent_event *event,
                       const struct pb_memory *memory) __attribute__((warn_unused_result));
/* The oldest; type NONE when it is empty. */
struct pb_agent_event pb_event_queue_take(struct pb_event_queue *queue);
void pb_event_queue_clear(struct pb_event_queue *queue, const struct pb_memory *memory);

#endif
