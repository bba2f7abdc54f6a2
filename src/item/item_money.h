/* Item money: what an item brings in copper, and what nobody needs. Pure. Any thread. */
#ifndef PB_ITEM_ITEM_MONEY_H
#define PB_ITEM_ITEM_MONEY_H

#include "include/playerbot_world_types.h"

/* What a vendor pays for so many; 0: vendors do not take it. */
uint64_t pb_item_money(const struct pb_item_template *item, unsigned count);
/* What a free slot of the bags is expected to bring until the next visit to a vendor, in copper: what brings
 * less is not worth carrying. level * level * (20 + level) / 320: 3 copper at level 5, 302 at level 40, 2,002
 * at level 80; the project's own choice. */
uint32_t pb_item_carry_cost(unsigned level);
/* Nobody needs it: poor quality, or an ordinary thing without a use. */
int pb_item_is_junk(const struct pb_item_template *item);
/* Never sold, never destroyed: for a quest, a key, or so marked. */
int pb_item_is_sacred(const struct pb_item_template *item);
/* Food, drink, bandages and potions that somebody of that level would use. */
int pb_item_is_provision(const struct pb_item_template *item, unsigned level);

#endif
