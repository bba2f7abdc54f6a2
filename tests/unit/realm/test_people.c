/* People: humans who trade in the auction houses, about a value that is known. */
#include "house_fixture.h"
#include <math.h>

enum { PEOPLE = 3000, MARKETS = 256, DAY_MS = 86400000, SEEDS = 200 };

static void wait_hours(struct fixture *fixture, unsigned hours)
{
    for (; hours > 0; hours--)
        pb_realm_update(fixture->realm, HOUR_MS);
    fixture_hear(fixture);
    fixture_check(fixture);
}

static void test_none(void **state)
{
    struct fixture *fixture = *state;
    struct pb_realm_market market;

    assert_int_equal(pb_realm_markets(fixture->realm, &market, 1), 0);
    assert_true(pb_realm_true_value(fixture->realm, PB_HOUSE_ALLIANCE, ORE) == 0);
    wait_hours(fixture, 24);
    assert_int_equal(pb_realm_stats(fixture->realm)->auctions_posted, 0);
}

/* What is paid, and the cheapest that is asked, stay about the value. */
static void test_value(void **state)
{
    struct fixture *fixture = *state;
    struct pb_realm_market markets[MARKETS];
    const struct pb_realm_stats *stats;
    unsigned count, i, judged = 0, near = 0, drifted = 0;
    double before[MARKETS], off = 0;
    uint64_t sold;

    house_open(fixture, 17, PEOPLE, 0);
    stats = pb_realm_stats(fixture->realm);
    count = pb_realm_markets(fixture->realm, markets, MARKETS);
    assert_in_range(count, 60, PB_PEOPLE_ITEMS * 3);
    for (i = 0; i < count; i++)
        before[i] = pb_realm_true_value(fixture->realm, markets[i].house, markets[i].entry);
    sold = stats->auctions_sold;
    wait_hours(fixture, 48);
    /* Of all who come about half find what they look for. */
    assert_in_range(stats->auctions_sold - sold, PEOPLE, PEOPLE * 40);
    assert_true(stats->auctions_expired > 100 && stats->auctions_cancelled > 100 &&
                stats->bids > stats->auctions_sold);
    for (i = 0; i < count; i++) {
        const struct pb_bazaar *market = pb_people_market(fixture->realm, markets[i].house, markets[i].entry);
        double value = pb_realm_true_value(fixture->realm, markets[i].house, markets[i].entry);

        assert_true(value > 1);
        drifted += fabs(log(value / before[i])) > 0.01;
        if (markets[i].demand < 100)
            continue;
        judged++;
        off += market->recent - log(value);
        near += fabs(market->recent - log(value)) < 0.15;
    }
    assert_true(judged > 20 && near > judged * 9 / 10 && fabs(off / judged) < 0.1 && drifted > count / 2);
}

/* When the houses open they have been there for two days: auctions of all ages, at settled prices. */
static void test_settled(void **state)
{
    struct fixture *fixture = *state;
    struct pb_realm_market markets[MARKETS];
    const struct pb_houses *houses;
    unsigned count, i, judged = 0, soon = 0;
    double off = 0;

    house_open(fixture, 29, PEOPLE, 0);
    fixture_check(fixture);
    houses = fixture->realm->houses;
    assert_int_equal(houses->now_s, 2 * DAY_MS / 1000);
    assert_true(fixture->realm->stats.auctions_expired > 100);
    for (i = 1; i < houses->lot_count; i++) {
        assert_true(!houses->lots[i].auction_id || houses->lots[i].ends_s > houses->now_s);
        soon += houses->lots[i].auction_id && houses->lots[i].ends_s < houses->now_s + 6 * 3600;
    }
    assert_in_range(soon, houses->used / 8, houses->used / 2);
    count = pb_realm_markets(fixture->realm, markets, MARKETS);
    for (i = 0; i < count; i++) {
        const struct pb_bazaar *market = pb_people_market(fixture->realm, markets[i].house, markets[i].entry);
        uint32_t lot = pb_people_cheapest(fixture->realm, market, 0.8 * exp(market->value));

        if (markets[i].demand < 100)
            continue;
        assert_true(lot != 0);
        judged++;
        off += log((double)houses->lots[lot].buyout / houses->lots[lot].count) - market->value;
    }
    assert_true(judged > 20 && fabs(off / judged) < 0.05);
}

