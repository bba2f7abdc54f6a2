#include "../scarce.h"
#include "goods_fixture.h"

enum {
    NOBODY = 0xffff, /* a slot that there is not */
    ANSWER_MS = 60000,
    HUMAN = 5000
};

/* A human who acts, with things that are given to it afterwards. */
static pb_actor human_at(struct fixture *fixture, uint64_t guid, float x, float y)
{
    struct pb_realm_character character = {.guid = guid,
                                           .level = 1,
                                           .race = 1,
                                           .character_class = WARRIOR,
                                           .experience = 1,
                                           .name = "Human",
                                           .position = {x, y, 0, 0, 12}};
    pb_actor actor;

    assert_int_equal(pb_realm_add_human(fixture->realm, &character, &actor), PB_OK);
    return actor;
}

static struct pb_trade_view view_of(struct fixture *fixture, pb_actor actor)
{
    struct pb_trade_view view;

    assert_int_equal(fixture->world->get_trade(fixture->world->self, actor, &view), PB_OK);
    return view;
}

static int has_trade(struct fixture *fixture, pb_actor actor)
{
    struct pb_trade_view view;

    return fixture->world->get_trade(fixture->world->self, actor, &view) == PB_OK;
}

static void open_trade(struct fixture *fixture, pb_actor one, pb_actor other)
{
    const struct pb_world *world = fixture->world;

    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_OK);
    assert_int_equal(world->answer_trade(world->self, other, 1), PB_OK);
}

static int offer(struct fixture *fixture, pb_actor actor, unsigned trade_slot, uint32_t entry)
{
    unsigned slot = goods_slot(fixture, actor, entry);
    const struct pb_realm_actor *one = &fixture->realm->actors[actor];

    return fixture->world->set_trade_item(fixture->world->self, actor, trade_slot, slot,
                                          one->items[pb_bag_find(one, slot)].count);
}

static int accept(struct fixture *fixture, pb_actor actor)
{
    return fixture->world->accept_trade(fixture->world->self, actor, view_of(fixture, actor).version);
}

/* The reason why the trade of both has ended; each must have been told once. */
static int reason(struct fixture *fixture, pb_actor one, pb_actor other)
{
    const struct pb_world_event *first, *second;

    fixture_hear(fixture);
    first = fixture_last(fixture, PB_WORLD_TRADE_ENDED, one);
    second = fixture_last(fixture, PB_WORLD_TRADE_ENDED, other);
    assert_non_null(first);
    assert_non_null(second);
    assert_int_equal(first->error, second->error);
    assert_int_equal(fixture_count(fixture, PB_WORLD_TRADE_ENDED, one), 1);
    assert_int_equal(fixture_count(fixture, PB_WORLD_TRADE_ENDED, other), 1);
    assert_false(has_trade(fixture, one) || has_trade(fixture, other));
    assert_int_equal(
        (fixture_status(fixture, one).flags | fixture_status(fixture, other).flags) & PB_ACTOR_TRADING, 0);
    fixture_check(fixture);
    return first->error;
}

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
    assert_false(view_of(fixture, other).is_open);
    assert_true(fixture_status(fixture, one).flags & PB_ACTOR_TRADING);
    /* Both are busy, for others and for each other. */
    assert_int_equal(world->ask_trade(world->self, third, PB_OBJECT_OF_ACTOR(one)), PB_E_busy);
    assert_int_equal(world->ask_trade(world->self, third, PB_OBJECT_OF_ACTOR(other)), PB_E_busy);
    assert_int_equal(world->ask_trade(world->self, other, PB_OBJECT_OF_ACTOR(one)), PB_E_busy);
    /* Who asked does not answer, and nothing lies there before the answer. */
    assert_int_equal(world->answer_trade(world->self, one, 1), PB_E_not_allowed);
    assert_int_equal(world->set_trade_money(world->self, one, 0), PB_E_not_allowed);
    assert_int_equal(world->accept_trade(world->self, one, view_of(fixture, one).version), PB_E_not_allowed);
    assert_int_equal(world->answer_trade(world->self, other, 0), PB_OK);
    assert_int_equal(reason(fixture, one, other), PB_E_not_allowed);
}

