#include "../counted.h"
#include "../seed.h"
#include "fake_house.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { MINUTE = 60000, HOUR = 3600000, DAY = 86400000, FIRST = PB_PACK_SLOT_FIRST };

static struct fake fake;

static int set_up(void **state)
{
    (void)state;
    return fake_new(&fake, 1);
}

static int set_up_three(void **state)
{
    (void)state;
    return fake_new(&fake, 3);
}

static int tear_down(void **state)
{
    (void)state;
    if (fake_check(&fake))
        print_message("# %s\n", fake_check(&fake));
    assert_null(fake_check(&fake));
    fake_free(&fake);
    return 0;
}

static uint32_t cloth(void)
{
    return fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_TRADE_GOODS,
                                                        .quality = PB_QUALITY_NORMAL,
                                                        .sell_price = 20,
                                                        .buy_price = 80});
}

static uint32_t helmet(int16_t strength)
{
    return fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_ARMOR,
                                                        .subclass = 3,
                                                        .inventory_type = PB_TYPE_HEAD,
                                                        .quality = PB_QUALITY_UNCOMMON,
                                                        .item_level = (uint16_t)(20 + strength),
                                                        .stack_size = 1,
                                                        .sell_price = 50,
                                                        .buy_price = 1000,
                                                        .stat_count = 1,
                                                        .stats = {{PB_STAT_STRENGTH, strength}}});
}

/* Cloth that everybody knows to be worth a silver, and some of it for sale. */
static uint32_t known_cloth(void)
{
    uint32_t entry = cloth();

    fake_teach(&fake, entry, 100);
    for (unsigned i = 0; i < 4; i++)
        fake_offer(&fake, i, entry, 10, 1000 + 10 * i);
    return entry;
}

static unsigned phase(void)
{
    return fake.own->dealers[0].phase;
}

static void run_until(enum pb_auction_phase wanted)
{
    for (unsigned i = 0; i < 40000 && phase() != wanted; i++)
        fake_run(&fake, FAKE_TICK_MS);
    assert_int_equal(phase(), wanted);
}

static void visit(void)
{
    run_until(PB_AUCTION_TRAVELLING);
    run_until(PB_AUCTION_RESTING);
}

static struct pb_price_entry *prices_of(uint32_t entry)
{
    return pb_cache_find(&pb_market_prices(fake.market)->entries, (uint64_t)FAKE_HOUSE << 32 | entry);
}

/* All bots come to know of an auction. */
static void see(uint32_t auction_id)
{
    struct pb_auction auction = fake_find(&fake, auction_id)->shown;

    auction.time_left_s = DAY / 1000;
    pb_auction_cache_put(pb_market_auctions(fake.market), FAKE_HOUSE, &auction, fake_now_s(&fake));
}

/* ---- Whether it goes to town ---- */

static void who_has_nothing_does_not_travel(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    /* However cheap things are there. */
    fake_offer(&fake, 9, entry, 10, 10);
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->visits, 0);
    assert_int_equal(fake.own->pages, 0);
    assert_true(fake.bot[0].x < 1);
}

static void what_is_not_worth_the_way_stays(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake_give(&fake, 0, entry, 5);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->visits, 0);
    /* With more of it, it goes. */
    fake_give(&fake, 0, entry, 20);
    fake_run(&fake, 2 * MINUTE);
    assert_int_equal(fake.own->visits, 1);
}

static void what_it_keeps_is_no_goods(void **state)
{
    struct pb_auction_things things;
    uint32_t good = helmet(20), poor = helmet(2), food, bag, quest, junk, bound = cloth(), plain;

    (void)state;
    food = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_CONSUMABLE,
                                                        .quality = PB_QUALITY_NORMAL,
                                                        .required_level = 15,
                                                        .sell_price = 5});
    bag = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_CONTAINER,
                                                       .inventory_type = PB_TYPE_BAG,
                                                       .quality = PB_QUALITY_NORMAL,
                                                       .bag_slots = 10,
                                                       .sell_price = 100});
    quest = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_QUEST, .sell_price = 5});
    junk =
        fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_MISCELLANEOUS, .sell_price = 5});
    plain = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_ARMOR,
                                                         .inventory_type = PB_TYPE_HEAD,
                                                         .quality = PB_QUALITY_NORMAL,
                                                         .sell_price = 5});
    fake_give(&fake, 0, good, 1);
    fake_give(&fake, 0, food, 10);
    fake_give(&fake, 0, bag, 1);
    fake_give(&fake, 0, quest, 1);
    fake_give(&fake, 0, junk, 1);
    fake_give(&fake, 0, plain, 1);
    fake_give(&fake, 0, bound, 1);
    fake.bot[0].stacks[6].is_bound = 1;
    pb_auction_read(fake.own, 0, &things);
    for (unsigned i = 0; i < things.count; i++)
        assert_false(pb_auction_is_goods(fake.own, 0, &things, i));
    /* Once it wears the good one, the poor one is goods; what is worn never is. */
    fake.bot[0].stacks[0].slot = PB_SLOT_HEAD;
    fake_give(&fake, 0, poor, 1);
    pb_auction_read(fake.own, 0, &things);
    for (unsigned i = 0; i < things.count; i++)
        assert_int_equal(pb_auction_is_goods(fake.own, 0, &things, i), things.stacks[i].entry == poor);
}

