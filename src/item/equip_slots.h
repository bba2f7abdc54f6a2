/* Equip slots: who may wear what where, by the rules of version 3.3.5. Pure. Any thread. */
#ifndef PB_ITEM_EQUIP_SLOTS_H
#define PB_ITEM_EQUIP_SLOTS_H

#include "item/item_user.h"

/* Whether the user may and can wear it: class, race, level, kind of armor and weapon. Bags: anybody. */
int pb_item_is_usable(const struct pb_item_template *item, const struct pb_item_user *user);
/* Bits of the equipment slots (0 to 18) and bag slots (19 to 22) that it fits; 0 when it is not usable.
 * Weapons of two hands go into one (nobody holds one in each), ammunition and quivers nowhere. */
uint32_t pb_item_slots(const struct pb_item_template *item, const struct pb_item_user *user);
/* Whether it leaves no room for another thing in the off hand. */
int pb_item_takes_both_hands(const struct pb_item_template *item);
/* Warriors and hunters fight with two weapons from level 20, rogues from 10, death knights always, shamans of
 * enhancement from 40. */
int pb_item_has_two_weapons(const struct pb_item_user *user);
/* Whether no more than one may be worn. */
int pb_item_is_unique(const struct pb_item_template *item);

#endif
