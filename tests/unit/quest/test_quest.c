#include "../seed.h"
#include "fake_quests.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static struct fake fake;

static int set_up(void **state)
{
    (void)state;
    return fake_new(&fake, "optimal");
}

static int tear_down(void **state)
{
    (void)state;
    assert_int_equal(fake.broken, 0);
    fake_free(&fake);
    return 0;
}

static struct pb_quester *quester(void)
{
    return &fake.own->questers[0];
}

/* Takes the quest that it has chosen. */
static void take(void)
{
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
    fake_arrive(&fake);
    fake_step(&fake, 3000);
}

static void every_phase(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    assert_int_equal(quester()->phase, PB_QUEST_SCANNING);
    take();
    assert_int_equal(fake.quests[0].status, PB_QUEST_TAKEN);
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
    assert_int_equal(fake.bots.goal[0].kind, PB_GOAL_HUNT);
    assert_int_equal(fake.bots.goal[0].entry, 500 + quest);
    fake_arrive(&fake);
    assert_true(fake_step(&fake, 3000) >= 10000);
    fake.quests[0].done = 5;
    fake.quests[0].status = PB_QUEST_COMPLETE;
    assert_int_equal(fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest), 1);
    fake_step(&fake, 1000);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    assert_float_equal(fake.bots.goal[0].position.x, 50, 0);
    fake_arrive(&fake);
    fake_step(&fake, 1000);
    assert_int_equal(fake.rewarded, 1);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    assert_int_equal(fake.bots.goal[0].entry, 0);
    assert_int_equal(fake.own->accepted, 1);
    assert_int_equal(fake.own->completed, 1);
}

static void chain_in_order(void **state)
{
    uint32_t first = fake_define(&fake, 100, 50, 60), second = fake_define(&fake, 9000, 50, 60);

    (void)state;
    fake.quests[second - 1].quest.previous_quest = (int32_t)first;
    fake.quests[first - 1].quest.objectives[0].type = PB_OBJECTIVE_NONE;
    take();
    assert_int_equal(fake.quests[second - 1].status, 0);
    /* It ends where it began, so it is handed in at once and opens the next. */
    for (unsigned i = 0; i < 4 && !fake.quests[second - 1].status; i++) {
        fake_arrive(&fake);
        fake_step(&fake, 3000);
    }
    assert_int_equal(fake.quests[first - 1].is_rewarded, 1);
    assert_int_equal(fake.quests[second - 1].status, PB_QUEST_TAKEN);
}

static uint32_t chosen(void)
{
    pb_quest_system.reset(fake.own, 0);
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER);
    fake_step(&fake, 3000);
    return quester()->quest_id;
}

static void choice_by_value_for_time(void **state)
{
    uint32_t near = fake_define(&fake, 400, 20, 30), far = fake_define(&fake, 600, 1400, 1500);

    (void)state;
    assert_int_equal(chosen(), near);
    assert_int_equal(fake.bots.decisions[0][0].choice, near);
    assert_int_equal(fake.bots.decisions[0][0].other, far);
    fake.quests[far - 1].quest.experience = 9000;
    assert_int_equal(chosen(), far);
    /* Of equal ones, that which opens others. */
    fake.quests[far - 1].giver = 20;
    fake.quests[far - 1].work = 30;
    fake.quests[far - 1].quest.experience = 400;
    fake.quests[far - 1].quest.chain_rest = 8;
    assert_int_equal(chosen(), far);
    /* What is too hard, and what takes a group, is nothing for it. */
    fake.quests[far - 1].quest.experience = 90000;
    fake.quests[far - 1].quest.level = 15;
    assert_int_equal(chosen(), near);
    fake.quests[far - 1].quest.level = 10;
    fake.quests[far - 1].quest.group_size = 3;
    assert_int_equal(chosen(), near);
    /* One that gives nothing any more is not worth the way. */
    fake.quests[far - 1].quest.group_size = 0;
    fake.quests[far - 1].quest.experience = 0;
    assert_int_equal(chosen(), near);
}

