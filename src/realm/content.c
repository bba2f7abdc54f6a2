#include "realm/content.h"
#include "include/playerbot_error.h"
#include "realm/content_state.h"
#include <string.h>

int pb_content_builder_new(struct pb_content_builder **builder, const struct pb_memory *memory)
{
    struct pb_content_builder *made = pb_memory_new(memory, 1, sizeof *made);

    if (!made)
        return PB_E_no_memory;
    made->memory = *memory;
    *builder = made;
    return PB_OK;
}

void pb_content_builder_free(struct pb_content_builder *builder)
{
    struct pb_memory memory;

    if (!builder)
        return;
    memory = builder->memory;
    pb_memory_free(&memory, builder->items.rows);
    pb_memory_free(&memory, builder->creatures.rows);
    pb_memory_free(&memory, builder->quests.rows);
    pb_memory_free(&memory, builder->spawns.rows);
    pb_memory_free(&memory, builder->givers.rows);
    pb_memory_free(&memory, builder->loot.rows);
    pb_memory_free(&memory, builder->vendors.rows);
    pb_memory_free(&memory, builder->equipment.rows);
    pb_memory_free(&memory, builder);
}

static int add(struct pb_content_builder *builder, struct pb_rows_of *rows, const void *row, size_t size)
{
    if (rows->count == rows->capacity) {
        uint32_t wanted = rows->capacity * 2 + 64;
        void *bigger = pb_memory_resize(&builder->memory, rows->rows, wanted * size);

        if (!bigger)
            return PB_E_no_memory;
        rows->rows = bigger;
        rows->capacity = wanted;
    }
    memcpy((char *)rows->rows + rows->count++ * size, row, size);
    return PB_OK;
}

int pb_content_add_item(struct pb_content_builder *builder, const struct pb_item_template *item)
{
    return add(builder, &builder->items, item, sizeof *item);
}

int pb_content_add_creature(struct pb_content_builder *builder, const struct pb_creature_template *creature)
{
    return add(builder, &builder->creatures, creature, sizeof *creature);
}

int pb_content_add_spawn(struct pb_content_builder *builder, uint32_t entry,
                         const struct pb_position *position, uint32_t respawn_s, float wander)
{
    struct pb_spawn_row row = {
        .position = *position, .entry = entry, .respawn_s = respawn_s, .wander = wander};

    return add(builder, &builder->spawns, &row, sizeof row);
}

int pb_content_add_quest(struct pb_content_builder *builder, const struct pb_quest_template *quest)
{
    return add(builder, &builder->quests, quest, sizeof *quest);
}

int pb_content_add_giver(struct pb_content_builder *builder, uint32_t entry, uint32_t quest_id, int is_end)
{
    struct pb_giver_row row = {.entry = entry, .quest_id = quest_id, .is_end = is_end != 0};

    return add(builder, &builder->givers, &row, sizeof row);
}

int pb_content_add_loot(struct pb_content_builder *builder, const struct pb_loot_row *row)
{
    return add(builder, &builder->loot, row, sizeof *row);
}

int pb_content_add_vendor_item(struct pb_content_builder *builder, uint32_t entry, uint32_t item,
                               uint16_t limit, uint32_t restock_s)
{
    struct pb_vendor_row row = {.entry = entry, .item = item, .restock_s = restock_s, .limit = limit};

    return add(builder, &builder->vendors, &row, sizeof row);
}

int pb_content_add_equipment(struct pb_content_builder *builder, const struct pb_equipment *row)
{
    return add(builder, &builder->equipment, row, sizeof *row);
}

void pb_content_record(struct pb_content_builder *builder, struct pb_recording *recording)
{
    builder->recording = recording;
}

/* Notes all rows of a kind, as many at a time as a record holds. */
static void note_rows(const struct pb_content_builder *builder, enum pb_record kind,
                      const struct pb_rows_of *rows, size_t size)
{
    uint32_t most = (uint32_t)(PB_RECORD_MAX / 8 / size), i;

    for (i = 0; i < rows->count; i += most) {
        uint32_t count = rows->count - i < most ? rows->count - i : most;

        pb_recording_put(builder->recording, kind, (const char *)rows->rows + i * size, count * size);
    }
}

static int replay_rows(struct pb_content_builder *builder, enum pb_record kind, struct pb_rows_of *rows,
                       size_t size)
{
    int error = PB_OK;

    while (pb_recording_peek(builder->recording) == kind && error == PB_OK) {
        size_t length = pb_recording_size(builder->recording), i;
        const char *found = pb_recording_look(builder->recording, kind, length);

        if (!found || length % size)
            return PB_E_bad_recording;
        for (i = 0; i < length && error == PB_OK; i += size)
            error = add(builder, rows, found + i, size);
        pb_recording_skip(builder->recording);
    }
    return error;
}

