/* House: each rule of the auction houses. */
#include "house_fixture.h"

static uint32_t deposit_of(struct fixture *fixture, pb_actor actor, uint32_t entry, unsigned count,
                           unsigned hours)
{
    uint32_t deposit = 0;

    assert_int_equal(fixture->world->get_deposit(fixture->world->self, actor,
                                                 goods_slot(fixture, actor, entry), count, hours, &deposit),
                     PB_OK);
    return deposit;
}

static void test_houses(void **state)
{
    struct fixture *fixture = *state;
    pb_actor human = house_actor(fixture, HUMAN, 1, ALLIANCE_X), orc = house_actor(fixture, ORC, 2, HORDE_X);
    const struct pb_world *world = fixture->world;
    struct pb_object_view view;
    struct pb_auction auction;
    uint32_t id;

    assert_int_equal(world->get_house(world->self, human), PB_HOUSE_ALLIANCE);
    assert_int_equal(world->get_house(world->self, orc), PB_HOUSE_HORDE);
    assert_int_equal(world->get_house(world->self, 99), PB_E_gone);
    /* Who serves the other faction is not there. */
    house_stand(fixture, human, HORDE_X);
    assert_int_equal(world->get_house(world->self, human), PB_E_too_far);
    assert_int_equal(world->find_service(world->self, human, PB_ROLE_AUCTIONEER, &view), PB_OK);
    assert_float_not_equal(view.position.x, HORDE_X, 1);
    house_stand(fixture, orc, NOWHERE_X);
    assert_int_equal(world->find_service(world->self, orc, PB_ROLE_AUCTIONEER, &view), PB_OK);
    assert_float_equal(view.position.x, NEUTRAL_X, 1);
    assert_int_equal(world->find_service(world->self, orc, PB_ROLE_MAILBOX, &view), PB_OK);
    assert_int_equal(view.kind, PB_OBJECT_MAILBOX);
    assert_float_equal(view.position.x, NEUTRAL_X, 1);
    /* An auctioneer of no known house is of the faction of who asks. */
    house_stand(fixture, orc, ALLIANCE_X);
    assert_int_equal(world->get_house(world->self, orc), PB_HOUSE_HORDE);
    house_stand(fixture, human, ALLIANCE_X);
    id = house_sell(fixture, human, 2, 10, 20);
    assert_false(house_see(fixture, orc, id, &auction));
    assert_int_equal(house_bid(fixture, orc, id, 20), PB_E_gone);
    /* In the neutral house they meet. */
    house_stand(fixture, human, NEUTRAL_X);
    house_stand(fixture, orc, NEUTRAL_X + 5);
    assert_false(house_see(fixture, human, id, &auction));
    id = house_sell(fixture, human, 2, 10, 20);
    assert_true(house_see(fixture, orc, id, &auction));
    assert_false(auction.is_ours);
    assert_true(house_see(fixture, human, id, &auction));
    assert_true(auction.is_ours);
    assert_int_equal(auction.count, 2);
    assert_int_equal(auction.time_left_s, 12 * 3600);
    assert_int_equal(house_bid(fixture, orc, id, 20), PB_OK);
    house_stand(fixture, human, NEUTRAL_X + 20);
    assert_int_equal(world->get_house(world->self, human), PB_E_too_far);
    assert_int_equal(world->scan_auctions(world->self, human, 0, &auction, 1), 0);
    assert_int_equal(house_bid(fixture, human, id, 20), PB_E_too_far);
    assert_int_equal(house_cancel(fixture, human, id), PB_E_too_far);
    pb_realm_die(fixture->realm, human, 0);
    house_stand(fixture, human, NEUTRAL_X);
    assert_int_equal(world->get_house(world->self, human), PB_E_dead);
}

