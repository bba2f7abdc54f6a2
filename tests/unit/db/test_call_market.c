#include "base/memory.h"
#include "db/call_market.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static void add_text(struct pb_rows *rows, const char *text)
{
    assert_int_equal(pb_rows_add_text(rows, text, strlen(text)), 0);
}

/* As libmariadb hands the row over: whole numbers as such, fractions as text. */
static void a_price_is_read(void **state)
{
    struct pb_rows *rows = pb_rows_new(12, &pb_memory_libc);
    struct pb_market_price price;

    (void)state;
    assert_non_null(rows);
    assert_int_equal(pb_rows_add_u64(rows, 2), 0);
    assert_int_equal(pb_rows_add_u64(rows, 4294967295), 0);
    add_text(rows, "14.5");
    add_text(rows, "25.791666666666668");
    add_text(rows, "19.857142857142858");
    add_text(rows, "1e22");
    assert_int_equal(pb_rows_add_null(rows), 0);
    add_text(rows, "100000000000");
    assert_int_equal(pb_rows_add_u64(rows, 18446744073709551615u), 0);
    add_text(rows, "-2.25");
    add_text(rows, "0.993");
    assert_int_equal(pb_rows_add_u64(rows, 77), 0);
    price = pb_read_market_price(rows, 0);
    assert_int_equal(price.house, 2);
    assert_int_equal(price.item, 4294967295u);
    assert_true(price.price == 14.5);
    assert_true(price.average > 25.79 && price.average < 25.80);
    assert_true(price.median > 19.85 && price.median < 19.86);
    assert_true(price.deviation == 1e22);
    assert_true(price.low == 0);
    assert_true(price.auctiondb == 1e11);
    assert_true(price.volume == UINT64_MAX);
    assert_true(price.trend == -2.25);
    assert_true(price.confidence == 0.993);
    assert_true(price.revision == 77);
    /* A row that is not there. */
    price = pb_read_market_price(rows, 1);
    assert_int_equal(price.item, 0);
    assert_true(price.price == 0 && price.confidence == 0);
    pb_rows_free(rows);
}

/* What happened when no answer came: each of them may be sent again, and money needs the number of its
 * request. */
static void each_may_be_repeated(void **state)
{
    (void)state;
    assert_int_equal(pb_call_record_prices.retry, PB_RETRY_SAFE);
    assert_int_equal(pb_call_record_sales.retry, PB_RETRY_SAFE);
    assert_int_equal(pb_call_record_gold.retry, PB_RETRY_SAFE);
    assert_int_equal(pb_call_record_trades.retry, PB_RETRY_SAFE);
    assert_int_equal(pb_call_book_spendings.retry, PB_RETRY_REQUEST);
    assert_int_equal(pb_call_cancel_spendings.retry, PB_RETRY_REQUEST);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_price_is_read),
        cmocka_unit_test(each_may_be_repeated),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("call_market", tests, NULL, NULL);
}
