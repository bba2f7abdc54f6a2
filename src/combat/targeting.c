/* Targeting: what a bot that hunts fights next, and whom it hits when several fight it. */
#include "combat/targeting.h"
#include "combat/hunt.h"
#include "include/playerbot_error.h"
#include <stdio.h>

enum {
    FIGHT_MS = 2000,
    SEEN = 12,
    /* So many bots' surroundings come from memory together. */
    AHEAD = 16,
    /* Whoever fights a bot may stand so far off: creatures are let go at 60. */
    ENEMY_YARDS = 60
};

struct targeting {
    struct pb_system_env env;
    struct pb_hunts hunts;
    uint64_t blows; /* targets of those who were attacked */
};

static int initialize(void **self, const struct pb_system_env *env)
{
    struct targeting *own;

    if (!env->world->attack || !env->world->find_objects || !env->world->get_combat)
        return PB_E_unsupported;
    own = pb_memory_new(&env->memory, 1, sizeof *own);
    if (!own)
        return PB_E_no_memory;
    own->env = *env;
    own->hunts.env = &own->env;
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    return pb_hunts_reserve(&((struct targeting *)self)->hunts, capacity);
}

static void reset(void *self, pb_bot bot)
{
    pb_hunts_reset(&((struct targeting *)self)->hunts, bot);
}

/* What another has struck first brings nothing. */
static int is_lost(const struct targeting *own, pb_bot bot, pb_object target)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_view view;

    return world->get_object &&
           world->get_object(world->self, own->env.bots->row[bot].actor, target, &view) == PB_OK &&
           view.is_tapped;
}

/* Who fights without a target hits back: whoever fights it, before those who only stand there; the weakest.
 */
static uint32_t fight(struct targeting *own, pb_bot bot)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_object_query query = {.radius = ENEMY_YARDS, .kinds = PB_OBJECT_CREATURE, .is_attackable = 1};
    struct pb_object_view seen[SEEN];
    struct pb_combat_view combat;
    unsigned count, i, best = 0;

    /* Who runs for its life does not turn round. */
    if (own->env.bots->row[bot].goal.kind != PB_GOAL_NONE &&
        own->env.bots->row[bot].goal.priority >= PB_GOAL_SURVIVE)
        return FIGHT_MS;
    if (world->get_combat(world->self, actor, &combat) != PB_OK || (combat.target && combat.attackers))
        return FIGHT_MS;
    /* What it was running up to is dead, or somebody else's. */
    if (!combat.attackers && (!combat.target || is_lost(own, bot, combat.target))) {
        if (world->stop_attack)
            world->stop_attack(world->self, actor);
        return FIGHT_MS;
    }
    if (combat.target)
        return FIGHT_MS;
    count = world->find_objects(world->self, actor, &query, seen, SEEN);
    for (i = 1; i < count; i++)
        if (seen[i].is_enemy > seen[best].is_enemy ||
            (seen[i].is_enemy == seen[best].is_enemy && seen[i].health_percent < seen[best].health_percent))
            best = i;
    if (count && world->attack(world->self, actor, seen[best].object) == PB_OK)
        own->blows++;
    return FIGHT_MS;
}

static int may_hunt(const struct targeting *own, pb_bot bot)
{
    const struct pb_goal *goal = &own->env.bots->row[bot].goal;

    return goal->kind == PB_GOAL_HUNT && goal->state == PB_GOAL_REACHED;
}

/* First it gets its breath back: survival sees to that. */
static int is_unwell(const struct targeting *own, pb_bot bot)
{
    const struct pb_actor_status *status = &own->env.bots->row[bot].status;

    return status->flags & PB_ACTOR_RESTING || status->health_percent < own->env.settings.combat_rest_percent;
}

static uint32_t step(struct targeting *own, pb_bot bot, uint32_t diff_ms)
{
    if (own->env.bots->row[bot].mode == PB_BOT_COMBAT)
        return fight(own, bot);
    if (!may_hunt(own, bot))
        return PB_HUNT_IDLE_MS;
    /* The next fight can wait for a tick: systems behind this one in it, which loot and choose, do not run in
     * fights, and from one to the next without a pause they would never come. */
    if (own->hunts.hunters[bot].has_fought) {
        own->hunts.hunters[bot].has_fought = 0;
        return 0;
    }
    if (is_unwell(own, bot))
        return PB_HUNT_LOOK_MS;
    return pb_hunts_look(&own->hunts, bot, diff_ms);
}

/* Those of the next few who will look round: the world may fetch what is around all of them at once. */
static void look_ahead(const struct targeting *own, const struct pb_step *steps, unsigned count)
{
    const struct pb_world *world = own->env.world;
    pb_actor hunters[AHEAD];
    unsigned i, known = 0;

    for (i = 0; i < count && i < AHEAD; i++) {
        pb_bot bot = steps[i].bot;

        if (own->env.bots->row[bot].mode == PB_BOT_COMBAT || !may_hunt(own, bot) || is_unwell(own, bot))
            continue;
        hunters[known++] = own->env.bots->row[bot].actor;
        __builtin_prefetch(&own->hunts.hunters[bot], 1);
    }
    if (known > 1)
        world->look_ahead(world->self, hunters, known, PB_HUNT_SIGHT_YARDS);
}

static void update(void *self, struct pb_step *steps, unsigned count)
{
    const struct targeting *own = self;
    unsigned i;

    for (i = 0; i < count; i++) {
        if (own->env.world->look_ahead && i % AHEAD == 0)
            look_ahead(own, steps + i, count - i);
        steps[i].next_ms = step(self, steps[i].bot, steps[i].diff_ms);
    }
}

static int on_event(void *self, pb_bot bot, const struct pb_world_event *event)
{
    struct targeting *own = self;

    own->hunts.hunters[bot].has_fought = event->type == PB_WORLD_COMBAT_ENDED;
    if (event->type == PB_WORLD_KILLED)
        pb_hunts_killed(&own->hunts, bot, event->entry);
    return 1;
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct pb_hunter *hunter = &((const struct targeting *)self)->hunts.hunters[bot];

    snprintf(text, size, "nothing seen for %.1f s, no kill for %.1f s, %u places left behind",
             hunter->empty_ms / 1000.0, hunter->vain_ms / 1000.0, hunter->places);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    ((struct targeting *)self)->env.settings = *settings;
}

static size_t memory(const void *self, size_t *shared)
{
    *shared = sizeof(struct targeting);
    return pb_hunts_bytes(&((const struct targeting *)self)->hunts);
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct targeting *own = self;

    figure(user, "attacks", own->hunts.attacks + own->blows, "attacks", "targets that were chosen");
    figure(user, "moves", own->hunts.moves, "moves", "times that a bot went on because nothing was there");
    figure(user, "hopeless", own->hunts.hopeless, "goals", "hunts that found nothing");
    figure(user, "left", own->hunts.left, "creatures", "prey that another bot was on its way to");
    figure(user, "yields", own->hunts.yields, "times", "times that a bot let a hungrier one go first");
}

static void shutdown(void *self)
{
    struct targeting *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_hunts_free(&own->hunts);
    pb_memory_free(&own_memory, own);
}

const struct pb_system_type pb_targeting_system = {
    .name = "targeting",
    .priority = PB_PRIORITY_CRITICAL,
    .interval_ms = 1000,
    .max_age_ms = 1000,
    .modes = PB_BOT_PEACE | PB_BOT_COMBAT,
    .carries_goals = 1,
    .events = 1ull << PB_WORLD_COMBAT_ENDED | 1ull << PB_WORLD_KILLED,
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
