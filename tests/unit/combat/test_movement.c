/* Movement: it sets out, arrives, gives up, and leaves those alone who eat. */
#include "arena.h"
#include "fake_fight.h"

static unsigned state_of(const struct fake *fake)
{
    return fake->bots.row[0].goal.state;
}

/* Out, on the way, there. */
static void test_way(void **state)
{
    struct fake *fake = fake_new(&pb_movement_system, 1);

    (void)state;
    assert_int_equal(fake_step(fake, 50), 15000);
    assert_int_equal(fake->moves, 0);
    fake->eta_ms = 4000;
    fake_want(fake, PB_GOAL_GO, 100, 0, PB_GOAL_QUEST);
    assert_int_equal(fake_step(fake, 50), 4250);
    assert_int_equal(state_of(fake), PB_GOAL_UNDER_WAY);
    assert_true(fake->to.x > 99 && fake->stop_within > 6.9f && fake->stop_within < 7.1f);
    /* On the way nothing is ordered again, however often it is looked at. */
    fake->bots.row[0].status.flags = PB_ACTOR_MOVING;
    fake_step(fake, 50);
    fake_step(fake, 50);
    assert_int_equal(fake->moves, 1);
    fake->at.x = 93;
    fake->bots.row[0].status.flags = 0;
    assert_int_equal(fake_tell(fake, PB_WORLD_ARRIVED), 1);
    fake_step(fake, 50);
    assert_int_equal(state_of(fake), PB_GOAL_REACHED);
    assert_int_equal(fake_figure(fake, "arrivals"), 1);
    /* Long ways are looked at now and then, in case an event was lost. */
    fake->eta_ms = 600000;
    fake_want(fake, PB_GOAL_GO, 5000, 0, PB_GOAL_QUEST);
    assert_int_equal(fake_step(fake, 50), 20000);
    fake_free(fake);
}

/* Who is there does not set out; who passes by there stops; so does who shall stay. */
static void test_there_already(void **state)
{
    struct fake *fake = fake_new(&pb_movement_system, 1);

    (void)state;
    fake_want(fake, PB_GOAL_GO, 10.5f, 0, PB_GOAL_QUEST);
    fake_step(fake, 50);
    assert_int_equal(state_of(fake), PB_GOAL_REACHED);
    assert_int_equal(fake->moves + fake->stops, 0);
    fake->bots.row[0].status.flags = PB_ACTOR_MOVING;
    fake_want(fake, PB_GOAL_HUNT, 5, 0, PB_GOAL_QUEST);
    fake_step(fake, 50);
    assert_int_equal(state_of(fake), PB_GOAL_REACHED);
    assert_int_equal(fake->stops, 1);
    fake_want(fake, PB_GOAL_STAY, 5000, 0, PB_GOAL_TRADE);
    fake_step(fake, 50);
    assert_int_equal(state_of(fake), PB_GOAL_REACHED);
    assert_int_equal(fake->stops, 2);
    assert_int_equal(fake->moves, 0);
    fake_free(fake);
}

/* No way at all: at once. Stuck: after five tries, and each new goal has five of its own. */
static void test_gives_up(void **state)
{
    struct fake *fake = fake_new(&pb_movement_system, 1);
    unsigned goal, i;

    (void)state;
    fake->move_error = PB_E_not_allowed;
    fake_want(fake, PB_GOAL_GO, 100, 0, PB_GOAL_QUEST);
    fake_step(fake, 50);
    assert_int_equal(state_of(fake), PB_GOAL_FAILED);
    assert_int_equal(fake_figure(fake, "failures"), 1);
    fake->move_error = PB_OK;
    for (goal = 0; goal < 3; goal++) {
        fake->moves = 0;
        fake_want(fake, PB_GOAL_GO, 200 + (float)goal, 0, PB_GOAL_QUEST);
        for (i = 0; i < 5; i++) {
            fake_step(fake, 50);
            assert_int_equal(state_of(fake), PB_GOAL_UNDER_WAY);
            fake_tell(fake, PB_WORLD_STUCK);
        }
        /* The second is replaced before it fails: the third begins with none of its tries used up. */
        if (goal != 1)
            fake_step(fake, 50);
        assert_int_equal(state_of(fake), goal != 1 ? PB_GOAL_FAILED : PB_GOAL_UNDER_WAY);
        assert_int_equal(fake->moves, 5);
    }
    fake_free(fake);
}

/* Fights on the way do not count as tries: a way through many of them leads there. */
static void test_fights_on_the_way(void **state)
{
    struct fake *fake = fake_new(&pb_movement_system, 1);
    unsigned i;

    (void)state;
    fake_want(fake, PB_GOAL_GO, 1000, 0, PB_GOAL_QUEST);
    for (i = 0; i < 20; i++) {
        fake_step(fake, 50);
        assert_int_equal(state_of(fake), PB_GOAL_UNDER_WAY);
        assert_int_equal(fake_tell(fake, PB_WORLD_COMBAT_ENDED), 1);
    }
    assert_int_equal(fake->moves, 20);
    fake_free(fake);
}

