/*
 * Odds: would a bot win? Pure. The measure is that of creatures which fights are balanced by: one of its own
 * level and rank normal costs a bot about 30 % of its health; each level more or less a tenth more or less on
 * both sides, so a fifth together; an elite six times as much. Two enemies cost twice as much each, since
 * they are fought one after the other.
 */
#ifndef PB_COMBAT_ODDS_H
#define PB_COMBAT_ODDS_H

#include <stdint.h>

/* Percent of a bot's health that a fight is expected to cost. */
static inline float pb_odds_cost(unsigned level, unsigned enemy_level, unsigned rank, unsigned enemies,
                                 unsigned friends)
{
    float cost = 30 * (1 + 0.2f * ((float)enemy_level - (float)level));

    if (cost < 5)
        cost = 5;
    if (rank && rank != 4)
        cost *= 6;
    return cost * (float)(enemies * (enemies + 1)) / 2 / (float)((friends + 1) * (friends + 1));
}

#endif
