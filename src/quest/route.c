#include "quest/tour.h"
#include <math.h>
#include <string.h>

/* So many of those that promise most are looked at again in each round, each with so many that want the same
 * kills. */
enum { LOOKED_AT = 12, COMPANY = 4 };

/* What so much more would bring for each second that it takes; 0 when the route takes too long with it. */
static float rate_of(const struct pb_route_options *options, const struct pb_tour *before, float seconds,
                     float value)
{
    return before->seconds + seconds > options->horizon_s ? 0 : value / (seconds > 1 ? seconds : 1);
}

static float gain_of(const struct pb_route_options *options, const struct pb_tour *before,
                     const struct pb_tour *after)
{
    return rate_of(options, before, after->seconds - before->seconds, after->value - before->value);
}

float pb_quest_priority(const struct pb_route_options *options, const struct pb_quest_job *job)
{
    const struct pb_position *here = &options->from;
    float seconds = 0, value = job->value;
    unsigned i;

    if (job->value <= 0)
        return 0;
    if (job->is_offer) {
        seconds += pb_tour_way_s(options, here, &job->giver_at);
        here = &job->giver_at;
    }
    for (i = 0; i < job->task_count; i++) {
        const struct pb_quest_task *task = &job->tasks[i];

        seconds += pb_tour_way_s(options, here, &task->position) + pb_quest_task_s(task);
        value += task->kills * task->each_value;
        here = &task->position;
    }
    seconds += pb_tour_way_s(options, here, &job->ender_at);
    return seconds > options->horizon_s ? 0 : value / (seconds > 1 ? seconds : 1);
}

/* Of all that brings something by itself the best are tried; returns how many. */
static unsigned shortlist(const struct pb_route_options *options, const struct pb_quest_job *jobs,
                          unsigned count, struct pb_route *route, uint8_t best[PB_ROUTE_TRIED])
{
    unsigned i, at,
        known = 0, most = options->tried && options->tried < PB_ROUTE_TRIED ? options->tried : PB_ROUTE_TRIED;

    for (i = 0; i < count; i++) {
        float rate = route->rates[i] = pb_quest_priority(options, &jobs[i]);

        if (rate <= 0 || (known == most && rate <= route->rates[best[known - 1]]))
            continue;
        at = known < most ? known++ : known - 1;
        for (; at && route->rates[best[at - 1]] < rate; at--)
            best[at] = best[at - 1];
        best[at] = (uint8_t)i;
    }
    return known;
}

/* What a job is without its ways. */
struct burden {
    float seconds;        /* kills that serve two of its tasks counted once */
    float value, company; /* its own, and that of all others that its kills serve with it */
    uint64_t prey;        /* a bit for each creature hunted; some share one */
};

/* What is tried, by number: those that promise most first, as far as that can be told of each by itself. */
struct choice {
    unsigned count; /* not in the route yet */
    uint8_t order[PB_ROUTE_TRIED];
    uint64_t left; /* a bit for each of those */
    uint8_t jobs[PB_ROUTE_TRIED];
    float promises[PB_ROUTE_TRIED]; /* when each was looked at last */
    struct burden burdens[PB_ROUTE_TRIED];
    uint64_t kin[PB_ROUTE_TRIED]; /* a bit for each that its kills serve too */
};
_Static_assert(PB_ROUTE_TRIED <= 64, "there is a bit for each");

/* Those that promise most come first, of equals the first. */
static int comes_before(const struct choice *choice, unsigned a, unsigned b)
{
    return choice->promises[a] > choice->promises[b] || (choice->promises[a] == choice->promises[b] && a < b);
}

/* Before a round, since only what was looked at promises something else in it; the rest is in order already.
 */
static void order_by_promise(struct choice *choice)
{
    unsigned i, at;

    for (i = 1; i < choice->count; i++) {
        uint8_t job = choice->order[i];

        for (at = i; at && comes_before(choice, job, choice->order[at - 1]); at--)
            choice->order[at] = choice->order[at - 1];
        choice->order[at] = job;
    }
}

/* Most jobs that share nothing are told apart at a glance by the bits of their prey. */
static struct burden burden_of(const struct pb_quest_job *job)
{
    struct burden burden = {.value = job->value};
    unsigned i;

