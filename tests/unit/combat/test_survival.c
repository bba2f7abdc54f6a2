/* Survival: flight from what would be lost, rest, and the way back from the dead. */
#include "arena.h"
#include "fake_fight.h"

/* In a fight with one of its own level, both as hale as said. */
static struct fake *fighter(unsigned health, unsigned enemy_level, unsigned enemy_health, unsigned attackers)
{
    struct fake *fake = fake_new(&pb_survival_system, 1);

    fake->bots.row[0].mode = PB_BOT_COMBAT;
    fake->bots.row[0].status.flags = PB_ACTOR_IN_COMBAT;
    fake->bots.row[0].status.health_percent = (uint8_t)health;
    fake->bots.row[0].status.attackers = fake->combat.attackers = (uint8_t)attackers;
    fake->combat.target = 1;
    fake->combat.target_level = (uint8_t)enemy_level;
    fake->combat.target_health_percent = (uint8_t)enemy_health;
    fake->combat.target_position.x = -4;
    return fake;
}

/* It runs when it is badly off and would lose, and at once from what is far too strong; not when friends are
 * near, and not when it would die on the way. */
static void test_when_to_run(void **state)
{
    static const struct {
        unsigned health, enemy_level, enemy_health, attackers;
        float friend_yards;
        int runs;
    } cases[] = {
        {19, 10, 90, 1, 0, 1},   {20, 10, 90, 1, 0, 0},  /* not yet */
        {19, 10, 40, 1, 0, 0},                           /* the enemy is worse off */
        {10, 10, 60, 1, 0, 0},                           /* it would not get away */
        {90, 15, 100, 1, 0, 1},                          /* far too strong */
        {90, 12, 100, 1, 0, 0},  {25, 15, 100, 1, 0, 0}, /* too late */
        {60, 10, 100, 2, 0, 1},  {70, 10, 100, 2, 0, 0}, {30, 10, 90, 2, 0, 0},
        {100, 10, 100, 3, 0, 1}, {19, 10, 90, 1, 20, 0}, /* company */
        {19, 10, 90, 1, 400, 1},
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake =
            fighter(cases[i].health, cases[i].enemy_level, cases[i].enemy_health, cases[i].attackers);

        if (cases[i].friend_yards > 0)
            fake_friend(fake, cases[i].friend_yards, 100);
        fake_step(fake, 50);
        assert_int_equal(fake->moves, cases[i].runs);
        assert_int_equal(fake->stop_attacks, cases[i].runs);
        assert_int_equal(fake_figure(fake, "flights"), cases[i].runs);
        fake_free(fake);
    }
}

/* Friends only make it cheaper: who is with it is asked by who would run, and could, if it were alone. */
static void test_who_is_with_it(void **state)
{
    static const struct {
        unsigned health, enemy_level, enemy_health, asks;
    } cases[] = {{19, 10, 90, 1}, {90, 15, 100, 1}, {90, 10, 90, 0}, {10, 10, 60, 0}};
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake = fighter(cases[i].health, cases[i].enemy_level, cases[i].enemy_health, 1);

        fake_friend(fake, 20, 100);
        fake_step(fake, 50);
        assert_int_equal(fake->groups, cases[i].asks);
        assert_int_equal(fake->moves, 0);
        fake_free(fake);
    }
}

/* Ninety yards away from the enemy, with a goal that tells the others; it ends where it is still hunted, or
 * where nobody hunts it any more, and nobody's goal but its own is touched. */
static void test_flight(void **state)
{
    struct fake *fake = fighter(19, 10, 90, 1);
    const struct pb_goal *goal = &fake->bots.row[0].goal;

    (void)state;
    fake_want(fake, PB_GOAL_HUNT, 0, 110, PB_GOAL_QUEST);
    fake_step(fake, 50);
    assert_true(fake->to.x > 89 && fake->to.x < 91 && fabsf(fake->to.y) < 1);
    assert_int_equal(goal->owner, FAKE_NUMBER);
    assert_int_equal(goal->priority, PB_GOAL_SURVIVE);
    fake->combat.target = 0;
    fake->bots.row[0].status.flags |= PB_ACTOR_MOVING;
    fake_step(fake, 2000);
    assert_int_equal(fake->moves, 1);
    assert_int_equal(goal->kind, PB_GOAL_GO);
    /* It came there, and they with it: it fights. */
    fake->bots.row[0].status.flags = PB_ACTOR_IN_COMBAT;
    fake_step(fake, 2000);
    assert_int_equal(goal->kind, PB_GOAL_NONE);
    fake_free(fake);

    fake = fighter(19, 10, 90, 1);
    fake_step(fake, 50);
    fake->bots.row[0].mode = PB_BOT_PEACE;
    fake->bots.row[0].status.flags = PB_ACTOR_MOVING;
    assert_int_equal(fake_tell(fake, PB_WORLD_COMBAT_ENDED), 1);
    fake_step(fake, 50);
    assert_int_equal(fake->bots.row[0].goal.kind, PB_GOAL_NONE);
    /* Badly off it sits down at once. */
    assert_int_equal(fake->rests, 1);
    fake_want(fake, PB_GOAL_GO, 50, 0, PB_GOAL_QUEST);
    fake_step(fake, 50);
    assert_int_equal(fake->bots.row[0].goal.owner, FAKE_OTHER);
    fake_free(fake);
}

