#include "api/command_runs.h"
#include "api/format.h"
#include "base/error.h"
#include "db/call_account.h"
#include "db/call_limit.h"
#include "db/call_view.h"
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int pb_run_help(struct pb_command_run *run)
{
    for (size_t i = 0; i < pb_command_count; i++) {
        const struct pb_command_entry *entry = &pb_command_table[i];
        char usage[96];

        snprintf(usage, sizeof usage, "%s %s", entry->words, entry->arguments);
        pb_format_line(run->output.line, run->output.user, "%-32s %s", usage, entry->summary);
    }
    pb_format_line(run->output.line, run->output.user, "Options: --json; for what deletes: --dry-run, --yes");
    pb_command_end(run, PB_OK, NULL);
    return PB_OK;
}

/* ---- of the agent ---- */

/* One name and value, as a line or into the object. */
static void show(struct pb_command_run *run, json_t *object, const char *name, json_t *value,
                 const char *text)
{
    if (run->is_json)
        json_object_set(object, name, value);
    else
        pb_format_line(run->output.line, run->output.user, "%-20s %s", name, text);
    json_decref(value);
}

static void show_number(struct pb_command_run *run, json_t *object, const char *name, uint64_t number)
{
    char text[32];

    snprintf(text, sizeof text, "%" PRIu64, number);
    show(run, object, name, json_integer((json_int_t)number), text);
}

static void end_object(struct pb_command_run *run, json_t *object)
{
    char *text = run->is_json ? json_dumps(object, JSON_COMPACT) : NULL;

    if (text)
        run->output.line(run->output.user, text);
    free(text);
    json_decref(object);
    pb_command_end(run, PB_OK, NULL);
}

int pb_run_status(struct pb_command_run *run)
{
    pb_handle *handle = run->handle;
    const struct pb_agent_state *agent = pb_agent_state(handle->agent);
    const struct pb_session_stats *sessions = pb_sessions_stats(handle->sessions);
    const struct pb_outbox_stats *outbox = pb_outbox_stats(handle->outbox);
    const struct pb_database_stats *database = pb_database_stats(handle->database);
    const char *phase = pb_agent_phase_name(agent->phase);
    json_t *object = json_object();

    show(run, object, "name", json_string(handle->conf->text[PB_CONF_AGENT_NAME]),
         handle->conf->text[PB_CONF_AGENT_NAME]);
    show(run, object, "version", json_string(PB_VERSION), PB_VERSION);
    show(run, object, "phase", json_string(phase), phase);
    show_number(run, object, "agent_id", agent->agent_id);
    show_number(run, object, "leases", agent->leases);
    show_number(run, object, "wanted", agent->wanted);
    show_number(run, object, "sessions_active", sessions->active);
    show_number(run, object, "sessions_dirty", sessions->dirty);
    show_number(run, object, "session_bytes", sessions->bytes);
    show_number(run, object, "outbox_rows", outbox->pending_rows);
    show_number(run, object, "journal_bytes", outbox->journal_bytes);
    show_number(run, object, "connections", pb_stat_get(&database->connections));
    show_number(run, object, "queued_requests", pb_stat_get(&database->queued_requests));
    show_number(run, object, "breakers_open", pb_stat_get(&database->breakers_open));
    if (agent->last_error)
        show(run, object, "last_error", json_string(agent->last_message), agent->last_message);
    end_object(run, object);
    return PB_OK;
}

struct metric_list {
    struct pb_command_run *run;
    json_t *object;
};

static void show_metric(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    struct metric_list *list = user;

    if (list->run->is_json)
        json_object_set_new(list->object, name, json_integer((json_int_t)value));
    else
        pb_format_line(list->run->output.line, list->run->output.user, "%-28s %14" PRIu64 " %-16s %s", name,
                       value, unit, help);
}

int pb_run_metrics(struct pb_command_run *run)
{
    struct metric_list list = {run, json_object()};

    pb_get_metrics(run->handle, show_metric, &list);
    end_object(run, list.object);
    return PB_OK;
}

static void on_reloaded(void *user, int error, unsigned changes, const char *waiting, const char *errors)
{
    struct pb_command_run *run = user;
    json_t *object = json_pack("{s:i, s:s, s:s}", "changes", (int)changes, "restart_needed_for",
                               error ? "" : waiting, "errors", errors);
    char *text = run->is_json ? json_dumps(object, JSON_COMPACT) : NULL;

    if (text)
        run->output.line(run->output.user, text);
    else if (!error)
        pb_format_line(run->output.line, run->output.user, "%u keys changed%s%s", changes,
                       *waiting ? "; these take a restart: " : "", waiting);
    free(text);
    json_decref(object);
    pb_command_end(run, error, error ? errors : NULL);
}

int pb_run_reload(struct pb_command_run *run)
{
    return pb_reload_start(run->handle, on_reloaded, run);
}

