/* What a bot buys and bids for, and what it leaves. */
#include "auction_fixture.h"

static void an_upgrade_is_bought(void **state)
{
    uint32_t old = helmet(5), better = helmet(9), worse = helmet(2), alike = helmet(5), id,
             another = helmet(9);

    (void)state;
    fake_give(&fake, 0, old, 1);
    fake.bot[0].stacks[0].slot = PB_SLOT_HEAD;
    fake.own->env.settings.auction_strategy[0] = 0;
    fake.own->strategy = pb_auction_strategy_find("modest");
    fake_teach(&fake, better, 1000);
    fake_teach(&fake, worse, 1000);
    fake_teach(&fake, alike, 1000);
    id = fake_offer(&fake, 1, better, 1, 850);
    fake_offer(&fake, 2, better, 1, 860);
    fake_teach(&fake, another, 1000);
    fake_offer(&fake, 5, another, 1, 850);
    fake_offer(&fake, 3, worse, 1, 800);
    fake_offer(&fake, 4, alike, 1, 800);
    shop();
    assert_int_equal(fake.own->bought, 1);
    assert_int_equal(fake.own->needs, 1);
    assert_null(fake_find(&fake, id));
    /* It comes by mail, is fetched, and nothing alike is bought before that. */
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->bought, 1);
    assert_int_equal(fake.own->won, 1);
}

/* Things for other places on the body are bought in the same visit, and one for each place. */
static void one_thing_for_each_place(void **state)
{
    uint32_t head[2] = {helmet(9), helmet(9)}, foot = helmet(9);

    (void)state;
    fake_item(&fake, foot)->inventory_type = PB_TYPE_FEET;
    for (unsigned i = 0; i < 2; i++) {
        fake_teach(&fake, head[i], 1000);
        fake_offer(&fake, i, head[i], 1, 850);
    }
    fake_teach(&fake, foot, 1000);
    /* More than it would give for what it sells again. */
    fake_offer(&fake, 3, foot, 1, 990);
    shop();
    assert_int_equal(fake.own->bought, 2);
    assert_null(pb_auction_cache_cheapest(pb_market_auctions(fake.market), FAKE_HOUSE, foot));
    /* What it carries and has not put on yet is as good as worn. */
    fake_run(&fake, 6 * HOUR);
    assert_int_equal(fake.own->bought, 2);
    assert_int_equal(fake.own->won, 2);
}

/* Letters wait in which there may be just what it lacks: it buys nothing of the kind. */
static void what_may_be_in_the_mail_is_not_bought(void **state)
{
    uint32_t better = helmet(9), stone = cloth();

    (void)state;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 850);
    fake_give(&fake, 0, known_cloth(), 20);
    while (fake.bots.row[0].status.free_slots)
        fake_give(&fake, 0, stone, 1);
    fake.made++;
    fake_send(&fake, 0, (struct pb_mail){.reason = PB_MAIL_WON, .item = better, .item_count = 1});
    visit();
    assert_int_equal(fake.bot[0].mail_count, 1);
    assert_int_equal(fake.own->bought, 0);
    assert_int_equal(fake.own->full_bags, 1);
}

static void dear_things_stay(void **state)
{
    uint32_t better = helmet(9), unknown = helmet(20);

    (void)state;
    fake.bot[0].money = 1000000000;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 1000);
    fake_offer(&fake, 2, better, 1, 100000);
    fake_offer(&fake, 3, unknown, 1, 100000);
    shop();
    assert_int_equal(fake.own->bought + fake.own->bids, 0);
    assert_int_equal(fake.answers.spent, 0);
}

static void alarms_keep_it_from_buying(void **state)
{
    uint32_t better = helmet(9);

    (void)state;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 850);
    prices_of(better)->price.alarm_until_s[1] = fake_now_s(&fake) + 7200;
    shop();
    assert_int_equal(fake.own->bought, 0);
    assert_true(fake.own->vetoed > 0);
    /* Two hours later it may. */
    fake_run(&fake, 2 * HOUR);
    shop();
    assert_int_equal(fake.own->bought, 1);
}

static void who_cannot_pay_does_not_buy(void **state)
{
    uint32_t better = helmet(9);

    (void)state;
    fake.bot[0].money = 1600;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 850);
    shop();
    assert_int_equal(fake.own->bought, 0);
    assert_int_equal(fake.answers.spent, 0);
}