/* No way to run: it fights on, and no goal is left that would keep it from that. */
static void test_no_way(void **state)
{
    struct fake *fake = fighter(19, 10, 90, 1);

    (void)state;
    fake->move_error = PB_E_not_allowed;
    fake_step(fake, 50);
    assert_int_equal(fake->bots.row[0].goal.kind, PB_GOAL_NONE);
    assert_int_equal(fake_figure(fake, "flights"), 0);
    /* Somebody speaks with it who is not to be left: nothing is ordered. */
    fake->move_error = PB_OK;
    fake->moves = fake->stop_attacks = 0;
    fake_want(fake, PB_GOAL_STAY, 0, 0, PB_GOAL_SURVIVE);
    fake_step(fake, 50);
    assert_int_equal(fake->moves + fake->stop_attacks, 0);
    fake_free(fake);
}

/* Who is not to run at all. */
static void test_never_runs(void **state)
{
    struct pb_ai_settings settings = *fake_settings();
    struct fake *fake = fighter(19, 15, 100, 1);

    (void)state;
    settings.combat_flee_percent = 0;
    fake->type->configure(fake->self, &settings);
    fake_step(fake, 50);
    fake->bots.row[0].status.health_percent = 90;
    fake_step(fake, 50);
    assert_int_equal(fake->moves, 0);
    fake->type->configure(fake->self, fake_settings());
    fake_step(fake, 50);
    assert_int_equal(fake->moves, 1);
    fake_free(fake);
}

/* Back from the dead it sits down at once. */
static void test_after_death(void **state)
{
    struct fake *fake = fake_new(&pb_survival_system, 1);

    (void)state;
    fake->bots.row[0].status.health_percent = 51;
    assert_int_equal(fake_tell(fake, PB_WORLD_RESURRECTED), 1);
    assert_int_equal(fake->rests, 1);
    fake_free(fake);
}

/* Rest below half of the health, or little power; on the way only when it is badly off; one meal at a time.
 */
static void test_rest(void **state)
{
    static const struct {
        unsigned health, power, flags;
        int rests;
        uint32_t next_ms;
    } cases[] = {{50, 100, 0, 0, 15000},
                 {49, 100, 0, 1, 3000},
                 {100, 20, 0, 0, 15000},
                 {100, 19, 0, 1, 3000},
                 {25, 0, PB_ACTOR_MOVING, 0, 4000},
                 {24, 100, PB_ACTOR_MOVING, 1, 3000},
                 {10, 0, PB_ACTOR_RESTING, 0, 3000}};
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake = fake_new(&pb_survival_system, 1);

        fake->bots.row[0].status.health_percent = (uint8_t)cases[i].health;
        fake->bots.row[0].status.power_percent = (uint8_t)cases[i].power;
        fake->bots.row[0].status.flags = (uint16_t)cases[i].flags;
        assert_int_equal(fake_step(fake, 50), cases[i].next_ms);
        assert_int_equal(fake->rests, cases[i].rests);
        assert_int_equal(fake_figure(fake, "rests"), cases[i].rests);
        /* A world that refuses is not counted. */
        fake->rest_error = PB_E_in_combat;
        fake_step(fake, 50);
        assert_int_equal(fake_figure(fake, "rests"), cases[i].rests);
        fake_free(fake);
    }
}

static void test_death(void **state)
{
    struct fake *fake = fake_new(&pb_survival_system, 1);

    (void)state;
    fake->bots.row[0].mode = PB_BOT_DEAD;
    fake->bots.row[0].status.flags = PB_ACTOR_DEAD;
    fake->bots.row[0].status.health_percent = 0;
    fake->resurrect_error = PB_E_not_ready;
    assert_int_equal(fake_step(fake, 50), 4000);
    assert_int_equal(fake_figure(fake, "resurrections"), 0);
    fake->resurrect_error = PB_OK;
    fake_step(fake, 4000);
    assert_int_equal(fake->resurrections, 2);
    assert_int_equal(fake_figure(fake, "resurrections"), 1);
    assert_int_equal(fake->rests + fake->moves, 0);
    fake_free(fake);
}

