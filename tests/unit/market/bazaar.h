/*
 * Bazaar: an auction house with people in it, for one item, whose true value is known: the price at which as
 * many would sell as would buy. Everybody has a limit of their own, spread about a common centre, and keeps
 * to it (D. Gode, S. Sunder, "Allocative efficiency of markets with zero-intelligence traders", JPE 1993);
 * how they ask is like people: some undercut, some believe, some ask too much, some are trolls, some err, and
 * bots undercut by a copper all day. Unsold auctions end, are cancelled and come back cheaper. One scheme may
 * be injected: prices driven up (spike) or down (dump), or trades with oneself (wash). All from one seed.
 */
#ifndef PB_TESTS_BAZAAR_H
#define PB_TESTS_BAZAAR_H

#include "base/chance.h"
#include "market/offer.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BAZAAR_OFFERS = 600,
    BAZAAR_STEP_S = 300,
    BAZAAR_DAY_S = 86400,
    BAZAAR_PEOPLE = 400,
    BAZAAR_BOTS = 6,
    BAZAAR_LEAST = 8 /* auctions of a spike or a dump, at least */
};

enum bazaar_scheme { BAZAAR_HONEST, BAZAAR_SPIKE, BAZAAR_DUMP, BAZAAR_WASH, BAZAAR_SCHEMES };

/* What differs from market to market. */
struct bazaar_manners {
    double drift;    /* by how much the value moves in a day at most, as a logarithm */
    double dreamers; /* share of sellers who ask 1.3 to 3 times the value, beside 3 % trolls */
    double hearsay;  /* how much of what people believe comes from elsewhere, where the value is known */
};

static const struct bazaar_manners bazaar_usual = {0.04, 0.13, 0.5};

struct bazaar_offer {
    struct pb_offer offer;
    double limit; /* below which its seller does not go, as a logarithm */
    uint8_t is_bot, is_scheme;
};

struct bazaar {
    struct bazaar_manners manners;
    uint64_t chance;
    double centre, value, drift, spread; /* logarithms; drift per second */
    double demand, supply;               /* people a day */
    double recent;                       /* what was paid lately, as people remember it; a logarithm */
    uint32_t now_s, next_id, stack;
    unsigned count, sold;
    struct bazaar_offer offers[BAZAAR_OFFERS];

    enum bazaar_scheme scheme;
    uint32_t from_s, to_s, next_s;
    double factor; /* of the value, as a logarithm */
    unsigned volume, accounts;

    void (*tell)(void *user, const struct pb_sale *sale); /* every sale; may be NULL */
    void *user;
};

static inline double bazaar_share(struct bazaar *bazaar)
{
    return pb_chance_share(&bazaar->chance);
}

static inline double bazaar_between(struct bazaar *bazaar, double low, double high)
{
    return low + (high - low) * bazaar_share(bazaar);
}

/* Normal, mean 0, deviation 1 (G. Box, M. Muller 1958). */
static inline double bazaar_normal(struct bazaar *bazaar)
{
    double u = 1 - bazaar_share(bazaar), v = bazaar_share(bazaar);

    return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * v);
}

/* How many of a Poisson process with this mean; means are small (D. Knuth, TAOCP vol. 2, 3.4.1). */
static inline unsigned bazaar_poisson(struct bazaar *bazaar, double mean)
{
    double limit = exp(-mean), product = bazaar_share(bazaar);
    unsigned count = 0;

    while (product > limit) {
        product *= bazaar_share(bazaar);
        count++;
    }
    return count;
}

static inline uint64_t bazaar_person(struct bazaar *bazaar)
{
    return 1000 + pb_chance_below(&bazaar->chance, BAZAAR_PEOPLE);
}

/* ---- Auctions ---- */

static inline void bazaar_post(struct bazaar *bazaar, uint64_t seller, double log_price, double limit,
                               int is_bot, int is_scheme)
{
    static const uint32_t hours[] = {12, 24, 24, 48};
    struct bazaar_offer *made = &bazaar->offers[bazaar->count];

    if (bazaar->count == BAZAAR_OFFERS)
        return;
    memset(made, 0, sizeof *made);
    made->offer.count = bazaar->stack > 1 ? 1 + pb_chance_below(&bazaar->chance, 4) * (bazaar->stack / 4) : 1;
    /* Whole coppers for the whole stack, as the house has it. */
    made->offer.price = fmax(1, floor(exp(log_price) * made->offer.count + 0.5)) / made->offer.count;
    made->offer.seller = seller;
    made->offer.auction_id = ++bazaar->next_id;
    made->offer.ends_s = bazaar->now_s + hours[pb_chance_below(&bazaar->chance, 4)] * 3600;
    made->limit = limit;
    made->is_bot = (uint8_t)is_bot;
    made->is_scheme = (uint8_t)is_scheme;
    bazaar->count++;
}

