#include "counting.h"

static void each_bot_gets_its_turns(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    unsigned most = 0;

    (void)state;
    for (unsigned tick = 0; tick < 200; tick++) {
        uint64_t before = 0, after = 0;

        for (unsigned i = 0; i < BOTS; i++)
            before += made[0].steps[i];
        run_ticks(coordinator, 1);
        for (unsigned i = 0; i < BOTS; i++)
            after += made[0].steps[i];
        if (after - before > most)
            most = (unsigned)(after - before);
    }
    for (unsigned i = 0; i < BOTS; i++) {
        assert_in_range(made[0].steps[i], 49, 51);
        assert_in_range(made[1].steps[i], 19, 21);
        assert_in_range(made[2].steps[i], 9, 11);
        /* Nothing of the time is lost. */
        assert_in_range(made[0].diff_ms[i], 200 * TICK_MS - 200, 200 * TICK_MS);
    }
    /* Staggered: no tick had half of all. */
    assert_true(most < BOTS / 2);
    pb_coordinator_free(coordinator);
}

static void in_combat_only_combat_systems_run(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);

    (void)state;
    run_ticks(coordinator, 40);
    for (unsigned i = 0; i < BOTS; i++)
        statuses[i].flags = PB_ACTOR_IN_COMBAT;
    run_ticks(coordinator, 40);
    for (unsigned i = 0; i < BOTS; i++)
        assert_int_equal(pb_coordinator_bots(coordinator)->row[i].mode, PB_BOT_COMBAT);
    memset(made[1].steps, 0, sizeof made[1].steps);
    memset(made[0].steps, 0, sizeof made[0].steps);
    run_ticks(coordinator, 40);
    for (unsigned i = 0; i < BOTS; i++) {
        assert_int_equal(made[1].steps[i], 0);
        assert_in_range(made[0].steps[i], 9, 11);
    }
    assert_false(made[1].modes_seen & PB_BOT_COMBAT);
    /* The end of the fight wakes what waited. */
    for (unsigned i = 0; i < BOTS; i++)
        statuses[i].flags = 0;
    run_ticks(coordinator, 12);
    for (unsigned i = 0; i < BOTS; i++)
        assert_true(made[1].steps[i] > 0);
    pb_coordinator_free(coordinator);
}

/* Who only fights is not looked at while there is peace, and has its turn with the first blow. */
static void peace_costs_fighters_nothing(void **state)
{
    static const struct pb_system_type fighting =
        SYSTEM("fighting", PB_PRIORITY_HIGH, 500, 2000, PB_BOT_COMBAT);
    static const struct pb_system_type *const types[] = {&fast, &fighting};
    struct pb_coordinator *coordinator;

    (void)state;
    made_count = 0;
    coordinator = begin_with(types, 2, BOTS, 100000, 0, NULL);
    run_ticks(coordinator, 100);
    statuses_asked = 0;
    memset(made[0].steps, 0, sizeof made[0].steps);
    run_ticks(coordinator, 400);
    assert_in_range(statuses_asked, 99 * BOTS, 101 * BOTS);
    for (unsigned i = 0; i < BOTS; i++) {
        assert_in_range(made[0].steps[i], 99, 101);
        assert_int_equal(made[1].steps[i], 0);
    }
    statuses[7].flags = PB_ACTOR_IN_COMBAT;
    queue[0] = (struct pb_world_event){.type = PB_WORLD_COMBAT_BEGAN, .actor = 7};
    queued = 1;
    pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
    assert_int_equal(made[1].steps[7], 1);
    pb_coordinator_free(coordinator);
}

