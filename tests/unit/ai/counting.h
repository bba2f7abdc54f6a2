/* A coordinator over systems that count what they get, in a world and a time that tests set. */
#ifndef PB_TESTS_UNIT_AI_COUNTING_H
#define PB_TESTS_UNIT_AI_COUNTING_H

#include "../seed.h"
#include "ai/coordinator.h"
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 200, TICK_MS = 50, MAX_BOTS = 4096 };

/* The processor's time: only what systems say they take, so that nothing depends on the machine; and what
 * others had of it. */
static int64_t spent_ns, stolen_ns;

/* How often the dear one of the clocks was read: a call of the kernel. */
static unsigned cpu_readings;

static int64_t read_cpu_clock(void)
{
    cpu_readings++;
    return spent_ns;
}

static int64_t read_wall_clock(void)
{
    return spent_ns + stolen_ns;
}

/* A system that counts what it gets, and does what a test asks of it. */
struct counting {
    struct pb_system_env env;
    uint32_t steps[MAX_BOTS], resets[MAX_BOTS], repairs[MAX_BOTS], events;
    uint64_t diff_ms[MAX_BOTS];
    uint32_t spin_ns;                 /* of each step */
    uint32_t dear_ns;                 /* 0: none; of each step of every sixteenth block of 64 bots */
    pb_bot slow_bot;                  /* this one takes slow_ns */
    uint32_t slow_ns, slow_stolen_ns; /* of these the others have the processor */
    pb_bot bad_bot;                   /* this one answers `error`, up to `bad_steps` times */
    int error;
    uint32_t bad_steps;
    int is_repair_broken, is_all_bad;
    uint32_t next_ms; /* 0: the interval */
    unsigned biggest_batch, smallest_batch;
    int decides; /* notes a decision at each step */
    uint8_t modes_seen;
    uint64_t run_steps; /* by whole blocks */
};

/* What initialize() hands out: one for each test system. */
static struct counting made[8];
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

static void count_step(struct counting *own, pb_bot bot, uint32_t diff_ms)
{
    own->steps[bot]++;
    own->diff_ms[bot] += diff_ms;
    own->modes_seen |= own->env.bots->row[bot].mode;
    if (bot == own->slow_bot) {
        spent_ns += own->slow_ns;
        stolen_ns += own->slow_stolen_ns;
    }
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    struct counting *own = self;

    if (count > own->biggest_batch)
        own->biggest_batch = count;
    if (count < own->smallest_batch)
        own->smallest_batch = count;
    for (unsigned i = 0; i < count; i++) {
        count_step(own, steps[i].bot, steps[i].diff_ms);
        if (own->next_ms)
            steps[i].next_ms = own->next_ms;
        if (own->decides)
            pb_bots_decide(own->env.bots, steps[i].bot, own->env.number, 1, own->steps[steps[i].bot], 0.5f,
                           steps[i].diff_ms, 0.25f);
        if ((steps[i].bot == own->bad_bot || own->is_all_bad) && own->bad_steps) {
            own->bad_steps--;
            steps[i].error = own->error;
        }
    }
    for (unsigned i = 0; i < count; i++)
        spent_ns += own->dear_ns && steps[i].bot / 64 % 16 == 15 ? own->dear_ns : own->spin_ns;
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

static uint64_t statuses_asked;

static void get_status(void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status)
{
    (void)self;
    statuses_asked += count;
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

static inline struct pb_coordinator *begin_with(const struct pb_system_type *const *types,
                                                unsigned type_count, uint32_t bots, uint32_t budget_us,
                                                uint32_t target_us, struct pb_trace *trace)
{
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .log = quiet(),
                                             .world = &world,
                                             .types = types,
                                             .type_count = type_count,
                                             .capacity = bots,
                                             .budget_us = budget_us,
                                             .target_us = target_us,
                                             .far_percent = 100,
                                             .wall_clock_ns = read_wall_clock,
                                             .cpu_clock_ns = read_cpu_clock,
                                             .trace = trace};
    struct pb_coordinator *coordinator;

    queued = 0;
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

static inline struct pb_coordinator *begin_traced(uint32_t bots, uint32_t budget_us, uint32_t target_us,
                                                  struct pb_trace *trace)
{
    static const struct pb_system_type *const types[] = {&fast, &normal, &idle, &unsupported};

    made_count = 0;
    return begin_with(types, 4, bots, budget_us, target_us, trace);
}

static inline struct pb_coordinator *begin(uint32_t bots, uint32_t budget_us, uint32_t target_us)
{
    return begin_traced(bots, budget_us, target_us, NULL);
}

static void run_ticks(struct pb_coordinator *coordinator, unsigned ticks)
{
    while (ticks--)
        pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
}

#endif