static void test_numbers(void **state)
{
    struct fixture *fixture = *state;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    struct pb_trade_view mine, theirs;
    uint64_t before;
    uint32_t version;

    open_trade(fixture, one, other);
    mine = view_of(fixture, one);
    theirs = view_of(fixture, other);
    assert_true(mine.is_open && theirs.is_open);
    assert_int_equal(mine.trade_id, theirs.trade_id);
    assert_int_not_equal(mine.trade_id, 0);
    assert_int_equal(mine.version, theirs.version);
    assert_int_equal(mine.partner, PB_OBJECT_OF_ACTOR(other));
    assert_int_equal(mine.partner_guid, fixture_view(fixture, other).guid);
    before = mine.trade_id;
    version = mine.version;
    assert_int_equal(fixture->world->cancel_trade(fixture->world->self, other), PB_OK);
    assert_int_equal(reason(fixture, one, other), PB_E_cancelled);
    open_trade(fixture, one, other);
    assert_int_not_equal(view_of(fixture, one).trade_id, before);
    /* What was seen of another trade is no consent to this one. */
    assert_int_equal(fixture->world->accept_trade(fixture->world->self, one, version), PB_E_changed);
}

static void test_no_answer(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_OK);
    fixture_run(fixture, ANSWER_MS - 1000);
    assert_true(has_trade(fixture, one));
    fixture_run(fixture, 2000);
    assert_int_equal(reason(fixture, one, other), PB_E_timeout);
    /* One that is open may take as long as they like. */
    open_trade(fixture, one, other);
    fixture_run(fixture, 3 * ANSWER_MS);
    assert_true(has_trade(fixture, one));
}

/* ---- What ends it ---- */

static void test_parting(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    struct pb_position away = fixture_view(fixture, one).position;

    open_trade(fixture, one, other);
    away.x -= 3;
    assert_int_equal(world->move_to(world->self, one, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 2000);
    assert_true(has_trade(fixture, one));
    away.x -= 30;
    assert_int_equal(world->move_to(world->self, one, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 2000);
    assert_int_equal(reason(fixture, one, other), PB_E_too_far);
}

/* Between two looks nobody is far enough to be seen, and yet nothing can be done any more. */
static void test_parting_is_seen_at_once(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0),
             other = fixture_actor(fixture, 1, WARRIOR, 10, 0);
    struct pb_position away = fixture_view(fixture, one).position;

    open_trade(fixture, one, other);
    away.x -= 60;
    assert_int_equal(world->move_to(world->self, one, &away, 0, NULL), PB_OK);
    pb_realm_update(fixture->realm, 500);
    assert_true(has_trade(fixture, one));
    assert_int_equal(accept(fixture, other), PB_E_too_far);
    assert_int_equal(reason(fixture, one, other), PB_E_too_far);
}

static void test_death(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    open_trade(fixture, one, other);
    pb_realm_die(fixture->realm, other, 0);
    pb_realm_plan(fixture->realm, other);
    assert_int_equal(reason(fixture, one, other), PB_E_dead);
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_E_dead);
    assert_int_equal(world->ask_trade(world->self, other, PB_OBJECT_OF_ACTOR(one)), PB_E_dead);
}

