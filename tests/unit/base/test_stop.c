#include "base/clock.h"
#include "base/error.h"
#include "base/stop.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* Far longer than any wait below may take. */
enum { LONG_MS = 30000 };

static struct pb_stop *stop;

static int open_stop(void **state)
{
    (void)state;
    return pb_stop_new(&stop);
}

static int close_stop(void **state)
{
    (void)state;
    pb_stop_free(stop);
    return 0;
}

static void nothing_asked(void **state)
{
    int64_t before_ms = pb_clock_ms();

    (void)state;
    assert_int_equal(pb_stop_is_asked(stop), 0);
    assert_int_equal(pb_stop_is_asked(NULL), 0);
    pb_stop_wait(stop, 20);
    pb_stop_wait(NULL, 20);
    assert_true(pb_clock_ms() - before_ms >= 39);
    pb_stop_wait(stop, 0);
    pb_stop_wait(stop, -5);
    pb_stop_free(NULL);
}

/* What came before the wait must end it: a flag alone, looked at before poll, would not. */
static void asked_before_the_wait(void **state)
{
    int64_t before_ms = pb_clock_ms();

    (void)state;
    pb_stop_ask(stop);
    pb_stop_ask(stop);
    assert_int_equal(pb_stop_is_asked(stop), 1);
    pb_stop_wait(stop, LONG_MS);
    pb_stop_wait(stop, LONG_MS);
    assert_true(pb_clock_ms() - before_ms < LONG_MS);
}

static void on_alarm(int number)
{
    (void)number;
    pb_stop_ask(stop);
}

static void asked_by_a_signal(void **state)
{
    struct sigaction action = {.sa_handler = on_alarm};
    int64_t before_ms = pb_clock_ms();

    (void)state;
    assert_int_equal(sigaction(SIGUSR1, &action, NULL), 0);
    assert_int_equal(raise(SIGUSR1), 0);
    pb_stop_wait(stop, LONG_MS);
    assert_int_equal(pb_stop_is_asked(stop), 1);
    assert_true(pb_clock_ms() - before_ms < LONG_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nothing_asked, open_stop, close_stop),
        cmocka_unit_test_setup_teardown(asked_before_the_wait, open_stop, close_stop),
        cmocka_unit_test_setup_teardown(asked_by_a_signal, open_stop, close_stop),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("stop", tests, NULL, NULL);
}
