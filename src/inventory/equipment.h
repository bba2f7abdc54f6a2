/*
 * Equipment: what of a bot's things would be best together, and what another one would add (the
 * specification's EquipmentOptimizer). Pure but for the workspace and the cache that all bots share. Tick
 * thread only.
 */
#ifndef PB_INVENTORY_EQUIPMENT_H
#define PB_INVENTORY_EQUIPMENT_H

#include "base/cache.h"
#include "inventory/gear.h"
#include "item/item_value.h"

enum { PB_UPGRADES = 8192, PB_LEVELS_AHEAD = 5 };

/* What wearing a thing is worth, by (item, class, specialisation, level band). It never changes, so what the
 * cache knows is true. */
struct pb_upgrade {
    uint32_t slots; /* as if the level required were reached */
    float value, off_value;
};

/* `cache`: of struct pb_upgrade. Valid until the next call. */
const struct pb_upgrade *pb_equipment_stat_value(struct pb_cache *cache, const struct pb_item_template *item,
                                                 const struct pb_item_user *user);

/* A problem for the optimiser, with its items. */
struct pb_outfit {
    struct pb_gear_item items[PB_GEAR_ITEMS];
    uint8_t from[PB_GEAR_ITEMS]; /* the inventory's slot of each */
    struct pb_gear_problem problem;
};

struct pb_outfit_source {
    const struct pb_item_stack *stacks;
    const struct pb_item_template *const *items;
    unsigned count;
    struct pb_item_user user;
    unsigned levels_ahead; /* things for so many levels more count as if they could be worn */
};

/* Lists all that can be worn. What is worn counts a hundredth more, so that nothing is changed for nothing.
 */
void pb_equipment_list(struct pb_cache *cache, const struct pb_outfit_source *source,
                       struct pb_outfit *outfit);
/* Adds one thing that it does not have yet; 0 when it could not wear it. */
int pb_equipment_add(struct pb_cache *cache, struct pb_outfit *outfit, const struct pb_outfit_source *source,
                     const struct pb_item_template *item);
/* What everything together would be worth more with a thing that it does not have; 0 for no upgrade. */
float pb_equipment_simulate(struct pb_cache *cache, struct pb_gear *gear,
                            const struct pb_outfit_source *source, const struct pb_item_template *item);
/* Index in the outfit of the thing with the greatest value for a slot, -1 for none. */
int pb_equipment_best_in_slot(const struct pb_outfit *outfit, unsigned slot);

#endif
