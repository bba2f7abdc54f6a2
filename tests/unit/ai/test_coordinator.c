#include "../seed.h"
#include "ai/coordinator.h"
#include "base/clock.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 200, TICK_MS = 50, MAX_BOTS = 4096 };

/* A system that counts what it gets, and does what a test asks of it. */
struct counting {
    struct pb_system_env env;
    uint32_t steps[MAX_BOTS], resets[MAX_BOTS], repairs[MAX_BOTS], events;
    uint64_t diff_ms[MAX_BOTS];
    uint32_t spin_ns; /* of each step */
    pb_bot slow_bot;  /* this one takes slow_ns */
    uint32_t slow_ns;
    pb_bot bad_bot; /* this one answers `error`, up to `bad_steps` times */
    int error;
    uint32_t bad_steps;
    int is_repair_broken, is_all_bad;
    uint32_t next_ms; /* 0: the interval */
    unsigned biggest_batch;
    int decides; /* notes a decision at each step */
    uint8_t modes_seen;
};

/* What initialize() hands out: one for each test system. */
static struct counting made[4];
static unsigned made_count;

static int initialize(void **self, const struct pb_system_env *env)
{
    struct counting *own = &made[made_count++];

    memset(own, 0, sizeof *own);
    own->env = *env;
    own->slow_bot = own->bad_bot = PB_NO_BOT;
    *self = own;
    return PB_OK;
}

static int refuse(void **self, const struct pb_system_env *env)
{
    (void)self;
    (void)env;
    return PB_E_unsupported;
}

static int reserve(void *self, uint32_t capacity)
{
    (void)self;
    assert_true(capacity <= MAX_BOTS);
    return PB_OK;
}

static void reset(void *self, pb_bot bot)
{
    ((struct counting *)self)->resets[bot]++;
}

static void spin(uint32_t ns)
{
    int64_t end_ns = pb_clock_thread_ns() + ns;

    while (pb_clock_thread_ns() < end_ns)
        ;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    struct counting *own = self;

    if (count > own->biggest_batch)
        own->biggest_batch = count;
    for (unsigned i = 0; i < count; i++) {
        own->steps[steps[i].bot]++;
        own->diff_ms[steps[i].bot] += steps[i].diff_ms;
        own->modes_seen |= own->env.bots->mode[steps[i].bot];
        if (own->next_ms)
            steps[i].next_ms = own->next_ms;
        if (own->decides)
            pb_bots_decide(own->env.bots, steps[i].bot, own->env.number, 1, own->steps[steps[i].bot], 0.5f,
                           steps[i].diff_ms, 0.25f);
        if (steps[i].bot == own->slow_bot)
            spin(own->slow_ns);
        if ((steps[i].bot == own->bad_bot || own->is_all_bad) && own->bad_steps) {
            own->bad_steps--;
            steps[i].error = own->error;
        }
    }
    if (own->spin_ns)
        spin(own->spin_ns * count);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    (void)bot;
    (void)event;
    ((struct counting *)self)->events++;
    return 1;
}

static int repair(void *self, pb_bot bot)
{
    struct counting *own = self;

    own->repairs[bot]++;
    return own->is_repair_broken ? PB_E_broken : PB_OK;
}

static void shutdown(void *self)
{
    (void)self;
}

static size_t memory(const void *self, size_t *shared)
{
    (void)self;
    *shared = 7;
    return 1000;
}

#define SYSTEM(name_, priority_, interval_, age_, modes_)                                                    \
    {                                                                                                        \
        .name = name_, .priority = priority_, .interval_ms = interval_, .max_age_ms = age_, .modes = modes_, \
        .events = 1ull << PB_WORLD_ITEM, .initialize = initialize, .reserve = reserve, .reset = reset,       \
        .update = update, .on_event = on_event, .repair = repair, .memory = memory, .shutdown = shutdown     \
    }

static const struct pb_system_type fast =
    SYSTEM("fast", PB_PRIORITY_CRITICAL, 200, 1000, PB_BOT_PEACE | PB_BOT_COMBAT | PB_BOT_DEAD);
static const struct pb_system_type normal = SYSTEM("normal", PB_PRIORITY_NORMAL, 500, 5000, PB_BOT_PEACE);
static const struct pb_system_type idle = SYSTEM("idle", PB_PRIORITY_IDLE, 1000, 20000, PB_BOT_PEACE);
static const struct pb_system_type unsupported = {
    .name = "unsupported", .priority = PB_PRIORITY_LOW, .initialize = refuse};

