DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.set_password(
  in_account_id DECIMAL(65), in_game_salt VARCHAR(1000), in_game_verifier VARCHAR(1000), in_bnet_salt VARCHAR(1000), in_bnet_verifier VARCHAR(1000))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Gives a bot account a usable password, on purpose: stores SRP6 salts and verifiers that playerbotctl computed.
Parameters: in_account_id: a bot account; in_game_salt, in_game_verifier: 64 hexadecimal digits each; in_bnet_salt: 64,
in_bnet_verifier: 512 (SRP6 version 2); both NULL on a core without BattleNet accounts
Returns: account_id
Raises: 45105 not_bot_account; 45110 bad_credentials; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: playerbotctl account password 1001'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_bnet_account_id INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'set_password', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    SELECT a.bnet_account_id INTO v_bnet_account_id FROM playerbot.accounts a WHERE a.account_id = v_account_id AND a.is_bot = 1 FOR UPDATE;
    IF v_bnet_account_id IS NULL THEN
      CALL playerbot._raise('not_bot_account', 'set_password', CONCAT('account ', COALESCE(in_account_id, 'NULL'), ' is no bot account'));
    END IF;
    -- A value of one repeated byte is no random salt and no verifier.
    IF COALESCE(in_game_salt NOT RLIKE '^[0-9A-Fa-f]{64}$' OR in_game_verifier NOT RLIKE '^[0-9A-Fa-f]{64}$'
                OR in_game_salt RLIKE '^(..)\\1+$' OR in_game_verifier RLIKE '^(..)\\1+$', TRUE) THEN
      CALL playerbot._raise('bad_credentials', 'set_password', 'game salt and verifier must be 64 hexadecimal digits each, not one byte repeated');
    END IF;
    IF (in_bnet_salt IS NULL) <> (in_bnet_verifier IS NULL)
       OR COALESCE(in_bnet_salt NOT RLIKE '^[0-9A-Fa-f]{64}$' OR in_bnet_verifier NOT RLIKE '^[0-9A-Fa-f]{512}$'
                   OR in_bnet_salt RLIKE '^(..)\\1+$' OR in_bnet_verifier RLIKE '^(..)\\1+$', FALSE) THEN
      CALL playerbot._raise('bad_credentials', 'set_password', 'BattleNet salt must be 64, verifier 512 hexadecimal digits, not one byte repeated');
    END IF;
    CALL playerbot._host_set_password(v_account_id, v_bnet_account_id, in_game_salt, in_game_verifier, in_bnet_salt, in_bnet_verifier);
    CALL playerbot._audit('set_password', NULL, v_account_id, '{}');
    COMMIT;
  END;
  SELECT v_account_id AS account_id;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.set_password TO playerbot_admin;
