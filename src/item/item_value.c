#include "item/item_value.h"
#include "item/stat_weights.h"

enum { CLASSES = 12, CLOTH = 1, LEATHER = 2, MAIL = 3, PLATE = 4, SHIELD = 6, MAIL_LEVEL = 40 };

struct weights {
    float agility, strength, intellect, spirit, stamina, attack_power, spell_power, crit, hit, haste, armor,
        dps;
};

static const struct weights weights_of[CLASSES] = {
#define X(class, agi, str, int_, spi, sta, ap, sp, crit, hit, haste, armor, dps)                             \
    [class] = {agi, str, int_, spi, sta, ap, sp, crit, hit, haste, armor, dps},
    PB_STAT_WEIGHTS(X)
#undef X
};

/* The heaviest armor of a class before and from level 40, and whether it carries a shield. */
static const struct {
    uint8_t before, after, has_shield;
} armor_of[CLASSES] = {
    [1] = {MAIL, PLATE, 1},       [2] = {MAIL, PLATE, 1},  [3] = {LEATHER, MAIL, 0},
    [4] = {LEATHER, LEATHER, 0},  [5] = {CLOTH, CLOTH, 0}, [6] = {PLATE, PLATE, 0},
    [7] = {LEATHER, MAIL, 1},     [8] = {CLOTH, CLOTH, 0}, [9] = {CLOTH, CLOTH, 0},
    [11] = {LEATHER, LEATHER, 0},
};

/* Weapon subclasses of a class: bits of item_template.subclass (0 axe, 1 two-hand axe, 2 bow, 3 gun, 4 mace,
 * 5 two-hand mace, 6 polearm, 7 sword, 8 two-hand sword, 10 staff, 13 fist, 15 dagger, 16 thrown, 18
 * crossbow, 19 wand). */
static const uint32_t weapons_of[CLASSES] = {
    [1] = 0x5a5ff, [2] = 0x1f3,  [3] = 0x4a5cf, [4] = 0x5a09d, [5] = 0x88410,
    [6] = 0x1f3,   [7] = 0xa433, [8] = 0x88480, [9] = 0x88480, [11] = 0xa470,
};

/* Warriors, hunters, rogues, death knights and shamans fight with two weapons. */
static int has_two_weapons(unsigned character_class)
{
    return 0x6d >> (character_class - 1) & 1;
}

static int can_wear(const struct pb_item_template *item, const struct pb_item_user *user)
{
    unsigned heaviest = user->level < MAIL_LEVEL ? armor_of[user->character_class].before
                                                 : armor_of[user->character_class].after;

    if (item->item_class == PB_ITEM_WEAPON)
        return item->subclass < 32 && weapons_of[user->character_class] >> item->subclass & 1;
    if (item->item_class != PB_ITEM_ARMOR)
        return item->inventory_type == PB_TYPE_BAG;
    if (item->subclass == SHIELD)
        return armor_of[user->character_class].has_shield;
    /* Rings, cloaks and the like are of no kind, or cloth. */
    return item->subclass == 0 || item->subclass > SHIELD || item->subclass <= heaviest;
}

int pb_item_is_usable(const struct pb_item_template *item, const struct pb_item_user *user)
{
    if (!user->character_class || user->character_class >= CLASSES || item->required_level > user->level ||
        (item->class_mask && !(item->class_mask >> (user->character_class - 1) & 1)) ||
        (item->race_mask && user->race && !(item->race_mask >> (user->race - 1) & 1)))
        return 0;
    return can_wear(item, user);
}

uint32_t pb_item_slots(const struct pb_item_template *item, const struct pb_item_user *user)
{
    static const uint32_t slots[PB_TYPES] = {
        [PB_TYPE_HEAD] = 1u << PB_SLOT_HEAD,
        [PB_TYPE_NECK] = 1u << PB_SLOT_NECK,
        [PB_TYPE_SHOULDERS] = 1u << PB_SLOT_SHOULDERS,
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
        [PB_TYPE_BAG] = 0xfu << PB_BAG_SLOT_FIRST,
    };
    uint32_t fits = item->inventory_type < PB_TYPES ? slots[item->inventory_type] : 0;

    if (!pb_item_is_usable(item, user))
        return 0;
    if (item->item_class == PB_ITEM_WEAPON && item->inventory_type == PB_TYPE_ONE_HAND &&
        has_two_weapons(user->character_class))
        fits |= 1u << PB_SLOT_OFF_HAND;
    if (item->item_class == PB_ITEM_WEAPON && item->inventory_type == PB_TYPE_OFF_HAND &&
        !has_two_weapons(user->character_class))
        fits = 0;
    return fits;
}

