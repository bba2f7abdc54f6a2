#include "../seed.h"
#include "market/guard.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { ITEMS = 3, WEEK = PB_GUARD_DAYS, ROUNDS = 20000, MOVES = 24 };

static struct pb_guard_terms usual(double low, double high, uint32_t vendor_pays, uint32_t vendor_asks)
{
    return (struct pb_guard_terms){
        low, high, vendor_pays, vendor_asks, pb_guard_buy_margin, pb_guard_sell_margin};
}

/* ---- Bounds ---- */

static void stays_between_its_bounds(void **state)
{
    struct pb_guard_terms terms = usual(1000, 1100, 100, 0);

    (void)state;
    assert_int_equal(pb_guard_buy_most(&terms, 1), 880);
    assert_int_equal(pb_guard_buy_most(&terms, 7), 6160);
    assert_int_equal(pb_guard_sell_least(&terms, 1), 1056);
    assert_int_equal(pb_guard_sell_least(&terms, 7), 7392);
    /* Below what vendors pay it sells nothing, and what they pay is worth nearly that. */
    terms = usual(10, 10, 100, 0);
    assert_int_equal(pb_guard_buy_most(&terms, 1), 88);
    assert_int_equal(pb_guard_sell_least(&terms, 1), 100);
    /* It does not pay what a vendor asks, nor hope for more. */
    terms = usual(1000, 1000, 25, 100);
    assert_int_equal(pb_guard_buy_most(&terms, 1), 88);
    assert_int_equal(pb_guard_sell_least(&terms, 1), 100);
    /* Nothing is known: only vendors' money counts, and nothing is sold. */
    terms = usual(0, 0, 100, 0);
    assert_int_equal(pb_guard_buy_most(&terms, 1), 88);
    assert_true(pb_guard_sell_least(&terms, 1) == UINT64_MAX);
    /* Nothing is given away. */
    terms = usual(0.01, 0.01, 0, 0);
    assert_int_equal(pb_guard_buy_most(&terms, 1), 0);
    assert_int_equal(pb_guard_sell_least(&terms, 1), 1);
}

static void refuses_nonsense(void **state)
{
    struct pb_guard_terms terms[] = {
        usual(NAN, 1000, 0, 0),   usual(1000, NAN, 0, 0), usual(1000, 900, 0, 0),   usual(-5, 10, 0, 0),
        usual(1, INFINITY, 0, 0), usual(10, 10, 100, 99), usual(1000, 1000, 10, 0), usual(1000, 1000, 10, 0)};

    (void)state;
    terms[6].sell_margin = terms[6].buy_margin;
    terms[7].buy_margin = NAN;
    for (unsigned i = 0; i < sizeof terms / sizeof *terms; i++) {
        assert_int_equal(pb_guard_buy_most(&terms[i], 5), 0);
        assert_true(pb_guard_sell_least(&terms[i], 5) == UINT64_MAX);
        assert_true(pb_guard_post_least(&terms[i], 5, 0.05, 10, 0.5) == UINT64_MAX);
    }
}

