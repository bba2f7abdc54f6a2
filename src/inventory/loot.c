/* Loot: what is taken from a corpse, in which order, and what is rolled for (LootManager in the
 * specification). */
#include "include/playerbot_error.h"
#include "inventory/state.h"
#include <string.h>

enum { THINGS = 16 };

/* ---- The queue of corpses ---- */

void pb_loot_remember(struct pb_keeper *keeper, pb_object corpse, unsigned rank)
{
    unsigned at, i;

    for (i = 0; i < keeper->corpse_count; i++)
        if (keeper->corpses[i] == corpse)
            return;
    /* Bosses first, then in order of time; a full queue loses the last. */
    for (at = keeper->corpse_count; at && keeper->ranks[at - 1] < rank; at--)
        ;
    if (at == PB_CORPSES)
        return;
    if (keeper->corpse_count < PB_CORPSES)
        keeper->corpse_count++;
    for (i = keeper->corpse_count - 1u; i > at; i--) {
        keeper->corpses[i] = keeper->corpses[i - 1];
        keeper->ranks[i] = keeper->ranks[i - 1];
    }
    keeper->corpses[at] = corpse;
    keeper->ranks[at] = (uint8_t)rank;
}

void pb_loot_forget(struct pb_keeper *keeper)
{
    if (!keeper->corpse_count)
        return;
    keeper->corpse_count--;
    memmove(keeper->corpses, keeper->corpses + 1, keeper->corpse_count * sizeof *keeper->corpses);
    memmove(keeper->ranks, keeper->ranks + 1, keeper->corpse_count);
}

/* ---- Evaluation ---- */

static float gain_of(struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                     const struct pb_item_template *item)
{
    struct pb_outfit_source source = {.stacks = belongings->stacks,
                                      .items = belongings->items,
                                      .count = belongings->count,
                                      .user = pb_inventory_user(own, bot),
                                      .levels_ahead = PB_LEVELS_AHEAD};

    if (item->item_class != PB_ITEM_WEAPON && item->item_class != PB_ITEM_ARMOR)
        return 0;
    own->simulated++;
    return pb_equipment_simulate(&own->upgrades, own->gear, &source, item);
}

/* A bag that is larger than one worn, or food that is short. */
static int is_useful(const struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                     const struct pb_item_template *item)
{
    unsigned level = own->env.bots->row[bot].status.level, count = 0, larger = 0, i;

    if (item->inventory_type == PB_TYPE_BAG) {
        for (i = 0; i < belongings->count; i++)
            larger += belongings->items[i] && belongings->items[i]->inventory_type == PB_TYPE_BAG &&
                      belongings->items[i]->bag_slots >= item->bag_slots;
        return larger < PB_BAG_SLOTS;
    }
    if (!pb_item_is_provision(item, level))
        return 0;
    for (i = 0; i < belongings->count; i++)
        if (belongings->items[i] && pb_item_is_provision(belongings->items[i], level))
            count += belongings->stacks[i].count;
    return count < PB_PROVISIONS;
}

static void evaluate(struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                     const struct pb_item_template *item, unsigned count, struct pb_loot_view *view)
{
    *view = (struct pb_loot_view){.item = item,
                                  .gain = gain_of(own, bot, belongings, item),
                                  .money = pb_item_money(item, count),
                                  .carry_cost = pb_item_carry_cost(own->env.bots->row[bot].status.level),
                                  .free_slots = pb_inventory_free_slots(own, bot),
                                  .is_useful = (uint8_t)is_useful(own, bot, belongings, item),
                                  .is_sacred = (uint8_t)pb_item_is_sacred(item)};
}

/* On the scale of pb_inventory_appraise: for a quest, to use, to sell. */
static float worth_of(const struct pb_loot_view *view)
{
    if (view->is_sacred)
        return PB_KEEP_ALWAYS;
    return (float)view->money + (view->gain > 0 || view->is_useful ? PB_KEEP_WANTED + view->gain : 0);
}

