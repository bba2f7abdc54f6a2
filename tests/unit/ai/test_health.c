#include "ai/health.h"
#include "ai/hours.h"
#include "ai/settling.h"
#include "base/histogram.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static const struct pb_health_input good = {
    .bots = 100, .wanted = 100, .tick_p99_us = 500, .budget_us = 1000, .ticks = 1000, .load_percent = 100};
static char reasons[512];

static void nothing_wrong_is_green(void **state)
{
    (void)state;
    assert_int_equal(pb_health_judge(&good, reasons, sizeof reasons), PB_GREEN);
    assert_string_equal(reasons, "");
}

/* Each check by itself, below and above its bounds. */
static void each_check(void **state)
{
    struct pb_health_input input = good;

    (void)state;
    input.tick_p99_us = 1200;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    assert_string_equal(reasons, "p99 of ticks is 1200 us, wanted at most 1100");
    input.tick_p99_us = 1600;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    input = good;
    input.over_budget_ticks = 26;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    input.over_budget_ticks = 51;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    input = good;
    input.late_percent = 51;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    input.late_percent = 101;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    input = good;
    input.systems_resting = 1;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    input.systems_disabled = 1;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    input = good;
    input.faulty_bots = 6;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    input.faulty_bots = 11;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    input = good;
    input.load_percent = 400;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    input = good;
    input.bots = 89;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    input = good;
    input.bytes_per_bot = 11 << 20;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
    input = good;
    input.is_database_away = 1;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
}

static void the_worst_counts_and_all_are_told(void **state)
{
    struct pb_health_input input = good;

    (void)state;
    input.is_database_away = 1;
    input.tick_p99_us = 5000;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    assert_non_null(strstr(reasons, "p99 of ticks is 5000 us"));
    assert_non_null(strstr(reasons, "database away"));
    /* A small buffer cuts, and that is all. */
    assert_int_equal(pb_health_judge(&input, reasons, 10), PB_RED);
    assert_true(strlen(reasons) < 10);
}

/* What a start brings with it is told and is no trouble; the rest is trouble at any time. */
static void a_start_is_no_trouble(void **state)
{
    struct pb_health_input input = good;

    (void)state;
    input.settling_s = 31;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_GREEN);
    assert_string_equal(reasons, "");
    input.load_percent = 400;
    input.bots = 80;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_GREEN);
    assert_string_equal(reasons,
                        "stretch of intervals is 400 %, wanted at most 399 (settling for 31 s: expected); "
                        "bots missing is 200 per mille, wanted at most 100 (settling for 31 s: expected)");
    input.late_percent = 101;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    assert_non_null(
        strstr(reasons, "age of the latest class is 101 % of what is stated, wanted at most 100;"));
    input.late_percent = 0;
    input.tick_p99_us = 1600;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    input.tick_p99_us = 500;
    input.systems_disabled = 1;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_RED);
    input.systems_disabled = 0;
    input.is_database_away = 1;
    assert_int_equal(pb_health_judge(&input, reasons, sizeof reasons), PB_YELLOW);
}

enum { LOOK_MS = 10000, BOTS = 5000 };

/* Looks for so long, while so many come each time; returns what the last look said. */
static uint32_t look_for(struct pb_settling *settling, uint32_t ms, uint32_t come)
{
    uint32_t settling_s = 0;

    for (; ms; ms -= LOOK_MS)
        settling_s = pb_settling_look(settling, settling->looked_ms + LOOK_MS, settling->logins + come, BOTS);
    return settling_s;
}

static void waves_settle(void **state)
{
    struct pb_settling settling = {.looked_ms = 7000000};

    (void)state;
    assert_int_equal(look_for(&settling, 5 * LOOK_MS, 0), 0);
    /* All of them come in 20 s, and settle two minutes after that. */
    assert_int_equal(look_for(&settling, LOOK_MS, BOTS / 2), 11);
    assert_int_equal(look_for(&settling, LOOK_MS, BOTS / 2), 21);
    assert_int_equal(look_for(&settling, PB_SETTLING_CALM_MS - LOOK_MS, 0), 131);
    assert_int_equal(look_for(&settling, LOOK_MS, 0), 0);
    /* Those who come and go all day are no wave: less than a tenth in a minute. */
    assert_int_equal(look_for(&settling, 100 * LOOK_MS, BOTS / 60 - 1), 0);
    assert_int_equal(look_for(&settling, LOOK_MS, BOTS / 60 + 1), 11);
    /* The next wave comes before it is calm: the same start. */
    look_for(&settling, PB_SETTLING_CALM_MS - LOOK_MS, 0);
    assert_int_equal(look_for(&settling, LOOK_MS, BOTS / 4), 131);
    assert_int_equal(look_for(&settling, PB_SETTLING_CALM_MS, 0), 0);
}

