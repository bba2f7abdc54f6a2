/* Settling: what comes of steps: when the next ones are, and what errors do. */
#include "ai/load.h"
#include "ai/slot.h"

enum {
    /* A system is judged as a whole in windows of this length, if it has done this much. */
    WINDOW_MS = 5000,
    WINDOW_STEPS = 50
};

int pb_turn_is_straight(const struct pb_coordinator *coordinator, const struct pb_slot *slot)
{
    return slot->type->priority < PB_PRIORITY_NORMAL ||
           (coordinator->bots.load_percent == PB_LOAD_NONE && coordinator->options.far_percent == 100);
}

/* How long until the next step: load and distance stretch what can wait. */
static uint32_t stretch(const struct pb_coordinator *coordinator, const struct pb_slot *slot, pb_bot bot,
                        uint32_t next_ms)
{
    /* Who is degraded has to prove itself within a stated time, whatever its steps would rather wait for. */
    uint64_t wait_ms = pb_slot_fault(slot, bot) == PB_FAULT_DEGRADED
                           ? (uint64_t)slot->interval_ms * pb_fault_degraded_factor(slot->faults[bot])
                           : next_ms;

    if (slot->type->priority >= PB_PRIORITY_NORMAL) {
        wait_ms = wait_ms * coordinator->bots.load_percent / 100;
        if (!(coordinator->bots.row[bot].status.flags & PB_ACTOR_NEAR_PLAYER))
            wait_ms = wait_ms * coordinator->options.far_percent / 100;
    }
    return wait_ms < PB_SCHEDULE_FAR_MS / 2 ? (uint32_t)wait_ms : PB_SCHEDULE_FAR_MS / 2;
}

/* Mends a bot's state; returns what to do then. */
static enum pb_fault_action mend(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot,
                                 struct pb_fault_state *fault)
{
    int error = PB_OK;

    if (slot->type->repair)
        error = slot->type->repair(slot->self, bot);
    else
        slot->type->reset(slot->self, bot);
    PB_LOG(coordinator->options.log, AI, DEBUG, coordinator->bots.row[bot].account, "bot %u: %s was %smended",
           bot, slot->type->name, error == PB_OK ? "" : "not ");
    return pb_fault_step(fault, error == PB_OK ? PB_FAULT_MENDED : PB_FAULT_NOT_MENDED);
}

/* Takes a fault signal in; returns how long the next step has to wait, `next_ms` when it makes no difference.
 */
uint32_t pb_turn_signal(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot,
                        enum pb_fault_signal signal, uint32_t next_ms)
{
    struct pb_fault_state fault = slot->faults[bot];
    enum pb_fault before = fault.state;
    enum pb_fault_action action = pb_fault_step(&fault, signal);

    if (action == PB_FAULT_DO_REPAIR)
        action = mend(coordinator, slot, bot, &fault);
    if (action == PB_FAULT_DO_DEGRADE)
        slot->type->reset(slot->self, bot);
    pb_slot_set_fault(coordinator, slot, bot, fault);
    if (fault.state != before && (fault.state >= PB_FAULT_OPEN || before >= PB_FAULT_OPEN))
        PB_LOG(coordinator->options.log, AI, INFO, coordinator->bots.row[bot].account,
               "bot %u: %s went from %s to %s", bot, slot->type->name, pb_fault_name(before),
               pb_fault_name(fault.state));
    switch (fault.state) {
    case PB_FAULT_BACKOFF:
        return pb_fault_backoff_ms(fault.retries);
    case PB_FAULT_OPEN:
        return pb_fault_open_ms(fault);
    case PB_FAULT_DISABLED:
        return PB_SCHEDULE_FAR_MS;
    default:
        return next_ms;
    }
}

/* One step that had an error, or whose bot has a fault to get over. */
static uint32_t settle_fault(struct pb_coordinator *coordinator, struct pb_slot *slot,
                             const struct pb_step *step)
{
    if (step->error) {
        slot->errors++;
        slot->window_errors++;
    }
    return pb_turn_signal(coordinator, slot, step->bot, pb_fault_classify(step->error), step->next_ms);
}