static void test_logout(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0),
             third;

    /* Also when the store does not take it yet. */
    fixture->refusals = 2;
    open_trade(fixture, one, other);
    assert_int_equal(world->logout(world->self, other), PB_OK);
    fixture_hear(fixture);
    assert_int_equal(fixture_last(fixture, PB_WORLD_TRADE_ENDED, one)->error, PB_E_gone);
    assert_false(has_trade(fixture, one));
    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_E_gone);
    fixture_until(fixture, PB_WORLD_LOGGED_OUT, other);
    /* Its number goes to somebody else, who has no trade. */
    third = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    assert_int_equal(third, other);
    assert_false(has_trade(fixture, third));
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
    open_trade(fixture, one, other);
    cloth = goods_slot(fixture, one, CLOTH);
    version = view_of(fixture, one).version;
    /* Whole stacks of what one has, each once, in one of six places. */
    assert_int_equal(world->set_trade_item(world->self, one, 0, cloth, 6), PB_E_not_allowed);
    assert_int_equal(world->set_trade_item(world->self, one, 0, cloth, 8), PB_E_not_allowed);
    assert_int_equal(world->set_trade_item(world->self, one, PB_TRADE_SLOTS, cloth, 7), PB_E_not_allowed);
    assert_int_equal(world->set_trade_item(world->self, one, 0, 60, 1), PB_E_gone);
    assert_int_equal(world->set_trade_item(world->self, one, 0, NOBODY, 1), PB_E_gone);
    assert_int_equal(world->set_trade_item(world->self, other, 0, cloth, 7), PB_E_gone);
    assert_int_equal(view_of(fixture, one).version, version);
    assert_int_equal(world->set_trade_item(world->self, one, 0, cloth, 7), PB_OK);
    assert_int_equal(world->set_trade_item(world->self, one, 1, cloth, 7), PB_E_not_allowed);
    assert_int_not_equal(view_of(fixture, one).version, version);
    view = view_of(fixture, other);
    assert_int_equal(view.items[1][0].entry, CLOTH);
    assert_int_equal(view.items[1][0].count, 7);
    assert_int_equal(view_of(fixture, one).items[0][0].slot, cloth);
    /* Things of quests, what is bound, and bags in use stay. */
    assert_int_equal(offer(fixture, one, 1, TOKEN), PB_E_not_allowed);
    assert_int_equal(world->move_item(world->self, one, goods_slot(fixture, one, BAND), PB_SLOT_FINGER2),
                     PB_OK);
    assert_int_equal(world->set_trade_item(world->self, one, 1, PB_SLOT_FINGER2, 1), PB_E_not_allowed);
    bag = goods_slot(fixture, one, BAG);
    assert_int_equal(offer(fixture, one, 1, BAG), PB_OK);
    /* What leaves its place is taken out of the trade. */
    assert_int_equal(world->move_item(world->self, one, bag, PB_BAG_SLOT_FIRST), PB_OK);
    assert_int_equal(view_of(fixture, one).items[0][1].entry, 0);
    assert_int_equal(world->set_trade_item(world->self, one, 1, PB_BAG_SLOT_FIRST, 1), PB_E_not_allowed);
    /* Out again. */
    version = view_of(fixture, one).version;
    assert_int_equal(world->set_trade_item(world->self, one, 3, 0, 0), PB_OK);
    assert_int_equal(view_of(fixture, one).version, version);
    assert_int_equal(world->set_trade_item(world->self, one, 0, 0, 0), PB_OK);
    assert_int_equal(view_of(fixture, one).items[0][0].entry, 0);
    assert_int_not_equal(view_of(fixture, one).version, version);
    fixture_check(fixture);
}

