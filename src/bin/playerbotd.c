/* playerbotd: an agent of its own. Runs a handle at the pace of a world server's tick and shows what it does.
 */
#include "api/ai.h"
#include "api/handle.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/rng.h"
#include "bin/notify.h"
#include "bin/options.h"
#include "bin/realm.h"
#include "bin/replay.h"
#include "bin/report.h"
#include "bin/status.h"
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    TICK_MS = 50,
    STATUS_EVERY_MS = 1000,
    ONE_SIGNAL_MS = 500,
    /* The database must be reached once within this time after the start. */
    START_TIMEOUT_MS = 60000,
    EXIT_REFUSED = 1,
    EXIT_USAGE = 2,
    EXIT_LIMIT = 3
};

/* What a signal handler may know. */
static volatile sig_atomic_t stop_asked, reload_asked;
static int64_t first_signal_ms;

struct daemon {
    pb_handle *handle;
    struct pb_status *status;
    struct pb_screen_log *screen_log;
    struct pb_daemon_realm *realm; /* NULL: bots have no world here */
    struct pb_report report;
    struct pb_run_log log; /* its recording is NULL when nothing is recorded */
    uint64_t released;
    long speed; /* ticks in place of one */
    int is_ready, is_stopped, code;
};

/*
 * The first signal asks to end; a second ends at once: leases come back by the reclaim event then. Ctrl-C
 * reaches the whole process group, and a parent such as ci/run passes it on: what comes together counts once.
 */
static void on_stop_signal(int number)
{
    int64_t now_ms = pb_clock_ms();

    if (!stop_asked)
        first_signal_ms = now_ms;
    else if (now_ms - first_signal_ms > ONE_SIGNAL_MS)
        _exit(128 + number);
    stop_asked = 1;
}

static void on_reload_signal(int number)
{
    (void)number;
    reload_asked = 1;
}

static void catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_stop_signal};

    /* One at a time, so that the handler needs no care for itself. */
    sigemptyset(&action.sa_mask);
    sigaddset(&action.sa_mask, SIGINT);
    sigaddset(&action.sa_mask, SIGTERM);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    action.sa_handler = on_reload_signal;
    sigaction(SIGHUP, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
}

/* The log of a daemon that draws a screen. */
static void write_to_screen(void *user, int level, const char *component, uint32_t account_id,
                            const char *message)
{
    const struct daemon *daemon = user;

    pb_screen_log_write(daemon->screen_log, level, component, account_id, message);
}

static void on_event(void *user, const struct pb_event *event)
{
    struct daemon *daemon = user;

    switch (event->type) {
    case PB_EVENT_REGISTERED:
        if (!daemon->is_ready)
            pb_notify("READY=1");
        daemon->is_ready = 1;
        break;
    case PB_EVENT_ABORT:
        daemon->code = event->count ? EXIT_LIMIT : EXIT_REFUSED;
        if (!event->count)
            PB_LOG(daemon->handle->log, DAEMON, FATAL, 0, "ended: %s", event->text);
        break;
    case PB_EVENT_RELOADED:
        pb_notify("READY=1");
        break;
    case PB_EVENT_STOPPED:
        daemon->released = event->count;
        daemon->is_stopped = 1;
        break;
    default:
        break;
    }
}

static void start_reload(struct daemon *daemon)
{
    char state[64];

    reload_asked = 0;
    snprintf(state, sizeof state, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)pb_clock_ms() * 1000);
    pb_notify(state);
    if (pb_reload(daemon->handle) != PB_OK)
        pb_notify("READY=1");
}

/* The agent's tick, and the realm's, measured apart. */
static void update(struct daemon *daemon, uint32_t diff_ms)
{
    int64_t start_ns = pb_clock_thread_ns(), realm_ns;

    if (daemon->realm)
        pb_daemon_realm_update(daemon->realm, diff_ms);
    realm_ns = pb_clock_thread_ns() - start_ns;
    pb_update(daemon->handle, diff_ms);
    if (pb_run_log_flush(&daemon->log) != PB_OK)
        PB_LOG(daemon->handle->log, DAEMON, ERROR, 0, "the recording ends here: %s", strerror(errno));
    pb_report_tick(&daemon->report, pb_clock_thread_ns() - start_ns - realm_ns, realm_ns);
}

