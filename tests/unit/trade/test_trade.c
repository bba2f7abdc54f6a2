#include "../scarce.h"
#include "../seed.h"
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
static uint32_t followed[PB_TRADE_RULES]; /* rules of the table, by all tests together */

static int set_up(void **state)
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
static int tear_down(void **state)
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

static void group(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        fake.ones[i].group = 1;
        fake_touch(&fake, (int)i);
    }
}

static void human_joins(void)
{
    fake.ones[HUMAN].group = 1;
    group(2);
}

/* A human asks a bot, which answers. */
static void human_asks(pb_bot bot)
{
    assert_int_equal(fake_ask_trade(&fake, HUMAN, FAKE_OBJECT + bot), PB_OK);
    fake_ticks(&fake, 2, 50);
}

static struct pb_trade_view seen(int who)
{
    struct pb_trade_view view;

    fake_get_trade(&fake, (pb_actor)who, &view);
    return view;
}

static int is_open(int who)
{
    struct pb_trade_view view;

    return fake_get_trade(&fake, (pb_actor)who, &view) == PB_OK && view.is_open;
}

static void human_accepts(void)
{
    assert_int_equal(fake_accept_trade(&fake, HUMAN, seen(HUMAN).version), PB_OK);
    fake_ticks(&fake, 2, 50);
}

static uint64_t notes(struct pb_book_trade *last)
{
    struct pb_book_trade rows[16];
    unsigned count = pb_market_take_trades(fake.market, rows, 16);

    if (count && last)
        *last = rows[count - 1];
    return count;
}

static void buys(int may)
{
    fake.own->env.settings.trade_purchases = may;
}

/* ---- Between bots ---- */

static void an_upgrade_goes_to_who_needs_it(void **state)
{
    struct pb_book_trade note;

    (void)state;
    fake_put(&fake, GIVER, better, 1, PB_SLOT_MAIN_HAND);
    fake_put(&fake, GIVER, better, 1, PB_SLOT_OFF_HAND);
    fake_put(&fake, GIVER, sword, 1, 0);
    fake_put(&fake, OTHER, sword, 1, PB_SLOT_MAIN_HAND);
    fake_put(&fake, OTHER, sword, 1, PB_SLOT_OFF_HAND);
    pieces = 5;
    fake.ones[TAKER].place = 30;
    group(3);
    fake_ticks(&fake, 12, 500);
    assert_int_equal(fake_carries(&fake, TAKER, sword), 1);
    assert_int_equal(fake_carries(&fake, GIVER, sword), 0);
    assert_int_equal(fake.own->completed, 2);
    assert_int_equal(fake.own->gift_value, 100);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
    assert_int_equal(fake.bots.goal[GIVER].kind, PB_GOAL_NONE);
    assert_int_equal(fake.bots.goal[TAKER].kind, PB_GOAL_NONE);
    /* Both told it, in the same words. */
    assert_true(notes(&note) >= 1);
    assert_int_equal(note.trade_id, 1);
    assert_int_equal(note.sides[0].guid, FAKE_GUID + GIVER);
    assert_int_equal(note.sides[0].items[0].item, sword);
    assert_int_equal(note.sides[0].items[0].pieces, 1);
    assert_int_equal(note.sides[1].guid, FAKE_GUID + TAKER);
    assert_int_equal(note.sides[1].items[0].item, 0);
    assert_int_equal(note.sides[0].is_bot + note.sides[1].is_bot, 2);
    /* And that was all. */
    fake_ticks(&fake, 400, 1000);
    assert_int_equal(fake.own->asked, 1);
}

static void the_one_who_gains_most_gets_it(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, better, 1, PB_SLOT_MAIN_HAND);
    fake_put(&fake, GIVER, better, 1, PB_SLOT_OFF_HAND);
    fake_put(&fake, GIVER, better, 1, 0);
    fake_put(&fake, TAKER, sword, 1, PB_SLOT_MAIN_HAND);
    fake_put(&fake, TAKER, better, 1, PB_SLOT_OFF_HAND);
    fake_put(&fake, OTHER, sword, 1, PB_SLOT_MAIN_HAND);
    fake_put(&fake, OTHER, sword, 1, PB_SLOT_OFF_HAND);
    group(3);
    fake_ticks(&fake, 12, 500);
    assert_int_equal(fake_carries(&fake, OTHER, better), 1);
    assert_int_equal(fake_carries(&fake, TAKER, better), 1);
}

static void what_it_could_use_itself_it_keeps(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, sword, 1, PB_SLOT_MAIN_HAND);
    fake_put(&fake, GIVER, better, 1, 0);
    group(3);
    fake_ticks(&fake, 240, 1000);
    assert_int_equal(fake.own->asked, 0);
}

