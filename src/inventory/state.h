/* State of the inventory system, and what its parts share. Internal to src/inventory. Tick thread only. */
#ifndef PB_INVENTORY_STATE_H
#define PB_INVENTORY_STATE_H

#include "ai/system.h"
#include "inventory/equipment.h"
#include "inventory/loot_policy.h"

enum {
    PB_CORPSES = 8,
    PB_STACKS = PB_INVENTORY_SLOTS,
    PB_FEW_SLOTS = 3,       /* free: time to sell */
    PB_ENOUGH_SLOTS = 8,    /* free: time to stop selling what has a price on the market */
    PB_BAD_DURABILITY = 25, /* percent: time to mend */
    PB_PROVISIONS = 20      /* pieces of food and the like that are carried */
};

/* What a stack is worth to keep, in copper; from PB_KEEP_WANTED on it is not sold, from PB_KEEP_ALWAYS on not
 * destroyed either. */
#define PB_KEEP_WANTED 1e8f
#define PB_KEEP_ALWAYS 1e9f

enum pb_inventory_task { PB_TASK_IDLE, PB_TASK_LOOT, PB_TASK_SELL, PB_TASKS };

enum pb_inventory_decision {
    PB_DECIDED_EQUIP = 1, /* choice: item, other: slot */
    PB_DECIDED_DESTROY,   /* choice: item that went, other: item it made room for; scores: what they are worth
                           */
    PB_DECIDED_ROLL,      /* choice: item, other: enum pb_roll; score: gain in value */
    PB_DECIDED_SELL       /* choice: creature; score: free slots, other score: worst durability */
};

/* What is known of a bot; 104 bytes. */
struct pb_keeper {
    pb_object corpses[PB_CORPSES]; /* with loot, the most promising first */
    pb_object vendor;
    uint32_t begun_ms;           /* coordinator's time when its task began */
    uint32_t sold_ms, mended_ms; /* from when on it may go to a vendor, or to a smith, again */
    uint32_t signature;          /* of what could be worn when it was last compared; 0: never */
    uint16_t seen_version;       /* of the inventory */
    uint8_t ranks[PB_CORPSES];   /* of each corpse */
    uint8_t task, corpse_count, seen_level, vendor_role;
    uint8_t vain_sales, vain_mends; /* visits in a row after which its bags were as full, its gear as bad */
};

#define PB_INVENTORY_FIGURES(X)                                                                              \
    X(looted, "items", "things taken from corpses")                                                          \
    X(left, "items", "things left behind")                                                                   \
    X(destroyed, "stacks", "stacks destroyed to make room")                                                  \
    X(sold, "stacks", "stacks sold")                                                                         \
    X(earned, "copper", "money that vendors paid")                                                           \
    X(repaired, "repairs", "visits to a smith")                                                              \
    X(bought, "purchases", "food and bags bought")                                                           \
    X(equipped, "items", "things put on")                                                                    \
    X(bags, "bags", "larger bags put on")                                                                    \
    X(needs, "rolls", "rolls of need")                                                                       \
    X(greeds, "rolls", "rolls of greed")                                                                     \
    X(passes, "rolls", "rolls that were passed")                                                             \
    X(sorted, "times", "bags put in order")                                                                  \
    X(compared, "times", "times that all things of a bot were compared")                                     \
    X(simulated, "times", "upgrades that were simulated")                                                    \
    X(cut_short, "times", "comparisons that ended at the limit of the search")                               \
    X(vendors_gone, "visits", "vendors that were not there")                                                 \
    X(given_up, "tasks", "tasks that were not ended")

struct pb_inventories {
    struct pb_system_env env;
    struct pb_keeper *keepers;
    uint32_t capacity;
    const struct pb_loot_policy *policy;
    struct pb_gear *gear;
    struct pb_cache upgrades; /* of struct pb_upgrade */
#define X(name, unit, help) uint64_t name;
    PB_INVENTORY_FIGURES(X)
#undef X
};

/* A bot's things, read once for a step. */
struct pb_belongings {
    struct pb_item_stack stacks[PB_STACKS];
    const struct pb_item_template *items[PB_STACKS]; /* NULL: unknown */
    unsigned count;
};

struct pb_item_user pb_inventory_user(const struct pb_inventories *own, pb_bot bot);
void pb_inventory_read(const struct pb_inventories *own, pb_bot bot, struct pb_belongings *belongings);

/* ---- bags.c ---- */
/* Slots free now, as the world counts them. */
unsigned pb_inventory_free_slots(const struct pb_inventories *own, pb_bot bot);
/* Whether so many of a thing fit without sorting. */
int pb_inventory_has_space(const struct pb_inventories *own, const struct pb_belongings *belongings,
                           unsigned free_slots, uint32_t entry, unsigned count);
/* Merges stacks and puts all in order; 1 when the world did so. */
int pb_inventory_sort(struct pb_inventories *own, pb_bot bot);
/* Puts on larger bags. */
void pb_inventory_optimize_bags(struct pb_inventories *own, pb_bot bot);
/* What each stack is worth to keep, in copper: see PB_KEEP_WANTED. */
void pb_inventory_appraise(struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                           float worth[PB_STACKS]);
/* Destroys what nobody buys and no quest of the bot wants: things of quests that it had. Returns how many
 * stacks. */
unsigned pb_inventory_throw_away(struct pb_inventories *own, pb_bot bot);
/* Makes room for something worth `worth`: sorts; if that does not help destroys the least valuable stack, if
 * it is worth less. 1 when there is room. */
int pb_inventory_make_room(struct pb_inventories *own, pb_bot bot, uint32_t entry, float worth);

/* ---- wear.c ---- */
/* Compares all that it has, and puts on what is best together. Without `is_forced` nothing is done when
 * nothing that matters has changed. */
void pb_inventory_optimize_equipment(struct pb_inventories *own, pb_bot bot, int is_forced);
/* Moves a thing to where it is worn. Returns the world's answer. */
int pb_inventory_equip(struct pb_inventories *own, pb_bot bot, unsigned from, unsigned slot)
    __attribute__((warn_unused_result));
unsigned pb_inventory_gear_score(const struct pb_inventories *own, pb_bot bot);

/* ---- loot.c ---- */
/* What a thing is worth to take, as pb_inventory_appraise counts; in `gain` what wearing it adds. */
float pb_loot_item_value(struct pb_inventories *own, pb_bot bot, const struct pb_item_template *item,
                         unsigned count, float *gain);
/* Takes from a corpse what the policy wants, the most valuable first. */
void pb_inventory_handle_loot(struct pb_inventories *own, pb_bot bot, pb_object corpse);
void pb_loot_roll(struct pb_inventories *own, pb_bot bot, pb_object corpse, uint32_t entry, unsigned index);
/* The queue of corpses. */
void pb_loot_remember(struct pb_keeper *keeper, pb_object corpse, unsigned rank);
void pb_loot_forget(struct pb_keeper *keeper);

/* ---- shop.c ---- */
/* Sells, mends, buys. Returns 0, or PB_E_gone when the vendor is not there. */
int pb_shop_visit(struct pb_inventories *own, pb_bot bot, pb_object vendor)
    __attribute__((warn_unused_result));

#endif