/* Who does not fight is not looked at in a fight, and has what it missed of its turns at once behind it. */
static void fights_cost_the_others_nothing(void **state)
{
    static const struct pb_system_type fighting =
                                           SYSTEM("fighting", PB_PRIORITY_HIGH, 500, 2000, PB_BOT_COMBAT),
                                       seldom = SYSTEM("seldom", PB_PRIORITY_LOW, 20000, 20000, PB_BOT_PEACE);
    static const struct pb_system_type *const types[] = {&fighting, &normal, &seldom};
    struct pb_coordinator *coordinator;
    uint32_t before;
    unsigned i;

    (void)state;
    made_count = 0;
    coordinator = begin_with(types, 3, BOTS, 100000, 0, NULL);
    run_ticks(coordinator, 800);
    for (i = 0; i < BOTS; i++)
        statuses[i].flags = PB_ACTOR_IN_COMBAT;
    run_ticks(coordinator, 20);
    memset(made[1].steps, 0, sizeof made[1].steps);
    memset(made[2].steps, 0, sizeof made[2].steps);
    statuses_asked = 0;
    run_ticks(coordinator, 200);
    /* The fighting's own turns, twice a second, and those of the third that fall due: once for each. */
    assert_in_range(statuses_asked, 19 * BOTS, 22 * BOTS);
    for (i = 0; i < BOTS; i++) {
        statuses[i].flags = 0;
        assert_int_equal(made[1].steps[i] + made[2].steps[i], 0);
    }
    run_ticks(coordinator, 12);
    for (i = 0, before = 0; i < BOTS; i++) {
        assert_true(made[1].steps[i] > 0);
        before += made[2].steps[i] > 0;
    }
    /* Of the third those who were due in the eleven seconds: the others have missed nothing. */
    assert_in_range(before, BOTS * 45 / 100, BOTS * 70 / 100);
    pb_coordinator_free(coordinator);
}

static void others(void *user, const struct pb_world_event *event)
{
    (void)event;
    ++*(unsigned *)user;
}

static void events_reach_bots_and_wake_them(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    unsigned other = 0;
    uint32_t before;

    (void)state;
    run_ticks(coordinator, 40);
    made[1].next_ms = 100000;
    run_ticks(coordinator, 40);
    before = made[1].steps[7];
    queue[0] = (struct pb_world_event){.type = PB_WORLD_ITEM, .actor = 7};
    queue[1] = (struct pb_world_event){.type = PB_WORLD_LEVEL, .actor = 7};
    queue[2] = (struct pb_world_event){.type = PB_WORLD_LOGGED_IN, .actor = 7};
    queue[3] = (struct pb_world_event){.type = PB_WORLD_ITEM, .actor = 999999};
    queued = 4;
    pb_coordinator_update(coordinator, TICK_MS, others, &other);
    assert_int_equal(made[1].events, 1);
    assert_int_equal(made[1].steps[7], before + 1);
    assert_int_equal(other, 2);
    pb_coordinator_free(coordinator);
}

/* A world full of events, each of which takes 10 us to hear. */
enum { CROWD = 2000, HEAR_NS = 10000 };
static uint32_t told, heard;

static unsigned poll_crowd(void *self, struct pb_world_event *events, unsigned max)
{
    unsigned count = 0;

    (void)self;
    while (count < max && told < CROWD)
        events[count++] = (struct pb_world_event){.type = PB_WORLD_LOGGED_IN, .request = told++};
    return count;
}

static void hear_dearly(void *user, const struct pb_world_event *event)
{
    (void)user;
    assert_int_equal(event->request, heard++);
    spent_ns += HEAR_NS;
}

