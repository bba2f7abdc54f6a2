/* What humans get out of bots: market prices, no copper more. */
#include "bargain.h"

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
    human_offers();
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
    human_offers();
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
    human_offers();
    fake_database(&fake, PB_SPENDING_BOOKED);
    pb_market_open(fake.market, 0);
    fake_ticks(&fake, 3, 50);
    assert_int_equal(seen(HUMAN).money[1], 0);
}

/* Also between its accept and the other's: it takes back what it may not do any more. */
static void what_it_accepted_is_looked_at_again(void **state)
{
    struct pb_ai_settings settings = fake.own->env.settings;
    unsigned way;

    (void)state;
    for (way = 0; way < 4; way++) {
        settings.trade_purchases = 1;
        fake_settings(&settings);
        pb_trade_system.configure(fake.own, &settings);
        pb_market_open(fake.market, 1);
        fake_price(&fake, ware, 2 * FAKE_VALUE);
        fake_put(&fake, HUMAN, ware, 10, PB_PACK_SLOT_FIRST);
        human_asks(GIVER);
        fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
        fake_ticks(&fake, 3, 50);
        fake_database(&fake, PB_SPENDING_BOOKED);
        fake_ticks(&fake, 2, 500);
        assert_int_equal(fake_trader(&fake, GIVER)->stage, PB_TRADE_ACCEPTED);
        if (way == 0)
            pb_market_open(fake.market, 0);
        else if (way == 1)
            settings.trade_purchases = 0;
        else if (way == 2)
            snprintf(settings.trade_security, sizeof settings.trade_security, "nobody");
        else
            fake_price(&fake, ware, FAKE_VALUE);
        pb_trade_system.configure(fake.own, &settings);
        fake_ticks(&fake, 2, 500);
        assert_false(is_open(HUMAN));
        assert_int_equal(fake_trader(&fake, GIVER)->last_end, PB_TRADE_WITHDRAWN);
        assert_int_equal(fake_trader(&fake, GIVER)->booked, 0);
        assert_int_equal(fake.own->paid, 0);
        fake_take_out(&fake, HUMAN, PB_PACK_SLOT_FIRST);
    }
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

/* Nobody else would buy them: they are worth nothing, and are not for sale. */
static void damaged_and_conjured_things_count_nothing(void **state)
{
    unsigned round;

    (void)state;
    buys(1);
    for (round = 0; round < 2; round++) {
        fake_put(&fake, GIVER, ware, 1, PB_PACK_SLOT_FIRST);
        fake_put(&fake, HUMAN, ware, 1, PB_PACK_SLOT_FIRST);
        if (round)
            fake.items[ware - 1].flags = PB_ITEM_CONJURED;
        else
            fake_at(&fake, GIVER, PB_PACK_SLOT_FIRST)->durability =
                fake_at(&fake, HUMAN, PB_PACK_SLOT_FIRST)->durability = 99;
        human_asks(GIVER);
        assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), 0);
        fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 1);
        fake_ticks(&fake, 3, 50);
        assert_int_equal(seen(HUMAN).money[1], 0);
        fake_cancel_trade(&fake, HUMAN);
        fake_ticks(&fake, 2, 50);
        fake_take_out(&fake, HUMAN, PB_PACK_SLOT_FIRST);
        fake_take_out(&fake, GIVER, PB_PACK_SLOT_FIRST);
    }
}

/* While somebody tampers with its market, a thing is worth nothing to who buys. */
static void an_alarm_stops_purchases(void **state)
{
    struct pb_price_entry *entry = (struct pb_price_entry *)(uintptr_t)pb_price_analyzer_find(
        pb_market_prices(fake.market), PB_HOUSE_ALLIANCE, ware);

    (void)state;
    buys(1);
    entry->price.alarm_until_s[0] = FAKE_NOW_S + 1000;
    human_offers();
    assert_int_equal(seen(HUMAN).money[1], 0);
    entry->price.alarm_until_s[0] = 0;
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 0);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 10);
    fake_ticks(&fake, 3, 50);
    assert_int_equal(seen(HUMAN).money[1], 17600);
}

