/* The limit cache as far as it goes without a database: what the host tells it, and what it answers. */
#include "base/error.h"
#include "session/limit_cache.h"
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

struct bench {
    struct pb_log *log, *database_log; /* each for one thread */
    struct pb_database *database;
    struct pb_limit_cache *cache;
    char line[256];
    uint32_t account_id;
};

static void keep_line(void *user, const struct pb_log_record *record)
{
    struct bench *bench = user;

    bench->account_id = record->account_id;
    snprintf(bench->line, sizeof bench->line, "%s", record->message);
}

static void drop_line(void *user, const struct pb_log_record *record)
{
    (void)user;
    (void)record;
}

static int set_up(void **state)
{
    static struct bench bench;
    static const struct pb_database_options database = {.servers = {{.socket = "/nonexistent/server.sock"}},
                                                        .server_count = 1,
                                                        .min_connections = 1,
                                                        .max_connections = 1,
                                                        .connect_timeout_ms = 1000,
                                                        .breaker_failures = 1,
                                                        .breaker_open_ms = 60000,
                                                        .request_limit = 16};
    struct pb_log_options log = {.level = PB_INFO, .write = keep_line, .user = &bench};
    struct pb_log_options database_log = {.level = PB_INFO, .write = drop_line};

    memset(&bench, 0, sizeof bench);
    *state = &bench;
    return pb_log_new(&bench.log, &log) != PB_OK || pb_log_new(&bench.database_log, &database_log) != PB_OK ||
           pb_database_open(&bench.database, &database, bench.database_log, &pb_memory_libc) != PB_OK ||
           pb_limit_cache_new(&bench.cache, 1000, bench.database, bench.log) != PB_OK;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;

    pb_database_close(bench->database);
    pb_limit_cache_free(bench->cache);
    pb_database_free(bench->database);
    pb_log_free(bench->log);
    pb_log_free(bench->database_log);
    return 0;
}

static void strangers_may(void **state)
{
    struct bench *bench = *state;

    assert_false(pb_limit_cache_is_loaded(bench->cache));
    assert_int_equal(pb_limit_check(bench->cache, 7), 1);
    assert_int_equal(pb_limit_check(bench->cache, 0), 1);
    pb_limit_cache_set(bench->cache, 0, 10, 10);
    pb_limit_cache_add(bench->cache, 0, 1);
    pb_limit_cache_add(bench->cache, 7, 1);
    assert_int_equal(pb_limit_check(bench->cache, 7), 1);
    assert_int_equal(pb_limit_cache_stats(bench->cache)->strangers, 3);
    assert_int_equal(pb_limit_cache_stats(bench->cache)->accounts, 0);
    assert_int_equal(pb_limit_cache_stats(bench->cache)->refusals, 0);
}

/* Every count against every maximum. */
static void full_accounts_may_not(void **state)
{
    struct bench *bench = *state;

    for (unsigned maximum = 1; maximum <= 10; maximum++)
        for (unsigned count = 0; count <= 12; count++) {
            pb_limit_cache_set(bench->cache, 7, count, maximum);
            assert_int_equal(pb_limit_check(bench->cache, 7), count < maximum);
        }
    pb_limit_cache_set(bench->cache, 7, 5, 5);
    assert_int_equal(pb_limit_check(bench->cache, 7), 0);
    assert_int_equal(bench->account_id, 7);
    assert_string_equal(bench->line, "refused a character: it has 5 of 5");
    assert_int_equal(pb_limit_cache_stats(bench->cache)->accounts, 1);
}

static void characters_come_and_go(void **state)
{
    struct bench *bench = *state;

    /* Without a maximum: the one that is known, or ten. */
    pb_limit_cache_set(bench->cache, 7, 9, 0);
    assert_int_equal(pb_limit_check(bench->cache, 7), 1);
    pb_limit_cache_add(bench->cache, 7, 1);
    assert_int_equal(pb_limit_check(bench->cache, 7), 0);
    pb_limit_cache_add(bench->cache, 7, -1);
    assert_int_equal(pb_limit_check(bench->cache, 7), 1);
    pb_limit_cache_set(bench->cache, 8, 0, 2);
    pb_limit_cache_set(bench->cache, 8, 2, 0);
    assert_int_equal(pb_limit_check(bench->cache, 8), 0);
    /* Below none and above what fits are no counts. */
    pb_limit_cache_add(bench->cache, 8, -3);
    assert_int_equal(pb_limit_check(bench->cache, 8), 0);
    pb_limit_cache_add(bench->cache, 8, 65534);
    assert_int_equal(pb_limit_check(bench->cache, 8), 0);
    pb_limit_cache_add(bench->cache, 8, -2);
    assert_int_equal(pb_limit_check(bench->cache, 8), 1);
    assert_int_equal(pb_limit_check(bench->cache, 7), 1);
}

/* An account above its limit is full until the database says that this is over. */
static void an_excess_stays(void **state)
{
    struct bench *bench = *state;

    pb_limit_cache_set(bench->cache, 7, 11, 10);
    pb_limit_cache_add(bench->cache, 7, -5);
    assert_int_equal(pb_limit_check(bench->cache, 7), 0);
    pb_limit_cache_set(bench->cache, 7, 6, 10);
    assert_int_equal(pb_limit_check(bench->cache, 7), 1);
}

static void *ask(void *user)
{
    const struct bench *bench = user;
    long wrong = 0;

    for (int i = 0; i < 200000; i++)
        wrong += pb_limit_check(bench->cache, 7) != 1;
    return (void *)wrong;
}

/* Others may ask while the table grows. */
static void any_thread_may_ask(void **state)
{
    struct bench *bench = *state;
    pthread_t thread;
    void *wrong;

    pb_limit_cache_set(bench->cache, 7, 1, 10);
    assert_int_equal(pthread_create(&thread, NULL, ask, bench), 0);
    for (uint32_t account_id = 8; account_id < 20000; account_id++)
        pb_limit_cache_set(bench->cache, account_id, 10, 10);
    pthread_join(thread, &wrong);
    assert_null(wrong);
    assert_int_equal(pb_limit_cache_stats(bench->cache)->checks, 200000);
    assert_int_equal(pb_limit_cache_stats(bench->cache)->accounts, 20000 - 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(strangers_may, set_up, tear_down),
        cmocka_unit_test_setup_teardown(full_accounts_may_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(characters_come_and_go, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_excess_stays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(any_thread_may_ask, set_up, tear_down),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("limit_cache", tests, NULL, NULL);
}
