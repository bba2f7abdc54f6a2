/*
 * Ratio: what benchmarks have in common: interleaved pairs, medians with a 95 % interval, shares with theirs.
 * Each row is printed, and also appended as a line of JSON to the file that the environment variable
 * BENCH_JSON names. One thread.
 */
#ifndef PB_TESTS_RATIO_H
#define PB_TESTS_RATIO_H

#include "base/chance.h"
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    BENCH_MOST_PAIRS = 100,
    BENCH_BOOTSTRAPS = 2000,
    BENCH_NAME = 96, /* the longest name of a row */
    /* All of n values lie on one side of the median they come from with a chance of 2^(1 - n): five are too
     * few for an interval of 95 %. */
    BENCH_LEAST_VALUES = 6
};

struct bench_interval {
    double low, middle, high;
};

static inline int bench_by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* For a quick run: sizes above MOST_BOTS, an environment variable, are left out. */
static inline uint32_t bench_most_bots(void)
{
    const char *most = getenv("MOST_BOTS");

    return most && *most ? (uint32_t)strtoul(most, NULL, 10) : UINT32_MAX;
}

/* For a run of the largest alone: sizes below LEAST_BOTS, an environment variable, are left out. */
static inline uint32_t bench_least_bots(void)
{
    const char *least = getenv("LEAST_BOTS");

    return least && *least ? (uint32_t)strtoul(least, NULL, 10) : 0;
}

