-- Row: one stored session, without its state. Columns: account_id, agent (present holder), format_version, bytes, is_hibernated,
-- is_current (1: written under the present lease), active_at, saved_at (UTC).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_sessions ORDER BY bytes DESC LIMIT 10
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_sessions AS
SELECT s.account_id AS account_id, g.name AS agent, s.format_version AS format_version, COALESCE(LENGTH(s.state), 0) AS bytes,
       s.is_hibernated AS is_hibernated, s.fence = a.fence AS is_current, s.active_at AS active_at, s.saved_at AS saved_at
  FROM playerbot.sessions s JOIN playerbot.accounts a ON a.account_id = s.account_id LEFT JOIN playerbot.agents g ON g.agent_id = a.agent_id;
GRANT SELECT ON playerbot.v_sessions TO playerbot_agent, playerbot_monitor, playerbot_admin;
