/* Choosing: which quest comes next, by what it is worth for each second that it takes. */
#include "base/chance.h"
#include "quest/deal.h"
#include "quest/twin.h"
#include <math.h>
#include <string.h>

enum {
    HUNT_YARDS = 35,
    FORGET_MS = 1800000,
    LOG_MOST = 16,

    FAR_MS = 60000,
    FAR_JOBS = 16
};
static const float SCAN_YARDS = 1500, FAR_YARDS = 5000, ON_FOOT = 7;
/* A route is planned so far ahead. Jobs that bring less than half of what mere killing brings are left; of
 * those that the route has no time for, what brings as much as the route is taken along. These and
 * LOG_MOST were found with seeds 1 to 10 of tests/tools/quest_race.c. */
static const float HORIZON_S = 900, LEAST = 0.5f, EXTRA = 1;
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

int pb_quest_is_forgotten(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_quester *quester = &own->questers[bot];
    unsigned i;

    for (i = 0; i < PB_QUEST_FORGOTTEN; i++)
        if (quester->forgotten[i].quest_id == quest_id &&
            (int32_t)(quester->forgotten[i].until_ms - own->env.bots->now_ms) > 0)
            return 1;
    return 0;
}

/* Leaves a quest alone for a while. */
void pb_quest_remember(struct pb_quests *own, pb_bot bot, uint32_t quest_id, uint32_t ms)
{
    struct pb_quester *quester = &own->questers[bot];

    quester->past = PB_QUEST_ALONE;
    quester->forgotten[quester->forget_next++ % PB_QUEST_FORGOTTEN] =
        (struct forgotten){quest_id, own->env.bots->now_ms + ms};
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
    quester->skips = 0;
    if (quester->quest_id == quest_id)
        quester->quest_id = 0;
}

static void fill_context(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context)
{
    *context = (struct pb_quest_context){.env = &own->env,
                                         .strategy = own->strategy,
                                         .cache = own->cache,
                                         .bot = bot,
                                         .skip = own->questers[bot].skips,
                                         .skip_quest = own->questers[bot].quest_id,
                                         .may_help = own->questers[bot].helped_ms < PB_QUEST_HELP_MS,
                                         .speed = ON_FOOT};
    context->usual = own->questers[bot].usual;
    pb_quest_gear_read(&own->env, bot, &context->gear);
    pb_quest_read_company(context);
}

/* A matter of taste, 3 % either way: or all bots of a village would go to the same wolves. */
static float taste(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    uint64_t chance =
        own->env.seed ^ own->env.bots->row[bot].guid * 0x9e3779b97f4a7c15u ^ (uint64_t)quest_id << 40;

    return 0.97f + 0.06f * (float)pb_chance_share(&chance);
}

/* Keeps a job that was worked out in the place behind the last. */
static void keep(struct pb_quests *own, pb_bot bot)
{
    struct pb_quest_job *job = &own->jobs[own->job_count++];
    float factor = taste(own, bot, job->quest->quest_id);

    job->score *= factor;
    job->value *= factor;
}

static void look_at_log(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context, unsigned *taken)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned count = world->get_quest_log(world->self, own->env.bots->row[bot].actor, log, PB_QUEST_LOG_SIZE),
             i;

    *taken = count;
    for (i = 0; i < count; i++) {
        own->plans++;
        if (log[i].status == PB_QUEST_FAILED)
            pb_quest_give_up(own, bot, log[i].quest_id);
        else if (!pb_quest_is_forgotten(own, bot, log[i].quest_id) && own->job_count < PB_ROUTE_JOBS &&
                 pb_quest_job_taken(context, &log[i], &own->jobs[own->job_count]) == PB_OK)
            keep(own, bot);
    }
}

/* A quest that is not worth a journey: the next land has those of the bot's own level. */
static int is_easy(const struct pb_quests *own, pb_bot bot, uint32_t quest_id)
{
    const struct pb_quest_template *quest =
        quest_id ? own->env.world->get_quest(own->env.world->self, quest_id) : NULL;

    return quest && quest->level + 2u < own->env.bots->row[bot].status.level;
}

/* How many offers or jobs a choice may look at now: under load fewer, the nearest or best, so that all bots
 * come to a choice. */
static unsigned affordable(const struct pb_quests *own, unsigned most)
{
    uint32_t load_percent = own->env.bots->load_percent;

    return load_percent > 100 ? most * 100 / load_percent : most;
}

/* Offers at least `least` and at most `most` yards from here. */
static void look_at_offers(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context, float least,
                           float most)
{
    const struct pb_world *world = own->env.world;
    struct pb_quest_offer *offers = own->offers;
    unsigned most_offers = affordable(own, PB_QUEST_OFFERS), room = own->job_count + most_offers,
             count = world->find_quests(world->self, own->env.bots->row[bot].actor, most, offers,
                                        least > 0 ? PB_QUEST_SEEN : most_offers),
             i;

    own->scans++;
    room = room < PB_ROUTE_JOBS ? room : PB_ROUTE_JOBS;
    for (i = 0; i < count && own->job_count < room; i++) {
        if (least > 0 && own->job_count >= FAR_JOBS)
            return;
        if (offers[i].distance < least || is_easy(own, bot, least > 0 ? offers[i].quest_id : 0) ||
            pb_quest_can_accept(own, bot, offers[i].quest_id) != PB_OK)
            continue;
        own->plans++;
        if (pb_quest_job_offer(context, &offers[i], &own->jobs[own->job_count]) == PB_OK)
            keep(own, bot);
    }
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
                                       .tried = affordable(own, PB_ROUTE_TRIED),
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
    int is_task = step->stage == PB_QUEST_HUNT || step->stage == PB_QUEST_TALK;

    return (struct pb_quest_plan){
        .goal = {.position = is_task                          ? task->position
                             : step->stage == PB_QUEST_ACCEPT ? job->giver_at
                                                              : job->ender_at,
                 .radius = step->stage == PB_QUEST_HUNT ? HUNT_YARDS : PB_QUEST_AT_YARDS,
                 .entry = is_task ? task->entry : 0,
                 .kind = step->stage == PB_QUEST_HUNT ? PB_GOAL_HUNT : PB_GOAL_GO,
                 .owner = own->env.number,
                 .priority = PB_GOAL_QUEST},
        .object = step->stage == PB_QUEST_ACCEPT ? job->giver : job->ender,
        .quest_id = job->quest->quest_id,
        .first = step->first,
        .second = step->second,
        .score = step->score,
        .stage = step->stage,
        .objective = task->objective,
        .is_help = job->is_help};
}

