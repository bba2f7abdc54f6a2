/* Choosing: which quest comes next, by what it is worth for each second that it takes. */
#include "quest/deal.h"
#include "quest/stops.h"
#include "quest/survey.h"
#include "quest/twin.h"
#include <math.h>

enum {
    FORGET_MS = 1800000,
    LOG_MOST = 16,
    /* So many more and what twins have chosen is not the best any longer. */
    MORE_HUNTERS = 1,

    FAR_MS = 60000,
    /* Each look in vain doubles the time to the next, up to half an hour: the land hardly changes. */
    MOST_DOUBLED = 5
};
/* A route is planned so far ahead. Jobs that bring less than half of what mere killing brings are left; of
 * those that the route has no time for, what brings as much as the route is taken along. These and LOG_MOST
 * were found with seeds 1 to 20 of tests/tools/quest_race.c. */
static const float HORIZON_S = 1200, LEAST = 0.5f, EXTRA = 1;
/* Below this share of the best rate of late (which fades with each choice) it looks for better land, as far
 * ahead as that takes. */
static const float POOR = 0.8f, USUAL_FADES = 0.997f, FAR_HORIZON_S = 2400;

void pb_quest_signal(struct pb_quests *own, pb_bot bot, enum pb_quest_signal signal)
{
    struct pb_quester *quester = &own->questers[bot];
    enum pb_quest_phase next = pb_quest_phase_after((enum pb_quest_phase)quester->phase, signal);

    if (quester->phase != next)
        quester->phase_ms = 0;
    quester->phase = (uint8_t)next;
}

static int is_active(const struct pb_quests *own, const struct forgotten *forgotten)
{
    return forgotten->quest_id && (int32_t)(forgotten->until_ms - own->env.bots->now_ms) > 0;
}

int pb_quest_is_forgotten(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct forgotten *forgotten = own->questers[bot].forgotten;
    unsigned i;

    for (i = 0; i < PB_QUEST_FORGOTTEN; i++)
        if (forgotten[i].quest_id == quest_id && is_active(own, &forgotten[i]))
            return 1;
    return 0;
}

int pb_quest_is_picky(const struct pb_quests *own, pb_bot bot)
{
    const struct forgotten *forgotten = own->questers[bot].forgotten;
    unsigned i;

    for (i = 0; i < PB_QUEST_FORGOTTEN; i++)
        if (is_active(own, &forgotten[i]))
            return 1;
    return 0;
}

int pb_quest_goes_together(const struct pb_quests *own, pb_bot bot)
{
    return own->strategy->is_together && own->env.bots->row[bot].status.flags & PB_ACTOR_GROUPED;
}

/* Leaves a quest alone for a while. */
void pb_quest_remember(struct pb_quests *own, pb_bot bot, uint32_t quest_id, uint32_t ms)
{
    struct pb_quester *quester = &own->questers[bot];

    quester->forgotten[quester->forget_next++ % PB_QUEST_FORGOTTEN] =
        (struct forgotten){quest_id, own->env.bots->now_ms + ms};
}

void pb_quest_recall(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    struct pb_quester *quester = &own->questers[bot];
    unsigned i;

    for (i = 0; i < PB_QUEST_FORGOTTEN; i++)
        if (quester->forgotten[i].quest_id == quest_id)
            quester->forgotten[i].quest_id = 0;
}

/* Gives a quest up and remembers it. */
void pb_quest_give_up(struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_world *world = own->env.world;
    struct pb_quester *quester = &own->questers[bot];

    pb_quest_remember(own, bot, quest_id, FORGET_MS);
    if (world->abandon_quest(world->self, own->env.bots->row[bot].actor, quest_id) == PB_OK)
        own->abandoned++;
    quester->idle_ms = 0;
    if (quester->quest_id == quest_id)
        quester->quest_id = 0;
}

/* What to do next. */
struct step {
    const struct pb_quest_job *job, *other; /* other: what came second; NULL for none */
    struct pb_quest_look first, second;
    uint8_t stage, task;
    float score;
};

static struct pb_quest_look look_of(const struct pb_quest_job *job, float rate)
{
    return job ? (struct pb_quest_look){job->quest->quest_id, rate, job->factors.value, job->way_s,
                                        job->work_s}
               : (struct pb_quest_look){0};
}

