/*
 * Twins: bots in the same situation choose the same, so one of them chooses for all. Thousands come into the
 * world together, new, at the places where their races begin, and each would work out what its neighbour just
 * has. The same is: race, class, level, the square of 32 yards, what the quest log holds, which quests are
 * done; what they wear is not looked at, it hardly changes which quest is best. Of twins there are four
 * kinds with tastes of their own, or all would go the same way. Who is in a group or leaves a quest alone for
 * a while chooses alone, and who was not new when it was first seen where the world does not tell what it has
 * done (`read_rewarded`). Who sets out to a giver, alone or not, has worked out what to take there, so that
 * is known when it arrives. A choice is good for a minute. Tick thread only; internal to src/quest.
 */
#ifndef PB_QUEST_TWIN_H
#define PB_QUEST_TWIN_H

#include "quest/state.h"

/* The past of a bot (`past` of struct pb_quester): 0 not looked at yet; else the sum of what it did. */
enum { PB_QUEST_ALONE = 1 };

enum pb_quest_twin_what { PB_QUEST_TWIN_PLANS, PB_QUEST_TWIN_LISTS };

/* Returns 0 or PB_E_no_memory. pb_quest_twins_release() also when it failed. */
int pb_quest_twins_init(struct pb_quests *own) __attribute__((warn_unused_result));
void pb_quest_twins_release(struct pb_quests *own);
void pb_quest_twins_forget(struct pb_quests *own);
size_t pb_quest_twins_bytes(const struct pb_quests *own);

/* The situation of a bot, as a hash; 0: it chooses alone. Lists are kept for who is alone too, as its own
 * twin. What two of them share by chance, at one in 2^64,
 * is a bad choice of one bot. `giver` says where it is, or will be then; 0: where it stands. */
uint64_t pb_quest_twin_key(struct pb_quests *own, pb_bot bot, enum pb_quest_twin_what what, pb_object giver);
/* It has done a quest. */
void pb_quest_twin_done(struct pb_quests *own, pb_bot bot, uint32_t quest_id);

/* NULL: nobody in this situation has chosen of late. */
const struct pb_quest_plan *pb_quest_twin_plan(struct pb_quests *own, uint64_t key);
void pb_quest_twin_keep_plan(struct pb_quests *own, uint64_t key, const struct pb_quest_plan *plan);
/* Which quests to take; returns 1 when that is known. */
int pb_quest_twin_list(struct pb_quests *own, uint64_t key, uint32_t quest_ids[PB_QUEST_OFFERS],
                       unsigned *count);
void pb_quest_twin_keep_list(struct pb_quests *own, uint64_t key, const uint32_t *quest_ids, unsigned count);

#endif
