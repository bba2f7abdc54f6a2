/*
 * Benchmarks of the agent that need its rooms: the asynchronous layer against blocking connections, the cost
 * of a tick, the cached limit check, the memory of a session. Prints one sample a line: NAME VALUE.
 * ci/bench-agent pairs and judges them.
 *
 * Usage: agent SOCKET AGENT_ID MODE [N]     the password of user bench_agent in PLAYERBOT_DB_PASSWORD
 * Modes: async N, blocking N (requests per second over N connections); tick; check; memory
 */
#include "base/clock.h"
#include "base/log.h"
#include "db/database.h"
#include "session/limit_cache.h"
#include "session/session.h"
#include <malloc.h>
#include <mysql.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SAMPLE_CALLS = 2000, TICK_CALLS = 10000, CHECKS = 5000000, MAX_CONNECTIONS = 16, STATE = 1024 };

static const char sql[] = "CALL heartbeat_agent(?)";
static const struct pb_statement heartbeat = {"heartbeat", sql, PB_RETRY_SAFE, 0, 0};
static const char *socket_path;
static uint64_t agent_id;

static double now_s(clockid_t clock)
{
    struct timespec now;

    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void wait_ms(long ms)
{
    nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* ---- blocking ---- */

static void *call_blocking(void *user)
{
    int calls = *(int *)user;
    MYSQL *mysql = mysql_init(NULL);
    MYSQL_BIND value = {.buffer_type = MYSQL_TYPE_LONGLONG, .buffer = &agent_id, .is_unsigned = 1};
    MYSQL_BIND cells[3];
    char text[3][64];
    MYSQL_STMT *statement;

    memset(cells, 0, sizeof cells);
    for (int i = 0; i < 3; i++)
        cells[i] = (MYSQL_BIND){
            .buffer_type = MYSQL_TYPE_STRING, .buffer = text[i], .buffer_length = sizeof text[i]};
    if (!mysql_real_connect(mysql, NULL, "bench_agent", getenv("PLAYERBOT_DB_PASSWORD"), "playerbot", 0,
                            socket_path, CLIENT_MULTI_RESULTS))
        abort();
    statement = mysql_stmt_init(mysql);
    if (mysql_stmt_prepare(statement, sql, sizeof sql - 1))
        abort();
    while (calls-- > 0) {
        if (mysql_stmt_bind_param(statement, &value) || mysql_stmt_execute(statement) ||
            mysql_stmt_bind_result(statement, cells) || mysql_stmt_store_result(statement))
            abort();
        while (mysql_stmt_fetch(statement) == 0)
            ;
        mysql_stmt_free_result(statement);
        while (mysql_stmt_next_result(statement) == 0)
            ;
    }
    mysql_stmt_close(statement);
    mysql_close(mysql);
    return NULL;
}

static void bench_blocking(unsigned connections)
{
    pthread_t threads[MAX_CONNECTIONS];
    int calls = SAMPLE_CALLS / (int)connections;
    double begin = now_s(CLOCK_MONOTONIC);

    for (unsigned i = 0; i < connections; i++)
        pthread_create(&threads[i], NULL, call_blocking, &calls);
    for (unsigned i = 0; i < connections; i++)
        pthread_join(threads[i], NULL);
    printf("blocking %.1f\n", calls * (int)connections / (now_s(CLOCK_MONOTONIC) - begin));
}

/* ---- asynchronous ---- */

static unsigned answers;

static void on_answer(void *user, const struct pb_answer *answer)
{
    (void)user;
    if (answer->error)
        abort();
    answers++;
}

static struct pb_database *open_database(unsigned connections, struct pb_log **log)
{
    struct pb_database_options options = {.server_count = 1,
                                          .user = "bench_agent",
                                          .schema = "playerbot",
                                          .min_connections = connections,
                                          .max_connections = connections,
                                          .connect_timeout_ms = 5000,
                                          .request_timeout_ms = 60000,
                                          .idle_ms = 60000,
                                          .lifetime_ms = 3600000,
                                          .breaker_failures = 5,
                                          .breaker_open_ms = 1000,
                                          .request_limit = 65536};
    struct pb_log_options log_options = {.level = PB_ERROR};
    struct pb_database *database;

    snprintf(options.servers[0].socket, sizeof options.servers[0].socket, "%s", socket_path);
    snprintf(options.password, sizeof options.password, "%s", getenv("PLAYERBOT_DB_PASSWORD"));
    if (pb_log_new(log, &log_options) != 0 ||
        pb_database_open(&database, &options, *log, &pb_memory_libc) != 0)
        abort();
    return database;
}

static void submit(struct pb_database *database, unsigned count)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent_id)};

    while (count-- > 0)
        if (pb_database_call(database, &heartbeat, values, 1, 0, on_answer, NULL) != 0)
            abort();
}

