/* Loot policies: what is taken and what is rolled for; Playerbot.Loot.Policy names one. Pure. Any thread. */
#ifndef PB_INVENTORY_LOOT_POLICY_H
#define PB_INVENTORY_LOOT_POLICY_H

#include "include/playerbot_world_types.h"

/* A thing as a policy sees it. */
struct pb_loot_view {
    const struct pb_item_template *item;
    float gain;          /* what wearing it adds to the value of all that is worn; 0: no upgrade */
    uint64_t money;      /* that a vendor pays for it all */
    uint32_t carry_cost; /* what a free slot is expected to bring */
    unsigned free_slots;
    uint8_t is_useful; /* a larger bag, or food that is short */
    uint8_t is_sacred; /* for a quest, or a key: every policy takes these */
};

struct pb_loot_policy {
    const char *name;
    int (*should_loot)(const struct pb_loot_view *view);
    enum pb_roll (*roll)(const struct pb_loot_view *view);
};

/* By name; "greed" for a name that there is not. */
const struct pb_loot_policy *pb_loot_policy(const char *name);
/* Quest things always, the rest by the policy. */
int pb_loot_should(const struct pb_loot_policy *policy, const struct pb_loot_view *view);

#endif
