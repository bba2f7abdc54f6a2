#include "../scarce.h"
#include "../seed.h"
#include "base/error.h"
#include "realm/content.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MAX_REPORTS = 64 };

/* What a builder reported. */
struct reports {
    unsigned count;
    struct {
        char kind[16], what[160];
        uint32_t id;
    } list[MAX_REPORTS];
};

static void take_report(void *user, const char *kind, uint32_t id, const char *what)
{
    struct reports *reports = user;

    assert_non_null(what);
    if (reports->count < MAX_REPORTS) {
        snprintf(reports->list[reports->count].kind, sizeof reports->list[0].kind, "%s", kind);
        snprintf(reports->list[reports->count].what, sizeof reports->list[0].what, "%s", what);
        reports->list[reports->count].id = id;
    }
    reports->count++;
}

static int was_reported(const struct reports *reports, const char *kind, uint32_t id, const char *part)
{
    for (unsigned i = 0; i < reports->count && i < MAX_REPORTS; i++)
        if (!strcmp(reports->list[i].kind, kind) && reports->list[i].id == id &&
            strstr(reports->list[i].what, part))
            return 1;
    for (unsigned i = 0; i < reports->count && i < MAX_REPORTS; i++)
        printf("# %s %u: %s\n", reports->list[i].kind, reports->list[i].id, reports->list[i].what);
    return 0;
}

/* ---- A small sound world: wolves (100) that drop fangs (1) and pelts (2), a giver (200) who sells, two
 * quests. A test adds to it, or changes a row first. ---- */

static struct pb_item_template item_of(uint32_t entry)
{
    return (struct pb_item_template){.entry = entry, .item_level = 1, .stack_size = 20, .name = "item"};
}

static struct pb_creature_template creature_of(uint32_t entry, uint8_t roles, uint32_t loot_id)
{
    return (struct pb_creature_template){.entry = entry,
                                         .loot_id = loot_id,
                                         .level_min = 2,
                                         .level_max = 3,
                                         .health_modifier = 1,
                                         .damage_modifier = 1,
                                         .experience_modifier = 1,
                                         .roles = roles,
                                         .name = "creature"};
}

static struct pb_quest_template quest_of(uint32_t quest_id)
{
    struct pb_quest_template quest = {.quest_id = quest_id, .level = 3, .level_min = 1, .title = "quest"};

    quest.objectives[0] = (struct pb_quest_objective){100, 5, PB_OBJECTIVE_KILL};
    quest.objectives[4] = (struct pb_quest_objective){1, 3, PB_OBJECTIVE_COLLECT};
    return quest;
}

static struct pb_loot_row loot_of(uint32_t entry, uint32_t item, float chance)
{
    return (struct pb_loot_row){
        .entry = entry, .item = item, .chance = chance, .count_min = 1, .count_max = 1};
}

static void add_item(struct pb_content_builder *builder, struct pb_item_template item)
{
    assert_int_equal(pb_content_add_item(builder, &item), PB_OK);
}

static void add_creature(struct pb_content_builder *builder, struct pb_creature_template creature)
{
    assert_int_equal(pb_content_add_creature(builder, &creature), PB_OK);
}

static void add_spawn(struct pb_content_builder *builder, uint32_t entry, float x, float y)
{
    const struct pb_position place = {.x = x, .y = y, .z = 1, .map = 0, .zone = 12};

    assert_int_equal(pb_content_add_spawn(builder, entry, &place, 120, 5), PB_OK);
}

static void add_quest(struct pb_content_builder *builder, struct pb_quest_template quest)
{
    assert_int_equal(pb_content_add_quest(builder, &quest), PB_OK);
    assert_int_equal(pb_content_add_giver(builder, 200, quest.quest_id, 0), PB_OK);
    assert_int_equal(pb_content_add_giver(builder, 200, quest.quest_id, 1), PB_OK);
}

static void add_loot(struct pb_content_builder *builder, struct pb_loot_row row)
{
    assert_int_equal(pb_content_add_loot(builder, &row), PB_OK);
}

static struct pb_content_builder *sound_world(void)
{
    struct pb_content_builder *builder;
    struct pb_quest_template second = quest_of(2);