/* The same seed gives the same, whatever the ticks; another one does not. */
static uint64_t digest(struct fixture *fixture, uint64_t seed, uint32_t tick_ms)
{
    uint64_t sum = 0;
    uint32_t i, passed;

    house_open(fixture, seed, 500, 0);
    for (passed = 0; passed < 3 * HOUR_MS; passed += tick_ms)
        pb_realm_update(fixture->realm, tick_ms);
    for (i = 1; i < fixture->realm->houses->lot_count; i++) {
        const struct pb_lot *lot = &fixture->realm->houses->lots[i];

        sum = (sum ^ lot->auction_id ^ (uint64_t)lot->buyout << 20 ^ (uint64_t)lot->ends_s << 40 ^
               lot->bidder) *
              1099511628211u;
    }
    return sum;
}

static void test_repeatable(void **state)
{
    uint64_t first = digest(*state, 5, 50);

    assert_int_equal(first, digest(*state, 5, 50));
    assert_int_equal(first, digest(*state, 5, HOUR_MS / 2));
    assert_int_not_equal(first, digest(*state, 6, 50));
}

/* A bot that asks little sells to them, and buys from them as from anybody. */
static void test_with_bots(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    struct pb_auction page[64];
    const struct pb_mail *mail;
    unsigned count, i, best;
    pb_actor bot;
    uint32_t price;

    house_open(fixture, 3, PEOPLE, 0);
    world = fixture->world;
    bot = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    price = (uint32_t)(10 * 0.6 * pb_realm_true_value(fixture->realm, PB_HOUSE_ALLIANCE, ORE));
    house_sell(fixture, bot, 10, price, price);
    wait_hours(fixture, 12);
    mail = house_letter(fixture, bot, PB_MAIL_SOLD);
    assert_non_null(mail);
    assert_true(pb_people_is(mail->other_guid));
    assert_false(mail->is_from_bot);
    assert_int_equal(mail->price, price);
    count = world->scan_auctions(world->self, bot, 0, page, 64);
    for (i = 0, best = count; i < count; i++)
        if (page[i].buyout && (best == count || page[i].buyout < page[best].buyout))
            best = i;
    assert_true(best < count && pb_people_is(page[best].seller_guid));
    assert_int_equal(house_bid(fixture, bot, page[best].auction_id, page[best].buyout), PB_OK);
    mail = house_letter(fixture, bot, PB_MAIL_WON);
    assert_non_null(mail);
    assert_int_equal(mail->item, page[best].entry);
    /* Nobody may write to them, and they take no letters. */
    assert_int_equal(world->send_mail(world->self, bot, PB_HUMAN_FIRST, 10, 0, 0), PB_E_gone);
}

/* The middle one of what is asked for a piece, over the true value. */
static double asked(struct fixture *fixture, uint8_t house, uint32_t entry)
{
    double prices[1024], value = pb_realm_true_value(fixture->realm, house, entry);
    uint32_t i, k, count = 0;

    for (i = 1; i < fixture->realm->houses->lot_count && count < 1024; i++) {
        const struct pb_lot *lot = &fixture->realm->houses->lots[i];
        double price = lot->count ? (double)lot->buyout / lot->count : 0;

        if (lot->house != house || lot->entry != entry || !lot->buyout)
            continue;
        for (k = count++; k && prices[k - 1] > price; k--)
            prices[k] = prices[k - 1];
        prices[k] = price;
    }
    assert_true(count > 4);
    return prices[count / 4] / value;
}

/* Schemers' auctions that ask for between so many times the value. */
static unsigned own(struct fixture *fixture, uint8_t house, uint32_t entry, double low, double high)
{
    double value = pb_realm_true_value(fixture->realm, house, entry);
    unsigned count = 0;
    uint32_t i;

    for (i = 1; i < fixture->realm->houses->lot_count; i++) {
        const struct pb_lot *lot = &fixture->realm->houses->lots[i];

        count += lot->house == house && lot->entry == entry && lot->seller >= PB_SCHEMER_FIRST &&
                 (!lot->buyout ||
                  (lot->buyout >= low * value * lot->count && lot->buyout <= high * value * lot->count));
    }
    return count;
}

