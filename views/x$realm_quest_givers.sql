-- Row: one creature that gives or ends a quest. Columns: quest_id, creature (its entry), role (0: gives, 1: ends).
-- Read by: agent. Example: SELECT creature FROM playerbot.x$realm_quest_givers WHERE quest_id = 1001 AND role = 0
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_quest_givers AS
SELECT s.quest AS quest_id, s.id AS creature, 0 AS role FROM world.creature_queststarter s
UNION ALL SELECT e.quest, e.id, 1 FROM world.creature_questender e;
GRANT SELECT ON playerbot.x$realm_quest_givers TO playerbot_agent, playerbot_admin;
