/* House: random operations beside a model that keeps the rules in the plainest way; races in both orders. */
#include "house_fixture.h"

enum { ACTORS = 6, STEPS = 300, SEEDS = 200, MOST = 400, LETTERS = 2000 };

/* ---- The model ---- */

struct model_lot {
    uint32_t id, least, bid, buyout, deposit, ends_s;
    int seller, bidder; /* actors; bidder -1: nobody */
    unsigned count, house;
};
struct model_letter {
    int to;
    uint32_t money, items, arrives_s;
};
struct model {
    struct model_lot lots[MOST];
    struct model_letter letters[LETTERS];
    uint32_t money[ACTORS], items[ACTORS];
    unsigned lot_count, letter_count, now_s;
};

static void write_to(struct model *model, int to, uint32_t money, uint32_t items, uint32_t delay_s)
{
    assert_true(model->letter_count < LETTERS);
    model->letters[model->letter_count++] = (struct model_letter){to, money, items, model->now_s + delay_s};
}

static struct model_lot *model_find(struct model *model, unsigned house, uint32_t id)
{
    unsigned i;

    for (i = 0; i < model->lot_count; i++)
        if (model->lots[i].id == id && model->lots[i].house == house)
            return &model->lots[i];
    return NULL;
}

static void model_sell(struct model *model, struct model_lot *lot)
{
    uint32_t cut = lot->bid * (lot->house == PB_HOUSE_NEUTRAL ? 15u : 5u) / 100u;

    write_to(model, lot->bidder, 0, lot->count, 0);
    write_to(model, lot->seller, lot->bid - cut + lot->deposit, 0, 3600);
    *lot = model->lots[--model->lot_count];
}

static void model_wait(struct model *model, uint32_t until_s)
{
    unsigned i, first;

    for (;;) {
        first = model->lot_count;
        for (i = 0; i < model->lot_count; i++)
            if (model->lots[i].ends_s <= until_s &&
                (first == model->lot_count || model->lots[i].ends_s < model->lots[first].ends_s))
                first = i;
        if (first == model->lot_count)
            break;
        model->now_s = model->lots[first].ends_s;
        if (model->lots[first].bid) {
            model_sell(model, &model->lots[first]);
        } else {
            write_to(model, model->lots[first].seller, 0, model->lots[first].count, 0);
            model->lots[first] = model->lots[--model->lot_count];
        }
    }
    model->now_s = until_s;
}

static uint32_t model_next(const struct model_lot *lot)
{
    uint32_t next = !lot->bid ? lot->least : lot->bid + (lot->bid / 20 ? lot->bid / 20 : 1);

    return lot->buyout && next > lot->buyout ? lot->buyout : next;
}

static int model_bid(struct model *model, unsigned house, int who, uint32_t id, uint32_t amount)
{
    struct model_lot *lot = model_find(model, house, id);
    uint32_t price, cost;

    if (!lot)
        return PB_E_gone;
    if (lot->seller == who || lot->seller / 2 == who / 2) /* two characters an account */
        return PB_E_not_allowed;
    price = lot->buyout && amount > lot->buyout ? lot->buyout : amount;
    if (amount < model_next(lot))
        return PB_E_outbid;
    cost = price - (lot->bidder == who ? lot->bid : 0);
    if (model->money[who] < cost)
        return PB_E_no_money;
    if (lot->bid && lot->bidder != who)
        write_to(model, lot->bidder, lot->bid, 0, 0);
    model->money[who] -= cost;
    lot->bid = price;
    lot->bidder = who;
    if (price == lot->buyout)
        model_sell(model, lot);
    return PB_OK;
}

static int model_cancel(struct model *model, unsigned house, int who, uint32_t id)
{
    struct model_lot *lot = model_find(model, house, id);
    uint32_t cut;

    if (!lot)
        return PB_E_gone;
    if (lot->seller != who)
        return PB_E_not_allowed;
    cut = lot->bid * (lot->house == PB_HOUSE_NEUTRAL ? 15u : 5u) / 100u;
    if (model->money[who] < cut)
        return PB_E_no_money;
    model->money[who] -= cut;
    if (lot->bid)
        write_to(model, lot->bidder, lot->bid, 0, 0);
    write_to(model, who, 0, lot->count, 0);
    *lot = model->lots[--model->lot_count];
    return PB_OK;
}

