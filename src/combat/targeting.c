/* Targeting: what a bot that hunts fights next, and whom it hits when several fight it. */
#include "combat/targeting.h"
#include "ai/table.h"
#include "combat/claim.h"
#include "combat/company.h"
#include "combat/hunger.h"
#include "world/odds.h"
#include "world/position.h"
#include <stdio.h>

enum {
    IDLE_MS = 3000,
    FIGHT_MS = 2000,
    AFTER_ATTACK_MS = 1500,
    LOOK_MS = 2000,
    /* So long without a target: on to the next place; so long without a kill: others get them all. A look
     * counts for so long at most, since ways between places are not in vain. */
    EMPTY_MS = 6000,
    PATIENT_MS = 60000,
    HOPELESS_MS = 180000,
    LONGEST_LOOK_MS = 8000,
    SIGHT_YARDS = 45,
    MIDDLE_YARDS = 15,
    SEEN = 12,
    /* So often it lets somebody hungrier go first who then does not: likely that one does not see it. */
    MOST_YIELDS = 3,
    /* So many bots' surroundings come from memory together. */
    AHEAD = 16,
    /* Who is as near to somebody as this would join in against a bot that stands beside it. */
    CROWD_YARDS = 10,
    NEAR_REACH = 10,
    RUN_YARDS = 7, /* a second: baseMoveSpeed of MOVE_RUN, as TrinityCore and AzerothCore have it */
    /* Whoever fights a bot may stand so far off: creatures are let go at 60. */
    ENEMY_YARDS = 60,
    MOST_PLACES = 12,
    FAR_YARDS = 300, /* further off is for those to choose who sent it here */
    DECISION_TARGET = 1
};

struct hunter {
    uint32_t looked_ms, entry;
    uint32_t fed_ms;   /* when it last killed something, or began to hunt; 0: never yet */
    uint32_t vain_ms;  /* without a kill */
    uint16_t empty_ms; /* without a target */
    uint8_t places;
    uint8_t yields;     /* to who is hungrier, one after the other */
    uint8_t waits;      /* there is nowhere else to go */
    uint8_t has_fought; /* just now: what came of that is looked after first */
};

struct targeting {
    struct pb_system_env env;
    struct hunter *hunters;
    struct pb_claims claims;
    struct pb_hunger hunger;
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

    if (pb_claims_reserve(&own->env.memory, &own->claims, capacity) != PB_OK ||
        pb_hunger_reserve(&own->env.memory, &own->hunger, capacity) != PB_OK)
        return PB_E_no_memory;
    return pb_table_reserve(&own->env.memory, &own->hunters, sizeof *own->hunters, &own->capacity, capacity);
}

static void reset(void *self, pb_bot bot)
{
    ((struct targeting *)self)->hunters[bot] = (struct hunter){0};
}

/* Whom a bot looks at: what is near, how many stand with it, and how it would fight. */
struct look {
    struct pb_object_view seen[SEEN];
    unsigned count, friends, fair; /* fair: those that it could take on */
    float reach, most, second;     /* most, second: what the best two are worth */
    uint32_t other;
};

