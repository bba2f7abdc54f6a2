/* What sellers who agree with each other could make bots pay. */
#include "auction_fixture.h"

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
    /* Nor does what a bot of another agent pays. */
    mail.other_guid = FAKE_HUMANS;
    mail.is_from_bot = 1;
    fake_send(&fake, 0, mail);
    fake_run(&fake, HOUR);
    assert_int_equal(fake.own->sold, 2);
    pb_auction_know(fake.own, FAKE_HOUSE, fake_item(&fake, entry), &known);
    assert_true(known.earned == 0);
    mail.is_from_bot = 0;
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

/* So many kinds, of which vendors pay 10 copper and people this many times as much. */
static void kinds(unsigned count, unsigned multiple)
{
    for (unsigned i = 0; i < count; i++) {
        uint32_t entry = cloth();

        fake_item(&fake, entry)->sell_price = 10;
        fake_teach(&fake, entry, 10 * multiple);
        see(fake_offer(&fake, i, entry, 1, 10 * multiple));
    }
}

/* A round of all that is known there. */
static double level(void)
{
    pb_auction_look_at_level(fake.own, FAKE_HOUSE, 200);
    return pb_auction_level(fake.own, FAKE_HOUSE);
}

/* What most kinds cost is told by most of them, whatever the others cost, and from twenty kinds on. */
static void the_level_of_a_house(void **state)
{
    double honest;

    (void)state;
    assert_true(level() == 0);
    kinds(19, 20);
    assert_true(level() == 0);
    kinds(2, 20);
    honest = level();
    assert_true(honest > 16 && honest < 25);
    kinds(20, 30000);
    assert_true(level() == honest);
    kinds(3, 30000);
    assert_true(level() > 10000);
    /* Nor is it moved by what has no vendor's price. */
    assert_true(pb_auction_level(fake.own, PB_HOUSE_HORDE) == 0);
}

/* Few scans, or few sellers, tell nothing. */
static void few_sellers_tell_no_level(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 40; i++) {
        uint32_t entry = cloth();

        see(fake_offer(&fake, i % 3, entry, 1, 20000));
        for (unsigned k = 0; k < 20; k++)
            pb_price_analyzer_scan(pb_market_prices(fake.market), pb_market_auctions(fake.market), FAKE_HOUSE,
                                   entry, fake_now_s(&fake) + 900 * k);
    }
    assert_true(level() == 0);
}

/* Bots with a fortune, and sellers who agree about helmets: they get what anything would bring there, for
 * twenty or so of it. */
static void sellers_who_agree_get_what_all_get(void **state)
{
    uint32_t helm = helmet(9), other = known_cloth();

    (void)state;
    kinds(30, 20);
    fake_item(&fake, helm)->sell_price = 500;
    fake_item(&fake, helm)->buy_price = 2500;
    fake_teach(&fake, helm, 16500);
    fake.answers.bot_limit = fake.answers.fleet_limit = 1000000000;
    for (pb_bot bot = 0; bot < 3; bot++)
        fake.bot[bot].money = 50000000;
    for (unsigned hour = 0; hour < 60; hour++) {
        fake_offer(&fake, hour % 8, helm, 1, 16500);
        for (pb_bot bot = 0; bot < 3; bot++) {
            fake_offer(&fake, (hour + bot) % 8, helm, 1, 15000);
            if (fake.bots.row[bot].status.free_slots > 8)
                fake_give(&fake, bot, other, 20);
            /* What it buys it loses again. */
            for (unsigned i = 0; i < fake.bot[bot].count; i++)
                if (fake.bot[bot].stacks[i].entry == helm) {
                    fake.made--;
                    fake_remove(&fake, bot, i);
                }
        }
        fake_run(&fake, HOUR);
    }
    /* 20 times 15,554. */
    assert_int_equal(fake.own->bought, 20);
    assert_int_equal(fake.own->spent, 20 * 15000);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_OF_THREE(no_more_is_paid_than_was_earned),
        TEST_OF_THREE(sales_among_bots_are_no_income),
        TEST_OF_THREE(sellers_who_agree_earn_nothing),
        TEST(the_level_of_a_house),
        TEST(few_sellers_tell_no_level),
        TEST_OF_THREE(sellers_who_agree_get_what_all_get),
        TEST(what_vendors_have_is_not_bought_dearer),
    };

    return RUN(tests);
}
