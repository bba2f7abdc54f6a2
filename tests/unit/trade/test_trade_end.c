/* What changes in a trade, and how it ends: each way out of each stage, each row of the table. */
#include "bargain.h"

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

/* Its money goes up and down with what the other one puts in; for nothing it pays nothing. */
static void its_price_follows_what_is_put_in(void **state)
{
    (void)state;
    buys(1);
    fake_put(&fake, HUMAN, ware, 2, PB_PACK_SLOT_FIRST);
    fake_put(&fake, HUMAN, ware, 1, PB_PACK_SLOT_FIRST + 1);
    human_asks(GIVER);
    fake_set_trade_item(&fake, HUMAN, 0, PB_PACK_SLOT_FIRST, 2);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(seen(HUMAN).money[1], 3520);
    fake_database(&fake, PB_SPENDING_BOOKED);
    fake_set_trade_item(&fake, HUMAN, 1, PB_PACK_SLOT_FIRST + 1, 1);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(seen(HUMAN).money[1], 5280);
    fake_database(&fake, PB_SPENDING_BOOKED);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(fake_trader(&fake, GIVER)->booked, 5280);
    fake_set_trade_item(&fake, HUMAN, 0, 0, 0);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(seen(HUMAN).money[1], 1760);
    assert_int_equal(fake_trader(&fake, GIVER)->booked, 1760);
    fake_set_trade_item(&fake, HUMAN, 1, 0, 0);
    fake_ticks(&fake, 2, 50);
    assert_int_equal(seen(HUMAN).money[1], 0);
    assert_int_equal(fake_trader(&fake, GIVER)->booked, 0);
}

/* ---- How a trade ends ---- */

static void ends_before_it_begins(void **state)
{
    struct pb_ai_settings settings = fake.own->env.settings;

    (void)state;
    snprintf(settings.trade_security, sizeof settings.trade_security, "nobody");
    pb_trade_system.configure(fake.own, &settings);
    human_asks(GIVER);
    assert_false(is_open(HUMAN));
    assert_int_equal(fake.own->refused, 1);
    assert_int_equal(fake_trader(&fake, GIVER)->last_end, PB_TRADE_FORBIDDEN);
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

/* A world that shows one stack twice would take one that is not offered. */
static void what_is_there_twice_is_not_accepted(void **state)
{
    struct fake_window *window = &fake.windows[HUMAN];

    (void)state;
    fake_put(&fake, GIVER, ware, 1, 0);
    human_asks(GIVER);
    assert_int_equal(fake_stacks_in(window, 1), 1);
    window->items[1][5] = window->items[1][0];
    window->money[0] = fake_sells(&fake, ware, 2);
    fake_change(&fake, window);
    fake_ticks(&fake, 4, 50);
    assert_int_equal(seen(HUMAN).is_accepted[1], 0);
    assert_int_equal(fake_trader(&fake, GIVER)->verdict, PB_VERDICT_SWAPPED);
    fake_ticks(&fake, 70, 1000);
    assert_false(is_open(HUMAN));
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
        fake.bots.row[GIVER].goal =
            (struct pb_goal){.kind = PB_GOAL_GO, .owner = 2, .priority = PB_GOAL_SURVIVE};
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
    assert_int_equal(fake.bots.row[GIVER].goal.kind, PB_GOAL_STAY);
    fake_cancel_trade(&fake, HUMAN);
    /* The plan is made anew. */
    fake_ticks(&fake, 80, 1000);
    assert_int_equal(fake_carries(&fake, TAKER, food), 20);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(changed_after_accept_resets_both),
        T(a_version_that_is_not_the_one_seen_is_not_accepted),
        T(who_changes_his_mind_for_ever_is_left),
        T(its_price_follows_what_is_put_in),
        T(ends_before_it_begins),
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
        T(what_is_there_twice_is_not_accepted),
        T(each_way_out_of_each_stage),
        T(who_asks_comes_before_its_own_plan),
        cmocka_unit_test(every_rule_was_followed),
    };

    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
