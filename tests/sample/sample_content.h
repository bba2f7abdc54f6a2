/* Sample content: a small world made in memory, for tests and benches without a database. The same seed, the
 * same world. */
#ifndef PB_TESTS_SAMPLE_CONTENT_H
#define PB_TESTS_SAMPLE_CONTENT_H

#include "base/chance.h"
#include "include/playerbot_error.h"
#include "realm/content.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Zones of eight levels each on two maps; villages with givers, vendors and smiths; camps around them. */
struct pb_sample {
    struct pb_content_builder *builder;
    uint64_t chance;
    int error;
    uint32_t item, creature, quest;
    /* What lives where in the first copy. */
    struct pb_sample_spawn {
        struct pb_position place;
        uint32_t entry;
        float wander;
    } * spawns;
    uint32_t spawn_count;
};

/* Where races begin, then others. */
static const uint16_t pb_sample_zones[] = {12, 1,  14, 85,  141, 215, 3430, 3524,
                                           40, 38, 17, 130, 10,  11,  33,   47};

/* Bots of whom nobody waits for prey in one copy of the world; copies next to each other on two maps. */
enum { PB_SAMPLE_BOTS = 500, PB_SAMPLE_COPIES = 8, PB_SAMPLE_FIRST_ZONE = 5000 };
enum { PB_SAMPLE_ZONES = 16, PB_SAMPLE_QUESTS = 120, PB_SAMPLE_CAMPS = 40, PB_SAMPLE_CAMP = 10 };

static inline void pb_sample_do(struct pb_sample *sample, int error)
{
    sample->error = sample->error ? sample->error : error;
}

static inline uint32_t pb_sample_item(struct pb_sample *sample, struct pb_item_template item,
                                      const char *name)
{
    item.entry = ++sample->item;
    item.stack_size = item.stack_size ? item.stack_size : 1;
    snprintf(item.name, sizeof item.name, "%s", name);
    pb_sample_do(sample, pb_content_add_item(sample->builder, &item));
    return item.entry;
}

/* Clothes and weapons of a level, three qualities. */
static inline void pb_sample_gear(struct pb_sample *sample, unsigned level)
{
    static const uint8_t types[] = {PB_TYPE_HEAD,   PB_TYPE_SHOULDERS, PB_TYPE_CHEST,  PB_TYPE_WAIST,
                                    PB_TYPE_LEGS,   PB_TYPE_FEET,      PB_TYPE_WRISTS, PB_TYPE_HANDS,
                                    PB_TYPE_FINGER, PB_TYPE_BACK};
    unsigned i, quality;

    for (quality = 1; quality <= 3; quality++) {
        for (i = 0; i < sizeof types; i++) {
            struct pb_item_template item = {
                .item_class = PB_ITEM_ARMOR,
                .subclass = (uint8_t)(types[i] == PB_TYPE_FINGER || types[i] == PB_TYPE_BACK ? 0 : 1),
                .inventory_type = types[i],
                .quality = (uint8_t)quality,
                .item_level = (uint16_t)(level + 4),
                .required_level = (uint8_t)level,
                .armor = (uint16_t)(4 + 2 * level),
                .sell_price = 10 * level * quality,
                .buy_price = 50 * level * quality,
                .stat_count = (uint8_t)(quality - 1)};
            item.stats[0] = (struct pb_item_stat){7, (int16_t)(1 + level / 5)};
            item.stats[1] = (struct pb_item_stat){(uint8_t)(3 + pb_chance_below(&sample->chance, 3)),
                                                  (int16_t)(1 + level / 5)};
            pb_sample_item(sample, item, "Garment");
        }
        for (i = 0; i < 3; i++) {
            static const uint8_t subclass[] = {7, 10, 15};
            float dps = (1 + 0.45f * (float)level) * (0.8f + 0.1f * (float)quality);
            struct pb_item_template item = {.item_class = PB_ITEM_WEAPON,
                                            .subclass = subclass[i],
                                            .inventory_type =
                                                (uint8_t)(i == 1 ? PB_TYPE_TWO_HAND : PB_TYPE_ONE_HAND),
                                            .quality = (uint8_t)quality,
                                            .item_level = (uint16_t)(level + 4),
                                            .required_level = (uint8_t)level,
                                            .delay_ms = 2000,
                                            .damage_min = dps * 1.6f,
                                            .damage_max = dps * 2.4f,
                                            .sell_price = 20 * level * quality,
                                            .buy_price = 100 * level * quality};
            pb_sample_item(sample, item, "Weapon");
        }
    }
}

/* The place in copy number `copy` that `place` is in the first one: 4 by 2 copies on two maps, then the next
 * two. Zones get numbers of their own. */
