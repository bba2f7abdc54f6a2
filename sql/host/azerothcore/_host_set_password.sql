DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot._host_set_password(
  in_account_id INT UNSIGNED, in_bnet_account_id INT UNSIGNED, in_game_salt VARCHAR(1000), in_game_verifier VARCHAR(1000),
  in_bnet_salt VARCHAR(1000), in_bnet_verifier VARCHAR(1000))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Stores SRP6 salts and verifiers in the host database; which were checked.
Parameters: in_account_id, in_bnet_account_id; the values as hexadecimal digits, BattleNet''s NULL for none
Returns: nothing
Raises: 45110 bad_credentials
Transaction: the caller''s
Granted to: nobody
Example: CALL playerbot._host_set_password(1001, 1, v_salt, v_verifier, NULL, NULL)'
BEGIN
  IF in_bnet_salt IS NOT NULL THEN
    CALL playerbot._raise('bad_credentials', 'set_password', 'this core has no BattleNet accounts');
  END IF;
  UPDATE auth.account SET salt = UNHEX(in_game_salt), verifier = UNHEX(in_game_verifier) WHERE id = in_account_id;
END //
DELIMITER ;
