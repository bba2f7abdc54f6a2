/* Health: what the figures of a coordinator mean. Pure. Any thread. */
#ifndef PB_AI_HEALTH_H
#define PB_AI_HEALTH_H

#include <stddef.h>
#include <stdint.h>

enum pb_health { PB_GREEN, PB_YELLOW, PB_RED };

/* What is judged; of the last minute or so. */
struct pb_health_input {
    uint32_t bots, wanted; /* in the world, and how many there should be */
    uint32_t tick_p99_us, budget_us;
    uint64_t ticks, over_budget_ticks;
    uint32_t load_percent;
    unsigned systems_resting, systems_disabled; /* by faults, as a whole */
    uint64_t faulty_bots;                       /* bots with a degraded or disabled system */
    uint32_t late_percent;                      /* the worst class: greatest age against the stated maximum */
    uint64_t bytes_per_bot;
    int is_database_away;
    uint32_t settling_s; /* so long many of them are new here (settling.h); 0: they are settled */
};

/*
 * The worst of all checks, and the reasons of everything that is not green, with value and bound, into
 * `reasons` ("" when green). RED: a p99 of ticks half above
 * the budget, more than 5 % of ticks over it, a class later than stated, a system off by faults, faults in
 * more than a tenth of the bots. YELLOW: a p99 a tenth above the budget, or half of the others; load control
 * at its end; the database away; more than 10 MB per bot (the specification's target); less than nine tenths
 * of the bots that are wanted. While they settle, load control at its end and bots that are missing are what
 * is to be expected: they are told, as a start, and change nothing. Late turns and slow ticks do at any time.
 */
enum pb_health pb_health_judge(const struct pb_health_input *input, char *reasons, size_t size);
const char *pb_health_name(enum pb_health health);

#endif
