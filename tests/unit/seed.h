/* Seed: random numbers that a failed run can repeat, with SEED=number in the environment. Any thread. */
#ifndef PB_TESTS_SEED_H
#define PB_TESTS_SEED_H

#include "base/rng.h"
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* A new seed, or that of the environment; printed. */
static inline uint64_t pb_seed(const char *name)
{
    const char *given = getenv("SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : pb_rng_u64() % 1000000000;

    printf("# %s: SEED=%" PRIu64 "\n", name, seed);
    return seed;
}

/* For what is usual rather than always so, which one seed in a hundred may miss: the same seed every time,
 * unless the environment has another. */
static inline uint64_t pb_seed_usual(const char *name)
{
    const char *given = getenv("SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : 1;

    printf("# %s: SEED=%" PRIu64 "\n", name, seed);
    return seed;
}

/* The next number: splitmix64 (S. Vigna, public domain algorithm). */
static inline uint64_t pb_seed_next(uint64_t *seed)
{
    uint64_t x = *seed += UINT64_C(0x9e3779b97f4a7c15);

    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

/* 0 to `n` - 1. */
static inline uint32_t pb_seed_below(uint64_t *seed, uint32_t n)
{
    return (uint32_t)(pb_seed_next(seed) % n);
}

#endif
