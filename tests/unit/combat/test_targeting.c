/* Targeting: whom a bot takes on, whom it leaves alone, and whom it hits back. */
#include "arena.h"
#include "fake_fight.h"
#include "world/odds.h"

static struct fake *hunter(unsigned entry)
{
    struct fake *fake = fake_new(&pb_targeting_system, 1);

    fake_want(fake, PB_GOAL_HUNT, 0, entry, PB_GOAL_QUEST);
    fake->bots.row[0].goal.state = PB_GOAL_REACHED;
    return fake;
}

static struct fake *fighter(void)
{
    struct fake *fake = fake_new(&pb_targeting_system, 1);

    fake->bots.row[0].mode = PB_BOT_COMBAT;
    fake->bots.row[0].status.flags = PB_ACTOR_IN_COMBAT;
    fake->combat.attackers = 2;
    return fake;
}

/* Each level more costs more; elites six times as much; company shares. */
static void test_odds(void **state)
{
    unsigned level, enemy;

    (void)state;
    for (level = 1; level <= 80; level++)
        for (enemy = 1; enemy < 80; enemy++) {
            float one = pb_odds_cost(level, enemy, 0, 1, 0);

            assert_true(pb_odds_cost(level, enemy + 1, 0, 1, 0) >= one);
            assert_true(one >= 5);
            assert_true(pb_odds_cost(level, enemy, 1, 1, 0) >= (enemy < 10 || one < 6 ? one : 5.99f * one));
            assert_true(fabsf(pb_odds_cost(level, enemy, 4, 1, 0) - one) < 0.01f * one);
            assert_true(fabsf(pb_odds_cost(level, enemy, 0, 2, 0) - 3 * one) < 0.01f * one);
            assert_true(fabsf(pb_odds_cost(level, enemy, 0, 1, 1) - one / 4) < 0.01f * one);
        }
    assert_true(pb_odds_cost(10, 10, 0, 1, 0) < PB_ODDS_PREY);
    assert_true(pb_odds_cost(80, 80, 0, 1, 0) < PB_ODDS_PREY);
    assert_true(pb_odds_cost(10, 10, 1, 1, 0) > PB_ODDS_QUEST);
}

/* The nearer, and of equally near ones the easier; what was chosen and what came second is noted. */
static void test_choice(void **state)
{
    struct fake *fake = hunter(0);

    (void)state;
    fake_creature(fake, 10, 11, 0);
    fake_creature(fake, -11, 8, 0);
    fake_creature(fake, 30, 8, 0);
    assert_int_equal(fake_step(fake, 50), 1500);
    assert_int_equal(fake->attacked, 2);
    assert_int_equal(fake->bots.decisions[0][0].choice, 2);
    assert_int_equal(fake->bots.decisions[0][0].other, 1);
    assert_true(fake->bots.decisions[0][0].score > fake->bots.decisions[0][0].other_score);
    fake_free(fake);
}

/* What costs too much is left alone: more is dared for a quest, or in company that is near and alive. */
static void test_limits(void **state)
{
    static const struct {
        unsigned entry, enemy, rank;
        float friend_yards; /* 0: alone */
        unsigned friend_health;
        int is_attacked;
    } cases[] = {
        {0, 11, 0, 0, 0, 1},     {0, 12, 0, 0, 0, 0},     {112, 12, 0, 0, 0, 1},    {113, 13, 0, 0, 0, 0},
        {110, 10, 1, 0, 0, 0},   {110, 10, 1, 20, 90, 1}, {110, 10, 1, 500, 90, 0}, /* too far to help */
        {110, 10, 1, 20, 0, 0},                                                     /* dead */
        {110, 10, 1, -1, 90, 0}, {110, 10, 3, 0, 0, 0},   {110, 10, 4, 0, 0, 1},
    };
    unsigned i;

    (void)state;
    for (i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fake *fake = hunter(cases[i].entry);

        fake_creature(fake, 10, cases[i].enemy, cases[i].rank);
        if (cases[i].friend_yards != 0)
            fake_friend(fake, cases[i].friend_yards, cases[i].friend_health);
        fake_step(fake, 50);
        assert_int_equal(fake->attacks, cases[i].is_attacked);
        fake_free(fake);
    }
}

