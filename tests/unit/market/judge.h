/*
 * Judge: runs bazaars under the own estimate and AuctionDB's, and scores both against the truth that the
 * bazaars know. One seed is one market of many items; three of ten items are tampered with.
 */
#ifndef PB_TESTS_JUDGE_H
#define PB_TESTS_JUDGE_H

#include "bazaar.h"
#include "market/auctiondb.h"
#include "market/price.h"
#include <stdio.h>

enum {
    JUDGE_SCAN_S = 1800,
    JUDGE_LATE_S = 7200,
    JUDGE_MOST = 1000,
    JUDGE_FAIR = 105 /* hundredths of the value */
};

/* ---- One seed ---- */

struct judge_score {
    double ours, theirs, nearer; /* honest items, after a day; errors as shares */
    double scaled;               /* theirs, by the one factor that suits them best */
    double within, theirs_within, bias;
    double honest;                    /* those off by no more than two stated deviations */
    double thin, theirs_thin;         /* those with fewer than ten known sales in the day */
    double tampered, theirs_tampered; /* items with a scheme, at its end */
    double tampered_worst, theirs_worst;
    double f1, f1s[BAZAAR_SCHEMES];
    double false_vetoes, late_vetoes, caught; /* shares of fair offers and of schemers' offers */
};

enum { JUDGE_COLUMNS = sizeof(struct judge_score) / sizeof(double) };

struct judge_count {
    double sum, of;
};

static inline void judge_add(struct judge_count *count, double value)
{
    count->sum += value;
    count->of += 1;
}

static inline double judge_mean(const struct judge_count *count)
{
    return count->of > 0 ? count->sum / count->of : 0;
}

struct judge_finds {
    unsigned found, missed, false_alarms;
};

static inline double judge_f1_of(const struct judge_finds *finds)
{
    double all = 2.0 * finds->found + finds->missed + finds->false_alarms;

    return all > 0 ? 2.0 * finds->found / all : 1;
}

struct judge_item {
    struct bazaar bazaar;
    struct pb_price price;
    struct pb_auctiondb theirs;
    uint64_t told_chance;
    double told_share;
    unsigned told;
};

static inline void judge_tell(void *user, const struct pb_sale *sale)
{
    struct judge_item *item = user;

    if (pb_chance_share(&item->told_chance) >= item->told_share)
        return;
    item->told++;
    pb_price_sold(&item->price, sale);
}

static inline double judge_off(double value, double log_truth)
{
    return fabs(value / exp(log_truth) - 1);
}

/* How a race is run. */
struct judge_way {
    unsigned items;
    double told;
    struct bazaar_manners manners;
};

struct judge_seed {
    double ratios[JUDGE_MOST]; /* logarithms of AuctionDB's errors */
    unsigned ratio_count;
    struct judge_count ours, theirs, within, theirs_within, bias, honest, thin, theirs_thin, tampered,
        theirs_tampered;
    struct judge_count false_vetoes, late_vetoes, caught;
    double worst, theirs_worst;
    struct judge_finds finds[BAZAAR_SCHEMES];
};

static inline int judge_is_under_scheme(const struct bazaar *bazaar, uint32_t late_s)
{
    return bazaar->scheme != BAZAAR_HONEST && bazaar->now_s >= bazaar->from_s &&
           bazaar->now_s < bazaar->to_s + late_s;
}

static inline void judge_count_vetoes(struct judge_seed *seed, const struct judge_item *item)
{
    const struct bazaar *bazaar = &item->bazaar;
    int is_vetoed = pb_price_alarms(&item->price, bazaar->now_s) != 0;

    for (unsigned i = 0; i < bazaar->count; i++) {
        const struct bazaar_offer *offer = &bazaar->offers[i];

        if (offer->is_scheme)
            judge_add(&seed->caught, is_vetoed);
        else if (offer->offer.price * 100 > exp(bazaar->value) * JUDGE_FAIR ||
                 judge_is_under_scheme(bazaar, 0))
            continue;
        else if (judge_is_under_scheme(bazaar, JUDGE_LATE_S))
            judge_add(&seed->late_vetoes, is_vetoed);
        else
            judge_add(&seed->false_vetoes, is_vetoed);
    }
}

