#include "inventory/equipment.h"
#include <string.h>

float pb_upgrade_value(struct pb_upgrade_cache *cache, const struct pb_item_template *item,
                       const struct pb_item_user *user)
{
    uint16_t key = (uint16_t)(user->character_class << 8 | user->level);
    struct pb_upgrade_entry *entry =
        &cache->entries[(item->entry * 2654435761u ^ key * 40503u) >> 7 & (PB_UPGRADE_ENTRIES - 1)];

    if (entry->item == item->entry && entry->user == key && entry->item) {
        cache->hits++;
        return entry->value;
    }
    cache->misses++;
    *entry = (struct pb_upgrade_entry){item->entry, key, pb_item_value(item, user)};
    return entry->value;
}

static int fits(const struct pb_candidate *candidate, unsigned slot)
{
    return candidate->slots >> slot & 1;
}

/* The best few for a slot, the best first; returns how many. */
static unsigned best_for(const struct pb_candidate *candidates, unsigned count, unsigned slot,
                         int8_t best[PB_BEST_PER_SLOT])
{
    unsigned known = 0, i, at;

    for (i = 0; i < count; i++) {
        if (!fits(&candidates[i], slot) ||
            (known == PB_BEST_PER_SLOT && candidates[i].value <= candidates[best[known - 1]].value))
            continue;
        at = known < PB_BEST_PER_SLOT ? known++ : known - 1;
        for (; at && candidates[best[at - 1]].value < candidates[i].value; at--)
            best[at] = best[at - 1];
        best[at] = (int8_t)i;
    }
    return known;
}

/* Whether two may be worn together: not the same thing, nor two of a kind that is unique. */
static int agree(const struct pb_candidate *candidates, int a, int b)
{
    if (a < 0 || b < 0)
        return 1;
    if (a == b)
        return 0;
    return candidates[a].item != candidates[b].item ||
           (!(candidates[a].item->flags & PB_ITEM_UNIQUE_EQUIPPED) && candidates[a].item->max_count != 1);
}

static float value_of(const struct pb_candidate *candidates, int chosen)
{
    return chosen < 0 ? 0 : candidates[chosen].value;
}

/* Two slots at once: of the best three for each, and nothing, all pairs that agree. Three are enough, since
 * only one candidate can be taken by the other slot, and only one more be forbidden by being of the same
 * unique kind. */
static void choose_pair(const struct pb_candidate *candidates, unsigned count, unsigned first,
                        unsigned second, int8_t chosen[PB_EQUIPMENT_SLOTS])
{
    int8_t a[PB_BEST_PER_SLOT + 1], b[PB_BEST_PER_SLOT + 1];
    unsigned a_count = best_for(candidates, count, first, a),
             b_count = best_for(candidates, count, second, b), i, k;
    float most = -1;

    a[a_count] = b[b_count] = -1;
    for (i = 0; i <= a_count; i++)
        for (k = 0; k <= b_count; k++) {
            float value = value_of(candidates, a[i]) + value_of(candidates, b[k]);

            if (!agree(candidates, a[i], b[k]) || value <= most)
                continue;
            most = value;
            chosen[first] = a[i];
            chosen[second] = b[k];
        }
}

/* The best weapon of one hand may stand behind three of two hands: those are looked at by themselves. */
static void choose_hands(const struct pb_candidate *candidates, unsigned count,
                         int8_t chosen[PB_EQUIPMENT_SLOTS])
{
    int8_t with_two[PB_EQUIPMENT_SLOTS];
    unsigned i;
    int best = -1;

    memset(with_two, -1, sizeof with_two);
    for (i = 0; i < count; i++)
        if (fits(&candidates[i], PB_SLOT_MAIN_HAND) &&
            candidates[i].item->inventory_type == PB_TYPE_TWO_HAND &&
            value_of(candidates, (int)i) > value_of(candidates, best))
            best = (int)i;
    {
        /* Weapons of one hand alone. */
        struct pb_candidate single[128];
        int8_t numbers[128];
        unsigned kept = 0;

        for (i = 0; i < count && kept < 128; i++)
            if (candidates[i].item->inventory_type != PB_TYPE_TWO_HAND) {
                numbers[kept] = (int8_t)i;
                single[kept++] = candidates[i];
            }
        choose_pair(single, kept, PB_SLOT_MAIN_HAND, PB_SLOT_OFF_HAND, with_two);
        chosen[PB_SLOT_MAIN_HAND] =
            with_two[PB_SLOT_MAIN_HAND] < 0 ? (int8_t)-1 : numbers[with_two[PB_SLOT_MAIN_HAND]];
        chosen[PB_SLOT_OFF_HAND] =
            with_two[PB_SLOT_OFF_HAND] < 0 ? (int8_t)-1 : numbers[with_two[PB_SLOT_OFF_HAND]];
    }
    if (value_of(candidates, best) >
        value_of(candidates, chosen[PB_SLOT_MAIN_HAND]) + value_of(candidates, chosen[PB_SLOT_OFF_HAND])) {
        chosen[PB_SLOT_MAIN_HAND] = (int8_t)best;
        chosen[PB_SLOT_OFF_HAND] = -1;
    }
}

float pb_equipment_choose(const struct pb_candidate *candidates, unsigned count,
                          int8_t chosen[PB_EQUIPMENT_SLOTS])
{
    float sum = 0;
    unsigned slot;

    memset(chosen, -1, PB_EQUIPMENT_SLOTS);
    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++) {
        int8_t best[PB_BEST_PER_SLOT];

        if (slot == PB_SLOT_FINGER1 || slot == PB_SLOT_TRINKET1)
            choose_pair(candidates, count, slot, slot + 1, chosen);
        else if (slot == PB_SLOT_MAIN_HAND)
            choose_hands(candidates, count, chosen);
        else if (slot != PB_SLOT_FINGER2 && slot != PB_SLOT_TRINKET2 && slot != PB_SLOT_OFF_HAND &&
                 best_for(candidates, count, slot, best))
            chosen[slot] = best[0];
    }
    for (slot = 0; slot < PB_EQUIPMENT_SLOTS; slot++)
        sum += value_of(candidates, chosen[slot]);
    return sum;
}