/* What it uses itself: the lowest value at most, and of that its seller gets what the margin leaves. */
static void needs_have_a_smaller_margin(void **state)
{
    struct pb_guard_terms terms = usual(1000, 1100, 100, 0);
    uint64_t seed = pb_seed("guard needs");

    (void)state;
    assert_int_equal(pb_guard_need_most(&terms, 1, 0.05), 998);
    assert_int_equal(pb_guard_need_most(&terms, 1, 0.15), 1000);
    assert_int_equal(pb_guard_need_most(&terms, 1, 0), 949);
    assert_int_equal(pb_guard_need_most(&terms, 1, 1), 880);
    assert_int_equal(pb_guard_need_most(&terms, 1, NAN), 880);
    /* Nor what a vendor asks, whatever the house takes. */
    terms = usual(1000, 1000, 25, 100);
    assert_int_equal(pb_guard_need_most(&terms, 1, 0.15), 95);
    /* Margins of other sizes: the larger one of the two that are known. */
    terms = usual(1000, 1000, 0, 0);
    terms.sell_margin = 0.06;
    assert_int_equal(pb_guard_need_most(&terms, 1, 0.05), 880);
    terms.low = NAN;
    assert_int_equal(pb_guard_need_most(&terms, 1, 0.05), 0);
    for (unsigned i = 0; i < ROUNDS; i++) {
        double value = exp(pb_seed_below(&seed, 1200) / 100.0);
        uint32_t count = 1 + pb_seed_below(&seed, 200), percent = pb_seed_below(&seed, 30);
        uint64_t most;

        terms = usual(value, value * (1 + pb_seed_below(&seed, 50) / 100.0),
                      pb_seed_below(&seed, (uint32_t)value + 2), 0);
        most = pb_guard_need_most(&terms, count, percent / 100.0);
        assert_true(most >= pb_guard_buy_most(&terms, count));
        assert_true((double)most <= fmax(value, terms.vendor_pays) * count);
        assert_true((double)(most - most * percent / 100) <=
                    (1 - pb_guard_need_margin) * fmax(value, terms.vendor_pays) * count + 1e-6);
    }
}

static void posts_at_no_loss_against_a_vendor(void **state)
{
    struct pb_guard_terms terms = usual(100, 100, 100, 0);
    uint64_t seed = pb_seed("guard post");

    (void)state;
    assert_int_equal(pb_guard_post_least(&terms, 1, 0.05, 0, 1), 106);    /* 100 / 0.95 = 105.3 */
    assert_int_equal(pb_guard_post_least(&terms, 1, 0.05, 15, 0.5), 122); /* 115 / 0.95 = 121.1 */
    assert_true(pb_guard_post_least(&terms, 1, 1, 0, 1) == UINT64_MAX);
    assert_true(pb_guard_post_least(&terms, 1, 0.05, 0, 0) == UINT64_MAX);
    for (unsigned i = 0; i < ROUNDS; i++) {
        double value = 1 + pb_seed_below(&seed, 100000), cut = pb_seed_below(&seed, 20) / 100.0;
        double sells = 0.1 + pb_seed_below(&seed, 90) / 100.0;
        uint32_t count = 1 + pb_seed_below(&seed, 200), vendor = pb_seed_below(&seed, 100000);
        uint64_t deposit = pb_seed_below(&seed, 5000), least;

        terms = usual(value, value, vendor, 0);
        least = pb_guard_post_least(&terms, count, cut, deposit, sells);
        assert_true(least >= pb_guard_sell_least(&terms, count));
        /* What it expects to get for it, less what it expects to lose before, is a vendor's money at least.
         */
        assert_true((double)least * (1 - cut) - (double)deposit * (1 - sells) / sells >=
                    (double)vendor * count - 1e-3);
    }
}

static void remembers_a_week(void **state)
{
    struct pb_guard_band band;
    struct pb_guard_terms terms;

    (void)state;
    memset(&band, 0, sizeof band);
    terms = pb_guard_terms(&band, 5, 3, 9);
    assert_true(terms.low == 0 && terms.high == 0 && terms.vendor_pays == 3 && terms.vendor_asks == 9);
    pb_guard_band_add(&band, 100, 50);
    pb_guard_band_add(&band, 100, 40);
    pb_guard_band_add(&band, 100, NAN);
    pb_guard_band_add(&band, 100, -1);
    pb_guard_band_add(&band, 103, 60);
    pb_guard_band_add(&band, 102, 1000); /* days do not go back */
    terms = pb_guard_terms(&band, 106, 0, 0);
    assert_true(terms.low == 40 && terms.high == 60);
    terms = pb_guard_terms(&band, 107, 0, 0);
    assert_true(terms.low == 60 && terms.high == 60);
    assert_true(pb_guard_terms(&band, 110, 0, 0).high == 0);
    pb_guard_band_add(&band, 200, 70);
    terms = pb_guard_terms(&band, 200, 0, 0);
    assert_true(terms.low == 70 && terms.high == 70);
}

