/* Turns: how a slot's due bots get their steps, and what errors do to them. */
#include "ai/slot.h"
#include <string.h>

enum {
    /* A batch this much dearer than expected, and at least this long, has a bot in it that overran. */
    OVERRUN_FACTOR = 8,
    OVERRUN_NS = 200000,
    /* So long as nobody knows what a step costs. */
    FIRST_BATCH = 4,
    /* A longer batch is compared with the thread's CPU time. */
    SYNC_NS = 100000,
    /* Where a mode or a switch forbids a step, it is looked at again after this. */
    ASIDE_MS = 500,
    /* Bots next to each other have their first turns together, as their data lie together: runs of whole
     * blocks, longer where there are many, so that there are about so many runs; of few bots only so many at
     * a time. */
    STAGGER_RUNS = 64,
    STAGGER_BLOCKS_FROM = 8 * PB_SCHEDULE_BLOCK,
    STAGGER_LEAST = 16,
    STAGGER = 0x9e3779b9u >> 16 /* golden ratio in 16 bits: groups next to each other lie far apart */
};

void pb_turn_wake(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    enum pb_fault fault = slot->faults[bot].state;

    /* What waits out a fault is not to be woken from it. */
    if (!slot->self || fault == PB_FAULT_BACKOFF || fault == PB_FAULT_OPEN || fault == PB_FAULT_DISABLED ||
        coordinator->bots.mode[bot] == PB_BOT_OFFLINE)
        return;
    if (!pb_is_due(pb_schedule_due(&slot->schedule, bot), coordinator->bots.now_ms))
        pb_schedule_set(&slot->schedule, bot, coordinator->bots.now_ms);
}

void pb_turn_stagger(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    uint32_t run = coordinator->capacity / STAGGER_RUNS / PB_SCHEDULE_BLOCK * PB_SCHEDULE_BLOCK;
    uint32_t least = coordinator->capacity < STAGGER_BLOCKS_FROM ? STAGGER_LEAST : PB_SCHEDULE_BLOCK;
    uint32_t group = run > least ? run : least;
    uint32_t phase = (bot / group + slot->number) * STAGGER & 0xffff, now_ms = coordinator->bots.now_ms;

    pb_schedule_set(&slot->schedule, bot, now_ms + (uint32_t)((uint64_t)phase * slot->interval_ms >> 16));
}

void pb_turn_set_mode(struct pb_coordinator *coordinator, pb_bot bot, enum pb_bot_mode mode)
{
    unsigned i;

    if (coordinator->bots.mode[bot] == mode)
        return;
    coordinator->bots.mode[bot] = (uint8_t)mode;
    for (i = 0; i < coordinator->slot_count; i++)
        if (coordinator->slots[i].type->modes & mode)
            pb_turn_wake(coordinator, &coordinator->slots[i], bot);
}

static enum pb_bot_mode mode_of(const struct pb_actor_status *status)
{
    if (status->flags & PB_ACTOR_DEAD)
        return PB_BOT_DEAD;
    return status->flags & PB_ACTOR_IN_COMBAT ? PB_BOT_COMBAT : PB_BOT_PEACE;
}

/* What the world says of the bots of a batch, in one call. */
static void refresh(struct pb_coordinator *coordinator, const pb_bot *bots, unsigned count)
{
    struct pb_actor_status status[PB_STEP_BATCH];
    pb_actor actors[PB_STEP_BATCH];
    const struct pb_world *world = coordinator->options.world;
    unsigned i;

    if (!world->get_status)
        return;
    for (i = 0; i < count; i++)
        actors[i] = coordinator->bots.actor[bots[i]];
    world->get_status(world->self, actors, count, status);
    for (i = 0; i < count; i++) {
        coordinator->bots.status[bots[i]] = status[i];
        if (coordinator->bots.mode[bots[i]] != PB_BOT_OFFLINE)
            pb_turn_set_mode(coordinator, bots[i], mode_of(&status[i]));
    }
}