/* In the realm: what would kill it is left behind, and goes home hale. Without flight it kills. */
static void test_realm_flight(void **state)
{
    static const struct place places[] = {{BEAST + 15, 0, 0, 0, 600}, {VILLAGER, 800, 5, 0, 60}};
    static const struct pb_system_type *const types[] = {&pb_survival_system, &pb_targeting_system,
                                                         &pb_movement_system};
    unsigned deaths[2] = {0}, flees;

    (void)state;
    for (arena_seed = 1; arena_seed <= 8; arena_seed++)
        for (flees = 0; flees < 2; flees++) {
            struct pb_ai_settings settings = *fake_settings();
            struct arena arena;
            pb_actor actor;
            pb_bot bot;

            settings.combat_flee_percent = flees ? 20 : 0;
            arena_begin(&arena, places, 2, types, 3, &settings);
            bot = arena_bot(&arena, 10, WARRIOR, 3, 0);
            actor = arena_actor(&arena, bot);
            assert_int_equal(arena.world.attack(arena.world.self, actor, 1), PB_OK);
            arena_run(&arena, 40000);
            deaths[flees] += fixture_last(arena.fixture, PB_WORLD_DIED, actor) != NULL;
            if (flees && !fixture_last(arena.fixture, PB_WORLD_DIED, actor)) {
                assert_true(fixture_view(arena.fixture, actor).position.x > 60);
                assert_int_equal(arena.fixture->realm->creatures[0].health,
                                 arena.fixture->realm->creatures[0].health_max);
                assert_int_equal(pb_coordinator_bots(arena.coordinator)->row[bot].goal.kind, PB_GOAL_NONE);
            }
            arena_end(&arena);
        }
    assert_int_equal(deaths[0], 8);
    assert_in_range(deaths[1], 0, 2);
}

/* In the realm: who died comes back, eats until it is hale, and only then goes where it wanted. */
static void test_realm_return(void **state)
{
    static const struct place places[] = {{VILLAGER, 0, 0, 0, 600}, {VILLAGER, 0, 100, 0, 60}};
    static const struct pb_system_type *const types[] = {&pb_survival_system, &pb_movement_system};
    struct arena arena;
    struct pb_actor_status status;
    pb_actor actor;
    uint32_t passed;
    unsigned meals = 0, breaks = 0;
    pb_bot bot;

    (void)state;
    arena_seed = 1;
    arena_begin(&arena, places, 2, types, 2, fake_settings());
    bot = arena_bot(&arena, 10, WARRIOR, 0, 50);
    actor = arena_actor(&arena, bot);
    pb_realm_die(arena.fixture->realm, actor, 0);
    for (passed = 0; passed < 40000; passed += TICK_MS)
        arena_tick(&arena);
    assert_non_null(fixture_last(arena.fixture, PB_WORLD_RESURRECTED, actor));
    /* A quarter of its health: it eats, and a goal that comes meanwhile does not break that off. */
    arena.fixture->realm->actors[actor].health = arena.fixture->realm->actors[actor].health_max / 5;
    for (passed = 0; passed < 60000; passed += TICK_MS) {
        uint16_t before = fixture_status(arena.fixture, actor).flags;

        if (passed == 8000)
            arena_want(&arena, bot, PB_GOAL_GO, 0, 400, 0);
        arena_tick(&arena);
        status = fixture_status(arena.fixture, actor);
        meals += !(before & PB_ACTOR_RESTING) && status.flags & PB_ACTOR_RESTING;
        breaks +=
            before & PB_ACTOR_RESTING && !(status.flags & PB_ACTOR_RESTING) && status.health_percent < 100;
    }
    assert_int_equal(meals, 1);
    assert_int_equal(breaks, 0);
    assert_true(fixture_view(arena.fixture, actor).position.y > 120);
    arena_end(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_when_to_run),  cmocka_unit_test(test_who_is_with_it),
        cmocka_unit_test(test_flight),       cmocka_unit_test(test_no_way),
        cmocka_unit_test(test_rest),         cmocka_unit_test(test_death),
        cmocka_unit_test(test_never_runs),   cmocka_unit_test(test_after_death),
        cmocka_unit_test(test_realm_flight), cmocka_unit_test(test_realm_return)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
