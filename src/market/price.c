#include "market/price.h"
#include "base/clock.h"
#include "market/price_part.h"
#include <math.h>
#include <string.h>

enum { ASK_RANK = 4, DEEP = 20, RECALLED_SCANS = 8, LEAST_SCANS = 4 };

/* What was tuned, on seeds 1 to 20 of tests/tools/price_race.c; DEEP and the shelf also on those of
 * market_day.c.
 */
static const double ask_gain = 0.12; /* of a step, once the first scans are in */
static const double ask_cut = 1.345; /* deviations beyond which a step does not grow (Huber's 95 %) */
static const double leap = 0.2;      /* to what nobody means to sell */
static const double shelf = 0.5;     /* of asks that compete with each other */
static const double first_scatter = 0.1;
static const double wander = 0.03; /* by which an unseen price walks in a day, one deviation */
static const double least_scatter = 0.02;
static const double least_error = 0.01;
static const double slow_s = 3 * PB_DAY_S; /* over which the trend's mean goes */
static const double least_clear = 0.015;

static uint32_t party_of(uint64_t guid)
{
    uint64_t mixed = guid * UINT64_C(0x9e3779b97f4a7c15);

    return guid ? (uint32_t)(mixed >> 32) | 1 : 0;
}

/* Asks of different sellers, as logarithms, the cheapest first: the first few, and how many there are near
 * them, to DEEP. */
struct asks {
    double at[ASK_RANK + 1];
    unsigned kept, near;
};

static struct asks asks_of(const struct pb_offer *offers, unsigned count)
{
    struct asks asks = {.kept = 0};
    uint64_t sellers[DEEP];
    unsigned i, j;

    for (i = 0; i < count && asks.near < DEEP; i++) {
        double ask = log(fmax(offers[i].price, 1e-6));

        for (j = 0; j < asks.near && sellers[j] != offers[i].seller; j++)
            ;
        if (j < asks.near)
            continue;
        if (asks.kept > 1 && ask > asks.at[1] + shelf)
            break;
        sellers[asks.near++] = offers[i].seller;
        if (asks.kept <= ASK_RANK)
            asks.at[asks.kept++] = ask;
    }
    return asks;
}

/* Whether the cheapest stands alone and errs: of two prices that are a leap apart the one is meant that is
 * nearer to the value, or, while none is known, the one that a third seller agrees with. */
static int is_first_error(const struct pb_price *price, const struct asks *asks)
{
    if (asks->kept < 2 || asks->at[1] <= asks->at[0] + leap)
        return 0;
    if (price->scans)
        return price->value - asks->at[0] > fabs(asks->at[1] - price->value);
    return asks->kept > 2 && asks->at[2] <= asks->at[1] + leap;
}

/* The price of the fourth cheapest seller where there are many, of a cheaper one where there are few, or the
 * last one before a leap; as a logarithm. Returns how many sellers stand before the leap, to four; 0: no
 * offers. */
static unsigned ask_of(const struct pb_price *price, const struct pb_offer *offers, unsigned count,
                       double *ask)
{
    const struct asks asks = asks_of(offers, count);
    unsigned first = (unsigned)is_first_error(price, &asks), sellers, whole;
    double rank;

    if (!asks.kept)
        return 0;
    for (sellers = 1; sellers < ASK_RANK && first + sellers < asks.kept &&
                      asks.at[first + sellers] <= asks.at[first + sellers - 1] + leap;
         sellers++)
        ;
    rank = fmin((ASK_RANK - 1.0) * (asks.near - first - 1) / (DEEP - 2), sellers - 1);
    whole = (unsigned)rank;
    *ask = asks.at[first + whole];
    if (whole + 1 < sellers)
        *ask += (rank - whole) * (asks.at[first + whole + 1] - *ask);
    return sellers;
}

static void follow_ask(struct pb_price *price, double ask)
{
    double gain = fmax(ask_gain, 1.0 / (price->scans + 1)), step = ask - price->ask, most;

    if (price->scans == 0) {
        price->ask = (float)ask;
        price->ask_scatter = (float)first_scatter;
    } else {
        most = ask_cut * fmax(price->ask_scatter, least_scatter);
        price->ask = (float)(price->ask + gain * fmax(fmin(step, most), -most));
        price->ask_scatter =
            (float)(price->ask_scatter + gain * (fmin(1.2533 * fabs(step), 3 * most) - price->ask_scatter));
    }
    price->scans++;
}