/* As a world server does it: nobody waits, a tick every millisecond takes what has come. */
static void bench_async(unsigned connections)
{
    struct pb_log *log;
    double begin = now_s(CLOCK_MONOTONIC);
    struct pb_database *database = open_database(connections, &log);

    answers = 0;
    submit(database, SAMPLE_CALLS);
    while (answers < SAMPLE_CALLS) {
        pb_database_poll(database, SAMPLE_CALLS);
        wait_ms(1);
    }
    printf("async %.1f\n", SAMPLE_CALLS / (now_s(CLOCK_MONOTONIC) - begin));
    pb_database_free(database);
    pb_log_free(log);
}

/* Nanoseconds of the tick thread for each of 10,000 outstanding requests. */
static void bench_tick(void)
{
    struct pb_log *log;
    struct pb_database *database = open_database(4, &log);

    for (int round = 0; round < 4; round++) {
        double begin = now_s(CLOCK_THREAD_CPUTIME_ID), submitted, idle, delivered;
        unsigned got;

        answers = 0;
        submit(database, TICK_CALLS);
        submitted = now_s(CLOCK_THREAD_CPUTIME_ID) - begin;
        pb_database_poll(database, 0);
        begin = now_s(CLOCK_THREAD_CPUTIME_ID);
        for (int i = 0; i < 1000; i++)
            pb_database_poll(database, 0);
        idle = (now_s(CLOCK_THREAD_CPUTIME_ID) - begin) / 1000;
        /* Until all are answered, and none is taken: the counter of the other thread tells. */
        while (pb_stat_get(&pb_database_stats(database)->requests) <
               (uint64_t)TICK_CALLS * (unsigned)(round + 1))
            wait_ms(20);
        wait_ms(20);
        begin = now_s(CLOCK_THREAD_CPUTIME_ID);
        got = pb_database_poll(database, TICK_CALLS);
        delivered = now_s(CLOCK_THREAD_CPUTIME_ID) - begin;
        /* The first round makes the requests; the others use them again. */
        if (round > 0 && got == TICK_CALLS)
            printf("submit_ns %.1f\ndeliver_ns %.1f\nidle_tick_ns %.1f\n", submitted / TICK_CALLS * 1e9,
                   delivered / TICK_CALLS * 1e9, idle * 1e9);
    }
    pb_database_free(database);
    pb_log_free(log);
}

/* ---- limit check ---- */

static void time_checks(struct pb_limit_cache *cache, const char *name, uint32_t first, uint32_t accounts)
{
    double begin = now_s(CLOCK_THREAD_CPUTIME_ID);
    unsigned long allowed = 0;

    for (uint32_t i = 0; i < CHECKS; i++)
        allowed += (unsigned long)pb_limit_check(cache, first + i * 7919 % accounts);
    printf("%s %.2f\n", name, (now_s(CLOCK_THREAD_CPUTIME_ID) - begin) / CHECKS * 1e9);
    if (allowed > CHECKS)
        abort();
}

