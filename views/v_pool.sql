-- Row: one state of bot accounts, the four always there. Columns: state, accounts; target (pool_target), low_water
-- (half of it: refilled below), high_water (twice: what returns above becomes idle).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_pool
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_pool AS
SELECT s.state COLLATE utf8mb4_unicode_ci AS state, COALESCE(c.accounts, 0) AS accounts, t.target AS target, t.target DIV 2 AS low_water, t.target * 2 AS high_water
  FROM (SELECT 'pooled' AS state UNION ALL SELECT 'leased' UNION ALL SELECT 'idle' UNION ALL SELECT 'retired') s
  LEFT JOIN (SELECT a.state AS state, COUNT(*) AS accounts FROM playerbot.accounts a GROUP BY a.state) c ON c.state = s.state
  JOIN (SELECT CAST(v.value AS UNSIGNED) AS target FROM playerbot.settings v WHERE v.name = 'pool_target') t;
GRANT SELECT ON playerbot.v_pool TO playerbot_agent, playerbot_monitor, playerbot_admin;
