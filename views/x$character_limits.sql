-- Row: one bot account. Columns: account_id, character_count (recorded), max_characters, excess_count.
-- Read by: agent (its cache), monitor, admin. Example: SELECT * FROM playerbot.x$character_limits
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$character_limits AS
SELECT a.account_id AS account_id, a.character_count AS character_count, a.max_characters AS max_characters, a.excess_count AS excess_count
  FROM playerbot.accounts a WHERE a.is_bot = 1;
GRANT SELECT ON playerbot.x$character_limits TO playerbot_agent, playerbot_monitor, playerbot_admin;
