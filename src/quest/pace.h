/*
 * Pace: what a kill takes, by the difference of levels. Pure. Fitted to what bots that hunted for quests in
 * the embedded realm took at their places (seeds 1 to 4 of tests/tools/quest_race.c, levels 1 to 14): with
 * the next one of its own level a bot is through in 10 s at level 1, 20 at 10; of that, 6 s are for loot and
 * the way to the next, which easy ones take too. Each level above makes the fight and the rest after it two
 * fifths longer, less in the long run: levels further up differ less (docs/combat.md).
 */
#ifndef PB_QUEST_PACE_H
#define PB_QUEST_PACE_H

#include <math.h>

struct pb_pace {
    float seconds; /* for a kill, with its share of the deaths */
    float deaths;  /* for a kill */
};

static inline struct pb_pace pb_pace_of(unsigned level, unsigned enemy_level, unsigned rank, unsigned friends)
{
    /* A death is some 100 s; counted twice, bots earned more (seeds 1 to 10): fights that go ill also end in
     * flights, and long rests elsewhere. Friends share the blows and the work. */
    const float loot_s = 6, deaths = 0.014f, death_s = 200, help = 1 + 0.4f * (float)friends;
    /* Creatures grow to their full strength at level 10. */
    float fight_s = 3 + 1.4f * (float)(level < 10 ? level : 10), above = (float)enemy_level - (float)level;
    struct pb_pace pace;

    above = above < -8 ? -8 : above > 10 ? 10 : above;
    /* Elites have three times the health and hit twice as hard: as if they were some five levels above. */
    above += rank && rank != 4 ? 5.0f : 0;
    pace.deaths = deaths * powf(2.2f, above) / (help * help);
    pace.deaths = pace.deaths > 1 ? 1 : pace.deaths;
    pace.seconds =
        loot_s + fight_s * powf(1.22f + 2 / (float)(level + 3), above) / help + death_s * pace.deaths;
    return pace;
}

#endif
