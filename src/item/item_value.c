#include "item/item_value.h"
#include "item/stat_weights.h"

/* Who levels alone is hit himself and has no healer: a point of stamina is worth at least so much below the
 * highest level. The project's own choice. */
#define STAMINA_ALONE 0.3f

unsigned pb_item_level_band(unsigned level)
{
    /* Heavy armor and two weapons come at 10, 20 and 40: what fits differs, so each stands for itself. */
    return level < 10 ? 0 : level < 20 ? 1 : level < 40 ? 2 : level < PB_MAX_LEVEL ? 3 : 4;
}

static float weapon_value(const struct pb_item_template *item, const struct pb_stat_weights *weights,
                          unsigned slot)
{
    float dps;

    if (item->item_class != PB_ITEM_WEAPON || !item->delay_ms)
        return 0;
    dps = (item->damage_min + item->damage_max) / 2 * 1000 / (float)item->delay_ms;
    if (slot == PB_SLOT_RANGED)
        return dps * weights->ranged;
    return dps * weights->melee * (slot == PB_SLOT_OFF_HAND ? 0.5f : 1);
}

static float value_in(const struct pb_item_template *item, const struct pb_item_user *user, unsigned slot)
{
    const struct pb_stat_weights *weights = pb_stat_weights(user);
    float value = (float)item->armor / 100 * weights->armor + (float)item->block * weights->block_value +
                  weapon_value(item, weights, slot);
    unsigned i;

    for (i = 0; i < item->stat_count && i < PB_ITEM_STATS; i++) {
        float weight = pb_stat_weight(weights, item->stats[i].type);

        if (item->stats[i].type == PB_STAT_STAMINA && user->level < PB_MAX_LEVEL && weight < STAMINA_ALONE)
            weight = STAMINA_ALONE;
        value += (float)item->stats[i].value * weight;
    }
    return (value > 0 ? value : 0) + 0.01f + (float)item->item_level * 0.001f;
}

float pb_item_slot_value(const struct pb_item_template *item, const struct pb_item_user *user, unsigned slot)
{
    if (slot >= PB_EQUIPMENT_SLOTS || slot == PB_SLOT_SHIRT || slot == PB_SLOT_TABARD ||
        !(pb_item_slots(item, user) >> slot & 1))
        return 0;
    return value_in(item, user, slot);
}

float pb_item_value(const struct pb_item_template *item, const struct pb_item_user *user)
{
    uint32_t slots =
        pb_item_slots(item, user) & ~(1u << PB_SLOT_SHIRT | 1u << PB_SLOT_TABARD | 0xfu << PB_BAG_SLOT_FIRST);

    if (!slots)
        return 0;
    /* The first slot is the best: a main hand before an off hand, else they are alike. */
    return value_in(item, user, (unsigned)__builtin_ctz(slots));
}
