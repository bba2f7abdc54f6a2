/* Plan: what a quest still takes, and where to go for it. Internal to src/quest. */
#ifndef PB_QUEST_PLAN_H
#define PB_QUEST_PLAN_H

#include "ai/system.h"
#include "quest/strategy.h"

/* The next place of a quest and what is done there. */
enum pb_quest_stage { PB_QUEST_ACCEPT, PB_QUEST_HUNT, PB_QUEST_TALK, PB_QUEST_TURN_IN };

struct pb_quest_plan {
    uint32_t quest_id, entry; /* entry: creature to hunt or to talk to */
    pb_object object;         /* giver or ender */
    struct pb_position position;
    float score, nearest_s;
    struct pb_quest_factors factors;
    uint8_t stage, objective;
};

/* What a plan is made with. */
struct pb_quest_context {
    const struct pb_system_env *env;
    const struct pb_quest_strategy *strategy;
    pb_bot bot;
    struct pb_actor_view view;
    struct pb_group_view group;
    unsigned skip; /* places that were found empty, of the quest that is worked on */
    uint32_t skip_quest;
};

/* Plans a quest that is in the log, or that is offered. Returns 0, or PB_E_gone when it cannot be gone on
 * with. */
int pb_quest_plan_taken(const struct pb_quest_context *context, const struct pb_quest_progress *progress,
                        struct pb_quest_plan *plan) __attribute__((warn_unused_result));
int pb_quest_plan_offer(const struct pb_quest_context *context, const struct pb_quest_offer *offer,
                        struct pb_quest_plan *plan) __attribute__((warn_unused_result));

#endif