static void many_events_are_heard_over_many_ticks(void **state)
{
    static const struct pb_world crowd = {
        .size = sizeof crowd, .poll_events = poll_crowd, .get_status = get_status};
    static const struct pb_system_type *const types[] = {&fast};
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .log = quiet(),
                                             .world = &crowd,
                                             .types = types,
                                             .type_count = 1,
                                             .capacity = BOTS,
                                             .budget_us = 2000,
                                             .far_percent = 100,
                                             .wall_clock_ns = read_wall_clock,
                                             .cpu_clock_ns = read_cpu_clock};
    struct pb_coordinator *coordinator;
    unsigned ticks = 0;

    (void)state;
    told = heard = made_count = 0;
    assert_int_equal(pb_coordinator_new(&coordinator, &options), PB_OK);
    while (heard < CROWD) {
        int64_t before_ns, most_ns = 500000;

        pb_coordinator_begin_tick(coordinator);
        if (ticks % 2) {
            /* What came before leaves them less: half of the budget is for turns. */
            spent_ns += 900000;
            most_ns = 100000;
        }
        before_ns = spent_ns;
        pb_coordinator_update(coordinator, TICK_MS, hear_dearly, NULL);
        /* A quarter of the budget, and what was taken out of the queue before the clock was read. */
        assert_in_range(spent_ns - before_ns, HEAR_NS, most_ns + 32 * HEAR_NS);
        assert_true(++ticks < CROWD);
    }
    assert_true(ticks >= CROWD * HEAR_NS / (500000 + 32 * HEAR_NS));
    pb_coordinator_free(coordinator);
}

/* What a host does before the turns has an end too; what other programs take is not the tick's. */
static void time_before_the_turns(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 1000, 0);

    (void)state;
    assert_true(pb_coordinator_has_time(coordinator, 25));
    stolen_ns += 5000000;
    assert_true(pb_coordinator_has_time(coordinator, 25));
    spent_ns += 249000;
    assert_true(pb_coordinator_has_time(coordinator, 25));
    spent_ns += 1000;
    assert_false(pb_coordinator_has_time(coordinator, 25));
    assert_true(pb_coordinator_has_time(coordinator, 50));
    /* It is one tick, whoever asks and however often it begins. */
    pb_coordinator_begin_tick(coordinator);
    assert_false(pb_coordinator_has_time(coordinator, 25));
    pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
    assert_true(pb_coordinator_has_time(coordinator, 25));
    pb_coordinator_free(coordinator);
}

/* A tick without much to do costs one look at the thread's clock; where time has passed before the turns,
 * what others had of it is found out, or it would be given to the turns beyond the budget. */
static void a_short_tick_reads_one_clock(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 1000, 0);
    int64_t before_ns;

    (void)state;
    run_ticks(coordinator, 40);
    cpu_readings = 0;
    run_ticks(coordinator, 40);
    assert_int_equal(cpu_readings, 40);
    made[0].spin_ns = 100000;
    run_ticks(coordinator, 40);
    pb_coordinator_begin_tick(coordinator);
    spent_ns += 30000;
    stolen_ns += 7000000;
    before_ns = spent_ns;
    pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
    assert_in_range(spent_ns - before_ns, 100000, 1100000);
    pb_coordinator_free(coordinator);
}

static uint32_t in_fault(struct pb_coordinator *coordinator, unsigned system, enum pb_fault fault)
{
    struct pb_system_stats stats;

    pb_coordinator_system_stats(coordinator, system, &stats);
    return stats.bots_by_fault[fault];
}

static void a_bad_bot_backs_off_and_comes_back(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    uint32_t tried;

    (void)state;
    made[1].bad_bot = 9;
    made[1].error = PB_E_busy;
    made[1].bad_steps = UINT32_MAX;
    run_ticks(coordinator, 20 * 100);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_OPEN), 1);
    /* Far fewer turns than the others, who have all of theirs. */
    tried = made[1].steps[9];
    assert_in_range(tried, 6, 12);
    for (unsigned i = 0; i < BOTS; i++)
        if (i != 9)
            assert_in_range(made[1].steps[i], 198, 202);
    made[1].bad_steps = 0;
    run_ticks(coordinator, 20 * 70);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_NORMAL), BOTS);
    assert_true(made[1].steps[9] > tried + 5);
    pb_coordinator_free(coordinator);
}

