/*
 * A host for the benchmarks: leases as many accounts as BOTS need, gives each a state of 1 KiB, writes them
 * all, lets nine of ten hibernate. Prints one figure a line: NAME VALUE.
 *
 * Usage: bench_host CONFIG BOTS
 */
#include "playerbot.h"
#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TICK_MS = 50, STATE = 1024 };

static _Atomic int64_t allocated;
static long leased;
static int is_flushed;
static int64_t longest_us;

static int64_t now_us(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void *reallocate(void *user, void *pointer, size_t size)
{
    int64_t before = pointer ? (int64_t)malloc_usable_size(pointer) : 0;
    void *result = NULL;

    (void)user;
    if (size == 0)
        free(pointer);
    else
        result = realloc(pointer, size);
    atomic_fetch_add(&allocated, (result ? (int64_t)malloc_usable_size(result) : 0) - before);
    return result;
}

static void on_event(void *user, const struct pb_event *event)
{
    (void)user;
    leased += event->type == PB_EVENT_LEASED;
    if (event->type == PB_EVENT_ABORT || event->type == PB_EVENT_LOST) {
        fprintf(stderr, "bench_host: %s\n", event->text);
        exit(1);
    }
}

static void on_flushed(void *user, int error, const char *message)
{
    (void)user;
    (void)message;
    is_flushed = 1;
    if (error)
        exit(1);
}

/* Ticks of 5 ms, so that what is timed is the work and not the wait for the next tick. */
static void tick(pb_handle *handle)
{
    int64_t us = now_us(CLOCK_THREAD_CPUTIME_ID);

    pb_update(handle, TICK_MS);
    us = now_us(CLOCK_THREAD_CPUTIME_ID) - us;
    longest_us = us > longest_us ? us : longest_us;
    nanosleep(&(struct timespec){0, 5000000}, NULL);
}

static int64_t flush(pb_handle *handle)
{
    int64_t begin = now_us(CLOCK_MONOTONIC);

    is_flushed = 0;
    longest_us = 0;
    if (pb_flush(handle, on_flushed, NULL) != PB_OK)
        exit(1);
    while (!is_flushed)
        tick(handle);
    return now_us(CLOCK_MONOTONIC) - begin;
}

static long count_active(pb_handle *handle)
{
    struct pb_session_view session;
    size_t at = 0;
    long active = 0;

    while (pb_next_session(handle, &at, &session))
        active += session.is_active != 0;
    return active;
}

static void print_metric(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    (void)unit;
    (void)help;
    if (strcmp(name, user) == 0)
        printf("%s %llu\n", name, (unsigned long long)value);
}

static void bench_sessions(pb_handle *handle)
{
    struct pb_session_view session;
    char state[STATE];
    size_t at = 0;
    long hibernated = 0;

    memset(state, 'x', sizeof state);
    while (pb_next_session(handle, &at, &session))
        if (pb_open_session(handle, session.account_id, NULL, NULL) != PB_OK)
            exit(1);
    while (count_active(handle) < leased)
        tick(handle);
    for (at = 0; pb_next_session(handle, &at, &session);) {
        int64_t now = now_us(CLOCK_REALTIME);

        /* New each time: the state of the last run would be no change. */
        memcpy(state, &now, sizeof now);
        memcpy(state + sizeof now, &session.account_id, sizeof session.account_id);
        if (pb_set_session_state(handle, session.account_id, 1, state, sizeof state) != PB_OK)
            exit(1);
    }
    printf("flush_ms %.1f\n", (double)flush(handle) / 1000);
    printf("flush_longest_tick_us %lld\n", (long long)longest_us);
    for (at = 0; hibernated < leased * 9 / 10 && pb_next_session(handle, &at, &session); hibernated++)
        if (pb_hibernate_session(handle, session.account_id) != PB_OK)
            exit(1);
    flush(handle);
    while (count_active(handle) > leased - hibernated)
        tick(handle);
    pb_get_metrics(handle, print_metric, (void *)"session_bytes");
    printf("handle_bytes %lld\n", (long long)allocated);
}

int main(int argc, char **argv)
{
    struct pb_host host = {.size = sizeof host, .on_event = on_event, .reallocate = reallocate};
    struct pb_options options = {.size = sizeof options, .host = &host};
    static char errors[4096];
    pb_handle *handle;
    int64_t begin = now_us(CLOCK_MONOTONIC);
    int error;

    if (argc != 3)
        return 2;
    options.config_path = argv[1];
    options.bots = strtol(argv[2], NULL, 10);
    if (pb_open(&options, &handle, errors, sizeof errors) != PB_OK) {
        fputs(errors, stderr);
        return 1;
    }
    error = pb_start_wait(handle, 60000);
    if (error) {
        fprintf(stderr, "bench_host: %s\n", pb_error_text(error));
        return 1;
    }
    printf("start_ms %.1f\nleased %ld\n", (double)(now_us(CLOCK_MONOTONIC) - begin) / 1000, leased);
    bench_sessions(handle);
    pb_stop(handle);
    while (!pb_is_stopped(handle))
        tick(handle);
    pb_close(handle);
    printf("left_bytes %lld\n", (long long)allocated);
    return 0;
}
