/*
 * Benchmark of the coordinator, in interleaved pairs; thread CPU time. W1: four systems of 64-byte steps at
 * 200, 200, 500 and 1,000 ms, 20 ticks a second, against a plain polling loop, and against flecs where the
 * program was built with it. W2: demand of two and five times a budget of 10 ms with 30 % of the bots in
 * combat, against a bare spin of 10 ms. Prints a table; see ratio.h for JSON and for a quick run.
 *
 * Usage: ai [PAIRS]
 */
#include "ai/coordinator.h"
#include "ai/table.h"
#include "base/clock.h"
#include "ratio.h"
#ifdef WITH_FLECS
#include "flecs.h"
#endif
#include <string.h>

enum { SYSTEMS = 4, TICK_MS = 50, WARM_TICKS = 40, TICKS = 200, MOST_PAIRS = BENCH_MOST_PAIRS };

static const uint32_t intervals_ms[SYSTEMS] = {200, 200, 500, 1000};

struct manager {
    uint64_t words[8];
};

/* The step that all have in common: reads and writes its 64 bytes. */
static inline void think(struct manager *manager, uint32_t diff_ms)
{
    unsigned i;

    for (i = 0; i < 8; i++)
        manager->words[i] = manager->words[i] * 3 + diff_ms;
}

struct run {
    double ns_per_update, p99_us, max_us;
};

static struct run sum_up(double *tick_us, uint64_t updates)
{
    double sum = 0;
    unsigned i;

    for (i = 0; i < TICKS; i++)
        sum += tick_us[i];
    qsort(tick_us, TICKS, sizeof *tick_us, bench_by_value);
    return (struct run){sum * 1000 / (double)updates, tick_us[TICKS * 99 / 100], tick_us[TICKS - 1]};
}

/* ---- Ours ---- */

struct thinker {
    struct pb_memory memory;
    struct manager *managers;
    uint32_t capacity, spin_ns;
};

static int initialize(void **self, const struct pb_system_env *env)
{
    struct thinker *own = calloc(1, sizeof *own);

    *self = own;
    if (!own)
        return PB_E_no_memory;
    own->memory = env->memory;
    return PB_OK;
}

/* As the systems of the project do: a table of the memory that the coordinator hands out. */
static int reserve(void *self, uint32_t capacity)
{
    struct thinker *own = self;

    return pb_table_reserve(&own->memory, &own->managers, sizeof *own->managers, &own->capacity, capacity);
}

static void reset(void *self, pb_bot bot)
{
    (void)self;
    (void)bot;
}

static void spin(int64_t ns)
{
    int64_t end_ns = pb_clock_ns() + ns;

    while (pb_clock_ns() < end_ns)
        ;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    struct thinker *own = self;
    unsigned i;

    for (i = 0; i < count; i++)
        think(&own->managers[steps[i].bot], steps[i].diff_ms);
    if (own->spin_ns)
        spin((int64_t)own->spin_ns * count);
}

static void update_run(void *self, pb_bot first, unsigned count, uint32_t diff_ms)
{
    struct thinker *own = self;
    struct manager *manager = own->managers + first, *end = manager + count;

    for (; manager < end; manager++)
        think(manager, diff_ms);
    if (own->spin_ns)
        spin((int64_t)own->spin_ns * count);
}

static void shutdown(void *self)
{
    struct thinker *own = self;

    pb_lines_free(&own->memory, own->managers);
    free(own);
}

#define SYSTEM(name_, priority_, interval_, age_, modes_, run_)                                              \
    {                                                                                                        \
        .name = name_, .priority = priority_, .interval_ms = interval_, .max_age_ms = age_, .modes = modes_, \
        .initialize = initialize, .reserve = reserve, .reset = reset, .update = update, .update_run = run_,  \
        .shutdown = shutdown                                                                                 \
    }