static void what_contradicts_itself_is_mended(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);

    (void)state;
    made[1].bad_bot = 3;
    made[1].error = PB_E_broken;
    made[1].bad_steps = 1;
    run_ticks(coordinator, 40);
    assert_int_equal(made[1].repairs[3], 1);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_NORMAL), BOTS);
    /* What cannot be mended degrades: reset, fewer turns, off in the end. */
    made[1].bad_steps = UINT32_MAX;
    made[1].is_repair_broken = 1;
    run_ticks(coordinator, 40);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_DEGRADED), 1);
    assert_int_equal(made[1].resets[3], 2);
    run_ticks(coordinator, 20 * 60);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_DISABLED), 1);
    made[1].bad_steps = 0;
    assert_int_equal(pb_coordinator_enable(coordinator, 3, 1, 1), PB_OK);
    run_ticks(coordinator, 20);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_NORMAL), BOTS);
    pb_coordinator_free(coordinator);
}

/* However long its steps would rather wait, and however late the fault goes. */
static void who_is_degraded_is_normal_again_in_time(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    unsigned ticks = 0;

    (void)state;
    made[1].next_ms = 60000;
    made[1].bad_bot = 3;
    made[1].error = PB_E_bad_argument;
    made[1].bad_steps = 4;
    for (; made[1].bad_steps && ticks < 20 * 120; ticks++)
        run_ticks(coordinator, 1);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_DEGRADED), 1);
    for (ticks = 0; in_fault(coordinator, 1, PB_FAULT_DEGRADED) && ticks < 20 * 120; ticks++)
        run_ticks(coordinator, 1);
    /* 34 intervals of half a second, a tick more for each turn; not at once either. */
    assert_in_range(ticks * TICK_MS, 30 * 500, 34 * 500 + PB_FAULT_DEGRADED_SUCCESSES * TICK_MS);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_NORMAL), BOTS);
    pb_coordinator_free(coordinator);
}

static void two_degraded_systems_leave_the_minimum(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    uint32_t fast_steps;

    (void)state;
    made[1].bad_bot = made[2].bad_bot = 5;
    made[1].error = made[2].error = PB_E_bad_argument;
    made[1].bad_steps = made[2].bad_steps = 1;
    run_ticks(coordinator, 60);
    made[1].steps[5] = made[2].steps[5] = 0;
    fast_steps = made[0].steps[5];
    run_ticks(coordinator, 400);
    assert_int_equal(made[1].steps[5], 0);
    assert_int_equal(made[2].steps[5], 0);
    assert_in_range(made[0].steps[5] - fast_steps, 99, 101);
    pb_coordinator_free(coordinator);
}

/* Ever so slow, or by little more than a tenth of a millisecond. */
static void a_slow_bot_is_found_among_64(void **state)
{
    static const uint32_t slow_ns[] = {100000, 3000000};

    (void)state;
    for (unsigned i = 0; i < sizeof slow_ns / sizeof *slow_ns; i++) {
        struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
        struct pb_system_stats stats;

        made[1].spin_ns = 2000;
        made[1].slow_bot = 70;
        made[1].slow_ns = slow_ns[i];
        run_ticks(coordinator, 20 * 60);
        pb_coordinator_system_stats(coordinator, 1, &stats);
        assert_true(stats.overruns >= 5);
        assert_int_equal(in_fault(coordinator, 1, PB_FAULT_NORMAL), BOTS - 1);
        assert_true(made[1].steps[70] < 20);
        assert_in_range(made[1].steps[71], 118, 121);
        pb_coordinator_free(coordinator);
    }
}

