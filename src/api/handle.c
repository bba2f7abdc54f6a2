#include "api/handle.h"
#include "api/ai.h"
#include "api/control.h"
#include "base/clock.h"
#include "base/error.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    /* A tick takes this many answers of the database at most; with bots it looks at the clock after so many,
     * and leaves the rest for the next tick when that share of its budget is used. */
    ANSWERS_PER_TICK = 20000,
    ANSWERS_AT_ONCE = 16,
    ANSWERS_PERCENT = 25,
    /* The same for what the agent has to tell, of which leases come by the thousand. */
    EVENTS_AT_ONCE = 16,
    EVENTS_PERCENT = 35,
    STOP_GIVE_UP_MS = 3000
};

static void *resize_by_host(void *user, void *pointer, size_t size)
{
    const struct pb_host *host = user;

    return host->reallocate(host->user, pointer, size);
}

static void write_by_host(void *user, const struct pb_log_record *record)
{
    const struct pb_host *host = user;

    host->write_log(host->user, (int)record->level, record->component, record->account_id, record->message);
}

static int64_t now_by_host(void *user)
{
    const struct pb_host *host = user;

    return host->now_ms(host->user);
}

void pb_handle_tell(struct pb_handle *handle, enum pb_event_type type, uint32_t account_id, uint64_t fence,
                    uint64_t count, const char *text)
{
    struct pb_event event = {type, account_id, fence, count, text ? text : ""};

    if (handle->host.on_event)
        handle->host.on_event(handle->host.user, &event);
}

/* The whole text of the errors, for a host that wants it. */
static int read_conf(struct pb_handle *handle, char *errors, size_t errors_size)
{
    char *text = NULL;
    size_t length = 0;
    FILE *stream = open_memstream(&text, &length);
    int error;

    if (!stream)
        return PB_E_no_memory;
    error = pb_conf_read(handle->conf, handle->config_path, stream);
    fclose(stream);
    if (errors && errors_size > 0)
        snprintf(errors, errors_size, "%s", text);
    free(text);
    return error;
}

static int open_log(struct pb_handle *handle)
{
    struct pb_log_options options = {.level = (enum pb_log_level)handle->conf->number[PB_CONF_LOG_LEVEL],
                                     .format =
                                         pb_log_format_from_name(handle->conf->text[PB_CONF_LOG_FORMAT])};
    int error;

    if (handle->host.write_log) {
        options.write = write_by_host;
        options.user = &handle->host;
    }
    if ((error = pb_log_new(&handle->log, &options)) != PB_OK)
        return error;
    return handle->conf->text[PB_CONF_LOG_LEVELS][0]
               ? pb_log_set_levels(handle->log, handle->conf->text[PB_CONF_LOG_LEVELS], NULL, 0)
               : PB_OK;
}

static void log_warning(void *user, const char *text)
{
    PB_LOG((struct pb_log *)user, CONFIG, WARN, 0, "%s", text);
}

void pb_handle_log_warnings(struct pb_handle *handle)
{
    pb_conf_warn(handle->conf, log_warning, handle->log);
}

static int open_agent(struct pb_handle *handle)
{
    struct pb_agent_options options = {.wanted = 0};
    struct pb_outbox_options outbox;
    struct pb_session_options sessions;
    int error;

    snprintf(options.name, sizeof options.name, "%.64s", handle->conf->text[PB_CONF_AGENT_NAME]);
    snprintf(options.version, sizeof options.version, "%s", PB_VERSION);
    if (gethostname(options.host, sizeof options.host - 1) != 0)
        snprintf(options.host, sizeof options.host, "unknown");
    pb_configure_outbox(handle->conf, &outbox);
    pb_configure_sessions(handle->conf, &sessions);
    if ((error = pb_outbox_new(&handle->outbox, &outbox, handle->database, handle->log)) != PB_OK) {
        PB_LOG(handle->log, SESSION, FATAL, 0, "journal %s: %s (%s)", outbox.journal, pb_error_text(error),
               strerror(errno));
        return error;
    }
    if ((error = pb_sessions_new(&handle->sessions, &sessions, handle->database, handle->outbox,
                                 handle->log)) != PB_OK ||
        (error = pb_agent_new(&handle->agent, &options, handle->database, handle->log)) != PB_OK)
        return error;
    return pb_startup_begin(handle);
}