static pb_actor ahead[64];
static unsigned ahead_count, ahead_calls;

static void note_ahead(void *self, const pb_actor *actors, unsigned count, float radius)
{
    (void)self;
    assert_true(radius > 0);
    ahead_count = count;
    ahead_calls++;
    memcpy(ahead, actors, count * sizeof *actors);
}

/* The world is told who will look round: not those who fight, rest, or are on their way; nor of one alone. */
static void test_ahead(void **state)
{
    struct fake *fake = hunter(0);
    struct pb_step steps[4] = {{.bot = 0}, {.bot = 1}, {.bot = 2}, {.bot = 3}};
    unsigned i;

    (void)state;
    ahead_count = ahead_calls = 0;
    fake->world.look_ahead = note_ahead;
    for (i = 1; i < 4; i++) {
        pb_bots_reset(&fake->bots, i);
        fake->bots.row[i].actor = FAKE_ACTOR + 10 * i;
        fake->bots.row[i].mode = PB_BOT_PEACE;
        fake->bots.row[i].goal = fake->bots.row[0].goal;
        fake->bots.row[i].status = fake->bots.row[0].status;
    }
    fake->bots.row[1].mode = PB_BOT_COMBAT;
    fake->type->update(fake->self, steps, 4);
    assert_int_equal(ahead_calls, 1);
    assert_int_equal(ahead_count, 3);
    assert_int_equal(ahead[0], FAKE_ACTOR);
    assert_int_equal(ahead[1], FAKE_ACTOR + 20);
    assert_int_equal(ahead[2], FAKE_ACTOR + 30);
    fake->bots.row[2].status.flags = PB_ACTOR_RESTING;
    fake->bots.row[3].goal.state = PB_GOAL_UNDER_WAY;
    fake->type->update(fake->self, steps, 4);
    assert_int_equal(ahead_calls, 1);
    fake_free(fake);
}

/* One that stands alone, though further; from afar nobody minds who stands beside it. */
static void test_crowds(void **state)
{
    unsigned is_far;

    (void)state;
    for (is_far = 0; is_far < 2; is_far++) {
        struct fake *fake = hunter(0);

        fake->combat.reach = is_far ? 30 : 5;
        fake_creature(fake, 12, 10, 0);
        fake_creature(fake, 18, 10, 0);
        fake_creature(fake, -25, 10, 0);
        fake_step(fake, 50);
        assert_int_equal(fake->attacked, is_far ? 1 : 3);
        fake_free(fake);
    }
}

/* First it eats, and it hunts only where it should be. */
static void test_not_yet(void **state)
{
    struct fake *fake = hunter(0);

    (void)state;
    fake_creature(fake, 10, 10, 0);
    fake->bots.row[0].status.health_percent = 49;
    assert_int_equal(fake_step(fake, 50), 2000);
    fake->bots.row[0].status.health_percent = 100;
    fake->bots.row[0].status.flags = PB_ACTOR_RESTING;
    fake_step(fake, 50);
    fake->bots.row[0].status.flags = 0;
    fake->bots.row[0].goal.state = PB_GOAL_UNDER_WAY;
    fake_step(fake, 50);
    fake->bots.row[0].goal.kind = PB_GOAL_GO;
    fake->bots.row[0].goal.state = PB_GOAL_REACHED;
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 0);
    fake->bots.row[0].goal.kind = PB_GOAL_HUNT;
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 1);
    fake_free(fake);
}

