#include "db/call_view.h"
#include "db/column.h"

int pb_call_pool(struct pb_connection *connection, pb_row_fn *row, void *user)
{
    return pb_connection_call(connection, "SELECT state, accounts, target FROM v_pool", NULL, 0, row, user,
                              0);
}

int pb_call_stats(struct pb_connection *connection, pb_row_fn *row, void *user)
{
    return pb_connection_call(
        connection, "SELECT total_accounts, total_characters, accounts_over_limit FROM v_bot_account_stats",
        NULL, 0, row, user, 0);
}

int pb_call_health(struct pb_connection *connection, pb_row_fn *row, void *user)
{
    return pb_connection_call(connection,
                              "SELECT item, status, value, hint FROM v_health "
                              "ORDER BY FIELD(status, 'RED', 'YELLOW', 'GREEN'), item",
                              NULL, 0, row, user, 0);
}

int pb_call_audit(struct pb_connection *connection, uint64_t audit_id, pb_row_fn *row, void *user)
{
    const struct pb_value values[] = {PB_VALUE_U64(audit_id)};

    return pb_connection_call(connection,
                              "SELECT audit_id, at, actor, action, account_id, detail FROM v_audit "
                              "WHERE audit_id > ? ORDER BY audit_id LIMIT 50",
                              values, 1, row, user, 0);
}

static void read_id(void *user, unsigned count, const char *const *columns)
{
    *(uint64_t *)user = pb_column_u64(count, columns, 0);
}

int pb_call_last_audit(struct pb_connection *connection, uint64_t *audit_id)
{
    *audit_id = 0;
    return pb_connection_call(connection, "SELECT COALESCE(MAX(audit_id), 0) FROM x$audit", NULL, 0, read_id,
                              audit_id, 0);
}
