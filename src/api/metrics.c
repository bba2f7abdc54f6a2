/* Metrics: every counter and level, for the host and for the database. */
#include "api/ai.h"
#include "api/handle.h"
#include <stdio.h>
#include <string.h>

static void tell_database(const struct pb_handle *handle, pb_metric_fn *metric, void *user)
{
    const struct pb_database_stats *stats = pb_database_stats(handle->database);

#define X(name, unit, text) metric(user, "database_" #name, pb_stat_get(&stats->name), unit, text);
    PB_DATABASE_STATS(X)
#undef X
    metric(user, "database_outstanding", pb_database_outstanding(handle->database), "requests now",
           "requests that the tick thread waits for now");
}

static void tell_caches(const struct pb_handle *handle, pb_metric_fn *metric, void *user)
{
    const struct pb_limit_stats *limit = pb_limit_cache_stats(handle->limits);
    const struct pb_account_cache_stats *accounts = pb_account_cache_stats(handle->accounts);

#define X(name, unit, text) metric(user, "limit_" #name, pb_stat_get(&limit->name), unit, text);
    PB_LIMIT_STATS(X)
#undef X
#define X(name, unit, text) metric(user, "account_cache_" #name, accounts->name, unit, text);
    PB_ACCOUNT_CACHE_STATS(X)
#undef X
}

static void tell_agent(const struct pb_handle *handle, pb_metric_fn *metric, void *user)
{
    const struct pb_session_stats *sessions = pb_sessions_stats(handle->sessions);
    const struct pb_outbox_stats *outbox = pb_outbox_stats(handle->outbox);
    const struct pb_agent_state *agent = pb_agent_state(handle->agent);

    metric(user, "agent_leases", agent->leases, "accounts now", "accounts held now");
    metric(user, "agent_wanted", agent->wanted, "accounts now", "accounts that should be held now");
    metric(user, "agent_heartbeats", agent->heartbeats, "heartbeats", "heartbeats that were answered");
    metric(user, "agent_errors", agent->errors, "errors", "registrations, heartbeats and leases that failed");
    metric(user, "agent_registrations", agent->registrations, "registrations",
           "registrations of this process");
    metric(user, "agent_event_runs", agent->event_runs, "runs",
           "overdue database events that this agent ran");
#define X(name, unit, text) metric(user, "session_" #name, sessions->name, unit, text);
    PB_SESSION_STATS(X)
#undef X
#define X(name, unit, text) metric(user, "outbox_" #name, outbox->name, unit, text);
    PB_OUTBOX_STATS(X)
#undef X
}

void pb_get_metrics(pb_handle *handle, pb_metric_fn *metric, void *user)
{
    metric(user, "ticks", handle->ticks, "ticks", "calls of pb_update");
    metric(user, "tick_time_ms", handle->tick_ms, "ms", "time that the host's ticks stood for");
    metric(user, "accounts_created", handle->created_accounts, "accounts",
           "accounts that this handle created");
    metric(user, "account_creation_us", handle->creation_us, "microseconds",
           "time of all creations together");
    metric(user, "account_creation_max_us", handle->creation_max_us, "microseconds",
           "longest time of a creation, per account");
    metric(user, "accounts_deleted", handle->deleted_accounts, "accounts",
           "accounts that this handle deleted");
    metric(user, "commands", handle->commands, "commands", "commands that were run");
    tell_database(handle, metric, user);
    tell_caches(handle, metric, user);
    if (handle->mode == PB_MODE_AGENT)
        tell_agent(handle, metric, user);
    pb_ai_tell_metrics(handle, metric, user);
}

struct writer {
    struct pb_handle *handle;
    uint32_t number;
};

static void write_metric(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    struct writer *writer = user;
    struct pb_write write = {
        .key = ++writer->number, .fields = PB_FIELD_VALUE, .value = value, .name = name, .unit = unit};

    (void)help;
    if (pb_outbox_put(writer->handle->outbox, PB_WRITE_METRIC, &write) != PB_OK)
        return; /* the outbox counts and says it */
}

void pb_metrics_update(struct pb_handle *handle, int64_t now_ms)
{
    struct writer writer = {handle, 0};

    if (now_ms < handle->metrics_due_ms || !pb_agent_state(handle->agent)->agent_id)
        return;
    handle->metrics_due_ms = now_ms + handle->conf->number[PB_CONF_METRICS_INTERVAL] * 1000;
    pb_get_metrics(handle, write_metric, &writer);
    if (handle->ai)
        pb_ai_report(handle, now_ms);
}
