/* Loot: what is taken from a corpse, and what is rolled for. */
#include "include/playerbot_error.h"
#include "inventory/state.h"

enum { THINGS = 16, STACKS = PB_INVENTORY_SLOTS };

/* Whether the user would be better off with it on. */
static int is_upgrade(struct pb_inventories *own, pb_bot bot, const struct pb_item_template *item)
{
    const struct pb_world *world = own->env.world;
    struct pb_item_user user = pb_inventory_user(own, bot);
    uint32_t slots = pb_item_slots(item, &user) & ((1u << PB_EQUIPMENT_SLOTS) - 1);
    struct pb_item_stack stacks[STACKS];
    float least = -1, value;
    unsigned count, i, worn = 0, fits = 0;

    if (!slots)
        return 0;
    count = world->get_inventory(world->self, own->env.bots->actor[bot], stacks, STACKS);
    for (i = 0; i < PB_EQUIPMENT_SLOTS; i++)
        fits += slots >> i & 1;
    for (i = 0; i < count && stacks[i].slot < PB_EQUIPMENT_SLOTS; i++) {
        const struct pb_item_template *other = pb_inventory_item(own, stacks[i].entry);

        if (!(slots >> stacks[i].slot & 1) || !other)
            continue;
        value = pb_upgrade_value(&own->upgrades, other, &user);
        least = worn++ && least < value ? least : value;
    }
    return worn < fits || pb_upgrade_value(&own->upgrades, item, &user) > least * 1.01f;
}

/* By the policy. Quest things always: nobody would see them who does not need them. */
static int should_loot(struct pb_inventories *own, pb_bot bot, const struct pb_item_template *item)
{
    if (own->policy == PB_TAKE_ALL || item->flags & PB_ITEM_FOR_QUEST || item->item_class == PB_ITEM_QUEST)
        return 1;
    if (item->inventory_type == PB_TYPE_BAG || is_upgrade(own, bot, item))
        return 1;
    return own->policy == PB_TAKE_GREED && item->sell_price > 0;
}

/* Makes room for something: sorts first, then the least valuable goes if it is worth less. 1 when there is
 * room. */
static int make_room(struct pb_inventories *own, pb_bot bot, const struct pb_loot_item *wanted)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    const struct pb_item_template *item = pb_inventory_item(own, wanted->entry);
    struct pb_item_stack stacks[STACKS], least = {0};
    float least_value = 0, value = (float)item->sell_price * wanted->count;
    unsigned count, i;
    int has_least = 0;

    if (world->sort_bags && world->sort_bags(world->self, actor) == PB_OK) {
        struct pb_actor_status status;

        own->sorted++;
        world->get_status(world->self, &actor, 1, &status);
        if (status.free_slots)
            return 1;
    }
    if (item->flags & PB_ITEM_FOR_QUEST || item->item_class == PB_ITEM_QUEST)
        value = 1e9f;
    count = world->get_inventory(world->self, actor, stacks, STACKS);
    for (i = 0; i < count; i++) {
        float keep = pb_inventory_keep_value(own, bot, &stacks[i]);

        if (stacks[i].slot < PB_PACK_SLOT_FIRST || (has_least && keep >= least_value))
            continue;
        least = stacks[i];
        least_value = keep;
        has_least = 1;
    }
    if (!has_least || least_value >= value ||
        world->destroy_item(world->self, actor, least.slot, least.count) != PB_OK)
        return 0;
    own->destroyed++;
    return 1;
}

int pb_loot_corpse(struct pb_inventories *own, pb_bot bot, pb_object corpse)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    struct pb_loot_item things[THINGS];
    uint32_t money;
    unsigned count = world->get_loot(world->self, actor, corpse, things, THINGS, &money), i;
    int is_done = 1;

    if (money && world->take_loot_money && world->take_loot_money(world->self, actor, corpse) != PB_OK)
        is_done = 0;
    for (i = 0; i < count; i++) {
        const struct pb_item_template *item = pb_inventory_item(own, things[i].entry);
        int error;

        if (things[i].is_rolled || !item)
            continue;
        if (!should_loot(own, bot, item)) {
            own->left++;
            continue;
        }
        error = world->take_loot(world->self, actor, corpse, things[i].index);
        if (error == PB_E_inventory_full && make_room(own, bot, &things[i]))
            error = world->take_loot(world->self, actor, corpse, things[i].index);
        own->looted += error == PB_OK;
        is_done &= error != PB_E_inventory_full;
    }
    if (world->leave_loot && world->leave_loot(world->self, actor, corpse) != PB_OK)
        return is_done;
    return is_done;
}

void pb_loot_roll(struct pb_inventories *own, pb_bot bot, const struct pb_world_event *event)
{
    const struct pb_world *world = own->env.world;
    const struct pb_item_template *item = pb_inventory_item(own, event->entry);
    enum pb_roll roll = !item || !world->roll_loot    ? PB_ROLL_PASS
                        : is_upgrade(own, bot, item)  ? PB_ROLL_NEED
                        : own->policy == PB_TAKE_NEED ? PB_ROLL_PASS
                                                      : PB_ROLL_GREED;

    if (world->roll_loot &&
        world->roll_loot(world->self, own->env.bots->actor[bot], event->object, event->count, roll) == PB_OK)
        own->rolls++;
}
