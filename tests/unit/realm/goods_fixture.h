/* Goods fixture: a realm with a smith who sells, gives and ends quests, beasts that drop one thing, and a
 * mailbox in the middle. */
#ifndef PB_TESTS_REALM_GOODS_FIXTURE_H
#define PB_TESTS_REALM_GOODS_FIXTURE_H

#include "fixture.h"

enum {
    CLOTH = 1000,
    BAG,
    ONLY_ONE,
    BAND,
    HELD,
    TOKEN,
    PRIZE,
    BREAD,
    FEAST, /* for level 5 */
    POTION,
    DAGGER,
    MAIL,
    PLATE,
    SHIELD,
    WAND,
    QUEST_A = 1,
    QUEST_B,
    QUEST_AFTER,
    QUEST_AGAIN,
    QUEST_OR,
    QUEST_ELSE,
    QUEST_HARD,
    QUEST_EAST,
    QUEST_WEST,
    QUEST_BOTH,
    QUEST_DAILY,
    QUEST_TIMED,  /* a minute */
    QUEST_ABROAD, /* talk to, and ended by, somebody on another map */
    SMITH = 1,    /* object numbers: spawns in order */
    HERMIT = 301,
    BEAST_OBJECT = 2, /* some way off: it attacks nobody at the smith */
    TWO_HANDER = 12,  /* of level 1: see fixture_gear */
    ONE_HANDER = 11
};

static inline void goods_report(void *user, const char *kind, uint32_t id, const char *what)
{
    (void)user;
    fail_msg("%s %" PRIu32 ": %s", kind, id, what);
}

static inline void goods_items(struct pb_sample *sample)
{
    static const struct pb_item_template items[] = {
        {.entry = CLOTH,
         .item_class = PB_ITEM_TRADE_GOODS,
         .stack_size = 20,
         .buy_price = 8,
         .sell_price = 2},
        {.entry = BAG,
         .item_class = PB_ITEM_CONTAINER,
         .inventory_type = PB_TYPE_BAG,
         .bag_slots = 4,
         .stack_size = 1,
         .sell_price = 5},
        {.entry = ONLY_ONE,
         .item_class = PB_ITEM_MISCELLANEOUS,
         .stack_size = 1,
         .max_count = 1,
         .sell_price = 1,
         .flags = PB_ITEM_UNIQUE},
        {.entry = BAND,
         .item_class = PB_ITEM_ARMOR,
         .inventory_type = PB_TYPE_FINGER,
         .stack_size = 1,
         .flags = PB_ITEM_UNIQUE_EQUIPPED | PB_ITEM_BINDS_ON_EQUIP},
        {.entry = HELD, .item_class = PB_ITEM_ARMOR, .inventory_type = PB_TYPE_HELD, .stack_size = 1},
        {.entry = TOKEN, .item_class = PB_ITEM_QUEST, .stack_size = 20, .flags = PB_ITEM_FOR_QUEST},
        {.entry = PRIZE,
         .item_class = PB_ITEM_ARMOR,
         .inventory_type = PB_TYPE_NECK,
         .stack_size = 1,
         .quality = PB_QUALITY_RARE},
        {.entry = BREAD, .item_class = PB_ITEM_CONSUMABLE, .stack_size = 5, .buy_price = 10},
        {.entry = FEAST,
         .item_class = PB_ITEM_CONSUMABLE,
         .subclass = 5,
         .required_level = 5,
         .stack_size = 5},
        {.entry = POTION, .item_class = PB_ITEM_CONSUMABLE, .subclass = 1, .stack_size = 5},
        {.entry = DAGGER,
         .item_class = PB_ITEM_WEAPON,
         .subclass = 15,
         .inventory_type = PB_TYPE_ONE_HAND,
         .delay_ms = 1800,
         .stack_size = 1},
        {.entry = MAIL,
         .item_class = PB_ITEM_ARMOR,
         .subclass = 3,
         .inventory_type = PB_TYPE_CHEST,
         .stack_size = 1},
        {.entry = PLATE,
         .item_class = PB_ITEM_ARMOR,
         .subclass = 4,
         .inventory_type = PB_TYPE_CHEST,
         .stack_size = 1},
        {.entry = SHIELD,
         .item_class = PB_ITEM_ARMOR,
         .subclass = 6,
         .inventory_type = PB_TYPE_SHIELD,
         .stack_size = 1},
        {.entry = WAND,
         .item_class = PB_ITEM_WEAPON,
         .subclass = 19,
         .inventory_type = PB_TYPE_RANGED_RIGHT,
         .delay_ms = 1500,
         .stack_size = 1}};
    unsigned i;

    for (i = 0; i < sizeof items / sizeof *items; i++) {
        struct pb_item_template item = items[i];

        snprintf(item.name, sizeof item.name, "Thing");
        pb_sample_do(sample, pb_content_add_item(sample->builder, &item));
    }
}

