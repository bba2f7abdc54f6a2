#include "../scarce.h"
#include "../seed.h"
#include "include/playerbot_error.h"
#include "market/market.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { HOUSE = 2, LINEN = 2589, WOOL = 2592, RECORDS = 8, BOTS = 40, DAY = 20261121 };

static const int64_t begin_ms = 1795000000000;

struct fixture {
    struct pb_scarce scarce;
    struct pb_market *market;
    int64_t now_ms;
};

static const struct pb_market_options options = {
    .items = 64, .auctions = 5000, .records = RECORDS, .bots = BOTS};

static void pass(struct fixture *fixture, int64_t ms)
{
    fixture->now_ms += ms;
    pb_market_tick(fixture->market, fixture->now_ms);
}

static int set_up(void **state)
{
    static struct fixture fixture;

    memset(&fixture, 0, sizeof fixture);
    pb_scarce_init(&fixture.scarce, -1);
    fixture.now_ms = begin_ms;
    *state = &fixture;
    if (pb_market_new(&fixture.market, &options, &fixture.scarce.memory) != PB_OK)
        return 1;
    pb_market_open(fixture.market, 1);
    pass(&fixture, 0);
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;

    pb_market_free(fixture->market);
    return fixture->scarce.blocks != 0;
}

static void no_memory(void **state)
{
    struct pb_scarce scarce;
    struct pb_market *market = NULL;
    long most = 0;

    (void)state;
    do {
        pb_scarce_init(&scarce, most++);
        market = NULL;
        if (pb_market_new(&market, &options, &scarce.memory) == PB_OK)
            break;
        assert_int_equal(scarce.blocks, 0);
    } while (most < 100);
    assert_true(most > 6 && most < 100);
    assert_true(pb_market_bytes(market) > 5000 * 36);
    pb_market_free(market);
    pb_market_free(NULL);
    assert_int_equal(scarce.blocks, 0);
}

/* ---- Spending ---- */

static struct pb_spending *of(const struct fixture *fixture)
{
    return pb_market_spending(fixture->market);
}

static void answer(const struct fixture *fixture, const struct pb_spending_row *row,
                   enum pb_spending_outcome outcome, uint64_t left, uint32_t day)
{
    const struct pb_spending_answer told = {row->guid, row->copper, outcome, left, day, row->is_gift};

    pb_spending_answer(of(fixture), &told);
}

/* Gifts have limits of their own, also while the market is closed. */
static void gifts_are_booked_apart(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    pb_market_open(fixture->market, 0);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_limit_reached);
    assert_int_equal(pb_market_book_gift(fixture->market, 7, 300), PB_E_busy);
    pb_market_open(fixture->market, 1);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_busy);
    assert_int_equal(pb_spending_take_questions(of(fixture), rows, 4), 2);
    assert_int_equal(rows[0].copper, 300);
    assert_true(rows[0].is_gift);
    assert_int_equal(rows[1].copper, 500);
    assert_false(rows[1].is_gift);
    answer(fixture, &rows[0], PB_SPENDING_BOOKED, 0, 20261121);
    assert_int_equal(pb_market_book(fixture->market, 7, 300), PB_E_busy);
    assert_int_equal(pb_market_book_gift(fixture->market, 7, 300), PB_OK);
    answer(fixture, &rows[1], PB_SPENDING_BOOKED, 0, 20261121);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_OK);
    pb_market_unbook(fixture->market, 7, 800);
    assert_int_equal(of(fixture)->stats.returned, 500);
    pb_market_unbook_gift(fixture->market, 7, 300);
    assert_int_equal(of(fixture)->stats.returned, 800);
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 1), 2);
    assert_int_equal(rows[0].copper + rows[1].copper, 800);
    assert_int_equal(rows[0].copper, rows[0].is_gift ? 300 : 500);
    assert_int_equal(rows[1].is_gift, !rows[0].is_gift);
}

