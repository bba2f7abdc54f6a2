/* Action: what the table of stage.c says is to be done. */
#include "include/playerbot_error.h"
#include "trade/state.h"

enum {
    REST_MS = 5000, /* after a trade, until it looks for the next */
    /* How often the other one may change his mind, and walk on. */
    MOST_CHANGES = 60,
    MOST_TRIES = 4
};

int pb_trade_view_read(const struct pb_trades *own, pb_bot bot, struct pb_trade_view *view)
{
    const struct pb_world *world = own->env.world;
    const struct pb_trader *trader = &own->traders[bot];

    return world->get_trade(world->self, own->env.bots->row[bot].actor, view) == PB_OK &&
           view->partner_guid == trader->partner_guid &&
           (!trader->trade_id || view->trade_id == trader->trade_id);
}

int pb_trade_look(const struct pb_trades *own, pb_bot bot, struct pb_object_view *view)
{
    const struct pb_world *world = own->env.world;

    return world->get_object(world->self, own->env.bots->row[bot].actor, own->traders[bot].partner, view);
}

static void begin(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];

    trader->guid = own->env.bots->row[bot].guid;
    trader->begun_ms = own->env.bots->now_ms;
    trader->trade_id = 0;
    trader->changes = 0;
    trader->tries = trader->is_broke = trader->is_stingy = trader->verdict = trader->barred_count = 0;
}

/* Who has something more urgent to do does that, and the distance ends the trade. */
static void set_goal(struct pb_trades *own, pb_bot bot, struct pb_goal goal)
{
    goal.owner = own->env.number;
    goal.priority = PB_GOAL_TRADE;
    if (pb_bots_set_goal(own->env.bots, bot, &goal) != PB_OK && goal.kind == PB_GOAL_GO)
        own->traders[bot].answer = PB_TRADE_WITHDRAWN;
}

static void wait(struct pb_trades *own, pb_bot bot)
{
    (void)own;
    (void)bot;
}

void pb_trade_go(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];
    struct pb_object_view view;

    if (pb_trade_look(own, bot, &view) != PB_OK)
        trader->answer = PB_TRADE_LEFT;
    else if (view.distance <= PB_INTERACT_YARDS)
        trader->answer = PB_TRADE_ARRIVED;
    else if (trader->tries++ >= MOST_TRIES)
        trader->answer = PB_TRADE_TIMED_OUT;
    else
        set_goal(
            own, bot,
            (struct pb_goal){.position = view.position, .radius = PB_INTERACT_YARDS - 2, .kind = PB_GOAL_GO});
}

static void set_out(struct pb_trades *own, pb_bot bot)
{
    begin(own, bot);
    own->traders[bot].is_ours = 1;
    pb_trade_go(own, bot);
}

/* So that no other trade is taken for this one. */
static void note_number(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];
    struct pb_trade_view view;

    if (!pb_trade_view_read(own, bot, &view))
        return;
    trader->trade_id = view.trade_id;
    trader->partner = view.partner;
}

static void ask(struct pb_trades *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_trader *trader = &own->traders[bot];
    int error = world->ask_trade(world->self, own->env.bots->row[bot].actor, trader->partner);

    if (error == PB_OK) {
        own->asked++;
        note_number(own, bot);
        set_goal(own, bot, (struct pb_goal){.kind = PB_GOAL_STAY});
    } else {
        trader->answer = error == PB_E_gone      ? PB_TRADE_LEFT
                         : error == PB_E_too_far ? PB_TRADE_TOO_FAR
                                                 : PB_TRADE_CANCELLED;
    }
}

/* Whoever is not known to be a bot is treated as a human. */
static void consider(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];
    struct pb_trade_partner partner;
    struct pb_object_view view;

    begin(own, bot);
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    own->requests++;
    trader->is_ours = 0;
    trader->plan.count = 0;
    note_number(own, bot);
    trader->is_human = pb_trade_look(own, bot, &view) != PB_OK || view.kind != PB_OBJECT_ACTOR;
    partner = pb_trade_partner_of(own, bot, trader->partner_guid);
    trader->answer = pb_trade_can_trade_with(own->policy, own->security, &partner) ? PB_TRADE_PERMITTED
                                                                                   : PB_TRADE_FORBIDDEN;
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_ANSWER,
                   trader->answer == PB_TRADE_PERMITTED, partner.is_member, (uint32_t)trader->partner_guid,
                   (float)partner.trades_left);
}

static void release(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];

    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    trader->answer = PB_TRADE_NOTHING;
    trader->look_ms = own->env.bots->now_ms + REST_MS;
    if (trader->is_ours && trader->last_end != PB_TRADE_COMPLETED) {
        trader->refused_guid = trader->partner_guid;
        trader->refused_ms = own->env.bots->now_ms;
    }
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_END, trader->last_end, trader->verdict,
                   (uint32_t)trader->partner_guid, (float)trader->changes);
}

