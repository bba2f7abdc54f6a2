/*
 * Claims: which prey somebody is on its way to, and when it will be there, so that nobody races it in vain:
 * who sees it first has it. A claim ends when its bot should have struck; from the first blow on the world
 * says whose the prey is. Of two that fall into one slot the later one stays: all that can be lost is a way.
 * Tick thread only.
 */
#ifndef PB_COMBAT_CLAIM_H
#define PB_COMBAT_CLAIM_H

#include "base/memory.h"
#include "include/playerbot_world.h"

struct pb_claim {
    uint32_t prey; /* of its number what a slot tells it by; 0: none */
    uint32_t at_ms;
    pb_actor actor;
};

struct pb_claims {
    struct pb_claim *slots;
    uint32_t count; /* a power of two, or 0 */
};

/* Makes room for so many bots; when it grows claims are forgotten. Returns 0 or PB_E_no_memory. */
int pb_claims_reserve(const struct pb_memory *memory, struct pb_claims *claims, uint32_t bots)
    __attribute__((warn_unused_result));
void pb_claims_free(const struct pb_memory *memory, struct pb_claims *claims);
/* The prey will be asked about soon: who claimed it is on its way from memory by then. */
void pb_claims_fetch(const struct pb_claims *claims, pb_object prey);
/* Who is on its way to the prey at `now_ms`, of a clock that may wrap; PB_NO_ACTOR: nobody. O(1). */
pb_actor pb_claims_find(const struct pb_claims *claims, pb_object prey, uint32_t now_ms);
/* The actor reaches the prey at `at_ms`. O(1). */
void pb_claims_make(struct pb_claims *claims, pb_object prey, pb_actor actor, uint32_t at_ms);
size_t pb_claims_bytes(const struct pb_claims *claims);

#endif
