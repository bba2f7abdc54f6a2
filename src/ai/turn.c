/* Turns: how a slot's due bots get their steps, and what errors do to them. */
#include "ai/load.h"
#include "ai/slot.h"
#include <string.h>

enum {
    /* Where a mode forbids a step, its change wakes; this is for what is lost. To look twice a second took
     * more looks than there were turns. */
    OTHER_MODE_MS = 30000,
    /* Where too many faults of other systems forbid it. */
    MINIMAL_MS = 500,
    /* Bots have their first turns by blocks, as their data lie together; of few bots only so many at a time.
     */
    STAGGER_BLOCKS_FROM = 8 * PB_SCHEDULE_BLOCK,
    STAGGER_LEAST = 16
};

/* While load control stretches intervals, it does so for what is woken too, or events would bring back all
 * that was put off: the earliest time for a bot's next step. */
static uint32_t earliest(const struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot bot)
{
    uint32_t now_ms = coordinator->bots.now_ms, again_ms;

    if (slot->type->priority < PB_PRIORITY_NORMAL || coordinator->bots.load_percent == PB_LOAD_NONE)
        return now_ms;
    again_ms = pb_schedule_last(&slot->schedule, bot) +
               slot->interval_ms * (coordinator->bots.load_percent - PB_LOAD_NONE) / PB_LOAD_NONE;
    return pb_is_due(again_ms, now_ms) ? now_ms : again_ms;
}

void pb_turn_wake(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    enum pb_fault fault = pb_slot_fault(slot, bot);
    uint32_t due_ms;

    /* What waits out a fault is not to be woken from it. */
    if (!slot->self || fault == PB_FAULT_BACKOFF || fault == PB_FAULT_OPEN || fault == PB_FAULT_DISABLED ||
        coordinator->bots.row[bot].mode == PB_BOT_OFFLINE)
        return;
    due_ms = earliest(coordinator, slot, bot);
    if (!pb_is_due(pb_schedule_due(&slot->schedule, bot), due_ms))
        pb_schedule_set(&slot->schedule, bot, due_ms);
}

/* A bot's phase is its place in a full house: neighbours come together, one block after the other, and no
 * tick gets more than its share of a full house, however many are there. */
void pb_turn_stagger(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    uint32_t capacity = coordinator->capacity, now_ms = coordinator->bots.now_ms;
    uint32_t group = capacity < STAGGER_BLOCKS_FROM ? STAGGER_LEAST : PB_SCHEDULE_BLOCK;
    uint32_t place = bot / group * group;

    pb_schedule_set(&slot->schedule, bot,
                    now_ms + (uint32_t)((uint64_t)place * slot->interval_ms / capacity));
}

void pb_turn_set_mode(struct pb_coordinator *coordinator, pb_bot bot, enum pb_bot_mode mode)
{
    struct pb_bot_row *row = &coordinator->bots.row[bot];
    unsigned i;

    if (row->mode == mode)
        return;
    pb_bots_set_mode(&coordinator->bots, bot, mode);
    for (i = 0; i < coordinator->slot_count; i++) {
        struct pb_slot *slot = &coordinator->slots[i];

        if (!(slot->type->modes & mode))
            continue;
        /* Whose turn would not have come yet has missed nothing. */
        if (slot->type->priority <= PB_PRIORITY_NORMAL || row->put_off >> i & 1)
            pb_turn_wake(coordinator, slot, bot);
        row->put_off &= (uint16_t) ~(1u << i);
    }
}

void pb_turn_refresh(struct pb_coordinator *coordinator, const pb_bot *bots, unsigned count)
{
    struct pb_actor_status status[PB_STEP_BATCH];
    pb_actor actors[PB_STEP_BATCH];
    const struct pb_world *world = coordinator->options.world;
    unsigned i;

    if (!world->get_status || !count)
        return;
    for (i = 0; i < count; i++)
        actors[i] = coordinator->bots.row[bots[i]].actor;
    world->get_status(world->self, actors, count, status);
    for (i = 0; i < count; i++) {
        coordinator->bots.row[bots[i]].status = status[i];
        if (coordinator->bots.row[bots[i]].mode != PB_BOT_OFFLINE)
            pb_turn_set_mode(coordinator, bots[i], pb_bots_mode_of(&status[i]));
    }
}