static void it_pays_half_of_its_money_at_most(void **state)
{
    (void)state;
    buys(1);
    money -= fake.ones[GIVER].money - 20000;
    fake.ones[GIVER].money = 20000;
    human_offers();
    assert_int_equal(seen(HUMAN).money[1], 10000);
}

/* Also what it may not wear yet, but within five levels. */
static void what_it_can_wear_soon_it_keeps(void **state)
{
    static const struct {
        uint8_t level;
        int is_kept;
    } rows[] = {{20, 1}, {25, 1}, {26, 0}};
    unsigned i;

    (void)state;
    for (i = 0; i < 3; i++) {
        fake.items[better - 1].required_level = rows[i].level;
        fake_price(&fake, better, FAKE_VALUE);
        fake_put(&fake, GIVER, sword, 1, PB_SLOT_MAIN_HAND);
        fake_put(&fake, GIVER, better, 1, PB_PACK_SLOT_FIRST);
        human_asks(GIVER);
        assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), !rows[i].is_kept);
        fake_cancel_trade(&fake, HUMAN);
        fake_ticks(&fake, 2, 50);
        fake.ones[GIVER].count = 0;
    }
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

/* What it asks the database for is answered, and it goes on. */
static void books(enum pb_spending_outcome outcome)
{
    fake_database(&fake, outcome);
    fake_ticks(&fake, 2, 50);
}

/* Other agents may have given to him in this minute: the database decides before anything is accepted. What
 * he does not take goes back. */
