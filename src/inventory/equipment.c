#include "inventory/equipment.h"
#include "item/stat_weights.h"
#include <string.h>

#define WORN_FACTOR 1.01f
/* What a set's pieces bring when its effects are not known: shares of the value of its best piece. Two
 * bonuses of about a quarter and a third of a piece each, with 2 and 4 pieces, as most sets of version 3.3.5
 * have. */
#define TWO_PIECES 0.25f
#define FOUR_PIECES 0.6f

const struct pb_upgrade *pb_equipment_stat_value(struct pb_cache *cache, const struct pb_item_template *item,
                                                 const struct pb_item_user *user)
{
    uint64_t key = (uint64_t)item->entry << 32 | user->character_class | (unsigned)user->specialization << 8 |
                   pb_item_level_band(user->level) << 16;
    struct pb_upgrade *upgrade = pb_cache_find(cache, key);
    struct pb_item_template reached;
    struct pb_item_user anybody = *user;

    if (upgrade)
        return upgrade;
    reached = *item;
    reached.required_level = 0;
    /* Races are not part of the key: who asks looks at them. */
    anybody.race = 0;
    upgrade = pb_cache_add(cache, key);
    *upgrade =
        (struct pb_upgrade){.slots = pb_item_slots(&reached, &anybody) & ((1u << PB_EQUIPMENT_SLOTS) - 1),
                            .value = pb_item_value(&reached, &anybody),
                            .off_value = pb_item_slot_value(&reached, &anybody, PB_SLOT_OFF_HAND)};
    return upgrade;
}

/* ---- The problem ---- */

static int may_wear(const struct pb_outfit_source *source, const struct pb_item_template *item)
{
    return item->required_level <= source->user.level + source->levels_ahead &&
           (!item->race_mask || !source->user.race || item->race_mask >> (source->user.race - 1) & 1);
}

static void count_stats(struct pb_gear_item *gear, const struct pb_item_template *item,
                        const struct pb_stat_cap *caps, unsigned cap_count)
{
    unsigned i, c;

    for (i = 0; i < item->stat_count && i < PB_ITEM_STATS; i++)
        for (c = 0; c < cap_count; c++)
            if (item->stats[i].type == caps[c].type && item->stats[i].value > 0)
                gear->stats[c] += item->stats[i].value;
}

static int list_one(struct pb_cache *cache, struct pb_outfit *outfit, const struct pb_outfit_source *source,
                    const struct pb_item_template *item, unsigned from, const struct pb_stat_cap *caps)
{
    const struct pb_upgrade *known;
    struct pb_gear_item *gear;

    if ((item->item_class != PB_ITEM_WEAPON && item->item_class != PB_ITEM_ARMOR) ||
        outfit->problem.count == PB_GEAR_ITEMS || !may_wear(source, item))
        return 0;
    known = pb_equipment_stat_value(cache, item, &source->user);
    if (!known->slots || known->value <= 0)
        return 0;
    gear = &outfit->items[outfit->problem.count];
    *gear = (struct pb_gear_item){.value = known->value,
                                  .off_value = known->off_value,
                                  .entry = item->entry,
                                  .set_id = item->set_id,
                                  .slots = known->slots,
                                  .both_hands = (uint8_t)pb_item_takes_both_hands(item),
                                  .is_unique = (uint8_t)pb_item_is_unique(item)};
    if (from < PB_EQUIPMENT_SLOTS) {
        gear->value *= WORN_FACTOR;
        gear->off_value *= WORN_FACTOR;
    }
    count_stats(gear, item, caps, outfit->problem.cap_count);
    outfit->from[outfit->problem.count++] = (uint8_t)from;
    return 1;
}

/* Sets of which there are two things or more, at most PB_GEAR_SETS. */
static void list_sets(struct pb_outfit *outfit)
{
    struct pb_gear_problem *problem = &outfit->problem;
    unsigned i, k, s;

    problem->set_count = 0;
    for (i = 0; i < problem->count && problem->set_count < PB_GEAR_SETS; i++) {
        unsigned pieces = 1;
        float most = outfit->items[i].value;

        if (!outfit->items[i].set_id)
            continue;
        for (s = 0; s < problem->set_count; s++)
            if (problem->sets[s].set_id == outfit->items[i].set_id)
                break;
        for (k = i + 1; k < problem->count && s == problem->set_count; k++)
            if (outfit->items[k].set_id == outfit->items[i].set_id) {
                pieces++;
                most = outfit->items[k].value > most ? outfit->items[k].value : most;
            }
        if (s < problem->set_count || pieces < 2)
            continue;
        problem->sets[s].set_id = outfit->items[i].set_id;
        for (k = 0; k <= PB_GEAR_PIECES; k++)
            problem->sets[s].bonus[k] = k < 2 ? 0 : most * (k < 4 ? TWO_PIECES : FOUR_PIECES);
        problem->set_count++;
    }
}