static void test_deposit(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    const struct pb_world *world = fixture->world;
    uint32_t deposit, id;

    goods_give(fixture, actor, ORE, 20);
    goods_give(fixture, actor, HERB, 5);
    /* 15 % of what a vendor pays, for each twelve hours; never below a silver. */
    assert_int_equal(deposit_of(fixture, actor, ORE, 20, 12), 300);
    assert_int_equal(deposit_of(fixture, actor, ORE, 20, 24), 600);
    assert_int_equal(deposit_of(fixture, actor, ORE, 20, 48), 1200);
    assert_int_equal(deposit_of(fixture, actor, ORE, 7, 12), 105);
    assert_int_equal(deposit_of(fixture, actor, ORE, 6, 12), 100);
    assert_int_equal(deposit_of(fixture, actor, HERB, 5, 48), 100);
    house_stand(fixture, actor, NEUTRAL_X);
    assert_int_equal(deposit_of(fixture, actor, ORE, 20, 12), 1500);
    assert_int_equal(deposit_of(fixture, actor, ORE, 20, 48), 6000);
    assert_int_equal(deposit_of(fixture, actor, ORE, 1, 12), 100);
    assert_int_equal(deposit_of(fixture, actor, ORE, 2, 12), 150);
    assert_int_equal(world->get_deposit(world->self, actor, goods_slot(fixture, actor, ORE), 1, 13, &deposit),
                     PB_E_bad_argument);
    /* It is paid at once. */
    assert_int_equal(house_post(fixture, actor, ORE, 15, 5, 0, 24, &id), PB_OK);
    assert_int_equal(house_money(fixture, actor), PURSE - 2250);
    assert_int_equal(goods_have(fixture, actor, ORE), 5);
    fixture->realm->goods->money_out += fixture->realm->actors[actor].money - 99;
    fixture->realm->actors[actor].money = 99;
    assert_int_equal(house_post(fixture, actor, HERB, 5, 5, 0, 12, &id), PB_E_no_money);
    assert_int_equal(goods_have(fixture, actor, HERB), 5);
}

static void test_refused(void **state)
{
    struct fixture *fixture = *state;
    pb_actor actor = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    const struct pb_world *world = fixture->world;
    static const uint32_t never[] = {BOUND, WATER, TOKEN};
    unsigned i, slot;
    uint32_t id = 7;

    for (i = 0; i < 3; i++) {
        goods_give(fixture, actor, never[i], 1);
        assert_int_equal(house_post(fixture, actor, never[i], 1, 5, 0, 12, &id), PB_E_not_allowed);
        assert_int_equal(goods_have(fixture, actor, never[i]), 1);
    }
    assert_int_equal(world->post_auction(world->self, actor, PB_SLOT_HEAD, 1, 5, 0, 12, &id),
                     PB_E_not_allowed);
    assert_int_equal(world->post_auction(world->self, actor, PB_INVENTORY_SLOTS - 1, 1, 5, 0, 12, &id),
                     PB_E_gone);
    goods_give(fixture, actor, BLADE, 1);
    slot = goods_slot(fixture, actor, BLADE);
    fixture->realm->actors[actor].items[pb_bag_find(&fixture->realm->actors[actor], slot)].durability = 99;
    assert_int_equal(house_post(fixture, actor, BLADE, 1, 5, 0, 12, &id), PB_E_not_allowed);
    fixture->realm->actors[actor].items[pb_bag_find(&fixture->realm->actors[actor], slot)].durability = 100;
    fixture->realm->actors[actor].items[pb_bag_find(&fixture->realm->actors[actor], slot)].is_bound = 1;
    assert_int_equal(house_post(fixture, actor, BLADE, 1, 5, 0, 12, &id), PB_E_not_allowed);
    goods_give(fixture, actor, ORE, 3);
    assert_int_equal(house_post(fixture, actor, ORE, 4, 5, 0, 12, &id), PB_E_bad_argument);
    assert_int_equal(house_post(fixture, actor, ORE, 0, 5, 0, 12, &id), PB_E_bad_argument);
    assert_int_equal(house_post(fixture, actor, ORE, 3, 0, 5, 12, &id), PB_E_bad_argument);
    assert_int_equal(house_post(fixture, actor, ORE, 3, 5, 4, 12, &id), PB_E_not_allowed);
    assert_int_equal(house_post(fixture, actor, ORE, 3, 5, 5, 36, &id), PB_E_bad_argument);
    assert_int_equal(house_post(fixture, actor, ORE, 3, PB_MONEY_MOST + 1u, 0, 12, &id), PB_E_bad_argument);
    assert_int_equal(id, 7);
    assert_int_equal(house_money(fixture, actor), PURSE);
    assert_int_equal(house_post(fixture, actor, ORE, 3, 5, 5, 12, &id), PB_OK);
}