/* An alarm that begins outside the scheme of its kind is false; a scheme in which none is on was missed. */
static inline void judge_count_alarms(struct judge_seed *seed, const struct judge_item *item,
                                      unsigned *before, int *is_found)
{
    const struct bazaar *bazaar = &item->bazaar;
    unsigned alarms = pb_price_alarms(&item->price, bazaar->now_s);

    for (unsigned kind = BAZAAR_SPIKE; kind < BAZAAR_SCHEMES; kind++) {
        unsigned bit = 1u << (kind - 1);

        if (!(alarms & bit))
            continue;
        if (bazaar->scheme == (enum bazaar_scheme)kind && judge_is_under_scheme(bazaar, JUDGE_LATE_S))
            *is_found = 1;
        else if (!(*before & bit)) {
            seed->finds[kind].false_alarms++;
            if (getenv("WHY"))
                printf("# false alarm %u: demand %.0f, spread %.2f, scheme %d %u-%u, at %u, value %+.3f\n",
                       kind, bazaar->demand, bazaar->spread, bazaar->scheme, bazaar->from_s, bazaar->to_s,
                       bazaar->now_s, log(pb_price_value(&item->price)) - bazaar->value);
        }
    }
    *before = alarms;
}

static inline void judge_run_item(struct judge_seed *seed, struct judge_item *item, uint64_t number,
                                  const struct judge_way *way, enum bazaar_scheme scheme)
{
    static struct pb_offer offers[BAZAAR_OFFERS];
    struct bazaar *bazaar = &item->bazaar;
    uint32_t end_s, open_s;
    unsigned before = 0;
    int is_found = 0;

    memset(item, 0, sizeof *item);
    bazaar_open(bazaar, number, &way->manners);
    item->told_chance = number ^ 0x5a5a;
    item->told_share = way->told;
    bazaar->tell = judge_tell;
    bazaar->user = item;
    open_s = bazaar->now_s;
    end_s = open_s + BAZAAR_DAY_S;
    if (scheme != BAZAAR_HONEST) {
        uint32_t from_s = open_s + 8 * 3600 + pb_chance_below(&bazaar->chance, 8 * 3600);

        bazaar_inject(bazaar, scheme, from_s, from_s + 2 * 3600 + pb_chance_below(&bazaar->chance, 6 * 3600));
    }
    while (bazaar->now_s < end_s) {
        bazaar_step(bazaar);
        if (bazaar->now_s % JUDGE_SCAN_S == 0) {
            unsigned count = bazaar_scan(bazaar, offers);

            pb_price_scan(&item->price, offers, count, bazaar->now_s);
            pb_auctiondb_add(&item->theirs, 0, pb_auctiondb_scan_value(offers, count));
            judge_count_vetoes(seed, item);
        }
        judge_count_alarms(seed, item, &before, &is_found);
        if (scheme != BAZAAR_HONEST && bazaar->now_s + BAZAAR_STEP_S >= bazaar->to_s &&
            bazaar->now_s < bazaar->to_s) {
            double ours = judge_off(pb_price_value(&item->price), bazaar->value),
                   theirs = judge_off(pb_auctiondb_value(&item->theirs, 0), bazaar->value);

            judge_add(&seed->tampered, ours);
            judge_add(&seed->theirs_tampered, theirs);
            seed->worst = fmax(seed->worst, ours);
            seed->theirs_worst = fmax(seed->theirs_worst, theirs);
        }
    }
    if (scheme != BAZAAR_HONEST) {
        seed->finds[scheme].found += is_found != 0;
        seed->finds[scheme].missed += !is_found;
        if (!is_found && getenv("WHY"))
            printf("# missed %d: factor %.2f, %u accounts, volume %u, %u s, demand %.0f\n", scheme,
                   exp(bazaar->factor), bazaar->accounts, bazaar->volume, bazaar->to_s - bazaar->from_s,
                   bazaar->demand);
    } else {
        double ours = judge_off(pb_price_value(&item->price), bazaar->value),
               theirs = judge_off(pb_auctiondb_value(&item->theirs, 0), bazaar->value);

        judge_add(&seed->ours, ours);
        judge_add(&seed->theirs, theirs);
        judge_add(&seed->within, ours <= 0.05);
        judge_add(&seed->theirs_within, theirs <= 0.05);
        judge_add(&seed->bias, log(pb_price_value(&item->price)) - bazaar->value);
        judge_add(&seed->honest, ours <= 2 * pb_price_error(&item->price, bazaar->now_s));
        if (seed->ratio_count < JUDGE_MOST)
            seed->ratios[seed->ratio_count++] = log(pb_auctiondb_value(&item->theirs, 0)) - bazaar->value;
        if (item->told < 10) {
            judge_add(&seed->thin, ours);
            judge_add(&seed->theirs_thin, theirs);
        }
    }
}

static inline int judge_compare(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;

    return left < right ? -1 : left > right;
}