static void food_is_shared_with_who_has_none(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 8, 0);
    group(2);
    fake_ticks(&fake, 12, 500);
    assert_int_equal(fake_carries(&fake, TAKER, food), 8);
    /* Who is no longer hungry gets no more. */
    fake_ticks(&fake, 400, 1000);
    assert_int_equal(fake_carries(&fake, GIVER, food), 20);
}

static void a_gift_ends_at_the_daily_limit(void **state)
{
    unsigned i;

    (void)state;
    fake.own->env.settings.trade_daily_gift = 100;
    for (i = 0; i < 3; i++)
        fake_put(&fake, GIVER, food, 20, 0);
    group(2);
    fake_ticks(&fake, 12, 500);
    assert_int_equal(fake_carries(&fake, TAKER, food), 20);
    /* It is hungry again, but has had its share: 20 pieces at 5 copper. */
    fake_take_out(&fake, TAKER, fake.ones[TAKER].stacks[0].slot);
    fake_ticks(&fake, 400, 1000);
    assert_int_equal(fake_carries(&fake, TAKER, food), 0);
    /* The next day. */
    pb_market_tick(fake.market, (int64_t)(FAKE_NOW_S + 86400) * 1000);
    fake_ticks(&fake, 400, 1000);
    assert_int_equal(fake_carries(&fake, TAKER, food), 20);
}

static void nobody_begins_without_a_policy_for_it(void **state)
{
    struct pb_ai_settings settings = fake.own->env.settings;

    (void)state;
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    group(2);
    snprintf(settings.trade_policy, sizeof settings.trade_policy, "market");
    pb_trade_system.configure(fake.own, &settings);
    fake_ticks(&fake, 240, 1000);
    assert_int_equal(fake.own->asked, 0);
    fake_settings(&settings);
    snprintf(settings.trade_security, sizeof settings.trade_security, "nobody");
    pb_trade_system.configure(fake.own, &settings);
    fake_ticks(&fake, 240, 1000);
    assert_int_equal(fake.own->asked, 0);
    /* Nor does it let itself be asked. */
    human_asks(GIVER);
    assert_false(is_open(HUMAN));
    assert_int_equal(fake.own->refused, 1);
    snprintf(settings.trade_security, sizeof settings.trade_security, "group");
    pb_trade_system.configure(fake.own, &settings);
    human_asks(GIVER);
    assert_false(is_open(HUMAN));
    fake_ticks(&fake, 240, 1000);
    assert_int_equal(fake_carries(&fake, TAKER, food), 20);
}

/* ---- With humans ---- */

static void a_human_sells_and_gets_the_market_price(void **state)
{
    struct pb_book_trade note;

    (void)state;
    buys(1);
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    pieces = 10;
    human_asks(GIVER);
    assert_true(is_open(HUMAN));
    assert_int_equal(fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10), PB_OK);
    fake_ticks(&fake, 3, 50);
    /* 12 % below the value, and not accepted before the database says that it may be spent. */
    assert_int_equal(seen(HUMAN).money[1], 10 * 2 * FAKE_VALUE * 88 / 100);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
    fake_database(&fake, PB_SPENDING_BOOKED);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(seen(HUMAN).is_accepted[1], 1);
    human_accepts();
    assert_int_equal(fake_carries(&fake, GIVER, ware), 10);
    assert_int_equal(fake.ones[HUMAN].money, 100000 + 17600);
    assert_int_equal(fake.own->paid, 17600);
    assert_int_equal(notes(&note), 1);
    assert_int_equal(note.sides[0].copper, 17600);
    assert_int_equal(note.sides[1].items[0].item, ware);
    assert_int_equal(note.sides[1].is_bot, 0);
    assert_int_equal(pb_market_spending(fake.market)->stats.taken, 17600);
    assert_int_equal(pb_market_spending(fake.market)->stats.returned, 0);
}

static void what_was_booked_and_not_spent_goes_back(void **state)
{
    (void)state;
    buys(1);
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    human_asks(GIVER);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
    fake_ticks(&fake, 3, 50);
    fake_database(&fake, PB_SPENDING_BOOKED);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(seen(HUMAN).is_accepted[1], 1);
    fake_cancel_trade(&fake, HUMAN);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
    assert_int_equal(pb_market_spending(fake.market)->stats.taken, 17600);
    assert_int_equal(pb_market_spending(fake.market)->stats.returned, 17600);
    assert_int_equal(fake.own->cancelled, 1);
    assert_int_equal(notes(NULL), 0);
}

static void who_may_not_spend_pays_nothing(void **state)
{
    (void)state;
    buys(1);
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    human_asks(GIVER);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
    fake_ticks(&fake, 3, 50);
    assert_int_equal(seen(HUMAN).money[1], 17600);
    fake_database(&fake, PB_SPENDING_REFUSED);
    fake_ticks(&fake, 3, 50);
    assert_int_equal(seen(HUMAN).money[1], 0);
}

