/* State of content and its builder. Internal to src/realm. */
#ifndef PB_REALM_CONTENT_STATE_H
#define PB_REALM_CONTENT_STATE_H

#include "base/map.h"
#include "realm/content.h"
#include "realm/relation.h"

/* A growing array. */
struct pb_rows_of {
    void *rows;
    uint32_t count, capacity;
};

/* Rows as they came. */
struct pb_spawn_row {
    struct pb_position position;
    uint32_t entry, respawn_s;
    float wander;
};
struct pb_giver_row {
    uint32_t entry, quest_id;
    uint8_t is_end;
};
struct pb_vendor_row {
    uint32_t entry, item, restock_s;
    uint16_t limit;
};

struct pb_content_builder {
    struct pb_memory memory;
    struct pb_rows_of items, creatures, quests, spawns, givers, loot, vendors, equipment;
    pb_content_report_fn *report;
    void *user;
    uint32_t bad;
    struct pb_recording *recording; /* NULL: none */
};

/* Spawns of a map, by square cells. */
struct pb_spawn_grid {
    float left, bottom; /* corner of the first cell */
    uint32_t columns, rows;
    uint16_t map;
    struct pb_relation cells; /* to spawns */
    struct pb_near *nears;    /* of each value of cells */
};

/* Where a place of a long list stands: a search goes by these, which lie together, to the few lines of memory
 * that it looks for. */
struct pb_sign {
    float x;
    uint16_t map;
};
enum { PB_SIGN_EVERY = 16 };

enum { PB_GRID_CELL = 100, PB_MAX_MAPS = 64, PB_MAP_SLOTS = 256, PB_CONTENT_CLASSES = 12 };

struct pb_content {
    struct pb_memory memory;
    struct pb_item_template *items;
    struct pb_creature_template *creatures;
    struct pb_quest_template *quests;
    struct pb_spawn *spawns;
    struct pb_zone *zones;
    struct pb_loot_line *loot;
    struct pb_vendor_line *goods;
    uint32_t item_count, creature_count, quest_count, spawn_count, zone_count, loot_count, goods_count;
    struct pb_map *item_map, *creature_map, *quest_map; /* number to index + 1 */
    struct pb_run *loot_of, *goods_of;                  /* of each creature */
    struct pb_relation spawns_of, given_by, ended_by, givers_of, enders_of, droppers_of, quests_for_item,
        quests_for_creature;
    struct pb_equipment *equipment; /* by class */
    struct pb_run equipment_of[PB_CONTENT_CLASSES];
    uint32_t equipment_count;
    struct pb_spawn_grid grids[PB_MAX_MAPS];
    uint32_t grid_count;
    uint8_t grid_at[PB_MAP_SLOTS]; /* by map, or where that is taken behind it: grid + 1 */
    /* Creatures that attack whoever comes near and are no elites, by level: those of level n begin at
     * prey_from[n]. Indices. */
    uint32_t *prey, prey_from[PB_MAX_LEVEL + 2];
    struct pb_near *habitats; /* of each creature, as in spawns_of, by place */
    struct pb_sign *signs;    /* of every PB_SIGN_EVERYth habitat */
    struct pb_near *services; /* spawns with a role other than hostile, by place */
    uint32_t service_count;
    uint32_t bad;
};

/* Tells that a row is left out. */
void pb_content_leave_out(struct pb_content_builder *builder, const char *kind, uint32_t id,
                          const char *format, ...) __attribute__((format(printf, 4, 5)));
/* content_check.c: copies what is good, in order of numbers. Return 0 or PB_E_no_memory. */
int pb_content_take_items(struct pb_content_builder *builder, struct pb_content *content)
    __attribute__((warn_unused_result));
int pb_content_take_creatures(struct pb_content_builder *builder, struct pb_content *content)
    __attribute__((warn_unused_result));
int pb_content_take_spawns(struct pb_content_builder *builder, struct pb_content *content)
    __attribute__((warn_unused_result));
int pb_content_take_vendors(struct pb_content_builder *builder, struct pb_content *content)
    __attribute__((warn_unused_result));
/* content_equipment.c */
int pb_content_take_equipment(struct pb_content_builder *builder, struct pb_content *content)
    __attribute__((warn_unused_result));
/* content_loot.c */
int pb_content_take_loot(struct pb_content_builder *builder, struct pb_content *content)
    __attribute__((warn_unused_result));
/* content_quests.c */
int pb_content_take_quests(struct pb_content_builder *builder, struct pb_content *content)
    __attribute__((warn_unused_result));
/* content_near.c: each creature's spawns, and spawns with a role, by place. */
int pb_content_list_habitats(struct pb_content *content) __attribute__((warn_unused_result));
int pb_content_list_services(struct pb_content *content) __attribute__((warn_unused_result));
/* content_prey.c: creatures to hunt, by level. */
int pb_content_list_prey(struct pb_content *content) __attribute__((warn_unused_result));
/* content_places.c: zones, grid. */
int pb_content_place(struct pb_content *content) __attribute__((warn_unused_result));

#endif
