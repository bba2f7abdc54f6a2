/* Calls about agents. Errors: see pb_connection_call. */
#ifndef PB_DB_CALL_AGENT_H
#define PB_DB_CALL_AGENT_H

#include "db/connection.h"

struct pb_registration {
    uint64_t agent_id;
    unsigned heartbeat_interval_s, lease_ttl_s, reclaimed;
};

int pb_call_register_agent(struct pb_connection *connection, const char *name, const char *host,
                           const char *version, int64_t patience_ms, struct pb_registration *registration)
    __attribute__((warn_unused_result));
int pb_call_heartbeat_agent(struct pb_connection *connection, uint64_t agent_id, int64_t patience_ms,
                            unsigned *leases) __attribute__((warn_unused_result));
int pb_call_unregister_agent(struct pb_connection *connection, uint64_t agent_id, unsigned *released)
    __attribute__((warn_unused_result));

#endif
