/* Trades between bots of a group, and the contract of a system. */
#include "../scarce.h"
#include "bargain.h"

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
    assert_int_equal(fake.bots.row[GIVER].goal.kind, PB_GOAL_NONE);
    assert_int_equal(fake.bots.row[TAKER].goal.kind, PB_GOAL_NONE);
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

static void who_fights_or_trades_is_not_asked(void **state)
{
    (void)state;
    fake_put(&fake, GIVER, food, 20, 0);
    fake_put(&fake, GIVER, food, 20, 0);
    group(2);
    fake.bots.row[TAKER].status.flags |= PB_ACTOR_IN_COMBAT;
    fake_ticks(&fake, 200, 1000);
    assert_int_equal(fake.own->asked, 0);
    fake_touch(&fake, TAKER);
    fake_ticks(&fake, 80, 1000);
    assert_int_equal(fake_carries(&fake, TAKER, food), 20);
}

/* ---- The contract ---- */

static void repair_ends_what_hangs(void **state)
{
    (void)state;
    buys(1);
    human_offers();
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
    assert_non_null(strstr(text, "last look: fair"));
    assert_non_null(strstr(text, "decided to accept version"));
    fake_cancel_trade(&fake, HUMAN);
    fake_ticks(&fake, 2, 50);
    pb_trade_system.explain(fake.own, GIVER, text, sizeof text);
    assert_non_null(strstr(text, "the last one, with 1004: cancelled by the other side"));
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(an_upgrade_goes_to_who_needs_it),   T(the_one_who_gains_most_gets_it),
        T(what_it_could_use_itself_it_keeps), T(food_is_shared_with_who_has_none),
        T(a_gift_ends_at_the_daily_limit),    T(nobody_begins_without_a_policy_for_it),
        T(who_fights_or_trades_is_not_asked), T(repair_ends_what_hangs),
        T(a_trade_from_before_is_ended),      T(says_what_it_does_and_why),
        T(without_a_market_it_only_shares),   T(needs_a_world_that_trades),
        T(memory_that_runs_out_is_told),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