/* All rows into the recording, or out of it. */
static int follow_recording(struct pb_content_builder *builder)
{
    struct {
        struct pb_rows_of *rows;
        size_t size;
        enum pb_record kind;
    } all[] = {{&builder->items, sizeof(struct pb_item_template), PB_RECORD_ITEM},
               {&builder->creatures, sizeof(struct pb_creature_template), PB_RECORD_CREATURE},
               {&builder->spawns, sizeof(struct pb_spawn_row), PB_RECORD_SPAWN},
               {&builder->quests, sizeof(struct pb_quest_template), PB_RECORD_QUEST},
               {&builder->givers, sizeof(struct pb_giver_row), PB_RECORD_GIVER},
               {&builder->loot, sizeof(struct pb_loot_row), PB_RECORD_LOOT},
               {&builder->vendors, sizeof(struct pb_vendor_row), PB_RECORD_VENDOR},
               {&builder->equipment, sizeof(struct pb_equipment), PB_RECORD_EQUIPMENT}};
    int error = PB_OK;
    unsigned i;

    for (i = 0; i < sizeof all / sizeof *all && error == PB_OK; i++)
        if (pb_recording_is_replay(builder->recording))
            error = replay_rows(builder, all[i].kind, all[i].rows, all[i].size);
        else
            note_rows(builder, all[i].kind, all[i].rows, all[i].size);
    return error;
}

/* In the order in which things need each other. */
static int take_all(struct pb_content_builder *builder, struct pb_content *content)
{
    int error = pb_content_take_items(builder, content);

    if (error == PB_OK)
        error = pb_content_take_equipment(builder, content);
    if (error == PB_OK)
        error = pb_content_take_creatures(builder, content);
    if (error == PB_OK)
        error = pb_content_take_spawns(builder, content);
    if (error == PB_OK)
        error = pb_content_take_loot(builder, content);
    if (error == PB_OK)
        error = pb_content_take_vendors(builder, content);
    if (error == PB_OK)
        error = pb_content_take_quests(builder, content);
    return error == PB_OK ? pb_content_place(content) : error;
}

int pb_content_finish(struct pb_content_builder *builder, pb_content_report_fn *report, void *user,
                      struct pb_content **out)
{
    struct pb_content *content = pb_memory_new(&builder->memory, 1, sizeof *content);
    int error = follow_recording(builder);

    builder->report = report;
    builder->user = user;
    if (!content)
        error = PB_E_no_memory;
    if (content) {
        content->memory = builder->memory;
        if (error == PB_OK)
            error = pb_map_new(&content->item_map, &content->memory);
        if (error == PB_OK)
            error = pb_map_new(&content->creature_map, &content->memory);
        if (error == PB_OK)
            error = pb_map_new(&content->quest_map, &content->memory);
        if (error == PB_OK)
            error = take_all(builder, content);
        content->bad = builder->bad;
    }
    pb_content_builder_free(builder);
    if (error == PB_OK)
        *out = content;
    else
        pb_content_free(content);
    return error;
}

void pb_content_free(struct pb_content *content)
{
    struct pb_memory memory;
    uint32_t i;

    if (!content)
        return;
    memory = content->memory;
    pb_map_free(content->item_map);
    pb_map_free(content->creature_map);
    pb_map_free(content->quest_map);
    pb_memory_free(&memory, content->items);
    pb_memory_free(&memory, content->creatures);
    pb_memory_free(&memory, content->quests);
    pb_memory_free(&memory, content->spawns);
    pb_memory_free(&memory, content->zones);
    pb_memory_free(&memory, content->loot);
    pb_memory_free(&memory, content->goods);
    pb_memory_free(&memory, content->equipment);
    pb_memory_free(&memory, content->loot_of);
    pb_memory_free(&memory, content->goods_of);
    pb_memory_free(&memory, content->services);
    pb_memory_free(&memory, content->prey);
    pb_memory_free(&memory, content->habitats);
    pb_memory_free(&memory, content->signs);
    pb_relation_release(&content->spawns_of, &memory);
    pb_relation_release(&content->given_by, &memory);
    pb_relation_release(&content->ended_by, &memory);
    pb_relation_release(&content->givers_of, &memory);
    pb_relation_release(&content->enders_of, &memory);
    pb_relation_release(&content->droppers_of, &memory);
    pb_relation_release(&content->quests_for_item, &memory);
    pb_relation_release(&content->quests_for_creature, &memory);
    for (i = 0; i < content->grid_count; i++) {
        pb_relation_release(&content->grids[i].cells, &memory);
        pb_memory_free(&memory, content->grids[i].nears);
    }
    pb_memory_free(&memory, content);
}

