/* Calls about the content of a world: statements without arguments, and readers of their rows. Any thread. */
#ifndef PB_DB_CALL_WORLD_H
#define PB_DB_CALL_WORLD_H

#include "db/rows.h"
#include "db/statement.h"
#include "include/playerbot_world_types.h"

extern const struct pb_statement pb_call_world_items;
extern const struct pb_statement pb_call_world_creatures;
extern const struct pb_statement pb_call_world_spawns;
extern const struct pb_statement pb_call_world_quests;
extern const struct pb_statement pb_call_world_quest_givers;
extern const struct pb_statement pb_call_world_loot;
extern const struct pb_statement pb_call_world_vendor_items;
extern const struct pb_statement pb_call_world_equipment;

struct pb_world_spawn {
    struct pb_position position;
    uint32_t entry, respawn_s;
    float wander;
};

struct pb_world_quest {
    struct pb_quest_template quest; /* its experience is 0 */
    unsigned difficulty;            /* RewardXPDifficulty: what the experience is worked out from */
};

struct pb_world_loot {
    uint32_t entry, item, reference;
    float chance;
    uint16_t count_min, count_max;
    uint8_t group, is_quest_only, is_reference;
};

struct pb_world_equipment {
    uint32_t item;
    uint8_t character_class, specialization, level_min, level_max, slot, is_fixed;
};

/* Zeroes when there is no such row. A number that does not fit its place becomes the largest that does, so
 * that it is not taken for a good one. */
struct pb_item_template pb_read_world_item(const struct pb_rows *rows, size_t row);
struct pb_creature_template pb_read_world_creature(const struct pb_rows *rows, size_t row);
struct pb_world_spawn pb_read_world_spawn(const struct pb_rows *rows, size_t row);
struct pb_world_quest pb_read_world_quest(const struct pb_rows *rows, size_t row);
struct pb_world_loot pb_read_world_loot(const struct pb_rows *rows, size_t row);
struct pb_world_equipment pb_read_world_equipment(const struct pb_rows *rows, size_t row);

#endif