static inline void bazaar_take_out(struct bazaar *bazaar, unsigned i)
{
    bazaar->offers[i] = bazaar->offers[--bazaar->count];
}

static inline void bazaar_sell(struct bazaar *bazaar, unsigned i, uint64_t buyer)
{
    struct pb_offer *offer = &bazaar->offers[i].offer;
    struct pb_sale sale = {offer->seller, buyer, offer->price, offer->count, bazaar->now_s};

    if (bazaar->tell)
        bazaar->tell(bazaar->user, &sale);
    if (!bazaar->offers[i].is_scheme)
        bazaar->recent += 0.1 * (fmax(fmin(log(offer->price), bazaar->recent + 0.3), bazaar->recent - 0.3) -
                                 bazaar->recent);
    bazaar->sold++;
    bazaar_take_out(bazaar, i);
}

/* The cheapest at or above a price; `count` when there is none. */
static inline unsigned bazaar_cheapest(const struct bazaar *bazaar, double least)
{
    unsigned best = bazaar->count;

    for (unsigned i = 0; i < bazaar->count; i++)
        if (bazaar->offers[i].offer.price >= least &&
            (best == bazaar->count || bazaar->offers[i].offer.price < bazaar->offers[best].offer.price))
            best = i;
    return best;
}

/* ---- People ---- */

/* What somebody believes that it is worth: in part hearsay from elsewhere, in part what they saw here. */
static inline double bazaar_belief(struct bazaar *bazaar)
{
    double hearsay = bazaar->manners.hearsay;

    return hearsay * bazaar->value + (1 - hearsay) * bazaar->recent + 0.08 * bazaar_normal(bazaar);
}

/* Below the cheapest that is no error; at the belief when there is nothing to undercut. */
static inline double bazaar_undercut(struct bazaar *bazaar, double limit, double by)
{
    double belief = bazaar_belief(bazaar);
    unsigned rival = bazaar_cheapest(bazaar, exp(belief) * 0.6);
    double price =
        rival < bazaar->count ? log(fmax(1, bazaar->offers[rival].offer.price)) - by : belief + 0.3;

    if (price > belief + 0.25)
        price = belief + fabs(0.1 * bazaar_normal(bazaar));
    return fmax(price, limit);
}

static inline void bazaar_seller_comes(struct bazaar *bazaar)
{
    double limit = bazaar->centre + bazaar->spread * bazaar_normal(bazaar), kind = bazaar_share(bazaar),
           price;
    uint64_t seller = bazaar_person(bazaar);
    double dreams = 0.05 + bazaar->manners.dreamers;
    unsigned many;
    int is_bot = 0;

    if (kind < 0.02) { /* errs */
        price = bazaar->value + log(bazaar_between(bazaar, 0.3, 0.8));
        limit = price;
    } else if (kind < 0.05) { /* troll */
        price = bazaar->value + log(bazaar_between(bazaar, 5, 200));
    } else if (kind < dreams) { /* asks too much */
        price = bazaar->value + log(bazaar_between(bazaar, 1.3, 3));
    } else if (kind < dreams + 0.39 * (1 - dreams)) { /* believes */
        price = bazaar_belief(bazaar) + 0.02;
    } else if (kind < dreams + 0.78 * (1 - dreams)) { /* undercuts */
        price = bazaar_undercut(bazaar, limit, bazaar_between(bazaar, 0.001, 0.05));
    } else { /* a bot */
        seller = 10 + pb_chance_below(&bazaar->chance, BAZAAR_BOTS);
        is_bot = 1;
        price = bazaar_undercut(bazaar, limit, 1e-4);
    }
    if (limit > bazaar->value + 0.2 && bazaar_share(bazaar) < 0.5)
        return; /* sees that nobody would pay that */
    /* Some come with many: an honest dump of a bank, or a wall of a dreamer's. */
    many = !is_bot && bazaar_share(bazaar) < 0.01 ? 5 + pb_chance_below(&bazaar->chance, 15) : 1;
    for (; many > 0; many--)
        bazaar_post(bazaar, seller, fmax(price, limit), limit, is_bot, 0);
}

