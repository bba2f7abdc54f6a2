#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "base/rng.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static void errors_have_names(void **state)
{
    (void)state;
    assert_string_equal(pb_error_name(PB_OK), "ok");
    assert_string_equal(pb_error_name(PB_E_agent_fenced), "agent_fenced");
    assert_int_equal(PB_E_agent_fenced, -45200);
    assert_int_equal(pb_error_from_server(45200), PB_E_agent_fenced);
    assert_int_equal(pb_error_from_server(1146), PB_E_database);
    assert_string_equal(pb_error_name(-99999), "unknown");
    assert_true(strlen(pb_error_text(PB_E_pool_empty)) > 10);
}

static void levels_have_names(void **state)
{
    (void)state;
    assert_int_equal(pb_log_level_from_name("INFO"), PB_INFO);
    assert_int_equal(pb_log_level_from_name("fatal"), PB_FATAL);
    assert_int_equal(pb_log_level_from_name("loud"), -1);
    assert_int_equal(pb_log_level_from_name(""), -1);
}

static void clock_grows_and_writes(void **state)
{
    char text[PB_CLOCK_TEXT];
    int64_t before = pb_clock_ms();

    (void)state;
    assert_true(pb_clock_ms() >= before);
    pb_clock_text(text);
    assert_int_equal(strlen(text), 24);
    assert_int_equal(text[10], 'T');
    assert_int_equal(text[23], 'Z');
}

/* 1,000 numbers of 64 bits: a repetition has probability below 1e-13. */
static void random_numbers_differ(void **state)
{
    uint64_t seen[1000];

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        seen[i] = pb_rng_u64();
        for (size_t j = 0; j < i; j++)
            assert_true(seen[i] != seen[j]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_have_names),
        cmocka_unit_test(levels_have_names),
        cmocka_unit_test(clock_grows_and_writes),
        cmocka_unit_test(random_numbers_differ),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
