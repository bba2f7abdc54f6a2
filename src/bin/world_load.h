/* Loading a world's content from the database. Tick thread, before the first tick. */
#ifndef PB_BIN_WORLD_LOAD_H
#define PB_BIN_WORLD_LOAD_H

#include "api/handle.h"
#include "realm/content.h"

/* Blocks for about a second. Rows that are broken are left out; the first of them are logged, and their
 * number. `recording` takes its rows too; NULL for none. Caller frees the content. Returns 0, PB_E_no_memory,
 * PB_E_bad_state for a world without creatures or quests, or what the database said. */
int pb_world_load(pb_handle *handle, struct pb_recording *recording, struct pb_content **content)
    __attribute__((warn_unused_result));

/* Experience of a quest for a character of its level; level 1 to 83, difficulty 0 to 9 (more counts as 9). */
uint32_t pb_world_quest_experience(unsigned level, unsigned difficulty);

#endif
