/* Reload: reads the configuration anew, on a worker thread, and tells every part what it may take at once. */
#include "api/handle.h"
#include "base/error.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct reload {
    struct pb_handle *handle;
    pb_reload_fn *done; /* NULL: nobody waits */
    void *user;
    struct pb_conf *conf;
    char *errors; /* the C library's */
    size_t errors_length;
    char waiting[512]; /* keys that take a restart */
    unsigned changes;
};

static int read_again(void *user)
{
    struct reload *reload = user;
    FILE *errors = open_memstream(&reload->errors, &reload->errors_length);
    int error;

    if (!errors)
        return PB_E_no_memory;
    error = pb_conf_read(reload->conf, reload->handle->config_path, errors);
    fclose(errors);
    return error;
}

/* A changed key: says so, and keeps the old value of one that takes a restart. */
static void take_change(void *user, enum pb_conf_key key)
{
    struct reload *reload = user;
    struct pb_conf *old = reload->handle->conf;
    size_t length = strlen(reload->waiting);

    PB_LOG(reload->handle->log, CONFIG, INFO, 0, "%s: '%s' -> '%s'%s", pb_conf_name(key), old->text[key],
           reload->conf->text[key], pb_conf_is_live(key) ? "" : ", after a restart");
    reload->changes++;
    if (pb_conf_is_live(key))
        return;
    snprintf(reload->waiting + length, sizeof reload->waiting - length, "%s%s", length ? " " : "",
             pb_conf_name(key));
    memcpy(reload->conf->text[key], old->text[key], sizeof old->text[key]);
    reload->conf->number[key] = old->number[key];
}

static void apply(struct reload *reload)
{
    struct pb_handle *handle = reload->handle;
    struct pb_conf *old = handle->conf;
    int is_bots_changed;

    pb_conf_compare(old, reload->conf, take_change, reload);
    is_bots_changed = old->number[PB_CONF_AGENT_BOTS] != reload->conf->number[PB_CONF_AGENT_BOTS];
    if (old->number[PB_CONF_LOG_LEVEL] != reload->conf->number[PB_CONF_LOG_LEVEL] ||
        strcmp(old->text[PB_CONF_LOG_LEVELS], reload->conf->text[PB_CONF_LOG_LEVELS]) != 0) {
        char levels[2 * PB_CONF_TEXT + 2];

        snprintf(levels, sizeof levels, "%s %s", reload->conf->text[PB_CONF_LOG_LEVEL],
                 reload->conf->text[PB_CONF_LOG_LEVELS]);
        if (pb_log_set_levels(handle->log, levels, NULL, 0) != PB_OK)
            PB_LOG(handle->log, CONFIG, WARN, 0, "log levels '%s' are not taken", levels);
    }
    handle->conf = reload->conf;
    reload->conf = old;
    pb_configure_parts(handle);
    if (handle->agent && is_bots_changed && !handle->is_stopping) {
        handle->bots = -1; /* the file has the last word */
        pb_agent_want(handle->agent, (unsigned)((handle->conf->number[PB_CONF_AGENT_BOTS] +
                                                 handle->characters_per_account - 1) /
                                                handle->characters_per_account));
    }
    if (handle->startup)
        pb_startup_push_settings(handle);
}

/* Each error is a line of the log. */
static void log_errors(struct pb_handle *handle, const char *errors)
{
    char *copy = errors ? strdup(errors) : NULL, *line, *rest = copy;

    while ((line = strsep(&rest, "\n")) != NULL)
        if (*line)
            PB_LOG(handle->log, CONFIG, ERROR, 0, "%s", line);
    free(copy);
}

static void on_read(void *user, const struct pb_answer *answer)
{
    struct reload *reload = user;
    struct pb_handle *handle = reload->handle;

    handle->is_reloading = 0;
    if (answer->error) {
        log_errors(handle, reload->errors);
        PB_LOG(handle->log, CONFIG, ERROR, 0, "the configuration stays as it was: %s",
               pb_error_text(answer->error));
        snprintf(reload->waiting, sizeof reload->waiting, "error: %.480s",
                 reload->errors ? reload->errors : "");
    } else {
        apply(reload);
        pb_handle_log_warnings(handle);
        PB_LOG(handle->log, CONFIG, INFO, 0, "configuration read anew: %u changes%s%s", reload->changes,
               *reload->waiting ? "; these take a restart: " : "", reload->waiting);
    }
    pb_handle_tell(handle, PB_EVENT_RELOADED, 0, 0, reload->changes, reload->waiting);
    if (reload->done)
        reload->done(reload->user, answer->error, reload->changes, reload->waiting,
                     reload->errors ? reload->errors : "");
    pb_memory_free(&handle->memory, reload->conf);
    free(reload->errors);
    pb_memory_free(&handle->memory, reload);
}

int pb_reload(pb_handle *handle)
{
    return pb_reload_start(handle, NULL, NULL);
}

int pb_reload_start(struct pb_handle *handle, pb_reload_fn *done, void *user)
{
    struct reload *reload;
    int error = PB_E_no_memory;

    if (handle->is_reloading)
        return PB_E_busy;
    if (!(reload = pb_memory_new(&handle->memory, 1, sizeof *reload)))
        return PB_E_no_memory;
    reload->handle = handle;
    reload->done = done;
    reload->user = user;
    if ((reload->conf = pb_memory_new(&handle->memory, 1, sizeof *reload->conf)) != NULL)
        error = pb_database_work(handle->database, read_again, on_read, reload);
    if (error) {
        pb_memory_free(&handle->memory, reload->conf);
        pb_memory_free(&handle->memory, reload);
        return error;
    }
    handle->is_reloading = 1;
    return PB_OK;
}