/* Of 10 seeds all show each scheme, and none a week later. */
static void test_schemes(void **state)
{
    struct fixture *fixture = *state;
    uint64_t seed;

    for (seed = 1; seed <= 10; seed++) {
        house_open(fixture, seed, PEOPLE, 0);
        wait_hours(fixture, 6);
        assert_in_range((unsigned)(100 * asked(fixture, PB_HOUSE_ALLIANCE, ORE)), 70, 160);
        assert_int_equal(
            pb_realm_inject(fixture->realm, PB_HOUSE_ALLIANCE, ORE, PB_SCHEME_SPIKE, 3, 4 * 3600), PB_OK);
        assert_int_equal(pb_realm_inject(fixture->realm, PB_HOUSE_HORDE, ORE, PB_SCHEME_DUMP, 0.4, 4 * 3600),
                         PB_OK);
        assert_int_equal(pb_realm_inject(fixture->realm, PB_HOUSE_HORDE, HERB, PB_SCHEME_WASH, 3, 4 * 3600),
                         PB_OK);
        assert_int_equal(pb_realm_inject(fixture->realm, PB_HOUSE_HORDE, 999999, PB_SCHEME_WASH, 3, 1),
                         PB_E_bad_argument);
        wait_hours(fixture, 3);
        assert_true(asked(fixture, PB_HOUSE_ALLIANCE, ORE) > 1.5);
        assert_true(own(fixture, PB_HOUSE_ALLIANCE, ORE, 2.5, 3.5) >= 6);
        assert_true(own(fixture, PB_HOUSE_HORDE, ORE, 0.3, 0.5) >= 1);
        wait_hours(fixture, 24);
        assert_int_equal(own(fixture, PB_HOUSE_ALLIANCE, ORE, 0, 9) + own(fixture, PB_HOUSE_HORDE, ORE, 0, 9),
                         0);
        assert_in_range((unsigned)(100 * asked(fixture, PB_HOUSE_ALLIANCE, ORE)), 70, 160);
        assert_in_range((unsigned)(100 * asked(fixture, PB_HOUSE_HORDE, ORE)), 70, 160);
    }
}

/* Nothing is lost or doubled between bots who do anything, and people. */
static void test_conserved(void **state)
{
    struct fixture *fixture = *state;
    uint64_t seed = pb_seed("test_conserved");
    unsigned i, k;

    for (i = 0; i < SEEDS; i++) {
        pb_actor bots[3];
        uint64_t chance = seed + i;
        struct pb_auction page[32];

        house_open(fixture, seed + i, 200, 3000);
        for (k = 0; k < 3; k++) {
            bots[k] = house_actor(fixture, k < 2 ? HUMAN : ORC, 1 + k, NEUTRAL_X);
            goods_give(fixture, bots[k], ORE, 60);
        }
        for (k = 0; k < 60; k++) {
            pb_actor bot = bots[pb_seed_below(&chance, 3)];
            uint32_t what = pb_seed_below(&chance, 5), id, at;
            unsigned count = fixture->world->scan_auctions(
                fixture->world->self, bot, pb_seed_below(&chance, fixture->realm->houses->last_id + 1), page,
                32);

            at = count ? pb_seed_below(&chance, count) : 0;
            if (what == 0 && goods_have(fixture, bot, ORE) > 3)
                house_post(fixture, bot, ORE, 1 + pb_seed_below(&chance, 3), 10,
                           10 + pb_seed_below(&chance, 5000), 12, &id);
            else if (what == 1 && count)
                house_bid(fixture, bot, page[at].auction_id, page[at].bid_next);
            else if (what == 2 && count)
                house_bid(fixture, bot, page[at].auction_id, page[at].buyout ? page[at].buyout : 1);
            else if (what == 3 && count)
                house_cancel(fixture, bot, page[at].auction_id);
            else
                house_wait(fixture, pb_seed_below(&chance, 4 * 3600) * 1000);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_none, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_value, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_settled, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_repeatable, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_with_bots, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_schemes, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_conserved, house_setup, house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
