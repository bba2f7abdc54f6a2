/* Equipping: what may be worn where, and by whom. */
#include "include/playerbot_error.h"
#include "realm/goods.h"

/* Bits of the equipment slots that a type of item goes into. */
static uint32_t slots_of(unsigned type)
{
    static const uint32_t slots[PB_TYPES] = {
        [PB_TYPE_HEAD] = 1u << PB_SLOT_HEAD,
        [PB_TYPE_NECK] = 1u << PB_SLOT_NECK,
        [PB_TYPE_SHOULDERS] = 1u << PB_SLOT_SHOULDERS,
        [PB_TYPE_SHIRT] = 1u << PB_SLOT_SHIRT,
        [PB_TYPE_CHEST] = 1u << PB_SLOT_CHEST,
        [PB_TYPE_ROBE] = 1u << PB_SLOT_CHEST,
        [PB_TYPE_WAIST] = 1u << PB_SLOT_WAIST,
        [PB_TYPE_LEGS] = 1u << PB_SLOT_LEGS,
        [PB_TYPE_FEET] = 1u << PB_SLOT_FEET,
        [PB_TYPE_WRISTS] = 1u << PB_SLOT_WRISTS,
        [PB_TYPE_HANDS] = 1u << PB_SLOT_HANDS,
        [PB_TYPE_FINGER] = 1u << PB_SLOT_FINGER1 | 1u << PB_SLOT_FINGER2,
        [PB_TYPE_TRINKET] = 1u << PB_SLOT_TRINKET1 | 1u << PB_SLOT_TRINKET2,
        [PB_TYPE_BACK] = 1u << PB_SLOT_BACK,
        [PB_TYPE_ONE_HAND] = 1u << PB_SLOT_MAIN_HAND | 1u << PB_SLOT_OFF_HAND,
        [PB_TYPE_TWO_HAND] = 1u << PB_SLOT_MAIN_HAND,
        [PB_TYPE_MAIN_HAND] = 1u << PB_SLOT_MAIN_HAND,
        [PB_TYPE_OFF_HAND] = 1u << PB_SLOT_OFF_HAND,
        [PB_TYPE_SHIELD] = 1u << PB_SLOT_OFF_HAND,
        [PB_TYPE_HELD] = 1u << PB_SLOT_OFF_HAND,
        [PB_TYPE_RANGED] = 1u << PB_SLOT_RANGED,
        [PB_TYPE_THROWN] = 1u << PB_SLOT_RANGED,
        [PB_TYPE_RANGED_RIGHT] = 1u << PB_SLOT_RANGED,
        [PB_TYPE_RELIC] = 1u << PB_SLOT_RANGED,
        [PB_TYPE_TABARD] = 1u << PB_SLOT_TABARD,
        [PB_TYPE_BAG] = 0xfu << PB_BAG_SLOT_FIRST,
    };

    return type < PB_TYPES ? slots[type] : 0;
}

/* Warriors, hunters, rogues, death knights and shamans fight with two weapons. */
static int has_two_weapons(const struct pb_realm_actor *actor)
{
    return 0x6d >> (actor->character_class - 1) & 1;
}

static const struct pb_item_template *worn(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                                           unsigned slot)
{
    int at = pb_bag_find(actor, slot);

    return at < 0 ? NULL : pb_bag_item(realm, actor->items[at].entry);
}

int pb_bag_can_equip(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                     const struct pb_item_template *item, unsigned slot)
{
    const struct pb_item_template *main_hand;
    unsigned i;

    if (slot >= PB_PACK_SLOT_FIRST || !(slots_of(item->inventory_type) >> slot & 1))
        return PB_E_not_allowed;
    if (item->required_level > actor->level ||
        (item->class_mask && !(item->class_mask >> (actor->character_class - 1) & 1)) ||
        (item->race_mask && !(item->race_mask >> (actor->race - 1) & 1)))
        return PB_E_not_allowed;
    if (slot == PB_SLOT_OFF_HAND) {
        main_hand = worn(realm, actor, PB_SLOT_MAIN_HAND);
        if (main_hand && main_hand->inventory_type == PB_TYPE_TWO_HAND)
            return PB_E_not_allowed;
        if (item->item_class == PB_ITEM_WEAPON && !has_two_weapons(actor))
            return PB_E_not_allowed;
    }
    if (slot == PB_SLOT_MAIN_HAND && item->inventory_type == PB_TYPE_TWO_HAND &&
        worn(realm, actor, PB_SLOT_OFF_HAND))
        return PB_E_not_allowed;
    if (item->flags & PB_ITEM_UNIQUE_EQUIPPED)
        for (i = 0; i < PB_EQUIPMENT_SLOTS; i++)
            if (i != slot && worn(realm, actor, i) == item)
                return PB_E_not_allowed;
    return PB_OK;
}
