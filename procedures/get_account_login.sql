DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.get_account_login(in_account_id DECIMAL(65))
  SQL SECURITY DEFINER READS SQL DATA
  COMMENT 'Names under which a bot account logs in: what a password is computed from.
Parameters: in_account_id: a bot account
Returns: account_id, username (of the game account), bnet_account_id, bnet_email, has_bnet (0: a core without BattleNet accounts)
Raises: 45105 not_bot_account
Transaction: none; reads only
Granted to: playerbot_admin
Example: CALL playerbot.get_account_login(1001)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);

  IF NOT playerbot.is_bot_account(v_account_id) THEN
    CALL playerbot._raise('not_bot_account', 'get_account_login', CONCAT('account ', COALESCE(in_account_id, 'NULL'), ' is no bot account'));
  END IF;
  CALL playerbot._host_find_login(v_account_id);
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.get_account_login TO playerbot_admin;