static void test_money(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);

    pb_realm_give_money(fixture->realm, one, 100, PB_REALM_GOLD_OTHER);
    open_trade(fixture, one, other);
    assert_int_equal(world->set_trade_money(world->self, one, 101), PB_E_no_money);
    assert_int_equal(world->set_trade_money(world->self, one, 100), PB_OK);
    assert_int_equal(view_of(fixture, other).money[1], 100);
    assert_int_equal(view_of(fixture, one).money[0], 100);
    /* What was spent since cannot be given: both think again, and the trade goes on. */
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(pb_realm_take_money(fixture->realm, one, 1, PB_REALM_GOLD_OTHER), PB_OK);
    assert_int_equal(accept(fixture, one), PB_E_no_money);
    assert_false(view_of(fixture, one).is_accepted[1]);
    assert_int_equal(world->set_trade_money(world->self, one, 99), PB_OK);
    /* A purse that is full. */
    pb_realm_give_money(fixture->realm, other, 0x7ffffffe - 98, PB_REALM_GOLD_OTHER);
    assert_int_equal(accept(fixture, one), PB_E_no_money);
    assert_int_equal(pb_realm_take_money(fixture->realm, other, 1, PB_REALM_GOLD_OTHER), PB_OK);
    assert_int_equal(accept(fixture, one), PB_OK);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(reason(fixture, one, other), PB_OK);
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
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 2, CLOTH), PB_OK);
    assert_int_equal(world->set_trade_money(world->self, one, 60), PB_OK);
    assert_int_equal(offer(fixture, other, 5, PRIZE), PB_OK);
    assert_int_equal(accept(fixture, one), PB_OK);
    assert_true(view_of(fixture, other).is_accepted[1]);
    assert_false(view_of(fixture, other).is_accepted[0]);
    /* Again does nothing. */
    assert_int_equal(accept(fixture, one), PB_OK);
    fixture_hear(fixture);
    fixture->seen_count = 0;
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(reason(fixture, one, other), PB_OK);
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
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
    for (kind = 0; kind < 6; kind++)
        for (who = 0; who < 2; who++) {
            uint32_t version = view_of(fixture, one).version;

            assert_int_equal(accept(fixture, who ? other : one), PB_OK);
            switch (kind) {
            case 0:
                assert_int_equal(world->set_trade_money(world->self, one, 5 + who), PB_OK);
                break;
            case 1:
                assert_int_equal(world->set_trade_item(world->self, one, 1 + who, 0, 0), PB_OK);
                assert_int_equal(offer(fixture, one, 1 + who, who ? POTION : BREAD), PB_OK);
                break;
            case 2:
                assert_int_equal(world->set_trade_item(world->self, one, 1 + who, 0, 0), PB_OK);
                break;
            case 3:
                /* Some of what lies there is destroyed. */
                assert_int_equal(world->destroy_item(world->self, one, goods_slot(fixture, one, CLOTH), 1),
                                 PB_OK);
                assert_int_equal(view_of(fixture, other).items[1][0].entry, 0);
                assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
                break;
            case 4:
                /* More comes onto the stack. */
                goods_give(fixture, one, CLOTH, 1);
                assert_int_equal(view_of(fixture, other).items[1][0].entry, 0);
                assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
                break;
            default:
                /* It is sold to the smith. */
                assert_int_equal(
                    world->sell_item(world->self, one, SMITH, goods_slot(fixture, one, CLOTH), 1), PB_OK);
                assert_int_equal(view_of(fixture, other).items[1][0].entry, 0);
                assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
            }
            assert_false(view_of(fixture, one).is_accepted[0] || view_of(fixture, one).is_accepted[1]);
            assert_int_not_equal(view_of(fixture, one).version, version);
            assert_int_equal(world->accept_trade(world->self, who ? one : other, version), PB_E_changed);
            assert_false(view_of(fixture, one).is_accepted[0] || view_of(fixture, one).is_accepted[1]);
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
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(world->set_trade_money(world->self, one, 10), PB_OK);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(accept(fixture, one), PB_E_inventory_full);
    assert_int_equal(reason(fixture, one, other), PB_E_inventory_full);
    assert_int_equal(goods_have(fixture, one, CLOTH), 7);
    assert_int_equal(fixture_view(fixture, one).money, 10);
    /* The place of what it gives is free; the money moves with it. */
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(offer(fixture, other, 0, PRIZE), PB_OK);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(accept(fixture, one), PB_OK);
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
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 0, ONLY_ONE), PB_OK);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(accept(fixture, one), PB_E_not_allowed);
    assert_int_equal(reason(fixture, one, other), PB_E_not_allowed);
    assert_int_equal(goods_have(fixture, one, ONLY_ONE), 1);
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 0, ONLY_ONE), PB_OK);
    assert_int_equal(offer(fixture, other, 0, ONLY_ONE), PB_OK);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(accept(fixture, one), PB_OK);
    fixture_check(fixture);
}

