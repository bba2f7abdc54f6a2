/* Deal: what a bot does with those who give and end quests, and what it knows of its log (QuestManager in the
 * specification). Internal to src/quest. */
#ifndef PB_QUEST_DEAL_H
#define PB_QUEST_DEAL_H

#include "quest/state.h"

/* PB_OK when the bot may take the quest and would: else why not. */
int pb_quest_can_accept(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
    __attribute__((warn_unused_result));
/* Takes an offer of somebody who stands here, and hands it on to the group. The world's error. */
int pb_quest_accept(struct pb_quests *own, pb_bot bot, const struct pb_quest_offer *offer)
    __attribute__((warn_unused_result));
/* Quests in the log, and those of them that can be turned in; returns how many. */
unsigned pb_quest_active(const struct pb_quests *own, pb_bot bot,
                         struct pb_quest_progress log[PB_QUEST_LOG_SIZE]);
unsigned pb_quest_completable(const struct pb_quests *own, pb_bot bot,
                              struct pb_quest_progress log[PB_QUEST_LOG_SIZE]);
/* Hands a quest in, if its ender stands here; chooses the reward. PB_E_too_far, or the world's error. */
int pb_quest_turn_in(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
    __attribute__((warn_unused_result));
/* How much of an objective is still to be done; 0 also for a quest that it does not have. */
unsigned pb_quest_left(const struct pb_quests *own, pb_bot bot, uint32_t quest_id, unsigned objective);
/* How far a quest is: 0 not taken, 1 taken, more with each thing done, PB_QUEST_DONE complete. */
enum { PB_QUEST_DONE = 255 };
unsigned pb_quest_progress_of(const struct pb_quests *own, pb_bot bot, uint32_t quest_id);
/* Does all that there is to do where it stands: hands in, takes, talks. Returns 1 when the quest that it came
 * for has come on. */
int pb_quest_complete(struct pb_quests *own, pb_bot bot);

#endif