static void purchases_forbidden_are_never_made(void **state)
{
    unsigned round;

    (void)state;
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    for (round = 0; round < 2; round++) {
        /* The switch; then the market is closed. */
        buys((int)round);
        pb_market_open(fake.market, !round);
        human_asks(GIVER);
        fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
        fake_ticks(&fake, 5, 500);
        assert_int_equal(seen(HUMAN).money[1], 0);
        fake_cancel_trade(&fake, HUMAN);
        fake_ticks(&fake, 2, 50);
    }
    assert_int_equal(fake.own->paid, 0);
    assert_int_equal(pb_market_spending(fake.market)->stats.asked, 0);
}

static void the_switch_holds_in_the_middle_of_a_trade(void **state)
{
    (void)state;
    buys(1);
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    human_asks(GIVER);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
    fake_ticks(&fake, 3, 50);
    fake_database(&fake, PB_SPENDING_BOOKED);
    pb_market_open(fake.market, 0);
    fake_ticks(&fake, 3, 50);
    assert_int_equal(seen(HUMAN).money[1], 0);
}

static void a_human_buys_at_the_market_price(void **state)
{
    struct pb_trade_view view;

    (void)state;
    fake_put(&fake, GIVER, cloth, 10, 0);
    fake_put(&fake, GIVER, ware, 1, 0);
    pieces = 11;
    human_asks(GIVER);
    view = seen(HUMAN);
    /* It shows what it has, the dearest first, and does not accept for nothing. */
    assert_int_equal(view.items[1][0].entry, cloth);
    assert_int_equal(view.items[1][1].entry, ware);
    assert_int_equal(view.is_accepted[1], 0);
    /* Too little money for anything: the cheapest stays; enough for one: the other one goes out. */
    fake_set_trade_money(&fake, HUMAN, 100);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), 1);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake_ticks(&fake, 2, 50);
    view = seen(HUMAN);
    assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), 1);
    assert_int_equal(view.items[1][0].entry ? view.items[1][0].entry : view.items[1][1].entry, ware);
    assert_int_equal(view.is_accepted[1], 1);
    human_accepts();
    assert_int_equal(fake_carries(&fake, HUMAN, ware), 1);
    assert_in_range(fake.ones[GIVER].money, 100000 + 1920, 100000 + 1921);
    assert_int_equal(fake.own->received, fake_sells(&fake, ware, 1));
    assert_int_equal(fake.own->gift_value, 0);
}

static void a_copper_too_little_is_too_little(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1) - 1);
    fake_ticks(&fake, 4, 500);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
    human_accepts();
    assert_int_equal(fake_carries(&fake, HUMAN, ware), 0);
    /* Nor is the money taken for nothing. */
    assert_int_equal(fake.ones[HUMAN].money, 100000);
}

static void a_human_in_the_group_gets_food_and_no_goods(void **state)
{
    (void)state;
    human_joins();
    fake_put(&fake, TAKER, food, 20, 0); /* so that it is not hungry itself */
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 9, 0);
    fake_put(&fake, GIVER, cloth, 1, 0);
    human_asks(GIVER);
    assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), 1);
    assert_int_equal(seen(HUMAN).is_accepted[1], 1);
    human_accepts();
    assert_int_equal(fake_carries(&fake, HUMAN, food) + fake_carries(&fake, GIVER, food), 29);
    assert_true(fake_carries(&fake, HUMAN, food) > 0);
    assert_int_equal(fake_carries(&fake, HUMAN, cloth), 0);
    /* Next time it has none to spare, and its goods cost money, also for a friend. */
    human_asks(GIVER);
    assert_int_equal(seen(HUMAN).items[1][0].entry, cloth);
    fake_ticks(&fake, 4, 500);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
}

/* Round all bots of the fleet: what one human gets for nothing in a day is bounded, whoever gives. */
static void gifts_to_a_human_are_bounded_over_all_bots(void **state)
{
    unsigned got = 0, round;

    (void)state;
    fake.own->env.settings.trade_daily_gift = 250;
    for (int i = 0; i < FAKE_BOTS; i++) {
        fake.ones[i].group = 1;
        for (round = 0; round < 3; round++)
            fake_put(&fake, i, food, 20, 0);
    }
    fake.ones[HUMAN].group = 1;
    for (round = 0; round < 12; round++) {
        human_asks(round % FAKE_BOTS);
        if (!is_open(HUMAN))
            continue;
        if (seen(HUMAN).is_accepted[1])
            human_accepts();
        else
            fake_cancel_trade(&fake, HUMAN);
        fake_ticks(&fake, 4, 50);
    }
    got = fake_carries(&fake, HUMAN, food) * 5;
    assert_in_range(got, 100, 250);
}