static void one_goes_to_learn_the_prices_for_all(void **state)
{
    uint32_t entry = cloth();
    unsigned pages;

    (void)state;
    for (unsigned i = 0; i < 6; i++)
        fake_offer(&fake, i, entry, 10, 1000 + 10 * i);
    for (pb_bot bot = 0; bot < 3; bot++)
        fake_give(&fake, bot, entry, 20);
    fake_run(&fake, 4 * MINUTE);
    assert_int_equal(fake.own->visits, 1);
    assert_int_equal(fake.own->scans, 1);
    /* What it learned it used, once the market had judged it; then the others come. */
    assert_int_equal(fake.own->posted, 1);
    pages = (unsigned)fake.own->pages;
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.own->posted, 3);
    assert_int_equal(fake.own->pages, pages);
}

/* ---- Scanning ---- */

static void a_page_in_a_step(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    for (unsigned i = 0; i < 996; i++)
        fake_offer(&fake, i % 50, entry, 10, 1200 + i);
    fake_give(&fake, 0, entry, 20);
    visit();
    assert_int_equal(fake.own->pages, 1000 / 64 + 1);
    assert_int_equal(fake.most_read, 64);
    /* All but what it has posted, which came later and is known too. */
    assert_int_equal(pb_auction_cache_stats(pb_market_auctions(fake.market))->auctions, fake.auction_count);
}

static void one_scanner_at_a_time_and_others_take_over(void **state)
{
    uint32_t entry = known_cloth();
    uint64_t pages;

    (void)state;
    for (unsigned i = 0; i < 996; i++)
        fake_offer(&fake, i % 50, entry, 10, 1200 + i);
    fake_give(&fake, 0, entry, 20);
    fake_give(&fake, 1, entry, 20);
    for (unsigned i = 0; i < 20000 && fake.own->pages < 3; i++)
        fake_run(&fake, FAKE_TICK_MS);
    assert_int_equal(fake.own->dealers[0].phase, PB_AUCTION_SCANNING);
    pages = fake.own->pages;
    fake_run(&fake, 4 * FAKE_TICK_MS);
    assert_int_equal(fake.own->dealers[1].phase, PB_AUCTION_SCANNING);
    assert_int_equal(fake.own->pages, pages + 4);
    /* The first one is called away; the other goes on where it was. */
    pb_bots_clear_goal(&fake.bots, 0, FAKE_NUMBER);
    pages = fake.own->pages;
    fake_run(&fake, MINUTE);
    assert_int_equal(fake.own->interrupted, 1);
    assert_int_equal(fake.own->scans, 1);
    assert_int_equal(fake.own->pages, 1000 / 64 + 1);
    assert_true(pages < fake.own->pages);
}

static void what_nobody_can_see_is_not_forgotten(void **state)
{
    uint32_t entry = known_cloth();
    uint64_t known;

    (void)state;
    fake_give(&fake, 0, entry, 20);
    visit();
    known = pb_auction_cache_stats(pb_market_auctions(fake.market))->auctions;
    assert_int_equal(known, 5);
    /* The auctioneer is gone when the bot comes: no page is read, and nothing is taken for sold. */
    fake_give(&fake, 0, entry, 20);
    run_until(PB_AUCTION_TRAVELLING);
    fake.has_auctioneer = 0;
    run_until(PB_AUCTION_RESTING);
    assert_int_equal(fake.own->put_off, 1);
    assert_int_equal(pb_auction_cache_stats(pb_market_auctions(fake.market))->auctions, known);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->visits, 2);
}

/* ---- Selling ---- */

static void it_sells_at_its_value_and_undercuts(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake_offer(&fake, 8, entry, 10, 985);
    fake_give(&fake, 0, entry, 20);
    visit();
    assert_int_equal(fake.own->posted, 1);
    assert_int_equal(fake.last_post.count, 20);
    assert_true(fake.last_post.buyout <= 1960 && fake.last_post.buyout >= 1920);
    assert_int_equal(fake.own->deposits, 10000 - fake.bot[0].money);
    assert_int_equal(fake.bots.decisions[0][1].choice, entry);
    assert_int_equal(fake.bots.decisions[0][1].kind, PB_DECIDED_POST);
}

