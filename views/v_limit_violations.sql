-- Row: one bot account whose real number of characters is above its limit or differs from the recorded one.
-- Costly: counts the host table. Columns: account_id, character_count (real), recorded_count, max_characters, surplus_count, verdict
-- (over_limit: a fix would disable surplus_count; miscounted; kept: above a limit that was lowered later).
-- Read by: agent, monitor, admin. Example: SELECT * FROM playerbot.v_limit_violations
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_limit_violations AS
SELECT l.account_id AS account_id, l.character_count AS character_count, l.recorded_count AS recorded_count, l.max_characters AS max_characters,
       l.surplus_count AS surplus_count, l.verdict AS verdict
  FROM playerbot._v_limits l WHERE l.verdict <> 'ok';
GRANT SELECT ON playerbot.v_limit_violations TO playerbot_agent, playerbot_monitor, playerbot_admin;
