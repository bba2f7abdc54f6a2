/* What a bot posts, and within which limits. */
#include "auction_fixture.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_sells_at_its_value_and_undercuts),
        TEST(a_troll_s_low_price_is_not_followed),
        TEST_OF_THREE(limits_hold),
        TEST(the_limit_of_a_bot),
        TEST_OF_THREE(limits_outlive_a_restart),
        TEST(zero_is_none),
        TEST(a_deposit_that_it_cannot_pay),
    };

    return RUN(tests);
}