/* ---- Reading ---- */

#define READ(type, name, array, size)                                                                        \
    const struct type *name(const struct pb_content *content, uint32_t *count)                               \
    {                                                                                                        \
        *count = content->size;                                                                              \
        return content->array;                                                                               \
    }

READ(pb_item_template, pb_content_items, items, item_count)
READ(pb_creature_template, pb_content_creatures, creatures, creature_count)
READ(pb_quest_template, pb_content_quests, quests, quest_count)
READ(pb_spawn, pb_content_spawns, spawns, spawn_count)
READ(pb_zone, pb_content_zones, zones, zone_count)

/* 0 - 1 is PB_NO_INDEX. */
uint32_t pb_content_find_item(const struct pb_content *content, uint32_t entry)
{
    return pb_map_get(content->item_map, entry) - 1;
}

uint32_t pb_content_find_creature(const struct pb_content *content, uint32_t entry)
{
    return pb_map_get(content->creature_map, entry) - 1;
}

uint32_t pb_content_find_quest(const struct pb_content *content, uint32_t quest_id)
{
    return pb_map_get(content->quest_map, quest_id) - 1;
}

uint32_t pb_content_find_zone(const struct pb_content *content, uint16_t zone)
{
    uint32_t i;

    for (i = 0; i < content->zone_count; i++)
        if (content->zones[i].zone == zone)
            return i;
    return PB_NO_INDEX;
}

#define RELATED(name, relation)                                                                              \
    const uint32_t *name(const struct pb_content *content, uint32_t key, struct pb_run *run)                 \
    {                                                                                                        \
        run->first = content->relation.first[key];                                                           \
        run->count = content->relation.first[key + 1] - run->first;                                          \
        return content->relation.values;                                                                     \
    }

RELATED(pb_content_spawns_of, spawns_of)
RELATED(pb_content_quests_given_by, given_by)
RELATED(pb_content_quests_ended_by, ended_by)
RELATED(pb_content_givers_of, givers_of)
RELATED(pb_content_enders_of, enders_of)
RELATED(pb_content_droppers_of, droppers_of)
RELATED(pb_content_quests_for_item, quests_for_item)
RELATED(pb_content_quests_for_creature, quests_for_creature)

const struct pb_loot_line *pb_content_loot_of(const struct pb_content *content, uint32_t creature,
                                              struct pb_run *run)
{
    *run = content->loot_of[creature];
    return content->loot;
}

const struct pb_vendor_line *pb_content_goods_of(const struct pb_content *content, uint32_t creature,
                                                 struct pb_run *run)
{
    *run = content->goods_of[creature];
    return content->goods;
}

uint32_t pb_content_bad_rows(const struct pb_content *content)
{
    return content->bad;
}

size_t pb_content_bytes(const struct pb_content *content)
{
    size_t bytes = sizeof *content;
    uint32_t i;

    bytes +=
        content->item_count * sizeof *content->items + content->creature_count * sizeof *content->creatures;
    bytes += content->quest_count * sizeof *content->quests + content->spawn_count * sizeof *content->spawns;
    bytes += content->zone_count * sizeof *content->zones + content->loot_count * sizeof *content->loot;
    bytes += content->equipment_count * sizeof *content->equipment;
    bytes += content->goods_count * sizeof *content->goods +
             (2 * content->spawn_count + content->service_count) * sizeof(struct pb_near);
    bytes += content->creature_count * 2 * sizeof(struct pb_run);
    bytes += pb_map_bytes(content->item_map) + pb_map_bytes(content->creature_map) +
             pb_map_bytes(content->quest_map);
    bytes += pb_relation_bytes(&content->spawns_of) + pb_relation_bytes(&content->given_by);
    bytes += pb_relation_bytes(&content->ended_by) + pb_relation_bytes(&content->givers_of);
    bytes += pb_relation_bytes(&content->enders_of) + pb_relation_bytes(&content->droppers_of);
    bytes += pb_relation_bytes(&content->quests_for_item) + pb_relation_bytes(&content->quests_for_creature);
    for (i = 0; i < content->grid_count; i++)
        bytes += pb_relation_bytes(&content->grids[i].cells);
    return bytes;
}
