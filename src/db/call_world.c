#include "db/call_world.h"
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const struct pb_statement pb_call_world_items =
    PB_STATEMENT("world_items",
                 "SELECT entry, buy_price, buy_count, sell_price, class_mask, race_mask, set_id, "
                 "damage_min, damage_max, delay_ms, armor, block, item_level, stack_size, max_count, "
                 "item_class, subclass, quality, inventory_type, required_level, flags, bonding, "
                 "start_quest, bag_slots, name, stat_type_1, stat_value_1, stat_type_2, stat_value_2, "
                 "stat_type_3, stat_value_3, stat_type_4, stat_value_4, stat_type_5, stat_value_5, "
                 "stat_type_6, stat_value_6, stat_type_7, stat_value_7, stat_type_8, stat_value_8, "
                 "stat_type_9, stat_value_9, stat_type_10, stat_value_10 FROM x$realm_items",
                 SAFE);
const struct pb_statement pb_call_world_creatures = PB_STATEMENT(
    "world_creatures",
    "SELECT entry, loot_id, money_min, money_max, health_modifier, damage_modifier, "
    "experience_modifier, attack_ms, level_min, level_max, `rank`, npcflag, is_hostile, name, house"
    " FROM x$realm_creatures",
    SAFE);
const struct pb_statement pb_call_world_spawns = PB_STATEMENT(
    "world_spawns", "SELECT entry, map, zone, x, y, z, respawn_s, wander FROM x$realm_spawns", SAFE);
const struct pb_statement pb_call_world_quests =
    PB_STATEMENT("world_quests",
                 "SELECT quest_id, level, level_min, level_max, zone, group_size, difficulty, money, "
                 "start_item, flags, special_flags, time_limit_s, class_mask, race_mask, previous_quest, "
                 "next_quest, exclusive_group, title, npc_1, npc_count_1, npc_talk_1, npc_2, npc_count_2, "
                 "npc_talk_2, npc_3, npc_count_3, npc_talk_3, npc_4, npc_count_4, npc_talk_4, item_1, "
                 "item_count_1, item_2, item_count_2, item_3, item_count_3, item_4, item_count_4, item_5, "
                 "item_count_5, item_6, item_count_6, reward_1, reward_count_1, reward_2, reward_count_2, "
                 "reward_3, reward_count_3, reward_4, reward_count_4, choice_1, choice_count_1, choice_2, "
                 "choice_count_2, choice_3, choice_count_3, choice_4, choice_count_4, choice_5, "
                 "choice_count_5, choice_6, choice_count_6 FROM x$realm_quests",
                 SAFE);
const struct pb_statement pb_call_world_quest_givers =
    PB_STATEMENT("world_quest_givers", "SELECT creature, quest_id, role FROM x$realm_quest_givers", SAFE);
const struct pb_statement pb_call_world_loot =
    PB_STATEMENT("world_loot",
                 "SELECT entry, item, reference, chance, is_quest_only, group_id, count_min, count_max, "
                 "is_reference FROM x$realm_loot",
                 SAFE);
const struct pb_statement pb_call_world_vendor_items = PB_STATEMENT(
    "world_vendor_items", "SELECT entry, item, stock, restock_s FROM x$realm_vendor_items", SAFE);

const struct pb_statement pb_call_world_equipment =
    PB_STATEMENT("world_equipment",
                 "SELECT item_entry, class, specialization, level_min, level_max, slot, is_fixed "
                 "FROM x$realm_equipment",
                 SAFE);

/* ---- Cells ---- */

