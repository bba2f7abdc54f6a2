#include "fixture.h"
#include "world/odds.h"

/* Enemies of one kind far from each other, so that a fight is a fight of two. */
static struct fixture *arena(uint32_t entry, uint64_t seed)
{
    struct place places[2] = {{entry, 0, 0, 0, 60}, {VILLAGER, 1000, 0, 0, 60}};

    return fixture_new(places, 2, seed);
}

struct outcome {
    unsigned wins, deaths;
    double seconds, cost; /* of wins: mean length, mean share of health */
};

/* Many fights of fresh characters against one enemy, each from another seed. Whoever fights strikes when it
 * can, as bots do. */
static struct outcome fight(unsigned level, unsigned character_class, uint32_t entry, unsigned party,
                            unsigned rounds, uint64_t seed)
{
    struct fixture *fixture = arena(entry, seed);
    struct outcome outcome = {0};
    unsigned round, i;

    for (round = 0; round < rounds; round++) {
        pb_actor actors[PB_GROUP_SIZE];
        uint32_t passed, health, left = 0, dead = 0;

        fixture_again(fixture, seed + round + 1);
        for (i = 0; i < party; i++) {
            actors[i] = fixture_actor(fixture, level, character_class, 4, (float)i * 0.1f);
            if (i)
                fixture_group(fixture, actors[0], actors[i]);
        }
        health = fixture_view(fixture, actors[0]).health_max;
        for (i = 0; i < party; i++)
            assert_int_equal(fixture->world->attack(fixture->world->self, actors[i], 1), PB_OK);
        for (passed = 0; passed < 300000 && !fixture_last(fixture, PB_WORLD_KILLED, PB_NO_ACTOR);
             passed += TICK_MS) {
            for (i = 0; i < party; i++)
                (void)!fixture->world->use_ability(fixture->world->self, actors[i], PB_ABILITY_STRIKE, 1);
            pb_realm_update(fixture->realm, TICK_MS);
            fixture_hear(fixture);
            if (fixture_count(fixture, PB_WORLD_DIED, PB_NO_ACTOR) == party)
                break;
        }
        fixture_check(fixture);
        for (i = 0; i < party; i++) {
            left += fixture_view(fixture, actors[i]).health;
            dead += (fixture_status(fixture, actors[i]).flags & PB_ACTOR_DEAD) != 0;
        }
        outcome.deaths += dead;
        if (!fixture_last(fixture, PB_WORLD_KILLED, PB_NO_ACTOR))
            continue;
        outcome.wins++;
        outcome.seconds += passed / 1000.0;
        outcome.cost += 1 - (double)left / health / party;
    }
    if (outcome.wins) {
        outcome.seconds /= outcome.wins;
        outcome.cost /= outcome.wins;
    }
    fixture_free(fixture);
    return outcome;
}

/* A normal enemy of its own level: some ten to twenty seconds, without danger, at a cost that asks for a rest
 * after a few fights. */
static void test_same_level(void **state)
{
    static const unsigned levels[] = {1, 3, 5, 10, 20, 40, 60, 80}, classes[] = {WARRIOR, PRIEST};
    uint64_t seed = pb_seed_usual("same level");
    unsigned i, k;

    (void)state;
    for (i = 0; i < 8; i++)
        for (k = 0; k < 2; k++) {
            struct outcome outcome = fight(levels[i], classes[k], BEAST + levels[i], 1, 40, seed);

            assert_int_equal(outcome.wins, 40);
            assert_true(outcome.seconds >= 5 && outcome.seconds <= 25);
            assert_true(outcome.cost >= (levels[i] < 10 ? 0.06 : 0.12) && outcome.cost <= 0.6);
        }
}

/* Each level more costs more, and takes longer; four above is a gamble, seven above is lost. What bots expect
 * (world/odds.h) is what comes, and somewhat more: not all are dressed like these. */
