/* Dealer: a step of a trade: looks, tells by the table what follows, and does it. */
#include "include/playerbot_error.h"
#include "trade/state.h"

enum {
    IDLE_MS = 20000, /* nothing to do: events wake */
    WAIT_MS = 2000,
    SOON_MS = 500, /* money is asked for at the database, or the other one decides */
    /* Its own orders in one turn: six things out, six in, money twice, and what is between. */
    MOST_ORDERS = 24
};

static void count_end(struct pb_trades *own, enum pb_trade_signal signal)
{
    own->cancelled += signal == PB_TRADE_CANCELLED || signal == PB_TRADE_LEFT;
    own->withdrawn += signal == PB_TRADE_WITHDRAWN || signal == PB_TRADE_TOO_FAR || signal == PB_TRADE_FULL;
    own->timed_out += signal == PB_TRADE_TIMED_OUT;
}

int pb_trade_take(struct pb_trades *own, pb_bot bot, enum pb_trade_signal signal)
{
    struct pb_trader *trader = &own->traders[bot];
    const struct pb_trade_rule *rule = pb_trade_rule_find((enum pb_trade_stage)trader->stage, signal);
    struct pb_trade_view view;
    size_t count;

    if (!rule)
        return 0;
    /* What it accepted may have come to pass by now: only word of it can tell. */
    if (trader->stage == PB_TRADE_ACCEPTED && rule->action == PB_TRADE_CANCEL &&
        !pb_trade_view_read(own, bot, &view))
        rule = pb_trade_rule_find(PB_TRADE_ACCEPTED, PB_TRADE_VANISHED);
    if (rule->next != trader->stage)
        trader->stage_ms = own->env.bots->now_ms;
    if (rule->next == PB_TRADE_IDLE) {
        trader->last_end = (uint8_t)signal;
        count_end(own, signal);
    }
    trader->stage = (uint8_t)rule->next;
    own->taken[rule - pb_trade_stage_rules(&count)]++;
    pb_trade_actions[rule->action](own, bot);
    return 1;
}

void pb_trade_drop(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];

    if (trader->stage == PB_TRADE_ACCEPTED)
        pb_trade_take(own, bot, PB_TRADE_VANISHED);
    if (trader->stage == PB_TRADE_ENDING)
        pb_trade_take(own, bot, PB_TRADE_TIMED_OUT);
    else if (trader->stage == PB_TRADE_GOING)
        pb_trade_take(own, bot, PB_TRADE_WITHDRAWN);
    else if (trader->stage != PB_TRADE_IDLE)
        pb_trade_take(own, bot, PB_TRADE_CANCELLED);
}

void pb_trade_request(struct pb_trades *own, pb_bot bot, uint64_t guid, pb_object object)
{
    struct pb_trader *trader = &own->traders[bot];

    /* The world lets nobody ask who trades: what it knows of is over, and no word of it came. */
    if (trader->stage != PB_TRADE_IDLE && trader->stage != PB_TRADE_GOING)
        pb_trade_drop(own, bot);
    trader->partner_guid = guid;
    trader->partner = object;
    pb_trade_take(own, bot, PB_TRADE_REQUESTED);
}

uint32_t pb_trade_step(struct pb_trades *own, pb_bot bot)
{
    const struct pb_trader *trader = &own->traders[bot];
    unsigned orders;

    for (orders = 0; orders < MOST_ORDERS; orders++)
        if (!pb_trade_take(own, bot, pb_trade_observe(own, bot)))
            break;
    if (trader->stage == PB_TRADE_IDLE)
        return IDLE_MS;
    return trader->stage == PB_TRADE_LOCKED && trader->verdict == PB_VERDICT_EMPTY ? WAIT_MS : SOON_MS;
}