/* The mean's lag grows with time and shrinks with what is mixed in, exactly as the mean does. */
static void follow_value(struct pb_price *price, uint32_t before_s, uint32_t now_s)
{
    double passed_s = before_s ? (double)(now_s - before_s) : 0, gain;

    if (price->scans <= 1) {
        price->slow = price->value;
        price->slow_lag_s = 0;
        return;
    }
    gain = fmax(1.0 / price->scans, 1 - exp(-passed_s / slow_s));
    price->slow += (float)(gain * ((double)price->value - price->slow));
    price->slow_lag_s = (float)((1 - gain) * (price->slow_lag_s + passed_s));
}

void pb_price_scan(struct pb_price *price, const struct pb_offer *offers, unsigned count, uint32_t now_s)
{
    uint32_t before_s = price->ask_at_s;
    unsigned sellers;
    double ask;

    price->at_s = now_s;
    sellers = ask_of(price, offers, count, &ask);
    if (!sellers)
        return;
    /* What a few asked for is forgotten when many ask for the first time. */
    if (sellers >= ASK_RANK && !pb_price_has_company(price))
        price->scans = 0;
    if (sellers > price->company)
        price->company = (uint8_t)sellers;
    if (!price->scans || pb_price_watch_scan(price, offers, count, sellers >= ASK_RANK, now_s))
        follow_ask(price, ask);
    price->ask_at_s = now_s;
    pb_price_estimate(price);
    follow_value(price, before_s, now_s);
}

void pb_price_sold(struct pb_price *price, const struct pb_sale *sale)
{
    struct pb_price_voice voice;

    if (!(sale->price > 0))
        return;
    voice = (struct pb_price_voice){(float)log(sale->price), sale->at_s, party_of(sale->seller),
                                    party_of(sale->buyer)};
    price->at_s = sale->at_s;
    /* What nobody else pays has no voice, lest a few drown the others; the asks tell when all prices leap. */
    if (price->scans >= LEAST_SCANS && pb_price_watch_sale(price, &voice))
        return;
    price->voices[price->sales++ % PB_PRICE_SALES] = voice;
    pb_price_estimate(price);
}

int pb_price_has_company(const struct pb_price *price)
{
    return price->company >= ASK_RANK;
}

void pb_price_recall(struct pb_price *price, double value, double error, uint32_t at_s)
{
    memset(price, 0, sizeof *price);
    price->ask = price->value = price->slow = (float)log(value);
    price->error = (float)fmax(least_error, error);
    price->ask_scatter = (float)fmax(least_scatter, fmin(error, first_scatter));
    price->scans = RECALLED_SCANS;
    price->company = ASK_RANK;
    price->at_s = price->ask_at_s = at_s;
}

double pb_price_value(const struct pb_price *price)
{
    return price->sales || price->scans ? exp(price->value) : 0;
}

double pb_price_error(const struct pb_price *price, uint32_t now_s)
{
    double days = now_s > price->at_s ? (double)(now_s - price->at_s) / PB_DAY_S : 0;

    if (!price->sales && !price->scans)
        return 1;
    return fmin(1, fmax(least_error, hypot(price->error, wander * sqrt(days))));
}

double pb_price_confidence(const struct pb_price *price, uint32_t now_s)
{
    double error = pb_price_error(price, now_s) / 0.05;

    return price->sales || price->scans ? 1 / (1 + error * error) : 0;
}

double pb_price_trend(const struct pb_price *price)
{
    double away = price->value - price->slow;

    if (price->slow_lag_s < PB_DAY_S / 4 || fabs(away) < 2 * fmax(least_clear, price->error))
        return 0;
    return expm1(away * PB_DAY_S / price->slow_lag_s);
}

unsigned pb_price_alarms(const struct pb_price *price, uint32_t now_s)
{
    unsigned alarms = 0, i;

    for (i = 0; i < 3; i++)
        if (price->alarm_until_s[i] > now_s)
            alarms |= 1u << i;
    return alarms;
}
