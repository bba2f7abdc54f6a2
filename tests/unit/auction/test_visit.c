/* Whether a bot goes to town for its auctions, how it scans, and what stops it on its way. */
#include "auction_fixture.h"

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

/* It has nothing to sell, and goes for something that it lacks; only once in an hour. */
static void it_goes_for_what_it_lacks(void **state)
{
    uint32_t better = helmet(9), foot = helmet(9), id;

    (void)state;
    fake_item(&fake, foot)->inventory_type = PB_TYPE_FEET;
    fake_teach(&fake, better, 1000);
    fake_teach(&fake, foot, 1000);
    id = fake_offer(&fake, 1, better, 1, 850);
    /* Nobody has looked yet. */
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->visits, 0);
    see(id);
    fake.bot[0].money = 1600;
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.own->visits, 0);
    fake.bot[0].money = 10000;
    /* Nor with full bags: it comes by mail. */
    fake.bots.row[0].status.free_slots = 3;
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.own->visits, 0);
    fake_show(&fake, 0);
    fake_run(&fake, 10 * MINUTE);
    assert_int_equal(fake.own->visits, 1);
    assert_int_equal(fake.own->shopping, 1);
    assert_int_equal(fake.own->bought, 1);
    /* The mail is fetched later; another thing is there soon, and not gone for before an hour is over. */
    see(fake_offer(&fake, 1, foot, 1, 850));
    fake_run(&fake, 30 * MINUTE);
    assert_int_equal(fake.own->shopping, 1);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->shopping, 2);
    assert_int_equal(fake.own->bought, 2);
}

/* What the house has enough of is not carried there again at once. */
static void what_is_full_stays(void **state)
{
    uint32_t entry = known_cloth();
    uint64_t visits;

    (void)state;
    fake.own->env.settings.auction_per_item = 1;
    fake_give(&fake, 0, entry, 20);
    fake_give(&fake, 0, entry, 20);
    fake_run(&fake, 20 * MINUTE);
    assert_int_equal(fake.own->posted, 1);
    assert_int_equal(fake.own->capped, 1);
    visits = fake.own->visits;
    for (unsigned i = 0; i < 5; i++) {
        fake_give(&fake, 0, entry, 20);
        fake_run(&fake, 2 * MINUTE);
    }
    assert_int_equal(fake.own->visits, visits);
    /* Later it may have room again. */
    fake_human_buys(&fake, fake.last_post.auction_id);
    fake_run(&fake, 3 * HOUR);
    assert_int_equal(fake.own->posted, 2);
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

/* Most of a house is gone at once: what is left is read again in each step, and counted once. */
static void a_house_that_has_emptied(void **state)
{
    uint32_t entry = known_cloth(), other = cloth();
    unsigned pages;

    (void)state;
    for (unsigned i = 0; i < 996; i++)
        fake_offer(&fake, i % 50, other, 10, 1200 + i);
    fake_give(&fake, 0, entry, 20);
    visit();
    assert_int_equal(fake.own->posted, 1);
    pages = (unsigned)fake.own->pages;
    while (fake.auction_count > 11) {
        fake.made -= fake.auctions[0].shown.count;
        fake_take_out(&fake, &fake.auctions[0]);
    }
    fake_give(&fake, 0, known_cloth(), 20);
    visit();
    assert_int_equal(fake.own->scans, 2);
    assert_int_equal(fake.own->pages - pages, 990 / PB_AUCTION_GONE_MOST + 1);
    assert_int_equal(fake.own->houses[FAKE_HOUSE].bot_auctions, fake.own->posted);
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

/* Sixths of the time until shop_ms or visit_ms, of so many who log in together; the fullest less than the
 * emptiest. */
enum { TOGETHER = 6000, PARTS = 6 };

static unsigned spread(uint32_t interval_ms, size_t offset)
{
    unsigned parts[PARTS] = {0}, least = TOGETHER, most = 0, i;
    struct pb_dealer *dealer = &fake.own->dealers[0];

    for (i = 0; i < TOGETHER; i++) {
        uint32_t wait_ms;

        fake.bots.row[0].guid = 5000 + i;
        pb_auction_system.reset(fake.own, 0);
        memcpy(&wait_ms, (const char *)dealer + offset, sizeof wait_ms);
        wait_ms -= fake.bots.now_ms;
        assert_true(wait_ms < interval_ms);
        parts[wait_ms / (interval_ms / PARTS)]++;
    }
    for (i = 0; i < PARTS; i++) {
        least = parts[i] < least ? parts[i] : least;
        most = parts[i] > most ? parts[i] : most;
    }
    return most - least;
}

/* Who logs in together does not go to town together; and who comes again keeps its turn. */
static void first_visits_are_spread(void **state)
{
    uint32_t shop_ms;

    (void)state;
    assert_true(spread(HOUR, offsetof(struct pb_dealer, shop_ms)) < TOGETHER / PARTS / 4);
    assert_true(spread(15 * MINUTE, offsetof(struct pb_dealer, visit_ms)) < TOGETHER / PARTS / 4);
    shop_ms = fake.own->dealers[0].shop_ms;
    fake.bots.now_ms += (shop_ms - fake.bots.now_ms) / 2;
    pb_auction_system.reset(fake.own, 0);
    assert_int_equal(fake.own->dealers[0].shop_ms, shop_ms);
    fake.bots.now_ms = shop_ms + 1;
    pb_auction_system.reset(fake.own, 0);
    assert_int_equal(fake.own->dealers[0].shop_ms, shop_ms + HOUR);
    /* Another seed, other turns. */
    fake.own->env.seed++;
    pb_auction_system.reset(fake.own, 0);
    assert_int_not_equal(fake.own->dealers[0].shop_ms, shop_ms + HOUR);
}

/* Those who have been there for long do not wait for the market to open. */
static void the_market_opens_to_few_at_a_time(void **state)
{
    struct pb_dealer *dealer = &fake.own->dealers[0];

    (void)state;
    pb_auction_system.reset(fake.own, 0);
    dealer->shop_ms = fake.bots.now_ms + 40 * MINUTE;
    pb_market_open(fake.market, 0);
    fake_run(&fake, 3 * HOUR);
    assert_true((int32_t)(dealer->shop_ms - fake.bots.now_ms) > -2 * MINUTE);
    assert_true(dealer->shop_ms - fake.bots.now_ms + 2 * MINUTE < HOUR + 2 * MINUTE);
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
    assert_int_equal(fake.bots.row[0].goal.owner, 3);
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
    assert_int_equal(fake.bots.row[0].goal.kind, PB_GOAL_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_has_nothing_does_not_travel),
        TEST(what_is_not_worth_the_way_stays),
        TEST(it_goes_for_what_it_lacks),
        TEST(what_is_full_stays),
        TEST(what_it_keeps_is_no_goods),
        TEST_OF_THREE(one_goes_to_learn_the_prices_for_all),
        TEST(a_page_in_a_step),
        TEST(a_house_that_has_emptied),
        TEST_OF_THREE(one_scanner_at_a_time_and_others_take_over),
        TEST(first_visits_are_spread),
        TEST(the_market_opens_to_few_at_a_time),
        TEST(what_nobody_can_see_is_not_forgotten),
        TEST(something_more_urgent),
        TEST(a_way_that_does_not_end),
    };

    return RUN(tests);
}