/* ---- Cycles: somebody who begins with money alone and deals with bots, vendors and the house for a week
 * ---- */

struct item {
    struct pb_guard_band band;
    uint32_t vendor_pays, vendor_asks;
    double value;
    uint64_t has;
};

struct adversary {
    struct item items[ITEMS];
    uint32_t day;
    uint64_t money;
    double cut;
};

static struct pb_guard_terms terms_of(const struct adversary *adversary, unsigned item)
{
    const struct item *it = &adversary->items[item];

    return pb_guard_terms(&it->band, adversary->day, it->vendor_pays, it->vendor_asks);
}

static void begin(struct adversary *adversary, uint64_t *seed)
{
    memset(adversary, 0, sizeof *adversary);
    adversary->day = 20;
    adversary->money = 1000000000;
    adversary->cut = pb_seed_below(seed, 2) ? 0.05 : 0.15;
    for (unsigned i = 0; i < ITEMS; i++) {
        struct item *item = &adversary->items[i];

        /* Cheap ones often: roundings weigh most there. */
        item->value = exp(pb_seed_below(seed, 1200) / 100.0);
        item->vendor_pays =
            pb_seed_below(seed, 3) ? (uint32_t)(item->value * pb_seed_below(seed, 150) / 100) : 0;
        if (pb_seed_below(seed, 4) == 0)
            item->vendor_asks = item->vendor_pays + pb_seed_below(seed, (uint32_t)item->value + 2) + 1;
        pb_guard_band_add(&item->band, adversary->day, item->value);
    }
}

/* Prices are driven up and down as far as anybody likes. */
static void drive(struct adversary *adversary, uint64_t *seed)
{
    adversary->day += adversary->day < 20 + WEEK - 1 && pb_seed_below(seed, 3) == 0;
    for (unsigned i = 0; i < ITEMS; i++) {
        adversary->items[i].value *= exp((pb_seed_below(seed, 201) - 100.0) / 50);
        pb_guard_band_add(&adversary->items[i].band, adversary->day, adversary->items[i].value);
    }
}

enum way { BY_TRADE, BY_AUCTION, TO_WHO_NEEDS_IT, WAYS };

/* What a house leaves of a price. */
static uint64_t less_cut(const struct adversary *adversary, uint64_t price)
{
    return price - price * (adversary->cut > 0.1 ? 15 : 5) / 100;
}

static void sell_to_bot(struct adversary *adversary, unsigned item, uint32_t count, enum way way)
{
    struct pb_guard_terms terms = terms_of(adversary, item);
    uint64_t price = way == TO_WHO_NEEDS_IT ? pb_guard_need_most(&terms, count, adversary->cut)
                                            : pb_guard_buy_most(&terms, count);

    if (adversary->items[item].has < count)
        return;
    adversary->items[item].has -= count;
    adversary->money += way == BY_TRADE ? price : less_cut(adversary, price);
}

static void buy_from_bot(struct adversary *adversary, unsigned item, uint32_t count, int by_auction)
{
    struct pb_guard_terms terms = terms_of(adversary, item);
    uint64_t price = by_auction ? pb_guard_post_least(&terms, count, adversary->cut, 0, 1)
                                : pb_guard_sell_least(&terms, count);

    if (price > adversary->money)
        return;
    adversary->money -= price;
    adversary->items[item].has += count;
}

static void see_vendor(struct adversary *adversary, unsigned item, uint32_t count, int buys)
{
    struct item *it = &adversary->items[item];

    if (buys && it->vendor_asks && (uint64_t)it->vendor_asks * count <= adversary->money) {
        adversary->money -= (uint64_t)it->vendor_asks * count;
        it->has += count;
    } else if (!buys && it->has >= count) {
        it->has -= count;
        adversary->money += (uint64_t)it->vendor_pays * count;
    }
}