/* That others have the processor now and then is no bot's fault. */
static void a_bot_that_waits_for_the_processor_is_not_slow(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    struct pb_system_stats stats;

    (void)state;
    for (unsigned i = 0; i < 3; i++)
        made[i].spin_ns = 1000;
    run_ticks(coordinator, 40);
    made[1].slow_bot = 70;
    made[1].slow_stolen_ns = 5000000;
    made[1].biggest_batch = 0;
    made[1].smallest_batch = UINT_MAX;
    run_ticks(coordinator, 20 * 60);
    pb_coordinator_system_stats(coordinator, 1, &stats);
    assert_int_equal(stats.overruns, 0);
    assert_true(stats.max_ns < 10000);
    /* Nobody was made to take its turn alone. */
    assert_true(made[1].smallest_batch > 1);
    pb_coordinator_free(coordinator);
}

static void a_system_that_fails_for_all_rests(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    struct pb_system_stats stats;

    (void)state;
    made[1].is_all_bad = 1;
    made[1].error = PB_E_busy;
    made[1].bad_steps = UINT32_MAX;
    run_ticks(coordinator, 20 * 60);
    pb_coordinator_system_stats(coordinator, 1, &stats);
    assert_true(stats.fault != PB_FAULT_NORMAL);
    made[1].bad_steps = 0;
    run_ticks(coordinator, 20 * 200);
    pb_coordinator_system_stats(coordinator, 1, &stats);
    assert_int_equal(stats.fault, PB_FAULT_NORMAL);
    assert_int_equal(stats.bots_by_fault[PB_FAULT_NORMAL], BOTS);
    pb_coordinator_free(coordinator);
}

static void goals_wake_their_owner(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    struct pb_bots *bots = pb_coordinator_bots(coordinator);
    struct pb_goal goal = {.kind = PB_GOAL_GO, .owner = 1, .priority = PB_GOAL_QUEST};
    struct pb_goal other = {.kind = PB_GOAL_GO, .owner = 2, .priority = PB_GOAL_QUEST};

    (void)state;
    assert_int_equal(pb_bots_set_goal(bots, 4, &goal), PB_OK);
    assert_int_equal(pb_bots_set_goal(bots, 4, &other), PB_E_busy);
    other.priority = PB_GOAL_LOOT;
    assert_int_equal(pb_bots_set_goal(bots, 4, &other), PB_OK);
    pb_bots_clear_goal(bots, 4, 1);
    assert_int_equal(bots->row[4].goal.owner, 2);
    pb_bots_clear_goal(bots, 4, 2);
    assert_int_equal(bots->row[4].goal.kind, PB_GOAL_NONE);
    pb_coordinator_free(coordinator);
}

/* Loot that is fetched on the way to somewhere: behind it the way goes on at once. */
static void who_was_displaced_is_woken(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    struct pb_bots *bots = pb_coordinator_bots(coordinator);
    struct pb_goal goal = {.kind = PB_GOAL_GO, .owner = 1, .priority = PB_GOAL_QUEST};
    struct pb_goal other = {.kind = PB_GOAL_GO, .owner = 2, .priority = PB_GOAL_LOOT};
    uint32_t before;

    (void)state;
    made[1].next_ms = 100000;
    run_ticks(coordinator, 40);
    assert_int_equal(pb_bots_set_goal(bots, 4, &goal), PB_OK);
    assert_int_equal(pb_bots_set_goal(bots, 4, &other), PB_OK);
    run_ticks(coordinator, 20);
    before = made[1].steps[4];
    pb_bots_clear_goal(bots, 4, 2);
    run_ticks(coordinator, 6);
    assert_int_equal(made[1].steps[4], before + 1);
    assert_int_equal(made[1].steps[5], made[1].steps[6]);
    /* Its own goal taken back wakes nobody. */
    assert_int_equal(pb_bots_set_goal(bots, 4, &goal), PB_OK);
    pb_bots_clear_goal(bots, 4, 1);
    run_ticks(coordinator, 20);
    assert_int_equal(made[1].steps[4], before + 1);
    pb_coordinator_free(coordinator);
}