static float weight_of(const struct weights *weights, unsigned type)
{
    switch (type) {
    case 3:
        return weights->agility;
    case 4:
        return weights->strength;
    case 5:
        return weights->intellect;
    case 6:
        return weights->spirit;
    case 7:
        return weights->stamina;
    case 12: /* defense, dodge, parry, block: as armor does */
    case 13:
    case 14:
    case 15:
        return weights->armor * 0.3f;
    case 31:
        return weights->hit;
    case 32:
        return weights->crit;
    case 36:
        return weights->haste;
    case 37:
        return weights->hit * 0.8f;
    case 38:
        return weights->attack_power;
    case 43:
        return weights->spirit;
    case 45:
        return weights->spell_power;
    default:
        return 0;
    }
}

float pb_item_value(const struct pb_item_template *item, const struct pb_item_user *user)
{
    const struct weights *weights;
    float value;
    unsigned i;

    if (item->inventory_type == PB_TYPE_BAG || !pb_item_slots(item, user))
        return 0;
    weights = &weights_of[user->character_class];
    value = (float)item->armor / 100 * weights->armor * 2 + (float)item->block * 0.05f * weights->armor;
    if (item->item_class == PB_ITEM_WEAPON && item->delay_ms)
        value += (item->damage_min + item->damage_max) / 2 * 1000 / (float)item->delay_ms * weights->dps;
    for (i = 0; i < item->stat_count && i < PB_ITEM_STATS; i++)
        value += (float)item->stats[i].value * weight_of(weights, item->stats[i].type);
    /* Anything is better than nothing, and of what is alike the newer one. */
    return (value > 0 ? value : 0) + 0.01f + (float)item->item_level * 0.001f;
}

float pb_item_gear_score(const struct pb_item_template *item)
{
    static const float quality[] = {0.2f, 0.5f, 0.8f, 1, 1.3f, 1.7f};
    static const float slot[PB_TYPES] = {
        [PB_TYPE_HEAD] = 1,         [PB_TYPE_NECK] = 0.5625f,   [PB_TYPE_SHOULDERS] = 0.75f,
        [PB_TYPE_CHEST] = 1,        [PB_TYPE_ROBE] = 1,         [PB_TYPE_WAIST] = 0.75f,
        [PB_TYPE_LEGS] = 1,         [PB_TYPE_FEET] = 0.75f,     [PB_TYPE_WRISTS] = 0.5625f,
        [PB_TYPE_HANDS] = 0.75f,    [PB_TYPE_FINGER] = 0.5625f, [PB_TYPE_TRINKET] = 0.5625f,
        [PB_TYPE_BACK] = 0.5625f,   [PB_TYPE_ONE_HAND] = 1,     [PB_TYPE_MAIN_HAND] = 1,
        [PB_TYPE_OFF_HAND] = 1,     [PB_TYPE_TWO_HAND] = 2,     [PB_TYPE_SHIELD] = 1,
        [PB_TYPE_HELD] = 1,         [PB_TYPE_RANGED] = 0.3164f, [PB_TYPE_RANGED_RIGHT] = 0.3164f,
        [PB_TYPE_THROWN] = 0.3164f, [PB_TYPE_RELIC] = 0.3164f,
    };

    return item->inventory_type < PB_TYPES && item->quality < 6
               ? (float)item->item_level * slot[item->inventory_type] * quality[item->quality]
               : 0;
}

int pb_item_is_junk(const struct pb_item_template *item)
{
    if (item->flags & PB_ITEM_FOR_QUEST || item->item_class == PB_ITEM_QUEST ||
        item->item_class == PB_ITEM_KEY)
        return 0;
    return item->quality == PB_QUALITY_POOR ||
           (item->item_class == PB_ITEM_MISCELLANEOUS && item->quality == PB_QUALITY_NORMAL);
}
