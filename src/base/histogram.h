/*
 * Histogram of times or sizes: 16 buckets for each power of two, so a quantile is at most 6.25 % off
 * (log-linear buckets as in G. Tene's HdrHistogram). One thread; no memory of its own.
 */
#ifndef PB_BASE_HISTOGRAM_H
#define PB_BASE_HISTOGRAM_H

#include <stdint.h>

enum { PB_HISTOGRAM_BUCKETS = 16 + 16 * 28 }; /* up to 2^32 */

struct pb_histogram {
    uint64_t count, sum;
    uint32_t max;
    uint32_t buckets[PB_HISTOGRAM_BUCKETS];
};

/* Counts `value` `times` times; above 2^32 - 1 it counts as that. */
void pb_histogram_add(struct pb_histogram *histogram, uint64_t value, uint32_t times);
/* The value that `permille` of a thousand do not exceed: upper end of its bucket, at most the maximum; 0 when
 * empty. */
uint32_t pb_histogram_quantile(const struct pb_histogram *histogram, unsigned permille);
/* What came into `later` since `earlier`, an older copy of it. Its max is exact when the greatest of all came
 * since, else the upper end of its bucket. */
void pb_histogram_since(const struct pb_histogram *later, const struct pb_histogram *earlier,
                        struct pb_histogram *since);
void pb_histogram_clear(struct pb_histogram *histogram);

#endif