    assert_int_equal(pb_content_builder_new(&builder, &pb_memory_libc), PB_OK);
    add_item(builder, item_of(2));
    add_item(builder, item_of(1));
    add_creature(builder, creature_of(200, PB_ROLE_QUEST_GIVER | PB_ROLE_VENDOR, 0));
    add_creature(builder, creature_of(100, PB_ROLE_HOSTILE, 100));
    add_spawn(builder, 100, 50, 50);
    add_spawn(builder, 100, 450, 50);
    add_spawn(builder, 200, 0, 0);
    add_quest(builder, quest_of(1));
    second.previous_quest = 1;
    add_quest(builder, second);
    add_loot(builder, loot_of(100, 1, 40));
    add_loot(builder, loot_of(100, 2, 10));
    assert_int_equal(pb_content_add_vendor_item(builder, 200, 2, 0, 0), PB_OK);
    return builder;
}

static struct pb_content *finish(struct pb_content_builder *builder, struct reports *reports)
{
    struct pb_content *content = NULL;

    *reports = (struct reports){0};
    assert_int_equal(pb_content_finish(builder, take_report, reports, &content), PB_OK);
    assert_int_equal(pb_content_bad_rows(content), reports->count);
    return content;
}

/* What there is besides the sound world must be gone, and the sound world whole. */
static void is_sound(const struct pb_content *content)
{
    uint32_t items, creatures, quests, spawns;

    pb_content_items(content, &items);
    pb_content_creatures(content, &creatures);
    pb_content_quests(content, &quests);
    pb_content_spawns(content, &spawns);
    assert_int_equal(items, 2);
    assert_int_equal(creatures, 2);
    assert_int_equal(quests, 2);
    assert_int_equal(spawns, 3);
}

/* ---- Tests ---- */

static void a_sound_world_is_whole(void **state)
{
    struct reports reports;
    struct pb_content *content = finish(sound_world(), &reports);
    uint32_t count, wolf = pb_content_find_creature(content, 100),
                    giver = pb_content_find_creature(content, 200);
    const struct pb_quest_template *quests = pb_content_quests(content, &count);
    const struct pb_zone *zones = pb_content_zones(content, &count);
    const struct pb_loot_line *loot;
    struct pb_run run;

    (void)state;
    assert_int_equal(reports.count, 0);
    is_sound(content);
    assert_int_equal(quests[0].chain_rest, 1);
    assert_int_equal(quests[1].chain_rest, 0);
    assert_int_equal(count, 1);
    assert_int_equal(zones[0].zone, 12);
    assert_int_equal(zones[0].spawn_count, 3);
    assert_int_equal(zones[0].level_min, 2);
    loot = pb_content_loot_of(content, wolf, &run);
    assert_int_equal(run.count, 2);
    assert_int_equal(loot[run.first].item, pb_content_find_item(content, 1));
    pb_content_goods_of(content, giver, &run);
    assert_int_equal(run.count, 1);
    pb_content_quests_given_by(content, giver, &run);
    assert_int_equal(run.count, 2);
    assert_int_equal(pb_content_droppers_of(content, pb_content_find_item(content, 1), &run)[run.first],
                     wolf);
    pb_content_spawns_of(content, wolf, &run);
    assert_int_equal(run.count, 2);
    assert_int_equal(pb_content_find_item(content, 3), PB_NO_INDEX);
    assert_int_equal(pb_content_find_quest(content, 0), PB_NO_INDEX);
    assert_true(pb_content_bytes(content) > 0);
    pb_content_free(content);
}

/* Adds one broken row; it is reported with its number, and nothing else is lost. */
#define BROKEN(kind, id, part, ...)                                                                          \
    do {                                                                                                     \
        struct pb_content_builder *builder = sound_world();                                                  \
        struct reports reports;                                                                              \
        struct pb_content *content;                                                                          \
        __VA_ARGS__                                                                                          \
        content = finish(builder, &reports);                                                                 \
        assert_true(was_reported(&reports, kind, id, part));                                                 \
        is_sound(content);                                                                                   \
        pb_content_free(content);                                                                            \
    } while (0)

#define BROKEN_ITEM(part, change)                                                                            \
    BROKEN("item", 9, part, struct pb_item_template item = item_of(9); item.change; add_item(builder, item);)
#define BROKEN_CREATURE(part, change)                                                                        \
    BROKEN("creature", 9, part, struct pb_creature_template creature = creature_of(9, PB_ROLE_HOSTILE, 0);   \
           creature.change; add_creature(builder, creature);)