#define SYSTEM_SET(run_)                                                                                     \
    {                                                                                                        \
        SYSTEM("first", PB_PRIORITY_CRITICAL, 200, 1000, PB_BOT_PEACE | PB_BOT_COMBAT, run_),                \
            SYSTEM("second", PB_PRIORITY_HIGH, 200, 2000, PB_BOT_PEACE | PB_BOT_COMBAT, run_),               \
            SYSTEM("third", PB_PRIORITY_NORMAL, 500, 10000, PB_BOT_PEACE, run_),                             \
            SYSTEM("fourth", PB_PRIORITY_IDLE, 1000, 30000, PB_BOT_PEACE, run_)                              \
    }

/* Systems that get a list of steps, and such that also take whole blocks. */
static const struct pb_system_type by_steps[SYSTEMS] = SYSTEM_SET(NULL),
                                   by_runs[SYSTEMS] = SYSTEM_SET(update_run);

static uint32_t in_combat; /* the first so many actors fight */

static void get_status(void *self, const pb_actor *actors, unsigned count, struct pb_actor_status *status)
{
    unsigned i;

    (void)self;
    for (i = 0; i < count; i++)
        status[i] = (struct pb_actor_status){.flags = actors[i] % 10 < in_combat ? PB_ACTOR_IN_COMBAT : 0};
}

static struct pb_coordinator *begin(const struct pb_system_type *systems, uint32_t bots, uint32_t budget_us,
                                    const struct pb_world *world)
{
    const struct pb_system_type *types[SYSTEMS] = {&systems[0], &systems[1], &systems[2], &systems[3]};
    static struct pb_log *log;
    struct pb_log_options quiet = {.level = PB_FATAL};
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .world = world,
                                             .types = types,
                                             .type_count = SYSTEMS,
                                             .capacity = bots,
                                             .budget_us = budget_us,
                                             .far_percent = 100};
    struct pb_coordinator *coordinator;
    uint32_t i;
    pb_bot bot;

    if (!log && pb_log_new(&log, &quiet) != PB_OK)
        exit(2);
    options.log = log;
    if (pb_coordinator_new(&coordinator, &options) != PB_OK)
        exit(2);
    for (i = 0; i < bots; i++)
        if (pb_coordinator_add(coordinator, &(struct pb_bot_identity){.actor = i, .guid = i + 1}, &bot) !=
            PB_OK)
            exit(2);
    return coordinator;
}

static struct run run_systems(const struct pb_system_type *systems, uint32_t bots)
{
    static const struct pb_world world = {.size = sizeof world};
    struct pb_coordinator *coordinator = begin(systems, bots, 1000000, &world);
    struct pb_coordinator_stats before, after;
    double tick_us[TICKS];
    unsigned i;

    for (i = 0; i < WARM_TICKS; i++)
        pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
    pb_coordinator_stats(coordinator, &before);
    for (i = 0; i < TICKS; i++) {
        int64_t start_ns = pb_clock_thread_ns();

        pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
        tick_us[i] = (double)(pb_clock_thread_ns() - start_ns) / 1000;
    }
    pb_coordinator_stats(coordinator, &after);
    pb_coordinator_free(coordinator);
    return sum_up(tick_us, after.updates - before.updates);
}

static struct run run_runs(uint32_t bots)
{
    return run_systems(by_runs, bots);
}

static struct run run_steps(uint32_t bots)
{
    return run_systems(by_steps, bots);
}

/* ---- A plain loop ---- */

static struct run run_polling(uint32_t bots)
{
    struct manager *managers[SYSTEMS];
    uint32_t *timers[SYSTEMS], i;
    double tick_us[TICKS];
    uint64_t updates = 0;
    unsigned k, tick;

