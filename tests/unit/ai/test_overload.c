#include "counting.h"

/* Far more work than fits: ticks are cut, nobody starves, and whoever was not reached comes first. How well a
 * tick keeps to its budget is the benchmark's business (tests/bench/ai.c). */
static void overload_is_shared_fairly(void **state)
{
    struct pb_coordinator *coordinator = begin(1000, 4000, 0);
    struct pb_system_stats stats;

    (void)state;
    for (unsigned i = 0; i < 3; i++)
        made[i].spin_ns = 40000;
    run_ticks(coordinator, 400);
    for (unsigned i = 0; i < 3; i++) {
        uint32_t least = UINT32_MAX, most = 0;

        pb_coordinator_system_stats(coordinator, i, &stats);
        assert_true(stats.cut > 0);
        for (unsigned k = 0; k < 1000; k++) {
            least = made[i].steps[k] < least ? made[i].steps[k] : least;
            most = made[i].steps[k] > most ? made[i].steps[k] : most;
        }
        assert_true(least > 0);
        /* Turns go round: one more for whom the last round reached, one for whom the start came first. */
        assert_true(most - least <= 2);
    }
    pb_coordinator_free(coordinator);
}

static void load_control_stretches_what_can_wait(void **state)
{
    struct pb_coordinator *coordinator = begin(500, 50000, 500);
    struct pb_coordinator_stats stats;

    (void)state;
    made[1].spin_ns = 20000;
    run_ticks(coordinator, 600);
    pb_coordinator_stats(coordinator, &stats);
    assert_true(stats.load_percent > 150);
    made[1].spin_ns = 0;
    run_ticks(coordinator, 1200);
    pb_coordinator_stats(coordinator, &stats);
    assert_int_equal(stats.load_percent, 100);
    pb_coordinator_free(coordinator);
}

/* What each class may be late holds while demand is up to five times the budget and three of ten fight. */
static void stated_ages_hold_under_overload(void **state)
{
    enum { MANY = 2000, BUDGET_US = 10000 };
    static const struct pb_system_type first = SYSTEM("first", PB_PRIORITY_CRITICAL, 200, 1000,
                                                      PB_BOT_PEACE | PB_BOT_COMBAT),
                                       second = SYSTEM("second", PB_PRIORITY_HIGH, 200, 2000,
                                                       PB_BOT_PEACE | PB_BOT_COMBAT),
                                       third = SYSTEM("third", PB_PRIORITY_NORMAL, 500, 10000, PB_BOT_PEACE),
                                       fourth = SYSTEM("fourth", PB_PRIORITY_IDLE, 1000, 30000, PB_BOT_PEACE);
    static const struct pb_system_type *const types[] = {&first, &second, &third, &fourth};
    /* Steps that are due in a tick. */
    double steps = MANY * (0.25 + 0.25 + 0.7 * 0.1 + 0.7 * 0.05);

    (void)state;
    for (unsigned times = 1; times <= 5; times++) {
        struct pb_coordinator *coordinator;

        made_count = 0;
        coordinator = begin_with(types, 4, MANY, BUDGET_US, 0, NULL);
        for (unsigned i = 0; i < MANY; i++)
            statuses[i].flags = i % 10 < 3 ? PB_ACTOR_IN_COMBAT : 0;
        for (unsigned i = 0; i < 4; i++)
            made[i].spin_ns = (uint32_t)(times * BUDGET_US * 1000.0 / steps);
        run_ticks(coordinator, 2400);
        for (unsigned i = 0; i < 4; i++) {
            struct pb_system_stats stats;

            pb_coordinator_system_stats(coordinator, i, &stats);
            print_message("# %u budgets: %s at most %u ms late of %u\n", times, stats.name, stats.max_age_ms,
                          stats.stated_age_ms);
            assert_true(stats.max_age_ms <= stats.stated_age_ms);
        }
        pb_coordinator_free(coordinator);
    }
}

/* Two systems of a class, one of which could use up all: the other has its turns nevertheless. */
static void a_greedy_neighbour_takes_its_share_only(void **state)
{
    enum { MANY = 1000 };
    static const struct pb_system_type greedy =
                                           SYSTEM("greedy", PB_PRIORITY_NORMAL, 500, 60000, PB_BOT_PEACE),
                                       modest = SYSTEM("modest", PB_PRIORITY_NORMAL, 500, 1000, PB_BOT_PEACE);
    static const struct pb_system_type *const types[] = {&greedy, &modest};
    struct pb_coordinator *coordinator;
    struct pb_system_stats stats;

    (void)state;
    made_count = 0;
    coordinator = begin_with(types, 2, MANY, 1000, 0, NULL);
    made[0].spin_ns = 100000;
    made[1].spin_ns = 2000;
    run_ticks(coordinator, 2000);
    pb_coordinator_system_stats(coordinator, 1, &stats);
    print_message("# modest at most %u ms late\n", stats.max_age_ms);
    assert_true(stats.max_age_ms <= 1000 && stats.age_ms <= 1000 && stats.updates > 100 * MANY);
    pb_coordinator_system_stats(coordinator, 0, &stats);
    assert_true(stats.cut > 0 && stats.updates > 10000);
    pb_coordinator_free(coordinator);
}

