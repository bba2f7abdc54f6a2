/* Shop: what a bot sells, has mended and buys at a vendor. */
#include "include/playerbot_error.h"
#include "inventory/state.h"

enum {
    GOODS = 64,
    FOOD_AT_ONCE = 10,
    /* Of the money at hand at most this part for a bag, or for food. */
    SPEND_PART = 4
};

static void sell(struct pb_inventories *own, pb_bot bot, pb_object vendor, struct pb_item_stack *stack,
                 const struct pb_item_template *item)
{
    const struct pb_world *world = own->env.world;

    if (world->sell_item(world->self, own->env.bots->row[bot].actor, vendor, stack->slot, stack->count) !=
        PB_OK)
        return;
    own->sold++;
    own->earned += pb_item_money(item, stack->count);
    stack->count = 0;
}

/* Junk, what nobody here will wear, and what is worth less than its slot. What others may want to buy (good
 * things that are not bound) has a price on the market: it stays while there is room. */
static int is_for_sale(const struct pb_item_stack *stack, const struct pb_item_template *item, float worth,
                       uint32_t carry_cost)
{
    int is_gear = item->item_class == PB_ITEM_WEAPON || item->item_class == PB_ITEM_ARMOR;

    if (worth >= PB_KEEP_WANTED || !item->sell_price)
        return 0;
    return pb_item_is_junk(item) || (is_gear && (item->quality <= PB_QUALITY_UNCOMMON || stack->is_bound)) ||
           pb_item_money(item, stack->count) < carry_cost;
}

static void sell_all(struct pb_inventories *own, pb_bot bot, pb_object vendor)
{
    struct pb_belongings belongings;
    float worth[PB_STACKS];
    uint32_t carry_cost = pb_item_carry_cost(own->env.bots->row[bot].status.level);
    unsigned i, free_slots;

    pb_inventory_read(own, bot, &belongings);
    pb_inventory_appraise(own, bot, &belongings, worth);
    for (i = 0; i < belongings.count; i++)
        if (belongings.items[i] &&
            is_for_sale(&belongings.stacks[i], belongings.items[i], worth[i], carry_cost))
            sell(own, bot, vendor, &belongings.stacks[i], belongings.items[i]);
    /* Still too full: the cheapest goes, one after the other. */
    for (free_slots = pb_inventory_free_slots(own, bot); free_slots < PB_ENOUGH_SLOTS; free_slots++) {
        int least = -1;

        for (i = 0; i < belongings.count; i++)
            if (belongings.stacks[i].count && worth[i] < PB_KEEP_WANTED && belongings.items[i]->sell_price &&
                (least < 0 || worth[i] < worth[least]))
                least = (int)i;
        if (least < 0)
            break;
        sell(own, bot, vendor, &belongings.stacks[least], belongings.items[least]);
        worth[least] = PB_KEEP_ALWAYS;
    }
}

static void mend(struct pb_inventories *own, pb_bot bot, pb_object vendor)
{
    const struct pb_world *world = own->env.world;
    uint32_t cost = 0;

    if (own->env.bots->row[bot].status.worst_durability >= 100 || !world->repair ||
        world->repair(world->self, own->env.bots->row[bot].actor, vendor, &cost) != PB_OK)
        return;
    own->repaired++;
}

/* Whether a vendor's thing is wanted, and how many. */
static unsigned count_wanted(struct pb_inventories *own, pb_bot bot, const struct pb_vendor_item *goods,
                             unsigned *provisions, unsigned *bag)
{
    const struct pb_item_template *item = own->env.world->get_item(own->env.world->self, goods->entry);

    if (!item)
        return 0;
    if (item->inventory_type == PB_TYPE_BAG && item->bag_slots > *bag) {
        *bag = item->bag_slots;
        return 1;
    }
    if (*provisions < FOOD_AT_ONCE && pb_item_is_provision(item, own->env.bots->row[bot].status.level)) {
        *provisions += FOOD_AT_ONCE;
        return FOOD_AT_ONCE;
    }
    return 0;
}

/* What it lacks: slots of the smallest bag, and the pieces of food that it has. */
static void count_needs(struct pb_inventories *own, pb_bot bot, unsigned *provisions, unsigned *bag)
{
    struct pb_belongings belongings;
    unsigned slots[PB_BAG_SLOTS] = {0}, i;

    *provisions = 0;
    pb_inventory_read(own, bot, &belongings);
    for (i = 0; i < belongings.count; i++) {
        const struct pb_item_template *item = belongings.items[i];
        unsigned slot = belongings.stacks[i].slot;

        if (!item)
            continue;
        if (slot >= PB_BAG_SLOT_FIRST && slot < PB_PACK_SLOT_FIRST)
            slots[slot - PB_BAG_SLOT_FIRST] = item->bag_slots;
        if (pb_item_is_provision(item, own->env.bots->row[bot].status.level))
            *provisions += belongings.stacks[i].count;
    }
    for (*bag = slots[0], i = 1; i < PB_BAG_SLOTS; i++)
        *bag = slots[i] < *bag ? slots[i] : *bag;
}

static void buy(struct pb_inventories *own, pb_bot bot, pb_object vendor)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_vendor_item goods[GOODS];
    struct pb_actor_view view;
    unsigned provisions, bag, count, i;

    if (!world->get_vendor_items || !world->buy_item || !world->get_actor ||
        world->get_actor(world->self, actor, &view) != PB_OK)
        return;
    count_needs(own, bot, &provisions, &bag);
    count = world->get_vendor_items(world->self, actor, vendor, goods, GOODS);
    for (i = 0; i < count && i < GOODS; i++) {
        unsigned had_provisions = provisions, had_bag = bag,
                 wanted = count_wanted(own, bot, &goods[i], &provisions, &bag);
        uint64_t price = (uint64_t)goods[i].price * wanted;

        if (!wanted)
            continue;
        if (price > view.money / SPEND_PART || goods[i].left < wanted ||
            world->buy_item(world->self, actor, vendor, goods[i].entry, wanted) != PB_OK) {
            provisions = had_provisions;
            bag = had_bag;
            continue;
        }
        view.money -= (uint32_t)price;
        own->bought++;
    }
}

int pb_shop_visit(struct pb_inventories *own, pb_bot bot, pb_object vendor)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_view view;

    if (world->get_object(world->self, own->env.bots->row[bot].actor, vendor, &view) != PB_OK ||
        view.kind != PB_OBJECT_CREATURE) {
        own->vendors_gone++;
        return PB_E_gone;
    }
    sell_all(own, bot, vendor);
    mend(own, bot, vendor);
    buy(own, bot, vendor);
    pb_inventory_sort(own, bot);
    return PB_OK;
}