/* The highest score first: 0 when there is none. */
static int choose_one(const struct pb_quests *own, struct step *step)
{
    unsigned i;

    *step = (struct step){0};
    for (i = 0; i < own->job_count; i++) {
        const struct pb_quest_job *job = &own->jobs[i];

        if (job->score > (step->job ? step->job->score : 0)) {
            step->other = step->job;
            step->job = job;
        } else if (job->score > (step->other ? step->other->score : 0)) {
            step->other = job;
        }
    }
    if (!step->job)
        return 0;
    step->task = step->job->nearest;
    step->stage = step->job->is_offer      ? PB_QUEST_ACCEPT
                  : step->job->is_complete ? PB_QUEST_TURN_IN
                                           : step->job->tasks[step->task].stage;
    step->score = step->job->score;
    step->first = look_of(step->job, step->job->score);
    step->second = look_of(step->other, step->other ? step->other->score : 0);
    return 1;
}

/* What killing brings in a second where it brings most. */
static float best_prey(const struct pb_quest_job *jobs, unsigned count)
{
    float most = 0;
    unsigned i, k;

    for (i = 0; i < count; i++)
        for (k = 0; k < jobs[i].task_count; k++)
            most = fmaxf(most, jobs[i].tasks[k].each_value / jobs[i].tasks[k].each_s);
    return most;
}

/* The first stop of the best route. */
static int choose_route(struct pb_quests *own, const struct pb_quest_context *context, float horizon_s,
                        struct step *step)
{
    const struct pb_quest_job *jobs = own->jobs;
    unsigned count = own->job_count, other;
    struct pb_route_options options = {.from = context->view.position,
                                       .tried = pb_quest_affordable(own, PB_ROUTE_TRIED),
                                       .pace = 1 / context->speed,
                                       .horizon_s = horizon_s,
                                       .least = LEAST * best_prey(jobs, count)};
    struct pb_route *route = &own->route;

    *step = (struct step){0};
    pb_route_plan(&options, jobs, count, route);
    if (!route->count)
        return 0;
    step->job = &jobs[route->stops[0].job];
    step->stage = route->stops[0].stage;
    step->task = route->stops[0].task;
    step->score = route->value / (route->seconds > 1 ? route->seconds : 1);
    other = route->best != route->stops[0].job ? route->best : route->other;
    step->other = other < count ? &jobs[other] : NULL;
    step->first = look_of(step->job, route->rates[route->stops[0].job]);
    step->second = look_of(step->other, step->other ? route->rates[other] : 0);
    return 1;
}

/* What a step means for a bot. */
static struct pb_quest_plan plan_of(const struct pb_quests *own, const struct step *step)
{
    const struct pb_quest_job *job = step->job;
    const struct pb_quest_task *task = &job->tasks[step->task];
    struct pb_quest_plan plan = {.goal = pb_quest_goal_of(own, step->stage),
                                 .object = step->stage == PB_QUEST_ACCEPT ? job->giver : job->ender,
                                 .quest_id = job->quest->quest_id,
                                 .first = step->first,
                                 .second = step->second,
                                 .score = step->score,
                                 .stage = step->stage,
                                 .objective = task->objective,
                                 .is_help = job->is_help};

    plan.goal.position = *pb_quest_job_place(job, step->stage, step->task);
    if (step->stage == PB_QUEST_HUNT || step->stage == PB_QUEST_TALK)
        plan.goal.entry = task->entry;
    return plan;
}

int pb_quest_is_unfinished(const struct pb_quests *own, pb_bot bot)
{
    const struct pb_quester *quester = &own->questers[bot];

    if (quester->goal.kind == PB_GOAL_NONE || !quester->quest_id)
        return 0;
    /* Kills of other quests change the log too. */
    return quester->seen_version == own->env.bots->row[bot].status.quest_version ||
           (quester->stage == PB_QUEST_HUNT &&
            pb_quest_left(own, bot, quester->quest_id, quester->objective) > 0);
}

