/* Exchange: what two players have put into a trade changes hands, all of it or nothing. */
#include "realm/exchange.h"
#include "include/playerbot_error.h"
#include <string.h>

/* No purse of version 3.3.5 holds more. */
enum { MOST_MONEY = 0x7ffffffe };

int pb_exchange_may_give(const struct pb_realm *realm, const struct pb_realm_actor *actor, unsigned slot)
{
    int at = pb_bag_find(actor, slot);
    const struct pb_item_template *item;

    if (at < 0)
        return PB_E_gone;
    item = pb_bag_item(realm, actor->items[at].entry);
    /* A bag in use stays where it is; what lies in a bag slot is in use, and what lies elsewhere is empty. */
    if (actor->items[at].is_bound || item->flags & PB_ITEM_SOULBOUND || item->item_class == PB_ITEM_QUEST ||
        (slot >= PB_BAG_SLOT_FIRST && slot < PB_PACK_SLOT_FIRST))
        return PB_E_not_allowed;
    return slot < PB_EQUIPMENT_SLOTS && actor->flags & PB_ACTOR_IN_COMBAT ? PB_E_in_combat : PB_OK;
}

/* ---- What each would carry afterwards ---- */

static int find(const struct pb_exchange_bags *bags, unsigned slot)
{
    unsigned i;

    for (i = 0; i < bags->count; i++)
        if (bags->stacks[i].slot == slot)
            return (int)i;
    return -1;
}

static void take_out(struct pb_exchange_bags *bags, unsigned slot)
{
    int at = find(bags, slot);

    if (at < 0)
        return;
    bags->count--;
    memmove(&bags->stacks[at], &bags->stacks[at + 1], (bags->count - (unsigned)at) * sizeof *bags->stacks);
}

/* Onto stacks of its kind first, then into the first free slot. */
static int put_in(struct pb_exchange_bags *bags, const struct pb_item_stack *given, uint16_t stack_size)
{
    struct pb_item_stack stack = *given;
    unsigned i, slot = PB_PACK_SLOT_FIRST, at;

    for (i = 0; i < bags->count && stack.count; i++) {
        struct pb_item_stack *other = &bags->stacks[i];
        unsigned more = other->count < stack_size ? (unsigned)(stack_size - other->count) : 0;

        if (other->entry != stack.entry || other->slot < PB_PACK_SLOT_FIRST)
            continue;
        more = more < stack.count ? more : stack.count;
        other->count = (uint16_t)(other->count + more);
        stack.count = (uint16_t)(stack.count - more);
    }
    if (!stack.count)
        return PB_OK;
    for (at = 0; at < bags->count && bags->stacks[at].slot <= slot; at++)
        slot += bags->stacks[at].slot == slot;
    if (slot >= bags->slot_count || bags->count == PB_INVENTORY_SLOTS)
        return PB_E_inventory_full;
    memmove(&bags->stacks[at + 1], &bags->stacks[at], (bags->count - at) * sizeof *bags->stacks);
    stack.slot = (uint8_t)slot;
    bags->stacks[at] = stack;
    bags->count++;
    return PB_OK;
}

static uint32_t count_of(const struct pb_exchange_bags *bags, uint32_t entry)
{
    uint32_t count = 0;
    unsigned i;

    for (i = 0; i < bags->count; i++)
        count += bags->stacks[i].entry == entry ? bags->stacks[i].count : 0;
    return count;
}

