#include "../scarce.h"
#include "trade_fixture.h"

enum { NOBODY = 0xffff /* a slot that there is not */ };

/* ---- Asking ---- */

static void test_asking(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             other = fixture_actor(fixture, 1, WARRIOR, 11, 0),
             third = fixture_actor(fixture, 1, WARRIOR, 5, 0),
             far = fixture_actor(fixture, 1, WARRIOR, 0, 11.2f),
             orc = fixture_actor(fixture, 1, WARRIOR, 1, 1);
    struct pb_trade_view view;

    fixture->realm->actors[orc].race = 2;
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(one)), PB_E_not_allowed);
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(900)), PB_E_gone);
    assert_int_equal(world->ask_trade(world->self, one, SMITH), PB_E_gone);
    assert_int_equal(world->ask_trade(world->self, 900, PB_OBJECT_OF_ACTOR(one)), PB_E_gone);
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(orc)), PB_E_not_allowed);
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(far)), PB_E_too_far);
    assert_int_equal(world->get_trade(world->self, one, &view), PB_E_gone);
    assert_int_equal(world->answer_trade(world->self, one, 1), PB_E_gone);
    assert_int_equal(world->cancel_trade(world->self, one), PB_E_gone);

    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_OK);
    fixture_hear(fixture);
    assert_int_equal(fixture_last(fixture, PB_WORLD_TRADE_ASKED, other)->guid,
                     fixture_view(fixture, one).guid);
    assert_null(fixture_last(fixture, PB_WORLD_TRADE_ASKED, one));
    assert_false(trade_view(fixture, other).is_open);
    assert_true(fixture_status(fixture, one).flags & PB_ACTOR_TRADING);
    /* Both are busy, for others and for each other. */
    assert_int_equal(world->ask_trade(world->self, third, PB_OBJECT_OF_ACTOR(one)), PB_E_busy);
    assert_int_equal(world->ask_trade(world->self, third, PB_OBJECT_OF_ACTOR(other)), PB_E_busy);
    assert_int_equal(world->ask_trade(world->self, other, PB_OBJECT_OF_ACTOR(one)), PB_E_busy);
    /* Who asked does not answer, and nothing lies there before the answer. */
    assert_int_equal(world->answer_trade(world->self, one, 1), PB_E_not_allowed);
    assert_int_equal(world->set_trade_money(world->self, one, 0), PB_E_not_allowed);
    assert_int_equal(world->accept_trade(world->self, one, trade_view(fixture, one).version),
                     PB_E_not_allowed);
    assert_int_equal(world->answer_trade(world->self, other, 0), PB_OK);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_not_allowed);
}

static void test_numbers(void **state)
{
    struct fixture *fixture = *state;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    struct pb_trade_view mine, theirs;
    uint64_t before;
    uint32_t version;

    trade_open(fixture, one, other);
    mine = trade_view(fixture, one);
    theirs = trade_view(fixture, other);
    assert_true(mine.is_open && theirs.is_open);
    assert_int_equal(mine.trade_id, theirs.trade_id);
    assert_int_not_equal(mine.trade_id, 0);
    assert_int_equal(mine.version, theirs.version);
    assert_int_equal(mine.partner, PB_OBJECT_OF_ACTOR(other));
    assert_int_equal(mine.partner_guid, fixture_view(fixture, other).guid);
    before = mine.trade_id;
    version = mine.version;
    assert_int_equal(fixture->world->cancel_trade(fixture->world->self, other), PB_OK);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_cancelled);
    trade_open(fixture, one, other);
    assert_int_not_equal(trade_view(fixture, one).trade_id, before);
    /* What was seen of another trade is no consent to this one. */
    assert_int_equal(fixture->world->accept_trade(fixture->world->self, one, version), PB_E_changed);
}

/* ---- What may be offered ---- */

