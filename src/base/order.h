/*
 * Order: numbers in the order of what they stand for, such as rows of a table by their price; as many at most
 * as was said at first, nothing is allocated once it is there. They lie in chunks of 64, as the leaves of a
 * B+ tree (R. Bayer, E. McCreight, Acta Informatica 1, 1972) over which one array stands instead of inner
 * nodes. When no chunk is free for a split, all are filled anew and evenly, which takes about a nanosecond a
 * number and happens once in thousands of changes. About 5.4 bytes a number. One thread.
 */
#ifndef PB_BASE_ORDER_H
#define PB_BASE_ORDER_H

#include "base/memory.h"
#include <stdint.h>

enum { PB_ORDER_CHUNK = 64 };
#define PB_ORDER_END UINT32_MAX

/* Below 0, 0 or above 0, as of strcmp; 0 for nothing but a number and itself. What `a` and `b` stand for must
 * not change while they are in the order. */
typedef int pb_order_compare_fn(const void *user, uint32_t a, uint32_t b);

/* All is the functions' own. */
struct pb_order {
    pb_order_compare_fn *compare;
    const void *user;
    uint32_t *numbers; /* of each chunk: PB_ORDER_CHUNK */
    uint32_t *chunks;  /* the first `used` are in order, those behind are free */
    uint8_t *fill;     /* numbers in each chunk */
    uint32_t count, capacity, used, chunk_count;
    uint64_t repacks;
    struct pb_memory memory;
};

/* A place; true until the order changes. */
struct pb_order_place {
    uint32_t chunk, at;
};

/* pb_order_release() after it, also when it failed. Returns 0 or PB_E_no_memory. */
int pb_order_init(struct pb_order *order, uint32_t capacity, pb_order_compare_fn *compare, const void *user,
                  const struct pb_memory *memory) __attribute__((warn_unused_result));
/* One that is all zeros is fine. */
void pb_order_release(struct pb_order *order);
/* Puts a number in, which is not in it yet; there must be fewer than the capacity. */
void pb_order_insert(struct pb_order *order, uint32_t number);
/* Takes one out that is in it. */
void pb_order_remove(struct pb_order *order, uint32_t number);
/* Where the first number is that is not before `probe`, which need not be in it. */
struct pb_order_place pb_order_find(const struct pb_order *order, uint32_t probe);
/* The number there, PB_ORDER_END behind the last one. */
uint32_t pb_order_at(const struct pb_order *order, struct pb_order_place place);
/* The next place; that of the number before, or the same where there is none. */
struct pb_order_place pb_order_next(const struct pb_order *order, struct pb_order_place place);
struct pb_order_place pb_order_previous(const struct pb_order *order, struct pb_order_place place);
/* Bytes that were taken for it. */
size_t pb_order_bytes(const struct pb_order *order);

#endif
