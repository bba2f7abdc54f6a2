/* No bot is without progress beyond the stated time; and the check sees one that is. */
#include "../../sample/progress.h"
#include "../../sample/sample_run.h"
#include "../seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { BOTS = 60, TIMEOUT_S = 60, SECONDS = 900, TEXT = 4096 };

/* Nothing takes time, or a slow machine would make bots late. */
static int64_t stand_still(void)
{
    return 0;
}

/* Out of its group, whose kills would be progress of its, and nothing runs for it. */
static void put_to_rest(struct pb_run_of_bots *run, pb_bot idle)
{
    const struct pb_world *world = pb_realm_world(run->realm);
    uint32_t i;

    world->leave_group(world->self, pb_coordinator_bots(run->coordinator)->row[idle].actor);
    for (i = 0; i < pb_coordinator_system_count(run->coordinator); i++)
        assert_int_equal(pb_mind_enable(run->mind, idle, i, 0), PB_OK);
}

/* Runs until the check complains; returns the second, SECONDS when it did not. */

static uint32_t live(uint64_t seed, pb_bot idle, char text[TEXT], struct pb_progress *progress)
{
    struct pb_run_options options = {.clock_ns = stand_still,
                                     .bots = BOTS,
                                     .seed = seed,
                                     .types = pb_systems,
                                     .type_count = pb_system_count,
                                     .quest_timeout_s = TIMEOUT_S};
    struct pb_run_of_bots run;
    uint32_t tick;
    int error = PB_OK;

    text[0] = '\0';
    assert_int_equal(pb_run_begin_as(&run, &options), PB_OK);
    assert_int_equal(pb_progress_begin(progress, BOTS, TIMEOUT_S), PB_OK);
    for (tick = 0; tick < SECONDS * 20 && error == PB_OK; tick++) {
        pb_realm_update(run.realm, PB_RUN_TICK_MS);
        pb_run_think(&run);
        if (tick == 2000 && idle != PB_NO_BOT)
            put_to_rest(&run, idle);
        error = pb_progress_check(progress, pb_realm_world(run.realm), run.coordinator, text, TEXT);
    }
    pb_run_end(&run);
    pb_progress_end(progress);
    return tick / 20;
}

static void all_bots_come_on(void **state)
{
    uint64_t seed = pb_seed("all_bots_come_on");
    struct pb_progress progress;
    char text[TEXT];

    (void)state;
    assert_int_equal(live(seed, PB_NO_BOT, text, &progress), SECONDS);
    assert_string_equal(text, "");
    /* It looked, and they were not at it all the time. */
    assert_in_range(progress.longest_ms, 5000, progress.limit_ms);
}

static void one_that_does_nothing_is_seen(void **state)
{
    uint64_t seed = pb_seed("one_that_does_nothing_is_seen");
    struct pb_progress progress;
    char text[TEXT];

    (void)state;
    assert_in_range(live(seed, 7, text, &progress), 100 + TIMEOUT_S, SECONDS - 1);
    assert_non_null(strstr(text, "bot 7 made no progress for "));
    assert_non_null(strstr(text, "quest: disabled"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_bots_come_on),
        cmocka_unit_test(one_that_does_nothing_is_seen),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
