#include "base/clock.h"
#include "market/price_part.h"
#include <math.h>
#include <stdlib.h>

/* What was tuned, on seeds 1 to 20 of tests/tools/price_race.c. */
static const double half_life_s = PB_DAY_S;
static const double sales_share = 0.3;    /* of the sales in the value, when there are many */
static const double sales_prior = 3;      /* with so many voices half of that */
static const double usual_gap = 0.04;     /* what sales are below the value, since buyers take the cheapest */
static const double market_error = 0.035; /* what the market itself is off, which nobody can see */
static const double least_scale = 0.03;
static const double biweight = 4.685; /* 95 % efficiency for normal errors */

struct vote {
    double log_price, weight;
};

static int compare_votes(const void *a, const void *b)
{
    double left = ((const struct vote *)a)->log_price, right = ((const struct vote *)b)->log_price;

    return left < right ? -1 : left > right;
}

/* How often a party dealt, on either side. */
static unsigned deals_of(const struct pb_price *price, uint32_t party)
{
    unsigned count = pb_price_voices(price), deals = 0, i;

    for (i = 0; i < count && party; i++)
        deals += price->voices[i].seller == party || price->voices[i].buyer == party;
    return deals ? deals : 1;
}

/* Each party has one voice, and old ones fade. */
static double voice_weight(const struct pb_price *price, const struct pb_price_voice *voice)
{
    unsigned sold = deals_of(price, voice->seller), bought = deals_of(price, voice->buyer);
    double age_s = (double)(price->at_s - voice->at_s);

    return exp2(-age_s / half_life_s) / (sold > bought ? sold : bought);
}

static double median_of(const struct vote *votes, unsigned count, double total)
{
    double sum = 0;
    unsigned i;

    for (i = 0; i < count; i++) {
        sum += votes[i].weight;
        if (sum > total / 2)
            break;
        if (sum == total / 2 && i + 1 < count)
            return (votes[i].log_price + votes[i + 1].log_price) / 2;
    }
    return votes[i < count ? i : count - 1].log_price;
}

/* Median absolute deviation, made to equal the deviation of normal errors. */
static double scale_of(const struct vote *votes, unsigned count, double total, double centre)
{
    struct vote away[PB_PRICE_SALES];
    unsigned i;

    for (i = 0; i < count; i++)
        away[i] = (struct vote){fabs(votes[i].log_price - centre), votes[i].weight};
    qsort(away, count, sizeof *away, compare_votes);
    return fmax(least_scale, 1.4826 * median_of(away, count, total));
}

/* The location of the sales; how many voices bear it; its deviation. */
struct location {
    double at, voices, error;
};

static struct location sales_of(const struct pb_price *price)
{
    struct vote votes[PB_PRICE_SALES];
    struct location location = {0, 0, 1};
    unsigned count = pb_price_voices(price), i, round;
    double total = 0, scale;

    for (i = 0; i < count; i++) {
        votes[i] = (struct vote){price->voices[i].log_price, voice_weight(price, &price->voices[i])};
        total += votes[i].weight;
    }
    if (!count)
        return location;
    qsort(votes, count, sizeof *votes, compare_votes);
    location.at = median_of(votes, count, total);
    scale = scale_of(votes, count, total, location.at);
    for (round = 0; round < 4; round++) {
        double sum = 0, weight = 0;

        for (i = 0; i < count; i++) {
            double away = (votes[i].log_price - location.at) / (biweight * scale);
            double w = fabs(away) < 1 ? votes[i].weight * (1 - away * away) * (1 - away * away) : 0;

            sum += w * votes[i].log_price;
            weight += w;
        }
        if (weight <= 0)
            break;
        location.at = sum / weight;
        location.voices = weight;
    }
    location.error = scale / sqrt(fmax(location.voices, 0.25));
    return location;
}

void pb_price_estimate(struct pb_price *price)
{
    struct location sales = sales_of(price);
    double share;

    if (!price->scans) {
        price->value = (float)(sales.at + usual_gap);
        price->error = (float)hypot(sales.error, usual_gap);
        return;
    }
    share = sales_share * sales.voices / (sales.voices + sales_prior);
    price->value = (float)(share * (sales.at + usual_gap) + (1 - share) * price->ask);
    price->error =
        (float)hypot(hypot(share * sales.error, (1 - share) * price->ask_scatter / 2), market_error);
}