static int model_post(struct model *model, unsigned house, int who, unsigned count, uint32_t bid,
                      uint32_t buyout, unsigned hours, uint32_t id)
{
    uint32_t deposit = 100 * count * (house == PB_HOUSE_NEUTRAL ? 75u : 15u) / 100 * (hours / 12);

    deposit = deposit < 100 ? 100 : deposit;
    if (buyout && buyout < bid)
        return PB_E_not_allowed;
    if (model->money[who] < deposit)
        return PB_E_no_money;
    assert_true(model->lot_count < MOST);
    model->money[who] -= deposit;
    model->items[who] -= count;
    model->lots[model->lot_count++] =
        (struct model_lot){id, bid, 0, buyout, deposit, model->now_s + hours * 3600, who, -1, count, house};
    return PB_OK;
}

/* ---- Both ---- */

struct pair {
    struct fixture *fixture;
    struct model model;
    pb_actor actors[ACTORS];
    uint64_t chance;
};

static uint32_t any(struct pair *pair, uint32_t bound)
{
    return pb_seed_below(&pair->chance, bound);
}

/* Takes one of the letters that have arrived, as does the model. */
static void take_letter(struct pair *pair, int who)
{
    struct model *model = &pair->model;
    const struct pb_world *world = pair->fixture->world;
    struct pb_mail mails[64];
    unsigned count = world->get_mail(world->self, pair->actors[who], mails, 64), i, at;
    int error;

    if (!count)
        return;
    at = any(pair, count);
    error = world->take_mail(world->self, pair->actors[who], mails[at].mail_id);
    if (error == PB_E_inventory_full)
        return;
    assert_int_equal(error, PB_OK);
    for (i = 0; i < model->letter_count; i++)
        if (model->letters[i].to == who && model->letters[i].money == mails[at].money &&
            model->letters[i].items == mails[at].item_count && model->letters[i].arrives_s <= model->now_s)
            break;
    assert_true(i < model->letter_count);
    model->money[who] += model->letters[i].money;
    model->items[who] += model->letters[i].items;
    model->letters[i] = model->letters[--model->letter_count];
}

static void compare(struct pair *pair)
{
    const struct pb_world *world = pair->fixture->world;
    struct model *model = &pair->model;
    struct pb_mail mails[256];
    int who;

    for (who = 0; who < ACTORS; who++) {
        uint64_t money = 0, items = 0, theirs = 0, their_items = 0;
        unsigned count = world->get_mail(world->self, pair->actors[who], mails, 256), expected = 0, i;

        assert_int_equal(house_money(pair->fixture, pair->actors[who]), model->money[who]);
        assert_int_equal(goods_have(pair->fixture, pair->actors[who], ORE), model->items[who]);
        for (i = 0; i < count; i++) {
            money += mails[i].money;
            items += mails[i].item_count;
        }
        for (i = 0; i < model->letter_count; i++)
            if (model->letters[i].to == who && model->letters[i].arrives_s <= model->now_s) {
                theirs += model->letters[i].money;
                their_items += model->letters[i].items;
                expected++;
            }
        assert_int_equal(count, expected);
        assert_int_equal(money, theirs);
        assert_int_equal(items, their_items);
    }
    assert_int_equal(pair->fixture->realm->stats.auctions, model->lot_count);
}

/* What an actor sees of its house is what the model has. */
static void compare_scan(struct pair *pair, int who, unsigned house)
{
    const struct pb_world *world = pair->fixture->world;
    struct pb_auction page[7];
    uint32_t from = 0;
    unsigned count, i, seen = 0, known = 0;

    while ((count = world->scan_auctions(world->self, pair->actors[who], from, page, 7)) > 0) {
        for (i = 0; i < count; i++, seen++) {
            const struct model_lot *lot = model_find(&pair->model, house, page[i].auction_id);

            assert_non_null(lot);
            assert_true(page[i].auction_id >= from);
            from = page[i].auction_id + 1;
            assert_int_equal(page[i].bid, lot->bid);
            assert_int_equal(page[i].bid_next, model_next(lot));
            assert_int_equal(page[i].buyout, lot->buyout);
            assert_int_equal(page[i].count, lot->count);
            assert_int_equal(page[i].time_left_s, lot->ends_s - pair->model.now_s);
            assert_int_equal(page[i].is_ours, lot->seller == who);
            assert_int_equal(page[i].is_highest, lot->bidder == who);
        }
    }
    for (i = 0; i < pair->model.lot_count; i++)
        known += pair->model.lots[i].house == house;
    assert_int_equal(seen, known);
}

