-- Row: one leased account. Columns: account_id, agent_id, agent (its name), fence, leased_at (UTC), age_s.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_leases WHERE agent = 'realm-1'
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_leases AS
SELECT a.account_id AS account_id, a.agent_id AS agent_id, g.name AS agent, a.fence AS fence, a.leased_at AS leased_at,
       TIMESTAMPDIFF(SECOND, a.leased_at, UTC_TIMESTAMP(6)) AS age_s
  FROM playerbot.accounts a LEFT JOIN playerbot.agents g ON g.agent_id = a.agent_id
 WHERE a.state = 'leased';
GRANT SELECT ON playerbot.v_leases TO playerbot_agent, playerbot_monitor, playerbot_admin;