/* ---- Changed after it accepted ---- */

static void changed_after_accept_resets_both(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, ware, 1, 0);
    pieces = 1;
    human_asks(GIVER);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake_ticks(&fake, 2, 50);
    assert_int_equal(seen(HUMAN).is_accepted[1], 1);
    /* The oldest trick: the money is gone at the last moment. */
    fake_set_trade_money(&fake, HUMAN, 1);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
    assert_int_equal(fake_accept_trade(&fake, HUMAN, seen(HUMAN).version), PB_OK);
    fake_ticks(&fake, 4, 50);
    assert_int_equal(fake.own->changed_after_accept, 1);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
    assert_int_equal(fake.own->completed, 0);
    /* And back: it goes on. */
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake_ticks(&fake, 2, 50);
    human_accepts();
    assert_int_equal(fake.own->completed, 1);
    assert_int_equal(fake_carries(&fake, HUMAN, ware), 1);
}

static void a_version_that_is_not_the_one_seen_is_not_accepted(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake.next_accept_error = PB_E_changed;
    fake_ticks(&fake, 1, 50);
    assert_int_equal(seen(HUMAN).is_accepted[1], 1);
    assert_int_equal(fake.own->changed_after_accept, 1);
}

static void who_changes_his_mind_for_ever_is_left(void **state)
{
    unsigned i;

    (void)state;
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    for (i = 0; i < 100 && is_open(HUMAN); i++) {
        fake_set_trade_money(&fake, HUMAN, 1000 + i);
        fake_tick(&fake, 50);
    }
    assert_true(i < 100);
    assert_false(is_open(HUMAN));
    assert_int_equal(fake.own->withdrawn, 1);
}

/* ---- How a trade ends ---- */

static void open_trade(void)
{
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ACCEPTED);
}

static void is_idle_after(enum pb_trade_signal end)
{
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
    assert_int_equal(fake_trader(&fake, GIVER)->last_end, end);
    assert_int_equal(fake.bots.goal[GIVER].kind, PB_GOAL_NONE);
    assert_false(is_open(HUMAN));
    assert_int_equal(fake.own->completed, 0);
    assert_int_equal(fake_carries(&fake, GIVER, ware), 1);
}

static void ends_by_distance(void **state)
{
    (void)state;
    open_trade();
    fake.ones[HUMAN].place = 500;
    fake_ticks(&fake, 2, 50);
    is_idle_after(PB_TRADE_TOO_FAR);
}

static void ends_when_the_partner_leaves(void **state)
{
    (void)state;
    open_trade();
    fake.ones[HUMAN].is_gone = 1;
    fake_ticks(&fake, 2, 50);
    is_idle_after(PB_TRADE_LEFT);
}

static void ends_by_time(void **state)
{
    (void)state;
    open_trade();
    fake_ticks(&fake, 70, 1000);
    is_idle_after(PB_TRADE_TIMED_OUT);
    assert_int_equal(fake.own->timed_out, 1);
}

static void ends_by_a_fight(void **state)
{
    struct pb_world_event event = {.type = PB_WORLD_COMBAT_BEGAN};

    (void)state;
    open_trade();
    pb_trade_system.on_event(fake.own, GIVER, &event);
    is_idle_after(PB_TRADE_WITHDRAWN);
}

static void ends_when_its_bags_are_full(void **state)
{
    (void)state;
    human_asks(GIVER);
    while (fake_free_slots(&fake, GIVER))
        fake_put(&fake, GIVER, food, 1, 0);
    fake_put(&fake, HUMAN, food, 1, PB_PACK_SLOT_FIRST);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 1);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_trader(&fake, GIVER)->last_end, PB_TRADE_FULL);
    assert_false(is_open(HUMAN));
}

static void ends_when_the_partners_bags_are_full(void **state)
{
    (void)state;
    while (fake_free_slots(&fake, HUMAN))
        fake_put(&fake, HUMAN, food, 1, 0);
    open_trade();
    assert_int_equal(fake_accept_trade(&fake, HUMAN, seen(HUMAN).version), PB_E_inventory_full);
    fake_ticks(&fake, 2, 50);
    is_idle_after(PB_TRADE_FULL);
}

static void ends_when_the_world_says_full_at_the_accept(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake.next_accept_error = PB_E_inventory_full;
    fake_ticks(&fake, 2, 50);
    is_idle_after(PB_TRADE_FULL);
}

