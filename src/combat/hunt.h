/*
 * Hunting: which prey a bot that is where its hunt is takes on next, among others who hunt there too, and
 * when it leaves. Tick thread only.
 */
#ifndef PB_COMBAT_HUNT_H
#define PB_COMBAT_HUNT_H

#include "ai/system.h"
#include "combat/claim.h"
#include "combat/hunger.h"

enum { PB_HUNT_SIGHT_YARDS = 45, PB_HUNT_LOOK_MS = 2000, PB_HUNT_IDLE_MS = 15000 };

struct pb_hunter {
    uint32_t looked_ms, entry;
    uint32_t fed_ms;   /* when it last killed something, or began to hunt; 0: never yet */
    uint32_t vain_ms;  /* without a kill */
    uint16_t empty_ms; /* without a target */
    uint8_t places;
    uint8_t yields;     /* to who is hungrier, one after the other */
    uint8_t waits;      /* there is nowhere else to go */
    uint8_t has_fought; /* just now: what came of that is looked after first */
};

struct pb_hunts {
    const struct pb_system_env *env;
    struct pb_hunter *hunters;
    struct pb_claims claims;
    struct pb_hunger hunger;
    uint32_t capacity;
    uint64_t attacks, moves, hopeless, left, yields;
};

/* Makes room for so many bots; `env` must be set. Returns 0 or PB_E_no_memory. */
int pb_hunts_reserve(struct pb_hunts *own, uint32_t capacity) __attribute__((warn_unused_result));
void pb_hunts_free(struct pb_hunts *own);
void pb_hunts_reset(struct pb_hunts *own, pb_bot bot);
/* One look of a bot that has reached the place of its goal, which is a hunt: it attacks, waits, goes on, or
 * gives up (the goal has failed then). `diff_ms` since its last turn. Returns in how many ms to look again.
 */
uint32_t pb_hunts_look(struct pb_hunts *own, pb_bot bot, uint32_t diff_ms);
/* It has killed a creature. */
void pb_hunts_killed(struct pb_hunts *own, pb_bot bot, uint32_t entry);
size_t pb_hunts_bytes(const struct pb_hunts *own);

#endif
