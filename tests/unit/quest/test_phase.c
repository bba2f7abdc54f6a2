#include "../seed.h"
#include "quest/phase.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

/* From scanning every phase is reached, and from each one scanning. */
static void every_phase_is_reached_and_left(void **state)
{
    uint64_t seed = pb_seed("phase");
    enum pb_quest_phase phase = PB_QUEST_SCANNING;
    unsigned reached = 0, left = 0, i;
    uint8_t used[64] = {0};
    size_t count, k;
    const struct pb_quest_rule *rules = pb_quest_phase_rules(&count);

    (void)state;
    assert_true(count < sizeof used);
    for (i = 0; i < 20000; i++) {
        enum pb_quest_signal signal = (enum pb_quest_signal)pb_seed_below(&seed, PB_QUEST_SIGNALS);
        enum pb_quest_phase next = pb_quest_phase_after(phase, signal);

        for (k = 0; k < count; k++)
            if (rules[k].signal == signal && rules[k].next == next &&
                (rules[k].phase == phase || rules[k].phase == PB_QUEST_PHASES))
                used[k] = 1;
        reached |= 1u << next;
        left |= next == PB_QUEST_SCANNING ? 1u << phase : 0;
        phase = next;
    }
    assert_int_equal(reached, (1u << PB_QUEST_PHASES) - 1);
    assert_int_equal(left, (1u << PB_QUEST_PHASES) - 1);
    for (k = 0; k < count; k++) {
        assert_true(used[k]);
        assert_true(strlen(rules[k].comment) > 5);
    }
}

/* No two rules for one phase and signal: which one holds must not hang on their order. */
static void rules_do_not_contradict(void **state)
{
    size_t count, i, k;
    const struct pb_quest_rule *rules = pb_quest_phase_rules(&count);

    (void)state;
    for (i = 0; i < count; i++)
        for (k = 0; k < i; k++)
            assert_false(rules[i].signal == rules[k].signal &&
                         (rules[i].phase == rules[k].phase || rules[i].phase == PB_QUEST_PHASES ||
                          rules[k].phase == PB_QUEST_PHASES));
}

/* Whatever a phase that ends by time waits for, its end leads on. */
static void limits_lead_on(void **state)
{
    unsigned phase;

    (void)state;
    for (phase = 0; phase < PB_QUEST_PHASES; phase++) {
        assert_true(strlen(pb_quest_phase_name((enum pb_quest_phase)phase)) > 5);
        if (pb_quest_phase_limit_ms((enum pb_quest_phase)phase))
            assert_int_equal(pb_quest_phase_after((enum pb_quest_phase)phase, PB_QUEST_TIME_OUT),
                             PB_QUEST_SCANNING);
    }
    assert_int_equal(pb_quest_phase_after(PB_QUEST_SCANNING, PB_QUEST_DEALT), PB_QUEST_SCANNING);
    assert_int_equal(pb_quest_phase_limit_ms(PB_QUEST_WANDERING), 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_phase_is_reached_and_left),
        cmocka_unit_test(rules_do_not_contradict),
        cmocka_unit_test(limits_lead_on),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
