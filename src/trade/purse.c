/* Purse: money and gifts that are booked for a trade, what is noted with the partner, and what becomes of
 * them. */
#include "include/playerbot_error.h"
#include "trade/state.h"

void pb_trade_uncharge(struct pb_trades *own, struct pb_trader *trader)
{
    if (trader->is_charged)
        pb_partners_refund(&own->partners, trader->partner_guid, trader->gift_day, trader->gift);
    trader->is_charged = 0;
    trader->gift = 0;
}

void pb_trade_unbook(struct pb_trades *own, struct pb_trader *trader, uint64_t copper)
{
    if (trader->booked <= copper)
        return;
    pb_market_unbook(own->env.market, trader->guid, trader->booked - copper);
    trader->booked = copper;
}

/* What the market answered: 1 when all of `copper` is booked now. */
static int note_answer(int error, uint64_t copper, uint64_t *booked, uint8_t *is_refused)
{
    if (error == PB_OK)
        *booked = copper;
    else if (error != PB_E_busy)
        *is_refused = 1;
    return error == PB_OK;
}

int pb_trade_book(struct pb_trades *own, struct pb_trader *trader, uint64_t copper)
{
    pb_trade_unbook(own, trader, copper);
    if (trader->booked == copper)
        return 1;
    return note_answer(pb_market_book(own->env.market, trader->guid, copper - trader->booked), copper,
                       &trader->booked, &trader->is_broke);
}

void pb_trade_unbook_gift(struct pb_trades *own, struct pb_trader *trader, uint64_t copper)
{
    if (trader->gift_booked <= copper)
        return;
    pb_market_unbook_gift(own->env.market, trader->partner_guid, trader->gift_booked - copper);
    trader->gift_booked = copper;
}

int pb_trade_book_gift(struct pb_trades *own, struct pb_trader *trader, uint64_t copper)
{
    /* Without a market there is one agent, whose own book of partners is all there is. */
    if (!own->env.market || !trader->is_human)
        return 1;
    pb_trade_unbook_gift(own, trader, copper);
    if (trader->gift_booked == copper)
        return 1;
    return note_answer(
        pb_market_book_gift(own->env.market, trader->partner_guid, copper - trader->gift_booked), copper,
        &trader->gift_booked, &trader->is_stingy);
}

void pb_trade_settle(struct pb_trades *own, struct pb_trader *trader)
{
    if (trader->stage == PB_TRADE_ACCEPTED || trader->stage == PB_TRADE_ENDING) {
        own->lost++;
        return;
    }
    pb_trade_uncharge(own, trader);
    pb_trade_unbook_gift(own, trader, 0);
    pb_trade_unbook(own, trader, 0);
}

static void note_side(struct pb_trade_side *side, uint64_t guid, int is_bot, const struct pb_trade_view *view,
                      unsigned which)
{
    unsigned i, k = 0;

    *side = (struct pb_trade_side){.guid = guid, .copper = view->money[which], .is_bot = (uint8_t)is_bot};
    for (i = 0; i < PB_TRADE_SLOTS; i++)
        if (view->items[which][i].entry)
            side->items[k++] =
                (struct pb_trade_item){view->items[which][i].entry, view->items[which][i].count};
}

int pb_trade_charge(struct pb_trades *own, pb_bot bot, const struct pb_trade_view *view,
                    const struct pb_trade_deal *deal)
{
    struct pb_trader *trader = &own->traders[bot];

    trader->gift = pb_trade_gift_of(deal);
    trader->gift_day = pb_trade_day(own);
    /* It was booked when it was judged, a moment ago. */
    if (deal->is_gift && trader->is_human && own->env.market && trader->gift > trader->gift_booked)
        return PB_E_limit_reached;
    if (pb_partners_charge(&own->partners, trader->partner_guid, trader->gift_day, trader->gift) != PB_OK)
        return PB_E_limit_reached;
    trader->is_charged = 1;
    trader->trade_id = view->trade_id;
    note_side(&trader->sides[0], trader->guid, 1, view, 0);
    note_side(&trader->sides[1], trader->partner_guid, !trader->is_human, view, 1);
    return PB_OK;
}

void pb_trade_record(struct pb_trades *own, pb_bot bot)
{
    struct pb_trader *trader = &own->traders[bot];
    /* Both of two bots tell the same: the smaller guid first. */
    unsigned first = trader->sides[1].guid < trader->sides[0].guid, i;
    const struct pb_trade_side sides[2] = {trader->sides[first], trader->sides[!first]};
    uint64_t gift;

    own->completed++;
    own->duration += own->env.bots->now_ms - trader->begun_ms;
    own->paid += trader->sides[0].copper;
    own->received += trader->sides[1].copper;
    own->gift_value += trader->gift;
    for (i = 0; i < PB_TRADE_NOTE_ITEMS && trader->gift; i++)
        own->given += trader->sides[0].items[i].count;
    /* What was paid is spent, the rest goes back; what was given stays noted. */
    trader->booked -= trader->sides[0].copper < trader->booked ? trader->sides[0].copper : trader->booked;
    gift = trader->gift < trader->gift_booked ? trader->gift : trader->gift_booked;
    own->booked_gifts += gift;
    trader->gift_booked -= gift;
    trader->is_charged = 0;
    trader->gift = 0;
    if (own->env.market &&
        (!trader->trade_id || pb_market_note_trade(own->env.market, trader->trade_id, sides) != PB_OK))
        own->unrecorded++;
}