float pb_loot_item_value(struct pb_inventories *own, pb_bot bot, const struct pb_item_template *item,
                         unsigned count, float *gain)
{
    struct pb_belongings belongings;
    struct pb_loot_view view;

    pb_inventory_read(own, bot, &belongings);
    evaluate(own, bot, &belongings, item, count, &view);
    *gain = view.gain;
    return worth_of(&view);
}

/* ---- Taking ---- */

struct prize {
    struct pb_loot_item thing;
    float worth;
};

/* What the policy wants, the most valuable first; returns how many. */
static unsigned choose(struct pb_inventories *own, pb_bot bot, const struct pb_loot_item *things,
                       unsigned count, struct prize prizes[THINGS])
{
    const struct pb_world *world = own->env.world;
    struct pb_belongings belongings;
    unsigned chosen = 0, i, at;

    pb_inventory_read(own, bot, &belongings);
    for (i = 0; i < count; i++) {
        const struct pb_item_template *item = world->get_item(world->self, things[i].entry);
        struct pb_loot_view view;
        float worth;

        if (!item || things[i].is_rolled)
            continue;
        evaluate(own, bot, &belongings, item, things[i].count, &view);
        if (!pb_loot_should(own->policy, &view)) {
            own->left++;
            continue;
        }
        worth = worth_of(&view);
        for (at = chosen++; at && prizes[at - 1].worth < worth; at--)
            prizes[at] = prizes[at - 1];
        prizes[at] = (struct prize){things[i], worth};
    }
    return chosen;
}

void pb_inventory_handle_loot(struct pb_inventories *own, pb_bot bot, pb_object corpse)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_loot_item things[THINGS];
    struct prize prizes[THINGS];
    uint32_t money = 0;
    unsigned count = world->get_loot(world->self, actor, corpse, things, THINGS, &money), i, left = 0;

    count = choose(own, bot, things, count < THINGS ? count : THINGS, prizes);
    if (money && world->take_loot_money)
        left += world->take_loot_money(world->self, actor, corpse) != PB_OK;
    for (i = 0; i < count; i++) {
        int error = world->take_loot(world->self, actor, corpse, prizes[i].thing.index);

        if (error == PB_E_inventory_full &&
            pb_inventory_make_room(own, bot, prizes[i].thing.entry, prizes[i].worth))
            error = world->take_loot(world->self, actor, corpse, prizes[i].thing.index);
        own->looted += error == PB_OK;
        left += error != PB_OK;
    }
    own->left += left;
    /* Others may have the rest. An error says that nothing is left. */
    if (world->leave_loot && world->leave_loot(world->self, actor, corpse) != PB_OK)
        return;
}

/* ---- Rolls ---- */

/* More of a unique thing than one may carry is of no use to anybody here. */
static int has_all(const struct pb_belongings *belongings, const struct pb_item_template *item)
{
    unsigned count = 0, i;

    for (i = 0; i < belongings->count; i++)
        count += belongings->stacks[i].entry == item->entry ? belongings->stacks[i].count : 0;
    return item->max_count && count >= item->max_count;
}

void pb_loot_roll(struct pb_inventories *own, pb_bot bot, pb_object corpse, uint32_t entry, unsigned index)
{
    const struct pb_world *world = own->env.world;
    const struct pb_item_template *item = world->get_item(world->self, entry);
    struct pb_loot_view view = {0};
    enum pb_roll roll = PB_ROLL_PASS;

    if (!world->roll_loot)
        return;
    if (item) {
        struct pb_belongings belongings;

        pb_inventory_read(own, bot, &belongings);
        evaluate(own, bot, &belongings, item, 1, &view);
        if (!has_all(&belongings, item))
            roll = own->policy->roll(&view);
    }
    if (world->roll_loot(world->self, own->env.bots->row[bot].actor, corpse, index, roll) != PB_OK)
        return;
    own->needs += roll == PB_ROLL_NEED;
    own->greeds += roll == PB_ROLL_GREED;
    own->passes += roll == PB_ROLL_PASS;
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_ROLL, entry, view.gain, roll, 0);
}
