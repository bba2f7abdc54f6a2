/* Humans look for money out of nothing among trades, auctions and vendors; what they have is counted after
 * each act. Days of it are those of build/tools/cycle_race. */
#include "../../sample/cycle_hunt.h"
#include "../seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { TICKS = 1500 };

static void no_cycle_pays(void **state)
{
    struct hunt *hunt = malloc(sizeof *hunt);
    char text[256];
    unsigned tick;

    (void)state;
    assert_non_null(hunt);
    assert_int_equal(hunt_new(hunt, pb_seed("cycles"), 1000), PB_OK);
    for (tick = 0; tick < TICKS; tick++)
        hunt_tick(hunt, tick % 16 == 0);
    if (hunt->gains)
        fail_msg("%" PRIu64 " times they had more than before, by %.2f copper at most", hunt->gains,
                 hunt->gained);
    if (hunt->duel.sums.bad)
        fail_msg("%" PRIu64 " exchanges beyond the margin, the first: %s", hunt->duel.sums.bad,
                 hunt->duel.sums.text);
    if (pb_realm_check(hunt->duel.realm, text, sizeof text) != PB_OK)
        fail_msg("%s", text);
    /* They did deal, in each way. */
    assert_true(hunt->duel.sums.exchanged > 100 && hunt->posted > 100 && hunt->bought > 100);
    assert_true(hunt->from_vendor > 100 && hunt->to_vendor > 100);
    duel_free(&hunt->duel);
    free(hunt);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_cycle_pays)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
