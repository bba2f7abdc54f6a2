/*
 * Stress: one step of the integration test workflow (game-systems.md, section 12) with bots in the embedded
 * realm, in this process alone. Prints its measures as one line of JSON. A step has three parts of equal
 * length: before, during and after the fault; only the steps with a fault inject one in the second.
 *
 * Usage: stress STEP BOTS SECONDS [SEED]
 *
 * SECONDS are those of the simulated world. Exit code 1 when an invariant broke. STEP is the name of a system
 * (it runs with those that carry it), all, or a fault in the quest system: errors (1 % of bots), errors_all,
 * broken (1 %, their state must be mended; switched on again afterwards), overruns (1 %, 0.5 ms longer),
 * overload (every step 0.04 ms longer: no overrun) and overruns_all (every step 0.5 ms longer), with two
 * fifths of the budget that this takes), store (the store is away).
 */
#include "../sample/memory_store.h"
#include "../sample/progress.h"
#include "../sample/sample_content.h"
#include "../sample/sample_run.h"
#include "base/clock.h"
#include "quest/quest.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    WARM_S = 30,
    LOOK_TICKS = 200,
    OVERRUN_NS = 500000, /* quest states 0.25 ms */
    BUDGET_NS_PER_BOT = 5333,
    OVERLOAD_NS = 40000,
    OVERLOAD_BUDGET_NS_PER_BOT = 467,
    TIMEOUT_S = 120,
    PEOPLE = 2000 /* who trade in the auction houses */
};

/* ---- A quest system that fails when it is told to ---- */

static struct fault {
    int is_on, error;
    unsigned one_of; /* bots */
    int64_t spin_ns;
    uint32_t budget_us; /* 0: more than is ever needed */
    uint64_t injected;
} fault;

static void fail_update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    pb_quest_system.update(self, steps, count);
    for (i = 0; fault.is_on && i < count; i++) {
        int64_t start_ns = pb_clock_thread_ns();

        if (steps[i].bot % fault.one_of)
            continue;
        fault.injected++;
        steps[i].error = fault.error ? fault.error : steps[i].error;
        while (pb_clock_thread_ns() - start_ns < fault.spin_ns)
            ;
    }
}

/* ---- Measures ---- */

struct measures {
    struct pb_run_of_bots run;
    struct pb_progress progress;
    int64_t realm_ns;
    size_t realm_before;
    uint64_t cpu_ns[4], ticks[4]; /* at the beginning, and at the end of each part */
    uint32_t p50_us[3], p99_us[3], max_us[3], others_p99_ns[3];
    uint32_t
        *tick_ns; /* of the present part: exact, where the coordinator's own figures are buckets of 6 % */
    uint32_t tick_count;
    uint32_t faulty[3]; /* bots whose quest system is not in its normal state, at the end of each part */
    uint32_t most_by_fault[PB_FAULTS]; /* of the quest system, at any second of the middle part */
    uint32_t rested_s;                 /* seconds of the middle part in which the system rested as a whole */
    uint64_t over_budget[4], cut[4];   /* ticks above the budget by a twentieth, turns cut; as above */
    uint32_t ages_ms[3];               /* the latest step of another system, of each part */
    uint64_t saves[3];
    int32_t
        recovered_s; /* after the fault's end until as few bots are faulty as before; -1: not in this run */
};

/* Steps in which bots live as they should: nobody may be without progress. */
static int must_come_on(const char *step)
{
    return !strcmp(step, "all") || !strcmp(step, "quest") || !strcmp(step, "inventory") ||
           !strcmp(step, "errors") || !strcmp(step, "overruns") || !strcmp(step, "store");
}

static uint32_t count_faulty(struct pb_coordinator *coordinator)
{
    struct pb_system_stats stats;
    int quest = pb_coordinator_find_system(coordinator, "quest");

    pb_coordinator_system_stats(coordinator, (unsigned)quest, &stats);
    return pb_coordinator_bots(coordinator)->count - stats.bots_by_fault[PB_FAULT_NORMAL] -
           stats.bots_by_fault[PB_FAULT_RETRY];
}