/* Whether a bot may take this step; if not, it is put off. */
static int admit(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    uint32_t now_ms = coordinator->bots.now_ms, wait_ms = ASIDE_MS;
    uint8_t mode = coordinator->bots.mode[bot];

    if (mode == PB_BOT_OFFLINE)
        wait_ms = PB_SCHEDULE_FAR_MS;
    else if (slot->faults[bot].state == PB_FAULT_BACKOFF || slot->faults[bot].state == PB_FAULT_OPEN)
        wait_ms = pb_turn_signal(coordinator, slot, bot, PB_FAULT_TIMER, 0);
    else if (slot->faults[bot].state == PB_FAULT_DISABLED)
        wait_ms = PB_SCHEDULE_FAR_MS;
    else
        wait_ms = 0;
    if (!wait_ms && (!(slot->type->modes & mode) ||
                     (coordinator->degraded[bot] >= 2 && slot->type->priority >= PB_PRIORITY_NORMAL)))
        wait_ms = ASIDE_MS;
    if (wait_ms)
        pb_schedule_set(&slot->schedule, bot, now_ms + wait_ms);
    return !wait_ms;
}

/* Most bots at most times: nothing is in the way. */
static inline int is_plain(const struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot bot)
{
    return (slot->type->modes & coordinator->bots.mode[bot]) && slot->faults[bot].state == PB_FAULT_NORMAL &&
           coordinator->degraded[bot] < 2;
}

/* As above, for a whole block: its modes eight at a time. */
static int is_plain_block(const struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot first)
{
    uint64_t mask = slot->type->modes * 0x0101010101010101u, fits = 0x0101010101010101u;
    unsigned i;

    if (slot->odd_count || slot->suspect_count ||
        (coordinator->minimal_count && slot->type->priority >= PB_PRIORITY_NORMAL))
        return 0;
    for (i = 0; i < PB_SCHEDULE_BLOCK; i += 8) {
        uint64_t modes;

        memcpy(&modes, coordinator->bots.mode + first + i, sizeof modes);
        modes &= mask;
        /* The lowest bit of each byte: whether any of its three is set. */
        fits &= modes | modes >> 1 | modes >> 2;
    }
    return fits == 0x0101010101010101u;
}

/* Who carries goals out, but for who has just had its turn. */
static void wake_carriers(struct pb_coordinator *coordinator, const struct pb_slot *but, pb_bot bot)
{
    unsigned i;

    for (i = 0; i < coordinator->class_count[PB_PRIORITY_CRITICAL]; i++) {
        struct pb_slot *slot = &coordinator->slots[coordinator->class_slots[PB_PRIORITY_CRITICAL][i]];

        if (slot != but)
            pb_turn_wake(coordinator, slot, bot);
    }
}

/* Goals that came to an end wake who set them; goals that were set wake who moves. */
static void follow_goals(struct pb_coordinator *coordinator, const struct pb_slot *slot,
                         const struct pb_step *steps, unsigned count, const uint8_t *before)
{
    struct pb_bots *bots = &coordinator->bots;
    unsigned i;

    if (slot->type->carries_goals)
        for (i = 0; i < count; i++) {
            const struct pb_goal *goal = &bots->goal[steps[i].bot];

            if (goal->state == before[i])
                continue;
            if (goal->state >= PB_GOAL_REACHED && goal->owner < coordinator->slot_count)
                pb_turn_wake(coordinator, &coordinator->slots[goal->owner], steps[i].bot);
            wake_carriers(coordinator, slot, steps[i].bot);
        }
    for (i = 0; i < bots->changed_count; i++)
        wake_carriers(coordinator, NULL, bots->changed[i]);
    bots->changed_count = 0;
}

static void note_age(struct pb_coordinator *coordinator, struct pb_slot *slot, uint32_t age_ms)
{
    uint32_t *of_class = &coordinator->class_max_age_ms[slot->type->priority];

    if (age_ms > slot->tick_age_ms)
        slot->tick_age_ms = age_ms;
    if (age_ms > slot->max_age_ms)
        slot->max_age_ms = age_ms;
    if (age_ms > *of_class)
        *of_class = age_ms;
}

