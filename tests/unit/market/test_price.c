#include "../seed.h"
#include "judge.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { SCAN_S = 1800, MOST = 64, BEGIN_S = 1000000 };

struct shelf {
    struct pb_offer offers[MOST];
    unsigned count;
};

static void put(struct shelf *shelf, uint64_t seller, double price)
{
    unsigned i = shelf->count++;

    assert_true(i < MOST);
    for (; i > 0 && shelf->offers[i - 1].price > price; i--)
        shelf->offers[i] = shelf->offers[i - 1];
    shelf->offers[i] = (struct pb_offer){.seller = seller, .price = price, .count = 1, .auction_id = i + 1};
}

/* Twelve sellers around a price, and two dreamers. */
static struct shelf usual(double price)
{
    struct shelf shelf = {.count = 0};

    for (unsigned i = 0; i < 12; i++)
        put(&shelf, 100 + i, price * (0.98 + 0.01 * i));
    put(&shelf, 200, price * 2);
    put(&shelf, 201, price * 20);
    return shelf;
}

static uint32_t scan_often(struct pb_price *price, const struct shelf *shelf, unsigned times, uint32_t now_s)
{
    while (times-- > 0) {
        now_s += SCAN_S;
        pb_price_scan(price, shelf->offers, shelf->count, now_s);
    }
    return now_s;
}

static void sell(struct pb_price *price, uint64_t seller, uint64_t buyer, double at, uint32_t now_s)
{
    struct pb_sale sale = {seller, buyer, at, 1, now_s};

    pb_price_sold(price, &sale);
}

static void nothing_is_known(void **state)
{
    struct pb_price price = {.sales = 0};

    (void)state;
    assert_true(pb_price_value(&price) == 0);
    assert_true(pb_price_error(&price, 1) == 1);
    assert_true(pb_price_confidence(&price, 1) == 0);
    assert_true(pb_price_trend(&price) == 0);
    assert_int_equal(pb_price_alarms(&price, 1), 0);
    pb_price_scan(&price, NULL, 0, SCAN_S); /* an empty shelf tells nothing */
    sell(&price, 1, 2, 0, SCAN_S);          /* nor does a gift */
    assert_true(pb_price_value(&price) == 0);
}

static void scans_and_sales_agree(void **state)
{
    struct shelf shelf = usual(1000);
    struct pb_price price = {.sales = 0};
    uint32_t now_s = scan_often(&price, &shelf, 10, BEGIN_S);
    double before = pb_price_error(&price, now_s);

    (void)state;
    assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.03);
    for (unsigned i = 0; i < 20; i++)
        sell(&price, 100 + i % 12, 300 + i, 950 + i, now_s + i);
    assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.03);
    assert_true(pb_price_error(&price, now_s + 20) < 0.06);
    assert_true(pb_price_error(&price, now_s + 20) <= before);
    /* It is less sure of it later. */
    assert_true(pb_price_confidence(&price, now_s + 10 * BAZAAR_DAY_S) <
                0.6 * pb_price_confidence(&price, now_s + 20));
}

/* Sales alone tell the value too. */
static void sales_alone(void **state)
{
    struct pb_price price = {.sales = 0};

    (void)state;
    for (unsigned i = 0; i < 20; i++)
        sell(&price, 100 + i, 300 + i, i == 7 ? 9000 : 955 + i, BEGIN_S + i);
    assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.03);
    assert_true(pb_price_error(&price, BEGIN_S + 20) < 0.1);
}

static void is_recalled(void **state)
{
    struct pb_price price;
    struct shelf shelf = usual(1000);

    (void)state;
    memset(&price, 0xee, sizeof price);
    pb_price_recall(&price, 1000, 0.04, BEGIN_S);
    assert_true(fabs(pb_price_value(&price) - 1000) < 0.1);
    assert_true(fabs(pb_price_error(&price, BEGIN_S) - 0.04) < 1e-6);
    assert_int_equal(pb_price_alarms(&price, BEGIN_S), 0);
    scan_often(&price, &shelf, 3, BEGIN_S);
    assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.03);
}

/* Twice the prices, twice the value; but a price that lies on a threshold to the last digit of its logarithm
 * may fall on either side, once in thousands of runs. */
