#include "../seed.h"
#include "ai/fault.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static void every_rule_is_said_once_and_explained(void **state)
{
    size_t count;
    const struct pb_fault_rule *rules = pb_fault_rules(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        assert_true(strlen(rules[i].comment) > 3);
        for (size_t k = 0; k < i; k++)
            assert_false(rules[k].state == rules[i].state && rules[k].signal == rules[i].signal);
    }
}

/* From NORMAL by random signals: every state and every rule is reached, and back to NORMAL there is always a
 * way. */
static void every_state_is_reached(void **state)
{
    struct pb_fault_state fault = {0};
    unsigned reached = 0, transitions = 0;
    uint64_t seed = pb_seed("fault");
    size_t count;
    const struct pb_fault_rule *rules = pb_fault_rules(&count);
    uint8_t used[64] = {0};

    (void)state;
    for (unsigned i = 0; i < 200000; i++) {
        /* Runs of one signal, or what counts them is never reached. */
        enum pb_fault_signal signal = (enum pb_fault_signal)pb_seed_below(&seed, PB_FAULT_SIGNALS);
        unsigned times = 1 + pb_seed_below(&seed, 30);

        if (signal == PB_FAULT_EXHAUSTED)
            continue;
        while (times--) {
            unsigned before = fault.state;

            pb_fault_step(&fault, signal);
            reached |= 1u << fault.state;
            for (size_t k = 0; k < count; k++)
                if (rules[k].state == before && rules[k].next == fault.state && rules[k].signal == signal)
                    used[k] = 1;
            transitions += before != fault.state;
        }
    }
    assert_int_equal(reached, (1u << PB_FAULTS) - 1);
    assert_true(transitions > 1000);
    for (size_t k = 0; k < count; k++)
        if (rules[k].signal != PB_FAULT_EXHAUSTED)
            assert_true(used[k]);
}

static void retries_end_in_an_open_circuit(void **state)
{
    struct pb_fault_state fault = {0};
    unsigned waits = 0;
    uint32_t last_ms = 0;

    (void)state;
    assert_int_equal(pb_fault_step(&fault, PB_FAULT_RETRYABLE), PB_FAULT_DO_RETRY);
    for (;;) {
        enum pb_fault_action action = pb_fault_step(&fault, PB_FAULT_RETRYABLE);

        if (action == PB_FAULT_DO_OPEN)
            break;
        assert_int_equal(action, PB_FAULT_DO_BACKOFF);
        assert_true(pb_fault_backoff_ms(fault.retries) > last_ms);
        last_ms = pb_fault_backoff_ms(fault.retries);
        pb_fault_step(&fault, PB_FAULT_TIMER);
        assert_int_equal(fault.state, PB_FAULT_RETRY);
        assert_true(++waits < 10);
    }
    assert_int_equal(waits, PB_FAULT_MAX_RETRIES - 1);
    assert_int_equal(pb_fault_open_ms(fault), PB_FAULT_OPEN_MS);
    pb_fault_step(&fault, PB_FAULT_TIMER);
    assert_int_equal(fault.state, PB_FAULT_HALF_OPEN);
    assert_int_equal(pb_fault_step(&fault, PB_FAULT_RETRYABLE), PB_FAULT_DO_OPEN);
    assert_int_equal(pb_fault_open_ms(fault), PB_FAULT_OPEN_MS);
    /* Tests that take too long come more and more rarely, to the last. */
    last_ms = PB_FAULT_OPEN_MS;
    for (unsigned i = 0; i < 300; i++) {
        uint32_t wait_ms = 2 * last_ms < PB_FAULT_MAX_OPEN_MS ? 2 * last_ms : PB_FAULT_MAX_OPEN_MS;

        pb_fault_step(&fault, PB_FAULT_TIMER);
        assert_int_equal(fault.state, PB_FAULT_HALF_OPEN);
        assert_int_equal(pb_fault_step(&fault, PB_FAULT_SLOW), PB_FAULT_DO_OPEN);
        assert_int_equal(pb_fault_open_ms(fault), wait_ms);
        last_ms = wait_ms;
    }
    assert_int_equal(last_ms, PB_FAULT_MAX_OPEN_MS);
    pb_fault_step(&fault, PB_FAULT_TIMER);
    assert_int_equal(pb_fault_step(&fault, PB_FAULT_SUCCESS), PB_FAULT_DO_RESUME);
    assert_int_equal(fault.state, PB_FAULT_NORMAL);
    assert_int_equal(fault.retries, 0);
}

