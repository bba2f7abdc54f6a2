/* Equipping: what may be worn where, and by whom: class, level and proficiencies stand in item/equip_slots.
 */
#include "include/playerbot_error.h"
#include "item/equip_slots.h"
#include "realm/goods.h"

static const struct pb_item_template *worn(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                                           unsigned slot)
{
    int at = pb_bag_find(actor, slot);

    return at < 0 ? NULL : pb_bag_item(realm, actor->items[at].entry);
}

int pb_bag_can_equip(const struct pb_realm *realm, const struct pb_realm_actor *actor,
                     const struct pb_item_template *item, unsigned slot)
{
    const struct pb_item_user user = {.level = actor->level,
                                      .race = actor->race,
                                      .character_class = actor->character_class,
                                      .specialization = actor->specialization};
    const struct pb_item_template *main_hand;
    unsigned i;

    if (slot >= PB_PACK_SLOT_FIRST || !(pb_item_slots(item, &user) >> slot & 1))
        return PB_E_not_allowed;
    if (slot == PB_SLOT_OFF_HAND) {
        main_hand = worn(realm, actor, PB_SLOT_MAIN_HAND);
        if (main_hand && pb_item_takes_both_hands(main_hand))
            return PB_E_not_allowed;
    }
    if (slot == PB_SLOT_MAIN_HAND && pb_item_takes_both_hands(item) && worn(realm, actor, PB_SLOT_OFF_HAND))
        return PB_E_not_allowed;
    if (item->flags & PB_ITEM_UNIQUE_EQUIPPED)
        for (i = 0; i < PB_EQUIPMENT_SLOTS; i++)
            if (i != slot && worn(realm, actor, i) == item)
                return PB_E_not_allowed;
    return PB_OK;
}
