#include "include/playerbot_error.h"
#include "quest/gear.h"
#include "quest/strategy.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* Clothes of two sorts, a sword, a great sword, plate that a mage cannot wear, and some that are for later.
 */
enum { RAGS = 1, ROBE, DAGGER, STAFF, PLATE, LATER, ITEMS };

static const struct pb_item_template items[ITEMS] = {
    [RAGS] = {.entry = RAGS,
              .item_class = PB_ITEM_ARMOR,
              .subclass = 1,
              .inventory_type = PB_TYPE_CHEST,
              .item_level = 1,
              .armor = 10},
    [ROBE] = {.entry = ROBE,
              .item_class = PB_ITEM_ARMOR,
              .subclass = 1,
              .inventory_type = PB_TYPE_CHEST,
              .item_level = 5,
              .armor = 20,
              .stat_count = 1,
              .stats = {{5, 10}}},
    [DAGGER] = {.entry = DAGGER,
                .item_class = PB_ITEM_WEAPON,
                .subclass = 15,
                .inventory_type = PB_TYPE_ONE_HAND,
                .item_level = 5,
                .delay_ms = 2000,
                .damage_min = 5,
                .damage_max = 9,
                .stat_count = 1,
                .stats = {{5, 4}}},
    [STAFF] = {.entry = STAFF,
               .item_class = PB_ITEM_WEAPON,
               .subclass = 10,
               .inventory_type = PB_TYPE_TWO_HAND,
               .item_level = 5,
               .delay_ms = 2000,
               .damage_min = 5,
               .damage_max = 9,
               .stat_count = 1,
               .stats = {{5, 6}}},
    [PLATE] = {.entry = PLATE,
               .item_class = PB_ITEM_ARMOR,
               .subclass = 4,
               .inventory_type = PB_TYPE_CHEST,
               .item_level = 60,
               .armor = 900},
    [LATER] = {.entry = LATER,
               .item_class = PB_ITEM_ARMOR,
               .subclass = 1,
               .inventory_type = PB_TYPE_CHEST,
               .item_level = 60,
               .required_level = 50,
               .armor = 900},
};

static struct pb_item_stack worn[4];
static unsigned worn_count;
static struct pb_quest_gear gear;
static struct pb_world world;

static const struct pb_item_template *get_item(void *self, uint32_t entry)
{
    (void)self;
    return entry && entry < ITEMS ? &items[entry] : NULL;
}

static unsigned get_inventory(void *self, pb_actor actor, struct pb_item_stack *stacks, unsigned max)
{
    unsigned i;

    (void)self;
    (void)actor;
    for (i = 0; i < worn_count && i < max; i++)
        stacks[i] = worn[i];
    return worn_count;
}

static void wear(uint32_t entry, unsigned slot)
{
    worn[worn_count++] = (struct pb_item_stack){.entry = entry, .count = 1, .slot = (uint8_t)slot};
}

/* A mage of level 10 reads what it wears. */
static void look(void)
{
    struct pb_bot_row row = {.actor = 1, .status = {.level = 10}, .race = 1, .character_class = 8};
    struct pb_bots bots = {.row = &row};
    struct pb_system_env env = {.world = &world, .bots = &bots};

    world = (struct pb_world){.get_item = get_item, .get_inventory = get_inventory};
    pb_quest_gear_read(&env, 0, &gear);
}

static float gain_of_one(uint32_t entry)
{
    struct pb_quest_template quest = {.reward_count = 1, .rewards = {{entry, 1}}};

    return pb_quest_gear_gain(&world, &gear, &quest);
}

static void better_is_a_gain(void **state)
{
    (void)state;
    worn_count = 0;
    wear(RAGS, PB_SLOT_CHEST);
    wear(DAGGER, PB_SLOT_MAIN_HAND);
    wear(ROBE, PB_PACK_SLOT_FIRST);
    look();
    assert_true(gear.total > 0);
    assert_true(gain_of_one(ROBE) > 0.1f);
    assert_float_equal(gain_of_one(RAGS), 0, 0);
    assert_float_equal(gain_of_one(PLATE), 0, 0);
    assert_float_equal(gain_of_one(LATER), 0, 0);
    assert_float_equal(gain_of_one(99), 0, 0);
}

static void two_hands_cost_both(void **state)
{
    float alone, both;

    (void)state;
    worn_count = 0;
    wear(RAGS, PB_SLOT_CHEST);
    wear(DAGGER, PB_SLOT_MAIN_HAND);
    look();
    alone = gain_of_one(STAFF);
    gear.worn[PB_SLOT_OFF_HAND] = gear.worn[PB_SLOT_MAIN_HAND];
    both = gain_of_one(STAFF);
    assert_true(alone > both);
    assert_float_equal(both, 0, 0);
}

/* Of what is to be chosen one counts, of what is given all. */
static void one_is_chosen_all_are_given(void **state)
{
    struct pb_quest_template quest = {.choice_count = 2, .choices = {{ROBE, 1}, {STAFF, 1}}};
    float robe, staff, chosen;

    (void)state;
    worn_count = 0;
    wear(RAGS, PB_SLOT_CHEST);
    look();
    robe = gain_of_one(ROBE);
    staff = gain_of_one(STAFF);
    chosen = pb_quest_gear_gain(&world, &gear, &quest);
    assert_float_equal(chosen, robe > staff ? robe : staff, 0.001);
    quest = (struct pb_quest_template){.reward_count = 2, .rewards = {{ROBE, 1}, {STAFF, 1}}};
    assert_float_equal(pb_quest_gear_gain(&world, &gear, &quest), robe + staff, 0.001);
}

static void a_world_that_does_not_tell(void **state)
{
    struct pb_bot_row row = {.status = {.level = 10}, .race = 1, .character_class = 1, .specialization = 1};
    struct pb_bots bots = {.row = &row};
    struct pb_world mute = {.size = sizeof mute};
    struct pb_system_env env = {.world = &mute, .bots = &bots};
    struct pb_quest_template quest = {.reward_count = 1, .rewards = {{ROBE, 1}}};

    (void)state;
    pb_quest_gear_read(&env, 0, &gear);
    assert_float_equal(gear.total, 0, 0);
    assert_float_equal(pb_quest_gear_gain(&mute, &gear, &quest), 0, 0);
}

/* Rewards make a quest worth more, up to twice as much. */
static void strategies_count_rewards(void **state)
{
    struct pb_quest_template quest = {.level = 10};
    struct pb_quest_case given = {.quest = &quest, .experience = 500, .level = 10, .work_s = 100, .usual = 5};
    unsigned i;

    (void)state;
    for (i = 0; i < pb_quest_strategy_count; i++) {
        const struct pb_quest_strategy *strategy = pb_quest_strategies[i];
        float plain, some, much;

        given.gear = 0;
        plain = strategy->value(&given, NULL);
        given.gear = 0.1f;
        some = strategy->value(&given, NULL);
        given.gear = 50;
        much = strategy->value(&given, NULL);
        assert_true(some > plain && much > some);
        assert_true(much < 2.1f * plain);
        assert_true(strategy->evaluate(&given, NULL) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(better_is_a_gain),
        cmocka_unit_test(two_hands_cost_both),
        cmocka_unit_test(one_is_chosen_all_are_given),
        cmocka_unit_test(a_world_that_does_not_tell),
        cmocka_unit_test(strategies_count_rewards),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