static void a_troll_s_low_price_is_not_followed(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake_offer(&fake, 8, entry, 10, 10);
    fake.own->env.settings.auction_strategy[0] = 'm';
    fake.bot[0].money = 100;
    fake_give(&fake, 0, entry, 20);
    visit();
    /* Bought, if it can pay; in no case sold as cheaply. */
    assert_int_equal(fake.own->posted, 0);
    assert_int_equal(fake.own->held, 1);
}

static void limits_hold(void **state)
{
    uint32_t entries[6];

    (void)state;
    fake.own->env.settings.auction_per_item = 4;
    fake.own->env.settings.auction_per_bot = 7;
    fake.own->env.settings.auction_per_house = 16;
    for (unsigned i = 0; i < 6; i++)
        entries[i] = known_cloth();
    for (pb_bot bot = 0; bot < 3; bot++)
        for (unsigned i = 0; i < 12; i++)
            fake_give(&fake, bot, entries[i / 2], 20);
    fake_run(&fake, 2 * HOUR);
    /* tear_down looks whether one was passed. */
    assert_int_equal(fake.own->posted, 16);
    assert_true(fake.own->capped > 0);
    /* A bot that leaves and comes back has no more room than before. */
    pb_auction_system.reset(fake.own, 0);
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->posted, 16);
}

static void the_limit_of_a_bot(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake.own->env.settings.auction_per_bot = 3;
    for (unsigned i = 0; i < 8; i++)
        fake_give(&fake, 0, entry, 20);
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->posted, 3);
    /* One is sold: there is room for another. */
    fake_human_buys(&fake, fake.last_post.auction_id);
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->posted, 4);
}

/* What bots posted before a restart is counted by the first scan after it. */
static void limits_outlive_a_restart(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake.own->env.settings.auction_per_house = 4;
    for (pb_bot bot = 0; bot < 3; bot++)
        for (unsigned i = 0; i < 3; i++)
            fake_give(&fake, bot, entry, 20);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->posted, 4);
    memset(fake.own->houses, 0, sizeof fake.own->houses);
    for (pb_bot bot = 0; bot < 3; bot++)
        pb_auction_system.reset(fake.own, bot);
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->posted, 4);
    assert_int_equal(fake.own->houses[FAKE_HOUSE].bot_auctions, 4);
}

static void zero_is_none(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake.own->env.settings.auction_per_bot = 0;
    fake_give(&fake, 0, entry, 20);
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->posted + fake.own->visits, 0);
}

static void a_deposit_that_it_cannot_pay(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake.bot[0].money = 1;
    fake_give(&fake, 0, entry, 20);
    visit();
    assert_int_equal(fake.own->posted, 0);
    assert_true(fake.own->refused > 0);
    assert_int_equal(fake.bot[0].count, 1);
}

/* ---- The switch ---- */

static void closed_it_does_nothing(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    pb_market_open(fake.market, 0);
    fake_offer(&fake, 8, entry, 10, 10);
    fake_give(&fake, 0, entry, 20);
    fake_run(&fake, DAY);
    assert_int_equal(fake.own->visits + fake.own->pages + fake.own->posted + fake.own->bought, 0);
}

/* In each phase of a visit: at once nothing new, and what is in the mail is fetched. */
static void the_switch_holds_at_once(void **state)
{
    static const enum pb_auction_phase phases[] = {PB_AUCTION_TRAVELLING, PB_AUCTION_SCANNING,
                                                   PB_AUCTION_COLLECTING, PB_AUCTION_SELLING,
                                                   PB_AUCTION_BUYING};

    (void)state;
    for (unsigned i = 0; i < sizeof phases / sizeof *phases; i++) {
        uint32_t entry = known_cloth();
        uint64_t posted, pages;

        for (unsigned k = 0; k < 200; k++)
            fake_offer(&fake, k % 50, entry, 10, 1200 + k);
        /* More than it looks at in one step. */
        for (unsigned k = 0; k < 40; k++)
            fake_offer(&fake, k % 50, cloth(), 10, 1200 + k);
        fake_give(&fake, 0, entry, 20);
        fake_give(&fake, 0, entry, 20);
        if (phases[i] == PB_AUCTION_COLLECTING)
            fake_send(&fake, 0, (struct pb_mail){.reason = PB_MAIL_OUTBID, .money = 5});
        run_until(phases[i]);
        pb_market_open(fake.market, 0);
        if (phases[i] < PB_AUCTION_COLLECTING)
            fake_send(&fake, 0, (struct pb_mail){.reason = PB_MAIL_OUTBID, .money = 5});
        posted = fake.own->posted;
        pages = fake.own->pages;
        run_until(PB_AUCTION_RESTING);
        assert_int_equal(fake.own->posted, posted);
        assert_int_equal(fake.own->pages, pages);
        assert_int_equal(fake.bot[0].mail_count, 0);
        fake_run(&fake, HOUR);
        assert_int_equal(fake.own->posted, posted);
        pb_market_open(fake.market, 1);
        fake_run(&fake, 2 * HOUR);
        assert_true(fake.own->posted > posted || phases[i] == PB_AUCTION_BUYING);
        fake_free(&fake);
        assert_int_equal(fake_new(&fake, 1), PB_OK);
    }
}

