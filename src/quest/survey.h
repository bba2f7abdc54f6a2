/* Survey: everything that a bot could do now, as jobs in `own->jobs`: first those of its log, then offers by
 * their distance. Tick thread only; internal to src/quest. */
#ifndef PB_QUEST_SURVEY_H
#define PB_QUEST_SURVEY_H

#include "quest/state.h"

/* No jobs yet; fills in what they are worked out with. The world's error when it does not know the bot. */
int pb_quest_survey_begin(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context)
    __attribute__((warn_unused_result));
/* What is in the log and what is offered within `yards`; `taken`: quests in the log. Gives failed ones up. */
void pb_quest_survey_near(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context, unsigned yards,
                          unsigned *taken);
/* What is offered in other lands of the map, a few of the nearest that are worth a journey. */
void pb_quest_survey_far(struct pb_quests *own, pb_bot bot, struct pb_quest_context *context);
/* How many of `most` offers or jobs a choice may look at now: under load fewer, the nearest or best, so that
 * all bots come to a choice. */
unsigned pb_quest_affordable(const struct pb_quests *own, unsigned most);

#endif