static int open_parts(struct pb_handle *handle)
{
    struct pb_database_options database;
    struct pb_account_cache_options accounts;
    int error;

    pb_handle_log_warnings(handle);
    pb_configure_database(handle->conf, &database);
    error = pb_database_open(&handle->database, &database, handle->log, &handle->memory);
    explicit_bzero(&database, sizeof database);
    if (error)
        return error;
    if (handle->host.now_ms)
        pb_database_set_clock(handle->database, now_by_host, &handle->host);
    pb_configure_accounts(handle->conf, &accounts);
    if ((error = pb_account_cache_new(&handle->accounts, &accounts, handle->database)) != PB_OK ||
        (error = pb_limit_cache_new(&handle->limits, handle->conf->number[PB_CONF_CACHE_LIMIT_REFRESH] * 1000,
                                    handle->database, handle->log)) != PB_OK)
        return error;
    if (handle->mode != PB_MODE_AGENT)
        return PB_OK;
    if ((error = open_agent(handle)) != PB_OK)
        return error;
    return pb_control_open(handle);
}

static void take_host(struct pb_handle *handle, const struct pb_host *host)
{
    if (host)
        memcpy(&handle->host, host, host->size < sizeof handle->host ? host->size : sizeof handle->host);
    handle->memory = pb_memory_libc;
    if (handle->host.reallocate)
        handle->memory = (struct pb_memory){resize_by_host, &handle->host};
}

int pb_open(const struct pb_options *given, pb_handle **out, char *errors, size_t errors_size)
{
    struct pb_options options = {.bots = -1};
    struct pb_handle *handle;
    int error = PB_E_no_memory;

    if (errors && errors_size > 0)
        errors[0] = '\0';
    if (!given || !out)
        return PB_E_bad_argument;
    memcpy(&options, given, given->size < sizeof options ? given->size : sizeof options);
    if (!(handle = calloc(1, sizeof *handle)))
        return PB_E_no_memory;
    take_host(handle, options.host);
    handle->mode = options.mode;
    handle->bots = options.bots;
    handle->characters_per_account = 10;
    handle->conf = pb_memory_new(&handle->memory, 1, sizeof *handle->conf);
    handle->config_path = options.config_path ? pb_memory_copy(&handle->memory, options.config_path,
                                                               strlen(options.config_path))
                                              : NULL;
    if (handle->conf && (!options.config_path || handle->config_path))
        error = read_conf(handle, errors, errors_size);
    if (!error)
        error = open_log(handle);
    if (!error)
        error = open_parts(handle);
    if (error) {
        if (errors && errors_size > 0 && !errors[0])
            snprintf(errors, errors_size, "%s", pb_error_text(error));
        pb_close(handle);
        return error;
    }
    *out = handle;
    return PB_OK;
}

/* A stop can end with a call under way whose answer never came: what it carried is not lost with it. */
static void keep_changes(struct pb_handle *handle)
{
    if (handle->sessions)
        pb_sessions_write_all(handle->sessions);
    if (handle->outbox)
        pb_outbox_close(handle->outbox);
}

void pb_close(pb_handle *handle)
{
    struct pb_memory memory;

    if (!handle)
        return;
    pb_control_close(handle);
    /* What is outstanding is called back from here: everything that it needs is still there. */
    pb_database_close(handle->database);
    keep_changes(handle);
    pb_releases_fail(handle, PB_E_stopped);
    pb_ai_free(handle);
    pb_startup_free(handle);
    pb_agent_free(handle->agent);
    pb_sessions_free(handle->sessions);
    pb_outbox_free(handle->outbox);
    pb_limit_cache_free(handle->limits);
    pb_account_cache_free(handle->accounts);
    pb_database_free(handle->database);
    pb_log_free(handle->log);
    memory = handle->memory;
    pb_memory_free(&memory, handle->config_path);
    pb_memory_free(&memory, handle->conf);
    free(handle);
}