static inline void bazaar_buyer_comes(struct bazaar *bazaar)
{
    double limit = exp(bazaar->centre + bazaar->spread * bazaar_normal(bazaar)), kind = bazaar_share(bazaar);
    unsigned cheapest = bazaar_cheapest(bazaar, 0), i;
    uint64_t buyer = bazaar_person(bazaar);

    if (cheapest == bazaar->count)
        return;
    if (kind < 0.01) /* does not look at the price */
        limit *= 3;
    if (kind < 0.08) { /* takes what the page shows, if it suits */
        i = pb_chance_below(&bazaar->chance, bazaar->count);
        if (bazaar->offers[i].offer.price <= limit && bazaar->offers[i].offer.seller != buyer)
            bazaar_sell(bazaar, i, buyer);
    } else if (bazaar->offers[cheapest].offer.price <= limit &&
               bazaar->offers[cheapest].offer.seller != buyer) {
        bazaar_sell(bazaar, cheapest, buyer);
    }
}

/* What ends, is cancelled, comes back, or is snapped up. */
static inline void bazaar_time_passes(struct bazaar *bazaar)
{
    double floor_price = bazaar->count ? bazaar->offers[bazaar_cheapest(bazaar, 0)].offer.price : 0;

    for (unsigned i = bazaar->count; i-- > 0;) {
        struct bazaar_offer old = bazaar->offers[i];

        if (old.is_scheme)
            continue;
        if (old.offer.price < 0.62 * exp(bazaar->recent) && bazaar_share(bazaar) < 0.3) {
            bazaar_sell(bazaar, i, 1 + pb_chance_below(&bazaar->chance, 4));
            continue;
        }
        if (bazaar->now_s >= old.offer.ends_s) {
            bazaar_take_out(bazaar, i);
            if (bazaar_share(bazaar) < 0.5)
                bazaar_post(bazaar, old.offer.seller,
                            fmax(log(old.offer.price) - bazaar_between(bazaar, 0, 0.15), old.limit - 0.03),
                            old.limit - 0.03, old.is_bot, 0);
        } else if (old.offer.price > floor_price && bazaar_share(bazaar) < (old.is_bot ? 0.04 : 0.003)) {
            bazaar_take_out(bazaar, i);
            bazaar_post(bazaar, old.offer.seller,
                        bazaar_undercut(bazaar, old.limit, old.is_bot ? 1e-4 : 0.02), old.limit, old.is_bot,
                        0);
        }
    }
}

/* ---- Schemes ---- */

static inline uint64_t bazaar_schemer(struct bazaar *bazaar)
{
    return 5000 + pb_chance_below(&bazaar->chance, bazaar->accounts);
}

static inline void bazaar_scheme_acts(struct bazaar *bazaar)
{
    unsigned own = 0, i;

    if (bazaar->now_s < bazaar->next_s)
        return;
    for (i = 0; i < bazaar->count; i++)
        own += bazaar->offers[i].is_scheme;
    if (bazaar->scheme == BAZAAR_WASH) {
        uint64_t seller = bazaar_schemer(bazaar), buyer = bazaar_schemer(bazaar);

        if (seller == buyer)
            buyer = seller == 5000 ? 5001 : 5000;
        bazaar_post(bazaar, seller, bazaar->value + bazaar->factor + 0.05 * bazaar_normal(bazaar), 0, 0, 1);
        if (bazaar->count < BAZAAR_OFFERS)
            bazaar_sell(bazaar, bazaar->count - 1, buyer);
        bazaar->next_s = bazaar->now_s + 600 + pb_chance_below(&bazaar->chance, 1800);
        return;
    }
    if (bazaar->scheme == BAZAAR_SPIKE) /* buys all that is cheaper than what it asks for */
        for (i = bazaar->count; i-- > 0;)
            if (!bazaar->offers[i].is_scheme &&
                log(bazaar->offers[i].offer.price) < bazaar->value + 0.8 * bazaar->factor) {
                bazaar_sell(bazaar, i, bazaar_schemer(bazaar));
            }
    for (; own < bazaar->volume; own++)
        bazaar_post(bazaar, bazaar_schemer(bazaar),
                    bazaar->value + bazaar->factor + 0.03 * bazaar_normal(bazaar), 0, 0, 1);
    bazaar->next_s = bazaar->now_s + 600 + pb_chance_below(&bazaar->chance, 900);
}

