-- Row: one committed decision as it is stored. Columns: audit_id, at (UTC), actor, agent_id, action, account_id, detail (JSON, whole).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.x$audit ORDER BY audit_id DESC LIMIT 10
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$audit AS
SELECT l.audit_id AS audit_id, l.at AS at, l.actor AS actor, l.agent_id AS agent_id, l.action AS action, l.account_id AS account_id, l.detail AS detail
  FROM playerbot.audit_log l;
GRANT SELECT ON playerbot.x$audit TO playerbot_agent, playerbot_monitor, playerbot_admin;
