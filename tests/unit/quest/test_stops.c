#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>
/* one_quester.h needs cmocka */
#include "one_quester.h"

/* How often it has compared everything. */
static uint64_t choices(void)
{
    return fake.own->plan_misses;
}

/* Takes a quest, and goes to work. */
static void begin(void)
{
    take();
    assert_int_equal(quester()->phase, PB_QUEST_PROGRESSING);
}

static void complete(uint32_t quest)
{
    fake.quests[quest - 1].done = 5;
    fake.quests[quest - 1].status = PB_QUEST_COMPLETE;
    fake.bots.row[0].status.quest_version++;
    fake_tell(&fake, PB_WORLD_QUEST_COMPLETE, quest);
}

/* Two quests are taken, worked on and handed in as they were planned. Only at the second giver it compares
 * once more: what else to take there. */
static void a_route_is_followed_to_its_end(void **state)
{
    uint32_t first = fake_define(&fake, 2000, 20, 60), second = fake_define(&fake, 2000, 100, 140);
    unsigned i;

    (void)state;
    for (i = 0; i < 12 && fake.rewarded < 2; i++) {
        fake_step(&fake, 2000);
        assert_int_equal(quester()->is_next, i > 0);
        assert_true(choices() <= 1 + (fake.accepted > 1));
        fake_arrive(&fake);
        if (quester()->stage == PB_QUEST_HUNT)
            complete(quester()->quest_id);
        else
            fake_step(&fake, 2000);
    }
    assert_int_equal(fake.rewarded, 2);
    assert_true(fake.quests[first - 1].is_rewarded && fake.quests[second - 1].is_rewarded);
}

static void the_end_of_a_quest_comes_without_a_choice(void **state)
{
    uint32_t quest = fake_define(&fake, 2000, 20, 60);
    char text[600];

    (void)state;
    fake.quests[quest - 1].ender = 90;
    begin();
    complete(quest);
    fake_step(&fake, 3000);
    assert_int_equal(choices(), 1);
    assert_int_equal(quester()->phase, PB_QUEST_COMPLETING);
    pb_quest_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "; it comes next on the route that was chosen 6 s ago"));
    assert_float_equal(fake.bots.row[0].goal.position.x, 90, 0);
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_int_equal(fake.rewarded, 1);
    /* Behind the last stop it chooses again. */
    assert_true(choices() > 1);
}

/* What was done by the way is left out. */
static void a_stop_at_which_nothing_is_left_is_passed(void **state)
{
    uint32_t quest = fake_define(&fake, 2000, 20, 60);

    (void)state;
    fake.quests[quest - 1].ender = 90;
    fake_step(&fake, 3000);
    fake_arrive(&fake);
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER);
    fake.quests[quest - 1].status = PB_QUEST_COMPLETE;
    quester()->is_woken = 1;
    fake_step(&fake, 3000);
    assert_int_equal(choices(), 1);
    assert_int_equal(quester()->stage, PB_QUEST_TURN_IN);
}

/* From where it is then the next stop may be further off than any way of a route: it compares everything.
 * Four minutes at 7 yards a second are 1,680. */
static void what_is_too_far_is_not_followed(void **state)
{
    uint32_t quest = fake_define(&fake, 200000, 20, 60);

    (void)state;
    fake.quests[quest - 1].ender = 1600;
    begin();
    fake.at = -70;
    complete(quest);
    fake_step(&fake, 3000);
    assert_int_equal(choices(), 1);
    assert_float_equal(fake.bots.row[0].goal.position.x, 1600, 0);
    fake.at = -90;
    quester()->is_woken = 1;
    fake_step(&fake, 3000);
    assert_int_equal(choices(), 2);
}

/* Another quest that comes to its end is on the route already, or can wait. */
static void other_quests_do_not_disturb_it(void **state)
{
    uint32_t quest = fake_define(&fake, 2000, 20, 60), other = fake_define(&fake, 2000, 21, 600);

    (void)state;
    begin();
    fake_arrive(&fake);
    fake.quests[other - 1].status = PB_QUEST_TAKEN;
    complete(other);
    fake_step(&fake, 3000);
    assert_int_equal(choices(), 1);
    assert_int_equal(fake.bots.row[0].goal.state, PB_GOAL_REACHED);
    assert_int_equal(quester()->quest_id, quest);
}

/* After each of these it compares everything anew. */
static void what_was_not_foreseen_ends_the_route(void **state)
{
    static const unsigned events[] = {PB_WORLD_LEVEL, PB_WORLD_QUEST_FAILED, PB_WORLD_RESURRECTED};
    unsigned i;

    (void)state;
    fake_define(&fake, 2000, 20, 60);
    begin();
    for (i = 0; i < sizeof events / sizeof *events; i++) {
        uint64_t before = choices();

        assert_true(quester()->stops.count > 0);
        fake_tell(&fake, events[i], 1);
        fake_step(&fake, 3000);
        assert_int_equal(choices(), before + 1);
    }
    /* A place where others get all. */
    fake.bots.row[0].goal.state = PB_GOAL_FAILED;
    fake_step(&fake, 3000);
    assert_int_equal(choices(), 5);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
}