/* Waits for the next tick. During a start and an end answers wake it: these are rows of them. */
static void wait_for_tick(struct daemon *daemon, int64_t due_ms)
{
    int64_t wait_ms = due_ms - pb_clock_ms();

    if (wait_ms <= 0)
        return;
    if (daemon->is_ready && !stop_asked && daemon->realm)
        poll(NULL, 0, (int)wait_ms);
    else
        pb_database_wait(daemon->handle->database, wait_ms, -1);
}

/* One tick, with what is due beside it. */
static void tick(struct daemon *daemon, int64_t started_ms, int64_t *last_ms, int64_t *status_due_ms)
{
    static int64_t watchdog_due_ms;
    int64_t now_ms = pb_clock_ms(), watchdog_ms = pb_notify_watchdog_ms();
    long i;

    for (i = 0; i < daemon->speed; i++)
        update(daemon, (uint32_t)(now_ms - *last_ms));
    *last_ms = now_ms;
    if (reload_asked)
        start_reload(daemon);
    if (watchdog_ms && now_ms >= watchdog_due_ms) {
        watchdog_due_ms = now_ms + watchdog_ms;
        pb_notify("WATCHDOG=1");
    }
    if (now_ms >= *status_due_ms) {
        pb_status_show(daemon->status, now_ms - started_ms);
        *status_due_ms = now_ms + STATUS_EVERY_MS;
    }
    wait_for_tick(daemon, now_ms + TICK_MS);
}

/* What the run was, before everybody leaves. */
static void write_report(struct daemon *daemon, const char *path)
{
    if (path && !daemon->code &&
        pb_report_write(&daemon->report, daemon->handle, daemon->realm, path) != PB_OK)
        PB_LOG(daemon->handle->log, DAEMON, ERROR, 0, "report %s: %s", path, strerror(errno));
}

/* Runs until a signal, the end of the time, or a refusal. */
static void serve(struct daemon *daemon, int64_t started_ms, int64_t ends_ms, const char *report)
{
    int64_t last_ms = started_ms, status_due_ms = 0;

    while (!stop_asked && !daemon->code && !(ends_ms && pb_clock_ms() >= ends_ms)) {
        tick(daemon, started_ms, &last_ms, &status_due_ms);
        if (!daemon->is_ready && pb_clock_ms() - started_ms > START_TIMEOUT_MS) {
            PB_LOG(daemon->handle->log, DAEMON, FATAL, 0, "ended: the database was not reached within %d s",
                   START_TIMEOUT_MS / 1000);
            daemon->code = EXIT_REFUSED;
        }
    }
    pb_notify("STOPPING=1");
    write_report(daemon, report);
    pb_stop(daemon->handle);
    while (!daemon->is_stopped)
        tick(daemon, started_ms, &last_ms, &status_due_ms);
    if (report && !daemon->code && pb_report_add_ledger(daemon->handle, daemon->realm, report) != PB_OK)
        PB_LOG(daemon->handle->log, DAEMON, ERROR, 0, "report %s: its ledger: %s", report, strerror(errno));
}

/* The world that the bots live in. Loading takes a second or so. */
static int begin_realm(struct daemon *daemon, const struct pb_daemon_options *options)
{
    struct pb_run_log *log = options->record ? &daemon->log : NULL;
    char text[300];
    int error = PB_OK;

    if (log)
        error = pb_run_log_open(log, options->record, 0, text, sizeof text);
    if (error != PB_OK) {
        PB_LOG(daemon->handle->log, DAEMON, FATAL, 0, "--record %s: %s", options->record, text);
        return error;
    }
    error = pb_daemon_realm_new(&daemon->realm, daemon->handle,
                                options->seed ? (uint64_t)options->seed : pb_rng_u64(),
                                (uint32_t)options->people, log);
    if (error == PB_OK)
        error = pb_ai_begin(daemon->handle, pb_daemon_realm_world(daemon->realm), (uint64_t)options->seed,
                            log ? &log->trace : NULL);
    if (error != PB_OK)
        PB_LOG(daemon->handle->log, DAEMON, FATAL, 0, "the embedded realm cannot begin: %s",
               pb_error_text(error));
    else
        pb_status_set_realm(daemon->status, daemon->realm);
    return error;
}

