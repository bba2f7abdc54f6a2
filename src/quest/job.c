/* Job: what a quest takes and gives, worked out from what the world says. */
#include "quest/job.h"
#include "ai/company.h"
#include "include/playerbot_error.h"
#include "quest/prey.h"
#include "world/position.h"
#include <math.h>
#include <string.h>

static const float TALK_S = 5, OTHER_MAP_S = 600, NEAR_YARDS = 100;
/* A thing that a quest wants drops from some two of five, where the world does not say. */
static const float USUAL_DROP = 0.4f, LEAST_DROP = 0.02f;

static float seconds_between(const struct pb_quest_context *context, const struct pb_position *a,
                             const struct pb_position *b)
{
    float yards = pb_distance(a, b);

    return isfinite(yards) ? yards / context->speed : OTHER_MAP_S;
}

static float seconds_to(struct pb_quest_context *context, const struct pb_position *to)
{
    const struct pb_world *world = context->env->world;
    uint32_t travel_ms = UINT32_MAX;
    float yards = pb_distance(&context->view.position, to);

    if (!world->estimate_travel)
        return seconds_between(context, &context->view.position, to);
    world->estimate_travel(world->self, context->env->bots->row[context->bot].actor, to, 1, &travel_ms);
    /* Long ways are ridden: what the longest tells holds for what lies behind. */
    if (isfinite(yards) && travel_ms != UINT32_MAX && yards > 100 && travel_ms &&
        yards * 1000 / (float)travel_ms > context->speed)
        context->speed = yards * 1000 / (float)travel_ms;
    return travel_ms == UINT32_MAX ? INFINITY : (float)travel_ms / 1000;
}

void pb_quest_read_company(struct pb_quest_context *context)
{
    unsigned i;

    context->friends = 0;
    pb_company_read(context->env, context->bot, &context->group);
    for (i = 0; i < context->group.count; i++) {
        const struct pb_group_member *member = &context->group.members[i];

        context->friends += member->actor != context->env->bots->row[context->bot].actor &&
                            member->distance >= 0 && member->distance <= NEAR_YARDS;
    }
}

/* What is missing of a quest by its log: the first objective that is not done. Returns how much. */
static unsigned missing(const struct pb_quest_template *quest, const struct pb_quest_progress *progress,
                        unsigned *objective)
{
    unsigned i;

    for (i = 0; i < PB_QUEST_OBJECTIVES && progress->status == PB_QUEST_TAKEN; i++)
        if (quest->objectives[i].type != PB_OBJECTIVE_NONE &&
            progress->counts[i] < quest->objectives[i].count) {
            *objective = i;
            return (unsigned)quest->objectives[i].count - progress->counts[i];
        }
    return 0;
}

/* Members near who have the quest too; `left` and `objective` say what one of them has still to do. */
static unsigned count_sharers(const struct pb_quest_context *context, const struct pb_quest_template *quest,
                              unsigned *objective, unsigned *left)
{
    const struct pb_world *world = context->env->world;
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned i, k, count, sharers = 0;

    *left = 0;
    for (i = 0; i < context->group.count; i++) {
        const struct pb_group_member *member = &context->group.members[i];

        if (member->actor == context->env->bots->row[context->bot].actor || member->actor == PB_NO_ACTOR ||
            member->distance < 0 || member->distance > NEAR_YARDS)
            continue;
        count = world->get_quest_log(world->self, member->actor, log, PB_QUEST_LOG_SIZE);
        for (k = 0; k < count; k++) {
            if (log[k].quest_id != quest->quest_id)
                continue;
            sharers++;
            if (!*left)
                *left = missing(quest, &log[k], objective);
        }
    }
    return sharers;
}

/* What a kill for it takes and gives. */
static void appraise(const struct pb_quest_context *context, const struct pb_quest_template *quest,
                     const struct pb_quest_objective *objective, unsigned left, struct pb_quest_task *task)
{
    const struct pb_world *world = context->env->world;
    struct pb_quest_kill kill;

    if (objective->type == PB_OBJECTIVE_TALK) {
        task->stage = PB_QUEST_TALK;
        task->each_s = TALK_S;
        return;
    }
    task->stage = PB_QUEST_HUNT;
    task->kills = (float)left;
    if (objective->type == PB_OBJECTIVE_COLLECT) {
        float drop = world->estimate_drop ? world->estimate_drop(world->self, task->entry, objective->entry)
                                          : USUAL_DROP;

        task->item = objective->entry;
        task->drop = drop < LEAST_DROP ? LEAST_DROP : drop;
        task->kills /= task->drop;
    }
    kill = pb_quest_kill_of(context->quests, context->bot, task->entry, quest->level, context->friends,
                            &task->position);
    task->each_s = kill.seconds;
    task->each_value = kill.value;
    task->is_hard = kill.is_hard;
}