static void closed_it_collects(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake_give(&fake, 0, entry, 20);
    fake_give(&fake, 0, entry, 20);
    visit();
    assert_int_equal(fake.own->posted, 2);
    pb_market_open(fake.market, 0);
    fake_human_buys(&fake, fake.last_post.auction_id);
    fake_run(&fake, 2 * DAY);
    assert_int_equal(fake.own->sold, 1);
    assert_int_equal(fake.own->expired, 1);
    assert_int_equal(fake.own->posted, 2);
    assert_int_equal(fake.bot[0].mail_count, 0);
}

/* ---- Buying ---- */

/* A visit of somebody who has something to sell; then what it bought. */
static void shop(void)
{
    fake_give(&fake, 0, known_cloth(), 20);
    visit();
}

static void an_upgrade_is_bought(void **state)
{
    uint32_t old = helmet(5), better = helmet(9), worse = helmet(2), alike = helmet(5), id,
             another = helmet(10);

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

static void dear_things_stay(void **state)
{
    uint32_t better = helmet(9), unknown = helmet(20);

    (void)state;
    fake.bot[0].money = 1000000000;
    fake_teach(&fake, better, 1000);
    fake_offer(&fake, 1, better, 1, 950);
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
                prices_of(better)->band.lows[i] *= 0.9f;
        run_until(PB_AUCTION_RESTING);
        assert_int_equal(fake.own->bought, way == 0);
        assert_int_equal(fake.answers.spent, way == 0 ? 850 : 0);
        assert_null(fake_check(&fake));
        fake_free(&fake);
        assert_int_equal(fake_new(&fake, 1), PB_OK);
    }
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
/* Bots together pay for an item no more than others have paid to them. */
static void no_more_is_paid_than_was_earned(void **state)
{
    uint32_t entry = known_cloth(), other = known_cloth();

    (void)state;
    /* One scan, or the alarm of a dump would keep them from it before. */
    fake.own->env.settings.auction_scan_s = DAY / 1000;
    for (unsigned i = 0; i < 10; i++)
        fake_offer(&fake, 50, entry, 1, 60);
    fake_give(&fake, 0, other, 20);
    fake_run(&fake, 30 * MINUTE);
    assert_int_equal(fake.own->bought, 0);
    pb_auction_note_earned(fake.own, FAKE_HOUSE, entry, 200);
    for (unsigned i = 0; i < 12; i++) {
        fake_give(&fake, i % 3, other, 20);
        fake_run(&fake, 30 * MINUTE);
    }
    assert_int_equal(fake.own->bought, 3);
    /* It fades: half of it in three days. */
    pb_auction_note_earned(fake.own, FAKE_HOUSE, entry, 80);
    fake_run(&fake, 3 * DAY);
    fake_run(&fake, HOUR);
    {
        struct pb_auction_item known;

        pb_auction_know(fake.own, FAKE_HOUSE, fake_item(&fake, entry), &known);
        assert_true(known.earned == 50);
    }
}

/* What one bot pays to another proves nothing. */
static void sales_among_bots_are_no_income(void **state)
{
    uint32_t entry = cloth();
    struct pb_auction_item known;
    struct pb_mail mail = {.reason = PB_MAIL_SOLD,
                           .money = 1000,
                           .price = 1000,
                           .cut = 50,
                           .auction_entry = entry,
                           .auction_count = 1,
                           .house = FAKE_HOUSE,
                           .other_guid = 101};

    (void)state;
    fake_run(&fake, 2 * MINUTE);
    fake_send(&fake, 0, mail);
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.own->sold, 1);
    pb_auction_know(fake.own, FAKE_HOUSE, fake_item(&fake, entry), &known);
    assert_true(known.earned == 0);
    mail.other_guid = FAKE_HUMANS;
    fake_send(&fake, 0, mail);
    fake_run(&fake, HOUR);
    pb_auction_know(fake.own, FAKE_HOUSE, fake_item(&fake, entry), &known);
    assert_true(known.earned == 950);
}

/* Three accounts that agree trade nothing but make a price for two days, for a thing that nobody wants and
 * for one that every bot could wear. */
