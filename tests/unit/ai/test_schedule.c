#include "../seed.h"
#include "ai/schedule.h"
#include "include/playerbot_error.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 300, STEPS = 4000 };

static void nothing_is_due_at_first(void **state)
{
    struct pb_schedule schedule = {.memory = pb_memory_libc};
    uint32_t left = BOTS, bots[8];

    (void)state;
    assert_int_equal(pb_schedule_reserve(&schedule, BOTS, 5), PB_OK);
    assert_int_equal(pb_schedule_take(&schedule, 5, BOTS, &left, bots, 8), 0);
    assert_int_equal(left, 0);
    assert_int_equal(pb_schedule_age_ms(&schedule, 5, BOTS), 0);
    pb_schedule_release(&schedule);
}

static void a_cut_goes_on_where_it_stopped(void **state)
{
    struct pb_schedule schedule = {.memory = pb_memory_libc};
    uint32_t left = BOTS, bots[8], i, wanted = 0;

    (void)state;
    assert_int_equal(pb_schedule_reserve(&schedule, BOTS, 0), PB_OK);
    for (i = 0; i < BOTS; i++)
        pb_schedule_set(&schedule, i, 10);
    for (unsigned tick = 0; tick < 100; tick++) {
        left = BOTS;
        assert_int_equal(pb_schedule_take(&schedule, 20 + tick, BOTS, &left, bots, 8), 8);
        for (i = 0; i < 8; i++) {
            assert_int_equal(bots[i], wanted++ % BOTS);
            pb_schedule_set(&schedule, bots[i], 20 + tick);
        }
    }
    pb_schedule_release(&schedule);
}

/* Against a plain array: whoever is due is taken, once, and nobody else; also where the clock wraps. */
static void like_a_plain_array(void **state)
{
    struct pb_schedule schedule = {.memory = pb_memory_libc};
    uint32_t due[BOTS], now_ms = UINT32_MAX - 20000, count = 64;
    uint64_t seed = pb_seed("schedule");

    (void)state;
    assert_int_equal(pb_schedule_reserve(&schedule, count, now_ms), PB_OK);
    for (uint32_t i = 0; i < BOTS; i++)
        due[i] = now_ms + PB_SCHEDULE_FAR_MS;
    for (unsigned step = 0; step < STEPS; step++) {
        uint32_t left, bots[16], taken;
        uint8_t seen[BOTS] = {0};

        if (step % 100 == 99 && count < BOTS) {
            count = count + 50 < BOTS ? count + 50 : BOTS;
            assert_int_equal(pb_schedule_reserve(&schedule, count, now_ms), PB_OK);
        }
        now_ms += pb_seed_below(&seed, 60);
        for (unsigned i = 0; i < 5; i++) {
            uint32_t bot = pb_seed_below(&seed, count);

            due[bot] = now_ms + pb_seed_below(&seed, 500);
            pb_schedule_set(&schedule, bot, due[bot]);
        }
        left = count;
        do {
            taken = pb_schedule_take(&schedule, now_ms, count, &left, bots, 1 + pb_seed_below(&seed, 16));
            for (uint32_t i = 0; i < taken; i++) {
                assert_true(pb_is_due(due[bots[i]], now_ms));
                assert_false(seen[bots[i]]);
                seen[bots[i]] = 1;
                due[bots[i]] = now_ms + 1 + pb_seed_below(&seed, 700);
                pb_schedule_set(&schedule, bots[i], due[bots[i]]);
            }
        } while (left && !(pb_seed_below(&seed, 8) == 0));
        if (!left)
            for (uint32_t i = 0; i < count; i++)
                assert_false(pb_is_due(due[i], now_ms));
    }
    pb_schedule_release(&schedule);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_due_at_first),
        cmocka_unit_test(a_cut_goes_on_where_it_stopped),
        cmocka_unit_test(like_a_plain_array),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