int pb_run_log_level(struct pb_command_run *run)
{
    char levels[PB_COMMAND_LENGTH] = "", message[256];

    for (unsigned i = 0; i < run->count; i++)
        snprintf(levels + strlen(levels), sizeof levels - strlen(levels), "%s%s", i ? " " : "",
                 run->words[i]);
    if (pb_log_set_levels(run->handle->log, levels, message, sizeof message) != PB_OK) {
        pb_command_end(run, PB_E_bad_argument, message);
        return PB_OK;
    }
    pb_format_line(run->output.line, run->output.user,
                   run->is_json ? "{\"levels\":\"%s\"}" : "log levels: %s", levels);
    pb_command_end(run, PB_OK, NULL);
    return PB_OK;
}

/* ---- creation and deletion ---- */

static int on_created(void *user, int error, const char *message, const uint32_t *ids, uint32_t count,
                      uint32_t wanted, int is_end)
{
    struct pb_command_run *run = user;

    if (run->output.progress)
        run->output.progress(run->output.user, count, wanted);
    if (!is_end)
        return 0;
    if (run->is_json) {
        json_t *list = json_array();
        char *text;

        for (uint32_t i = 0; i < count; i++)
            json_array_append_new(list, json_integer(ids[i]));
        if ((text = json_dumps(list, JSON_COMPACT)) != NULL)
            pb_format_line(run->output.line, run->output.user, "{\"created\":%u,\"account_ids\":", count);
        if (text)
            run->output.line(run->output.user, text);
        run->output.line(run->output.user, "}");
        free(text);
        json_decref(list);
    } else if (count > 0) {
        pb_format_line(run->output.line, run->output.user, "%u accounts created, %u to %u", count, ids[0],
                       ids[count - 1]);
    }
    pb_command_end(run, error, message);
    return 0;
}

int pb_run_create(struct pb_command_run *run)
{
    uint64_t count = run->count ? pb_command_number(run, 0) : 1;

    return pb_create_accounts(run->handle, count > UINT32_MAX ? 0 : (uint32_t)count, on_created, run);
}

static void on_deleted(void *user, const struct pb_answer *answer)
{
    struct pb_command_run *run = user;

    if (!answer->error)
        pb_format_rows(answer->rows, run->is_json, 1, run->output.line, run->output.user);
    pb_account_cache_forget_all(run->handle->accounts);
    pb_limit_cache_refresh(run->handle->limits);
    pb_command_end(run, answer->error, answer->message);
}

/* The present number of accounts is the confirmation that the database asks for. */
static void on_counted(void *user, const struct pb_answer *answer)
{
    struct pb_command_run *run = user;
    struct pb_value values[1] = {PB_VALUE_U64(pb_rows_u64(answer->rows, 0, 0))};
    int error = answer->error;

    if (!error)
        error = pb_database_call(run->handle->database, &pb_call_delete_all_accounts, values, 1, 600000,
                                 on_deleted, run);
    if (error)
        pb_command_end(run, error, answer->message);
}

int pb_run_delete(struct pb_command_run *run)
{
    struct pb_value values[1] = {PB_VALUE_U64(pb_command_number(run, 0))};

    if (run->is_all == (run->count > 0)) {
        pb_command_end(run, PB_E_bad_argument, "either an account or --all");
        return PB_OK;
    }
    return run->is_all ? pb_database_call(run->handle->database, &pb_call_stats, NULL, 0, 0, on_counted, run)
                       : pb_database_call(run->handle->database, &pb_call_delete_account, values, 1, 600000,
                                          on_deleted, run);
}

static void on_shown(void *user, const struct pb_answer *answer)
{
    struct pb_command_run *run = user;
    int error = answer->error;

    if (!error && !run->is_json)
        pb_format_line(run->output.line, run->output.user, "would be changed or deleted (nothing was):");
    if (!error)
        pb_format_rows(answer->rows, run->is_json, 1, run->output.line, run->output.user);
    if (!error && pb_rows_count(answer->rows) == 0 && run->count > 0)
        error = PB_E_not_bot_account;
    pb_command_end(run, error, answer->message);
}

int pb_dry_show(struct pb_command_run *run)
{
    struct pb_value values[1] = {PB_VALUE_U64(pb_command_number(run, 0))};

    return pb_database_call(run->handle->database, &pb_call_show_account, values, 1, 0, on_shown, run);
}

int pb_dry_delete(struct pb_command_run *run)
{
    return run->is_all ? pb_database_call(run->handle->database, &pb_call_stats, NULL, 0, 0, on_shown, run)
                       : pb_dry_show(run);
}

int pb_dry_fix(struct pb_command_run *run)
{
    return pb_database_call(run->handle->database, &pb_call_limit_violations, NULL, 0, 0, on_shown, run);
}