static void only_within_the_limits_of_a_day(void **state)
{
    uint32_t better = helmet(9);

    (void)state;
    fake.answers.bot_limit = 849;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 850);
    shop();
    assert_int_equal(fake.own->bought, 0);
    assert_true(fake.own->not_booked > 0);
    assert_int_equal(fake.answers.spent, 0);
}

static void what_was_booked_and_not_spent_goes_back(void **state)
{
    uint32_t better = helmet(9);

    (void)state;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 850);
    fake.is_bid_refused = 1;
    shop();
    assert_int_equal(fake.own->bought, 0);
    assert_true(fake.own->refused > 0);
    fake_run(&fake, 5 * MINUTE);
    assert_int_equal(fake.answers.spent, 0);
}

/* Between wish and purchase an alarm goes off, or the bound falls. */
static void what_changes_while_the_books_are_asked(void **state)
{
    (void)state;
    for (unsigned way = 0; way < 3; way++) {
        uint32_t better = helmet(9);

        fake_teach(&fake, better, 1000);
        fake_offer(&fake, 1, better, 1, 850);
        fake_give(&fake, 0, known_cloth(), 20);
        for (unsigned i = 0; i < 40000 && !fake.own->dealers[0].wish.amount; i++)
            fake_run(&fake, FAKE_TICK_MS);
        assert_int_equal(fake.own->dealers[0].wish.amount, 850);
        if (way == 1)
            prices_of(better)->price.alarm_until_s[0] = fake_now_s(&fake) + 7200;
        if (way == 2)
            for (unsigned i = 0; i < PB_GUARD_DAYS; i++)
                prices_of(better)->band.lows[i] *= 0.8f;
        run_until(PB_AUCTION_RESTING);
        assert_int_equal(fake.own->bought, way == 0);
        assert_int_equal(fake.answers.spent, way == 0 ? 850 : 0);
        assert_null(fake_check(&fake));
        fake_free(&fake);
        assert_int_equal(fake_new(&fake, 1), PB_OK);
    }
}

/* What is to be sold again has the wider margin also in the moment of paying. */
static void the_bound_of_what_is_sold_again(void **state)
{
    uint32_t entry = known_cloth(), other = known_cloth();

    (void)state;
    pb_auction_note_earned(fake.own, FAKE_HOUSE, entry, 10000);
    fake_offer(&fake, 50, entry, 10, 830);
    fake_give(&fake, 0, other, 20);
    for (unsigned i = 0; i < 40000 && !fake.own->dealers[0].wish.amount; i++)
        fake_run(&fake, FAKE_TICK_MS);
    assert_int_equal(fake.own->dealers[0].wish.amount, 830);
    /* 12 % below it are less than that now, 5 % would not be. */
    for (unsigned i = 0; i < PB_GUARD_DAYS; i++)
        prices_of(entry)->band.lows[i] *= 0.9f;
    run_until(PB_AUCTION_RESTING);
    assert_int_equal(fake.own->bought, 0);
}

/* It is looked at again before it is paid: what the scan showed may be over. */
static void what_was_sold_meanwhile_is_not_missed(void **state)
{
    uint32_t better = helmet(9), id;

    (void)state;
    fake_teach(&fake, better, 1000);
    id = fake_offer(&fake, 1, better, 1, 850);
    fake_give(&fake, 0, known_cloth(), 20);
    run_until(PB_AUCTION_SELLING);
    fake_human_buys(&fake, id);
    run_until(PB_AUCTION_RESTING);
    assert_int_equal(fake.own->bought + fake.own->refused, 0);
    assert_int_equal(fake.answers.spent, 0);
    assert_null(pb_auction_cache_find(pb_market_auctions(fake.market), FAKE_HOUSE, id));
}

static void what_costs_less_than_a_vendor_pays(void **state)
{
    uint32_t entry = cloth();

    (void)state;
    fake_offer(&fake, 1, entry, 10, 170);
    fake_offer(&fake, 2, entry, 10, 180);
    shop();
    assert_int_equal(fake.own->bought, 1);
    assert_int_equal(fake.own->resales, 1);
    assert_int_equal(fake.own->spent, 170);
}

/* Somebody buys at a vendor without end and hopes for bots. */

