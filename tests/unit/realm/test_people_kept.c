/* People over a restart: what they have and what they ask, and how their two days before the houses open
 * pass. */
#include "house_vault.h"
#include <math.h>

enum { SOME = 300, MANY = 3000, SEEDS = 200, LOTS = 4096, PART_MS = 50 };

/* What people ask for, by itself. */
struct people_lot {
    uint64_t seller;
    uint32_t entry, buyout, left_s, number;
    float limit;
    uint16_t count;
    uint8_t house;
};

/* All that people offer and no bot has bid for, by number, as if the houses had just opened. */
static unsigned look(const struct fixture *fixture, uint32_t last_id, struct people_lot *lots)
{
    const struct pb_houses *houses = fixture->realm->houses;
    unsigned count = 0;

    for (uint32_t i = 1; i < houses->lot_count; i++) {
        const struct pb_lot *lot = &houses->lots[i];

        if (!lot->auction_id || lot->is_kept || !pb_people_is(lot->seller))
            continue;
        assert_true(count < LOTS);
        lots[count++] = (struct people_lot){.seller = lot->seller,
                                            .entry = lot->entry,
                                            .buyout = lot->buyout,
                                            .left_s = lot->ends_s - houses->now_s,
                                            .number = lot->auction_id - last_id,
                                            .limit = lot->limit,
                                            .count = lot->count,
                                            .house = lot->house};
    }
    return count;
}

/* Nobody asks less than the limit that he has; every auction of people has one, but for those of an earlier
 * life, up to number `earlier`, which a bot had bid for: the store does not know it, and somebody may have
 * outbid the bot since. */
static void check_limits(const struct fixture *fixture, uint32_t earlier)
{
    static struct people_lot lots[LOTS];
    unsigned count = look(fixture, 0, lots);

    for (unsigned i = 0; i < count; i++) {
        double least = floor(exp((double)lots[i].limit) * lots[i].count * (1 - 1e-6) + 0.5);

        assert_true(lots[i].count > 0 && (lots[i].limit != 0 || lots[i].number <= earlier));
        if (lots[i].limit == 0)
            continue;
        assert_true(!lots[i].buyout || lots[i].buyout + 1 >= fmin(fmax(1, least), PB_MONEY_MOST));
        assert_true(lots[i].left_s <= 48 * 3600);
    }
}

static void pass_hours(struct fixture *fixture, unsigned hours, uint32_t earlier)
{
    for (; hours > 0; hours--) {
        pb_realm_update(fixture->realm, HOUR_MS);
        fixture_hear(fixture);
        fixture_check(fixture);
        check_limits(fixture, earlier);
    }
}

/* A bot bids for one thing of people, so that it is kept; its number, 0: there was none. */
static uint32_t bid_somewhere(struct fixture *fixture, pb_actor bot, uint64_t *chance)
{
    struct pb_auction page[64];
    const struct pb_world *world = fixture->world;
    uint32_t from = 1 + pb_seed_below(chance, fixture->realm->houses->last_id);
    unsigned count = world->scan_auctions(world->self, bot, from, page, 64), i;

    for (i = 0; i < count; i++)
        if (pb_people_is(page[i].seller_guid) && !page[i].bid && page[i].bid_next < 5000 &&
            (!page[i].buyout || page[i].bid_next < page[i].buyout) &&
            house_bid(fixture, bot, page[i].auction_id, page[i].bid_next) == PB_OK)
            return page[i].auction_id;
    return 0;
}

/*
 * Restarts at random moments: what people offered and no bot bid for is not there twice but made anew, just
 * as in a first life, and by the clock and numbers of the store; limits hold in each life; what a bot has bid
 * for stays once, with the same human, and the bot's money.
 */