/* Before the next fight others have a turn: they loot, and choose what comes next. */
static void test_between_fights(void **state)
{
    struct fake *fake = hunter(0);

    (void)state;
    fake_creature(fake, 10, 10, 0);
    assert_int_equal(fake_tell(fake, PB_WORLD_COMBAT_ENDED), 1);
    assert_int_equal(fake_step(fake, 50), 0);
    assert_int_equal(fake->attacks, 0);
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 1);
    /* A kill among others ends no fight. */
    assert_int_equal(fake_tell(fake, PB_WORLD_COMBAT_ENDED), 1);
    assert_int_equal(fake_tell(fake, PB_WORLD_KILLED), 1);
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 2);
    fake_free(fake);
}

/* Somebody else killed what it was running up to: nothing keeps it in a fight. */
static void test_lost_target(void **state)
{
    struct fake *fake = fighter();

    (void)state;
    fake->combat.attackers = 0;
    fake->combat.target = 3;
    fake_step(fake, 50);
    assert_int_equal(fake->stop_attacks, 0);
    fake->combat.target = 0;
    fake_step(fake, 50);
    assert_int_equal(fake->stop_attacks, 1);
    fake->combat.attackers = 1;
    fake_step(fake, 50);
    assert_int_equal(fake->stop_attacks, 1);
    fake->combat.attackers = 0;
    /* What another has struck first. */
    fake_creature(fake, 3, 10, 0)->is_tapped = 1;
    fake->combat.target = 1;
    fake_step(fake, 50);
    assert_int_equal(fake->stop_attacks, 2);
    fake->objects[0].is_tapped = 0;
    fake_step(fake, 50);
    fake->objects[0].is_tapped = 1;
    fake->combat.attackers = 1;
    fake_step(fake, 50);
    assert_int_equal(fake->stop_attacks, 2);
    fake->combat.attackers = 0;
    fake->combat.target = 0;
    fake->world.stop_attack = NULL;
    assert_int_equal(fake_step(fake, 50), 2000);
    fake_free(fake);
}

/* A target that has died meanwhile: it looks again, and decided nothing. */
static void test_dead_target(void **state)
{
    struct fake *fake = hunter(0);

    (void)state;
    fake_creature(fake, 10, 10, 0);
    fake->attack_error = PB_E_gone;
    assert_int_equal(fake_step(fake, 50), 2000);
    assert_int_equal(fake_figure(fake, "attacks"), 0);
    assert_int_equal(fake->bots.decisions[0][0].choice, 0);
    fake_free(fake);
}

/* Nothing there: after six seconds on to the next place, twelve times, then it waits; after three minutes
 * without a kill it is over. */
static void test_empty(void **state)
{
    struct fake *fake = hunter(110);
    unsigned place;

    (void)state;
    assert_int_equal(fake_step(fake, 0), 2000);
    for (place = 1; place <= 12; place++) {
        fake_step(fake, 2000);
        fake_step(fake, 2000);
        assert_int_equal(fake->habitats, place - 1);
        fake_step(fake, 2000);
        assert_int_equal(fake->habitat_skip, place);
        assert_int_equal(fake->bots.row[0].goal.state, PB_GOAL_WAITS);
        assert_float_equal(fake->bots.row[0].goal.position.x, 100 * (float)place, 1);
        fake->bots.row[0].goal.state = PB_GOAL_REACHED;
    }
    for (place = 36; place < 89; place++) {
        fake_step(fake, 2000);
        fake->bots.row[0].goal.state = PB_GOAL_REACHED;
    }
    assert_int_equal(fake_figure(fake, "hopeless"), 0);
    /* Who sees nothing does not ask how it fights. */
    assert_int_equal(fake->combats, 0);
    assert_int_equal(fake_step(fake, 2000), 15000);
    assert_int_equal(fake->bots.row[0].goal.state, PB_GOAL_FAILED);
    assert_int_equal(fake_figure(fake, "hopeless"), 1);
    assert_float_equal(fake->bots.row[0].goal.position.x, 1200, 1);
    fake_free(fake);
}

/* A place that it sees from here is not another one. Once it has found prey places that were empty may be
 * looked at again. */
