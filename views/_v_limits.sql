-- Row: one bot account with its real number of characters. Costly: counts the host table. Base of the public views.
-- Columns: account_id, character_count (real), recorded_count, max_characters, excess_count, kept_count, surplus_count, verdict.
-- Read by: other views and check_character_limit. Example: SELECT * FROM playerbot._v_limits WHERE verdict <> 'ok'
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot._v_limits AS
SELECT l.account_id AS account_id, l.character_count AS character_count, l.recorded_count AS recorded_count, l.max_characters AS max_characters,
       l.excess_count AS excess_count, l.kept_count AS kept_count, IF(l.character_count > l.allowed, l.character_count - l.allowed, 0) AS surplus_count,
       CASE WHEN l.character_count > l.allowed THEN 'over_limit' WHEN l.character_count <> l.recorded_count THEN 'miscounted'
            WHEN l.character_count > l.max_characters THEN 'kept' ELSE 'ok' END COLLATE utf8mb4_unicode_ci AS verdict
  FROM (SELECT a.account_id AS account_id, COALESCE(t.character_count, 0) AS character_count, a.character_count AS recorded_count,
               a.max_characters AS max_characters, a.excess_count AS excess_count, a.kept_count AS kept_count,
               GREATEST(LEAST(a.max_characters, 10), a.kept_count) AS allowed
          FROM playerbot.accounts a
          LEFT JOIN (SELECT c.account AS account, COUNT(*) AS character_count FROM characters.characters c WHERE c.account > 0 GROUP BY c.account) t
            ON t.account = a.account_id
         WHERE a.is_bot = 1) l;
