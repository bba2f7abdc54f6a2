#include "base/bytes.h"
#include "base/clock.h"
#include "base/error.h"
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

/* Every error has a name and a sentence, and no two share a name. */
static void error_names_are_unique(void **state)
{
    static const int numbers[] = {
#define X(code, name, text) -(code),
        PB_DATABASE_ERRORS(X) PB_AGENT_ERRORS(X)
#undef X
    };

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        assert_string_not_equal(pb_error_name(numbers[i]), "unknown");
        assert_string_not_equal(pb_error_text(numbers[i]), pb_error_text(-99999));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(pb_error_name(numbers[i]), pb_error_name(numbers[j]));
    }
}

static void bytes_are_little_endian(void **state)
{
    uint8_t bytes[4] = {0xff, 0xff, 0xff, 0xff};

    (void)state;
    pb_bytes_put(bytes, 0x1234, 2);
    assert_memory_equal(bytes, "\x34\x12\xff\xff", 4);
    assert_int_equal(pb_bytes_get(bytes, 2), 0x1234);
    pb_bytes_put(bytes, 0xfedcba98, 4);
    assert_memory_equal(bytes, "\x98\xba\xdc\xfe", 4);
    assert_int_equal(pb_bytes_get(bytes, 4), 0xfedcba98);
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
        cmocka_unit_test(errors_have_names),       cmocka_unit_test(error_names_are_unique),
        cmocka_unit_test(bytes_are_little_endian), cmocka_unit_test(clock_grows_and_writes),
        cmocka_unit_test(random_numbers_differ),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