#define BROKEN_QUEST(part, change)                                                                           \
    BROKEN("quest", 9, part, struct pb_quest_template quest = quest_of(9); quest.change;                     \
           add_quest(builder, quest);)
#define BROKEN_LOOT(part, change)                                                                            \
    BROKEN("loot", 100, part, struct pb_loot_row row = loot_of(100, 2, 10); row.group = 7; row.change;       \
           add_loot(builder, row);)

static void broken_items_are_left_out(void **state)
{
    (void)state;
    BROKEN_ITEM("InventoryType", inventory_type = PB_TYPES);
    BROKEN_ITEM("Quality", quality = 8);
    BROKEN_ITEM("RequiredLevel", required_level = 81);
    BROKEN_ITEM("ItemLevel", item_level = 1001);
    BROKEN_ITEM("stackable", stack_size = 0);
    BROKEN_ITEM("stats", stat_count = 11);
    BROKEN_ITEM("damage", damage_min = 2);
    BROKEN("item", 0, "its number is 0", add_item(builder, item_of(0)););
    BROKEN("item", 1, "twice", add_item(builder, item_of(1)););
}

static void broken_creatures_are_left_out(void **state)
{
    (void)state;
    BROKEN_CREATURE("levels", level_min = 0);
    BROKEN_CREATURE("levels", level_max = 84);
    BROKEN_CREATURE("levels", level_min = 4);
    BROKEN_CREATURE("modifier", health_modifier = -1);
    BROKEN_CREATURE("mingold", money_min = 7);
    BROKEN("creature", 100, "twice", add_creature(builder, creature_of(100, PB_ROLE_HOSTILE, 0)););
    BROKEN("spawn", 77, "unknown", add_spawn(builder, 77, 0, 0););
    BROKEN("spawn", 100, "edge", add_spawn(builder, 100, 20001, 0););
    BROKEN("spawn", 100, "edge", add_spawn(builder, 100, NAN, 0););
    BROKEN("vendor", 200, "item 77",
           assert_int_equal(pb_content_add_vendor_item(builder, 200, 77, 0, 0), PB_OK););
    BROKEN("vendor", 77, "creature 77",
           assert_int_equal(pb_content_add_vendor_item(builder, 77, 1, 0, 0), PB_OK););
}

static void broken_quests_are_left_out(void **state)
{
    (void)state;
    BROKEN_QUEST("level", level = 84);
    BROKEN_QUEST("level", level_min = 81);
    BROKEN_QUEST("MaxLevel", level_max = 0 + (quest.level_min = 5, 4));
    BROKEN_QUEST("reward", reward_count = (quest.rewards[0] = (struct pb_item_amount){77, 1}, 1));
    BROKEN_QUEST("choose", choice_count = (quest.choices[0] = (struct pb_item_amount){77, 1}, 1));
    BROKEN_QUEST("rewards", reward_count = PB_QUEST_REWARDS + 1);
    BROKEN_QUEST("start item", start_item = 77);
    BROKEN_QUEST("item that it wants", objectives[4].entry = 77);
    BROKEN_QUEST("creature that it wants", objectives[0].entry = 77);
    BROKEN_QUEST("count", objectives[0].count = 0);
    BROKEN_QUEST("kind", objectives[0].type = 255);
    BROKEN_QUEST("before it", previous_quest = 77);
    BROKEN_QUEST("before it", previous_quest = -77);
    BROKEN_QUEST("circle", previous_quest = 9);
    BROKEN("quest", 1, "twice", struct pb_quest_template quest = quest_of(1);
           assert_int_equal(pb_content_add_quest(builder, &quest), PB_OK););
    BROKEN("quest", 9, "gives it", struct pb_quest_template quest = quest_of(9);
           assert_int_equal(pb_content_add_quest(builder, &quest), PB_OK);
           assert_int_equal(pb_content_add_giver(builder, 200, 9, 1), PB_OK););
    BROKEN("quest", 9, "ends it", struct pb_quest_template quest = quest_of(9);
           assert_int_equal(pb_content_add_quest(builder, &quest), PB_OK);
           assert_int_equal(pb_content_add_giver(builder, 200, 9, 0), PB_OK););
    BROKEN("quest_giver", 77, "quest 1", assert_int_equal(pb_content_add_giver(builder, 77, 1, 0), PB_OK););
    BROKEN("quest_ender", 200, "quest 77",
           assert_int_equal(pb_content_add_giver(builder, 200, 77, 1), PB_OK););
}

