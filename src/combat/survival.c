/* Survival: rest after fights, run from those that would be lost, come back from the dead. */
#include "combat/survival.h"
#include "ai/company.h"
#include "ai/table.h"
#include "world/odds.h"
#include "world/position.h"
#include <math.h>
#include <stdio.h>

enum {
    FIGHT_MS = 2000,
    CALM_MS = 4000,
    /* Nothing is wanting: a fight, or the end of one, wakes. */
    WELL_MS = 15000,
    RESTING_MS = 3000,
    GHOST_MS = 4000,
    /* Power below this share of what health should be is worth a rest too. */
    POWER_PERCENT = 20,
    FLEE_YARDS = 90
};

/* A fight that costs so many times what a bot has is not begun, if it can help it. */
#define FAR_TOO_MUCH 1.3f

struct survival {
    struct pb_system_env env;
    uint64_t rests, flights, resurrections;
};

static int initialize(void **self, const struct pb_system_env *env)
{
    struct survival *own;

    if (!env->world->rest || !env->world->resurrect)
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
    (void)self;
    (void)capacity;
    return PB_OK;
}

static void reset(void *self, pb_bot bot)
{
    (void)self;
    (void)bot;
}

static int is_fleeing(const struct survival *own, pb_bot bot)
{
    const struct pb_goal *goal = &own->env.bots->row[bot].goal;

    return goal->kind != PB_GOAL_NONE && goal->owner == own->env.number;
}

/* Away from who is fought, straight. The goal tells the others not to turn round: see targeting.c. */
static void flee(struct survival *own, pb_bot bot, const struct pb_combat_view *combat)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_goal goal = {
        .kind = PB_GOAL_GO, .radius = FLEE_YARDS / 2, .owner = own->env.number, .priority = PB_GOAL_SURVIVE};
    struct pb_actor_view view;
    struct pb_position there;
    float x, y, length;

    if (world->get_actor(world->self, actor, &view) != PB_OK)
        return;
    x = view.position.x - combat->target_position.x;
    y = view.position.y - combat->target_position.y;
    length = sqrtf(x * x + y * y);
    there = view.position;
    there.x += length > 1 ? x / length * FLEE_YARDS : FLEE_YARDS;
    there.y += length > 1 ? y / length * FLEE_YARDS : 0;
    goal.position = there;
    if (pb_bots_set_goal(own->env.bots, bot, &goal) != PB_OK)
        return;
    if (world->stop_attack(world->self, actor) == PB_OK &&
        world->move_to(world->self, actor, &there, 0, NULL) == PB_OK)
        own->flights++;
    else
        pb_bots_clear_goal(own->env.bots, bot, own->env.number);
}

/* Percent of its health that the rest of the fight would cost. */
static float rest_of_cost(const struct pb_actor_status *status, const struct pb_combat_view *combat,
                          unsigned attackers, unsigned friends)
{
    return pb_odds_cost(status->level, combat->target_level, combat->target_rank, attackers, friends) *
           (float)combat->target_health_percent / 100;
}

/*
 * Whether to run: from what would be lost once the bot is badly off, and from what is far too strong at once;
 * in either case only while it would get away. Else it fights on, and may be lucky. With friends a fight
 * costs less, so most bots need not ask who is with them.
 */
static int should_run(const struct survival *own, pb_bot bot, const struct pb_combat_view *combat)
{
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;
    unsigned attackers = combat->attackers ? combat->attackers : 1;
    float health = status->health_percent,
          limit =
              status->health_percent < own->env.settings.combat_flee_percent ? health : health * FAR_TOO_MUCH;

    return rest_of_cost(status, combat, attackers, 0) > limit &&
           pb_odds_flight(status->level, combat->target_level, combat->target_rank, attackers) < health &&
           rest_of_cost(status, combat, attackers, pb_company_near(&own->env, bot)) > limit;
}

static uint32_t fight(struct survival *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    struct pb_combat_view combat;

    if (is_fleeing(own, bot)) {
        /* Still hunted where it wanted to be safe: now it fights. */
        if (!(own->env.bots->row[bot].status.flags & PB_ACTOR_MOVING))
            pb_bots_clear_goal(own->env.bots, bot, own->env.number);
        return FIGHT_MS;
    }
    if (own->env.settings.combat_flee_percent <= 0 || !world->get_combat || !world->stop_attack ||
        own->env.bots->row[bot].status.flags & PB_ACTOR_MOVING ||
        world->get_combat(world->self, own->env.bots->row[bot].actor, &combat) != PB_OK || !combat.target)
        return FIGHT_MS;
    if (should_run(own, bot, &combat))
        flee(own, bot, &combat);
    return FIGHT_MS;
}

static uint32_t calm_down(struct survival *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;
    int limit = own->env.settings.combat_rest_percent;

    if (status->flags & PB_ACTOR_RESTING)
        return RESTING_MS;
    if (status->health_percent >= limit && status->power_percent >= POWER_PERCENT)
        return WELL_MS;
    /* On its way it rests only when it is badly off. */
    if (status->flags & PB_ACTOR_MOVING && status->health_percent >= limit / 2)
        return CALM_MS;
    if (world->rest(world->self, own->env.bots->row[bot].actor) == PB_OK)
        own->rests++;
    return RESTING_MS;
}

static uint32_t step(struct survival *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;

    if (own->env.bots->row[bot].mode != PB_BOT_COMBAT)
        pb_bots_clear_goal(own->env.bots, bot, own->env.number);
    switch (own->env.bots->row[bot].mode) {
    case PB_BOT_DEAD:
        if (world->resurrect(world->self, own->env.bots->row[bot].actor) == PB_OK)
            own->resurrections++;
        return GHOST_MS;
    case PB_BOT_COMBAT:
        return fight(own, bot);
    default:
        return calm_down(own, bot);
    }
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    unsigned i;

    for (i = 0; i < count; i++)
        steps[i].next_ms = step(self, steps[i].bot);
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct survival *own = self;
    const struct pb_world *world = own->env.world;

    /* Back from the dead it gets its breath before anything else. */
    if (event->type == PB_WORLD_RESURRECTED &&
        world->rest(world->self, own->env.bots->row[bot].actor) == PB_OK)
        own->rests++;
    return 1;
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    ((struct survival *)self)->env.settings = *settings;
}

static size_t memory(const void *self, size_t *shared)
{
    (void)self;
    *shared = sizeof(struct survival);
    return 0;
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct survival *own = self;

    figure(user, "rests", own->rests, "rests", "times that a bot sat down to rest");
    figure(user, "flights", own->flights, "flights", "fights that a bot ran from");
    figure(user, "resurrections", own->resurrections, "deaths", "deaths that a bot came back from");
}

static void shutdown(void *self)
{
    struct survival *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_survival_system = {
    .name = "survival",
    .priority = PB_PRIORITY_HIGH,
    .interval_ms = 2000,
    .max_age_ms = 2000,
    .modes = PB_BOT_PEACE | PB_BOT_COMBAT | PB_BOT_DEAD,
    .events = 1ull << PB_WORLD_COMBAT_ENDED | 1ull << PB_WORLD_RESURRECTED,
    .initialize = initialize,
    .reserve = reserve,
    .reset = reset,
    .update = update,
    .on_event = on_event,
    .configure = configure,
    .memory = memory,
    .figures = figures,
    .shutdown = shutdown,
};
