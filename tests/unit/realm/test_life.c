#include "fixture.h"

static const struct place world_places[] = {{BEAST + 10, 0, 0, 0, 60},
                                            {VILLAGER, 100, 0, 0, 60},
                                            {VILLAGER, 120, 20, 0, 60},
                                            {VILLAGER, 80, -20, 0, 60},
                                            {BEAST + 60, 2000, 0, 1, 60}};

static int setup(void **state)
{
    *state = fixture_new(world_places, 5, 1);
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

/* Figures of player_xp_for_level; those below 60 come from the formula, to the last hundred. */
static void test_experience_of_levels(void **state)
{
    static const struct {
        unsigned level;
        uint32_t experience;
    } known[] = {{1, 400},     {2, 900},     {5, 2800},     {10, 7600},    {11, 8700},
                 {20, 20800},  {27, 32200},  {40, 74300},   {50, 120900},  {59, 172000},
                 {60, 290000}, {69, 717000}, {70, 1523800}, {79, 1670800}, {80, 0}};
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof known / sizeof *known; i++) {
        uint32_t found = pb_realm_experience_next(known[i].level);

        assert_in_range(found, known[i].experience > 100 ? known[i].experience - 100 : 0,
                        known[i].experience + 100);
    }
    for (i = 1; i < PB_MAX_LEVEL - 1; i++)
        assert_true(pb_realm_experience_next(i + 1) > pb_realm_experience_next(i));
}

static uint32_t kill_of(unsigned enemy, unsigned level, unsigned rank)
{
    struct pb_creature_template kind = {.experience_modifier = 1, .rank = (uint8_t)rank};

    return pb_realm_kill_experience(&kind, enemy, level);
}

static void test_experience_of_kills(void **state)
{
    (void)state;
    assert_int_equal(kill_of(1, 1, 0), 50);
    assert_int_equal(kill_of(10, 10, 0), 95);
    assert_int_equal(kill_of(12, 10, 0), 104); /* a tenth more two levels above */
    assert_int_equal(kill_of(14, 10, 0), 114); /* four levels above */
    assert_int_equal(kill_of(20, 10, 0), 114); /* no more than that */
    assert_int_equal(kill_of(8, 10, 0), 67);   /* two of seven levels below */
    assert_int_equal(kill_of(10, 10, 1), 190); /* elite */
    assert_int_equal(kill_of(4, 10, 0), 0);    /* grey */
    assert_int_equal(kill_of(5, 10, 0), 27);   /* just not */
    assert_int_equal(kill_of(31, 40, 0), 0);
    assert_true(kill_of(32, 40, 0) > 0);
    assert_int_equal(kill_of(65, 65, 0), 235 + 5 * 65);
    assert_int_equal(kill_of(79, 79, 0), 580 + 5 * 79);
    assert_int_equal(kill_of(80, 80, 0), 0); /* nothing is left to gain */
}

/* More experience than a level asks for goes on to the next, several at once too; at the last it ends. */
static void test_levels(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 300, 0);
    struct pb_actor_view before = fixture_view(fixture, actor), view;

    pb_realm_give_experience(fixture->realm, actor, 400 + 900 + 17);
    fixture_hear(fixture);
    view = fixture_view(fixture, actor);
    assert_int_equal(view.level, 3);
    assert_int_equal(view.experience, 17);
    assert_true(view.health_max > before.health_max);
    assert_int_equal(view.health, view.health_max);
    assert_int_equal(fixture_last(fixture, PB_WORLD_LEVEL, actor)->count, 3);
    assert_int_equal(pb_realm_stats(fixture->realm)->levels, 2);
    pb_realm_give_experience(fixture->realm, actor, 4000000000u);
    view = fixture_view(fixture, actor);
    assert_int_equal(view.level, PB_MAX_LEVEL);
    assert_int_equal(view.experience, 0);
    assert_int_equal(view.experience_next, 0);
    fixture_check(fixture);
}

