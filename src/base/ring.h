/*
 * Ring: a lock-free queue of pointers between one producing and one consuming thread.
 * Lamport's bounded queue with each side's copy of the other's index (as in FastForward and folly), so that
 * the shared cache lines move once per batch and not once per item.
 */
#ifndef PB_BASE_RING_H
#define PB_BASE_RING_H

#include "base/memory.h"
#include <stddef.h>

struct pb_ring;

/* Room for at least `capacity` pointers (1 to 2^30). Caller frees. Returns 0 or PB_E_no_memory. */
int pb_ring_new(struct pb_ring **ring, size_t capacity, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* NULL is fine; what is still in it belongs to the caller. */
void pb_ring_free(struct pb_ring *ring);
/* 1, or 0 when it is full. Producing thread only; never waits. */
int pb_ring_push(struct pb_ring *ring, void *item) __attribute__((warn_unused_result));
/* The oldest item, or NULL when it is empty. Consuming thread only; never waits. */
void *pb_ring_pop(struct pb_ring *ring);
/* Whether pb_ring_pop would give NULL. Consuming thread only. */
int pb_ring_is_empty(struct pb_ring *ring);

#endif
