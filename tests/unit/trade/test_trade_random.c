/*
 * A human who does anything at any time: asks, puts in, takes out, changes money, accepts, cancels, walks
 * away, comes back; bots of a group trade beside it; the database answers late or says no, the switch is
 * turned, days pass. After each tick: no copper and no thing appears or is lost, what is booked is what was
 * taken and neither spent nor given back, every exchange stands in the books once, and no human has more than
 * at the beginning but for what bots gave away, within the limits.
 */
#include "../seed.h"
#include "fake_trade.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka needs the headers above first */
#include <cmocka.h>

enum { STEPS = 6000, DAILY_GIFT = 2000, THINGS = 5 };

static struct fake fake;
static uint32_t goods[THINGS];
static uint64_t seed, exchanges_seen;
static uint32_t days;

static void furnish(void)
{
    int who;
    unsigned i;

    goods[0] = fake_define(
        &fake, (struct pb_item_template){
                   .item_class = PB_ITEM_TRADE_GOODS, .quality = 1, .stack_size = 20, .sell_price = 20});
    goods[1] = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_TRADE_GOODS,
                                                            .quality = 2,
                                                            .stack_size = 20,
                                                            .sell_price = 3,
                                                            .buy_price = 100000});
    goods[2] = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_CONSUMABLE,
                                                            .quality = 1,
                                                            .stack_size = 20,
                                                            .sell_price = 5,
                                                            .required_level = 10});
    /* Nobody knows what it is worth but vendors. */
    goods[3] = fake_define(
        &fake, (struct pb_item_template){
                   .item_class = PB_ITEM_TRADE_GOODS, .quality = 1, .stack_size = 5, .sell_price = 77});
    goods[4] = fake_define(&fake, (struct pb_item_template){.item_class = PB_ITEM_ARMOR,
                                                            .subclass = 1,
                                                            .inventory_type = PB_TYPE_HEAD,
                                                            .quality = 2,
                                                            .armor = 50,
                                                            .sell_price = 400,
                                                            .flags = PB_ITEM_BINDS_ON_EQUIP});
    fake_price(&fake, goods[0], 131);
    fake_price(&fake, goods[1], 997);
    fake_price(&fake, goods[2], 7);
    for (who = 0; who < FAKE_ONES; who++) {
        fake.ones[who].place = 0;
        fake.ones[who].money = who < FAKE_BOTS ? 50000 : 20000;
        for (i = 0; i < 6; i++) {
            uint32_t entry = goods[pb_seed_below(&seed, THINGS)];

            fake_put(&fake, who, entry, 1 + pb_seed_below(&seed, fake_item(&fake, entry)->stack_size), 0);
        }
    }
}

/* The value of a thing to who only wants to trade with bots and vendors: what a bot pays, or a vendor. */
static double worth(uint32_t entry)
{
    int is_vetoed;
    struct pb_guard_terms terms =
        pb_price_analyzer_terms(pb_market_prices(fake.market), PB_HOUSE_ALLIANCE, entry, 0, 0,
                                pb_market_now_s(fake.market), &is_vetoed);
    double market = terms.low * (1 - terms.buy_margin), vendor = fake_item(&fake, entry)->sell_price;

    return market > vendor ? market : vendor;
}

static double wealth(int who)
{
    double sum = fake.ones[who].money;

    for (unsigned i = 0; i < fake.ones[who].count; i++)
        sum += worth(fake.ones[who].stacks[i].entry) * fake.ones[who].stacks[i].count;
    return sum;
}

static void settings_change(void)
{
    struct pb_ai_settings settings = fake.own->env.settings;
    static const char *const levels[] = {"everyone", "everyone", "everyone", "group", "nobody"};

    settings.trade_purchases = pb_seed_below(&seed, 3) > 0;
    snprintf(settings.trade_security, sizeof settings.trade_security, "%s", levels[pb_seed_below(&seed, 5)]);
    snprintf(settings.trade_policy, sizeof settings.trade_policy, "%s",
             pb_seed_below(&seed, 4) ? "group" : "market");
    pb_trade_system.configure(fake.own, &settings);
    pb_market_open(fake.market, pb_seed_below(&seed, 4) > 0);
}

static void human_acts(int human)
{
    struct fake_one *one = &fake.ones[human];
    struct pb_trade_view view;
    unsigned slot;

    fake_get_trade(&fake, (pb_actor)human, &view);
    switch (pb_seed_below(&seed, 16)) {
    case 0:
    case 1:
    case 2:
        fake_ask_trade(&fake, (pb_actor)human, FAKE_OBJECT + pb_seed_below(&seed, FAKE_BOTS));
        break;
    case 3:
    case 4:
    case 5:
        if (one->count && view.is_open) {
            slot = one->stacks[pb_seed_below(&seed, one->count)].slot;
            fake_set_trade_item(&fake, (pb_actor)human, pb_seed_below(&seed, PB_TRADE_SLOTS), slot,
                                fake_at(&fake, human, slot)->count);
        }
        break;
    case 6:
        if (view.is_open)
            fake_set_trade_item(&fake, (pb_actor)human, pb_seed_below(&seed, PB_TRADE_SLOTS), 0, 0);
        break;
    case 7:
    case 8:
        if (view.is_open && one->money)
            fake_set_trade_money(&fake, (pb_actor)human,
                                 pb_seed_below(&seed, pb_seed_below(&seed, 2) ? 2000 : one->money));
        break;
    case 9:
        if (view.is_open)
            fake_set_trade_money(&fake, (pb_actor)human, 0);
        break;
    case 10:
    case 11:
    case 12:
        if (view.is_open)
            fake_accept_trade(&fake, (pb_actor)human, view.version);
        break;
    case 13:
        if (pb_seed_below(&seed, 4) == 0)
            fake_cancel_trade(&fake, (pb_actor)human);
        break;
    case 14:
        one->place = pb_seed_below(&seed, 20) ? 0 : 50;
        break;
    default:
        one->group = pb_seed_below(&seed, 2) != 0;
    }
}