/* A bundle for a bundle, with the most money that the bot still gives, or the least that it takes. */
static void trade_bundles(struct adversary *adversary, uint64_t *seed)
{
    struct pb_guard_stack bot_gives[ITEMS], bot_takes[ITEMS];
    uint64_t low, high;
    unsigned i;

    for (i = 0; i < ITEMS; i++) {
        bot_gives[i] = (struct pb_guard_stack){terms_of(adversary, i), pb_seed_below(seed, 6)};
        bot_takes[i] = (struct pb_guard_stack){terms_of(adversary, i), 0};
        if (adversary->items[i].has)
            bot_takes[i].count = pb_seed_below(
                seed, (uint32_t)(adversary->items[i].has < 50 ? adversary->items[i].has : 50) + 1);
    }
    low = 0;
    if (pb_guard_is_fair(bot_gives, ITEMS, 0, bot_takes, ITEMS, 0)) {
        for (high = UINT64_C(1) << 40; low + 1 < high;)
            if (pb_guard_is_fair(bot_gives, ITEMS, (low + high) / 2, bot_takes, ITEMS, 0))
                low = (low + high) / 2;
            else
                high = (low + high) / 2;
        adversary->money += low;
    } else {
        for (high = adversary->money + 1; low + 1 < high;)
            if (pb_guard_is_fair(bot_gives, ITEMS, 0, bot_takes, ITEMS, (low + high) / 2))
                high = (low + high) / 2;
            else
                low = (low + high) / 2;
        if (high > adversary->money)
            return;
        adversary->money -= high;
    }
    for (i = 0; i < ITEMS; i++)
        adversary->items[i].has += bot_gives[i].count - (uint64_t)bot_takes[i].count;
}

/* Gives everything to who pays most. */
static void cash_in(struct adversary *adversary)
{
    for (unsigned i = 0; i < ITEMS; i++) {
        struct pb_guard_terms terms = terms_of(adversary, i);
        uint32_t count = (uint32_t)adversary->items[i].has;
        uint64_t trade = pb_guard_buy_most(&terms, count),
                 need = less_cut(adversary, pb_guard_need_most(&terms, count, adversary->cut));

        if ((need > trade ? need : trade) > (uint64_t)adversary->items[i].vendor_pays * count)
            sell_to_bot(adversary, i, count, need > trade ? TO_WHO_NEEDS_IT : BY_TRADE);
        else
            see_vendor(adversary, i, count, 0);
        assert_true(adversary->items[i].has == 0);
    }
}

static void no_cycle_yields_money(void **state)
{
    uint64_t seed = pb_seed("guard cycles");
    uint64_t lost = 0, deals = 0;

    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct adversary adversary;

        begin(&adversary, &seed);
        for (unsigned move = 0; move < MOVES; move++) {
            static const uint32_t counts[] = {1, 1, 2, 3, 5, 20, 200};
            unsigned item = pb_seed_below(&seed, ITEMS);
            uint32_t count = counts[pb_seed_below(&seed, 7)];
            uint64_t before = adversary.money;

            switch (pb_seed_below(&seed, 8)) {
            case 0:
            case 1:
                buy_from_bot(&adversary, item, count, (int)pb_seed_below(&seed, 2));
                break;
            case 2:
            case 3:
                sell_to_bot(&adversary, item, count, (enum way)pb_seed_below(&seed, WAYS));
                break;
            case 4:
                see_vendor(&adversary, item, count, 1);
                break;
            case 5:
                see_vendor(&adversary, item, count, 0);
                break;
            case 6:
                trade_bundles(&adversary, &seed);
                break;
            default:
                drive(&adversary, &seed);
            }
            deals += adversary.money != before;
        }
        cash_in(&adversary);
        assert_true(adversary.money <= 1000000000);
        lost += 1000000000 - adversary.money;
    }
    printf("# %u rounds, %llu deals, %llu copper lost to bots, vendors and the house\n", (unsigned)ROUNDS,
           (unsigned long long)deals, (unsigned long long)lost);
    /* They did deal. */
    assert_true(deals > 5 * ROUNDS && lost > ROUNDS);
}