static void its_own_are_none_to_buy(void **state)
{
    uint32_t entry = known_cloth();
    struct pb_price_entry *known = prices_of(entry);

    (void)state;
    fake_give(&fake, 0, entry, 20);
    fake_give(&fake, 0, entry, 20);
    for (unsigned i = 0; i < 40000 && fake.own->posted < 2; i++)
        fake_run(&fake, FAKE_TICK_MS);
    pb_auction_note_earned(fake.own, FAKE_HOUSE, entry, 10000);
    /* The value doubles while it stands there, and so does what others ask, but for one: what that one and
     * the bot itself ask is cheap now. */
    for (unsigned i = 0; i < 4; i++)
        pb_auction_cache_remove(pb_market_auctions(fake.market), FAKE_HOUSE, i + 1);
    for (unsigned i = 0; i < 3; i++)
        see(fake_offer(&fake, 20 + i, entry, 10, i ? 2100 : 1200));
    known->price.value += logf(2);
    for (unsigned i = 0; i < PB_GUARD_DAYS; i++)
        if (known->band.lows[i] > 0)
            known->band.lows[i] = known->band.highs[i] = 200;
    run_until(PB_AUCTION_RESTING);
    assert_int_equal(fake.own->bought, 1);
    assert_int_equal(fake.own->refused, 0);
    assert_int_equal(fake_count(&fake, 0, entry), 2);
}

static void a_bid_and_what_comes_back(void **state)
{
    uint32_t better = helmet(9), id, money;
    uint64_t spent;

    (void)state;
    fake_teach(&fake, better, 1000);
    id = fake_offer(&fake, 1, better, 1, 5000);
    fake_find(&fake, id)->shown.bid_next = 500;
    fake_find(&fake, id)->ends_s = fake_now_s(&fake) + 3600;
    shop();
    assert_int_equal(fake.own->bids, 1);
    assert_int_equal(fake_find(&fake, id)->bidder, 100);
    assert_int_equal(fake.own->dealers[0].bids[0].auction_id, id);
    fake_run(&fake, 2 * MINUTE);
    spent = fake.answers.spent;
    assert_true(spent >= 500);
    /* Somebody bids more: the money comes by mail, may be spent again, and the bid is forgotten. */
    money = fake.bot[0].money;
    fake_human_bids(&fake, id, 960);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->outbid, 1);
    assert_int_equal(fake.own->dealers[0].bids[0].auction_id, 0);
    assert_int_equal(fake.bot[0].money, money + 500);
    assert_int_equal(fake.answers.spent, spent - 500);
}

static void a_bid_that_wins(void **state)
{
    uint32_t better = helmet(9), id;

    (void)state;
    fake_teach(&fake, better, 1000);
    id = fake_offer(&fake, 1, better, 1, 5000);
    fake_find(&fake, id)->shown.bid_next = 500;
    fake_find(&fake, id)->ends_s = fake_now_s(&fake) + 3600;
    shop();
    fake_run(&fake, 3 * HOUR);
    assert_int_equal(fake.own->won, 1);
    assert_int_equal(fake.own->dealers[0].bids[0].auction_id, 0);
    /* A sale that is known: who sold it is a human. */
    assert_int_equal(fake.answers.sales, 1);
}

/* Two want the same: one has it, the other is not charged. */
static void two_buyers_of_one_auction(void **state)
{
    uint32_t better = helmet(9), entry = known_cloth();

    (void)state;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 850);
    for (pb_bot bot = 0; bot < 3; bot++)
        fake_give(&fake, bot, entry, 20);
    fake_run(&fake, 30 * MINUTE);
    assert_int_equal(fake.own->bought, 1);
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.answers.spent, 850);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_upgrade_is_bought),
        TEST(one_thing_for_each_place),
        TEST(what_may_be_in_the_mail_is_not_bought),
        TEST(dear_things_stay),
        TEST(alarms_keep_it_from_buying),
        TEST(who_cannot_pay_does_not_buy),
        TEST(only_within_the_limits_of_a_day),
        TEST(what_was_booked_and_not_spent_goes_back),
        TEST(what_changes_while_the_books_are_asked),
        TEST(the_bound_of_what_is_sold_again),
        TEST(what_was_sold_meanwhile_is_not_missed),
        TEST(what_costs_less_than_a_vendor_pays),
        TEST(its_own_are_none_to_buy),
        TEST(a_bid_and_what_comes_back),
        TEST(a_bid_that_wins),
        TEST_OF_THREE(two_buyers_of_one_auction),
    };

    return RUN(tests);
}