/* A crowded place is not gone to again because the route goes by it. */
static void a_crowded_place_is_left(void **state)
{
    (void)state;
    fake_define(&fake, 2000, 20, 60);
    begin();
    fake.bots.row[0].goal.state = PB_GOAL_FAILED;
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
    quester()->is_woken = 1;
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_WANDERING);
}

static void a_route_grows_old(void **state)
{
    (void)state;
    fake_define(&fake, 2000, 20, 60);
    begin();
    quester()->is_woken = 1;
    fake_step(&fake, 50000);
    assert_int_equal(choices(), 1);
    quester()->is_woken = 1;
    fake_step(&fake, 10000);
    assert_int_equal(choices(), 2);
}

/* Loot came between: within the minute it goes on with what it chose, later it chooses. */
static void an_old_choice_is_not_resumed(void **state)
{
    struct pb_goal loot = {.kind = PB_GOAL_GO, .owner = FAKE_NUMBER + 1, .priority = PB_GOAL_LOOT};
    unsigned i;

    (void)state;
    fake_define(&fake, 2000, 20, 60);
    begin();
    for (i = 0; i < 2; i++) {
        assert_int_equal(choices(), 1);
        assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &loot), PB_OK);
        pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER + 1);
        fake_step(&fake, i ? 30000 : 20000);
        assert_int_equal(fake.bots.row[0].goal.kind, PB_GOAL_HUNT);
    }
    assert_int_equal(choices(), 1);
    assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &loot), PB_OK);
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER + 1);
    fake_step(&fake, 10000);
    assert_int_equal(choices(), 2);
    assert_int_equal(fake.bots.row[0].goal.kind, PB_GOAL_HUNT);
}

static int is_on_route(uint32_t quest)
{
    unsigned i;

    for (i = 0; i < quester()->stops.count; i++)
        if (quester()->stops.stops[i].quest_id == quest)
            return 1;
    return 0;
}

/* In the middle of a hunt only what is near is compared with it; the next free choice looks at all again. */
static void a_hunt_is_left_for_what_is_near(void **state)
{
    static const struct pb_goal loot = {
        .kind = PB_GOAL_GO, .owner = FAKE_NUMBER + 1, .priority = PB_GOAL_LOOT};
    uint32_t quest = fake_define(&fake, 2000, 20, 60), near, far;

    (void)state;
    begin();
    near = fake_define(&fake, 2000, 100, 140);
    far = fake_define(&fake, 90000, 1000, 1010);
    assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &loot), PB_OK);
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER + 1);
    fake_step(&fake, 60000);
    assert_int_equal(choices(), 2);
    assert_true(is_on_route(quest) && is_on_route(near) && !is_on_route(far));
    quester()->is_woken = 1;
    fake_step(&fake, 60000);
    assert_int_equal(choices(), 3);
    assert_true(is_on_route(far));
}

/* Whoever stands there would not: nothing of the route can be relied upon. */
static void a_refusal_ends_the_route(void **state)
{
    uint32_t quest = fake_define(&fake, 2000, 20, 60);

    (void)state;
    fake.quests[quest - 1].refuses = 1;
    fake_step(&fake, 3000);
    fake_arrive(&fake);
    fake_step(&fake, 3000);
    assert_true(choices() > 1);
    assert_int_not_equal(quester()->quest_id, quest);
}

/* What friends do changes what is best for all of them. */
static void friends_choose_at_each_stop(void **state)
{
    (void)state;
    fake_free(&fake);
    assert_int_equal(fake_new(&fake, "group"), PB_OK);
    fake.friends = 1;
    fake.bots.row[0].status.flags |= PB_ACTOR_GROUPED;
    fake_define(&fake, 2000, 20, 60);
    fake_step(&fake, 3000);
    assert_int_equal(quester()->phase, PB_QUEST_ACCEPTING);
    assert_int_equal(quester()->stops.count, 0);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_route_is_followed_to_its_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_end_of_a_quest_comes_without_a_choice, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_stop_at_which_nothing_is_left_is_passed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_too_far_is_not_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_quests_do_not_disturb_it, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_was_not_foreseen_ends_the_route, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_crowded_place_is_left, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_route_grows_old, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_old_choice_is_not_resumed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_hunt_is_left_for_what_is_near, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_ends_the_route, set_up, tear_down),
        cmocka_unit_test_setup_teardown(friends_choose_at_each_stop, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
