/* What ends a trade. */
#include "trade_fixture.h"

enum { ANSWER_MS = 60000 };

static void test_no_answer(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_OK);
    fixture_run(fixture, ANSWER_MS - 1000);
    assert_true(trade_is_on(fixture, one));
    fixture_run(fixture, 2000);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_timeout);
    /* One that is open may take as long as they like. */
    trade_open(fixture, one, other);
    fixture_run(fixture, 3 * ANSWER_MS);
    assert_true(trade_is_on(fixture, one));
}

static void test_parting(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    struct pb_position away = fixture_view(fixture, one).position;

    trade_open(fixture, one, other);
    away.x -= 3;
    assert_int_equal(world->move_to(world->self, one, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 2000);
    assert_true(trade_is_on(fixture, one));
    away.x -= 30;
    assert_int_equal(world->move_to(world->self, one, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 2000);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_too_far);
}

/* Between two looks nobody is far enough to be seen, and yet nothing can be done any more. */
static void test_parting_is_seen_at_once(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             other = fixture_actor(fixture, 1, WARRIOR, 10, 0);
    struct pb_position away = fixture_view(fixture, one).position;

    trade_open(fixture, one, other);
    away.x -= 60;
    assert_int_equal(world->move_to(world->self, one, &away, 0, NULL), PB_OK);
    pb_realm_update(fixture->realm, 500);
    assert_true(trade_is_on(fixture, one));
    assert_int_equal(trade_accept(fixture, other), PB_E_too_far);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_too_far);
}

static void test_death(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    trade_open(fixture, one, other);
    pb_realm_die(fixture->realm, other, 0);
    pb_realm_plan(fixture->realm, other);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_dead);
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_E_dead);
    assert_int_equal(world->ask_trade(world->self, other, PB_OBJECT_OF_ACTOR(one)), PB_E_dead);
}

static void test_logout(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0),
             third;

    /* Also when the store does not take it yet. */
    fixture->refusals = 2;
    trade_open(fixture, one, other);
    assert_int_equal(world->logout(world->self, other), PB_OK);
    fixture_hear(fixture);
    assert_int_equal(fixture_last(fixture, PB_WORLD_TRADE_ENDED, one)->error, PB_E_gone);
    assert_false(trade_is_on(fixture, one));
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_E_gone);
    fixture_until(fixture, PB_WORLD_LOGGED_OUT, other);
    /* Its number goes to somebody else, who has no trade. */
    third = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    assert_int_equal(third, other);
    assert_false(trade_is_on(fixture, third));
}

#define T(name) cmocka_unit_test_setup_teardown(name, goods_setup, goods_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {T(test_no_answer), T(test_parting), T(test_parting_is_seen_at_once),
                                       T(test_death), T(test_logout)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