/* What the fault machine makes of the middle part. */
static void look_at_faults(struct measures *measures)
{
    struct pb_coordinator *coordinator = measures->run.coordinator;
    struct pb_system_stats stats;
    unsigned i;

    pb_coordinator_system_stats(coordinator, (unsigned)pb_coordinator_find_system(coordinator, "quest"),
                                &stats);
    for (i = 0; i < PB_FAULTS; i++)
        if (stats.bots_by_fault[i] > measures->most_by_fault[i])
            measures->most_by_fault[i] = stats.bots_by_fault[i];
    measures->rested_s += stats.fault == PB_FAULT_BACKOFF || stats.fault == PB_FAULT_OPEN;
}

/* What only grows, at the end of part `part` - 1. */
static void note_sums(struct measures *measures, unsigned part)
{
    struct pb_coordinator *coordinator = measures->run.coordinator;
    struct pb_coordinator_stats stats;
    unsigned i;

    pb_coordinator_stats(coordinator, &stats);
    measures->cpu_ns[part] = stats.cpu_ns;
    measures->ticks[part] = stats.ticks;
    measures->over_budget[part] = stats.over_budget_ticks;
    for (i = 0; i < pb_coordinator_system_count(coordinator); i++) {
        struct pb_system_stats system;

        pb_coordinator_system_stats(coordinator, i, &system);
        measures->cut[part] += system.cut;
    }
}

static int by_size(const void *a, const void *b)
{
    const uint32_t *one = a, *other = b;

    return (*one > *other) - (*one < *other);
}

/* The ticks of a part; nearest rank. */
static void note_ticks(struct measures *measures, unsigned part)
{
    uint32_t count = measures->tick_count;

    measures->tick_count = 0;
    if (!count)
        return;
    qsort(measures->tick_ns, count, sizeof *measures->tick_ns, by_size);
    measures->p50_us[part] = measures->tick_ns[(count - 1) / 2] / 1000;
    measures->p99_us[part] = measures->tick_ns[(uint64_t)(count - 1) * 99 / 100] / 1000;
    measures->max_us[part] = measures->tick_ns[count - 1] / 1000;
}

static void begin_parts(struct measures *measures)
{
    measures->tick_count = 0;
    note_sums(measures, 0);
    pb_coordinator_reset_stats(measures->run.coordinator);
}

static void end_part(struct measures *measures, unsigned part)
{
    struct pb_coordinator *coordinator = measures->run.coordinator;
    unsigned i;

    note_sums(measures, part + 1);
    note_ticks(measures, part);
    measures->saves[part] = pb_realm_stats(measures->run.realm)->saves;
    measures->faulty[part] = count_faulty(coordinator);
    for (i = 0; i < pb_coordinator_system_count(coordinator); i++) {
        struct pb_system_stats system;

        pb_coordinator_system_stats(coordinator, i, &system);
        if (strcmp(system.name, "quest") && system.p99_ns > measures->others_p99_ns[part])
            measures->others_p99_ns[part] = system.p99_ns;
        if (strcmp(system.name, "quest") && system.max_age_ms > measures->ages_ms[part])
            measures->ages_ms[part] = system.max_age_ms;
    }
    if (part < 2)
        pb_coordinator_reset_stats(coordinator);
}

/* ---- Printing ---- */

static void print_figure(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    (void)user;
    (void)unit;
    (void)help;
    printf(", \"%s\": %" PRIu64, name, value);
}

static void print_systems(struct pb_coordinator *coordinator)
{
    unsigned i, k;

    printf(", \"systems\": {");
    for (i = 0; i < pb_coordinator_system_count(coordinator); i++) {
        struct pb_system_stats stats;

        pb_coordinator_system_stats(coordinator, i, &stats);
        printf("%s\"%s\": {\"enabled\": %u, \"updates\": %" PRIu64 ", \"errors\": %" PRIu64
               ", \"overruns\": %" PRIu64 ", \"cpu_us\": %" PRIu64 ", \"p50_ns\": %u, \"p99_ns\": %u"
               ", \"max_age_ms\": %u, \"stated_age_ms\": %u, \"bytes\": %" PRIu64
               ", \"shared_bytes\": %" PRIu64 ", \"faults\": [",
               i ? ", " : "", stats.name, stats.is_enabled, stats.updates, stats.errors, stats.overruns,
               stats.cpu_ns / 1000, stats.p50_ns, stats.p99_ns, stats.max_age_ms, stats.stated_age_ms,
               stats.bytes, stats.shared_bytes);
        for (k = 0; k < PB_FAULTS; k++)
            printf("%s%u", k ? ", " : "", stats.bots_by_fault[k]);
        printf("], \"figures\": {\"none\": 0");
        pb_coordinator_figures(coordinator, i, print_figure, NULL);
        printf("}}");
    }
    putchar('}');
}

