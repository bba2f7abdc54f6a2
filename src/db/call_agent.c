#include "db/call_agent.h"
#include "db/column.h"

static void read_registration(void *user, unsigned count, const char *const *columns)
{
    struct pb_registration *registration = user;

    registration->agent_id = pb_column_u64(count, columns, 0);
    registration->heartbeat_interval_s = (unsigned)pb_column_u64(count, columns, 1);
    registration->lease_ttl_s = (unsigned)pb_column_u64(count, columns, 2);
    registration->reclaimed = (unsigned)pb_column_u64(count, columns, 3);
}

/* Registering twice is harmless: the second ends the first. */
int pb_call_register_agent(struct pb_connection *connection, const char *name, const char *host,
                           const char *version, int64_t patience_ms, struct pb_registration *registration)
{
    const struct pb_value values[] = {PB_VALUE_TEXT(name), PB_VALUE_TEXT(host), PB_VALUE_TEXT(version)};

    return pb_connection_call(connection, "CALL register_agent(?, ?, ?)", values, 3, read_registration,
                              registration, patience_ms);
}

static void read_leases(void *user, unsigned count, const char *const *columns)
{
    *(unsigned *)user = (unsigned)pb_column_u64(count, columns, 1);
}

int pb_call_heartbeat_agent(struct pb_connection *connection, uint64_t agent_id, int64_t patience_ms,
                            unsigned *leases)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent_id)};

    return pb_connection_call(connection, "CALL heartbeat_agent(?)", values, 1, read_leases, leases,
                              patience_ms);
}

int pb_call_unregister_agent(struct pb_connection *connection, uint64_t agent_id, unsigned *released)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent_id)};

    return pb_connection_call(connection, "CALL unregister_agent(?)", values, 1, pb_column_read_unsigned,
                              released, 10000);
}
