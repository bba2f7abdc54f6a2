/* A quest system that fails when it is told to, and the time of each system's steps. For ai_whole.c alone. */
#ifndef PB_TESTS_WHOLE_FAULT_H
#define PB_TESTS_WHOLE_FAULT_H

#include "api/systems.h"
#include "base/clock.h"
#include "quest/quest.h"
#include "ratio.h"

enum { WHOLE_SYSTEMS = 10, WHOLE_SAMPLES = 1 << 20 };

/* For one of so many bots; 0: for none. */
struct whole_fault {
    unsigned one_of;
    int error;
    int64_t spin_ns;
};

/* One of the worlds that are run side by side. */
struct whole_side {
    struct whole_fault fault;
    int64_t tick_ns; /* thread CPU time that the failing system took in this tick */
    struct whole_times {
        double *ns; /* of a step, of each batch */
        unsigned count;
    } times[WHOLE_SYSTEMS];
};

/* Whose tick it is: an update does not learn that. */
static struct whole_side *whole_side;

/* Measuring begins. */
static inline void whole_side_begin(struct whole_side *side)
{
    unsigned i;

    for (i = 0; i < WHOLE_SYSTEMS; i++)
        side->times[i].count = 0;
}

static inline void whole_spin(int64_t spin_ns)
{
    int64_t start_ns = pb_clock_thread_ns();

    while (pb_clock_thread_ns() - start_ns < spin_ns)
        ;
}

static inline void whole_fault_inject(const struct whole_fault *fault, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++) {
        if (steps[i].bot % fault->one_of)
            continue;
        if (fault->error)
            steps[i].error = fault->error;
        if (fault->spin_ns)
            whole_spin(fault->spin_ns);
    }
}

static inline void whole_update(unsigned number, void *self, struct pb_step *steps, unsigned count)
{
    const struct pb_system_type *type = pb_systems[number];
    struct whole_times *times = &whole_side->times[number];
    int64_t start_ns;

    if (type == &pb_quest_system) {
        start_ns = pb_clock_thread_ns();
        type->update(self, steps, count);
        if (whole_side->fault.one_of)
            whole_fault_inject(&whole_side->fault, steps, count);
        whole_side->tick_ns += pb_clock_thread_ns() - start_ns;
        return;
    }
    start_ns = pb_clock_ns();
    type->update(self, steps, count);
    if (times->count < WHOLE_SAMPLES)
        times->ns[times->count++] = (double)(pb_clock_ns() - start_ns) / count;
}

/* A function for each place of the list: an update does not learn which it is. */
#define WHOLE_EACH(X) X(0) X(1) X(2) X(3) X(4) X(5) X(6) X(7) X(8) X(9)
#define X(n)                                                                                                 \
    static void whole_update_##n(void *self, struct pb_step *steps, unsigned count)                          \
    {                                                                                                        \
        whole_update(n, self, steps, count);                                                                 \
    }
WHOLE_EACH(X)
#undef X

/* The real systems, but timed, and quest can fail. */
static inline void whole_wrap(const struct pb_system_type **types)
{
    static struct pb_system_type wrapped[WHOLE_SYSTEMS];
    static void (*const updates[])(void *, struct pb_step *, unsigned) = {
#define X(n) whole_update_##n,
        WHOLE_EACH(X)
#undef X
    };
    unsigned i;

    if (pb_system_count != WHOLE_SYSTEMS) {
        fprintf(stderr, "whole_fault.h: there are %u systems now\n", pb_system_count);
        abort();
    }
    for (i = 0; i < pb_system_count; i++) {
        wrapped[i] = *pb_systems[i];
        wrapped[i].update = updates[i];
        /* Or whole blocks would come past it. */
        wrapped[i].update_run = NULL;
        types[i] = &wrapped[i];
    }
}

/* Room for what is measured. Ends the program when there is none. */
static inline void whole_side_new(struct whole_side *side)
{
    unsigned i;

    for (i = 0; i < pb_system_count; i++)
        if (!(side->times[i].ns = calloc(WHOLE_SAMPLES, sizeof *side->times[i].ns)))
            abort();
}

/* Of the batches since whole_side_begin; 0 when there were none. */
static inline double whole_side_p99_ns(struct whole_side *side, unsigned number)
{
    struct whole_times *times = &side->times[number];

    qsort(times->ns, times->count, sizeof *times->ns, bench_by_value);
    return times->count ? times->ns[(uint64_t)(times->count - 1) * 99 / 100] : 0;
}

#endif