static void test_offers(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    unsigned cloth, bag;
    struct pb_trade_view view;
    uint32_t version;

    goods_give(fixture, one, CLOTH, 7);
    goods_give(fixture, one, TOKEN, 1);
    goods_give(fixture, one, BAG, 1);
    goods_give(fixture, one, BAND, 1);
    trade_open(fixture, one, other);
    cloth = goods_slot(fixture, one, CLOTH);
    version = trade_view(fixture, one).version;
    /* Whole stacks of what one has, each once, in one of six places. */
    assert_int_equal(world->set_trade_item(world->self, one, 0, cloth, 6), PB_E_not_allowed);
    assert_int_equal(world->set_trade_item(world->self, one, 0, cloth, 8), PB_E_not_allowed);
    assert_int_equal(world->set_trade_item(world->self, one, PB_TRADE_SLOTS, cloth, 7), PB_E_not_allowed);
    assert_int_equal(world->set_trade_item(world->self, one, 0, 60, 1), PB_E_gone);
    assert_int_equal(world->set_trade_item(world->self, one, 0, NOBODY, 1), PB_E_gone);
    assert_int_equal(world->set_trade_item(world->self, other, 0, cloth, 7), PB_E_gone);
    assert_int_equal(trade_view(fixture, one).version, version);
    assert_int_equal(world->set_trade_item(world->self, one, 0, cloth, 7), PB_OK);
    assert_int_equal(world->set_trade_item(world->self, one, 1, cloth, 7), PB_E_not_allowed);
    assert_int_not_equal(trade_view(fixture, one).version, version);
    view = trade_view(fixture, other);
    assert_int_equal(view.items[1][0].entry, CLOTH);
    assert_int_equal(view.items[1][0].count, 7);
    assert_int_equal(trade_view(fixture, one).items[0][0].slot, cloth);
    /* Things of quests, what is bound, and bags in use stay. */
    assert_int_equal(trade_offer(fixture, one, 1, TOKEN), PB_E_not_allowed);
    assert_int_equal(world->move_item(world->self, one, goods_slot(fixture, one, BAND), PB_SLOT_FINGER2),
                     PB_OK);
    assert_int_equal(world->set_trade_item(world->self, one, 1, PB_SLOT_FINGER2, 1), PB_E_not_allowed);
    bag = goods_slot(fixture, one, BAG);
    assert_int_equal(trade_offer(fixture, one, 1, BAG), PB_OK);
    /* What leaves its place is taken out of the trade. */
    assert_int_equal(world->move_item(world->self, one, bag, PB_BAG_SLOT_FIRST), PB_OK);
    assert_int_equal(trade_view(fixture, one).items[0][1].entry, 0);
    assert_int_equal(world->set_trade_item(world->self, one, 1, PB_BAG_SLOT_FIRST, 1), PB_E_not_allowed);
    /* Out again. */
    version = trade_view(fixture, one).version;
    assert_int_equal(world->set_trade_item(world->self, one, 3, 0, 0), PB_OK);
    assert_int_equal(trade_view(fixture, one).version, version);
    assert_int_equal(world->set_trade_item(world->self, one, 0, 0, 0), PB_OK);
    assert_int_equal(trade_view(fixture, one).items[0][0].entry, 0);
    assert_int_not_equal(trade_view(fixture, one).version, version);
    fixture_check(fixture);
}

static void test_money(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    pb_realm_give_money(fixture->realm, one, 100, PB_REALM_GOLD_OTHER);
    trade_open(fixture, one, other);
    assert_int_equal(world->set_trade_money(world->self, one, 101), PB_E_no_money);
    assert_int_equal(world->set_trade_money(world->self, one, 100), PB_OK);
    assert_int_equal(trade_view(fixture, other).money[1], 100);
    assert_int_equal(trade_view(fixture, one).money[0], 100);
    /* What was spent since cannot be given: both think again, and the trade goes on. */
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(pb_realm_take_money(fixture->realm, one, 1, PB_REALM_GOLD_OTHER), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_E_no_money);
    assert_false(trade_view(fixture, one).is_accepted[1]);
    assert_int_equal(world->set_trade_money(world->self, one, 99), PB_OK);
    /* A purse that is full. */
    pb_realm_give_money(fixture->realm, other, 0x7ffffffe - 98, PB_REALM_GOLD_OTHER);
    assert_int_equal(trade_accept(fixture, one), PB_E_no_money);
    assert_int_equal(pb_realm_take_money(fixture->realm, other, 1, PB_REALM_GOLD_OTHER), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_reason(fixture, one, other), PB_OK);
    assert_int_equal(fixture_view(fixture, one).money, 0);
    assert_int_equal(fixture_view(fixture, other).money, 0x7ffffffe);
}

/* ---- Accepting ---- */