static void add_session(struct pb_handle *handle, const struct pb_lease *lease)
{
    struct pb_session_info info;

    /* The agent tells all that it holds when it takes over what it did not know. */
    if (pb_sessions_info(handle->sessions, lease->account_id, &info) == PB_OK && info.fence == lease->fence)
        return;
    if (pb_sessions_add(handle->sessions, lease) != PB_OK) {
        PB_LOG(handle->log, SESSION, ERROR, lease->account_id, "out of memory: it is given back");
        if (pb_agent_release(handle->agent, lease->account_id, lease->fence) != PB_OK)
            return;
        return;
    }
    pb_limit_cache_set(handle->limits, lease->account_id, lease->character_count, 0);
    pb_account_cache_forget(handle->accounts, lease->account_id);
    pb_handle_tell(handle, PB_EVENT_LEASED, lease->account_id, lease->fence, lease->character_count, NULL);
    pb_ai_on_leased(handle, lease->account_id, lease->fence);
}

static void lose_all(struct pb_handle *handle, const struct pb_agent_event *event)
{
    pb_outbox_set_agent(handle->outbox, 0);
    /* All bots stop before the sessions go. */
    pb_ai_on_gone(handle, 0);
    pb_handle_tell(handle, PB_EVENT_LOST, 0, 0, event->count, event->text);
    pb_sessions_remove_all(handle->sessions);
    pb_account_cache_forget_all(handle->accounts);
    pb_releases_fail(handle, PB_E_agent_fenced);
}

/* Leases may wait for the next tick. That they are lost may not: then everything is heard at once. */
static int may_wait(const struct pb_handle *handle)
{
    return handle->ai && pb_agent_state(handle->agent)->phase == PB_AGENT_ACTIVE &&
           !pb_coordinator_has_time(handle->ai->coordinator, EVENTS_PERCENT);
}

int pb_handle_take_events(struct pb_handle *handle)
{
    unsigned count;

    for (count = 1;; count++) {
        struct pb_agent_event event = pb_agent_next_event(handle->agent);

        switch (event.type) {
        case PB_AGENT_EVENT_NONE:
            return 0;
        case PB_AGENT_EVENT_REGISTERED:
            pb_outbox_set_agent(handle->outbox, event.agent_id);
            pb_handle_tell(handle, PB_EVENT_REGISTERED, 0, 0, event.agent_id, NULL);
            break;
        case PB_AGENT_EVENT_LEASED:
            add_session(handle, &event.lease);
            break;
        case PB_AGENT_EVENT_LOST:
            lose_all(handle, &event);
            break;
        case PB_AGENT_EVENT_RELEASED:
            pb_account_cache_forget(handle->accounts, event.lease.account_id);
            pb_ai_on_gone(handle, event.lease.account_id);
            pb_releases_returned(handle, event.lease.account_id);
            pb_handle_tell(handle, PB_EVENT_RELEASED, event.lease.account_id, 0, 0, event.text);
            break;
        case PB_AGENT_EVENT_STOPPED:
            pb_sessions_remove_all(handle->sessions);
            handle->is_stopped = 1;
            pb_handle_tell(handle, PB_EVENT_STOPPED, 0, 0, event.count, NULL);
            break;
        }
        if (count % EVENTS_AT_ONCE == 0 && may_wait(handle))
            return 1;
    }
}

