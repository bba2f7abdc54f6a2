/*
 * Map: from a 32-bit key to a 32-bit value, 8 bytes a slot. One thread changes it; any thread may look up
 * meanwhile: a slot is one atomic word, and a table that was outgrown is freed only long after.
 * Open addressing with linear probing (D. Knuth, TAOCP vol. 3, 6.4, algorithm L) and Fibonacci hashing.
 */
#ifndef PB_BASE_MAP_H
#define PB_BASE_MAP_H

#include "base/memory.h"
#include <stddef.h>
#include <stdint.h>

struct pb_map;

/* Caller frees. Returns 0 or PB_E_no_memory. */
int pb_map_new(struct pb_map **map, const struct pb_memory *memory) __attribute__((warn_unused_result));
/* No other thread may look up any more. NULL is fine. */
void pb_map_free(struct pb_map *map);
/* The value of a key, 0 for one that is not there. Any thread; never waits. */
uint32_t pb_map_get(const struct pb_map *map, uint32_t key);
/* Sets the value of a key above 0; a value of 0 takes it out. The changing thread only. Returns 0,
 * PB_E_no_memory, or PB_E_bad_value for the key 0, which stands for an empty slot. */
int pb_map_set(struct pb_map *map, uint32_t key, uint32_t value) __attribute__((warn_unused_result));
/* Keys with a value. The changing thread only. */
size_t pb_map_count(const struct pb_map *map);
/* Walks over all: `at` begins with 0; 0 at the end. The changing thread only; the present key may be set
 * meanwhile. */
int pb_map_next(const struct pb_map *map, size_t *at, uint32_t *key, uint32_t *value);
/* Bytes that it takes. The changing thread only. */
size_t pb_map_bytes(const struct pb_map *map);

#endif
