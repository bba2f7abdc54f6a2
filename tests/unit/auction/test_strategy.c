#include "../seed.h"
#include "auction/strategy.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

static const struct pb_item_template cloth = {
    .entry = 5, .sell_price = 20, .buy_price = 80, .item_class = PB_ITEM_TRADE_GOODS};

/* Cloth, of which a vendor pays 20 copper for a piece; prices are well known and steady. */
static struct pb_auction_item item_of(double value)
{
    return (struct pb_auction_item){
        .item = &cloth,
        .terms = {.low = value,
                  .high = value,
                  .vendor_pays = 20,
                  .buy_margin = pb_guard_buy_margin,
                  .sell_margin = pb_guard_sell_margin},
        .value = value,
        .confidence = 0.8,
        .cut_share = 0.05,
        .earned = 1e9,
        .is_settled = 1,
    };
}

static const struct pb_auction_strategy *market(void)
{
    return pb_auction_strategy_find("market");
}

static enum pb_auction_sale_verdict sell(const struct pb_auction_item *item, uint32_t count,
                                         unsigned failures, struct pb_auction_sale *sale)
{
    struct pb_auction_lot lot = {.count = count, .deposit = 6, .failures = failures};

    return market()->judge_sale(item, &lot, sale);
}

static enum pb_auction_purchase_verdict buy(const struct pb_auction_item *item,
                                            const struct pb_auction_offer *offer,
                                            struct pb_auction_purchase *purchase)
{
    return market()->judge_purchase(item, offer, purchase);
}

static struct pb_auction_offer offer_of(uint32_t buyout, uint32_t count)
{
    return (struct pb_auction_offer){.bid_next = buyout,
                                     .buyout = buyout,
                                     .count = count,
                                     .time_left_s = 86400,
                                     .next = 1000,
                                     .money = 100000,
                                     .budget = 100000,
                                     .may_bid = 1};
}

static void names_are_found(void **state)
{
    unsigned i;

    (void)state;
    for (i = 0; i < pb_auction_strategy_count; i++)
        assert_ptr_equal(pb_auction_strategy_find(pb_auction_strategies[i]->name), pb_auction_strategies[i]);
    assert_ptr_equal(pb_auction_strategy_find("nonsense"), pb_auction_strategies[0]);
    assert_string_equal(pb_auction_strategies[0]->name, "market");
}

/* ---- Prediction ---- */

static void prices_are_predicted_for_the_time_of_listing(void **state)
{
    struct pb_auction_item item = item_of(100);

    (void)state;
    assert_true(fabs(market()->predict_price(&item, 24) - 100) < 1e-9);
    item.trend = 0.05;
    item.confidence = 1;
    assert_true(fabs(market()->predict_price(&item, 24) - 105) < 1e-9);
    assert_true(fabs(market()->predict_price(&item, 12) - 102.5) < 1e-9);
    item.trend = -0.05;
    assert_true(fabs(market()->predict_price(&item, 24) - 95) < 1e-9);
    /* Who is not sure changes little, and nobody believes more than a tenth. */
    item.confidence = 0.2;
    assert_true(fabs(market()->predict_price(&item, 24) - 99) < 1e-9);
    item.confidence = 1;
    item.trend = 3;
    assert_true(fabs(market()->predict_price(&item, 48) - 110) < 1e-9);
}

static void rising_prices_are_waited_for(void **state)
{
    struct pb_auction_item item = item_of(100);

    (void)state;
    item.confidence = 1;
    assert_int_equal(market()->listing_hours(&item), 24);
    item.trend = 0.04;
    assert_int_equal(market()->listing_hours(&item), 48);
    item.trend = -0.04;
    assert_int_equal(market()->listing_hours(&item), 12);
}

/* ---- Selling ---- */

static void it_is_sold_at_its_value(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_sale sale;

    (void)state;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_POST);
    assert_int_equal(sale.buyout, 1000);
    /* The least bid is what it may be sold for. */
    assert_int_equal(sale.bid, pb_guard_sell_least(&item.terms, 10));
    assert_true(sale.gain > 500 && sale.gain < 1000 - 200);
}