static void switches(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);

    (void)state;
    assert_int_equal(pb_coordinator_find_system(coordinator, "normal"), 1);
    assert_int_equal(pb_coordinator_find_system(coordinator, "none"), -1);
    assert_null(pb_coordinator_system(coordinator, 3));
    assert_int_equal(pb_coordinator_enable_system(coordinator, 1, 0), PB_OK);
    assert_int_equal(pb_coordinator_enable_system(coordinator, 99, 0), PB_E_bad_argument);
    assert_int_equal(pb_coordinator_enable_bot(coordinator, 8, 0), PB_OK);
    assert_int_equal(pb_coordinator_enable(coordinator, 11, 2, 0), PB_OK);
    run_ticks(coordinator, 60);
    assert_int_equal(made[1].steps[0], 0);
    assert_int_equal(made[0].steps[8], 0);
    assert_int_equal(made[2].steps[11], 0);
    assert_true(made[2].steps[12] > 0);
    assert_int_equal(pb_coordinator_enable_system(coordinator, 1, 1), PB_OK);
    assert_int_equal(pb_coordinator_enable_bot(coordinator, 8, 1), PB_OK);
    assert_int_equal(pb_coordinator_enable(coordinator, 11, 2, 1), PB_OK);
    run_ticks(coordinator, 60);
    assert_true(made[1].steps[0] > 0 && made[0].steps[8] > 0 && made[2].steps[11] > 0);
    pb_coordinator_free(coordinator);
}

/* Bots come and go; numbers are used again, nobody who has left gets a turn. */
static void members_come_and_go(void **state)
{
    struct pb_coordinator *coordinator = begin(64, 100000, 0);
    uint64_t seed = pb_seed("members");
    pb_bot bot_of[512];
    unsigned present = 64;

    (void)state;
    for (unsigned i = 0; i < 512; i++)
        bot_of[i] = i < 64 ? i : PB_NO_BOT;
    for (unsigned round = 0; round < 3000; round++) {
        uint32_t actor = pb_seed_below(&seed, 512);

        if (bot_of[actor] == PB_NO_BOT) {
            struct pb_bot_identity identity = {.actor = actor, .guid = 1000 + actor};

            assert_int_equal(pb_coordinator_add(coordinator, &identity, &bot_of[actor]), PB_OK);
            assert_int_equal(pb_coordinator_add(coordinator, &identity, &(pb_bot){0}), PB_E_bad_argument);
            present++;
        } else {
            made[0].steps[bot_of[actor]] = 0;
            pb_coordinator_remove(coordinator, bot_of[actor]);
            assert_int_equal(pb_coordinator_find_guid(coordinator, 1000 + actor), PB_NO_BOT);
            run_ticks(coordinator, 1);
            assert_int_equal(made[0].steps[bot_of[actor]], 0);
            bot_of[actor] = PB_NO_BOT;
            present--;
        }
        if (bot_of[actor] != PB_NO_BOT)
            assert_int_equal(pb_coordinator_find_actor(coordinator, actor), bot_of[actor]);
        run_ticks(coordinator, 1);
    }
    struct pb_coordinator_stats stats;

    pb_coordinator_stats(coordinator, &stats);
    assert_int_equal(stats.bots, present);
    pb_coordinator_free(coordinator);
}

static void why_says_what_is_known(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    char text[4096];

    (void)state;
    run_ticks(coordinator, 10);
    pb_bots_decide(pb_coordinator_bots(coordinator), 6, 1, 2, 4711, 0.75f, 4712, 0.5f);
    pb_coordinator_explain(coordinator, 6, text, sizeof text);
    assert_non_null(strstr(text, "character 1006"));
    assert_non_null(strstr(text, "normal: normal; next turn in"));
    assert_non_null(strstr(text, "chose 4711 (score 0.750) before 4712 (score 0.500)"));
    pb_coordinator_explain(coordinator, 100000, text, sizeof text);
    assert_non_null(strstr(text, "not in the world"));
    /* A small buffer cuts, and that is all. */
    pb_coordinator_explain(coordinator, 6, text, 20);
    assert_int_equal(strlen(text), 19);
    pb_coordinator_free(coordinator);
}