    for (i = 0; i < job->task_count; i++) {
        const struct pb_quest_task *task = &job->tasks[i];
        uint64_t bit = task->stage == PB_QUEST_HUNT ? 1ull << (task->entry * 0x9e3779b1u >> 26) : 0;

        if (!(burden.prey & bit))
            burden.seconds += pb_quest_task_s(task);
        burden.value += task->kills * task->each_value;
        burden.prey |= bit;
    }
    burden.company = burden.value;
    return burden;
}

/* Whether kills for one serve the other: the same creatures, but not for the same things, which only one of
 * them can have. */
static int is_shared(const struct pb_quest_job *a, const struct pb_quest_job *b)
{
    unsigned i, k;

    for (i = 0; i < a->task_count; i++)
        for (k = 0; k < b->task_count; k++)
            if (a->tasks[i].stage == PB_QUEST_HUNT && b->tasks[k].stage == PB_QUEST_HUNT &&
                a->tasks[i].entry == b->tasks[k].entry &&
                (!a->tasks[i].item || a->tasks[i].item != b->tasks[k].item))
                return 1;
    return 0;
}

static void find_company(const struct pb_quest_job *jobs, struct choice *choice)
{
    uint64_t seen = 0;
    unsigned i, k;

    for (i = 0; i < choice->count; i++) {
        struct burden *a = &choice->burdens[i];

        choice->kin[i] = 0;
        for (k = 0; k < i && a->prey & seen; k++) {
            struct burden *b = &choice->burdens[k];

            if (!(a->prey & b->prey) || !is_shared(&jobs[choice->jobs[i]], &jobs[choice->jobs[k]]))
                continue;
            a->company += b->value;
            b->company += a->value;
            choice->kin[i] |= 1ull << k;
            choice->kin[k] |= 1ull << i;
        }
        seen |= a->prey;
    }
}

/* A job tried, with others that its kills serve. */
struct trial {
    struct pb_tour tour;
    float rate;
    unsigned count;
    uint8_t at[COMPANY]; /* numbers in the choice */
};

/* Tours begin as zeros; two trials: the best so far and the next. */
struct workshop {
    struct pb_tour route, more, spare;
    struct trial trials[2];
};

/* No less than what a job that is worth `value` would bring for each second, beside what `tour` has more than
 * the route. */
static float bound_of(const struct pb_route_options *options, const struct pb_tour *route,
                      const struct pb_tour *tour, float seconds, float value)
{
    return rate_of(options, route, tour->seconds - route->seconds + seconds,
                   tour->value - route->value + value);
}

/* Adds to a trial those that its kills serve too, as long as they make it better. */
static void add_company(const struct pb_route_options *options, const struct pb_quest_job *jobs,
                        const struct choice *choice, struct workshop *shop, struct trial *trial)
{
    uint64_t kin = choice->kin[trial->at[0]] & choice->left;
    struct pb_detours detours;
    float rate;

    for (; kin && trial->rate > 0 && trial->count < COMPANY; kin &= kin - 1) {
        unsigned i = (unsigned)__builtin_ctzll(kin);
        const struct pb_quest_job *other = &jobs[choice->jobs[i]];

        if (!pb_tour_has_room(&trial->tour, other))
            continue;
        pb_tour_detours(options, &trial->tour, other, &detours);
        /* Its work takes no time, and, when it was taken before, no way. */
        if (bound_of(options, &shop->route, &trial->tour, other->is_offer ? detours.least : 0,
                     choice->burdens[i].value) <= trial->rate)
            continue;
        pb_tour_insert(options, &trial->tour, &detours, &(struct pb_entrant){other, choice->jobs[i]},
                       &shop->more, &shop->spare);
        rate = gain_of(options, &shop->route, &shop->more);
        if (rate <= trial->rate)
            continue;
        pb_tour_copy(&trial->tour, &shop->more);
        trial->rate = rate;
        trial->at[trial->count++] = (uint8_t)i;
    }
}

/* What a job would bring, with those of its company that make it better. Of one that cannot bring more than
 * `least` only a bound is told. */
static void try_job(const struct pb_route_options *options, const struct pb_quest_job *jobs,
                    const struct choice *choice, unsigned at, float least, struct workshop *shop,
                    struct trial *trial)
{
    const struct pb_quest_job *job = &jobs[choice->jobs[at]];
    const struct burden *burden = &choice->burdens[at];
    struct pb_detours detours;

