#include "ai/orders.h"
#include "base/error.h"
#include "world/looks.h"
#include "world/orders.h"
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
#define LOOKS(X) \
    X(unsigned, poll_events, (void *self, struct pb_world_event *events, unsigned max), (real->self, events, max), return) \
    PB_WORLD_LOOKS(X)
/* clang-format on */

enum function {
    NO_FUNCTION,
#define X(name, parameters, call, who, first, second) FUNCTION_##name,
    PB_WORLD_ORDERS(X)
#undef X
};

/* A function that nobody put into the lists would be missing in every world that stands before another. */
#define X(...) +1
_Static_assert(offsetof(struct pb_world, poll_events) +
                       (0 LOOKS(X) PB_WORLD_ORDERS(X)) * sizeof(void (*)(void)) ==
                   sizeof(struct pb_world),
               "world/looks.h and world/orders.h have every function of playerbot_world.h");
#undef X

static uint32_t float_bits(float number)
{
    uint32_t bits;

    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static uint64_t place_bits(const struct pb_position *position)
{
    return (uint64_t)float_bits(position->x) << 32 | float_bits(position->y);
}

/* Names differ in their first letters or their last. */
static uint64_t name_bits(const char *name)
{
    uint64_t bits = 0;

    while (*name)
        bits = bits * 1099511628211u + (uint8_t)*name++;
    return bits;
}

static int tell(struct pb_orders *orders, enum function function, uint32_t actor, uint64_t first,
                uint64_t second, int result)
{
    pb_trace_order(orders->trace, &(struct pb_world_order){.function = (uint16_t)function,
                                                           .actor = actor,
                                                           .arguments = {first, second},
                                                           .result = result});
    return result;
}

#define X(type, name, parameters, call, answer)                                                              \
    static type look_##name parameters                                                                       \
    {                                                                                                        \
        const struct pb_world *real = &((struct pb_orders *)self)->real;                                     \
                                                                                                             \
        answer real->name call;                                                                              \
    }
LOOKS(X)
#undef X

#define X(name, parameters, call, who, first, second)                                                        \
    static int order_##name parameters                                                                       \
    {                                                                                                        \
        const struct pb_world *real = &((struct pb_orders *)self)->real;                                     \
                                                                                                             \
        return tell(self, FUNCTION_##name, (uint32_t)(who), first, second, real->name call);                 \
    }
PB_WORLD_ORDERS(X)
#undef X

void pb_orders_begin(struct pb_orders *orders, const struct pb_world *real, struct pb_trace *trace)
{
    memset(orders, 0, sizeof *orders);
    memcpy(&orders->real, real, real->size < sizeof orders->real ? real->size : sizeof orders->real);
    orders->trace = trace;
    orders->world.size = sizeof orders->world;
    orders->world.self = orders;
#define X(type, name, parameters, call, answer) orders->world.name = orders->real.name ? look_##name : NULL;
    LOOKS(X)
#undef X
#define X(name, parameters, call, who, first, second)                                                        \
    orders->world.name = orders->real.name ? order_##name : NULL;
    PB_WORLD_ORDERS(X)
#undef X
}

void pb_order_describe(const struct pb_world_order *order, char *text, size_t size)
{
    static const char *const names[] = {"nothing",
#define X(name, parameters, call, who, first, second) #name,
                                        PB_WORLD_ORDERS(X)
#undef X
    };
    const char *name = order->function < sizeof names / sizeof *names ? names[order->function] : "unknown";
    const char *result = order->result == PB_OK ? "ok" : pb_error_name(order->result);

    if (order->function == FUNCTION_move_to) {
        uint32_t bits[2] = {(uint32_t)(order->arguments[0] >> 32), (uint32_t)order->arguments[0]};
        float place[2];

        memcpy(place, bits, sizeof place);
        snprintf(text, size, "%s(%.3f, %.3f) = %s for actor %" PRIu32, name, (double)place[0],
                 (double)place[1], result, order->actor);
    } else {
        snprintf(text, size, "%s(%" PRIu64 ", %" PRIu64 ") = %s for actor %" PRIu32, name,
                 order->arguments[0], order->arguments[1], result, order->actor);
    }
}
