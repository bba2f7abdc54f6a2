/* Cost: what a slot's steps cost, how many fit into a time, and which took too long. */
#include "ai/slot.h"
#include <math.h>

enum {
    /* A batch that takes this much more than expected, and this many usual steps more, has a bot in it that
     * overran. Of sweeps, which are long, more is asked: whom they suspect is many. */
    OVERRUN_NS = 50000,
    SWEEP_OVERRUN_NS = 200000,
    OVERRUN_FACTOR = 8,
    /* The dearest batch of late is forgotten over about so many ticks. */
    PEAK_TICKS = 256,
    /* So long as nobody knows what a step costs. */
    FIRST_BATCH = 4
};

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

/* Time since the budget's last reading. Where that is long it is compared with the thread's clock, and what
 * other programs took is not part of it; that they had it before the last reading is unlikely, as that was
 * short. */
static int64_t read_clock(struct pb_budget *budget)
{
    int64_t since_ns = budget->last_ns, used_ns = pb_budget_used_ns(budget);

    if (used_ns - since_ns > PB_BUDGET_EXACT_NS)
        used_ns = pb_budget_sync_ns(budget);
    return used_ns > since_ns ? used_ns - since_ns : 0;
}

int pb_cost_book(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot first, unsigned count)
{
    int64_t took_ns = read_clock(&coordinator->budget);
    float own_ns = (float)slot->type->longest_us * 1000,
          least_ns = fmaxf(count > PB_STEP_BATCH ? SWEEP_OVERRUN_NS : OVERRUN_NS, own_ns);
    /* What a system costs at all must be known first. */
    int is_over = slot->updates >= PB_STEP_BATCH &&
                  (float)took_ns - slot->cost_ns * (float)count > least_ns + OVERRUN_FACTOR * slot->cost_ns;

    float cost_ns = (float)took_ns / (float)count;

    is_over = follow_trace(coordinator, slot, first, is_over);
    /* One bot's overrun must not make all steps dear; where all overrun the cost follows, if slowly. */
    learn(slot, is_over ? fminf(cost_ns, 2 * slot->cost_ns) : cost_ns);
    slot->peak_ns = fmaxf(slot->peak_ns, fminf(cost_ns, own_ns > 0 ? own_ns : OVERRUN_NS));
    slot->updates += count;
    slot->tick_steps += count;
    slot->window_steps += count;
    slot->cpu_ns += (uint64_t)took_ns;
    coordinator->class_updates[slot->type->priority] += count;
    pb_histogram_add(&slot->steps, (uint64_t)took_ns / count, count);
    return is_over;
}

void pb_cost_forget(struct pb_slot *slot)
{
    slot->peak_ns -= slot->peak_ns / PEAK_TICKS;
}

unsigned pb_cost_fitting(const struct pb_slot *slot, int64_t left_ns, unsigned most)
{
    float cost_ns = slot->cost_ns + 2 * slot->deviation_ns;
    unsigned fitting;

    if (left_ns <= 0)
        return 0;
    if (slot->updates < PB_STEP_BATCH)
        return FIRST_BATCH;
    fitting = cost_ns * (float)most <= (float)left_ns ? most : (unsigned)((float)left_ns / cost_ns);
    /* Dear steps come together: whom the same event woke plan anew in the same tick. So a batch does not go
     * beyond what is left if all of it is as dear as the dearest was. Sweeps have steps of one kind only. */
    if (most <= PB_STEP_BATCH && slot->peak_ns * (float)fitting > (float)left_ns)
        fitting = (unsigned)fmaxf((float)left_ns / slot->peak_ns, 1);
    return fitting;
}
