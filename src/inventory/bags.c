/* Bags: space, order, larger bags, and what goes when nothing fits any more. */
#include "include/playerbot_error.h"
#include "inventory/state.h"
#include "world/objective.h"
#include <string.h>

unsigned pb_inventory_free_slots(const struct pb_inventories *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_actor_status status = {0};

    world->get_status(world->self, &own->env.bots->row[bot].actor, 1, &status);
    return status.free_slots;
}

int pb_inventory_has_space(const struct pb_inventories *own, const struct pb_belongings *belongings,
                           unsigned free_slots, uint32_t entry, unsigned count)
{
    const struct pb_item_template *item = own->env.world->get_item(own->env.world->self, entry);
    unsigned room, i;

    if (!item)
        return 0;
    room = free_slots * item->stack_size;
    for (i = 0; i < belongings->count; i++)
        if (belongings->stacks[i].entry == entry && belongings->stacks[i].slot >= PB_PACK_SLOT_FIRST &&
            belongings->stacks[i].count < item->stack_size)
            room += (unsigned)(item->stack_size - belongings->stacks[i].count);
    return room >= count;
}

int pb_inventory_sort(struct pb_inventories *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;

    if (!world->sort_bags || world->sort_bags(world->self, own->env.bots->row[bot].actor) != PB_OK)
        return 0;
    own->sorted++;
    return 1;
}

/* Where a bag of so many slots does most good: the smallest that is worn, or none; PB_BAG_SLOTS: nowhere. */
static unsigned smallest_bag(const unsigned slots[PB_BAG_SLOTS], unsigned size)
{
    unsigned best = PB_BAG_SLOTS, i;

    for (i = 0; i < PB_BAG_SLOTS; i++)
        if (slots[i] < size && (best == PB_BAG_SLOTS || slots[i] < slots[best]))
            best = i;
    return best;
}

void pb_inventory_optimize_bags(struct pb_inventories *own, pb_bot bot)
{
    struct pb_belongings belongings;
    unsigned slots[PB_BAG_SLOTS] = {0}, i, at;

    pb_inventory_read(own, bot, &belongings);
    for (i = 0; i < belongings.count; i++)
        if (belongings.items[i] && belongings.stacks[i].slot >= PB_BAG_SLOT_FIRST &&
            belongings.stacks[i].slot < PB_PACK_SLOT_FIRST)
            slots[belongings.stacks[i].slot - PB_BAG_SLOT_FIRST] = belongings.items[i]->bag_slots;
    for (i = 0; i < belongings.count; i++) {
        const struct pb_item_template *item = belongings.items[i];

        if (!item || item->inventory_type != PB_TYPE_BAG || belongings.stacks[i].slot < PB_PACK_SLOT_FIRST)
            continue;
        at = smallest_bag(slots, item->bag_slots);
        if (at == PB_BAG_SLOTS ||
            pb_inventory_equip(own, bot, belongings.stacks[i].slot, PB_BAG_SLOT_FIRST + at) != PB_OK)
            continue;
        slots[at] = item->bag_slots;
        own->bags++;
    }
}

/* ---- What to keep ---- */

/* Marks what is worn when all that could be worn, now or some levels ahead, is compared. */
static void mark_wanted(struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                        unsigned levels_ahead, uint8_t wanted[PB_STACKS])
{
    struct pb_outfit_source source = {.stacks = belongings->stacks,
                                      .items = belongings->items,
                                      .count = belongings->count,
                                      .user = pb_inventory_user(own, bot),
                                      .levels_ahead = levels_ahead};
    struct pb_outfit outfit;
    struct pb_gear_choice choice;
    unsigned slot;

    pb_equipment_list(&own->upgrades, &source, &outfit);
    pb_gear_choose(own->gear, &outfit.problem, &choice);
    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++)
        if (choice.item[slot] >= 0)
            wanted[outfit.from[choice.item[slot]]] = 1;
}

/* Slots of the smallest bag that is worn; 0 when a place for one is free. */
static unsigned least_bag(const struct pb_belongings *belongings)
{
    unsigned slots[PB_BAG_SLOTS] = {0}, least, i;

    for (i = 0; i < belongings->count; i++)
        if (belongings->items[i] && belongings->stacks[i].slot >= PB_BAG_SLOT_FIRST &&
            belongings->stacks[i].slot < PB_PACK_SLOT_FIRST)
            slots[belongings->stacks[i].slot - PB_BAG_SLOT_FIRST] = belongings->items[i]->bag_slots;
    for (least = slots[0], i = 1; i < PB_BAG_SLOTS; i++)
        least = slots[i] < least ? slots[i] : least;
    return least;
}

