#include "auction/strategy.h"
#include <math.h>
#include <string.h>

enum {
    DAY_H = 24,
    /* A purchase for resale is posted on a later visit, and stands for a day: so far ahead it is judged. */
    RESALE_H = 48,
    /* Bids only on what ends within so long: money that is bound buys nothing. */
    BID_WITHIN_S = 7200
};

/* Nobody believes a trend further than that, whatever the horizon. */
static const double MOST_CHANGE = 0.1;
/* Two hundredths a day and more is a trend to wait for, or to flee. */
static const double CLEAR_TREND = 0.02;
/* Others are undercut by so much of their price, and bots of ours not at all: they would race to the floor.
 */
static const double UNDERCUT = 0.01;
/* What did not sell comes back so much cheaper each time. */
static const double MARKDOWN = 0.05;
/* Above the value by more than that nobody buys; above the cheapest by more than that somebody else does. */
static const double MOST_ABOVE_VALUE = 1.15, MOST_ABOVE_RIVAL = 1.05;
/* A visit takes time that fights pay for: a sale must bring a tenth more than a vendor does. */
static const double LEAST_GAIN = 0.1;
/* Arbitrage must be expected to leave so much of what is paid, by prices of at least that confidence. */
static const double RESALE_MARGIN = 0.1, RESALE_CONFIDENCE = 0.5;
/* What it uses it buys by prices of at least that. */
static const double NEED_CONFIDENCE = 0.4;
/* And never for more than so many times what a vendor pays: what is dearer is for collectors, or a trap. */
static const double MOST_FOR_NEED = 50;
/* What nobody has paid for yet it may take for what most things cost, and so much more of it; and all bots
 * together no more than so many times, before somebody pays for it. */
static const double ABOVE_USUAL = 1.5, MOST_OPEN = 20;
/* Of its money, what a bot gives for one thing. */
static const double FOR_UPGRADE = 0.5, FOR_OTHERS = 0.25;

static double predict_price(const struct pb_auction_item *item, unsigned hours)
{
    double change = item->trend * item->confidence * hours / DAY_H;

    return item->value * (1 + fmax(-MOST_CHANGE, fmin(change, MOST_CHANGE)));
}

/* Rising prices are worth a longer wait, falling ones none. */
static unsigned listing_hours(const struct pb_auction_item *item)
{
    double trend = item->trend * item->confidence;

    return trend > CLEAR_TREND ? 2 * DAY_H : trend < -CLEAR_TREND ? DAY_H / 2 : DAY_H;
}

/* ---- Selling ---- */

/* How likely it sells in its time: rivals that are as cheap go first, and what failed fails again. */
static double sale_share(const struct pb_auction_item *item, const struct pb_auction_lot *lot)
{
    double share = 0.9 - 0.04 * (item->rivals < 10 ? item->rivals : 10);

    return share * pow(0.8, lot->failures < 8 ? lot->failures : 8);
}

/* What it would like for one piece. */
static double wanted_price(const struct pb_auction_item *item, const struct pb_auction_lot *lot)
{
    double price = predict_price(item, listing_hours(item)) * (1 - MARKDOWN * fmin(lot->failures, 8));

    if (item->rival > 0)
        price = fmin(price, item->is_rival_ours ? item->rival : item->rival * (1 - UNDERCUT));
    return price;
}

static enum pb_auction_sale_verdict judge_sale(const struct pb_auction_item *item,
                                               const struct pb_auction_lot *lot, struct pb_auction_sale *sale)
{
    double share = sale_share(item, lot), vendor = (double)item->terms.vendor_pays * lot->count, buyout, net;
    uint64_t least = pb_guard_post_least(&item->terms, lot->count, item->cut_share, lot->deposit, share);

    if (!(item->value > 0) || !(item->terms.high > 0))
        return PB_SALE_UNKNOWN;
    if (least > UINT32_MAX)
        return PB_SALE_HOPELESS;
    buyout = floor(wanted_price(item, lot) * lot->count);
    buyout = fmin(fmax(buyout, (double)least), UINT32_MAX);
    if (buyout > item->value * MOST_ABOVE_VALUE * lot->count ||
        (item->rival > 0 && buyout > ceil(item->rival * MOST_ABOVE_RIVAL * lot->count)))
        return PB_SALE_HOPELESS;
    net = share * buyout * (1 - item->cut_share) + (1 - share) * (vendor - lot->deposit);
    if (net < vendor * (1 + LEAST_GAIN) || net < 1)
        return PB_SALE_POOR;
    *sale =
        (struct pb_auction_sale){.bid = (uint32_t)least, .buyout = (uint32_t)buyout, .gain = net - vendor};
    return PB_SALE_POST;
}

/* ---- Buying ---- */

/* What it brings, if it is bought to be sold again; in `verdict` to whom. Somebody else must ask more for it:
 * one seller alone, and prices that few scans have seen, prove nothing. Nor do sellers who agree with each
 * other: what others have paid to bots for the item is all that bots pay for it again. */
