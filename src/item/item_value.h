/* Item value: what an item is worth to whom, to wear. Pure. Any thread. */
#ifndef PB_ITEM_ITEM_VALUE_H
#define PB_ITEM_ITEM_VALUE_H

#include "item/equip_slots.h"
#include "item/gear_score.h"
#include "item/item_money.h"

/*
 * What wearing it is worth, in points of the user's stat weights, in the best of its slots: stats times
 * weights, armor, and for weapons damage a second. 0 for what the user cannot wear (class, race, level, kind
 * of armor or weapon), and for bags, shirts and tabards. Anything wearable is worth a little more than
 * nothing, and of what is alike the higher item level. Additive: caps of stats are the optimiser's matter.
 */
float pb_item_value(const struct pb_item_template *item, const struct pb_item_user *user);
/* In one slot: a weapon in the off hand does half its damage (version 3.3.5). 0 where it does not fit. */
float pb_item_slot_value(const struct pb_item_template *item, const struct pb_item_user *user, unsigned slot);
/* Level by which the value of wearing differs: below the highest level, stamina and armor count more. */
unsigned pb_item_level_band(unsigned level);

#endif
