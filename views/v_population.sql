-- Row: one kind of bot. Columns: race, race_name, class, class_name (names NULL for a pair that the client does not have), level, state (online, offline: of a bot
-- account; disabled: taken out of play by a fix), bots (how many).
-- Read by: agent, monitor, admin. Example: SELECT class_name, SUM(bots) FROM playerbot.v_population WHERE state = 'online' GROUP BY class_name
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.v_population AS
SELECT k.race AS race, r.race_name AS race_name, k.class AS class, r.class_name AS class_name, k.level AS level, CONVERT(k.state USING utf8mb4) COLLATE utf8mb4_unicode_ci AS state, k.bots AS bots
  FROM (SELECT c.race AS race, c.class AS class, c.level AS level, IF(c.online <> 0, 'online', 'offline') AS state, COUNT(*) AS bots
          FROM playerbot.accounts a JOIN characters.characters c ON c.account = a.account_id WHERE a.is_bot = 1 GROUP BY c.race, c.class, c.level, c.online <> 0
         UNION ALL
        SELECT c.race, c.class, c.level, 'disabled', COUNT(*)
          FROM playerbot.disabled_characters d JOIN playerbot.accounts a ON a.account_id = d.account_id AND a.is_bot = 1
          JOIN characters.characters c ON c.guid = d.guid AND c.account = 0 GROUP BY c.race, c.class, c.level) k
  LEFT JOIN playerbot.race_classes r ON r.race = k.race AND r.class = k.class;
GRANT SELECT ON playerbot.v_population TO playerbot_agent, playerbot_monitor, playerbot_admin;