/* A run under overload, with slow bots and faults, recorded; then again from the record: the same decisions.
 */
static uint64_t traced_run(struct pb_trace *trace, uint32_t spin_ns)
{
    struct pb_coordinator *coordinator = begin_traced(500, 2000, 1500, trace);
    uint64_t sum = 0;

    made[1].decides = 1;
    made[1].slow_bot = 77;
    made[1].slow_ns = trace->is_replay ? 0 : 3000000;
    for (unsigned i = 0; i < 3; i++)
        made[i].spin_ns = spin_ns;
    if (trace->is_replay) {
        uint32_t diff_ms;

        while (pb_trace_next_tick(trace, &diff_ms))
            pb_coordinator_update(coordinator, diff_ms, NULL, NULL);
    } else {
        for (unsigned tick = 0; tick < 300; tick++)
            pb_coordinator_update(coordinator, 40 + tick % 20, NULL, NULL);
    }
    for (unsigned i = 0; i < 500; i++)
        sum = sum * 31 + made[0].steps[i] * 7 + made[1].steps[i] * 3 + made[2].steps[i];
    pb_coordinator_free(coordinator);
    return sum;
}

static void a_replay_decides_the_same(void **state)
{
    struct pb_recording *recording;
    struct pb_trace trace;
    FILE *file = tmpfile();
    uint64_t first, again;
    char text[200];

    (void)state;
    assert_non_null(file);
    assert_int_equal(pb_recording_new(&recording, file, 0, "test", text, sizeof text), PB_OK);
    pb_trace_begin(&trace, recording);
    first = traced_run(&trace, 20000);
    assert_int_equal(pb_recording_finish(recording), PB_OK);
    assert_true(pb_recording_count(recording) > 300);
    pb_recording_free(recording);
    rewind(file);
    /* Nothing costs anything now, and nothing is slow: only the record says where it was cut. */
    assert_int_equal(pb_recording_new(&recording, file, 1, "test", text, sizeof text), PB_OK);
    pb_trace_begin(&trace, recording);
    again = traced_run(&trace, 0);
    assert_null(pb_recording_difference(recording));
    assert_null(pb_recording_damage(recording));
    assert_int_equal(again, first);
    assert_int_equal(trace.ticks, 300);
    assert_true(trace.decisions > 0);
    pb_recording_free(recording);
    fclose(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_bot_gets_its_turns),
        cmocka_unit_test(in_combat_only_combat_systems_run),
        cmocka_unit_test(peace_costs_fighters_nothing),
        cmocka_unit_test(fights_cost_the_others_nothing),
        cmocka_unit_test(events_reach_bots_and_wake_them),
        cmocka_unit_test(many_events_are_heard_over_many_ticks),
        cmocka_unit_test(time_before_the_turns),
        cmocka_unit_test(a_short_tick_reads_one_clock),
        cmocka_unit_test(a_bad_bot_backs_off_and_comes_back),
        cmocka_unit_test(what_contradicts_itself_is_mended),
        cmocka_unit_test(who_is_degraded_is_normal_again_in_time),
        cmocka_unit_test(two_degraded_systems_leave_the_minimum),
        cmocka_unit_test(a_slow_bot_is_found_among_64),
        cmocka_unit_test(a_bot_that_waits_for_the_processor_is_not_slow),
        cmocka_unit_test(a_system_that_fails_for_all_rests),
        cmocka_unit_test(goals_wake_their_owner),
        cmocka_unit_test(who_was_displaced_is_woken),
        cmocka_unit_test(switches),
        cmocka_unit_test(members_come_and_go),
        cmocka_unit_test(why_says_what_is_known),
        cmocka_unit_test(a_replay_decides_the_same),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