/* Nanoseconds per bot and second of the world. */
static double cost(const struct measures *measures, unsigned part, uint32_t bots)
{
    double ticks = (double)(measures->ticks[part + 1] - measures->ticks[part]);

    /* A run that broke off has no later parts. */
    return ticks > 0 ? (double)(measures->cpu_ns[part + 1] - measures->cpu_ns[part]) * 1000 / PB_RUN_TICK_MS /
                           ticks / bots
                     : 0;
}

static void print_parts(const char *name, const uint32_t values[3])
{
    printf(", \"%s\": [%u, %u, %u]", name, values[0], values[1], values[2]);
}

static void print_sums(const char *name, const uint64_t values[4])
{
    printf(", \"%s\": [%" PRIu64 ", %" PRIu64 ", %" PRIu64 "]", name, values[1] - values[0],
           values[2] - values[1], values[3] - values[2]);
}

static void print(struct measures *measures, const char *step, uint32_t bots, uint32_t seconds, uint64_t seed)
{
    struct pb_run_of_bots *run = &measures->run;
    struct pb_coordinator_stats stats;
    int64_t grown = pb_run_rss() - run->rss_before - (int64_t)(run->store.count * sizeof *run->store.kept);
    size_t realm = pb_realm_bytes(run->realm) - measures->realm_before;
    unsigned i;

    pb_coordinator_stats(run->coordinator, &stats);
    printf("{\"step\": \"%s\", \"bots\": %u, \"online\": %" PRIu64 ", \"seconds\": %u, \"seed\": %" PRIu64
           ", \"cpu_percent\": %.3f, \"realm_cpu_percent\": %.3f, \"updates_per_s\": %.0f"
           ", \"over_budget_ticks\": %" PRIu64 ", \"rss_bytes_per_bot\": %.0f, \"realm_bytes_per_bot\": %.0f"
           ", \"coordinator_bytes_per_bot\": %.0f, \"longest_stall_s\": %u, \"longest_gain_s\": %u, "
           "\"stated_stall_s\": %u, \"injected\": %" PRIu64 ", \"recovered_s\": %d, \"refused\": %" PRIu64,
           step, bots, pb_realm_stats(run->realm)->actors, seconds, seed,
           (double)stats.cpu_ns / 1e7 / seconds, (double)measures->realm_ns / 1e7 / seconds,
           (double)stats.updates / seconds, stats.over_budget_ticks, (double)grown / bots,
           (double)realm / bots, (double)stats.bytes / bots, measures->progress.longest_ms / 1000,
           measures->progress.longest_gain_ms / 1000,
           must_come_on(step) ? measures->progress.limit_ms / 1000 : 0, fault.injected, measures->recovered_s,
           run->store.refused);
    print_parts("tick_p50_us", measures->p50_us);
    print_parts("tick_p99_us", measures->p99_us);
    print_parts("tick_max_us", measures->max_us);
    print_parts("others_p99_ns", measures->others_p99_ns);
    print_parts("faulty", measures->faulty);
    print_parts("others_max_age_ms", measures->ages_ms);
    print_sums("over_budget", measures->over_budget);
    print_sums("cut", measures->cut);
    printf(", \"rested_s\": %u, \"budget_us\": %u, \"step_us\": %" PRId64 ", \"most_by_fault\": {\"none\": 0",
           measures->rested_s, fault.budget_us, fault.spin_ns / 1000 + pb_quest_system.longest_us);
    for (i = 0; i < PB_FAULTS; i++)
        printf(", \"%s\": %u", pb_fault_name((enum pb_fault)i), measures->most_by_fault[i]);
    putchar('}');
    printf(", \"cpu_ns_per_bot_s\": [%.0f, %.0f, %.0f]", cost(measures, 0, bots), cost(measures, 1, bots),
           cost(measures, 2, bots));
    printf(", \"saves\": [%" PRIu64 ", %" PRIu64 ", %" PRIu64 "], \"realm\": {\"none\": 0",
           measures->saves[0], measures->saves[1], measures->saves[2]);
#define X(name, unit, help) printf(", \"" #name "\": %" PRIu64, pb_realm_stats(run->realm)->name);
    PB_REALM_STATS(X)
#undef X
    putchar('}');
    print_systems(run->coordinator);
    puts("}");
}

