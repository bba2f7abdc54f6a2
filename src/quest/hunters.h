/*
 * Hunters: how many bots hunt where. What lives in a place comes back in its own time, so where many hunt
 * each of them gets less; who chooses where to go should know. Places are squares of the map, counted by a
 * hash: two that fall together are counted as one. Tick thread only; internal to src/quest.
 */
#ifndef PB_QUEST_HUNTERS_H
#define PB_QUEST_HUNTERS_H

#include "base/memory.h"
#include "include/playerbot_world.h"

struct pb_hunters {
    uint16_t *counts;
    uint32_t count; /* a power of two, or 0 */
};

/* Makes room for so many bots. Returns 1 when it grew, and all have to be counted again, 0 when it did not
 * have to, or PB_E_no_memory. */
int pb_hunters_reserve(const struct pb_memory *memory, struct pb_hunters *hunters, uint32_t bots)
    __attribute__((warn_unused_result));
void pb_hunters_free(const struct pb_memory *memory, struct pb_hunters *hunters);
/* The place that a position belongs to, above 0. */
uint32_t pb_hunters_place(const struct pb_position *position);
/* How many hunt there. O(1). */
unsigned pb_hunters_at(const struct pb_hunters *hunters, uint32_t place);
/* A bot hunts at `to` that hunted at `from`; 0: nowhere. */
void pb_hunters_move(struct pb_hunters *hunters, uint32_t from, uint32_t to);
size_t pb_hunters_bytes(const struct pb_hunters *hunters);

#endif