static void forget(struct pb_trades *own, pb_bot bot)
{
    pb_trade_uncharge(own, &own->traders[bot]);
    pb_trade_unbook(own, &own->traders[bot], 0);
    pb_trade_unbook_gift(own, &own->traders[bot], 0);
    release(own, bot);
}

static void say_yes(struct pb_trades *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;

    if (world->answer_trade(world->self, own->env.bots->row[bot].actor, 1) != PB_OK)
        own->traders[bot].answer = PB_TRADE_CANCELLED;
    else
        set_goal(own, bot, (struct pb_goal){.kind = PB_GOAL_STAY});
}

static void say_no(struct pb_trades *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;

    own->refused += world->answer_trade(world->self, own->env.bots->row[bot].actor, 0) == PB_OK;
    forget(own, bot);
}

static void add(struct pb_trades *own, pb_bot bot)
{
    pb_trade_change_window(own, bot, PB_TRADE_LACKING);
}

static void take_out(struct pb_trades *own, pb_bot bot)
{
    pb_trade_change_window(own, bot, PB_TRADE_EXCESSIVE);
}

static void pay(struct pb_trades *own, pb_bot bot)
{
    pb_trade_change_window(own, bot, PB_TRADE_PRICED);
}

static void lock(struct pb_trades *own, pb_bot bot)
{
    struct pb_trade_view view;

    if (pb_trade_view_read(own, bot, &view))
        own->traders[bot].version = view.version;
}

static void reopen(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];

    own->changed_after_accept += trader->is_charged;
    pb_trade_uncharge(own, trader);
    note_number(own, bot);
    if (++trader->changes > MOST_CHANGES)
        trader->answer = PB_TRADE_WITHDRAWN;
}

/* Looks at the whole once more: what it accepts is what it judges now, and that version alone. */
static void accept(struct pb_trades *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_trader *trader = &own->traders[bot];
    struct pb_trade_offer offer;
    struct pb_trade_deal deal;
    struct pb_trade_view view;

    trader->answer = PB_TRADE_CHANGED;
    if (!pb_trade_view_read(own, bot, &view) || view.version != trader->version ||
        pb_trade_offer_make(own, bot, &view, &offer) != PB_OK ||
        pb_trade_deal_read(own, bot, &view, &offer, &deal) != PB_OK ||
        pb_trade_validate(own->policy, own->security, &deal) != PB_VERDICT_FAIR ||
        pb_trade_charge(own, bot, &view, &deal) != PB_OK)
        return;
    trader->answer = PB_TRADE_NOTHING;
    pb_bots_decide(own->env.bots, bot, own->env.number, PB_DECIDED_ACCEPT, view.version, (float)view.money[0],
                   (uint32_t)trader->partner_guid, (float)view.money[1]);
    pb_trade_heed(trader, world->accept_trade(world->self, own->env.bots->row[bot].actor, view.version));
}

static void cancel(struct pb_trades *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_trade_view view;

    /* Not one that has begun since. */
    if (pb_trade_view_read(own, bot, &view))
        world->cancel_trade(world->self, own->env.bots->row[bot].actor);
    forget(own, bot);
}

static void record(struct pb_trades *own, pb_bot bot)
{
    pb_trade_record(own, bot);
    forget(own, bot);
}

/* Whether money or things went is not known: both count as gone. */
static void lose(struct pb_trades *own, pb_bot bot)
{
    own->lost++;
    own->traders[bot].booked = own->traders[bot].gift_booked = 0;
    own->traders[bot].is_charged = 0;
    release(own, bot);
}

void (*const pb_trade_actions[PB_TRADE_ACTIONS])(struct pb_trades *own, pb_bot bot) = {
    [PB_TRADE_WAIT] = wait,        [PB_TRADE_SET_OUT] = set_out, [PB_TRADE_ASK] = ask,
    [PB_TRADE_LOOK_AT] = consider, [PB_TRADE_SAY_YES] = say_yes, [PB_TRADE_SAY_NO] = say_no,
    [PB_TRADE_ADD] = add,          [PB_TRADE_REMOVE] = take_out, [PB_TRADE_PAY] = pay,
    [PB_TRADE_LOCK] = lock,        [PB_TRADE_REOPEN] = reopen,   [PB_TRADE_ACCEPT] = accept,
    [PB_TRADE_CANCEL] = cancel,    [PB_TRADE_RECORD] = record,   [PB_TRADE_FORGET] = forget,
    [PB_TRADE_LOSE] = lose,
};