static void a_refusal_is_heeded(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    fake.ones[TAKER].is_dead = 1;
    group(2);
    fake_ticks(&fake, 240, 1000);
    assert_int_equal(fake.own->asked, 0);
    assert_int_equal(fake_trader(&fake, GIVER)->refused_guid, FAKE_GUID + TAKER);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
}

static void no_answer_is_not_waited_for_for_ever(void **state)
{
    struct pb_ai_settings settings = fake.own->env.settings;

    (void)state;
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    fake.ones[TAKER].place = 30;
    group(2);
    fake_tick(&fake, 500);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_GOING);
    fake_tick(&fake, 500);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ASKING);
    /* Whom it asked has no time to answer. */
    fake.event_count = 0;
    fake_ticks(&fake, 70, 500);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
    assert_int_equal(fake_trader(&fake, GIVER)->last_end, PB_TRADE_TIMED_OUT);
    assert_int_equal(fake.own->timed_out, 1);
    (void)settings;
}

/* No word of the end came: what may have been given stays noted, nothing is booked twice. */
static void a_lost_word_is_no_second_chance(void **state)
{
    (void)state;
    open_trade();
    fake.loses_events = 1;
    assert_int_equal(fake_accept_trade(&fake, HUMAN, seen(HUMAN).version), PB_OK);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ENDING);
    fake_ticks(&fake, 25, 500);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
    assert_int_equal(fake.own->lost, 1);
    assert_int_equal(fake.own->completed, 0);
    /* It can be asked again. */
    fake.loses_events = 0;
    human_asks(GIVER);
    assert_true(is_open(HUMAN));
}

/* The window is gone before word comes of how it ended. */
static void a_word_that_comes_late_is_waited_for(void **state)
{
    (void)state;
    open_trade();
    fake_cancel_trade(&fake, HUMAN);
    pb_trade_step(fake.own, GIVER);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ENDING);
    assert_int_equal(fake_trader(&fake, GIVER)->is_charged, 1);
    fake_hear(&fake);
    is_idle_after(PB_TRADE_CANCELLED);
}

/* A fight begins in the moment in which the trade was done: it is not taken for cancelled. */
static void a_fight_does_not_undo_what_was_done(void **state)
{
    struct pb_world_event event = {.type = PB_WORLD_COMBAT_BEGAN};

    (void)state;
    open_trade();
    assert_int_equal(fake_accept_trade(&fake, HUMAN, seen(HUMAN).version), PB_OK);
    pb_trade_system.on_event(fake.own, GIVER, &event);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ENDING);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake.own->completed, 1);
    assert_int_equal(notes(NULL), 1);
}

static void a_late_end_does_not_touch_the_next_trade(void **state)
{
    struct pb_world_event late = {
        .type = PB_WORLD_TRADE_ENDED, .guid = FAKE_GUID + OTHER, .error = PB_E_gone};

    (void)state;
    open_trade();
    pb_trade_system.on_event(fake.own, GIVER, &late);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ACCEPTED);
    human_accepts();
    assert_int_equal(fake.own->completed, 1);
}

static void what_the_world_bars_is_left_out(void **state)
{
    (void)state;
    fake.barred_slot = fake_put(&fake, GIVER, cloth, 10, 0);
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    assert_true(is_open(HUMAN));
    assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), 1);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake_ticks(&fake, 2, 50);
    human_accepts();
    assert_int_equal(fake.own->completed, 1);
}

static void what_was_swapped_is_not_accepted(void **state)
{
    unsigned slot;

    (void)state;
    slot = fake_put(&fake, GIVER, ware, 1, 0);
    fake_put(&fake, GIVER, cloth, 10, 0);
    human_asks(GIVER);
    fake_set_trade_money(&fake, HUMAN, fake_sells(&fake, ware, 1));
    fake_ticks(&fake, 2, 50);
    /* A world that lets another thing slip into its window. */
    for (unsigned i = 0; i < PB_TRADE_SLOTS; i++)
        if (fake.windows[HUMAN].items[1][i].slot == slot)
            fake.windows[HUMAN].items[1][i] = *fake_at(&fake, GIVER, slot + 1);
    fake_change(&fake, &fake.windows[HUMAN]);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), 1);
    human_accepts();
    assert_int_equal(fake_carries(&fake, HUMAN, cloth), 0);
    assert_int_equal(fake_carries(&fake, HUMAN, ware), 1);
}

/* ---- Each way out of each stage ---- */

