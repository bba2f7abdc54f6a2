DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.list_characters(in_account_id DECIMAL(65))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Lists the characters of a bot account, those disabled by a fix included.
Parameters: in_account_id: a bot account
Returns: guid, name, level, is_disabled
Raises: 45105 not_bot_account
Transaction: the caller''s; reads only
Granted to: playerbot_agent, playerbot_monitor, playerbot_admin
Example: CALL playerbot.list_characters(1001)'
BEGIN
  IF NOT playerbot.is_bot_account(in_account_id) THEN
    CALL playerbot._raise('not_bot_account', 'list_characters', CONCAT('account ', COALESCE(in_account_id, 'NULL'), ' is no bot account'));
  END IF;
  SELECT c.guid, c.name, c.level, 0 AS is_disabled
    FROM characters.characters c WHERE c.account = in_account_id
  UNION ALL
  SELECT d.guid, d.name, d.level, 1
    FROM playerbot.disabled_characters d
    JOIN characters.characters c ON c.guid = d.guid AND c.account = 0
   WHERE d.account_id = in_account_id
  ORDER BY guid;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.list_characters TO playerbot_agent, playerbot_monitor, playerbot_admin;