    trial->count = 0;
    trial->rate = 0;
    if (!pb_tour_has_room(&shop->route, job))
        return;
    pb_tour_detours(options, &shop->route, job, &detours);
    /* With all that its kills serve: if some of that is in the route already, what it brings there was more.
     */
    trial->rate =
        bound_of(options, &shop->route, &shop->route, detours.least + burden->seconds, burden->company);
    if (trial->rate <= least)
        return;
    pb_tour_insert(options, &shop->route, &detours, &(struct pb_entrant){job, choice->jobs[at]}, &trial->tour,
                   &shop->spare);
    trial->rate = gain_of(options, &shop->route, &trial->tour);
    trial->at[trial->count++] = (uint8_t)at;
    add_company(options, jobs, choice, shop, trial);
}

/* Takes what is in the route now out of the choice; what its kills serve too is to be looked at again. */
static void settle(struct choice *choice, const struct trial *trial, uint8_t *is_in)
{
    uint64_t kin = choice->kin[trial->at[0]];
    unsigned i, kept = 0;

    for (i = 0; i < trial->count; i++) {
        is_in[choice->jobs[trial->at[i]]] = 1;
        choice->left &= ~(1ull << trial->at[i]);
    }
    for (i = 0; i < choice->count; i++)
        if (choice->left >> choice->order[i] & 1)
            choice->order[kept++] = choice->order[i];
    choice->count = kept;
    for (kin &= choice->left; kin; kin &= kin - 1)
        choice->promises[__builtin_ctzll(kin)] = INFINITY;
}

/* Adds the job that brings most for its time, and its company; 0 when none is worth it. Most promises only
 * fall as the route grows, so those far below the best are not looked at again. */
static int add_best(const struct pb_route_options *options, const struct pb_quest_job *jobs,
                    struct choice *choice, struct workshop *shop, uint8_t *is_in)
{
    struct trial *trials = shop->trials;
    unsigned looked, next, spare = 0;
    float most = options->least;

    order_by_promise(choice);
    for (looked = 0; looked < choice->count; looked++) {
        next = choice->order[looked];
        if (looked >= LOOKED_AT && choice->promises[next] <= most)
            break;
        try_job(options, jobs, choice, next, most, shop, &trials[spare]);
        choice->promises[next] = trials[spare].rate;
        if (trials[spare].rate <= most)
            continue;
        most = trials[spare].rate;
        spare ^= 1;
    }
    if (most <= options->least)
        return 0;
    pb_tour_copy(&shop->route, &trials[spare ^ 1].tour);
    settle(choice, &trials[spare ^ 1], is_in);
    return 1;
}

void pb_route_plan(const struct pb_route_options *options, const struct pb_quest_job *jobs, unsigned count,
                   struct pb_route *route)
{
    struct choice choice;
    struct workshop shop;
    unsigned i;

    memset(&shop, 0, sizeof shop);
    memset(route->is_in, 0, sizeof route->is_in);
    choice.count =
        shortlist(options, jobs, count < PB_ROUTE_JOBS ? count : PB_ROUTE_JOBS, route, choice.jobs);
    choice.left = 0;
    for (i = 0; i < choice.count; i++) {
        choice.order[i] = (uint8_t)i;
        choice.left |= 1ull << i;
        choice.promises[i] = route->rates[choice.jobs[i]];
        choice.burdens[i] = burden_of(&jobs[choice.jobs[i]]);
    }
    find_company(jobs, &choice);
    route->best = choice.count ? choice.jobs[0] : PB_ROUTE_JOBS;
    route->other = choice.count > 1 ? choice.jobs[1] : PB_ROUTE_JOBS;
    route->best_rate = choice.count ? choice.promises[0] : 0;
    route->other_rate = choice.count > 1 ? choice.promises[1] : 0;
    while (add_best(options, jobs, &choice, &shop, route->is_in))
        ;
    memcpy(route->stops, shop.route.stops, shop.route.count * sizeof *route->stops);
    route->count = shop.route.count;
    route->seconds = shop.route.seconds;
    route->value = shop.route.value;
}
