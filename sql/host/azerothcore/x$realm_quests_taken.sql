-- Row: one quest in the log of a bot account's character. Columns: account_id, guid, quest_id, status, c1 to c4 (creatures), i1 to i6 (items), left_s (until
-- its time is over, at least 1; 0: it has none).
-- Read by: the embedded realm, admin. Example: SELECT * FROM playerbot.x$realm_quests_taken WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_quests_taken AS
SELECT c.account AS account_id, c.guid AS guid, q.quest AS quest_id, q.status AS status, q.mobcount1 AS c1, q.mobcount2 AS c2, q.mobcount3 AS c3, q.mobcount4 AS c4,
       q.itemcount1 AS i1, q.itemcount2 AS i2, q.itemcount3 AS i3, q.itemcount4 AS i4, q.itemcount5 AS i5, q.itemcount6 AS i6,
       IF(q.timer > 0, GREATEST(CAST(q.timer AS SIGNED) - UNIX_TIMESTAMP(), 1), 0) AS left_s
  FROM characters.characters c JOIN playerbot.accounts a ON a.account_id = c.account AND a.is_bot = 1 JOIN characters.character_queststatus q ON q.guid = c.guid;
GRANT SELECT ON playerbot.x$realm_quests_taken TO playerbot_realm, playerbot_admin;
