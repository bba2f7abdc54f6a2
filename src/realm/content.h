/*
 * Content: everything of a world that does not change while it runs, held once and shared by all. A builder
 * takes rows in any order, reports and leaves out what is broken, and finishes into arrays that are read
 * only. After that any thread may read.
 */
#ifndef PB_REALM_CONTENT_H
#define PB_REALM_CONTENT_H

#include "base/memory.h"
#include "base/recording.h"
#include "include/playerbot_world.h"
#include <math.h>

/* One place where a creature lives. Its index in the content's array is its number. */
struct pb_spawn {
    struct pb_position position;
    uint32_t creature;  /* index of its template */
    uint32_t respawn_s; /* after its death */
    float wander;       /* yards around its place */
};

/* One line of a flat loot table: references are resolved. */
struct pb_loot_line {
    uint32_t item; /* index of its template */
    float chance;  /* percent of kills; in a group: share of the group's one roll */
    uint16_t count_min, count_max;
    uint8_t group;         /* 0: rolled by itself; else at most one line of its group drops */
    uint8_t is_quest_only; /* drops only for who needs it */
};

struct pb_vendor_line {
    uint32_t item;  /* index */
    uint16_t limit; /* 0: endless */
    uint32_t restock_s;
};

struct pb_zone {
    struct pb_position centre; /* of its spawns */
    float radius;              /* of nine tenths of them around it, in yards */
    uint16_t zone, map;
    uint8_t level_min, level_max; /* of its hostile creatures, without the outer twentieth at each end */
    uint32_t spawn_count;
};

/* A run of an array. */
struct pb_run {
    uint32_t first, count;
};

struct pb_content;
struct pb_content_builder;

/* What was wrong with a row that was left out: kind ("quest", "item", ...), its number, a sentence. */
typedef void pb_content_report_fn(void *user, const char *kind, uint32_t id, const char *what);

/* -- Building. The builder copies; functions return 0 or PB_E_no_memory. -- */
int pb_content_builder_new(struct pb_content_builder **builder, const struct pb_memory *memory)
    __attribute__((warn_unused_result));
int pb_content_add_item(struct pb_content_builder *builder, const struct pb_item_template *item)
    __attribute__((warn_unused_result));
int pb_content_add_creature(struct pb_content_builder *builder, const struct pb_creature_template *creature)
    __attribute__((warn_unused_result));
/* `creature` is the template's entry. */
int pb_content_add_spawn(struct pb_content_builder *builder, uint32_t entry,
                         const struct pb_position *position, uint32_t respawn_s, float wander)
    __attribute__((warn_unused_result));
int pb_content_add_quest(struct pb_content_builder *builder, const struct pb_quest_template *quest)
    __attribute__((warn_unused_result));
/* Creature `entry` gives (or, with `is_end`, ends) a quest. */
int pb_content_add_giver(struct pb_content_builder *builder, uint32_t entry, uint32_t quest_id, int is_end)
    __attribute__((warn_unused_result));

/* As in creature_loot_template and reference_loot_template. */
struct pb_loot_row {
    uint32_t entry, item, reference; /* reference > 0: a table of references instead of an item */
    float chance;
    uint16_t count_min, count_max;
    uint8_t group, is_quest_only;
    uint8_t is_reference; /* the row belongs to reference_loot_template */
};
int pb_content_add_loot(struct pb_content_builder *builder, const struct pb_loot_row *row)
    __attribute__((warn_unused_result));
int pb_content_add_vendor_item(struct pb_content_builder *builder, uint32_t entry, uint32_t item,
                               uint16_t limit, uint32_t restock_s) __attribute__((warn_unused_result));
/* What a new character wears, as in equipment_templates; its item must be known. */
struct pb_equipment {
    uint32_t item; /* entry; in the content: index of its template */
    uint8_t character_class, specialization, level_min, level_max, slot;
    uint8_t is_fixed; /* written by hand: comes before the others */
};
int pb_content_add_equipment(struct pb_content_builder *builder, const struct pb_equipment *row)
    __attribute__((warn_unused_result));
/* Lets pb_content_finish note all rows, or take all from the recording in a replay. Borrowed until then. */
void pb_content_record(struct pb_content_builder *builder, struct pb_recording *recording);
/* Checks all, makes the content and frees the builder, also on an error. `report` may be NULL. Caller frees
 * the content. Returns 0, PB_E_no_memory or PB_E_bad_recording. */
int pb_content_finish(struct pb_content_builder *builder, pb_content_report_fn *report, void *user,
                      struct pb_content **content) __attribute__((warn_unused_result));
/* NULL is fine. */
void pb_content_builder_free(struct pb_content_builder *builder);
void pb_content_free(struct pb_content *content);

/* -- Reading. Arrays are borrowed for the life of the content. Finding by number is O(1). -- */
enum { PB_NO_INDEX = 0xffffffff };

const struct pb_item_template *pb_content_items(const struct pb_content *content, uint32_t *count);
const struct pb_creature_template *pb_content_creatures(const struct pb_content *content, uint32_t *count);
const struct pb_quest_template *pb_content_quests(const struct pb_content *content, uint32_t *count);
const struct pb_spawn *pb_content_spawns(const struct pb_content *content, uint32_t *count);
const struct pb_zone *pb_content_zones(const struct pb_content *content, uint32_t *count);
/* Index by number, PB_NO_INDEX for an unknown one. */
uint32_t pb_content_find_item(const struct pb_content *content, uint32_t entry);
uint32_t pb_content_find_creature(const struct pb_content *content, uint32_t entry);
uint32_t pb_content_find_quest(const struct pb_content *content, uint32_t quest_id);
uint32_t pb_content_find_zone(const struct pb_content *content, uint16_t zone);