static void test_death_and_resurrection(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor actor = fixture_actor(fixture, 1, WARRIOR, 10, 0);
    struct pb_position to = {40, 0, 0, 0, 12}, centre;
    struct pb_actor_view view;
    uint32_t zones;

    assert_int_equal(world->resurrect(world->self, actor), PB_E_not_allowed);
    assert_int_equal(world->attack(world->self, actor, 1), PB_OK);
    fixture_until(fixture, PB_WORLD_DIED, actor);
    assert_int_equal(fixture_last(fixture, PB_WORLD_DIED, actor)->object, 1);
    assert_int_equal(fixture_last(fixture, PB_WORLD_DIED, actor)->entry, BEAST + 10);
    assert_int_equal(fixture_status(fixture, actor).health_percent, 0);
    assert_int_equal(fixture_status(fixture, actor).attackers, 0);
    assert_int_equal(fixture_status(fixture, actor).worst_durability, 90);
    assert_int_equal(world->attack(world->self, actor, 1), PB_E_dead);
    assert_int_equal(world->rest(world->self, actor), PB_E_dead);
    assert_int_equal(world->use_ability(world->self, actor, PB_ABILITY_STRIKE, 1), PB_E_dead);
    assert_int_equal(world->resurrect(world->self, actor), PB_E_not_ready);
    /* Ghosts walk, and do not get better. */
    fixture_run(fixture, 19000);
    assert_int_equal(world->resurrect(world->self, actor), PB_E_not_ready);
    assert_int_equal(fixture_status(fixture, actor).health_percent, 0);
    assert_int_equal(world->move_to(world->self, actor, &to, 0, NULL), PB_OK);
    fixture_run(fixture, 1100);
    assert_int_equal(world->resurrect(world->self, actor), PB_OK);
    fixture_hear(fixture);
    assert_non_null(fixture_last(fixture, PB_WORLD_RESURRECTED, actor));
    /* In the middle of the zone, however it was on its way, and it stays there. */
    centre = pb_content_zones(fixture->content, &zones)[0].centre;
    view = fixture_view(fixture, actor);
    assert_float_equal(pb_distance(&view.position, &centre), 0, 0.01f);
    assert_in_range(view.health, view.health_max / 2, view.health_max / 2 + 1);
    fixture_run(fixture, 4000);
    view = fixture_view(fixture, actor);
    assert_float_equal(pb_distance(&view.position, &centre), 0, 0.01f);
    assert_true(view.health > view.health_max / 2 + 1);
    assert_int_equal(pb_realm_stats(fixture->realm)->deaths, 1);
}

/* At rest it gets better four times as fast; nobody rests in combat; what is full again stands up. */
static void test_rest(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor resting = fixture_actor(fixture, 10, WARRIOR, 300, 0),
             standing = fixture_actor(fixture, 10, WARRIOR, 310, 0);

    fixture->realm->actors[resting].health = fixture->realm->actors[standing].health = 10;
    assert_int_equal(world->rest(world->self, resting), PB_OK);
    assert_int_equal(world->stop(world->self, standing), PB_OK);
    fixture_run(fixture, 10500);
    assert_in_range(fixture_status(fixture, resting).health_percent, 40, 60);
    assert_in_range(fixture_status(fixture, standing).health_percent, 10, 25);
    /* Somebody else makes it whole. */
    fixture->realm->actors[resting].health = fixture->realm->actors[resting].health_max;
    fixture_run(fixture, 3000);
    assert_false(fixture_status(fixture, resting).flags & PB_ACTOR_RESTING);
    assert_int_equal(world->rest(world->self, standing), PB_OK);
    pb_realm_provoke(fixture->realm, 0, standing);
    assert_false(fixture_status(fixture, standing).flags & PB_ACTOR_RESTING);
    assert_int_equal(world->rest(world->self, standing), PB_E_in_combat);
    fixture_run(fixture, 3000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_experience_of_levels), cmocka_unit_test(test_experience_of_kills),
        cmocka_unit_test_setup_teardown(test_levels, setup, teardown),
        cmocka_unit_test_setup_teardown(test_death_and_resurrection, setup, teardown),
        cmocka_unit_test_setup_teardown(test_rest, setup, teardown)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