static void a_booking_is_asked_for_once(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    assert_int_equal(pb_market_book(fixture->market, 7, 0), PB_OK);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_busy);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_busy);
    assert_int_equal(pb_spending_take_questions(of(fixture), rows, 4), 1);
    assert_int_equal(rows[0].guid, 7);
    assert_int_equal(rows[0].copper, 500);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_busy);
    assert_int_equal(pb_spending_take_questions(of(fixture), rows, 4), 0);
    answer(fixture, rows, PB_SPENDING_BOOKED, 1000, DAY);
    /* Once, not twice. */
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_OK);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_busy);
}

static void a_booking_may_be_spent_in_parts_and_topped_up(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    (void)!pb_market_book(fixture->market, 7, 500);
    pb_spending_take_questions(of(fixture), rows, 4);
    answer(fixture, rows, PB_SPENDING_BOOKED, 1000, DAY);
    assert_int_equal(pb_market_book(fixture->market, 7, 200), PB_OK);
    assert_int_equal(pb_market_book(fixture->market, 7, 400), PB_E_busy);
    assert_int_equal(pb_spending_take_questions(of(fixture), rows, 4), 1);
    assert_int_equal(rows[0].copper, 100);
    answer(fixture, rows, PB_SPENDING_BOOKED, 900, DAY);
    assert_int_equal(pb_market_book(fixture->market, 7, 400), PB_OK);
}

static void a_refusal_holds_for_a_while(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    (void)!pb_market_book(fixture->market, 7, 500);
    pb_spending_take_questions(of(fixture), rows, 4);
    answer(fixture, rows, PB_SPENDING_REFUSED, 120, DAY);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_limit_reached);
    assert_int_equal(pb_market_book(fixture->market, 7, 121), PB_E_limit_reached);
    /* So much is left. */
    assert_int_equal(pb_market_book(fixture->market, 7, 120), PB_E_busy);
    assert_int_equal(pb_spending_take_questions(of(fixture), rows, 4), 1);
    answer(fixture, rows, PB_SPENDING_REFUSED, 0, DAY);
    assert_int_equal(pb_market_book(fixture->market, 7, 1), PB_E_limit_reached);
    /* Somebody may have raised the limit, or it is another day. */
    pass(fixture, 61000);
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_busy);
}

static void what_is_not_spent_goes_back(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    (void)!pb_market_book(fixture->market, 7, 500);
    pb_spending_take_questions(of(fixture), rows, 4);
    answer(fixture, rows, PB_SPENDING_BOOKED, 1000, DAY);
    assert_int_equal(pb_market_book(fixture->market, 7, 300), PB_OK);
    pb_market_unbook(fixture->market, 7, 100);
    /* It may still be used. */
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 0), 0);
    assert_int_equal(pb_market_book(fixture->market, 7, 250), PB_OK);
    pass(fixture, 61000);
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 0), 1);
    assert_int_equal(rows[0].guid, 7);
    assert_int_equal(rows[0].copper, 50);
    assert_int_equal(rows[0].day, DAY);
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 1), 0);
    /* More than it took cannot come back. */
    pb_market_unbook(fixture->market, 7, 10000);
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 1), 1);
    assert_int_equal(rows[0].copper, 450);
    pb_market_unbook(fixture->market, 8, 10000);
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 1), 0);
}

static void another_day_another_limit(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    (void)!pb_market_book(fixture->market, 7, 500);
    pb_spending_take_questions(of(fixture), rows, 4);
    answer(fixture, rows, PB_SPENDING_BOOKED, 1000, DAY);
    assert_int_equal(pb_market_book(fixture->market, 7, 400), PB_OK);
    (void)!pb_market_book(fixture->market, 7, 300);
    pb_spending_take_questions(of(fixture), rows, 4);
    answer(fixture, rows, PB_SPENDING_BOOKED, 1000, DAY + 1);
    /* Yesterday's 100 are not today's, and yesterday's purchase cannot come back into today's limit. */
    assert_int_equal(pb_market_book(fixture->market, 7, 300), PB_E_busy);
    pb_market_unbook(fixture->market, 7, 400);
    assert_int_equal(pb_market_book(fixture->market, 7, 200), PB_OK);
    assert_int_equal(pb_market_book(fixture->market, 7, 1), PB_E_busy);
    assert_int_equal(of(fixture)->stats.late, 500);
}

