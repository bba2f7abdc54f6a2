/* Vendors: buying, selling, mending. */
#include "include/playerbot_error.h"
#include "realm/goods.h"

/* The creature of an object, if it has the role and is in reach. */
static int find_vendor(struct pb_realm *realm, pb_actor number, pb_object object, uint8_t role,
                       uint32_t *creature)
{
    uint32_t count, kinds;
    const struct pb_spawn *spawns = pb_content_spawns(realm->options.content, &count);
    int error = pb_realm_reaches(realm, number, object, PB_INTERACT_YARDS + 1);

    if (error != PB_OK)
        return error;
    if (object < 1 || object > count)
        return PB_E_not_allowed;
    *creature = spawns[object - 1].creature;
    return pb_content_creatures(realm->options.content, &kinds)[*creature].roles & role ? PB_OK
                                                                                        : PB_E_not_allowed;
}

/* What is left of a line; what was sold out comes back one by one. */
static uint16_t left_of(struct pb_realm *realm, uint32_t line, const struct pb_vendor_line *goods)
{
    struct pb_goods *own = realm->goods;
    uint32_t every_ms = (goods->restock_s ? goods->restock_s : 60) * 1000;

    if (!goods->limit)
        return 0xffff;
    while (own->stock[line] < goods->limit &&
           (int32_t)(realm->now_ms - own->restock_ms[line]) >= (int32_t)every_ms) {
        own->stock[line]++;
        own->restock_ms[line] += every_ms;
    }
    return own->stock[line];
}

static unsigned get_vendor_items(void *self, pb_actor number, pb_object vendor, struct pb_vendor_item *items,
                                 unsigned max)
{
    struct pb_realm *realm = self;
    uint32_t creature, counts;
    const struct pb_item_template *templates = pb_content_items(realm->options.content, &counts);
    struct pb_run run;
    const struct pb_vendor_line *lines;
    unsigned i;

    if (find_vendor(realm, number, vendor, PB_ROLE_VENDOR, &creature) != PB_OK)
        return 0;
    lines = pb_content_goods_of(realm->options.content, creature, &run);
    for (i = 0; i < run.count && i < max; i++)
        items[i] = (struct pb_vendor_item){.entry = templates[lines[run.first + i].item].entry,
                                           .price = templates[lines[run.first + i].item].buy_price,
                                           .left = left_of(realm, run.first + i, &lines[run.first + i])};
    return i;
}

static int sell_item(void *self, pb_actor number, pb_object vendor, unsigned slot, unsigned count)
{
    struct pb_realm *realm = self;
    uint32_t creature;
    int error = find_vendor(realm, number, vendor, PB_ROLE_VENDOR, &creature), at;
    const struct pb_item_template *item;
    struct pb_realm_actor *actor;

    if (error != PB_OK)
        return error;
    actor = &realm->actors[number];
    at = pb_bag_find(actor, slot);
    if (at < 0)
        return PB_E_gone;
    item = pb_bag_item(realm, actor->items[at].entry);
    if (!item->sell_price || slot < PB_PACK_SLOT_FIRST)
        return PB_E_not_allowed;
    count = count < actor->items[at].count ? count : actor->items[at].count;
    pb_bag_take(realm, number, slot, count);
    pb_realm_give_money(realm, number, item->sell_price * count, PB_REALM_GOLD_VENDOR_SALE);
    return PB_OK;
}

static int buy_item(void *self, pb_actor number, pb_object vendor, uint32_t entry, unsigned count)
{
    struct pb_realm *realm = self;
    uint32_t creature, wanted = pb_content_find_item(realm->options.content, entry), i;
    int error = find_vendor(realm, number, vendor, PB_ROLE_VENDOR, &creature);
    const struct pb_vendor_line *lines;
    const struct pb_item_template *item = pb_bag_item(realm, entry);
    struct pb_run run;

    if (error != PB_OK)
        return error;
    lines = pb_content_goods_of(realm->options.content, creature, &run);
    for (i = run.first; i < run.first + run.count && lines[i].item != wanted; i++)
        ;
    if (!item || i == run.first + run.count || left_of(realm, i, &lines[i]) < count)
        return PB_E_gone;
    if ((uint64_t)item->buy_price * count > realm->actors[number].money)
        return PB_E_no_money;
    error = pb_bag_add(realm, number, entry, count);
    if (error != PB_OK)
        return error;
    if (lines[i].limit) {
        if (realm->goods->stock[i] == lines[i].limit)
            realm->goods->restock_ms[i] = realm->now_ms;
        realm->goods->stock[i] = (uint16_t)(realm->goods->stock[i] - count);
    }
    return pb_realm_take_money(realm, number, item->buy_price * count, PB_REALM_GOLD_VENDOR_PURCHASE);
}

/* A percent of a piece costs a three-hundredth of what a vendor pays for it, and a copper. */
static int repair(void *self, pb_actor number, pb_object vendor, uint32_t *cost)
{
    struct pb_realm *realm = self;
    uint64_t sum = 0;
    uint32_t creature;
    int error = find_vendor(realm, number, vendor, PB_ROLE_REPAIRER, &creature);
    struct pb_realm_actor *actor;
    unsigned i;

    if (error != PB_OK)
        return error;
    actor = &realm->actors[number];
    for (i = 0; i < actor->item_count; i++)
        if (actor->items[i].durability < 100)
            sum += 1 + (uint64_t)pb_bag_item(realm, actor->items[i].entry)->sell_price *
                           (100u - actor->items[i].durability) / 300;
    /* No purse holds more than its type does. */
    sum = sum < UINT32_MAX ? sum : UINT32_MAX;
    if (cost)
        *cost = (uint32_t)sum;
    error = pb_realm_take_money(realm, number, (uint32_t)sum, PB_REALM_GOLD_REPAIR);
    if (error != PB_OK)
        return error;
    for (i = 0; i < actor->item_count; i++)
        actor->items[i].durability = 100;
    pb_bag_changed(realm, number);
    pb_goods_dress(realm, number);
    return PB_OK;
}

void pb_vendor_offer(struct pb_world *world)
{
    world->get_vendor_items = get_vendor_items;
    world->sell_item = sell_item;
    world->buy_item = buy_item;
    world->repair = repair;
}
