/* Trade fixture: what both sides of a trade do, and a human who acts. */
#ifndef PB_TESTS_REALM_TRADE_FIXTURE_H
#define PB_TESTS_REALM_TRADE_FIXTURE_H

#include "goods_fixture.h"

static inline struct pb_trade_view trade_view(struct fixture *fixture, pb_actor actor)
{
    struct pb_trade_view view;

    assert_int_equal(fixture->world->get_trade(fixture->world->self, actor, &view), PB_OK);
    return view;
}

static inline int trade_is_on(struct fixture *fixture, pb_actor actor)
{
    struct pb_trade_view view;

    return fixture->world->get_trade(fixture->world->self, actor, &view) == PB_OK;
}

static inline void trade_open(struct fixture *fixture, pb_actor one, pb_actor other)
{
    const struct pb_world *world = fixture->world;

    assert_int_equal(world->ask_trade(world->self, one, PB_OBJECT_OF_ACTOR(other)), PB_OK);
    assert_int_equal(world->answer_trade(world->self, other, 1), PB_OK);
}

static inline int trade_offer(struct fixture *fixture, pb_actor actor, unsigned trade_slot, uint32_t entry)
{
    unsigned slot = goods_slot(fixture, actor, entry);
    const struct pb_realm_actor *one = &fixture->realm->actors[actor];

    return fixture->world->set_trade_item(fixture->world->self, actor, trade_slot, slot,
                                          one->items[pb_bag_find(one, slot)].count);
}

static inline int trade_accept(struct fixture *fixture, pb_actor actor)
{
    return fixture->world->accept_trade(fixture->world->self, actor, trade_view(fixture, actor).version);
}

/* The reason why the trade of both has ended; each must have been told once. */
static inline int trade_reason(struct fixture *fixture, pb_actor one, pb_actor other)
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
    assert_false(trade_is_on(fixture, one) || trade_is_on(fixture, other));
    assert_int_equal(
        (fixture_status(fixture, one).flags | fixture_status(fixture, other).flags) & PB_ACTOR_TRADING, 0);
    fixture_check(fixture);
    return first->error;
}

#endif
