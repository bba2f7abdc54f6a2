/* Gear: how much better dressed a quest's rewards would make a bot. Internal to src/quest. */
#ifndef PB_QUEST_GEAR_H
#define PB_QUEST_GEAR_H

#include "ai/system.h"
#include "item/item_user.h"

/* What is worn, by slot, in points of the wearer's weights (src/item/item_value.h). */
struct pb_quest_gear {
    float worn[PB_EQUIPMENT_SLOTS], total;
    struct pb_item_user user; /* who wears it */
};

/* The bot as one who uses items. */
struct pb_item_user pb_quest_user(const struct pb_system_env *env, pb_bot bot);
/* Nothing worn where the world does not tell. */
void pb_quest_gear_read(const struct pb_system_env *env, pb_bot bot, struct pb_quest_gear *gear);
/* By which share of all that is worn the rewards are better than what they would replace: the best one to
 * choose, and all that are given. */
float pb_quest_gear_gain(const struct pb_world *world, const struct pb_quest_gear *gear,
                         const struct pb_quest_template *quest);

#endif
