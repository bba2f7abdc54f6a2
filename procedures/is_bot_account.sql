DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot.is_bot_account(in_account_id DECIMAL(65))
  RETURNS TINYINT READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'Whether an account is a bot account.
Parameters: in_account_id: game account id; anything else is none
Returns: 1 or 0
Raises: nothing
Transaction: the caller''s
Granted to: playerbot_agent, playerbot_monitor, playerbot_admin
Example: SELECT playerbot.is_bot_account(1001)'
RETURN COALESCE((SELECT a.is_bot FROM playerbot.accounts a WHERE a.account_id = in_account_id), 0) //
DELIMITER ;
GRANT EXECUTE ON FUNCTION playerbot.is_bot_account TO playerbot_agent, playerbot_monitor, playerbot_admin;