/* ---- Steps ---- */

/* What an operator does for bots whose system is disabled for its errors. */
static void switch_on(struct pb_coordinator *coordinator)
{
    int quest = pb_coordinator_find_system(coordinator, "quest");
    uint32_t bot;

    for (bot = 0; bot < pb_coordinator_bots(coordinator)->count; bot += fault.one_of)
        (void)!pb_coordinator_enable(coordinator, bot, (unsigned)quest, 1);
}

/* Nobody earns or finds anything without walking, fighting and a quest to go for. */
static int carries(const char *name, const char *step)
{
    static const char *const carriers[] = {"movement", "targeting", "attack", "survival"};
    unsigned i;

    if (!strcmp(name, step) || (!strcmp(step, "inventory") && !strcmp(name, "quest")))
        return 1;
    /* Who trades is in a group and has found something. */
    if ((!strcmp(step, "trade") && strcmp(name, "auction")) || !strcmp(step, "auction"))
        return 1;
    for (i = 0; i < sizeof carriers / sizeof *carriers; i++)
        if (!strcmp(name, carriers[i]))
            return !strcmp(step, "quest") || !strcmp(step, "inventory");
    return 0;
}

/* What goes wrong in a step. */
static void choose_fault(const char *step, uint32_t bots)
{
    fault = (struct fault){.one_of = 100};
    if (!strcmp(step, "errors"))
        fault.error = PB_E_busy;
    else if (!strcmp(step, "errors_all"))
        fault = (struct fault){.one_of = 1, .error = PB_E_busy};
    else if (!strcmp(step, "broken"))
        fault.error = PB_E_broken;
    else if (!strcmp(step, "overruns"))
        fault.spin_ns = OVERRUN_NS;
    else if (!strcmp(step, "overload"))
        fault = (struct fault){
            .one_of = 1, .spin_ns = OVERLOAD_NS, .budget_us = bots * OVERLOAD_BUDGET_NS_PER_BOT / 1000};
    else if (!strcmp(step, "overruns_all"))
        fault =
            (struct fault){.one_of = 1, .spin_ns = OVERRUN_NS, .budget_us = bots * BUDGET_NS_PER_BOT / 1000};
}

static int choose(struct measures *measures, const char *step)
{
    struct pb_coordinator *coordinator = measures->run.coordinator;
    unsigned i;

    if (!fault.error && !fault.spin_ns && strcmp(step, "all") && strcmp(step, "store") &&
        pb_coordinator_find_system(coordinator, step) < 0)
        return PB_E_bad_argument;
    for (i = 0;
         i < pb_coordinator_system_count(coordinator) && pb_coordinator_find_system(coordinator, step) >= 0;
         i++) {
        struct pb_system_stats stats;

        pb_coordinator_system_stats(coordinator, i, &stats);
        if (!carries(stats.name, step) && pb_coordinator_enable_system(coordinator, i, 0) != PB_OK)
            return PB_E_bad_argument;
    }
    return PB_OK;
}

static void think(struct measures *measures)
{
    struct pb_coordinator_stats before, after;

    pb_coordinator_stats(measures->run.coordinator, &before);
    pb_run_think(&measures->run);
    pb_coordinator_stats(measures->run.coordinator, &after);
    measures->tick_ns[measures->tick_count++] = (uint32_t)(after.cpu_ns - before.cpu_ns);
}

