/* Calls about agents: statements, with (arguments): columns, and readers of their rows. Any thread. */
#ifndef PB_DB_CALL_AGENT_H
#define PB_DB_CALL_AGENT_H

#include "db/rows.h"
#include "db/statement.h"

/* (name, host, version): see struct pb_registration. A second registration ends the first: harmless to
 * repeat. */
extern const struct pb_statement pb_call_register_agent;
/* (agent_id): agent_id, leases, expires_at */
extern const struct pb_statement pb_call_heartbeat_agent;
/* (agent_id): released */
extern const struct pb_statement pb_call_unregister_agent;
/* (agent_id, JSON array of {name, value, unit}): saved */
extern const struct pb_statement pb_call_save_agent_metrics;
/* (): name, overdue_s of each event that was run; once in time, nobody else runs it. */
extern const struct pb_statement pb_call_run_overdue_events;
/* (agent_id): the accounts that it holds, as struct pb_lease */
extern const struct pb_statement pb_call_leases_of_agent;

struct pb_registration {
    uint64_t agent_id;
    unsigned heartbeat_interval_s, lease_ttl_s, reclaimed;
};

/* Zeroes when there is no such row. */
struct pb_registration pb_read_registration(const struct pb_rows *rows, size_t row);

#endif
