-- Row: one cause on one day, newest first. Columns: day (UTC), cause, created, destroyed, moved (copper), net (created - destroyed), day_net (of all causes), supply
-- (sum of all nets up to the day, of the days that are kept).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_gold_ledger WHERE day = UTC_DATE()
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_gold_ledger AS
SELECT g.day AS day, g.cause AS cause, g.created_copper AS created, g.destroyed_copper AS destroyed, g.moved_copper AS moved,
       CAST(g.created_copper AS DECIMAL(31)) - CAST(g.destroyed_copper AS DECIMAL(31)) AS net,
       SUM(CAST(g.created_copper AS DECIMAL(31)) - CAST(g.destroyed_copper AS DECIMAL(31))) OVER (PARTITION BY g.day) AS day_net,
       SUM(CAST(g.created_copper AS DECIMAL(31)) - CAST(g.destroyed_copper AS DECIMAL(31))) OVER (ORDER BY g.day) AS supply
  FROM playerbot.gold_days g ORDER BY g.day DESC, g.cause;
GRANT SELECT ON playerbot.v_gold_ledger TO playerbot_agent, playerbot_monitor, playerbot_admin;
