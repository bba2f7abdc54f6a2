#include "../seed.h"
#include "auction/phase.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static enum pb_auction_phase after(enum pb_auction_phase phase, enum pb_auction_signal signal)
{
    const struct pb_auction_rule *rule = pb_auction_rule_of(phase, signal);

    return rule ? rule->next : phase;
}

/* From resting every phase is reached, every action is done, and from each phase the bot comes to rest. */
static void every_phase_is_reached_and_left(void **state)
{
    uint64_t seed = pb_seed("phase");
    enum pb_auction_phase phase = PB_AUCTION_RESTING;
    unsigned reached = 0, left = 0, done = 0, i;
    uint8_t used[64] = {0};
    size_t count, k;
    const struct pb_auction_rule *rules = pb_auction_rules(&count);

    (void)state;
    assert_true(count < sizeof used);
    for (i = 0; i < 50000; i++) {
        enum pb_auction_signal signal = (enum pb_auction_signal)pb_seed_below(&seed, PB_AUCTION_SIGNALS);
        const struct pb_auction_rule *rule = pb_auction_rule_of(phase, signal);

        if (!rule)
            continue;
        used[rule - rules] = 1;
        done |= 1u << rule->action;
        reached |= 1u << rule->next;
        left |= rule->next == PB_AUCTION_RESTING ? 1u << phase : 0;
        phase = rule->next;
    }
    assert_int_equal(reached, (1u << PB_AUCTION_PHASES) - 1);
    assert_int_equal(done, (1u << PB_AUCTION_ACTIONS) - 1);
    assert_int_equal(left, (1u << PB_AUCTION_PHASES) - 1 - (1u << PB_AUCTION_RESTING));
    for (k = 0; k < count; k++) {
        assert_true(used[k]);
        assert_true(strlen(rules[k].comment) > 5);
    }
}

/* No two rules for one phase and signal: which one holds must not hang on their order. */
static void rules_do_not_contradict(void **state)
{
    size_t count, i, k;
    const struct pb_auction_rule *rules = pb_auction_rules(&count);

    (void)state;
    for (i = 0; i < count; i++)
        for (k = 0; k < i; k++)
            assert_false(rules[i].signal == rules[k].signal &&
                         (rules[i].phase == rules[k].phase || rules[i].phase == PB_AUCTION_PHASES ||
                          rules[k].phase == PB_AUCTION_PHASES));
}

/* Every phase but rest ends by time; what breaks a visit off never wakes a bot that rests. */
static void limits_lead_to_rest(void **state)
{
    unsigned phase;

    (void)state;
    assert_int_equal(pb_auction_phase_limit_ms(PB_AUCTION_RESTING), 0);
    assert_null(pb_auction_rule_of(PB_AUCTION_RESTING, PB_AUCTION_TIME_OUT));
    assert_null(pb_auction_rule_of(PB_AUCTION_RESTING, PB_AUCTION_LOST));
    assert_null(pb_auction_rule_of(PB_AUCTION_RESTING, PB_AUCTION_CLOSED));
    for (phase = 0; phase < PB_AUCTION_PHASES; phase++) {
        assert_true(strlen(pb_auction_phase_name((enum pb_auction_phase)phase)) > 5);
        if (phase == PB_AUCTION_RESTING)
            continue;
        assert_true(pb_auction_phase_limit_ms((enum pb_auction_phase)phase) > 0);
        assert_int_equal(after((enum pb_auction_phase)phase, PB_AUCTION_TIME_OUT), PB_AUCTION_RESTING);
    }
}

/* Once the switch is off, whatever happens: nothing is scanned, sold or bought, and what is in the mail is
 * fetched. */
static void closed_leads_to_mail_and_rest(void **state)
{
    size_t count, i;
    const struct pb_auction_rule *rules = pb_auction_rules(&count);
    unsigned phase;

    (void)state;
    for (phase = PB_AUCTION_TRAVELLING; phase < PB_AUCTION_PHASES; phase++) {
        const struct pb_auction_rule *rule =
            pb_auction_rule_of((enum pb_auction_phase)phase, PB_AUCTION_CLOSED);

        if (phase == PB_AUCTION_COLLECTING)
            assert_null(rule);
        else
            assert_true(rule->next == PB_AUCTION_RESTING || rule->next == PB_AUCTION_COLLECTING);
    }
    for (i = 0; i < count; i++)
        if (rules[i].signal == PB_AUCTION_CLOSED)
            assert_true(rules[i].action == PB_AUCTION_LEAVE || rules[i].action == PB_AUCTION_TO_MAIL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_phase_is_reached_and_left),
        cmocka_unit_test(rules_do_not_contradict),
        cmocka_unit_test(limits_lead_to_rest),
        cmocka_unit_test(closed_leads_to_mail_and_rest),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
