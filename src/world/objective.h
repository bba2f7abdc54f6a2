/* Objectives of quests. Any thread. */
#ifndef PB_WORLD_OBJECTIVE_H
#define PB_WORLD_OBJECTIVE_H

#include "include/playerbot_world_types.h"

/* Whether a quest wants things of this kind brought. */
static inline int pb_objective_collects(const struct pb_quest_template *quest, uint32_t entry)
{
    unsigned i;

    for (i = 0; i < PB_QUEST_OBJECTIVES; i++)
        if (quest->objectives[i].type == PB_OBJECTIVE_COLLECT && quest->objectives[i].entry == entry)
            return 1;
    return 0;
}

#endif