static void test_bids(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             twin = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             one = house_actor(fixture, HUMAN, 2, ALLIANCE_X),
             other = house_actor(fixture, HUMAN, 3, ALLIANCE_X);
    uint32_t id = house_sell(fixture, seller, 5, 1000, 0), small;
    struct pb_auction auction;
    const struct pb_mail *mail;

    assert_int_equal(house_bid(fixture, seller, id, 1000), PB_E_not_allowed);
    assert_int_equal(house_bid(fixture, twin, id, 1000), PB_E_not_allowed);
    assert_int_equal(house_bid(fixture, one, id, 999), PB_E_outbid);
    assert_int_equal(house_bid(fixture, one, id + 9, 1000), PB_E_gone);
    assert_int_equal(house_bid(fixture, one, id, PURSE + 1), PB_E_no_money);
    assert_int_equal(house_bid(fixture, one, id, 1000), PB_OK);
    assert_int_equal(house_money(fixture, one), PURSE - 1000);
    assert_true(house_see(fixture, one, id, &auction));
    assert_int_equal(auction.bid, 1000);
    assert_int_equal(auction.bid_next, 1050);
    assert_true(auction.is_highest);
    assert_int_equal(house_bid(fixture, other, id, 1049), PB_E_outbid);
    /* Who raises its own bid pays the difference. */
    assert_int_equal(house_bid(fixture, one, id, 1049), PB_E_outbid);
    assert_int_equal(house_bid(fixture, one, id, 1100), PB_OK);
    assert_int_equal(house_money(fixture, one), PURSE - 1100);
    assert_int_equal(house_bid(fixture, other, id, 1155), PB_OK);
    assert_int_equal(house_money(fixture, other), PURSE - 1155);
    mail = house_letter(fixture, one, PB_MAIL_OUTBID);
    assert_non_null(mail);
    assert_int_equal(mail->money, 1100);
    assert_int_equal(mail->auction_id, id);
    assert_int_equal(mail->auction_entry, ORE);
    assert_int_equal(mail->sender_guid, 0);
    assert_int_equal(mail->house, PB_HOUSE_ALLIANCE);
    assert_int_equal(fixture->world->take_mail(fixture->world->self, one, mail->mail_id), PB_OK);
    assert_int_equal(house_money(fixture, one), PURSE);
    house_wait(fixture, 0);
    assert_int_equal(fixture_count(fixture, PB_WORLD_MAIL, one), 1);
    /* Five percent of little is a copper. */
    small = house_sell(fixture, seller, 1, 3, 0);
    assert_int_equal(house_bid(fixture, one, small, 3), PB_OK);
    assert_int_equal(house_bid(fixture, other, small, 3), PB_E_outbid);
    assert_int_equal(house_bid(fixture, other, small, 4), PB_OK);
    /* Never more than the buyout. */
    small = house_sell(fixture, seller, 1, 99, 100);
    assert_int_equal(house_bid(fixture, one, small, 99), PB_OK);
    assert_true(house_see(fixture, one, small, &auction));
    assert_int_equal(auction.bid_next, 100);
}