/* Of an offer places are as whoever asked first for them at its giver was told: a route goes by way of the
 * giver, and all who plan one ask for the same. */
static struct pb_quest_asker asker_of(const struct pb_quest_context *context, const struct pb_quest_job *job)
{
    return (struct pb_quest_asker){.world = context->env->world,
                                   .here = job->is_offer ? &job->giver_at : &context->view.position,
                                   .now_ms = context->env->bots->now_ms,
                                   .actor = context->env->bots->row[context->bot].actor,
                                   .is_rough = job->is_offer};
}

/* The nearest place of an objective. */
static int find_place(const struct pb_quest_context *context, const struct pb_quest_job *job, unsigned index,
                      struct pb_quest_task *task)
{
    struct pb_quest_asker asker = asker_of(context, job);

    return pb_quest_cache_objective(context->cache, &asker, job->quest->quest_id, index, &task->position,
                                    &task->entry);
}

/* The places of what is still to be done, and their work. PB_E_gone: a thing that nobody can do. */
static int find_tasks(struct pb_quest_context *context, const uint16_t *counts, struct pb_quest_job *job,
                      float *work_s)
{
    const struct pb_quest_template *quest = job->quest;
    unsigned i, wanted = 0;
    float least = INFINITY;

    *work_s = 0;
    for (i = 0; i < PB_QUEST_OBJECTIVES; i++) {
        const struct pb_quest_objective *objective = &quest->objectives[i];
        struct pb_quest_task task = {.objective = (uint8_t)i};
        float seconds;

        if (objective->type == PB_OBJECTIVE_NONE || counts[i] >= objective->count)
            continue;
        wanted++;
        if (job->task_count == PB_QUEST_TASKS || find_place(context, job, i, &task) != PB_OK)
            continue;
        /* A route goes by way of the giver: how far the place is from here does not matter. */
        seconds = job->is_offer && context->strategy->value
                      ? seconds_between(context, &job->giver_at, &task.position)
                      : seconds_to(context, &task.position);
        if (!isfinite(seconds))
            continue;
        appraise(context, quest, objective, (unsigned)objective->count - counts[i], &task);
        *work_s += pb_quest_task_s(&task);
        if (seconds < least) {
            least = seconds;
            job->nearest = job->task_count;
        }
        job->tasks[job->task_count++] = task;
    }
    job->nearest_s = least;
    return wanted && !job->task_count ? PB_E_gone : PB_OK;
}

static void judge(const struct pb_quest_context *context, struct pb_quest_case *given,
                  struct pb_quest_job *job)
{
    unsigned objective, left, i;

    given->quest = job->quest;
    job->way_s = given->travel_s;
    job->work_s = given->work_s;
    given->level = context->view.level;
    given->nearest_s = job->nearest_s;
    given->friends = context->friends;
    given->gear = pb_quest_gear_gain(context->env->world, &context->gear, job->quest);
    given->usual = context->usual;
    for (i = 0; i < job->task_count; i++)
        given->is_hard |= job->tasks[i].is_hard;
    if (context->friends)
        given->shared = count_sharers(context, job->quest, &objective, &left);
    if (context->strategy->value)
        job->value = context->strategy->value(given, &job->factors);
    else
        job->score = context->strategy->evaluate(given, &job->factors);
}

/* Experience of a quest that is taken: less from five levels above it on, as version 3.3.5 has it. */
static uint32_t experience_at(const struct pb_quest_template *quest, unsigned level)
{
    unsigned over = level > quest->level + 5u ? level - quest->level - 5u : 0;

    return over >= 5 ? quest->experience / 10 : quest->experience / 5 * (5 - over);
}

/* Its own part is done: the friends' part, if it should and they have one. */
static void help(struct pb_quest_context *context, struct pb_quest_job *job)
{
    unsigned objective, left;
    struct pb_quest_task task = {0};

    if (!context->strategy->is_together || !context->may_help || !context->friends ||
        !count_sharers(context, job->quest, &objective, &left) || !left)
        return;
    task.objective = (uint8_t)objective;
    if (job->quest->objectives[objective].type == PB_OBJECTIVE_TALK ||
        find_place(context, job, objective, &task) != PB_OK)
        return;
    appraise(context, job->quest, &job->quest->objectives[objective], left, &task);
    job->tasks[0] = task;
    job->task_count = 1;
    job->is_complete = 0;
    job->is_help = 1;
}