static void a_lost_answer_is_counted_as_spent(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    (void)!pb_market_book(fixture->market, 7, 500);
    pb_spending_take_questions(of(fixture), rows, 4);
    answer(fixture, rows, PB_SPENDING_UNANSWERED, 0, 0);
    assert_int_equal(of(fixture)->stats.unanswered, 500);
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 1), 0);
    /* The next question is another one. */
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_busy);
    assert_int_equal(pb_spending_take_questions(of(fixture), rows, 4), 1);
}

static void a_closed_market_books_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct pb_spending_row rows[4];

    (void)!pb_market_book(fixture->market, 7, 500);
    pb_spending_take_questions(of(fixture), rows, 4);
    answer(fixture, rows, PB_SPENDING_BOOKED, 1000, DAY);
    assert_true(pb_market_is_open(fixture->market));
    pb_market_open(fixture->market, 0);
    assert_false(pb_market_is_open(fixture->market));
    assert_int_equal(pb_market_book(fixture->market, 7, 500), PB_E_limit_reached);
    assert_int_equal(pb_spending_take_cancels(of(fixture), rows, 4, 1), 1);
}

/* Thousands of bots on a small table, answers at random, days that change: what the bots hold and took is
 * never more than what was booked, and to the copper what came of it. */
static void nothing_is_spent_that_is_not_booked(void **state)
{
    struct fixture *fixture = *state;
    uint64_t seed = pb_seed("spending"), asked_out = 0;
    struct pb_spending_row out[64], rows[16];
    unsigned outs = 0, round, i;
    uint32_t day = DAY;
    const struct pb_spending_stats *stats = &of(fixture)->stats;

    for (round = 0; round < 200000; round++) {
        uint64_t guid = 1 + pb_seed_below(&seed, 300), copper = 1 + pb_seed_below(&seed, 1000);

        switch (pb_seed_below(&seed, 6)) {
        case 0:
            pb_market_unbook(fixture->market, guid, copper);
            break;
        case 1:
            if (outs + 16 <= 64) {
                unsigned count =
                    pb_spending_take_questions(of(fixture), &out[outs], 1 + pb_seed_below(&seed, 16));

                for (i = 0; i < count; i++)
                    asked_out += out[outs + i].copper;
                outs += count;
            }
            break;
        case 2:
            while (outs > 0 && pb_seed_below(&seed, 4)) {
                unsigned at = pb_seed_below(&seed, outs);

                asked_out -= out[at].copper;
                answer(fixture, &out[at], (enum pb_spending_outcome)(pb_seed_below(&seed, 3)),
                       pb_seed_below(&seed, 500), day);
                out[at] = out[--outs];
            }
            break;
        case 3:
            if (!(pb_seed_below(&seed, 50)))
                pb_spending_take_cancels(of(fixture), rows, 16, (int)pb_seed_below(&seed, 2));
            if (!(pb_seed_below(&seed, 500)))
                day++;
            pass(fixture, pb_seed_below(&seed, 3000));
            break;
        default:
            (void)!pb_market_book(fixture->market, guid, copper);
        }
        assert_true(stats->taken + stats->cancelled <= stats->booked + stats->returned);
        assert_true(stats->returned <= stats->taken);
        assert_true(stats->asked >= stats->booked + stats->unanswered + asked_out);
    }
    while (outs > 0)
        answer(fixture, &out[--outs], PB_SPENDING_BOOKED, 0, day);
    while (pb_spending_take_cancels(of(fixture), rows, 16, 1))
        ;
    assert_int_equal(of(fixture)->holding, 0);
    assert_true(stats->booked > 100000 && stats->taken > 10000 && stats->returned && stats->cancelled &&
                stats->crowded);
}

/* ---- Books ---- */