static void group_does_what_it_shares(void **state)
{
    uint32_t own = fake_define(&fake, 500, 20, 30), common = fake_define(&fake, 400, 20, 30);

    (void)state;
    fake.bots.status[0].flags = PB_ACTOR_GROUPED;
    fake.friends = 2;
    fake.friends_with = common;
    assert_int_equal(chosen(), own);
    pb_quest_set_strategy(fake.own, pb_quest_strategy_find("group"));
    assert_int_equal(chosen(), common);
    fake.quests[own - 1].quest.flags = PB_QUEST_SHARABLE;
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_int_equal(fake.accepted, 2);
    assert_int_equal(fake.shared, 1);
    /* Handing a quest on is not taking it. */
    assert_int_equal(fake.own->accepted, 2);
}

static void no_progress_is_given_up_and_remembered(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    take();
    fake_arrive(&fake);
    fake_step(&fake, 200000);
    fake_tell(&fake, PB_WORLD_QUEST_PROGRESS, quest);
    fake_step(&fake, 200000);
    assert_int_equal(fake.abandoned, 0);
    /* What happens to another quest is no progress of this one. */
    fake_tell(&fake, PB_WORLD_QUEST_PROGRESS, quest + 1);
    fake_step(&fake, 150000);
    assert_int_equal(fake.abandoned, 1);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    fake_step(&fake, 60000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    fake_step(&fake, 1800000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
}

/* To change over from one quest to another and back is no progress. */
static void change_of_mind_is_no_progress(void **state)
{
    unsigned i, changes = 0;
    uint32_t before;

    (void)state;
    fake_define(&fake, 500, 50, 200);
    fake_define(&fake, 500, 50, 210);
    take();
    fake.quests[0].status = fake.quests[1].status = PB_QUEST_TAKEN;
    for (i = 0; i < 12 && !fake.abandoned; i++) {
        /* Now the one looks better, now the other. */
        fake.quests[i % 2].quest.experience = 5000;
        fake.quests[(i + 1) % 2].quest.experience = 50;
        before = quester()->quest_id;
        fake_tell(&fake, PB_WORLD_LEVEL, 0);
        fake_step(&fake, 40000);
        changes += quester()->quest_id != before;
    }
    assert_true(changes > 3);
    assert_int_equal(fake.abandoned, 1);
}

static void empty_places_are_skipped(void **state)
{
    unsigned i;

    (void)state;
    fake_define(&fake, 500, 50, 200);
    take();
    for (i = 1; i <= 8; i++) {
        fake.bots.goal[0].state = PB_GOAL_FAILED;
        fake_step(&fake, 1000);
        assert_float_equal(fake.bots.goal[0].position.x, 200 + 10 * (float)i, 0);
    }
    fake.bots.goal[0].state = PB_GOAL_FAILED;
    fake_step(&fake, 1000);
    assert_int_equal(fake.abandoned, 1);
}

static void giver_gone_refused_failed(void **state)
{
    uint32_t quest = fake_define(&fake, 500, 50, 200);

    (void)state;
    fake.quests[0].refuses = 1;
    take();
    assert_int_equal(fake.own->refused, 1);
    assert_true(pb_quest_is_forgotten(fake.own, 0, quest));
    fake.quests[0].refuses = 0;
    pb_quest_system.reset(fake.own, 0);
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER);
    fake_step(&fake, 3000);
    fake.quests[0].giver_gone = 1;
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    /* One that failed goes out of the log. */
    fake.quests[0].status = PB_QUEST_FAILED;
    fake_tell(&fake, PB_WORLD_QUEST_FAILED, quest);
    fake_step(&fake, 3000);
    assert_int_equal(fake.abandoned, 1);
}

static void log_keeps_room(void **state)
{
    unsigned i;

    (void)state;
    for (i = 0; i < 30; i++)
        fake_define(&fake, 500, 50, 200);
    for (i = 0; i < 20; i++) {
        fake_step(&fake, 3000);
        if (quester()->phase == PB_QUEST_ACCEPTING)
            fake_arrive(&fake);
    }
    assert_int_equal(fake.accepted, PB_QUEST_LOG_SIZE - PB_QUEST_LOG_ROOM);
}

static void more_urgent_goals_stay(void **state)
{
    struct pb_goal goal = {.kind = PB_GOAL_GO, .owner = 9, .priority = PB_GOAL_VENDOR};

    (void)state;
    fake_define(&fake, 500, 50, 200);
    assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &goal), PB_OK);
    fake_step(&fake, 3000);
    assert_int_equal(fake.bots.goal[0].owner, 9);
    pb_bots_clear_goal(&fake.bots, 0, 9);
    fake_step(&fake, 3000);
    assert_int_equal(fake.bots.goal[0].owner, FAKE_NUMBER);
}

