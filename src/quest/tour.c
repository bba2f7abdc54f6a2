#include "quest/tour.h"
#include <math.h>
#include <stddef.h>
#include <string.h>

/* Setting out and stopping; a way to another map. */
static const float LEG_S = 2, OTHER_MAP_S = 600, NO_WAY_SQUARE = 16;
/* No route takes so long. */
static const float TOO_FAR_S = 1e6f;
/* Places of one kind of creature that are so near are one place. */
static const float SAME_YARDS = 120;
/* A giver's earliest place in the route that costs hardly more than the cheapest is tried besides that: what
 * is taken early can be worked on everywhere. */
static const float GIVER_SLACK_S = 6;
/* Of places that cost the same the first is taken: later must be at least so much better. */
static const float HARDLY_S = 0.5f;
/* Stops are looked at so many at a time: a loop of a known length is what a compiler makes vectors of. */
enum { BLOCK = 8 };
_Static_assert(PB_ROUTE_STOPS % BLOCK == 0, "blocks fill the columns");

/* Seconds for a way on one map. */
static float way_over(float pace, float x, float y)
{
    float square = x * x + y * y, seconds = sqrtf(square) * pace,
          way = seconds > PB_QUEST_WAY_S ? TOO_FAR_S : LEG_S + seconds;

    return square < NO_WAY_SQUARE ? 0 : way;
}

/* And to a place that may lie on another one. */
static float way_from(float pace, uint32_t map, float x, float y, struct pb_position place)
{
    float way = way_over(pace, x - place.x, y - place.y);

    return map == place.map ? way : OTHER_MAP_S;
}

float pb_tour_way_s(const struct pb_route_options *options, const struct pb_position *a,
                    const struct pb_position *b)
{
    return way_from(options->pace, a->map, a->x, a->y, *b);
}

/* Ways between a place and a block of stops. */
static void find_block(const struct pb_route_options *options, const struct pb_tour *tour, unsigned at,
                       const struct pb_position *place, float *restrict ways)
{
    const float *x = tour->x + at, *y = tour->y + at;
    const uint32_t *maps = tour->maps + at;
    /* Copies: through pointers a compiler finds no vectors. */
    const struct pb_position there = *place;
    float pace = options->pace;
    unsigned i;

    for (i = 0; i < BLOCK; i++)
        ways[i] = way_from(pace, maps[i], x[i], y[i], there);
}

/* Between a place and what is before stop `at`. */
static float way_before(const struct pb_route_options *options, const struct pb_tour *tour, unsigned at,
                        const struct pb_position *place)
{
    return at ? way_from(options->pace, tour->maps[at - 1], tour->x[at - 1], tour->y[at - 1], *place)
              : pb_tour_way_s(options, &options->from, place);
}

/* The same for all stops from the block of `first` on, and at the end the way from the last one. */
static void find_ways(const struct pb_route_options *options, const struct pb_tour *tour, unsigned first,
                      const struct pb_position *place, float ways[PB_ROUTE_STOPS + 1])
{
    unsigned at = first / BLOCK * BLOCK;

    ways[at] = way_before(options, tour, at, place);
    for (; at < tour->count; at += BLOCK)
        find_block(options, tour, at, place, ways + 1 + at);
}

void pb_tour_copy(struct pb_tour *to, const struct pb_tour *from)
{
    memcpy(to, from, offsetof(struct pb_tour, stops));
    memcpy(to->stops, from->stops, from->count * sizeof *from->stops);
}