static void follows_the_unit(void **state)
{
    uint64_t seed = pb_seed("price unit");
    unsigned differ = 0;

    (void)state;
    for (unsigned round = 0; round < 200; round++) {
        struct pb_price one = {.sales = 0}, other = {.sales = 0};
        double factor = 0.01 + pb_seed_below(&seed, 1000);

        for (unsigned step = 0; step < 60; step++) {
            struct shelf shelf = {.count = 0}, scaled = {.count = 0};
            unsigned count = 1 + pb_seed_below(&seed, 20);
            double at = 500 + pb_seed_below(&seed, 1000);
            uint32_t now_s = BEGIN_S + step * SCAN_S;

            for (unsigned i = 0; i < count; i++)
                put(&shelf, 1 + pb_seed_below(&seed, 30), 800 + pb_seed_below(&seed, 600));
            for (unsigned i = 0; i < count; i++)
                put(&scaled, shelf.offers[i].seller, shelf.offers[i].price * factor);
            pb_price_scan(&one, shelf.offers, count, now_s);
            pb_price_scan(&other, scaled.offers, count, now_s);
            sell(&one, 1 + step % 9, 20 + step % 7, at, now_s + 1);
            sell(&other, 1 + step % 9, 20 + step % 7, at * factor, now_s + 1);
        }
        differ +=
            fabs(pb_price_value(&other) / factor / pb_price_value(&one) - 1) >= 1e-3 ||
            pb_price_alarms(&one, BEGIN_S + 60 * SCAN_S) != pb_price_alarms(&other, BEGIN_S + 60 * SCAN_S);
    }
    assert_true(differ <= 2);
}

/* Whatever one seller asks and however often, and whatever one pair pays, the value stays where it was. */
static void one_party_moves_nothing(void **state)
{
    uint64_t seed = pb_seed("price party");

    (void)state;
    for (unsigned round = 0; round < 300; round++) {
        struct shelf shelf = usual(1000), tampered = shelf;
        struct pb_price price = {.sales = 0};
        uint32_t now_s;
        double factor = exp((pb_seed_below(&seed, 601) - 300.0) / 100), asked = 1000 * factor;

        for (unsigned i = 0; i < 16; i++)
            sell(&price, 100 + i % 12, 300 + i, 940 + pb_seed_below(&seed, 60), BEGIN_S - 100 + i);
        now_s = scan_often(&price, &shelf, 20, BEGIN_S);
        for (unsigned i = 1 + pb_seed_below(&seed, 40); i > 0; i--)
            put(&tampered, 999, asked);
        for (unsigned i = 0; i < 30; i++) {
            for (unsigned j = pb_seed_below(&seed, 3); j > 0; j--)
                sell(&price, 999, 998, asked, now_s + 600 * j);
            now_s = scan_often(&price, &tampered, 1, now_s);
        }
        assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.04);
    }
}

static void tells_a_trend(void **state)
{
    (void)state;
    for (int percent = -8; percent <= 8; percent += 4) {
        struct pb_price price = {.sales = 0};
        uint32_t now_s = BEGIN_S;

        for (unsigned i = 0; i < 6 * 48; i++) {
            struct shelf shelf = usual(1000 * exp(percent / 100.0 * i / 48));

            now_s = scan_often(&price, &shelf, 1, now_s);
        }
        assert_true(fabs(pb_price_trend(&price) - expm1(percent / 100.0)) < 0.015);
        assert_int_equal(pb_price_alarms(&price, now_s), 0);
    }
}

/* ---- Alarms ---- */

static void a_few_who_hold_all_are_a_spike(void **state)
{
    struct shelf shelf = usual(1000), wall = {.count = 0}, empty = {.count = 0};
    struct pb_price price = {.sales = 0}, other;
    uint32_t now_s = scan_often(&price, &shelf, 20, BEGIN_S);
    double before = pb_price_value(&price);

    (void)state;
    /* A dreamer's wall above the usual is none; nor is an empty shelf on which only dreamers stand. */
    other = price;
    for (unsigned i = 0; i < 20; i++)
        put(&shelf, 999, 2500);
    scan_often(&other, &shelf, 3, now_s);
    assert_int_equal(pb_price_alarms(&other, now_s + 3 * SCAN_S), 0);
    other = price;
    for (unsigned i = 0; i < 8; i++)
        put(&empty, 200 + i, 1500 + 200 * i);
    scan_often(&other, &empty, 1, now_s);
    assert_int_equal(pb_price_alarms(&other, now_s + SCAN_S), 0);

    for (unsigned i = 0; i < 12; i++)
        put(&wall, 998 + i % 2, 2500 + i);
    put(&wall, 100, 1010);
    now_s = scan_often(&price, &wall, 10, now_s);
    assert_int_equal(pb_price_alarms(&price, now_s), PB_PRICE_SPIKE);
    assert_true(fabs(pb_price_value(&price) / before - 1) < 1e-3);
    /* It ends by itself. */
    shelf = usual(1000);
    now_s = scan_often(&price, &shelf, 4, now_s);
    assert_int_equal(pb_price_alarms(&price, now_s), 0);
}