    for (k = 0; k < SYSTEMS; k++) {
        managers[k] = calloc(bots, sizeof **managers);
        timers[k] = calloc(bots, sizeof **timers);
        for (i = 0; i < bots; i++)
            timers[k][i] = intervals_ms[k];
    }
    for (tick = 0; tick < WARM_TICKS + TICKS; tick++) {
        int64_t start_ns = pb_clock_thread_ns();

        updates = tick == WARM_TICKS ? 0 : updates;
        for (k = 0; k < SYSTEMS; k++)
            for (i = 0; i < bots; i++) {
                if (timers[k][i] > TICK_MS) {
                    timers[k][i] -= TICK_MS;
                    continue;
                }
                timers[k][i] = intervals_ms[k];
                think(&managers[k][i], intervals_ms[k]);
                updates++;
            }
        if (tick >= WARM_TICKS)
            tick_us[tick - WARM_TICKS] = (double)(pb_clock_thread_ns() - start_ns) / 1000;
    }
    for (k = 0; k < SYSTEMS; k++) {
        free(managers[k]);
        free(timers[k]);
    }
    return sum_up(tick_us, updates);
}

/* ---- flecs ---- */

#ifdef WITH_FLECS
static uint64_t flecs_updates;

static void flecs_step(ecs_iter_t *it)
{
    struct manager *managers = ecs_field_w_size(it, sizeof *managers, 0);
    uint32_t diff_ms = (uint32_t)(it->delta_system_time * 1000);
    int i;

    for (i = 0; i < it->count; i++)
        think(&managers[i], diff_ms);
    flecs_updates += (uint64_t)it->count;
}

static struct run run_flecs(uint32_t bots)
{
    ecs_world_t *world = ecs_mini();
    ecs_entity_t components[SYSTEMS], entity;
    double tick_us[TICKS];
    uint32_t i;
    unsigned k;

    ECS_IMPORT(world, FlecsSystem);
    ECS_IMPORT(world, FlecsPipeline);
    ECS_IMPORT(world, FlecsTimer);
    for (k = 0; k < SYSTEMS; k++) {
        ecs_component_desc_t component = {.entity = ecs_new(world),
                                          .type = {.size = sizeof(struct manager), .alignment = 8}};
        ecs_entity_desc_t name = {.add = ecs_ids(ecs_dependson(EcsOnUpdate))};
        ecs_system_desc_t system = {.callback = flecs_step, .interval = (float)intervals_ms[k] / 1000};

        components[k] = ecs_component_init(world, &component);
        system.entity = ecs_entity_init(world, &name);
        system.query.terms[0].id = components[k];
        ecs_system_init(world, &system);
    }
    for (i = 0; i < bots; i++) {
        entity = ecs_new(world);
        for (k = 0; k < SYSTEMS; k++)
            ecs_add_id(world, entity, components[k]);
    }
    for (i = 0; i < WARM_TICKS; i++)
        ecs_progress(world, TICK_MS / 1000.0f);
    flecs_updates = 0;
    for (i = 0; i < TICKS; i++) {
        int64_t start_ns = pb_clock_thread_ns();

        ecs_progress(world, TICK_MS / 1000.0f);
        tick_us[i] = (double)(pb_clock_thread_ns() - start_ns) / 1000;
    }
    ecs_fini(world);
    return sum_up(tick_us, flecs_updates);
}
#endif

/* ---- Ratios ---- */

static void print_ratio(const char *what, uint32_t bots, double *ratios, unsigned count, double target)
{
    bench_row(what, "times", bots, ratios, count, target);
}

struct racer {
    const char *name;
    struct run (*run)(uint32_t bots);
};

static const struct racer steps_racer = {"steps", run_steps}, runs_racer = {"runs", run_runs},
                          polling_racer = {"polling", run_polling};
#ifdef WITH_FLECS
static const struct racer flecs_racer = {"flecs", run_flecs};
#endif

