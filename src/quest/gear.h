/* Gear: how much better dressed a quest's rewards would make a bot. Internal to src/quest. */
#ifndef PB_QUEST_GEAR_H
#define PB_QUEST_GEAR_H

#include "ai/system.h"

/* What is worn, by slot, in points of the wearer's weights (src/item/item_value.h). */
struct pb_quest_gear {
    float worn[PB_EQUIPMENT_SLOTS], total;
    uint8_t level, race, character_class, specialization; /* of the wearer */
};

/* All zero where the world does not tell. */
void pb_quest_gear_read(const struct pb_system_env *env, pb_bot bot, struct pb_quest_gear *gear);
/* By which share of all that is worn the rewards are better than what they would replace: the best one to
 * choose, and all that are given. */
float pb_quest_gear_gain(const struct pb_world *world, const struct pb_quest_gear *gear,
                         const struct pb_quest_template *quest);

#endif
