/*
 * Arrivals: residents that were called into the world and wait for their login. They come place by place, so
 * that those who are near each other get neighbouring numbers, here and in the world, and neighbouring
 * memory: what a tick reads of bots that are due together, and of the world around them, is then already
 * there. Internal to src/ai.
 */
#ifndef PB_AI_ARRIVALS_H
#define PB_AI_ARRIVALS_H

#include "ai/residents.h"

/* Calls one that is OFFLINE: it is CALLED then, or still OFFLINE when there is no memory. */
void pb_arrivals_call(struct pb_population *population, struct pb_resident *resident);
/* One that is CALLED is not to come any more: OFFLINE. */
void pb_arrivals_dismiss(struct pb_population *population, struct pb_resident *resident);
/* Who comes next, of the present place as long as it has some; it stays CALLED. NULL: nobody was called. */
struct pb_resident *pb_arrivals_next(struct pb_population *population);

#endif