/* Things of quests that the bot has; `is_known` is 0 in a world that does not tell. */
struct errands {
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count;
    int is_known;
};

static void read_errands(const struct pb_inventories *own, pb_bot bot, struct errands *errands)
{
    const struct pb_world *world = own->env.world;

    errands->is_known = world->get_quest_log && world->get_quest;
    errands->count = errands->is_known ? world->get_quest_log(world->self, own->env.bots->row[bot].actor,
                                                              errands->log, PB_QUEST_LOG_SIZE)
                                       : 0;
}

/* What is not to be given away. Things of quests that were given up, or that were more than a quest wanted,
 * nobody buys and nothing wants: bags fill with them until no reward finds room. */
static int is_sacred(const struct pb_inventories *own, const struct errands *errands,
                     const struct pb_item_template *item)
{
    const struct pb_world *world = own->env.world;
    unsigned i;

    if (!pb_item_is_sacred(item))
        return 0;
    for (i = 0; i < errands->count; i++) {
        const struct pb_quest_template *quest = world->get_quest(world->self, errands->log[i].quest_id);

        if (quest && (quest->start_item == item->entry || pb_objective_collects(quest, item->entry)))
            return 1;
    }
    return !errands->is_known || item->item_class != PB_ITEM_QUEST;
}

void pb_inventory_appraise(struct pb_inventories *own, pb_bot bot, const struct pb_belongings *belongings,
                           float worth[PB_STACKS])
{
    uint8_t wanted[PB_STACKS] = {0};
    unsigned i, provisions = 0, bag = least_bag(belongings), level = own->env.bots->row[bot].status.level;
    struct errands errands;

    read_errands(own, bot, &errands);
    mark_wanted(own, bot, belongings, 0, wanted);
    mark_wanted(own, bot, belongings, PB_LEVELS_AHEAD, wanted);
    for (i = 0; i < belongings->count; i++) {
        const struct pb_item_stack *stack = &belongings->stacks[i];
        const struct pb_item_template *item = belongings->items[i];

        if (!item || stack->slot < PB_PACK_SLOT_FIRST || is_sacred(own, &errands, item)) {
            worth[i] = PB_KEEP_ALWAYS;
            continue;
        }
        worth[i] = (float)pb_item_money(item, stack->count);
        if (wanted[stack->slot] || (item->inventory_type == PB_TYPE_BAG && item->bag_slots > bag)) {
            worth[i] += PB_KEEP_WANTED;
        } else if (pb_item_is_provision(item, level) && provisions < PB_PROVISIONS) {
            provisions += stack->count;
            worth[i] += PB_KEEP_WANTED;
        }
    }
}

static int destroy(struct pb_inventories *own, pb_bot bot, const struct pb_item_stack *stack, float worth,
                   uint32_t entry, float other_worth)
{
    const struct pb_world *world = own->env.world;

    if (world->destroy_item(world->self, own->env.bots->row[bot].actor, stack->slot, stack->count) != PB_OK)
        return 0;
    own->destroyed++;
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_DESTROY, stack->entry, worth, entry,
                   other_worth);
    return 1;
}

unsigned pb_inventory_throw_away(struct pb_inventories *own, pb_bot bot)
{
    struct pb_belongings belongings;
    struct errands errands;
    unsigned i, count = 0;

    pb_inventory_read(own, bot, &belongings);
    read_errands(own, bot, &errands);
    for (i = 0; i < belongings.count; i++) {
        const struct pb_item_template *item = belongings.items[i];

        if (item && item->item_class == PB_ITEM_QUEST && !item->sell_price &&
            belongings.stacks[i].slot >= PB_PACK_SLOT_FIRST && !is_sacred(own, &errands, item))
            count += (unsigned)destroy(own, bot, &belongings.stacks[i], 0, 0, 0);
    }
    return count;
}

int pb_inventory_make_room(struct pb_inventories *own, pb_bot bot, uint32_t entry, float worth)
{
    struct pb_belongings belongings;
    float worths[PB_STACKS];
    unsigned i, least;

    if (pb_inventory_sort(own, bot)) {
        pb_inventory_read(own, bot, &belongings);
        if (pb_inventory_has_space(own, &belongings, pb_inventory_free_slots(own, bot), entry, 1))
            return 1;
    } else {
        pb_inventory_read(own, bot, &belongings);
    }
    pb_inventory_appraise(own, bot, &belongings, worths);
    for (least = 0, i = 1; i < belongings.count; i++)
        if (worths[i] < worths[least])
            least = i;
    return belongings.count && worths[least] < PB_KEEP_ALWAYS && worths[least] < worth &&
           destroy(own, bot, &belongings.stacks[least], worths[least], entry, worth);
}
