#include "db/call_population.h"
#include <stddef.h>

const struct pb_statement pb_call_reserve_names =
    PB_STATEMENT("reserve_names", "CALL reserve_names(?, ?, ?)", REQUEST);
/* Compares with the row that is there: written twice it says nothing twice. */
const struct pb_statement pb_call_save_agent_health =
    PB_STATEMENT("save_agent_health", "CALL save_agent_health(?, ?)", SAFE);
/* What is written twice is a row too many among the figures of a minute. */
const struct pb_statement pb_call_save_system_metrics =
    PB_STATEMENT("save_system_metrics", "CALL save_system_metrics(?, ?)", SAFE);