static inline void goods_quests(struct pb_sample *sample)
{
    static const struct pb_quest_template quests[] = {
        {.quest_id = QUEST_A,
         .level = 1,
         .experience = 100,
         .money = 50,
         .flags = PB_QUEST_SHARABLE,
         .choice_count = 2,
         .choices = {{CLOTH, 3}, {BREAD, 2}},
         .objectives[PB_QUEST_KILLS] = {TOKEN, 2, PB_OBJECTIVE_COLLECT}},
        {.quest_id = QUEST_B, .level = 1, .objectives[PB_QUEST_KILLS] = {TOKEN, 2, PB_OBJECTIVE_COLLECT}},
        {.quest_id = QUEST_AFTER,
         .level = 1,
         .previous_quest = QUEST_A,
         .objectives[0] = {BEAST + 1, 1, PB_OBJECTIVE_KILL}},
        {.quest_id = QUEST_AGAIN,
         .level = 1,
         .flags = PB_QUEST_REPEATABLE,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_OR,
         .level = 1,
         .exclusive_group = 9,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_ELSE,
         .level = 1,
         .exclusive_group = 9,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_HARD,
         .level = 5,
         .level_min = 5,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_EAST,
         .level = 1,
         .exclusive_group = -4,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_WEST,
         .level = 1,
         .exclusive_group = -4,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_BOTH,
         .level = 1,
         .previous_quest = QUEST_EAST,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_DAILY,
         .level = 1,
         .flags = PB_QUEST_DAILY,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_TIMED,
         .level = 1,
         .time_limit_s = 60,
         .objectives[0] = {VILLAGER, 1, PB_OBJECTIVE_TALK}},
        {.quest_id = QUEST_ABROAD,
         .level = 1,
         .objectives[0] = {HERMIT, 1, PB_OBJECTIVE_TALK},
         .objectives[PB_QUEST_KILLS] = {TOKEN, 1, PB_OBJECTIVE_COLLECT}}};
    unsigned i;

    for (i = 0; i < sizeof quests / sizeof *quests; i++) {
        struct pb_quest_template quest = quests[i];

        snprintf(quest.title, sizeof quest.title, "Quest");
        quest.zone = 12;
        pb_sample_do(sample, pb_content_add_quest(sample->builder, &quest));
        pb_sample_do(sample, pb_content_add_giver(sample->builder, VILLAGER, quest.quest_id, 0));
        pb_sample_do(sample,
                     pb_content_add_giver(sample->builder, quest.quest_id == QUEST_ABROAD ? HERMIT : VILLAGER,
                                          quest.quest_id, 1));
    }
}

