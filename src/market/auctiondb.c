#include "market/auctiondb.h"
#include <math.h>

static const double weights[PB_AUCTIONDB_DAYS] = {132, 125, 100, 75, 45, 34, 33, 38, 28, 21, 15, 10, 7, 5, 4};

/* The pieces that are looked at: those of the first `count` offers, of the last one only `of_last`. */
struct lowest {
    unsigned count;
    double of_last, pieces;
};

static double pieces_of(const struct pb_offer *offers, const struct lowest *lowest, unsigned i)
{
    return i + 1 == lowest->count ? lowest->of_last : offers[i].count;
}

static struct lowest lowest_of(const struct pb_offer *offers, unsigned count)
{
    struct lowest lowest = {0, 0, 0};
    double total = 0, room;
    unsigned i;

    for (i = 0; i < count; i++)
        total += offers[i].count;
    for (i = 0; i < count; i++) {
        /* Piece number n is looked at while n is at most 30 % of them; the first one always. */
        room = fmax(1, floor(0.30 * total)) - lowest.pieces;
        if (room <= 0)
            break;
        /* The first piece of this offer is the one behind those so far. */
        if (i > 0 && lowest.pieces + 1 > 0.15 * total && offers[i].price >= 1.2 * offers[i - 1].price)
            break;
        lowest.count = i + 1;
        lowest.of_last = fmin(offers[i].count, room);
        lowest.pieces += lowest.of_last;
    }
    return lowest;
}

double pb_auctiondb_scan_value(const struct pb_offer *offers, unsigned count)
{
    struct lowest lowest = lowest_of(offers, count);
    double sum = 0, squares = 0, kept = 0, kept_sum = 0, mean, deviation;
    unsigned i;

    if (!lowest.count)
        return 0;
    for (i = 0; i < lowest.count; i++)
        sum += offers[i].price * pieces_of(offers, &lowest, i);
    mean = sum / lowest.pieces;
    for (i = 0; i < lowest.count; i++)
        squares += (offers[i].price - mean) * (offers[i].price - mean) * pieces_of(offers, &lowest, i);
    deviation = lowest.pieces > 1 ? sqrt(squares / (lowest.pieces - 1)) : 0;
    for (i = 0; i < lowest.count; i++)
        if (fabs(offers[i].price - mean) <= 1.5 * deviation) {
            kept += pieces_of(offers, &lowest, i);
            kept_sum += offers[i].price * pieces_of(offers, &lowest, i);
        }
    return kept > 0 ? kept_sum / kept : mean;
}

/* Days that nobody told of are empty. */
static void go_to(struct pb_auctiondb *history, uint32_t day)
{
    unsigned i;

    for (i = 0; i < PB_AUCTIONDB_DAYS && history->day < day; i++) {
        history->day++;
        history->sums[history->day % PB_AUCTIONDB_DAYS] = 0;
        history->scans[history->day % PB_AUCTIONDB_DAYS] = 0;
    }
    /* All were emptied: which day stands where does not matter. */
    if (history->day < day)
        history->day = day;
}

void pb_auctiondb_add(struct pb_auctiondb *history, uint32_t day, double value)
{
    go_to(history, day);
    if (value <= 0 || day != history->day)
        return;
    history->sums[day % PB_AUCTIONDB_DAYS] += value;
    history->scans[day % PB_AUCTIONDB_DAYS]++;
}

double pb_auctiondb_value(const struct pb_auctiondb *history, uint32_t day)
{
    double sum = 0, weight = 0;
    uint32_t age;

    for (age = 0; age < PB_AUCTIONDB_DAYS && age <= day; age++) {
        uint32_t at = day - age, place = at % PB_AUCTIONDB_DAYS;

        if (at > history->day || history->day - at >= PB_AUCTIONDB_DAYS || !history->scans[place])
            continue;
        sum += weights[age] * history->sums[place] / history->scans[place];
        weight += weights[age];
    }
    return weight > 0 ? sum / weight : 0;
}
