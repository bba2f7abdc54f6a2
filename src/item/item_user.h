/* Item user: whom an item is judged for. */
#ifndef PB_ITEM_ITEM_USER_H
#define PB_ITEM_ITEM_USER_H

#include "include/playerbot_world_types.h"

/* specialization: 0 not chosen yet, 1 to 3 the talent tree with most points, as the client orders them. */
struct pb_item_user {
    uint8_t level, race, character_class, specialization;
};

enum {
    PB_CLASS_WARRIOR = 1,
    PB_CLASS_PALADIN = 2,
    PB_CLASS_HUNTER = 3,
    PB_CLASS_ROGUE = 4,
    PB_CLASS_PRIEST = 5,
    PB_CLASS_DEATH_KNIGHT = 6,
    PB_CLASS_SHAMAN = 7,
    PB_CLASS_MAGE = 8,
    PB_CLASS_WARLOCK = 9,
    PB_CLASS_DRUID = 11,
    PB_USER_CLASSES = 12,
    PB_SPECIALIZATIONS = 4
};

/* item_template.stat_type, those that count. */
enum pb_stat {
    PB_STAT_AGILITY = 3,
    PB_STAT_STRENGTH = 4,
    PB_STAT_INTELLECT = 5,
    PB_STAT_SPIRIT = 6,
    PB_STAT_STAMINA = 7,
    PB_STAT_DEFENSE = 12,
    PB_STAT_DODGE = 13,
    PB_STAT_PARRY = 14,
    PB_STAT_BLOCK = 15,
    PB_STAT_HIT = 31,
    PB_STAT_CRIT = 32,
    PB_STAT_RESILIENCE = 35,
    PB_STAT_HASTE = 36,
    PB_STAT_EXPERTISE = 37,
    PB_STAT_ATTACK_POWER = 38,
    PB_STAT_MANA_PER_5S = 43,
    PB_STAT_ARMOR_PENETRATION = 44,
    PB_STAT_SPELL_POWER = 45,
    PB_STAT_BLOCK_VALUE = 48
};

#endif
