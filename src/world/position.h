/* Distances between positions. Any thread. */
#ifndef PB_WORLD_POSITION_H
#define PB_WORLD_POSITION_H

#include "include/playerbot_world_types.h"
#include <math.h>

/* No map of version 3.3.5 reaches further from its middle. */
enum { PB_MAP_YARDS = 17067 };

/* Yards between two places on one map, over the ground; INFINITY on different maps. */
static inline float pb_distance(const struct pb_position *a, const struct pb_position *b)
{
    float x = a->x - b->x, y = a->y - b->y;

    return a->map == b->map ? sqrtf(x * x + y * y) : INFINITY;
}

#endif
