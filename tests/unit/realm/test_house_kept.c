/* House: what the store has after a crash, at any moment: nothing lost, nothing twice. */
#include "house_vault.h"

enum { ACTORS = 5, STEPS = 250, SEEDS = 200 };

/* What was not handed over is not kept: nobody is there any more, and then all is as the store has it. */
static void undo(struct fixture *fixture)
{
    vault.is_undone = 1;
    pb_realm_update(fixture->realm, 0);
    fixture_hear(fixture);
    fixture_check(fixture);
    assert_int_equal(fixture->realm->stats.actors, 0);
    assert_int_equal(fixture->realm->post->used, 0);
    wait_open(fixture);
}

static void test_closed_until_it_is_read(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world;
    pb_actor actor;
    struct pb_auction auction;
    uint32_t id, deposit;

    begin_empty(fixture, 1, 0);
    vault.is_away = 1;
    actor = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    goods_give(fixture, actor, ORE, 2);
    house_wait(fixture, 10000);
    assert_int_equal(house_post(fixture, actor, ORE, 1, 10, 0, 12, &id), PB_E_busy);
    world = fixture->world;
    assert_int_equal(world->get_deposit(world->self, actor, goods_slot(fixture, actor, ORE), 1, 12, &deposit),
                     PB_OK);
    assert_int_equal(world->send_mail(world->self, actor, fixture_view(fixture, actor).guid, 1, 0, 0),
                     PB_E_busy);
    vault.is_away = 0;
    house_wait(fixture, 1000);
    assert_int_equal(house_post(fixture, actor, ORE, 1, 10, 0, 12, &id), PB_OK);
    assert_true(house_see(fixture, actor, id, &auction));
}

/* After the next process has begun: the auction, its bid, the letters and the clock are as they were. */
static void test_again(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller, buyer;
    uint64_t guids[2], letter;
    uint32_t stands, sold, next;
    struct pb_auction auction;
    const struct pb_mail *mail;

    begin_empty(fixture, 1, 0);
    wait_open(fixture);
    seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    guids[0] = fixture_view(fixture, seller).guid;
    guids[1] = fixture_view(fixture, buyer).guid;
    stands = house_sell(fixture, seller, 3, 100, 0);
    sold = house_sell(fixture, seller, 2, 100, 500);
    assert_int_equal(house_bid(fixture, buyer, stands, 200), PB_OK);
    assert_int_equal(house_bid(fixture, buyer, sold, 500), PB_OK);
    house_wait(fixture, HOUR_MS / 2);
    begin(fixture, 2, 0);
    wait_open(fixture);
    seller = fixture_login(fixture, guids[0]);
    buyer = fixture_login(fixture, guids[1]);
    fixture_check(fixture);
    assert_int_equal(house_money(fixture, buyer), PURSE - 700);
    assert_true(house_see(fixture, buyer, stands, &auction));
    assert_int_equal(auction.bid, 200);
    assert_true(auction.is_highest);
    assert_in_range(auction.time_left_s, 11 * 3600 + 1700, 11 * 3600 + 1900);
    mail = house_letter(fixture, buyer, PB_MAIL_WON);
    assert_non_null(mail);
    assert_int_equal(mail->item_count, 2);
    assert_int_equal(mail->other_guid, guids[0]);
    letter = mail->mail_id;
    assert_int_equal(fixture->world->take_mail(fixture->world->self, buyer, letter), PB_OK);
    assert_null(house_letter(fixture, seller, PB_MAIL_SOLD));
    /* The clock is kept each minute. */
    house_wait(fixture, HOUR_MS / 2 + 61000);
    mail = house_letter(fixture, seller, PB_MAIL_SOLD);
    assert_non_null(mail);
    assert_int_equal(mail->money, 500 - 25 + 100);
    next = house_sell(fixture, seller, 1, 100, 0);
    assert_true(next > sold);
    house_wait(fixture, 11 * HOUR_MS);
    assert_int_equal(house_letter(fixture, buyer, PB_MAIL_WON)->auction_id, stands);
    /* What was taken is not there a third time. */
    begin(fixture, 3, 0);
    wait_open(fixture);
    buyer = fixture_login(fixture, guids[1]);
    assert_int_equal(goods_have(fixture, buyer, ORE), 2);
    assert_int_equal(house_letter(fixture, buyer, PB_MAIL_WON)->auction_id, stands);
}

