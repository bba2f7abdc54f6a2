/* Observe: what a bot sees of its trade, as a signal for the table of stage.c. */
#include "include/playerbot_error.h"
#include "trade/state.h"

enum {
    REST_MS = 5000,        /* between two looks round */
    LOOK_AGAIN_MS = 60000, /* at the same things */
    MOST_MS = 240000,      /* the whole of a trade */
    TRADE_YARDS = 11,      /* further apart no client trades */
    STRAY_MS = 45000       /* in a trade that it knows nothing of; who asks waits shorter */
};

static int is_over(const struct pb_trades *own, uint32_t at_ms)
{
    return (int32_t)(own->env.bots->now_ms - at_ms) >= 0;
}

/* A trade that it knows nothing of, such as from before a fault: somebody waits in vain. */
static void end_stray(struct pb_trades *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_trader *trader = &own->traders[bot];

    if (!(own->env.bots->row[bot].status.flags & PB_ACTOR_TRADING)) {
        trader->is_stray = 0;
    } else if (!trader->is_stray) {
        trader->is_stray = 1;
        trader->stray_ms = own->env.bots->now_ms;
    } else if (is_over(own, trader->stray_ms + STRAY_MS)) {
        trader->is_stray = 0;
        world->cancel_trade(world->self, own->env.bots->row[bot].actor);
    }
}

static enum pb_trade_signal observe_idle(struct pb_trades *own, pb_bot bot)
{
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;
    struct pb_trader *trader = &own->traders[bot];

    end_stray(own, bot);
    if (own->security == PB_TRADE_NOBODY || !(status->flags & PB_ACTOR_GROUPED) ||
        status->flags & (PB_ACTOR_TRADING | PB_ACTOR_RESTING) || !is_over(own, trader->look_ms) ||
        (status->inventory_version == trader->seen_version && !is_over(own, trader->look_ms + LOOK_AGAIN_MS)))
        return PB_TRADE_NOTHING;
    trader->look_ms = own->env.bots->now_ms + REST_MS;
    trader->seen_version = status->inventory_version;
    return pb_trade_plan(own, bot) ? PB_TRADE_PLANNED : PB_TRADE_NOTHING;
}

static enum pb_trade_signal observe_way(struct pb_trades *own, pb_bot bot)
{
    const struct pb_goal *goal = &own->env.bots->row[bot].goal;
    struct pb_trader *trader = &own->traders[bot];

    if (goal->owner != own->env.number || goal->kind != PB_GOAL_GO)
        return PB_TRADE_WITHDRAWN;
    if (goal->state == PB_GOAL_FAILED)
        return PB_TRADE_TIMED_OUT;
    if (goal->state != PB_GOAL_REACHED)
        return PB_TRADE_NOTHING;
    /* There; but perhaps the other one went on. */
    pb_trade_go(own, bot);
    return (enum pb_trade_signal)trader->answer;
}

static enum pb_trade_signal observe_partner(const struct pb_trades *own, pb_bot bot)
{
    struct pb_object_view view;

    if (pb_trade_look(own, bot, &view) != PB_OK)
        return PB_TRADE_LEFT;
    return view.distance > TRADE_YARDS ? PB_TRADE_TOO_FAR : PB_TRADE_NOTHING;
}

static enum pb_trade_signal observe_answer(const struct pb_trades *own, pb_bot bot)
{
    struct pb_trade_view view;

    /* Whether it was refused an event tells. */
    if (pb_trade_view_read(own, bot, &view) && view.is_open)
        return PB_TRADE_OPENED;
    return observe_partner(own, bot);
}