static void others_are_undercut_and_bots_of_ours_are_not(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_sale sale;

    (void)state;
    item.rival = 98;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_POST);
    assert_int_equal(sale.buyout, 970);
    item.is_rival_ours = 1;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_POST);
    assert_int_equal(sale.buyout, 980);
    /* Who asks more is no reason to ask more. */
    item.rival = 500;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_POST);
    assert_int_equal(sale.buyout, 1000);
}

/* Below the floor nobody is undercut: near it, it asks the floor; else it keeps its deposit. */
static void nobody_is_followed_below_the_floor(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_sale sale;

    (void)state;
    item.rival = 95;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_POST);
    assert_int_equal(sale.buyout, 960);
    item.rival = 80;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_HOPELESS);
    item.rival = 1;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_HOPELESS);
}

static void what_has_no_known_price_is_not_sold(void **state)
{
    struct pb_auction_item item = item_of(0);
    struct pb_auction_sale sale;

    (void)state;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_UNKNOWN);
    item.value = 100;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_UNKNOWN);
    /* A week ago it was worth twice as much: it may not be sold for what it is worth now. */
    item = item_of(100);
    item.terms.high = 200;
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_HOPELESS);
}

/* A vendor pays nearly as much, at once and for sure. */
static void vendors_get_what_brings_no_more(void **state)
{
    struct pb_auction_item item = item_of(21);
    struct pb_auction_sale sale;

    (void)state;
    assert_int_not_equal(sell(&item, 10, 0, &sale), PB_SALE_POST);
    item = item_of(23);
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_POOR);
    item = item_of(40);
    assert_int_equal(sell(&item, 10, 0, &sale), PB_SALE_POST);
}

static void what_failed_comes_back_cheaper_down_to_the_floor(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_sale sale;
    uint32_t before = UINT32_MAX, failures;

    (void)state;
    /* The band was lower all week, so there is room below the value. */
    item.terms.low = item.terms.high = 80;
    for (failures = 0; failures < PB_AUCTION_TRIES; failures++) {
        assert_int_equal(sell(&item, 10, failures, &sale), PB_SALE_POST);
        assert_true(sale.buyout < before);
        before = sale.buyout;
    }
    assert_int_equal(sell(&item, 10, 8, &sale), PB_SALE_POST);
    assert_true(sale.buyout >= 768);
}

/* ---- Buying ---- */

static void nothing_is_bought_above_the_bound(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_offer offer = offer_of(999, 10);
    struct pb_auction_purchase purchase;

    (void)state;
    /* For itself so much that its seller gets 5 % less than the value: of 998 copper the house keeps 49. */
    offer.need = PB_NEED_CONSUMABLE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer.buyout = 998;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
    assert_int_equal(purchase.amount, 998);
    assert_true(purchase.is_buyout);
    /* To sell it again it must leave cut and margin: 950 less a tenth of what is paid. */
    offer = offer_of(864, 10);
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer = offer_of(863, 10);
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_RESALE);
    /* Modest ones do not deal. */
    assert_int_equal(pb_auction_strategy_find("modest")->judge_purchase(&item, &offer, &purchase),
                     PB_PURCHASE_DEAR);
    offer.need = PB_NEED_CONSUMABLE;
    assert_int_equal(pb_auction_strategy_find("modest")->judge_purchase(&item, &offer, &purchase),
                     PB_PURCHASE_NEED);
}

/* What is bought to be sold again must be cheaper than what somebody else asks, by cut and margin. */
static void one_seller_proves_nothing(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_offer offer = offer_of(800, 10);
    struct pb_auction_purchase purchase;

    (void)state;
    offer.next = 0;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer.next = 81;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer.next = 100;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_RESALE);
    /* It uses it itself: then the bound alone counts. */
    offer.next = 0;
    offer.need = PB_NEED_UPGRADE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
}

