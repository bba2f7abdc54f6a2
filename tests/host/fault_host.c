/*
 * A host for the fault tests: ticks at 20 Hz and does what lines on standard input say, one answer or event a
 * line on standard output. It sees playerbot.h and the shared library, nothing else.
 *
 * Usage: fault_host CONFIG BOTS
 * Lines: open (all sessions; "all opened" when they are), set TEXT (every session's state becomes "ACCOUNT
 * TEXT"), flush, create N, acquire, release-one, pad BYTES (states become so much longer, with blanks), count
 * (sessions, active, dirty), ticks (longest update: microseconds of CPU and of time since the last "ticks"),
 * metric NAME, stop
 */
#include "playerbot.h"
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TICK_MS = 50, STATE_SIZE = 1 << 19 };

static int64_t longest_cpu_us, longest_us;
static size_t padding;

static int64_t now_us(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void on_event(void *user, const struct pb_event *event)
{
    static const char *const names[] = {"?",        "registered", "leased",  "released", "lost",
                                        "degraded", "reloaded",   "stopped", "abort"};

    (void)user;
    printf("event %s %u %llu %s\n", names[event->type], event->account_id, (unsigned long long)event->count,
           event->text);
}

static void on_done(void *user, int error, const char *message)
{
    printf("%s %s %s\n", (const char *)user, pb_error_name(error), message);
}

/* Sessions that are being opened, and one while more are asked for. */
static unsigned opening;

static void end_opening(void)
{
    if (--opening == 0)
        puts("all opened");
}

static void on_opened(void *user, int error, uint32_t account_id)
{
    (void)user;
    printf("opened %u %s\n", account_id, pb_error_name(error));
    end_opening();
}

static int on_created(void *user, int error, const char *message, const uint32_t *ids, uint32_t count,
                      uint32_t wanted, int is_end)
{
    (void)user;
    (void)ids;
    (void)message;
    if (is_end)
        printf("created %u of %u %s\n", count, wanted, pb_error_name(error));
    return 0;
}

static void on_metric(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    (void)unit;
    (void)help;
    if (strcmp(name, user) == 0)
        printf("metric %s %llu\n", name, (unsigned long long)value);
}

static void set_all(pb_handle *handle, const char *text)
{
    struct pb_session_view session;
    size_t at = 0;
    unsigned set = 0, refused = 0;
    static char state[STATE_SIZE];

    while (pb_next_session(handle, &at, &session)) {
        size_t length = (size_t)snprintf(state, sizeof state, "%u %s", session.account_id, text);

        memset(state + length, 0x20, padding);
        length += padding;

        if (pb_set_session_state(handle, session.account_id, 1, state, (uint32_t)length) == PB_OK)
            set++;
        else
            refused++;
    }
    printf("set %u refused %u\n", set, refused);
}

static void on_acquired(void *user, int error, const char *message, const struct pb_account_info *account)
{
    (void)user;
    printf("acquired %u %s %s\n", account ? account->account_id : 0, pb_error_name(error), message);
}

static void count(pb_handle *handle)
{
    struct pb_session_view session;
    size_t at = 0;
    unsigned sessions = 0, active = 0, dirty = 0;

    for (; pb_next_session(handle, &at, &session); sessions++) {
        active += session.is_active != 0;
        dirty += session.is_dirty != 0;
    }
    printf("count %u active %u dirty %u\n", sessions, active, dirty);
}

static void open_all(pb_handle *handle)
{
    struct pb_session_view session;
    size_t at = 0;

    opening++;
    while (pb_next_session(handle, &at, &session)) {
        opening++;
        if (pb_open_session(handle, session.account_id, on_opened, NULL) != PB_OK) {
            printf("opened %u refused\n", session.account_id);
            end_opening();
        }
    }
    end_opening();
}

static void release_one(pb_handle *handle)
{
    struct pb_session_view session;
    size_t at = 0;

    if (!pb_next_session(handle, &at, &session) ||
        pb_release_account(handle, session.account_id, on_done, (void *)"release") != PB_OK)
        puts("release refused");
}

static void run(pb_handle *handle, char *line)
{
    char *argument = strchr(line, ' ');

    if (argument)
        *argument++ = '\0';
    if (strcmp(line, "open") == 0)
        open_all(handle);
    else if (strcmp(line, "set") == 0)
        set_all(handle, argument ? argument : "");
    else if (strcmp(line, "flush") == 0) {
        if (pb_flush(handle, on_done, (void *)"flushed") != PB_OK)
            puts("flushed refused");
    } else if (strcmp(line, "create") == 0) {
        if (pb_create_accounts(handle, (uint32_t)strtoul(argument ? argument : "1", NULL, 10), on_created,
                               NULL) != PB_OK)
            puts("created refused");
    } else if (strcmp(line, "acquire") == 0) {
        if (pb_acquire_account(handle, on_acquired, NULL) != PB_OK)
            puts("acquired refused");
    } else if (strcmp(line, "pad") == 0) {
        padding = strtoul(argument ? argument : "0", NULL, 10);
        padding = padding < STATE_SIZE / 2 ? padding : STATE_SIZE / 2;
    } else if (strcmp(line, "release-one") == 0)
        release_one(handle);
    else if (strcmp(line, "count") == 0)
        count(handle);
    else if (strcmp(line, "metric") == 0)
        pb_get_metrics(handle, on_metric, argument);
    else if (strcmp(line, "ticks") == 0) {
        printf("ticks cpu %lld us wall %lld us\n", (long long)longest_cpu_us, (long long)longest_us);
        longest_cpu_us = longest_us = 0;
    } else if (strcmp(line, "stop") == 0)
        pb_stop(handle);
    else
        printf("unknown %s\n", line);
}

static void tick(pb_handle *handle)
{
    int64_t cpu_us = now_us(CLOCK_THREAD_CPUTIME_ID), us = now_us(CLOCK_MONOTONIC);

    pb_update(handle, TICK_MS);
    cpu_us = now_us(CLOCK_THREAD_CPUTIME_ID) - cpu_us;
    us = now_us(CLOCK_MONOTONIC) - us;
    longest_cpu_us = cpu_us > longest_cpu_us ? cpu_us : longest_cpu_us;
    longest_us = us > longest_us ? us : longest_us;
}

int main(int argc, char **argv)
{
    struct pb_host host = {.size = sizeof host, .on_event = on_event};
    struct pb_options options = {.size = sizeof options, .host = &host};
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    static char errors[4096], text[4096];
    size_t length = 0;
    pb_handle *handle;

    if (argc != 3)
        return 2;
    setvbuf(stdout, NULL, _IOLBF, 0);
    options.config_path = argv[1];
    options.bots = strtol(argv[2], NULL, 10);
    if (pb_open(&options, &handle, errors, sizeof errors) != PB_OK) {
        fputs(errors, stderr);
        return 1;
    }
    while (!pb_is_stopped(handle)) {
        char *end;

        tick(handle);
        if (poll(&input, 1, TICK_MS) > 0) {
            ssize_t size = read(STDIN_FILENO, text + length, sizeof text - 1 - length);

            if (size <= 0) {
                pb_stop(handle);
                input.fd = -1;
            } else {
                length += (size_t)size;
            }
        }
        text[length] = '\0';
        while ((end = strchr(text, '\n')) != NULL) {
            *end = '\0';
            run(handle, text);
            length -= (size_t)(end + 1 - text);
            memmove(text, end + 1, length + 1);
        }
    }
    pb_close(handle);
    return 0;
}
