/* Selling: what a bot parts with, and what it buys. */
#include "include/playerbot_error.h"
#include "inventory/state.h"

enum { STACKS = PB_INVENTORY_SLOTS, FOOD = 5, GOODS = 64 };

float pb_inventory_keep_value(struct pb_inventories *own, pb_bot bot, const struct pb_item_stack *stack)
{
    const struct pb_item_template *item = pb_inventory_item(own, stack->entry);
    struct pb_item_user user = pb_inventory_user(own, bot);

    if (!item || stack->slot < PB_PACK_SLOT_FIRST || item->flags & PB_ITEM_FOR_QUEST ||
        item->item_class == PB_ITEM_QUEST)
        return 1e9f;
    /* A little food is worth more than its price. */
    if (item->item_class == PB_ITEM_CONSUMABLE && item->required_level <= user.level && stack->count <= FOOD)
        return 1e6f;
    return (float)item->sell_price * stack->count;
}

/* Sold: junk, and whatever is neither worn better nor for use. */
static int should_sell(struct pb_inventories *own, pb_bot bot, const struct pb_item_stack *stack)
{
    const struct pb_item_template *item = pb_inventory_item(own, stack->entry);

    return item && item->sell_price && pb_inventory_keep_value(own, bot, stack) < 1e6f;
}

/* Better bags, and food when there is none. */
static void buy(struct pb_inventories *own, pb_bot bot, pb_object vendor, unsigned food)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    struct pb_vendor_item goods[GOODS];
    struct pb_actor_view view;
    unsigned count, i;

    if (!world->get_vendor_items || !world->buy_item || world->get_actor(world->self, actor, &view) != PB_OK)
        return;
    count = world->get_vendor_items(world->self, actor, vendor, goods, GOODS);
    for (i = 0; i < count && !food; i++) {
        const struct pb_item_template *item = pb_inventory_item(own, goods[i].entry);

        if (!item || item->item_class != PB_ITEM_CONSUMABLE || item->required_level > view.level ||
            goods[i].price * FOOD > view.money / 4 || goods[i].left < FOOD)
            continue;
        food = world->buy_item(world->self, actor, vendor, goods[i].entry, FOOD) == PB_OK;
    }
}

void pb_sell_here(struct pb_inventories *own, pb_bot bot, pb_object vendor)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->actor[bot];
    struct pb_item_stack stacks[STACKS];
    unsigned count = world->get_inventory(world->self, actor, stacks, STACKS), i, food = 0;
    uint32_t cost = 0;

    for (i = count; i-- > 0;) {
        const struct pb_item_template *item = pb_inventory_item(own, stacks[i].entry);

        if (item && item->item_class == PB_ITEM_CONSUMABLE)
            food += stacks[i].count;
        if (should_sell(own, bot, &stacks[i]) &&
            world->sell_item(world->self, actor, vendor, stacks[i].slot, stacks[i].count) == PB_OK)
            own->sold++;
    }
    if (own->env.bots->status[bot].worst_durability < 100 && world->repair &&
        world->repair(world->self, actor, vendor, &cost) == PB_OK)
        own->repaired++;
    buy(own, bot, vendor, food);
}
