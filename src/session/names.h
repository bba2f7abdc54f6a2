/*
 * Names: for new characters, reserved in the database before they are needed, so that no two agents have the
 * same. Tick thread only; never waits.
 */
#ifndef PB_SESSION_NAMES_H
#define PB_SESSION_NAMES_H

#include "db/database.h"

struct pb_names;

/* `database` and `log` are borrowed. Caller frees. Returns 0 or PB_E_no_memory. */
int pb_names_new(struct pb_names **names, struct pb_database *database, struct pb_log *log,
                 const struct pb_memory *memory) __attribute__((warn_unused_result));
/* After the database was closed. Names that nobody took go back when the agent's registration ends. NULL is
 * fine. */
void pb_names_free(struct pb_names *names);
/* A name that is ours. Returns 0, or PB_E_busy: none is there yet; asking has made more come. */
int pb_names_take(struct pb_names *names, char name[13]) __attribute__((warn_unused_result));
/* Asks for more when they are wanted. `agent_id` 0: not registered, so it waits. */
void pb_names_update(struct pb_names *names, uint64_t agent_id, int64_t now_ms);

#endif