static void test_levels_decide(void **state)
{
    static const unsigned levels[] = {3, 5, 10, 20, 40, 60};
    uint64_t seed = pb_seed_usual("levels");
    unsigned i;
    int difference;

    (void)state;
    for (i = 0; i < 6; i++) {
        struct outcome before = {0};

        for (difference = -2; difference <= 8; difference++) {
            unsigned enemy = (unsigned)((int)levels[i] + difference);
            struct outcome outcome = fight(levels[i], WARRIOR, BEAST + enemy, 1, 40, seed);

            assert_int_equal(outcome.wins + outcome.deaths, 40);
            if (difference <= 1)
                assert_int_equal(outcome.deaths, 0);
            if (difference >= 0 && outcome.wins == 40) {
                double expected = (double)pb_odds_cost(levels[i], enemy, 0, 1, 0);

                assert_true(expected > outcome.cost * 100 - 5 && expected < outcome.cost * 100 + 25);
            }
            if (outcome.wins <= 20)
                assert_true(pb_odds_cost(levels[i], enemy, 0, 1, 0) > 80);
            if (difference > -2 && outcome.wins == 40 && before.wins == 40) {
                assert_true(outcome.cost > before.cost);
                assert_true(outcome.seconds > before.seconds);
            }
            if (difference == 2)
                assert_true(outcome.cost > 0.28);
            if (difference >= 7)
                assert_in_range(outcome.wins, 0, 4);
            before = outcome;
        }
    }
}

/* An elite is death for one, a fight for three. */
static void test_elites_want_company(void **state)
{
    static const unsigned levels[] = {1, 5, 20, 60};
    uint64_t seed = pb_seed_usual("elites");
    unsigned i;

    (void)state;
    for (i = 0; i < 4; i++) {
        struct outcome alone = fight(levels[i], WARRIOR, ELITE + levels[i], 1, 40, seed);
        struct outcome together = fight(levels[i], WARRIOR, ELITE + levels[i], 3, 40, seed);

        assert_in_range(alone.wins, 0, 2);
        assert_int_equal(together.wins, 40);
        assert_int_equal(together.deaths, 0);
        assert_true(together.cost < 0.5);
    }
}

static struct fixture *camp(unsigned level, unsigned count)
{
    struct place places[8];
    unsigned i;

    assert_true(count < 8);
    for (i = 0; i < count; i++)
        places[i] = (struct place){BEAST + level, (float)i * 3, 0, 0, 30};
    places[count] = (struct place){VILLAGER, 500, 0, 0, 60};
    return fixture_new(places, count + 1, 1);
}

/* Who walks into a camp is attacked; who rides past, or is far above it, is not. */
static void test_aggro(void **state)
{
    static const struct {
        unsigned level, enemy;
        float y, to_y;
        int is_attacked;
    } cases[] = {
        {5, 5, 40, 4, 1},       {5, 5, 40, 20, 0}, /* eight yards at the same level */
        {5, 12, 40, 14, 1},                        /* a yard more for each level */
        {20, 5, 40, 0, 0},                         /* too low to dare */
        {40, 40, 400, -400, 0},                    /* rides past */
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fixture *fixture = camp(cases[i].enemy, 1);
        pb_actor actor = fixture_actor(fixture, cases[i].level, WARRIOR, 0, cases[i].y);
        struct pb_position to = {0, cases[i].to_y, 0, 0, 12};

        assert_int_equal(fixture->world->move_to(fixture->world->self, actor, &to, 0, NULL), PB_OK);
        fixture_run(fixture, 57500);
        assert_int_equal(fixture_last(fixture, PB_WORLD_COMBAT_BEGAN, actor) != NULL, cases[i].is_attacked);
        fixture_free(fixture);
    }
}

/* A creature that comes back attacks who stands in its place. */
static void test_respawn(void **state)
{
    struct fixture *fixture = camp(5, 1);
    pb_actor actor = fixture_actor(fixture, 6, WARRIOR, 2, 0);
    const struct pb_world *world = fixture->world;
    struct pb_object_view view;
    uint32_t killed_ms;

    (void)state;
    fixture_run(fixture, 100);
    assert_int_equal(world->attack(world->self, actor, 1), PB_OK);
    fixture_until(fixture, PB_WORLD_KILLED, actor);
    killed_ms = fixture->realm->now_ms;
    assert_int_equal(world->get_object(world->self, actor, 1, &view), PB_OK);
    assert_int_equal(view.kind, PB_OBJECT_CORPSE);
    assert_int_equal(world->attack(world->self, actor, 1), PB_E_gone);
    fixture_run(fixture, 6000);
    assert_int_equal(world->get_object(world->self, actor, 1, &view), PB_E_gone);
    fixture->seen_count = 0;
    fixture_until(fixture, PB_WORLD_COMBAT_BEGAN, actor);
    /* The corpse without loot five seconds, then its thirty. */
    assert_in_range(fixture->realm->now_ms - killed_ms, 34900, 35100);
    assert_int_equal(world->get_object(world->self, actor, 1, &view), PB_OK);
    assert_int_equal(view.health_percent, 100);
    fixture_free(fixture);
}