static void sellers_who_agree_earn_nothing(void **state)
{
    uint32_t junk_cloth = cloth(), helm = helmet(9), other = known_cloth();

    (void)state;
    fake_item(&fake, helm)->buy_price = 250;
    for (pb_bot bot = 0; bot < 3; bot++)
        fake.bot[bot].money = 50000000;
    for (unsigned hour = 0; hour < 48; hour++) {
        for (unsigned i = 0; i < 3; i++) {
            fake_offer(&fake, i, junk_cloth, 1, 100000 + 5000 * i);
            fake_offer(&fake, i, helm, 1, 100000 + 5000 * i);
        }
        if (hour > 20) {
            fake_offer(&fake, hour % 3, junk_cloth, 1, 60000);
            fake_offer(&fake, hour % 3, helm, 1, 60000);
        }
        fake_give(&fake, hour % 3, other, 20);
        fake_run(&fake, HOUR);
    }
    /* They were there, and saw it. */
    assert_true(fake.own->scans > 20);
    assert_int_equal(fake.own->bought + fake.own->bids, 0);
    assert_int_equal(fake.answers.spent, 0);
}

static void what_vendors_have_is_not_bought_dearer(void **state)
{
    uint32_t entry = cloth();

    (void)state;
    fake_item(&fake, entry)->flags |= PB_ITEM_SOLD_BY_VENDORS;
    fake_teach(&fake, entry, 1000);
    pb_auction_note_earned(fake.own, FAKE_HOUSE, entry, 100000);
    fake_offer(&fake, 1, entry, 10, 10 * 80);
    fake_offer(&fake, 2, entry, 10, 10000);
    shop();
    assert_int_equal(fake.own->bought, 0);
    /* Somewhat cheaper than there it would. */
    fake_offer(&fake, 1, entry, 10, 10 * 70);
    fake_run(&fake, 20 * MINUTE);
    shop();
    assert_int_equal(fake.own->bought, 1);
}

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
    fake_human_bids(&fake, id, 900);
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

/* ---- Collecting ---- */

static void what_was_sold(void **state)
{
    uint32_t entry = known_cloth(), sales;

    (void)state;
    fake_give(&fake, 0, entry, 20);
    visit();
    sales = prices_of(entry)->price.sales;
    fake_human_buys(&fake, fake.last_post.auction_id);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->sold, 1);
    assert_int_equal(fake.own->earned, fake.last_post.buyout - fake.last_post.buyout / 20);
    assert_int_equal(fake.bot[0].money, 10000 + fake.own->earned);
    {
        struct pb_auction_item known;

        pb_auction_know(fake.own, FAKE_HOUSE, fake_item(&fake, entry), &known);
        assert_true(known.earned == (double)fake.own->earned);
    }
    /* The market knows of it, and the database gets it. */
    assert_int_equal(prices_of(entry)->price.sales, sales + 1);
    assert_int_equal(fake.answers.sales, 1);
    assert_int_equal(fake.bot[0].mail_count, 0);
}

/* It comes back cheaper twice, then it is left to vendors, for a day. */
static void what_did_not_sell(void **state)
{
    uint32_t entry = known_cloth(), before = UINT32_MAX;

    (void)state;
    fake_give(&fake, 0, entry, 20);
    /* Room below the value. */
    for (unsigned i = 0; i < PB_GUARD_DAYS; i++)
        if (prices_of(entry)->band.lows[i] > 0)
            prices_of(entry)->band.lows[i] = prices_of(entry)->band.highs[i] = 60;
    for (unsigned i = 0; i < PB_AUCTION_TRIES; i++) {
        for (unsigned k = 0; k < 200 && fake.own->posted == i; k++)
            fake_run(&fake, 15 * MINUTE);
        assert_int_equal(fake.own->posted, i + 1);
        assert_true(i == 1 ? fake.last_post.buyout < before : fake.last_post.buyout <= before);
        before = fake.last_post.buyout;
        for (unsigned k = 0; k < 200 && fake.own->expired == i; k++)
            fake_run(&fake, 15 * MINUTE);
        assert_int_equal(fake.own->expired, i + 1);
    }
    assert_int_equal(fake.own->given_up, 1);
    assert_int_equal(fake.own->relisted, PB_AUCTION_TRIES - 1);
    fake_run(&fake, 18 * HOUR);
    assert_int_equal(fake.own->posted, PB_AUCTION_TRIES);
    assert_int_equal(fake.bot[0].count, 1);
    /* Nor when it is in town for something else. */
    fake_give(&fake, 0, known_cloth(), 20);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->posted, PB_AUCTION_TRIES + 1);
    assert_int_not_equal(fake.last_post.entry, entry);
    /* Then it may try again. */
    fake_run(&fake, 8 * HOUR);
    assert_int_equal(fake.own->posted, PB_AUCTION_TRIES + 2);
}

