/* Distances between positions. Any thread. */
#ifndef PB_WORLD_POSITION_H
#define PB_WORLD_POSITION_H

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

/* A number for the square of a map in which a place is; at least 2^31. */
static inline uint32_t pb_map_square(const struct pb_position *place)
{
    /* What a database has may be anything. */
    float x = fminf(fmaxf(place->x, -PB_MAP_YARDS), PB_MAP_YARDS),
          y = fminf(fmaxf(place->y, -PB_MAP_YARDS), PB_MAP_YARDS);
    uint32_t column = (uint32_t)((x + PB_MAP_YARDS) / PB_SQUARE_YARDS),
             row = (uint32_t)((y + PB_MAP_YARDS) / PB_SQUARE_YARDS);

    return 1u << 31 | (uint32_t)place->map << 14 | column << 7 | row;
}

#endif
