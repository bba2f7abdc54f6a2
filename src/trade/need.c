#include "trade/need.h"
#include <string.h>

/* Food that it keeps for itself. */
enum { KEPT_PROVISIONS = 10 };

static void weigh(struct pb_trade_bags *bags)
{
    unsigned i;

    memset(bags->worn, 0, sizeof bags->worn);
    bags->total = 0;
    bags->provisions = 0;
    for (i = 0; i < bags->count; i++) {
        const struct pb_item_stack *stack = &bags->stacks[i];
        const struct pb_item_template *item = bags->items[i];

        if (!item)
            continue;
        if (stack->slot < PB_EQUIPMENT_SLOTS) {
            bags->worn[stack->slot] = pb_item_slot_value(item, &bags->user, stack->slot);
            bags->total += bags->worn[stack->slot];
        } else if (pb_item_is_provision(item, bags->user.level)) {
            bags->provisions += stack->count;
        }
    }
}

int pb_trade_bags_read(const struct pb_world *world, pb_actor actor, struct pb_trade_bags *bags)
{
    struct pb_actor_status status = {0};
    struct pb_actor_view view;
    int error = world->get_actor(world->self, actor, &view);
    unsigned i;

    if (error != PB_OK)
        return error;
    bags->user = (struct pb_item_user){.level = view.level,
                                       .race = view.race,
                                       .character_class = view.character_class,
                                       .specialization = view.specialization};
    world->get_status(world->self, &actor, 1, &status);
    bags->free_slots = status.free_slots;
    bags->count = world->get_inventory(world->self, actor, bags->stacks, PB_TRADE_STACKS);
    if (bags->count > PB_TRADE_STACKS)
        bags->count = PB_TRADE_STACKS;
    for (i = 0; i < bags->count; i++)
        bags->items[i] = world->get_item(world->self, bags->stacks[i].entry);
    weigh(bags);
    return PB_OK;
}

float pb_trade_gain(const struct pb_trade_bags *bags, const struct pb_item_template *item,
                    unsigned levels_ahead)
{
    struct pb_item_user user = bags->user;
    float best = 0;
    uint32_t slots;
    unsigned i;

    if (item->item_class != PB_ITEM_WEAPON && item->item_class != PB_ITEM_ARMOR)
        return 0;
    user.level = (uint8_t)(user.level + levels_ahead < (unsigned)PB_MAX_LEVEL ? user.level + levels_ahead
                                                                              : PB_MAX_LEVEL);
    slots = pb_item_slots(item, &user);
    for (i = 0; i < PB_EQUIPMENT_SLOTS; i++) {
        float gain = slots >> i & 1 ? pb_item_slot_value(item, &user, i) - bags->worn[i] : 0;

        /* Two hands: what the other one holds goes too. */
        if (gain > 0 && pb_item_takes_both_hands(item))
            gain -= bags->worn[PB_SLOT_OFF_HAND];
        best = gain > best ? gain : best;
    }
    return best;
}

int pb_trade_is_wanted(const struct pb_trade_bags *bags, unsigned at)
{
    const struct pb_item_template *item = bags->items[at];

    if (!item || bags->stacks[at].slot < PB_PACK_SLOT_FIRST || pb_item_is_sacred(item) ||
        item->inventory_type == PB_TYPE_BAG)
        return 1;
    if (pb_item_is_provision(item, bags->user.level))
        return bags->provisions < KEPT_PROVISIONS + (unsigned)bags->stacks[at].count;
    return pb_trade_gain(bags, item, 0) > 0 || pb_trade_gain(bags, item, PB_TRADE_LEVELS_AHEAD) > 0;
}

/* ---- Room ---- */

static unsigned pieces_of(const struct pb_item_stack *stacks, unsigned count, uint32_t entry)
{
    unsigned pieces = 0, i;

    for (i = 0; i < count; i++)
        pieces += stacks[i].entry == entry ? stacks[i].count : 0;
    return pieces;
}

int pb_trade_has_room(const struct pb_world *world, const struct pb_trade_bags *bags,
                      const struct pb_item_stack *coming, unsigned coming_count,
                      const struct pb_item_stack *leaving, unsigned leaving_count)
{
    unsigned slots = bags->free_slots, needed = 0, i, k;

    for (i = 0; i < leaving_count; i++)
        for (k = 0; k < bags->count; k++)
            slots += bags->stacks[k].slot == leaving[i].slot && bags->stacks[k].count <= leaving[i].count;
    for (i = 0; i < coming_count; i++) {
        const struct pb_item_template *item = world->get_item(world->self, coming[i].entry);

        if (!item)
            return 0;
        /* Room in stacks that it has already is not counted: it may be sorted otherwise by then. */
        needed += 1 + (item->stack_size ? (coming[i].count - 1u) / item->stack_size : 0);
        if (item->max_count && pieces_of(bags->stacks, bags->count, coming[i].entry) +
                                       pieces_of(coming, coming_count, coming[i].entry) >
                                   (unsigned)item->max_count)
            return 0;
    }
    return needed <= slots;
}