static inline struct pb_position pb_sample_copy(struct pb_position place, unsigned copy)
{
    int at = (int)(copy % PB_SAMPLE_COPIES), column = at % 4, row = at / 4;
    unsigned zone = 0;

    while (copy && zone < PB_SAMPLE_ZONES && pb_sample_zones[zone] != place.zone)
        zone++;
    /* To and fro from the middle, or it would end outside the map. */
    place.x += (float)(8000 * (column % 2 ? -(column + 1) / 2 : column / 2));
    place.y += (float)(4000 * (row % 2 ? -(row + 1) / 2 : row / 2));
    place.map = (uint16_t)(place.map + 2 * (copy / PB_SAMPLE_COPIES));
    if (copy)
        place.zone = (uint16_t)(PB_SAMPLE_FIRST_ZONE + copy * PB_SAMPLE_ZONES + zone);
    return place;
}

static inline struct pb_position pb_sample_place(struct pb_sample *sample, unsigned zone, float least,
                                                 float most)
{
    float angle = (float)(pb_chance_share(&sample->chance) * 6.2831853),
          yards = least + (most - least) * (float)pb_chance_share(&sample->chance);
    /* The middle of zones: a grid of 2,000 yards on two maps. */
    float x = (float)(zone / 2 % 4) * 2000, y = (float)(zone / 8) * 2000;

    return (struct pb_position){x + yards * cosf(angle), y + yards * sinf(angle), 0, (uint16_t)(zone % 2),
                                pb_sample_zones[zone]};
}

static inline void pb_sample_live(struct pb_sample *sample, uint32_t entry, const struct pb_position *place,
                                  float wander)
{
    sample->spawns[sample->spawn_count++] = (struct pb_sample_spawn){*place, entry, wander};
    pb_sample_do(sample, pb_content_add_spawn(sample->builder, entry, place, 60, wander));
}

static inline void pb_sample_zone(struct pb_sample *sample, unsigned zone)
{
    unsigned level = zone < 8 ? 1 : 10 + (zone - 8) * 9, i, k;
    uint32_t prey[PB_SAMPLE_CAMPS], token[PB_SAMPLE_CAMPS], giver[4], junk, cloth, chain = 0;
    struct pb_creature_template folk = {.roles = PB_ROLE_QUEST_GIVER, .level_min = 60, .level_max = 60};
    char name[32];

    junk = pb_sample_item(
        sample,
        (struct pb_item_template){
            .item_class = PB_ITEM_MISCELLANEOUS, .stack_size = 5, .sell_price = 2 + level, .item_level = 1},
        "Fang");
    cloth = pb_sample_item(sample,
                           (struct pb_item_template){.item_class = PB_ITEM_TRADE_GOODS,
                                                     .quality = 1,
                                                     .stack_size = 20,
                                                     .sell_price = 5 + level,
                                                     .item_level = 1},
                           "Cloth");
    for (i = 0; i < 4; i++) {
        struct pb_position place = pb_sample_place(sample, zone, 5, 40);

        folk.entry = giver[i] = ++sample->creature;
        folk.roles =
            (uint8_t)(i == 3 ? PB_ROLE_VENDOR | PB_ROLE_REPAIRER | PB_ROLE_AUCTIONEER : PB_ROLE_QUEST_GIVER);
        snprintf(folk.name, sizeof folk.name, "Villager %u", folk.entry);
        pb_sample_do(sample, pb_content_add_creature(sample->builder, &folk));
        pb_sample_live(sample, folk.entry, &place, 0);
    }
    for (i = 0; i < PB_SAMPLE_CAMPS; i++) {
        struct pb_position camp = pb_sample_place(sample, zone, 100 + 15 * (float)i, 180 + 15 * (float)i);
        unsigned own = level + i * 10 / PB_SAMPLE_CAMPS;
        struct pb_creature_template kind = {.entry = ++sample->creature,
                                            .loot_id = sample->creature,
                                            .money_min = own,
                                            .money_max = 4 * own,
                                            .health_modifier = 1,
                                            .damage_modifier = 1,
                                            .experience_modifier = 1,
                                            .attack_ms = 2000,
                                            .level_min = (uint8_t)(own < 80 ? own : 80),
                                            .level_max = (uint8_t)(own < 79 ? own + 1 : 80),
                                            .roles = PB_ROLE_HOSTILE};
        struct pb_loot_row row = {
            .entry = kind.entry, .item = junk, .chance = 40, .count_min = 1, .count_max = 1};

        prey[i] = kind.entry;
        snprintf(kind.name, sizeof kind.name, "Beast %u", kind.entry);
        pb_sample_do(sample, pb_content_add_creature(sample->builder, &kind));
        token[i] = pb_sample_item(sample,
                                  (struct pb_item_template){.item_class = PB_ITEM_QUEST,
                                                            .quality = 1,
                                                            .stack_size = 20,
                                                            .item_level = 1,
                                                            .flags = PB_ITEM_FOR_QUEST},
                                  "Token");
        pb_sample_do(sample, pb_content_add_loot(sample->builder, &row));
        row.item = cloth;
        row.chance = 25;
        pb_sample_do(sample, pb_content_add_loot(sample->builder, &row));
        row.item = token[i];
        row.chance = 60;
        row.is_quest_only = 1;
        pb_sample_do(sample, pb_content_add_loot(sample->builder, &row));
        row.is_quest_only = 0;
        row.group = 1;
        row.chance = 1;
        for (k = 0; k < 8; k++) {
            row.item = 2 + (level > 40 ? 8 : level / 5) * 39 + pb_chance_below(&sample->chance, 39);
            pb_sample_do(sample, pb_content_add_loot(sample->builder, &row));
        }
        for (k = 0; k < PB_SAMPLE_CAMP; k++) {
            struct pb_position place = camp;

            place.x += (float)pb_chance_share(&sample->chance) * 60 - 30;
            place.y += (float)pb_chance_share(&sample->chance) * 60 - 30;
            pb_sample_live(sample, kind.entry, &place, 5);
        }
    }
    for (i = 0; i < PB_SAMPLE_QUESTS; i++) {
        unsigned camp = i % PB_SAMPLE_CAMPS, own = level + camp * 10 / PB_SAMPLE_CAMPS;
        struct pb_quest_template quest = {.quest_id = ++sample->quest,
                                          .level = (uint8_t)(own < 80 ? own : 80),
                                          .level_min = (uint8_t)(own > 3 ? own - 3 : 1),
                                          .zone = pb_sample_zones[zone],
                                          .experience =
                                              (45 + 5 * own) * (5 + pb_chance_below(&sample->chance, 8)),
                                          .money = 20 * own,
                                          .flags = PB_QUEST_SHARABLE};

        if (quest.level_min > 77)
            quest.level_min = 77;
        if (i % 3 == 1 && chain)
            quest.previous_quest = (int32_t)chain;
        if (i % 3 == 0)
            chain = quest.quest_id;
        quest.objectives[i % 2 ? PB_QUEST_KILLS : 0] = (struct pb_quest_objective){
            i % 2 ? token[camp] : prey[camp], (uint16_t)(4 + pb_chance_below(&sample->chance, 6)),
            i % 2 ? PB_OBJECTIVE_COLLECT : PB_OBJECTIVE_KILL};
        if (i % 4 == 0) {
            quest.choice_count = 2;
            quest.choices[0] = (struct pb_item_amount){2 + (level > 40 ? 8 : level / 5) * 39 + i % 39, 1};
            quest.choices[1] =
                (struct pb_item_amount){2 + (level > 40 ? 8 : level / 5) * 39 + (i + 7) % 39, 1};
        }
        snprintf(name, sizeof name, "Errand %u", quest.quest_id);
        memcpy(quest.title, name, sizeof name);
        pb_sample_do(sample, pb_content_add_quest(sample->builder, &quest));
        pb_sample_do(sample, pb_content_add_giver(sample->builder, giver[i % 3], quest.quest_id, 0));
        pb_sample_do(sample,
                     pb_content_add_giver(sample->builder, giver[(i + i / 7) % 3], quest.quest_id, 1));
    }
    pb_sample_do(sample, pb_content_add_vendor_item(sample->builder, giver[3], 1, 0, 0));
}

