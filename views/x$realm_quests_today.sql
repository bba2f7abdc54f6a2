-- Row: one daily quest that a bot account's character did today, a day of UTC. Columns: account_id, guid, quest_id.
-- Read by: the embedded realm, admin. Example: SELECT * FROM playerbot.x$realm_quests_today WHERE account_id = 1001
CREATE OR REPLACE DEFINER = playerbot_definer@localhost SQL SECURITY DEFINER VIEW playerbot.x$realm_quests_today AS
SELECT c.account AS account_id, c.guid AS guid, q.quest AS quest_id
  FROM characters.characters c JOIN playerbot.accounts a ON a.account_id = c.account AND a.is_bot = 1 JOIN characters.character_queststatus_daily q ON q.guid = c.guid
 WHERE q.time >= UNIX_TIMESTAMP() DIV 86400 * 86400;
GRANT SELECT ON playerbot.x$realm_quests_today TO playerbot_realm, playerbot_admin;
