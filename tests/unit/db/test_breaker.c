#include "db/breaker.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { LIMIT = 3, OPEN_MS = 100 };

static struct pb_breaker new_breaker(void)
{
    struct pb_breaker breaker;

    pb_breaker_init(&breaker, LIMIT, OPEN_MS);
    return breaker;
}

static struct pb_breaker open_breaker(int64_t now_ms)
{
    struct pb_breaker breaker = new_breaker();

    for (int i = 0; i < LIMIT; i++)
        pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, now_ms);
    assert_int_equal(breaker.state, PB_BREAKER_OPEN);
    return breaker;
}

/* Not more than one answer to each event in each state, and none to what cannot happen. */
static void the_table_is_whole(void **state)
{
    static const int wanted[PB_BREAKER_STATES][PB_BREAKER_EVENTS] = {
        [PB_BREAKER_CLOSED] = {[PB_BREAKER_SUCCESS] = 1, [PB_BREAKER_FAILURE] = 1, [PB_BREAKER_LIMIT] = 1},
        [PB_BREAKER_OPEN] = {[PB_BREAKER_SUCCESS] = 1, [PB_BREAKER_FAILURE] = 1, [PB_BREAKER_TIMER] = 1},
        [PB_BREAKER_HALF_OPEN] = {[PB_BREAKER_SUCCESS] = 1, [PB_BREAKER_FAILURE] = 1},
    };
    int seen[PB_BREAKER_STATES][PB_BREAKER_EVENTS] = {{0}};
    size_t count;
    const struct pb_breaker_rule *rules = pb_breaker_rules(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_in_range(rules[i].state, 0, PB_BREAKER_STATES - 1);
        assert_in_range(rules[i].event, 0, PB_BREAKER_EVENTS - 1);
        assert_in_range(rules[i].next, 0, PB_BREAKER_STATES - 1);
        assert_true(strlen(rules[i].comment) > 10);
        seen[rules[i].state][rules[i].event]++;
    }
    assert_memory_equal(seen, wanted, sizeof seen);
}

/* Tells each event in each state, reached as it is in life; the state must be the one of the table. */
static void every_rule_is_reached(void **state)
{
    size_t count, reached = 0;
    const struct pb_breaker_rule *rules = pb_breaker_rules(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        struct pb_breaker breaker = rules[i].state == PB_BREAKER_CLOSED ? new_breaker() : open_breaker(0);

        if (rules[i].state == PB_BREAKER_HALF_OPEN)
            assert_true(pb_breaker_admits(&breaker, 0, OPEN_MS));
        assert_int_equal(breaker.state, rules[i].state);
        if (rules[i].event == PB_BREAKER_TIMER) {
            pb_breaker_admits(&breaker, 0, OPEN_MS);
        } else if (rules[i].event == PB_BREAKER_LIMIT) {
            for (int n = 0; n < LIMIT; n++)
                pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, 0);
        } else {
            assert_int_equal(pb_breaker_tell(&breaker, rules[i].event, 0), rules[i].next != rules[i].state);
        }
        assert_int_equal(breaker.state, rules[i].next);
        reached++;
    }
    assert_int_equal(reached, 8);
}

static void it_opens_with_the_last_failure(void **state)
{
    struct pb_breaker breaker = new_breaker();

    (void)state;
    assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, 10), 0);
    assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, 10), 0);
    assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_SUCCESS, 10), 0);
    assert_int_equal(breaker.failures, 0);
    for (int i = 0; i < LIMIT - 1; i++)
        assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, 10), 0);
    assert_true(pb_breaker_admits(&breaker, 1, 10));
    assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, 10), 1);
    assert_int_equal(breaker.state, PB_BREAKER_OPEN);
    assert_int_equal(breaker.opened, 1);
    assert_int_equal(breaker.until_ms, 10 + OPEN_MS);
    /* A failure of a call that was under way does not put the test off. */
    assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, 60), 0);
    assert_int_equal(breaker.until_ms, 10 + OPEN_MS);
    assert_int_equal(breaker.opened, 1);
}

static void open_admits_nothing_half_open_one(void **state)
{
    struct pb_breaker breaker = open_breaker(0);

    (void)state;
    assert_false(pb_breaker_admits(&breaker, 0, OPEN_MS - 1));
    assert_int_equal(breaker.state, PB_BREAKER_OPEN);
    assert_true(pb_breaker_admits(&breaker, 0, OPEN_MS));
    assert_int_equal(breaker.state, PB_BREAKER_HALF_OPEN);
    assert_false(pb_breaker_admits(&breaker, 1, OPEN_MS));
    assert_true(pb_breaker_admits(&breaker, 0, OPEN_MS));
    assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_SUCCESS, OPEN_MS), 1);
    assert_true(pb_breaker_admits(&breaker, 1, OPEN_MS));
}

/* 1, 2, 4, 8, 16, 16 times the first open time; a success begins anew. */
static void the_open_time_doubles(void **state)
{
    static const int64_t waits[] = {2, 4, 8, 16, 16, 16};
    struct pb_breaker breaker = open_breaker(0);
    int64_t now_ms = 0;

    (void)state;
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        now_ms = breaker.until_ms;
        assert_true(pb_breaker_admits(&breaker, 0, now_ms));
        assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, now_ms), 1);
        assert_int_equal(breaker.until_ms - now_ms, waits[i] * OPEN_MS);
    }
    assert_int_equal(breaker.opened, 7);
    assert_true(pb_breaker_admits(&breaker, 0, breaker.until_ms));
    pb_breaker_tell(&breaker, PB_BREAKER_SUCCESS, now_ms);
    for (int i = 0; i < LIMIT; i++)
        pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, now_ms);
    assert_int_equal(breaker.until_ms - now_ms, OPEN_MS);
}

static void zeros_are_ones_and_states_have_names(void **state)
{
    struct pb_breaker breaker;

    (void)state;
    pb_breaker_init(&breaker, 0, 0);
    assert_int_equal(breaker.state, PB_BREAKER_CLOSED);
    assert_int_equal(pb_breaker_tell(&breaker, PB_BREAKER_FAILURE, 5), 1);
    assert_int_equal(breaker.until_ms, 6);
    assert_string_equal(pb_breaker_name(PB_BREAKER_CLOSED), "closed");
    assert_string_equal(pb_breaker_name(PB_BREAKER_HALF_OPEN), "half-open");
    assert_string_equal(pb_breaker_name(PB_BREAKER_STATES), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_is_whole),
        cmocka_unit_test(every_rule_is_reached),
        cmocka_unit_test(it_opens_with_the_last_failure),
        cmocka_unit_test(open_admits_nothing_half_open_one),
        cmocka_unit_test(the_open_time_doubles),
        cmocka_unit_test(zeros_are_ones_and_states_have_names),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("breaker", tests, NULL, NULL);
}