static void test_exchange(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    uint64_t created = fixture->realm->stats.money_created;

    goods_give(fixture, one, CLOTH, 7);
    goods_give(fixture, other, CLOTH, 16);
    goods_give(fixture, other, PRIZE, 1);
    pb_realm_give_money(fixture->realm, one, 100, PB_REALM_GOLD_OTHER);
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 2, CLOTH), PB_OK);
    assert_int_equal(world->set_trade_money(world->self, one, 60), PB_OK);
    assert_int_equal(trade_offer(fixture, other, 5, PRIZE), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    assert_true(trade_view(fixture, other).is_accepted[1]);
    assert_false(trade_view(fixture, other).is_accepted[0]);
    /* Again does nothing. */
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    fixture_hear(fixture);
    fixture->seen_count = 0;
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_reason(fixture, one, other), PB_OK);
    assert_int_equal(fixture_last(fixture, PB_WORLD_ITEM, one)->entry, PRIZE);
    assert_int_equal(fixture_last(fixture, PB_WORLD_ITEM, other)->entry, CLOTH);
    assert_int_equal(goods_have(fixture, one, CLOTH), 0);
    assert_int_equal(goods_have(fixture, one, PRIZE), 1);
    assert_int_equal(goods_have(fixture, other, CLOTH), 23);
    assert_int_equal(goods_have(fixture, other, PRIZE), 0);
    /* On stacks that were there first. */
    assert_int_equal(
        fixture->realm->actors[other]
            .items[pb_bag_find(&fixture->realm->actors[other], goods_slot(fixture, other, CLOTH))]
            .count,
        20);
    assert_int_equal(fixture_view(fixture, one).money, 40);
    assert_int_equal(fixture_view(fixture, other).money, 60);
    assert_int_equal(fixture->realm->stats.money_created - created, 100);
    assert_int_equal(pb_realm_gold(fixture->realm)->got[PB_REALM_GOLD_TRADE], 60);
    assert_int_equal(pb_realm_gold(fixture->realm)->gave[PB_REALM_GOLD_TRADE], 60);
    assert_int_equal(fixture->realm->stats.trades, 1);
}

/* Every change takes back what was accepted, whoever makes it. */
static void test_changes_reset(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    unsigned kind, who;

    goods_give(fixture, one, CLOTH, 7);
    goods_give(fixture, one, BREAD, 2);
    goods_give(fixture, one, POTION, 2);
    pb_realm_give_money(fixture->realm, one, 100, PB_REALM_GOLD_OTHER);
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
    for (kind = 0; kind < 6; kind++)
        for (who = 0; who < 2; who++) {
            uint32_t version = trade_view(fixture, one).version;

            assert_int_equal(trade_accept(fixture, who ? other : one), PB_OK);
            switch (kind) {
            case 0:
                assert_int_equal(world->set_trade_money(world->self, one, 5 + who), PB_OK);
                break;
            case 1:
                assert_int_equal(world->set_trade_item(world->self, one, 1 + who, 0, 0), PB_OK);
                assert_int_equal(trade_offer(fixture, one, 1 + who, who ? POTION : BREAD), PB_OK);
                break;
            case 2:
                assert_int_equal(world->set_trade_item(world->self, one, 1 + who, 0, 0), PB_OK);
                break;
            case 3:
                /* Some of what lies there is destroyed. */
                assert_int_equal(world->destroy_item(world->self, one, goods_slot(fixture, one, CLOTH), 1),
                                 PB_OK);
                assert_int_equal(trade_view(fixture, other).items[1][0].entry, 0);
                assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
                break;
            case 4:
                /* More comes onto the stack. */
                goods_give(fixture, one, CLOTH, 1);
                assert_int_equal(trade_view(fixture, other).items[1][0].entry, 0);
                assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
                break;
            default:
                /* It is sold to the smith. */
                assert_int_equal(
                    world->sell_item(world->self, one, SMITH, goods_slot(fixture, one, CLOTH), 1), PB_OK);
                assert_int_equal(trade_view(fixture, other).items[1][0].entry, 0);
                assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
            }
            assert_false(trade_view(fixture, one).is_accepted[0] || trade_view(fixture, one).is_accepted[1]);
            assert_int_not_equal(trade_view(fixture, one).version, version);
            assert_int_equal(world->accept_trade(world->self, who ? one : other, version), PB_E_changed);
            assert_false(trade_view(fixture, one).is_accepted[0] || trade_view(fixture, one).is_accepted[1]);
            fixture_check(fixture);
        }
}

