#include "quest/route.h"
#include <math.h>
#include <string.h>

/* Setting out and stopping; a way to another map. */
static const float LEG_S = 2, OTHER_MAP_S = 600;
/* No route takes so long. */
static const float TOO_FAR_S = 1e6f;
/* Places of one kind of creature that are so near are one place. */
static const float SAME_YARDS = 120;
/* A giver's earliest place in the route that costs hardly more than the cheapest is tried besides that: what
 * is taken early can be worked on everywhere. */
static const float GIVER_SLACK_S = 6;
/* Of places that cost the same the first is taken: later must be at least so much better. */
static const float HARDLY_S = 0.5f;
/* So many of those that promise most are looked at again in each round, each with so many that want the same
 * kills. */
enum { LOOKED_AT = 12, COMPANY = 4 };

/* A route with a job put in. */
struct draft {
    float seconds, value;
    unsigned count;
    float legs[PB_ROUTE_STOPS]; /* seconds from the stop before */
    struct pb_route_stop stops[PB_ROUTE_STOPS];
};

static void copy(struct draft *to, const struct draft *from)
{
    to->seconds = from->seconds;
    to->value = from->value;
    to->count = from->count;
    memcpy(to->legs, from->legs, from->count * sizeof *from->legs);
    memcpy(to->stops, from->stops, from->count * sizeof *from->stops);
}

static float way_s(const struct pb_route_options *options, const struct pb_position *a,
                   const struct pb_position *b)
{
    float x = a->x - b->x, y = a->y - b->y, square = x * x + y * y, seconds;

    if (a->map != b->map)
        return OTHER_MAP_S;
    seconds = sqrtf(square) * options->pace;
    return seconds > PB_QUEST_WAY_S ? TOO_FAR_S : square < 16 ? 0 : LEG_S + seconds;
}

/* A job that is looked at. */
struct entrant {
    const struct pb_quest_job *job;
    uint8_t number;
};

/* A stop between two others: the way to it, and how much longer it makes the route. */
struct detour {
    float to, extra;
};

/* The detour before stop `at`; `to` is the way from the one before, and becomes that from stop `at`. */
static struct detour detour_before(const struct pb_route_options *options, const struct draft *draft,
                                   unsigned at, const struct pb_position *place, float *to)
{
    struct detour detour = {*to, *to};

    if (at < draft->count) {
        *to = way_s(options, place, &draft->stops[at].at);
        detour.extra += *to - draft->legs[at];
    }
    return detour;
}

static void put(struct draft *draft, unsigned at, const struct pb_route_stop *stop, struct detour detour)
{
    unsigned behind = draft->count - at;

    memmove(&draft->stops[at + 1], &draft->stops[at], behind * sizeof *draft->stops);
    memmove(&draft->legs[at + 1], &draft->legs[at], behind * sizeof *draft->legs);
    draft->stops[at] = *stop;
    if (behind)
        draft->legs[at + 1] += detour.extra - detour.to;
    draft->legs[at] = detour.to;
    draft->count++;
    draft->seconds += detour.extra;
}

/* Puts a stop where it costs least, at `first` or later; returns where. */
static unsigned put_best(const struct pb_route_options *options, struct draft *draft, unsigned first,
                         const struct pb_route_stop *stop)
{
    struct detour least = {0, INFINITY};
    unsigned at, best = first;
    float to = way_s(options, first ? &draft->stops[first - 1].at : &options->from, &stop->at);

    for (at = first; at <= draft->count; at++) {
        struct detour detour = detour_before(options, draft, at, &stop->at, &to);

        if (detour.extra < least.extra - HARDLY_S) {
            least = detour;
            best = at;
        }
    }
    put(draft, best, stop, least);
    return best;
}

/* Things are handed over at the end of a quest: for another that wants the same ones the hunt begins anew,
 * behind that end. */
