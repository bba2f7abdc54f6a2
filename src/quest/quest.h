/* Quest system: which quests a bot takes, how it works on them, where it turns them in. See docs/quest.md. */
#ifndef PB_QUEST_QUEST_H
#define PB_QUEST_QUEST_H

#include "ai/system.h"
#include "quest/strategy.h"

extern const struct pb_system_type pb_quest_system;

/* Uses another strategy than the configured one, such as one of a test; borrowed. NULL: the configured one.
 */
void pb_quest_set_strategy(void *system, const struct pb_quest_strategy *strategy);

#endif
