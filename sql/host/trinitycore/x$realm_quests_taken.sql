-- Row: one quest in the log of a bot account's character. Columns: account_id, guid, quest_id, status, c1 to c4 (creatures), i1 to i6 (items), left_s (until
-- its time is over, at least 1; 0: it has none).
-- Read by: the embedded realm, admin. Example: SELECT * FROM playerbot.x$realm_quests_taken WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_quests_taken AS
SELECT c.account AS account_id, c.guid AS guid, q.quest AS quest_id, q.status AS status,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 0), 0) AS c1,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 1), 0) AS c2,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 2), 0) AS c3,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 3), 0) AS c4,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 4), 0) AS i1,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 5), 0) AS i2,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 6), 0) AS i3,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 7), 0) AS i4,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 8), 0) AS i5,
       COALESCE((SELECT o.data FROM characters.character_queststatus_objectives o WHERE o.guid = q.guid AND o.quest = q.quest AND o.objective = 9), 0) AS i6,
       IF(q.endTime > 0, GREATEST(CAST(q.endTime AS SIGNED) - UNIX_TIMESTAMP(), 1), 0) AS left_s
  FROM characters.characters c JOIN playerbot.accounts a ON a.account_id = c.account AND a.is_bot = 1 JOIN characters.character_queststatus q ON q.guid = c.guid;
GRANT SELECT ON playerbot.x$realm_quests_taken TO playerbot_realm, playerbot_admin;