/* Four stacks that come back together have failed once. */
static void what_did_not_sell_together(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    for (unsigned i = 0; i < 4; i++)
        fake_give(&fake, 0, entry, 20);
    visit();
    assert_int_equal(fake.own->posted, 4);
    fake_run(&fake, 26 * HOUR);
    assert_int_equal(fake.own->expired, 4);
    assert_int_equal(fake.own->given_up, 0);
    assert_int_equal(pb_auction_failures(fake.own, 0, entry), 1);
    assert_int_equal(fake.own->relisted, 4);
}

static void full_bags(void **state)
{
    uint32_t entry = known_cloth(), stone = cloth();

    (void)state;
    fake_give(&fake, 0, entry, 20);
    fake_give(&fake, 0, entry, 20);
    visit();
    fake_human_buys(&fake, fake.last_post.auction_id);
    fake_run(&fake, 20 * HOUR);
    while (fake.bots.status[0].free_slots)
        fake_give(&fake, 0, stone, 1);
    fake_run(&fake, DAY);
    /* The money of the one is taken, the other stays in the mail, and nobody runs there for it. */
    assert_int_equal(fake.own->sold, 1);
    assert_int_equal(fake.own->expired, 0);
    assert_int_equal(fake.bot[0].mail_count, 1);
    assert_true(fake.own->full_bags >= 1 && fake.own->full_bags <= 2);
    while (fake.bot[0].count > 4) {
        fake.made -= fake.bot[0].stacks[0].count;
        fake_remove(&fake, 0, 0);
    }
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->expired, 1);
    assert_int_equal(fake.bot[0].mail_count, 0);
}

static void letters_of_people_stay(void **state)
{
    (void)state;
    fake_send(&fake, 0,
              (struct pb_mail){.reason = PB_MAIL_LETTER, .money = 100000, .sender_guid = FAKE_HUMANS});
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->visits, 0);
    fake_send(&fake, 0, (struct pb_mail){.reason = PB_MAIL_SOLD, .money = 100000});
    fake_send(&fake, 0, (struct pb_mail){.reason = PB_MAIL_SOLD, .money = 5, .cash_on_delivery = 50000});
    fake_run(&fake, 2 * HOUR);
    assert_int_equal(fake.own->visits, 1);
    assert_int_equal(fake.own->sold, 1);
    assert_int_equal(fake.bot[0].mail_count, 2);
}

/* What waited when it came in is known without an event. */
static void mail_of_before(void **state)
{
    (void)state;
    fake.bot[0].mails[fake.bot[0].mail_count++] =
        (struct pb_mail){.mail_id = 77, .reason = PB_MAIL_SOLD, .money = 100000};
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.own->sold, 1);
}

static void a_little_waits_for_more(void **state)
{
    (void)state;
    fake_send(&fake, 0, (struct pb_mail){.reason = PB_MAIL_SOLD, .money = 3});
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.own->visits, 0);
    fake_run(&fake, 20 * MINUTE);
    assert_int_equal(fake.own->visits, 1);
}

/* ---- When things go wrong ---- */

static void something_more_urgent(void **state)
{
    struct pb_goal goal = {.kind = PB_GOAL_GO, .priority = PB_GOAL_LOOT, .owner = 3};
    uint32_t entry = known_cloth();

    (void)state;
    fake_give(&fake, 0, entry, 20);
    run_until(PB_AUCTION_TRAVELLING);
    assert_int_equal(pb_bots_set_goal(&fake.bots, 0, &goal), PB_OK);
    run_until(PB_AUCTION_RESTING);
    assert_int_equal(fake.own->interrupted, 1);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->posted, 0);
    assert_int_equal(fake.own->visits, 1);
    assert_int_equal(fake.bots.goal[0].owner, 3);
    pb_bots_clear_goal(&fake.bots, 0, 3);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->posted, 1);
}

static void a_way_that_does_not_end(void **state)
{
    uint32_t entry = known_cloth();

    (void)state;
    fake_give(&fake, 0, entry, 20);
    fake.bot[0].x = -1000000;
    fake_give(&fake, 0, entry, 20);
    for (unsigned i = 0; i < 14; i++)
        fake_give(&fake, 0, entry, 20);
    /* It is not worth that way. */
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->visits, 0);
    fake.bot[0].x = 0;
    run_until(PB_AUCTION_TRAVELLING);
    fake_run(&fake, FAKE_TICK_MS);
    fake.bot[0].arrives_ms = fake.bots.now_ms + DAY;
    fake_run(&fake, 29 * MINUTE);
    assert_int_equal(phase(), PB_AUCTION_TRAVELLING);
    fake_run(&fake, 2 * MINUTE);
    assert_int_equal(fake.own->put_off, 1);
    assert_int_equal(fake.bots.goal[0].kind, PB_GOAL_NONE);
}