static void many_far_below_are_a_dump(void **state)
{
    struct shelf shelf = usual(1000), dumped = usual(1000);
    struct pb_price price = {.sales = 0}, other;
    uint32_t now_s = scan_often(&price, &shelf, 20, BEGIN_S);
    double before = pb_price_value(&price);

    (void)state;
    other = price;
    /* Six of five sellers: the three with the most of them have four. */
    for (unsigned i = 0; i < 5; i++)
        put(&shelf, 500 + i, 600);
    put(&shelf, 500, 650);
    scan_often(&other, &shelf, 5, now_s);
    assert_int_equal(pb_price_alarms(&other, now_s + 5 * SCAN_S), 0);
    for (unsigned i = 0; i < 6; i++)
        put(&dumped, 999, 600);
    now_s = scan_often(&price, &dumped, 2, now_s);
    assert_int_equal(pb_price_alarms(&price, now_s), 0);
    now_s = scan_often(&price, &dumped, 6, now_s);
    assert_int_equal(pb_price_alarms(&price, now_s), PB_PRICE_DUMP);
    assert_true(fabs(pb_price_value(&price) / before - 1) < 0.001);
}

/* Of two sellers the one is believed who is nearer to what is known, and the cheaper one at first. */
static void a_troll_makes_no_price(void **state)
{
    struct pb_price price = {.sales = 0};
    struct shelf two = {.count = 0}, erring = {.count = 0}, none = {.count = 0};
    uint32_t now_s;

    (void)state;
    put(&two, 100, 1000);
    put(&two, 200, 128000);
    now_s = scan_often(&price, &two, 6, BEGIN_S);
    assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.01);
    put(&erring, 300, 300);
    put(&erring, 100, 1000);
    now_s = scan_often(&price, &erring, 6, now_s);
    assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.01);
    assert_false(pb_price_has_company(&price));
    scan_often(&price, &none, 1, now_s);
    assert_true(fabs(pb_price_value(&price) / 1000 - 1) < 0.01);
}

/* Where few sell, the fourth is far up already; where many do, he is in the middle of them. */
static void few_sellers_are_read_lower(void **state)
{
    struct pb_price few = {.sales = 0}, many = {.sales = 0};
    struct shelf shelf = {.count = 0};

    (void)state;
    for (unsigned i = 0; i < 5; i++)
        put(&shelf, 100 + i, 1000 + 50 * i);
    scan_often(&few, &shelf, 6, BEGIN_S);
    assert_true(pb_price_value(&few) > 1000 && pb_price_value(&few) < 1050);
    assert_true(pb_price_has_company(&few));
    for (unsigned i = 0; i < 16; i++)
        put(&shelf, 200 + i, 1200);
    scan_often(&many, &shelf, 6, BEGIN_S);
    assert_true(fabs(pb_price_value(&many) / 1150 - 1) < 0.001);
}

/* A value that was wrong from the beginning, and one that was right once. */
static void what_lasts_is_the_price(void **state)
{
    struct pb_price young = {.sales = 0}, old = {.sales = 0}, driven;
    struct shelf trolls = {.count = 0}, shelf = usual(1000), far = usual(1600), wall = {.count = 0},
                 four = {.count = 0};
    uint32_t now_s, i;

    (void)state;
    put(&trolls, 200, 128000);
    for (i = 0; i < 12; i++)
        put(&shelf, 100 + i, 1000);
    now_s = scan_often(&young, &trolls, 1, BEGIN_S);
    scan_often(&young, &shelf, 24, now_s);
    assert_true(fabs(pb_price_value(&young) / 1000 - 1) < 0.03);

    for (i = 0; i < 12; i++)
        put(&far, 100 + i, 1600);
    now_s = scan_often(&old, &far, 20, BEGIN_S);
    driven = old;
    now_s = scan_often(&old, &shelf, 20, now_s);
    assert_int_equal(pb_price_alarms(&old, now_s), PB_PRICE_DUMP);
    assert_true(fabs(pb_price_value(&old) / 1600 - 1) < 0.03);
    now_s = scan_often(&old, &shelf, 60, now_s);
    assert_int_equal(pb_price_alarms(&old, now_s), 0);
    assert_true(fabs(pb_price_value(&old) / 1000 - 1) < 0.03);
    /* Up again, with four who sell. */
    for (i = 0; i < 12; i++)
        put(&four, 100 + i % 4, 1600);
    now_s = scan_often(&old, &four, 20, now_s);
    assert_int_equal(pb_price_alarms(&old, now_s), PB_PRICE_SPIKE);
    now_s = scan_often(&old, &four, 60, now_s);
    assert_int_equal(pb_price_alarms(&old, now_s), 0);
    assert_true(fabs(pb_price_value(&old) / 1600 - 1) < 0.03);
    /* But three accounts can go on as long as they like. */
    for (i = 0; i < 12; i++)
        put(&wall, 997 + i % 3, 4000 + i);
    now_s = scan_often(&driven, &wall, 200, BEGIN_S + 20 * SCAN_S);
    assert_int_equal(pb_price_alarms(&driven, now_s), PB_PRICE_SPIKE);
    assert_true(fabs(pb_price_value(&driven) / 1600 - 1) < 0.03);
}

