/* Figures of the AI: for the host, for metrics and for people. */
#include "api/ai.h"
#include <stdio.h>
#include <string.h>

static const char *const class_update_names[PB_PRIORITIES] = {
    "ai_critical_updates", "ai_high_updates", "ai_normal_updates", "ai_low_updates", "ai_idle_updates"};
static const char *const class_age_names[PB_PRIORITIES] = {"ai_critical_max_age_ms", "ai_high_max_age_ms",
                                                           "ai_normal_max_age_ms", "ai_low_max_age_ms",
                                                           "ai_idle_max_age_ms"};

struct teller {
    const struct pb_handle *handle;
    pb_metric_fn *metric;
    void *user;
    const char *system;
};

/* A name that stays: the one that is known, or a copy. NULL when there is no memory. */
static const char *keep_name(const struct pb_handle *handle, const char *name)
{
    struct pb_ai *ai = handle->ai;
    size_t i;
    char **bigger;

    for (i = 0; i < ai->figure_count; i++)
        if (strcmp(ai->figure_names[i], name) == 0)
            return ai->figure_names[i];
    if (ai->figure_count == ai->figure_capacity) {
        bigger =
            pb_memory_resize(&handle->memory, ai->figure_names, (ai->figure_capacity + 64) * sizeof *bigger);
        if (!bigger)
            return NULL;
        ai->figure_names = bigger;
        ai->figure_capacity += 64;
    }
    ai->figure_names[ai->figure_count] = pb_memory_copy(&handle->memory, name, strlen(name));
    return ai->figure_names[ai->figure_count] ? ai->figure_names[ai->figure_count++] : NULL;
}

static void tell_own(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    const struct teller *teller = user;
    const char *kept;
    char full[65];

    snprintf(full, sizeof full, "system_%.20s_%.36s", teller->system, name);
    kept = keep_name(teller->handle, full);
    if (kept)
        teller->metric(teller->user, kept, value, unit, help);
}

static void tell_system(const struct pb_handle *handle, unsigned number, pb_metric_fn *metric, void *user)
{
    const struct pb_ai *ai = handle->ai;
    struct pb_system_stats stats;
    struct teller teller = {handle, metric, user, NULL};

    pb_coordinator_system_stats(ai->coordinator, number, &stats);
    teller.system = stats.name;
    tell_own(&teller, "updates", stats.updates, "steps", "steps of bots in this system");
    tell_own(&teller, "errors", stats.errors, "steps", "steps that ended with an error");
    tell_own(&teller, "overruns", stats.overruns, "steps", "steps that took far too long");
    tell_own(&teller, "cpu_us", stats.cpu_ns / 1000, "microseconds", "CPU time of this system");
    tell_own(&teller, "p50_ns", stats.p50_ns, "ns now", "median time of a step");
    tell_own(&teller, "p99_ns", stats.p99_ns, "ns now", "time that 99 of 100 steps do not exceed");
    tell_own(&teller, "max_ns", stats.max_ns, "ns now", "longest step");
    tell_own(&teller, "age_ms", stats.age_ms, "ms now", "how late the oldest due step is");
    tell_own(&teller, "max_age_ms", stats.max_age_ms, "ms now", "how late a step came at most");
    tell_own(&teller, "bytes", stats.bytes, "bytes now", "memory of this system for all bots");
    tell_own(&teller, "shared_bytes", stats.shared_bytes, "bytes now",
             "memory of this system that all bots share");
    pb_coordinator_figures(ai->coordinator, number, tell_own, &teller);
}

struct look_ups {
    uint64_t hits, misses;
};

static void add_look_ups(void *user, const char *name, uint64_t hits, uint64_t misses)
{
    struct look_ups *all = user;

    (void)name;
    all->hits += hits;
    all->misses += misses;
}

void pb_ai_count_look_ups(const struct pb_ai *ai, uint64_t *hits, uint64_t *misses)
{
    struct look_ups all = {0, 0};
    unsigned i;

    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++)
        pb_coordinator_caches(ai->coordinator, i, add_look_ups, &all);
    *hits = all.hits;
    *misses = all.misses;
}

void pb_ai_tell_metrics(const struct pb_handle *handle, pb_metric_fn *metric, void *user)
{
    const struct pb_ai *ai = handle->ai;
    const struct pb_population_stats *population;
    struct pb_coordinator_stats stats;
    uint64_t hits, misses;
    unsigned i;

    if (!ai)
        return;
    population = pb_population_stats(ai->population);
    pb_coordinator_stats(ai->coordinator, &stats);
    metric(user, "ai_bots", stats.bots, "bots now", "bots that think");
    metric(user, "ai_updates", stats.updates, "steps", "steps of all systems");
    metric(user, "ai_cpu_us", stats.cpu_ns / 1000, "microseconds", "CPU time of all ticks of the AI");
    metric(user, "ai_events", stats.events, "events", "events of the world");
    metric(user, "ai_over_budget_ticks", stats.over_budget_ticks, "ticks",
           "ticks that took longer than their budget");
    metric(user, "ai_tick_p50_us", stats.tick_p50_us, "microseconds now", "median CPU time of a tick");
    metric(user, "ai_tick_p99_us", stats.tick_p99_us, "microseconds now",
           "CPU time that 99 of 100 ticks do not exceed");
    metric(user, "ai_tick_max_us", stats.tick_max_us, "microseconds now", "longest tick");
    metric(user, "ai_load_percent", stats.load_percent, "percent now",
           "stretch of intervals by load control; 100 is none");
    metric(user, "ai_health", (uint64_t)ai->health, "level now", "0 green, 1 yellow, 2 red");
    metric(user, "ai_alerts", ai->alerts, "runs", "runs of AlertCommand");
    metric(user, "ai_bytes", stats.bytes, "bytes now", "memory of bot table and schedule");
    pb_ai_count_look_ups(ai, &hits, &misses);
    metric(user, "ai_cache_hits", hits, "look-ups", "look-ups of all caches of the systems that were known");
    metric(user, "ai_cache_misses", misses, "look-ups", "look-ups of these caches that were not");
    for (i = 0; i < PB_PRIORITIES; i++) {
        metric(user, class_update_names[i], stats.class_updates[i], "steps", "steps of this class");
        metric(user, class_age_names[i], stats.class_max_age_ms[i], "ms now",
               "how late a step of this class came at most");
    }
    pb_ai_market_tell_metrics(&ai->market, metric, user);
#define X(name, unit, text) metric(user, "population_" #name, population->name, unit, text);
    PB_POPULATION_STATS(X)
#undef X
    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++)
        tell_system(handle, i, metric, user);
}
