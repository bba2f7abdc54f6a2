/*
 * Quest cache: where quests are worked on and where they end, as the world has said, for all bots that stand
 * in the same square of 64 yards, or of 512 where about is enough. Kept for two or ten minutes, or until
 * somebody finds that it is not so. Tick thread only; internal to src/quest.
 */
#ifndef PB_QUEST_CACHE_H
#define PB_QUEST_CACHE_H

#include "base/memory.h"
#include "include/playerbot_world.h"

struct pb_quest_cache;

/* Who asks, and from where. */
struct pb_quest_asker {
    const struct pb_world *world;
    const struct pb_position *here;
    uint32_t now_ms;
    pb_actor actor;
    uint8_t is_rough; /* about where is enough: the quest is only offered */
};

/* Caller frees. NULL without memory. */
struct pb_quest_cache *pb_quest_cache_new(const struct pb_memory *memory);
void pb_quest_cache_free(struct pb_quest_cache *cache);
/* Makes room for what so many bots ask; only grows, and what was known is lost then. Returns 0 or
 * PB_E_no_memory. */
int pb_quest_cache_reserve(struct pb_quest_cache *cache, uint32_t bots) __attribute__((warn_unused_result));
/* As find_objective for the nearest place, and the place and object of find_quest_ender. */
int pb_quest_cache_objective(struct pb_quest_cache *cache, const struct pb_quest_asker *asker,
                             uint32_t quest_id, unsigned index, struct pb_position *position,
                             uint32_t *creature) __attribute__((warn_unused_result));
int pb_quest_cache_ender(struct pb_quest_cache *cache, const struct pb_quest_asker *asker, uint32_t quest_id,
                         struct pb_position *position, pb_object *ender) __attribute__((warn_unused_result));
/* The world will be asked about a quest soon: what is known is on its way from memory by then. */
void pb_quest_cache_fetch(const struct pb_quest_cache *cache, const struct pb_position *here,
                          uint32_t quest_id, int is_rough);
/* Forgets what is known of a quest, and of the few that share its last bits; 0: of all. */
void pb_quest_cache_invalidate(struct pb_quest_cache *cache, uint32_t quest_id);
void pb_quest_cache_counts(const struct pb_quest_cache *cache, uint64_t *hits, uint64_t *misses);
/* Bytes that it has anyway, and in `of_bots` those that came with the bots. */
size_t pb_quest_cache_bytes(const struct pb_quest_cache *cache, size_t *of_bots);

#endif
