/* Distances between positions. Any thread. */
#ifndef PB_WORLD_POSITION_H
#define PB_WORLD_POSITION_H

#include "base/chance.h"
#include "include/playerbot_world_types.h"
#include <math.h>

/* No map of version 3.3.5 reaches further from its middle; its files are squares of so many yards. */
enum { PB_MAP_YARDS = 17067, PB_SQUARE_YARDS = 533 };

/* Yards between two places on one map, over the ground; INFINITY on different maps. */
static inline float pb_distance(const struct pb_position *a, const struct pb_position *b)
{
    float x = a->x - b->x, y = a->y - b->y;

    return a->map == b->map ? sqrtf(x * x + y * y) : INFINITY;
}

/* What a database has may be anything. */
static inline float pb_on_map(float coordinate)
{
    return fminf(fmaxf(coordinate, -PB_MAP_YARDS), PB_MAP_YARDS) + PB_MAP_YARDS;
}

/* A number for the square of a map in which a place is; at least 2^31. */
static inline uint32_t pb_map_square(const struct pb_position *place)
{
    uint32_t column = (uint32_t)(pb_on_map(place->x) / PB_SQUARE_YARDS),
             row = (uint32_t)(pb_on_map(place->y) / PB_SQUARE_YARDS);

    return 1u << 31 | (uint32_t)place->map << 14 | column << 7 | row;
}

/* A hash of the square of so many yards in which a place is; above 0. */
static inline uint32_t pb_place_of(const struct pb_position *place, float yards)
{
    uint32_t column = (uint32_t)(pb_on_map(place->x) / yards), row = (uint32_t)(pb_on_map(place->y) / yards);

    return (uint32_t)pb_chance_mix((uint64_t)place->map << 48 ^ (uint64_t)column << 24 ^ row) | 1;
}

#endif
