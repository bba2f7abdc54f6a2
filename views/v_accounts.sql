-- Row: one account of ours, for people. Columns: account_id, bnet_account_id, email, state, character_count, max_characters,
-- excess_count, agent, leased_at, last_active_at, created_at (UTC, whole seconds). Numbers for programs: x$accounts.
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_accounts WHERE state = 'leased'
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_accounts AS
SELECT a.account_id AS account_id, a.bnet_account_id AS bnet_account_id, a.email AS email, a.state AS state, a.character_count AS character_count,
       a.max_characters AS max_characters, a.excess_count AS excess_count, a.agent AS agent, CAST(a.leased_at AS DATETIME) AS leased_at,
       CAST(a.last_active_at AS DATETIME) AS last_active_at, CAST(a.created_at AS DATETIME) AS created_at
  FROM playerbot.x$accounts a;
GRANT SELECT ON playerbot.v_accounts TO playerbot_agent, playerbot_monitor, playerbot_admin;
