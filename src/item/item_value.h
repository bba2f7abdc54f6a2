/* Item value: what an item is worth to whom. Pure. Any thread. */
#ifndef PB_ITEM_ITEM_VALUE_H
#define PB_ITEM_ITEM_VALUE_H

#include "include/playerbot_world_types.h"

struct pb_item_user {
    uint8_t level, race, character_class, specialization;
};

/* What wearing it would be worth, in points of the class's stat weights; 0 for what the user cannot wear. */
float pb_item_value(const struct pb_item_template *item, const struct pb_item_user *user);
/* Whether the user may and can wear it: class, race, level, kind of armor and weapon. */
int pb_item_is_usable(const struct pb_item_template *item, const struct pb_item_user *user);
/* Bits of the equipment slots (0 to 18) and bag slots (19 to 22) that it fits. */
uint32_t pb_item_slots(const struct pb_item_template *item, const struct pb_item_user *user);
/* What all worn things together are, as people compare characters: item level by quality and slot, as the
 * GearScore addon of version 3.3.5 weighs them (a weapon of two hands counts twice), without its constants
 * for single items. */
float pb_item_gear_score(const struct pb_item_template *item);
/* Nobody needs it: poor quality, or an ordinary thing without a use. */
int pb_item_is_junk(const struct pb_item_template *item);

#endif
