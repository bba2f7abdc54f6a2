/* A few thousand trades of humans who cheat, in each policy: no bot loses more than the stated margin. All of
 * a million are those of build/tools/trade_race. */
#include "../../sample/trade_tricks.h"
#include "../seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { TRADES = 3000, TICKS_A_DAY = 60, MOST_TICKS = 20000 };

static void race(const char *policy)
{
    struct duel *duel = malloc(sizeof *duel);
    char text[256];
    unsigned ticks;

    assert_non_null(duel);
    assert_int_equal(duel_new(duel, pb_seed(policy), policy), PB_OK);
    for (ticks = 1; duel->sums.opened < TRADES && ticks < MOST_TICKS; ticks++) {
        duel_tick(duel);
        if (strcmp(policy, "group") == 0)
            duel_join(duel);
        if (ticks % TICKS_A_DAY == 0)
            duel_next_day(duel);
        if (ticks % 16 == 0 && pb_realm_check(duel->realm, text, sizeof text) != PB_OK)
            fail_msg("%s", text);
    }
    if (duel->sums.bad)
        fail_msg("%" PRIu64 " exchanges beyond the margin, the first: %s", duel->sums.bad, duel->sums.text);
    assert_true(duel->sums.exchanged >= TRADES / 10);
    assert_true(duel->sums.got >= duel->sums.gave * 0.96);
    assert_true(duel->sums.paid > 0 && duel->sums.paid <= (double)duel->answers.spent);
    assert_true(duel->sums.things_gave > 0 && duel->sums.worst > 0.03);
    assert_true(strcmp(policy, "group") != 0 || duel->sums.gifts > 0);
    duel_free(duel);
    free(duel);
}

static void nobody_is_cheated(void **state)
{
    (void)state;
    race("market");
}

static void gifts_have_a_limit(void **state)
{
    (void)state;
    race("group");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(nobody_is_cheated),
                                       cmocka_unit_test(gifts_have_a_limit)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