int pb_quest_job_taken(struct pb_quest_context *context, const struct pb_quest_progress *progress,
                       struct pb_quest_job *job)
{
    const struct pb_world *world = context->env->world;
    struct pb_quest_asker asker;
    struct pb_quest_case given = {0};

    *job = (struct pb_quest_job){.quest = world->get_quest(world->self, progress->quest_id)};
    asker = asker_of(context, job);
    if (!job->quest || progress->status == PB_QUEST_FAILED ||
        pb_quest_cache_ender(context->cache, &asker, progress->quest_id, &job->ender_at, &job->ender) !=
            PB_OK)
        return PB_E_gone;
    job->is_complete = progress->status == PB_QUEST_COMPLETE;
    given.experience = experience_at(job->quest, context->view.level);
    given.money = job->quest->money;
    if (job->is_complete) {
        job->nearest_s = given.travel_s = seconds_to(context, &job->ender_at);
        if (!isfinite(given.travel_s))
            return PB_E_gone;
        help(context, job);
    } else {
        if (find_tasks(context, progress->counts, job, &given.work_s) != PB_OK || !job->task_count)
            return PB_E_gone;
        given.travel_s =
            job->nearest_s + seconds_between(context, &job->tasks[job->nearest].position, &job->ender_at);
    }
    judge(context, &given, job);
    return PB_OK;
}

int pb_quest_job_offer(struct pb_quest_context *context, const struct pb_quest_offer *offer,
                       struct pb_quest_job *job)
{
    const struct pb_world *world = context->env->world;
    struct pb_quest_case given = {.experience = offer->experience, .money = offer->money};
    static const uint16_t nothing[PB_QUEST_OBJECTIVES];
    const struct pb_position *last = &offer->position;
    struct pb_quest_asker asker;

    *job = (struct pb_quest_job){.quest = world->get_quest(world->self, offer->quest_id),
                                 .giver = offer->giver,
                                 .giver_at = offer->position,
                                 .is_offer = 1};
    asker = asker_of(context, job);
    if (!job->quest ||
        pb_quest_cache_ender(context->cache, &asker, offer->quest_id, &job->ender_at, &job->ender) != PB_OK)
        return PB_E_gone;
    /* A message to somebody else has no objectives. */
    if (find_tasks(context, nothing, job, &given.work_s) != PB_OK)
        return PB_E_gone;
    job->nearest_s = seconds_to(context, &offer->position);
    if (!isfinite(job->nearest_s))
        return PB_E_gone;
    given.travel_s = job->nearest_s;
    if (job->task_count) {
        given.travel_s += seconds_between(context, last, &job->tasks[job->nearest].position);
        last = &job->tasks[job->nearest].position;
    }
    given.travel_s += seconds_between(context, last, &job->ender_at);
    judge(context, &given, job);
    return PB_OK;
}

/* The first thing that a quest wants, and how many of it; 0: none. */
static uint32_t thing_of(const struct pb_quest_template *quest, unsigned *count)
{
    unsigned i;

    for (i = 0; i < PB_QUEST_OBJECTIVES; i++)
        if (quest->objectives[i].type == PB_OBJECTIVE_COLLECT) {
            *count = quest->objectives[i].count;
            return quest->objectives[i].entry;
        }
    return 0;
}

/* Of complete ones that want the same the one that is worth most has it. */
static int is_outdone(const struct pb_quest_job *jobs, unsigned count, unsigned at, uint32_t thing)
{
    unsigned i, wanted;

    for (i = 0; i < count; i++)
        if (i != at && jobs[i].is_complete && thing_of(jobs[i].quest, &wanted) == thing &&
            (jobs[i].value > jobs[at].value || (jobs[i].value >= jobs[at].value && i < at)))
            return 1;
    return 0;
}

void pb_quest_count_things_once(struct pb_quest_job *jobs, unsigned count)
{
    unsigned i, k, t, wanted;
    uint32_t thing;

    for (i = 0; i < count; i++) {
        thing = jobs[i].is_complete ? thing_of(jobs[i].quest, &wanted) : 0;
        if (thing && is_outdone(jobs, count, i, thing)) {
            jobs[i].value = 0;
            continue;
        }
        /* What it takes away is missing to those that are not complete. */
        for (k = 0; k < count && thing; k++)
            for (t = 0; t < jobs[k].task_count; t++)
                if (jobs[k].tasks[t].item == thing)
                    jobs[k].tasks[t].kills += (float)wanted / jobs[k].tasks[t].drop;
    }
}
