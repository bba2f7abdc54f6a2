/*
 * Price race: the own estimate against AuctionDB's on the same scans of the same bazaars, honest and tampered
 * with, and how well tampering is found. Figures are means over seeds, with 95 % confidence intervals.
 * Usage: price_race [FIRST_SEED [SEEDS [ITEMS [TOLD [DRIFT [DREAMERS [HEARSAY]]]]]]]; TOLD is the share of
 * the sales that are known, 0.5; the rest is struct bazaar_manners. WHY=1 tells of each wrong alarm. Seeds 1
 * to 20 were used to choose the constants; judge on others, such as 900001.
 */
#include "../unit/market/judge.h"
#include <time.h>

static double now_ns(void)
{
    struct timespec time;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void print_times(void)
{
    enum { ROUNDS = 20000 };
    static struct bazaar bazaar;
    static struct pb_offer offers[BAZAAR_OFFERS];
    struct pb_price price = {.sales = 0};
    double start, scans, sales;
    unsigned count, i;

    bazaar_open(&bazaar, 7, &bazaar_usual);
    count = bazaar_scan(&bazaar, offers);
    start = now_ns();
    for (i = 0; i < ROUNDS; i++)
        pb_price_scan(&price, offers, count, bazaar.now_s + i);
    scans = (now_ns() - start) / ROUNDS;
    start = now_ns();
    for (i = 0; i < ROUNDS; i++) {
        struct pb_sale sale = {1 + i % 50, 100 + i % 60, offers[i % 8].price, 1, bazaar.now_s + ROUNDS};

        pb_price_sold(&price, &sale);
    }
    sales = (now_ns() - start) / ROUNDS;
    printf("%zu bytes an item; a scan of %u offers takes %.0f ns, without sales, a sale %.0f ns\n",
           sizeof price, count, scans, sales);
}

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    unsigned seeds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 20;
    struct judge_way way = {argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 100,
                            argc > 4 ? strtod(argv[4], NULL) : 0.5, bazaar_usual};
    struct judge_score *scores = calloc(seeds, sizeof *scores);

    if (argc > 5)
        way.manners.drift = strtod(argv[5], NULL);
    if (argc > 6)
        way.manners.dreamers = strtod(argv[6], NULL);
    if (argc > 7)
        way.manners.hearsay = strtod(argv[7], NULL);
    if (!scores || !seeds || !way.items)
        return 1;
    for (unsigned i = 0; i < seeds; i++)
        scores[i] = judge_seed(first + i, &way);
    printf(
        "%u seeds from %llu, %u items each, %.0f %% of the sales known, drift up to %.0f %% a day, %.0f %% "
        "dreamers, %.0f %% hearsay\n",
        seeds, (unsigned long long)first, way.items, 100 * way.told, 100 * way.manners.drift,
        100 * way.manners.dreamers, 100 * way.manners.hearsay);
    judge_print_all(scores, seeds);
    print_times();
    free(scores);
    return 0;
}
