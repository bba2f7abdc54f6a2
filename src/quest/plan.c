#include "quest/plan.h"
#include "include/playerbot_error.h"
#include "world/position.h"
#include <math.h>
#include <string.h>

/* Seconds for a kill with the way to the next and the rest after it; things drop from some two of five. */
static const float KILL_S = 25, COLLECT_S = 50, TALK_S = 5, YARDS_PER_S = 7;

static float seconds_between(const struct pb_position *a, const struct pb_position *b)
{
    float yards = pb_distance(a, b);

    return isfinite(yards) ? yards / YARDS_PER_S : 600;
}

static float seconds_to(const struct pb_quest_context *context, const struct pb_position *to)
{
    const struct pb_world *world = context->env->world;
    uint32_t travel_ms = UINT32_MAX;

    if (!world->estimate_travel)
        return seconds_between(&context->view.position, to);
    world->estimate_travel(world->self, context->env->bots->actor[context->bot], to, 1, &travel_ms);
    return travel_ms == UINT32_MAX ? INFINITY : (float)travel_ms / 1000;
}

static float work_of(const struct pb_quest_objective *objective, unsigned done)
{
    float each = objective->type == PB_OBJECTIVE_KILL      ? KILL_S
                 : objective->type == PB_OBJECTIVE_COLLECT ? COLLECT_S
                                                           : TALK_S;

    return done < objective->count ? each * (float)(objective->count - done) : 0;
}

/* The nearest of what is still to be done: fills in the plan, adds up the work. PB_E_gone: a thing that
 * nobody can do. */
static int find_next(const struct pb_quest_context *context, const struct pb_quest_template *quest,
                     const uint16_t *counts, struct pb_quest_plan *plan, float *work_s)
{
    const struct pb_world *world = context->env->world;
    float least = INFINITY;
    unsigned i, skip = context->skip_quest == quest->quest_id ? context->skip : 0;

    *work_s = 0;
    for (i = 0; i < PB_QUEST_OBJECTIVES; i++) {
        const struct pb_quest_objective *objective = &quest->objectives[i];
        struct pb_position place;
        uint32_t creature = 0;
        float seconds;

        if (objective->type == PB_OBJECTIVE_NONE || counts[i] >= objective->count)
            continue;
        *work_s += work_of(objective, counts[i]);
        if (world->find_objective(world->self, context->env->bots->actor[context->bot], quest->quest_id, i,
                                  skip, &place, &creature) != PB_OK)
            continue;
        seconds = seconds_to(context, &place);
        if (seconds >= least)
            continue;
        least = seconds;
        plan->stage = objective->type == PB_OBJECTIVE_TALK ? PB_QUEST_TALK : PB_QUEST_HUNT;
        plan->objective = (uint8_t)i;
        plan->entry = creature;
        plan->position = place;
    }
    plan->nearest_s = least;
    return isfinite(least) ? PB_OK : PB_E_gone;
}

/* Members near, and those of them who have the quest. */
static void count_company(const struct pb_quest_context *context, struct pb_quest_case *given)
{
    const struct pb_world *world = context->env->world;
    struct pb_quest_progress log[PB_QUEST_LOG_SIZE];
    unsigned i, k, count;

    for (i = 0; i < context->group.count; i++) {
        const struct pb_group_member *member = &context->group.members[i];

        if (member->actor == context->env->bots->actor[context->bot] || member->distance < 0 ||
            member->distance > 100)
            continue;
        given->friends++;
        if (member->actor == PB_NO_ACTOR)
            continue;
        count = world->get_quest_log(world->self, member->actor, log, PB_QUEST_LOG_SIZE);
        for (k = 0; k < count; k++)
            given->shared += log[k].quest_id == given->quest->quest_id;
    }
}

static void judge(const struct pb_quest_context *context, struct pb_quest_case *given,
                  struct pb_quest_plan *plan)
{
    given->level = context->view.level;
    given->nearest_s = plan->nearest_s;
    if (context->group.count)
        count_company(context, given);
    plan->quest_id = given->quest->quest_id;
    plan->score = context->strategy->evaluate(given, &plan->factors);
}

int pb_quest_plan_taken(const struct pb_quest_context *context, const struct pb_quest_progress *progress,
                        struct pb_quest_plan *plan)
{
    const struct pb_world *world = context->env->world;
    struct pb_quest_case given = {.quest = world->get_quest(world->self, progress->quest_id)};
    struct pb_object_view ender;

    memset(plan, 0, sizeof *plan);
    if (!given.quest || progress->status == PB_QUEST_FAILED)
        return PB_E_gone;
    if (world->find_quest_ender(world->self, context->env->bots->actor[context->bot], progress->quest_id,
                                &ender) != PB_OK)
        return PB_E_gone;
    given.experience = given.quest->experience;
    given.money = given.quest->money;
    if (progress->status == PB_QUEST_COMPLETE) {
        plan->stage = PB_QUEST_TURN_IN;
        plan->object = ender.object;
        plan->position = ender.position;
        plan->nearest_s = given.travel_s = seconds_to(context, &ender.position);
        if (!isfinite(given.travel_s))
            return PB_E_gone;
    } else {
        if (find_next(context, given.quest, progress->counts, plan, &given.work_s) != PB_OK)
            return PB_E_gone;
        given.travel_s = plan->nearest_s + seconds_between(&plan->position, &ender.position);
    }
    judge(context, &given, plan);
    return PB_OK;
}

int pb_quest_plan_offer(const struct pb_quest_context *context, const struct pb_quest_offer *offer,
                        struct pb_quest_plan *plan)
{
    const struct pb_world *world = context->env->world;
    struct pb_quest_case given = {.quest = world->get_quest(world->self, offer->quest_id),
                                  .experience = offer->experience,
                                  .money = offer->money};
    static const uint16_t nothing[PB_QUEST_OBJECTIVES];
    struct pb_object_view ender;
    float to_giver;

    memset(plan, 0, sizeof *plan);
    if (!given.quest || world->find_quest_ender(world->self, context->env->bots->actor[context->bot],
                                                offer->quest_id, &ender) != PB_OK)
        return PB_E_gone;
    to_giver = seconds_to(context, &offer->position);
    if (!isfinite(to_giver))
        return PB_E_gone;
    plan->position = offer->position;
    /* A message to somebody else has no objectives. */
    if (find_next(context, given.quest, nothing, plan, &given.work_s) == PB_OK)
        given.travel_s = to_giver + seconds_between(&offer->position, &plan->position) +
                         seconds_between(&plan->position, &ender.position);
    else if (given.work_s > 0)
        return PB_E_gone;
    else
        given.travel_s = to_giver + seconds_between(&offer->position, &ender.position);
    plan->stage = PB_QUEST_ACCEPT;
    plan->object = offer->giver;
    plan->position = offer->position;
    plan->nearest_s = to_giver;
    judge(context, &given, plan);
    return PB_OK;
}
