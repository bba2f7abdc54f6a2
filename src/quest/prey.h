/*
 * Prey: what a kill at a place takes a bot, and gives it. Where many hunt each of them waits for what comes
 * back: ten creatures that come back in a minute are one every six seconds for all who are there. Internal to
 * src/quest.
 */
#ifndef PB_QUEST_PREY_H
#define PB_QUEST_PREY_H

#include "ai/system.h"

struct pb_quests;

struct pb_quest_kill {
    float seconds;   /* with what follows, such as loot and rest */
    float value;     /* experience; 0 where the world does not say */
    uint8_t is_hard; /* it would not touch most of them */
};

/* `usual` is the creature's level where the world does not know it, `friends` those who fight along. */
struct pb_quest_kill pb_quest_kill_of(const struct pb_quests *own, pb_bot bot, uint32_t entry, unsigned usual,
                                      unsigned friends, const struct pb_position *position);
/* Counts the bot where it hunts; NULL: nowhere. */
void pb_quest_hunt_at(struct pb_quests *own, pb_bot bot, const struct pb_position *position);
/* Other bots that hunt there. */
unsigned pb_quest_rivals(const struct pb_quests *own, pb_bot bot, const struct pb_position *position);

#endif
