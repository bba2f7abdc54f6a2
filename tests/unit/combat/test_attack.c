/* Attack: which ability comes next, by role, health and company. */
#include "arena.h"
#include "fake_fight.h"

enum { NOTHING = PB_ABILITIES };

static struct fake *fighter(unsigned character_class)
{
    struct fake *fake = fake_new(&pb_attack_system, character_class);

    fake->bots.row[0].mode = PB_BOT_COMBAT;
    fake->combat.target = 1;
    fake->combat.target_distance = 3;
    fake->combat.attackers = 1;
    fake_creature(fake, 3, 10, 0)->is_enemy = 1;
    return fake;
}

static unsigned used(const struct fake *fake)
{
    unsigned i, ability = NOTHING;

    for (i = 0; i < PB_ABILITIES; i++)
        if (fake->abilities[i]) {
            assert_int_equal(ability, NOTHING);
            ability = i;
        }
    return ability;
}

/* The table of rules, by what it makes of each case. */
static void test_rules(void **state)
{
    enum { HUNTER = 3, MAGE = 8 };
    static const struct {
        unsigned character_class, health, ready, attackers, ability;
    } cases[] = {
        {1, 100, 0xff, 1, PB_ABILITY_STRIKE},
        {1, 45, 0xff, 1, PB_ABILITY_DEFEND},
        {1, 46, 0xff, 1, PB_ABILITY_STRIKE},
        {1, 20, 0xff & ~(1u << PB_ABILITY_DEFEND), 1, PB_ABILITY_STRIKE},
        {1, 20, 0xff, 0, PB_ABILITY_STRIKE}, /* nobody hits it */
        {1, 100, 0, 1, NOTHING},             /* no power, or too early for all */
        {HUNTER, 36, 0xff, 1, PB_ABILITY_STRIKE},
        {HUNTER, 35, 0xff, 1, PB_ABILITY_DEFEND},
        {MAGE, 60, 0xff, 1, PB_ABILITY_DEFEND},
        {MAGE, 70, 0xff, 1, PB_ABILITY_INTERRUPT},
        {MAGE, 71, 0xff, 1, PB_ABILITY_STRIKE},
        {PRIEST, 65, 0xff & ~(1u << PB_ABILITY_INTERRUPT), 1, PB_ABILITY_STRIKE},
        {0, 100, 0xff, 1, PB_ABILITY_STRIKE}, /* a class that nobody knows fights */
        {250, 100, 0xff, 1, PB_ABILITY_STRIKE},
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake = fighter(cases[i].character_class);
        uint32_t next_ms;

        fake->bots.row[0].status.health_percent = (uint8_t)cases[i].health;
        fake->combat.ready = (uint16_t)cases[i].ready;
        fake->combat.attackers = (uint8_t)cases[i].attackers;
        next_ms = fake_step(fake, 50);
        assert_int_equal(used(fake), cases[i].ability);
        assert_int_equal(next_ms, cases[i].ability == NOTHING ? 2500 : 1500);
        fake_free(fake);
    }
}

/* Only the one who takes the blows taunts, in company, and not who fights it already. */
static void test_taunt(void **state)
{
    static const struct {
        unsigned character_class, is_grouped, is_enemy, ability;
    } cases[] = {{1, 1, 0, PB_ABILITY_TAUNT},
                 {1, 1, 1, PB_ABILITY_STRIKE},
                 {1, 0, 0, PB_ABILITY_STRIKE},
                 {4, 1, 0, PB_ABILITY_STRIKE},
                 {8, 1, 0, PB_ABILITY_STRIKE}};
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake = fighter(cases[i].character_class);

        fake->objects[0].is_enemy = (uint8_t)cases[i].is_enemy;
        if (cases[i].is_grouped)
            fake_friend(fake, 5, 100);
        fake_step(fake, 50);
        assert_int_equal(used(fake), cases[i].ability);
        fake_free(fake);
    }
}

/* Nobody to hit, or nobody near enough. */
static void test_out_of_reach(void **state)
{
    struct fake *fake = fighter(1);

    (void)state;
    fake->combat.target_distance = 5.1f;
    assert_int_equal(fake_step(fake, 50), 2500);
    fake->combat.target_distance = 5;
    fake->combat.target = 0;
    assert_int_equal(fake_step(fake, 50), 2500);
    assert_int_equal(used(fake), NOTHING);
    fake->combat.target = 1;
    fake_step(fake, 50);
    assert_int_equal(used(fake), PB_ABILITY_STRIKE);
    fake_free(fake);
}

/* What the world refuses (no power, the target has died) is not counted; the next rule has its chance. */
static void test_refused(void **state)
{
    struct fake *fake = fighter(1);

    (void)state;
    fake->bots.row[0].status.health_percent = 20;
    fake->ability_error[PB_ABILITY_DEFEND] = PB_E_not_ready;
    assert_int_equal(fake_step(fake, 50), 1500);
    assert_int_equal(fake->abilities[PB_ABILITY_DEFEND], 1);
    assert_int_equal(fake->abilities[PB_ABILITY_STRIKE], 1);
    assert_int_equal(fake_figure(fake, "defends"), 0);
    assert_int_equal(fake_figure(fake, "strikes"), 1);
    fake->ability_error[PB_ABILITY_STRIKE] = PB_E_gone;
    assert_int_equal(fake_step(fake, 50), 2500);
    assert_int_equal(fake_figure(fake, "strikes"), 1);
    fake_free(fake);
}

/* In the realm: fights with abilities are shorter than those without. */
static void test_realm(void **state)
{
    static const struct place places[] = {{BEAST + 10, 0, 0, 0, 600}, {VILLAGER, 500, 5, 0, 60}};
    static const struct pb_system_type *const types[] = {&pb_attack_system};
    uint32_t sum[2] = {0};
    unsigned with;

    (void)state;
    for (arena_seed = 1; arena_seed <= 10; arena_seed++)
        for (with = 0; with < 2; with++) {
            struct arena arena;
            uint32_t passed;
            pb_actor actor;

            arena_begin(&arena, places, 2, types, with, fake_settings());
            actor = fixture_actor(arena.fixture, 10, WARRIOR, 3, 0);
            arena_lead(&arena, actor);
            assert_int_equal(arena.world.attack(arena.world.self, actor, 1), PB_OK);
            for (passed = 0; passed < 60000 && !fixture_last(arena.fixture, PB_WORLD_KILLED, actor);
                 passed += TICK_MS)
                arena_tick(&arena);
            sum[with] += passed;
            arena_end(&arena);
        }
    assert_in_range(sum[0], 100000, 200000);
    assert_in_range(sum[1], 50000, sum[0] * 85 / 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules), cmocka_unit_test(test_taunt),
                                       cmocka_unit_test(test_out_of_reach), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_realm)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