static double resale_value(const struct pb_auction_item *item, const struct pb_auction_offer *offer,
                           enum pb_auction_purchase_verdict *verdict)
{
    double vendor = (double)item->terms.vendor_pays * offer->count, market = 0;

    *verdict = PB_PURCHASE_VENDOR;
    if (item->is_settled && item->confidence >= RESALE_CONFIDENCE && offer->next > 0) {
        market = fmin(fmin(predict_price(item, RESALE_H), item->value), offer->next * (1 - UNDERCUT));
        /* It may not be sold again below that, so nobody would buy it. */
        if (item->terms.high * (1 - item->terms.sell_margin) > market * MOST_ABOVE_RIVAL)
            market = 0;
        market *= offer->count * (1 - item->cut_share) / (1 + RESALE_MARGIN);
        market = fmin(market, item->earned);
    }
    if (market > vendor)
        *verdict = PB_PURCHASE_RESALE;
    return fmax(market, vendor);
}

/* Without a proof: what others pay for other things there. Sellers who agree can make the price of what
 * nobody else trades, but not that of everything, so they get no more for it than they would for anything. */
static double comparable(const struct pb_auction_item *item, const struct pb_auction_offer *offer)
{
    double price = ABOVE_USUAL * item->usual * offer->count;

    return fmax(0, fmin(price, MOST_OPEN * price - item->open));
}

/* What it pays for a thing that it uses, as far as prices say nothing else. */
static double need_value(const struct pb_auction_item *item, const struct pb_auction_offer *offer)
{
    /* What a vendor would ask for such a thing is never a fortune. */
    double list = (double)item->item->buy_price * offer->count;

    return fmax(list, fmin(fmax(item->earned, comparable(item, offer)),
                           MOST_FOR_NEED * item->terms.vendor_pays * offer->count));
}

/* The most that it gives, and why. */
static double most_for(const struct pb_auction_item *item, const struct pb_auction_offer *offer,
                       enum pb_auction_purchase_verdict *verdict)
{
    double resale =
        fmin((double)pb_guard_buy_most(&item->terms, offer->count), resale_value(item, offer, verdict));

    if (offer->need == PB_NEED_NOTHING || !item->is_settled || item->confidence < NEED_CONFIDENCE)
        return resale;
    *verdict = PB_PURCHASE_NEED;
    return fmin((double)pb_guard_need_most(&item->terms, offer->count, item->cut_share),
                need_value(item, offer));
}

static enum pb_auction_purchase_verdict judge_purchase(const struct pb_auction_item *item,
                                                       const struct pb_auction_offer *offer,
                                                       struct pb_auction_purchase *purchase)
{
    enum pb_auction_purchase_verdict verdict;
    double most, purse = (double)offer->money * (offer->need == PB_NEED_UPGRADE ? FOR_UPGRADE : FOR_OTHERS);
    int has_buyout, has_bid;

    if (item->is_vetoed)
        return PB_PURCHASE_VETOED;
    most = most_for(item, offer, &verdict);
    has_buyout = offer->buyout && offer->buyout <= most;
    has_bid =
        offer->bid_next && offer->bid_next <= most && (!offer->buyout || offer->bid_next < offer->buyout);
    if (!has_buyout && !has_bid)
        return PB_PURCHASE_DEAR;
    if (!has_buyout && (!offer->may_bid || offer->time_left_s > BID_WITHIN_S))
        return PB_PURCHASE_BIDS;
    purchase->is_buyout = (uint8_t)has_buyout;
    purchase->amount = has_buyout ? offer->buyout : offer->bid_next;
    if (purchase->amount > purse || purchase->amount > offer->budget || purchase->amount > offer->money)
        return PB_PURCHASE_POOR;
    purchase->profit = most - purchase->amount;
    return verdict;
}

/* Buys what it can use, and nothing to sell it again. */
static enum pb_auction_purchase_verdict judge_modestly(const struct pb_auction_item *item,
                                                       const struct pb_auction_offer *offer,
                                                       struct pb_auction_purchase *purchase)
{
    if (item->is_vetoed || offer->need != PB_NEED_NOTHING)
        return judge_purchase(item, offer, purchase);
    return PB_PURCHASE_DEAR;
}

/* ---- The strategies ---- */

static const struct pb_auction_strategy market_strategy = {"market", predict_price, listing_hours, judge_sale,
                                                           judge_purchase};
static const struct pb_auction_strategy modest_strategy = {"modest", predict_price, listing_hours, judge_sale,
                                                           judge_modestly};

const struct pb_auction_strategy *const pb_auction_strategies[] = {&market_strategy, &modest_strategy};
const unsigned pb_auction_strategy_count = sizeof pb_auction_strategies / sizeof *pb_auction_strategies;

const struct pb_auction_strategy *pb_auction_strategy_find(const char *name)
{
    unsigned i;

    for (i = 0; i < pb_auction_strategy_count; i++)
        if (strcmp(pb_auction_strategies[i]->name, name) == 0)
            return pb_auction_strategies[i];
    return pb_auction_strategies[0];
}
