#include "base/histogram.h"
#include <string.h>

/* Values below 16 have a bucket each; above, the four bits after the highest one choose among 16. */
static unsigned bucket_of(uint32_t value)
{
    unsigned high;

    if (value < 16)
        return value;
    high = 31u - (unsigned)__builtin_clz(value);
    return 16 * (high - 3) + ((value >> (high - 4)) & 15);
}

/* The largest value of a bucket. */
static uint32_t top_of(unsigned bucket)
{
    unsigned high, step;

    if (bucket < 16)
        return bucket;
    high = bucket / 16 + 3;
    step = bucket % 16;
    return (uint32_t)(((16ull + step + 1) << (high - 4)) - 1);
}

void pb_histogram_add(struct pb_histogram *histogram, uint64_t value, uint32_t times)
{
    uint32_t narrow = value > UINT32_MAX ? UINT32_MAX : (uint32_t)value;

    histogram->count += times;
    histogram->sum += (uint64_t)narrow * times;
    histogram->buckets[bucket_of(narrow)] += times;
    if (narrow > histogram->max)
        histogram->max = narrow;
}

uint32_t pb_histogram_quantile(const struct pb_histogram *histogram, unsigned permille)
{
    uint64_t wanted = (histogram->count * permille + 999) / 1000, seen = 0;
    unsigned i;

    if (!histogram->count)
        return 0;
    for (i = 0; i < PB_HISTOGRAM_BUCKETS; i++) {
        seen += histogram->buckets[i];
        if (seen >= wanted && seen)
            return top_of(i) < histogram->max ? top_of(i) : histogram->max;
    }
    return histogram->max;
}

void pb_histogram_since(const struct pb_histogram *later, const struct pb_histogram *earlier,
                        struct pb_histogram *since)
{
    unsigned i;

    since->count = later->count - earlier->count;
    since->sum = later->sum - earlier->sum;
    since->max = 0;
    for (i = 0; i < PB_HISTOGRAM_BUCKETS; i++) {
        since->buckets[i] = later->buckets[i] - earlier->buckets[i];
        if (since->buckets[i])
            since->max = top_of(i) < later->max ? top_of(i) : later->max;
    }
}

void pb_histogram_clear(struct pb_histogram *histogram)
{
    memset(histogram, 0, sizeof *histogram);
}