/* Three in a circle, and one that follows them. */
static void a_circle_of_quests_is_left_out(void **state)
{
    struct pb_content_builder *builder = sound_world();
    struct reports reports;
    struct pb_content *content;

    (void)state;
    for (int32_t i = 0; i < 4; i++) {
        struct pb_quest_template quest = quest_of((uint32_t)(10 + i));

        quest.previous_quest = i < 3 ? 10 + (i + 1) % 3 : 11;
        add_quest(builder, quest);
    }
    content = finish(builder, &reports);
    assert_int_equal(reports.count, 4);
    assert_true(was_reported(&reports, "quest", 10, "circle"));
    is_sound(content);
    pb_content_free(content);
}

static void what_hangs_on_a_broken_row_goes_with_it(void **state)
{
    struct pb_content_builder *builder = sound_world();
    struct pb_item_template item = item_of(9);
    struct pb_quest_template quest = quest_of(10), next = quest_of(11), last = quest_of(12);
    struct reports reports;
    struct pb_content *content;

    (void)state;
    item.stack_size = 0;
    add_item(builder, item);
    quest.objectives[4].entry = 9;
    add_quest(builder, quest);
    next.previous_quest = 10;
    add_quest(builder, next);
    last.previous_quest = 11;
    add_quest(builder, last);
    add_loot(builder, loot_of(100, 9, 5));
    content = finish(builder, &reports);
    assert_int_equal(reports.count, 5);
    assert_true(was_reported(&reports, "quest", 10, "item"));
    assert_true(was_reported(&reports, "quest", 11, "quest 10 before it"));
    assert_true(was_reported(&reports, "quest", 12, "quest 11 before it"));
    assert_true(was_reported(&reports, "loot", 100, "item 9"));
    is_sound(content);
    pb_content_free(content);
}

static void broken_loot_is_left_out(void **state)
{
    (void)state;
    BROKEN_LOOT("chance", chance = -1);
    BROKEN_LOOT("chance", chance = 100.5f);
    BROKEN_LOOT("chance", chance = NAN);
    BROKEN_LOOT("counts", count_min = 2);
    BROKEN_LOOT("counts", count_min = 0);
    BROKEN_LOOT("chance is 0", group = (row.chance = 0, 0));
    BROKEN_LOOT("item", item = 77);
    BROKEN("loot", 100, "above 100", struct pb_loot_row row = loot_of(100, 1, 60); row.group = 3;
           add_loot(builder, row); row.item = 2; add_loot(builder, row););
    BROKEN("loot", 55, "no such reference", struct pb_loot_row row = loot_of(100, 0, 60); row.reference = 55;
           add_loot(builder, row););
    BROKEN("loot", 55, "circle", struct pb_loot_row row = loot_of(100, 0, 60); row.reference = 55;
           add_loot(builder, row); row.entry = 55; row.is_reference = 1; row.item = 3;
           add_loot(builder, row););
}

static void references_become_lines(void **state)
{
    struct pb_content_builder *builder = sound_world();
    struct pb_loot_row row = loot_of(100, 0, 50);
    struct reports reports;
    struct pb_content *content;
    const struct pb_loot_line *lines;
    struct pb_run run;
    float chance = 0;

    (void)state;
    row.reference = 55;
    add_loot(builder, row);
    for (uint32_t item = 1; item <= 2; item++) {
        row = loot_of(55, item, 0);
        row.group = 1;
        row.is_reference = 1;
        add_loot(builder, row);
    }
    content = finish(builder, &reports);
    assert_int_equal(reports.count, 0);
    lines = pb_content_loot_of(content, pb_content_find_creature(content, 100), &run);
    assert_int_equal(run.count, 4);
    /* Half of all kills, shared in equal parts by the two of a group. */
    for (uint32_t i = run.first; i < run.first + run.count; i++)
        if (lines[i].group) {
            assert_float_equal(lines[i].chance, 25, 0.01);
            chance += lines[i].chance;
        }
    assert_float_equal(chance, 50, 0.01);
    pb_content_free(content);
}

/* ---- Places, against looking at each ---- */

struct nearby {
    uint32_t seen[512];
    unsigned count;
};

