#include "../seed.h"
#include "days.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { HOUR_MS = 3600000, BOTS = 50, PEOPLE = 1500, HOURS = 5 };

static struct days days;

static void check(void)
{
    char text[256] = "";

    assert_int_equal(pb_realm_check(days.run.realm, text, sizeof text), PB_OK);
    assert_int_equal(days.too_dear, 0);
    assert_int_equal(days.too_cheap, 0);
    assert_int_equal(days.vetoed, 0);
    assert_int_equal(days.while_closed, 0);
    assert_true(days.most_of_bot <= 10);
    assert_true(days.most_of_item <= 20);
    assert_true(days.most_of_house <= 1000);
}

/* Bots that fight, loot and quest, and people who trade: no bound is broken and no limit passed; then the
 * switch is off, and nothing new is begun while the mail is fetched. */
static void some_hours(void **state)
{
    uint64_t seed = pb_seed("days");
    uint64_t posted, spent, collected;

    (void)state;
    assert_int_equal(days_begin(&days, BOTS, PEOPLE, seed), PB_OK);
    for (unsigned hour = 0; hour < HOURS; hour++) {
        days_pass(&days, HOUR_MS);
        days_count(&days);
        check();
    }
    assert_true(days.own->scans > 0 && days.posted > 0);
    assert_int_equal(days.posted, days.own->posted);
    assert_int_equal(days.bids + days.buyouts, days.own->bids + days.own->bought);
    assert_int_equal(days.paid, days.own->spent);
    /* What the market booked is what the bots spent, less what came back. */
    assert_true(days.answers.spent >= days.paid - days.outbid_money);
    pb_market_open(days.market, 0);
    posted = days.posted;
    spent = days.paid;
    collected = days.letters;
    days_pass(&days, 2 * HOUR_MS);
    assert_int_equal(days.posted, posted);
    assert_int_equal(days.paid, spent);
    assert_true(days.letters >= collected);
    check();
    days_end(&days);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_hours),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
