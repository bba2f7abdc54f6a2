/* Wearing: carries out what the optimiser chose. */
#include "include/playerbot_error.h"
#include "inventory/state.h"

enum { NOWHERE = PB_INVENTORY_SLOTS };

int pb_inventory_equip(struct pb_inventories *own, pb_bot bot, unsigned from, unsigned slot)
{
    const struct pb_world *world = own->env.world;

    return world->move_item(world->self, own->env.bots->row[bot].actor, from, slot);
}

/* Of what could be worn and where it is: when this is as it was, so is the best choice. FNV-1a. */
static uint32_t sign(const struct pb_belongings *belongings)
{
    uint32_t hash = 2166136261u;
    unsigned i;

    for (i = 0; i < belongings->count; i++) {
        const struct pb_item_stack *stack = &belongings->stacks[i];
        const struct pb_item_template *item = belongings->items[i];

        if (!item || !item->inventory_type)
            continue;
        hash = (hash ^ item->entry) * 16777619u;
        hash = (hash ^ (stack->slot < PB_PACK_SLOT_FIRST ? stack->slot : PB_PACK_SLOT_FIRST)) * 16777619u;
        hash = (hash ^ (stack->durability == 0)) * 16777619u;
    }
    return hash | 1;
}

/* Two slots that are alike are not changed for each other. */
static void keep_order(const struct pb_outfit *outfit, int16_t item[PB_EQUIPMENT_SLOTS], unsigned first)
{
    int16_t a = item[first], b = item[first + 1];

    if ((a >= 0 && outfit->from[a] == first + 1) || (b >= 0 && outfit->from[b] == first)) {
        item[first] = b;
        item[first + 1] = a;
    }
}

static unsigned free_pack_slot(const struct pb_belongings *belongings)
{
    unsigned slot = PB_PACK_SLOT_FIRST, i;

    for (i = 0; i < belongings->count; i++)
        slot += belongings->stacks[i].slot == slot;
    return slot;
}

static int is_worn(const struct pb_belongings *belongings, unsigned slot)
{
    unsigned i;

    for (i = 0; i < belongings->count && belongings->stacks[i].slot <= slot; i++)
        if (belongings->stacks[i].slot == slot)
            return 1;
    return 0;
}

/* A weapon of two hands needs both: what the other hand holds goes into the bags. 0 when it cannot. */
static int free_off_hand(struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                         const struct pb_outfit *outfit, const int16_t item[PB_EQUIPMENT_SLOTS])
{
    int16_t weapon = item[PB_SLOT_MAIN_HAND];

    if (weapon < 0 || outfit->from[weapon] == PB_SLOT_MAIN_HAND || !outfit->items[weapon].both_hands ||
        !is_worn(belongings, PB_SLOT_OFF_HAND))
        return 1;
    return pb_inventory_equip(own, bot, PB_SLOT_OFF_HAND, free_pack_slot(belongings)) == PB_OK;
}

/* Moves one chosen thing; `place` follows where all are. 1 when something was moved. */
static int put_on(struct pb_inventories *own, pb_bot bot, struct pb_outfit *outfit, int chosen, unsigned slot)
{
    unsigned from = outfit->from[chosen], i;

    if (from == slot || pb_inventory_equip(own, bot, from, slot) != PB_OK)
        return 0;
    for (i = 0; i < outfit->problem.count; i++)
        if (outfit->from[i] == slot)
            outfit->from[i] = (uint8_t)from;
    outfit->from[chosen] = (uint8_t)slot;
    own->equipped++;
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_EQUIP, outfit->items[chosen].entry,
                   outfit->items[chosen].value, slot, 0);
    return 1;
}

static void dress(struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                  struct pb_outfit *outfit, int16_t item[PB_EQUIPMENT_SLOTS])
{
    unsigned slot, tries;
    int can_use_hands;

    keep_order(outfit, item, PB_SLOT_FINGER1);
    keep_order(outfit, item, PB_SLOT_TRINKET1);
    can_use_hands = free_off_hand(own, bot, belongings, outfit, item);
    /* Twice: a unique thing may have to leave its slot first. */
    for (tries = 0; tries < 2; tries++)
        for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++)
            if (item[slot] >= 0 && (can_use_hands || (slot != PB_SLOT_MAIN_HAND && slot != PB_SLOT_OFF_HAND)))
                put_on(own, bot, outfit, item[slot], slot);
}

void pb_inventory_optimize_equipment(struct pb_inventories *own, pb_bot bot, int is_forced)
{
    struct pb_keeper *keeper = &own->keepers[bot];
    struct pb_belongings belongings;
    struct pb_outfit_source source;
    struct pb_outfit outfit;
    struct pb_gear_choice choice;
    uint32_t signature;

    pb_inventory_read(own, bot, &belongings);
    signature = sign(&belongings);
    source = (struct pb_outfit_source){.stacks = belongings.stacks,
                                       .items = belongings.items,
                                       .count = belongings.count,
                                       .user = pb_inventory_user(own, bot)};
    if (!is_forced && signature == keeper->signature && source.user.level == keeper->seen_level)
        return;
    own->compared++;
    pb_equipment_list(&own->upgrades, &source, &outfit);
    pb_gear_choose(own->gear, &outfit.problem, &choice);
    own->cut_short += !choice.is_exact;
    dress(own, bot, &belongings, &outfit, choice.item);
    /* As it is now: what the world refused is not tried again before something changes. */
    pb_inventory_read(own, bot, &belongings);
    keeper->signature = sign(&belongings);
    keeper->seen_level = source.user.level;
}

unsigned pb_inventory_gear_score(const struct pb_inventories *own, pb_bot bot)
{
    struct pb_belongings belongings;
    unsigned sum = 0, i;

    pb_inventory_read(own, bot, &belongings);
    for (i = 0; i < belongings.count && belongings.stacks[i].slot < PB_EQUIPMENT_SLOTS; i++)
        if (belongings.items[i])
            sum += pb_item_gear_score(belongings.items[i]);
    return sum;
}
