/*
 * Pace: what a kill takes, by the difference of levels. Pure. Fitted to what bots that hunted for quests in
 * the embedded realm took (tests/tools/quest_race.c, seeds 1 to 6): with one of its own level a bot is
 * through in 14 s, rest, loot and the way to the next included, and dies in one fight of seventy; each level
 * above makes it a fifth longer and twice as deadly, more so for who has hardly a level at all.
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
    /* A death takes a fight, the ghost's time and the way back. Friends share the blows and the work. */
    const float kill_s = 14, deaths = 0.014f, death_s = 100, loot_s = 10,
                few = 1 / (float)(level ? level : 1), help = 1 + 0.4f * (float)friends;
    float above = (float)enemy_level - (float)level;
    struct pb_pace pace;

    above = above < -6 ? -6 : above > 10 ? 10 : above;
    /* Elites have three times the health and hit twice as hard: as if they were some five levels above. */
    above += rank && rank != 4 ? 5.0f : 0;
    pace.seconds = kill_s * powf(1.18f + 0.25f * few, above) / help;
    pace.deaths = deaths * powf(2 + 2 * few, above) / (help * help);
    pace.deaths = pace.deaths > 1 ? 1 : pace.deaths;
    pace.seconds = (pace.seconds < 6 ? 6 : pace.seconds) + loot_s + death_s * pace.deaths;
    return pace;
}

#endif