/* Sellers who agree make a price, and somebody else asks more: what nobody has paid to bots is not paid. */
static void what_nobody_paid_is_not_paid(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_offer offer = offer_of(860, 10);
    struct pb_auction_purchase purchase;

    (void)state;
    item.earned = 859;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    item.earned = 860;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_RESALE);
    /* What it uses, as much as vendors would ask for such a thing. */
    item.earned = 0;
    offer.need = PB_NEED_UPGRADE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer.buyout = 800;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
    /* And for less than a vendor pays, always. */
    offer = offer_of(170, 10);
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_VENDOR);
}

/* What it uses may also cost what most things cost there, and half as much again, whoever paid for it; but
 * bots pay that for some of it only before somebody pays them. */
static void what_most_things_cost_is_paid(void **state)
{
    struct pb_auction_item item = item_of(1000);
    struct pb_auction_offer offer = offer_of(600, 1);
    struct pb_auction_purchase purchase;

    (void)state;
    item.earned = 0;
    item.usual = 399;
    offer.need = PB_NEED_UPGRADE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    item.usual = 400;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
    item.open = 19 * 600;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
    item.open++;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    /* Not to sell it again, nor beyond fifty times what a vendor pays, nor above the bound. */
    item.open = 0;
    offer.need = PB_NEED_NOTHING;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer.need = PB_NEED_UPGRADE;
    item.usual = 1000;
    offer.buyout = offer.bid_next = 998;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
    offer.buyout = offer.bid_next = 999;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    item = item_of(2000);
    item.earned = 0;
    item.usual = 2000;
    offer.buyout = offer.bid_next = 1001;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer.buyout = offer.bid_next = 1000;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
}

/* Few scans have seen the value, or it is not sure: only what a vendor pays is paid. */
static void new_prices_are_not_paid_by(void **state)
{
    static const enum pb_auction_need needs[] = {PB_NEED_NOTHING, PB_NEED_CONSUMABLE, PB_NEED_UPGRADE,
                                                 PB_NEED_BAG};
    struct pb_auction_offer offer = offer_of(800, 10);
    struct pb_auction_purchase purchase;
    unsigned i;

    (void)state;
    for (i = 0; i < 4; i++) {
        struct pb_auction_item item = item_of(100);

        offer = offer_of(800, 10);
        offer.need = needs[i];
        item.is_settled = 0;
        assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
        item.is_settled = 1;
        item.confidence = 0.3;
        assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
        offer.buyout = 170;
        assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_VENDOR);
    }
}

/* A thin market that says that rags are worth a fortune: even what it needs is not paid like that. */
static void needs_have_a_limit(void **state)
{
    struct pb_auction_item item = item_of(5000);
    struct pb_auction_offer offer = offer_of(1001, 1);
    struct pb_auction_purchase purchase;

    (void)state;
    offer.need = PB_NEED_UPGRADE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer.buyout = 1000;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
}

/* A troll asks a thousand times the value for what the bot needs most. */
static void trolls_sell_nothing(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_offer offer = offer_of(100000, 1);
    struct pb_auction_purchase purchase;

    (void)state;
    offer.need = PB_NEED_UPGRADE;
    offer.money = offer.budget = 4000000000u;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    /* Nor does anybody for whose thing nobody knows a price. */
    item = item_of(0);
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
}

static void alarms_veto(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_offer offer = offer_of(10, 1);
    struct pb_auction_purchase purchase;
    unsigned i;

    (void)state;
    item.is_vetoed = 1;
    for (i = 0; i < pb_auction_strategy_count; i++)
        assert_int_equal(pb_auction_strategies[i]->judge_purchase(&item, &offer, &purchase),
                         PB_PURCHASE_VETOED);
}

