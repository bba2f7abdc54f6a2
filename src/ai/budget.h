/*
 * Budget: thread CPU time that a tick may take. The clock of the thread's CPU costs a system call, so time is
 * read from the cheap monotonic clock, less what other programs took in between, as far as that is known: the
 * two are compared at the start, and whenever the monotonic one says that it is enough. Tick thread only.
 */
#ifndef PB_AI_BUDGET_H
#define PB_AI_BUDGET_H

#include "base/clock.h"

struct pb_budget {
    int64_t (*wall_clock_ns)(void), (*cpu_clock_ns)(void); /* in place of the two clocks; NULL: these */
    int64_t start_ns, cpu_start_ns;                        /* of the two clocks */
    int64_t stolen_ns;                                     /* monotonic time that was not ours */
    int64_t total_ns;
    int64_t last_ns; /* time used at the last reading */
};

/* Shorter times are not worth a look at the thread's clock: little can have been taken from them. Less than
 * what counts as an overrun. */
enum { PB_BUDGET_EXACT_NS = 25000 };

static inline int64_t pb_budget_wall_ns(const struct pb_budget *budget)
{
    return budget->wall_clock_ns ? budget->wall_clock_ns() : pb_clock_ns();
}

static inline int64_t pb_budget_cpu_ns(const struct pb_budget *budget)
{
    return budget->cpu_clock_ns ? budget->cpu_clock_ns() : pb_clock_thread_ns();
}

static inline void pb_budget_begin(struct pb_budget *budget, int64_t total_ns)
{
    budget->cpu_start_ns = pb_budget_cpu_ns(budget);
    budget->start_ns = pb_budget_wall_ns(budget);
    budget->stolen_ns = 0;
    budget->total_ns = total_ns;
    budget->last_ns = 0;
}

/* Time used, with what is known of the stolen. */
static inline int64_t pb_budget_used_ns(struct pb_budget *budget)
{
    return budget->last_ns = pb_budget_wall_ns(budget) - budget->start_ns - budget->stolen_ns;
}

/* As above, and exact. */
static inline int64_t pb_budget_sync_ns(struct pb_budget *budget)
{
    int64_t used_ns = pb_budget_cpu_ns(budget) - budget->cpu_start_ns;

    budget->stolen_ns = pb_budget_wall_ns(budget) - budget->start_ns - used_ns;
    return budget->last_ns = used_ns;
}

#endif
