/* The switch: with the market closed nothing is begun, and what is in the mail is collected. */
#include "auction_fixture.h"

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(closed_it_does_nothing),
        TEST(the_switch_holds_at_once),
        TEST(closed_it_collects),
    };

    return RUN(tests);
}
