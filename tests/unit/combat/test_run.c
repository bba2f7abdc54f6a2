/* All systems together on the sample world: what must hold for every bot in every tick, whatever they do. */
#include "../../sample/sample_run.h"
#include "../seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum {
    BOTS = 200, /* and so long that none that runs away is more than bad luck */
    MINUTES = 40,
    CHECK_TICKS = 20,
    /* A ghost waits 20 s, and its next turn comes within 4. */
    DEAD_MS = 30000,
    /* Hits back within two turns of targeting. */
    IDLE_MS = 8000,
    FIGHT_MS = 240000,
    FLIGHT_MS = 30000
};

/* No step takes any time: what a slow machine takes for a bot that hangs is no matter of this test. */
static int64_t stand_still(void)
{
    return 0;
}

struct clock {
    uint32_t dead_ms, idle_ms, fight_ms, flight_ms;
};

static void count(uint32_t *clock, int goes_on)
{
    *clock = goes_on ? *clock + PB_RUN_TICK_MS : 0;
}

static void look(struct pb_run_of_bots *run, pb_bot bot, struct clock *clock)
{
    const struct pb_world *world = pb_realm_world(run->realm);
    const struct pb_bots *bots = pb_coordinator_bots(run->coordinator);
    struct pb_actor_status status;
    struct pb_combat_view combat = {0};
    int is_fighting, is_fleeing = bots->row[bot].goal.kind != PB_GOAL_NONE &&
                                  bots->row[bot].goal.priority == PB_GOAL_SURVIVE;

    if (bots->row[bot].mode == PB_BOT_OFFLINE)
        return;
    world->get_status(world->self, &bots->row[bot].actor, 1, &status);
    is_fighting = (status.flags & PB_ACTOR_IN_COMBAT) != 0;
    if (is_fighting)
        assert_int_equal(world->get_combat(world->self, bots->row[bot].actor, &combat), PB_OK);
    assert_false(is_fighting && status.flags & PB_ACTOR_RESTING);
    count(&clock->dead_ms, status.flags & PB_ACTOR_DEAD);
    count(&clock->idle_ms, is_fighting && !combat.target && !is_fleeing);
    count(&clock->fight_ms, is_fighting);
    count(&clock->flight_ms, is_fleeing);
    assert_in_range(clock->dead_ms, 0, DEAD_MS);
    assert_in_range(clock->idle_ms, 0, IDLE_MS);
    assert_in_range(clock->fight_ms, 0, FIGHT_MS);
    assert_in_range(clock->flight_ms, 0, FLIGHT_MS);
}

struct sums {
    uint64_t flights, rests, resurrections;
};

static void take_figure(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    struct sums *sums = user;

    (void)unit;
    (void)help;
    sums->flights = !strcmp(name, "flights") ? value : sums->flights;
    sums->rests = !strcmp(name, "rests") ? value : sums->rests;
    sums->resurrections = !strcmp(name, "resurrections") ? value : sums->resurrections;
}

static void test_invariants(void **state)
{
    static struct clock clocks[BOTS];
    struct pb_run_of_bots run;
    struct sums sums = {0};
    const struct pb_realm_stats *stats;
    uint32_t tick;
    unsigned i;

    (void)state;
    memset(clocks, 0, sizeof clocks);
    assert_int_equal(pb_run_begin_as(&run, &(struct pb_run_options){.bots = BOTS,
                                                                    .seed = pb_seed_usual("run"),
                                                                    .types = pb_systems,
                                                                    .type_count = pb_system_count,
                                                                    .clock_ns = stand_still}),
                     PB_OK);
    stats = pb_realm_stats(run.realm);
    for (tick = 0; tick < MINUTES * 60000 / PB_RUN_TICK_MS; tick++) {
        char text[256];

        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
        for (i = 0; i < pb_coordinator_bots(run.coordinator)->count; i++)
            look(&run, i, &clocks[i]);
        if (tick % CHECK_TICKS == 0 && pb_realm_check(run.realm, text, sizeof text) != PB_OK)
            fail_msg("%s", text);
    }
    pb_coordinator_figures(run.coordinator, (unsigned)pb_coordinator_find_system(run.coordinator, "survival"),
                           take_figure, &sums);
    /* They fight, and it costs something, without being a slaughter: see docs/combat.md. */
    assert_in_range(stats->kills, BOTS * MINUTES / 6, BOTS * MINUTES * 8);
    assert_in_range(stats->deaths, 1, BOTS * MINUTES / 8);
    assert_in_range(sums.rests, BOTS, BOTS * MINUTES * 4);
    assert_true(sums.flights > 0);
    assert_true(sums.resurrections <= stats->deaths && sums.resurrections + BOTS / 4 >= stats->deaths);
    pb_run_end(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_invariants)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
