#include "market/guard.h"
#include <math.h>

const double pb_guard_buy_margin = 0.12, pb_guard_sell_margin = 0.04;
const double pb_guard_need_margin = 0.05;

/* Prices beyond that are nonsense; totals of any stack stay far below what a double holds to the copper. */
static const double most_price = 4e9;

/* ---- Band ---- */

void pb_guard_band_add(struct pb_guard_band *band, uint32_t day, double value)
{
    unsigned place, i;

    for (i = 0; i < PB_GUARD_DAYS && band->day < day; i++) {
        band->day++;
        band->lows[band->day % PB_GUARD_DAYS] = band->highs[band->day % PB_GUARD_DAYS] = 0;
    }
    if (band->day < day)
        band->day = day;
    if (!(value > 0) || value > most_price || day != band->day)
        return;
    place = day % PB_GUARD_DAYS;
    if (!(band->lows[place] > 0) || value < band->lows[place])
        band->lows[place] = (float)value;
    if (value > band->highs[place])
        band->highs[place] = (float)value;
}

struct pb_guard_terms pb_guard_terms(const struct pb_guard_band *band, uint32_t day, uint32_t vendor_pays,
                                     uint32_t vendor_asks)
{
    struct pb_guard_terms terms = {0, 0, vendor_pays, vendor_asks, pb_guard_buy_margin, pb_guard_sell_margin};
    uint32_t age;

    for (age = 0; age < PB_GUARD_DAYS && age <= day; age++) {
        uint32_t at = day - age, place = at % PB_GUARD_DAYS;

        if (at > band->day || band->day - at >= PB_GUARD_DAYS || !(band->lows[place] > 0))
            continue;
        if (!(terms.low > 0) || band->lows[place] < terms.low)
            terms.low = band->lows[place];
        if (band->highs[place] > terms.high)
            terms.high = band->highs[place];
    }
    return terms;
}

/* ---- Bounds for one piece ---- */

static int is_sane(const struct pb_guard_terms *terms)
{
    return terms->low >= 0 && terms->high >= terms->low && terms->high <= most_price &&
           terms->sell_margin >= 0 && terms->sell_margin < terms->buy_margin && terms->buy_margin <= 1 &&
           (!terms->vendor_asks || terms->vendor_asks >= terms->vendor_pays);
}

/* Not less than nearly what a vendor pays, which is safe money, nor more than nearly what one asks. */
static double buy_price(const struct pb_guard_terms *terms, double margin)
{
    double price = fmax(terms->low, terms->vendor_pays) * (1 - margin);

    return terms->vendor_asks ? fmin(price, terms->vendor_asks * (1 - margin)) : price;
}

/* What a vendor has without end sells for no more than there. */
static double sell_price(const struct pb_guard_terms *terms)
{
    double price = terms->high * (1 - terms->sell_margin);

    if (terms->vendor_asks)
        price = fmin(price, terms->vendor_asks);
    return fmax(price, terms->vendor_pays);
}

uint64_t pb_guard_buy_most(const struct pb_guard_terms *terms, uint32_t count)
{
    return is_sane(terms) ? (uint64_t)floor(buy_price(terms, terms->buy_margin) * count) : 0;
}

uint64_t pb_guard_need_most(const struct pb_guard_terms *terms, uint32_t count, double cut_share)
{
    double sellers, most, value = fmax(terms->low, terms->vendor_pays) * count;

    /* Where sales have a larger margin than usual there is no smaller one for purchases. */
    if (!is_sane(terms) || terms->sell_margin >= pb_guard_need_margin || !(cut_share >= 0 && cut_share < 1))
        return pb_guard_buy_most(terms, count);
    sellers = buy_price(terms, pb_guard_need_margin) * count;
    /* Houses round their cut down: by less than a copper. */
    most = fmin(value, (sellers - 1) / (1 - cut_share));
    if (terms->vendor_asks)
        most = fmin(most, sellers);
    return (uint64_t)floor(fmax(most, (double)pb_guard_buy_most(terms, count)));
}

uint64_t pb_guard_sell_least(const struct pb_guard_terms *terms, uint32_t count)
{
    double total = ceil(sell_price(terms) * count);

    /* Nothing is given away, whatever it is worth; what has no known value is for vendors. */
    if (!is_sane(terms) || !(terms->high > 0))
        return UINT64_MAX;
    return total < 1 ? 1 : (uint64_t)total;
}

uint64_t pb_guard_post_least(const struct pb_guard_terms *terms, uint32_t count, double cut_share,
                             uint64_t deposit, double sale_share)
{
    uint64_t least = pb_guard_sell_least(terms, count);
    double wanted;

    if (least == UINT64_MAX || !(cut_share >= 0 && cut_share < 1) || !(sale_share > 0 && sale_share <= 1))
        return UINT64_MAX;
    /* Until it sells it fails (1 - p) / p times on average, and each failure costs a deposit. */
    wanted = ceil(((double)terms->vendor_pays * count + (double)deposit * (1 - sale_share) / sale_share) /
                  (1 - cut_share));
    if (!(wanted < 9e15))
        return UINT64_MAX;
    return wanted > (double)least ? (uint64_t)wanted : least;
}

/* ---- Trades ---- */

int pb_guard_is_fair(const struct pb_guard_stack *gives, unsigned give_count, uint64_t pays,
                     const struct pb_guard_stack *takes, unsigned take_count, uint64_t receives)
{
    uint64_t out = pays, in = receives;
    unsigned i;

    for (i = 0; i < give_count; i++)
        if (__builtin_add_overflow(out, pb_guard_sell_least(&gives[i].terms, gives[i].count), &out))
            return 0;
    for (i = 0; i < take_count; i++)
        if (__builtin_add_overflow(in, pb_guard_buy_most(&takes[i].terms, takes[i].count), &in))
            return 0;
    /* What is not for sale has no price. */
    return out < UINT64_MAX && in >= out;
}
