DELIMITER //
CREATE OR REPLACE DEFINER = playerbot_definer@localhost PROCEDURE playerbot.set_account_limit(
  in_account_id DECIMAL(65), in_max DECIMAL(65))
  SQL SECURITY DEFINER MODIFIES SQL DATA
  COMMENT 'Gives one bot account a limit of its own.
Parameters: in_account_id: a bot account; in_max: 1 to 10, not below its present number of characters
Returns: the account''s row
Raises: 45401 bad_limit; 45402 below_current; 45105 not_bot_account; 45000 in_transaction
Transaction: its own, READ COMMITTED
Granted to: playerbot_admin
Example: CALL playerbot.set_account_limit(1001, 5)'
BEGIN
  DECLARE v_account_id INT UNSIGNED DEFAULT IF(in_account_id BETWEEN 1 AND 4294967295, in_account_id, 0);
  DECLARE v_old, v_count INT UNSIGNED DEFAULT NULL;

  IF @@in_transaction THEN
    CALL playerbot._raise('in_transaction', 'set_account_limit', 'a transaction is open; COMMIT or ROLLBACK first');
  END IF;
  BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;
    IF COALESCE(in_max NOT BETWEEN 1 AND 10, TRUE) THEN
      CALL playerbot._raise('bad_limit', 'set_account_limit', CONCAT('limit is ', COALESCE(in_max, 'NULL'), ', wanted 1 to 10'));
    END IF;
    SELECT a.max_characters, a.character_count INTO v_old, v_count
      FROM playerbot.accounts a WHERE a.account_id = v_account_id AND a.is_bot = 1 FOR UPDATE;
    IF v_old IS NULL THEN
      CALL playerbot._raise('not_bot_account', 'set_account_limit', CONCAT('account ', COALESCE(in_account_id, 'NULL'), ' is no bot account'));
    END IF;
    IF in_max < v_count THEN
      CALL playerbot._raise('below_current', 'set_account_limit',
        CONCAT('account ', v_account_id, ' has ', v_count, ' characters, a limit of ', in_max, ' is below that'));
    END IF;
    UPDATE playerbot.accounts SET max_characters = in_max, is_own_limit = 1, excess_count = 0, kept_count = 0
     WHERE account_id = v_account_id;
    CALL playerbot._audit('set_account_limit', NULL, v_account_id, JSON_OBJECT('old', v_old, 'new', CAST(in_max AS UNSIGNED)));
    COMMIT;
    CALL playerbot._show_account(v_account_id);
    COMMIT;
  END;
END //
DELIMITER ;
GRANT EXECUTE ON PROCEDURE playerbot.set_account_limit TO playerbot_admin;
