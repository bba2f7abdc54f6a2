#include "base/ring.h"
#include "base/error.h"
#include <stdatomic.h>

enum { CACHE_LINE = 64 };

struct pb_ring {
    const struct pb_memory *memory;
    void **slots;
    size_t mask;
    char pad_a[CACHE_LINE];
    /* The consumer's line. */
    _Atomic size_t head;
    size_t known_tail;
    char pad_b[CACHE_LINE];
    /* The producer's line. */
    _Atomic size_t tail;
    size_t known_head;
    char pad_c[CACHE_LINE];
};

int pb_ring_new(struct pb_ring **out, size_t capacity, const struct pb_memory *memory)
{
    struct pb_ring *ring = pb_memory_new(memory, 1, sizeof *ring);
    size_t size = 2;

    if (!ring)
        return PB_E_no_memory;
    while (size < capacity)
        size *= 2;
    ring->memory = memory;
    ring->mask = size - 1;
    if (!(ring->slots = pb_memory_new(memory, size, sizeof *ring->slots))) {
        pb_memory_free(memory, ring);
        return PB_E_no_memory;
    }
    *out = ring;
    return PB_OK;
}

void pb_ring_free(struct pb_ring *ring)
{
    if (!ring)
        return;
    pb_memory_free(ring->memory, ring->slots);
    pb_memory_free(ring->memory, ring);
}

int pb_ring_push(struct pb_ring *ring, void *item)
{
    size_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);

    if (tail - ring->known_head > ring->mask) {
        ring->known_head = atomic_load_explicit(&ring->head, memory_order_acquire);
        if (tail - ring->known_head > ring->mask)
            return 0;
    }
    ring->slots[tail & ring->mask] = item;
    /* Release: who sees the index sees the item. */
    atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
    return 1;
}

void *pb_ring_pop(struct pb_ring *ring)
{
    size_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);
    void *item;

    if (head == ring->known_tail) {
        ring->known_tail = atomic_load_explicit(&ring->tail, memory_order_acquire);
        if (head == ring->known_tail)
            return NULL;
    }
    item = ring->slots[head & ring->mask];
    atomic_store_explicit(&ring->head, head + 1, memory_order_release);
    return item;
}

int pb_ring_is_empty(struct pb_ring *ring)
{
    return atomic_load_explicit(&ring->head, memory_order_relaxed) ==
           atomic_load_explicit(&ring->tail, memory_order_acquire);
}
