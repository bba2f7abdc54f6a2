#include "db/call_account.h"
#include "db/column.h"
#include <stdio.h>

static void read_plan(void *user, unsigned count, const char *const *columns)
{
    struct pb_account_plan *plan = user;

    plan->required = (unsigned)pb_column_u64(count, columns, 0);
    plan->existing = (unsigned)pb_column_u64(count, columns, 1);
    plan->created = (unsigned)pb_column_u64(count, columns, 2);
    snprintf(plan->reason, sizeof plan->reason, "%s", pb_column_text(count, columns, 3));
}

int pb_call_ensure_accounts(struct pb_connection *connection, struct pb_account_plan *plan)
{
    return pb_connection_call(connection, "CALL ensure_accounts()", NULL, 0, read_plan, plan, 60000);
}

int pb_call_refill_pool(struct pb_connection *connection, unsigned *pool_size)
{
    const struct pb_value values[] = {PB_VALUE_NULL};

    return pb_connection_call(connection, "CALL refill_pool(?)", values, 1, pb_column_read_unsigned,
                              pool_size, 60000);
}

struct lease_reader {
    pb_lease_fn *lease;
    void *user;
};

static void read_lease(void *user, unsigned count, const char *const *columns)
{
    const struct lease_reader *reader = user;
    struct pb_lease lease = {.account_id = (uint32_t)pb_column_u64(count, columns, 0),
                             .character_count = (unsigned)pb_column_u64(count, columns, 3),
                             .fence = pb_column_u64(count, columns, 4)};

    reader->lease(reader->user, count ? &lease : NULL);
}

int pb_call_acquire_accounts(struct pb_connection *connection, uint64_t agent_id, unsigned count,
                             uint64_t request_id, int64_t patience_ms, pb_lease_fn *lease, void *user)
{
    const struct pb_value values[] = {PB_VALUE_U64(agent_id), PB_VALUE_U64(count), PB_VALUE_U64(request_id)};
    struct lease_reader reader = {lease, user};

    return pb_connection_call(connection, "CALL acquire_accounts(?, ?, ?)", values, 3, read_lease, &reader,
                              patience_ms);
}
