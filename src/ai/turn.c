/* Turns: how a slot's due bots get their steps, and what errors do to them. */
#include "ai/load.h"
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
    DEGRADED_FACTOR = 10,
    /* A system is judged as a whole in windows of this length, if it has done this much. */
    WINDOW_MS = 5000,
    WINDOW_STEPS = 50,
    /* Bots next to each other have their first turns together, as their data lie together: the more there are
     * the longer the runs, so many of them in all, and never shorter than this. */
    STAGGER_RUNS = 64,
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
    if (!pb_is_due(slot->schedule.due[bot], coordinator->bots.now_ms))
        pb_schedule_set(&slot->schedule, bot, coordinator->bots.now_ms);
}

void pb_turn_stagger(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    uint32_t run = coordinator->capacity / STAGGER_RUNS;
    uint32_t group = run < PB_SCHEDULE_BLOCK ? STAGGER_LEAST : run - run % PB_SCHEDULE_BLOCK;
    uint32_t phase = (bot / group + slot->number) * STAGGER & 0xffff, now_ms = coordinator->bots.now_ms;

    slot->schedule.last[bot] = now_ms;
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

/* How long until the next step: load and distance stretch what can wait. */
static uint32_t stretch(const struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot bot,
                        uint32_t next_ms)
{
    uint64_t wait_ms = next_ms;

    if (slot->type->priority >= PB_PRIORITY_NORMAL) {
        wait_ms = wait_ms * coordinator->load_percent / 100;
        if (!(coordinator->bots.status[bot].flags & PB_ACTOR_NEAR_PLAYER))
            wait_ms = wait_ms * coordinator->options.far_percent / 100;
    }
    if (slot->faults[bot].state == PB_FAULT_DEGRADED)
        wait_ms = (wait_ms + slot->interval_ms) * DEGRADED_FACTOR;
    return wait_ms < PB_SCHEDULE_FAR_MS / 2 ? (uint32_t)wait_ms : PB_SCHEDULE_FAR_MS / 2;
}

static void count_degraded(struct pb_coordinator *coordinator, pb_bot bot, enum pb_fault before,
                           enum pb_fault after)
{
    int was = before == PB_FAULT_DEGRADED || before == PB_FAULT_DISABLED;
    int is = after == PB_FAULT_DEGRADED || after == PB_FAULT_DISABLED;

    coordinator->degraded[bot] = (uint8_t)(coordinator->degraded[bot] + is - was);
}

/* Mends a bot's state; returns what to do then. */
static enum pb_fault_action mend(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    int error = PB_OK;

    if (slot->type->repair)
        error = slot->type->repair(slot->self, bot);
    else
        slot->type->reset(slot->self, bot);
    PB_LOG(coordinator->options.log, AI, DEBUG, coordinator->bots.account[bot], "bot %u: %s was %smended",
           bot, slot->type->name, error == PB_OK ? "" : "not ");
    return pb_fault_step(&slot->faults[bot], error == PB_OK ? PB_FAULT_MENDED : PB_FAULT_NOT_MENDED);
}

/* Takes a fault signal in; returns how long the next step has to wait, `next_ms` when it makes no difference.
 */
static uint32_t take_signal(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot,
                            enum pb_fault_signal signal, uint32_t next_ms)
{
    struct pb_fault_state *fault = &slot->faults[bot];
    enum pb_fault before = fault->state;
    enum pb_fault_action action = pb_fault_step(fault, signal);

    if (action == PB_FAULT_DO_REPAIR)
        action = mend(coordinator, slot, bot);
    if (action == PB_FAULT_DO_DEGRADE)
        slot->type->reset(slot->self, bot);
    if (fault->state != before) {
        count_degraded(coordinator, bot, before, fault->state);
        if (fault->state >= PB_FAULT_OPEN || before >= PB_FAULT_OPEN)
            PB_LOG(coordinator->options.log, AI, INFO, coordinator->bots.account[bot],
                   "bot %u: %s went from %s to %s", bot, slot->type->name, pb_fault_name(before),
                   pb_fault_name(fault->state));
    }
    switch (fault->state) {
    case PB_FAULT_BACKOFF:
        return pb_fault_backoff_ms(fault->retries);
    case PB_FAULT_OPEN:
        return PB_FAULT_OPEN_MS;
    case PB_FAULT_DISABLED:
        return PB_SCHEDULE_FAR_MS;
    default:
        return next_ms;
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
        wait_ms = take_signal(coordinator, slot, bot, PB_FAULT_TIMER, 0);
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

/* Goals that came to an end wake who set them; goals that were set wake who moves. */
static void follow_goals(struct pb_coordinator *coordinator, const struct pb_slot *slot,
                         const struct pb_step *steps, unsigned count, const uint8_t *before)
{
    struct pb_bots *bots = &coordinator->bots;
    unsigned i, k;

    if (slot->type->carries_goals)
        for (i = 0; i < count; i++) {
            const struct pb_goal *goal = &bots->goal[steps[i].bot];

            if (goal->state != before[i] && goal->state >= PB_GOAL_REACHED &&
                goal->owner < coordinator->slot_count)
                pb_turn_wake(coordinator, &coordinator->slots[goal->owner], steps[i].bot);
        }
    for (i = 0; i < bots->changed_count; i++)
        for (k = 0; k < coordinator->class_count[PB_PRIORITY_CRITICAL]; k++)
            pb_turn_wake(coordinator, &coordinator->slots[coordinator->class_slots[PB_PRIORITY_CRITICAL][k]],
                         bots->changed[i]);
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

/* One step that had an error, or whose bot has a fault to get over. */
static uint32_t settle_fault(struct pb_coordinator *coordinator, struct pb_slot *slot,
                             const struct pb_step *step)
{
    if (step->error) {
        slot->errors++;
        slot->window_errors++;
    }
    return take_signal(coordinator, slot, step->bot, pb_fault_classify(step->error), step->next_ms);
}

/* What came of the steps: when the next ones are, what errors do. */
static void settle(struct pb_coordinator *coordinator, struct pb_slot *slot, struct pb_step *steps,
                   unsigned count)
{
    uint32_t now_ms = coordinator->bots.now_ms, *due = slot->schedule.due, *last = slot->schedule.last;
    int is_plain = slot->type->priority < PB_PRIORITY_NORMAL ||
                   (coordinator->load_percent == PB_LOAD_NONE && coordinator->options.far_percent == 100);
    uint32_t block = UINT32_MAX, soonest = PB_SCHEDULE_FAR_MS;
    unsigned i;

    for (i = 0; i < count; i++) {
        const struct pb_step *step = &steps[i];
        uint32_t bot = step->bot, next_ms = step->next_ms;

        if (step->error || slot->faults[bot].state != PB_FAULT_NORMAL)
            next_ms = settle_fault(coordinator, slot, step);
        if (!is_plain || slot->faults[bot].state != PB_FAULT_NORMAL || next_ms > PB_SCHEDULE_FAR_MS / 2)
            next_ms = slot->faults[bot].state == PB_FAULT_DISABLED ? PB_SCHEDULE_FAR_MS
                                                                   : stretch(coordinator, slot, bot, next_ms);
        last[bot] = now_ms;
        due[bot] = now_ms + next_ms;
        /* Bots of a block come one after the other: it is told once. */
        if (bot / PB_SCHEDULE_BLOCK != block) {
            if (block != UINT32_MAX)
                pb_schedule_lower(&slot->schedule, block, now_ms + soonest);
            block = bot / PB_SCHEDULE_BLOCK;
            soonest = next_ms;
        } else if (next_ms < soonest) {
            soonest = next_ms;
        }
    }
    pb_schedule_lower(&slot->schedule, block, now_ms + soonest);
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

/* Marks or clears the bots of a batch that took too long. */
static void suspect(struct pb_coordinator *coordinator, struct pb_slot *slot, struct pb_step *steps,
                    unsigned count, int is_over)
{
    unsigned i;

    if (count == 1 && is_over) {
        slot->overruns++;
        steps[0].error = steps[0].error ? steps[0].error : PB_E_timeout;
        PB_LOG(coordinator->options.log, AI, DEBUG, coordinator->bots.account[steps[0].bot],
               "bot %u: %s took too long", steps[0].bot, slot->type->name);
    }
    for (i = 0; i < count; i++) {
        uint64_t *word = &slot->suspects[steps[i].bot / 64], bit = (uint64_t)1 << steps[i].bot % 64;

        if (!(*word & bit) == !is_over)
            continue;
        *word ^= bit;
        slot->suspect_count += is_over ? 1u : (unsigned)-1;
    }
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

/* One call of the system, with what it costs. `since_ns` is budget time of the last reading; returns that of
 * its end. */
static int64_t run_batch(struct pb_coordinator *coordinator, struct pb_slot *slot, const pb_bot *bots,
                         unsigned count, int64_t since_ns)
{
    struct pb_step steps[PB_STEP_BATCH];
    uint8_t goals[PB_STEP_BATCH];
    uint32_t now_ms = coordinator->bots.now_ms, age_ms = 0;
    int64_t used_ns, took_ns, stolen_ns = coordinator->budget.stolen_ns;
    unsigned i;
    int is_over;

    for (i = 0; i < count; i++) {
        pb_bot bot = bots[i];
        uint32_t late_ms = now_ms - slot->schedule.due[bot];

        steps[i] = (struct pb_step){
            .bot = bot, .diff_ms = now_ms - slot->schedule.last[bot], .next_ms = slot->interval_ms};
        age_ms = late_ms > age_ms ? late_ms : age_ms;
    }
    note_age(coordinator, slot, age_ms);
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
        suspect(coordinator, slot, steps, count, is_over);
    if (!is_over)
        learn(slot, (float)took_ns / (float)count);
    settle(coordinator, slot, steps, count);
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

/* A system of which most steps fail rests as a whole; its rests grow as those of a bot. */
static void judge(struct pb_coordinator *coordinator, struct pb_slot *slot)
{
    enum pb_fault before = slot->fault.state;
    uint32_t now_ms = coordinator->bots.now_ms;
    int is_bad;

    if (slot->fault.state == PB_FAULT_BACKOFF || slot->fault.state == PB_FAULT_OPEN) {
        pb_fault_step(&slot->fault, PB_FAULT_TIMER);
        slot->window_ms = now_ms;
        slot->window_steps = slot->window_errors = 0;
    }
    if (now_ms - slot->window_ms >= WINDOW_MS && slot->window_steps >= WINDOW_STEPS) {
        is_bad = slot->window_errors > slot->window_steps / 2;
        if (is_bad || slot->fault.state != PB_FAULT_NORMAL)
            pb_fault_step(&slot->fault, is_bad ? PB_FAULT_RETRYABLE : PB_FAULT_SUCCESS);
        if (slot->fault.state == PB_FAULT_BACKOFF)
            slot->paused_ms = now_ms + pb_fault_backoff_ms(slot->fault.retries);
        else if (slot->fault.state == PB_FAULT_OPEN)
            slot->paused_ms = now_ms + PB_FAULT_OPEN_MS;
        slot->window_ms = now_ms;
        slot->window_steps = slot->window_errors = 0;
    }
    if (slot->fault.state != before && (slot->fault.state >= PB_FAULT_BACKOFF || before >= PB_FAULT_BACKOFF))
        PB_LOG(coordinator->options.log, AI, WARN, 0, "system %s went from %s to %s", slot->type->name,
               pb_fault_name(before), pb_fault_name(slot->fault.state));
}

void pb_turn_run(struct pb_coordinator *coordinator, struct pb_slot *slot, int64_t limit_ns)
{
    int64_t used_ns = pb_budget_used_ns(&coordinator->budget);
    uint32_t now_ms = coordinator->bots.now_ms;
    struct pb_trace *trace = coordinator->options.trace;
    uint64_t recorded;

    slot->is_cut = 0;
    if (!slot->self || !slot->is_enabled ||
        ((slot->fault.state == PB_FAULT_BACKOFF || slot->fault.state == PB_FAULT_OPEN) &&
         !pb_is_due(slot->paused_ms, now_ms)))
        return;
    judge(coordinator, slot);
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
        for (i = 0; i < count; i++) {
            if (!is_plain(coordinator, slot, bots[i]) && !admit(coordinator, slot, bots[i]))
                continue;
            if (is_suspect(slot, bots[i]))
                alone[lonely++] = bots[i];
            else
                bots[admitted++] = bots[i];
        }
        if (admitted)
            used_ns = run_batch(coordinator, slot, bots, admitted, used_ns);
        for (i = 0; i < lonely; i++) {
            if (used_ns < limit_ns || trace)
                used_ns = run_batch(coordinator, slot, &alone[i], 1, used_ns);
            else
                pb_schedule_set(&slot->schedule, alone[i], slot->schedule.due[alone[i]]);
        }
        if (!admitted && !lonely)
            used_ns = pb_budget_used_ns(&coordinator->budget);
        /* Other programs may have had the processor: look before it ends for that. */
        if (used_ns >= limit_ns)
            used_ns = pb_budget_sync_ns(&coordinator->budget);
    }
}
