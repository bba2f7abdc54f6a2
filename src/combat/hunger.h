/*
 * Hunger: who has waited longest for prey, place by place. Where more hunt than creatures come back chance
 * would leave somebody without for hours: who got one lately lets the hungriest go first. Places are squares;
 * where two fall into one slot the hungrier stays. Tick thread only.
 */
#ifndef PB_COMBAT_HUNGER_H
#define PB_COMBAT_HUNGER_H

#include "base/memory.h"
#include "include/playerbot_world.h"

struct pb_hungry {
    uint32_t place; /* 0: nobody */
    uint32_t told_ms, hunger_ms;
    pb_actor actor;
};

struct pb_hunger {
    struct pb_hungry *slots;
    uint32_t count; /* a power of two, or 0 */
};

/* Makes room for so many bots; when it grows all is forgotten. Returns 0 or PB_E_no_memory. */
int pb_hunger_reserve(const struct pb_memory *memory, struct pb_hunger *hunger, uint32_t bots)
    __attribute__((warn_unused_result));
void pb_hunger_free(const struct pb_memory *memory, struct pb_hunger *hunger);
/* The square that a position is in. */
uint32_t pb_hunger_place(const struct pb_position *here);
/* The place will be asked about soon: what is known is on its way from memory by then. */
void pb_hunger_fetch(const struct pb_hunger *hunger, uint32_t place);
/* The actor has found nothing there, for so long. O(1). */
void pb_hunger_tell(struct pb_hunger *hunger, uint32_t place, pb_actor actor, uint32_t now_ms,
                    uint32_t hunger_ms);
/* Whether somebody else there has waited much longer than the actor, and should go first. O(1). */
int pb_hunger_is_worse(const struct pb_hunger *hunger, uint32_t place, pb_actor actor, uint32_t now_ms,
                       uint32_t hunger_ms);
size_t pb_hunger_bytes(const struct pb_hunger *hunger);

#endif