static void what_is_broken_is_mended(void **state)
{
    uint32_t entry = known_cloth();
    char text[256];

    (void)state;
    fake_give(&fake, 0, entry, 20);
    run_until(PB_AUCTION_TRAVELLING);
    fake.own->dealers[0].house = 200;
    fake.own->dealers[0].phase = 99;
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "broken"));
    assert_int_equal(pb_auction_system.repair(fake.own, 0), PB_OK);
    assert_int_equal(phase(), PB_AUCTION_RESTING);
    assert_int_equal(fake.bots.goal[0].kind, PB_GOAL_NONE);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->posted, 1);
}

static void a_world_without_houses(void **state)
{
    struct pb_system_env env = fake.own->env;
    struct pb_world world = fake.world;
    void *self = NULL;

    (void)state;
    env.world = &world;
    world.get_house = NULL;
    assert_int_equal(pb_auction_system.initialize(&self, &env), PB_E_unsupported);
}

/* A host without a market: all stays as it is. */
static void without_a_market(void **state)
{
    struct pb_market *market = fake.own->env.market;
    char text[256];

    (void)state;
    fake_give(&fake, 0, known_cloth(), 20);
    fake.own->env.market = NULL;
    fake_run(&fake, 2 * HOUR);
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "market none"));
    fake.own->env.market = market;
    assert_int_equal(fake.own->visits, 0);
    assert_int_equal(phase(), PB_AUCTION_RESTING);
}

/* ---- What it tells ---- */

static void figure(void *user, const char *name, uint64_t value, const char *unit, const char *help)
{
    assert_true(strlen(name) > 2 && strlen(unit) > 2 && strlen(help) > 9);
    *(uint64_t *)user += value;
}

static void it_explains(void **state)
{
    uint32_t entry = known_cloth();
    char text[512], small[20];
    uint64_t sum = 0;

    (void)state;
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "resting"));
    fake_give(&fake, 0, entry, 20);
    visit();
    pb_auction_system.explain(fake.own, 0, text, sizeof text);
    assert_non_null(strstr(text, "market open"));
    assert_non_null(strstr(text, "1 auctions of ours"));
    assert_non_null(strstr(text, "posted item"));
    pb_auction_system.explain(fake.own, 0, small, sizeof small);
    assert_true(strlen(small) < sizeof small);
    pb_auction_system.figures(fake.own, figure, &sum);
    assert_true(sum > 0);
}

static void memory_is_what_it_says(void **state)
{
    struct pb_counted counted;
    struct pb_system_env env = fake.own->env;
    size_t shared = 0, bytes, blocks;
    void *self = NULL, *before;

    (void)state;
    pb_counted_init(&counted);
    env.memory = counted.memory;
    assert_int_equal(pb_auction_system.initialize(&self, &env), PB_OK);
    assert_int_equal(pb_auction_system.reserve(self, 1000), PB_OK);
    bytes = pb_auction_system.memory(self, &shared);
    assert_true(bytes <= 1000 * 280);
    assert_true(counted.bytes >= bytes + shared && counted.bytes <= (bytes + shared) * 103 / 100);
    /* And nothing more is taken, whatever happens. */
    before = fake.own;
    blocks = counted.blocks;
    bytes = counted.bytes;
    fake.own = self;
    pb_auction_system.reset(self, 0);
    fake_give(&fake, 0, known_cloth(), 20);
    visit();
    assert_int_equal(fake.own->posted, 1);
    assert_int_equal(counted.blocks, blocks);
    assert_int_equal(counted.bytes, bytes);
    fake.own = before;
    pb_auction_system.shutdown(self);
    assert_int_equal(counted.blocks, 0);
}

/* A login looks nothing up. */
static void logins_cost_nothing(void **state)
{
    struct pb_world nothing = {.size = sizeof nothing};
    const struct pb_world *world = fake.own->env.world;

    (void)state;
    /* Any call of the world would crash. */
    fake.own->env.world = &nothing;
    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++)
        pb_auction_system.reset(fake.own, bot);
    fake.own->env.world = world;
    assert_int_equal(fake.own->dealers[0].phase, PB_AUCTION_RESTING);
}

static void it_takes_new_settings(void **state)
{
    struct pb_ai_settings settings = fake.own->env.settings;

    (void)state;
    snprintf(settings.auction_strategy, sizeof settings.auction_strategy, "modest");
    settings.auction_per_bot = 3;
    pb_auction_system.configure(fake.own, &settings);
    assert_string_equal(fake.own->strategy->name, "modest");
    assert_int_equal(fake.own->env.settings.auction_per_bot, 3);
}

/* ---- Whatever comes ---- */

/* Bots and people in one house for some days, with trolls, vetoes, a switch that goes off and on, bots that
 * are called away, come anew, and get things. The fake judges each post and each purchase. */