static void world_acts(void)
{
    pb_bot bot = pb_seed_below(&seed, FAKE_BOTS);
    struct pb_world_event fight = {.type = PB_WORLD_COMBAT_BEGAN, .actor = bot};

    switch (pb_seed_below(&seed, 40)) {
    case 0:
        fake.ones[bot].group = pb_seed_below(&seed, 3) != 0;
        fake_touch(&fake, (int)bot);
        break;
    case 1:
        fake.events[fake.event_count++] = fight;
        break;
    case 2:
        settings_change();
        break;
    case 3:
        fake.ones[bot].place = pb_seed_below(&seed, 5) ? 0 : 30;
        break;
    case 4:
        if (pb_seed_below(&seed, 10) == 0)
            pb_trade_system.repair(fake.own, bot);
        break;
    case 5:
        if (pb_seed_below(&seed, 20) == 0) {
            pb_market_tick(fake.market, (int64_t)(FAKE_NOW_S + ++days * 86400) * 1000);
            for (unsigned i = 0; i < 3; i++)
                pb_price_analyzer_recall(pb_market_prices(fake.market), PB_HOUSE_ALLIANCE, goods[i],
                                         i == 0   ? 131
                                         : i == 1 ? 997
                                                  : 7,
                                         0.04, pb_market_now_s(fake.market));
        }
        break;
    default:
        if (pb_seed_below(&seed, 3) == 0)
            fake_database(&fake, pb_seed_below(&seed, 5) ? PB_SPENDING_BOOKED : PB_SPENDING_REFUSED);
    }
}

/* Each trade once for each bot in it, in the same words. */
static void take_notes(void)
{
    struct pb_book_trade rows[64];
    unsigned count = pb_market_take_trades(fake.market, rows, 64), i;

    for (i = 0; i < count; i++) {
        assert_in_range(rows[i].trade_id, 1, fake.trade_id);
        assert_true(rows[i].sides[0].guid < rows[i].sides[1].guid);
        exchanges_seen++;
    }
}

static void check_books(void)
{
    const struct pb_spending_stats *stats = &pb_market_spending(fake.market)->stats;
    uint64_t booked = 0;

    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++)
        booked += fake_trader(&fake, bot)->booked + fake_trader(&fake, bot)->gift_booked;
    assert_int_equal(stats->taken - stats->returned - stats->late,
                     booked + fake.own->paid + fake.own->booked_gifts);
    assert_int_equal(fake.own->unrecorded, 0);
}

/* What was given for nothing; where the bot accepted last it has not heard of it yet. */
static uint64_t given(void)
{
    uint64_t sum = fake.own->gift_value;

    for (pb_bot bot = 0; bot < FAKE_BOTS; bot++)
        sum += fake_trader(&fake, bot)->is_charged ? fake_trader(&fake, bot)->gift : 0;
    return sum;
}

static void nobody_gains_by_trading_with_bots(void **state)
{
    double before[FAKE_ONES];
    uint64_t money, pieces, gifts;
    unsigned step;
    int human;

    (void)state;
    seed = pb_seed("trade");
    days = 0;
    exchanges_seen = 0;
    assert_int_equal(fake_new(&fake), PB_OK);
    fake.own->env.settings.trade_daily_gift = DAILY_GIFT;
    /* However often: it is not the number of trades that keeps the bots' money. */
    fake.own->env.settings.trade_daily_trades = 1000000;
    furnish();
    settings_change();
    money = fake_money(&fake);
    pieces = fake_pieces(&fake);
    for (human = FAKE_BOTS; human < FAKE_ONES; human++)
        before[human] = wealth(human);
    for (step = 0; step < STEPS; step++) {
        for (human = FAKE_BOTS; human < FAKE_ONES; human++)
            human_acts(human);
        world_acts();
        fake_tick(&fake, 20 + pb_seed_below(&seed, 500));
        take_notes();
        assert_int_equal(fake_money(&fake), money);
        assert_int_equal(fake_pieces(&fake), pieces);
        check_books();
        /* Both humans together: they cannot trade with each other here, but what one was given counts. */
        gifts = given();
        for (human = FAKE_BOTS; human < FAKE_ONES; human++)
            assert_true(wealth(human) <= before[human] + (double)gifts + 1e-3);
        assert_true(wealth(FAKE_BOTS) <= before[FAKE_BOTS] + DAILY_GIFT * (double)(days + 1) + 1e-3);
    }
    /* Between two bots both of them note it: the database lets it stand once. */
    assert_int_equal(exchanges_seen, pb_market_stats(fake.market)->trades);
    assert_int_equal(exchanges_seen, fake.own->completed);
    assert_int_equal(fake.own->lost, 0);
    printf("# %u trades done, %u changed after an accept, %u copper given, %u paid, %u received\n",
           (unsigned)fake.own->completed, (unsigned)fake.own->changed_after_accept,
           (unsigned)fake.own->gift_value, (unsigned)fake.own->paid, (unsigned)fake.own->received);
    fake_free_all(&fake);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_gains_by_trading_with_bots),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