/* What costs less than a vendor pays is bought whatever the market says; for more it is not. */
static void vendors_are_a_buyer_too(void **state)
{
    struct pb_auction_item item = item_of(0);
    struct pb_auction_offer offer = offer_of(176, 10);
    struct pb_auction_purchase purchase;

    (void)state;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_VENDOR);
    offer = offer_of(177, 10);
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    /* What vendors have is not bought dearer than there. */
    item = item_of(100);
    item.terms.vendor_asks = 50;
    offer = offer_of(476, 10);
    offer.need = PB_NEED_CONSUMABLE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    offer = offer_of(475, 10);
    offer.need = PB_NEED_CONSUMABLE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
}

static void only_what_it_can_pay(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_offer offer = offer_of(800, 10);
    struct pb_auction_purchase purchase;

    (void)state;
    offer.need = PB_NEED_CONSUMABLE;
    offer.money = 3200;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
    offer.money = 3199;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_POOR);
    offer.need = PB_NEED_UPGRADE;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_NEED);
    offer.money = 1599;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_POOR);
    offer.money = 100000;
    offer.budget = 799;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_POOR);
}

static void bids_are_for_the_last_hours(void **state)
{
    struct pb_auction_item item = item_of(100);
    struct pb_auction_offer offer = offer_of(2000, 10);
    struct pb_auction_purchase purchase;

    (void)state;
    offer.bid_next = 500;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_BIDS);
    offer.time_left_s = 3600;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_RESALE);
    assert_int_equal(purchase.amount, 500);
    assert_false(purchase.is_buyout);
    offer.may_bid = 0;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_BIDS);
    offer.may_bid = 1;
    offer.bid_next = 900;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_DEAR);
    /* Without a buyout, and when both would do. */
    offer.buyout = 0;
    offer.bid_next = 500;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_RESALE);
    offer.buyout = 700;
    assert_int_equal(buy(&item, &offer, &purchase), PB_PURCHASE_RESALE);
    assert_int_equal(purchase.amount, 700);
}

/* ---- Whatever comes ---- */

static void draw(uint64_t *seed, struct pb_auction_item *item, struct pb_auction_offer *offer)
{
    double value = exp(pb_seed_below(seed, 1200) / 100.0);

    *item = item_of(value);
    item->terms.low = value * (0.5 + pb_seed_below(seed, 51) / 100.0);
    item->terms.high = value * (1 + pb_seed_below(seed, 50) / 100.0);
    item->terms.vendor_pays = pb_seed_below(seed, (uint32_t)value + 2);
    item->terms.vendor_asks = pb_seed_below(seed, 4) ? 0 : item->terms.vendor_pays * 4;
    item->trend = pb_seed_below(seed, 101) / 250.0 - 0.2;
    item->confidence = pb_seed_below(seed, 101) / 100.0;
    item->is_vetoed = pb_seed_below(seed, 10) == 0;
    item->rival = pb_seed_below(seed, 3) ? value * pb_seed_below(seed, 200) / 100.0 : 0;
    item->rivals = (uint16_t)pb_seed_below(seed, 20);
    item->earned = pb_seed_below(seed, 4) ? value * pb_seed_below(seed, 40) : 0;
    item->open = item->earned > 0 ? 0 : value * pb_seed_below(seed, 60);
    item->usual = pb_seed_below(seed, 2) ? value * (0.2 + pb_seed_below(seed, 200) / 100.0) : 0;
    item->is_settled = pb_seed_below(seed, 8) != 0;
    *offer = offer_of(0, 1 + pb_seed_below(seed, 20));
    offer->buyout = pb_seed_below(seed, (uint32_t)(value * 2 * offer->count) + 2);
    offer->bid_next = 1 + pb_seed_below(seed, offer->buyout + 1);
    offer->time_left_s = pb_seed_below(seed, 10000);
    offer->need = (enum pb_auction_need)pb_seed_below(seed, 4);
    offer->next = value * pb_seed_below(seed, 300) / 100.0;
    offer->money = pb_seed_below(seed, (uint32_t)(value * 100) + 2);
    offer->budget = offer->money / 2;
}

/* Random markets: no purchase above the guard's bound, above the purse, or under an alarm; no sale below the
 * guard's floor; and what is bought is never posted for less than its seller got. */