/* Sorts the values. */
static inline double bench_median(double *values, unsigned count)
{
    qsort(values, count, sizeof *values, bench_by_value);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* Median with a 95 % interval by bootstrap (B. Efron, "Bootstrap methods", 1979). Sorts the values. */
static inline struct bench_interval bench_interval_of(double *values, unsigned count)
{
    static double medians[BENCH_BOOTSTRAPS], sample[BENCH_MOST_PAIRS];
    uint64_t chance = 1;
    unsigned i, k;

    for (i = 0; i < BENCH_BOOTSTRAPS; i++) {
        for (k = 0; k < count; k++)
            sample[k] = values[pb_chance_below(&chance, count)];
        medians[i] = bench_median(sample, count);
    }
    qsort(medians, BENCH_BOOTSTRAPS, sizeof *medians, bench_by_value);
    return (struct bench_interval){medians[BENCH_BOOTSTRAPS * 25 / 1000], bench_median(values, count),
                                   medians[BENCH_BOOTSTRAPS * 975 / 1000]};
}

/* A share with its 95 % interval (E. B. Wilson, "Probable inference", 1927). */
static inline struct bench_interval bench_wilson(unsigned hits, unsigned count)
{
    const double z = 1.959964;
    double n = count, p = hits / n, scale = 1 + z * z / n, centre = (p + z * z / (2 * n)) / scale,
           half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale;

    /* At the ends the sum is exact only on paper. */
    return (struct bench_interval){hits ? centre - half : 0, p, hits < count ? centre + half : 1};
}

/* Reached and missed are said only when the whole interval is on one side; values are at most the target. */
static inline const char *bench_verdict(const struct bench_interval *interval, double target)
{
    return target <= 0                ? ""
           : interval->low > target   ? "missed"
           : interval->high <= target ? "reached"
                                      : "open";
}

static inline void bench_json(const char *what, const char *unit, uint32_t bots,
                              const struct bench_interval *interval, unsigned samples, double target,
                              const char *verdict)
{
    const char *path = getenv("BENCH_JSON");
    FILE *file = path && *path ? fopen(path, "a") : NULL;

    if (!file)
        return;
    fprintf(file,
            "{\"name\": \"%s\", \"unit\": \"%s\", \"bots\": %u, \"median\": %.6g, \"low\": %.6g, "
            "\"high\": %.6g, \"samples\": %u",
            what, unit, bots, interval->middle, interval->low, interval->high, samples);
    if (target > 0)
        fprintf(file, ", \"target\": %.6g", target);
    if (*verdict)
        fprintf(file, ", \"verdict\": \"%s\"", verdict);
    fputs("}\n", file);
    fclose(file);
}

/* A row of any unit: median of the values, with its interval. `target` 0: none. What so few values say that
 * they have no such interval is open. Sorts the values. */
static inline void bench_row(const char *what, const char *unit, uint32_t bots, double *values,
                             unsigned count, double target)
{
    struct bench_interval interval = bench_interval_of(values, count);
    const char *verdict =
        target > 0 && count < BENCH_LEAST_VALUES ? "open" : bench_verdict(&interval, target);

    printf("%-48s %7u bots  %10.3f  (%.3f to %.3f) %s", what, bots, interval.middle, interval.low,
           interval.high, unit);
    if (target > 0)
        printf("  target %.2f: %s", target, verdict);
    putchar('\n');
    fflush(stdout);
    bench_json(what, unit, bots, &interval, count, target, verdict);
}

/* A single figure, without an interval. */
static inline void bench_value(const char *what, const char *unit, uint32_t bots, double value, double target)
{
    struct bench_interval interval = {value, value, value};
    const char *verdict = bench_verdict(&interval, target);

    printf("%-48s %7u bots  %10.3f %s", what, bots, value, unit);
    if (target > 0)
        printf("  target %.2f: %s", target, verdict);
    putchar('\n');
    fflush(stdout);
    bench_json(what, unit, bots, &interval, 1, target, verdict);
}

/*
 * Shares of ours and of what ours must not exceed, out of the same number. Missed when the interval of the
 * difference lies above 0 (R. G. Newcombe, "Interval estimation for the difference between independent
 * proportions", method 10, 1998); reached when ours is not higher; open between.
 */
static inline void bench_shares(const char *what, uint32_t bots, unsigned ours, unsigned theirs,
                                unsigned count)
{
    struct bench_interval a = bench_wilson(ours, count), b = bench_wilson(theirs, count), difference;
    char name[BENCH_NAME + 16];
    const char *verdict;

    difference.middle = a.middle - b.middle;
    difference.low = difference.middle - hypot(a.middle - a.low, b.high - b.middle);
    difference.high = difference.middle + hypot(a.high - a.middle, b.middle - b.low);
    verdict = difference.low > 0 ? "missed" : ours <= theirs ? "reached" : "open";
    printf("%-48s %7u bots  %u of %u, %.2f %% (%.2f to %.2f); of the other %u, %.2f %% (%.2f to %.2f); "
           "difference %.2f to %.2f: %s\n",
           what, bots, ours, count, 100 * a.middle, 100 * a.low, 100 * a.high, theirs, 100 * b.middle,
           100 * b.low, 100 * b.high, 100 * difference.low, 100 * difference.high, verdict);
    fflush(stdout);
    bench_json(what, "share", bots, &a, count, 0, "");
    snprintf(name, sizeof name, "%s, of the other", what);
    bench_json(name, "share", bots, &b, count, 0, "");
    snprintf(name, sizeof name, "%s, difference", what);
    bench_json(name, "share", bots, &difference, count, 0, verdict);
}

/* Runs pair number `pair`. Who begins changes, or the second would have the warmer machine. */
typedef void bench_run_fn(void *user, unsigned pair, double *values);

/* One pair: ratios of ours to theirs, `count` of them, in `ratios`; the values of both stay to be printed. */
static inline void bench_pair(bench_run_fn *ours, void *our_user, bench_run_fn *theirs, void *their_user,
                              unsigned pair, double *our_values, double *their_values, unsigned count,
                              double *ratios)
{
    unsigned i;

    if (pair % 2)
        ours(our_user, pair, our_values);
    theirs(their_user, pair, their_values);
    if (!(pair % 2))
        ours(our_user, pair, our_values);
    for (i = 0; i < count; i++)
        ratios[i] = our_values[i] / their_values[i];
}

#endif