static void test_places(void **state)
{
    struct fake *fake = hunter(110);
    unsigned i, habitats;

    (void)state;
    fake->habitat_yards = 30;
    fake->bots.row[0].goal.radius = 70;
    fake_step(fake, 0);
    for (i = 0; i < 3; i++)
        fake_step(fake, 2000);
    assert_int_equal(fake->habitat_skip, 3);
    assert_float_equal(fake->bots.row[0].goal.position.x, 90, 1);
    for (i = 0; i < 30; i++) {
        fake->bots.row[0].goal.state = PB_GOAL_REACHED;
        fake_step(fake, 2000);
    }
    habitats = fake->habitats;
    for (i = 0; i < 3; i++)
        fake_step(fake, 2000);
    assert_int_equal(fake->habitats, habitats);
    fake_creature(fake, 10, 10, 0);
    fake->bots.row[0].goal.state = PB_GOAL_REACHED;
    fake_step(fake, 2000);
    assert_int_equal(fake->attacks, 1);
    fake->object_count = 0;
    for (i = 0; i < 3; i++)
        fake_step(fake, 2000);
    assert_true(fake->habitats > habitats);
    fake_free(fake);
}

/* Where its kind lives nowhere near it waits in the middle; after a minute other prey will do, which does not
 * make a hunt that is in vain last longer. */
static void test_waits(void **state)
{
    struct fake *fake = hunter(110);
    unsigned i;

    (void)state;
    fake->habitat_yards = 1000;
    fake->bots.row[0].goal.radius = 70;
    fake_step(fake, 0);
    for (i = 0; i < 29; i++) {
        /* Six seconds, and there is no other place: it looks less often then. */
        assert_int_equal(fake_step(fake, 2000), i < 2 ? 2000 : 3000);
        assert_int_equal(fake->attacks, 0);
        fake->bots.row[0].goal.state = PB_GOAL_REACHED;
        if (i == 14)
            fake_creature(fake, 10, 10, 0)->entry = 111;
    }
    assert_float_equal(fake->bots.row[0].goal.position.x, 0, 1);
    assert_true(fake->bots.row[0].goal.radius <= 15);
    fake_step(fake, 2000);
    assert_int_equal(fake->attacks, 1);
    fake_tell_of(fake, PB_WORLD_KILLED, 111);
    for (i = 0; i < 60; i++)
        fake_step(fake, 2000);
    assert_int_equal(fake->bots.row[0].goal.state, PB_GOAL_FAILED);
    fake_free(fake);
    /* A kill of its own kind does. */
    fake = hunter(110);
    fake->habitat_yards = 1000;
    for (i = 0; i < 180; i++) {
        if (i % 80 == 79)
            fake_tell_of(fake, PB_WORLD_KILLED, 110);
        fake_step(fake, 2000);
        fake->bots.row[0].goal.state = PB_GOAL_REACHED;
    }
    assert_int_equal(fake_figure(fake, "hopeless"), 0);
    fake_free(fake);
}

/* All that it wants are too strong: it is over at once. Prey that is too strong is no reason to leave. */
static void test_too_strong(void **state)
{
    struct fake *fake = hunter(113);

    (void)state;
    fake_creature(fake, 10, 13, 0);
    fake_step(fake, 2000);
    assert_int_equal(fake->bots.row[0].goal.state, PB_GOAL_FAILED);
    fake_free(fake);
    fake = hunter(0);
    fake_creature(fake, 10, 13, 0);
    fake_step(fake, 2000);
    assert_int_equal(fake->bots.row[0].goal.state, PB_GOAL_REACHED);
    fake_free(fake);
}

/* A second hunter beside the first. */
static void add_hunter(struct fake *fake)
{
    pb_bots_reset(&fake->bots, 1);
    fake->bots.count = 2;
    fake->bots.row[1] = fake->bots.row[0];
    fake->bots.row[1].actor = FAKE_ACTOR + 1;
    fake->type->reset(fake->self, 1);
}