static inline struct pb_content *goods_content(void)
{
    struct pb_sample sample = {.chance = 1};
    struct pb_creature_template smith = {.entry = VILLAGER,
                                         .roles = PB_ROLE_VENDOR | PB_ROLE_REPAIRER | PB_ROLE_QUEST_GIVER,
                                         .level_min = 60,
                                         .level_max = 60,
                                         .name = "Smith"},
                                beast = {.entry = BEAST + 1,
                                         .health_modifier = 1,
                                         .damage_modifier = 0.1f,
                                         .experience_modifier = 1,
                                         .attack_ms = 2000,
                                         .level_min = 1,
                                         .level_max = 1,
                                         .loot_id = 1,
                                         .money_min = 11,
                                         .money_max = 11,
                                         .roles = PB_ROLE_HOSTILE,
                                         .name = "Beast"};
    static const uint32_t drops[] = {PRIZE, TOKEN};
    struct pb_content *content = NULL;
    unsigned i;

    assert_int_equal(pb_content_builder_new(&sample.builder, &pb_memory_libc), PB_OK);
    pb_sample_gear(&sample, 1);
    goods_items(&sample);
    pb_sample_do(&sample, pb_content_add_creature(sample.builder, &smith));
    pb_sample_do(&sample, pb_content_add_creature(sample.builder,
                                                  &(struct pb_creature_template){.entry = HERMIT,
                                                                                 .roles = PB_ROLE_QUEST_GIVER,
                                                                                 .level_min = 60,
                                                                                 .level_max = 60,
                                                                                 .name = "Hermit"}));
    pb_sample_do(&sample, pb_content_add_creature(sample.builder, &beast));
    for (i = 0; i < 2; i++)
        pb_sample_do(&sample,
                     pb_content_add_loot(sample.builder, &(struct pb_loot_row){.entry = 1,
                                                                               .item = drops[i],
                                                                               .chance = 100,
                                                                               .count_min = 1,
                                                                               .count_max = 1,
                                                                               .is_quest_only = i == 1}));
    pb_sample_do(&sample, pb_content_add_vendor_item(sample.builder, VILLAGER, CLOTH, 0, 0));
    pb_sample_do(&sample, pb_content_add_vendor_item(sample.builder, VILLAGER, BREAD, 3, 10));
    goods_quests(&sample);
    pb_sample_do(&sample, pb_content_add_spawn(sample.builder, VILLAGER,
                                               &(struct pb_position){0, 0, 0, 0, 12}, 60, 0));
    pb_sample_do(&sample, pb_content_add_spawn(sample.builder, BEAST + 1,
                                               &(struct pb_position){60, 0, 0, 0, 13}, 60, 0));
    pb_sample_do(&sample, pb_content_add_spawn(sample.builder, HERMIT,
                                               &(struct pb_position){100, 0, 0, 1, 14}, 60, 0));
    pb_sample_do(&sample,
                 pb_content_add_spawn(sample.builder, HERMIT, &(struct pb_position){30, 0, 0, 1, 14}, 60, 0));
    assert_int_equal(sample.error, PB_OK);
    assert_int_equal(pb_content_finish(sample.builder, goods_report, NULL, &content), PB_OK);
    return content;
}

static inline int goods_setup(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);

    assert_non_null(fixture);
    fixture->content = goods_content();
    fixture_open(fixture, 1);
    *state = fixture;
    return 0;
}

static inline int goods_teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

static inline void goods_give(struct fixture *fixture, pb_actor actor, uint32_t entry, uint32_t count)
{
    assert_int_equal(pb_bag_add(fixture->realm, actor, entry, count), PB_OK);
}

static inline uint32_t goods_have(struct fixture *fixture, pb_actor actor, uint32_t entry)
{
    return pb_bag_count(&fixture->realm->actors[actor], entry);
}

/* The slot of the first stack of a thing in the bags; fails for none. */
static inline unsigned goods_slot(struct fixture *fixture, pb_actor actor, uint32_t entry)
{
    struct pb_item_stack stacks[PB_INVENTORY_SLOTS];
    unsigned count = fixture->world->get_inventory(fixture->world->self, actor, stacks, PB_INVENTORY_SLOTS),
             i;

    for (i = 0; i < count; i++)
        if (stacks[i].entry == entry && stacks[i].slot >= PB_PACK_SLOT_FIRST)
            return stacks[i].slot;
    fail_msg("it has none of %u", (unsigned)entry);
    return 0;
}

/* Both kill the beast together; its corpse is in reach of both. */
static inline void goods_kill(struct fixture *fixture, pb_actor first)
{
    assert_int_equal(fixture->world->attack(fixture->world->self, first, BEAST_OBJECT), PB_OK);
    fixture_until(fixture, PB_WORLD_LOOT, first);
}

#endif
