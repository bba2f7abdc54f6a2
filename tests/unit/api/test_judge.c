/* Health over time: what is judged is the last half minute to minute, and enough ticks of it. */
#include "ai/slot.h"
#include "lonely.h"
#include <string.h>

enum { BUDGET_US = 800, SLOW_US = 5000, FAST_US = 100, JUDGE_MS = 10000, PER_JUDGEMENT = 200 };

static int64_t now_ms;

static pb_handle *begin(void)
{
    pb_handle *handle = lonely_open();

    assert_int_equal(handle->conf->number[PB_CONF_AI_TICK_BUDGET], BUDGET_US);
    now_ms = 1000;
    return handle;
}

/* So many ticks of so long, then the next judgement. Only what is said of ticks counts here: the database is
 * away. */
static int is_red_after(pb_handle *handle, unsigned ticks, unsigned us)
{
    struct pb_coordinator *coordinator = handle->ai->coordinator;

    pb_histogram_add(&coordinator->tick_us, us, ticks);
    coordinator->ticks += ticks;
    coordinator->over_budget_ticks += us > BUDGET_US ? ticks : 0;
    now_ms += JUDGE_MS;
    pb_ai_judge(handle, now_ms);
    assert_true(handle->ai->health == PB_RED || !strstr(handle->ai->reasons, "ticks"));
    return handle->ai->health == PB_RED;
}

static void a_slow_start_is_forgotten_within_a_minute(void **state)
{
    pb_handle *handle = begin();
    unsigned i;

    (void)state;
    assert_true(is_red_after(handle, PER_JUDGEMENT, SLOW_US));
    assert_non_null(strstr(handle->ai->reasons, "p99 of ticks is"));
    assert_non_null(strstr(handle->ai->reasons, "share of ticks over budget is 1000 per mille"));
    /* As long as it is among the ticks that are judged. */
    for (i = 1; i <= 3; i++)
        assert_true(is_red_after(handle, PER_JUDGEMENT, FAST_US));
    for (i = 4; i <= 6; i++)
        is_red_after(handle, PER_JUDGEMENT, FAST_US);
    assert_int_not_equal(handle->ai->health, PB_RED);
    /* And a later one is seen as soon, however long it went well. */
    for (i = 0; i < 60; i++)
        assert_false(is_red_after(handle, PER_JUDGEMENT, FAST_US));
    assert_true(is_red_after(handle, PER_JUDGEMENT, SLOW_US));
    pb_close(handle);
}

static void a_few_ticks_say_nothing(void **state)
{
    pb_handle *handle = begin();

    (void)state;
    assert_false(is_red_after(handle, 1, SLOW_US));
    assert_false(is_red_after(handle, 98, SLOW_US));
    assert_true(is_red_after(handle, 1, SLOW_US));
    pb_close(handle);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slow_start_is_forgotten_within_a_minute),
        cmocka_unit_test(a_few_ticks_say_nothing),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("judge", tests, NULL, NULL);
}