static void gold_is_told_once(void **state)
{
    struct fixture *fixture = *state;
    struct pb_book_gold rows[PB_GOLD_CAUSE_COUNT];

    assert_int_equal(pb_market_take_gold(fixture->market, rows), 0);
    pb_market_note_gold(fixture->market, PB_GOLD_QUEST, 100, 0, 0);
    pb_market_note_gold(fixture->market, PB_GOLD_QUEST, 50, 0, 0);
    pb_market_note_gold(fixture->market, PB_GOLD_TRADE, 0, 0, 7);
    pb_market_note_gold(fixture->market, PB_GOLD_REPAIR, 0, UINT32_MAX, 0);
    pb_market_note_gold(fixture->market, PB_GOLD_REPAIR, 0, UINT32_MAX, 0);
    assert_int_equal(pb_market_take_gold(fixture->market, rows), 3);
    assert_string_equal(rows[0].cause, "quest");
    assert_int_equal(rows[0].created, 150);
    assert_string_equal(rows[1].cause, "repair");
    assert_true(rows[1].destroyed == 2ull * UINT32_MAX);
    assert_string_equal(rows[2].cause, "trade");
    assert_int_equal(rows[2].moved, 7);
    assert_int_equal(pb_market_take_gold(fixture->market, rows), 0);
    assert_int_equal(pb_market_gold(fixture->market, PB_GOLD_QUEST).created, 150);
    assert_string_equal(pb_gold_cause_name(PB_GOLD_OTHER), "other");
}

static void sales_and_trades_wait_as_many_as_fit(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_sale sale = {11, 12, 100, 5, pb_market_now_s(fixture->market)};
    struct pb_trade_side sides[2] = {{.guid = 1, .copper = 900, .is_bot = 1},
                                     {.guid = 2, .items = {{LINEN, 20}, {WOOL, 1}}}};
    struct pb_book_sale sold[RECORDS + 1];
    struct pb_book_trade traded[RECORDS + 1];
    uint64_t i;

    for (i = 0; i < RECORDS; i++) {
        assert_int_equal(pb_market_note_sale(fixture->market, HOUSE, LINEN, &sale, 1), PB_OK);
        assert_int_equal(pb_market_note_trade(fixture->market, 100 + i, sides), PB_OK);
    }
    assert_int_equal(pb_market_note_sale(fixture->market, HOUSE, LINEN, &sale, 1), PB_E_outbox_full);
    assert_int_equal(pb_market_note_trade(fixture->market, 1, sides), PB_E_outbox_full);
    assert_int_equal(pb_market_stats(fixture->market)->sales_left_out, 1);
    assert_int_equal(pb_market_stats(fixture->market)->trades_left_out, 1);
    /* Judged all the same. */
    assert_true(
        fabs(pb_price_value(&pb_price_analyzer_find(pb_market_prices(fixture->market), HOUSE, LINEN)->price) -
             100) < 10);
    assert_int_equal(pb_market_take_sales(fixture->market, sold, 3), 3);
    assert_int_equal(pb_market_note_sale(fixture->market, HOUSE, WOOL, &sale, 2), PB_OK);
    assert_int_equal(pb_market_take_sales(fixture->market, sold, RECORDS + 1), RECORDS - 2);
    assert_int_equal(sold[0].item, LINEN);
    assert_int_equal(sold[RECORDS - 3].item, WOOL);
    assert_int_equal(sold[RECORDS - 3].who_is_bot, 2);
    assert_int_equal(sold[0].pieces, 5);
    assert_int_equal(pb_market_take_trades(fixture->market, traded, RECORDS + 1), RECORDS);
    for (i = 0; i < RECORDS; i++)
        assert_int_equal(traded[i].trade_id, 100 + i);
    assert_true(traded[0].at_ms == begin_ms);
    assert_int_equal(traded[0].sides[0].copper, 900);
    assert_int_equal(traded[0].sides[1].items[0].item, LINEN);
    assert_int_equal(traded[0].sides[1].items[1].pieces, 1);
    assert_int_equal(traded[0].sides[1].items[2].item, 0);
}

/* ---- Scans ---- */

static void fill(struct fixture *fixture, uint32_t entry, unsigned count, uint32_t first_id)
{
    unsigned i;

    for (i = 0; i < count; i++) {
        const struct pb_auction auction = {.auction_id = first_id + i,
                                           .entry = entry,
                                           .count = 2,
                                           .seller_guid = 1000 + i,
                                           .bid = 90,
                                           .buyout = i % 4 == 3 ? 0 : 200 + i % 7,
                                           .time_left_s = 40000};

        pb_auction_cache_put(pb_market_auctions(fixture->market), HOUSE, &auction,
                             pb_market_now_s(fixture->market));
    }
}

