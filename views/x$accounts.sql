-- Row: one account of ours, a bot's or one that was. Columns: account_id, bnet_account_id, email, is_bot, state, character_count,
-- max_characters, excess_count, agent_id (holder), agent (its name), fence, leased_at, last_active_at, created_at (UTC).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.x$accounts WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$accounts AS
SELECT a.account_id AS account_id, a.bnet_account_id AS bnet_account_id, a.email AS email, a.is_bot AS is_bot, a.state AS state,
       a.character_count AS character_count, a.max_characters AS max_characters, a.excess_count AS excess_count, a.agent_id AS agent_id,
       g.name AS agent, a.fence AS fence, a.leased_at AS leased_at, a.last_active_at AS last_active_at, a.created_at AS created_at
  FROM playerbot.accounts a LEFT JOIN playerbot.agents g ON g.agent_id = a.agent_id;
GRANT SELECT ON playerbot.x$accounts TO playerbot_agent, playerbot_monitor, playerbot_admin;