static inline void bazaar_scheme_ends(struct bazaar *bazaar)
{
    for (unsigned i = bazaar->count; i-- > 0;)
        if (bazaar->offers[i].is_scheme)
            bazaar_take_out(bazaar, i);
}

/* Injects a scheme that runs from one time to another. */
static inline void bazaar_inject(struct bazaar *bazaar, enum bazaar_scheme scheme, uint32_t from_s,
                                 uint32_t to_s)
{
    double factor =
        scheme == BAZAAR_DUMP ? bazaar_between(bazaar, 0.3, 0.65) : bazaar_between(bazaar, 1.7, 4);

    bazaar->scheme = scheme;
    bazaar->from_s = bazaar->next_s = from_s;
    bazaar->to_s = to_s;
    if (scheme == BAZAAR_WASH && bazaar_share(bazaar) < 0.4)
        factor = bazaar_between(bazaar, 0.25, 0.55);
    bazaar->factor = log(factor);
    bazaar->accounts = scheme == BAZAAR_WASH ? 2 + pb_chance_below(&bazaar->chance, 3)
                                             : 1 + pb_chance_below(&bazaar->chance, 3);
    bazaar->volume = BAZAAR_LEAST + (unsigned)(bazaar->count * bazaar_between(bazaar, 0, 0.3));
}

/* ---- Time ---- */

static inline void bazaar_step(struct bazaar *bazaar)
{
    double step = (double)BAZAAR_STEP_S / BAZAAR_DAY_S;
    unsigned i;

    bazaar->now_s += BAZAAR_STEP_S;
    bazaar->value += bazaar->drift * BAZAAR_STEP_S;
    bazaar->centre += bazaar->drift * BAZAAR_STEP_S;
    bazaar_time_passes(bazaar);
    for (i = bazaar_poisson(bazaar, bazaar->supply * step); i > 0; i--)
        bazaar_seller_comes(bazaar);
    for (i = bazaar_poisson(bazaar, bazaar->demand * step); i > 0; i--)
        bazaar_buyer_comes(bazaar);
    if (bazaar->scheme != BAZAAR_HONEST && bazaar->now_s >= bazaar->from_s) {
        if (bazaar->now_s < bazaar->to_s)
            bazaar_scheme_acts(bazaar);
        else
            bazaar_scheme_ends(bazaar);
    }
}

static inline int bazaar_compare(const void *a, const void *b)
{
    double left = ((const struct pb_offer *)a)->price, right = ((const struct pb_offer *)b)->price;

    return left < right ? -1 : left > right;
}

/* What a scan shows, the cheapest first; room for BAZAAR_OFFERS. Returns how many. */
static inline unsigned bazaar_scan(const struct bazaar *bazaar, struct pb_offer *offers)
{
    for (unsigned i = 0; i < bazaar->count; i++)
        offers[i] = bazaar->offers[i].offer;
    qsort(offers, bazaar->count, sizeof *offers, bazaar_compare);
    return bazaar->count;
}

/* A market two days old. */
static inline void bazaar_open(struct bazaar *bazaar, uint64_t seed, const struct bazaar_manners *manners)
{
    static const uint32_t stacks[] = {1, 1, 4, 20};
    double off; /* how far supply and demand move the price from what people think on average, in spreads */

    memset(bazaar, 0, sizeof *bazaar);
    bazaar->manners = *manners;
    bazaar->chance = seed;
    pb_chance_next(&bazaar->chance);
    off = bazaar_between(bazaar, -0.25, 0.25);
    bazaar->spread = bazaar_between(bazaar, 0.12, 0.3);
    bazaar->value = log(bazaar_between(bazaar, 1, 1.1)) + bazaar_between(bazaar, log(100), log(500000));
    bazaar->centre = bazaar->value - off * bazaar->spread;
    bazaar->recent = bazaar->value;
    bazaar->drift = bazaar_between(bazaar, -manners->drift, manners->drift) / BAZAAR_DAY_S;
    bazaar->demand = exp(bazaar_between(bazaar, log(20), log(600)));
    /* As many sell as buy at the value: demand * (1 - F(off)) = supply * F(off), F the normal distribution.
     */
    bazaar->supply = bazaar->demand * erfc(off / sqrt(2)) / erfc(-off / sqrt(2));
    bazaar->stack = stacks[pb_chance_below(&bazaar->chance, 4)];
    while (bazaar->now_s < 2 * BAZAAR_DAY_S)
        bazaar_step(bazaar);
    bazaar->sold = 0;
}

#endif
