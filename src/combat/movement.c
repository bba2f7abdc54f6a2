/*
 * Movement: carries out where a bot's goal wants it. While it walks nothing is to be done but to wait for its
 * arrival, of which an event tells.
 */
#include "combat/movement.h"
#include "ai/table.h"
#include "world/position.h"
#include <stdio.h>

enum {
    /* Nothing to do: goals wake. */
    IDLE_MS = 15000,
    RETRY_MS = 2000,
    /* A walk is looked at again at the latest after this, in case an event was lost. */
    WALK_MS = 20000,
    SLACK_MS = 250,
    SLACK_YARDS = 1,
    MOST_TRIES = 5
};

struct walker {
    uint8_t tries, is_walking;
};

struct movement {
    struct pb_system_env env;
    struct walker *walkers;
    uint32_t capacity;
    uint64_t walks, arrivals, failures;
};

static int initialize(void **self, const struct pb_system_env *env)
{
    struct movement *own;

    if (!env->world->move_to || !env->world->get_actor)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct movement *own = self;

    return pb_table_reserve(&own->env.memory, &own->walkers, sizeof *own->walkers, &own->capacity, capacity);
}

static void reset(void *self, pb_bot bot)
{
    ((struct movement *)self)->walkers[bot] = (struct walker){0};
}

static void finish(struct movement *own, pb_bot bot, enum pb_goal_state state)
{
    own->env.bots->row[bot].goal.state = (uint8_t)state;
    own->walkers[bot] = (struct walker){0};
    if (state == PB_GOAL_FAILED)
        own->failures++;
    else
        own->arrivals++;
}

/* Sets out; returns when to look again. What is asked for anew is tried from the first time. */
static uint32_t walk(struct movement *own, pb_bot bot, struct pb_goal *goal)
{
    const struct pb_world *world = own->env.world;
    struct walker *walker = &own->walkers[bot];
    uint32_t eta_ms = 0;

    if (goal->state == PB_GOAL_WAITS)
        walker->tries = 0;
    if (walker->tries++ >= MOST_TRIES ||
        world->move_to(world->self, own->env.bots->row[bot].actor, &goal->position, goal->radius * 0.7f,
                       &eta_ms) != PB_OK) {
        finish(own, bot, PB_GOAL_FAILED);
        return IDLE_MS;
    }
    own->walks++;
    goal->state = PB_GOAL_UNDER_WAY;
    walker->is_walking = 1;
    return eta_ms + SLACK_MS < WALK_MS ? eta_ms + SLACK_MS : WALK_MS;
}

static uint32_t go(struct movement *own, pb_bot bot, struct pb_goal *goal)
{
    const struct pb_world *world = own->env.world;
    struct pb_actor_view view;

    if (own->env.bots->row[bot].status.flags & PB_ACTOR_MOVING && own->walkers[bot].is_walking &&
        goal->state == PB_GOAL_UNDER_WAY)
        return RETRY_MS;
    if (world->get_actor(world->self, own->env.bots->row[bot].actor, &view) != PB_OK)
        return RETRY_MS;
    if (pb_distance(&view.position, &goal->position) <= goal->radius + SLACK_YARDS) {
        if (own->env.bots->row[bot].status.flags & PB_ACTOR_MOVING && world->stop)
            world->stop(world->self, own->env.bots->row[bot].actor);
        finish(own, bot, PB_GOAL_REACHED);
        return IDLE_MS;
    }
    return walk(own, bot, goal);
}

/* It eats, or should before it sets out: survival sees to that. */
static int is_unwell(const struct movement *own, pb_bot bot)
{
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;

    return status->flags & PB_ACTOR_RESTING ||
           (!(status->flags & PB_ACTOR_MOVING) && own->env.world->rest &&
            status->health_percent < own->env.settings.combat_rest_percent);
}

static uint32_t step(struct movement *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_goal *goal = &own->env.bots->row[bot].goal;

    if (goal->kind == PB_GOAL_NONE || goal->state >= PB_GOAL_REACHED)
        return IDLE_MS;
    /* What is more than a bot's own business does not wait. */
    if (goal->priority < PB_GOAL_TRADE && is_unwell(own, bot))
        return RETRY_MS;
    if (goal->kind != PB_GOAL_STAY)
        return go(own, bot, goal);
    if (own->env.bots->row[bot].status.flags & PB_ACTOR_MOVING && world->stop)
        world->stop(world->self, own->env.bots->row[bot].actor);
    finish(own, bot, PB_GOAL_REACHED);
    return IDLE_MS;
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct movement *own = self;
    struct pb_goal *goal = &own->env.bots->row[bot].goal;

    /* A fight on the way says nothing about the way. */
    if (event->type == PB_WORLD_ARRIVED || event->type == PB_WORLD_COMBAT_ENDED)
        own->walkers[bot].tries = 0;
    own->walkers[bot].is_walking = 0;
    /* A fight, or death, led it away from where it was. */
    if (event->type == PB_WORLD_RESURRECTED && goal->kind != PB_GOAL_NONE && goal->state != PB_GOAL_FAILED) {
        goal->state = PB_GOAL_WAITS;
        own->walkers[bot].tries = 0;
    }
    return goal->kind != PB_GOAL_NONE;
}

/* What the world shows it doing; its own word is that of its last turn. */
static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct movement *own = self;
    const struct pb_world *world = own->env.world;
    struct pb_actor_status status = own->env.bots->row[bot].status;

    if (world->get_status)
        world->get_status(world->self, &own->env.bots->row[bot].actor, 1, &status);
    snprintf(text, size,
             status.flags & PB_ACTOR_RESTING                                  ? "rests"
             : status.flags & PB_ACTOR_MOVING && own->walkers[bot].is_walking ? "walks, try %u"
             : status.flags & PB_ACTOR_MOVING                                 ? "is on the move"
                                                                              : "stands",
             own->walkers[bot].tries);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    ((struct movement *)self)->env.settings = *settings;
}

static size_t memory(const void *self, size_t *shared)
{
    *shared = sizeof(struct movement);
    return pb_table_bytes(((const struct movement *)self)->capacity, sizeof(struct walker));
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct movement *own = self;

    figure(user, "walks", own->walks, "walks", "times that a bot set out");
    figure(user, "arrivals", own->arrivals, "goals", "goals that were reached");
    figure(user, "failures", own->failures, "goals", "goals that could not be reached");
}

static void shutdown(void *self)
{
    struct movement *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_lines_free(&own_memory, own->walkers);
    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_movement_system = {
    .name = "movement",
    .priority = PB_PRIORITY_CRITICAL,
    .interval_ms = 1000,
    .max_age_ms = 1000,
    .modes = PB_BOT_PEACE,
    .carries_goals = 1,
    .events = 1ull << PB_WORLD_ARRIVED | 1ull << PB_WORLD_STUCK | 1ull << PB_WORLD_COMBAT_ENDED |
              1ull << PB_WORLD_RESURRECTED,
    .initialize = initialize,
    .reserve = reserve,
    .reset = reset,
    .update = update,
    .on_event = on_event,
    .explain = explain,
    .configure = configure,
    .memory = memory,
    .figures = figures,
    .shutdown = shutdown,
};
