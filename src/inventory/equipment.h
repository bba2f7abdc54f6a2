/*
 * Equipment: what of a bot's things would be best together, and what another one would add (the
 * specification's EquipmentOptimizer). Pure but for the workspace and the cache that all bots share. Tick
 * thread only.
 */
#ifndef PB_INVENTORY_EQUIPMENT_H
#define PB_INVENTORY_EQUIPMENT_H

#include "inventory/gear.h"
#include "item/item_value.h"

enum { PB_UPGRADE_ENTRIES = 8192, PB_LEVELS_AHEAD = 5 };

/* Values by (item, class, specialisation, level band). They never change, so what is found is true. A new one
 * takes the place of the old one in its entry. */
struct pb_upgrade_entry {
    uint32_t item, slots; /* slots as if the level required were reached */
    float value, off_value;
    uint16_t user;
};

struct pb_upgrade_cache {
    struct pb_upgrade_entry entries[PB_UPGRADE_ENTRIES];
    uint64_t hits, misses;
};

/* Valid until the next call. */
const struct pb_upgrade_entry *pb_equipment_stat_value(struct pb_upgrade_cache *cache,
                                                       const struct pb_item_template *item,
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
void pb_equipment_list(struct pb_upgrade_cache *cache, const struct pb_outfit_source *source,
                       struct pb_outfit *outfit);
/* Adds one thing that it does not have yet; 0 when it could not wear it. */
int pb_equipment_add(struct pb_upgrade_cache *cache, struct pb_outfit *outfit,
                     const struct pb_outfit_source *source, const struct pb_item_template *item);
/* What everything together would be worth more with a thing that it does not have; 0 for no upgrade. */
float pb_equipment_simulate(struct pb_upgrade_cache *cache, struct pb_gear *gear,
                            const struct pb_outfit_source *source, const struct pb_item_template *item);
/* Index in the outfit of the thing with the greatest value for a slot, -1 for none. */
int pb_equipment_best_in_slot(const struct pb_outfit *outfit, unsigned slot);

#endif
