/*
 * Odds: would a bot win? Pure. The measure is that of creatures which fights are balanced by
 * (docs/combat.md): one of its own level and rank normal takes more than a quarter of a bot's health. With
 * the levels grow what both sides have, and each level of difference is a tenth more for one and a tenth less
 * for the other; those below level 10 are easier; an elite costs six times as much. Two enemies cost three
 * times as much as one, since the second hits while the first is fought.
 */
#ifndef PB_WORLD_ODDS_H
#define PB_WORLD_ODDS_H

#include <stdint.h>

/* What a bot takes on by itself, in percent of its health: prey, and what a quest wants. */
enum { PB_ODDS_PREY = 50, PB_ODDS_QUEST = 60 };

/* Percent of a bot's health that running away costs: creatures hit whom they follow until they are some 60
 * yards from their place, which is eight seconds of their blows. */
static inline float pb_odds_flight(unsigned level, unsigned enemy_level, unsigned rank, unsigned enemies)
{
    float difference = (float)enemy_level - (float)level,
          cost = 16 * (10 + difference) / 10 * ((float)enemy_level + 3) / ((float)level + 3);

    if (cost < 3)
        cost = 3;
    return cost * (rank && rank != 4 ? 2.0f : 1.0f) * (float)enemies;
}

/* Percent of a bot's health that a fight is expected to cost. */
static inline float pb_odds_cost(unsigned level, unsigned enemy_level, unsigned rank, unsigned enemies,
                                 unsigned friends)
{
    float difference = (float)enemy_level - (float)level,
          growth = ((float)enemy_level + 3) / ((float)level + 3), cost;

    difference = difference < -8 ? -8 : difference > 8 ? 8 : difference;
    cost = 28 * (10 + difference) / (10 - difference) * growth * growth;
    if (rank && rank != 4)
        cost *= 6;
    else if (enemy_level < 10)
        cost *= 0.45f + 0.055f * (float)enemy_level;
    if (cost < 5)
        cost = 5;
    return cost * (float)(enemies * (enemies + 1)) / 2 / (float)((friends + 1) * (friends + 1));
}

#endif
