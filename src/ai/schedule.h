/*
 * Schedule: when a system's next step for each bot is due. Times are the coordinator's milliseconds, which
 * wrap: only differences count. Bots stand in blocks of 64, and a block knows a time before which none of it
 * is due, so a tick passes over the others 64 at a time. The search goes on where the last one stopped: after
 * a cut the oldest come first. Tick thread only.
 */
#ifndef PB_AI_SCHEDULE_H
#define PB_AI_SCHEDULE_H

#include "base/memory.h"
#include <stddef.h>
#include <stdint.h>

enum {
    PB_SCHEDULE_BLOCK = 64,
    /* As far ahead as a due time can be: 12 days. Bots that are off are put there. */
    PB_SCHEDULE_FAR_MS = 0x3fffffff
};

struct pb_schedule {
    struct pb_memory memory;
    uint32_t *due, *last; /* of each bot; old where its block is even: see pb_schedule_due */
    uint32_t *block;      /* of each block: none is due before; in an even one all are due then */
    uint32_t *block_last; /* of even ones */
    uint8_t *is_even;
    uint32_t capacity; /* a multiple of the block */
    uint32_t cursor;   /* the next bot to look at */
    /* Elements of so many bytes, one for each bot: what is read first of one that was taken. NULL: nothing.
     */
    const void *ahead;
    size_t ahead_size;
};

/* Room for bots 0 to capacity - 1; new ones are far ahead. Returns 0 or PB_E_no_memory. */
int pb_schedule_reserve(struct pb_schedule *schedule, uint32_t capacity, uint32_t now_ms)
    __attribute__((warn_unused_result));
void pb_schedule_release(struct pb_schedule *schedule);
size_t pb_schedule_bytes(const struct pb_schedule *schedule);

/* Whether `due_ms` has come. */
static inline int pb_is_due(uint32_t due_ms, uint32_t now_ms)
{
    return (int32_t)(now_ms - due_ms) >= 0;
}

/* When a bot is due, and when its last step was. */
static inline uint32_t pb_schedule_due(const struct pb_schedule *schedule, uint32_t bot)
{
    uint32_t block = bot / PB_SCHEDULE_BLOCK;

    return schedule->is_even[block] ? schedule->block[block] : schedule->due[bot];
}

static inline uint32_t pb_schedule_last(const struct pb_schedule *schedule, uint32_t bot)
{
    uint32_t block = bot / PB_SCHEDULE_BLOCK;

    return schedule->is_even[block] ? schedule->block_last[block] : schedule->last[bot];
}

/* Makes an even block one in which each bot has times of its own. */
void pb_schedule_spread(struct pb_schedule *schedule, uint32_t block);
/* All of a block had their step now, and are due together. */
static inline void pb_schedule_even(struct pb_schedule *schedule, uint32_t block, uint32_t now_ms,
                                    uint32_t due_ms)
{
    schedule->is_even[block] = 1;
    schedule->block[block] = due_ms;
    schedule->block_last[block] = now_ms;
}

/* One of a block is due at `due_ms`. */
static inline void pb_schedule_lower(struct pb_schedule *schedule, uint32_t block, uint32_t due_ms)
{
    if ((int32_t)(due_ms - schedule->block[block]) < 0)
        schedule->block[block] = due_ms;
}

/* Sets a bot's due time. */
static inline void pb_schedule_set(struct pb_schedule *schedule, uint32_t bot, uint32_t due_ms)
{
    if (schedule->is_even[bot / PB_SCHEDULE_BLOCK])
        pb_schedule_spread(schedule, bot / PB_SCHEDULE_BLOCK);
    schedule->due[bot] = due_ms;
    pb_schedule_lower(schedule, bot / PB_SCHEDULE_BLOCK, due_ms);
}

/*
 * Takes out up to `max` bots that are due, from the cursor on; `left` is how many bots are still to be looked
 * at in this tick (begin with the number of bots) and 0 at the end. Each bot that was taken must be set anew.
 * Returns how many.
 */
unsigned pb_schedule_take(struct pb_schedule *schedule, uint32_t now_ms, uint32_t count, uint32_t *left,
                          uint32_t *bots, unsigned max);
/*
 * The whole even blocks that are due next, one after the other, and had their last step together: how many,
 * at most `most`, and the first of them. They are left where they are; blocks that are not due are passed
 * over. 0 when what is due next is of another kind, or nothing is.
 */
uint32_t pb_schedule_peek_even(struct pb_schedule *schedule, uint32_t now_ms, uint32_t count, uint32_t *left,
                               uint32_t most, uint32_t *block);
/* Takes out the first `blocks` of those, which have their step now and are due again at `due_ms`. Returns how
 * late the latest was. */
uint32_t pb_schedule_take_even(struct pb_schedule *schedule, uint32_t now_ms, uint32_t *left, uint32_t blocks,
                               uint32_t due_ms);

/* How late the oldest due bot is; 0 when none is due. O(count). */
uint32_t pb_schedule_age_ms(const struct pb_schedule *schedule, uint32_t now_ms, uint32_t count);

#endif
