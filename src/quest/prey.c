#include "quest/prey.h"
#include "quest/pace.h"
#include "quest/state.h"
#include "world/odds.h"
#include <math.h>

/* A place gives a kill every so many seconds, to whoever is there. */
static const float SUPPLY_S = 4;

struct pb_quest_kill pb_quest_kill_of(const struct pb_quests *own, pb_bot bot, uint32_t entry, unsigned usual,
                                      unsigned friends, const struct pb_position *position)
{
    const struct pb_world *world = own->env.world;
    const struct pb_bot_row *row = &own->env.bots->row[bot];
    /* Asked first: it comes from far, and is not needed until the end. */
    unsigned rivals = pb_quest_rivals(own, bot, position);
    const struct pb_creature_template *creature =
        world->get_creature ? world->get_creature(world->self, entry) : NULL;
    unsigned level = creature ? (unsigned)(creature->level_min + creature->level_max + 1) / 2 : usual;
    unsigned rank = creature ? creature->rank : 0;
    struct pb_quest_kill kill = {
        .seconds = pb_pace_of(row->status.level, level, rank, friends).seconds,
        .is_hard = creature && pb_odds_cost(row->status.level, level, rank, 1, friends) > PB_ODDS_QUEST};

    kill.seconds = fmaxf(kill.seconds, SUPPLY_S * (float)(rivals + 1));
    if (world->estimate_kill)
        kill.value = (float)world->estimate_kill(world->self, row->actor, entry) / (float)(friends + 1);
    return kill;
}

void pb_quest_hunt_at(struct pb_quests *own, pb_bot bot, const struct pb_position *position)
{
    uint32_t place = position ? pb_hunters_place(position) : 0;

    pb_hunters_move(&own->hunters, own->questers[bot].place, place);
    own->questers[bot].place = place;
}

unsigned pb_quest_rivals(const struct pb_quests *own, pb_bot bot, const struct pb_position *position)
{
    uint32_t place = pb_hunters_place(position);
    unsigned count = pb_hunters_at(&own->hunters, place);

    return count - (count && own->questers[bot].place == place);
}
