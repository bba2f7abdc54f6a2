/* Gear score: one number for what somebody wears, as people compare characters. Pure. Any thread. */
#ifndef PB_ITEM_GEAR_SCORE_H
#define PB_ITEM_GEAR_SCORE_H

#include "include/playerbot_world_types.h"

/*
 * Of one item. The formula of the GearScoreLite addon for version 3.3.5:
 * floor((item level - A) / B * slot factor * 1.8618), never below 0. A and B by quality, for item levels
 * above 120: rare 81.375 / 0.8125, uncommon 73 / 1, epic and up 91.45 / 0.65; up to 120: epic 26 / 1.2, rare
 * 0.75 / 1.8, uncommon 8 / 2. Legendary counts as epic times 1.3; ordinary and poor things as uncommon times
 * 0.005, which is nothing. Slot factors: head, chest, legs and one hand 1, two hands 2, shoulders, hands,
 * waist and feet 0.75, wrists, neck, back, rings and trinkets 0.5625, ranged 0.3164.
 */
unsigned pb_item_gear_score(const struct pb_item_template *item);
/* Of everything: the sum; with two weapons of two hands each would count half, which nobody here wears. */
unsigned pb_gear_score(const struct pb_item_template *const *worn, unsigned count);

#endif