/* What is worn is handed over as it is, but not in a fight; its owner is dressed anew. */
static void test_worn(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0);
    float armed = fixture->realm->actors[one].damage_per_s;

    open_trade(fixture, one, other);
    fixture->realm->actors[one]
        .items[pb_bag_find(&fixture->realm->actors[one], PB_SLOT_MAIN_HAND)]
        .durability = 60;
    assert_int_equal(world->set_trade_item(world->self, one, 0, PB_SLOT_MAIN_HAND, 1), PB_OK);
    assert_int_equal(world->attack(world->self, one, BEAST_OBJECT), PB_OK);
    assert_true(fixture_status(fixture, one).flags & PB_ACTOR_IN_COMBAT);
    assert_int_equal(world->set_trade_item(world->self, one, 1, PB_SLOT_HEAD, 1), PB_E_in_combat);
    assert_int_equal(accept(fixture, other), PB_E_in_combat);
    assert_int_equal(world->stop_attack(world->self, one), PB_OK);
    pb_realm_disengage(fixture->realm, one);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(accept(fixture, one), PB_OK);
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
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(offer(fixture, one, 1, BREAD), PB_OK);
    assert_int_equal(accept(fixture, one), PB_OK);
    realm->actors[other].item_capacity = realm->actors[other].item_count;
    pb_scarce_init(&scarce, 0);
    realm->options.memory = scarce.memory;
    assert_int_equal(accept(fixture, other), PB_E_no_memory);
    realm->options.memory = libc;
    assert_int_equal(goods_have(fixture, one, CLOTH), 7);
    assert_int_equal(goods_have(fixture, other, CLOTH), 0);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(goods_have(fixture, other, CLOTH), 7);
    fixture_check(fixture);
}

/* ---- Keeping ---- */

static uint32_t kept_count(struct fixture *fixture, pb_actor actor, uint32_t entry)
{
    const struct pb_kept *kept = &fixture->store.kept[fixture_view(fixture, actor).guid - 1];
    uint32_t i, count = 0;

    for (i = 0; i < kept->character.item_count; i++)
        count += kept->items[i].entry == entry ? kept->items[i].count : 0;
    return count;
}

static void test_both_are_kept_together(void **state)
{
    struct fixture *fixture = *state;
    pb_actor one = fixture_actor(fixture, 1, WARRIOR, 0, 0), other = fixture_actor(fixture, 1, WARRIOR, 5, 0),
             third = fixture_actor(fixture, 1, WARRIOR, 5, 5);

    goods_give(fixture, one, CLOTH, 7);
    assert_int_equal(pb_realm_save_all(fixture->realm), 0);
    open_trade(fixture, one, other);
    assert_int_equal(offer(fixture, one, 0, CLOTH), PB_OK);
    assert_int_equal(accept(fixture, other), PB_OK);
    assert_int_equal(accept(fixture, one), PB_OK);
    assert_int_equal(fixture->together, 0);
    /* A store that takes nothing has both as they were; meanwhile neither trades on. */
    fixture->refusals = 3;
    fixture_run(fixture, 500);
    assert_int_equal(kept_count(fixture, one, CLOTH), 7);
    assert_int_equal(kept_count(fixture, other, CLOTH), 0);
    open_trade(fixture, other, third);
    assert_int_equal(offer(fixture, other, 0, CLOTH), PB_OK);
    assert_int_equal(accept(fixture, third), PB_OK);
    assert_int_equal(accept(fixture, other), PB_E_busy);
    assert_int_equal(goods_have(fixture, other, CLOTH), 7);
    fixture_run(fixture, 4000);
    assert_int_equal(fixture->together, 1);
    assert_int_equal(kept_count(fixture, one, CLOTH), 0);
    assert_int_equal(kept_count(fixture, other, CLOTH), 7);
    assert_int_equal(accept(fixture, other), PB_OK);
    /* Who leaves takes the other along to the store. */
    assert_int_equal(fixture->world->logout(fixture->world->self, other), PB_OK);
    assert_int_equal(fixture->together, 2);
    assert_int_equal(kept_count(fixture, third, CLOTH), 7);
}

/* ---- Humans who act ---- */

