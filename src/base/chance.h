/* Repeatable random numbers, for worlds and decisions: the same seed gives the same row. SplitMix64 (G.
 * Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014). */
#ifndef PB_BASE_CHANCE_H
#define PB_BASE_CHANCE_H

#include <stdint.h>

/* Every bit of the number matters to every bit of the answer: SplitMix64 without its state. */
static inline uint64_t pb_chance_mix(uint64_t z)
{
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static inline uint64_t pb_chance_next(uint64_t *state)
{
    return pb_chance_mix(*state += 0x9e3779b97f4a7c15u);
}

/* 0 to below `bound`, which is above 0. */
static inline uint32_t pb_chance_below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(((pb_chance_next(state) >> 32) * bound) >> 32);
}

/* 0 to below 1. */
static inline double pb_chance_share(uint64_t *state)
{
    return (double)(pb_chance_next(state) >> 11) * 0x1p-53;
}

#endif