/* AuctionDB's mean error, were all its values of a seed divided by the factor that they are off in the
 * middle. */
static inline double judge_scaled(struct judge_seed *seed)
{
    struct judge_count errors = {0, 0};

    qsort(seed->ratios, seed->ratio_count, sizeof *seed->ratios, judge_compare);
    for (unsigned i = 0; i < seed->ratio_count; i++)
        judge_add(&errors, fabs(expm1(seed->ratios[i] - seed->ratios[seed->ratio_count / 2])));
    return judge_mean(&errors);
}

static inline struct judge_score judge_score_of(struct judge_seed *seed)
{
    struct judge_finds all = {0, 0, 0};
    struct judge_score score = {.ours = judge_mean(&seed->ours),
                                .theirs = judge_mean(&seed->theirs),
                                .nearer = judge_mean(&seed->theirs) - judge_mean(&seed->ours),
                                .scaled = judge_scaled(seed),
                                .within = judge_mean(&seed->within),
                                .theirs_within = judge_mean(&seed->theirs_within),
                                .bias = judge_mean(&seed->bias),
                                .honest = judge_mean(&seed->honest),
                                .thin = judge_mean(&seed->thin),
                                .theirs_thin = judge_mean(&seed->theirs_thin),
                                .tampered = judge_mean(&seed->tampered),
                                .theirs_tampered = judge_mean(&seed->theirs_tampered),
                                .tampered_worst = seed->worst,
                                .theirs_worst = seed->theirs_worst,
                                .false_vetoes = judge_mean(&seed->false_vetoes),
                                .late_vetoes = judge_mean(&seed->late_vetoes),
                                .caught = judge_mean(&seed->caught)};

    for (unsigned kind = BAZAAR_SPIKE; kind < BAZAAR_SCHEMES; kind++) {
        all.found += seed->finds[kind].found;
        all.missed += seed->finds[kind].missed;
        all.false_alarms += seed->finds[kind].false_alarms;
        score.f1s[kind] = judge_f1_of(&seed->finds[kind]);
    }
    score.f1 = judge_f1_of(&all);
    return score;
}

static inline struct judge_score judge_seed(uint64_t number, const struct judge_way *way)
{
    static struct judge_item item;
    static struct judge_seed seed;

    memset(&seed, 0, sizeof seed);
    for (unsigned i = 0; i < way->items; i++)
        judge_run_item(&seed, &item, number * 1000003 + i, way,
                       i % 10 < 3 ? (enum bazaar_scheme)(i % 10 + 1) : BAZAAR_HONEST);
    return judge_score_of(&seed);
}

/* ---- Many seeds ---- */

/* Half of the 95 % interval; 1.96 deviations, which is right for 30 seeds to within a twentieth. */
static inline void judge_print(const char *name, const double *values, unsigned count)
{
    double sum = 0, squares = 0, centre;

    for (unsigned i = 0; i < count; i++)
        sum += values[i];
    centre = sum / count;
    for (unsigned i = 0; i < count; i++)
        squares += (values[i] - centre) * (values[i] - centre);
    printf("%-34s %7.2f %% +- %.2f\n", name, 100 * centre,
           count > 1 ? 196 * sqrt(squares / (count - 1) / count) : 0);
}

/* `scores`: the columns of the seeds, one seed after the other. */
static inline void judge_print_all(const struct judge_score *scores, unsigned seeds)
{
    static const char *const names[JUDGE_COLUMNS] = {
        "error after a day, ours",
        "error after a day, AuctionDB",
        "nearer than AuctionDB by",
        "AuctionDB, best constant factor",
        "items within 5 %, ours",
        "items within 5 %, AuctionDB",
        "bias, ours",
        "within two stated deviations",
        "error, fewer than 10 sales, ours",
        "same, AuctionDB",
        "error under a scheme, ours",
        "error under a scheme, AuctionDB",
        "worst under a scheme, ours",
        "worst, AuctionDB",
        "F1 of alarms",
        "",
        "F1 of spikes",
        "F1 of dumps",
        "F1 of wash trades",
        "false vetoes of fair offers",
        "vetoes up to 2 h after a scheme",
        "schemers' offers under a veto",
    };
    double *values = calloc(seeds, sizeof *values), row[JUDGE_COLUMNS];

    for (unsigned column = 0; values && column < JUDGE_COLUMNS; column++) {
        for (unsigned i = 0; i < seeds; i++) {
            memcpy(row, &scores[i], sizeof row);
            values[i] = row[column];
        }
        if (names[column][0])
            judge_print(names[column], values, seeds);
    }
    free(values);
}

#endif