static int note(void *user, const struct pb_near *near, float distance)
{
    struct nearby *nearby = user;

    (void)distance;
    nearby->seen[near->spawn]++;
    nearby->count++;
    return 0;
}

static void the_grid_finds_what_is_near(void **state)
{
    struct pb_content_builder *builder = sound_world();
    uint64_t seed = pb_seed("the_grid_finds_what_is_near");
    struct reports reports;
    struct pb_content *content;
    const struct pb_spawn *spawns;
    uint32_t count;

    (void)state;
    for (unsigned i = 0; i < 400; i++)
        add_spawn(builder, 100, (float)pb_seed_below(&seed, 3000) - 1500,
                  (float)pb_seed_below(&seed, 3000) - 1500);
    content = finish(builder, &reports);
    spawns = pb_content_spawns(content, &count);
    for (unsigned i = 0; i < 200; i++) {
        struct pb_position place = {.x = (float)pb_seed_below(&seed, 4000) - 2000,
                                    .y = (float)pb_seed_below(&seed, 4000) - 2000};
        float radius = (float)pb_seed_below(&seed, 500);
        struct nearby nearby = {.count = 0};
        struct pb_position nowhere[2] = {place, place};

        /* A look ahead may be at any place, and changes nothing. */
        nowhere[1].map = 999;
        pb_content_look_ahead(content, nowhere, 2, radius, NULL);
        assert_int_equal(pb_content_spawns_near(content, &place, radius, note, &nearby), 0);
        for (uint32_t k = 0; k < count; k++) {
            float x = spawns[k].position.x - place.x, y = spawns[k].position.y - place.y;

            assert_int_equal(nearby.seen[k], sqrtf(x * x + y * y) <= radius);
        }
    }
    pb_content_free(content);
}

/* ---- Random rows ---- */

static void add_random(struct pb_content_builder *builder, uint64_t *seed)
{
    uint32_t id = 1 + pb_seed_below(seed, 20), other = 1 + pb_seed_below(seed, 22);
    struct pb_item_template item = item_of(id);
    struct pb_creature_template creature =
        creature_of(id, (uint8_t)(1 + pb_seed_below(seed, 7)), pb_seed_below(seed, 44));
    struct pb_quest_template quest = quest_of(id);
    struct pb_loot_row row = loot_of(id, other, (float)pb_seed_below(seed, 130) - 10);
    int error = PB_OK;

    switch (pb_seed_below(seed, 7)) {
    case 0:
        item.stack_size = (uint16_t)pb_seed_below(seed, 6);
        item.inventory_type = (uint8_t)pb_seed_below(seed, PB_TYPES + 2);
        error = pb_content_add_item(builder, &item);
        break;
    case 1:
        creature.level_min = (uint8_t)pb_seed_below(seed, 12);
        creature.level_max = (uint8_t)(creature.level_min + pb_seed_below(seed, 5) - 1);
        error = pb_content_add_creature(builder, &creature);
        break;
    case 2:
        add_spawn(builder, other, (float)pb_seed_below(seed, 41000), 0);
        break;
    case 3:
        quest.objectives[0].entry = other;
        quest.objectives[4].entry = 1 + pb_seed_below(seed, 22);
        quest.previous_quest = (int32_t)pb_seed_below(seed, 40) - 20;
        quest.previous_quest = pb_seed_below(seed, 3) ? quest.previous_quest : 0;
        error = pb_content_add_quest(builder, &quest);
        break;
    case 4:
        error = pb_content_add_giver(builder, other, id, (int)pb_seed_below(seed, 2));
        break;
    case 5:
        row.group = (uint8_t)pb_seed_below(seed, 3);
        row.is_reference = (uint8_t)pb_seed_below(seed, 2);
        row.reference = pb_seed_below(seed, 3) ? 0 : other;
        error = pb_content_add_loot(builder, &row);
        break;
    default:
        error = pb_content_add_vendor_item(builder, id, other, 0, 0);
    }
    assert_int_equal(error, PB_OK);
}