/* The giver in a stage, with the human or with the taker. */
static void reach(enum pb_trade_stage stage)
{
    if (stage == PB_TRADE_GOING || stage == PB_TRADE_ASKING) {
        fake_put(&fake, GIVER, food, 20, 0);
        fake_put(&fake, GIVER, food, 20, 0);
        fake.ones[TAKER].place = 30;
        group(2);
        fake_tick(&fake, 500);
        if (stage == PB_TRADE_ASKING)
            fake_tick(&fake, 500);
        fake.event_count = 0;
    } else if (stage == PB_TRADE_ASKED) {
        assert_int_equal(fake_ask_trade(&fake, HUMAN, FAKE_OBJECT + GIVER), PB_OK);
        fake_hear(&fake);
    } else if (stage == PB_TRADE_ACCEPTED) {
        open_trade();
    } else {
        fake_put(&fake, GIVER, ware, 1, 0);
        human_asks(GIVER);
        /* A turn ended before it was through. */
        if (stage == PB_TRADE_OPEN)
            fake.own->traders[GIVER].stage = PB_TRADE_OPEN;
    }
    assert_int_equal(fake_trader(&fake, GIVER)->stage, stage);
}

enum way {
    GOAL_TAKEN,
    FIGHT,
    TIME,
    GONE,
    FAR,
    TOLD_DONE,
    TOLD_NOT,
    TOLD_FAR,
    TOLD_GONE,
    TOLD_FULL,
    ASKED_BY
};

static void happen(enum way way)
{
    static const int told[] = {[TOLD_DONE] = PB_OK,
                               [TOLD_NOT] = PB_E_not_allowed,
                               [TOLD_FAR] = PB_E_too_far,
                               [TOLD_GONE] = PB_E_gone,
                               [TOLD_FULL] = PB_E_inventory_full};
    struct pb_world_event fight = {.type = PB_WORLD_COMBAT_BEGAN};
    uint64_t partner = fake_trader(&fake, GIVER)->partner_guid;
    struct fake_window *window;
    unsigned side;

    switch (way) {
    case GOAL_TAKEN:
        fake.bots.goal[GIVER] = (struct pb_goal){.kind = PB_GOAL_GO, .owner = 2, .priority = PB_GOAL_SURVIVE};
        break;
    case FIGHT:
        pb_trade_system.on_event(fake.own, GIVER, &fight);
        break;
    case TIME:
        fake.bots.now_ms += 300000;
        break;
    case GONE:
        fake.ones[partner - FAKE_GUID].is_gone = 1;
        break;
    case FAR:
        fake.ones[partner - FAKE_GUID].place = 5000;
        break;
    case ASKED_BY:
        assert_int_equal(fake_ask_trade(&fake, HUMAN, FAKE_OBJECT + GIVER), PB_OK);
        break;
    default:
        window = fake_window(&fake, GIVER, &side);
        assert_non_null(window);
        fake_end(&fake, window, told[way]);
    }
}

