#include "item/equip_slots.h"

/* item_template.subclass of armor. */
enum { CLOTH = 1, LEATHER = 2, MAIL = 3, PLATE = 4, SHIELD = 6, RELIC_FIRST = 7, HEAVY_LEVEL = 40 };

/* item_template.subclass of weapons, as bits. */
enum {
    AXE = 1 << 0,
    AXE2 = 1 << 1,
    BOW = 1 << 2,
    GUN = 1 << 3,
    MACE = 1 << 4,
    MACE2 = 1 << 5,
    POLEARM = 1 << 6,
    SWORD = 1 << 7,
    SWORD2 = 1 << 8,
    STAFF = 1 << 10,
    FIST = 1 << 13,
    DAGGER = 1 << 15,
    THROWN = 1 << 16,
    CROSSBOW = 1 << 18,
    WAND = 1 << 19
};

/*
 * What each class can learn: the heaviest armor before and from level 40, shields, relics (subclass of its
 * own: 7 libram, 8 idol, 9 totem, 10 sigil), weapons, and the level from which it holds two weapons (0:
 * never).
 */
static const struct {
    uint8_t before, after, has_shield, relic, two_weapons;
    uint32_t weapons;
} skills[PB_USER_CLASSES] = {
    [PB_CLASS_WARRIOR] = {MAIL, PLATE, 1, 0, 20,
                          AXE | AXE2 | BOW | GUN | MACE | MACE2 | POLEARM | SWORD | SWORD2 | STAFF | FIST |
                              DAGGER | THROWN | CROSSBOW},
    [PB_CLASS_PALADIN] = {MAIL, PLATE, 1, 7, 0, AXE | AXE2 | MACE | MACE2 | POLEARM | SWORD | SWORD2},
    [PB_CLASS_HUNTER] = {LEATHER, MAIL, 0, 0, 20,
                         AXE | AXE2 | BOW | GUN | POLEARM | SWORD | SWORD2 | STAFF | FIST | DAGGER | THROWN |
                             CROSSBOW},
    [PB_CLASS_ROGUE] = {LEATHER, LEATHER, 0, 0, 10,
                        AXE | BOW | GUN | MACE | SWORD | FIST | DAGGER | THROWN | CROSSBOW},
    [PB_CLASS_PRIEST] = {CLOTH, CLOTH, 0, 0, 0, MACE | STAFF | DAGGER | WAND},
    [PB_CLASS_DEATH_KNIGHT] = {PLATE, PLATE, 0, 10, 1, AXE | AXE2 | MACE | MACE2 | POLEARM | SWORD | SWORD2},
    [PB_CLASS_SHAMAN] = {LEATHER, MAIL, 1, 9, 40, AXE | AXE2 | MACE | MACE2 | STAFF | FIST | DAGGER},
    [PB_CLASS_MAGE] = {CLOTH, CLOTH, 0, 0, 0, SWORD | STAFF | DAGGER | WAND},
    [PB_CLASS_WARLOCK] = {CLOTH, CLOTH, 0, 0, 0, SWORD | STAFF | DAGGER | WAND},
    [PB_CLASS_DRUID] = {LEATHER, LEATHER, 0, 8, 0, MACE | MACE2 | POLEARM | STAFF | FIST | DAGGER},
};

static int can_wear_armor(const struct pb_item_template *item, const struct pb_item_user *user)
{
    unsigned character_class = user->character_class, heaviest = user->level < HEAVY_LEVEL
                                                                     ? skills[character_class].before
                                                                     : skills[character_class].after;

    if (item->subclass == SHIELD)
        return skills[character_class].has_shield;
    if (item->subclass >= RELIC_FIRST)
        return item->subclass == skills[character_class].relic;
    /* Rings and the like are of no kind (0), cloaks of cloth. */
    return item->subclass <= heaviest;
}

int pb_item_is_usable(const struct pb_item_template *item, const struct pb_item_user *user)
{
    unsigned character_class = user->character_class;

    if (!character_class || character_class >= PB_USER_CLASSES || !skills[character_class].before ||
        item->required_level > user->level ||
        (item->class_mask && !(item->class_mask >> (character_class - 1) & 1)) ||
        (item->race_mask && user->race && !(item->race_mask >> (user->race - 1) & 1)))
        return 0;
    if (item->item_class == PB_ITEM_WEAPON)
        return item->subclass < 32 && skills[character_class].weapons >> item->subclass & 1;
    if (item->item_class == PB_ITEM_ARMOR)
        return can_wear_armor(item, user);
    return item->item_class == PB_ITEM_CONTAINER && item->inventory_type == PB_TYPE_BAG;
}

int pb_item_has_two_weapons(const struct pb_item_user *user)
{
    unsigned from = user->character_class < PB_USER_CLASSES ? skills[user->character_class].two_weapons : 0;

    if (user->character_class == PB_CLASS_SHAMAN && user->specialization != 2)
        return 0;
    return from && user->level >= from;
}

int pb_item_takes_both_hands(const struct pb_item_template *item)
{
    return item->inventory_type == PB_TYPE_TWO_HAND;
}

int pb_item_is_unique(const struct pb_item_template *item)
{
    return (item->flags & PB_ITEM_UNIQUE_EQUIPPED) != 0 || item->max_count == 1;
}

uint32_t pb_item_slots(const struct pb_item_template *item, const struct pb_item_user *user)
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
        [PB_TYPE_ONE_HAND] = 1u << PB_SLOT_MAIN_HAND,
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
    uint32_t fits = item->inventory_type < PB_TYPES ? slots[item->inventory_type] : 0;

    if (!fits || !pb_item_is_usable(item, user))
        return 0;
    if (item->item_class != PB_ITEM_WEAPON)
        return fits;
    if (item->inventory_type == PB_TYPE_ONE_HAND && pb_item_has_two_weapons(user))
        return fits | 1u << PB_SLOT_OFF_HAND;
    return item->inventory_type == PB_TYPE_OFF_HAND && !pb_item_has_two_weapons(user) ? 0 : fits;
}
