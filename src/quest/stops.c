#include "quest/stops.h"
#include "include/playerbot_error.h"
#include "quest/deal.h"
#include <string.h>

enum { FRESH_MS = 60000 };

void pb_quest_stops_keep(const struct pb_quests *own, pb_bot bot, struct pb_quest_stops *stops)
{
    const struct pb_route *route = &own->route;
    unsigned i;

    *stops = (struct pb_quest_stops){.planned_ms = own->env.bots->now_ms};
    if (pb_quest_goes_together(own, bot))
        return;
    for (i = 0; i < route->count && stops->count < PB_QUEST_STOPS; i++) {
        const struct pb_route_stop *stop = &route->stops[i];
        const struct pb_quest_job *job = &own->jobs[stop->job];
        struct pb_quest_stop *last = stops->count ? &stops->stops[stops->count - 1] : NULL;

        /* Whoever takes one quest from somebody takes the others along. */
        if (stop->stage == PB_QUEST_ACCEPT && last && last->stage == PB_QUEST_ACCEPT &&
            last->giver == job->giver)
            continue;
        stops->stops[stops->count++] = (struct pb_quest_stop){.giver = job->giver,
                                                              .quest_id = job->quest->quest_id,
                                                              .stage = stop->stage,
                                                              .objective = job->tasks[stop->task].objective};
    }
}

void pb_quest_stops_forget(struct pb_quester *quester)
{
    quester->stops.count = 0;
}

int pb_quest_stops_are_fresh(const struct pb_quests *own, pb_bot bot)
{
    return own->env.bots->now_ms - own->questers[bot].stops.planned_ms < FRESH_MS;
}

enum state { DONE, TO_DO, UNFORESEEN };

static enum state state_of(const struct pb_quests *own, pb_bot bot, const struct pb_quest_stop *stop)
{
    unsigned progress = pb_quest_progress_of(own, bot, stop->quest_id);

    switch (stop->stage) {
    case PB_QUEST_ACCEPT:
        return progress ? DONE : stop->giver == own->questers[bot].object ? UNFORESEEN : TO_DO;
    case PB_QUEST_TURN_IN:
        return !progress ? DONE : progress == PB_QUEST_DONE ? TO_DO : UNFORESEEN;
    default:
        return pb_quest_left(own, bot, stop->quest_id, stop->objective) ? TO_DO : DONE;
    }
}

/* Where the stop is for a bot that stands here. */
static int find_place(struct pb_quests *own, pb_bot bot, const struct pb_position *here,
                      struct pb_quest_plan *plan)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_quest_asker asker = {
        .world = world, .here = here, .now_ms = own->env.bots->now_ms, .actor = actor};
    struct pb_object_view giver;

    switch (plan->stage) {
    case PB_QUEST_ACCEPT:
        if (!world->get_object || world->get_object(world->self, actor, plan->object, &giver) != PB_OK)
            return PB_E_gone;
        plan->goal.position = giver.position;
        return PB_OK;
    case PB_QUEST_TURN_IN:
        return pb_quest_cache_ender(own->cache, &asker, plan->quest_id, &plan->goal.position, &plan->object);
    default:
        return pb_quest_cache_objective(own->cache, &asker, plan->quest_id, plan->objective,
                                        &plan->goal.position, &plan->goal.entry);
    }
}

/* The ways of a route lead from one stop to the next; over one that was done by the way, a way may be longer
 * than any should. */
static int is_too_far(const struct pb_quests *own, pb_bot bot, const struct pb_position *place)
{
    const struct pb_world *world = own->env.world;
    uint32_t way_ms = 0;

    if (world->estimate_travel)
        world->estimate_travel(world->self, own->env.bots->row[bot].actor, place, 1, &way_ms);
    return way_ms > PB_QUEST_WAY_S * 1000;
}

int pb_quest_stops_next(struct pb_quests *own, pb_bot bot, struct pb_quest_plan *plan)
{
    const struct pb_world *world = own->env.world;
    const struct pb_quester *quester = &own->questers[bot];
    const struct pb_quest_stops *stops = &quester->stops;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_actor_view view;
    enum state state = DONE;
    unsigned at;

    if (!stops->count || !pb_quest_stops_are_fresh(own, bot))
        return 0;
    for (at = 0; at < stops->count; at++) {
        state = state_of(own, bot, &stops->stops[at]);
        if (state != DONE)
            break;
    }
    if (state != TO_DO || world->get_actor(world->self, actor, &view) != PB_OK)
        return 0;
    *plan = (struct pb_quest_plan){
        .goal = pb_quest_goal_of(own, stops->stops[at].stage),
        .object = stops->stops[at].giver,
        .quest_id = stops->stops[at].quest_id,
        .first = {.quest_id = stops->stops[at].quest_id, .rate = quester->score},
        .score = quester->score,
        .usual = quester->usual,
        .stage = stops->stops[at].stage,
        .objective = stops->stops[at].objective,
        .is_next = 1,
        .stops = {.planned_ms = stops->planned_ms, .count = (uint8_t)(stops->count - at)}};
    memcpy(plan->stops.stops, &stops->stops[at], plan->stops.count * sizeof *stops->stops);
    return find_place(own, bot, &view.position, plan) == PB_OK && !is_too_far(own, bot, &plan->goal.position);
}
