/* Slot: one system within the coordinator, and the coordinator's own state. Internal to src/ai. */
#ifndef PB_AI_SLOT_H
#define PB_AI_SLOT_H

#include "ai/budget.h"
#include "ai/coordinator.h"
#include "ai/schedule.h"

_Static_assert((int)PB_BOT_BLOCK == (int)PB_SCHEDULE_BLOCK,
               "bots and their due times stand in the same blocks");

struct pb_slot {
    const struct pb_system_type *type;
    void *self; /* NULL: the world does not support it */
    struct pb_schedule schedule;
    struct pb_fault_state *faults; /* of each bot */
    uint64_t *suspects; /* bit for each bot that was in a batch that took too long: its next step is alone */
    uint32_t suspect_count;
    uint32_t odd_count; /* bots whose fault state is not NORMAL */
    uint32_t interval_ms;
    uint32_t left; /* bots still to be looked at in this tick */
    /* The cost of a step and how far it varies, as moving means over batches (as of round trips: V. Jacobson,
     * "Congestion avoidance and control", SIGCOMM 1988). */
    float cost_ns, deviation_ns;
    float peak_ns; /* of a step of the dearest batch of late */
    /* The system as a whole. */
    struct pb_fault_state fault;
    uint32_t paused_ms, window_ms; /* until when it rests; when its present window of counting began */
    uint32_t window_steps, window_errors;
    struct pb_histogram steps;
    uint64_t updates, errors, overruns, cpu_ns, cut;
    uint32_t max_age_ms;
    uint32_t tick_age_ms, tick_steps; /* how late its steps of this tick were, and how many */
    uint32_t behind_ms;               /* how late they are, as the last tick showed */
    uint8_t number, is_enabled, is_cut;
};

struct pb_coordinator {
    struct pb_coordinator_options options;
    struct pb_bots bots;
    struct pb_slot slots[PB_MAX_SYSTEMS];
    unsigned slot_count;
    /* Slots by class: the numbers, and where the next tick begins. */
    uint8_t class_slots[PB_PRIORITIES][PB_MAX_SYSTEMS], class_count[PB_PRIORITIES],
        class_start[PB_PRIORITIES];
    uint32_t capacity, free_count;
    unsigned roomy; /* parts that have the room that was planned, before the first bot came */
    pb_bot *free_bots;
    uint8_t *is_off;        /* of each bot: switched off by somebody */
    uint32_t minimal_count; /* bots in minimal mode */
    uint8_t *degraded;      /* of each bot: systems that are degraded; from 2 on it runs in minimal mode */
    uint32_t *actor_bot;    /* of each actor: bot + 1 */
    uint32_t actor_capacity;
    uint32_t bot_count;
    struct pb_budget budget;
    uint8_t is_begun; /* the budget */
    /* Load control. */
    uint32_t load_ticks;
    uint64_t load_ns;
    /* Figures. */
    struct pb_histogram tick_us;
    uint64_t ticks, over_budget_ticks, events, cpu_ns;
    uint64_t class_updates[PB_PRIORITIES];
    uint32_t class_max_age_ms[PB_PRIORITIES];
};

/* A bot's state. While none but NORMAL is there, nobody's is brought from memory. */
static inline enum pb_fault pb_slot_fault(const struct pb_slot *slot, pb_bot bot)
{
    return slot->odd_count ? (enum pb_fault)slot->faults[bot].state : PB_FAULT_NORMAL;
}

/* Gives turns of a slot until all was looked at or `limit_ns` of the budget is used; is_cut says which. */
void pb_turn_run(struct pb_coordinator *coordinator, struct pb_slot *slot, int64_t limit_ns);
/* Lets a slot take its turn for a bot soon. */
void pb_turn_wake(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot);
/* Goals that were set or taken back since this was last called: wakes who carries them out. */
void pb_turn_follow_changes(struct pb_coordinator *coordinator);
/* A bot's mode, from what the world says of it. */
void pb_turn_set_mode(struct pb_coordinator *coordinator, pb_bot bot, enum pb_bot_mode mode);
/* Puts a bot into a slot's schedule: staggered by blocks, so that no tick gets a herd. */
void pb_turn_stagger(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot);
/* What the world says of the bots of a batch, in one call. */
void pb_turn_refresh(struct pb_coordinator *coordinator, const pb_bot *bots, unsigned count);
/* Whether nothing is in the way of any bot of the block that begins with `first`. */
static inline int pb_turn_is_plain_block(const struct pb_coordinator *coordinator, const struct pb_slot *slot,
                                         pb_bot first)
{
    return !slot->odd_count && !slot->suspect_count &&
           !(coordinator->minimal_count && slot->type->priority >= PB_PRIORITY_NORMAL) &&
           !(coordinator->bots.block_modes[first / PB_BOT_BLOCK] & ~slot->type->modes);
}
void pb_turn_note_age(struct pb_coordinator *coordinator, struct pb_slot *slot, uint32_t age_ms);

/* sweep.c */
enum { PB_SWEEP_MOST = 64 * PB_SCHEDULE_BLOCK };

/* Whether a slot's blocks may be swept at all now. */
int pb_sweep_may(const struct pb_coordinator *coordinator, const struct pb_slot *slot);
/* Gives turns to whole blocks, at most `max` bots, so far as those that come next allow it.
 * Returns how many bots had theirs; 0: the next have to come in a batch. */
unsigned pb_sweep(struct pb_coordinator *coordinator, struct pb_slot *slot, unsigned max);

/* cost.c */
/* How many steps, at most `most`, fit into what is left. */
unsigned pb_cost_fitting(const struct pb_slot *slot, int64_t left_ns, unsigned most);
/* A tick begins: how dear steps were counts a little less. */
void pb_cost_forget(struct pb_slot *slot);
/* Books `count` steps, of which that of `first` was the first, and all the time since the budget's last
 * reading. Returns whether they took too long. */
int pb_cost_book(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot first, unsigned count);

/* settle.c */
/* Whether a slot's bots come again just when they said: neither load nor distance stretches that. */
int pb_turn_is_straight(const struct pb_coordinator *coordinator, const struct pb_slot *slot);
/* Takes a fault signal in; returns how long the next step has to wait, `next_ms` when it makes no difference.
 */
uint32_t pb_turn_signal(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot,
                        enum pb_fault_signal signal, uint32_t next_ms);
/* What came of the steps of a batch; `is_whole`: they are those of a whole block. */
void pb_turn_settle(struct pb_coordinator *coordinator, struct pb_slot *slot, struct pb_step *steps,
                    unsigned count, int is_whole);
/* Marks or clears the bots of a batch that took too long. */
void pb_turn_suspect(struct pb_coordinator *coordinator, struct pb_slot *slot, struct pb_step *steps,
                     unsigned count, int is_over);
/* A system of which most steps fail rests as a whole; its rests grow as those of a bot. */
void pb_turn_judge(struct pb_coordinator *coordinator, struct pb_slot *slot);

/* Changes a bot's fault state in a slot, and what is counted of it. */
void pb_slot_set_fault(struct pb_coordinator *coordinator, struct pb_slot *slot, pb_bot bot,
                       struct pb_fault_state fault);
/* Before the first bot comes: room for all that are planned, one part a tick, since new pages take their time
 * (a tick of 3 to 27 ms when all got theirs at once). */
void pb_coordinator_prepare(struct pb_coordinator *coordinator);
/* How many bots fit and each system has room for. Returns 0 or PB_E_no_memory. */
int pb_slot_reserve(struct pb_coordinator *coordinator, struct pb_slot *slot, uint32_t capacity)
    __attribute__((warn_unused_result));

#endif
