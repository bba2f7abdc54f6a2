/*
 * World run: bots in the embedded realm, in this process alone, as fast as it goes. Checks the invariants and
 * prints what came of it as one line of JSON.
 *
 * Usage: world_run BOTS SECONDS [SEED [CHECK_EVERY_TICKS]]     seconds of the simulated world; exit code 1
 * when an invariant broke
 */
#include "../sample/memory_store.h"
#include "../sample/sample_content.h"
#include "ai/population.h"
#include "api/systems.h"
#include "base/clock.h"
#include "realm/realm.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { TICK_MS = 50, NOON = 720 };

static int take_name(void *user, char name[13])
{
    unsigned *number = user;

    snprintf(name, 13, "Bot%u", (*number)++ % 1000000000);
    return PB_OK;
}

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
        printf(", \"%s_updates\": %" PRIu64 ", \"%s_cpu_us\": %" PRIu64
               ", \"%s_p50_ns\": %u, \"%s_p99_ns\": %u, \"%s_errors\": %" PRIu64 ", \"%s_max_age_ms\": %u",
               name, stats.updates, name, stats.cpu_ns / 1000, name, stats.p50_ns, name, stats.p99_ns, name,
               stats.errors, name, stats.max_age_ms);
        pb_coordinator_figures(coordinator, i, print_figure, name);
    }
}

int main(int argc, char **argv)
{
    uint32_t bots = argc > 1 ? (uint32_t)atoi(argv[1]) : 100,
             seconds = argc > 2 ? (uint32_t)atoi(argv[2]) : 60;
    uint64_t seed = argc > 3 ? strtoull(argv[3], NULL, 10) : 1;
    unsigned every = argc > 4 ? (unsigned)atoi(argv[4]) : 20, names = 1;
    struct pb_memory_store store = {0};
    struct pb_realm_store functions = pb_memory_store_functions(&store);
    struct pb_realm_options realm_options = {.memory = pb_memory_libc, .store = &functions, .seed = seed};
    struct pb_coordinator_options options = {.memory = pb_memory_libc,
                                             .types = pb_systems,
                                             .type_count = pb_system_count,
                                             .capacity = bots,
                                             .seed = seed,
                                             .budget_us = 1000000,
                                             .far_percent = 100,
                                             .settings = {.quest_strategy = "optimal",
                                                          .loot_policy = "greed",
                                                          .quest_timeout_s = 900,
                                                          .group_percent = 20,
                                                          .combat_flee_percent = 20,
                                                          .combat_rest_percent = 50}};
    struct pb_population_options people = {
        .memory = pb_memory_libc, .names = {&names, take_name}, .seed = seed};
    struct pb_log_options log_options = {.level = PB_WARN};
    struct pb_content *content = pb_sample_content(seed);
    struct pb_coordinator *coordinator;
    struct pb_population *population;
    struct pb_realm *realm;
    struct pb_coordinator_stats stats;
    struct pb_log *log;
    int64_t realm_ns = 0, start_ns;
    uint64_t levels = 0;
    char text[256];
    int code = 0;
    uint32_t i;

    realm_options.content = content;
    if (!content || pb_log_new(&log, &log_options) != PB_OK || pb_realm_new(&realm, &realm_options) != PB_OK)
        return 2;
    options.world = people.world = pb_realm_world(realm);
    options.log = people.log = log;
    if (pb_coordinator_new(&coordinator, &options) != PB_OK)
        return 2;
    people.coordinator = coordinator;
    people.settings = (struct pb_population_settings){
        .bots = bots, .login_per_s = 1000, .create_per_s = 1000, .per_account = 10};
    memset(people.settings.schedule, 100, 24);
    pb_race_weights_default(&people.settings.weights);
    if (pb_population_new(&population, &people) != PB_OK)
        return 2;
    for (i = 0; i < (bots + 9) / 10; i++)
        if (pb_population_add_account(population, i + 1, 1) != PB_OK)
            return 2;
    for (i = 0; i < seconds * 1000 / TICK_MS && !code; i++) {
        start_ns = pb_clock_thread_ns();
        pb_realm_update(realm, TICK_MS);
        realm_ns += pb_clock_thread_ns() - start_ns;
        pb_coordinator_update(coordinator, TICK_MS, pb_population_hear, population);
        pb_population_update(population, TICK_MS, NOON);
        if (i % every == 0 && pb_realm_check(realm, text, sizeof text) != PB_OK) {
            fprintf(stderr, "tick %u: %s\n", i, text);
            code = 1;
        }
        if (getenv("TRACE_BOT") && i % 20 == 0) {
            char *why = malloc(8192);
            pb_coordinator_explain(coordinator, (pb_bot)atoi(getenv("TRACE_BOT")), why, 8192);
            fprintf(stderr, "--- %u s\n%s", i / 20, why);
            free(why);
        }
        if (i == 20 * 30)
            pb_coordinator_reset_stats(coordinator);
    }
    pb_coordinator_stats(coordinator, &stats);
    for (i = 0; i < pb_coordinator_bots(coordinator)->count; i++)
        levels += pb_coordinator_bots(coordinator)->status[i].level;
    printf("{\"bots\": %u, \"seconds\": %u, \"seed\": %" PRIu64
           ", \"mean_level\": %.3f, \"tick_p50_us\": %u, \"tick_p99_us\": %u, \"tick_max_us\": %u, "
           "\"cpu_percent\": %.3f, \"realm_cpu_percent\": %.3f, \"updates_per_s\": %.0f",
           stats.bots, seconds, seed, stats.bots ? (double)levels / stats.bots : 0, stats.tick_p50_us,
           stats.tick_p99_us, stats.tick_max_us, (double)stats.cpu_ns / 1e7 / seconds,
           (double)realm_ns / 1e7 / seconds, (double)stats.updates / seconds);
#define X(name, unit, help) printf(", \"" #name "\": %" PRIu64, pb_realm_stats(realm)->name);
    PB_REALM_STATS(X)
#undef X
    print_systems(coordinator);
    puts("}");
    if (argc > 5) {
        char *why = malloc(8192);

        pb_coordinator_explain(coordinator, (pb_bot)atoi(argv[5]), why, 8192);
        fputs(why, stderr);
        free(why);
    }
    pb_population_free(population);
    pb_coordinator_free(coordinator);
    pb_realm_free(realm);
    pb_content_free(content);
    pb_memory_store_release(&store);
    pb_log_free(log);
    return code;
}
