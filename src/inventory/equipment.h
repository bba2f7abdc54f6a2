/*
 * Equipment: the best of what a bot has, as a whole: a weapon of two hands against one and something in the
 * other, two rings and two trinkets that differ where they must. Pure, but for the cache, which all bots
 * share.
 */
#ifndef PB_INVENTORY_EQUIPMENT_H
#define PB_INVENTORY_EQUIPMENT_H

#include "item/item_value.h"

enum { PB_UPGRADE_ENTRIES = 4096, PB_BEST_PER_SLOT = 3 };

/* Values by (item, class, level): values do not change, so what is found is true. */
struct pb_upgrade_cache {
    struct pb_upgrade_entry {
        uint32_t item;
        uint16_t user; /* class and level */
        float value;
    } entries[PB_UPGRADE_ENTRIES];
    uint64_t hits, misses;
};

/* As pb_item_value, remembered. */
float pb_upgrade_value(struct pb_upgrade_cache *cache, const struct pb_item_template *item,
                       const struct pb_item_user *user);

/* A thing that could be worn. */
struct pb_candidate {
    const struct pb_item_template *item;
    float value;
    uint32_t slots; /* bits that it fits */
    uint8_t from;   /* where it is now */
};

/*
 * Which candidate goes where: `chosen` has its number for each equipment slot, -1 for none. Additive values:
 * exact (each slot by itself, hands and pairs by all that is possible). Returns the sum.
 */
float pb_equipment_choose(const struct pb_candidate *candidates, unsigned count,
                          int8_t chosen[PB_EQUIPMENT_SLOTS]);

#endif