/* Whether what it works on has still to be done: kills of other quests change the log too. */
static int is_wanted(const struct pb_quests *own, pb_bot bot)
{
    const struct pb_quester *quester = &own->questers[bot];

    return quester->seen_version == own->env.bots->row[bot].status.quest_version ||
           (quester->stage == PB_QUEST_HUNT &&
            pb_quest_left(own, bot, quester->quest_id, quester->objective) > 0);
}

uint32_t pb_quest_resume(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];

    if (quester->goal.kind == PB_GOAL_NONE || !quester->quest_id || !is_wanted(own, bot))
        return 0;
    if (pb_bots_set_goal(own->env.bots, bot, &quester->goal) != PB_OK)
        return PB_QUEST_WALK_MS;
    own->plan_hits++;
    return PB_QUEST_WALK_MS;
}

/* Everything that it could do now. */
static int gather(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context, unsigned *taken)
{
    const struct pb_world *world = own->env.world;

    own->plan_misses++;
    fill_context(own, bot, context);
    own->job_count = 0;
    if (world->get_actor(world->self, own->env.bots->row[bot].actor, &context->view) != PB_OK)
        return 0;
    look_at_log(own, bot, context, taken);
    pb_quest_count_things_once(own->jobs, own->job_count);
    if (*taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE)
        look_at_offers(own, bot, context, 0, SCAN_YARDS);
    return 1;
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
    if (!gather(own, bot, &context, &taken) || !choose_route(own, &context, HORIZON_S, &step))
        return 0;
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
           (rate <= 0 || quester->is_far || own->env.bots->now_ms - quester->looked_ms >= FAR_MS);
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
    fill_context(own, bot, &context);
    own->job_count = 0;
    if (own->env.world->get_actor(own->env.world->self, own->env.bots->row[bot].actor, &context.view) !=
        PB_OK)
        return;
    look_at_offers(own, bot, &context, SCAN_YARDS, FAR_YARDS);
    if (!choose_route(own, &context, FAR_HORIZON_S, &step) || step.score <= rate)
        return;
    plan = plan_of(own, &step);
    quester->is_far = pb_quest_set_out(own, bot, &plan) == PB_OK;
}

static uint32_t choose(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];
    uint64_t key = pb_quest_twin_key(own, bot, PB_QUEST_TWIN_PLANS, 0);
    const struct pb_quest_plan *known = pb_quest_twin_plan(own, key);
    struct pb_quest_context context;
    struct pb_quest_plan plan;
    uint32_t quest_ids[PB_QUEST_OFFERS];
    struct step step;
    unsigned taken;
    int is_chosen;

    if (known) {
        quester->is_poor = known->is_poor;
        quester->usual = known->usual;
        return pb_quest_set_out(own, bot, known) == PB_OK && known->is_poor ? 0 : PB_QUEST_WALK_MS;
    }
    if (!gather(own, bot, &context, &taken))
        return PB_QUEST_SCAN_MS;
    if (own->strategy->value) {
        is_chosen = choose_route(own, &context, HORIZON_S, &step);
        quester->is_poor =
            taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE && is_poor(own, bot, is_chosen ? step.score : 0);
    } else {
        is_chosen = choose_one(own, &step);
        if (!is_chosen && taken + PB_QUEST_LOG_ROOM < PB_QUEST_LOG_SIZE) {
            look_at_offers(own, bot, &context, SCAN_YARDS, FAR_YARDS);
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
    pb_quest_twin_keep_plan(own, key, &plan);
    if (key && plan.stage == PB_QUEST_ACCEPT && taken <= LOG_MOST && own->strategy->value) {
        /* It will have changed little until it gets there. */
        unsigned count = list_offers(own, taken, step.score, quest_ids);

        pb_quest_twin_keep_list(own, pb_quest_twin_key(own, bot, PB_QUEST_TWIN_LISTS, plan.object), quest_ids,
                                count);
    }
    return pb_quest_set_out(own, bot, &plan) == PB_OK && plan.is_poor ? 0 : PB_QUEST_WALK_MS;
}

uint32_t pb_quest_choose(struct pb_quests *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_actor_view view;

    if (!pb_quest_is_shy(own, bot))
        return choose(own, bot);
    if (world->get_actor(world->self, own->env.bots->row[bot].actor, &view) != PB_OK)
        return PB_QUEST_SCAN_MS;
    pb_quest_wander(own, bot, &view.position);
    return PB_QUEST_WALK_MS;
}
