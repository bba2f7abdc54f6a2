/* What a bot takes out of its mailbox, and what it learns from it. */
#include "auction_fixture.h"

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

/* A sale between bots of two agents is told once, by the seller. */
static void what_bots_of_another_agent_deal(void **state)
{
    struct pb_mail mail = {.price = 1000,
                           .auction_entry = known_cloth(),
                           .auction_count = 1,
                           .house = FAKE_HOUSE,
                           .other_guid = FAKE_HUMANS,
                           .is_from_bot = 1};

    (void)state;
    mail.reason = PB_MAIL_WON;
    fake_send(&fake, 0, mail);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->won, 1);
    assert_int_equal(fake.answers.sales, 0);
    mail.reason = PB_MAIL_SOLD;
    mail.money = 950;
    fake_send(&fake, 0, mail);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->sold, 1);
    assert_int_equal(fake.answers.sales, 1);
    /* Of a human the buyer tells. */
    mail.reason = PB_MAIL_WON;
    mail.money = mail.is_from_bot = 0;
    fake_send(&fake, 0, mail);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->won, 2);
    assert_int_equal(fake.answers.sales, 2);
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
    while (fake.bots.row[0].status.free_slots)
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_sold),     TEST(what_bots_of_another_agent_deal),
        TEST(what_did_not_sell), TEST(what_did_not_sell_together),
        TEST(full_bags),         TEST(letters_of_people_stay),
        TEST(mail_of_before),    TEST(a_little_waits_for_more),
    };

    return RUN(tests);
}