static unsigned behind_handing_over(const struct draft *draft, unsigned first, uint32_t item)
{
    unsigned at, end;

    for (at = 0; item && at < draft->count; at++) {
        if (draft->stops[at].item != item)
            continue;
        for (end = at; end < draft->count; end++)
            if (draft->stops[end].stage == PB_QUEST_TURN_IN &&
                draft->stops[end].job == draft->stops[at].item_job && end >= first)
                first = end + 1;
    }
    return first;
}

/* Adds kills: to a place where the same are hunted anyway, else to one of its own. Returns where. */
static unsigned put_task(const struct pb_route_options *options, struct draft *draft, unsigned first,
                         const struct entrant *entrant, unsigned index)
{
    const struct pb_quest_task *task = &entrant->job->tasks[index];
    struct pb_route_stop stop = {.at = task->position,
                                 .kills = task->kills,
                                 .each_s = task->each_s,
                                 .each_value = task->each_value,
                                 .entry = task->entry,
                                 .item = task->item,
                                 .job = entrant->number,
                                 .item_job = entrant->number,
                                 .task = (uint8_t)index,
                                 .stage = task->stage};
    unsigned at;

    first = behind_handing_over(draft, first, task->item);
    for (at = first; at < draft->count && task->stage == PB_QUEST_HUNT; at++) {
        struct pb_route_stop *there = &draft->stops[at];

        if (there->stage != PB_QUEST_HUNT || there->entry != task->entry ||
            way_s(options, &there->at, &task->position) > LEG_S + SAME_YARDS * options->pace)
            continue;
        if (task->kills > there->kills) {
            draft->seconds += (task->kills - there->kills) * task->each_s;
            draft->value += (task->kills - there->kills) * task->each_value;
            there->kills = task->kills;
        }
        if (task->item) {
            there->item = task->item;
            there->item_job = entrant->number;
        }
        return at;
    }
    draft->seconds += task->stage == PB_QUEST_HUNT ? task->kills * task->each_s : task->each_s;
    draft->value += task->kills * task->each_value;
    return put_best(options, draft, first, &stop);
}

/* The job's tasks and its end, after stop `first`. */
static void put_rest(const struct pb_route_options *options, struct draft *draft, unsigned first,
                     const struct entrant *entrant)
{
    struct pb_route_stop end = {
        .at = entrant->job->ender_at, .job = entrant->number, .stage = PB_QUEST_TURN_IN};
    unsigned i, last = first, place;

    for (i = 0; i < entrant->job->task_count; i++) {
        place = put_task(options, draft, first, entrant, i);
        /* What was put before it has moved it on. */
        last = place >= last ? place + 1 : last + 1;
    }
    put_best(options, draft, last < draft->count ? last : draft->count, &end);
    draft->value += entrant->job->value;
}

/* Behind what else is taken there: what came in before is worth more. */
static unsigned behind_others(const struct draft *route, const struct detour *detours, unsigned at)
{
    while (at < route->count && route->stops[at].stage == PB_QUEST_ACCEPT &&
           detours[at + 1].extra <= detours[at].extra && detours[at + 1].to <= 0)
        at++;
    return at;
}

/* The best way to put a job into a route; 0 when it has no room. */
static int insert(const struct pb_route_options *options, const struct draft *route,
                  const struct entrant *entrant, struct draft *result)
{
    const struct pb_quest_job *job = entrant->job;
    struct pb_route_stop giver = {.at = job->giver_at, .job = entrant->number, .stage = PB_QUEST_ACCEPT};
    struct detour detours[PB_ROUTE_STOPS + 1];
    unsigned at, cheapest = 0, first = 0;
    struct draft early;
    float to;

    if (route->count + job->task_count + 2 > PB_ROUTE_STOPS)
        return 0;
    copy(result, route);
    if (!job->is_offer) {
        put_rest(options, result, 0, entrant);
        return 1;
    }
    to = way_s(options, &options->from, &giver.at);
    for (at = 0; at <= route->count; at++) {
        detours[at] = detour_before(options, route, at, &giver.at, &to);
        cheapest = detours[at].extra < detours[cheapest].extra - HARDLY_S ? at : cheapest;
    }
    while (detours[first].extra > detours[cheapest].extra + GIVER_SLACK_S)
        first++;
    first = behind_others(route, detours, first);
    cheapest = behind_others(route, detours, cheapest);
    put(result, cheapest, &giver, detours[cheapest]);
    put_rest(options, result, cheapest + 1, entrant);
    if (first == cheapest)
        return 1;
    copy(&early, route);
    put(&early, first, &giver, detours[first]);
    put_rest(options, &early, first + 1, entrant);
    if (early.seconds < result->seconds)
        copy(result, &early);
    return 1;
}