/* The world: statuses that tests set, and a queue of events. */
static struct pb_actor_status statuses[MAX_BOTS];
static struct pb_world_event queue[16];
static unsigned queued;

static unsigned poll_events(void *self, struct pb_world_event *events, unsigned max)
{
    unsigned count = queued < max ? queued : max;

    (void)self;
    memcpy(events, queue, count * sizeof *events);
    queued = 0;
    return count;
}

static void get_status(void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status)
{
    (void)self;
    for (unsigned i = 0; i < count; i++)
        status[i] = statuses[actors[i]];
}

static const struct pb_world world = {
    .size = sizeof world, .poll_events = poll_events, .get_status = get_status};

static struct pb_log *quiet(void)
{
    static struct pb_log *log;
    struct pb_log_options options = {.level = PB_FATAL};

    if (!log)
        assert_int_equal(pb_log_new(&log, &options), PB_OK);
    return log;
}

static struct pb_coordinator *begin_traced(uint32_t bots, uint32_t budget_us, uint32_t target_us,
                                           struct pb_trace *trace)
{
    static const struct pb_system_type *const types[] = {&fast, &normal, &idle, &unsupported};
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .log = quiet(),
                                             .world = &world,
                                             .types = types,
                                             .type_count = 4,
                                             .capacity = bots,
                                             .budget_us = budget_us,
                                             .target_us = target_us,
                                             .far_percent = 100,
                                             .trace = trace};
    struct pb_coordinator *coordinator;

    made_count = queued = 0;
    memset(statuses, 0, sizeof statuses);
    assert_int_equal(pb_coordinator_new(&coordinator, &options), PB_OK);
    for (uint32_t i = 0; i < bots; i++) {
        pb_bot bot;

        assert_int_equal(
            pb_coordinator_add(coordinator, &(struct pb_bot_identity){.actor = i, .guid = 1000 + i}, &bot),
            PB_OK);
        assert_int_equal(bot, i);
    }
    return coordinator;
}

static struct pb_coordinator *begin(uint32_t bots, uint32_t budget_us, uint32_t target_us)
{
    return begin_traced(bots, budget_us, target_us, NULL);
}

static void run_ticks(struct pb_coordinator *coordinator, unsigned ticks)
{
    while (ticks--)
        pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
}

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
        assert_int_equal(pb_coordinator_bots(coordinator)->mode[i], PB_BOT_COMBAT);
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

static void a_slow_bot_is_found_among_64(void **state)
{
    struct pb_coordinator *coordinator = begin(BOTS, 100000, 0);
    struct pb_system_stats stats;

    (void)state;
    made[1].slow_bot = 70;
    made[1].slow_ns = 3000000;
    run_ticks(coordinator, 20 * 60);
    pb_coordinator_system_stats(coordinator, 1, &stats);
    assert_true(stats.overruns >= 5);
    assert_int_equal(in_fault(coordinator, 1, PB_FAULT_NORMAL), BOTS - 1);
    assert_true(made[1].steps[70] < 20);
    assert_in_range(made[1].steps[71], 118, 121);
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
    assert_int_equal(bots->goal[4].owner, 2);
    pb_bots_clear_goal(bots, 4, 2);
    assert_int_equal(bots->goal[4].kind, PB_GOAL_NONE);
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
        cmocka_unit_test(events_reach_bots_and_wake_them),
        cmocka_unit_test(overload_is_shared_fairly),
        cmocka_unit_test(load_control_stretches_what_can_wait),
        cmocka_unit_test(a_bad_bot_backs_off_and_comes_back),
        cmocka_unit_test(what_contradicts_itself_is_mended),
        cmocka_unit_test(who_is_degraded_is_normal_again_in_time),
        cmocka_unit_test(two_degraded_systems_leave_the_minimum),
        cmocka_unit_test(a_slow_bot_is_found_among_64),
        cmocka_unit_test(a_system_that_fails_for_all_rests),
        cmocka_unit_test(goals_wake_their_owner),
        cmocka_unit_test(switches),
        cmocka_unit_test(members_come_and_go),
        cmocka_unit_test(why_says_what_is_known),
        cmocka_unit_test(a_replay_decides_the_same),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