/* Learns the cost of a step. */
static void learn(struct pb_slot *slot, float cost_ns)
{
    float error = cost_ns - slot->cost_ns;

    if (!slot->updates) {
        slot->cost_ns = cost_ns;
        return;
    }
    slot->cost_ns += error / 8;
    slot->deviation_ns += ((error < 0 ? -error : error) - slot->deviation_ns) / 4;
}

/* Whether a batch took too long: what the clock says is written down, or what was written is taken. */
static int follow_trace(struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot first,
                        int is_over)
{
    struct pb_trace *trace = coordinator->options.trace;
    uint64_t key = (uint64_t)slot->number << 32 | first, unused;

    if (trace && trace->is_replay)
        return pb_trace_take(trace, PB_TRACE_OVERRUN, key, &unused);
    if (trace && is_over)
        pb_trace_write(trace, PB_TRACE_OVERRUN, key, 0);
    return is_over;
}

/* Prepares a batch; returns how late the latest of it is. */
static uint32_t write_steps(const struct pb_slot *slot, struct pb_step *steps, const pb_bot *bots,
                            unsigned count, uint32_t now_ms, int is_whole)
{
    const struct pb_schedule *schedule = &slot->schedule;
    uint32_t age_ms = 0;
    unsigned i;

    if (is_whole && schedule->is_even[bots[0] / PB_SCHEDULE_BLOCK]) {
        struct pb_step step = {.diff_ms = now_ms - schedule->block_last[bots[0] / PB_SCHEDULE_BLOCK],
                               .next_ms = slot->interval_ms};

        for (i = 0; i < PB_SCHEDULE_BLOCK; i++) {
            step.bot = bots[0] + i;
            steps[i] = step;
        }
        return now_ms - schedule->block[bots[0] / PB_SCHEDULE_BLOCK];
    }
    for (i = 0; i < count; i++) {
        pb_bot bot = bots[i];
        uint32_t late_ms = now_ms - pb_schedule_due(schedule, bot);

        steps[i] = (struct pb_step){
            .bot = bot, .diff_ms = now_ms - pb_schedule_last(schedule, bot), .next_ms = slot->interval_ms};
        age_ms = late_ms > age_ms ? late_ms : age_ms;
    }
    return age_ms;
}

/* One call of the system, with what it costs. `since_ns` is budget time of the last reading; returns that of
 * its end. */
static int64_t run_batch(struct pb_coordinator *coordinator, struct pb_slot *slot, const pb_bot *bots,
                         unsigned count, int64_t since_ns, int is_whole)
{
    struct pb_step steps[PB_STEP_BATCH];
    uint8_t goals[PB_STEP_BATCH];
    uint32_t now_ms = coordinator->bots.now_ms;
    int64_t used_ns, took_ns, stolen_ns = coordinator->budget.stolen_ns;
    unsigned i;
    int is_over;

    note_age(coordinator, slot, write_steps(slot, steps, bots, count, now_ms, is_whole));
    if (slot->type->carries_goals)
        for (i = 0; i < count; i++)
            goals[i] = coordinator->bots.goal[bots[i]].state;
    slot->type->update(slot->self, steps, count);
    used_ns = pb_budget_used_ns(&coordinator->budget);
    if (used_ns - since_ns > SYNC_NS) {
        used_ns = pb_budget_sync_ns(&coordinator->budget);
        since_ns -= coordinator->budget.stolen_ns - stolen_ns;
        if (since_ns < 0)
            since_ns = 0;
    }
    took_ns = used_ns > since_ns ? used_ns - since_ns : 0;
    /* What a system costs at all must be known first. */
    is_over = slot->updates >= PB_STEP_BATCH && took_ns > OVERRUN_NS &&
              (float)took_ns > (float)OVERRUN_FACTOR * slot->cost_ns * (float)count;
    is_over = follow_trace(coordinator, slot, bots[0], is_over);
    if (is_over || slot->suspect_count)
        pb_turn_suspect(coordinator, slot, steps, count, is_over);
    if (!is_over)
        learn(slot, (float)took_ns / (float)count);
    pb_turn_settle(coordinator, slot, steps, count, is_whole);
    follow_goals(coordinator, slot, steps, count, goals);
    slot->updates += count;
    slot->window_steps += count;
    slot->cpu_ns += (uint64_t)took_ns;
    coordinator->class_updates[slot->type->priority] += count;
    pb_histogram_add(&slot->steps, (uint64_t)took_ns / count, count);
    return used_ns;
}