/* So many copies of the places, at most 256, with the same creatures, things and quests. The first is the
 * same however many there are. With a recording (NULL: none) it is noted there, or all of it comes from
 * there. NULL when there is no memory. Caller frees. */
static inline struct pb_content *pb_sample_copies_of(uint64_t seed, unsigned copies,
                                                     struct pb_recording *recording)
{
    struct pb_sample sample = {.chance = seed};
    struct pb_content *content = NULL;
    int is_made = !pb_recording_is_replay(recording);
    unsigned i, copy;

    sample.spawns = calloc(PB_SAMPLE_ZONES * (4 + PB_SAMPLE_CAMPS * PB_SAMPLE_CAMP), sizeof *sample.spawns);
    if (!sample.spawns || pb_content_builder_new(&sample.builder, &pb_memory_libc) != PB_OK) {
        free(sample.spawns);
        return NULL;
    }
    pb_content_record(sample.builder, recording);
    if (is_made)
        pb_sample_item(&sample,
                       (struct pb_item_template){.item_class = PB_ITEM_CONSUMABLE,
                                                 .quality = 1,
                                                 .stack_size = 20,
                                                 .buy_price = 25,
                                                 .sell_price = 1,
                                                 .item_level = 1},
                       "Bread");
    for (i = 0; i < 9 && is_made; i++)
        pb_sample_gear(&sample, i ? i * 5 : 1);
    for (i = 0; i < PB_SAMPLE_ZONES && is_made; i++)
        pb_sample_zone(&sample, i);
    for (copy = 1; copy < copies && is_made; copy++)
        for (i = 0; i < sample.spawn_count; i++) {
            struct pb_position place = pb_sample_copy(sample.spawns[i].place, copy);

            pb_sample_do(&sample, pb_content_add_spawn(sample.builder, sample.spawns[i].entry, &place, 60,
                                                       sample.spawns[i].wander));
        }
    free(sample.spawns);
    pb_sample_do(&sample, pb_content_finish(sample.builder, NULL, NULL, &content));
    return sample.error ? NULL : content;
}

static inline struct pb_content *pb_sample_copies(uint64_t seed, unsigned copies)
{
    return pb_sample_copies_of(seed, copies, NULL);
}

static inline struct pb_content *pb_sample_content(uint64_t seed)
{
    return pb_sample_copies(seed, 1);
}

#endif