/* After the last tick. */
static void end_recording(struct daemon *daemon)
{
    const struct pb_trace *trace = &daemon->log.trace;

    if (!daemon->log.recording)
        return;
    if (pb_run_log_finish(&daemon->log) != PB_OK) {
        PB_LOG(daemon->handle->log, DAEMON, ERROR, 0, "the recording is not whole: %s", strerror(errno));
        daemon->code = daemon->code ? daemon->code : PB_REPLAY_DAMAGED;
    } else {
        PB_LOG(daemon->handle->log, DAEMON, INFO, 0,
               "recorded %llu ticks, %llu decisions, %llu orders, digest %016llx",
               (unsigned long long)trace->ticks, (unsigned long long)trace->decisions,
               (unsigned long long)trace->orders, (unsigned long long)trace->digest);
    }
}

static int run(const struct pb_daemon_options *options)
{
    static struct pb_screen_log screen_log = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    struct daemon daemon = {.speed = options->speed};
    struct pb_host host = {.size = sizeof host, .user = &daemon, .on_event = on_event};
    struct pb_options open = {
        .size = sizeof open, .config_path = options->config, .host = &host, .bots = options->bots};
    int is_screen = isatty(STDOUT_FILENO) && isatty(STDERR_FILENO);
    int64_t started_ms = pb_clock_ms();
    static char errors[65536];
    int error;

    if (is_screen) {
        daemon.screen_log = &screen_log;
        host.write_log = write_to_screen;
    }
    error = pb_open(&open, &daemon.handle, errors, sizeof errors);
    if (error) {
        fprintf(stderr, "%s%s", errors, errors[0] && errors[strlen(errors) - 1] == '\n' ? "" : "\n");
        return error == PB_E_bad_config || error == PB_E_io ? EXIT_USAGE : EXIT_REFUSED;
    }
    if (pb_status_new(&daemon.status, daemon.handle, is_screen, daemon.screen_log) != PB_OK) {
        pb_close(daemon.handle);
        return EXIT_REFUSED;
    }
    if (options->is_realm && begin_realm(&daemon, options) != PB_OK) {
        pb_close(daemon.handle);
        pb_status_free(daemon.status);
        return EXIT_REFUSED;
    }
    pb_report_begin(&daemon.report, daemon.realm);
    started_ms = pb_clock_ms();
    serve(&daemon, started_ms, options->duration_s ? started_ms + options->duration_s * 1000 : 0,
          options->report);
    /* A start that was refused has nothing to sum up. */
    if (!daemon.code)
        pb_status_summary(daemon.status, daemon.released, pb_clock_ms() - started_ms);
    end_recording(&daemon);
    pb_close(daemon.handle);
    pb_daemon_realm_free(daemon.realm);
    pb_run_log_close(&daemon.log);
    pb_status_free(daemon.status);
    return daemon.code;
}

static void print_warning(void *user, const char *text)
{
    fprintf(user, "warning: %s\n", text);
}

int main(int argc, char **argv)
{
    struct pb_daemon_options options;
    int code = pb_daemon_options_read(&options, argc, argv);
    static struct pb_conf conf; /* large: not for the stack */

    if (code >= 0)
        return code;
    if (options.replay)
        return pb_replay(options.replay);
    if (options.is_check_only) {
        if (pb_conf_read(&conf, options.config, stderr) != PB_OK)
            return EXIT_USAGE;
        pb_conf_warn(&conf, print_warning, stderr);
        puts("the configuration is good");
        return 0;
    }
    catch_signals();
    return run(&options);
}
