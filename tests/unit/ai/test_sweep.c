#include "counting.h"

/*
 * Systems that take whole blocks get the same turns as those that take lists.
 */
static void update_run(void *self, pb_bot first, unsigned count, uint32_t diff_ms)
{
    struct counting *own = self;

    assert_int_equal(count % 64, 0);
    own->run_steps += count;
    for (pb_bot bot = first; bot < first + count; bot++)
        count_step(own, bot, diff_ms);
    spent_ns += (int64_t)own->spin_ns * count;
}

#define RUNS(name_, priority_, interval_, modes_)                                                            \
    {                                                                                                        \
        .name = name_, .priority = priority_, .interval_ms = interval_, .max_age_ms = 30000,                 \
        .modes = modes_, .events = 1ull << PB_WORLD_ITEM, .initialize = initialize, .reserve = reserve,      \
        .reset = reset, .update = update, .update_run = update_run, .on_event = on_event, .repair = repair,  \
        .memory = memory, .shutdown = shutdown                                                               \
    }

static const struct pb_system_type fast_runs =
    RUNS("fast", PB_PRIORITY_CRITICAL, 200, PB_BOT_PEACE | PB_BOT_COMBAT | PB_BOT_DEAD);
static const struct pb_system_type normal_runs = RUNS("normal", PB_PRIORITY_NORMAL, 500, PB_BOT_PEACE);
static const struct pb_system_type idle_runs = RUNS("idle", PB_PRIORITY_IDLE, 1000, PB_BOT_PEACE);

/* The first three take lists, the last three blocks. */
static struct pb_coordinator *begin_pair(uint32_t bots, struct pb_coordinator **other, uint32_t budget_us)
{
    static const struct pb_system_type *const lists[] = {&fast, &normal, &idle}, *const runs[] = {
                                                                                     &fast_runs, &normal_runs,
                                                                                     &idle_runs};
    struct pb_coordinator *coordinator;

    made_count = 0;
    coordinator = begin_with(lists, 3, bots, budget_us, 0, NULL);
    *other = begin_with(runs, 3, bots, budget_us, 0, NULL);
    return coordinator;
}

/* Now and then something happens to somebody, in both. */
static void disturb(struct pb_coordinator *a, struct pb_coordinator *b, uint32_t bots, uint64_t *seed)
{
    pb_bot bot = pb_seed_below(seed, bots);
    unsigned system = pb_seed_below(seed, 3);

    switch (pb_seed_below(seed, 30)) {
    case 0:
        statuses[bot].flags ^= PB_ACTOR_IN_COMBAT;
        break;
    case 1:
        pb_coordinator_wake(a, bot, system);
        pb_coordinator_wake(b, bot, system);
        break;
    case 2:
        assert_int_equal(pb_coordinator_enable_bot(a, bot, 0), PB_OK);
        assert_int_equal(pb_coordinator_enable_bot(b, bot, 0), PB_OK);
        break;
    case 3:
        for (bot = 0; bot < bots; bot++) {
            assert_int_equal(pb_coordinator_enable_bot(a, bot, 1), PB_OK);
            assert_int_equal(pb_coordinator_enable_bot(b, bot, 1), PB_OK);
        }
        break;
    default:
        break;
    }
}

static void blocks_get_the_same_turns(void **state)
{
    enum { MANY = 700, TICKS = 4000, QUIET = 500 };
    uint64_t seed = pb_seed("sweep"), swept = 0, steps = 0;
    struct pb_coordinator *lists, *runs;

    (void)state;
    lists = begin_pair(MANY, &runs, 1000000);
    for (unsigned tick = 0; tick < TICKS; tick++) {
        if (tick > QUIET && tick % 800 < 300)
            disturb(lists, runs, MANY, &seed);
        run_ticks(lists, 1);
        run_ticks(runs, 1);
        /* While nothing happens all whole blocks are swept, but for their first turn. */
        if (tick == QUIET) {
            for (unsigned i = 3; i < 6; i++) {
                swept += made[i].run_steps;
                for (unsigned k = 0; k < MANY; k++)
                    steps += made[i].steps[k];
            }
            assert_true(swept * 100 > steps * 85);
        }
        for (unsigned i = 0; i < 3; i++) {
            assert_memory_equal(made[i].steps, made[i + 3].steps, sizeof made[i].steps);
            assert_memory_equal(made[i].diff_ms, made[i + 3].diff_ms, sizeof made[i].diff_ms);
        }
    }
    assert_int_equal(made[0].run_steps, 0);
    assert_true(made[3].modes_seen & PB_BOT_COMBAT);
    assert_false((made[4].modes_seen | made[5].modes_seen) & PB_BOT_COMBAT);
    pb_coordinator_free(lists);
    pb_coordinator_free(runs);
}

/* A sweep has an end where the budget has. */
static void sweeps_keep_to_the_budget(void **state)
{
    enum { MANY = 2048, BUDGET_US = 1000 };
    struct pb_coordinator *lists, *runs;

    (void)state;
    lists = begin_pair(MANY, &runs, BUDGET_US);
    run_ticks(runs, 100);
    for (unsigned i = 3; i < 6; i++)
        made[i].spin_ns = 10000;
    run_ticks(runs, 40);
    for (unsigned tick = 0; tick < 200; tick++) {
        int64_t start_ns = spent_ns;

        run_ticks(runs, 1);
        assert_true(spent_ns - start_ns <= BUDGET_US * 1000 + PB_STEP_BATCH * 10000);
    }
    pb_coordinator_free(lists);
    pb_coordinator_free(runs);
}

/* Who takes too long within a sweep is found, and nobody else has to answer for it. */
static void a_slow_bot_is_found_in_a_sweep(void **state)
{
    enum { MANY = 1024 };
    struct pb_coordinator *lists, *runs;
    struct pb_system_stats stats;

    (void)state;
    lists = begin_pair(MANY, &runs, 100000);
    for (unsigned i = 3; i < 6; i++)
        made[i].spin_ns = 100;
    run_ticks(runs, 100);
    made[4].slow_bot = 500;
    made[4].slow_ns = 3000000;
    run_ticks(runs, 20 * 60);
    pb_coordinator_system_stats(runs, 1, &stats);
    assert_true(stats.overruns >= 5);
    assert_int_equal(stats.bots_by_fault[PB_FAULT_NORMAL], MANY - 1);
    assert_true(made[4].steps[500] < 30);
    assert_in_range(made[4].steps[501], 128, 131);
    pb_coordinator_free(lists);
    pb_coordinator_free(runs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_get_the_same_turns),
        cmocka_unit_test(sweeps_keep_to_the_budget),
        cmocka_unit_test(a_slow_bot_is_found_in_a_sweep),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
