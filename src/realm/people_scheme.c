/* Schemes: what some people do to a market on purpose, for those who look for it. */
#include "include/playerbot_error.h"
#include "realm/people.h"
#include "realm/post.h"
#include <math.h>

enum { MOST_OF_ONCE = 8, NEXT_S = 600, LEAST_VOLUME = 8 };

static uint64_t schemer(struct pb_realm *realm, const struct pb_bazaar *market)
{
    return PB_SCHEMER_FIRST + (uint64_t)(market - realm->people->markets) * 8 +
           pb_chance_below(&realm->people->chance, market->schemers);
}

static int is_schemer(uint64_t guid)
{
    return guid >= PB_SCHEMER_FIRST;
}

/* Auctions of a market: all, and those of schemers, with one of them. */
struct stand {
    unsigned all, own;
    uint32_t any;
};

static struct stand look(struct pb_realm *realm, const struct pb_bazaar *market)
{
    const struct pb_order *order = &realm->people->by_price;
    uint32_t at = pb_people_cheapest(realm, market, 0);
    struct stand stand = {0};
    struct pb_order_place place;

    if (!at)
        return stand;
    for (place = pb_order_find(order, at); (at = pb_order_at(order, place)) != PB_ORDER_END;
         place = pb_order_next(order, place)) {
        const struct pb_lot *lot = &realm->houses->lots[at];

        if (lot->house != market->house || lot->entry != market->entry)
            break;
        stand.all++;
        if (!is_schemer(lot->seller))
            continue;
        stand.any = at;
        stand.own++;
    }
    return stand;
}

/* Buys what is cheaper than what is asked for. */
static void buy_out(struct pb_realm *realm, const struct pb_bazaar *market)
{
    unsigned tries;

    for (tries = 0; tries < MOST_OF_ONCE * LEAST_VOLUME; tries++) {
        uint32_t lot = pb_people_cheapest(realm, market, 0);
        const struct pb_lot *found = &realm->houses->lots[lot];

        if (!lot || is_schemer(found->seller) ||
            log((double)found->buyout / found->count) > market->value + 0.8 * (double)market->scheme_factor ||
            !pb_people_bid(realm, lot, schemer(realm, market), found->buyout))
            return;
    }
}

static void wash(struct pb_realm *realm, const struct pb_bazaar *market)
{
    uint64_t seller = schemer(realm, market), buyer = schemer(realm, market);
    double price = market->value + (double)market->scheme_factor + 0.05 * pb_people_normal(realm);
    uint32_t lot = pb_people_post(realm, market, seller, price, price, 1);

    if (seller == buyer)
        buyer = buyer % 8 ? buyer - 1 : buyer + 1;
    if (lot && realm->houses->lots[lot].buyout)
        pb_people_bid(realm, lot, buyer, realm->houses->lots[lot].buyout);
}

/* They take back what nobody took, a few at a time. */
static void leave(struct pb_realm *realm, struct pb_bazaar *market)
{
    unsigned tries;

    for (tries = 0; tries < MOST_OF_ONCE; tries++) {
        struct stand stand = look(realm, market);

        if (!stand.own) {
            market->scheme = PB_SCHEME_NONE;
            return;
        }
        if (realm->houses->lots[stand.any].bid || pb_lot_has_ended(realm, &realm->houses->lots[stand.any]) ||
            pb_post_provide(realm, PB_LOT_LETTERS) != PB_OK)
            return;
        pb_house_cancel(realm, stand.any);
    }
}

void pb_people_scheme(struct pb_realm *realm, struct pb_bazaar *market)
{
    uint32_t now_s = realm->houses->now_s;
    unsigned own;
    double price;

    pb_people_settle(realm, market);
    if (now_s >= market->scheme_to_s) {
        leave(realm, market);
        return;
    }
    if (now_s < market->scheme_next_s)
        return;
    market->scheme_next_s = now_s + NEXT_S + pb_chance_below(&realm->people->chance, NEXT_S);
    if (market->scheme == PB_SCHEME_WASH) {
        wash(realm, market);
        return;
    }
    if (market->scheme == PB_SCHEME_SPIKE)
        buy_out(realm, market);
    for (own = look(realm, market).own; own < market->volume; own++) {
        price = market->value + (double)market->scheme_factor + 0.03 * pb_people_normal(realm);
        pb_people_post(realm, market, schemer(realm, market), price, price, 1);
    }
}

int pb_realm_inject(struct pb_realm *realm, uint8_t house, uint32_t entry, enum pb_realm_scheme scheme,
                    double factor, uint32_t seconds)
{
    struct pb_bazaar *market = pb_people_market(realm, house, entry);
    double share;

    if (!market || scheme <= PB_SCHEME_NONE || scheme > PB_SCHEME_WASH || !(factor > 0))
        return PB_E_bad_argument;
    market->scheme = (uint8_t)scheme;
    market->scheme_factor = (float)log(factor);
    market->scheme_next_s = realm->houses->now_s;
    market->scheme_to_s = realm->houses->now_s + seconds;
    market->schemers = (uint8_t)(scheme == PB_SCHEME_WASH ? 2 + pb_chance_below(&realm->people->chance, 3)
                                                          : 1 + pb_chance_below(&realm->people->chance, 3));
    share = 0.3 * pb_chance_share(&realm->people->chance);
    market->volume = (uint16_t)(LEAST_VOLUME + share * look(realm, market).all);
    return PB_OK;
}
