/* What people do when they come to a market. */
#include "include/playerbot_error.h"
#include "realm/goods.h"
#include "realm/people.h"
#include "realm/post.h"
#include <math.h>

enum { RIVALS = 256 };

static uint64_t *chance_of(struct pb_realm *realm)
{
    return &realm->people->chance;
}

static double share(struct pb_realm *realm)
{
    return pb_chance_share(chance_of(realm));
}

double pb_people_between(struct pb_realm *realm, double low, double high)
{
    return low + (high - low) * share(realm);
}

/* Normal, mean 0, deviation 1 (G. Box, M. Muller 1958). */
double pb_people_normal(struct pb_realm *realm)
{
    double u = 1 - share(realm), v = share(realm);

    return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * v);
}

static uint64_t somebody(struct pb_realm *realm)
{
    return PB_HUMAN_FIRST + pb_chance_below(chance_of(realm), realm->people->count);
}

void pb_people_settle(const struct pb_realm *realm, struct pb_bazaar *market)
{
    double moved = market->drift * (realm->houses->now_s - market->settled_s);

    market->settled_s = realm->houses->now_s;
    market->value += moved;
    market->centre += moved;
    /* It comes back from a third more or less. */
    if (fabs(market->value - market->base) > 0.3 && (market->value > market->base) == (market->drift > 0))
        market->drift = -market->drift;
}

/* ---- Auctions of a market ---- */

uint32_t pb_people_cheapest(struct pb_realm *realm, const struct pb_bazaar *market, double least)
{
    struct pb_houses *houses = realm->houses;
    struct pb_order *order = &realm->people->by_price;
    const struct pb_lot *found;
    uint32_t lot;

    houses->lots[0] = (struct pb_lot){.house = market->house, .entry = market->entry, .count = 1};
    /* A buyout of nothing comes before all others. */
    houses->lots[0].buyout = least < 1 ? 1 : least < PB_MONEY_MOST ? (uint32_t)ceil(least) : PB_MONEY_MOST;
    lot = pb_order_at(order, pb_order_find(order, 0));
    if (lot == PB_ORDER_END)
        return 0;
    found = &houses->lots[lot];
    return found->house == market->house && found->entry == market->entry && found->buyout &&
                   !pb_lot_has_ended(realm, found)
               ? lot
               : 0;
}

static double piece(const struct pb_lot *lot)
{
    return (double)lot->buyout / lot->count;
}

uint32_t pb_people_post(struct pb_realm *realm, const struct pb_bazaar *market, uint64_t seller, double price,
                        double limit, unsigned count)
{
    static const uint8_t hours[] = {12, 24, 24, 48};
    struct pb_lot terms = {
        .seller = seller, .entry = market->entry, .house = market->house, .limit = (float)limit};
    unsigned how_long = hours[pb_chance_below(chance_of(realm), 4)];
    double whole;
    uint32_t lot;

    whole = fmin(fmax(1, floor(exp(price) * count + 0.5)), PB_MONEY_MOST);
    terms.count = (uint16_t)count;
    terms.buyout = (uint32_t)whole;
    terms.least = (uint32_t)fmax(1, whole * pb_people_between(realm, 0.6, 1));
    if (share(realm) < 0.03)
        terms.buyout = 0;
    terms.deposit = pb_house_deposit(market->house, pb_bag_item(realm, market->entry), count, how_long);
    lot = pb_house_open(realm, &terms, how_long);
    if (!lot)
        return 0;
    realm->stats.items_created += count;
    /* They bring the deposit, and the house keeps it. */
    realm->stats.money_created += terms.deposit;
    realm->stats.money_destroyed += terms.deposit;
    return lot;
}

static unsigned some(struct pb_realm *realm, const struct pb_bazaar *market)
{
    unsigned quarter = market->stack / 4u;

    return market->stack < 4 ? 1 : 1 + pb_chance_below(chance_of(realm), 4) * quarter;
}

int pb_people_bid(struct pb_realm *realm, uint32_t lot, uint64_t buyer, uint32_t amount)
{
    uint32_t price, cost;

    if (pb_house_may_bid(&realm->houses->lots[lot], buyer, 0, amount, &price, &cost) != PB_OK ||
        pb_post_provide(realm, PB_LOT_LETTERS) != PB_OK)
        return 0;
    realm->stats.money_created += cost;
    pb_house_bid(realm, lot, buyer, price);
    return 1;
}

/* ---- Sellers ---- */

/* What somebody believes that it is worth: in part hearsay from elsewhere, in part what they saw here. */
static double belief(struct pb_realm *realm, const struct pb_bazaar *market)
{
    return 0.5 * market->value + 0.5 * market->recent + 0.08 * pb_people_normal(realm);
}

