/* A lonely agent for which each look at the clock takes its time. */
#ifndef PB_TESTS_API_TIMED_H
#define PB_TESTS_API_TIMED_H

#include "ai/slot.h"
#include "lonely.h"

enum { BUDGET_US = 800 };

static int64_t now_ns, step_ns;

static int64_t clock_ns(void)
{
    return now_ns += step_ns;
}

/* With a step of the whole budget the time is over at the first look. */
static pb_handle *timed_open(int64_t look_ns)
{
    pb_handle *handle = lonely_open();
    struct pb_coordinator *coordinator = handle->ai->coordinator;

    coordinator->options.budget_us = BUDGET_US;
    coordinator->budget.wall_clock_ns = coordinator->budget.cpu_clock_ns = clock_ns;
    step_ns = look_ns;
    return handle;
}

#endif
