/*
 * World run: bots in the embedded realm, in this process alone, as fast as it goes. Checks the invariants and
 * prints what came of it as one line of JSON.
 *
 * Usage: world_run BOTS SECONDS [SEED [CHECK_EVERY_TICKS]]     seconds of the simulated world; exit code 1
 * when an invariant broke
 */
#include "../sample/memory_store.h"
#include "../sample/progress.h"
#include "../sample/sample_content.h"
#include "../sample/sample_run.h"
#include "base/clock.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Short, so that a run of ten minutes would show who is without progress. */
enum { TIMEOUT_S = 120 };

static void print_figure(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    (void)unit;
    (void)help;
    printf(", \"%s_%s\": %" PRIu64, (const char *)user, name, value);
}

static void print_systems(struct pb_coordinator *coordinator)
{
    unsigned i;

    for (i = 0; i < pb_coordinator_system_count(coordinator); i++) {
        struct pb_system_stats stats;
        char name[32];

        pb_coordinator_system_stats(coordinator, i, &stats);
        snprintf(name, sizeof name, "%s", stats.name);
        /* Overruns are the machine's when it has other work; each is an error too. */
        printf(", \"%s_updates\": %" PRIu64 ", \"%s_cpu_us\": %" PRIu64
               ", \"%s_p50_ns\": %u, \"%s_p99_ns\": %u, \"%s_errors\": %" PRIu64 ", \"%s_max_age_ms\": %u",
               name, stats.updates, name, stats.cpu_ns / 1000, name, stats.p50_ns, name, stats.p99_ns, name,
               stats.errors - stats.overruns, name, stats.max_age_ms);
        pb_coordinator_figures(coordinator, i, print_figure, name);
    }
}

int main(int argc, char **argv)
{
    uint32_t bots = argc > 1 ? (uint32_t)atoi(argv[1]) : 100,
             seconds = argc > 2 ? (uint32_t)atoi(argv[2]) : 60;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    unsigned every = argc > 4 ? (unsigned)atoi(argv[4]) : 20;
    struct pb_run_of_bots run;
    struct pb_run_options options = {.bots = bots,
                                     .seed = seed,
                                     .types = pb_systems,
                                     .type_count = pb_system_count,
                                     .quest_timeout_s = TIMEOUT_S};
    struct pb_coordinator_stats stats;
    struct pb_progress progress;
    int64_t realm_ns = 0, start_ns;
    uint64_t levels = 0;
    static char text[8192];
    int code = 0;
    uint32_t i;

    if (pb_run_begin_as(&run, &options) != PB_OK || pb_progress_begin(&progress, bots, TIMEOUT_S) != PB_OK)
        return 2;
    for (i = 0; i < seconds * 1000 / PB_RUN_TICK_MS && !code; i++) {
        start_ns = pb_clock_thread_ns();
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        realm_ns += pb_clock_thread_ns() - start_ns;
        pb_run_think(&run);
        if (i % every == 0 && pb_realm_check(run.realm, text, sizeof text) != PB_OK) {
            fprintf(stderr, "tick %u: %s\n", i, text);
            code = 1;
        }
        if (pb_progress_check(&progress, pb_realm_world(run.realm), run.coordinator, text, sizeof text) !=
            PB_OK) {
            fprintf(stderr, "tick %u: %s\n", i, text);
            code = 1;
        }
        if (getenv("TRACE_BOT") && i % 20 == 0) {
            char *why = malloc(8192);
            pb_coordinator_explain(run.coordinator, (pb_bot)atoi(getenv("TRACE_BOT")), why, 8192);
            fprintf(stderr, "--- %u s\n%s", i / 20, why);
            free(why);
        }
        if (i == 20 * 30)
            pb_coordinator_reset_stats(run.coordinator);
    }
    pb_coordinator_stats(run.coordinator, &stats);
    for (i = 0; i < pb_coordinator_bots(run.coordinator)->count; i++)
        levels += pb_coordinator_bots(run.coordinator)->row[i].status.level;
    printf("{\"bots\": %u, \"seconds\": %u, \"seed\": %" PRIu64
           ", \"mean_level\": %.3f, \"tick_p50_us\": %u, \"tick_p99_us\": %u, \"tick_max_us\": %u, "
           "\"cpu_percent\": %.3f, \"realm_cpu_percent\": %.3f, \"updates_per_s\": %.0f",
           stats.bots, seconds, seed, stats.bots ? (double)levels / stats.bots : 0, stats.tick_p50_us,
           stats.tick_p99_us, stats.tick_max_us, (double)stats.cpu_ns / 1e7 / seconds,
           (double)realm_ns / 1e7 / seconds, (double)stats.updates / seconds);
#define X(name, unit, help) printf(", \"" #name "\": %" PRIu64, pb_realm_stats(run.realm)->name);
    PB_REALM_STATS(X)
#undef X
    print_systems(run.coordinator);
    puts("}");
    if (argc > 5) {
        char *why = malloc(8192);

        pb_coordinator_explain(run.coordinator, (pb_bot)atoi(argv[5]), why, 8192);
        fputs(why, stderr);
        free(why);
    }
    pb_progress_end(&progress);
    pb_run_end(&run);
    return code;
}