/* Below the cheapest that is no error; at the belief when there is nothing to undercut. */
static double undercut(struct pb_realm *realm, const struct pb_bazaar *market, double limit, double by)
{
    double believed = belief(realm, market);
    uint32_t rival = pb_people_cheapest(realm, market, exp(believed) * 0.6);
    double price = rival ? log(fmax(1, piece(&realm->houses->lots[rival]))) - by : believed + 0.3;

    if (price > believed + 0.25)
        price = believed + fabs(0.1 * pb_people_normal(realm));
    return fmax(price, limit);
}

static void seller_comes(struct pb_realm *realm, const struct pb_bazaar *market)
{
    double limit = market->centre + market->spread * pb_people_normal(realm), kind = share(realm), price;

    if (kind < 0.02) { /* errs */
        price = limit = market->value + log(pb_people_between(realm, 0.3, 0.8));
    } else if (kind < 0.05) { /* troll */
        price = market->value + log(pb_people_between(realm, 5, 200));
    } else if (kind < 0.18) { /* asks too much */
        price = market->value + log(pb_people_between(realm, 1.3, 3));
    } else if (kind < 0.5) { /* believes */
        price = belief(realm, market) + 0.02;
    } else { /* undercuts; some by a copper */
        price = undercut(realm, market, limit, kind < 0.82 ? pb_people_between(realm, 0.001, 0.05) : 1e-4);
    }
    if (limit > market->value + 0.2 && share(realm) < 0.5)
        return; /* sees that nobody would pay that */
    pb_people_post(realm, market, somebody(realm), fmax(price, limit), limit, some(realm, market));
}

/* That of a seller, kept from one auction to the next: were it made anew each time, there would be more who
 * sell for less than who came. */
static double limit_of(const struct pb_bazaar *market, const struct pb_lot *lot)
{
    return lot->limit != 0 ? (double)lot->limit : market->value - market->spread;
}

void pb_people_try_again(struct pb_realm *realm, const struct pb_lot *lot)
{
    struct pb_bazaar *market = pb_people_market(realm, lot->house, lot->entry);
    double limit, price;

    if (!market || share(realm) < 0.5)
        return;
    limit = limit_of(market, lot) - 0.03;
    price = lot->buyout ? log(piece(lot)) - pb_people_between(realm, 0, 0.15) : belief(realm, market);
    pb_people_post(realm, market, lot->seller, fmax(price, limit), limit, lot->count);
}

/* Sees that somebody is cheaper, takes it back and asks less. */
/* One of those that stand behind the cheapest, each as likely as another; 0: there is none. */
static uint32_t rival_of(struct pb_realm *realm, const struct pb_bazaar *market)
{
    const struct pb_order *order = &realm->people->by_price;
    uint32_t at = pb_people_cheapest(realm, market, 0), chosen = 0;
    struct pb_order_place place;
    unsigned seen;

    if (!at)
        return 0;
    place = pb_order_find(order, at);
    for (seen = 1; seen < RIVALS; seen++) {
        const struct pb_lot *lot;

        place = pb_order_next(order, place);
        at = pb_order_at(order, place);
        if (at == PB_ORDER_END)
            break;
        lot = &realm->houses->lots[at];
        if (lot->house != market->house || lot->entry != market->entry)
            break;
        if (!pb_chance_below(chance_of(realm), seen))
            chosen = at;
    }
    return chosen;
}

static void seller_returns(struct pb_realm *realm, const struct pb_bazaar *market)
{
    uint32_t at = rival_of(realm, market);
    struct pb_lot old = realm->houses->lots[at];
    double limit;

    if (!at || !pb_people_is(old.seller) || old.seller >= PB_SCHEMER_FIRST || old.bid ||
        pb_lot_has_ended(realm, &old) || pb_post_provide(realm, PB_LOT_LETTERS) != PB_OK)
        return;
    pb_house_cancel(realm, at);
    limit = limit_of(market, &old);
    pb_people_post(realm, market, old.seller,
                   undercut(realm, market, limit, pb_people_between(realm, 1e-4, 0.03)), limit, old.count);
}

/* ---- Buyers ---- */

static void buyer_comes(struct pb_realm *realm, const struct pb_bazaar *market)
{
    double limit = exp(market->centre + market->spread * pb_people_normal(realm)), kind = share(realm);
    uint32_t lot = pb_people_cheapest(realm, market, 0);
    const struct pb_lot *found = &realm->houses->lots[lot];
    uint32_t next;

    if (!lot)
        return;
    if (kind < 0.01) /* does not look at the price */
        limit *= 3;
    next = pb_lot_next_bid(found);
    if (kind > 0.9 && next < found->buyout && (double)next / found->count < 0.85 * limit)
        pb_people_bid(realm, lot, somebody(realm), next);
    else if (piece(found) <= limit)
        pb_people_bid(realm, lot, somebody(realm), found->buyout);
}

void pb_people_come(struct pb_realm *realm, struct pb_bazaar *market)
{
    double back = pb_people_back(market);
    double who = share(realm) * (market->demand + market->supply + back);

    if (who < back)
        seller_returns(realm, market);
    else if (who < back + market->supply)
        seller_comes(realm, market);
    else
        buyer_comes(realm, market);
}