static void bench_check(void)
{
    struct pb_log *log;
    struct pb_database *database = open_database(1, &log);
    struct pb_limit_cache *cache;

    if (pb_limit_cache_new(&cache, 60000, database, log) != 0)
        abort();
    for (uint32_t i = 1; i <= 5000; i++)
        pb_limit_cache_set(cache, i, 3, 10);
    for (uint32_t i = 10001; i <= 15000; i++)
        pb_limit_cache_set(cache, i, 10, 10);
    for (int round = 0; round < 15; round++) {
        time_checks(cache, "check_ns", 1, 5000);
        time_checks(cache, "check_full_ns", 10001, 5000);
        time_checks(cache, "check_unknown_ns", 20001, 5000);
    }
    printf("limit_bytes_per_account %.1f\n",
           (double)pb_stat_get(&pb_limit_cache_stats(cache)->bytes) / 10000);
    pb_database_close(database);
    pb_limit_cache_free(cache);
    pb_database_free(database);
    pb_log_free(log);
}

/* ---- memory ---- */

static _Atomic int64_t allocated;

static void *resize_counted(void *user, void *pointer, size_t size)
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

/* Leases without a database: the room needs none to hold them. */
static void bench_memory(void)
{
    static const unsigned counts[] = {100, 1000, 5000, 100000};
    const struct pb_memory memory = {resize_counted, NULL};
    struct pb_database_options options = {.server_count = 1,
                                          .min_connections = 1,
                                          .max_connections = 1,
                                          .connect_timeout_ms = 1000,
                                          .request_timeout_ms = 1000,
                                          .idle_ms = 1000,
                                          .lifetime_ms = 1000,
                                          .breaker_failures = 1,
                                          .breaker_open_ms = 600000,
                                          .request_limit = 16};
    struct pb_outbox_options outbox_options = {1000000, 1000, 1 << 30, "", 0};
    struct pb_session_options session_options = {1000000, 1000000, 1000000, 1000000};
    struct pb_log_options log_options = {.level = PB_FATAL};
    struct pb_log *log;

    if (pb_log_new(&log, &log_options) != 0)
        abort();
    snprintf(options.servers[0].socket, sizeof options.servers[0].socket, "/nonexistent");
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        struct pb_database *database;
        struct pb_outbox *outbox;
        struct pb_sessions *sessions;
        int64_t before;

        if (pb_database_open(&database, &options, log, &memory) != 0 ||
            pb_outbox_new(&outbox, &outbox_options, database, log) != 0 ||
            pb_sessions_new(&sessions, &session_options, database, outbox, log) != 0)
            abort();
        before = allocated;
        for (unsigned i = 1; i <= counts[c]; i++)
            if (pb_sessions_add(sessions,
                                &(struct pb_lease){.fence = 1, .account_id = i, .bnet_account_id = i}) != 0)
                abort();
        printf("hibernated_bytes_%u %.1f\n", counts[c], (double)(allocated - before) / counts[c]);
        pb_database_close(database);
        pb_sessions_free(sessions);
        pb_outbox_free(outbox);
        pb_database_free(database);
    }
    printf("active_extra_bytes %zu\n", malloc_usable_size(malloc(STATE + 16)));
    pb_log_free(log);
}

int main(int argc, char **argv)
{
    unsigned connections = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 1;

    if (argc < 4 || connections < 1 || connections > MAX_CONNECTIONS)
        return 2;
    socket_path = argv[1];
    agent_id = strtoull(argv[2], NULL, 10);
    mysql_library_init(0, NULL, NULL);
    if (strcmp(argv[3], "async") == 0)
        bench_async(connections);
    else if (strcmp(argv[3], "blocking") == 0)
        bench_blocking(connections);
    else if (strcmp(argv[3], "tick") == 0)
        bench_tick();
    else if (strcmp(argv[3], "check") == 0)
        bench_check();
    else if (strcmp(argv[3], "memory") == 0)
        bench_memory();
    else
        return 2;
    return 0;
}