/* A start without an end is trouble. */
static void a_start_has_an_end(void **state)
{
    struct pb_settling settling = {.looked_ms = 7000000};

    (void)state;
    assert_int_equal(look_for(&settling, PB_SETTLING_MOST_MS - LOOK_MS, BOTS / 4),
                     PB_SETTLING_MOST_MS / 1000 - 10 + 1);
    assert_int_equal(look_for(&settling, LOOK_MS, BOTS / 4), 0);
    assert_int_equal(look_for(&settling, 100 * LOOK_MS, BOTS / 4), 0);
    assert_int_equal(look_for(&settling, PB_SETTLING_CALM_MS, 0), 0);
    assert_int_equal(look_for(&settling, LOOK_MS, BOTS / 4), 11);
}

static void hours(void **state)
{
    uint8_t percent[24];

    (void)state;
    assert_int_equal(pb_hours_read("70", percent), 0);
    assert_int_equal(percent[0], 70);
    assert_int_equal(percent[23], 70);
    assert_int_equal(
        pb_hours_read("0, 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,100", percent), 0);
    assert_int_equal(percent[1], 1);
    assert_int_equal(percent[23], 100);
    assert_int_not_equal(pb_hours_read("", percent), 0);
    assert_int_not_equal(pb_hours_read("101", percent), 0);
    assert_int_not_equal(pb_hours_read("1,2", percent), 0);
    assert_int_not_equal(pb_hours_read("1,", percent), 0);
    assert_int_not_equal(pb_hours_read("a", percent), 0);
    assert_int_not_equal(
        pb_hours_read("0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24", percent), 0);
}

/* Quantiles against the sorted values: never below, and at most a sixteenth above. */
static void quantiles(void **state)
{
    static struct pb_histogram histogram;
    unsigned permille[] = {1, 500, 990, 1000};

    (void)state;
    assert_int_equal(pb_histogram_quantile(&histogram, 500), 0);
    for (uint32_t i = 1; i <= 100000; i++)
        pb_histogram_add(&histogram, i, 1);
    for (unsigned i = 0; i < 4; i++) {
        uint32_t exact = 100 * permille[i], seen = pb_histogram_quantile(&histogram, permille[i]);

        assert_true(seen >= exact);
        assert_true(seen <= exact + exact / 16 + 1);
    }
    assert_int_equal(pb_histogram_quantile(&histogram, 1000), 100000);
    pb_histogram_add(&histogram, UINT64_MAX, 3);
    assert_int_equal(histogram.max, UINT32_MAX);
    assert_int_equal(histogram.count, 100003);
    pb_histogram_clear(&histogram);
    assert_int_equal(histogram.count, 0);
}

/* Between two looks counts only what came between: a slow time of before is forgotten. */
static void quantiles_of_a_time(void **state)
{
    static struct pb_histogram all, before, since;

    (void)state;
    pb_histogram_add(&all, 90000, 1000);
    before = all;
    pb_histogram_since(&all, &before, &since);
    assert_int_equal(since.count, 0);
    assert_int_equal(since.max, 0);
    assert_int_equal(pb_histogram_quantile(&since, 990), 0);
    pb_histogram_add(&all, 10, 990);
    pb_histogram_add(&all, 500, 10);
    pb_histogram_since(&all, &before, &since);
    assert_int_equal(since.count, 1000);
    assert_int_equal(since.sum, 990 * 10 + 10 * 500);
    assert_int_equal(pb_histogram_quantile(&since, 990), 10);
    assert_in_range(since.max, 500, 500 + 500 / 16 + 1);
    before = all;
    pb_histogram_add(&all, 123456, 1);
    pb_histogram_since(&all, &before, &since);
    assert_int_equal(since.max, 123456);
    assert_int_equal(pb_histogram_quantile(&since, 990), 123456);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_wrong_is_green),
        cmocka_unit_test(each_check),
        cmocka_unit_test(the_worst_counts_and_all_are_told),
        cmocka_unit_test(a_start_is_no_trouble),
        cmocka_unit_test(waves_settle),
        cmocka_unit_test(a_start_has_an_end),
        cmocka_unit_test(hours),
        cmocka_unit_test(quantiles),
        cmocka_unit_test(quantiles_of_a_time),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
