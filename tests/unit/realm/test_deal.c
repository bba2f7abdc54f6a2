#include "include/playerbot_error.h"
#include "realm/deal.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { LIVE = 1u << PB_DEAL_ASKED | 1u << PB_DEAL_OPEN | 1u << PB_DEAL_HALF };

static void every_state_is_reached(void **state)
{
    unsigned reached = 1u << PB_DEAL_NONE, before = 0;
    size_t count, i, from;
    const struct pb_deal_rule *rules = pb_deal_rules(&count);

    (void)state;
    while (reached != before) {
        before = reached;
        for (i = 0; i < count; i++)
            for (from = 0; from < PB_DEALS; from++)
                if (reached >> from & 1 && pb_deal_after(from, rules[i].signal))
                    reached |= 1u << pb_deal_after(from, rules[i].signal)->next;
    }
    assert_int_equal(reached, (1u << PB_DEALS) - 1);
}

static void every_rule_matters(void **state)
{
    size_t count, i, k;
    const struct pb_deal_rule *rules = pb_deal_rules(&count);
    unsigned signals = 0;

    (void)state;
    for (i = 0; i < count; i++) {
        assert_true(strlen(rules[i].comment) > 0);
        assert_true(rules[i].states != 0);
        signals |= 1u << rules[i].signal;
        /* It says why when a trade ends without an exchange, and only then. */
        assert_int_equal(rules[i].reason != PB_OK, rules[i].next == PB_DEAL_ENDED);
        for (k = 0; k < PB_DEALS; k++)
            if (rules[i].states >> k & 1)
                assert_ptr_equal(pb_deal_after(k, rules[i].signal), &rules[i]);
    }
    assert_int_equal(signals, (1u << PB_DEAL_SIGNALS) - 1);
}

static void what_is_over_stays_over(void **state)
{
    unsigned signal;

    (void)state;
    for (signal = 0; signal < PB_DEAL_SIGNALS; signal++) {
        assert_null(pb_deal_after(PB_DEAL_DONE, signal));
        assert_null(pb_deal_after(PB_DEAL_ENDED, signal));
        if (signal != PB_DEAL_ASK)
            assert_null(pb_deal_after(PB_DEAL_NONE, signal));
    }
}

static void nothing_is_exchanged_but_from_half(void **state)
{
    size_t count, i;
    const struct pb_deal_rule *rules = pb_deal_rules(&count);

    (void)state;
    for (i = 0; i < count; i++) {
        if (rules[i].next == PB_DEAL_DONE)
            assert_int_equal(rules[i].states, 1u << PB_DEAL_HALF);
        if (rules[i].signal == PB_DEAL_CHANGE)
            assert_int_equal(rules[i].next, PB_DEAL_OPEN);
        if (rules[i].signal >= PB_DEAL_CANCEL)
            assert_int_equal(rules[i].states, LIVE);
    }
    for (i = 0; i < PB_DEALS; i++)
        assert_true(strlen(pb_deal_name(i)) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_is_reached), cmocka_unit_test(every_rule_matters),
        cmocka_unit_test(what_is_over_stays_over), cmocka_unit_test(nothing_is_exchanged_but_from_half)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