static void anything_goes(void **state)
{
    uint64_t seed = pb_seed("auction");
    uint32_t entries[8];

    (void)state;
    fake.bots.count = FAKE_BOTS;
    for (unsigned i = 0; i < 6; i++)
        entries[i] = i < 4 ? known_cloth() : helmet((int16_t)(4 + i));
    fake_teach(&fake, entries[4], 2000);
    for (unsigned hour = 0; hour < 72; hour++) {
        for (unsigned i = 0; i < 12; i++) {
            uint32_t entry = entries[pb_seed_below(&seed, 6)], piece = entry == entries[4] ? 2000 : 100;
            pb_bot bot = pb_seed_below(&seed, FAKE_BOTS);
            unsigned count = piece == 100 && entry < entries[4] ? 1 + pb_seed_below(&seed, 20) : 1;

            switch (pb_seed_below(&seed, 10)) {
            case 0:
                if (fake.bots.status[bot].free_slots)
                    fake_give(&fake, bot, entry, count);
                break;
            case 1:
                pb_auction_system.reset(fake.own, bot);
                pb_bots_clear_goal(&fake.bots, bot, FAKE_NUMBER);
                break;
            case 2:
                pb_bots_clear_goal(&fake.bots, bot, FAKE_NUMBER);
                break;
            case 3:
                pb_market_open(fake.market, pb_seed_below(&seed, 3) != 0);
                break;
            case 4:
                if (fake.auction_count)
                    fake_human_buys(&fake,
                                    fake.auctions[pb_seed_below(&seed, fake.auction_count)].shown.auction_id);
                break;
            case 5: {
                const struct fake_auction *auction =
                    fake.auction_count ? &fake.auctions[pb_seed_below(&seed, fake.auction_count)] : NULL;

                if (auction)
                    fake_human_bids(&fake, auction->shown.auction_id, auction->shown.bid_next);
                break;
            }
            case 6:
                if (prices_of(entry))
                    prices_of(entry)->price.alarm_until_s[pb_seed_below(&seed, 3)] = fake_now_s(&fake) + 1800;
                break;
            default:
                fake_offer(&fake, pb_seed_below(&seed, 20), entry, count,
                           (uint32_t)(piece * count * (20 + pb_seed_below(&seed, 300)) / 100));
            }
        }
        fake_run(&fake, HOUR);
        assert_null(fake_check(&fake));
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
#define TEST_OF_THREE(name) cmocka_unit_test_setup_teardown(name, set_up_three, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_has_nothing_does_not_travel),
        TEST(what_is_not_worth_the_way_stays),
        TEST(what_it_keeps_is_no_goods),
        TEST_OF_THREE(one_goes_to_learn_the_prices_for_all),
        TEST(a_page_in_a_step),
        TEST_OF_THREE(one_scanner_at_a_time_and_others_take_over),
        TEST(what_nobody_can_see_is_not_forgotten),
        TEST(it_sells_at_its_value_and_undercuts),
        TEST(a_troll_s_low_price_is_not_followed),
        TEST_OF_THREE(limits_hold),
        TEST(the_limit_of_a_bot),
        TEST_OF_THREE(limits_outlive_a_restart),
        TEST(zero_is_none),
        TEST(a_deposit_that_it_cannot_pay),
        TEST(closed_it_does_nothing),
        TEST(the_switch_holds_at_once),
        TEST(closed_it_collects),
        TEST(an_upgrade_is_bought),
        TEST(dear_things_stay),
        TEST(alarms_keep_it_from_buying),
        TEST(who_cannot_pay_does_not_buy),
        TEST(only_within_the_limits_of_a_day),
        TEST(what_was_booked_and_not_spent_goes_back),
        TEST(what_changes_while_the_books_are_asked),
        TEST(what_was_sold_meanwhile_is_not_missed),
        TEST(what_costs_less_than_a_vendor_pays),
        TEST_OF_THREE(no_more_is_paid_than_was_earned),
        TEST_OF_THREE(sales_among_bots_are_no_income),
        TEST_OF_THREE(sellers_who_agree_earn_nothing),
        TEST(what_vendors_have_is_not_bought_dearer),
        TEST(its_own_are_none_to_buy),
        TEST(a_bid_and_what_comes_back),
        TEST(a_bid_that_wins),
        TEST_OF_THREE(two_buyers_of_one_auction),
        TEST(what_was_sold),
        TEST(what_did_not_sell),
        TEST(what_did_not_sell_together),
        TEST(full_bags),
        TEST(letters_of_people_stay),
        TEST(mail_of_before),
        TEST(a_little_waits_for_more),
        TEST(something_more_urgent),
        TEST(a_way_that_does_not_end),
        TEST(what_is_broken_is_mended),
        TEST(a_world_without_houses),
        TEST(without_a_market),
        TEST(it_explains),
        TEST(memory_is_what_it_says),
        TEST(logins_cost_nothing),
        TEST(it_takes_new_settings),
        TEST(anything_goes),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
