-- Row: one figure that an agent wrote of itself. Columns: agent_id, agent (name), is_alive, name, value, unit (ends in now: a level), at (UTC).
-- Read by: agent, monitor, admin. Example: SELECT agent, value FROM playerbot.v_agent_metrics WHERE name = 'session_active' AND is_alive
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_agent_metrics AS
SELECT m.agent_id AS agent_id, g.name AS agent, g.ended_at IS NULL AS is_alive, m.name AS name, m.value AS value, m.unit AS unit, m.at AS at
  FROM playerbot.agent_metrics m JOIN playerbot.agents g ON g.agent_id = m.agent_id;
GRANT SELECT ON playerbot.v_agent_metrics TO playerbot_agent, playerbot_monitor, playerbot_admin;
