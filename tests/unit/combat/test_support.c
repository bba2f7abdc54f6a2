/* Support: who is healed, by whom, and when nobody is. */
#include "arena.h"
#include "fake_fight.h"

static struct fake *healer(void)
{
    struct fake *fake = fake_new(&pb_support_system, PRIEST);

    fake->bots.row[0].mode = PB_BOT_COMBAT;
    fake->bots.row[0].status.flags = PB_ACTOR_IN_COMBAT;
    return fake;
}

/* Paladins, priests, shamans and druids heal; the others are left in peace, a class of none too. */
static void test_classes(void **state)
{
    unsigned character_class;

    (void)state;
    for (character_class = 0; character_class <= 12; character_class++) {
        struct fake *fake = fake_new(&pb_support_system, character_class);
        int is_healer =
            character_class == 2 || character_class == 5 || character_class == 7 || character_class == 11;

        fake->bots.row[0].mode = PB_BOT_COMBAT;
        fake->bots.row[0].status.health_percent = 10;
        assert_int_equal(fake_step(fake, 50), is_healer ? 1500 : 60000);
        assert_int_equal(fake->abilities[PB_ABILITY_HEAL], is_healer);
        assert_int_equal(fake_tell(fake, PB_WORLD_COMBAT_BEGAN), is_healer);
        fake_free(fake);
    }
}

/* The worst off that can be reached: alive, on this map, within 40 yards, below 60 percent. */
static void test_patients(void **state)
{
    static const struct {
        unsigned own, health[3];
        float yards[3];
        pb_object helped; /* 1: nobody */
    } cases[] = {
        {100, {80, 59, 30}, {10, 10, 10}, 903}, {100, {80, 59, 30}, {10, 10, 41}, 902},
        {100, {80, 59, 0}, {10, 10, 10}, 902},  {100, {80, 59, 30}, {10, 10, -1}, 902},
        {100, {80, 60, 70}, {1, 1, 1}, 1},      {25, {80, 59, 30}, {10, 10, 10}, 0}, /* itself */
        {59, {80, 90, 30}, {10, 10, 40}, 903},  {59, {80, 90, 0}, {10, 10, 10}, 0},
    };
    unsigned i, k;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake = healer();

        for (k = 0; k < 3; k++)
            fake_friend(fake, cases[i].yards[k], cases[i].health[k]);
        fake->bots.row[0].status.health_percent = (uint8_t)cases[i].own;
        fake->helped = 1;
        fake_step(fake, 50);
        assert_int_equal(fake->helped, cases[i].helped);
        assert_int_equal(fake_figure(fake, "heals"), cases[i].helped != 1);
        assert_int_equal(fake_figure(fake, "heals_of_others"), cases[i].helped > 1);
        fake_free(fake);
    }
}

/* Who eats gets up for nobody but who is as good as dead; itself it heals by eating. */
static void test_at_rest(void **state)
{
    struct fake *fake = healer();

    (void)state;
    fake->bots.row[0].mode = PB_BOT_PEACE;
    fake->bots.row[0].status.flags = PB_ACTOR_RESTING;
    fake->bots.row[0].status.health_percent = 20;
    assert_int_equal(fake_step(fake, 50), 5000);
    fake->bots.row[0].status.health_percent = 90;
    fake_friend(fake, 10, 31);
    fake_step(fake, 50);
    assert_int_equal(fake->abilities[PB_ABILITY_HEAL], 0);
    fake->group.members[1].health_percent = 29;
    fake_step(fake, 50);
    assert_int_equal(fake->helped, 901);
    assert_int_equal(fake->abilities[PB_ABILITY_HEAL], 1);
    fake_free(fake);
}

/* When it looks again: soon in a fight, seldom when there is nobody but itself, and nothing wrong with it. */
static void test_in_peace(void **state)
{
    static const struct {
        unsigned flags, health;
        uint32_t next_ms;
    } cases[] = {{0, 60, 15000},
                 {PB_ACTOR_RESTING, 60, 15000},
                 {PB_ACTOR_RESTING, 59, 5000},
                 {PB_ACTOR_GROUPED, 60, 5000},
                 {PB_ACTOR_IN_COMBAT, 60, 1500},
                 {0, 59, 1500}};
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake = healer();

        fake->bots.row[0].status.flags = (uint16_t)cases[i].flags;
        fake->bots.row[0].status.health_percent = (uint8_t)cases[i].health;
        assert_int_equal(fake_step(fake, 50), cases[i].next_ms);
        fake_free(fake);
    }
}

/* Without power, or out of reach by now: nothing is counted, and it tries again soon. */
static void test_refused(void **state)
{
    static const int errors[] = {PB_E_not_ready, PB_E_gone, PB_E_too_far};
    unsigned i;

    (void)state;
    for (i = 0; i < 3; i++) {
        struct fake *fake = healer();

        fake->bots.row[0].status.health_percent = 30;
        fake->ability_error[PB_ABILITY_HEAL] = errors[i];
        assert_int_equal(fake_step(fake, 50), 1500);
        assert_int_equal(fake->abilities[PB_ABILITY_HEAL], 1);
        assert_int_equal(fake_figure(fake, "heals"), 0);
        fake_free(fake);
    }
}

/* In the realm: whom a priest looks after lives through fights that kill it otherwise. */
static void test_realm(void **state)
{
    static const struct place places[] = {{BEAST + 14, 0, 0, 0, 600}, {VILLAGER, 500, 5, 0, 60}};
    static const struct pb_system_type *const types[] = {&pb_support_system};
    unsigned deaths[2] = {0}, with;

    (void)state;
    for (arena_seed = 1; arena_seed <= 10; arena_seed++)
        for (with = 0; with < 2; with++) {
            struct arena arena;
            pb_actor warrior, priest;
            uint32_t passed;

            arena_begin(&arena, places, 2, types, 1, fake_settings());
            warrior = fixture_actor(arena.fixture, 10, WARRIOR, 3, 0);
            priest = fixture_actor(arena.fixture, 10, PRIEST, 35, 0);
            fixture_group(arena.fixture, warrior, priest);
            if (with)
                arena_lead(&arena, priest);
            assert_int_equal(arena.world.attack(arena.world.self, warrior, 1), PB_OK);
            for (passed = 0; passed < 120000 && !fixture_last(arena.fixture, PB_WORLD_DIED, warrior) &&
                             !fixture_last(arena.fixture, PB_WORLD_KILLED, warrior);
                 passed += TICK_MS)
                arena_tick(&arena);
            deaths[with] += fixture_last(arena.fixture, PB_WORLD_DIED, warrior) != NULL;
            arena_end(&arena);
        }
    assert_in_range(deaths[0], 8, 10);
    assert_in_range(deaths[1], 0, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_classes), cmocka_unit_test(test_patients),
                                       cmocka_unit_test(test_at_rest), cmocka_unit_test(test_in_peace),
                                       cmocka_unit_test(test_refused), cmocka_unit_test(test_realm)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
