/* Servers, and the waits between tries that they use. */
#include "db/retry.h"
#include "db/server.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { FAILURES = 2, OPEN_MS = 1000, LONG_AFTER_MS = 100000 };

static struct pb_servers new_servers(unsigned count)
{
    static struct pb_database_options options;
    struct pb_servers servers;

    options.server_count = count;
    options.breaker_failures = FAILURES;
    options.breaker_open_ms = OPEN_MS;
    pb_servers_init(&servers, &options);
    return servers;
}

/* Misses a server until its breaker opens. */
static void lose(struct pb_servers *servers, unsigned server, int64_t now_ms)
{
    for (int i = 0; i < FAILURES - 1; i++)
        assert_int_equal(pb_servers_missed(servers, server, now_ms), 0);
    assert_int_equal(pb_servers_missed(servers, server, now_ms), 1);
}

static void the_first_is_preferred(void **state)
{
    struct pb_servers servers = new_servers(3);

    (void)state;
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, 0), 0);
    servers.list[0].logins = 2; /* closed: several at a time */
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, 0), 0);
    /* A connection to the second is kept, unless the first may be tried. */
    assert_int_equal(pb_servers_choose(&servers, 1, 0), 0);
    assert_int_equal(pb_servers_choose(&servers, 0, 0), PB_NO_SERVER);
    assert_false(pb_servers_are_away(&servers));
}

static void the_next_one_takes_over(void **state)
{
    struct pb_servers servers = new_servers(3);

    (void)state;
    /* One failure already turns to the next, for the short wait after it. */
    assert_int_equal(pb_servers_missed(&servers, 0, 0), 0);
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, 0), 1);
    lose(&servers, 1, 0);
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, 0), 2);
    assert_false(pb_servers_are_away(&servers));
    assert_int_equal(pb_servers_missed(&servers, 0, 0), 1);
    lose(&servers, 2, 0);
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, 0), PB_NO_SERVER);
    assert_true(pb_servers_are_away(&servers));
}

static void the_first_is_tested_and_comes_back(void **state)
{
    struct pb_servers servers = new_servers(2);

    (void)state;
    lose(&servers, 0, 0);
    assert_int_equal(pb_servers_choose(&servers, 1, OPEN_MS - 1), PB_NO_SERVER);
    assert_int_equal(pb_servers_choose(&servers, 1, LONG_AFTER_MS), 0);
    assert_int_equal(servers.list[0].breaker.state, PB_BREAKER_HALF_OPEN);
    /* One test at a time. */
    servers.list[0].logins = 1;
    assert_int_equal(pb_servers_choose(&servers, 1, LONG_AFTER_MS), PB_NO_SERVER);
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, LONG_AFTER_MS), 1);
    servers.list[0].logins = 0;
    assert_int_equal(pb_servers_reached(&servers, 0, LONG_AFTER_MS), 1);
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, LONG_AFTER_MS), 0);
    assert_int_equal(pb_servers_reached(&servers, 0, LONG_AFTER_MS), 0);
}

/* While only tests are under way nothing can be asked. */
static void half_open_is_away(void **state)
{
    struct pb_servers servers = new_servers(1);

    (void)state;
    lose(&servers, 0, 0);
    assert_int_equal(pb_servers_choose(&servers, PB_NO_SERVER, LONG_AFTER_MS), 0);
    assert_true(pb_servers_are_away(&servers));
    assert_int_equal(pb_servers_missed(&servers, 0, LONG_AFTER_MS), 1);
    assert_int_equal(pb_servers_wait_ms(&servers, LONG_AFTER_MS, 999999), 2 * OPEN_MS);
}

static void waits_end_with_the_first_server(void **state)
{
    struct pb_servers servers = new_servers(2);

    (void)state;
    assert_int_equal(pb_servers_wait_ms(&servers, 50, 500), 0);
    lose(&servers, 0, 0);
    lose(&servers, 1, 400);
    assert_int_equal(pb_servers_wait_ms(&servers, 400, 500), 500);
    assert_int_equal(pb_servers_wait_ms(&servers, 400, 5000), OPEN_MS - 400);
    assert_int_equal(pb_servers_wait_ms(&servers, OPEN_MS + 5, 500), 0);
    /* After one miss there is a wait too, though the breaker is closed. */
    servers = new_servers(1);
    assert_int_equal(pb_servers_missed(&servers, 0, 0), 0);
    assert_in_range(pb_servers_wait_ms(&servers, 0, 5000), 1, 100);
}

static void errors_are_judged(void **state)
{
    static const struct pb_retry_rule cases[] = {
        {1213, 0, 0, 1},  /* deadlock: rolled back, again */
        {1205, 0, 0, 1},  /* lock wait timeout */
        {2003, 1, 0, 1},  /* never connected: without effect */
        {1040, 1, 0, 1},  /* too many connections */
        {2013, 1, 1, 1},  /* lost during the call */
        {2006, 1, 1, 1},  /* gone away */
        {1927, 1, 1, 1},  /* KILL CONNECTION */
        {1317, 0, 1, 1},  /* KILL QUERY */
        {1064, 0, 0, 0},  /* a syntax error stays one */
        {45200, 0, 0, 0}, /* our own errors are answers */
        {1142, 0, 0, 0},  /* denied */
        {2999, 1, 1, 0},  /* an error of the client library that is not listed */
        {2000, 1, 1, 0},  /* as it begins */
        {3000, 0, 0, 0},  /* and ends */
        {1999, 0, 0, 0},  {0, 0, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pb_retry_rule rule = pb_retry_rule(cases[i].server_errno);

        assert_int_equal(rule.server_errno, cases[i].server_errno);
        assert_int_equal(rule.is_lost, cases[i].is_lost);
        assert_int_equal(rule.is_unknown, cases[i].is_unknown);
        assert_int_equal(rule.is_again, cases[i].is_again);
    }
}

/* Each wait is a share of a bound; 1,000 of them come near both ends (missed with probability 1e-22). */
static void waits_are_shares_of_a_bound(void **state)
{
    static const int64_t bounds[] = {50, 100, 200, 400, 800, 1600, 3200, 5000, 5000};

    (void)state;
    for (unsigned tries = 0; tries < sizeof bounds / sizeof *bounds; tries++) {
        int64_t least = INT64_MAX, most = 0;

        for (int i = 0; i < 1000; i++) {
            int64_t wait_ms = pb_retry_wait_ms(tries);

            least = wait_ms < least ? wait_ms : least;
            most = wait_ms > most ? wait_ms : most;
        }
        assert_in_range(least, 1, bounds[tries] / 20 + 1);
        assert_in_range(most, bounds[tries] - bounds[tries] / 20, bounds[tries]);
    }
    assert_in_range(pb_retry_wait_ms(UINT32_MAX), 1, 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_is_preferred),
        cmocka_unit_test(the_next_one_takes_over),
        cmocka_unit_test(the_first_is_tested_and_comes_back),
        cmocka_unit_test(half_open_is_away),
        cmocka_unit_test(waits_end_with_the_first_server),
        cmocka_unit_test(errors_are_judged),
        cmocka_unit_test(waits_are_shares_of_a_bound),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("server", tests, NULL, NULL);
}
