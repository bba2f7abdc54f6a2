/*
 * Cache: values of one size under 64-bit keys, a fixed number of them; nothing is allocated once it is there.
 * Four entries form a set, which is where a key may lie; in a full set the one that was not asked for since
 * the hand last came by makes room (CLOCK: F. Corbato, "A paging experiment with the Multics system", 1968).
 * Forgetting everything takes no time: each entry has the number of the generation that it is of. 12 bytes an
 * entry besides the value. One thread.
 */
#ifndef PB_BASE_CACHE_H
#define PB_BASE_CACHE_H

#include "base/memory.h"
#include <stdint.h>

enum { PB_CACHE_WAYS = 4 };

struct pb_cache_set {
    uint64_t keys[PB_CACHE_WAYS];
    uint16_t generations[PB_CACHE_WAYS]; /* 0: empty */
    uint8_t used;                        /* bits: asked for since the hand came by */
    uint8_t hand;
};

struct pb_cache_counts {
    uint64_t hits, misses; /* look-ups that found a value, and that did not */
    uint64_t evictions;    /* values that made room for others */
};

/* Everything but `stats` is the functions' own. */
struct pb_cache {
    struct pb_cache_counts stats;
    struct pb_cache_set *sets;
    unsigned char *values;
    size_t value_size;
    uint32_t set_count; /* a power of two */
    uint16_t generation;
    struct pb_memory memory;
};

/* Room for `entries` values or more, up to the next power of two. pb_cache_release() after it, also when it
 * failed. Returns 0, PB_E_no_memory, or PB_E_bad_argument for no entries, too many, or a value size of 0. */
int pb_cache_init(struct pb_cache *cache, uint32_t entries, size_t value_size, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
/* One that is all zeros is fine. */
void pb_cache_release(struct pb_cache *cache);
/* Takes no key for another: callers look up by all that a value depends upon. NULL when it is not there.
 * Valid until the next pb_cache_add(). */
void *pb_cache_find(struct pb_cache *cache, uint64_t key);
/* The place for the value of a key, which the caller fills at once; what was there is lost, and the bytes are
 * of another value. Never fails. Valid until the next pb_cache_add(). */
void *pb_cache_add(struct pb_cache *cache, uint64_t key);
/* What is known of a key is true no more. */
void pb_cache_forget(struct pb_cache *cache, uint64_t key);
/* Nothing that is known is true any more. */
void pb_cache_forget_all(struct pb_cache *cache);
/* Bytes that were taken for it. */
size_t pb_cache_bytes(const struct pb_cache *cache);

#endif