static void race(const struct racer *ours, const struct racer *other, uint32_t bots, unsigned pairs,
                 double ns_target, double p99_target)
{
    static double ns[MOST_PAIRS], p99[MOST_PAIRS];
    struct run a = {0}, b = {0};
    char what[64];
    unsigned i;

    for (i = 0; i < pairs; i++) {
        /* Who begins changes, or the second would have the warmer machine. */
        if (i % 2)
            a = ours->run(bots);
        b = other->run(bots);
        if (!(i % 2))
            a = ours->run(bots);
        ns[i] = a.ns_per_update / b.ns_per_update;
        p99[i] = a.p99_us / b.p99_us;
    }
    printf("  last pair: %s %.2f ns, p99 %.0f us, max %.0f us; %s %.2f ns, p99 %.0f us, max %.0f us\n",
           ours->name, a.ns_per_update, a.p99_us, a.max_us, other->name, b.ns_per_update, b.p99_us, b.max_us);
    snprintf(what, sizeof what, "W1 ns per update, %s / %s", ours->name, other->name);
    print_ratio(what, bots, ns, pairs, ns_target);
    snprintf(what, sizeof what, "W1 tick p99, %s / %s", ours->name, other->name);
    print_ratio(what, bots, p99, pairs, p99_target);
}

/* ---- W2 ---- */

static void overload(const struct pb_system_type *systems, unsigned times)
{
    enum { BOTS = 2000, OVER_TICKS = 600, BUDGET_US = 10000, OVER_US = 10500 };
    static const struct pb_world world = {.size = sizeof world, .get_status = get_status};
    struct pb_coordinator *coordinator;
    struct pb_system_stats stats;
    const char *name = systems == by_runs ? "runs" : "steps";
    char what[BENCH_NAME];
    unsigned i, over = 0, spun_over = 0;
    /* Steps a tick, all systems together, with three of ten in combat. */
    double steps = BOTS * (0.25 + 0.25 + 0.7 * 0.1 + 0.7 * 0.05);

    in_combat = 3;
    coordinator = begin(systems, BOTS, BUDGET_US, &world);
    for (i = 0; i < SYSTEMS; i++)
        ((struct thinker *)pb_coordinator_system(coordinator, i))->spin_ns =
            (uint32_t)(times * BUDGET_US * 1000.0 / steps);
    for (i = 0; i < OVER_TICKS; i++) {
        int64_t start_ns = pb_clock_thread_ns();

        pb_coordinator_update(coordinator, TICK_MS, NULL, NULL);
        over += pb_clock_thread_ns() - start_ns > OVER_US * 1000;
        start_ns = pb_clock_thread_ns();
        while (pb_clock_thread_ns() - start_ns < BUDGET_US * 1000)
            ;
        spun_over += pb_clock_thread_ns() - start_ns > OVER_US * 1000;
    }
    snprintf(what, sizeof what, "W2 %s, ticks above 10.5 ms, demand %u budgets", name, times);
    bench_shares(what, BOTS, over, spun_over, OVER_TICKS);
    for (i = 0; i < SYSTEMS; i++) {
        pb_coordinator_system_stats(coordinator, i, &stats);
        snprintf(what, sizeof what, "W2 %s, oldest step, demand %u budgets, %s", name, times, stats.name);
        bench_value(what, "ms late", BOTS, stats.max_age_ms, stats.stated_age_ms);
    }
    pb_coordinator_free(coordinator);
}

int main(int argc, char **argv)
{
    static const uint32_t sizes[] = {1000, 5000, 50000, 100000};
    unsigned pairs = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 15, i;

    if (!pairs || pairs > MOST_PAIRS)
        return 2;
    printf("%u pairs; medians of ratios with a 95 %% interval\n", pairs);
    for (i = 0; i < sizeof sizes / sizeof *sizes && sizes[i] <= bench_most_bots(); i++) {
        race(&runs_racer, &runs_racer, sizes[i], pairs, 0, 0);
        race(&steps_racer, &steps_racer, sizes[i], pairs, 0, 0);
        race(&runs_racer, &polling_racer, sizes[i], pairs, 0, 0);
        race(&steps_racer, &polling_racer, sizes[i], pairs, 0, 0);
#ifdef WITH_FLECS
        race(&runs_racer, &flecs_racer, sizes[i], pairs, 1, 0.5);
        race(&steps_racer, &flecs_racer, sizes[i], pairs, 1, 0.5);
#endif
    }
    overload(by_steps, 2);
    overload(by_steps, 5);
    overload(by_runs, 5);
    return 0;
}
