DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost FUNCTION playerbot.can_create_character(in_account_id DECIMAL(65))
  RETURNS TINYINT READS SQL DATA SQL SECURITY DEFINER
  COMMENT 'Whether an account may get one more character.
Parameters: in_account_id: game account id
Returns: 1 or 0; 1 for an account that is no bot account
Raises: nothing
Transaction: the caller''s
Granted to: playerbot_agent, playerbot_monitor, playerbot_admin
Example: SELECT playerbot.can_create_character(1001)'
RETURN COALESCE((SELECT a.is_bot = 0 OR (a.excess_count = 0 AND a.character_count < LEAST(a.max_characters, 10))
                   FROM playerbot.accounts a WHERE a.account_id = in_account_id), 1) //
DELIMITER ;
GRANT EXECUTE ON FUNCTION playerbot.can_create_character TO playerbot_agent, playerbot_monitor, playerbot_admin;
