#include "inventory/loot_policy.h"
#include <string.h>

static int is_needed(const struct pb_loot_view *view)
{
    return view->gain > 0 || view->is_useful;
}

/* Anything that sells, as long as there is room; when slots are short only what is worth one. */
static int is_worth_a_slot(const struct pb_loot_view *view)
{
    return is_needed(view) || (view->money > 0 && (view->free_slots > 1 || view->money >= view->carry_cost));
}

static int is_anything(const struct pb_loot_view *view)
{
    (void)view;
    return 1;
}

static enum pb_roll need_or_pass(const struct pb_loot_view *view)
{
    return view->gain > 0 ? PB_ROLL_NEED : PB_ROLL_PASS;
}

/* Need is for real upgrades alone: others in the group may have use for the rest. */
static enum pb_roll need_or_greed(const struct pb_loot_view *view)
{
    return view->gain > 0 ? PB_ROLL_NEED : view->money > 0 || view->is_useful ? PB_ROLL_GREED : PB_ROLL_PASS;
}

static const struct pb_loot_policy policies[] = {
    {"greed", is_worth_a_slot, need_or_greed},
    {"need", is_needed, need_or_pass},
    {"all", is_anything, need_or_greed},
};

const struct pb_loot_policy *pb_loot_policy(const char *name)
{
    unsigned i;

    for (i = 0; i < sizeof policies / sizeof *policies; i++)
        if (strcmp(policies[i].name, name) == 0)
            return &policies[i];
    return &policies[0];
}

int pb_loot_should(const struct pb_loot_policy *policy, const struct pb_loot_view *view)
{
    return view->is_sacred || policy->should_loot(view);
}
