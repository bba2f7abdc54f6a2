/*
 * Route: in which order a bot does its jobs. A tour over givers, places of work and enders, to which jobs are
 * added one by one, each where it costs least more time, as long as what it gives for that time is worth it
 * (cheapest insertion for the orienteering problem). Pure; internal to src/quest.
 */
#ifndef PB_QUEST_ROUTE_H
#define PB_QUEST_ROUTE_H

#include "quest/job.h"

enum { PB_ROUTE_JOBS = 140, PB_ROUTE_TRIED = 48, PB_ROUTE_STOPS = 40 };

struct pb_route_stop {
    float kills;
    uint32_t entry, item;     /* creature, and the thing that it should drop; 0: none */
    uint8_t item_job;         /* whose end takes the things away */
    uint8_t job, task, stage; /* enum pb_quest_stage */
};

struct pb_route {
    struct pb_route_stop stops[PB_ROUTE_STOPS];
    float seconds, value;
    unsigned count;
    /* What came in first and second, and what each brought for the seconds that it added. */
    unsigned best, other;
    float best_rate, other_rate;
    float rates[PB_ROUTE_JOBS]; /* what each job alone would bring for a second */
    uint8_t is_in[PB_ROUTE_JOBS];
};

struct pb_route_options {
    struct pb_position from;
    float pace;      /* seconds for a yard */
    float horizon_s; /* no job is added that makes the route longer than this */
    float least;     /* value for each second below which a job is not worth it */
    unsigned tried;  /* so many of the jobs are tried at most; 0: PB_ROUTE_TRIED */
};

/* What a job alone would bring for each second, its places in their order; 0: nothing, or it takes too long.
 */
float pb_quest_priority(const struct pb_route_options *options, const struct pb_quest_job *job);
/* Fills in the route; count is 0 when no job is worth it. At most PB_ROUTE_JOBS jobs. */
void pb_route_plan(const struct pb_route_options *options, const struct pb_quest_job *jobs, unsigned count,
                   struct pb_route *route);

#endif
