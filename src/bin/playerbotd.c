/* playerbotd: leases bot accounts and keeps them. Wires configuration, connection, agent and status together.
 */
#include "base/clock.h"
#include "base/conf.h"
#include "base/error.h"
#include "base/log.h"
#include "base/stop.h"
#include "bin/options.h"
#include "bin/status.h"
#include "db/call_account.h"
#include "db/call_limit.h"
#include "db/call_setting.h"
#include "session/agent.h"
#include <mysql.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_EVERY_MS = 1000, ONE_SIGNAL_MS = 500, EXIT_REFUSED = 1, EXIT_USAGE = 2, EXIT_LIMIT = 3 };

/* What a signal handler may know; set before the first signal can come. */
static struct pb_stop *stop;
static int64_t first_signal_ms;

/*
 * The first signal asks to end; a second ends at once: leases come back by the reclaim event then. Ctrl-C
 * reaches the whole process group, and a parent such as ci/run passes it on: what comes together counts once.
 */
static void on_signal(int number)
{
    int64_t now_ms = pb_clock_ms();

    if (!pb_stop_is_asked(stop))
        first_signal_ms = now_ms;
    else if (now_ms - first_signal_ms > ONE_SIGNAL_MS)
        _exit(128 + number);
    pb_stop_ask(stop);
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal};

    /* One at a time, so that the handler needs no care for itself. */
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static int apply_setting(struct pb_connection *connection, const struct pb_conf *conf,
                         const struct pb_log *log, enum pb_conf_key key)
{
    const char *setting = pb_conf_setting(key), *value = conf->text[key];
    char old[256];
    int error;

    if (key == PB_CONF_STRICT_CHARACTER_LIMIT &&
        (conf->line[key] || conf->line[PB_CONF_AUTO_FIX_CHARACTER_LIMIT])) {
        setting = "character_limit_policy";
        value = pb_conf_limit_policy(conf);
    } else if (!*setting || !conf->line[key]) {
        return PB_OK;
    }
    if ((error = pb_call_set_setting(connection, setting, value, old)) != PB_OK)
        return error;
    if (strcmp(old, value) != 0)
        pb_log_write(log, PB_INFO, "setting %s: %s -> %s", setting, old, value);
    return PB_OK;
}

/* The settings table owns realm-wide values: only keys that somebody wrote are brought there. */
static int apply_settings(struct pb_connection *connection, const struct pb_conf *conf,
                          const struct pb_log *log)
{
    unsigned ttl_s = 0;
    int error = pb_call_get_setting(connection, "lease_ttl_s", &ttl_s);

    /* The heartbeat must stay below the ttl at each step: lowered first, raised last. */
    if (!error && conf->number[PB_CONF_HEARTBEAT_INTERVAL] < (int64_t)ttl_s)
        error = apply_setting(connection, conf, log, PB_CONF_HEARTBEAT_INTERVAL);
    for (int key = 0; !error && key < PB_CONF_COUNT; key++)
        error = apply_setting(connection, conf, log, (enum pb_conf_key)key);
    return error;
}

/* Returns 0, EXIT_REFUSED or EXIT_LIMIT. */
static int prepare_database(struct pb_connection *connection, const struct pb_conf *conf,
                            const struct pb_log *log)
{
    struct pb_validation validation = {0};
    struct pb_account_plan plan = {0};
    unsigned pool_size = 0;

    if (apply_settings(connection, conf, log) != PB_OK ||
        pb_call_validate_startup(connection, &validation) != PB_OK)
        return EXIT_REFUSED;
    pb_log_write(log, PB_INFO, "validation: %s (%u violations, %u characters disabled, %u counts corrected)",
                 validation.verdict, validation.violations, validation.disabled, validation.corrected);
    if (strcmp(validation.verdict, "abort") == 0) {
        pb_log_write(
            log, PB_FATAL,
            "%u bot accounts violate the character limit and the policy is abort; see v_limit_violations, "
            "or set StrictCharacterLimit = 0 and AutoFixCharacterLimit = 1",
            validation.violations);
        return EXIT_LIMIT;
    }
    if (pb_call_ensure_accounts(connection, &plan) != PB_OK)
        return EXIT_REFUSED;
    pb_log_write(log, PB_INFO, "accounts: %u required, %u there, %u created (%s)", plan.required,
                 plan.existing, plan.created, plan.reason);
    if (pb_call_refill_pool(connection, &pool_size) != PB_OK)
        return EXIT_REFUSED;
    pb_log_write(log, PB_INFO, "pool: %u accounts ready", pool_size);
    return 0;
}

