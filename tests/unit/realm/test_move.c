#include "fixture.h"

/* Two maps; on each, a village in the middle of its largest zone. */
static const struct place village[] = {{VILLAGER, 0, 0, 0, 60}, {VILLAGER, 200, 0, 1, 60}};

static int setup(void **state)
{
    *state = fixture_new(village, 2, 1);
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

static struct pb_position at(float x, float y, unsigned map)
{
    return (struct pb_position){x, y, 0, (uint16_t)map, (uint16_t)(12 + map)};
}

static void test_walks_seven_yards_a_second(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 5, WARRIOR, 0, 0);
    struct pb_position to = at(70, 0, 0);
    uint32_t eta_ms;

    assert_int_equal(world->move_to(world->self, actor, &to, 0, &eta_ms), PB_OK);
    assert_in_range(eta_ms, 10000, 10001);
    fixture_run(fixture, 5000);
    assert_float_equal(fixture_view(fixture, actor).position.x, 35, 0.01f);
    assert_true(fixture_status(fixture, actor).flags & PB_ACTOR_MOVING);
    fixture_run(fixture, 4950);
    assert_null(fixture_last(fixture, PB_WORLD_ARRIVED, actor));
    fixture_run(fixture, 100);
    assert_non_null(fixture_last(fixture, PB_WORLD_ARRIVED, actor));
    assert_float_equal(fixture_view(fixture, actor).position.x, 70, 0);
    assert_false(fixture_status(fixture, actor).flags & PB_ACTOR_MOVING);
}

/* On foot below 20 and for short ways; 60 % faster from 20, twice as fast from 40. */
static void test_mounts(void **state)
{
    static const struct {
        unsigned level;
        float yards;
        uint32_t ms;
    } ways[] = {{19, 700, 100000}, {20, 700, 62500}, {39, 700, 62500},
                {40, 700, 50000},  {80, 700, 50000}, {80, 98, 14000}};
    struct fixture *fixture = *state;
    unsigned i;

    for (i = 0; i < sizeof ways / sizeof *ways; i++) {
        pb_actor actor = fixture_actor(fixture, ways[i].level, WARRIOR, 0, 500);
        struct pb_position to = at(ways[i].yards, 500, 0);
        uint32_t ms;

        fixture->world->estimate_travel(fixture->world->self, actor, &to, 1, &ms);
        assert_in_range(ms, ways[i].ms - 1, ways[i].ms + 1);
    }
}

/* What is estimated is what it takes, wherever it goes; ticks of any length give the same. */
static void test_estimates_hold(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    uint64_t seed = pb_seed("estimates");
    unsigned i;

    for (i = 0; i < 300; i++) {
        float x = (float)pb_seed_below(&seed, 2000), y = (float)pb_seed_below(&seed, 2000);
        pb_actor actor = fixture_actor(fixture, 1 + pb_seed_below(&seed, 80), WARRIOR, x, y);
        struct pb_position to =
            at((float)pb_seed_below(&seed, 2000), (float)pb_seed_below(&seed, 2000), pb_seed_below(&seed, 2));
        uint32_t estimate, eta_ms, start_ms = fixture->realm->now_ms, passed = 0;
        struct pb_position there;

        world->estimate_travel(world->self, actor, &to, 1, &estimate);
        assert_int_equal(world->move_to(world->self, actor, &to, 0, &eta_ms), PB_OK);
        assert_int_equal(estimate, eta_ms);
        while (!fixture_last(fixture, PB_WORLD_ARRIVED, actor)) {
            uint32_t step = 1 + pb_seed_below(&seed, 3000);

            there = fixture_view(fixture, actor).position;
            assert_true(isfinite(there.x) && isfinite(there.y));
            passed = fixture->realm->now_ms - start_ms;
            assert_true(passed < estimate);
            if (!pb_seed_below(&seed, 20))
                step = estimate - passed; /* on the dot */
            pb_realm_update(fixture->realm, step);
            fixture_hear(fixture);
            fixture_check(fixture);
        }
        assert_true(fixture->realm->now_ms - start_ms >= estimate);
        there = fixture_view(fixture, actor).position;
        assert_int_equal(there.map, to.map);
        assert_float_equal(pb_distance(&there, &to), 0, 0);
        assert_int_equal(world->logout(world->self, actor), PB_OK);
        fixture->seen_count = 0;
    }
}

/* To the other map: on foot to the portal, a minute on the way, on foot from the other portal. */
static void test_other_map(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 5, WARRIOR, 70, 0);
    struct pb_position to = at(200, 35, 1);
    uint32_t ms;

    world->estimate_travel(world->self, actor, &to, 1, &ms);
    assert_in_range(ms, 10000 + 60000 + 5000 - 2, 10000 + 60000 + 5000 + 2);
    assert_int_equal(world->move_to(world->self, actor, &to, 0, NULL), PB_OK);
    fixture_run(fixture, 5000);
    assert_int_equal(fixture_view(fixture, actor).position.map, 0);
    assert_float_equal(fixture_view(fixture, actor).position.x, 35, 0.1f);
    fixture_run(fixture, 67500);
    assert_int_equal(fixture_view(fixture, actor).position.map, 1);
    assert_float_equal(fixture_view(fixture, actor).position.y, 17.5f, 0.2f);
    fixture_run(fixture, 3000);
    assert_non_null(fixture_last(fixture, PB_WORLD_ARRIVED, actor));
}

static void test_stops_within_and_halts(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 5, WARRIOR, 0, 0);
    struct pb_position to = at(40, 0, 0);

    assert_int_equal(world->move_to(world->self, actor, &to, 5, NULL), PB_OK);
    fixture_run(fixture, 5100);
    assert_float_equal(fixture_view(fixture, actor).position.x, 35, 0.01f);
    to = at(135, 0, 0);
    assert_int_equal(world->move_to(world->self, actor, &to, 0, NULL), PB_OK);
    fixture_run(fixture, 2000);
    assert_int_equal(world->stop(world->self, actor), PB_OK);
    fixture_run(fixture, 5000);
    assert_float_equal(fixture_view(fixture, actor).position.x, 49, 0.01f);
    assert_int_equal(fixture_count(fixture, PB_WORLD_ARRIVED, actor), 1);
}

static void test_nowhere_is_no_place(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 5, WARRIOR, 0, 0);
    struct pb_position places[] = {at(NAN, 0, 0), at(INFINITY, 0, 0), at(1e30f, 0, 0), at(0, 0, 7)};
    uint32_t ms[4];
    unsigned i;

    world->estimate_travel(world->self, actor, places, 4, ms);
    for (i = 0; i < 4; i++) {
        assert_int_equal(ms[i], UINT32_MAX);
        assert_int_equal(world->move_to(world->self, actor, &places[i], 0, NULL), PB_E_not_allowed);
    }
    assert_int_equal(world->move_to(world->self, actor + 1, &places[0], 0, NULL), PB_E_gone);
    assert_int_equal(world->stop(world->self, actor + 1), PB_E_gone);
    fixture_run(fixture, 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_walks_seven_yards_a_second, setup, teardown),
        cmocka_unit_test_setup_teardown(test_mounts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_estimates_hold, setup, teardown),
        cmocka_unit_test_setup_teardown(test_other_map, setup, teardown),
        cmocka_unit_test_setup_teardown(test_stops_within_and_halts, setup, teardown),
        cmocka_unit_test_setup_teardown(test_nowhere_is_no_place, setup, teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
