/*
 * Stops: what follows on the route that a bot chose. A route is planned a quarter of an hour ahead, and while
 * all goes as planned there is no need to compare everything anew at each of its stops. What was not
 * foreseen ends it: a level gained, a place found empty, a death, a quest that failed or that a friend
 * handed on, somebody who refused. Tick thread only; internal to src/quest.
 */
#ifndef PB_QUEST_STOPS_H
#define PB_QUEST_STOPS_H

#include "quest/state.h"

/* The next stops of `own->route`, as many as are kept; none for who does what friends do. */
void pb_quest_stops_keep(const struct pb_quests *own, pb_bot bot, struct pb_quest_stops *stops);
/* Forgets them: whoever comes next has to choose. */
void pb_quest_stops_forget(struct pb_quester *quester);
/* Whether its route was planned within the last minute. Who goes on with an older one earns 3 % less. */
int pb_quest_stops_are_fresh(const struct pb_quests *own, pb_bot bot);
/* The next one at which there is still something to do. Returns 0 when there is none, when the route is too
 * old, or when what should have been done at one was not. */
int pb_quest_stops_next(struct pb_quests *own, pb_bot bot, struct pb_quest_plan *plan);

#endif
