#include "db/call_agent.h"

const struct pb_statement pb_call_register_agent =
    PB_STATEMENT("register_agent", "CALL register_agent(?, ?, ?)", SAFE, .is_urgent = 1);
const struct pb_statement pb_call_heartbeat_agent =
    PB_STATEMENT("heartbeat_agent", "CALL heartbeat_agent(?)", SAFE, .is_urgent = 1);
const struct pb_statement pb_call_unregister_agent =
    PB_STATEMENT("unregister_agent", "CALL unregister_agent(?)", SAFE, .is_urgent = 1);
const struct pb_statement pb_call_save_agent_metrics =
    PB_STATEMENT("save_agent_metrics", "CALL save_agent_metrics(?, ?)", SAFE, .is_impatient = 1);
const struct pb_statement pb_call_run_overdue_events =
    PB_STATEMENT("run_overdue_events", "CALL run_overdue_events()", SAFE, .is_impatient = 1);
const struct pb_statement pb_call_leases_of_agent = PB_STATEMENT(
    "leases",
    "SELECT account_id, bnet_account_id, email, character_count, fence FROM x$accounts WHERE agent_id = ?",
    SAFE);

struct pb_registration pb_read_registration(const struct pb_rows *rows, size_t row)
{
    return (struct pb_registration){.agent_id = pb_rows_u64(rows, row, 0),
                                    .heartbeat_interval_s = (unsigned)pb_rows_u64(rows, row, 1),
                                    .lease_ttl_s = (unsigned)pb_rows_u64(rows, row, 2),
                                    .reclaimed = (unsigned)pb_rows_u64(rows, row, 3)};
}