/* A step of the last class that costs more than is reserved for it comes in time, while others want all. */
static void a_dear_step_comes_in_time(void **state)
{
    enum { MANY = 100, DEAR_NS = 300000 };
    static const struct pb_system_type greedy =
                                           SYSTEM("greedy", PB_PRIORITY_NORMAL, 500, 60000, PB_BOT_PEACE),
                                       dear = SYSTEM("dear", PB_PRIORITY_LOW, 5000, 30000, PB_BOT_PEACE);
    static const struct pb_system_type *const types[] = {&greedy, &dear};
    struct pb_coordinator *coordinator;
    struct pb_system_stats stats;

    (void)state;
    made_count = 0;
    coordinator = begin_with(types, 2, MANY, 800, 0, NULL);
    made[0].spin_ns = 100000;
    made[1].spin_ns = DEAR_NS;
    run_ticks(coordinator, 4000);
    pb_coordinator_system_stats(coordinator, 1, &stats);
    print_message("# dear at most %u ms late\n", stats.max_age_ms);
    assert_true(stats.max_age_ms <= 30000 && stats.age_ms <= 30000);
    assert_true(made[1].steps[MANY - 1] > 3);
    pb_coordinator_free(coordinator);
}

/* Those who have their steps alone, since a batch with them took too long, go on where a tick ended: put
 * behind all others one of them had its turn in each round. */
static void the_suspect_wait_no_longer_than_others(void **state)
{
    enum { MANY = 1024, DEAR_NS = 300000, CHEAP_NS = 5000, BUDGET_US = 800 };
    static const struct pb_system_type only = SYSTEM("only", PB_PRIORITY_NORMAL, 500, 10000, PB_BOT_PEACE);
    static const struct pb_system_type *const types[] = {&only};
    struct pb_coordinator *coordinator;
    struct pb_system_stats stats;
    uint32_t least = UINT32_MAX;

    (void)state;
    made_count = 0;
    coordinator = begin_with(types, 1, MANY, BUDGET_US, 0, NULL);
    made[0].spin_ns = CHEAP_NS;
    made[0].dear_ns = DEAR_NS;
    run_ticks(coordinator, 4000);
    pb_coordinator_system_stats(coordinator, 0, &stats);
    for (unsigned i = 0; i < MANY; i++)
        least = made[0].steps[i] < least ? made[0].steps[i] : least;
    print_message("# at most %u ms late, at least %u steps each\n", stats.max_age_ms, least);
    assert_true(stats.cut > 0 && stats.overruns > 0);
    /* A tick for each of them, and what the others take. */
    assert_true(stats.max_age_ms <= (MANY / 16 + MANY * CHEAP_NS / 1000 / BUDGET_US) * TICK_MS);
    pb_coordinator_free(coordinator);
}

/* What the host does in a tick is part of the budget; half of that is left for turns in any case. */
static void the_host_shares_the_budget(void **state)
{
    enum { BUDGET_NS = 4000000, STEP_NS = 40000 };
    struct pb_coordinator *coordinator = begin(1000, BUDGET_NS / 1000, 0);

    (void)state;
    for (unsigned i = 0; i < 3; i++)
        made[i].spin_ns = STEP_NS;
    run_ticks(coordinator, 100);
    for (int64_t host_ns = 0; host_ns <= 3 * BUDGET_NS / 2; host_ns += BUDGET_NS / 4) {
        int64_t left_ns = host_ns <= BUDGET_NS / 2 ? BUDGET_NS - host_ns : BUDGET_NS / 2, start_ns;

        pb_coordinator_begin_tick(coordinator);
        spent_ns += host_ns;
        start_ns = spent_ns;
        run_ticks(coordinator, 1);
        assert_in_range(spent_ns - start_ns, left_ns * 8 / 10, left_ns + STEP_NS);
    }
    pb_coordinator_free(coordinator);
}

/* Steps that are cheap most of the time and dear together, as plans that one event asks of many: the first
 * such batches may come as a surprise, those after them keep to the budget. */
static void dear_steps_come_together(void **state)
{
    enum { MANY = 4096, BUDGET_NS = 800000, CHEAP_NS = 500, DEAR_NS = 25000, SURPRISES = 20 };
    static const struct pb_system_type moody = SYSTEM("moody", PB_PRIORITY_NORMAL, 500, 60000, PB_BOT_PEACE);
    static const struct pb_system_type *const types[] = {&moody};
    struct pb_coordinator *coordinator;
    struct pb_system_stats stats;
    int64_t most_ns = 0;

    (void)state;
    made_count = 0;
    coordinator = begin_with(types, 1, MANY, BUDGET_NS / 1000, 0, NULL);
    made[0].spin_ns = CHEAP_NS;
    made[0].dear_ns = DEAR_NS;
    for (unsigned tick = 0; tick < 1000; tick++) {
        int64_t begun_ns = spent_ns;

        run_ticks(coordinator, 1);
        if (tick >= SURPRISES && spent_ns - begun_ns > most_ns)
            most_ns = spent_ns - begun_ns;
    }
    pb_coordinator_system_stats(coordinator, 0, &stats);
    print_message("# the longest tick took %lld us of %d\n", (long long)most_ns / 1000, BUDGET_NS / 1000);
    assert_true(stats.cut > 0 && stats.updates > 90 * MANY);
    assert_true(most_ns <= BUDGET_NS + BUDGET_NS / 4);
    pb_coordinator_free(coordinator);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(overload_is_shared_fairly),
        cmocka_unit_test(load_control_stretches_what_can_wait),
        cmocka_unit_test(a_greedy_neighbour_takes_its_share_only),
        cmocka_unit_test(a_dear_step_comes_in_time),
        cmocka_unit_test(the_suspect_wait_no_longer_than_others),
        cmocka_unit_test(the_host_shares_the_budget),
        cmocka_unit_test(stated_ages_hold_under_overload),
        cmocka_unit_test(dear_steps_come_together),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