static void each_way_out_of_each_stage(void **state)
{
    static const struct {
        enum pb_trade_stage stage;
        enum way way;
        enum pb_trade_signal end;
    } ways[] = {
        {PB_TRADE_GOING, GOAL_TAKEN, PB_TRADE_WITHDRAWN}, {PB_TRADE_GOING, FIGHT, PB_TRADE_WITHDRAWN},
        {PB_TRADE_GOING, TIME, PB_TRADE_TIMED_OUT},       {PB_TRADE_GOING, GONE, PB_TRADE_LEFT},
        {PB_TRADE_GOING, FAR, PB_TRADE_TIMED_OUT},        {PB_TRADE_ASKING, FIGHT, PB_TRADE_WITHDRAWN},
        {PB_TRADE_ASKING, TIME, PB_TRADE_TIMED_OUT},      {PB_TRADE_ASKING, GONE, PB_TRADE_LEFT},
        {PB_TRADE_ASKING, FAR, PB_TRADE_TOO_FAR},         {PB_TRADE_ASKING, TOLD_NOT, PB_TRADE_CANCELLED},
        {PB_TRADE_ASKED, FIGHT, PB_TRADE_WITHDRAWN},      {PB_TRADE_ASKED, TIME, PB_TRADE_TIMED_OUT},
        {PB_TRADE_ASKED, TOLD_NOT, PB_TRADE_CANCELLED},   {PB_TRADE_OPEN, FIGHT, PB_TRADE_WITHDRAWN},
        {PB_TRADE_OPEN, TIME, PB_TRADE_TIMED_OUT},        {PB_TRADE_OPEN, GONE, PB_TRADE_LEFT},
        {PB_TRADE_OPEN, FAR, PB_TRADE_TOO_FAR},           {PB_TRADE_OPEN, TOLD_DONE, PB_TRADE_COMPLETED},
        {PB_TRADE_OPEN, TOLD_NOT, PB_TRADE_CANCELLED},    {PB_TRADE_OPEN, TOLD_FULL, PB_TRADE_FULL},
        {PB_TRADE_LOCKED, FIGHT, PB_TRADE_WITHDRAWN},     {PB_TRADE_LOCKED, TIME, PB_TRADE_TIMED_OUT},
        {PB_TRADE_LOCKED, GONE, PB_TRADE_LEFT},           {PB_TRADE_LOCKED, FAR, PB_TRADE_TOO_FAR},
        {PB_TRADE_LOCKED, TOLD_DONE, PB_TRADE_COMPLETED}, {PB_TRADE_LOCKED, TOLD_NOT, PB_TRADE_CANCELLED},
        {PB_TRADE_LOCKED, TOLD_FULL, PB_TRADE_FULL},      {PB_TRADE_ACCEPTED, FIGHT, PB_TRADE_WITHDRAWN},
        {PB_TRADE_ACCEPTED, TIME, PB_TRADE_TIMED_OUT},    {PB_TRADE_ACCEPTED, GONE, PB_TRADE_LEFT},
        {PB_TRADE_ACCEPTED, FAR, PB_TRADE_TOO_FAR},       {PB_TRADE_ACCEPTED, TOLD_NOT, PB_TRADE_CANCELLED},
        {PB_TRADE_ACCEPTED, TOLD_FAR, PB_TRADE_TOO_FAR},  {PB_TRADE_ACCEPTED, TOLD_GONE, PB_TRADE_LEFT},
        {PB_TRADE_ACCEPTED, TOLD_FULL, PB_TRADE_FULL},
    };
    unsigned i;

    for (i = 0; i < sizeof ways / sizeof *ways; i++) {
        printf("# %s: %u\n", pb_trade_stage_name(ways[i].stage), (unsigned)ways[i].way);
        reach(ways[i].stage);
        happen(ways[i].way);
        /* Whoever walks on is followed some times. */
        fake_ticks(&fake, 1, 50);
        while (ways[i].stage == PB_TRADE_GOING && fake_trader(&fake, GIVER)->stage == PB_TRADE_GOING) {
            fake.ones[TAKER].place += 500;
            fake_tick(&fake, 50);
        }
        assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
        assert_int_equal(fake_trader(&fake, GIVER)->last_end, ways[i].end);
        assert_int_equal(fake_trader(&fake, GIVER)->booked, 0);
        assert_int_equal(fake_trader(&fake, GIVER)->is_charged, 0);
        assert_int_equal(fake.own->completed, 0);
        assert_int_equal(notes(NULL), 0);
        /* The other one is free as well. */
        fake.ones[TAKER].is_gone = fake.ones[HUMAN].is_gone = 0;
        fake_ticks(&fake, 2, 50);
        assert_false(is_open(HUMAN));
        assert_false(is_open(GIVER));
        tear_down(state);
        set_up(state);
    }
}

static void who_asks_comes_before_its_own_plan(void **state)
{
    (void)state;
    fake.ones[HUMAN].place = 30;
    reach(PB_TRADE_GOING);
    happen(ASKED_BY);
    fake_ticks(&fake, 2, 50);
    assert_true(is_open(HUMAN));
    assert_false(fake_trader(&fake, GIVER)->is_ours);
    assert_int_equal(fake.bots.goal[GIVER].kind, PB_GOAL_STAY);
    fake_cancel_trade(&fake, HUMAN);
    /* The plan is made anew. */
    fake_ticks(&fake, 80, 1000);
    assert_int_equal(fake_carries(&fake, TAKER, food), 20);
}

/* ---- The contract ---- */

static void repair_ends_what_hangs(void **state)
{
    (void)state;
    buys(1);
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    human_asks(GIVER);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
    fake_ticks(&fake, 3, 50);
    fake_database(&fake, PB_SPENDING_BOOKED);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_trader(&fake, GIVER)->booked, 17600);
    assert_int_equal(pb_trade_system.repair(fake.own, GIVER), PB_OK);
    assert_false(is_open(HUMAN));
    assert_int_equal(pb_market_spending(fake.market)->stats.returned, 17600);
    assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_IDLE);
}

static void a_trade_from_before_is_ended(void **state)
{
    (void)state;
    open_trade();
    pb_trade_system.reset(fake.own, GIVER);
    fake_ticks(&fake, 80, 1000);
    assert_false(is_open(HUMAN));
}

static void says_what_it_does_and_why(void **state)
{
    char text[400];

    (void)state;
    pb_trade_system.explain(fake.own, GIVER, text, sizeof text);
    assert_non_null(strstr(text, "policy group, security everyone, purchases off"));
    open_trade();
    pb_trade_system.explain(fake.own, GIVER, text, sizeof text);
    assert_non_null(strstr(text, "has accepted"));
    assert_non_null(strstr(text, "player 1004"));
    assert_non_null(strstr(text, "fair"));
    fake_cancel_trade(&fake, HUMAN);
    fake_ticks(&fake, 2, 50);
    pb_trade_system.explain(fake.own, GIVER, text, sizeof text);
    assert_non_null(strstr(text, "cancelled by the other side"));
    /* However little room there is. */
    for (size_t size = 1; size < sizeof text; size++) {
        memset(text, 'x', sizeof text);
        pb_trade_system.explain(fake.own, GIVER, text, size);
        assert_non_null(memchr(text, 0, size));
    }
}

