#include "item/item_money.h"

/* Food from so many levels below heals too little. */
enum { STALE_LEVELS = 20 };

uint64_t pb_item_money(const struct pb_item_template *item, unsigned count)
{
    return (uint64_t)item->sell_price * count;
}

uint32_t pb_item_carry_cost(unsigned level)
{
    return (uint32_t)(level * level * (20 + level) / 320 + 2);
}

int pb_item_is_sacred(const struct pb_item_template *item)
{
    return (item->flags & PB_ITEM_FOR_QUEST) != 0 || item->item_class == PB_ITEM_QUEST ||
           item->item_class == PB_ITEM_KEY;
}

int pb_item_is_junk(const struct pb_item_template *item)
{
    if (pb_item_is_sacred(item))
        return 0;
    return item->quality == PB_QUALITY_POOR ||
           (item->item_class == PB_ITEM_MISCELLANEOUS && item->quality == PB_QUALITY_NORMAL);
}

int pb_item_is_provision(const struct pb_item_template *item, unsigned level)
{
    return item->item_class == PB_ITEM_CONSUMABLE && item->quality != PB_QUALITY_POOR &&
           item->required_level <= level && item->required_level + STALE_LEVELS >= (int)level;
}
