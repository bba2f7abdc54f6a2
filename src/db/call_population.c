#include "db/call_population.h"
#include <stddef.h>

const struct pb_statement pb_call_reserve_names =
    PB_STATEMENT("reserve_names", "CALL reserve_names(?, ?, ?)", REQUEST);
/* What is written twice is a row too many among the figures of a minute. */
const struct pb_statement pb_call_save_system_metrics =
    PB_STATEMENT("save_system_metrics", "CALL save_system_metrics(?, ?)", SAFE);
