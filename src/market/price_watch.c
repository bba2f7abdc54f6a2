#include "base/clock.h"
#include "market/price_part.h"
#include <math.h>

enum {
    HELD_S = 7200,
    FEW = 3,
    LEAST_AUCTIONS = 6,
    LEAST_LOW_SCANS = 3,
    LEAST_WASHES = 3,
    LEAST_SCANS = 4, /* before which the value is not known well enough */
    LEAST_AGAIN = 2,
    LASTS_S = PB_DAY_S / 2,
    LONG_S = 3600, /* for one who errs with many, or finds one, it is over sooner */
    TRIP_S = 300,  /* what is bought within it is one shopping trip */
    KNOWN_SELLERS = 64
};

/* What was tuned, on seeds 1 to 20 of tests/tools/price_race.c; logarithms of prices, shares of auctions. */
static const double near = 0.30, far = 1.6;
static const double bought_up = 0.4, wall_share = 0.35;
static const double shelf_gain = 0.1;
static const double dump_from = -0.28;
static const double wash_from = 0.25, dear = 0.4;

static void raise_alarm(struct pb_price *price, unsigned which, uint32_t now_s)
{
    price->alarm_until_s[which] = now_s + HELD_S;
}

/* How many of the first `count` offers the few sellers with the most of them have. */
static unsigned of_few(const struct pb_offer *offers, unsigned count)
{
    uint64_t sellers[KNOWN_SELLERS];
    unsigned auctions[KNOWN_SELLERS], known = 0, sum = 0, i, j, round;

    for (i = 0; i < count; i++) {
        for (j = 0; j < known && sellers[j] != offers[i].seller; j++)
            ;
        if (j == known) {
            if (known == KNOWN_SELLERS)
                continue;
            sellers[known] = offers[i].seller;
            auctions[known++] = 0;
        }
        auctions[j]++;
    }
    for (round = 0; round < FEW; round++) {
        unsigned best = 0;

        for (j = 1; j < known; j++)
            if (auctions[j] > auctions[best])
                best = j;
        if (!known)
            break;
        sum += auctions[best];
        auctions[best] = 0;
    }
    return sum;
}

/* How many offers are below a price, given as a logarithm. */
static unsigned below(const struct pb_offer *offers, unsigned count, double log_price)
{
    double price = exp(log_price);
    unsigned i = 0;

    while (i < count && offers[i].price < price)
        i++;
    return i;
}

/* A spike: little is left near the value, and most of what stands above it is of a few. */
static int is_spike(const struct pb_price *price, const struct pb_offer *offers, unsigned count,
                    unsigned cheap)
{
    unsigned wall = below(offers, count, price->value + far) - cheap, held = of_few(offers + cheap, wall);

    return cheap <= fmax(2, bought_up * price->shelf) && held >= LEAST_AUCTIONS && held >= wall_share * wall;
}

/* ---- Wash trades ---- */

static int is_recent(const struct pb_price_voice *suspect, uint32_t now_s)
{
    return suspect->seller && now_s - suspect->at_s <= PB_DAY_S;
}

static int is_shared(const struct pb_price_voice *a, const struct pb_price_voice *b)
{
    return a->seller == b->seller || a->seller == b->buyer || a->buyer == b->seller || a->buyer == b->buyer;
}

/* The suspects that hang together with one, over parties that they share; bits. */
static unsigned ring_of(const struct pb_price *price, unsigned first, uint32_t now_s)
{
    unsigned ring = 1u << first, grown, i, j;

    do {
        grown = ring;
        for (i = 0; i < PB_PRICE_SUSPECTS; i++)
            for (j = 0; j < PB_PRICE_SUSPECTS; j++)
                if (ring >> i & 1 && is_recent(&price->suspects[j], now_s) &&
                    is_shared(&price->suspects[i], &price->suspects[j]))
                    ring |= 1u << j;
    } while (ring != grown);
    return ring;
}

static void meet(uint32_t *parties, unsigned *count, uint32_t party)
{
    for (unsigned i = 0; i < *count; i++)
        if (parties[i] == party)
            return;
    parties[(*count)++] = party;
}

/* Who washes has few partners: as many trades as parties, or more; and somebody is on both sides of them, or
 * they go on for long. What is bought at one time counts as one trade. */