/* Humans have filled the houses before what was kept comes: they give way. The clock goes on. */
static void test_humans_give_way(void **state)
{
    enum { LEAST = 40, OWN = 9 };
    struct fixture *fixture = *state;
    struct pb_auction auction;
    uint32_t ids[OWN], clock_s, i;
    uint64_t guid;
    pb_actor seller;

    begin_empty(fixture, 1, 0);
    wait_open(fixture);
    seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    guid = fixture_view(fixture, seller).guid;
    for (i = 0; i < OWN; i++)
        ids[i] = house_sell(fixture, seller, 1, 100000, 0);
    house_wait(fixture, HOUR_MS);
    clock_s = fixture->realm->houses->now_s;
    fixture->realm->options.auctions = LEAST;
    begin(fixture, 2, 3000);
    wait_open(fixture);
    fixture_check(fixture);
    assert_int_equal(fixture->realm->houses->used, LEAST);
    assert_in_range(fixture->realm->houses->now_s, clock_s - 60, clock_s + 60);
    seller = fixture_login(fixture, guid);
    for (i = 0; i < OWN; i++)
        assert_true(house_see(fixture, seller, ids[i], &auction) && auction.is_ours);
    fixture->realm->options.auctions = 0;
}

/* Anything in any order, with a store that refuses now and then; the realm ends without a word at any moment,
 * or begins again from the store. */
static void test_crashes(void **state)
{
    struct fixture *fixture = *state;
    uint64_t seed = pb_seed("test_crashes");
    unsigned i, k, crashes = 0;

    for (i = 0; i < SEEDS; i++) {
        uint64_t chance = seed + i, guids[ACTORS], ore = 0;
        pb_actor actors[ACTORS];

        begin_empty(fixture, seed + i, i % 2 ? 100 : 0);
        vault.refusals = i % 3 == 0;
        wait_open(fixture);
        for (k = 0; k < ACTORS; k++) {
            actors[k] = house_actor(fixture, HUMAN, 1 + k, ALLIANCE_X);
            guids[k] = fixture_view(fixture, actors[k]).guid;
            goods_give(fixture, actors[k], ORE, 50);
            ore += 50;
        }
        while (pb_realm_save_all(fixture->realm))
            ;
        assert_int_equal(kept_ore(fixture), ore);
        for (k = 0; k < STEPS; k++) {
            const struct pb_world *world = fixture->world;
            pb_actor actor = actors[pb_seed_below(&chance, ACTORS)];
            struct pb_auction page[64];
            struct pb_mail mails[8];
            unsigned count = world->scan_auctions(
                         world->self, actor, vault.last_auction > 60 ? vault.last_auction - 60 : 0, page, 64),
                     at;
            unsigned letters = world->get_mail(world->self, actor, mails, 8), who;
            uint32_t id;

            at = count ? pb_seed_below(&chance, count) : 0;
            switch (pb_seed_below(&chance, 9)) {
            case 0:
            case 1:
                if (goods_have(fixture, actor, ORE) > 3)
                    (void)!house_post(fixture, actor, ORE, 1 + pb_seed_below(&chance, 3), 100,
                                      1000 + pb_seed_below(&chance, 900), 12, &id);
                break;
            case 2:
            case 3:
                /* Ore alone, and no human's, so that it can be counted. */
                if (count && page[at].entry == ORE && !pb_people_is(page[at].seller_guid))
                    (void)!house_bid(fixture, actor, page[at].auction_id,
                                     pb_seed_below(&chance, 2) ? page[at].bid_next : page[at].buyout);
                break;
            case 4:
                if (count)
                    (void)!house_cancel(fixture, actor, page[at].auction_id);
                break;
            case 5:
                if (letters)
                    (void)!world->take_mail(world->self, actor,
                                            mails[pb_seed_below(&chance, letters)].mail_id);
                break;
            case 6:
                if (goods_have(fixture, actor, ORE))
                    (void)!world->send_mail(world->self, actor, guids[pb_seed_below(&chance, ACTORS)],
                                            pb_seed_below(&chance, 50), goods_slot(fixture, actor, ORE), 1);
                break;
            case 7:
                pb_realm_update(fixture->realm, 50 + pb_seed_below(&chance, 3000));
                fixture_hear(fixture);
                break;
            default:
                if (pb_seed_below(&chance, 4)) {
                    pb_realm_update(fixture->realm, pb_seed_below(&chance, 4 * 3600) * 1000);
                    fixture_hear(fixture);
                    break;
                }
                crashes++;
                if (pb_seed_below(&chance, 2)) {
                    undo(fixture);
                } else {
                    begin(fixture, chance, i % 2 ? 100 : 0);
                    wait_open(fixture);
                }
                for (who = 0; who < ACTORS; who++)
                    actors[who] = fixture_login(fixture, guids[who]);
                if (i % 2 == 0)
                    assert_int_equal(live_money(fixture), kept_money(fixture));
                break;
            }
            fixture_check(fixture);
            /* Humans buy: what they have is gone. */
            if (i % 2 == 0)
                assert_int_equal(kept_ore(fixture), ore);
            else
                assert_true(kept_ore(fixture) <= ore);
        }
        /* All that happened is kept in the end. */
        vault.refusals = 0;
        while (pb_realm_save_all(fixture->realm))
            ;
        pb_realm_update(fixture->realm, 1000);
        while (pb_realm_save_all(fixture->realm))
            ;
        /* What ended in this very second took part without anybody who is tied. */
        assert_int_equal(pb_keep_hand_over(fixture->realm), PB_OK);
        if (i % 2 == 0)
            assert_int_equal(kept_money(fixture), live_money(fixture));
    }
    assert_true(crashes > SEEDS);
}