/* Gives up what is not worth its place in the log: the least that is not on the route, and not done. */
static void make_room(struct pb_quests *own, pb_bot bot, unsigned taken)
{
    while (taken > LOG_MOST) {
        unsigned i, worst = PB_ROUTE_JOBS;

        for (i = 0; i < own->job_count; i++)
            if (!own->jobs[i].is_offer && !own->jobs[i].is_complete && !own->route.is_in[i] &&
                own->jobs[i].quest &&
                (worst == PB_ROUTE_JOBS || own->route.rates[i] < own->route.rates[worst]))
                worst = i;
        if (worst == PB_ROUTE_JOBS)
            return;
        pb_quest_give_up(own, bot, own->jobs[worst].quest->quest_id);
        own->jobs[worst].quest = NULL;
        taken--;
    }
}

/* Offers to take: first those of the route, then what could follow, by what it brings; returns how many. */
static unsigned list_offers(const struct pb_quests *own, unsigned taken, float rate,
                            uint32_t quest_ids[PB_QUEST_OFFERS])
{
    unsigned i, count = 0, at, is_in;

    for (is_in = 1; is_in < 2; is_in--) {
        unsigned first = count;

        for (i = 0; i < own->job_count && taken + count < (is_in ? 99u : (unsigned)LOG_MOST); i++) {
            if (!own->jobs[i].is_offer || own->route.is_in[i] != is_in ||
                own->route.rates[i] < (is_in ? 0 : EXTRA * rate))
                continue;
            for (at = count++; at > first && own->route.rates[quest_ids[at - 1]] < own->route.rates[i]; at--)
                quest_ids[at] = quest_ids[at - 1];
            quest_ids[at] = i;
        }
    }
    for (i = 0; i < count; i++)
        quest_ids[i] = own->jobs[quest_ids[i]].quest->quest_id;
    return count;
}

unsigned pb_quest_select_best(struct pb_quests *own, pb_bot bot, uint32_t quest_ids[PB_QUEST_OFFERS])
{
    uint64_t key = pb_quest_twin_key(own, bot, PB_QUEST_TWIN_LISTS, own->questers[bot].object);
    struct pb_quest_context context;
    struct step step;
    unsigned taken, count = 0;

    if (pb_quest_twin_list(own, key, quest_ids, &count))
        return count;
    if (pb_quest_survey_begin(own, bot, &context) != PB_OK)
        return 0;
    pb_quest_survey_near(own, bot, &context, PB_QUEST_SCAN_YARDS, &taken);
    if (!choose_route(own, &context, HORIZON_S, &step))
        return 0;
    pb_quest_stops_keep(own, bot, &own->questers[bot].stops);
    count = list_offers(own, taken, step.score, quest_ids);
    if (taken > LOG_MOST)
        make_room(own, bot, taken);
    else
        pb_quest_twin_keep_list(own, key, quest_ids, count);
    return count;
}

/* Whether the land around gives little, so that it should look further, and may. */
static int is_poor(struct pb_quests *own, pb_bot bot, float rate)
{
    struct pb_quester *quester = &own->questers[bot];

    quester->usual = fmaxf(rate, quester->usual * USUAL_FADES);
    /* On its way there it keeps comparing; else not too often. */
    return rate <= POOR * quester->usual &&
           (rate <= 0 || quester->is_far ||
            own->env.bots->now_ms - quester->looked_ms >= (uint32_t)FAR_MS << quester->vain_looks);
}

void pb_quest_look_further(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];
    struct pb_quest_context context;
    struct pb_quest_plan plan;
    struct step step;
    float rate = quester->quest_id ? quester->score : 0;

    quester->is_poor = quester->is_far = 0;
    quester->looked_ms = own->env.bots->now_ms;
    if (pb_quest_survey_begin(own, bot, &context) != PB_OK)
        return;
    pb_quest_survey_far(own, bot, &context);
    if (!choose_route(own, &context, FAR_HORIZON_S, &step) || step.score <= rate) {
        if (quester->vain_looks < MOST_DOUBLED)
            quester->vain_looks++;
        return;
    }
    quester->vain_looks = 0;
    plan = plan_of(own, &step);
    pb_quest_stops_keep(own, bot, &plan.stops);
    quester->is_far = pb_quest_set_out(own, bot, &plan) == PB_OK;
}