static unsigned set_caps(struct pb_outfit *outfit, const struct pb_item_user *user,
                         struct pb_stat_cap caps[PB_STAT_CAPS])
{
    unsigned count = pb_stat_caps(user, caps), c;

    _Static_assert((int)PB_STAT_CAPS <= (int)PB_GEAR_CAPS, "the optimiser has room for all caps");
    for (c = 0; c < count; c++) {
        outfit->problem.caps[c].limit = caps[c].limit;
        outfit->problem.caps[c].drop = caps[c].weight * (1 - caps[c].rest_share);
    }
    return count;
}

void pb_equipment_list(struct pb_cache *cache, const struct pb_outfit_source *source,
                       struct pb_outfit *outfit)
{
    struct pb_stat_cap caps[PB_STAT_CAPS];
    unsigned i;

    outfit->problem = (struct pb_gear_problem){.items = outfit->items};
    outfit->problem.cap_count = set_caps(outfit, &source->user, caps);
    for (i = 0; i < source->count; i++) {
        const struct pb_item_stack *stack = &source->stacks[i];

        /* What is broken and lies in the bags helps nobody. */
        if (source->items[i] && (stack->durability || stack->slot < PB_EQUIPMENT_SLOTS))
            list_one(cache, outfit, source, source->items[i], stack->slot, caps);
    }
    list_sets(outfit);
}

int pb_equipment_add(struct pb_cache *cache, struct pb_outfit *outfit, const struct pb_outfit_source *source,
                     const struct pb_item_template *item)
{
    struct pb_stat_cap caps[PB_STAT_CAPS];

    set_caps(outfit, &source->user, caps);
    if (!list_one(cache, outfit, source, item, PB_INVENTORY_SLOTS, caps))
        return 0;
    list_sets(outfit);
    return 1;
}

/* Whether some slot that it fits is empty or holds less: else, without sets, it cannot help. */
static int could_help(const struct pb_outfit *outfit, const struct pb_gear_item *item)
{
    unsigned slot, i;

    if (item->set_id || item->both_hands || item->slots >> PB_SLOT_OFF_HAND & 1 ||
        item->slots >> PB_SLOT_MAIN_HAND & 1)
        return 1;
    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++) {
        if (!(item->slots >> slot & 1))
            continue;
        for (i = 0; i < outfit->problem.count && outfit->from[i] != slot; i++)
            ;
        if (i == outfit->problem.count || outfit->items[i].value < item->value ||
            outfit->items[i].stats[0] > 0 || outfit->items[i].stats[1] > 0)
            return 1;
    }
    return 0;
}

float pb_equipment_simulate(struct pb_cache *cache, struct pb_gear *gear,
                            const struct pb_outfit_source *source, const struct pb_item_template *item)
{
    struct pb_outfit outfit;
    struct pb_gear_choice before, after;

    pb_equipment_list(cache, source, &outfit);
    pb_gear_choose(gear, &outfit.problem, &before);
    if (!pb_equipment_add(cache, &outfit, source, item) ||
        !could_help(&outfit, &outfit.items[outfit.problem.count - 1]))
        return 0;
    pb_gear_choose(gear, &outfit.problem, &after);
    return after.value > before.value + 1e-3f ? after.value - before.value : 0;
}

int pb_equipment_best_in_slot(const struct pb_outfit *outfit, unsigned slot)
{
    float most = 0;
    unsigned i;
    int best = -1;

    for (i = 0; i < outfit->problem.count; i++) {
        const struct pb_gear_item *item = &outfit->items[i];
        float value = slot == PB_SLOT_OFF_HAND ? item->off_value : item->value;

        if (item->slots >> slot & 1 && value > most) {
            most = value;
            best = (int)i;
        }
    }
    return best;
}