/* A human's auction is kept while a bot's bid is the highest, and no longer. */
static void test_humans_auction(void **state)
{
    struct fixture *fixture = *state;
    struct pb_auction page[64];
    uint32_t lot = 0, before;
    unsigned count, i;
    pb_actor bot;

    begin_empty(fixture, 1, 500);
    wait_open(fixture);
    assert_true(fixture->realm->stats.auctions > 500);
    house_wait(fixture, 2000);
    assert_int_equal(vault.auction_count, 0);
    bot = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    count = fixture->world->scan_auctions(fixture->world->self, bot, 0, page, 64);
    for (i = 0; i < count && (page[i].bid || !page[i].buyout || page[i].bid_next * 1.2 > page[i].buyout); i++)
        ;
    assert_true(i < count);
    before = house_money(fixture, bot);
    assert_int_equal(house_bid(fixture, bot, page[i].auction_id, page[i].bid_next), PB_OK);
    assert_int_equal(pb_keep_hand_over(fixture->realm), PB_OK);
    assert_int_equal(vault.auction_count, 1);
    lot = pb_lot_find(fixture->realm, PB_HOUSE_ALLIANCE, page[i].auction_id);
    assert_true(pb_people_bid(fixture->realm, lot, PB_HUMAN_FIRST + 499,
                              pb_lot_next_bid(&fixture->realm->houses->lots[lot])));
    assert_int_equal(pb_keep_hand_over(fixture->realm), PB_OK);
    assert_int_equal(vault.auction_count, 0);
    assert_int_equal(vault.letter_count, 1);
    assert_int_equal(house_money(fixture, bot) + vault.letters[0].mail.money, before);
    fixture_check(fixture);
}

/* A store that is away for long stops the acts, and in the end time. */
static void test_away(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor;
    uint32_t id;

    begin_empty(fixture, 1, 0);
    wait_open(fixture);
    actor = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    house_sell(fixture, actor, 1, 10, 0);
    vault.is_away = 1;
    /* Its logout waits for what it did. */
    assert_int_equal(fixture->world->logout(fixture->world->self, actor), PB_OK);
    house_wait(fixture, 5000);
    assert_null(fixture_last(fixture, PB_WORLD_LOGGED_OUT, actor));
    assert_int_equal(vault.auction_count, 0);
    vault.is_away = 0;
    house_wait(fixture, 3000);
    assert_non_null(fixture_last(fixture, PB_WORLD_LOGGED_OUT, actor));
    assert_int_equal(vault.auction_count, 1);
    vault.is_away = 1;
    actor = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    goods_give(fixture, actor, ORE, 5);
    fixture->realm->houses->tied_count += 300;
    assert_int_equal(fixture->world->post_auction(fixture->world->self, actor,
                                                  goods_slot(fixture, actor, ORE), 1, 10, 0, 12, &id),
                     PB_E_busy);
    fixture->realm->houses->tied_count -= 300;
    assert_int_equal(house_post(fixture, actor, ORE, 1, 10, 0, 12, &id), PB_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_closed_until_it_is_read, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_again, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_humans_give_way, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_crashes, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_humans_auction, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_away, house_setup, house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