static void no_bound_is_ever_passed(void **state)
{
    uint64_t seed = pb_seed("strategy");
    unsigned i, bought = 0, posted = 0;

    (void)state;
    for (i = 0; i < 200000; i++) {
        struct pb_auction_item item;
        struct pb_auction_offer offer;
        struct pb_auction_purchase purchase = {0};
        struct pb_auction_sale sale = {0};
        struct pb_auction_lot lot = {.deposit = pb_seed_below(&seed, 1000),
                                     .failures = pb_seed_below(&seed, 12)};
        const struct pb_auction_strategy *strategy =
            pb_auction_strategies[pb_seed_below(&seed, pb_auction_strategy_count)];

        draw(&seed, &item, &offer);
        lot.count = offer.count;
        if (strategy->judge_purchase(&item, &offer, &purchase) <= PB_PURCHASE_RESALE) {
            bought++;
            assert_false(item.is_vetoed);
            assert_true(purchase.amount <= (offer.need != PB_NEED_NOTHING
                                                ? pb_guard_need_most(&item.terms, offer.count, item.cut_share)
                                                : pb_guard_buy_most(&item.terms, offer.count)));
            assert_true(purchase.amount <= item.earned ||
                        purchase.amount <= item.terms.vendor_pays * offer.count ||
                        (offer.need != PB_NEED_NOTHING &&
                         purchase.amount <= fmax(cloth.buy_price, 1.5 * item.usual) * offer.count));
            assert_true(purchase.amount <= item.earned ||
                        purchase.amount <= item.terms.vendor_pays * offer.count ||
                        purchase.amount <= cloth.buy_price * offer.count ||
                        purchase.amount + item.open <= 30 * item.usual * offer.count);
            assert_true(purchase.amount <= offer.budget && purchase.amount <= offer.money);
            assert_true(purchase.amount == (purchase.is_buyout ? offer.buyout : offer.bid_next));
        } else {
            purchase.amount = 0;
        }
        if (strategy->judge_sale(&item, &lot, &sale) == PB_SALE_POST) {
            posted++;
            assert_true(sale.bid >= pb_guard_sell_least(&item.terms, lot.count));
            assert_true(sale.buyout >= sale.bid);
            assert_true(sale.bid * 0.95 >= (double)item.terms.vendor_pays * lot.count - 1);
            /* Of what it uses itself its seller gets less than that. */
            assert_true(
                purchase.amount == 0 || sale.bid > purchase.amount ||
                (offer.need != PB_NEED_NOTHING && sale.bid > purchase.amount - purchase.amount * 5 / 100));
        }
    }
    assert_true(bought > 1000 && posted > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(prices_are_predicted_for_the_time_of_listing),
        cmocka_unit_test(rising_prices_are_waited_for),
        cmocka_unit_test(it_is_sold_at_its_value),
        cmocka_unit_test(others_are_undercut_and_bots_of_ours_are_not),
        cmocka_unit_test(nobody_is_followed_below_the_floor),
        cmocka_unit_test(what_has_no_known_price_is_not_sold),
        cmocka_unit_test(vendors_get_what_brings_no_more),
        cmocka_unit_test(what_failed_comes_back_cheaper_down_to_the_floor),
        cmocka_unit_test(nothing_is_bought_above_the_bound),
        cmocka_unit_test(one_seller_proves_nothing),
        cmocka_unit_test(what_nobody_paid_is_not_paid),
        cmocka_unit_test(what_most_things_cost_is_paid),
        cmocka_unit_test(new_prices_are_not_paid_by),
        cmocka_unit_test(needs_have_a_limit),
        cmocka_unit_test(trolls_sell_nothing),
        cmocka_unit_test(alarms_veto),
        cmocka_unit_test(vendors_are_a_buyer_too),
        cmocka_unit_test(only_what_it_can_pay),
        cmocka_unit_test(bids_are_for_the_last_hours),
        cmocka_unit_test(no_bound_is_ever_passed),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