static uint32_t choose(struct pb_quests *own, pb_bot bot, unsigned yards)
{
    struct pb_quester *quester = &own->questers[bot];
    uint64_t key = pb_quest_twin_key(own, bot, PB_QUEST_TWIN_PLANS, 0);
    const struct pb_quest_plan *known = pb_quest_twin_plan(own, key);
    struct pb_quest_context context;
    struct pb_quest_plan plan;
    uint32_t quest_ids[PB_QUEST_OFFERS];
    struct step step;
    unsigned taken;
    int is_chosen, is_all = yards >= PB_QUEST_SCAN_YARDS;

    if (known && (known->stage != PB_QUEST_HUNT || pb_quest_rivals(own, bot, &known->goal.position) <=
                                                       known->hunters + (unsigned)MORE_HUNTERS)) {
        quester->is_poor = known->is_poor;
        quester->usual = known->usual;
        return pb_quest_set_out(own, bot, known) == PB_OK && known->is_poor ? 0 : PB_QUEST_WALK_MS;
    }
    if (pb_quest_survey_begin(own, bot, &context) != PB_OK)
        return PB_QUEST_SCAN_MS;
    pb_quest_survey_near(own, bot, &context, yards, &taken);
    if (own->strategy->value) {
        is_chosen = choose_route(own, &context, HORIZON_S, &step);
        if (!is_chosen && !is_all)
            return choose(own, bot, PB_QUEST_SCAN_YARDS);
        quester->is_poor = is_all && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE &&
                           is_poor(own, bot, is_chosen ? step.score : 0);
    } else {
        is_chosen = choose_one(own, &step);
        if (!is_chosen && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE) {
            pb_quest_survey_far(own, bot, &context);
            is_chosen = choose_one(own, &step);
        }
    }
    if (!is_chosen) {
        pb_quest_wander(own, bot, &context.view.position);
        return quester->is_poor ? 0 : PB_QUEST_WALK_MS;
    }
    plan = plan_of(own, &step);
    plan.is_poor = quester->is_poor;
    plan.usual = quester->usual;
    plan.hunters = (uint16_t)pb_quest_rivals(own, bot, &plan.goal.position);
    if (own->strategy->value)
        pb_quest_stops_keep(own, bot, &plan.stops);
    /* Twins want to know what there is, not what is near. */
    if (is_all)
        pb_quest_twin_keep_plan(own, key, &plan);
    if (is_all && plan.stage == PB_QUEST_ACCEPT && taken <= LOG_MOST && own->strategy->value) {
        /* It will have changed little until it gets there. */
        unsigned count = list_offers(own, taken, step.score, quest_ids);

        pb_quest_twin_keep_list(own, pb_quest_twin_key(own, bot, PB_QUEST_TWIN_LISTS, plan.object), quest_ids,
                                count);
    }
    return pb_quest_set_out(own, bot, &plan) == PB_OK && plan.is_poor ? 0 : PB_QUEST_WALK_MS;
}

uint32_t pb_quest_choose(struct pb_quests *own, pb_bot bot, unsigned yards)
{
    const struct pb_world *world = own->env.world;
    struct pb_actor_view view;
    struct pb_quest_plan plan;

    if (!pb_quest_is_shy(own, bot)) {
        if (!pb_quest_stops_next(own, bot, &plan))
            return choose(own, bot, yards);
        (void)!pb_quest_set_out(own, bot, &plan);
        return PB_QUEST_WALK_MS;
    }
    if (world->get_actor(world->self, own->env.bots->row[bot].actor, &view) != PB_OK)
        return PB_QUEST_SCAN_MS;
    pb_quest_wander(own, bot, &view.position);
    return PB_QUEST_WALK_MS;
}

uint32_t pb_quest_resume(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];

    if (!pb_quest_stops_are_fresh(own, bot))
        return pb_quest_choose(own, bot,
                               quester->stage == PB_QUEST_HUNT ? PB_QUEST_WORK_YARDS : PB_QUEST_SCAN_YARDS);
    if (pb_bots_set_goal(own->env.bots, bot, &quester->goal) == PB_OK)
        own->plan_hits++;
    return PB_QUEST_WALK_MS;
}
