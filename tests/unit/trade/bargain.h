/* Bargain: the fake world with things and prices in it, a bot that gives, one that takes, and a human; what
 * tests of trades have in common. One thread. */
#ifndef PB_TESTS_BARGAIN_H
#define PB_TESTS_BARGAIN_H

#include "fake_trade.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { GIVER = 0, TAKER = 1, OTHER = 2, HUMAN = FAKE_BOTS };

static struct fake fake;
static uint32_t sword, better, food, cloth, ware;
static uint64_t money, pieces;
static uint32_t followed[PB_TRADE_RULES]; /* rules of the table, by all tests of a program together */

static inline int set_up(void **state)
{
    int error = fake_new(&fake);

    (void)state;
    if (error != PB_OK)
        return error;
    sword = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_WEAPON,
                                                         .subclass = 7,
                                                         .inventory_type = PB_TYPE_ONE_HAND,
                                                         .quality = 2,
                                                         .sell_price = 100,
                                                         .delay_ms = 2000,
                                                         .damage_min = 10,
                                                         .damage_max = 12,
                                                         .flags = PB_ITEM_BINDS_ON_EQUIP});
    better = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_WEAPON,
                                                          .subclass = 7,
                                                          .inventory_type = PB_TYPE_ONE_HAND,
                                                          .quality = 2,
                                                          .sell_price = 300,
                                                          .delay_ms = 2000,
                                                          .damage_min = 30,
                                                          .damage_max = 36,
                                                          .flags = PB_ITEM_BINDS_ON_EQUIP});
    food = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_CONSUMABLE,
                                                        .subclass = 5,
                                                        .quality = 1,
                                                        .stack_size = 20,
                                                        .sell_price = 5,
                                                        .required_level = 10});
    cloth = fake_define(
        &fake, (struct pb_item_template){
                   .item_class = PB_ITEM_TRADE_GOODS, .quality = 1, .stack_size = 20, .sell_price = 20});
    ware = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_TRADE_GOODS,
                                                        .quality = 2,
                                                        .stack_size = 20,
                                                        .sell_price = 50,
                                                        .buy_price = 100000});
    fake_price(&fake, cloth, FAKE_VALUE);
    fake_price(&fake, ware, 2 * FAKE_VALUE);
    money = fake_money(&fake);
    pieces = 0;
    return 0;
}

/* Whatever happened: nothing is booked or noted for a trade that is over, and nothing was made or lost. */
static inline int tear_down(void **state)
{
    (void)state;
    assert_int_equal(fake_money(&fake), money);
    if (pieces)
        assert_int_equal(fake_pieces(&fake), pieces);
    for (unsigned i = 0; i < PB_TRADE_RULES; i++)
        followed[i] += fake.own->taken[i];
    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++)
        if (fake_trader(&fake, bot)->stage == PB_TRADE_IDLE) {
            assert_int_equal(fake_trader(&fake, bot)->booked, 0);
            assert_int_equal(fake_trader(&fake, bot)->is_charged, 0);
        }
    fake_free_all(&fake);
    return 0;
}

static inline void group(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        fake.ones[i].group = 1;
        fake_touch(&fake, (int)i);
    }
}

static inline void human_joins(void)
{
    fake.ones[HUMAN].group = 1;
    group(2);
}

/* A human asks a bot, which answers. */
static inline void human_asks(pb_bot bot)
{
    assert_int_equal(fake_ask_trade(&fake, HUMAN, FAKE_OBJECT + bot), PB_OK);
    fake_ticks(&fake, 2, 50);
}

static inline struct pb_trade_view seen(int who)
{
    struct pb_trade_view view;

    fake_get_trade(&fake, (pb_actor)who, &view);
    return view;
}

static inline int is_open(int who)
{
    struct pb_trade_view view;

    return fake_get_trade(&fake, (pb_actor)who, &view) == PB_OK && view.is_open;
}

static inline void human_accepts(void)
{
    assert_int_equal(fake_accept_trade(&fake, HUMAN, seen(HUMAN).version), PB_OK);
    fake_ticks(&fake, 2, 50);
}

static inline uint64_t notes(struct pb_book_trade *last)
{
    struct pb_book_trade rows[16];
    unsigned count = pb_market_take_trades(fake.market, rows, 16);

    if (count && last)
        *last = rows[count - 1];
    return count;
}

static inline void buys(int may)
{
    fake.own->env.settings.trade_purchases = may;
}

/* The human asks for a trade and puts ten wares in, until the bot has looked at them. */
static inline void human_offers(void)
{
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    human_asks(GIVER);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
    fake_ticks(&fake, 3, 50);
}

/* With the human, up to the accept. */
static inline void open_trade(void)
{
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ACCEPTED);
}

static inline void is_idle_after(enum pb_trade_signal end)
{
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
    assert_int_equal(fake_trader(&fake, GIVER)->last_end, end);
    assert_int_equal(fake.bots.row[GIVER].goal.kind, PB_GOAL_NONE);
    assert_false(is_open(HUMAN));
    assert_int_equal(fake.own->completed, 0);
    assert_int_equal(fake_carries(&fake, GIVER, ware), 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