/* Lets time pass until the scans are judged, and counts rows as a wiring does. */
static unsigned drain(struct fixture *fixture, unsigned *ends, unsigned ticks)
{
    struct pb_book_price rows[100];
    unsigned sum = 0, tick;

    for (tick = 0; tick < ticks; tick++) {
        unsigned count, i;
        int is_end;

        pass(fixture, 50);
        count = pb_market_take_prices(fixture->market, rows, 100, &is_end);
        for (i = 0; i < count; i++)
            assert_true(rows[i].item && rows[i].price >= 100 && rows[i].pieces == 2 &&
                        rows[i].house == HOUSE);
        sum += count;
        *ends += (unsigned)is_end;
    }
    return sum;
}

static void a_scan_is_judged_and_recorded_in_parts(void **state)
{
    struct fixture *fixture = *state;
    unsigned ends = 0;

    fill(fixture, LINEN, 1200, 1);
    fill(fixture, WOOL, 800, 5001);
    fill(fixture, 3, 4, 8001);
    assert_int_equal(pb_market_note_scan(fixture->market, HOUSE, pb_market_now_s(fixture->market)), PB_OK);
    assert_int_equal(pb_market_note_scan(fixture->market, 6, pb_market_now_s(fixture->market)), PB_OK);
    assert_int_equal(pb_market_note_scan(fixture->market, 6, pb_market_now_s(fixture->market)), PB_OK);
    pass(fixture, 50);
    /* The first of it is under way: a second one of it has to wait. */
    assert_int_equal(pb_market_note_scan(fixture->market, HOUSE, pb_market_now_s(fixture->market)),
                     PB_E_outbox_full);
    /* What three sellers ask is judged, and no price. */
    assert_int_equal(drain(fixture, &ends, 60), 1500);
    assert_int_equal(pb_market_stats(fixture->market)->prices_of_few, 3);
    assert_int_equal(ends, 2);
    assert_int_equal(pb_market_stats(fixture->market)->scan_items, 3);
    assert_non_null(pb_price_analyzer_find(pb_market_prices(fixture->market), HOUSE, 3));
    assert_int_equal(pb_market_note_scan(fixture->market, HOUSE, pb_market_now_s(fixture->market)), PB_OK);
}

/* Without a database there is nobody who takes the rows. */
static void prices_are_judged_though_nobody_takes_them(void **state)
{
    struct fixture *fixture = *state;
    unsigned tick, ends = 0;

    for (tick = 1; tick <= 3; tick++)
        fill(fixture, tick, 1600, tick * 2000);
    fill(fixture, 9, 100, 9000);
    for (tick = 0; tick < 4; tick++) {
        assert_int_equal(pb_market_note_scan(fixture->market, HOUSE, pb_market_now_s(fixture->market)),
                         PB_OK);
        pass(fixture, 50);
        pass(fixture, 15000);
        pass(fixture, 15000);
        pass(fixture, 15000);
        pass(fixture, 15000);
        pass(fixture, 15000);
    }
    assert_int_equal(pb_market_stats(fixture->market)->scan_items, 16);
    assert_true(pb_market_stats(fixture->market)->prices_left_out > 0);
    assert_int_equal(pb_market_stats(fixture->market)->prices +
                         pb_market_stats(fixture->market)->prices_left_out,
                     4 * (3 * 1200 + 75));
    assert_int_equal(drain(fixture, &ends, 100), pb_market_stats(fixture->market)->prices);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_memory),
        cmocka_unit_test_setup_teardown(a_booking_is_asked_for_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gifts_are_booked_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_booking_may_be_spent_in_parts_and_topped_up, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_holds_for_a_while, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_spent_goes_back, set_up, tear_down),
        cmocka_unit_test_setup_teardown(another_day_another_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_lost_answer_is_counted_as_spent, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_closed_market_books_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_spent_that_is_not_booked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(gold_is_told_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sales_and_trades_wait_as_many_as_fit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_scan_is_judged_and_recorded_in_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(prices_are_judged_though_nobody_takes_them, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