/* The whole, as it is now. */
static enum pb_trade_signal judge(struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view,
                                  const struct pb_trade_offer *offer)
{
    struct pb_trader *trader = &own->traders[bot];
    enum pb_trade_verdict verdict;
    struct pb_trade_deal deal;

    pb_trade_unbook(own, trader, offer->money);
    if (offer->money && !pb_trade_book(own, trader, offer->money))
        return trader->is_broke ? PB_TRADE_CHANGED : PB_TRADE_NOTHING;
    if (pb_trade_deal_read(own, bot, view, offer, &deal) != PB_OK)
        return PB_TRADE_NOTHING;
    verdict = pb_trade_validate(own->policy, own->security, &deal);
    own->unfair += verdict != PB_VERDICT_FAIR && verdict != PB_VERDICT_EMPTY && verdict != trader->verdict;
    trader->verdict = (uint8_t)verdict;
    /* What all agents together may give to one partner the database decides. */
    if (verdict == PB_VERDICT_FAIR && deal.is_gift &&
        !pb_trade_book_gift(own, trader, pb_trade_gift_of(&deal)))
        return trader->is_stingy ? PB_TRADE_WITHDRAWN : PB_TRADE_NOTHING;
    switch (verdict) {
    case PB_VERDICT_FAIR:
        return PB_TRADE_FAIR;
    case PB_VERDICT_NO_ROOM:
        return PB_TRADE_FULL;
    case PB_VERDICT_LIMIT:
    case PB_VERDICT_NOT_WITH:
    case PB_VERDICT_NO_GIFT:
        return PB_TRADE_WITHDRAWN;
    default:
        /* The other one may still change his offer. */
        return PB_TRADE_NOTHING;
    }
}

/* What it has accepted, looked at again until the other one accepts too: prices move, a switch is turned,
 * somebody leaves the group. */
static enum pb_trade_signal judge_again(struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view)
{
    struct pb_trader *trader = &own->traders[bot];
    struct pb_trade_offer offer;
    struct pb_trade_deal deal;
    enum pb_trade_verdict verdict;

    if (view->version != trader->version || !view->is_accepted[0])
        return PB_TRADE_CHANGED;
    if (pb_trade_offer_make(own, bot, view, &offer) != PB_OK ||
        pb_trade_deal_read(own, bot, view, &offer, &deal) != PB_OK)
        return PB_TRADE_WITHDRAWN;
    verdict = pb_trade_validate(own->policy, own->security, &deal);
    trader->verdict = (uint8_t)verdict;
    return verdict == PB_VERDICT_FAIR ? PB_TRADE_NOTHING : PB_TRADE_WITHDRAWN;
}

static enum pb_trade_signal observe_window(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];
    enum pb_trade_signal signal = observe_partner(own, bot);
    struct pb_trade_offer offer;
    struct pb_trade_view view;

    if (!pb_trade_view_read(own, bot, &view))
        return trader->stage == PB_TRADE_ACCEPTED ? PB_TRADE_VANISHED : PB_TRADE_CANCELLED;
    if (signal != PB_TRADE_NOTHING)
        return signal;
    if (trader->stage == PB_TRADE_ACCEPTED)
        return judge_again(own, bot, &view);
    if (trader->stage == PB_TRADE_LOCKED && view.version != trader->version)
        return PB_TRADE_CHANGED;
    if (pb_trade_offer_make(own, bot, &view, &offer) != PB_OK)
        return PB_TRADE_WITHDRAWN;
    /* What it planned to give is not there any more. */
    if (trader->is_ours && !offer.count)
        return PB_TRADE_WITHDRAWN;
    signal = pb_trade_compare(&view, &offer);
    if (trader->stage == PB_TRADE_OPEN)
        return signal;
    return signal == PB_TRADE_SETTLED ? judge(own, bot, &view, &offer) : PB_TRADE_CHANGED;
}

/* It did not come to it in time, or the other one did not. */
static int is_late(const struct pb_trades *own, const struct pb_trader *trader)
{
    return trader->stage != PB_TRADE_IDLE &&
           (is_over(own, trader->begun_ms + MOST_MS) ||
            is_over(own, trader->stage_ms + pb_trade_stage_limit_ms((enum pb_trade_stage)trader->stage)));
}

enum pb_trade_signal pb_trade_observe(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];
    enum pb_trade_signal signal = (enum pb_trade_signal)trader->answer;

    trader->answer = PB_TRADE_NOTHING;
    if (is_late(own, trader))
        return PB_TRADE_TIMED_OUT;
    if (signal != PB_TRADE_NOTHING)
        return signal;
    switch (trader->stage) {
    case PB_TRADE_IDLE:
        return observe_idle(own, bot);
    case PB_TRADE_GOING:
        signal = observe_way(own, bot);
        trader->answer = PB_TRADE_NOTHING;
        return signal;
    case PB_TRADE_ASKING:
        return observe_answer(own, bot);
    case PB_TRADE_OPEN:
    case PB_TRADE_LOCKED:
    case PB_TRADE_ACCEPTED:
        return observe_window(own, bot);
    default:
        return PB_TRADE_NOTHING;
    }
}