/* Who eats goes on when it has eaten; who is wanted for something more goes at once. */
static void test_meals(void **state)
{
    struct fake *fake = fake_new(&pb_movement_system, 1);

    (void)state;
    fake->bots.row[0].status.flags = PB_ACTOR_RESTING;
    fake_want(fake, PB_GOAL_GO, 100, 0, PB_GOAL_QUEST);
    assert_int_equal(fake_step(fake, 50), 2000);
    assert_int_equal(fake->moves, 0);
    /* Nor does it set out before it has sat down; who is under way is not called back. */
    fake->bots.row[0].status.flags = 0;
    fake->bots.row[0].status.health_percent = 49;
    fake_step(fake, 50);
    assert_int_equal(fake->moves, 0);
    fake->bots.row[0].status.health_percent = 50;
    fake_step(fake, 50);
    assert_int_equal(fake->moves, 1);
    fake->bots.row[0].status.flags = PB_ACTOR_RESTING;
    fake_want(fake, PB_GOAL_GO, 200, 0, PB_GOAL_SURVIVE);
    fake_step(fake, 50);
    assert_int_equal(fake->moves, 2);
    fake_free(fake);
}

/* Death leads away from where it was: the goal waits again, also one that was reached; a failed one does not.
 */
static void test_after_death(void **state)
{
    struct fake *fake = fake_new(&pb_movement_system, 1);

    (void)state;
    fake_want(fake, PB_GOAL_HUNT, 5, 0, PB_GOAL_QUEST);
    fake_step(fake, 50);
    assert_int_equal(state_of(fake), PB_GOAL_REACHED);
    fake->at.x = 700;
    assert_int_equal(fake_tell(fake, PB_WORLD_RESURRECTED), 1);
    assert_int_equal(state_of(fake), PB_GOAL_WAITS);
    fake_step(fake, 50);
    assert_int_equal(fake->moves, 1);
    fake->bots.row[0].goal.state = PB_GOAL_FAILED;
    fake_tell(fake, PB_WORLD_RESURRECTED);
    assert_int_equal(state_of(fake), PB_GOAL_FAILED);
    fake_free(fake);
}

/* A world that cannot move anybody: the system is off. */
static void test_unsupported(void **state)
{
    struct pb_world world = {.size = sizeof world};
    struct pb_system_env env = {.memory = pb_memory_libc, .world = &world};
    void *self;

    (void)state;
    assert_int_equal(pb_movement_system.initialize(&self, &env), PB_E_unsupported);
    assert_int_equal(pb_targeting_system.initialize(&self, &env), PB_E_unsupported);
    assert_int_equal(pb_attack_system.initialize(&self, &env), PB_E_unsupported);
    assert_int_equal(pb_support_system.initialize(&self, &env), PB_E_unsupported);
    assert_int_equal(pb_survival_system.initialize(&self, &env), PB_E_unsupported);
}

/* In the realm: seven yards a second, and no longer than that and a turn. */
static void test_realm(void **state)
{
    static const struct place places[] = {{VILLAGER, 0, 0, 0, 60}, {VILLAGER, 90, 0, 0, 60}};
    static const struct pb_system_type *const types[] = {&pb_movement_system};
    struct arena arena;
    pb_bot bot;
    uint32_t passed;

    (void)state;
    arena_begin(&arena, places, 2, types, 1, fake_settings());
    bot = arena_bot(&arena, 10, WARRIOR, 0, 0);
    arena_want(&arena, bot, PB_GOAL_GO, 94, 0, 0);
    for (passed = 0;
         passed < 60000 && pb_coordinator_bots(arena.coordinator)->row[bot].goal.state != PB_GOAL_REACHED;
         passed += TICK_MS)
        arena_tick(&arena);
    /* 94 yards less seven tenths of ten. */
    assert_in_range(passed, 12400, 12700);
    /* A map that nothing leads to. */
    pb_bots_clear_goal(pb_coordinator_bots(arena.coordinator), bot, 60);
    arena_want(&arena, bot, PB_GOAL_GO, 94, 0, 0);
    pb_coordinator_bots(arena.coordinator)->row[bot].goal.position.map = 77;
    /* Looked at in the next tick, though nobody else had a turn that would have told. */
    arena_run(&arena, TICK_MS);
    assert_int_equal(pb_coordinator_bots(arena.coordinator)->row[bot].goal.state, PB_GOAL_FAILED);
    arena_end(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_way),         cmocka_unit_test(test_there_already),
        cmocka_unit_test(test_gives_up),    cmocka_unit_test(test_fights_on_the_way),
        cmocka_unit_test(test_meals),       cmocka_unit_test(test_after_death),
        cmocka_unit_test(test_unsupported), cmocka_unit_test(test_realm)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