static void step(struct pair *pair)
{
    struct fixture *fixture = pair->fixture;
    struct model *model = &pair->model;
    int who = (int)any(pair, ACTORS);
    /* Alliance, Horde, and all together. */
    unsigned house = any(pair, 2) ? PB_HOUSE_NEUTRAL : who < ACTORS / 2 ? PB_HOUSE_ALLIANCE : PB_HOUSE_HORDE;
    static const unsigned hours[] = {12, 24, 48};
    uint32_t id = 0, amount;
    const struct model_lot *lot = model->lot_count ? &model->lots[any(pair, model->lot_count)] : NULL;

    house_stand(fixture, pair->actors[who],
                house == PB_HOUSE_NEUTRAL    ? NEUTRAL_X
                : house == PB_HOUSE_ALLIANCE ? ALLIANCE_X
                                             : HORDE_X);
    switch (any(pair, 8)) {
    case 0:
    case 1:
        if (model->items[who]) {
            unsigned slot = goods_slot(fixture, pair->actors[who], ORE), long_ = hours[any(pair, 3)];
            const struct pb_realm_actor *actor = &fixture->realm->actors[pair->actors[who]];
            unsigned count = 1 + any(pair, actor->items[pb_bag_find(actor, slot)].count);
            uint32_t bid = 1 + any(pair, 3000), buyout = any(pair, 3) ? 1 + any(pair, 6000) : 0;
            int error = fixture->world->post_auction(fixture->world->self, pair->actors[who], slot, count,
                                                     bid, buyout, long_, &id);

            assert_int_equal(error, model_post(model, house, who, count, bid, buyout, long_, id));
        }
        break;
    case 2:
    case 3:
    case 4:
        if (lot) {
            static const int32_t off[] = {-1, 0, 0, 1, 50, 5000};

            amount = (uint32_t)((int32_t)model_next(lot) + off[any(pair, 6)]);
            id = lot->id;
            assert_int_equal(fixture->world->bid_auction(fixture->world->self, pair->actors[who], id, amount),
                             model_bid(model, house, who, id, amount));
        }
        break;
    case 5:
        if (lot) {
            id = lot->id;
            assert_int_equal(fixture->world->cancel_auction(fixture->world->self, pair->actors[who], id),
                             model_cancel(model, house, who, id));
        }
        break;
    case 6:
        take_letter(pair, who);
        break;
    default:
        amount = any(pair, 3) ? any(pair, 5) : any(pair, 20 * 3600);
        pb_realm_update(fixture->realm, amount * 1000);
        fixture_hear(fixture);
        model_wait(model, model->now_s + amount);
        break;
    }
    fixture_check(fixture);
    compare(pair);
    if (!any(pair, 8))
        compare_scan(pair, who, house);
}

static void test_model(void **state)
{
    struct pair *pair = calloc(1, sizeof *pair);
    uint64_t seed = pb_seed("test_model");
    unsigned i, k, sold = 0, expired = 0, cancelled = 0;

    assert_non_null(pair);
    for (i = 0; i < SEEDS; i++) {
        pair->fixture = *state;
        pair->chance = seed + i;
        memset(&pair->model, 0, sizeof pair->model);
        fixture_again(pair->fixture, seed + i);
        for (k = 0; k < ACTORS; k++) {
            pair->actors[k] = house_actor(pair->fixture, k < ACTORS / 2 ? HUMAN : ORC, 1 + k / 2, NEUTRAL_X);
            goods_give(pair->fixture, pair->actors[k], ORE, 100);
            pair->model.items[k] = 100;
            pair->model.money[k] = PURSE;
        }
        for (k = 0; k < STEPS; k++)
            step(pair);
        sold += (unsigned)pair->fixture->realm->stats.auctions_sold;
        expired += (unsigned)pair->fixture->realm->stats.auctions_expired;
        cancelled += (unsigned)pair->fixture->realm->stats.auctions_cancelled;
    }
    assert_true(sold > SEEDS && expired > SEEDS && cancelled > SEEDS / 2);
    free(pair);
}

/* ---- Races: what two do in one tick, in both orders; and what one does when the other's time comes ---- */

/* Everything there is, wherever it lies. */
static uint64_t all_money(struct fixture *fixture)
{
    uint64_t sum = fixture->realm->post->money + fixture->realm->houses->money;
    uint32_t i;

    for (i = 0; i < fixture->realm->actor_count; i++)
        sum += fixture->realm->actors[i].money;
    return sum;
}

static uint64_t all_ore(struct fixture *fixture)
{
    uint64_t sum = fixture->realm->post->items + fixture->realm->houses->items;
    uint32_t i;

    for (i = 0; i < fixture->realm->actor_count; i++)
        sum += pb_bag_count(&fixture->realm->actors[i], ORE);
    return sum;
}