static int is_wash(const struct pb_price *price, unsigned ring)
{
    uint32_t sellers[PB_PRICE_SUSPECTS], parties[2 * PB_PRICE_SUSPECTS], counted_at_s = 0, first_at_s = 0;
    unsigned trades = 0, sold = 0, bought = 0, met = 0, i;
    uint32_t buyers[PB_PRICE_SUSPECTS];
    int is_turned, is_dear = 1;

    for (i = 0; i < PB_PRICE_SUSPECTS; i++) {
        /* From the oldest on, so that those of one trip stand together. */
        unsigned place = (price->suspect_sales + i) % PB_PRICE_SUSPECTS;
        const struct pb_price_voice *suspect = &price->suspects[place];

        if (!(ring >> place & 1))
            continue;
        is_dear &= suspect->log_price > price->value + dear;
        meet(sellers, &sold, suspect->seller);
        meet(buyers, &bought, suspect->buyer);
        meet(parties, &met, suspect->seller);
        meet(parties, &met, suspect->buyer);
        if (!trades)
            first_at_s = suspect->at_s;
        trades += !trades || suspect->at_s - counted_at_s >= TRIP_S;
        counted_at_s = suspect->at_s;
    }
    is_turned = sold + bought > met;
    /* The same two again: there and back, or nobody would pay so much twice. */
    if (met == 2 && trades >= LEAST_AGAIN && (is_turned || is_dear))
        return 1;
    return trades >= LEAST_WASHES && met <= trades && (is_turned || counted_at_s - first_at_s >= LONG_S);
}

int pb_price_watch_sale(struct pb_price *price, const struct pb_price_voice *voice)
{
    if (fabs(voice->log_price - price->value) < wash_from)
        return 0;
    if (voice->seller && voice->buyer)
        price->suspects[price->suspect_sales++ % PB_PRICE_SUSPECTS] = *voice;
    return 1;
}

/* Only what came since the scan before can raise it. */
static void watch_ring(struct pb_price *price, uint32_t now_s)
{
    for (unsigned i = 0; i < PB_PRICE_SUSPECTS; i++)
        if (is_recent(&price->suspects[i], now_s) && price->suspects[i].at_s > price->ask_at_s &&
            is_wash(price, ring_of(price, i, now_s))) {
            raise_alarm(price, 2, now_s);
            return;
        }
}

/* ---- Scans ---- */

/* Notes whether the scan looks odd. A scheme ends; what many have asked for long without a break is what it
 * costs now, or the value was wrong from the beginning. Returns whether it is to be taken for a scheme. */
static int is_scheme(struct pb_price *price, int is_odd, int is_of_many, uint32_t now_s)
{
    if (now_s - price->ask_at_s > HELD_S) /* nobody looked */
        price->odd_since_s = 0;
    if (is_odd && !price->odd_since_s)
        price->odd_since_s = now_s;
    else if (!is_odd && !(pb_price_alarms(price, now_s) & (PB_PRICE_SPIKE | PB_PRICE_DUMP)))
        price->odd_since_s = 0;
    return !price->odd_since_s || !is_of_many || now_s - price->odd_since_s < LASTS_S;
}

int pb_price_watch_scan(struct pb_price *price, const struct pb_offer *offers, unsigned count, int is_of_many,
                        uint32_t now_s)
{
    unsigned cheap = below(offers, count, price->value + near);
    int is_low = price->scans >= LEAST_SCANS &&
                 of_few(offers, below(offers, count, price->value + dump_from)) >= LEAST_AUCTIONS;
    int is_high = is_spike(price, offers, count, cheap), is_watched;

    is_watched = is_scheme(price, is_low || is_high, is_of_many, now_s);
    if (is_high && is_watched)
        raise_alarm(price, 0, now_s);
    /* Who errs with many is bought out before the next scan; who dumps goes on. */
    price->low_scans = (uint8_t)(is_low ? price->low_scans + (price->low_scans < LEAST_LOW_SCANS) : 0);
    if (price->low_scans == LEAST_LOW_SCANS && is_watched)
        raise_alarm(price, 1, now_s);
    /* Who drives a price trades with many at prices that nobody else pays, too: that is told already. */
    if (!pb_price_alarms(price, now_s))
        price->shelf += (float)(fmax(shelf_gain, 1.0 / price->scans) * ((double)cheap - price->shelf));
    if (!(pb_price_alarms(price, now_s) & (PB_PRICE_SPIKE | PB_PRICE_DUMP)))
        watch_ring(price, now_s);
    return !is_watched ||
           (!price->low_scans && !(pb_price_alarms(price, now_s) & (PB_PRICE_SPIKE | PB_PRICE_DUMP)));
}