static int plan_bags(const struct pb_realm *realm, const struct pb_realm_trade_side *gives,
                     const struct pb_realm_trade_side *takes, struct pb_exchange_bags *bags)
{
    const struct pb_realm_actor *actor = &realm->actors[gives->actor];
    int error = PB_OK;
    unsigned i;

    bags->count = actor->item_count;
    bags->slot_count = actor->slot_count;
    memcpy(bags->stacks, actor->items, actor->item_count * sizeof *bags->stacks);
    for (i = 0; i < PB_TRADE_SLOTS; i++)
        if (gives->slots[i] != PB_INVENTORY_SLOTS)
            take_out(bags, gives->slots[i]);
    for (i = 0; i < PB_TRADE_SLOTS && error == PB_OK; i++)
        if (takes->slots[i] != PB_INVENTORY_SLOTS)
            error = put_in(bags, &takes->stacks[i], pb_bag_item(realm, takes->stacks[i].entry)->stack_size);
    for (i = 0; i < PB_TRADE_SLOTS && error == PB_OK; i++) {
        const struct pb_item_template *item = pb_bag_item(realm, takes->stacks[i].entry);

        if (takes->slots[i] != PB_INVENTORY_SLOTS && item->max_count &&
            count_of(bags, item->entry) > item->max_count)
            error = PB_E_not_allowed;
    }
    return error;
}

/* ---- Before and after ---- */

int pb_exchange_can_pay(const struct pb_realm *realm, const struct pb_realm_trade *trade)
{
    unsigned i;

    for (i = 0; i < 2; i++) {
        const struct pb_realm_actor *payer = &realm->actors[trade->sides[i].actor],
                                    *other = &realm->actors[trade->sides[!i].actor];

        if (trade->sides[i].money > payer->money ||
            (trade->sides[i].money && (uint64_t)other->money + trade->sides[i].money > MOST_MONEY))
            return PB_E_no_money;
    }
    return PB_OK;
}

int pb_exchange_plan(struct pb_realm *realm, const struct pb_realm_trade *trade, struct pb_exchange *plan)
{
    int error = pb_exchange_can_pay(realm, trade);
    unsigned i;

    for (i = 0; i < 2 && error == PB_OK; i++)
        error = plan_bags(realm, &trade->sides[i], &trade->sides[!i], &plan->bags[i]);
    for (i = 0; i < 2 && error == PB_OK; i++) {
        struct pb_realm_actor *actor = &realm->actors[trade->sides[i].actor];

        error = pb_room_make(realm, &actor->items, sizeof *actor->items, &actor->item_capacity,
                             plan->bags[i].count);
    }
    return error;
}

static void tell_quests(struct pb_realm *realm, pb_actor number, const struct pb_realm_trade_side *side)
{
    unsigned i;

    for (i = 0; i < PB_TRADE_SLOTS; i++)
        if (side->slots[i] != PB_INVENTORY_SLOTS)
            pb_quest_on_item(realm, number, side->stacks[i].entry);
}

/* What one side has got; it must have been written to both sides before. */
static void tell_side(struct pb_realm *realm, const struct pb_realm_trade_side *gives,
                      const struct pb_realm_trade_side *takes)
{
    unsigned i, is_worn = 0;

    pb_bag_changed(realm, gives->actor);
    for (i = 0; i < PB_TRADE_SLOTS; i++) {
        is_worn |= gives->slots[i] < PB_EQUIPMENT_SLOTS;
        if (takes->slots[i] != PB_INVENTORY_SLOTS)
            pb_realm_tell(realm, &(struct pb_world_event){.type = PB_WORLD_ITEM,
                                                          .actor = gives->actor,
                                                          .entry = takes->stacks[i].entry,
                                                          .count = takes->stacks[i].count});
    }
    if (is_worn)
        pb_goods_dress(realm, gives->actor);
    tell_quests(realm, gives->actor, gives);
    tell_quests(realm, gives->actor, takes);
}

void pb_exchange_do(struct pb_realm *realm, const struct pb_realm_trade *trade,
                    const struct pb_exchange *plan)
{
    unsigned i;

    for (i = 0; i < 2; i++) {
        struct pb_realm_actor *actor = &realm->actors[trade->sides[i].actor];

        memcpy(actor->items, plan->bags[i].stacks, plan->bags[i].count * sizeof *actor->items);
        actor->item_count = (uint16_t)plan->bags[i].count;
        pb_realm_move_money(realm, trade->sides[i].actor, trade->sides[!i].money, trade->sides[i].money,
                            PB_REALM_GOLD_TRADE);
    }
    for (i = 0; i < 2; i++)
        tell_side(realm, &trade->sides[i], &trade->sides[!i]);
    realm->stats.trades++;
}