/* First the changes, then the leases: the other way round the changes would come too late. */
static void update_stop(struct pb_handle *handle, int64_t now_ms)
{
    enum pb_agent_phase phase = pb_agent_state(handle->agent)->phase;
    int is_late = now_ms > handle->stop_due_ms - STOP_GIVE_UP_MS, is_finished;

    if (handle->is_stopped || phase == PB_AGENT_STOPPING || phase == PB_AGENT_STOPPED)
        return;
    if (!pb_ai_stop(handle) && !is_late)
        return;
    is_finished = pb_ai_finish(handle, is_late);
    pb_sessions_write_soon(handle->sessions);
    pb_outbox_flush(handle->outbox);
    if (is_late)
        pb_outbox_give_up(handle->outbox);
    if ((pb_outbox_is_clean(handle->outbox) && pb_sessions_stats(handle->sessions)->dirty == 0 &&
         is_finished) ||
        now_ms >= handle->stop_due_ms || (pb_outbox_is_still(handle->outbox) && is_finished && is_late))
        pb_agent_stop(handle->agent);
}

static void update_agent(struct pb_handle *handle, int64_t now_ms)
{
    if (!handle->is_stopping)
        pb_startup_update(handle, now_ms);
    if (handle->is_ready || handle->is_stopping)
        pb_agent_update(handle->agent, now_ms);
    pb_handle_take_events(handle);
    pb_sessions_update(handle->sessions, now_ms);
    pb_outbox_update(handle->outbox, now_ms);
    if (pb_agent_state(handle->agent)->phase == PB_AGENT_SETTLING && pb_outbox_is_clean(handle->outbox))
        pb_agent_settle(handle->agent);
    pb_releases_update(handle);
    if (handle->is_full != pb_outbox_is_full(handle->outbox)) {
        handle->is_full = !handle->is_full;
        pb_handle_tell(handle, PB_EVENT_DEGRADED, 0, 0, (uint64_t)handle->is_full, NULL);
    }
    pb_metrics_update(handle, now_ms);
    pb_control_update(handle);
    if (handle->is_stopping)
        update_stop(handle, now_ms);
    pb_handle_take_events(handle);
}

static void take_answers(struct pb_handle *handle)
{
    if (!handle->ai) {
        pb_database_poll(handle->database, ANSWERS_PER_TICK);
        return;
    }
    while (pb_database_poll(handle->database, ANSWERS_AT_ONCE) == ANSWERS_AT_ONCE &&
           pb_coordinator_has_time(handle->ai->coordinator, ANSWERS_PERCENT))
        ;
}

void pb_update(pb_handle *handle, uint32_t diff_ms)
{
    int64_t now_ms = pb_database_now_ms(handle->database);

    handle->ticks++;
    handle->tick_ms += diff_ms;
    pb_ai_begin_tick(handle);
    take_answers(handle);
    if (handle->mode == PB_MODE_AGENT) {
        pb_limit_cache_update(handle->limits, now_ms);
        update_agent(handle, now_ms);
        pb_ai_update(handle, diff_ms, now_ms);
    }
    /* What was asked for in this tick goes out with it. */
    pb_database_poll(handle->database, 0);
}

void pb_wait(pb_handle *handle, uint32_t timeout_ms)
{
    pb_database_wait(handle->database, timeout_ms, -1);
    pb_update(handle, 0);
}

void pb_stop(pb_handle *handle)
{
    if (handle->is_stopping)
        return;
    handle->is_stopping = 1;
    handle->stop_due_ms =
        pb_database_now_ms(handle->database) + handle->conf->number[PB_CONF_SHUTDOWN_TIMEOUT] * 1000;
    if (handle->mode == PB_MODE_AGENT) {
        /* What is missing is missed no more. */
        pb_agent_want(handle->agent, 0);
        return;
    }
    handle->is_stopped = 1;
    pb_handle_tell(handle, PB_EVENT_STOPPED, 0, 0, 0, NULL);
}

int pb_is_stopped(const pb_handle *handle)
{
    return handle->is_stopped;
}

int pb_set_log_levels(pb_handle *handle, const char *levels)
{
    return levels && pb_log_set_levels(handle->log, levels, NULL, 0) == PB_OK ? PB_OK : PB_E_bad_argument;
}

const char *pb_version(void)
{
    return PB_VERSION;
}