static void trades_in_a_ring_are_wash_trades(void **state)
{
    struct shelf shelf = usual(1000);
    struct pb_price price = {.sales = 0}, ring, trip, fools, again;
    uint32_t now_s = scan_often(&price, &shelf, 20, BEGIN_S), i;

    (void)state;
    ring = trip = fools = again = price;
    /* Three who trade in a ring. */
    for (i = 0; i < 3; i++)
        sell(&ring, 900 + i, 900 + (i + 1) % 3, 3000, now_s + 400 * i + 1);
    scan_often(&ring, &shelf, 1, now_s);
    assert_int_equal(pb_price_alarms(&ring, now_s + SCAN_S), PB_PRICE_WASH);
    /* One who buys all of one dreamer at once. */
    for (i = 0; i < 6; i++)
        sell(&trip, 900, 901, 3000, now_s + 1);
    scan_often(&trip, &shelf, 1, now_s);
    assert_int_equal(pb_price_alarms(&trip, now_s + SCAN_S), 0);
    /* One who buys all bargains of somebody within half an hour; but nobody pays so much twice. */
    for (i = 0; i < 4; i++)
        sell(&again, 902, 903, 400, now_s + 400 * i + 1);
    scan_often(&again, &shelf, 1, now_s);
    assert_int_equal(pb_price_alarms(&again, now_s + SCAN_S), 0);
    sell(&again, 904, 905, 2000, now_s + SCAN_S + 1);
    sell(&again, 904, 905, 2000, now_s + SCAN_S + 401);
    scan_often(&again, &shelf, 1, now_s + SCAN_S);
    assert_int_equal(pb_price_alarms(&again, now_s + 2 * SCAN_S), PB_PRICE_WASH);
    /* Many who pay too much to many, and one who buys bargains of many. */
    for (i = 0; i < 6; i++) {
        sell(&fools, 700 + i, 800 + i, 3000, now_s + SCAN_S * i + 1);
        sell(&fools, 600 + i, 950, 400, now_s + SCAN_S * i + 2);
        scan_often(&fools, &shelf, 1, now_s + SCAN_S * i);
        assert_int_equal(pb_price_alarms(&fools, now_s + SCAN_S * (i + 1)), 0);
    }
    /* At the usual price they may trade as they like. */
    for (i = 0; i < 9; i++)
        sell(&price, 900 + i % 3, 900 + (i + 1) % 3, 1000, now_s + 100 * i + 1);
    scan_often(&price, &shelf, 1, now_s);
    assert_int_equal(pb_price_alarms(&price, now_s + SCAN_S), 0);
}

/* The figures of tests/tools/price_race.c, on two small markets that nothing was tuned on. */
static void beats_auctiondb(void **state)
{
    const struct judge_way way = {.items = 60, .told = 0.5, .manners = bazaar_usual};

    (void)state;
    for (uint64_t seed = 950001; seed <= 950002; seed++) {
        struct judge_score score = judge_seed(seed, &way);

        printf("# seed %u: error %.4f against %.4f, under schemes %.4f against %.4f, F1 %.3f, false vetoes "
               "%.5f\n",
               (unsigned)seed, score.ours, score.theirs, score.tampered, score.theirs_tampered, score.f1,
               score.false_vetoes);
        assert_true(score.ours < 0.05);
        assert_true(score.ours < score.theirs);
        assert_true(score.tampered < 0.08);
        assert_true(score.tampered < score.theirs_tampered / 2);
        assert_true(score.f1 >= 0.85); /* of 18 schemes; 0.95 is for the mean of many markets */
        assert_true(score.false_vetoes < 0.01);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_known),
        cmocka_unit_test(scans_and_sales_agree),
        cmocka_unit_test(sales_alone),
        cmocka_unit_test(is_recalled),
        cmocka_unit_test(follows_the_unit),
        cmocka_unit_test(one_party_moves_nothing),
        cmocka_unit_test(tells_a_trend),
        cmocka_unit_test(a_few_who_hold_all_are_a_spike),
        cmocka_unit_test(many_far_below_are_a_dump),
        cmocka_unit_test(a_troll_makes_no_price),
        cmocka_unit_test(few_sellers_are_read_lower),
        cmocka_unit_test(what_lasts_is_the_price),
        cmocka_unit_test(trades_in_a_ring_are_wash_trades),
        cmocka_unit_test(beats_auctiondb),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
