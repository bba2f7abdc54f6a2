#include "item/gear_score.h"

static const float slot_factor[PB_TYPES] = {
    [PB_TYPE_HEAD] = 1,         [PB_TYPE_NECK] = 0.5625f,   [PB_TYPE_SHOULDERS] = 0.75f,
    [PB_TYPE_CHEST] = 1,        [PB_TYPE_ROBE] = 1,         [PB_TYPE_WAIST] = 0.75f,
    [PB_TYPE_LEGS] = 1,         [PB_TYPE_FEET] = 0.75f,     [PB_TYPE_WRISTS] = 0.5625f,
    [PB_TYPE_HANDS] = 0.75f,    [PB_TYPE_FINGER] = 0.5625f, [PB_TYPE_TRINKET] = 0.5625f,
    [PB_TYPE_BACK] = 0.5625f,   [PB_TYPE_ONE_HAND] = 1,     [PB_TYPE_MAIN_HAND] = 1,
    [PB_TYPE_OFF_HAND] = 1,     [PB_TYPE_TWO_HAND] = 2,     [PB_TYPE_SHIELD] = 1,
    [PB_TYPE_HELD] = 1,         [PB_TYPE_RANGED] = 0.3164f, [PB_TYPE_RANGED_RIGHT] = 0.3164f,
    [PB_TYPE_THROWN] = 0.3164f, [PB_TYPE_RELIC] = 0.3164f,
};

/* For item levels up to 120 and above, by quality from uncommon to epic. */
static const struct {
    float offset, divisor;
} old_items[] = {{8, 2}, {0.75f, 1.8f}, {26, 1.2f}},
  new_items[] = {{73, 1}, {81.375f, 0.8125f}, {91.45f, 0.65f}};

enum { OLD_LEVEL = 120 };

unsigned pb_item_gear_score(const struct pb_item_template *item)
{
    unsigned quality = item->quality, row;
    float scale = 1.8618f, score;

    if (item->inventory_type >= PB_TYPES)
        return 0;
    if (quality >= PB_QUALITY_LEGENDARY) {
        scale *= 1.3f;
        quality = PB_QUALITY_EPIC;
    } else if (quality < PB_QUALITY_UNCOMMON) {
        scale *= 0.005f;
        quality = PB_QUALITY_UNCOMMON;
    }
    row = quality - PB_QUALITY_UNCOMMON;
    score = item->item_level > OLD_LEVEL
                ? ((float)item->item_level - new_items[row].offset) / new_items[row].divisor
                : ((float)item->item_level - old_items[row].offset) / old_items[row].divisor;
    score *= slot_factor[item->inventory_type] * scale;
    return score > 0 ? (unsigned)score : 0;
}

unsigned pb_gear_score(const struct pb_item_template *const *worn, unsigned count)
{
    unsigned sum = 0, i;

    for (i = 0; i < count; i++)
        sum += pb_item_gear_score(worn[i]);
    return sum;
}