static uint32_t read_u32(const struct pb_rows *rows, size_t row, unsigned column)
{
    uint64_t number = pb_rows_u64(rows, row, column);

    return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

static uint16_t read_u16(const struct pb_rows *rows, size_t row, unsigned column)
{
    uint64_t number = pb_rows_u64(rows, row, column);

    return number < UINT16_MAX ? (uint16_t)number : UINT16_MAX;
}

static uint8_t read_u8(const struct pb_rows *rows, size_t row, unsigned column)
{
    uint64_t number = pb_rows_u64(rows, row, column);

    return number < UINT8_MAX ? (uint8_t)number : UINT8_MAX;
}

/* A whole number that may be below 0: those come as text. */
static int32_t read_i32(const struct pb_rows *rows, size_t row, unsigned column)
{
    const char *text = pb_rows_text(rows, row, column, NULL);
    long long number = *text ? strtoll(text, NULL, 10) : (long long)pb_rows_u64(rows, row, column);

    return number < INT32_MIN ? INT32_MIN : number > INT32_MAX ? INT32_MAX : (int32_t)number;
}

static float read_float(const struct pb_rows *rows, size_t row, unsigned column)
{
    const char *text = pb_rows_text(rows, row, column, NULL);

    return *text ? strtof(text, NULL) : (float)pb_rows_u64(rows, row, column);
}

/* As much of it as there is room for, in whole characters of UTF-8. */
static void read_name(const struct pb_rows *rows, size_t row, unsigned column, char *name, size_t size)
{
    size_t length;
    const char *text = pb_rows_text(rows, row, column, &length);

    if (length >= size)
        for (length = size - 1; length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80; length--)
            ;
    memcpy(name, text, length);
    name[length] = '\0';
}

/* A mask of the classes or races of version 3.3.5; 0 stands for all of them, however the row says so. */
static uint32_t read_mask(const struct pb_rows *rows, size_t row, unsigned column, uint32_t all)
{
    uint32_t mask = (uint32_t)read_i32(rows, row, column) & all;

    return mask == all ? 0 : mask;
}

enum {
    ALL_CLASSES = 0x5ff,
    ALL_RACES = 0x6ff,
    /* item_template.Flags, quest_template.Flags, quest_template_addon.SpecialFlags, creature_template.npcflag
     */
    ITEM_CONJURED = 0x2,
    ITEM_UNIQUE_EQUIPPED = 0x80000,
    QUEST_SHARABLE = 0x8,
    QUEST_DAILY = 0x1000,
    QUEST_WEEKLY = 0x8000,
    QUEST_SPECIAL_REPEATABLE = 1,
    NPC_QUEST_GIVER = 0x2,
    NPC_VENDOR = 0x80,
    NPC_REPAIRER = 0x1000,
    NPC_INNKEEPER = 0x10000,
    NPC_AUCTIONEER = 0x200000,
    BINDS_WHEN_PICKED_UP = 1,
    BINDS_WHEN_EQUIPPED = 2,
    BINDS_FOR_QUEST = 4
};

/* ---- Rows ---- */

struct pb_item_template pb_read_world_item(const struct pb_rows *rows, size_t row)
{
    uint32_t price = read_u32(rows, row, 1), pieces = read_u32(rows, row, 2), flags = read_u32(rows, row, 20);
    unsigned bonding = read_u8(rows, row, 21), i;
    struct pb_item_template item = {
        .entry = read_u32(rows, row, 0),
        .buy_price = pieces > 1 ? (price + pieces - 1) / pieces : price,
        .sell_price = read_u32(rows, row, 3),
        .class_mask = read_mask(rows, row, 4, ALL_CLASSES),
        .race_mask = read_mask(rows, row, 5, ALL_RACES),
        .set_id = read_u32(rows, row, 6),
        .damage_min = read_float(rows, row, 7),
        .damage_max = read_float(rows, row, 8),
        .delay_ms = read_u16(rows, row, 9),
        .armor = read_u16(rows, row, 10),
        .block = read_u16(rows, row, 11),
        .item_level = read_u16(rows, row, 12),
        .stack_size = read_u16(rows, row, 13),
        .max_count = read_u16(rows, row, 14),
        .item_class = read_u8(rows, row, 15),
        .subclass = read_u8(rows, row, 16),
        .quality = read_u8(rows, row, 17),
        .inventory_type = read_u8(rows, row, 18),
        .required_level = read_u8(rows, row, 19),
        .bag_slots = read_u8(rows, row, 23),
    };

    if (item.max_count)
        item.flags |= PB_ITEM_UNIQUE;
    if (flags & ITEM_CONJURED)
        item.flags |= PB_ITEM_CONJURED;
    if (flags & ITEM_UNIQUE_EQUIPPED)
        item.flags |= PB_ITEM_UNIQUE_EQUIPPED;
    if (bonding == BINDS_WHEN_PICKED_UP || bonding >= BINDS_FOR_QUEST)
        item.flags |= PB_ITEM_SOULBOUND;
    if (bonding == BINDS_WHEN_EQUIPPED)
        item.flags |= PB_ITEM_BINDS_ON_EQUIP;
    if (bonding >= BINDS_FOR_QUEST || item.item_class == PB_ITEM_QUEST || read_u32(rows, row, 22))
        item.flags |= PB_ITEM_FOR_QUEST;
    read_name(rows, row, 24, item.name, sizeof item.name);
    for (i = 0; i < PB_ITEM_STATS; i++) {
        int32_t value = read_i32(rows, row, 26 + 2 * i);

        if (value)
            item.stats[item.stat_count++] =
                (struct pb_item_stat){.type = read_u8(rows, row, 25 + 2 * i),
                                      .value = (int16_t)(value < INT16_MIN   ? INT16_MIN
                                                         : value > INT16_MAX ? INT16_MAX
                                                                             : value)};
    }
    return item;
}

static uint8_t roles_of(uint32_t npcflag, int is_hostile)
{
    return (uint8_t)((is_hostile ? PB_ROLE_HOSTILE : 0) |
                     (npcflag & NPC_QUEST_GIVER ? PB_ROLE_QUEST_GIVER : 0) |
                     (npcflag & NPC_VENDOR ? PB_ROLE_VENDOR : 0) |
                     (npcflag & NPC_REPAIRER ? PB_ROLE_REPAIRER : 0) |
                     (npcflag & NPC_AUCTIONEER ? PB_ROLE_AUCTIONEER : 0) |
                     (npcflag & NPC_INNKEEPER ? PB_ROLE_INNKEEPER : 0));
}

struct pb_creature_template pb_read_world_creature(const struct pb_rows *rows, size_t row)
{
    struct pb_creature_template creature = {
        .entry = read_u32(rows, row, 0),
        .loot_id = read_u32(rows, row, 1),
        .money_min = read_u32(rows, row, 2),
        .money_max = read_u32(rows, row, 3),
        .health_modifier = read_float(rows, row, 4),
        .damage_modifier = read_float(rows, row, 5),
        .experience_modifier = read_float(rows, row, 6),
        .attack_ms = read_u16(rows, row, 7),
        .level_min = read_u8(rows, row, 8),
        .level_max = read_u8(rows, row, 9),
        .rank = read_u8(rows, row, 10),
        .roles = roles_of(read_u32(rows, row, 11), pb_rows_u64(rows, row, 12) != 0),
    };

    read_name(rows, row, 13, creature.name, sizeof creature.name);
    creature.house = read_u8(rows, row, 14);
    return creature;
}

struct pb_world_spawn pb_read_world_spawn(const struct pb_rows *rows, size_t row)
{
    return (struct pb_world_spawn){.entry = read_u32(rows, row, 0),
                                   .position = {.map = read_u16(rows, row, 1),
                                                .zone = read_u16(rows, row, 2),
                                                .x = read_float(rows, row, 3),
                                                .y = read_float(rows, row, 4),
                                                .z = read_float(rows, row, 5)},
                                   .respawn_s = read_u32(rows, row, 6),
                                   .wander = read_float(rows, row, 7)};
}

/* Pairs of number and count from `column` on; those with a number move to the front. Returns how many. */
static uint8_t read_amounts(const struct pb_rows *rows, size_t row, unsigned column, unsigned count,
                            struct pb_item_amount *amounts)
{
    unsigned i, kept = 0;

    for (i = 0; i < count; i++) {
        amounts[kept].entry = read_u32(rows, row, column + 2 * i);
        amounts[kept].count = read_u16(rows, row, column + 2 * i + 1);
        kept += amounts[kept].entry != 0;
    }
    if (kept < count)
        amounts[kept] = (struct pb_item_amount){0, 0};
    return (uint8_t)kept;
}

/* A thing to use instead of a creature is an objective of a kind that content does not know. */
static void read_objectives(const struct pb_rows *rows, size_t row, struct pb_quest_objective *objectives)
{
    unsigned i;

    for (i = 0; i < PB_QUEST_KILLS; i++) {
        int32_t npc = read_i32(rows, row, 18 + 3 * i);
        int is_talk = pb_rows_u64(rows, row, 20 + 3 * i) != 0;

        if (npc)
            objectives[i] = (struct pb_quest_objective){.entry = npc > 0 ? (uint32_t)npc : 0,
                                                        .count = read_u16(rows, row, 19 + 3 * i),
                                                        .type = npc < 0   ? UINT8_MAX
                                                                : is_talk ? PB_OBJECTIVE_TALK
                                                                          : PB_OBJECTIVE_KILL};
    }
    for (; i < PB_QUEST_OBJECTIVES; i++) {
        unsigned column = 30 + 2 * (i - PB_QUEST_KILLS);
        uint32_t item = read_u32(rows, row, column);

        if (item)
            objectives[i] = (struct pb_quest_objective){
                .entry = item, .count = read_u16(rows, row, column + 1), .type = PB_OBJECTIVE_COLLECT};
    }
}

static uint8_t read_quest_flags(const struct pb_rows *rows, size_t row)
{
    uint32_t flags = read_u32(rows, row, 9), special = read_u32(rows, row, 10);

    return (uint8_t)((special & QUEST_SPECIAL_REPEATABLE ? PB_QUEST_REPEATABLE : 0) |
                     (flags & QUEST_SHARABLE ? PB_QUEST_SHARABLE : 0) |
                     (flags & (QUEST_DAILY | QUEST_WEEKLY) ? PB_QUEST_DAILY : 0));
}

struct pb_world_quest pb_read_world_quest(const struct pb_rows *rows, size_t row)
{
    struct pb_world_quest read = {.difficulty = read_u8(rows, row, 6)};
    struct pb_quest_template *quest = &read.quest;
    int32_t level = read_i32(rows, row, 1), zone = read_i32(rows, row, 4), money = read_i32(rows, row, 7);

    quest->quest_id = read_u32(rows, row, 0);
    quest->level_min = read_u8(rows, row, 2);
    quest->level_max = read_u8(rows, row, 3);
    /* Below 0: as the character. */
    quest->level = (uint8_t)(level < 0 ? quest->level_min : level > UINT8_MAX ? UINT8_MAX : level);
    quest->zone = (uint16_t)(zone > 0 && zone < UINT16_MAX ? zone : 0);
    quest->group_size = read_u8(rows, row, 5);
    quest->money = money > 0 ? (uint32_t)money : 0;
    quest->start_item = read_u32(rows, row, 8);
    quest->flags = read_quest_flags(rows, row);
    quest->time_limit_s = read_u16(rows, row, 11);
    quest->class_mask = read_mask(rows, row, 12, ALL_CLASSES);
    quest->race_mask = read_mask(rows, row, 13, ALL_RACES);
    quest->previous_quest = read_i32(rows, row, 14);
    quest->next_quest = read_u32(rows, row, 15);
    quest->exclusive_group = read_i32(rows, row, 16);
    read_name(rows, row, 17, quest->title, sizeof quest->title);
    read_objectives(rows, row, quest->objectives);
    quest->reward_count = read_amounts(rows, row, 42, PB_QUEST_REWARDS, quest->rewards);
    quest->choice_count = read_amounts(rows, row, 50, PB_QUEST_CHOICES, quest->choices);
    return read;
}

struct pb_world_loot pb_read_world_loot(const struct pb_rows *rows, size_t row)
{
    return (struct pb_world_loot){.entry = read_u32(rows, row, 0),
                                  .item = read_u32(rows, row, 1),
                                  .reference = read_u32(rows, row, 2),
                                  .chance = read_float(rows, row, 3),
                                  .is_quest_only = pb_rows_u64(rows, row, 4) != 0,
                                  .group = read_u8(rows, row, 5),
                                  .count_min = read_u16(rows, row, 6),
                                  .count_max = read_u16(rows, row, 7),
                                  .is_reference = pb_rows_u64(rows, row, 8) != 0};
}

struct pb_world_equipment pb_read_world_equipment(const struct pb_rows *rows, size_t row)
{
    return (struct pb_world_equipment){.item = read_u32(rows, row, 0),
                                       .character_class = read_u8(rows, row, 1),
                                       .specialization = read_u8(rows, row, 2),
                                       .level_min = read_u8(rows, row, 3),
                                       .level_max = read_u8(rows, row, 4),
                                       .slot = read_u8(rows, row, 5),
                                       .is_fixed = read_u8(rows, row, 6)};
}
