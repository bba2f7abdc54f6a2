#include "bin/world_load.h"
#include "base/clock.h"
#include "base/error.h"
#include "db/call_world.h"
#include <string.h>

enum { TIMEOUT_MS = 120000, TURN_MS = 50, PARTS = 8, MAX_SHOWN = 20 };

struct load {
    pb_handle *handle;
    struct pb_content_builder *builder;
    int error;
    unsigned waiting, shown;
    uint32_t rows;
    char message[256];
};

/*
 * Quests of version 3.3.5 take their experience from a table of the client (QuestXP.dbc) that no database
 * has. Its columns stand in fixed ratios to its fifth, which is close to so many kills of the quest's
 * level: 2.75 at level 1, 9.5 at 10, 19 at 60, 22 from there on. What a kill gives: see
 * pb_realm_kill_experience. The game rounds to 5, 10, 25 and 50 as the sum grows.
 */
uint32_t pb_world_quest_experience(unsigned level, unsigned difficulty)
{
    static const double ratios[] = {0, 0.1, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5};
    double kill = (level <= 60 ? 45 : level <= 70 ? 235 : 580) + 5.0 * level;
    double kills = level <= 10 ? 2 + 0.75 * level : level <= 60 ? 9.5 + 0.19 * (level - 10) : 22;
    double given = kill * kills * ratios[difficulty < 9 ? difficulty : 9];
    unsigned step = given <= 100 ? 5 : given <= 500 ? 10 : given <= 1000 ? 25 : 50;

    return (uint32_t)(given / step + 0.5) * step;
}

/* ---- Rows into the builder ---- */

static int add_item(struct load *load, const struct pb_rows *rows, size_t row)
{
    struct pb_item_template item = pb_read_world_item(rows, row);

    return pb_content_add_item(load->builder, &item);
}

static int add_creature(struct load *load, const struct pb_rows *rows, size_t row)
{
    struct pb_creature_template creature = pb_read_world_creature(rows, row);

    return pb_content_add_creature(load->builder, &creature);
}

static int add_spawn(struct load *load, const struct pb_rows *rows, size_t row)
{
    struct pb_world_spawn spawn = pb_read_world_spawn(rows, row);

    return pb_content_add_spawn(load->builder, spawn.entry, &spawn.position, spawn.respawn_s, spawn.wander);
}

static int add_quest(struct load *load, const struct pb_rows *rows, size_t row)
{
    struct pb_world_quest read = pb_read_world_quest(rows, row);

    read.quest.experience = pb_world_quest_experience(read.quest.level, read.difficulty);
    return pb_content_add_quest(load->builder, &read.quest);
}

static int add_giver(struct load *load, const struct pb_rows *rows, size_t row)
{
    return pb_content_add_giver(load->builder, (uint32_t)pb_rows_u64(rows, row, 0),
                                (uint32_t)pb_rows_u64(rows, row, 1), pb_rows_u64(rows, row, 2) != 0);
}

static int add_loot(struct load *load, const struct pb_rows *rows, size_t row)
{
    struct pb_world_loot read = pb_read_world_loot(rows, row);
    struct pb_loot_row line = {.entry = read.entry,
                               .item = read.item,
                               .reference = read.reference,
                               .chance = read.chance,
                               .count_min = read.count_min,
                               .count_max = read.count_max,
                               .group = read.group,
                               .is_quest_only = read.is_quest_only,
                               .is_reference = read.is_reference};

    return pb_content_add_loot(load->builder, &line);
}

static int add_vendor_item(struct load *load, const struct pb_rows *rows, size_t row)
{
    uint64_t stock = pb_rows_u64(rows, row, 2);

    return pb_content_add_vendor_item(
        load->builder, (uint32_t)pb_rows_u64(rows, row, 0), (uint32_t)pb_rows_u64(rows, row, 1),
        (uint16_t)(stock < UINT16_MAX ? stock : UINT16_MAX), (uint32_t)pb_rows_u64(rows, row, 3));
}

static int add_equipment(struct load *load, const struct pb_rows *rows, size_t row)
{
    struct pb_world_equipment read = pb_read_world_equipment(rows, row);
    struct pb_equipment equipment = {.item = read.item,
                                     .character_class = read.character_class,
                                     .specialization = read.specialization,
                                     .level_min = read.level_min,
                                     .level_max = read.level_max,
                                     .slot = read.slot,
                                     .is_fixed = read.is_fixed};

    return pb_content_add_equipment(load->builder, &equipment);
}

