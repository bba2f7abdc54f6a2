#include "trade/stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* From idle every stage is reached, by it every rule, and every action is somewhere. */
static void every_stage_and_rule_is_reached(void **state)
{
    unsigned reached = 1u << PB_TRADE_IDLE, before = 0, acted = 0;
    size_t count, i;
    const struct pb_trade_rule *rules = pb_trade_stage_rules(&count);

    (void)state;
    while (before != reached)
        for (before = reached, i = 0; i < count; i++)
            if (reached >> rules[i].stage & 1)
                reached |= 1u << rules[i].next;
    assert_int_equal(reached, (1u << PB_TRADE_STAGES) - 1);
    for (i = 0; i < count; i++) {
        assert_true(reached >> rules[i].stage & 1);
        assert_ptr_equal(pb_trade_rule_find(rules[i].stage, rules[i].signal), &rules[i]);
        assert_true(strlen(rules[i].comment) > 5);
        acted |= 1u << rules[i].action;
    }
    assert_int_equal(acted, (1u << PB_TRADE_ACTIONS) - 1);
}

/* No two rules for one stage and signal. */
static void rules_do_not_contradict(void **state)
{
    size_t count, i, k;
    const struct pb_trade_rule *rules = pb_trade_stage_rules(&count);

    (void)state;
    for (i = 0; i < count; i++)
        for (k = 0; k < i; k++)
            assert_false(rules[i].signal == rules[k].signal && rules[i].stage == rules[k].stage);
}

/* Every stage but idle ends by time, and every signal means something somewhere. */
static void limits_lead_home(void **state)
{
    unsigned stage, signal;

    (void)state;
    for (stage = PB_TRADE_IDLE + 1; stage < PB_TRADE_STAGES; stage++) {
        const struct pb_trade_rule *rule = pb_trade_rule_find((enum pb_trade_stage)stage, PB_TRADE_TIMED_OUT);

        assert_non_null(rule);
        assert_int_equal(rule->next, PB_TRADE_IDLE);
        assert_true(pb_trade_stage_limit_ms((enum pb_trade_stage)stage) > 0);
        assert_true(strlen(pb_trade_stage_name((enum pb_trade_stage)stage)) > 5);
    }
    for (signal = PB_TRADE_NOTHING + 1; signal < PB_TRADE_SIGNALS; signal++) {
        for (stage = 0; stage < PB_TRADE_STAGES; stage++)
            if (pb_trade_rule_find((enum pb_trade_stage)stage, (enum pb_trade_signal)signal))
                break;
        assert_true(stage < PB_TRADE_STAGES);
        assert_true(strlen(pb_trade_signal_name((enum pb_trade_signal)signal)) > 3);
    }
}

/* What was accepted is void at every change, and is written down only when it was done after an accept. */
static void only_an_accept_leads_to_the_books(void **state)
{
    size_t count, i;
    const struct pb_trade_rule *rules = pb_trade_stage_rules(&count);

    (void)state;
    for (i = 0; i < count; i++) {
        if (rules[i].action == PB_TRADE_RECORD)
            assert_true(rules[i].stage == PB_TRADE_ACCEPTED || rules[i].stage == PB_TRADE_ENDING);
        if (rules[i].next == PB_TRADE_ACCEPTED)
            assert_true(rules[i].stage == PB_TRADE_LOCKED && rules[i].signal == PB_TRADE_FAIR);
        if (rules[i].signal == PB_TRADE_CHANGED)
            assert_true(rules[i].next == PB_TRADE_OPEN && rules[i].action == PB_TRADE_REOPEN);
    }
    assert_int_equal(pb_trade_rule_find(PB_TRADE_ACCEPTED, PB_TRADE_CHANGED)->next, PB_TRADE_OPEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_stage_and_rule_is_reached),
        cmocka_unit_test(rules_do_not_contradict),
        cmocka_unit_test(limits_lead_home),
        cmocka_unit_test(only_an_accept_leads_to_the_books),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
