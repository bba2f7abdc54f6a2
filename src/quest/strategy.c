#include "quest/strategy.h"
#include <math.h>
#include <string.h>

/* A copper counts as so much experience: what vendors pay is a by-product. */
static const float MONEY_WEIGHT = 0.02f;
/* Better clothes win fights faster, until they are outgrown: all of them twice as good counts as what the bot
 * earns in so many seconds, at most as much as the quest itself gives. Found with seeds 1 to 20; 400
 * earned less. */
static const float GEAR_SECONDS = 60;
/* A quest that opens others is worth a fifth more for each of up to eight. */
static const float CHAIN_WEIGHT = 0.2f;
static const float ACCEPT_SECONDS = 4;
/* The way to the next place is this quest's alone; of the ways behind it others have their share, since a bot
 * carries many quests that begin and end in the same villages: so much is left to it. Found with seeds 1 to
 * 20 of tests/tools/quest_race.c. */
static const float SHARED_TRAVEL = 0.2f;

/*
 * How well a quest fits the level: full up to it; above that the fights are lost (see world/odds.h),
 * so it falls to nothing at three above. Quests for groups need company.
 */
static float level_fit(const struct pb_quest_case *given)
{
    int above = (int)given->quest->level - (int)given->level;

    if (given->is_hard || (given->quest->group_size > 1 && given->friends + 1 < given->quest->group_size))
        return 0;
    above -= (int)given->friends;
    return above <= 0 ? 1 : above >= 3 ? 0 : 1 - (float)above / 3;
}

static float gear_value(const struct pb_quest_case *given)
{
    return fminf(given->gear * GEAR_SECONDS * given->usual, (float)given->experience);
}

/* Value for each second that it still takes, travel included. */
static float efficiency(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    unsigned rest = given->quest->chain_rest < 8 ? given->quest->chain_rest : 8;
    struct pb_quest_factors own = {
        .value = (float)given->experience + MONEY_WEIGHT * (float)given->money + gear_value(given),
        .seconds = given->nearest_s + SHARED_TRAVEL * (given->travel_s - given->nearest_s) + given->work_s +
                   ACCEPT_SECONDS,
        .fit = level_fit(given),
        .chain = 1 + CHAIN_WEIGHT * (float)rest,
        .group = 1};

    own.value += 1;
    if (factors)
        *factors = own;
    return own.value * own.fit * own.chain / own.seconds;
}

static float worth(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    struct pb_quest_factors own;

    efficiency(given, &own);
    if (factors)
        *factors = own;
    return own.value * own.fit * own.chain;
}

static float optimal(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    return efficiency(given, factors);
}

/* What the group does together goes faster for all: each who has it too counts as much again. */
static float group(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    float score = efficiency(given, factors), bonus = 1 + (float)given->shared;

    if (factors)
        factors->group = bonus;
    return score * bonus;
}

static float group_worth(const struct pb_quest_case *given, struct pb_quest_factors *factors)
{
    float bonus = 1 + (float)given->shared, value = worth(given, factors);

    if (factors)
        factors->group = bonus;
    return value * bonus;
}

static const struct pb_quest_strategy optimal_strategy = {"optimal", optimal, worth, 0};
static const struct pb_quest_strategy group_strategy = {"group", group, group_worth, 1};

const struct pb_quest_strategy *const pb_quest_strategies[] = {&optimal_strategy, &group_strategy};
const unsigned pb_quest_strategy_count = sizeof pb_quest_strategies / sizeof *pb_quest_strategies;

const struct pb_quest_strategy *pb_quest_strategy_find(const char *name)
{
    unsigned i;

    for (i = 0; i < pb_quest_strategy_count; i++)
        if (strcmp(pb_quest_strategies[i]->name, name) == 0)
            return pb_quest_strategies[i];
    return pb_quest_strategies[0];
}