static void test_restarts(void **state)
{
    static struct people_lot first[LOTS], again[LOTS];
    struct fixture *fixture = *state;
    uint64_t seed = pb_seed("people kept");
    unsigned kept = 0;

    for (unsigned run = 0; run < SEEDS; run++) {
        uint64_t chance = seed + run, guid, seller = 0;
        unsigned count, i;
        uint32_t bid = 0, last_id, money;
        struct pb_lot before = {0};
        pb_actor bot;

        begin_empty(fixture, seed + run, SOME);
        wait_open(fixture);
        count = look(fixture, 0, first);
        assert_true(count > 100);
        check_limits(fixture, 0);
        bot = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
        guid = fixture_view(fixture, bot).guid;
        pass_hours(fixture, 1 + pb_seed_below(&chance, 3), 0);
        bid = bid_somewhere(fixture, bot, &chance);
        if (bid) {
            before = fixture->realm->houses->lots[pb_lot_find(fixture->realm, PB_HOUSE_ALLIANCE, bid)];
            seller = before.seller;
        }
        money = house_money(fixture, bot);
        assert_int_equal(pb_keep_hand_over(fixture->realm), PB_OK);
        last_id = vault.last_auction;
        assert_int_equal(vault.auction_count, bid != 0);

        begin(fixture, seed + run, SOME);
        wait_open(fixture);
        fixture_check(fixture);
        assert_true(fixture->realm->houses->now_s >= vault.clock_s);
        assert_int_equal(look(fixture, last_id, again), count);
        for (i = 0; i < count; i++)
            assert_memory_equal(&first[i], &again[i], sizeof first[i]);
        bot = fixture_login(fixture, guid);
        assert_int_equal(house_money(fixture, bot), money);
        if (bid) {
            uint32_t at = pb_lot_find(fixture->realm, PB_HOUSE_ALLIANCE, bid);
            const struct pb_lot *lot = &fixture->realm->houses->lots[at];

            assert_int_not_equal(at, 0);
            assert_true(lot->seller == seller && lot->bidder == guid && lot->bid == before.bid &&
                        lot->count == before.count && lot->entry == before.entry);
            kept++;
        }
        pass_hours(fixture, 1 + pb_seed_below(&chance, 3), last_id);
    }
    assert_true(kept > SEEDS / 2);
}

/* What people bring and take is outside of the world, letters included: after the second life ends nothing of
 * theirs is with the store, and what a bot paid one of them is gone once. */
static void test_nothing_of_theirs_is_kept(void **state)
{
    struct fixture *fixture = *state;
    uint64_t chance = 7;
    uint32_t bid, cost;
    pb_actor bot;

    begin_empty(fixture, 1, SOME);
    wait_open(fixture);
    bot = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    bid = bid_somewhere(fixture, bot, &chance);
    assert_int_not_equal(bid, 0);
    cost = PURSE - house_money(fixture, bot);
    assert_true(cost > 0);
    assert_int_equal(pb_keep_hand_over(fixture->realm), PB_OK);
    begin(fixture, 2, 0);
    wait_open(fixture);
    /* Nobody is there to bid more: it ends, and the bot has the thing. */
    for (unsigned hour = 0; hour < 49; hour++)
        house_wait(fixture, HOUR_MS);
    assert_int_equal(pb_keep_hand_over(fixture->realm), PB_OK);
    assert_int_equal(vault.auction_count, 0);
    assert_int_equal(vault.letter_count, 1);
    assert_int_equal(vault.letters[0].mail.reason, PB_MAIL_WON);
    assert_int_equal(vault.letters[0].mail.money, 0);
    assert_int_equal(fixture->realm->houses->money, 0);
    fixture_check(fixture);
}

/* The two days before the houses open pass in parts: each update has so many who come at most, the houses are
 * closed meanwhile, and the clock goes on where the store has it. */
static void test_days_before_in_parts(void **state)
{
    struct fixture *fixture = *state;
    unsigned updates = 0;
    uint64_t most = 0;

    begin_empty(fixture, 3, MANY);
    vault.clock_s = 5000;
    vault.last_auction = 77;
    while (!fixture->realm->houses->is_open) {
        const struct pb_realm_stats *stats = pb_realm_stats(fixture->realm);
        uint64_t before = stats->auctions_posted + stats->bids + stats->auctions_cancelled, acts;

        pb_realm_update(fixture->realm, PART_MS);
        acts = stats->auctions_posted + stats->bids + stats->auctions_cancelled - before;
        most = acts > most ? acts : most;
        assert_true(++updates < 5000);
    }
    assert_true(updates > 100);
    /* Who comes may post again what he takes back. */
    assert_true(most < 1000);
    assert_in_range(fixture->realm->houses->now_s, 5000, 5001);
    for (uint32_t i = 1; i < fixture->realm->houses->lot_count; i++)
        if (fixture->realm->houses->lots[i].auction_id)
            assert_true(fixture->realm->houses->lots[i].auction_id > 77 &&
                        fixture->realm->houses->lots[i].ends_s > 4999);
    fixture_check(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_restarts, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_nothing_of_theirs_is_kept, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_days_before_in_parts, house_setup, house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