/* How long the only creature stays away once the actor has killed it, in ms. */
static uint32_t away_ms(struct fixture *fixture, pb_actor actor)
{
    const struct pb_world *world = fixture->world;
    uint32_t killed_ms;

    fixture->seen_count = 0;
    assert_int_equal(world->attack(world->self, actor, 1), PB_OK);
    fixture_until(fixture, PB_WORLD_KILLED, actor);
    killed_ms = fixture->realm->now_ms;
    while (fixture->realm->creature_states[0] != PB_CREATURE_ALIVE &&
           fixture->realm->now_ms - killed_ms < 600000)
        fixture_run(fixture, 1000);
    return fixture->realm->now_ms - killed_ms;
}

/* Where many play creatures come back sooner; where they have left, as before. */
static void test_crowd(void **state)
{
    static const struct place places[] = {{BEAST + 5, 0, 0, 0, 120}};
    struct fixture *fixture = fixture_new(places, 1, 1);
    const struct pb_world *world = fixture->world;
    const struct pb_position far = {2000, 0, 0, 0, 12};
    pb_actor actor = fixture_actor(fixture, 20, WARRIOR, 2, 0), others[120];
    unsigned i, count = 0;

    (void)state;
    /* Five seconds of a corpse, and a second until somebody looks. */
    for (; count < 9; count++)
        others[count] = fixture_actor(fixture, 20, WARRIOR, 100, 100);
    assert_in_range(away_ms(fixture, actor), 125000, 126100);
    for (; count < 29; count++)
        others[count] = fixture_actor(fixture, 20, WARRIOR, 100, 100);
    assert_in_range(away_ms(fixture, actor), 45000, 46100);
    for (; count < 120; count++)
        others[count] = fixture_actor(fixture, 20, WARRIOR, 100, 100);
    assert_in_range(away_ms(fixture, actor), 15000, 16100);
    for (i = 0; i < 60; i++)
        assert_int_equal(world->logout(world->self, others[i]), PB_OK);
    for (; i < 101; i++)
        assert_int_equal(world->move_to(world->self, others[i], &far, 0, 0), PB_OK);
    fixture_run(fixture, 300000);
    /* Twenty are left, with who kills it. */
    assert_in_range(away_ms(fixture, actor), 65000, 66100);
    fixture_free(fixture);
}

