/* Targeting: what a bot that hunts fights next, and whom it hits when several fight it. */
#include "combat/targeting.h"
#include "ai/table.h"
#include "combat/company.h"
#include "combat/odds.h"
#include "world/position.h"
#include <stdio.h>

enum {
    IDLE_MS = 3000,
    FIGHT_MS = 2000,
    AFTER_ATTACK_MS = 1500,
    LOOK_MS = 2000,
    /* So long without a target: on to the next place, and after so long there is none. */
    EMPTY_MS = 6000,
    HOPELESS_MS = 60000,
    SIGHT_YARDS = 45,
    SEEN = 12,
    /* So many bots' surroundings come from memory together. */
    AHEAD = 16,
    /* Who is as near to somebody as this would join in against a bot that stands beside it. */
    CROWD_YARDS = 10,
    NEAR_REACH = 10,
    /* Whoever fights a bot may stand so far off: creatures are let go at 60. */
    ENEMY_YARDS = 60,
    MOST_PLACES = 12,
    DECISION_TARGET = 1
};

struct hunter {
    uint32_t empty_ms;
    uint8_t places;
    uint8_t has_fought; /* just now: what came of that is looked after first */
};

struct targeting {
    struct pb_system_env env;
    struct hunter *hunters;
    uint32_t capacity;
    uint64_t attacks, moves, hopeless;
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
    *self = own;
    return PB_OK;
}

static int reserve(void *self, uint32_t capacity)
{
    struct targeting *own = self;

    return pb_table_reserve(&own->env.memory, &own->hunters, sizeof *own->hunters, &own->capacity, capacity);
}

static void reset(void *self, pb_bot bot)
{
    ((struct targeting *)self)->hunters[bot] = (struct hunter){0};
}

/* Whom a bot looks at: what is near, how many stand with it, and how it would fight. */
struct look {
    struct pb_object_view seen[SEEN];
    unsigned count, friends;
    int is_near; /* it goes up to whom it fights, among the others */
};

/* How many would turn on somebody who stands beside `at`. */
static unsigned crowd_of(const struct look *look, unsigned at)
{
    unsigned i, crowd = 1;

    for (i = 0; look->is_near && i < look->count; i++)
        crowd += i != at && pb_distance(&look->seen[at].position, &look->seen[i].position) <= CROWD_YARDS;
    return crowd;
}

/* The less it costs and the nearer it is the better; 0 is one that nobody should touch. */
static float value_of(const struct targeting *own, pb_bot bot, const struct look *look, unsigned at,
                      uint32_t entry)
{
    const struct pb_object_view *view = &look->seen[at];
    unsigned level = own->env.bots->row[bot].status.level;
    float cost = pb_odds_cost(level, view->level, view->rank, 1, look->friends);

    /* What a quest wants may cost more than prey. */
    if (cost > (entry ? PB_ODDS_QUEST : PB_ODDS_PREY))
        return 0;
    /* Of prey that teaches nothing there is no end; who cannot learn any more takes it for what it carries.
     */
    if (!entry && level < PB_MAX_LEVEL && own->env.world->estimate_kill &&
        !own->env.world->estimate_kill(own->env.world->self, own->env.bots->row[bot].actor, view->entry))
        return 0;
    cost = pb_odds_cost(level, view->level, view->rank, crowd_of(look, at), look->friends);
    return 1000 / (200 + 8 * view->distance + 4 * cost);
}

/* Nothing here: on to where others of its kind live. */
static uint32_t move_on(struct targeting *own, pb_bot bot, struct pb_goal *goal, uint32_t diff_ms)
{
    const struct pb_world *world = own->env.world;
    struct hunter *hunter = &own->hunters[bot];
    struct pb_position place;

    hunter->empty_ms += diff_ms < 2 * LOOK_MS ? diff_ms : 2 * LOOK_MS;
    if (hunter->empty_ms < EMPTY_MS)
        return LOOK_MS;
    if (hunter->empty_ms >= HOPELESS_MS || hunter->places >= MOST_PLACES || !goal->entry ||
        !world->find_habitat ||
        world->find_habitat(world->self, own->env.bots->row[bot].actor, goal->entry, ++hunter->places,
                            &place) != PB_OK) {
        goal->state = PB_GOAL_FAILED;
        own->hopeless++;
        *hunter = (struct hunter){0};
        return IDLE_MS;
    }
    own->moves++;
    hunter->empty_ms = 0;
    goal->position = place;
    goal->state = PB_GOAL_WAITS;
    return LOOK_MS;
}