/* A whole block without errors, all of it due again at the same time. */
static int are_alike(const struct pb_step *steps)
{
    uint32_t differs = 0;
    unsigned i;

    for (i = 0; i < PB_SCHEDULE_BLOCK; i++)
        differs |= (uint32_t)steps[i].error | (steps[i].next_ms ^ steps[0].next_ms);
    return !differs && steps[0].next_ms <= PB_SCHEDULE_FAR_MS / 2;
}

/* What came of the steps: when the next ones are, what errors do. */
void pb_turn_settle(struct pb_coordinator *coordinator, struct pb_slot *slot, struct pb_step *steps,
                    unsigned count, int is_whole)
{
    uint32_t now_ms = coordinator->bots.now_ms, *due = slot->schedule.due, *last = slot->schedule.last;
    int is_straight = pb_turn_is_straight(coordinator, slot);
    uint32_t block = UINT32_MAX, soonest = PB_SCHEDULE_FAR_MS;
    unsigned i;

    if (is_whole && is_straight && !slot->odd_count && are_alike(steps)) {
        pb_schedule_even(&slot->schedule, steps[0].bot / PB_SCHEDULE_BLOCK, now_ms,
                         now_ms + steps[0].next_ms);
        return;
    }
    for (i = 0; i < count; i++) {
        const struct pb_step *step = &steps[i];
        uint32_t bot = step->bot, next_ms = step->next_ms;

        if (step->error || pb_slot_fault(slot, bot) != PB_FAULT_NORMAL)
            next_ms = settle_fault(coordinator, slot, step);
        if (!is_straight || pb_slot_fault(slot, bot) != PB_FAULT_NORMAL || next_ms > PB_SCHEDULE_FAR_MS / 2)
            next_ms = pb_slot_fault(slot, bot) == PB_FAULT_DISABLED
                          ? PB_SCHEDULE_FAR_MS
                          : stretch(coordinator, slot, bot, next_ms);
        /* Bots of a block come one after the other: it is told once. */
        if (bot / PB_SCHEDULE_BLOCK != block) {
            if (block != UINT32_MAX)
                pb_schedule_lower(&slot->schedule, block, now_ms + soonest);
            block = bot / PB_SCHEDULE_BLOCK;
            soonest = next_ms;
            if (slot->schedule.is_even[block])
                pb_schedule_spread(&slot->schedule, block);
        } else if (next_ms < soonest) {
            soonest = next_ms;
        }
        last[bot] = now_ms;
        due[bot] = now_ms + next_ms;
    }
    pb_schedule_lower(&slot->schedule, block, now_ms + soonest);
}

/* Marks or clears the bots of a batch that took too long. */
void pb_turn_suspect(struct pb_coordinator *coordinator, struct pb_slot *slot, struct pb_step *steps,
                     unsigned count, int is_over)
{
    unsigned i;

    if (count == 1 && is_over) {
        slot->overruns++;
        steps[0].error = steps[0].error ? steps[0].error : PB_E_timeout;
        PB_LOG(coordinator->options.log, AI, DEBUG, coordinator->bots.row[steps[0].bot].account,
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

/* A system of which most steps fail rests as a whole; its rests grow as those of a bot. */
void pb_turn_judge(struct pb_coordinator *coordinator, struct pb_slot *slot)
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
            slot->paused_ms = now_ms + pb_fault_open_ms(slot->fault);
        slot->window_ms = now_ms;
        slot->window_steps = slot->window_errors = 0;
    }
    if (slot->fault.state != before && (slot->fault.state >= PB_FAULT_BACKOFF || before >= PB_FAULT_BACKOFF))
        PB_LOG(coordinator->options.log, AI, WARN, 0, "system %s went from %s to %s", slot->type->name,
               pb_fault_name(before), pb_fault_name(slot->fault.state));
}