static void test_human(void **state)
{
    struct fixture *fixture = *state;
    const struct pb_world *world = fixture->world;
    pb_actor bot = fixture_actor(fixture, 1, WARRIOR, 0, 0), human;
    struct pb_object_query query = {.radius = 50, .kinds = PB_OBJECT_PLAYER};
    struct pb_object_view seen;
    struct pb_world_event events[16];
    struct pb_position away;
    unsigned count, i, ended = 0;

    assert_false(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    human = human_at(fixture, HUMAN, 5, 0);
    assert_true(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    assert_int_equal(world->find_objects(world->self, bot, &query, &seen, 1), 1);
    assert_int_equal(seen.object, PB_OBJECT_OF_ACTOR(human));
    assert_int_equal(seen.kind, PB_OBJECT_PLAYER);
    assert_int_equal(seen.actor, PB_NO_ACTOR);
    query.kinds = PB_OBJECT_ACTOR;
    assert_int_equal(world->find_objects(world->self, bot, &query, &seen, 1), 0);
    goods_give(fixture, human, CLOTH, 3);
    open_trade(fixture, human, bot);
    assert_int_equal(offer(fixture, human, 0, CLOTH), PB_OK);
    assert_int_equal(accept(fixture, human), PB_OK);
    assert_int_equal(accept(fixture, bot), PB_OK);
    assert_int_equal(goods_have(fixture, bot, CLOTH), 3);
    /* Its events are its own. */
    fixture_run(fixture, 50);
    for (i = 0; i < fixture->seen_count; i++)
        assert_int_not_equal(fixture->seen[i].actor, human);
    count = pb_realm_hear_humans(fixture->realm, events, 16);
    for (i = 0; i < count; i++) {
        assert_int_equal(events[i].actor, human);
        ended += events[i].type == PB_WORLD_TRADE_ENDED && events[i].error == PB_OK;
    }
    assert_int_equal(ended, 1);
    assert_int_equal(pb_realm_hear_humans(fixture->realm, events, 16), 0);
    /* The bot is kept soon, the human never. */
    assert_int_equal(kept_count(fixture, bot, CLOTH), 3);
    assert_int_equal(fixture->together, 0);
    /* It walks away, and comes back, and leaves. */
    away = fixture_view(fixture, human).position;
    away.x += 100;
    assert_int_equal(world->move_to(world->self, human, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 20000);
    assert_false(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    away.x -= 95;
    assert_int_equal(world->move_to(world->self, human, &away, 0, NULL), PB_OK);
    fixture_run(fixture, 20000);
    assert_true(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    assert_int_equal(world->logout(world->self, human), PB_OK);
    assert_false(fixture_status(fixture, bot).flags & PB_ACTOR_NEAR_PLAYER);
    fixture_check(fixture);
    /* The place of one who has left goes to a bot, which is none. */
    bot = fixture_actor(fixture, 1, WARRIOR, 0, 0);
    assert_int_equal(bot, human);
    assert_non_null(fixture_last(fixture, PB_WORLD_LOGGED_IN, bot));
}

/* Who never listens loses the oldest, and nobody else anything. */
static void test_human_queue(void **state)
{
    struct fixture *fixture = *state;
    pb_actor human = human_at(fixture, HUMAN, 5, 0);
    struct pb_world_event events[2000];
    uint32_t i;

    for (i = 0; i < 1500; i++)
        pb_realm_tell(fixture->realm,
                      &(struct pb_world_event){.type = PB_WORLD_WHISPER, .actor = human, .count = i});
    assert_int_equal(pb_realm_hear_humans(fixture->realm, events, 2000), 1024);
    assert_int_equal(events[0].count, 1500 - 1024);
    assert_int_equal(events[1023].count, 1499);
    assert_int_equal(fixture->realm->stats.events_lost, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, goods_setup, goods_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {T(test_asking),
                                       T(test_numbers),
                                       T(test_no_answer),
                                       T(test_parting),
                                       T(test_parting_is_seen_at_once),
                                       T(test_death),
                                       T(test_logout),
                                       T(test_offers),
                                       T(test_money),
                                       T(test_exchange),
                                       T(test_changes_reset),
                                       T(test_full_bags),
                                       T(test_unique),
                                       T(test_worn),
                                       T(test_scarce),
                                       T(test_both_are_kept_together),
                                       T(test_human),
                                       T(test_human_queue)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
