#include "db/call_view.h"

#define VIEW(name, label, text)                                                                              \
    const struct pb_statement pb_call_##name = PB_STATEMENT(label, text, SAFE, .is_impatient = 1)

VIEW(pool, "pool", "SELECT state, accounts, target FROM v_pool");
VIEW(stats, "stats", "SELECT total_accounts, total_characters, accounts_over_limit FROM v_bot_account_stats");
VIEW(health, "health",
     "SELECT item, status, value, threshold, hint FROM v_health "
     "ORDER BY FIELD(status, 'RED', 'YELLOW', 'GREEN'), item");
VIEW(audit_after, "audit",
     "SELECT audit_id, at, actor, action, account_id, detail FROM v_audit "
     "WHERE audit_id > ? ORDER BY audit_id LIMIT 50");
VIEW(last_audit, "audit", "SELECT COALESCE(MAX(audit_id), 0) FROM x$audit");
VIEW(audit, "audit",
     "SELECT audit_id, at, actor, action, account_id, detail FROM v_audit ORDER BY audit_id DESC LIMIT 50");
VIEW(accounts, "accounts",
     "SELECT account_id, email, state, character_count, max_characters, agent, leased_at FROM v_accounts "
     "ORDER BY account_id");
VIEW(account_plan, "plan", "SELECT required, existing, shortfall, reason FROM v_account_plan");
VIEW(leases, "leases", "SELECT account_id, agent_id, agent, fence, leased_at, age_s FROM v_leases");
VIEW(agents, "agents", "SELECT * FROM v_agents");
VIEW(view_settings, "settings", "SELECT name, value, unit, minimum, maximum, is_live FROM v_settings");
VIEW(operations, "operations", "SELECT * FROM v_operations");
VIEW(limit_violations, "violations", "SELECT * FROM v_limit_violations");
VIEW(agent_metrics, "metrics",
     "SELECT agent_id, agent, is_alive, name, value, unit, at FROM v_agent_metrics");
VIEW(fleet, "fleet",
     "SELECT agent, host, silence_s, leases, health, bots, wanted, tick_p50_us, tick_p99_us, tick_max_us, "
     "cpu_percent, "
     "bytes_per_bot, over_budget_ticks, cache_hit_percent, report_age_s, reasons FROM v_fleet ORDER BY "
     "`rank`, agent");
VIEW(population, "population",
     "SELECT race_name, class_name, level, state, bots FROM v_population ORDER BY race_name, class_name, "
     "level, state");
VIEW(sessions, "sessions", "SELECT * FROM v_sessions");
VIEW(version, "version", "SELECT * FROM v_version");
