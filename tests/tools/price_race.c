/*
 * Price race: the own estimate against AuctionDB's on the same scans of the same bazaars, honest and tampered
 * with, and how well tampering is found. Figures are means over seeds, with 95 % confidence intervals.
 * Usage: price_race [FIRST_SEED [SEEDS [ITEMS [TOLD [DRIFT]]]]]; TOLD is the share of the sales that are
 * known, 0.5; DRIFT by how much a true value moves in a day at most, 0.04. WHY=1 tells of each wrong alarm.
 * Seeds 1 to 20 were used to choose the constants; judge on others, such as 900001.
 */
#include "../unit/market/judge.h"

static const char *const names[JUDGE_COLUMNS] = {
    "error after a day, ours",
    "error after a day, AuctionDB",
    "nearer than AuctionDB by",
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

/* Half of the 95 % interval; 1.96 deviations, which is right for 30 seeds to within a twentieth. */
static void print_column(const char *name, const double *values, unsigned count)
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

int main(int argc, char **argv)
{
    uint64_t first = argc > 1 ? strtoull(argv[1], NULL, 10) : 1;
    unsigned seeds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 20;
    struct judge_way way = {argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 100,
                            argc > 4 ? strtod(argv[4], NULL) : 0.5, argc > 5 ? strtod(argv[5], NULL) : 0.04};
    double *values = calloc((size_t)seeds * JUDGE_COLUMNS, sizeof *values);

    if (!values || !seeds || !way.items)
        return 1;
    for (unsigned i = 0; i < seeds; i++) {
        struct judge_score score = judge_seed(first + i, &way);
        double row[JUDGE_COLUMNS];

        memcpy(row, &score, sizeof row);
        for (unsigned column = 0; column < JUDGE_COLUMNS; column++)
            values[column * seeds + i] = row[column];
    }
    printf("%u seeds from %llu, %u items each, %.0f %% of the sales known, drift up to %.0f %% a day\n",
           seeds, (unsigned long long)first, way.items, 100 * way.told, 100 * way.drift);
    for (unsigned column = 0; column < JUDGE_COLUMNS; column++)
        if (names[column][0])
            print_column(names[column], &values[column * seeds], seeds);
    free(values);
    return 0;
}