/* Whether a bot may take this step; if not, it is put off. */
static int admit(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot)
{
    uint32_t now_ms = coordinator->bots.now_ms, wait_ms = 0;
    uint8_t mode = coordinator->bots.row[bot].mode;
    enum pb_fault fault = pb_slot_fault(slot, bot);

    if (mode == PB_BOT_OFFLINE)
        wait_ms = PB_SCHEDULE_FAR_MS;
    else if (fault == PB_FAULT_BACKOFF || fault == PB_FAULT_OPEN)
        wait_ms = pb_turn_signal(coordinator, slot, bot, PB_FAULT_TIMER, 0);
    else if (fault == PB_FAULT_DISABLED)
        wait_ms = PB_SCHEDULE_FAR_MS;
    if (!wait_ms && !(slot->type->modes & mode)) {
        coordinator->bots.row[bot].put_off |= (uint16_t)(1u << slot->number);
        wait_ms = OTHER_MODE_MS;
    }
    if (!wait_ms && coordinator->degraded[bot] >= 2 && slot->type->priority >= PB_PRIORITY_NORMAL)
        wait_ms = MINIMAL_MS;
    if (wait_ms)
        pb_schedule_set(&slot->schedule, bot, now_ms + wait_ms);
    return !wait_ms;
}

