/*
 * Orders: a world between systems and a world, that tells a trace each thing that is done in it. Looking is
 * passed on and not told: what was seen shows in what is done. Only made for a recording or a replay. Tick
 * thread.
 */
#ifndef PB_AI_ORDERS_H
#define PB_AI_ORDERS_H

#include "ai/trace.h"
#include "include/playerbot_world.h"

struct pb_orders {
    struct pb_world world; /* what systems get; its self is this */
    struct pb_world real;
    struct pb_trace *trace;
};

/* `real` is copied, without what it lacks. Everything is the caller's and must stay where it is. */
void pb_orders_begin(struct pb_orders *orders, const struct pb_world *real, struct pb_trace *trace);
/* An order in words, such as "move_to(5, 8) = ok". */
void pb_order_describe(const struct pb_world_order *order, char *text, size_t size);

#endif