static void put(struct pb_tour *tour, unsigned at, const struct pb_position *place,
                const struct pb_detours *detours, const struct pb_route_stop *stop)
{
    unsigned behind = tour->count - at;

    tour->seconds += detours->extra[at];
    memmove(&tour->stops[at + 1], &tour->stops[at], behind * sizeof *tour->stops);
    memmove(&tour->legs[at + 1], &tour->legs[at], behind * sizeof *tour->legs);
    memmove(&tour->x[at + 1], &tour->x[at], behind * sizeof *tour->x);
    memmove(&tour->y[at + 1], &tour->y[at], behind * sizeof *tour->y);
    memmove(&tour->maps[at + 1], &tour->maps[at], behind * sizeof *tour->maps);
    tour->stops[at] = *stop;
    tour->x[at] = place->x;
    tour->y[at] = place->y;
    tour->maps[at] = place->map;
    tour->legs[at] = detours->ways[at];
    if (behind)
        tour->legs[at + 1] = detours->ways[at + 1];
    tour->count++;
}

/* How much longer a tour is with a place before each of a block of stops. */
static void find_extra(const float *restrict ways, const float *restrict legs, float *restrict extra)
{
    unsigned i;

    for (i = 0; i < BLOCK; i++)
        extra[i] = ways[i] + (ways[i + 1] - legs[i]);
}

/* The least of `extra` from `first` up to `end`. Four minima beside each other: each comparison waits for the
 * one before, and to guess how it ends is wrong as often as not. */
static float least_of(const float *extra, unsigned first, unsigned end)
{
    float least[4] = {INFINITY, INFINITY, INFINITY, INFINITY};
    unsigned i;

    for (; first + 4 <= end; first += 4)
        for (i = 0; i < 4; i++)
            least[i] = extra[first + i] < least[i] ? extra[first + i] : least[i];
    for (; first < end; first++)
        least[0] = extra[first] < least[0] ? extra[first] : least[0];
    return fminf(fminf(least[0], least[1]), fminf(least[2], least[3]));
}

/* What a place costs before each stop from `first` on, and at the end. */
static void find_detours(const struct pb_route_options *options, const struct pb_tour *tour, unsigned first,
                         const struct pb_position *place, struct pb_detours *detours)
{
    unsigned at;

    find_ways(options, tour, first, place, detours->ways);
    for (at = first / BLOCK * BLOCK; at < tour->count; at += BLOCK)
        find_extra(detours->ways + at, tour->legs + at, detours->extra + at);
    detours->extra[tour->count] = detours->ways[tour->count];
    detours->least = least_of(detours->extra, first, tour->count + 1);
}

/* The first of the detours that costs hardly more than the least. */
static unsigned first_within(const struct pb_detours *detours, unsigned first, float slack_s)
{
    while (detours->extra[first] > detours->least + slack_s)
        first++;
    return first;
}

/* Puts a stop where it costs least, at `first` or later; returns where. */
static unsigned put_best(const struct pb_route_options *options, struct pb_tour *tour, unsigned first,
                         const struct pb_position *place, const struct pb_route_stop *stop)
{
    struct pb_detours detours;
    unsigned best;

    find_detours(options, tour, first, place, &detours);
    best = first_within(&detours, first, HARDLY_S);
    put(tour, best, place, &detours, stop);
    return best;
}

/* Things are handed over at the end of a quest: for another that wants the same ones the hunt begins anew,
 * behind that end. */
static unsigned behind_handing_over(const struct pb_tour *tour, unsigned first, uint32_t item)
{
    unsigned at, end;

    for (at = 0; item && at < tour->count; at++) {
        if (tour->stops[at].item != item)
            continue;
        for (end = at; end < tour->count; end++)
            if (tour->stops[end].stage == PB_QUEST_TURN_IN &&
                tour->stops[end].job == tour->stops[at].item_job && end >= first)
                first = end + 1;
    }
    return first;
}

