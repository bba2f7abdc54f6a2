DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.check_character_limit(in_account_id DECIMAL(65))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Compares bot accounts with the characters that are really there.
Parameters: in_account_id: one account, or NULL for all
Returns: account_id, character_count (real), recorded_count, max_characters, verdict (over_limit, miscounted, kept, ok), worst first
Raises: 45105 not_bot_account
Transaction: the caller''s; reads only
Granted to: playerbot_agent, playerbot_monitor, playerbot_admin
Example: CALL playerbot.check_character_limit(NULL)'
BEGIN
  IF in_account_id IS NOT NULL AND NOT playerbot.is_bot_account(in_account_id) THEN
    CALL playerbot._raise('not_bot_account', 'check_character_limit', CONCAT('account ', in_account_id, ' is no bot account'));
  END IF;
  IF in_account_id IS NULL THEN
    SELECT l.account_id, l.character_count, l.recorded_count, l.max_characters, l.verdict
      FROM playerbot._v_limits l
     ORDER BY l.surplus_count DESC, l.verdict <> 'miscounted', l.verdict <> 'kept', l.character_count DESC, l.account_id;
  ELSE
    SELECT a.account_id, t.character_count, a.character_count AS recorded_count, a.max_characters,
           playerbot._limit_verdict(t.character_count, a.character_count, a.max_characters, a.kept_count) AS verdict
      FROM playerbot.accounts a
      JOIN (SELECT COUNT(*) AS character_count FROM characters.characters c WHERE c.account = in_account_id) t
     WHERE a.account_id = in_account_id;
  END IF;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.check_character_limit TO playerbot_agent, playerbot_monitor, playerbot_admin;
