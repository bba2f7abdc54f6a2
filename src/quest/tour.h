/*
 * Tour: stops in the order in which they are visited, and where a job costs least in it. Places stand in
 * columns, so that ways to all stops are worked out several at a time. Pure; internal to src/quest.
 */
#ifndef PB_QUEST_TOUR_H
#define PB_QUEST_TOUR_H

#include "quest/route.h"

struct pb_tour {
    float seconds, value;
    unsigned count;
    /* Seconds from the stop before, and where each is. */
    float legs[PB_ROUTE_STOPS], x[PB_ROUTE_STOPS], y[PB_ROUTE_STOPS];
    uint32_t maps[PB_ROUTE_STOPS];
    struct pb_route_stop stops[PB_ROUTE_STOPS];
};

/* Between each stop and the one before: the way to a place, and how much longer it makes the tour. */
struct pb_detours {
    float ways[PB_ROUTE_STOPS + 1], extra[PB_ROUTE_STOPS + 1];
    float least;
};

/* A job that comes in, by its number. */
struct pb_entrant {
    const struct pb_quest_job *job;
    uint8_t number;
};

/* Seconds from one place to another. */
float pb_tour_way_s(const struct pb_route_options *options, const struct pb_position *a,
                    const struct pb_position *b);
/* `to` becomes like `from`; every tour has to begin as zeros. */
void pb_tour_copy(struct pb_tour *to, const struct pb_tour *from);
int pb_tour_has_room(const struct pb_tour *tour, const struct pb_quest_job *job);
/* What it takes to come by the first place of a job: where it is taken, else worked on, else handed in. With
 * the job a tour is longer by `least` at least, unless what is taken already has its work where others hunt
 * the same. */
void pb_tour_detours(const struct pb_route_options *options, const struct pb_tour *tour,
                     const struct pb_quest_job *job, struct pb_detours *detours);
/* Puts a job where it costs least into a tour that has room for it; `spare` is written over. */
void pb_tour_insert(const struct pb_route_options *options, const struct pb_tour *tour,
                    const struct pb_detours *detours, const struct pb_entrant *entrant,
                    struct pb_tour *result, struct pb_tour *spare);

#endif