static void a_fault_that_comes_back_after_each_repair_degrades(void **state)
{
    struct pb_fault_state fault = {0};
    unsigned repairs = 0;

    (void)state;
    while (pb_fault_step(&fault, PB_FAULT_RECOVERABLE) == PB_FAULT_DO_REPAIR) {
        assert_true(++repairs < 20);
        pb_fault_step(&fault, PB_FAULT_MENDED);
    }
    assert_int_equal(fault.state, PB_FAULT_DEGRADED);
    assert_true(repairs > 1);
}

static void degraded_is_left_both_ways(void **state)
{
    struct pb_fault_state fault = {.state = PB_FAULT_DEGRADED};
    unsigned steps = 0, intervals = 0;

    (void)state;
    /* A failure in between begins the count of successes anew. */
    for (unsigned i = 0; i < PB_FAULT_DEGRADED_SUCCESSES - 1; i++)
        pb_fault_step(&fault, PB_FAULT_SUCCESS);
    pb_fault_step(&fault, PB_FAULT_RETRYABLE);
    while (fault.state == PB_FAULT_DEGRADED && ++steps) {
        intervals += pb_fault_degraded_factor(fault);
        pb_fault_step(&fault, PB_FAULT_SUCCESS);
    }
    assert_int_equal(intervals, 34); /* 10, 5, 2, then one each */
    assert_int_equal(fault.state, PB_FAULT_NORMAL);
    assert_int_equal(steps, PB_FAULT_DEGRADED_SUCCESSES);
    fault = (struct pb_fault_state){.state = PB_FAULT_DEGRADED};
    for (steps = 0; fault.state == PB_FAULT_DEGRADED; steps++)
        pb_fault_step(&fault, PB_FAULT_CRITICAL);
    assert_int_equal(fault.state, PB_FAULT_DISABLED);
    assert_int_equal(steps, PB_FAULT_DEGRADED_FAILURES);
    assert_int_equal(pb_fault_step(&fault, PB_FAULT_SUCCESS), PB_FAULT_DO_NOTHING);
    assert_int_equal(pb_fault_step(&fault, PB_FAULT_SWITCHED_ON), PB_FAULT_DO_RESUME);
    assert_int_equal(fault.state, PB_FAULT_NORMAL);
}

static void errors_have_their_class(void **state)
{
    (void)state;
    assert_int_equal(pb_fault_classify(PB_OK), PB_FAULT_SUCCESS);
    assert_int_equal(pb_fault_classify(PB_E_busy), PB_FAULT_RETRYABLE);
    assert_int_equal(pb_fault_classify(PB_E_timeout), PB_FAULT_SLOW);
    assert_int_equal(pb_fault_classify(PB_E_broken), PB_FAULT_RECOVERABLE);
    assert_int_equal(pb_fault_classify(PB_E_no_memory), PB_FAULT_CRITICAL);
    assert_int_equal(pb_fault_classify(-12345), PB_FAULT_CRITICAL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_is_said_once_and_explained),
        cmocka_unit_test(every_state_is_reached),
        cmocka_unit_test(retries_end_in_an_open_circuit),
        cmocka_unit_test(a_fault_that_comes_back_after_each_repair_degrades),
        cmocka_unit_test(degraded_is_left_both_ways),
        cmocka_unit_test(errors_have_their_class),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