static uint32_t hunt(struct targeting *own, pb_bot bot, struct pb_goal *goal, uint32_t diff_ms)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_object_query query = {.radius = goal->radius > SIGHT_YARDS ? goal->radius : SIGHT_YARDS,
                                    .kinds = PB_OBJECT_CREATURE,
                                    .is_attackable = 1,
                                    .entry = goal->entry};
    struct pb_combat_view combat;
    struct look look;
    unsigned i, best = SEEN;
    float value, most = 0, second = 0;
    uint32_t other = 0;

    look.count = world->find_objects(world->self, actor, &query, look.seen, SEEN);
    if (!look.count || world->get_combat(world->self, actor, &combat) != PB_OK)
        return move_on(own, bot, goal, diff_ms);
    look.friends = pb_company_near(&own->env, bot);
    look.is_near = combat.reach <= NEAR_REACH;
    for (i = 0; i < look.count; i++) {
        value = value_of(own, bot, &look, i, goal->entry);
        if (value > most) {
            second = most;
            other = best < SEEN ? (uint32_t)look.seen[best].object : 0;
            most = value;
            best = i;
        }
    }
    if (best == SEEN)
        return move_on(own, bot, goal, diff_ms);
    if (world->attack(world->self, actor, look.seen[best].object) != PB_OK)
        return LOOK_MS;
    own->attacks++;
    own->hunters[bot] = (struct hunter){0};
    pb_bots_decide(own->env.bots, bot, own->env.number, DECISION_TARGET, (uint32_t)look.seen[best].object,
                   most, other, second);
    return AFTER_ATTACK_MS;
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
    if (world->get_combat(world->self, actor, &combat) != PB_OK || combat.target)
        return FIGHT_MS;
    /* Somebody else killed what it was running up to. */
    if (!combat.attackers) {
        if (world->stop_attack)
            world->stop_attack(world->self, actor);
        return FIGHT_MS;
    }
    count = world->find_objects(world->self, actor, &query, seen, SEEN);
    for (i = 1; i < count; i++)
        if (seen[i].is_enemy > seen[best].is_enemy ||
            (seen[i].is_enemy == seen[best].is_enemy && seen[i].health_percent < seen[best].health_percent))
            best = i;
    if (count && world->attack(world->self, actor, seen[best].object) == PB_OK)
        own->attacks++;
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
        return IDLE_MS;
    /* The next fight can wait for a tick: systems behind this one in it, which loot and choose, do not run in
     * fights, and from one to the next without a pause they would never come. */
    if (own->hunters[bot].has_fought) {
        own->hunters[bot].has_fought = 0;
        return 0;
    }
    if (is_unwell(own, bot))
        return LOOK_MS;
    return hunt(own, bot, &own->env.bots->row[bot].goal, diff_ms);
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
        __builtin_prefetch(&own->hunters[bot], 1);
    }
    if (known > 1)
        world->look_ahead(world->self, hunters, known, SIGHT_YARDS);
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
    ((struct targeting *)self)->hunters[bot].has_fought = event->type == PB_WORLD_COMBAT_ENDED;
    return 1;
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct hunter *hunter = &((const struct targeting *)self)->hunters[bot];

    snprintf(text, size, "nothing seen for %.1f s, %u places left behind", hunter->empty_ms / 1000.0,
             hunter->places);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    ((struct targeting *)self)->env.settings = *settings;
}

static size_t memory(const void *self, size_t *shared)
{
    *shared = sizeof(struct targeting);
    return pb_table_bytes(((const struct targeting *)self)->capacity, sizeof(struct hunter));
}

static void figures(const void *self, pb_system_figure_fn *figure, void *user)
{
    const struct targeting *own = self;

    figure(user, "attacks", own->attacks, "attacks", "targets that were chosen");
    figure(user, "moves", own->moves, "moves", "times that a bot went on because nothing was there");
    figure(user, "hopeless", own->hopeless, "goals", "hunts that found nothing");
}

static void shutdown(void *self)
{
    struct targeting *own = self;
    struct pb_memory own_memory = own->env.memory;

    pb_lines_free(&own_memory, own->hunters);
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