/* Runs until a signal or the end of the time. Returns 0 or EXIT_REFUSED. */
static int serve(struct pb_agent *agent, struct pb_status *status, const struct pb_log *log,
                 int64_t started_ms, int64_t ends_ms)
{
    int64_t status_due_ms = 0;

    while (!pb_stop_is_asked(stop)) {
        int64_t now_ms = pb_clock_ms(), next_ms;
        int due = pb_agent_update(agent);

        if (due < 0) {
            pb_log_write(log, PB_FATAL, "%s: %s", pb_error_name(due), pb_error_text(due));
            return EXIT_REFUSED;
        }
        if (ends_ms && now_ms >= ends_ms)
            return 0;
        if (now_ms >= status_due_ms) {
            pb_status_show(status, pb_agent_state(agent), now_ms - started_ms);
            status_due_ms = now_ms + STATUS_EVERY_MS;
        }
        next_ms = now_ms + due < status_due_ms ? now_ms + due : status_due_ms;
        if (ends_ms && ends_ms < next_ms)
            next_ms = ends_ms;
        pb_stop_wait(stop, next_ms - pb_clock_ms());
    }
    return 0;
}

/* Returns the leases and says what was done. */
static int finish(struct pb_agent *agent, struct pb_connection *connection, const struct pb_status *status,
                  const struct pb_log *log, int64_t started_ms)
{
    unsigned released = 0;
    int error;

    /* Returning the leases must not be cut short by the signal that asked for it. */
    pb_connection_ignore_stop(connection);
    error = pb_agent_stop(agent, &released);
    if (error == PB_E_no_database)
        pb_log_write(log, PB_WARN, "the database is away: it takes the leases back by itself, one ttl later");
    pb_status_summary(status, pb_agent_state(agent), released, pb_clock_ms() - started_ms);
    return error && error != PB_E_no_database ? EXIT_REFUSED : 0;
}

static int run(const struct pb_conf *conf, struct pb_log *log, long bots, long duration_s)
{
    static struct pb_log_screen screen;
    struct pb_connection *connection = NULL;
    struct pb_agent *agent = NULL;
    struct pb_status *status = NULL;
    int64_t started_ms = pb_clock_ms();
    unsigned per_account = 0;
    int code = EXIT_REFUSED, finish_code;

    if (pb_connection_open(&connection, conf, log, stop) != PB_OK)
        goto out;
    if ((code = prepare_database(connection, conf, log)) != 0)
        goto out;
    code = EXIT_REFUSED;
    if (pb_call_get_setting(connection, "max_characters_per_account", &per_account) != PB_OK || !per_account)
        goto out;
    if (pb_agent_new(&agent, connection, log, conf->text[PB_CONF_AGENT_NAME],
                     ((unsigned)bots + per_account - 1) / per_account) != PB_OK)
        goto out;
    if (isatty(STDOUT_FILENO) && isatty(STDERR_FILENO))
        log->screen = &screen;
    if (pb_status_new(&status, connection, isatty(STDOUT_FILENO), log->screen) != PB_OK)
        goto out;
    code = serve(agent, status, log, started_ms, duration_s ? pb_clock_ms() + duration_s * 1000 : 0);
    log->screen = NULL;
    finish_code = finish(agent, connection, status, log, started_ms);
    code = code ? code : finish_code;
out:
    log->screen = NULL;
    /* Told to end before there was anything to return. */
    if (code == EXIT_REFUSED && !status && pb_stop_is_asked(stop))
        code = 0;
    if (code == EXIT_REFUSED && !status)
        pb_log_write(log, PB_FATAL, "ended: %s",
                     connection ? pb_connection_message(connection) : "no memory");
    pb_status_free(status);
    pb_agent_free(agent);
    pb_connection_close(connection);
    return code;
}

int main(int argc, char **argv)
{
    static struct pb_conf conf; /* large, and read by everything: not for the stack */
    struct pb_options options;
    struct pb_log log = {.level = PB_INFO};
    int code = pb_options_read(&options, argc, argv);

    if (code >= 0)
        return code;
    if (pb_conf_read(&conf, options.config, stderr) != PB_OK)
        return EXIT_USAGE;
    if (options.is_check_only) {
        puts("the configuration is good");
        return 0;
    }
    log.level = (enum pb_log_level)conf.number[PB_CONF_LOG_LEVEL];
    if (pb_stop_new(&stop) != PB_OK)
        return EXIT_REFUSED;
    catch_signals();
    if (mysql_library_init(0, NULL, NULL))
        return EXIT_REFUSED;
    code = run(&conf, &log, options.bots >= 0 ? options.bots : (long)conf.number[PB_CONF_AGENT_BOTS],
               options.duration_s);
    mysql_library_end();
    return code;
}
