/*
 * Sweep: whole blocks of bots at once, for systems that offer update_run. Where nothing is in the way of any
 * bot of a block, and all of them had their last step together, there is nothing to be told of each: no step
 * is written, judged or settled, and the clock is read once for many blocks.
 */
#include "ai/slot.h"

enum { MOST_RUNS = 64 };

/* Blocks next to each other whose last steps were at the same time. */
struct run {
    pb_bot first;
    unsigned count;
    uint32_t diff_ms;
};

int pb_sweep_may(const struct pb_coordinator *coordinator, const struct pb_slot *slot)
{
    return slot->type->update_run && pb_turn_is_straight(coordinator, slot) &&
           slot->updates >= PB_STEP_BATCH && slot->interval_ms <= PB_SCHEDULE_FAR_MS / 2;
}

/* Of how many of the next blocks nothing is in the way, as the world is now. */
static uint32_t count_free(struct pb_coordinator *coordinator, const struct pb_slot *slot, uint32_t block,
                           uint32_t blocks)
{
    uint32_t count;

    for (count = 0; count < blocks; count++) {
        pb_bot bots[PB_SCHEDULE_BLOCK], first = (block + count) * PB_SCHEDULE_BLOCK, i;

        if (coordinator->options.world->get_status) {
            for (i = 0; i < PB_SCHEDULE_BLOCK; i++)
                bots[i] = first + i;
            pb_turn_refresh(coordinator, bots, PB_SCHEDULE_BLOCK);
        }
        if (!pb_turn_is_plain_block(coordinator, slot, first))
            break;
    }
    return count;
}

/* Takes blocks out of the schedule, for their next step; returns how many runs they make. */
static unsigned take(struct pb_coordinator *coordinator, struct pb_slot *slot, unsigned max, struct run *runs)
{
    struct pb_schedule *schedule = &slot->schedule;
    uint32_t now_ms = coordinator->bots.now_ms, most = max / PB_SCHEDULE_BLOCK, late_ms = 0;
    unsigned count = 0;

    while (most && count < MOST_RUNS) {
        uint32_t block, diff_ms, run_late_ms, blocks,
            due = pb_schedule_peek_even(schedule, now_ms, coordinator->bots.count, &slot->left, most, &block);

        blocks = count_free(coordinator, slot, block, due);
        if (!blocks)
            break;
        diff_ms = now_ms - schedule->block_last[block];
        run_late_ms =
            pb_schedule_take_even(schedule, now_ms, &slot->left, blocks, now_ms + slot->interval_ms);
        late_ms = run_late_ms > late_ms ? run_late_ms : late_ms;
        runs[count++] = (struct run){block * PB_SCHEDULE_BLOCK, blocks * PB_SCHEDULE_BLOCK, diff_ms};
        most -= blocks;
        if (blocks < due)
            break;
    }
    pb_turn_note_age(coordinator, slot, late_ms);
    return count;
}

unsigned pb_sweep(struct pb_coordinator *coordinator, struct pb_slot *slot, unsigned max)
{
    struct run runs[MOST_RUNS];
    unsigned i, block, count = take(coordinator, slot, max, runs), steps = 0;

    if (!count)
        return 0;
    for (i = 0; i < count; i++) {
        slot->type->update_run(slot->self, runs[i].first, runs[i].count, runs[i].diff_ms);
        steps += runs[i].count;
    }
    if (!pb_cost_book(coordinator, slot, runs[0].first, steps))
        return steps;
    /* Somebody took too long: next time each of them takes its step alone, through update(). */
    for (i = 0; i < count; i++)
        for (block = 0; block < runs[i].count / PB_SCHEDULE_BLOCK; block++)
            slot->suspects[runs[i].first / PB_SCHEDULE_BLOCK + block] = UINT64_MAX;
    slot->suspect_count += steps;
    return steps;
}