static void without_a_market_it_only_shares(void **state)
{
    (void)state;
    fake.own->env.market = NULL;
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 8, 0);
    fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
    buys(1);
    group(2);
    fake_ticks(&fake, 12, 500);
    assert_int_equal(fake_carries(&fake, TAKER, food), 8);
    assert_int_equal(fake.own->unrecorded, 0);
    human_asks(GIVER);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
    fake_ticks(&fake, 3, 500);
    assert_int_equal(seen(HUMAN).money[1], 0);
}

static void needs_a_world_that_trades(void **state)
{
    struct pb_world world = fake.world;
    struct pb_system_env env = fake.own->env;
    void *self = NULL;

    (void)state;
    world.accept_trade = NULL;
    env.world = &world;
    assert_int_equal(pb_trade_system.initialize(&self, &env), PB_E_unsupported);
    assert_null(self);
}

static void memory_that_runs_out_is_told(void **state)
{
    struct pb_system_env env = fake.own->env;
    struct pb_scarce scarce;
    void *self = NULL;
    long nth;

    (void)state;
    for (nth = 0; nth < 4; nth++) {
        pb_scarce_init(&scarce, nth);
        env.memory = scarce.memory;
        env.memory.user = &scarce;
        if (pb_trade_system.initialize(&self, &env) != PB_OK) {
            assert_true(nth < 2);
            assert_int_equal(scarce.blocks, 0);
            continue;
        }
        assert_int_equal(pb_trade_system.reserve(self, 20000), PB_E_no_memory);
        pb_trade_system.shutdown(self);
        assert_int_equal(scarce.blocks, 0);
    }
}

/* The last one: whatever the table says was done by the tests before. */
static void every_rule_was_followed(void **state)
{
    size_t count, i, missing = 0;
    const struct pb_trade_rule *rules = pb_trade_stage_rules(&count);

    (void)state;
    assert_true(count <= PB_TRADE_RULES);
    for (i = 0; i < count; i++)
        if (!followed[i]) {
            printf("# %s: %s: %s\n", pb_trade_stage_name(rules[i].stage),
                   pb_trade_signal_name(rules[i].signal), rules[i].comment);
            missing++;
        }
    assert_int_equal(missing, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_upgrade_goes_to_who_needs_it),
        T(the_one_who_gains_most_gets_it),
        T(what_it_could_use_itself_it_keeps),
        T(food_is_shared_with_who_has_none),
        T(a_gift_ends_at_the_daily_limit),
        T(nobody_begins_without_a_policy_for_it),
        T(a_human_sells_and_gets_the_market_price),
        T(what_was_booked_and_not_spent_goes_back),
        T(who_may_not_spend_pays_nothing),
        T(purchases_forbidden_are_never_made),
        T(the_switch_holds_in_the_middle_of_a_trade),
        T(a_human_buys_at_the_market_price),
        T(a_copper_too_little_is_too_little),
        T(a_human_in_the_group_gets_food_and_no_goods),
        T(gifts_to_a_human_are_bounded_over_all_bots),
        T(changed_after_accept_resets_both),
        T(a_version_that_is_not_the_one_seen_is_not_accepted),
        T(who_changes_his_mind_for_ever_is_left),
        T(ends_by_distance),
        T(ends_when_the_partner_leaves),
        T(ends_by_time),
        T(ends_by_a_fight),
        T(ends_when_its_bags_are_full),
        T(ends_when_the_partners_bags_are_full),
        T(ends_when_the_world_says_full_at_the_accept),
        T(a_refusal_is_heeded),
        T(no_answer_is_not_waited_for_for_ever),
        T(a_lost_word_is_no_second_chance),
        T(a_word_that_comes_late_is_waited_for),
        T(a_fight_does_not_undo_what_was_done),
        T(a_late_end_does_not_touch_the_next_trade),
        T(what_the_world_bars_is_left_out),
        T(what_was_swapped_is_not_accepted),
        T(each_way_out_of_each_stage),
        T(who_asks_comes_before_its_own_plan),
        T(repair_ends_what_hangs),
        T(a_trade_from_before_is_ended),
        T(says_what_it_does_and_why),
        T(without_a_market_it_only_shares),
        T(needs_a_world_that_trades),
        T(memory_that_runs_out_is_told),
        cmocka_unit_test(every_rule_was_followed),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