static void test_two_buyers(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X), buyers[2];
    unsigned first;

    buyers[0] = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    buyers[1] = house_actor(fixture, HUMAN, 3, ALLIANCE_X);
    for (first = 0; first < 2; first++) {
        uint32_t id = house_sell(fixture, seller, 2, 100, 500);
        uint32_t before = house_money(fixture, buyers[!first]);
        uint64_t money = all_money(fixture), ore = all_ore(fixture);

        assert_int_equal(house_bid(fixture, buyers[first], id, 500), PB_OK);
        assert_int_equal(house_bid(fixture, buyers[!first], id, 500), PB_E_gone);
        assert_int_equal(house_money(fixture, buyers[!first]), before);
        assert_int_equal(house_letter(fixture, buyers[first], PB_MAIL_WON)->auction_id, id);
        assert_int_equal(all_money(fixture), money - 25 + 100); /* cut, deposit */
        assert_int_equal(all_ore(fixture), ore);
    }
}

static void test_cancel_against_bid(void **state)
{
    struct fixture *fixture = *state;
    pb_actor seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X),
             buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
    uint32_t id = house_sell(fixture, seller, 2, 100, 500), before;
    uint64_t money, ore;

    /* The seller is first: the buyer keeps the money. */
    before = house_money(fixture, buyer);
    assert_int_equal(house_cancel(fixture, seller, id), PB_OK);
    assert_int_equal(house_bid(fixture, buyer, id, 500), PB_E_gone);
    assert_int_equal(house_money(fixture, buyer), before);
    /* The buyer is first: it is sold. */
    id = house_sell(fixture, seller, 2, 100, 500);
    money = all_money(fixture);
    ore = all_ore(fixture);
    assert_int_equal(house_bid(fixture, buyer, id, 500), PB_OK);
    assert_int_equal(house_cancel(fixture, seller, id), PB_E_gone);
    assert_int_equal(all_money(fixture), money - 25 + 100);
    assert_int_equal(all_ore(fixture), ore);
    /* A bid that comes first comes back. */
    id = house_sell(fixture, seller, 2, 100, 500);
    money = all_money(fixture);
    assert_int_equal(house_bid(fixture, buyer, id, 200), PB_OK);
    assert_int_equal(house_cancel(fixture, seller, id), PB_OK);
    assert_int_equal(all_money(fixture), money - 10);
    assert_int_equal(house_letter(fixture, buyer, PB_MAIL_CANCELLED)->money, 200);
}

/* Whatever the length of the ticks, a bid before the last second counts, and one after it does not. */
static void test_expiry_against_bid(void **state)
{
    static const uint32_t ticks[] = {1, 7, 50, 333, 1000, 5000, 3600000};
    struct fixture *fixture = *state;
    unsigned i, is_late;

    for (i = 0; i < sizeof ticks / sizeof *ticks; i++)
        for (is_late = 0; is_late < 2; is_late++) {
            pb_actor seller, buyer;
            uint32_t id, to_ms, passed, tick;

            fixture_again(fixture, i);
            seller = house_actor(fixture, HUMAN, 1, ALLIANCE_X);
            buyer = house_actor(fixture, HUMAN, 2, ALLIANCE_X);
            pb_realm_update(fixture->realm, 12345);
            id = house_sell(fixture, seller, 2, 100, 500);
            /* Its end is the beginning of a second of the house. */
            to_ms = 12u * HOUR_MS - 345 - !is_late;
            /* An update takes no more than four hours to the millisecond. */
            for (passed = 0; passed < to_ms - 40000; passed += tick) {
                tick = to_ms - 40000 - passed < HOUR_MS ? to_ms - 40000 - passed : HOUR_MS;
                pb_realm_update(fixture->realm, tick);
            }
            for (; passed < to_ms; passed += tick) {
                tick = ticks[i] < to_ms - passed ? ticks[i] : to_ms - passed;
                pb_realm_update(fixture->realm, tick);
            }
            assert_int_equal(house_bid(fixture, buyer, id, 200), is_late ? PB_E_gone : PB_OK);
            house_wait(fixture, 1);
            assert_int_equal(house_letter(fixture, seller, PB_MAIL_EXPIRED) != NULL, is_late);
            assert_int_equal(house_letter(fixture, buyer, PB_MAIL_WON) != NULL, !is_late);
            assert_int_equal(house_money(fixture, buyer), PURSE - (is_late ? 0 : 200));
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_model, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_two_buyers, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_cancel_against_bid, house_setup, house_teardown),
        cmocka_unit_test_setup_teardown(test_expiry_against_bid, house_setup, house_teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