/* Most bots at most times: nothing is in the way. While no bot has a fault, nobody's is looked up. */
static inline int is_plain(const struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot bot)
{
    return (slot->type->modes & coordinator->bots.row[bot].mode) &&
           pb_slot_fault(slot, bot) == PB_FAULT_NORMAL &&
           !(coordinator->minimal_count && coordinator->degraded[bot] >= 2);
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

/* A goal was set or taken back: who carries goals out, and whoever had one there that may stand again. */
static void follow_change(struct pb_coordinator *coordinator, pb_bot bot)
{
    struct pb_bot_row *row = &coordinator->bots.row[bot];

    wake_carriers(coordinator, NULL, bot);
    if (row->goal.kind != PB_GOAL_NONE || !row->displaced)
        return;
    if (row->displaced <= coordinator->slot_count)
        pb_turn_wake(coordinator, &coordinator->slots[row->displaced - 1], bot);
    row->displaced = 0;
}

/* A bot's goal will be followed soon: when those are due who carry goals out is on its way from memory. */
static void fetch_carriers(const struct pb_coordinator *coordinator, pb_bot bot)
{
    unsigned i;

    for (i = 0; i < coordinator->class_count[PB_PRIORITY_CRITICAL]; i++)
        __builtin_prefetch(
            &coordinator->slots[coordinator->class_slots[PB_PRIORITY_CRITICAL][i]].schedule.due[bot], 1);
}

/* Goals that came to an end wake who set them, and all that changed who carries them out. */
static void follow_states(struct pb_coordinator *coordinator, const struct pb_slot *slot,
                          const struct pb_step *steps, unsigned count, const uint8_t *before)
{
    struct pb_bots *bots = &coordinator->bots;
    unsigned i;

    for (i = 0; i < count; i++)
        if (bots->row[steps[i].bot].goal.state != before[i])
            fetch_carriers(coordinator, steps[i].bot);
    for (i = 0; i < count; i++) {
        const struct pb_goal *goal = &bots->row[steps[i].bot].goal;

        if (goal->state == before[i])
            continue;
        if (goal->state >= PB_GOAL_REACHED && goal->owner < coordinator->slot_count)
            pb_turn_wake(coordinator, &coordinator->slots[goal->owner], steps[i].bot);
        wake_carriers(coordinator, slot, steps[i].bot);
    }
}

void pb_turn_follow_changes(struct pb_coordinator *coordinator)
{
    struct pb_bots *bots = &coordinator->bots;
    unsigned i;

    for (i = 0; i < bots->changed_count; i++)
        fetch_carriers(coordinator, bots->changed[i]);
    for (i = 0; i < bots->changed_count; i++)
        follow_change(coordinator, bots->changed[i]);
    bots->changed_count = 0;
}

/* What the steps of a batch did to goals. */
static void follow_goals(struct pb_coordinator *coordinator, const struct pb_slot *slot,
                         const struct pb_step *steps, unsigned count, const uint8_t *before)
{
    if (slot->type->carries_goals)
        follow_states(coordinator, slot, steps, count, before);
    pb_turn_follow_changes(coordinator);
}

void pb_turn_note_age(struct pb_coordinator *coordinator, struct pb_slot *slot, uint32_t age_ms)
{
    uint32_t *of_class = &coordinator->class_max_age_ms[slot->type->priority];

    if (age_ms > slot->tick_age_ms)
        slot->tick_age_ms = age_ms;
    if (age_ms > slot->max_age_ms)
        slot->max_age_ms = age_ms;
    if (age_ms > *of_class)
        *of_class = age_ms;
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

/* One call of the system, with what it costs. */
static void run_batch(struct pb_coordinator *coordinator, struct pb_slot *slot, const pb_bot *bots,
                      unsigned count, int is_whole)
{
    struct pb_step steps[PB_STEP_BATCH];
    uint8_t goals[PB_STEP_BATCH];
    unsigned i;
    int is_over;

    pb_turn_note_age(coordinator, slot,
                     write_steps(slot, steps, bots, count, coordinator->bots.now_ms, is_whole));
    if (slot->type->carries_goals)
        for (i = 0; i < count; i++)
            goals[i] = coordinator->bots.row[bots[i]].goal.state;
    slot->type->update(slot->self, steps, count);
    is_over = pb_cost_book(coordinator, slot, bots[0], count);
    if (is_over || slot->suspect_count)
        pb_turn_suspect(coordinator, slot, steps, count, is_over);
    pb_turn_settle(coordinator, slot, steps, count, is_whole);
    follow_goals(coordinator, slot, steps, count, goals);
}

static int is_suspect(const struct pb_slot *slot, pb_bot bot)
{
    return slot->suspect_count && slot->suspects[bot / 64] >> bot % 64 & 1;
}

/* The faults of bots that lie apart are on their way from memory while the first are looked at. */
static void fetch_faults(const struct pb_slot *slot, const pb_bot *bots, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        __builtin_prefetch(&slot->faults[bots[i]]);
}

/* Bots that were taken and had no turn: the next tick begins with them. */
static void put_back(struct pb_slot *slot, const pb_bot *bots, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        pb_schedule_set(&slot->schedule, bots[i], pb_schedule_due(&slot->schedule, bots[i]));
}

/* The tick has no time for more of this system. */
static void cut(struct pb_slot *slot)
{
    slot->is_cut = 1;
    slot->cut++;
}

/* How many bots the next batch may have, at most `most`; 0: there is no time for one. */
static unsigned measure_out(struct pb_coordinator *coordinator, struct pb_slot *slot, int64_t limit_ns,
                            unsigned most)
{
    struct pb_budget *budget = &coordinator->budget;
    struct pb_trace *trace = coordinator->options.trace;
    unsigned max = pb_cost_fitting(slot, limit_ns - budget->last_ns, most);
    uint64_t recorded;

    /* Dearer than half of all there is, or than its share while it is late: one at a time, or it would
     * never come. */
    if (!max && pb_budget_used_ns(budget) < limit_ns && pb_budget_sync_ns(budget) < limit_ns &&
        (budget->last_ns < limit_ns / 2 ||
         (!slot->tick_steps && slot->behind_ms > slot->type->max_age_ms / 2)))
        max = 1;
    if (trace && trace->is_replay)
        return pb_trace_take(trace, PB_TRACE_BATCH, slot->number, &recorded) ? (unsigned)recorded : most;
    if (trace)
        pb_trace_write(trace, PB_TRACE_BATCH, slot->number, max);
    return max;
}

/* Gives turns to bots that are due: suspects one by one, the others together. 0: the time was over, and who
 * is left was put back. */
static int give(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot *bots, unsigned count,
                int64_t limit_ns)
{
    struct pb_budget *budget = &coordinator->budget;
    int is_whole = count == PB_SCHEDULE_BLOCK && bots[0] % PB_SCHEDULE_BLOCK == 0 &&
                   bots[PB_SCHEDULE_BLOCK - 1] == bots[0] + PB_SCHEDULE_BLOCK - 1,
        is_bounded = !coordinator->options.trace;
    pb_bot alone[PB_STEP_BATCH];
    unsigned admitted = 0, lonely = 0, i;

    if (is_whole && pb_turn_is_plain_block(coordinator, slot, bots[0]))
        admitted = count;
    for (i = admitted; i < count; i++) {
        if (!is_plain(coordinator, slot, bots[i]) && !admit(coordinator, slot, bots[i]))
            continue;
        if (is_suspect(slot, bots[i]))
            alone[lonely++] = bots[i];
        else
            bots[admitted++] = bots[i];
    }
    /* First those who are alone: what they take nobody knew when the batch was measured out. */
    for (i = 0; i < lonely && (budget->last_ns < limit_ns || !is_bounded); i++)
        run_batch(coordinator, slot, &alone[i], 1, 0);
    if (lonely && budget->last_ns >= limit_ns && is_bounded && (i < lonely || admitted)) {
        put_back(slot, alone + i, lonely - i);
        put_back(slot, bots, admitted);
        slot->schedule.cursor = i == lonely || (admitted && bots[0] < alone[i]) ? bots[0] : alone[i];
        return 0;
    }
    if (admitted)
        run_batch(coordinator, slot, bots, admitted, is_whole && admitted == count);
    if (!admitted && !lonely)
        pb_budget_used_ns(budget);
    return 1;
}

void pb_turn_run(struct pb_coordinator *coordinator, struct pb_slot *slot, int64_t limit_ns)
{
    uint32_t now_ms = coordinator->bots.now_ms;
    int may_sweep = pb_sweep_may(coordinator, slot);

    slot->is_cut = 0;
    /* The rows lie elsewhere after they have grown. */
    slot->schedule.ahead = coordinator->bots.row;
    slot->schedule.ahead_size = sizeof *coordinator->bots.row;
    if (!slot->self || !slot->is_enabled ||
        ((slot->fault.state == PB_FAULT_BACKOFF || slot->fault.state == PB_FAULT_OPEN) &&
         !pb_is_due(slot->paused_ms, now_ms)))
        return;
    pb_turn_judge(coordinator, slot);
    while (slot->left) {
        pb_bot bots[PB_STEP_BATCH];
        unsigned count,
            max = measure_out(coordinator, slot, limit_ns, may_sweep ? PB_SWEEP_MOST : PB_STEP_BATCH);

        if (!max) {
            cut(slot);
            return;
        }
        if (may_sweep && pb_sweep(coordinator, slot, max))
            continue;
        max = max < PB_STEP_BATCH ? max : PB_STEP_BATCH;
        count = pb_schedule_take(&slot->schedule, now_ms, coordinator->bots.count, &slot->left, bots, max);
        if (!count)
            return;
        if (slot->odd_count)
            fetch_faults(slot, bots, count);
        pb_turn_refresh(coordinator, bots, count);
        if (!give(coordinator, slot, bots, count, limit_ns)) {
            cut(slot);
            return;
        }
        /* Other programs may have had the processor: look before it ends for that. */
        if (coordinator->budget.last_ns >= limit_ns)
            pb_budget_sync_ns(&coordinator->budget);
    }
}