/* Who runs far enough is let go; the creature is hale again, and nobody's. */
static void test_leash(void **state)
{
    struct fixture *fixture = camp(5, 1);
    pb_actor actor = fixture_actor(fixture, 7, WARRIOR, 2, 0), other;
    const struct pb_world *world = fixture->world;
    struct pb_position away = {200, 0, 0, 0, 12};
    struct pb_object_view view;

    (void)state;
    other = fixture_actor(fixture, 7, WARRIOR, 100, 100);
    assert_int_equal(world->attack(world->self, actor, 1), PB_OK);
    fixture_run(fixture, 3000);
    assert_int_equal(world->get_object(world->self, other, 1, &view), PB_OK);
    assert_true(view.is_tapped);
    assert_false(view.is_enemy);
    assert_true(view.health_percent < 100);
    assert_int_equal(world->get_object(world->self, actor, 1, &view), PB_OK);
    assert_true(view.is_enemy);
    assert_int_equal(world->stop_attack(world->self, actor), PB_OK);
    assert_int_equal(world->move_to(world->self, actor, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 7000);
    assert_int_equal(fixture_status(fixture, actor).attackers, 1);
    fixture_run(fixture, 4000);
    assert_int_equal(fixture_status(fixture, actor).attackers, 0);
    assert_non_null(fixture_last(fixture, PB_WORLD_COMBAT_ENDED, actor));
    assert_int_equal(world->get_object(world->self, actor, 1, &view), PB_OK);
    assert_false(view.is_enemy);
    assert_int_equal(world->get_object(world->self, other, 1, &view), PB_OK);
    assert_false(view.is_tapped);
    assert_int_equal(view.health_percent, 100);
    fixture_free(fixture);
}

/* To order the same attack again and again, or to change targets, hits no faster. */
static void test_orders_do_not_hasten(void **state)
{
    unsigned mode, health[3];

    (void)state;
    for (mode = 0; mode < 3; mode++) {
        struct fixture *fixture = camp(10, 2);
        pb_actor actor = fixture_actor(fixture, 10, WARRIOR, 1, 0);
        uint32_t passed;

        assert_int_equal(fixture->world->attack(fixture->world->self, actor, 1), PB_OK);
        for (passed = 0; passed < 5000; passed += TICK_MS) {
            if (mode)
                assert_int_equal(fixture->world->attack(fixture->world->self, actor,
                                                        mode == 1 || passed / TICK_MS % 2 ? 1 : 2),
                                 PB_OK);
            fixture_run(fixture, TICK_MS);
        }
        health[mode] = fixture->realm->creatures[0].health + fixture->realm->creatures[1].health;
        fixture_free(fixture);
    }
    assert_in_range(health[1], health[0] * 85 / 100, health[0] * 115 / 100);
    assert_in_range(health[2], health[0] * 85 / 100, health[0] * 115 / 100);
}

/* Who is relieved of its only enemy is out of combat; who taunts has it. */
static void test_taunt(void **state)
{
    struct fixture *fixture = camp(10, 1);
    const struct pb_world *world = fixture->world;
    pb_actor priest = fixture_actor(fixture, 10, PRIEST, 3, 0),
             warrior = fixture_actor(fixture, 10, WARRIOR, 2, 2);

    (void)state;
    fixture_group(fixture, priest, warrior);
    if (fixture->realm->creatures[0].target != priest)
        pb_realm_let_go(fixture->realm, 0);
    pb_realm_provoke(fixture->realm, 0, priest);
    assert_int_equal(fixture_status(fixture, priest).attackers, 1);
    assert_int_equal(world->use_ability(world->self, priest, PB_ABILITY_TAUNT, 1), PB_E_not_allowed);
    assert_int_equal(world->use_ability(world->self, warrior, PB_ABILITY_TAUNT, 1), PB_OK);
    assert_int_equal(fixture_status(fixture, priest).attackers, 0);
    assert_false(fixture_status(fixture, priest).flags & PB_ACTOR_IN_COMBAT);
    assert_int_equal(fixture_status(fixture, warrior).attackers, 1);
    assert_int_equal(world->use_ability(world->self, warrior, PB_ABILITY_TAUNT, 1), PB_E_not_ready);
    fixture_check(fixture);
    fixture_free(fixture);
}

static void test_heal(void **state)
{
    struct fixture *fixture = camp(10, 1);
    const struct pb_world *world = fixture->world;
    pb_actor priest = fixture_actor(fixture, 10, PRIEST, 100, 0),
             warrior = fixture_actor(fixture, 10, WARRIOR, 120, 0),
             far = fixture_actor(fixture, 10, WARRIOR, 300, 0);
    struct pb_realm_actor *patient = &fixture->realm->actors[warrior];
    unsigned i, heals = 0;

    (void)state;
    patient->health = patient->health_max / 4;
    assert_int_equal(world->use_ability(world->self, priest, PB_ABILITY_HEAL, PB_OBJECT_OF_ACTOR(far)),
                     PB_E_gone);
    assert_int_equal(world->use_ability(world->self, warrior, PB_ABILITY_HEAL, 0), PB_E_not_allowed);
    assert_int_equal(world->use_ability(world->self, priest, PB_ABILITY_HEAL, PB_OBJECT_OF_ACTOR(warrior)),
                     PB_OK);
    assert_in_range(fixture_status(fixture, warrior).health_percent, 48, 51);
    assert_int_equal(fixture_status(fixture, priest).power_percent, 70);
    /* Ready again after four seconds, and until the power is gone. */
    for (i = 0; i < 200; i++) {
        heals += world->use_ability(world->self, priest, PB_ABILITY_HEAL, 0) == PB_OK;
        pb_realm_update(fixture->realm, TICK_MS);
    }
    assert_in_range(heals, 1, 2);
    fixture_free(fixture);
}

/* The kill is the first fighter's and its group's; the group shares its experience, a stranger gets none. */
static void test_tap_and_share(void **state)
{
    struct fixture *fixture = camp(10, 1);
    const struct pb_world *world = fixture->world;
    pb_actor leader, member, stranger;
    uint32_t whole;

    (void)state;
    leader = fixture_actor(fixture, 10, WARRIOR, 30, 0);
    member = fixture_actor(fixture, 10, WARRIOR, 31, 0);
    stranger = fixture_actor(fixture, 10, WARRIOR, 32, 0);
    fixture_group(fixture, leader, member);
    whole = world->estimate_kill(world->self, leader, BEAST + 10);
    assert_int_equal(whole, 45 + 5 * 10);
    assert_int_equal(world->attack(world->self, leader, 1), PB_OK);
    fixture_run(fixture, 5000);
    assert_int_equal(world->attack(world->self, stranger, 1), PB_OK);
    fixture_until(fixture, PB_WORLD_KILLED, PB_NO_ACTOR);
    assert_int_equal(fixture_view(fixture, leader).experience, whole / 2);
    assert_int_equal(fixture_view(fixture, member).experience, whole / 2);
    assert_int_equal(fixture_view(fixture, stranger).experience, 0);
    assert_null(fixture_last(fixture, PB_WORLD_KILLED, stranger));
    fixture_run(fixture, 3000);
    assert_false(fixture_status(fixture, stranger).flags & PB_ACTOR_IN_COMBAT);
    fixture_free(fixture);
}

/* When the one that it fights dies or leaves, a creature turns to the group. */
static void test_turns_to_the_group(void **state)
{
    unsigned leaves;

    (void)state;
    for (leaves = 0; leaves < 2; leaves++) {
        struct fixture *fixture = camp(12, 1);
        const struct pb_world *world = fixture->world;
        pb_actor first = fixture_actor(fixture, 10, WARRIOR, 30, 0),
                 second = fixture_actor(fixture, 10, WARRIOR, 31, 0);
        uint32_t health;

        fixture_group(fixture, first, second);
        assert_int_equal(world->attack(world->self, first, 1), PB_OK);
        fixture_run(fixture, 6000);
        assert_int_equal(world->attack(world->self, second, 1), PB_OK);
        fixture_run(fixture, 6000);
        health = fixture->realm->creatures[0].health;
        assert_true(health && health < fixture->realm->creatures[0].health_max);
        assert_int_equal(fixture->realm->creatures[0].target, first);
        if (leaves)
            assert_int_equal(world->logout(world->self, first), PB_OK);
        else
            pb_realm_die(fixture->realm, first, 0);
        fixture_check(fixture);
        assert_int_equal(fixture->realm->creatures[0].target, second);
        assert_int_equal(fixture->realm->creatures[0].health, health);
        if (leaves) {
            /* Its number goes to somebody else, its claim does not. */
            assert_int_equal(fixture_actor(fixture, 10, WARRIOR, 400, 0), first);
            assert_int_equal(pb_realm_tapper(fixture->realm, 0), PB_NO_ACTOR);
        }
        fixture_free(fixture);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_level),
                                       cmocka_unit_test(test_levels_decide),
                                       cmocka_unit_test(test_elites_want_company),
                                       cmocka_unit_test(test_aggro),
                                       cmocka_unit_test(test_respawn),
                                       cmocka_unit_test(test_crowd),
                                       cmocka_unit_test(test_leash),
                                       cmocka_unit_test(test_orders_do_not_hasten),
                                       cmocka_unit_test(test_taunt),
                                       cmocka_unit_test(test_heal),
                                       cmocka_unit_test(test_tap_and_share),
                                       cmocka_unit_test(test_turns_to_the_group)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
