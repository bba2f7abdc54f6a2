-- Row: one. Costly: accounts_over_limit counts the host table. Columns: total_accounts, total_characters,
-- avg_characters_per_account, max_characters (of one account), accounts_over_limit (real characters above the limit).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_bot_account_stats
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_bot_account_stats AS
SELECT COUNT(*) AS total_accounts, COALESCE(SUM(l.character_count), 0) AS total_characters,
       COALESCE(ROUND(AVG(l.character_count), 2), 0) AS avg_characters_per_account, COALESCE(MAX(l.character_count), 0) AS max_characters,
       COALESCE(SUM(l.character_count > LEAST(l.max_characters, 10)), 0) AS accounts_over_limit
  FROM playerbot._v_limits l;
GRANT SELECT ON playerbot.v_bot_account_stats TO playerbot_agent, playerbot_monitor, playerbot_admin;