static void gifts_to_a_human_are_booked(void **state)
{
    const struct pb_spending_stats *stats = &pb_market_spending(fake.market)->stats;
    uint64_t worth;

    (void)state;
    human_joins();
    fake_put(&fake, TAKER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    human_asks(GIVER);
    fake_ticks(&fake, 20, 50);
    assert_int_equal(fake_stacks_in(&fake.windows[HUMAN], 1), 1);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
    books(PB_SPENDING_BOOKED);
    assert_int_equal(seen(HUMAN).is_accepted[1], 1);
    worth = fake_trader(&fake, GIVER)->gift;
    assert_int_equal(stats->taken, worth);
    fake_cancel_trade(&fake, HUMAN);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(stats->returned, worth);
    /* It is still booked, so nobody is asked; given is given. */
    human_asks(GIVER);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(stats->asked, worth);
    human_accepts();
    assert_int_equal(fake_carries(&fake, HUMAN, food), 20);
    assert_int_equal(stats->returned, worth);
    assert_int_equal(fake_trader(&fake, GIVER)->gift_booked, 0);
    /* No more for today, whatever this agent knows. */
    fake_put(&fake, GIVER, food, 20, 0);
    human_asks(GIVER);
    books(PB_SPENDING_REFUSED);
    assert_false(is_open(HUMAN));
    assert_int_equal(fake.own->withdrawn, 1);
    assert_int_equal(fake_carries(&fake, HUMAN, food), 20);
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
    books(PB_SPENDING_BOOKED);
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

static uint64_t seen_guid(unsigned who)
{
    struct pb_actor_view view = {0};

    assert_int_equal(fake.world.get_actor(fake.world.self, who, &view), PB_OK);
    return view.guid;
}

static void tell_partner(uint64_t guid, uint32_t day, uint64_t given, uint32_t trades)
{
    const struct pb_market_partner partner = {.guid = guid, .given = given, .day = day, .trades = trades};

    assert_int_equal(pb_market_tell_partner(fake.market, &partner), 1);
}

/* The last of a day, also when the human takes his time: what is noted for it does not speak against it. */
static void the_last_gift_and_trade_of_a_day_are_done(void **state)
{
    (void)state;
    fake.own->env.settings.trade_daily_gift = 100;
    fake.own->env.settings.trade_daily_trades = 1;
    human_joins();
    fake_put(&fake, TAKER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    human_asks(GIVER);
    books(PB_SPENDING_BOOKED);
    fake_ticks(&fake, 20, 500);
    assert_int_equal(seen(HUMAN).is_accepted[1], 1);
    human_accepts();
    assert_int_equal(fake_carries(&fake, HUMAN, food), 20);
    human_asks(GIVER);
    assert_false(is_open(HUMAN));
}

/* With whichever bot: after so many trades of a day nobody trades with it any more. */
static void trades_of_a_day_are_counted(void **state)
{
    unsigned round;

    (void)state;
    fake.own->env.settings.trade_daily_trades = 3;
    for (round = 0; round < 5; round++) {
        fake_put(&fake, HUMAN, food, 1, PB_PACK_SLOT_FIRST);
        human_asks(round % FAKE_BOTS);
        assert_int_equal(is_open(HUMAN), round < 3);
        if (is_open(HUMAN)) {
            fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 1);
            fake_ticks(&fake, 2, 50);
            human_accepts();
        }
        assert_int_equal(fake.own->completed, round < 3 ? round + 1 : 3);
        while (fake_at(&fake, HUMAN, PB_PACK_SLOT_FIRST))
            fake_take_out(&fake, HUMAN, PB_PACK_SLOT_FIRST);
    }
    assert_int_equal(fake.own->refused, 2);
    /* The next day. */
    pb_market_tick(fake.market, (int64_t)(FAKE_NOW_S + 86400) * 1000);
    human_asks(GIVER);
    assert_true(is_open(HUMAN));
}

/* Trades of other agents, and of this one before it began, count as well; nobody gets anything while they are
 * unknown. What is told late or again takes nothing back. */
static void what_others_gave_counts(void **state)
{
    const uint32_t day = FAKE_NOW_S / 86400;
    const uint64_t guid = seen_guid(HUMAN);

    (void)state;
    fake.own->env.settings.trade_daily_trades = 3;
    fake.own->env.settings.trade_daily_gift = 100;
    pb_market_set_partners_known(fake.market, 0);
    fake_put(&fake, HUMAN, food, 1, PB_PACK_SLOT_FIRST);
    human_asks(GIVER);
    assert_false(is_open(HUMAN));
    pb_market_set_partners_known(fake.market, 1);
    /* Yesterday's are of no account. */
    tell_partner(guid, day - 1, 1000, 1000);
    tell_partner(guid, day, 40, 2);
    tell_partner(guid, day, 10, 1);
    human_asks(GIVER);
    assert_true(is_open(HUMAN));
    assert_int_equal(pb_trade_partner_of(fake.own, GIVER, guid).gifts_left, 60);
    assert_int_equal(pb_trade_partner_of(fake.own, GIVER, guid).trades_left, 1);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 1);
    fake_ticks(&fake, 2, 50);
    human_accepts();
    assert_int_equal(fake.own->completed, 1);
    human_asks(TAKER);
    assert_false(is_open(HUMAN));
    /* The same trade, as the database has it. */
    tell_partner(guid, day, 40, 3);
    human_asks(TAKER);
    assert_false(is_open(HUMAN));
    assert_int_equal(pb_trade_partner_of(fake.own, GIVER, guid).gifts_left, 60);
    fake.own->env.settings.trade_daily_trades = 4;
    human_asks(TAKER);
    assert_true(is_open(HUMAN));
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
        books(PB_SPENDING_BOOKED);
        if (seen(HUMAN).is_accepted[1])
            human_accepts();
        else
            fake_cancel_trade(&fake, HUMAN);
        fake_ticks(&fake, 4, 50);
    }
    got = fake_carries(&fake, HUMAN, food) * 5;
    assert_in_range(got, 100, 250);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_human_sells_and_gets_the_market_price),
        T(what_was_booked_and_not_spent_goes_back),
        T(who_may_not_spend_pays_nothing),
        T(purchases_forbidden_are_never_made),
        T(the_switch_holds_in_the_middle_of_a_trade),
        T(what_it_accepted_is_looked_at_again),
        T(a_human_buys_at_the_market_price),
        T(damaged_and_conjured_things_count_nothing),
        T(an_alarm_stops_purchases),
        T(it_pays_half_of_its_money_at_most),
        T(what_it_can_wear_soon_it_keeps),
        T(a_copper_too_little_is_too_little),
        T(a_human_in_the_group_gets_food_and_no_goods),
        T(gifts_to_a_human_are_booked),
        T(the_last_gift_and_trade_of_a_day_are_done),
        T(trades_of_a_day_are_counted),
        T(what_others_gave_counts),
        T(gifts_to_a_human_are_bounded_over_all_bots),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