/*
 * What a new character of a class wears in a slot; NULL for nothing. A row by hand comes first, then one of
 * its own specialisation before that of who has not chosen, then that of the highest level.
 */
const struct pb_item_template *pb_content_equipment_for(const struct pb_content *content,
                                                        unsigned character_class, unsigned specialization,
                                                        unsigned level, unsigned slot);
/* How many rows there are of a class. */
uint32_t pb_content_equipment_count(const struct pb_content *content, unsigned character_class);

/* What hangs on something: fills `run`, returns the array that it is a run of. Indexes, not numbers. */
const uint32_t *pb_content_spawns_of(const struct pb_content *content, uint32_t creature, struct pb_run *run);
const uint32_t *pb_content_quests_given_by(const struct pb_content *content, uint32_t creature,
                                           struct pb_run *run);
const uint32_t *pb_content_quests_ended_by(const struct pb_content *content, uint32_t creature,
                                           struct pb_run *run);
const uint32_t *pb_content_givers_of(const struct pb_content *content, uint32_t quest,
                                     struct pb_run *run); /* creatures */
const uint32_t *pb_content_enders_of(const struct pb_content *content, uint32_t quest, struct pb_run *run);
const struct pb_loot_line *pb_content_loot_of(const struct pb_content *content, uint32_t creature,
                                              struct pb_run *run);
const struct pb_vendor_line *pb_content_goods_of(const struct pb_content *content, uint32_t creature,
                                                 struct pb_run *run);
/* Creatures that drop an item, the most likely first. */
const uint32_t *pb_content_droppers_of(const struct pb_content *content, uint32_t item, struct pb_run *run);
/* Quests in whose objectives an item or creature stands; for progress. */
const uint32_t *pb_content_quests_for_item(const struct pb_content *content, uint32_t item,
                                           struct pb_run *run);
const uint32_t *pb_content_quests_for_creature(const struct pb_content *content, uint32_t creature,
                                               struct pb_run *run);

/* What of a spawn a search looks at, in lists of its own: the spawns themselves lie far apart. */
struct pb_near {
    float x, y;
    uint32_t spawn;
    uint16_t map;
    uint8_t roles;
    uint8_t kind; /* the last bits of its creature's index: what differs in them is another creature */
};
/* Spawns within `radius` of a place: calls back for each; stops when it returns other than 0, and returns
 * that. */
int pb_content_spawns_near(const struct pb_content *content, const struct pb_position *position, float radius,
                           int (*visit)(void *user, const struct pb_near *near, float distance), void *user);
/* What that will look at for places of which one after the other is asked for soon, at most PB_LOOK_AHEAD:
 * all of it is on its way from memory at once, and what `of_spawns` (NULL: nothing) has for them, a byte for
 * each spawn. */
enum { PB_LOOK_AHEAD = 16 };
void pb_content_look_ahead(const struct pb_content *content, const struct pb_position *positions,
                           unsigned count, float radius, const uint8_t *of_spawns);
/* In yards, over the ground; both on one map. */
static inline float pb_content_yards_to(const struct pb_position *position, const struct pb_near *near)
{
    float x = position->x - near->x, y = position->y - near->y;

    return sqrtf(x * x + y * y);
}

struct pb_near pb_content_near_of(const struct pb_content *content, uint32_t spawn);
/* By map and x, so that who looks for what is near begins in the middle. */
void pb_content_sort_by_place(struct pb_near *list, uint32_t count);
/* Of such a list the first that is not west of `x` on the map, or is on a later one; `count` for none. */
uint32_t pb_content_first_from(const struct pb_near *list, uint32_t count, uint16_t map, float x);
/* The spawn of a creature with any of `roles` that is nearest on the same map; PB_NO_INDEX for none. */
uint32_t pb_content_nearest_role(const struct pb_content *content, const struct pb_position *position,
                                 uint8_t roles);
/* Such a one within `yards`; O(services there). */
uint32_t pb_content_role_within(const struct pb_content *content, const struct pb_position *position,
                                uint8_t roles, float yards);
/* In both, PB_ROLE_AUCTIONEER is one who serves the Alliance; one who serves the Horde is: */
enum { PB_ROLE_HORDE_AUCTIONEER = PB_ROLE_MAILBOX };

/* The `skip`th nearest spawn of a creature (an index) on the same map, and how far it is; PB_NO_INDEX for
 * none, and from `skip` PB_CONTENT_NEAREST on. */
enum { PB_CONTENT_NEAREST = 64 };
uint32_t pb_content_nearest_spawn(const struct pb_content *content, const struct pb_position *position,
                                  uint32_t creature, unsigned skip, float *distance);

/* Where to go on the map for creatures of these levels that are no elites: the nearest spawn of each kind, at
 * most PB_CONTENT_NEAREST, the nearest first. Returns how many. O(kinds of these levels). */
unsigned pb_content_find_prey(const struct pb_content *content, const struct pb_position *position,
                              unsigned level_min, unsigned level_max, uint32_t *spawns, unsigned max);

/* Rows that were left out. */
uint32_t pb_content_bad_rows(const struct pb_content *content);
/* Bytes that all of it takes. */
size_t pb_content_bytes(const struct pb_content *content);

#endif
