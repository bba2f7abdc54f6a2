/* State of the inventory system. Internal to src/inventory. */
#ifndef PB_INVENTORY_STATE_H
#define PB_INVENTORY_STATE_H

#include "ai/system.h"
#include "inventory/equipment.h"
#include "item/item_value.h"

enum { PB_CORPSES = 4 };

enum pb_loot_policy { PB_TAKE_NEED, PB_TAKE_GREED, PB_TAKE_ALL };

/* What is known of a bot; 56 bytes. */
struct pb_keeper {
    pb_object corpses[PB_CORPSES]; /* with loot, oldest first */
    pb_object vendor;
    uint32_t task_ms, sold_ms; /* since its task began; coordinator's time of the last visit to a vendor */
    uint16_t seen_version;
    uint8_t task, corpse_count, is_checked;
};

enum pb_inventory_task { PB_TASK_IDLE, PB_TASK_LOOT, PB_TASK_SELL, PB_TASKS };

struct pb_inventories {
    struct pb_system_env env;
    struct pb_keeper *keepers;
    uint32_t capacity;
    enum pb_loot_policy policy;
    struct pb_upgrade_cache upgrades;
    uint64_t looted, left, destroyed, sold, equipped, repaired, sorted, bags, rolls, checks;
};

struct pb_item_user pb_inventory_user(const struct pb_inventories *own, pb_bot bot);
const struct pb_item_template *pb_inventory_item(const struct pb_inventories *own, uint32_t entry);
/* What nobody parts with: quest things, what is worn. Else what it is worth to keep: value to wear, or
 * copper. */
float pb_inventory_keep_value(struct pb_inventories *own, pb_bot bot, const struct pb_item_stack *stack);
/* Takes what it should of a corpse; 0 when something is left that it wants and cannot carry. */
int pb_loot_corpse(struct pb_inventories *own, pb_bot bot, pb_object corpse);
void pb_loot_roll(struct pb_inventories *own, pb_bot bot, const struct pb_world_event *event);
/* Sells junk and what is worth less to carry, mends what is worn. */
void pb_sell_here(struct pb_inventories *own, pb_bot bot, pb_object vendor);

#endif