/* How many would turn on somebody who stands beside `at`. */
static unsigned crowd_of(const struct look *look, unsigned at)
{
    unsigned i, crowd = 1;

    /* Who goes up to what it fights stands among the others. */
    for (i = 0; look->reach <= NEAR_REACH && i < look->count; i++)
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

/* It is over: nothing is left here for this bot. */
static uint32_t despair(struct targeting *own, pb_bot bot, struct pb_goal *goal)
{
    goal->state = PB_GOAL_FAILED;
    own->hopeless++;
    own->hunters[bot] = (struct hunter){.fed_ms = own->hunters[bot].fed_ms};
    return IDLE_MS;
}

/* The next place beyond this one, but not far from it, where some of its kind live; 0: none. */
static int find_next(struct targeting *own, pb_bot bot, const struct pb_goal *goal, struct pb_position *place)
{
    const struct pb_world *world = own->env.world;
    struct hunter *hunter = &own->hunters[bot];

    while (world->find_habitat && hunter->places < MOST_PLACES &&
           world->find_habitat(world->self, own->env.bots->row[bot].actor, goal->entry, ++hunter->places,
                               place) == PB_OK) {
        float yards = pb_distance(place, &goal->position);

        if (yards > goal->radius)
            return yards <= FAR_YARDS;
    }
    return 0;
}

/* Nothing here: on to where others of its kind live, or, when that is nowhere else, until some come back. */
static uint32_t move_on(struct targeting *own, pb_bot bot, struct pb_goal *goal, uint32_t diff_ms)
{
    struct hunter *hunter = &own->hunters[bot];
    struct pb_position place;

    hunter->empty_ms = (uint16_t)(hunter->empty_ms + (diff_ms < 2 * LOOK_MS ? diff_ms : 2 * LOOK_MS));
    pb_hunger_tell(&own->hunger, &goal->position, own->env.bots->row[bot].actor, own->env.bots->now_ms,
                   own->env.bots->now_ms - hunter->fed_ms);
    if (hunter->empty_ms < EMPTY_MS)
        return LOOK_MS;
    hunter->empty_ms = 0;
    if (!goal->entry || !find_next(own, bot, goal, &place)) {
        /* In their middle it sees more of them than from where it first saw one. */
        if (hunter->waits && goal->radius > MIDDLE_YARDS) {
            goal->radius = MIDDLE_YARDS;
            goal->state = PB_GOAL_WAITS;
        }
        hunter->waits = 1;
        return LOOK_MS;
    }
    own->moves++;
    goal->position = place;
    goal->state = PB_GOAL_WAITS;
    return LOOK_MS;
}

/* Counts how long it has hunted this kind without a kill; whether that is too long. */
static int is_vain(struct targeting *own, pb_bot bot, uint32_t entry)
{
    struct hunter *hunter = &own->hunters[bot];
    uint32_t now_ms = own->env.bots->now_ms, since_ms = now_ms - hunter->looked_ms;

    if (hunter->entry != entry)
        *hunter = (struct hunter){.entry = entry, .fed_ms = hunter->fed_ms};
    else
        hunter->vain_ms += since_ms < LONGEST_LOOK_MS ? since_ms : LONGEST_LOOK_MS;
    hunter->looked_ms = now_ms;
    if (!hunter->fed_ms)
        hunter->fed_ms = now_ms | 1;
    return hunter->vain_ms >= HOPELESS_MS;
}

/* When it could strike what is so far off. */
static uint32_t arrival_ms(const struct targeting *own, const struct look *look, unsigned at)
{
    float yards = look->seen[at].distance - look->reach;

    return own->env.bots->now_ms + (yards > 0 ? (uint32_t)(yards * 1000 / RUN_YARDS) : 0);
}

static int is_friend(const struct targeting *own, pb_bot bot, pb_actor actor)
{
    const struct pb_world *world = own->env.world;
    struct pb_group_view group;
    unsigned i;

    if (!(own->env.bots->row[bot].status.flags & PB_ACTOR_GROUPED) || !world->get_group ||
        world->get_group(world->self, own->env.bots->row[bot].actor, &group) != PB_OK)
        return 0;
    for (i = 0; i < group.count && group.members[i].actor != actor; i++)
        ;
    return i < group.count;
}

/* Whether somebody else gets it; friends share, and what it claimed itself is its own. */
static int is_taken(const struct targeting *own, pb_bot bot, const struct look *look, unsigned at)
{
    pb_actor actor = pb_claims_find(&own->claims, look->seen[at].object, own->env.bots->now_ms);

    return actor != PB_NO_ACTOR && actor != own->env.bots->row[bot].actor && !is_friend(own, bot, actor);
}

/* The best that is seen of a kind (0: any prey) and that nobody else gets; SEEN: none. */
static unsigned search(const struct targeting *own, pb_bot bot, const struct pb_goal *goal, uint32_t entry,
                       struct look *look)
{
    const struct pb_world *world = own->env.world;
    struct pb_object_query query = {.radius = goal->radius > SIGHT_YARDS ? goal->radius : SIGHT_YARDS,
                                    .kinds = PB_OBJECT_CREATURE,
                                    .is_attackable = 1,
                                    .entry = entry};
    unsigned i, best = SEEN;

    look->most = look->second = 0;
    look->other = look->fair = 0;
    look->count = world->find_objects(world->self, own->env.bots->row[bot].actor, &query, look->seen, SEEN);
    for (i = 0; i < look->count; i++) {
        float value = value_of(own, bot, look, i, entry);

        look->fair += value > 0;
        if (value <= look->most || is_taken(own, bot, look, i))
            continue;
        look->second = look->most;
        look->other = best < SEEN ? (uint32_t)look->seen[best].object : 0;
        look->most = value;
        best = i;
    }
    return best;
}

static uint32_t hunt(struct targeting *own, pb_bot bot, struct pb_goal *goal, uint32_t diff_ms)
{
    const struct pb_world *world = own->env.world;
    struct hunter *hunter = &own->hunters[bot];
    pb_actor actor = own->env.bots->row[bot].actor;
    struct pb_combat_view combat;
    struct look look;
    unsigned best, hard;

    if (is_vain(own, bot, goal->entry))
        return despair(own, bot, goal);
    if (world->get_combat(world->self, actor, &combat) != PB_OK)
        return LOOK_MS;
    look.reach = combat.reach;
    look.friends = pb_company_near(&own->env, bot);
    best = search(own, bot, goal, goal->entry, &look);
    hard = look.count && !look.fair;
    /* While it waits here whatever else is prey teaches something, too. */
    if (best == SEEN && hunter->waits && hunter->vain_ms >= PATIENT_MS)
        best = search(own, bot, goal, 0, &look);
    else if (best < SEEN)
        hunter->waits = hunter->places = 0;
    if (best == SEEN)
        return hard && goal->entry ? despair(own, bot, goal) : move_on(own, bot, goal, diff_ms);
    if (hunter->yields < MOST_YIELDS &&
        pb_hunger_is_worse(&own->hunger, &goal->position, actor, own->env.bots->now_ms,
                           own->env.bots->now_ms - hunter->fed_ms)) {
        hunter->yields++;
        return LOOK_MS;
    }
    if (world->attack(world->self, actor, look.seen[best].object) != PB_OK)
        return LOOK_MS;
    own->attacks++;
    hunter->yields = 0;
    hunter->empty_ms = 0;
    pb_claims_make(&own->claims, look.seen[best].object, actor, arrival_ms(own, &look, best));
    pb_bots_decide(own->env.bots, bot, own->env.number, DECISION_TARGET, (uint32_t)look.seen[best].object,
                   look.most, look.other, look.second);
    return AFTER_ATTACK_MS;
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
    const struct targeting *own = self;
    struct hunter *hunter = &own->hunters[bot];

    hunter->has_fought = event->type == PB_WORLD_COMBAT_ENDED;
    if (event->type == PB_WORLD_KILLED)
        hunter->fed_ms = own->env.bots->now_ms | 1;
    if (event->type == PB_WORLD_KILLED && (!hunter->entry || event->entry == hunter->entry))
        hunter->vain_ms = 0;
    return 1;
}

static void explain(const void *self, pb_bot bot, char *text, size_t size)
{
    const struct hunter *hunter = &((const struct targeting *)self)->hunters[bot];

    snprintf(text, size, "nothing seen for %.1f s, no kill for %.1f s, %u places left behind",
             hunter->empty_ms / 1000.0, hunter->vain_ms / 1000.0, hunter->places);
}

static void configure(void *self, const struct pb_ai_settings *settings)
{
    ((struct targeting *)self)->env.settings = *settings;
}

static size_t memory(const void *self, size_t *shared)
{
    const struct targeting *own = self;

    *shared = sizeof *own;
    return pb_table_bytes(own->capacity, sizeof(struct hunter)) + pb_claims_bytes(&own->claims) +
           pb_hunger_bytes(&own->hunger);
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

    pb_hunger_free(&own_memory, &own->hunger);
    pb_claims_free(&own_memory, &own->claims);
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
