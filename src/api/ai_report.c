/* Report: how well the bots are and what the systems cost, for the database. */
#include "api/ai.h"
#include "db/call_population.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static const char *const class_names[PB_PRIORITIES] = {"critical", "high", "normal", "low", "idle"};

static void on_saved(void *user, const struct pb_answer *answer)
{
    struct pb_handle *handle = user;

    if (answer->error && answer->error != PB_E_no_database && answer->error != PB_E_stopped)
        PB_LOG(handle->log, AI, WARN, 0, "health and figures of systems: %s", answer->message);
}

/* Sends a row or an array of them; frees it. */
static void send_row(struct pb_handle *handle, const struct pb_statement *statement, json_t *rows)
{
    uint64_t agent_id = pb_agent_state(handle->agent)->agent_id;
    char *text = json_dumps(rows, JSON_COMPACT);

    json_decref(rows);
    if (text) {
        const struct pb_value values[] = {PB_VALUE_U64(agent_id), PB_VALUE_TEXT(text)};

        if (pb_database_call(handle->database, statement, values, 2, 0, on_saved, handle) != PB_OK)
            PB_LOG(handle->log, AI, DEBUG, 0, "health and figures of systems: too many requests are out");
    }
    free(text);
}

static json_t *number(uint64_t value)
{
    return json_integer((json_int_t)value);
}

static uint64_t narrow(uint64_t value)
{
    return value < UINT32_MAX ? value : UINT32_MAX;
}

static json_t *health_row(struct pb_ai *ai, int64_t now_ms)
{
    const struct pb_population_stats *population = pb_population_stats(ai->population);
    struct pb_coordinator_stats stats;
    uint64_t hits, misses;
    struct pb_histogram since;
    struct pb_ai_window now;
    json_t *row = json_object(), *ages = json_array();
    int64_t spent_ms;
    unsigned i;

    pb_ai_look(ai, now_ms, &now);
    pb_histogram_since(&now.tick_us, &ai->reported.tick_us, &since);
    spent_ms = now_ms - ai->reported.at_ms;
    pb_coordinator_stats(ai->coordinator, &stats);
    pb_ai_count_look_ups(ai, &hits, &misses);
    json_object_set_new(row, "health", json_string(pb_health_name(ai->health)));
    json_object_set_new(row, "reasons", json_string(ai->reasons));
    json_object_set_new(row, "bots", number(stats.bots));
    json_object_set_new(row, "wanted", number(narrow(ai->is_stopping ? 0 : population->wanted)));
    json_object_set_new(row, "ticks", number(stats.ticks));
    json_object_set_new(row, "over_budget", number(stats.over_budget_ticks));
    json_object_set_new(row, "tick_p50_us", number(pb_histogram_quantile(&since, 500)));
    json_object_set_new(row, "tick_p99_us", number(pb_histogram_quantile(&since, 990)));
    json_object_set_new(row, "tick_max_us", number(since.max));
    json_object_set_new(
        row, "cpu_permille",
        number(spent_ms > 0 ? narrow((now.cpu_ns - ai->reported.cpu_ns) / 1000 / (uint64_t)spent_ms) : 0));
    json_object_set_new(row, "bytes_per_bot", number(stats.bots ? ai->bot_bytes / stats.bots : 0));
    json_object_set_new(row, "load_percent", number(stats.load_percent));
    json_object_set_new(row, "cache_hits", number(hits));
    json_object_set_new(row, "cache_misses", number(misses));
    for (i = 0; i < PB_PRIORITIES; i++)
        json_array_append_new(ages, number(stats.class_max_age_ms[i]));
    json_object_set_new(row, "class_ages_ms", ages);
    ai->reported = now;
    return row;
}

static json_t *system_row(struct pb_ai *ai, unsigned system, uint32_t bots)
{
    struct pb_system_stats stats;
    json_t *row = json_object();
    const char *state;

    pb_coordinator_system_stats(ai->coordinator, system, &stats);
    state = !stats.is_supported ? "no world" : !stats.is_enabled ? "off" : pb_fault_name(stats.fault);
    json_object_set_new(row, "system", json_string(stats.name));
    json_object_set_new(row, "class", json_string(class_names[stats.priority]));
    json_object_set_new(row, "state", json_string(state));
    json_object_set_new(row, "updates", number(stats.updates));
    json_object_set_new(row, "errors", number(stats.errors));
    json_object_set_new(row, "overruns", number(stats.overruns));
    json_object_set_new(row, "cpu_us", number(stats.cpu_ns / 1000));
    json_object_set_new(row, "p50_ns", number(stats.p50_ns));
    json_object_set_new(row, "p99_ns", number(stats.p99_ns));
    json_object_set_new(row, "max_ns", number(stats.max_ns));
    json_object_set_new(row, "age_ms", number(stats.age_ms));
    json_object_set_new(row, "max_age_ms", number(stats.max_age_ms));
    json_object_set_new(row, "stated_age_ms", number(stats.stated_age_ms));
    json_object_set_new(row, "interval_ms", number(stats.interval_ms));
    json_object_set_new(row, "over_budget", number(stats.cut));
    json_object_set_new(row, "bots", number(bots));
    json_object_set_new(row, "bytes_per_bot", number(bots ? stats.bytes / bots : 0));
    json_object_set_new(row, "shared_bytes", number(stats.shared_bytes));
    json_object_set_new(row, "cache_hits", number(stats.cache_hits));
    json_object_set_new(row, "cache_misses", number(stats.cache_misses));
    return row;
}

void pb_ai_report(struct pb_handle *handle, int64_t now_ms)
{
    struct pb_ai *ai = handle->ai;
    struct pb_coordinator_stats stats;
    json_t *rows;
    unsigned i;

    if (!pb_agent_state(handle->agent)->agent_id)
        return;
    pb_coordinator_stats(ai->coordinator, &stats);
    send_row(handle, &pb_call_save_agent_health, health_row(ai, now_ms));
    rows = json_array();
    for (i = 0; i < pb_coordinator_system_count(ai->coordinator); i++)
        json_array_append_new(rows, system_row(ai, i, stats.bots));
    send_row(handle, &pb_call_save_system_metrics, rows);
}
