/* What the live status reads. Errors: see pb_connection_call; these calls do not wait for a lost database. */
#ifndef PB_DB_CALL_VIEW_H
#define PB_DB_CALL_VIEW_H

#include "db/connection.h"

/* Rows: state, accounts, target. */
int pb_call_pool(struct pb_connection *connection, pb_row_fn *row, void *user)
    __attribute__((warn_unused_result));
/* One row: total_accounts, total_characters, accounts_over_limit. Counts the host table. */
int pb_call_stats(struct pb_connection *connection, pb_row_fn *row, void *user)
    __attribute__((warn_unused_result));
/* Rows: item, status, value, hint; the worst first. */
int pb_call_health(struct pb_connection *connection, pb_row_fn *row, void *user)
    __attribute__((warn_unused_result));
/* Rows: audit_id, at, actor, action, account_id, detail of the decisions after `audit_id`, oldest first. */
int pb_call_audit(struct pb_connection *connection, uint64_t audit_id, pb_row_fn *row, void *user)
    __attribute__((warn_unused_result));
/* Number of the last decision, 0 for none. */
int pb_call_last_audit(struct pb_connection *connection, uint64_t *audit_id)
    __attribute__((warn_unused_result));

#endif
