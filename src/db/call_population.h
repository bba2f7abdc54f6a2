/* Population: names of new characters, figures of systems. Any thread. */
#ifndef PB_DB_CALL_POPULATION_H
#define PB_DB_CALL_POPULATION_H

#include "db/statement.h"

/* (agent_id, count, request_id): name */
extern const struct pb_statement pb_call_reserve_names;
/* (agent_id, rows as JSON): saved */
extern const struct pb_statement pb_call_save_system_metrics;

#endif
