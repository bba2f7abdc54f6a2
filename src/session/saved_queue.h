/* Saved queue: what became of sessions' writes, until the sessions are told. Belongs to one thread. */
#ifndef PB_SESSION_SAVED_QUEUE_H
#define PB_SESSION_SAVED_QUEUE_H

#include "base/memory.h"
#include <stddef.h>
#include <stdint.h>

/* What became of a write. */
struct pb_saved {
    uint32_t account_id;
    uint64_t fence, sequence;
    int error; /* 0: in the database, or in the journal on disk; PB_E_not_holder: refused, another holder
                  wrote since */
};

struct pb_saved_queue {
    struct pb_saved *list;
    size_t first, count, room;
};

/* Without memory nobody is told: the session stays dirty and is written again, which is harmless. */
void pb_saved_queue_add(struct pb_saved_queue *queue, const struct pb_saved *saved,
                        const struct pb_memory *memory);
/* Returns 0 when there is none. */
int pb_saved_queue_take(struct pb_saved_queue *queue, struct pb_saved *saved);
void pb_saved_queue_clear(struct pb_saved_queue *queue, const struct pb_memory *memory);

#endif