/* What `after` would bring for each second that it adds to `before`; 0 when it takes too long. */
static float gain_of(const struct pb_route_options *options, const struct draft *before,
                     const struct draft *after)
{
    float seconds = after->seconds - before->seconds;

    return after->seconds > options->horizon_s ? 0
                                               : (after->value - before->value) / (seconds > 1 ? seconds : 1);
}

float pb_quest_priority(const struct pb_route_options *options, const struct pb_quest_job *job)
{
    const struct pb_position *here = &options->from;
    float seconds = 0, value = job->value;
    unsigned i;

    if (job->value <= 0)
        return 0;
    if (job->is_offer) {
        seconds += way_s(options, here, &job->giver_at);
        here = &job->giver_at;
    }
    for (i = 0; i < job->task_count; i++) {
        const struct pb_quest_task *task = &job->tasks[i];

        seconds += way_s(options, here, &task->position) +
                   (task->stage == PB_QUEST_HUNT ? task->kills * task->each_s : task->each_s);
        value += task->kills * task->each_value;
        here = &task->position;
    }
    seconds += way_s(options, here, &job->ender_at);
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

/* Jobs that are not in the route yet, and what each promised when it was looked at last. */
struct choice {
    unsigned count;
    uint8_t jobs[PB_ROUTE_TRIED];
    float promises[PB_ROUTE_TRIED];
    uint64_t prey[PB_ROUTE_TRIED]; /* a bit for each creature hunted; some share one */
};

/* The order in which a round looks at the jobs: those that promise most first, of equals the first. Before
 * the round, since only what was looked at promises something else in it. */
static void order_by_promise(const struct choice *choice, uint8_t order[PB_ROUTE_TRIED])
{
    unsigned i, at;

    for (i = 0; i < choice->count; i++) {
        for (at = i; at && choice->promises[order[at - 1]] < choice->promises[i]; at--)
            order[at] = order[at - 1];
        order[at] = (uint8_t)i;
    }
}

/* What a job hunts, a bit for each creature: most jobs that share nothing are told apart at a glance. */
static uint64_t prey_of(const struct pb_quest_job *job)
{
    uint64_t prey = 0;
    unsigned i;

    for (i = 0; i < job->task_count; i++)
        if (job->tasks[i].stage == PB_QUEST_HUNT)
            prey |= 1ull << (job->tasks[i].entry * 0x9e3779b1u >> 26);
    return prey;
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

/* A job tried, with others that its kills serve. */
struct trial {
    struct draft draft;
    float rate;
    unsigned count;
    uint8_t at[COMPANY]; /* indices in the choice */
};

/* What a job would bring, with those of its company that make it better. */
static void try_job(const struct pb_route_options *options, const struct pb_quest_job *jobs,
                    const struct choice *choice, unsigned at, const struct draft *route, struct trial *trial)
{
    const struct pb_quest_job *job = &jobs[choice->jobs[at]];
    struct draft more;
    unsigned i;
    float rate;

    trial->count = 0;
    trial->rate = 0;
    if (!insert(options, route, &(struct entrant){job, choice->jobs[at]}, &trial->draft))
        return;
    trial->rate = gain_of(options, route, &trial->draft);
    trial->at[trial->count++] = (uint8_t)at;
    for (i = 0; i < choice->count && trial->rate > 0 && trial->count < COMPANY; i++) {
        const struct pb_quest_job *other = &jobs[choice->jobs[i]];

        if (i == at || !(choice->prey[i] & choice->prey[at]) || !is_shared(job, other) ||
            !insert(options, &trial->draft, &(struct entrant){other, choice->jobs[i]}, &more))
            continue;
        rate = gain_of(options, route, &more);
        if (rate <= trial->rate)
            continue;
        copy(&trial->draft, &more);
        trial->rate = rate;
        trial->at[trial->count++] = (uint8_t)i;
    }
}

/* Takes what is in the route now out of the choice; what its kills serve too is to be looked at again. */
static void settle(const struct pb_quest_job *jobs, struct choice *choice, const struct trial *trial,
                   uint8_t *is_in)
{
    const struct pb_quest_job *first = &jobs[choice->jobs[trial->at[0]]];
    uint64_t prey = choice->prey[trial->at[0]];
    unsigned i, kept = 0;

    for (i = 0; i < trial->count; i++)
        is_in[choice->jobs[trial->at[i]]] = 1;
    for (i = 0; i < choice->count; i++) {
        if (is_in[choice->jobs[i]])
            continue;
        choice->promises[kept] = choice->prey[i] & prey && is_shared(first, &jobs[choice->jobs[i]])
                                     ? INFINITY
                                     : choice->promises[i];
        choice->prey[kept] = choice->prey[i];
        choice->jobs[kept++] = choice->jobs[i];
    }
    choice->count = kept;
}

/* Adds the job that brings most for its time, and its company; 0 when none is worth it. Most promises only
 * fall as the route grows, so those far below the best are not looked at again. */
static int add_best(const struct pb_route_options *options, const struct pb_quest_job *jobs,
                    struct choice *choice, struct draft *draft, uint8_t *is_in)
{
    struct trial trials[2];
    uint8_t order[PB_ROUTE_TRIED];
    unsigned looked, next, spare = 0;
    float most = options->least;

    order_by_promise(choice, order);
    trials[1].count = 0;
    for (looked = 0; looked < choice->count; looked++) {
        next = order[looked];
        if (looked >= LOOKED_AT && choice->promises[next] <= most)
            break;
        try_job(options, jobs, choice, next, draft, &trials[spare]);
        choice->promises[next] = trials[spare].rate;
        if (trials[spare].rate <= most)
            continue;
        most = trials[spare].rate;
        spare ^= 1;
    }
    if (most <= options->least)
        return 0;
    copy(draft, &trials[spare ^ 1].draft);
    settle(jobs, choice, &trials[spare ^ 1], is_in);
    return 1;
}

void pb_route_plan(const struct pb_route_options *options, const struct pb_quest_job *jobs, unsigned count,
                   struct pb_route *route)
{
    struct choice choice;
    struct draft draft;
    unsigned i;

    draft.count = 0;
    draft.seconds = draft.value = 0;
    memset(route->is_in, 0, sizeof route->is_in);
    choice.count =
        shortlist(options, jobs, count < PB_ROUTE_JOBS ? count : PB_ROUTE_JOBS, route, choice.jobs);
    for (i = 0; i < choice.count; i++) {
        choice.promises[i] = route->rates[choice.jobs[i]];
        choice.prey[i] = prey_of(&jobs[choice.jobs[i]]);
    }
    route->best = choice.count ? choice.jobs[0] : PB_ROUTE_JOBS;
    route->other = choice.count > 1 ? choice.jobs[1] : PB_ROUTE_JOBS;
    route->best_rate = choice.count ? choice.promises[0] : 0;
    route->other_rate = choice.count > 1 ? choice.promises[1] : 0;
    while (add_best(options, jobs, &choice, &draft, route->is_in))
        ;
    memcpy(route->stops, draft.stops, draft.count * sizeof *draft.stops);
    route->count = draft.count;
    route->seconds = draft.seconds;
    route->value = draft.value;
}
