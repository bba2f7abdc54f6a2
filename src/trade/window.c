/* Window: makes what lies in a bot's side of the trade what its offer says, one order at a time. */
#include "include/playerbot_error.h"
#include "trade/state.h"

/* What the other one, or the world, made of an order. */
void pb_trade_heed(struct pb_trader *trader, int error)
{
    switch (error) {
    case PB_OK:
        break;
    case PB_E_gone:
        trader->answer = PB_TRADE_CANCELLED;
        break;
    case PB_E_too_far:
        trader->answer = PB_TRADE_TOO_FAR;
        break;
    case PB_E_inventory_full:
        trader->answer = PB_TRADE_FULL;
        break;
    case PB_E_changed:
    case PB_E_no_money:
        trader->answer = PB_TRADE_CHANGED;
        break;
    default:
        trader->answer = PB_TRADE_WITHDRAWN;
    }
}

static int is_in(const struct pb_trade_offer *offer, const struct pb_item_stack *stack)
{
    unsigned i;

    for (i = 0; i < offer->count; i++)
        if (offer->items[i].slot == stack->slot && offer->items[i].entry == stack->entry &&
            offer->items[i].count == stack->count)
            return 1;
    return 0;
}

static int is_there(const struct pb_trade_view *view, const struct pb_trade_piece *piece)
{
    unsigned i;

    for (i = 0; i < PB_TRADE_SLOTS; i++)
        if (view->items[0][i].entry == piece->entry && view->items[0][i].slot == piece->slot &&
            view->items[0][i].count == piece->count)
            return 1;
    return 0;
}

/* What is first to be done with its window. */
enum pb_trade_signal pb_trade_compare(const struct pb_trade_view *view, const struct pb_trade_offer *offer)
{
    unsigned i;

    /* First down, then up: at no time does it offer more than it means to. */
    if (view->money[0] > offer->money)
        return PB_TRADE_PRICED;
    for (i = 0; i < PB_TRADE_SLOTS; i++)
        if (view->items[0][i].entry && !is_in(offer, &view->items[0][i]))
            return PB_TRADE_EXCESSIVE;
    for (i = 0; i < offer->count; i++)
        if (!is_there(view, &offer->items[i]))
            return PB_TRADE_LACKING;
    return view->money[0] < offer->money ? PB_TRADE_PRICED : PB_TRADE_SETTLED;
}

void pb_trade_change_window(struct pb_trades *own, pb_bot bot, enum pb_trade_signal what)
{
    const struct pb_world *world = own->env.world;
    struct pb_trader *trader = &own->traders[bot];
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_trade_offer offer;
    struct pb_trade_view view;
    unsigned i, k;
    int error;

    if (world->get_trade(world->self, actor, &view) != PB_OK ||
        pb_trade_offer_make(own, bot, &view, &offer) != PB_OK) {
        trader->answer = PB_TRADE_CANCELLED;
        return;
    }
    if (what == PB_TRADE_PRICED) {
        pb_trade_heed(trader, world->set_trade_money(world->self, actor, offer.money));
        return;
    }
    for (i = 0; i < PB_TRADE_SLOTS && what == PB_TRADE_EXCESSIVE; i++)
        if (view.items[0][i].entry && !is_in(&offer, &view.items[0][i])) {
            pb_trade_heed(trader, world->set_trade_item(world->self, actor, i, view.items[0][i].slot, 0));
            return;
        }
    for (k = 0; k < offer.count && is_there(&view, &offer.items[k]); k++)
        ;
    for (i = 0; i < PB_TRADE_SLOTS && view.items[0][i].entry; i++)
        ;
    if (k == offer.count || i == PB_TRADE_SLOTS)
        return;
    error = world->set_trade_item(world->self, actor, i, offer.items[k].slot, offer.items[k].count);
    /* The world has rules that are not seen from here: it does without that thing. */
    if (error == PB_E_not_allowed && trader->barred_count < PB_TRADE_BARRED)
        trader->barred[trader->barred_count++] = offer.items[k].slot;
    else
        pb_trade_heed(trader, error);
}