static void test_buyout(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             one = house_actor(fixture, HUMAN, 2, ALLIANCE_X),
             buyer = house_actor(fixture, HUMAN, 3, ALLIANCE_X);
    uint32_t id = house_sell(fixture, seller, 20, 1000, 10000), before = house_money(fixture, seller);
    const struct pb_world *world = fixture->world;
    uint64_t sold_id;
    const struct pb_mail *mail;

    assert_int_equal(house_bid(fixture, one, id, 2000), PB_OK);
    /* More than the buyout pays the buyout, and is over at once. */
    assert_int_equal(house_bid(fixture, buyer, id, 20000), PB_OK);
    assert_int_equal(house_money(fixture, buyer), PURSE - 10000);
    assert_int_equal(house_bid(fixture, buyer, id, 20000), PB_E_gone);
    assert_int_equal(house_letter(fixture, one, PB_MAIL_OUTBID)->money, 2000);
    mail = house_letter(fixture, buyer, PB_MAIL_WON);
    assert_non_null(mail);
    assert_int_equal(mail->item, ORE);
    assert_int_equal(mail->item_count, 20);
    assert_int_equal(mail->price, 10000);
    assert_int_equal(mail->other_guid, fixture_view(fixture, seller).guid);
    assert_true(mail->is_from_bot);
    assert_int_equal(world->take_mail(world->self, buyer, mail->mail_id), PB_OK);
    assert_int_equal(goods_have(fixture, buyer, ORE), 20);
    assert_int_equal(world->take_mail(world->self, buyer, mail->mail_id), PB_E_gone);
    /* The money comes an hour later: less the cut, with the deposit. */
    house_wait(fixture, HOUR_MS - 1);
    assert_null(house_letter(fixture, seller, PB_MAIL_SOLD));
    assert_int_equal(fixture_count(fixture, PB_WORLD_MAIL, seller), 0);
    sold_id = pb_post_letter(fixture->realm->post, fixture->realm->post->late_first - 1)->mail.mail_id;
    assert_int_equal(world->take_mail(world->self, seller, sold_id), PB_E_gone);
    house_wait(fixture, 1);
    assert_int_equal(fixture_count(fixture, PB_WORLD_MAIL, seller), 1);
    mail = house_letter(fixture, seller, PB_MAIL_SOLD);
    assert_non_null(mail);
    assert_int_equal(mail->price, 10000);
    assert_int_equal(mail->cut, 500);
    assert_int_equal(mail->deposit, 300);
    assert_int_equal(mail->money, 9800);
    assert_int_equal(mail->auction_count, 20);
    assert_int_equal(mail->other_guid, fixture_view(fixture, buyer).guid);
    assert_true(mail->is_from_bot);
    assert_int_equal(world->take_mail(world->self, seller, mail->mail_id), PB_OK);
    assert_int_equal(house_money(fixture, seller), before + 9800);
    fixture_check(fixture);
    /* Who holds the highest bid pays the rest. */
    id = house_sell(fixture, seller, 1, 100, 500);
    before = house_money(fixture, one);
    assert_int_equal(house_bid(fixture, one, id, 200), PB_OK);
    assert_int_equal(house_bid(fixture, one, id, 500), PB_OK);
    assert_int_equal(house_money(fixture, one), before - 500);
    /* The neutral house keeps 15 percent. */
    house_stand(fixture, seller, NEUTRAL_X);
    house_stand(fixture, one, NEUTRAL_X);
    id = house_sell(fixture, seller, 1, 1000, 1000);
    assert_int_equal(house_bid(fixture, one, id, 1000), PB_OK);
    house_wait(fixture, HOUR_MS);
    assert_int_equal(fixture->realm->stats.cuts, 500 + 25 + 150);
}

static void test_expiry(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    uint32_t unsold = house_sell(fixture, seller, 3, 10, 0), sold = house_sell(fixture, seller, 2, 10, 0),
             before = house_money(fixture, seller);
    const struct pb_world *world = fixture->world;
    struct pb_auction auction;
    const struct pb_mail *mail;

    house_wait(fixture, 12 * HOUR_MS - 1000);
    assert_true(house_see(fixture, seller, unsold, &auction));
    assert_int_equal(auction.time_left_s, 1);
    assert_int_equal(house_bid(fixture, buyer, sold, 10), PB_OK);
    house_wait(fixture, 1000);
    assert_false(house_see(fixture, seller, unsold, &auction));
    assert_int_equal(house_bid(fixture, buyer, unsold, 10), PB_E_gone);
    assert_int_equal(house_cancel(fixture, seller, unsold), PB_E_gone);
    mail = house_letter(fixture, seller, PB_MAIL_EXPIRED);
    assert_non_null(mail);
    assert_int_equal(mail->item_count, 3);
    assert_int_equal(mail->money, 0);
    assert_int_equal(world->take_mail(world->self, seller, mail->mail_id), PB_OK);
    assert_int_equal(goods_have(fixture, seller, ORE), 3);
    /* The deposit of what nobody bought stays with the house. */
    assert_int_equal(house_money(fixture, seller), before);
    assert_int_equal(house_letter(fixture, buyer, PB_MAIL_WON)->item_count, 2);
    house_wait(fixture, HOUR_MS);
    assert_int_equal(house_letter(fixture, seller, PB_MAIL_SOLD)->money, 10 + 100);
    /* Who is away finds it at the next login. */
    unsold = house_sell(fixture, seller, 1, 10, 0);
    {
        uint64_t guid = fixture_view(fixture, seller).guid;
        unsigned told;

        assert_int_equal(world->logout(world->self, seller), PB_OK);
        house_wait(fixture, 13 * HOUR_MS);
        told = fixture_count(fixture, PB_WORLD_MAIL, PB_NO_ACTOR);
        seller = fixture_login(fixture, guid);
        house_wait(fixture, 50);
        assert_int_equal(fixture_count(fixture, PB_WORLD_MAIL, PB_NO_ACTOR), told + 1);
        assert_int_equal(house_letter(fixture, seller, PB_MAIL_EXPIRED)->auction_id, unsold);
    }
}