/* Adds kills: to a place where the same are hunted anyway, else to one of its own. Returns where. */
static unsigned put_task(const struct pb_route_options *options, struct pb_tour *tour, unsigned first,
                         const struct pb_entrant *entrant, unsigned index)
{
    const struct pb_quest_task *task = &entrant->job->tasks[index];
    struct pb_route_stop stop = {.kills = task->kills,
                                 .entry = task->entry,
                                 .item = task->item,
                                 .job = entrant->number,
                                 .item_job = entrant->number,
                                 .task = (uint8_t)index,
                                 .stage = task->stage};
    unsigned at;

    first = behind_handing_over(tour, first, task->item);
    for (at = first; at < tour->count && task->stage == PB_QUEST_HUNT; at++) {
        struct pb_route_stop *there = &tour->stops[at];

        if (there->stage != PB_QUEST_HUNT || there->entry != task->entry ||
            tour->maps[at] != task->position.map ||
            way_over(options->pace, tour->x[at] - task->position.x, tour->y[at] - task->position.y) >
                LEG_S + SAME_YARDS * options->pace)
            continue;
        if (task->kills > there->kills) {
            tour->seconds += (task->kills - there->kills) * task->each_s;
            tour->value += (task->kills - there->kills) * task->each_value;
            there->kills = task->kills;
        }
        if (task->item) {
            there->item = task->item;
            there->item_job = entrant->number;
        }
        return at;
    }
    tour->seconds += pb_quest_task_s(task);
    tour->value += task->kills * task->each_value;
    return put_best(options, tour, first, &task->position, &stop);
}

/* The job's tasks and its end, after stop `first`. */
static void put_rest(const struct pb_route_options *options, struct pb_tour *tour, unsigned first,
                     const struct pb_entrant *entrant)
{
    struct pb_route_stop end = {.job = entrant->number, .stage = PB_QUEST_TURN_IN};
    unsigned i, last = first, place;

    for (i = 0; i < entrant->job->task_count; i++) {
        place = put_task(options, tour, first, entrant, i);
        /* What was put before it has moved it on. */
        last = place >= last ? place + 1 : last + 1;
    }
    put_best(options, tour, last < tour->count ? last : tour->count, &entrant->job->ender_at, &end);
    tour->value += entrant->job->value;
}

/* Behind what else is taken there: what came in before is worth more. */
static unsigned behind_others(const struct pb_tour *tour, const struct pb_detours *detours, unsigned at)
{
    while (at < tour->count && tour->stops[at].stage == PB_QUEST_ACCEPT &&
           detours->extra[at + 1] <= detours->extra[at] && detours->ways[at + 1] <= 0)
        at++;
    return at;
}

int pb_tour_has_room(const struct pb_tour *tour, const struct pb_quest_job *job)
{
    return tour->count + job->task_count + 2 <= PB_ROUTE_STOPS;
}

void pb_tour_detours(const struct pb_route_options *options, const struct pb_tour *tour,
                     const struct pb_quest_job *job, struct pb_detours *detours)
{
    find_detours(options, tour, 0,
                 job->is_offer     ? &job->giver_at
                 : job->task_count ? &job->tasks[0].position
                                   : &job->ender_at,
                 detours);
}

void pb_tour_insert(const struct pb_route_options *options, const struct pb_tour *tour,
                    const struct pb_detours *detours, const struct pb_entrant *entrant,
                    struct pb_tour *result, struct pb_tour *spare)
{
    const struct pb_quest_job *job = entrant->job;
    struct pb_route_stop giver = {.job = entrant->number, .stage = PB_QUEST_ACCEPT};
    unsigned cheapest, first;

    pb_tour_copy(result, tour);
    if (!job->is_offer) {
        put_rest(options, result, 0, entrant);
        return;
    }
    first = behind_others(tour, detours, first_within(detours, 0, GIVER_SLACK_S));
    cheapest = behind_others(tour, detours, first_within(detours, 0, HARDLY_S));
    put(result, cheapest, &job->giver_at, detours, &giver);
    put_rest(options, result, cheapest + 1, entrant);
    if (first == cheapest)
        return;
    pb_tour_copy(spare, tour);
    put(spare, first, &job->giver_at, detours, &giver);
    put_rest(options, spare, first + 1, entrant);
    if (spare->seconds < result->seconds)
        pb_tour_copy(result, spare);
}
