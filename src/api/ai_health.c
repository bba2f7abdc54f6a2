/* Health and figures of the AI: for the host, for the database, and for who must be woken. */
#include "api/ai.h"
#include "db/call_population.h"
#include <inttypes.h>
#include <jansson.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

enum { JUDGE_EVERY_MS = 10000 };

static const char *const class_names[PB_PRIORITIES] = {"critical", "high", "normal", "low", "idle"};
static const char *const class_update_names[PB_PRIORITIES] = {
    "ai_critical_updates", "ai_high_updates", "ai_normal_updates", "ai_low_updates", "ai_idle_updates"};
static const char *const class_age_names[PB_PRIORITIES] = {"ai_critical_max_age_ms", "ai_high_max_age_ms",
                                                           "ai_normal_max_age_ms", "ai_low_max_age_ms",
                                                           "ai_idle_max_age_ms"};

/* The worst class: how much of the age that its systems state was reached, in percent. */
static void look_at_systems(struct pb_ai *ai, struct pb_health_input *input)
{
    unsigned i;

    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++) {
        struct pb_system_stats stats;
        uint32_t stated_ms, late_percent;

        pb_coordinator_system_stats(ai->coordinator, i, &stats);
        if (!stats.is_supported || !stats.is_enabled)
            continue;
        stated_ms = stats.stated_age_ms;
        late_percent = stated_ms ? (uint32_t)((uint64_t)stats.age_ms * 100 / stated_ms) : 0;
        if (late_percent > input->late_percent)
            input->late_percent = late_percent;
        input->systems_resting += stats.fault == PB_FAULT_BACKOFF || stats.fault == PB_FAULT_OPEN;
        input->systems_disabled += stats.fault == PB_FAULT_DISABLED;
        input->faulty_bots += stats.bots_by_fault[PB_FAULT_DEGRADED] + stats.bots_by_fault[PB_FAULT_DISABLED];
        input->bytes_per_bot += input->bots ? stats.bytes / input->bots : 0;
    }
}

/* Runs Playerbot.AlertCommand with the reasons; its end is nobody's business here. */
static void alert(struct pb_handle *handle)
{
    char *command = handle->conf->text[PB_CONF_AI_ALERT_COMMAND];
    char *arguments[] = {command, handle->ai->reasons, NULL};
    posix_spawnattr_t attributes;
    int error;

    /* One at a time: a program that hangs must not become many. */
    if (!*command || handle->ai->alert_child)
        return;
    handle->ai->alerts++;
    /* In a process group of its own: Ctrl-C here is not meant for it. */
    if (posix_spawnattr_init(&attributes) != 0)
        return;
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    error = posix_spawn(&handle->ai->alert_child, command, NULL, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    if (error) {
        handle->ai->alert_child = 0;
        PB_LOG(handle->log, AI, ERROR, 0, "AlertCommand %s: %s", command, strerror(error));
    }
}

void pb_ai_judge(struct pb_handle *handle, int64_t now_ms)
{
    struct pb_ai *ai = handle->ai;
    const struct pb_population_stats *population = pb_population_stats(ai->population);
    struct pb_health_input input = {0};
    struct pb_coordinator_stats stats;
    enum pb_health before = ai->health;

    if (now_ms < ai->health_due_ms)
        return;
    ai->health_due_ms = now_ms + JUDGE_EVERY_MS;
    if (ai->alert_child && waitpid(ai->alert_child, NULL, WNOHANG) != 0)
        ai->alert_child = 0;
    pb_coordinator_stats(ai->coordinator, &stats);
    input.bots = stats.bots;
    input.wanted = ai->is_stopping ? 0 : (uint32_t)population->wanted;
    input.tick_p99_us = stats.tick_p99_us;
    input.budget_us = (uint32_t)handle->conf->number[PB_CONF_AI_TICK_BUDGET];
    input.ticks = stats.ticks - ai->judged_ticks;
    input.over_budget_ticks = stats.over_budget_ticks - ai->judged_over;
    input.load_percent = stats.load_percent;
    input.bytes_per_bot = stats.bots ? stats.bytes / stats.bots : 0;
    input.is_database_away = pb_stat_get(&pb_database_stats(handle->database)->breakers_open) > 0;
    look_at_systems(ai, &input);
    ai->judged_ticks = stats.ticks;
    ai->judged_over = stats.over_budget_ticks;
    ai->health = pb_health_judge(&input, ai->reasons, sizeof ai->reasons);
    if (ai->health == before)
        return;
    if (ai->health == PB_RED) {
        PB_LOG(handle->log, AI, ERROR, 0, "health is RED: %s", ai->reasons);
        alert(handle);
        pb_ai_write_systems(handle);
    } else {
        PB_LOG(handle->log, AI, INFO, 0, "health is %s%s%s", pb_health_name(ai->health),
               *ai->reasons ? ": " : "", ai->reasons);
    }
}

/* ---- Figures ---- */

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

void pb_ai_tell_metrics(const struct pb_handle *handle, pb_metric_fn *metric, void *user)
{
    const struct pb_ai *ai = handle->ai;
    const struct pb_population_stats *population;
    struct pb_coordinator_stats stats;
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
    for (i = 0; i < PB_PRIORITIES; i++) {
        metric(user, class_update_names[i], stats.class_updates[i], "steps", "steps of this class");
        metric(user, class_age_names[i], stats.class_max_age_ms[i], "ms now",
               "how late a step of this class came at most");
    }
#define X(name, unit, text) metric(user, "population_" #name, population->name, unit, text);
    PB_POPULATION_STATS(X)
#undef X
    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++)
        tell_system(handle, i, metric, user);
}