static void test_cancel(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    uint32_t id = house_sell(fixture, seller, 3, 1000, 0), before = house_money(fixture, seller);
    const struct pb_mail *mail;

    assert_int_equal(house_cancel(fixture, buyer, id), PB_E_not_allowed);
    assert_int_equal(house_cancel(fixture, seller, id), PB_OK);
    assert_int_equal(house_cancel(fixture, seller, id), PB_E_gone);
    mail = house_letter(fixture, seller, PB_MAIL_CANCELLED);
    assert_int_equal(mail->item_count, 3);
    assert_int_equal(house_money(fixture, seller), before); /* the deposit is gone */
    /* With a bid it costs the house's cut, and the bidder has the money again. */
    id = house_sell(fixture, seller, 1, 1000, 0);
    before = house_money(fixture, seller);
    assert_int_equal(house_bid(fixture, buyer, id, 2000), PB_OK);
    fixture->realm->goods->money_out += before - 99;
    fixture->realm->actors[seller].money = 99;
    assert_int_equal(house_cancel(fixture, seller, id), PB_E_no_money);
    fixture->realm->goods->money_in += 1;
    fixture->realm->actors[seller].money = 100;
    assert_int_equal(house_cancel(fixture, seller, id), PB_OK);
    assert_int_equal(house_money(fixture, seller), 0);
    mail = house_letter(fixture, buyer, PB_MAIL_CANCELLED);
    assert_int_equal(mail->money, 2000);
    assert_int_equal(mail->item, 0);
    house_wait(fixture, 2 * HOUR_MS);
    assert_null(house_letter(fixture, seller, PB_MAIL_SOLD));
}

static void test_scan(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    const struct pb_world *world = fixture->world;
    struct pb_auction page[16];
    uint32_t ids[40], from, i, seen = 0, at = 0;
    unsigned count, k;

    for (i = 0; i < 40; i++)
        ids[i] = house_sell(fixture, seller, 1, 10 + i, 100 + i);
    for (i = 0; i < 40; i += 3)
        assert_int_equal(house_bid(fixture, buyer, ids[i], 1000), PB_OK);
    for (from = 0; (count = world->scan_auctions(world->self, buyer, from, page, 16)) > 0;
         from = page[count - 1].auction_id + 1)
        for (k = 0; k < count; k++, seen++) {
            while (at % 3 == 0)
                at++;
            assert_int_equal(page[k].auction_id, ids[at]);
            assert_int_equal(page[k].bid_next, 10 + at);
            assert_int_equal(page[k].buyout, 100 + at);
            assert_int_equal(page[k].seller_guid, fixture_view(fixture, seller).guid);
            at++;
        }
    assert_int_equal(seen, 40 - 14);
}

static void test_full(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller;
    uint32_t id, first = 0, i;

    house_open(fixture, 1, 0, 4);
    seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
    for (i = 0; i < 4; i++) {
        id = house_sell(fixture, seller, 1, 10, 0);
        first = first ? first : id;
    }
    goods_give(fixture, seller, ORE, 1);
    assert_int_equal(house_post(fixture, seller, ORE, 1, 10, 0, 12, &id), PB_E_limit_reached);
    assert_int_equal(goods_have(fixture, seller, ORE), 1);
    assert_int_equal(house_money(fixture, seller), PURSE - 4 * 100);
    assert_int_equal(house_cancel(fixture, seller, first), PB_OK);
    assert_int_equal(house_post(fixture, seller, ORE, 1, 10, 0, 12, &id), PB_OK);
    /* What letters there may be is bounded too: what is offered can always end. */
    assert_int_equal(house_cancel(fixture, seller, id), PB_OK);
    fixture->realm->post->used += PB_LETTERS_MOST - 4 * PB_LOT_LETTERS;
    goods_give(fixture, seller, HERB, 1);
    assert_int_equal(fixture->world->post_auction(fixture->world->self, seller,
                                                  goods_slot(fixture, seller, HERB), 1, 10, 0, 12, &id),
                     PB_E_limit_reached);
    fixture->realm->post->used -= PB_LETTERS_MOST - 4 * PB_LOT_LETTERS;
    fixture_check(fixture);
}