/* What another bot is on its way to is left to it until it should have struck; friends share. */
static void test_claims(void **state)
{
    struct fake *fake = hunter(0);

    (void)state;
    fake_creature(fake, 12, 10, 0);
    fake_creature(fake, 30, 10, 0);
    add_hunter(fake);
    fake_step(fake, 2000);
    assert_int_equal(fake->attacked, 1);
    fake_step_of(fake, 1, 50);
    assert_int_equal(fake->attacked, 2);
    assert_int_equal(fake_figure(fake, "left"), 1);
    /* What it claimed itself is its own. */
    assert_int_equal(fake_step_of(fake, 1, 50), 1500);
    assert_int_equal(fake->attacked, 2);
    fake->objects[1].distance = 500;
    assert_int_equal(fake_step_of(fake, 1, 50), 2000);
    assert_int_equal(fake->attacks, 3);
    /* 7 yards at 7 yards a second, and 2.5 s to strike. */
    fake_step_of(fake, 1, 3000);
    assert_int_equal(fake->attacks, 3);
    fake_step_of(fake, 1, 500);
    assert_int_equal(fake->attacks, 4);
    assert_int_equal(fake->attacked, 1);
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 4);
    fake->bots.row[0].status.flags = PB_ACTOR_GROUPED;
    fake->group.count = 1;
    fake->group.members[0] = (struct pb_group_member){.actor = FAKE_ACTOR + 1, .health_percent = 100};
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 5);
    fake_free(fake);
}

/* Who got one lately lets who has waited longer go first, three times; not for less than a minute. */
static void test_hunger(void **state)
{
    struct fake *fake = hunter(0);
    unsigned i;

    (void)state;
    add_hunter(fake);
    for (i = 0; i < 29; i++)
        fake_step_of(fake, 1, 2000);
    fake_creature(fake, 12, 10, 0);
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 1);
    fake_tell_of(fake, PB_WORLD_KILLED, 110);
    fake->object_count = 0;
    fake_step_of(fake, 1, 4000);
    fake_creature(fake, 12, 10, 0);
    for (i = 0; i < 3; i++) {
        assert_int_equal(fake_step(fake, 50), 2000);
        assert_int_equal(fake->attacks, 1);
    }
    assert_int_equal(fake_figure(fake, "yields"), 3);
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 2);
    /* Who has just killed something is not hungry. */
    fake->type->on_event(fake->self, 1, &(struct pb_world_event){.type = PB_WORLD_KILLED});
    fake->object_count = 0;
    fake_step_of(fake, 1, 6000);
    fake_creature(fake, 12, 10, 0);
    fake_step(fake, 4000);
    assert_int_equal(fake->attacks, 3);
    fake_free(fake);
}

/* Hits back whoever fights it, the weakest first, never one that only stands there. */
static void test_hits_back(void **state)
{
    struct fake *fake = fighter();

    (void)state;
    fake_creature(fake, 3, 10, 0)->health_percent = 20;
    fake_creature(fake, 4, 10, 0)->is_enemy = 1;
    fake_creature(fake, 20, 10, 0)->is_enemy = 1;
    fake->objects[2].health_percent = 60;
    fake_step(fake, 50);
    assert_int_equal(fake->attacked, 3);
    /* Who has a target keeps it; who is fought by nobody starts nothing. */
    fake->combat.target = 3;
    fake_step(fake, 50);
    fake->combat.target = 0;
    fake->combat.attackers = 0;
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 1);
    fake_free(fake);
    /* A world that does not say who fights whom: the weakest. */
    fake = fighter();
    fake_creature(fake, 3, 10, 0);
    fake_creature(fake, 4, 10, 0)->health_percent = 70;
    fake_step(fake, 50);
    assert_int_equal(fake->attacked, 2);
    fake_free(fake);
}