/* Anything in any order: the world's rules hold, and the state stays within its bounds. */
static void any_events(void **state)
{
    uint64_t seed = pb_seed("quest");
    unsigned i;
    char text[256];

    (void)state;
    for (i = 0; i < 30; i++) {
        fake_define(&fake, pb_seed_below(&seed, 900), (float)pb_seed_below(&seed, 2000),
                    (float)pb_seed_below(&seed, 2000));
        fake.quests[i].quest.previous_quest = i % 5 == 4 ? (int32_t)i : 0;
        fake.quests[i].places = pb_seed_below(&seed, 12);
    }
    for (i = 0; i < 20000; i++) {
        struct fake_quest *quest = &fake.quests[pb_seed_below(&seed, 30)];
        uint32_t id = quest->quest.quest_id;

        switch (pb_seed_below(&seed, 8)) {
        case 0:
            fake_tell(&fake, pb_seed_below(&seed, PB_WORLD_EVENT_TYPES), id);
            break;
        case 1:
            quest->status = quest->status ? PB_QUEST_COMPLETE : 0;
            break;
        case 2:
            quest->status = quest->status ? PB_QUEST_FAILED : 0;
            break;
        case 3:
            fake.bots.goal[0].state = (uint8_t)pb_seed_below(&seed, 4);
            break;
        case 4:
            quest->giver_gone ^= 1;
            break;
        case 5:
            quest->is_rewarded = 0;
            break;
        case 6:
            if (fake.bots.goal[0].kind)
                fake_arrive(&fake);
            break;
        default:
            fake.bots.status[0].level = (uint8_t)(5 + pb_seed_below(&seed, 10));
        }
        assert_true(fake_step(&fake, pb_seed_below(&seed, 20000)) > 0);
        assert_true(quester()->phase < PB_QUEST_PHASES);
        assert_true(quester()->skips <= 9);
        assert_true(quester()->quest_id <= 30);
        assert_true(fake.bots.goal[0].kind == PB_GOAL_NONE || fake.bots.goal[0].owner == FAKE_NUMBER);
        assert_int_equal(fake.own->completed, fake.rewarded);
        assert_int_equal(fake.own->accepted, fake.accepted);
    }
    assert_true(fake.accepted > 10);
    assert_true(fake.rewarded > 10);
    pb_quest_system.explain(fake.own, 0, text, sizeof text);
    assert_true(strlen(text) > 20);
}

static void few_bytes_for_a_bot(void **state)
{
    size_t shared, bytes = pb_quest_system.memory(fake.own, &shared);

    (void)state;
    printf("# %zu bytes for a bot\n", bytes / fake.own->capacity);
    assert_true(bytes / fake.own->capacity <= 512);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_phase),
        TEST(chain_in_order),
        TEST(choice_by_value_for_time),
        TEST(group_does_what_it_shares),
        TEST(no_progress_is_given_up_and_remembered),
        TEST(change_of_mind_is_no_progress),
        TEST(empty_places_are_skipped),
        TEST(giver_gone_refused_failed),
        TEST(log_keeps_room),
        TEST(more_urgent_goals_stay),
        TEST(any_events),
        TEST(few_bytes_for_a_bot),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