/* A purse that would hold too much leaves the letter where it is, and so do full bags. */
static void test_no_room(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    const struct pb_world *world = fixture->world;
    uint32_t id = house_sell(fixture, seller, 20, 1000, 5000), most;
    struct pb_mail mail;

    assert_int_equal(house_bid(fixture, buyer, id, 5000), PB_OK);
    goods_give(fixture, buyer, BAND, fixture_status(fixture, buyer).free_slots);
    mail = *house_letter(fixture, buyer, PB_MAIL_WON);
    assert_int_equal(world->take_mail(world->self, buyer, mail.mail_id), PB_E_inventory_full);
    assert_non_null(house_letter(fixture, buyer, PB_MAIL_WON));
    house_wait(fixture, HOUR_MS);
    mail = *house_letter(fixture, seller, PB_MAIL_SOLD);
    most = UINT32_MAX - house_money(fixture, seller);
    fixture->realm->goods->money_in += most;
    fixture->realm->actors[seller].money += most;
    assert_int_equal(world->take_mail(world->self, seller, mail.mail_id), PB_E_not_allowed);
    fixture_check(fixture);
    assert_non_null(house_letter(fixture, seller, PB_MAIL_SOLD));
    house_stand(fixture, seller, NOWHERE_X);
    assert_int_equal(world->take_mail(world->self, seller, mail.mail_id), PB_E_too_far);
}

/* What is due in a second is done in its parts: five ends and ten letters in each, and no part has more,
 * however much is due at once. What waits takes no bid. */
static void test_a_second_has_parts(void **state)
{
    enum { LOTS = 60 };
    struct fixture *fixture = *state;
    const struct pb_realm_stats *stats = pb_realm_stats(fixture->realm);
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    uint32_t ids[LOTS], second;
    unsigned i, parts = 0, told = 0;

    for (i = 0; i < LOTS; i++)
        ids[i] = house_sell(fixture, seller, 1, 100, i % 2 ? 200 : 0);
    for (i = 1; i < LOTS; i += 2)
        assert_int_equal(house_bid(fixture, buyer, ids[i], 200), PB_OK);
    for (i = 0; i < LOTS; i += 2)
        assert_int_equal(house_bid(fixture, buyer, ids[i], 100), PB_OK);
    /* The money of what was sold is on its way for an hour. */
    fixture->seen_count = 0;
    while (told < LOTS / 2) {
        unsigned before = told;

        pb_realm_update(fixture->realm, PB_HOUSE_PART_MS);
        fixture_hear(fixture);
        for (told = 0, i = 0; i < fixture->seen_count; i++)
            told += fixture->seen[i].type == PB_WORLD_MAIL && fixture->seen[i].actor == seller;
        assert_true(told - before <= 10);
    }
    second = fixture->realm->houses->lots[pb_lot_find(fixture->realm, PB_HOUSE_ALLIANCE, ids[0])].ends_s;
    while (fixture->realm->houses->now_s + 1 < second)
        pb_realm_update(fixture->realm, 1000);
    while (stats->auctions) {
        uint64_t before = stats->auctions;

        pb_realm_update(fixture->realm, PB_HOUSE_PART_MS);
        assert_true(before - stats->auctions <= 5);
        parts += before > stats->auctions;
        if (stats->auctions && stats->auctions < LOTS / 2)
            assert_int_equal(house_bid(fixture, seller, ids[LOTS - 2], 1000), PB_E_gone);
    }
    assert_int_equal(parts, LOTS / 2 / 5);
    assert_int_equal(fixture->realm->houses->now_s, second);
    fixture_hear(fixture);
    fixture_check(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_houses, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_deposit, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_refused, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_bids, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_buyout, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_expiry, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_cancel, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_scan, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_full, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_a_second_has_parts, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_no_room, house_setup, house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