static void fill_bags(struct fixture *fixture, pb_actor actor, unsigned left)
{
    while (fixture->realm->actors[actor].free_slots > left)
        goods_give(fixture, actor, PRIZE, 1);
}

static void test_full_bags(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    goods_give(fixture, one, CLOTH, 7);
    pb_realm_give_money(fixture->realm, one, 10, PB_REALM_GOLD_OTHER);
    fill_bags(fixture, other, 0);
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(world->set_trade_money(world->self, one, 10), PB_OK);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_E_inventory_full);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_inventory_full);
    assert_int_equal(goods_have(fixture, one, CLOTH), 7);
    assert_int_equal(fixture_view(fixture, one).money, 10);
    /* The place of what it gives is free; the money moves with it. */
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(trade_offer(fixture, other, 0, PRIZE), PB_OK);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    assert_int_equal(goods_have(fixture, other, CLOTH), 7);
    assert_int_equal(goods_have(fixture, one, PRIZE), 1);
    fixture_check(fixture);
}

static void test_unique(void **state)
{
    struct fixture *fixture = *state;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    goods_give(fixture, one, ONLY_ONE, 1);
    goods_give(fixture, other, ONLY_ONE, 1);
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 0, ONLY_ONE), PB_OK);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_E_not_allowed);
    assert_int_equal(trade_reason(fixture, one, other), PB_E_not_allowed);
    assert_int_equal(goods_have(fixture, one, ONLY_ONE), 1);
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 0, ONLY_ONE), PB_OK);
    assert_int_equal(trade_offer(fixture, other, 0, ONLY_ONE), PB_OK);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    fixture_check(fixture);
}

/* What is worn is handed over as it is, but not in a fight; its owner is dressed anew. */
static void test_worn(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    float armed = fixture->realm->actors[one].damage_per_s;

    trade_open(fixture, one, other);
    fixture->realm->actors[one]
        .items[pb_bag_find(&fixture->realm->actors[one], PB_SLOT_MAIN_HAND)]
        .durability = 60;
    assert_int_equal(world->set_trade_item(world->self, one, 0, PB_SLOT_MAIN_HAND, 1), PB_OK);
    assert_int_equal(world->attack(world->self, one, BEAST_OBJECT), PB_OK);
    assert_true(fixture_status(fixture, one).flags & PB_ACTOR_IN_COMBAT);
    assert_int_equal(world->set_trade_item(world->self, one, 1, PB_SLOT_HEAD, 1), PB_E_in_combat);
    assert_int_equal(trade_accept(fixture, other), PB_E_in_combat);
    assert_int_equal(world->stop_attack(world->self, one), PB_OK);
    pb_realm_disengage(fixture->realm, one);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    assert_true(fixture->realm->actors[one].damage_per_s < armed);
    assert_int_equal(
        fixture->realm->actors[other]
            .items[pb_bag_find(&fixture->realm->actors[other], goods_slot(fixture, other, TWO_HANDER))]
            .durability,
        60);
    fixture_check(fixture);
}

/* Without memory nothing has moved. */
static void test_scarce(void **state)
{
    struct fixture *fixture = *state;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    struct pb_realm *realm = fixture->realm;
    struct pb_scarce scarce;
    struct pb_memory libc = realm->options.memory;

    goods_give(fixture, one, CLOTH, 7);
    goods_give(fixture, one, BREAD, 2);
    trade_open(fixture, one, other);
    assert_int_equal(trade_offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(trade_offer(fixture, one, 1, BREAD), PB_OK);
    assert_int_equal(trade_accept(fixture, one), PB_OK);
    realm->actors[other].item_capacity = realm->actors[other].item_count;
    pb_scarce_init(&scarce, 0);
    realm->options.memory = scarce.memory;
    assert_int_equal(trade_accept(fixture, other), PB_E_no_memory);
    realm->options.memory = libc;
    assert_int_equal(goods_have(fixture, one, CLOTH), 7);
    assert_int_equal(goods_have(fixture, other, CLOTH), 0);
    assert_int_equal(trade_accept(fixture, other), PB_OK);
    assert_int_equal(goods_have(fixture, other, CLOTH), 7);
    fixture_check(fixture);
}

#define T(name) cmocka_unit_test_setup_teardown(name, goods_setup, goods_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(test_asking),        T(test_numbers),   T(test_offers), T(test_money), T(test_exchange),
        T(test_changes_reset), T(test_full_bags), T(test_unique), T(test_worn),  T(test_scarce)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
