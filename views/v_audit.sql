-- Row: one committed decision, newest last. Columns: audit_id, at (UTC), actor, agent (name or id), action, account_id,
-- detail (JSON; long ones are cut after 160 characters, x$audit has them whole).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_audit WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_audit AS
SELECT l.audit_id AS audit_id, l.at AS at, l.actor AS actor, COALESCE(g.name, l.agent_id) COLLATE utf8mb4_unicode_ci AS agent, l.action AS action, l.account_id AS account_id,
       IF(CHAR_LENGTH(l.detail) > 160, CONCAT(LEFT(l.detail, 157), '...'), l.detail) COLLATE utf8mb4_unicode_ci AS detail
  FROM playerbot.audit_log l LEFT JOIN playerbot.agents g ON g.agent_id = l.agent_id;
GRANT SELECT ON playerbot.v_audit TO playerbot_agent, playerbot_monitor, playerbot_admin;