/* One second of the world; 0, or 1 when an invariant broke. */
static int live(struct measures *measures, const char *step, uint32_t second, unsigned every)
{
    static char text[8192];
    unsigned i;

    for (i = 0; i < 1000 / PB_RUN_TICK_MS; i++) {
        int64_t start_ns = pb_clock_thread_ns();

        pb_realm_update(measures->run.realm, PB_RUN_TICK_MS);
        measures->realm_ns += pb_clock_thread_ns() - start_ns;
        think(measures);
        if ((second * 20 + i) % every == 0 &&
            pb_realm_check(measures->run.realm, text, sizeof text) != PB_OK) {
            fprintf(stderr, "second %u: %s\n", second, text);
            return 1;
        }
    }
    if (pb_progress_check(&measures->progress, pb_realm_world(measures->run.realm), measures->run.coordinator,
                          text, sizeof text) != PB_OK &&
        must_come_on(step)) {
        fprintf(stderr, "second %u: %s\n", second, text);
        return 1;
    }
    return 0;
}

static int go(struct measures *measures, const char *step, uint32_t bots, uint32_t seconds)
{
    int breaks_store = !strcmp(step, "store"), is_middle, code = 0;
    uint32_t third = seconds / 3, second;
    unsigned every = bots > 100 ? LOOK_TICKS : 1;

    measures->recovered_s = -1;
    for (second = 0; second < WARM_S + 3 * third && !code; second++) {
        uint32_t since = second - WARM_S;

        if (second == WARM_S)
            begin_parts(measures);
        if (second > WARM_S && since % third == 0)
            end_part(measures, since / third - 1);
        if (fault.error == PB_E_broken && second > WARM_S && since == 2 * third)
            switch_on(measures->run.coordinator);
        is_middle = second >= WARM_S && since / third == 1;
        fault.is_on = (fault.error || fault.spin_ns) && is_middle;
        measures->run.store.is_away = breaks_store && is_middle;
        code = live(measures, step, second, every);
        if (is_middle)
            look_at_faults(measures);
        if (second >= WARM_S && since >= 2 * third && measures->recovered_s < 0 &&
            count_faulty(measures->run.coordinator) <= measures->faulty[0])
            measures->recovered_s = (int32_t)(since - 2 * third + 1);
    }
    end_part(measures, 2);
    return code;
}

int main(int argc, char **argv)
{
    const struct pb_system_type *types[PB_MAX_SYSTEMS];
    struct pb_system_type failing = pb_quest_system;
    static struct measures measures;
    uint32_t bots = argc > 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0,
             seconds = argc > 3 ? (uint32_t)strtoul(argv[3], NULL, 10) : 0;
    uint64_t seed = argc > 4 ? strtoull(argv[4], NULL, 10) : 1;
    struct pb_run_options options = {.bots = bots,
                                     .seed = seed,
                                     .types = types,
                                     .type_count = pb_system_count,
                                     .people = PEOPLE,
                                     .quest_timeout_s = TIMEOUT_S};
    size_t ticks = ((size_t)seconds + WARM_S) * 1000 / PB_RUN_TICK_MS;
    unsigned i;
    int code;

    if (!bots || seconds < 3)
        return 2;
    failing.update = fail_update;
    for (i = 0; i < pb_system_count; i++)
        types[i] = pb_systems[i] == &pb_quest_system ? &failing : pb_systems[i];
    choose_fault(argv[1], bots);
    options.budget_us = fault.budget_us;
    /* Resident before the bots are, so that it does not count as theirs. */
    measures.tick_ns = malloc(ticks * sizeof *measures.tick_ns);
    if (!measures.tick_ns)
        return 2;
    memset(measures.tick_ns, 0xff, ticks * sizeof *measures.tick_ns);
    if (pb_run_begin_as(&measures.run, &options) != PB_OK ||
        pb_progress_begin(&measures.progress, bots, TIMEOUT_S) != PB_OK ||
        choose(&measures, argv[1]) != PB_OK)
        return 2;
    measures.realm_before = pb_realm_bytes(measures.run.realm);
    code = go(&measures, argv[1], bots, seconds);
    print(&measures, argv[1], bots, 3 * (seconds / 3) + WARM_S, seed);
    pb_run_end(&measures.run);
    pb_progress_end(&measures.progress);
    free(measures.tick_ns);
    return code;
}