/* Steps that fit into what is left. */
static unsigned fitting(const struct pb_slot *slot, int64_t left_ns)
{
    float cost_ns = slot->cost_ns + 2 * slot->deviation_ns;

    if (left_ns <= 0)
        return 0;
    if (slot->updates < PB_STEP_BATCH)
        return FIRST_BATCH;
    if (cost_ns * PB_STEP_BATCH <= (float)left_ns)
        return PB_STEP_BATCH;
    return (unsigned)((float)left_ns / cost_ns);
}

static int is_suspect(const struct pb_slot *slot, pb_bot bot)
{
    return slot->suspect_count && slot->suspects[bot / 64] >> bot % 64 & 1;
}

void pb_turn_run(struct pb_coordinator *coordinator, struct pb_slot *slot, int64_t limit_ns)
{
    int64_t used_ns = pb_budget_used_ns(&coordinator->budget);
    uint32_t now_ms = coordinator->bots.now_ms;
    struct pb_trace *trace = coordinator->options.trace;
    uint64_t recorded;
    int is_whole;

    slot->is_cut = 0;
    if (!slot->self || !slot->is_enabled ||
        ((slot->fault.state == PB_FAULT_BACKOFF || slot->fault.state == PB_FAULT_OPEN) &&
         !pb_is_due(slot->paused_ms, now_ms)))
        return;
    pb_turn_judge(coordinator, slot);
    while (slot->left) {
        pb_bot bots[PB_STEP_BATCH], alone[PB_STEP_BATCH];
        unsigned max = fitting(slot, limit_ns - used_ns), count, admitted = 0, lonely = 0, i;

        if (!max && pb_budget_used_ns(&coordinator->budget) < limit_ns &&
            limit_ns - pb_budget_sync_ns(&coordinator->budget) > limit_ns / 2)
            max = 1; /* dearer than half of all there is: one at a time, or it would never come */
        if (trace && trace->is_replay)
            max = pb_trace_take(trace, PB_TRACE_BATCH, slot->number, &recorded) ? (unsigned)recorded
                                                                                : PB_STEP_BATCH;
        else if (trace)
            pb_trace_write(trace, PB_TRACE_BATCH, slot->number, max);
        if (!max) {
            slot->is_cut = 1;
            slot->cut++;
            return;
        }
        count = pb_schedule_take(&slot->schedule, now_ms, coordinator->bots.count, &slot->left, bots, max);
        if (!count)
            return;
        refresh(coordinator, bots, count);
        is_whole = count == PB_SCHEDULE_BLOCK && bots[0] % PB_SCHEDULE_BLOCK == 0 &&
                   bots[PB_SCHEDULE_BLOCK - 1] == bots[0] + PB_SCHEDULE_BLOCK - 1;
        if (is_whole && is_plain_block(coordinator, slot, bots[0]))
            admitted = count;
        for (i = admitted; i < count; i++) {
            if (!is_plain(coordinator, slot, bots[i]) && !admit(coordinator, slot, bots[i]))
                continue;
            if (is_suspect(slot, bots[i]))
                alone[lonely++] = bots[i];
            else
                bots[admitted++] = bots[i];
        }
        if (admitted)
            used_ns = run_batch(coordinator, slot, bots, admitted, used_ns, is_whole && admitted == count);
        for (i = 0; i < lonely; i++) {
            if (used_ns < limit_ns || trace)
                used_ns = run_batch(coordinator, slot, &alone[i], 1, used_ns, 0);
            else
                pb_schedule_set(&slot->schedule, alone[i], pb_schedule_due(&slot->schedule, alone[i]));
        }
        if (!admitted && !lonely)
            used_ns = pb_budget_used_ns(&coordinator->budget);
        /* Other programs may have had the processor: look before it ends for that. */
        if (used_ns >= limit_ns)
            used_ns = pb_budget_sync_ns(&coordinator->budget);
    }
}
