/*
 * What people look at: statements, with (arguments): columns. They fail at once while the database is away,
 * or the picture would stand still. Any thread.
 */
#ifndef PB_DB_CALL_VIEW_H
#define PB_DB_CALL_VIEW_H

#include "db/statement.h"

/* (): state, accounts, target */
extern const struct pb_statement pb_call_pool;
/* (): total_accounts, total_characters, accounts_over_limit; counts the host table */
extern const struct pb_statement pb_call_stats;
/* (): item, status, value, threshold, hint; the worst first */
extern const struct pb_statement pb_call_health;
/* (audit_id): audit_id, at, actor, action, account_id, detail of the decisions after it, oldest first */
extern const struct pb_statement pb_call_audit_after;
/* (): number of the last decision, 0 for none */
extern const struct pb_statement pb_call_last_audit;
/* (): audit_id, at, actor, action, account_id, detail of the last decisions, newest first */
extern const struct pb_statement pb_call_audit;
/* (): the rows of the view of that name in the SQL interface */
extern const struct pb_statement pb_call_accounts;
extern const struct pb_statement pb_call_account_plan;
extern const struct pb_statement pb_call_leases;
extern const struct pb_statement pb_call_agents;
extern const struct pb_statement pb_call_view_settings;
extern const struct pb_statement pb_call_operations;
extern const struct pb_statement pb_call_limit_violations;
extern const struct pb_statement pb_call_agent_metrics;
extern const struct pb_statement pb_call_fleet;
extern const struct pb_statement pb_call_population;
extern const struct pb_statement pb_call_sessions;
extern const struct pb_statement pb_call_version;

#endif
