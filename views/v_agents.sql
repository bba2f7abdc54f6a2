-- Row: one agent incarnation. Columns: agent_id, name, host, version, started_at, heartbeat_at, ended_at, end_reason,
-- leases (held), silence_s (seconds since its last heartbeat), is_alive.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_agents WHERE is_alive
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_agents AS
SELECT g.agent_id AS agent_id, g.name AS name, g.host AS host, g.version AS version, g.started_at AS started_at,
       g.heartbeat_at AS heartbeat_at, g.ended_at AS ended_at, g.end_reason AS end_reason, COALESCE(l.leases, 0) AS leases,
       TIMESTAMPDIFF(SECOND, g.heartbeat_at, UTC_TIMESTAMP(6)) AS silence_s, g.ended_at IS NULL AS is_alive
  FROM playerbot.agents g
  LEFT JOIN (SELECT a.agent_id AS agent_id, COUNT(*) AS leases FROM playerbot.accounts a WHERE a.state = 'leased' GROUP BY a.agent_id) l
    ON l.agent_id = g.agent_id;
GRANT SELECT ON playerbot.v_agents TO playerbot_agent, playerbot_monitor, playerbot_admin;
