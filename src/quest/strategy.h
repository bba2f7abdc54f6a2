/* Strategy: what a quest is worth to a bot, and which of several it should do. Another one is a line in
 * strategy.c. Pure. */
#ifndef PB_QUEST_STRATEGY_H
#define PB_QUEST_STRATEGY_H

#include "include/playerbot_world.h"

/* A quest as a bot would do it now; what is done already costs nothing any more. */
struct pb_quest_case {
    const struct pb_quest_template *quest;
    uint32_t experience, money; /* that it would give */
    float travel_s;             /* to the giver (if it is not taken), the objectives, the ender */
    float work_s;               /* of killing and gathering */
    unsigned level;             /* the bot's */
    unsigned friends;           /* group members near */
    unsigned shared;            /* of them who have the quest too */
    float nearest_s;            /* to the next place of it */
    float gear;                 /* by which share of all that is worn its rewards are better */
    float usual;                /* value a second that the bot makes of late */
    uint8_t is_hard;            /* it wants creatures of which most are too strong */
};

/* What the score is made of, for `why`. */
struct pb_quest_factors {
    float value, seconds, fit, chain, group;
};

struct pb_quest_strategy {
    const char *name;
    /* The higher the better; 0: not at all. `factors` may be NULL. */
    float (*evaluate)(const struct pb_quest_case *quest, struct pb_quest_factors *factors);
    /* What it brings at its end, counted as experience, whatever it takes: quests are chosen by the route
     * that brings most. NULL: the one that `evaluate` holds highest comes first. */
    float (*value)(const struct pb_quest_case *quest, struct pb_quest_factors *factors);
    /* Who has done his part of a quest stays with those near who have it too and have not. */
    uint8_t is_together;
};

extern const struct pb_quest_strategy *const pb_quest_strategies[];
extern const unsigned pb_quest_strategy_count;
/* The strategy of a name; the first one for an unknown name. */
const struct pb_quest_strategy *pb_quest_strategy_find(const char *name);

#endif