/* Whatever is left points at nothing that is gone. */
static void check_references(const struct pb_content *content)
{
    uint32_t items, creatures, spawns, quests, i, k;
    const struct pb_spawn *spawn = pb_content_spawns(content, &spawns);
    const struct pb_quest_template *quest = pb_content_quests(content, &quests);
    struct pb_run run;

    pb_content_items(content, &items);
    pb_content_creatures(content, &creatures);
    for (i = 0; i < spawns; i++)
        assert_true(spawn[i].creature < creatures);
    for (i = 0; i < creatures; i++) {
        const struct pb_loot_line *lines = pb_content_loot_of(content, i, &run);

        for (k = 0; k < run.count; k++) {
            assert_true(lines[run.first + k].item < items);
            assert_true(lines[run.first + k].chance >= 0 && lines[run.first + k].chance <= 100);
        }
        const struct pb_vendor_line *goods = pb_content_goods_of(content, i, &run);

        for (k = 0; k < run.count; k++)
            assert_true(goods[run.first + k].item < items);
    }
    for (i = 0; i < quests; i++) {
        uint32_t at = i, steps = 0;

        if (i)
            assert_true(quest[i].quest_id > quest[i - 1].quest_id);
        pb_content_givers_of(content, i, &run);
        assert_true(run.count > 0);
        pb_content_enders_of(content, i, &run);
        assert_true(run.count > 0);
        assert_true(pb_content_find_creature(content, quest[i].objectives[0].entry) < creatures);
        assert_true(pb_content_find_item(content, quest[i].objectives[4].entry) < items);
        while (quest[at].previous_quest > 0) {
            at = pb_content_find_quest(content, (uint32_t)quest[at].previous_quest);
            assert_true(at < quests);
            assert_true(++steps <= quests);
        }
    }
}

static void random_rows_leave_a_sound_world(void **state)
{
    uint64_t seed = pb_seed("random_rows_leave_a_sound_world");
    uint32_t quests_left = 0, bad = 0;

    (void)state;
    for (unsigned run = 0; run < 300; run++) {
        struct pb_content_builder *builder;
        struct reports reports;
        struct pb_content *content;
        unsigned rows = pb_seed_below(&seed, 3000);
        uint32_t quests;

        assert_int_equal(pb_content_builder_new(&builder, &pb_memory_libc), PB_OK);
        for (unsigned i = 0; i < rows; i++)
            add_random(builder, &seed);
        content = finish(builder, &reports);
        check_references(content);
        pb_content_quests(content, &quests);
        quests_left += quests;
        bad += reports.count;
        pb_content_free(content);
    }
    /* Else nothing was tested. */
    assert_true(quests_left > 50);
    assert_true(bad > 1000);
}

static void without_memory(void **state)
{
    (void)state;
    for (long nth = 0;; nth++) {
        struct pb_scarce scarce;
        struct pb_content_builder *builder;
        struct pb_content *content = NULL;
        struct pb_item_template item = item_of(1);
        struct pb_creature_template creature = creature_of(100, PB_ROLE_HOSTILE, 100);
        struct pb_loot_row row = loot_of(100, 1, 50);
        const struct pb_position place = {.x = 1, .y = 1, .zone = 12};
        int error;

        pb_scarce_init(&scarce, nth);
        error = pb_content_builder_new(&builder, &scarce.memory);
        if (error == PB_OK) {
            error = pb_content_add_item(builder, &item);
            if (error == PB_OK)
                error = pb_content_add_creature(builder, &creature);
            if (error == PB_OK)
                error = pb_content_add_spawn(builder, 100, &place, 1, 1);
            if (error == PB_OK)
                error = pb_content_add_loot(builder, &row);
            if (error == PB_OK)
                error = pb_content_finish(builder, NULL, NULL, &content);
            else
                pb_content_builder_free(builder);
        }
        pb_content_free(content);
        assert_int_equal(scarce.blocks, 0);
        if (error == PB_OK) {
            assert_true(nth > 10);
            break;
        }
        assert_int_equal(error, PB_E_no_memory);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_world_is_whole),
        cmocka_unit_test(broken_items_are_left_out),
        cmocka_unit_test(broken_creatures_are_left_out),
        cmocka_unit_test(broken_quests_are_left_out),
        cmocka_unit_test(a_circle_of_quests_is_left_out),
        cmocka_unit_test(what_hangs_on_a_broken_row_goes_with_it),
        cmocka_unit_test(broken_loot_is_left_out),
        cmocka_unit_test(references_become_lines),
        cmocka_unit_test(the_grid_finds_what_is_near),
        cmocka_unit_test(random_rows_leave_a_sound_world),
        cmocka_unit_test(without_memory),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("content", tests, NULL, NULL);
}