/* Every cycle of two steps, over all small values: in by one way, out by another, in whatever portions. */
static void no_short_cycle_yields_money(void **state)
{
    (void)state;
    for (unsigned quarter = 1; quarter <= 400; quarter++)
        for (uint32_t vendor_pays = 0; vendor_pays <= 20; vendor_pays++)
            for (uint32_t margin = 0; margin <= 12; margin += 3) {
                struct pb_guard_terms terms =
                    usual(quarter / 4.0, quarter / 4.0, vendor_pays, margin ? vendor_pays + margin - 1 : 0);

                if (margin == 3 && !terms.vendor_asks)
                    continue;
                for (uint32_t whole = 1; whole <= 24; whole++)
                    for (uint32_t part = 1; part <= whole; part += 1 + whole / 5) {
                        uint32_t parts = whole / part;
                        uint64_t paid = pb_guard_sell_least(&terms, part) * parts,
                                 got = pb_guard_buy_most(&terms, part * parts);

                        assert_true(got <= paid);
                        paid = pb_guard_sell_least(&terms, part * parts);
                        got = pb_guard_buy_most(&terms, part) * parts;
                        assert_true(got <= paid);
                        got = pb_guard_need_most(&terms, part, 0.05);
                        got = (got - got * 5 / 100) * parts;
                        assert_true(got <= paid);
                        assert_true((uint64_t)vendor_pays * part <= pb_guard_sell_least(&terms, part));
                        if (terms.vendor_asks)
                            assert_true(pb_guard_buy_most(&terms, part) <=
                                        (uint64_t)terms.vendor_asks * part);
                    }
            }
}

static void trades_are_fair_or_refused(void **state)
{
    struct pb_guard_stack gives = {usual(100, 100, 10, 0), 10}, takes = {usual(50, 50, 5, 0), 20},
                          unknown = {usual(0, 0, 0, 0), 1};

    (void)state;
    /* It gives what it sells for 960 and gets what it buys for 880. */
    assert_false(pb_guard_is_fair(&gives, 1, 0, &takes, 1, 79));
    assert_true(pb_guard_is_fair(&gives, 1, 0, &takes, 1, 80));
    assert_false(pb_guard_is_fair(&gives, 1, 1, &takes, 1, 80));
    assert_true(pb_guard_is_fair(NULL, 0, 880, &takes, 1, 0));
    assert_false(pb_guard_is_fair(NULL, 0, 881, &takes, 1, 0));
    assert_true(pb_guard_is_fair(NULL, 0, 0, &unknown, 1, 0));
    /* What is not known is not sold, for no money; totals do not run over. */
    assert_false(pb_guard_is_fair(&unknown, 1, 0, NULL, 0, UINT64_MAX));
    assert_false(pb_guard_is_fair(&unknown, 1, 5, NULL, 0, UINT64_MAX));
    assert_false(pb_guard_is_fair(&gives, 1, UINT64_MAX, &takes, 1, 5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_between_its_bounds),
        cmocka_unit_test(refuses_nonsense),
        cmocka_unit_test(needs_have_a_smaller_margin),
        cmocka_unit_test(posts_at_no_loss_against_a_vendor),
        cmocka_unit_test(remembers_a_week),
        cmocka_unit_test(no_cycle_yields_money),
        cmocka_unit_test(no_short_cycle_yields_money),
        cmocka_unit_test(trades_are_fair_or_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