/* Who runs for its life does not turn round. */
static void test_flight(void **state)
{
    struct fake *fake = fighter();

    (void)state;
    fake_creature(fake, 3, 10, 0)->is_enemy = 1;
    fake_want(fake, PB_GOAL_GO, 90, 0, PB_GOAL_SURVIVE);
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 0);
    pb_bots_clear_goal(&fake->bots, 0, FAKE_OTHER);
    fake_step(fake, 50);
    assert_int_equal(fake->attacks, 1);
    fake_free(fake);
}

/* In the realm: it clears a place, one after the other; an elite among them is left standing. Three minutes
 * after the last it gives up. */
static void test_realm(void **state)
{
    static const struct place places[] = {{BEAST + 10, 20, 0, 0, 600},    {BEAST + 9, -20, 20, 0, 600},
                                          {BEAST + 10, 0, -35, 0, 600},   {ELITE + 10, 30, 30, 0, 600},
                                          {BEAST + 15, -30, -20, 0, 600}, {VILLAGER, 5, 5, 0, 60}};
    static const struct pb_system_type *const types[] = {&pb_movement_system, &pb_targeting_system,
                                                         &pb_survival_system};
    struct arena arena;
    unsigned i;
    pb_bot bot;

    (void)state;
    arena_begin(&arena, places, 6, types, 3, fake_settings());
    bot = arena_bot(&arena, 10, WARRIOR, 0, 0);
    arena_want(&arena, bot, PB_GOAL_HUNT, 0, 0, 0);
    pb_coordinator_bots(arena.coordinator)->row[bot].goal.radius = 60;
    arena_run(&arena, 270000);
    assert_int_equal(fixture_count(arena.fixture, PB_WORLD_KILLED, arena_actor(&arena, bot)), 3);
    assert_null(fixture_last(arena.fixture, PB_WORLD_DIED, PB_NO_ACTOR));
    for (i = 3; i < 5; i++)
        assert_int_equal(arena.fixture->realm->creatures[i].health,
                         arena.fixture->realm->creatures[i].health_max);
    assert_int_equal(pb_coordinator_bots(arena.coordinator)->row[bot].goal.state, PB_GOAL_FAILED);
    arena_end(&arena);
}

/* Prey that teaches nothing is left alone, unless a quest wants it, or there is nothing more to learn. */
static void test_grey_prey(void **state)
{
    struct fake *fake = hunter(0);

    (void)state;
    fake_creature(fake, 10, 3, 0);
    fake_creature(fake, 20, 9, 0);
    fake->objects[0].entry = fake->grey_entry = 71;
    fake_step(fake, 50);
    assert_int_equal(fake->attacked, 2);
    fake_free(fake);
    fake = hunter(71);
    fake_creature(fake, 10, 3, 0);
    fake->objects[0].entry = fake->grey_entry = 71;
    fake_step(fake, 50);
    assert_int_equal(fake->attacked, 1);
    fake_free(fake);
    fake = hunter(0);
    fake_creature(fake, 10, 78, 0);
    fake->bots.row[0].status.level = PB_MAX_LEVEL;
    fake->objects[0].entry = fake->grey_entry = 71;
    fake_step(fake, 50);
    assert_int_equal(fake->attacked, 1);
    fake_free(fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_odds),           cmocka_unit_test(test_choice),
        cmocka_unit_test(test_grey_prey),      cmocka_unit_test(test_limits),
        cmocka_unit_test(test_crowds),         cmocka_unit_test(test_not_yet),
        cmocka_unit_test(test_dead_target),    cmocka_unit_test(test_empty),
        cmocka_unit_test(test_hits_back),      cmocka_unit_test(test_flight),
        cmocka_unit_test(test_realm),          cmocka_unit_test(test_ahead),
        cmocka_unit_test(test_between_fights), cmocka_unit_test(test_lost_target),
        cmocka_unit_test(test_waits),          cmocka_unit_test(test_too_strong),
        cmocka_unit_test(test_claims),         cmocka_unit_test(test_hunger),
        cmocka_unit_test(test_places)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