/* ---- For the database ---- */

static void on_saved(void *user, const struct pb_answer *answer)
{
    struct pb_handle *handle = user;

    if (answer->error && answer->error != PB_E_no_database && answer->error != PB_E_stopped)
        PB_LOG(handle->log, AI, WARN, 0, "figures of systems: %s", answer->message);
}

void pb_ai_write_systems(struct pb_handle *handle)
{
    const struct pb_ai *ai = handle->ai;
    uint64_t agent_id = pb_agent_state(handle->agent)->agent_id;
    json_t *rows = json_array();
    unsigned i;
    char *text;

    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++) {
        struct pb_system_stats stats;
        struct pb_coordinator_stats all;

        pb_coordinator_stats(ai->coordinator, &all);
        pb_coordinator_system_stats(ai->coordinator, i, &stats);
        json_array_append_new(
            rows,
            json_pack("{s:s, s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:s}", "system",
                      stats.name, "class", class_names[stats.priority], "updates", (json_int_t)stats.updates,
                      "errors", (json_int_t)stats.errors, "cpu_us", (json_int_t)(stats.cpu_ns / 1000),
                      "p50_ns", (json_int_t)stats.p50_ns, "p99_ns", (json_int_t)stats.p99_ns, "max_ns",
                      (json_int_t)stats.max_ns, "max_age_ms", (json_int_t)stats.max_age_ms, "over_budget",
                      (json_int_t)stats.cut, "bots", (json_int_t)all.bots, "bytes_per_bot",
                      (json_int_t)(all.bots ? stats.bytes / all.bots : 0), "state",
                      !stats.is_supported ? "no world"
                      : !stats.is_enabled ? "off"
                                          : pb_fault_name(stats.fault)));
    }
    text = json_dumps(rows, JSON_COMPACT);
    json_decref(rows);
    if (text && agent_id) {
        const struct pb_value values[] = {PB_VALUE_U64(agent_id), PB_VALUE_TEXT(text)};

        if (pb_database_call(handle->database, &pb_call_save_system_metrics, values, 2, 0, on_saved,
                             handle) != PB_OK)
            PB_LOG(handle->log, AI, DEBUG, 0, "figures of systems: too many requests are out");
    }
    free(text);
}
