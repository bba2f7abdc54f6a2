/* Wandering: what a bot does that has no quest, or whom its quests only kill. */
#include "base/chance.h"
#include "quest/state.h"
#include <math.h>

enum {
    HUNT_YARDS = 70,
    /* How far it strays at most, each way: more than enemies on the way can be seen. */
    STRAY_YARDS = 150,
    DETOUR_YARDS = 400,
    MOST_DETOURS = 5, /* each further than the one before, up to this */
    /* Kinds of prey that it compares. */
    MOST_KINDS = 16,
    /* Who died so often for nothing learns more first, for so long. */
    MOST_DEATHS = 3,
    SHY_MS = 600000
};
/* It counts what it learns so far ahead; a place that was empty just now gives so much of that at most. */
static const float AHEAD_S = 600, EMPTY_SHARE = 0.25f;

/* Somewhere around. */
static struct pb_position stray(const struct pb_position *here, float yards, uint64_t *chance)
{
    struct pb_position place = *here;

    place.x += ((float)pb_chance_share(chance) * 2 - 1) * yards;
    place.y += ((float)pb_chance_share(chance) * 2 - 1) * yards;
    return place;
}

/* Where it learns most in the next minutes, of the way and of those who hunt there too; 0: nobody knows. */
static int find_prey(const struct pb_quests *own, pb_bot bot, struct pb_position *best)
{
    const struct pb_world *world = own->env.world;
    pb_actor actor = own->env.bots->row[bot].actor;
    unsigned level = own->env.bots->row[bot].status.level, count, i;
    struct pb_prey prey[MOST_KINDS];
    struct pb_position places[MOST_KINDS];
    uint32_t way_ms[MOST_KINDS] = {0};
    float most = -INFINITY;

    count = world->find_prey ? world->find_prey(world->self, actor, prey, MOST_KINDS) : 0;
    for (i = 0; i < count; i++)
        places[i] = prey[i].position;
    if (count && world->estimate_travel)
        world->estimate_travel(world->self, actor, places, count, way_ms);
    for (i = 0; i < count; i++) {
        struct pb_quest_kill kill = pb_quest_kill_of(own, bot, prey[i].entry, level, 0, &prey[i].position);
        float value;

        if (way_ms[i] == UINT32_MAX)
            continue;
        /* At the highest level nothing teaches anything. */
        value = fmaxf(kill.value, 1) / kill.seconds * (AHEAD_S - (float)way_ms[i] / 1000);
        if (own->questers[bot].empty == pb_hunters_place(&prey[i].position))
            value *= value > 0 ? EMPTY_SHARE : 1;
        if (value > most) {
            most = value;
            *best = prey[i].position;
        }
    }
    return most > -INFINITY;
}

void pb_quest_wander(struct pb_quests *own, pb_bot bot, const struct pb_position *here)
{
    struct pb_quester *quester = &own->questers[bot];
    struct pb_goal goal = {
        .radius = HUNT_YARDS, .kind = PB_GOAL_HUNT, .owner = own->env.number, .priority = PB_GOAL_IDLE};
    uint64_t chance =
        own->env.seed ^ (own->env.bots->row[bot].guid * 0x9e3779b97f4a7c15u) ^ own->env.bots->now_ms;

    /* From the same graveyard the same way leads past the same enemies, for ever. Where it is on its way to
     * already it goes on to: from there something else may be the nearest. */
    if (quester->detour == PB_DETOUR_TO_MAKE) {
        if (quester->detours < MOST_DETOURS)
            quester->detours++;
        goal.position = stray(here, (float)DETOUR_YARDS * quester->detours, &chance);
        quester->detour = PB_DETOUR_UNDER_WAY;
    } else if (quester->goal.kind == PB_GOAL_HUNT && quester->goal.priority == PB_GOAL_IDLE) {
        goal.position = quester->goal.position;
    } else if (!find_prey(own, bot, &goal.position)) {
        goal.position = stray(here, STRAY_YARDS, &chance);
    }
    quester->quest_id = 0;
    quester->goal = goal;
    pb_quest_hunt_at(own, bot, &goal.position);
    quester->is_helping = 0;
    if (pb_bots_set_goal(own->env.bots, bot, &goal) == PB_OK)
        pb_quest_signal(own, bot, PB_QUEST_PLANS_NOTHING);
}

void pb_quest_wandered(struct pb_quester *quester, int is_empty, int is_there)
{
    int is_detour = quester->detour == PB_DETOUR_UNDER_WAY;

    if (!is_empty && !is_there)
        return;
    quester->goal.kind = PB_GOAL_NONE;
    quester->detour = PB_DETOUR_NONE;
    if (!is_empty)
        quester->detours = 0;
    /* Where it made a detour to it expected nothing. */
    if (!is_detour)
        quester->empty = is_empty ? quester->place : 0;
}

int pb_quest_is_shy(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];

    if (quester->is_shy && (int32_t)(own->env.bots->now_ms - quester->shy_ms) >= 0)
        quester->is_shy = 0;
    return quester->is_shy;
}

void pb_quest_rise_again(struct pb_quests *own, pb_bot bot)
{
    struct pb_quester *quester = &own->questers[bot];

    quester->is_woken = 1;
    if (quester->phase == PB_QUEST_WANDERING) {
        pb_quest_wandered(quester, 1, 0);
        quester->detour = PB_DETOUR_TO_MAKE;
    }
    if (++quester->deaths < MOST_DEATHS)
        return;
    quester->deaths = 0;
    quester->is_shy = 1;
    quester->shy_ms = own->env.bots->now_ms + SHY_MS;
    pb_bots_clear_goal(own->env.bots, bot, own->env.number);
}