/* ---- Reading ---- */

static void take(struct load *load, const struct pb_answer *answer,
                 int (*add)(struct load *load, const struct pb_rows *rows, size_t row))
{
    size_t count = pb_rows_count(answer->rows), row;

    load->waiting--;
    if (answer->error && load->error == PB_OK) {
        load->error = answer->error;
        snprintf(load->message, sizeof load->message, "%s", answer->message);
    }
    for (row = 0; row < count && load->error == PB_OK; row++)
        load->error = add(load, answer->rows, row);
    load->rows += (uint32_t)count;
}

#define TAKE(name)                                                                                           \
    static void take_##name(void *user, const struct pb_answer *answer)                                      \
    {                                                                                                        \
        take(user, answer, add_##name);                                                                      \
    }

TAKE(item)
TAKE(creature)
TAKE(spawn)
TAKE(quest)
TAKE(giver)
TAKE(loot)
TAKE(vendor_item)
TAKE(equipment)

/* All eight at once; each connection reads one. */
static void read_all(struct load *load)
{
    static const struct {
        const struct pb_statement *statement;
        pb_answer_fn *take;
    } parts[PARTS] = {{&pb_call_world_items, take_item},
                      {&pb_call_world_quests, take_quest},
                      {&pb_call_world_spawns, take_spawn},
                      {&pb_call_world_loot, take_loot},
                      {&pb_call_world_vendor_items, take_vendor_item},
                      {&pb_call_world_quest_givers, take_giver},
                      {&pb_call_world_equipment, take_equipment},
                      {&pb_call_world_creatures, take_creature}};
    struct pb_database *database = load->handle->database;
    unsigned i;

    for (i = 0; i < PARTS && load->error == PB_OK; i++) {
        load->error =
            pb_database_call(database, parts[i].statement, NULL, 0, TIMEOUT_MS, parts[i].take, load);
        load->waiting += load->error == PB_OK;
    }
    while (load->waiting) {
        pb_database_poll(database, PARTS);
        if (load->waiting)
            pb_database_wait(database, TURN_MS, -1);
    }
}

static void report(void *user, const char *kind, uint32_t id, const char *what)
{
    struct load *load = user;

    if (load->shown++ < MAX_SHOWN)
        PB_LOG(load->handle->log, REALM, WARN, 0, "%s %u is left out: %s", kind, id, what);
}

static int finish(struct load *load, int64_t start_ms, struct pb_content **out)
{
    struct pb_content *content;
    uint32_t items, creatures, spawns, quests, zones;
    int error = pb_content_finish(load->builder, report, load, &content);

    load->builder = NULL;
    if (error != PB_OK)
        return error;
    pb_content_items(content, &items);
    pb_content_creatures(content, &creatures);
    pb_content_spawns(content, &spawns);
    pb_content_quests(content, &quests);
    pb_content_zones(content, &zones);
    if (load->shown > MAX_SHOWN)
        PB_LOG(load->handle->log, REALM, WARN, 0, "and %u more rows of the world are left out",
               load->shown - MAX_SHOWN);
    PB_LOG(load->handle->log, REALM, INFO, 0,
           "the world has %u quests, %u items, %u creatures, %u places where they live, %u zones: %u rows, "
           "%zu KB, %lld ms",
           quests, items, creatures, spawns, zones, load->rows, pb_content_bytes(content) / 1024,
           (long long)(pb_clock_ms() - start_ms));
    if (!quests || !spawns) {
        PB_LOG(load->handle->log, REALM, ERROR, 0, "a world without %s: see ci/demo-world",
               quests ? "creatures" : "quests");
        pb_content_free(content);
        return PB_E_bad_state;
    }
    *out = content;
    return PB_OK;
}

int pb_world_load(pb_handle *handle, struct pb_recording *recording, struct pb_content **content)
{
    struct load load = {.handle = handle};
    int64_t start_ms = pb_clock_ms();
    int error = pb_content_builder_new(&load.builder, &handle->memory);

    if (error != PB_OK)
        return error;
    pb_content_record(load.builder, recording);
    read_all(&load);
    if (load.error != PB_OK) {
        PB_LOG(handle->log, REALM, ERROR, 0, "the world cannot be read: %s (%s)", pb_error_text(load.error),
               load.message);
        pb_content_builder_free(load.builder);
        return load.error;
    }
    return finish(&load, start_ms, content);
}
