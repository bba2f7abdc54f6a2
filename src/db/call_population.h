/* Population: names of new characters, how well the bots are, figures of systems. Any thread. */
#ifndef PB_DB_CALL_POPULATION_H
#define PB_DB_CALL_POPULATION_H

#include "db/statement.h"

/* (agent_id, count, request_id): name */
extern const struct pb_statement pb_call_reserve_names;
/* (agent_id, row as JSON): health, was, is_audited */
extern const struct pb_statement pb_call_save_agent_health;
/* (agent_id, rows as JSON): saved */
extern const struct pb_statement pb_call_save_system_metrics;

#endif
